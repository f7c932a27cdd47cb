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

// The parts of Trivox; the one that is shown is marked.
export function parts(schema, here) {
  const list = { "/": t("page.explore"), "/stories": t("page.stories") };
  return el("nav", { class: "parts", "aria-label": t("page.parts") }, ...Object.entries(list).map(([path, name]) =>
    el("a", { href: `${path}?l=${schema.language}`, "aria-current": path === here ? "page" : null }, name)));
}

export const languages = (schema, pick) => el("div", { class: "languages", role: "group", "aria-label": t("page.language") }, ...schema.languages.map((one) =>
  el("button", { type: "button", lang: one, "aria-pressed": String(one === schema.language), onclick: () => pick(one) }, one.toUpperCase())));

export const button = (name, sign, act) => el("button", { type: "button", class: "icon", id: name, "aria-label": t(`page.${name}`), title: t(`page.${name}`), onclick: act },
  el("span", { "aria-hidden": "true" }, sign));

const THEME = "trivox-theme";

export function themed() {
  try { if (localStorage.getItem(THEME)) document.documentElement.dataset.theme = localStorage.getItem(THEME); } catch { /* a browser that keeps nothing */ }
}

export function theme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem(THEME, root.dataset.theme); } catch { /* as above */ }
}

// `on` holds pick(id), against(id), undo(), redo(), reset(), share(), language(id), theme().
export function bar(schema, on) {
  const scenario = choice(t("page.scenario"), "scenario", schema, on.pick);
  const baseline = choice(t("page.baseline"), "baseline", schema, on.against);
  const undo = button("undo", "↶", on.undo);
  const redo = button("redo", "↷", on.redo);
  const reset = button("reset", "⟲", on.reset);
  const said = el("span", { "aria-live": "polite" }, t("page.share"));
  const share = el("button", { type: "button", id: "share", onclick: on.share }, said);
  const node = el("header", { class: "bar" }, el("a", { class: "skip", href: "#levers" }, t("page.skip")),
    el("h1", {}, t("page.brand")), parts(schema, "/"), scenario.node, baseline.node,
    el("div", { class: "tools" }, undo, redo, reset, share, languages(schema, on.language), button("theme", "◐", on.theme)));
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
