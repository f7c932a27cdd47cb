// Who is heard most: the three voices as parts of their sum, a path in a triangle from the start to the end. It shows balance, not level.

import { card } from "./card.js";
import { sized } from "./lines.js";
import { set, svg, text } from "./dom.js";
import { number, percent, t } from "./words.js";

const HEIGHT = 232;
const CORNERS = [[0.5, 0], [0, 1], [1, 1]];
const STEP = 0.05;
const CALM = 6;

// The smallest triangle of the same shape, with ends on whole steps, in which all points lie; floors of the three parts, and its size.
export function windowOf(points) {
  const floors = [0, 1, 2].map((k) => Math.max(0, Math.floor(Math.min(...points.map((one) => one[k])) / STEP - 0.2) * STEP));
  return { floors, size: 1 - floors[0] - floors[1] - floors[2] };
}

// The mean of the last few places, so that a path shows a way and no tremor.
function calm(values) {
  return Array.from(values, (_, k) => {
    const near = values.slice(Math.max(0, k - CALM + 1), k + 1);
    return near.reduce((sum, one) => sum + one, 0) / near.length;
  });
}

export function shares(series, voices, which) {
  const lines = voices.map((voice) => calm(series[`${voice}.${which}`]));
  return Array.from(lines[0], (_, k) => {
    const sum = lines[0][k] + lines[1][k] + lines[2][k];
    return lines.map((line) => line[k] / sum);
  }).filter((one) => one.every(Number.isFinite));
}

export function balance(schema) {
  const frame = svg("path", { class: "frame" });
  const grid = svg("g");
  const names = schema.voices.map((voice, k) => svg("text", { class: `end of-${voice.replace("voice_", "")}`, "text-anchor": ["middle", "start", "end"][k] }));
  const paths = ["base", "mine"].map((who) => ({
    who, line: svg("path", { class: `way ${who}` }), from: svg("circle", { class: `from ${who}`, r: 5 }), to: svg("circle", { class: `to ${who}`, r: 5.5 }),
  }));
  const node = svg("svg", { role: "img" }, grid, frame, ...paths.flatMap((one) => [one.line, one.from, one.to]), ...names);
  const { node: figure } = card("balance", node);
  let held = null;
  let width = 320;
  const part = {
    node: figure,
    draw(answer) {
      held = answer;
      const found = { mine: shares(answer.series, schema.voices, "mean"), base: shares(answer.series, schema.voices, "base") };
      if (!found.mine.length || !found.base.length) return;
      const { floors, size } = windowOf([...found.mine, ...found.base]);
      const side = Math.min(width - 40, (HEIGHT - 46) / 0.866);
      const [left, top] = [(width - side) / 2, 22];
      const place = (parts) => {
        const inside = parts.map((one, k) => (one - floors[k]) / size);
        return [left + side * (inside[0] * CORNERS[0][0] + inside[2]), top + side * 0.866 * (inside[1] + inside[2])];
      };
      const drawn = (points) => `M${points.map((one) => one.map((at) => at.toFixed(1)).join(" ")).join("L")}`;
      const corners = [0, 1, 2].map((k) => floors.map((floor, j) => floor + (j === k ? size : 0)));
      set(frame, { d: `${drawn(corners.map(place))}Z` });
      const levels = Array.from({ length: Math.max(Math.round(size / STEP) - 1, 0) }, (_, k) => (k + 1) * STEP);
      grid.replaceChildren(...[0, 1, 2].flatMap((k) => levels.map((level) => {
        const ends = [(k + 1) % 3, (k + 2) % 3].map((j) => floors.map((floor, one) => floor + (one === k ? level : 0) + (one === j ? size - level : 0)));
        return svg("path", { class: "grid", d: drawn(ends.map(place)) });
      })));
      for (const { who, line, from, to } of paths) {
        set(line, { d: drawn(found[who].map(place)) });
        [[from, found[who][0]], [to, found[who].at(-1)]].forEach(([dot, at]) => set(dot, { cx: place(at)[0].toFixed(1), cy: place(at)[1].toFixed(1) }));
      }
      schema.voices.forEach((voice, k) => set(text(names[k], t(`voices.${voice}`)), { x: [width / 2, left, left + side][k], y: [14, HEIGHT - 6, HEIGHT - 6][k] }));
      const ends = [found.mine, found.base].map((points) => points.at(-1).map((one) => percent(100 * one)));
      const list = schema.voices.map((voice, k) => t("summary.voice", { name: t(`voices.${voice}`), value: ends[0][k], base: ends[1][k] })).join(", ");
      set(node, { "aria-label": t("summary.balance", { list, years: number(answer.weeks / 52) }) });
    },
  };
  sized(node, HEIGHT, (now) => {
    width = now;
    if (held) part.draw(held);
  });
  return part;
}
