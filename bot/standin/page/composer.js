// Where one writes: the growing field, Enter, commands, editing one's last message.

import { act, profile } from "./api.js";
import { Menu } from "./menu.js";

const OTHERS = [
  ["Photo", "photo"],
  ["Document", "document"],
  ["Voice message", "voice"],
  ["Sticker", "sticker"],
];

export class Composer {
  constructor(user, phone, { say, log, language }) {
    this.user = user;
    this.say = say;
    this.log = log;
    this.language = language;
    this.form = phone.querySelector(".composer");
    this.field = phone.querySelector("textarea");
    this.button = phone.querySelector(".send");
    this.editing = null;
    this.editBar = phone.querySelector(".editing");
    this.commands = new Menu(phone, phone.querySelector(".commands"), "from-dock");
    this.others = new Menu(phone, phone.querySelector(".attach"), "from-dock right");
    this.known = [];

    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.commands.opener.addEventListener("click", () => this.#toggleCommands());
    this.others.opener.addEventListener("click", () => this.#toggleOthers());
    phone.querySelector(".stop-editing").addEventListener("click", () => this.stopEditing());
    this.#typed();
  }

  async send() {
    const text = this.field.value;
    if (!text.trim() || this.busy) return;
    this.busy = true;
    this.commands.close();
    try {
      if (this.editing) {
        if (text.trim() !== this.editing.text) {
          await act(this.user, "edit", { message_id: this.editing.id, text });
        }
      } else {
        await act(this.user, "message", { text, language: this.language });
      }
      // What was typed while the request was on its way stays.
      this.field.value = this.field.value.startsWith(text) ? this.field.value.slice(text.length) : "";
      this.#stopped();
    } catch (error) {
      this.say(error.message);
    } finally {
      this.busy = false;
      this.#typed();
    }
  }

  async command(text) {
    try {
      await act(this.user, "message", { text, language: this.language });
    } catch (error) {
      this.say(error.message);
    }
  }

  editLast() {
    const message = this.log.lastOwn()?.message;
    if (!message || message.media) return;
    this.editing = message;
    this.field.value = message.text;
    this.editBar.querySelector(".editing-text").textContent = `Edit: ${message.text}`;
    this.editBar.hidden = false;
    this.field.focus();
    this.#typed();
  }

  stopEditing() {
    this.field.value = "";
    this.#stopped();
    this.#typed();
    this.field.focus();
  }

  #stopped() {
    this.editing = null;
    this.editBar.hidden = true;
  }

  #typed() {
    this.button.disabled = !this.field.value.trim();
    if (!CSS.supports("field-sizing", "content")) {
      this.field.style.height = "auto";
      this.field.style.height = `${this.field.scrollHeight + 2}px`;
    }
    this.#suggest();
  }

  #key(event) {
    if (event.isComposing) return;
    const empty = !this.field.value;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      if (this.commands.open) this.commands.close();
      else if (this.editing) this.stopEditing();
    } else if (event.key === "ArrowUp" && this.commands.open && this.field.value.startsWith("/")) {
      event.preventDefault();
      [...this.commands.box.querySelectorAll("button")].at(-1)?.focus();
    } else if (event.key === "ArrowUp" && empty && !this.editing) {
      event.preventDefault();
      this.editLast();
    }
  }

  #items(commands) {
    return commands.map(({ command, description }) => ({
      name: `/${command}`,
      text: description,
      act: () => {
        if (this.field.value.startsWith("/")) this.field.value = "";
        this.#typed();
        this.field.focus();
        this.command(`/${command}`);
      },
    }));
  }

  async #load() {
    try {
      this.known = (await profile(this.user)).bot.commands;
    } catch (error) {
      this.say(error.message);
    }
  }

  // A slash at the start offers the commands that begin like this.
  async #suggest() {
    const typed = this.field.value;
    if (!/^\/\w*$/.test(typed) || this.editing) {
      if (this.suggesting) this.commands.close();
      this.suggesting = false;
      return;
    }
    if (!this.suggesting) await this.#load();
    if (this.field.value !== typed) return;
    this.suggesting = true;
    const fitting = this.known.filter(({ command }) => command.startsWith(typed.slice(1)));
    this.commands.show(this.#items(fitting), { take: false });
  }

  async #toggleCommands() {
    if (this.commands.open) return this.commands.close();
    this.others.close();
    await this.#load();
    this.commands.show(this.#items(this.known), { nothing: "No commands yet." });
  }

  #toggleOthers() {
    if (this.others.open) return this.others.close();
    this.commands.close();
    const items = OTHERS.map(([name, kind]) => ({
      name,
      act: () => act(this.user, "send", { kind }).catch((error) => this.say(error.message)),
    }));
    this.others.show(items);
  }
}
