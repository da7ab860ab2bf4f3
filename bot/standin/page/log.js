// The conversation: keeps message elements in order, days between them, and the scroll steady.

import { Bubble } from "./bubble.js";
import { dayName, dayOf } from "./when.js";

const NEAR = 48; // pixels from the end that still count as being at the end

export class Log {
  constructor(user, phone, on) {
    this.user = user;
    this.on = on;
    this.box = phone.querySelector(".log");
    this.list = phone.querySelector(".list");
    this.pill = phone.querySelector(".pill");
    this.bubbles = new Map();
    this.days = new Map();
    this.unread = 0;
    this.atEnd = true;
    this.top = 0;
    this.filled = false;
    this.box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.pill.addEventListener("click", () => {
      this.toEnd(true);
      this.box.focus({ preventScroll: true });
    });
    const steady = new ResizeObserver(() => this.atEnd && this.toEnd());
    steady.observe(this.box);
    steady.observe(this.list);
  }

  get empty() {
    return this.bubbles.size === 0;
  }

  clear() {
    this.bubbles.clear();
    this.days.clear();
    this.list.replaceChildren();
    this.filled = false;
    this.#count(0);
  }

  lastOwn() {
    return [...this.bubbles.values()].reverse().find((bubble) => bubble.message.from === "me");
  }

  apply(messages) {
    const focused = this.list.contains(document.activeElement);
    // A scroll is told of only with the next frame; look whether one is under way.
    if (this.box.scrollTop !== this.top) this.#scrolled();
    let news = 0;
    let own = false;
    for (const message of messages) {
      const known = this.bubbles.get(message.id);
      if (message.deleted) {
        known?.element.remove();
        this.bubbles.delete(message.id);
      } else if (known) {
        known.update(message);
      } else {
        this.#add(message);
        if (message.from === "me") own = true;
        else news += 1;
      }
    }
    this.#arrange();
    if (own || !this.filled || this.atEnd) this.toEnd();
    else if (news) this.#count(this.unread + news);
    this.filled = true;
    if (focused && !this.list.contains(document.activeElement)) this.#keepFocus();
    return news;
  }

  toEnd(smooth = false) {
    this.atEnd = true;
    this.#count(0);
    this.box.scrollTo({ top: this.box.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.top = this.box.scrollTop;
  }

  #add(message) {
    const bubble = new Bubble(this.user, message, this.on);
    if (this.filled) bubble.element.classList.add("fresh");
    this.bubbles.set(message.id, bubble);
    this.list.append(bubble.element); // ids only grow, so a new one is always last
  }

  // Days before their first message; messages of one side within a few minutes stand closer.
  #arrange() {
    const wanted = new Map();
    let before = null;
    for (const bubble of this.bubbles.values()) {
      const { message, element } = bubble;
      const day = dayOf(message.sent_at);
      const joined = before?.from === message.from && message.sent_at - before.sent_at < 300;
      element.classList.toggle("joined", joined && dayOf(before.sent_at) === day);
      if (!wanted.has(day)) wanted.set(day, bubble);
      before = message;
    }
    for (const [day, mark] of this.days) {
      if (wanted.has(day)) continue;
      mark.remove();
      this.days.delete(day);
    }
    for (const [day, { element, message }] of wanted) {
      let mark = this.days.get(day);
      if (!mark) {
        mark = document.createElement("div");
        mark.className = "day";
        this.days.set(day, mark);
      }
      const name = dayName(message.sent_at);
      if (mark.textContent !== name) mark.textContent = name;
      if (mark.nextElementSibling !== element) element.before(mark);
    }
  }

  #scrolled() {
    this.top = this.box.scrollTop;
    this.atEnd = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR;
    if (this.atEnd && this.unread) this.#count(0);
  }

  #count(number) {
    this.unread = number;
    this.pill.hidden = number === 0;
    if (number) this.pill.textContent = number === 1 ? "1 new message" : `${number} new messages`;
  }

  // The pressed button went away: go on where the next one is.
  #keepFocus() {
    const last = [...this.bubbles.values()].at(-1);
    const next = last?.element.querySelector(".keys button, .keys a") ?? this.box;
    next.focus({ preventScroll: true });
  }
}
