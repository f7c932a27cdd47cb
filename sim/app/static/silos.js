// Who helps whom between the functions of a unit: a table whose shades show where help flows, and the sum with its interval.

import { card } from "./card.js";
import { el, text } from "./dom.js";
import { arrow } from "./tiles.js";
import { number, t } from "./words.js";

export function silos() {
  const said = el("p", { class: "gap" });
  const body = el("tbody");
  const head = el("tr");
  const drawing = el("div", {}, said, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("page.silos_title") },
    el("table", { class: "heat" }, el("caption", { class: "hidden" }, t("page.silos_about")), el("thead", {}, head), body)));
  const { node } = card("silos", drawing);
  return {
    node,
    draw(answer) {
      const { mine, base, mean, low, high, clear } = answer.silos;
      const most = Math.max(...[mine, base].flatMap(({ matrix }) => matrix.flatMap((row, k) => row.filter((_, j) => j !== k))), 1e-9);
      const places = most < 20 ? 1 : 0;
      const name = (k) => t("page.function", { number: k + 1 });
      head.replaceChildren(el("td"), ...mine.matrix.map((_, k) => el("th", { scope: "col" }, t("page.to", { number: k + 1 }))));
      body.replaceChildren(...mine.matrix.map((row, k) => el("tr", {}, el("th", { scope: "row" }, name(k)), ...row.map((value, j) => {
        if (j === k) return el("td", { class: "same" }, "·");
        const cell = el("td", {}, number(value, places), el("small", {}, ` ${number(base.matrix[k][j], places)}`));
        cell.style.setProperty("--share", (0.9 * value / most).toFixed(3));
        return cell;
      }))));
      const range = t("page.range", { low: number(low, 0, true), high: number(high, 0, true) });
      text(said, t("summary.silos", { value: number(mine.between), base: number(base.between), gap: `${arrow({ mean, clear })} ${number(mean, 0, true)}`, range }));
    },
  };
}
