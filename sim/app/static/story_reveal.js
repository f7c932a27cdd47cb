// A reveal: each prediction beside what came out, then the charts that the step names, a column for each comparison.

import { goodhart, hours, profit, voices } from "./charts.js";
import { el, set, svg } from "./dom.js";
import { Lines, path, table, ticks } from "./lines.js";
import { places } from "./story_draw.js";
import { says } from "./story_steps.js";
import { tiles } from "./tiles.js";
import { verdict } from "./verdict.js";
import { number, t, whole } from "./words.js";

const YEAR = 52;

// A line with its interval, and a guess beside it where there is one.
class Guessed extends Lines {
  constructor(spec) {
    super(spec);
    this.guess = svg("path", { class: "guess" });
    this.node.append(this.guess);
  }

  draw(data) {
    super.draw(data);
    const points = data.guess ?? [];
    set(this.guess, { d: points.length ? path([0, ...points.map((one) => one[0])], [0, ...points.map((one) => one[1])], this.x, this.y) : "" });
  }
}

const minus = (words) => words.replaceAll(/(^|[ (])-(?=\d)/g, "$1−");

// Ends of an axis on round numbers, with nought inside.
function domain(...lists) {
  const known = lists.flatMap((one) => [...one]).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  if (low === high) return [-1, 1];
  const all = ticks(low, high);
  const step = all[1] - all[0];
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

const digits = ([low, high]) => { const all = ticks(low, high); return places(all[1] - all[0]); };

// `beside` holds lines of other comparisons, so that all have one axis.
function drawnLine(series, name, unit, called, guess, beside = []) {
  const [mean, low, high, week] = ["mean", "low", "high", "week"].map((one) => series[`${name}.${one}`]);
  const ends = domain(low, high, mean, ...beside, (guess ?? []).map((one) => one[1]));
  const form = (value, more = 0) => number(value, digits(ends) + more, true);
  const last = [mean, low, high].map((one) => form(one.at(-1), 1));
  const label = [t("story.measure_label", { name: called, mean: last[0], unit, low: last[1], high: last[2] }),
    guess ? t("story.guess_label", { value: form(guess.at(-1)[1], 1), unit }) : ""].filter(Boolean).join(" ");
  const chart = new Guessed({ width: 400, height: 240, left: 48, right: 56, colour: "--profit", level: 0, form: (value) => form(value) });
  chart.draw({ weeks: week.at(-1), week, mean, low, high, base: null, ends: [last[0]], domain: ends, label, guess });
  const years = Array.from({ length: Math.floor(week.at(-1) / YEAR) }, (_, k) => k + 1);
  const at = (year) => week.findIndex((one) => one >= year * YEAR - 1);
  const near = (year) => guess?.find((one) => one[0] === year * YEAR)?.[1];
  const rows = years.map((year) => [t("page.year", { number: year }), ...[mean, low, high].map((one) => form(one[at(year)], 1)),
    ...(guess ? [near(year) === undefined ? "" : form(near(year), 1)] : [])]);
  const heads = ["", t("story.mean_column"), t("page.low"), t("page.high"), ...(guess ? [t("story.yours")] : [])];
  return { chart, numbers: () => el("details", { class: "whole" }, el("summary", {}, t("page.table")), table(t("story.measure_about", { unit }), heads, rows)) };
}

function byLine(step, guess, one, series) {
  const { chart, numbers } = drawnLine(series, `judged/${step.id}`, step.unit, step.ask, guess.line);
  return el("div", {}, el("p", { class: "soft" }, t("story.measure_about", { unit: step.unit })), chart.node,
    el("ul", { class: "key" }, el("li", {}, el("i", { class: "yours" }), t("story.yours")), el("li", {}, el("i", { class: "theirs" }), t("story.theirs"))), numbers());
}

function byChoice(step, guess, one) {
  return el("ul", { class: "outcomes" }, ...step.option.map((option, place) => {
    const [came, mine] = [one.came.includes(place), guess.choice === place];
    return el("li", { class: came ? "came" : null }, el("span", {}, option.text), el("span", { class: "chips" }, mine ? el("em", { class: "chip you" }, t("story.yours")) : null,
      came ? el("em", { class: "chip" }, t("story.came")) : null));
  }));
}

function byShare(step, guess, one) {
  const part = (count) => (one.known > 0 ? Math.min(count / one.known, 1) : 0);
  const row = (name, count, kind, ends = null) => {
    const bar = el("span", { class: `fill ${kind}` });
    const range = ends ? el("span", { class: "range" }) : null;
    bar.style.setProperty("--part", part(count));
    if (range) ["--from", "--to"].forEach((end, k) => range.style.setProperty(end, part(ends[k])));
    return el("li", {}, el("span", {}, name), el("span", { class: "rail", "aria-hidden": "true" }, bar, range));
  };
  return el("ul", { class: "shares" }, row(t("story.you_said", { count: number(guess.share) }), guess.share, "yours"),
    row(t("story.it_was", { count: t("story.share_of", { count: number(one.was), all: number(one.known) }) }), one.was, "theirs", [one.low, one.high]));
}

const FORMS = { line: byLine, choice: byChoice, share: byShare };

// `answer` is the frame, `language` the one of the page.
export function reveal(step, lesson, keep, answer, language) {
  const beside = answer.judged.map((one) => {
    const asked = lesson.steps.find((other) => other.id === one.id);
    return el("section", { class: "card beside", "aria-label": asked.ask }, el("h3", {}, asked.ask), FORMS[asked.form](asked, keep.guess(one.id), one, answer.series),
      el("div", { class: "judge" }, ...one.said[language].map((words) => el("p", {}, minus(whole(words))))));
  });
  const told = new Set(answer.judged.map((one) => lesson.steps.find((other) => other.id === one.id)).filter((one) => one.form === "line").map((one) => one.measure));
  const columns = answer.comparisons.map((one) => column(step, one, answer, language, answer.comparisons.length > 1, told));
  return el("div", { class: "say reveal" }, beside.length ? el("h3", { class: "over" }, t("story.beside")) : null, el("div", { class: "besides" }, ...beside),
    ...says(step.say), el("div", { class: answer.comparisons.length > 1 ? "columns" : "columns single" }, ...columns));
}

// One comparison as the answer of Explore, so that its panels can draw it.
function column(step, one, answer, language, isMany, told) {
  const before = `${one.name}/`;
  const own = Object.fromEntries(Object.entries(answer.series).filter(([name]) => name.startsWith(before)).map(([name, values]) => [name.slice(before.length), values]));
  const held = { ...one, size: "full", series: own, beside: bounds(answer.series, "gain").flatMap((line) => [...line]) };
  const schema = answer.schema;
  const made = { verdict, tiles: () => tiles(schema), voices: () => voices(schema), profit, hours: () => hours(schema), goodhart };
  const parts = step.charts.filter((name) => name in made).map((name) => ({ name, ...made[name]() }));
  for (const part of parts) {
    if (part.node.tagName === "SECTION") set(part.node, { "aria-label": `${part.node.getAttribute("aria-label")}: ${one.called[language]}` });
    part.draw(held);
  }
  const isDrawn = (measure) => (step.charts.includes("profit") && measure === "cumulative_profit") || (!isMany && told.has(measure));
  const lines = one.measures.filter((about) => !isDrawn(about.measure))
    .map((about) => lineCard(about, own, language, bounds(answer.series, about.measure)));
  const about = t("story.run_about", { companies: number(one.companies), people: number(one.people), years: number(one.weeks / YEAR) });
  const node = el("section", { class: "column", "aria-label": one.called[language] }, el("h3", { class: "called" }, one.called[language]), el("p", { class: "soft" }, about),
    el("div", { class: "shown" }, ...parts.map((part) => part.node), ...lines));
  node.addEventListener("click", () => parts.forEach((part) => part.draw(held)));
  return node;
}

// The bounds of a line in all comparisons of a reveal.
const bounds = (series, name) => Object.keys(series).filter((key) => [`/${name}.low`, `/${name}.high`].some((end) => key.endsWith(end))).map((key) => series[key]);

function lineCard(measure, series, language, beside) {
  const [unit, called] = [measure.unit[language], measure.called[language]];
  const { chart, numbers } = drawnLine(series, measure.measure, unit, called, null, beside);
  const head = el("figcaption", {}, el("h3", {}, called), el("p", { class: "soft" }, t("story.measure_about", { unit })));
  return el("figure", { class: "card chart" }, head, chart.node, numbers());
}
