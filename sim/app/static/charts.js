// The cards of charts: each a question, a sentence for those who cannot see it, a drawing, and the numbers as a table.

import { card } from "./card.js";
import { el, set, svg, text } from "./dom.js";
import { Lines, sized, table, ticks } from "./lines.js";
import { change, number, percent, t } from "./words.js";
import { between, mood, shift } from "./tiles.js";

const YEAR = 52;

const at = (answer, week) => answer.series.week.findIndex((one) => one >= week);
const years = (answer) => Array.from({ length: Math.floor(answer.weeks / YEAR) }, (_, k) => k + 1);

export function voices(schema) {
  const panels = schema.voices.map((voice) => {
    const short = voice.replace("voice_", "");
    const chart = new Lines({ width: 200, height: 214, right: 28, left: 28, colour: `--voice-${short}`, level: 50, form: (value) => number(value) });
    return { voice, chart, node: el("div", { class: "panel" }, el("h3", { class: `of-${short}` }, t(`voices.${voice}`)), chart.node) };
  });
  const { node, numbers } = card("voices", el("div", { class: "panels" }, ...panels.map((one) => one.node)), true);
  return {
    node,
    draw(answer) {
      for (const { voice, chart } of panels) {
        const { week } = answer.series;
        const [mean, low, high, base] = ["mean", "low", "high", "base"].map((one) => answer.series[`${voice}.${one}`]);
        const found = answer.tiles.find((one) => one.measure === voice);
        const ends = [number(found.value), number(found.base)];
        const list = t("summary.voice", { name: t(`voices.${voice}`), value: ends[0], base: ends[1] });
        const label = t("summary.voices", { policy: t("page.policy"), base: t("page.base"), list });
        chart.draw({ weeks: answer.weeks, week, mean, low, high, base, ends, domain: [0, 100], label });
      }
      if (numbers.hidden) return;
      const rows = panels.flatMap(({ voice }) => ["mean", "base"].map((one) => [
        `${t(`voices.${voice}`)}, ${t(one === "mean" ? "page.policy" : "page.base")}`,
        ...years(answer).map((year) => number(answer.series[`${voice}.${one}`][at(answer, year * YEAR - 1)])),
      ]));
      numbers.replaceChildren(table(t("page.voices_about"), ["", ...years(answer).map((year) => t("page.year", { number: year }))], rows));
    },
  };
}

// The axis grows when the hand goes further and is laid anew when the hand rests, so that the eye can compare while dragging.
export class Reach {
  constructor() { this.low = -10; this.high = 10; }

  of(series, fresh) {
    if (fresh) Object.assign(this, { low: -10, high: 10 });
    for (const values of series) for (const one of values) if (Number.isFinite(one)) { this.low = Math.min(this.low, one); this.high = Math.max(this.high, one); }
    const size = ticks(this.low, this.high);
    const step = size[1] - size[0];
    return [Math.floor(this.low / step) * step, Math.ceil(this.high / step) * step];
  }
}

export function profit() {
  const chart = new Lines({ width: 400, height: 214, left: 50, right: 76, colour: "--profit", level: 0, form: (value) => percent(value) });
  const { node, numbers } = card("profit", el("div", { class: "panels one" }, chart.node), true);
  const reach = new Reach();
  return {
    node,
    draw(answer) {
      const { week } = answer.series;
      const [mean, low, high] = ["mean", "low", "high"].map((one) => answer.series[`gain.${one}`]);
      const domain = reach.of([low, high, answer.beside ?? []], answer.size === "full");
      const end = [mean, low, high].map((one) => percent(one.at(-1), 1, true));
      const { dip, even } = answer.turns;
      const marks = [];
      if (dip) marks.push({ shape: "dip", week: dip, value: mean[at(answer, dip)], name: t("page.dip", { week: dip }) });
      if (even) marks.push({ shape: "even", week: even, value: 0, name: t("page.break_even", { week: even }) });
      const turns = [...marks.map((one) => one.name), ...(dip && !even ? [t("page.behind", { years: number(answer.weeks / YEAR) })] : [])].join("; ");
      const told = t("summary.profit", { years: number(answer.weeks / YEAR), gain: end[0], low: end[1], high: end[2] });
      const label = turns ? `${told} ${t("summary.profit_turns", { turns })}` : told;
      chart.draw({ weeks: answer.weeks, week, mean, low, high, base: null, ends: [end[0]], domain, label, marks });
      if (numbers.hidden) return;
      const rows = years(answer).map((year) => [t("page.year", { number: year }), ...[mean, low, high].map((one) => percent(one[at(answer, year * YEAR - 1)], 1, true))]);
      numbers.replaceChildren(table(t("page.profit_about"), ["", t("page.difference"), t("page.low"), t("page.high")], rows));
    },
  };
}

