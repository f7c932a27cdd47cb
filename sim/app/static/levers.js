// Levers in groups: label, value with unit, range, and what each is. A slider counts whole steps, so that keys and hands land on round values.

import { el, set, text } from "./dom.js";
import { end, setting, t } from "./words.js";

const steps = (lever) => Math.round((lever.high - lever.low) / lever.step);
const placeOf = (lever, value) => Math.round((value - lever.low) / lever.step);
const valueAt = (lever, place) => Math.min(lever.high, Number((lever.low + place * lever.step).toPrecision(10)));

class One {
  constructor(lever, on) {
    this.lever = lever;
    const id = `lever-${lever.id}`;
    this.value = el("output", { for: id, class: "value" });
    this.slider = el("input", { type: "range", id, min: 0, max: steps(lever), step: 1, "aria-describedby": `${id}-what` });
    this.dot = el("span", { class: "dot", "aria-hidden": "true" });
    this.what = el("div", { class: "what", id: `${id}-what`, hidden: true }, ...about(lever));
    this.why = el("button", { type: "button", class: "why", "aria-expanded": "false", "aria-controls": `${id}-what`, "aria-label": t("page.about_lever", { name: lever.name }) }, "?");
    this.why.addEventListener("click", () => {
      this.what.hidden = !this.what.hidden;
      set(this.why, { "aria-expanded": String(!this.what.hidden) });
    });
    this.slider.addEventListener("input", () => on.move(lever, valueAt(lever, Number(this.slider.value))));
    this.slider.addEventListener("change", () => on.rest());
    this.track = el("div", { class: "track" }, this.slider, el("span", { class: "notch", "aria-hidden": "true" }));
    this.node = el("div", { class: "lever", "data-lever": lever.id },
      el("div", { class: "top" }, el("label", { for: id }, lever.name), this.dot, this.value, this.why),
      el("div", { class: "row" }, el("span", { class: "end" }, end(lever.low, lever)), this.track, el("span", { class: "end" }, end(lever.high, lever))),
      this.what);
  }

  show(value, base) {
    const said = setting(value, this.lever);
    const place = String(placeOf(this.lever, value));
    if (this.slider.value !== place) this.slider.value = place;
    text(this.value, said);
    this.node.classList.toggle("moved", Math.abs(value - base) > 1e-9);
    set(this.slider, { "aria-valuetext": t("page.value_at", { value: said, baseline: setting(base, this.lever) }) });
    const share = (of) => ((of - this.lever.low) / (this.lever.high - this.lever.low)).toFixed(4);
    this.track.style.setProperty("--at", share(value));
    this.track.style.setProperty("--base-at", share(base));
  }
}

function about(lever) {
  const line = (head, words) => el("p", {}, el("b", {}, `${head}: `), words);
  const unit = ["0-1", "ratio", "cosine", "weight"].includes(lever.kind) ? "" : ` ${lever.unit}`;
  return [
    el("p", {}, lever.what),
    line(t("page.does"), lever.does),
    line(t("page.overdone"), lever.overdone),
    line(t("page.price"), lever.price),
    el("p", { class: "soft" }, lever.delay),
    el("p", { class: "soft" }, t("page.range", { low: end(lever.low, lever), high: end(lever.high, lever) }) + unit),
  ];
}

// `on` holds move(lever, value) and rest(). Returns the node and show(valueOf, baseOf).
export function levers(schema, on) {
  const ones = new Map(schema.levers.map((lever) => [lever.id, new One(lever, on)]));
  const groups = schema.groups.map((group) => {
    const mine = schema.levers.filter((lever) => lever.group === group.id);
    const front = mine.filter((lever) => lever.front);
    const rest = mine.filter((lever) => !lever.front);
    const more = el("div", { class: "more", hidden: true }, ...rest.map((lever) => ones.get(lever.id).node));
    const toggle = el("button", { type: "button", class: "toggle", "aria-expanded": "false" }, t("page.more", { count: rest.length }));
    toggle.addEventListener("click", () => {
      more.hidden = !more.hidden;
      set(text(toggle, more.hidden ? t("page.more", { count: rest.length }) : t("page.fewer")), { "aria-expanded": String(!more.hidden) });
    });
    const count = el("span", { class: "count" });
    const node = el("details", { class: "group", open: true, "data-group": group.id }, el("summary", {}, el("h3", {}, group.name), count),
      ...front.map((lever) => ones.get(lever.id).node), more, rest.length ? toggle : null);
    return { node, count, mine };
  });
  const narrow = matchMedia("(max-width: 800px)");
  const fold = () => groups.forEach(({ node }) => { node.open = !narrow.matches; });
  narrow.addEventListener("change", fold);
  fold();
  const node = el("section", { class: "levers", id: "levers", tabindex: "-1", "aria-label": t("page.levers") },
    el("header", {}, el("h2", {}, t("page.levers")), el("p", { class: "soft" }, t("page.levers_about"))),
    ...groups.map((group) => group.node));
  return {
    node,
    show(valueOf, baseOf) {
      for (const one of ones.values()) one.show(valueOf(one.lever), baseOf(one.lever));
      for (const { mine, count } of groups) {
        const moved = mine.filter((lever) => Math.abs(valueOf(lever) - baseOf(lever)) > 1e-9).length;
        text(count, moved ? t("page.changed_count", { count: moved }) : "");
      }
    },
  };
}
