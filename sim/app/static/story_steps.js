// Steps that need no answer of the server: words, the lock, the chain of cause and effect, and looking back.

import { el } from "./dom.js";
import { isAnswered } from "./story_keep.js";
import { short } from "./story_predict.js";
import { t } from "./words.js";

export const says = (words) => (words ?? []).map((one) => el("p", {}, one));

export function words(step) {
  const more = step.papers?.length ? el("details", { class: "whole" }, el("summary", {}, t("story.papers")), el("ul", {}, ...step.papers.map((one) => el("li", {}, el("code", {}, one))))) : null;
  return el("div", { class: "say" }, ...says(step.say), more);
}

// What is about to be locked, or was; `on` holds lock() and go(place).
export function lock(step, steps, keep, on) {
  const asked = step.locks.map((id) => steps.findIndex((one) => one.id === id));
  const rows = asked.map((place) => {
    const one = steps[place];
    const known = isAnswered(one, keep.guess(one.id));
    return el("li", { class: known ? "known" : "open" }, el("p", { class: "soft" }, one.ask), known ? el("b", {}, short(one, keep.guess(one.id)))
      : el("button", { type: "button", onclick: () => on.go(place) }, t("story.unanswered")));
  });
  const done = step.locks.every(keep.isLocked);
  const missing = asked.some((place) => !isAnswered(steps[place], keep.guess(steps[place].id)));
  const act = done ? el("p", { class: "locked" }, t("story.locked"))
    : el("div", { class: "under" }, el("button", { type: "button", class: "main", disabled: missing, onclick: on.lock }, t("story.lock_do")),
      el("p", { class: "soft" }, t(missing ? "story.lock_first" : "story.lock_about")));
  return el("div", { class: "say" }, ...says(step.say), el("ul", { class: "answers" }, ...rows), act);
}

export function explain(step) {
  const links = step.link.map((one) => el("li", {}, el("p", {}, one.text), el("span", { class: "soft" }, t("story.row", { row: one.row, mechanism: one.mechanism.replaceAll("_", " ") }))));
  return el("div", { class: "say" }, ...says(step.say), el("p", { class: "soft" }, t("story.links_about")), el("ol", { class: "chain" }, ...links),
    step.closes ? el("p", { class: "closes" }, t("story.closes")) : null);
}

const QUESTIONS = ["question", "hypothesis", "finding", "decision"];
const LONGEST = 4000;

// Four questions; what is written stays in this tab, is printed, or is saved as a file.
export function debrief(step, lesson, keep) {
  const areas = QUESTIONS.map((id) => {
    const area = el("textarea", { id: `note-${id}`, rows: 4, maxlength: LONGEST, "aria-describedby": `ask-${id}`, oninput: () => keep.write(id, area.value) });
    area.value = keep.note(id);
    return el("div", { class: "note" }, el("label", { for: `note-${id}` }, t(`story.debrief_${id}`)), el("p", { class: "soft", id: `ask-${id}` }, step[id]), area);
  });
  const guesses = lesson.steps.filter((one) => one.kind === "predict" && isAnswered(one, keep.guess(one.id)));
  const file = () => [lesson.title, "", ...QUESTIONS.flatMap((id) => [t(`story.debrief_${id}`), step[id], "", keep.note(id), ""]),
    ...guesses.flatMap((one) => [one.ask, short(one, keep.guess(one.id)), ""])].join("\n");
  return el("div", { class: "say notes" }, ...areas, el("p", { class: "soft" }, t("story.kept")), el("div", { class: "under acts" },
    el("button", { type: "button", class: "main", onclick: () => save(`${lesson.name}-${t("story.notes_file")}.txt`, file()) }, t("story.save")),
    el("button", { type: "button", onclick: () => window.print() }, t("story.print"))));
}

function save(name, words) {
  const link = el("a", { href: URL.createObjectURL(new Blob([words], { type: "text/plain" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
