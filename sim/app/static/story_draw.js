// A line to draw over an empty chart: by pointer, by keys on its points, or as numbers. Nothing of the answer is here.

import { el, set, svg } from "./dom.js";
import { path, sized, ticks } from "./lines.js";
import { number, t } from "./words.js";

const YEAR = 52;
const HALF = 26;
const LONG = 260;
const HEIGHT = 320;
const ROOM = { left: 46, right: 16, top: 14, bottom: 30 };

// How finely a line is drawn: about eighty places from bottom to top, in round numbers.
export function fine(step) {
  const raw = (step.high - step.low) / 80;
  const size = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].map((by) => by * size).find((one) => one >= raw * 0.999);
}

// How many decimals a step needs: 2.5 needs one, 20 none.
export function places(size) {
  const needs = (digits) => Math.abs(size * 10 ** digits - Math.round(size * 10 ** digits)) < 1e-6;
  return [0, 1, 2, 3, 4, 5].find(needs) ?? 6;
}

// Places between the ones that were drawn are filled in, from nought at the start.
export function filled(values) {
  const found = [...values];
  let from = -1;
  found.forEach((value, k) => {
    if (value === null) return;
    const start = from < 0 ? 0 : found[from];
    for (let j = from + 1; j < k; j++) found[j] = start + ((value - start) * (j - from)) / (k - from);
    from = k;
  });
  return found;
}

