// Which phones lie on the desk, from the address: ?left=1001&right=1002, or ?only=1001.

import { Phone } from "./phone.js";

const query = new URLSearchParams(location.search);
const language = (query.get("lang") || navigator.language || "en").split("-")[0].slice(0, 8);
const number = (name, usual) => (/^[1-9]\d{0,14}$/.test(query.get(name) ?? "") ? query.get(name) : usual);

const only = number("only", null);
const users = only ? [only] : [number("left", "1001"), number("right", "1002")];
const desk = document.querySelector(".desk");
const tabs = document.querySelector(".switch");
desk.classList.add(users.length > 1 ? "two" : "alone");

const phones = users.map((user, place) => {
  const name = `Phone ${only ? user - 1000 === 2 ? 2 : 1 : place + 1}`;
  const tab = document.createElement("button");
  const news = () => tab.classList.toggle("news", tab.getAttribute("aria-selected") !== "true");
  const phone = new Phone(user, name, { language, news });
  phone.element.id = `phone-${place + 1}`;
  tab.type = "button";
  tab.textContent = name;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", phone.element.id);
  tab.addEventListener("click", () => choose(place));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    choose((place + 1) % users.length);
    tabs.children[(place + 1) % users.length].focus();
  });
  tabs.append(tab);
  desk.append(phone.element);
  return phone;
});

function choose(place) {
  phones.forEach((phone, at) => {
    const tab = tabs.children[at];
    phone.element.classList.toggle("away", at !== place);
    tab.setAttribute("aria-selected", String(at === place));
    tab.tabIndex = at === place ? 0 : -1;
    if (at === place) tab.classList.remove("news");
  });
}

tabs.hidden = phones.length < 2;
choose(0);
