// The page: it reads the link, fetches the schema, puts the parts together, and lets state, talk and drawings speak to one another.

import { balance } from "./balance.js";
import { bar, theme, themed } from "./bar.js";
import { goodhart, hours, profit, voices } from "./charts.js";
import { differs } from "./differs.js";
import { el } from "./dom.js";
import { files } from "./files.js";
import { levers } from "./levers.js";
import { languageOf, read, write } from "./link.js";
import { silos } from "./silos.js";
import { begin, ofPreset, reduce, valueOf } from "./state.js";
import { Talk } from "./talk.js";
import { tiles } from "./tiles.js";
import { verdict } from "./verdict.js";
import { preset, setting, speak, t } from "./words.js";

const LANGUAGES = ["en", "nl"];
const REST = 250;
const LINK = 300;

let state = null;
let schema = null;
let parts = null;
let talk = null;
let last = null;
let resting = 0;
let linking = 0;

const fetched = async (language) => (await fetch(`/schema/${language}.json`)).json();
const baseOf = (lever) => ofPreset(preset(state.now.baseline), lever);
const mineOf = (lever) => valueOf(state.now, lever, preset);

function question(size) {
  const { scenario, baseline } = state.now;
  return { scenario, baseline, levers: { ...state.now.levers }, size };
}

function act(action, size = "full") {
  state = reduce(state, action, preset);
  show();
  ask(size);
}

// A new starting point is a new page of the browser's history, so that its way back works.
function step(action) {
  history.replaceState(null, "", link());
  act(action);
  history.pushState(null, "", link());
}

// A file that was brought: its levers lie over a preset.
function gone(moment) {
  parts.verdict.trouble(null);
  step({ type: "go", moment, what: t("page.brought", { name: preset(moment.scenario).title }) });
}

function back() {
  const { moment } = read(location.search, schema);
  if (link() !== location.search) act({ type: "go", moment, what: t("page.picked", { name: preset(moment.scenario).title }) });
}

// A preview at once; the full answer when the hand has rested.
function ask(size) {
  clearTimeout(resting);
  talk.ask(question("preview"));
  if (size === "full") resting = setTimeout(() => talk.ask(question("full")), REST);
  clearTimeout(linking);
  linking = setTimeout(() => history.replaceState(null, "", link()), LINK);
}

const link = () => write(state.now, schema.language, preset(state.now.scenario).baseline);

function timed() {
  const theirs = new Set(preset(state.now.baseline).timed.map((one) => JSON.stringify(one)));
  return preset(state.now.scenario).timed.filter((one) => !theirs.has(JSON.stringify(one)));
}

function show() {
  parts.bar.show(state);
  parts.levers.show(mineOf, baseOf);
  parts.differs.show(mineOf, baseOf, timed());
}

function draw(answer) {
  last = answer;
  parts.verdict.trouble(null);
  for (const part of [parts.verdict, parts.tiles, parts.voices, parts.profit, parts.hours, parts.goodhart, parts.balance, parts.silos]) part.draw(answer);
  document.body.dataset.size = answer.size;
  document.body.dataset.drawn = String(Number(document.body.dataset.drawn ?? 0) + 1);
}

const hand = {
  move(lever, value) {
    const what = t("page.moved", { name: lever.name, from: setting(opened(lever), lever), to: setting(value, lever) });
    act({ type: "move", lever, value, what }, "preview");
  },
  rest() {
    state = reduce(state, { type: "rest" }, preset);
    ask("full");
  },
};

// Where the lever stood when the hand took it.
function opened(lever) {
  return state.open === lever.id ? valueOf(state.past.at(-1).moment, lever, preset) : mineOf(lever);
}

const tools = {
  pick: (id) => step({ type: "pick", scenario: id, baseline: preset(id).baseline, what: t("page.picked", { name: preset(id).title }) }),
  against: (id) => step({ type: "against", baseline: id, what: t("page.against", { name: preset(id).title }) }),
  undo: () => act({ type: "undo" }),
  redo: () => act({ type: "redo" }),
  reset: () => act({ type: "reset", what: t("page.reset") }),
  async share() {
    history.replaceState(null, "", link());
    try {
      await navigator.clipboard.writeText(location.href);
      parts.bar.shared(true);
    } catch {
      parts.bar.shared(false);
    }
  },
  async language(id) {
    schema = await fetched(id);
    build();
    document.querySelector(`.languages [lang="${id}"]`).focus();
    history.replaceState(null, "", link());
  },
  theme,
};

function keys(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const act = key === "y" || (key === "z" && event.shiftKey) ? tools.redo : key === "z" ? tools.undo : null;
  if (!act) return;
  event.preventDefault();
  act();
}

const busy = (size) => {
  document.body.dataset.busy = size ?? "";
};

function build() {
  speak(schema);
  document.title = t("page.title");
  parts = { bar: bar(schema, tools), verdict: verdict(), tiles: tiles(schema), voices: voices(schema), profit: profit(), hours: hours(schema),
    goodhart: goodhart(), differs: differs(schema), balance: balance(schema), silos: silos(), levers: levers(schema, hand) };
  parts.verdict.limits(Object.values(schema.words.limits));
  parts.verdict.wait(t("page.loading"));
  const charts = el("div", { class: "charts" }, parts.voices.node, parts.profit.node, parts.hours.node, parts.goodhart.node, parts.differs.node,
    parts.balance.node, parts.silos.node);
  parts.differs.node.append(files({ moment: () => state.now, answer: () => last }, { go: gone, trouble: (words) => parts.verdict.trouble(words) }));
  document.body.replaceChildren(parts.bar.node, el("main", {}, parts.verdict.node, parts.tiles.node, parts.levers.node, charts));
  // A table that is opened is filled from the answer at hand.
  charts.addEventListener("click", () => last && draw(last));
  show();
  if (last) draw(last);
}

async function start() {
  themed();
  const asked = languageOf(location.search) ?? navigator.language.slice(0, 2);
  schema = await fetched(LANGUAGES.includes(asked) ? asked : LANGUAGES[0]);
  speak(schema);
  const { moment, told } = read(location.search, schema);
  state = begin(moment);
  build();
  const notes = [told.clamped.length ? t("page.clamped", { names: told.clamped.join(", ") }) : "", told.unknown.length ? t("page.unknown") : ""].filter(Boolean);
  if (notes.length) parts.verdict.trouble(notes.join(" "));
  const first = notes.join(" ") || null;
  talk = new Talk(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`, {
    answer(answer) { draw(answer); if (first && Number(document.body.dataset.drawn) <= 2) parts.verdict.trouble(first); },
    refused: (message) => parts.verdict.trouble(message.kind === "broken" ? t("page.broken", { number: message.number }) : t("page.refused", { why: message.problems.join(" ") })),
    open: () => parts.verdict.trouble(first),
    lost: (times) => parts.verdict.trouble(t(times < 3 ? "page.lost" : "page.stopped")),
    busy,
  });
  ask("full");
  addEventListener("keydown", keys);
  addEventListener("popstate", back);
}

start();
