// Telegram's entities as DOM. Offsets are UTF-16 units, which is how JavaScript counts too.

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

// `on` has copy(text), link(url) -> true when handled, command(text).
export function rich(text, entities, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, on);
}

function nodes(text, from, to, entities, on) {
  const made = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...later] = rest;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    const within = later.filter((other) => other.offset < end);
    rest = later.filter((other) => other.offset >= end);
    if (start >= end) continue;
    if (start > at) made.push(document.createTextNode(text.slice(at, start)));
    const element = elementFor(entity, text.slice(start, end), on);
    element.append(...nodes(text, start, end, within, on));
    made.push(element);
    at = end;
    // A block ends its own line; the line break after it would show as an empty line.
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
  }
  if (at < to) made.push(document.createTextNode(text.slice(at, to)));
  return made;
}

function elementFor(entity, words, on) {
  const name = PLAIN[entity.type];
  if (name) return document.createElement(name);
  if (entity.type === "code" || entity.type === "pre") {
    const code = button("code", `Copy: ${words}`, () => on.copy(words));
    code.classList.toggle("block", entity.type === "pre");
    return code;
  }
  if (entity.type === "bot_command") {
    const command = button("span", `Send ${words}`, () => on.command(words));
    command.className = "tap";
    return command;
  }
  if (entity.type === "spoiler") {
    const spoiler = button("span", "Hidden words, tap to show", () => {
      spoiler.classList.add("open");
      for (const attribute of ["role", "tabindex", "aria-label"]) spoiler.removeAttribute(attribute);
    });
    spoiler.className = "spoiler";
    return spoiler;
  }
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url ?? words, on);
  if (entity.type === "email") return link(`mailto:${words}`, on);
  return document.createElement("span");
}

// Inline text that can be pressed: a real button would not break over lines.
function button(name, label, act) {
  const element = document.createElement(name);
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", label);
  element.tabIndex = 0;
  element.addEventListener("click", () => getSelection().isCollapsed && act());
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return element;
}

export function link(url, on) {
  const element = document.createElement("a");
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  if (/^(https?|mailto|tg):/i.test(full)) element.href = full;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  element.addEventListener("click", (event) => {
    if (on.link(full)) event.preventDefault();
  });
  return element;
}
