// One phone: asks the stand-in for changes and puts the parts together.

import { act, changes, profile } from "./api.js";
import { copy } from "./clipboard.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";

const WAIT = 25; // seconds the stand-in may hold a request for changes
const TYPING = 5200; // milliseconds the dots stay without news
const RENAMED = 10_000; // milliseconds after which the bot may have another name
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Phone {
  constructor(user, name, { language, news }) {
    this.user = user;
    this.language = language;
    this.news = news;
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.element.setAttribute("aria-label", name);
    this.element.dataset.user = user;
    this.part(".label").textContent = name;
    this.part(".log").setAttribute("aria-label", `Conversation on ${name}`);
    this.after = 0;
    this.world = null;
    this.introduced = 0;
    this.username = "";

    this.log = new Log(user, this.element, this.#actions());
    const say = (text) => this.say(text);
    this.composer = new Composer(user, this.element, { say, log: this.log, language });
    this.part(".start").addEventListener("click", () => this.start());
    this.part(".unblock").addEventListener("click", () => this.#do("unblock"));
    this.#wireMenu();
    this.#wireDialogs();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.request?.abort();
      else this.wake?.();
    });
    this.#listen();
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  async start(payload) {
    if (await this.#do("start", { language: this.language, ...(payload && { payload }) })) {
      this.log.toEnd();
      this.#goOn();
    }
  }

  say(text) {
    const toast = this.part(".toast");
    toast.textContent = text;
    toast.classList.add("shown");
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => toast.classList.remove("shown"), 1900);
  }

  // On a touch screen the field would call up the keyboard, over what is there to read.
  #goOn() {
    const next = matchMedia("(pointer: coarse)").matches ? this.log.box : this.composer.field;
    next.focus({ preventScroll: true });
  }

  async #do(action, fields) {
    try {
      await act(this.user, action, fields);
      return true;
    } catch (error) {
      this.say(error.message);
      return false;
    }
  }

  #actions() {
    return {
      copy: async (text) => this.say((await copy(text)) ? "Copied" : "Could not copy"),
      tap: (message, key, data) => {
        key.classList.add("pressed");
        setTimeout(() => key.classList.remove("pressed"), 700);
        this.#do("tap", { message_id: message.id, data });
      },
      command: (text) => this.composer.command(text),
      link: (url) => this.#follow(url),
      view: (source, text) => {
        const viewer = this.part(".viewer");
        Object.assign(viewer.querySelector("img"), { src: source, alt: text });
        viewer.showModal();
      },
    };
  }

  // A link that starts this bot opens here, as the app would open it.
  #follow(url) {
    const found = /^(?:https?:\/\/t\.me\/|tg:\/\/resolve\?domain=)(\w+)[?&]start=([\w-]{0,64})$/i.exec(url);
    if (!found || found[1].toLowerCase() !== this.username.toLowerCase()) return false;
    this.start(found[2]);
    return true;
  }

  async #listen() {
    let failures = 0;
    for (;;) {
      if (document.hidden) await new Promise((done) => { this.wake = done; });
      this.request = new AbortController();
      try {
        const first = this.world === null || failures > 0;
        const reply = await changes(this.user, this.after, first ? 0 : WAIT, this.request.signal);
        const stale = Date.now() - this.introduced > RENAMED;
        if (first || this.log.empty || stale) await this.#introduce();
        failures = 0;
        this.#take(reply);
      } catch (error) {
        if (error.name === "AbortError") continue;
        failures += 1;
        this.#status("Not connected. Trying again…", "lost");
        await pause(Math.min(500 * failures, 3000));
      }
    }
  }

  #take(reply) {
    if (this.world !== null && this.world !== reply.world) {
      // The stand-in was started anew and remembers nothing.
      this.log.clear();
      this.after = 0;
      this.world = reply.world;
      this.#dock(reply);
      this.#typing(reply.typing);
      return; // what this reply holds comes again with the next one, which asks for all
    }
    this.world = reply.world;
    this.after = reply.next;
    const came = this.log.apply(reply.messages);
    if (came) this.news(came);
    this.#dock(reply);
    this.#typing(reply.typing);
    for (const { text, alert } of reply.notices) {
      if (alert) this.#alert(text);
      else this.say(text);
    }
  }

  async #introduce() {
    const { bot } = await profile(this.user);
    this.introduced = Date.now();
    this.username = bot.username;
    this.part(".name").textContent = bot.name;
    this.part(".welcome-name").textContent = bot.name;
    this.part(".welcome-text").textContent = bot.description;
    for (const avatar of this.element.querySelectorAll(".avatar")) {
      avatar.textContent = [...bot.name][0]?.toUpperCase() ?? "";
    }
  }

  #dock({ blocked }) {
    const fresh = this.log.empty && !blocked;
    const typed = document.activeElement === this.part(".start");
    this.blocked = blocked;
    this.part(".welcome").hidden = !this.log.empty;
    this.part(".start").hidden = !fresh;
    this.part(".unblock").hidden = !blocked;
    this.part(".composer").hidden = fresh || blocked;
    if (typed && !fresh) this.#goOn();
  }

  #typing(on) {
    this.part(".typing").hidden = !on;
    if (on) this.#status("typing…", "busy");
    else this.#status(this.blocked ? "blocked" : "bot", "");
    clearTimeout(this.typingTimer);
    if (on) this.typingTimer = setTimeout(() => this.#typing(false), TYPING);
  }

  #status(text, mood) {
    const status = this.part(".status");
    status.textContent = text;
    status.className = `status ${mood}`;
  }

  #alert(text) {
    const alert = this.part(".alert");
    alert.querySelector("p").textContent = text;
    alert.showModal();
  }

  #wireMenu() {
    const opener = this.part(".more");
    const menu = new Menu(this.element, opener, "from-bar");
    opener.addEventListener("click", () => {
      if (menu.open) return menu.close();
      const items = [{ name: "Edit last message", act: () => this.composer.editLast() }];
      if (this.blocked) items.push({ name: "Unblock the bot", act: () => this.#do("unblock") });
      else items.push({ name: "Block the bot", act: () => this.#do("block") });
      menu.show(items);
    });
  }

  #wireDialogs() {
    const alert = this.part(".alert");
    alert.querySelector("button").addEventListener("click", () => alert.close());
    const viewer = this.part(".viewer");
    viewer.addEventListener("click", (event) => {
      if (event.target.localName !== "img") viewer.close();
    });
  }
}
