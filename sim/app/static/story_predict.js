// Predictions: a line, one of some answers, or in how many companies. What is locked is shown and stays.

import { el, set, svg, text } from "./dom.js";
import { path, sized } from "./lines.js";
import { drawn, fine, places } from "./story_draw.js";
import { number, t } from "./words.js";

const MORE = { line: drawn, choice, share };

// `changed(guess)` hears of each change.
export function predict(step, guess, isLocked, changed) {
  const body = isLocked ? el("div", {}, el("p", { class: "locked" }, t("story.is_locked")), answer(step, guess)) : MORE[step.form](step, guess, changed);
  return el("div", { class: `predict form-${step.form}` }, body);
}

function choice(step, guess, changed) {
  const options = step.option.map((option, place) => el("label", { class: "option" },
    el("input", { type: "radio", name: step.id, value: place, checked: guess?.choice === place, onchange: () => changed({ choice: place }) }), el("span", {}, option.text)));
  return el("fieldset", { class: "options" }, el("legend", { class: "soft" }, t("story.choose")), ...options);
}

function share(step, guess, changed) {
  const all = step.companies;
  const dots = Array.from({ length: all }, () => el("i", {}));
  const slider = el("input", { type: "range", min: 0, max: all, step: 1, id: "share-of", oninput: () => moved(slider.valueAsNumber), onchange: () => moved(slider.valueAsNumber) });
  const big = el("output", { class: "count", for: "share-of" });
  slider.value = guess?.share ?? Math.round(all / 2);
  function show(count) {
    dots.forEach((dot, place) => dot.classList.toggle("on", count !== undefined && place < count));
    text(big, count === undefined ? t("story.share_open") : t("story.share_of", { count: number(count), all: number(all) }));
    set(slider, { "aria-valuetext": big.textContent });
    slider.style.setProperty("--at", slider.valueAsNumber / all);
  }
  function moved(count) {
    show(count);
    changed({ share: count });
  }
  show(guess?.share);
  const field = el("div", { class: "dots", "aria-hidden": "true" }, ...dots);
  field.addEventListener("click", (event) => {
    const place = dots.indexOf(event.target);
    if (place < 0) return;
    slider.value = place + 1;
    moved(place + 1);
  });
  return el("div", { class: "share" }, big, field, el("label", { for: "share-of", class: "soft" }, t("story.share_pick")), slider);
}

// A prediction in a few words.
export function short(step, guess) {
  if (step.form === "choice") return step.option[guess.choice].text;
  if (step.form === "share") return t("story.share_of", { count: number(guess.share), all: number(step.companies) });
  return t("story.line_drawn", { value: number(guess.line.at(-1)[1], places(fine(step)), true), unit: step.unit });
}

// A prediction as it was locked.
function answer(step, guess) {
  if (step.form !== "line") return el("p", { class: "mine" }, short(step, guess));
  const line = svg("path", { class: "guess" });
  const level = svg("path", { class: "level" });
  const node = svg("svg", { role: "img", "aria-label": short(step, guess) }, level, line);
  sized(node, 180, (width) => {
    const x = (week) => 8 + ((width - 16) * week) / step.weeks;
    const y = (value) => 8 + (164 * (step.high - value)) / (step.high - step.low);
    set(level, { d: `M8 ${y(0)}H${width - 8}` });
    set(line, { d: path([0, ...guess.line.map((one) => one[0])], [0, ...guess.line.map((one) => one[1])], x, y) });
  });
  return el("div", {}, node, el("p", { class: "mine" }, short(step, guess)));
}
