// What can be taken away and brought back: the policy as a scenario file that the command line reads, and the lines of the charts as a table.

import { el } from "./dom.js";
import { t } from "./words.js";

// A scenario file: a preset and what was changed in it. Every name is one of ours; numbers as short as they are exact.
export function scenarioFile(moment) {
  const levers = Object.keys(moment.levers).sort().map((id) => `${id} = ${decimal(moment.levers[id])}`);
  return [`extends = "${moment.scenario}"`, ...(levers.length ? ["", "[policy]", ...levers] : []), ""].join("\n");
}

const decimal = (value) => {
  const text = String(Number(value.toPrecision(6)));
  return /[.e]/.test(text) ? text : `${text}.0`;
};

// A row for each week that is drawn; a decimal point and commas, as the command line writes them.
export function table(answer) {
  const names = Object.keys(answer.series);
  const rows = Array.from(answer.series.week, (_, k) => names.map((name) => (Number.isFinite(answer.series[name][k]) ? Number(answer.series[name][k].toPrecision(6)) : "")).join(","));
  return [names.join(","), ...rows, ""].join("\r\n");
}

function give(name, kind, words) {
  const link = el("a", { href: URL.createObjectURL(new Blob([words], { type: kind })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const MOST = 64 * 1024;

// The server reads a file by the same strict means as the command line, and answers where to go, or what is wrong, in one line each.
async function brought(file) {
  if (file.size > MOST) return { problems: [t("page.too_large")] };
  const answer = await fetch("/scenario", { method: "POST", body: await file.text(), headers: { "content-type": "application/toml" } });
  return answer.json();
}

// `from` holds moment() and answer(); `to` holds go(moment) and trouble(words).
export function files(from, to) {
  const input = el("input", { type: "file", accept: ".toml", id: "bring", class: "hidden", tabindex: "-1", "aria-label": t("page.bring") });
  input.addEventListener("change", async () => {
    const found = input.files.length ? await brought(input.files[0]) : null;
    input.value = "";
    if (found) found.problems ? to.trouble(found.problems.join(" ")) : to.go(found);
  });
  const button = (name, act) => el("button", { type: "button", id: `take-${name}`, onclick: act }, t(`page.take_${name}`));
  return el("div", { class: "files" },
    button("scenario", () => give("policy.toml", "application/toml", scenarioFile(from.moment()))),
    el("button", { type: "button", onclick: () => input.click() }, t("page.bring")), input,
    button("table", () => from.answer() && give("answer.csv", "text/csv", table(from.answer()))));
}
