// The header: where to begin, what to compare with, back and forth, the link, the language, dark or light.

import { el, set, text } from "./dom.js";
import { t } from "./words.js";

function choice(label, id, schema, pick) {
  const options = schema.presets.map((group) =>
    el("optgroup", { label: t(`presets.${group.group}`) }, ...group.scenarios.map((one) => el("option", { value: one.id, title: one.about }, one.title))));
  const select = el("select", { id }, ...options);
  select.addEventListener("change", () => pick(select.value));
  return { select, node: el("div", { class: "choice" }, el("label", { for: id }, label), select) };
}

// `on` holds pick(id), against(id), undo(), redo(), reset(), share(), language(id), theme().
export function bar(schema, on) {
  const button = (name, sign, act) => el("button", { type: "button", class: "icon", id: name, "aria-label": t(`page.${name}`), title: t(`page.${name}`), onclick: act },
    el("span", { "aria-hidden": "true" }, sign));
  const scenario = choice(t("page.scenario"), "scenario", schema, on.pick);
  const baseline = choice(t("page.baseline"), "baseline", schema, on.against);
  const undo = button("undo", "↶", on.undo);
  const redo = button("redo", "↷", on.redo);
  const reset = button("reset", "⟲", on.reset);
  const said = el("span", { "aria-live": "polite" }, t("page.share"));
  const share = el("button", { type: "button", id: "share", onclick: on.share }, said);
  const languages = el("div", { class: "languages", role: "group", "aria-label": t("page.language") }, ...schema.languages.map((one) =>
    el("button", { type: "button", lang: one, "aria-pressed": String(one === schema.language), onclick: () => on.language(one) }, one.toUpperCase())));
  const node = el("header", { class: "bar" }, el("a", { class: "skip", href: "#levers" }, t("page.skip")),
    el("h1", {}, t("page.brand")), scenario.node, baseline.node,
    el("div", { class: "tools" }, undo, redo, reset, share, languages, button("theme", "◐", on.theme)));
  return {
    node,
    shared(worked) {
      text(said, t(worked ? "page.shared" : "page.share_failed"));
      setTimeout(() => text(said, t("page.share")), 2500);
    },
    show(state) {
      scenario.select.value = state.now.scenario;
      baseline.select.value = state.now.baseline;
      const named = (node, list, key) => {
        node.disabled = !list;
        const label = list ? t(`page.${key}_what`, { what: list.what }) : t(`page.${key}`);
        set(node, { "aria-label": label, title: label });
      };
      named(undo, state.past.at(-1), "undo");
      named(redo, state.future[0], "redo");
      reset.disabled = !Object.keys(state.now.levers).length;
    },
  };
}
