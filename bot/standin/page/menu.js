// A small menu over a phone: arrows, Home, End, Escape, and a click elsewhere closes it.

export class Menu {
  constructor(phone, opener, className) {
    this.phone = phone;
    this.opener = opener;
    this.box = document.createElement("div");
    this.box.className = `menu ${className}`;
    this.box.setAttribute("role", "menu");
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.outside = (event) => {
      if (!this.box.contains(event.target) && !this.opener.contains(event.target)) this.close();
    };
  }

  get open() {
    return this.box.isConnected;
  }

  // `items` are {name, text?, act}; `take` puts the focus on the first.
  show(items, { take = true, nothing = "" } = {}) {
    this.box.replaceChildren(...items.map((item) => this.#item(item)));
    if (!items.length) {
      if (!nothing) return this.close();
      const line = document.createElement("p");
      line.className = "nothing";
      line.textContent = nothing;
      this.box.append(line);
    }
    if (!this.open) {
      this.phone.append(this.box);
      this.opener.setAttribute("aria-expanded", "true");
      document.addEventListener("pointerdown", this.outside);
    }
    if (take) this.box.querySelector("button")?.focus();
  }

  close(back = false) {
    if (!this.open) return;
    this.box.remove();
    this.opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", this.outside);
    if (back) this.opener.focus();
  }

  #item({ name, text, act }) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    const label = document.createElement("span");
    label.textContent = name;
    button.append(label);
    if (text !== undefined) {
      label.className = "command";
      const explained = document.createElement("span");
      explained.className = "explained";
      explained.textContent = text;
      button.append(explained);
    }
    button.addEventListener("click", () => {
      this.close(true);
      act();
    });
    return button;
  }

  #key(event) {
    const items = [...this.box.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined && items.length) {
      event.preventDefault();
      items[(to + items.length) % items.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      this.close(true);
    }
  }
}
