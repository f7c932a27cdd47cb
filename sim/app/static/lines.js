// A chart of lines over weeks. It makes its nodes once and then only sets attributes: draw(data) costs about a millisecond.

import { el, set, svg, text } from "./dom.js";
import { number } from "./words.js";

const YEAR = 52;

// Round numbers between two ends.
export function ticks(low, high, about = 4) {
  const raw = (high - low) / about;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((by) => by * size).find((one) => one >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) => (first + k) * step);
}

// A drawing is as wide as its place and keeps its height, so that letters have one size everywhere; `draw(width)` is called when the place changes.
export function sized(node, height, draw) {
  node.style.height = `${height}px`;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (!width) return;
    set(node, { viewBox: `0 0 ${width} ${height}` });
    draw(width);
  }).observe(node);
}

// A path through points, broken where a value is missing.
export function path(xs, ys, x, y) {
  let said = "";
  let pen = false;
  for (let k = 0; k < xs.length; k++) {
    if (!Number.isFinite(ys[k])) { pen = false; continue; }
    said += `${pen ? "L" : "M"}${x(xs[k]).toFixed(1)} ${y(ys[k]).toFixed(1)}`;
    pen = true;
  }
  return said;
}

export function area(xs, lows, highs, x, y) {
  const known = [...xs.keys()].filter((k) => Number.isFinite(lows[k]) && Number.isFinite(highs[k]));
  if (known.length < 2) return "";
  const edge = known.map((k) => `${x(xs[k]).toFixed(1)} ${y(highs[k]).toFixed(1)}`);
  for (let k = known.length - 1; k >= 0; k--) edge.push(`${x(xs[known[k]]).toFixed(1)} ${y(lows[known[k]]).toFixed(1)}`);
  return `M${edge.join("L")}Z`;
}

export class Lines {
  // `spec`: width, height, right (room for labels), colour (a token), level (a dotted line) and form (how values are written).
  constructor(spec) {
    this.spec = { left: 34, top: 10, bottom: 26, right: 40, ...spec };
    const { width, height } = this.spec;
    this.grid = svg("g");
    this.band = svg("path", { class: "band" });
    this.base = svg("path", { class: "line base" });
    this.line = svg("path", { class: "line" });
    this.end = svg("text", { class: "end" });
    this.baseEnd = svg("text", { class: "tick" });
    this.marks = svg("g");
    this.node = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" }, this.grid, this.band, this.base, this.line, this.marks, this.end, this.baseEnd);
    this.node.style.setProperty("--mine", `var(${this.spec.colour})`);
    this.shape = "";
    sized(this.node, this.spec.height, (width) => {
      this.spec.width = width;
      this.shape = "";
      if (this.held) this.draw(this.held);
    });
  }

  scales(weeks, low, high) {
    const { left, right, top, bottom, width, height } = this.spec;
    this.x = (week) => left + ((width - left - right) * week) / weeks;
    this.y = (value) => top + (height - top - bottom) * (1 - (Math.min(Math.max(value, low), high) - low) / (high - low));
    const shape = `${weeks} ${low} ${high}`;
    if (shape !== this.shape) this.frame(weeks, low, high);
    this.shape = shape;
  }

  frame(weeks, low, high) {
    const { left, right, width, height, bottom, level, form } = this.spec;
    const rows = ticks(low, high).flatMap((value) => [
      svg("path", { class: value === level ? "level" : "grid", d: `M${left} ${this.y(value).toFixed(1)}H${width - right}` }),
      svg("text", { class: "tick", x: left - 6, y: this.y(value) + 4, "text-anchor": "end" }, form(value)),
    ]);
    const years = Math.floor(weeks / YEAR);
    const marks = Array.from({ length: years + 1 }, (_, k) =>
      svg("text", { class: "tick", x: this.x(k * YEAR), y: height - bottom + 16, "text-anchor": "middle" }, number(k)));
    this.grid.replaceChildren(...rows, ...marks);
  }

  draw(data) {
    this.held = data;
    const { weeks, week, mean, low, high, base, ends, domain, label, marks = [] } = data;
    this.scales(weeks, ...domain);
    const { x, y, spec } = this;
    set(this.band, { d: area(week, low, high, x, y) });
    set(this.base, { d: base ? path(week, base, x, y) : "" });
    set(this.line, { d: path(week, mean, x, y) });
    set(this.node, { "aria-label": label });
    const mine = y(mean.at(-1));
    const other = base ? y(base.at(-1)) : null;
    const apart = other !== null && Math.abs(mine - other) < 13 ? (mine <= other ? -1 : 1) * (13 - Math.abs(mine - other)) : 0;
    set(text(this.end, ends[0]), { x: spec.width - spec.right + 5, y: mine + 4 + apart / 2 });
    if (base) set(text(this.baseEnd, ends[1]), { x: spec.width - spec.right + 5, y: other + 4 - apart / 2 });
    this.marks.replaceChildren(...marks.flatMap((one) => mark(one, x(one.week), y(one.value), spec)));
  }
}

const SHAPES = { dip: "M-6 -9h12l-6 10Z", even: "M0 -7l6 7l-6 7l-6 -7Z" };

function mark(one, at, height, spec) {
  const anchor = at > spec.width * 0.6 ? "end" : "start";
  const below = one.shape === "dip" ? -14 : 20;
  return [
    svg("path", { class: "mark", d: SHAPES[one.shape], transform: `translate(${at.toFixed(1)} ${height.toFixed(1)})` }),
    svg("text", { class: "note", x: at + (anchor === "end" ? -8 : 8), y: Math.min(Math.max(height + below, 16), spec.height - spec.bottom - 4), "text-anchor": anchor }, one.name),
  ];
}

// A table of the same numbers, by year.
export function table(caption, heads, rows) {
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads.map((head) => (head ? el("th", { scope: "col" }, head) : el("td", {}))))),
      el("tbody", {}, ...rows.map(([first, ...cells]) => el("tr", {}, el("th", { scope: "row" }, first), ...cells.map((cell) => el("td", {}, cell)))))));
}