// `changed(guess)` hears of every line that the hand lets go of.
export function drawn(step, guess, changed) {
  const gap = step.weeks > LONG ? YEAR : HALF;
  const weeks = Array.from({ length: Math.floor(step.weeks / gap) }, (_, k) => (k + 1) * gap);
  if (weeks.at(-1) !== step.weeks) weeks.push(step.weeks);
  const size = fine(step);
  const digits = places(size);
  let values = weeks.map((week) => guess?.line.find((one) => one[0] === week)?.[1] ?? null);
  let width = 700;
  let hand = null;

  const held = (value) => Number((Math.round(Math.min(Math.max(value, step.low), step.high) / size) * size).toFixed(digits));
  const said = (value) => (value === null ? t("story.not_drawn") : t("story.point_value", { value: number(value, digits, true), unit: step.unit }));
  const name = (k) => t("story.point", { year: number(weeks[k] / YEAR, weeks[k] % YEAR ? 1 : 0) });
  const x = (week) => ROOM.left + ((width - ROOM.left - ROOM.right) * week) / step.weeks;
  const y = (value) => ROOM.top + ((HEIGHT - ROOM.top - ROOM.bottom) * (step.high - value)) / (step.high - step.low);

  const grid = svg("g", { "aria-hidden": "true" });
  const line = svg("path", { class: "guess" });
  const dots = weeks.map((_, k) => svg("circle", { class: "point", r: 7, role: "slider", tabindex: "0", "aria-label": name(k), "aria-orientation": "vertical",
    "aria-valuemin": step.low, "aria-valuemax": step.high, onkeydown: (event) => key(event, k) }));
  const node = svg("svg", { class: "canvas", role: "group", "aria-label": t("story.axis", { unit: step.unit }) }, grid, line, ...dots);
  const inputs = weeks.map((_, k) => el("input", { type: "number", min: step.low, max: step.high, step: size, "aria-label": name(k), onchange: () => typed(k) }));
  const wipe = el("button", { type: "button", onclick: () => put(values.map(() => null)) }, t("story.clear"));

  function typed(k) {
    if (inputs[k].value !== "" && Number.isFinite(inputs[k].valueAsNumber)) move(k, inputs[k].valueAsNumber);
  }

  function move(k, value) {
    const next = [...values];
    next[k] = value;
    put(filled(next).map((one) => (one === null ? null : held(one))));
  }

  function put(next, isDone = true) {
    values = next;
    show();
    if (isDone) changed({ line: weeks.flatMap((week, k) => (values[k] === null ? [] : [[week, values[k]]])) });
  }

  function show() {
    set(line, { d: path([0, ...weeks], [0, ...values.map((one) => one ?? NaN)], x, y) });
    dots.forEach((dot, k) => {
      const value = values[k];
      set(dot, { cx: x(weeks[k]).toFixed(1), cy: y(value ?? 0).toFixed(1), "aria-valuenow": value ?? 0, "aria-valuetext": said(value) });
      dot.classList.toggle("open", value === null);
      if (document.activeElement !== inputs[k]) inputs[k].value = value === null ? "" : value.toFixed(digits);
    });
    wipe.disabled = values.every((one) => one === null);
  }

  const STEPS = { ArrowUp: 2, ArrowDown: -2, PageUp: 10, PageDown: -10 };
  function key(event, k) {
    const at = { ArrowLeft: k - 1, ArrowRight: k + 1, Home: 0, End: weeks.length - 1 }[event.key];
    if (at !== undefined) dots[at]?.focus();
    else if (event.key in STEPS) move(k, (values[k] ?? (k ? values[k - 1] : 0) ?? 0) + STEPS[event.key] * size);
    else return;
    event.preventDefault();
  }

  // Where the hand is: the nearest point and its height; quick hands fill what they jump over.
  function follow(event) {
    const box = node.getBoundingClientRect();
    const week = ((event.clientX - box.left - ROOM.left) / (width - ROOM.left - ROOM.right)) * step.weeks;
    const value = step.high - ((event.clientY - box.top - ROOM.top) / (HEIGHT - ROOM.top - ROOM.bottom)) * (step.high - step.low);
    const k = weeks.reduce((best, one, place) => (Math.abs(one - week) < Math.abs(weeks[best] - week) ? place : best), 0);
    const next = [...values];
    const from = hand ?? { k, value };
    const [a, b] = [Math.min(from.k, k), Math.max(from.k, k)];
    for (let j = a; j <= b; j++) next[j] = held(from.k === k ? value : from.value + ((value - from.value) * (j - from.k)) / (k - from.k));
    hand = { k, value };
    put(filled(next).map((one) => (one === null ? null : held(one))), false);
  }

  node.addEventListener("pointerdown", (event) => { node.setPointerCapture(event.pointerId); follow(event); event.preventDefault(); });
  node.addEventListener("pointermove", (event) => hand && follow(event));
  for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => { if (hand) put(values); hand = null; });

  sized(node, HEIGHT, (now) => {
    width = now;
    const years = Array.from({ length: Math.floor(step.weeks / YEAR) + 1 }, (_, k) => k);
    const marks = ticks(step.low, step.high, 6);
    const marked = places(marks[1] - marks[0]);
    grid.replaceChildren(...marks.flatMap((value) => [
      svg("path", { class: Math.abs(value) < size / 2 ? "level" : "grid", d: `M${ROOM.left} ${y(value).toFixed(1)}H${width - ROOM.right}` }),
      svg("text", { class: "tick", x: ROOM.left - 7, y: y(value) + 4, "text-anchor": "end" }, number(value, marked, true))]),
    ...years.map((year) => svg("text", { class: "tick", x: x(year * YEAR), y: HEIGHT - 8, "text-anchor": "middle" }, number(year))));
    show();
  });
  show();
  const rows = el("div", { class: "entries" }, ...inputs.map((input, k) => el("div", {}, el("span", { "aria-hidden": "true" }, name(k)), input)));
  const about = t("story.numbers_about", { unit: step.unit, low: number(step.low, digits), high: number(step.high, digits) });
  return el("div", { class: "drawing" }, el("p", { class: "soft" }, t("story.axis", { unit: step.unit })), node,
    el("p", { class: "soft axis" }, t("story.years")), el("div", { class: "under" }, wipe, el("p", { class: "soft" }, t("story.draw"))),
    el("details", { class: "whole" }, el("summary", {}, t("story.numbers")), el("p", { class: "soft" }, about), rows));
}
