// The pages of stories: the list, or one lesson, a step at a time. The address holds lesson, step and language; the tab holds what was predicted.

import { button, languages, parts, theme, themed } from "./bar.js";
import { el, set, text } from "./dom.js";
import { languageOf } from "./link.js";
import { isAnswered, kept, lockedBefore, reach } from "./story_keep.js";
import { list } from "./story_list.js";
import { predict } from "./story_predict.js";
import { reveal } from "./story_reveal.js";
import { debrief, explain, lock, words } from "./story_steps.js";
import { StoryTalk } from "./story_talk.js";
import { number, speak, t } from "./words.js";

const LANGUAGES = ["en", "nl"];
const NAME = location.pathname.startsWith("/story/") ? location.pathname.slice("/story/".length) : null;

let schema = null;
let stories = null;
let lesson = null;
let keep = null;
let talk = null;
let place = 0;
let part = 0;
let trouble = "";
const revealed = new Map();

const json = async (address) => (await fetch(address)).json();

async function fetched(language) {
  const [main, all, one] = await Promise.all([json(`/schema/${language}.json`), json(`/stories/${language}.json`), NAME ? json(`/story/${NAME}/${language}.json`) : null]);
  schema = { ...main, words: { ...main.words, story: all.words } };
  stories = all.stories;
  lesson = one;
  speak(schema);
}

const link = () => (NAME ? `?step=${place + 1}&l=${schema.language}` : `?l=${schema.language}`);

function wanted() {
  const asked = Math.trunc(Number(new URLSearchParams(location.search).get("step")));
  return Math.min(Math.max(Number.isFinite(asked) ? asked - 1 : 0, 0), reach(lesson.steps, keep));
}

// Another step is another place in the browser's history; its heading takes the focus, so that a screen reader tells it.
function go(to, isNew = true) {
  if (to < 0 || to > reach(lesson.steps, keep)) return;
  place = to;
  if (isNew) history.pushState(null, "", link());
  build();
  scrollTo(0, 0);
  document.querySelector("#step-title").focus({ preventScroll: true });
}

function header() {
  const pick = async (id) => {
    await fetched(id);
    history.replaceState(null, "", link());
    build();
    document.querySelector(`.languages [lang="${id}"]`).focus();
  };
  return el("header", { class: "bar" }, el("a", { class: "skip", href: "#story" }, t("story.skip")), el("a", { class: "brand", href: `/?l=${schema.language}` }, t("page.brand")),
    parts(schema, "/stories"), el("div", { class: "tools" }, languages(schema, pick), button("theme", "◐", theme)));
}

function body(step) {
  if (step.kind === "predict") {
    return predict(step, keep.guess(step.id), keep.isLocked(step.id), (guess) => { keep.put(step.id, guess); mark(); });
  }
  if (step.kind === "lock") return lock(step, lesson.steps, keep, { go, lock() { keep.lock(step.locks); go(place + 1); } });
  if (step.kind === "explain") return explain(step);
  if (step.kind === "debrief") return debrief(step, lesson, keep);
  if (step.kind !== "reveal") return words(step);
  if (revealed.has(place)) return reveal(step, lesson, keep, { ...revealed.get(place), schema }, schema.language);
  talk.reveal(place, keep.guesses(lockedBefore(lesson.steps, place)));
  return el("p", { class: "waiting", role: "status" }, t("story.waiting"));
}

// The way through the story: a mark for each step, with what it is.
function way() {
  const far = reach(lesson.steps, keep);
  return el("nav", { class: "way", "aria-label": t("story.steps") }, el("ol", {}, ...lesson.steps.map((step, k) => {
    const done = step.kind === "predict" ? isAnswered(step, keep.guess(step.id)) : k < place;
    const name = t("story.step_kind", { number: k + 1, kind: t(`story.${step.kind}`) });
    return el("li", {}, el("button", { type: "button", class: `kind-${step.kind}${done ? " done" : ""}`, "aria-label": name, title: name, disabled: k > far,
      "aria-current": k === place ? "step" : null, onclick: () => go(k) }));
  })));
}

const ready = el("p", { class: "soft ready", "aria-live": "off" });
const alarm = el("p", { class: "trouble", role: "alert", hidden: true });

function mark() {
  document.querySelector(".way")?.replaceWith(way());
  set(document.querySelector("#step"), { "data-part": part });
  text(ready, part < 1 ? t("story.running", { part: number(100 * part) }) : "");
  alarm.hidden = !trouble;
  text(alarm, trouble);
}

function foot() {
  const last = place === lesson.steps.length - 1;
  const back = el("button", { type: "button", id: "back", disabled: place === 0, onclick: () => go(place - 1) }, `← ${t("story.back")}`);
  const next = last ? el("a", { class: "button", href: `/stories?l=${schema.language}` }, t("story.all_stories"))
    : el("button", { type: "button", id: "next", class: "main", disabled: place >= reach(lesson.steps, keep), onclick: () => go(place + 1) }, `${t("story.next")} →`);
  return el("footer", { class: "foot" }, back, el("span", { class: "soft", title: t("story.keys") }, t("story.step", { number: place + 1, all: lesson.steps.length })), next);
}

// What was written is gone after this, so it asks once more.
function again() {
  const node = el("button", { type: "button", class: "toggle", id: "again" }, t("story.again"));
  node.addEventListener("click", () => {
    if (node.dataset.sure) {
      keep.clear();
      revealed.clear();
      return go(0);
    }
    node.dataset.sure = "yes";
    text(node, t("story.again_sure"));
  });
  node.addEventListener("blur", () => { delete node.dataset.sure; text(node, t("story.again")); });
  return node;
}

function build() {
  document.title = t("story.page_title", { name: NAME ? lesson.title : t("story.title") });
  if (!NAME) return document.body.replaceChildren(header(), list(stories, schema.language));
  const step = lesson.steps[place];
  const title = step.title ?? step.ask ?? t(step.kind === "lock" ? "story.lock_title" : `story.${step.kind}`);
  const main = el("main", { class: `story at-${step.kind}`, id: "story", tabindex: "-1" },
    el("div", { class: "top" }, el("h1", {}, lesson.title), again()), way(), ready, alarm,
    el("article", { class: "step", id: "step" }, el("p", { class: "kind" }, t(`story.${step.kind}`)), el("h2", { id: "step-title", tabindex: "-1" }, title), body(step)), foot());
  document.body.replaceChildren(header(), main);
  mark();
}

function keys(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  go(place + (event.shiftKey ? -1 : 1));
}

function listen() {
  const say = (words) => { trouble = words; mark(); };
  talk = new StoryTalk(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/story-socket`, NAME, {
    reveal(answer) { revealed.set(answer.step, answer); if (answer.step === place) build(); },
    progress(now) { part = now; mark(); },
    refused: (message) => say(message.kind === "broken" ? t("page.broken", { number: message.number }) : t("page.refused", { why: message.problems.join(" ") })),
    open: () => say(""),
    lost: () => say(t("story.lost")),
  });
}

async function start() {
  themed();
  const asked = languageOf(location.search) ?? navigator.language.slice(0, 2);
  await fetched(LANGUAGES.includes(asked) ? asked : LANGUAGES[0]);
  if (!NAME) return build();
  keep = kept(NAME);
  place = wanted();
  listen();
  build();
  history.replaceState(null, "", link());
  addEventListener("keydown", keys);
  addEventListener("popstate", () => go(wanted(), false));
}

start();
