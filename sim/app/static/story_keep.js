// What somebody predicted, locked and noted: in this tab only, and gone when it closes. Pure but for the browser's own store.

const KEY = "trivox-story-";
const EMPTY = () => ({ guesses: {}, locked: [], notes: {} });

export function kept(name) {
  let held = EMPTY();
  try { held = { ...held, ...JSON.parse(sessionStorage.getItem(KEY + name) ?? "{}") }; } catch { /* a browser that keeps nothing, or nothing of ours */ }
  const save = () => {
    try { sessionStorage.setItem(KEY + name, JSON.stringify(held)); } catch { /* as above */ }
  };
  return {
    guess: (id) => held.guesses[id],
    note: (id) => held.notes[id] ?? "",
    isLocked: (id) => held.locked.includes(id),
    begun: () => Object.keys(held.guesses).length > 0,
    put(id, guess) {
      if (held.locked.includes(id)) return;
      held.guesses[id] = guess;
      save();
    },
    write(id, words) { held.notes[id] = words; save(); },
    lock(ids) { held.locked = [...new Set([...held.locked, ...ids])]; save(); },
    guesses: (ids) => Object.fromEntries(ids.map((id) => [id, held.guesses[id]])),
    clear() { held = EMPTY(); save(); },
  };
}

// A line counts when it was drawn to its end.
export function isAnswered(step, guess) {
  if (!guess) return false;
  return step.form !== "line" || (guess.line.length > 1 && guess.line.at(-1)[0] === step.weeks);
}

// The last step that may be shown: the first lock that still stands open.
export function reach(steps, keep) {
  const open = steps.findIndex((step) => step.kind === "lock" && !step.locks.every(keep.isLocked));
  return open < 0 ? steps.length - 1 : open;
}

// All predictions that were locked before a step.
export const lockedBefore = (steps, place) => steps.slice(0, place).filter((step) => step.kind === "lock").flatMap((step) => step.locks);
