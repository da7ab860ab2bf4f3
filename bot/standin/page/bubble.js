// One message as an element, and bringing that element up to date without rebuilding it.

import { fileOf } from "./api.js";
import { link, rich } from "./rich.js";
import { timeOf } from "./when.js";

function make(name, className, ...content) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

const icon = (name) => document.getElementById(`${name}-icon`).content.cloneNode(true);

export class Bubble {
  // `on` has tap(message, button element, data), copy, link, command, view(source, text).
  constructor(user, message, on) {
    this.user = user;
    this.on = on;
    this.words = make("div", "words");
    this.meta = make("span", "meta");
    this.box = make("div", "bubble", make("span", "heard", message.from === "me" ? "You: " : "Bot: "));
    this.box.append(...this.#media(message), this.words, make("span", "heard", ", "), this.meta);
    this.keys = make("div", "keys");
    this.element = make("div", "message", this.box);
    this.element.classList.toggle("mine", message.from === "me");
    this.element.dataset.id = message.id;
    this.shown = "";
    this.update(message);
  }

  update(message) {
    this.message = message;
    const now = JSON.stringify([message.text, message.entities]);
    if (now !== this.shown) {
      this.shown = now;
      this.words.replaceChildren(...rich(message.text, message.entities ?? [], this.on));
    }
    const time = timeOf(message.sent_at);
    const meta = message.edited ? `edited ${time}` : time;
    if (this.meta.textContent !== meta) this.meta.textContent = meta;
    this.#keys(message.buttons);
  }

  // Buttons keep their elements where they stay of the same sort, so focus and finger stay too.
  #keys(rows) {
    this.element.classList.toggle("with-buttons", rows.length > 0);
    if (!rows.length) return this.keys.remove();
    if (!this.keys.isConnected) this.element.append(this.keys);
    rows.forEach((buttons, number) => {
      const row = this.keys.children[number] ?? this.keys.appendChild(make("div", "row"));
      buttons.forEach((button, place) => this.#key(row, place, button));
      while (row.children.length > buttons.length) row.lastChild.remove();
    });
    while (this.keys.children.length > rows.length) this.keys.lastChild.remove();
  }

  #key(row, place, button) {
    const sort = button.url !== null ? `url ${button.url}` : button.copy !== null ? "copy" : "tap";
    let key = row.children[place];
    if (key?.dataset.sort !== sort) {
      const fresh = this.#newKey(button, sort);
      if (key) key.replaceWith(fresh);
      else row.append(fresh);
      key = fresh;
    }
    key.classList.remove("pressed");
    if (button.copy !== null) key.dataset.copy = button.copy;
    if (button.data !== null) key.dataset.data = button.data;
    const label = key.firstChild;
    if (label.textContent !== button.text) label.textContent = button.text;
  }

  #newKey(button, sort) {
    const key = button.url !== null ? link(button.url, this.on) : make("button");
    key.append(make("span"));
    key.dataset.sort = sort;
    if (sort === "copy") {
      key.append(icon("copy"));
      key.addEventListener("click", () => this.on.copy(key.dataset.copy));
    } else if (sort === "tap") {
      key.addEventListener("click", () => this.on.tap(this.message, key, key.dataset.data));
    } else {
      key.append(icon("link"));
    }
    if (key.localName === "button") key.type = "button";
    return key;
  }

  #media(message) {
    const source = fileOf(this.user, message.id);
    if (message.photo) {
      const image = make("img");
      image.alt = message.text ? `Photo: ${message.text}` : "Photo";
      if (message.size) [image.width, image.height] = message.size;
      image.src = source;
      const photo = make("button", "photo", image);
      photo.type = "button";
      photo.addEventListener("click", () => this.on.view(source, image.alt));
      return [photo];
    }
    if (message.document) {
      const file = make("a", "file", make("span", "disc", icon("document")), make("b", "", message.document));
      file.href = source;
      file.download = message.document;
      return [file];
    }
    if (message.media === "sticker") return [make("div", "sticker", "🙂")];
    return message.media ? [make("div", "kind", "Voice message")] : [];
  }
}
