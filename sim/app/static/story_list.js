// The list of stories: a card for each, with what it asks of the reader.

import { el } from "./dom.js";
import { kept } from "./story_keep.js";
import { number, t } from "./words.js";

export function list(stories, language) {
  const cards = stories.map((one) => el("li", { class: "card tale" },
    el("span", { class: "place", "aria-hidden": "true" }, number(one.number)),
    el("h2", {}, el("a", { href: `/story/${one.name}?l=${language}` }, one.title)), el("p", {}, one.about),
    el("p", { class: "soft" }, `${t("story.minutes", { count: one.minutes })} · ${t("story.predictions", { count: one.predictions })}`),
    el("span", { class: "go", "aria-hidden": "true" }, `${t(kept(one.name).begun() ? "story.go_on" : "story.begin")} →`)));
  return el("main", { class: "story list", id: "story", tabindex: "-1" }, el("h1", {}, t("story.title")), el("p", { class: "lead-in" }, t("story.about")), el("ol", { class: "tales" }, ...cards));
}
