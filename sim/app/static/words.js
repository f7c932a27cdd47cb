// Words and numbers in the language of the page. Words come with the schema; there are none in this code.

let held = null;
let language = "en";

export function speak(schema) {
  held = schema;
  language = schema.language;
  document.documentElement.lang = language;
}

// t("page.undo"), t("page.undo_what", {what: "..."})
export function t(key, parts = {}) {
  const [table, word] = key.split(".");
  const said = held.words[table][word];
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? parts[name] : whole));
}

// Amounts and shares are not torn apart at the end of a line.
export const whole = (words) => words.replaceAll("€ ", "€\u00a0").replaceAll(" %", "\u00a0%").replaceAll("-€", "−\u2060€");
export const say = (answer) => answer.says[language].map(whole);
export const lever = (id) => held.levers.find((one) => one.id === id);
export const measure = (id) => held.measures.find((one) => one.id === id);
export const preset = (id) => held.presets.flatMap((group) => group.scenarios).find((one) => one.id === id);
export const schema = () => held;

export function number(value, places = 0, sign = false) {
  if (value === null || !Number.isFinite(value)) return t("page.no_data");
  const zero = Math.abs(value) < 0.5 * 10 ** -places;
  const form = new Intl.NumberFormat(language, {
    minimumFractionDigits: places, maximumFractionDigits: places, signDisplay: sign && !zero ? "always" : "auto",
  });
  return form.format(zero ? 0 : value).replace("-", "−");
}

export const percent = (value, places = 0, sign = false) => `${number(value, places, sign)}\u00a0%`;

// How a measure is written: its factor, its places, and whether a per cent sign follows.
function form(unit) {
  if (unit.startsWith("share")) return { by: 100, places: 1, percent: true };
  if (unit === "0-100" || unit === "points") return { by: 1, places: 0 };
  if (unit === "SD" || unit === "ratio") return { by: 1, places: 2 };
  return { by: 1, places: 1 };
}

export function amount(value, unit) {
  const as = form(unit);
  return as.percent ? percent(as.by * value, as.places) : number(as.by * value, as.places);
}

export function change(value, unit) {
  const as = form(unit);
  return number(as.by * value, as.places, true);
}

const WHOLE = new Set(["weeks"]);

// A lever's value as people say it: shares of time and pay as percentages, scales as they are declared.
export function setting(value, about) {
  const step = about.step;
  if (about.kind.startsWith("share")) return percent(100 * value, 100 * step < 1 ? 1 : 0);
  const places = WHOLE.has(about.kind) ? 0 : Math.max(0, Math.min(3, Math.ceil(-Math.log10(step) - 1e-9)));
  const plain = number(value, places);
  return !["0-1", "ratio", "cosine", "weight"].includes(about.kind) ? `${plain} ${about.unit}` : plain;
}

// An end of a lever's range, as short as it goes.
export const end = (value, about) => (about.kind.startsWith("share") ? percent(100 * value) : new Intl.NumberFormat(language).format(value).replace("-", "−"));
