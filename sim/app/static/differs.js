// Everything in which the policy differs from the baseline, lever by lever, and what happens in time.

import { el } from "./dom.js";
import { lever, setting, t } from "./words.js";

export function differs(schema) {
  const list = el("ul", { class: "list" });
  const node = el("section", { class: "card differs", "aria-labelledby": "title-differs" }, el("h2", { id: "title-differs" }, t("page.differs_title")), list);
  return {
    node,
    show(valueOf, baseOf, timed) {
      const moved = schema.levers.filter((one) => Math.abs(valueOf(one) - baseOf(one)) > 1e-9);
      const items = moved.map((one) => el("li", {}, el("a", { href: `#lever-${one.id}` }, one.name),
        el("span", { class: "change" }, `${setting(baseOf(one), one)} → `, el("b", {}, setting(valueOf(one), one)))));
      items.push(...timed.map((one) => el("li", { class: "timed" }, ...inTime(one))));
      list.replaceChildren(...(items.length ? items : [el("li", { class: "soft" }, t("page.differs_none"))]));
    },
  };
}

function inTime(one) {
  const when = t("timed.week", { week: one.week });
  if (one.event) return [el("span", { class: "name" }, t(`events.${one.event}`)), el("span", { class: "change" }, when)];
  const about = lever(one.lever);
  return [el("span", { class: "name" }, about ? about.name : t(`worlds.${one.lever}`)), el("span", { class: "change" }, `${when} → `, el("b", {}, about ? setting(one.to, about) : String(one.to)))];
}
