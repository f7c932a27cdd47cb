// The link holds everything: ?v=1&s=people_first&b=reference&l=nl&autonomy=0.85. Pure: reading and writing only.

const VERSION = "1";
const OWN = new Set(["v", "s", "b", "l"]);

// Read a link; what is not known is left out, what is out of range is brought in, and both are told.
export function read(query, schema) {
  const given = new URLSearchParams(query);
  const known = new Set(schema.presets.flatMap((group) => group.scenarios.map((one) => one.id)));
  const told = { unknown: [], clamped: [] };
  const named = (key, otherwise) => {
    const value = given.get(key);
    if (value !== null && !known.has(value)) told.unknown.push(key);
    return known.has(value) ? value : otherwise;
  };
  const scenario = named("s", schema.first.scenario);
  const usual = schema.presets.flatMap((group) => group.scenarios).find((one) => one.id === scenario).baseline;
  const levers = {};
  for (const [key, value] of given) {
    if (OWN.has(key)) continue;
    const lever = schema.levers.find((one) => one.id === key);
    const wanted = value.trim() === "" ? NaN : Number(value);
    if (!lever || !Number.isFinite(wanted)) {
      told.unknown.push(key);
      continue;
    }
    levers[key] = Math.min(Math.max(wanted, lever.low), lever.high);
    if (levers[key] !== wanted) told.clamped.push(lever.name);
  }
  if (given.has("v") && given.get("v") !== VERSION) told.unknown.push("v");
  return { moment: { scenario, baseline: named("b", usual), levers }, told };
}

export const languageOf = (query) => new URLSearchParams(query).get("l");

// Write a link; numbers as short as they are exact.
export function write(moment, language, standard) {
  const link = new URLSearchParams({ v: VERSION, s: moment.scenario });
  if (moment.baseline !== standard) link.set("b", moment.baseline);
  for (const id of Object.keys(moment.levers).sort()) link.set(id, String(Number(moment.levers[id].toPrecision(6))));
  link.set("l", language);
  return `?${link}`;
}
