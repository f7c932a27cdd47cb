// The verdict comes first: one number with its interval, one sentence, and the rest for those who want it.

import { el, set, svg, text } from "./dom.js";
import { number, percent, say, t } from "./words.js";

const WIDTH = 190;
const REACHES = [10, 20, 50, 100, 200, 500, 1000, 5000];

// An interval on a line with nought in the middle; the line's reach grows in steps, so that it does not jitter under the hand.
function forest() {
  const [low, mid, high] = [0, 1, 2].map(() => svg("text", { class: "tick", y: 37, "text-anchor": "middle" }));
  const bar = svg("path", { class: "whisker" });
  const dot = svg("circle", { class: "mean", r: 5.5, cy: 12 });
  const node = svg("svg", { viewBox: `0 0 ${WIDTH} 42`, class: "forest", "aria-hidden": "true" },
    svg("path", { class: "grid", d: `M4 12H${WIDTH - 4}` }), svg("path", { class: "zero", d: `M${WIDTH / 2} 2V24` }), bar, dot, low, mid, high);
  return {
    node,
    draw(profit) {
      const most = Math.max(...[profit.mean, profit.low, profit.high].map((one) => Math.abs(one ?? 0)));
      const reach = REACHES.find((one) => one >= most) ?? most;
      const x = (value) => WIDTH / 2 + ((WIDTH / 2 - 22) * value) / reach;
      set(bar, { d: profit.low === null ? "" : `M${x(profit.low)} 12H${x(profit.high)}M${x(profit.low)} 6V18M${x(profit.high)} 6V18` });
      set(dot, { cx: x(profit.mean ?? 0) });
      [[low, -reach], [mid, 0], [high, reach]].forEach(([node, value]) => set(text(node, percent(value, 0, true)), { x: x(value) }));
    },
  };
}

export function verdict() {
  const head = el("p", { class: "over" });
  const big = el("p", { class: "big" });
  const sure = el("p", { class: "sure" });
  const count = el("p", { class: "count" });
  const line = forest();
  const top = el("p", { class: "lead" });
  const rest = el("ul", {});
  const more = el("details", { class: "whole" }, el("summary", {}, t("page.more_words")), rest);
  const limits = el("details", { class: "whole" }, el("summary", {}, t("page.limits")));
  const chip = el("span", { class: "chip", hidden: true }, t("page.preview"));
  const about = el("span", {});
  const status = el("p", { class: "status" }, chip, about);
  const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  const node = el("section", { class: "verdict card", "aria-label": t("page.verdict") },
    el("div", { class: "figure" }, el("div", {}, head, big), el("div", {}, line.node, sure), count),
    el("div", { class: "told" }, el("h2", { class: "hidden" }, t("page.verdict")), trouble, top, status, el("div", { class: "folds" }, more, limits)));
  const live = el("p", { class: "hidden", "aria-live": "polite" });
  node.append(live);
  return {
    node,
    limits(words) { limits.append(el("ul", {}, ...words.map((one) => el("li", {}, one)))); },
    trouble(words) { trouble.hidden = !words; text(trouble, words ?? ""); },
    wait(words) { text(about, words); },
    draw(answer) {
      const { profit } = answer;
      const years = number(answer.weeks / 52);
      const preview = answer.size === "preview";
      text(head, t("page.profit_head", { years }));
      set(head, { title: t("page.profit_unit") });
      text(big, profit.same ? t("page.same") : percent(profit.mean, Math.abs(profit.mean) < 9.95 ? 1 : 0, true));
      node.dataset.way = profit.same || !profit.clear ? "open" : profit.mean > 0 ? "good" : "bad";
      const judged = profit.same ? "" : profit.clear ? t(profit.mean > 0 ? "page.clear_up" : "page.clear_down") : t("page.unclear");
      text(sure, profit.same ? "" : t("page.interval", { low: percent(profit.low, 0, true), high: percent(profit.high, 0, true) }));
      const counted = t("page.better_in", { better: profit.count[0], all: profit.count[1] });
      text(count, judged ? `${judged} · ${counted}` : "");
      line.draw(profit);
      // Where companies ended, that comes first, and what it earns with it.
      const lead = answer.ended.mine || answer.ended.base ? 2 : 1;
      const first = say(answer).slice(0, lead).join(" ");
      const others = say(answer).slice(lead);
      text(top, first);
      rest.replaceChildren(...others.map((one) => el("li", {}, one)));
      chip.hidden = !preview;
      node.classList.toggle("is-preview", preview);
      const people = number(answer.people);
      text(about, t(preview ? "page.preview_about" : "page.full_about", { companies: answer.companies, people, years }));
      if (!preview) text(live, first);
    },
  };
}
