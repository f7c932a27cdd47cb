// A card: a question as its title, how to read it, a drawing, and where there are any the numbers as a table.

import { el, set } from "./dom.js";
import { t } from "./words.js";

let made = 0;

export function card(name, drawing, withNumbers = false) {
  const numbers = el("div", { class: "numbers", hidden: true });
  const toggle = el("button", { type: "button", class: "toggle", "aria-pressed": "false" }, t("page.table"));
  toggle.addEventListener("click", () => {
    numbers.hidden = !numbers.hidden;
    drawing.hidden = !numbers.hidden;
    set(toggle, { "aria-pressed": String(!numbers.hidden) });
  });
  const heading = `title-${name}-${(made += 1)}`;
  const node = el("figure", { class: `card chart ${name}`, "aria-labelledby": heading },
    el("figcaption", {}, el("h2", { id: heading }, t(`page.${name}_title`)), withNumbers ? toggle : null, el("p", { class: "soft" }, t(`page.${name}_about`))), drawing, numbers);
  return { node, numbers };
}
