// Numbers that matter beside profit, each with its difference from the baseline and the interval of that.

import { el, text } from "./dom.js";
import { amount, change, measure, t } from "./words.js";

// Better, worse or open: by the measure's own direction, and only where the interval leaves out nought.
export function mood(gap) {
  if (gap.mean === null || !gap.clear || gap.better === "none") return "open";
  return gap.mean > 0 === (gap.better === "up") ? "good" : "bad";
}

export const arrow = (gap) => (gap.mean === null ? "" : !gap.clear ? "≈" : gap.mean > 0 ? "▲" : "▼");

export const shift = (gap, unit) => (gap.mean === null ? "" : `${arrow(gap)}\u00a0${change(gap.mean, unit)}`);
export const between = (gap, unit) => (gap.low === null ? "" : t("page.range", { low: change(gap.low, unit), high: change(gap.high, unit) }));

export function tiles(schema) {
  const made = schema.tiles.map((id) => {
    const about = measure(id);
    const value = el("b", {});
    const gap = el("span", { class: "gap" });
    const range = el("span", { class: "range" });
    const base = el("span", { class: "soft" });
    const node = el("div", { class: "tile", "data-measure": id, title: `${about.what}. ${about.read}` },
      el("span", { class: "name" }, schema.voices.includes(id) ? t(`voices.${id}`) : about.name), el("span", { class: "pair" }, value, gap), range, base);
    return { about, value, gap, range, base, node };
  });
  const node = el("section", { class: "tiles", "aria-label": t("page.value") }, ...made.map((one) => one.node));
  return {
    node,
    draw(answer) {
      answer.tiles.forEach((found, place) => {
        const one = made[place];
        const unit = one.about.unit;
        text(one.value, found.value === null ? t("page.no_data") : amount(found.value, unit));
        text(one.gap, shift(found, unit));
        one.gap.className = `gap ${mood(found)}`;
        text(one.range, between(found, unit));
        text(one.base, found.base === null ? "" : t("page.base_was", { value: amount(found.base, unit) }));
      });
    },
  };
}