export function hours(schema) {
  const bars = ["mine", "base"].map((who) => {
    const parts = schema.activities.map((id) => el("span", { class: `part of-${id}` }));
    return { who, parts, node: el("div", { class: "stack" }, el("b", {}, t(who === "mine" ? "page.policy" : "page.base")), el("div", { class: "bar" }, ...parts)) };
  });
  const legend = schema.activities.map((id) => ({ id, gap: el("span", { class: "gap" }), range: el("span", { class: "soft" }), value: el("span", { class: "value" }) }));
  const drawing = el("div", { role: "group" }, ...bars.map((one) => one.node),
    el("ul", { class: "legend" }, ...legend.map((one) => el("li", {}, el("i", { class: `of-${one.id}` }), el("span", { class: "name" }, t(`activities.${one.id}`)), one.value, one.gap, one.range))));
  const { node, numbers } = card("hours", drawing, true);
  return {
    node,
    draw(answer) {
      bars.forEach(({ who, parts }) => answer.hours.forEach((found, place) => {
        const value = 100 * (who === "mine" ? found.value : found.base);
        parts[place].style.flexGrow = Number.isFinite(value) ? value.toFixed(2) : "0";
        text(parts[place], value >= 7 ? number(value) : "");
      }));
      answer.hours.forEach((found, place) => {
        text(legend[place].value, percent(100 * found.value));
        text(legend[place].gap, shift(found, "share"));
        text(legend[place].range, between(found, "share"));
        legend[place].gap.className = `gap ${mood(found)}`;
      });
      const list = answer.hours.map((found) => `${t(`activities.${found.measure}`)} ${percent(100 * found.value)}`).join(", ");
      set(drawing, { "aria-label": t("summary.hours", { list }) });
      if (numbers.hidden) return;
      const rows = answer.hours.map((found) => [t(`activities.${found.measure}`), percent(100 * found.value, 1), percent(100 * found.base, 1),
        change(found.mean, "share"), change(found.low, "share"), change(found.high, "share")]);
      numbers.replaceChildren(table(t("page.hours_about"), ["", t("page.policy"), t("page.base"), t("page.difference"), t("page.low"), t("page.high")], rows));
    },
  };
}

export function goodhart() {
  let [left, right] = [14, 380];
  let held = null;
  const grid = svg("g");
  const rows = ["mine", "base"].map((who, place) => {
    const y = 52 + place * 68;
    return { who, y, name: svg("text", { class: "who", x: left, y: y - 26 }), gap: svg("path", { class: "span" }), told: svg("path", { class: "told" }),
      done: svg("circle", { class: "done", r: 6, cy: y }), says: svg("text", { class: "note", y: y - 26, x: right, "text-anchor": "end" }) };
  });
  const node = svg("svg", { role: "img" }, grid,
    ...rows.map((row) => svg("g", { class: `gauge ${row.who}` }, row.gap, row.told, row.done, row.name, row.says)));
  const key = el("ul", { class: "key" }, el("li", {}, el("i", { class: "told" }), t("page.reported")), el("li", {}, el("i", { class: "done" }), t("page.true")));
  const { node: figure, numbers } = card("goodhart", el("div", { class: "panels one" }, key, node), true);
  let [low, high] = [90, 110];
  const part = {
    node: figure,
    draw(answer) {
      held = answer;
      const found = answer.goodhart;
      const all = rows.flatMap(({ who }) => [found[who].reported, found[who].true]).filter((one) => one !== null);
      if (answer.size === "full") [low, high] = [90, 110];
      low = Math.min(low, Math.floor((Math.min(...all) - 2) / 10) * 10);
      high = Math.max(high, Math.ceil((Math.max(...all) + 2) / 10) * 10);
      const x = (value) => left + ((right - left) * (value - low)) / (high - low);
      grid.replaceChildren(...ticks(low, high, 5).flatMap((value) => [
        svg("path", { class: value === 100 ? "level" : "grid", d: `M${x(value)} 32V146` }),
        svg("text", { class: "tick", x: x(value), y: 164, "text-anchor": "middle" }, number(value))]));
      for (const row of rows) {
        const one = found[row.who];
        if (one.reported === null || one.true === null) continue;
        row.gap.classList.toggle("over", one.reported > one.true);
        set(row.gap, { d: `M${x(one.true)} ${row.y}H${x(one.reported)}` });
        set(row.told, { d: `M${x(one.reported)} ${row.y - 11}V${row.y + 11}` });
        set(row.done, { cx: x(one.true) });
        text(row.name, t(row.who === "mine" ? "page.policy" : "page.base"));
        text(row.says, `${t("page.gap")} ${number(one.reported - one.true, 0, true)} (${t("page.range", { low: number(one.low, 0, true), high: number(one.high, 0, true) })})`);
      }
      const mine = found.mine;
      const gap = { reported: number(mine.reported), true: number(mine.true), gap: number(mine.reported - mine.true, 0, true), low: number(mine.low, 0, true), high: number(mine.high, 0, true) };
      set(node, { "aria-label": t("summary.goodhart", gap) });
      if (numbers.hidden) return;
      const lines = rows.map(({ who }) => [t(who === "mine" ? "page.policy" : "page.base"), ...["reported", "true", "low", "high"].map((one) => number(found[who][one], 1))]);
      numbers.replaceChildren(table(t("page.goodhart_about"), ["", t("page.reported"), t("page.true"), `${t("page.gap")}: ${t("page.low")}`, t("page.high")], lines));
    },
  };
  sized(node, 172, (width) => {
    right = width - 14;
    for (const row of rows) set(row.says, { x: right });
    if (held) part.draw(held);
  });
  return part;
}
