// What the page is about, and how it changes. Pure: no element is touched here.
// A moment is {scenario, baseline, levers}; levers are those that differ from the scenario's own.

const MOST_STEPS = 200;

export function begin(first) {
  return { now: { scenario: first.scenario, baseline: first.baseline, levers: { ...first.levers } }, past: [], future: [], open: null };
}

// The value that a lever has under a moment.
export function valueOf(moment, lever, presets) {
  if (lever.id in moment.levers) return moment.levers[lever.id];
  return ofPreset(presets(moment.scenario), lever);
}

export const ofPreset = (preset, lever) => (lever.id in preset.levers ? preset.levers[lever.id] : lever.reference);

function remembered(state, what) {
  return { ...state, past: [...state.past, { moment: state.now, what }].slice(-MOST_STEPS), future: [] };
}

export function reduce(state, action, presets) {
  switch (action.type) {
    case "move": {
      // A hand on one lever is one step, however many places it passes: the step is open until `rest`.
      const kept = state.open === action.lever.id ? { ...state, past: renamed(state.past, action.what) } : remembered(state, action.what);
      const levers = { ...state.now.levers, [action.lever.id]: action.value };
      if (Math.abs(action.value - ofPreset(presets(state.now.scenario), action.lever)) < 1e-9) delete levers[action.lever.id];
      return { ...kept, now: { ...state.now, levers }, open: action.lever.id };
    }
    case "rest":
      return { ...state, open: null };
    case "pick":
      return { ...remembered(state, action.what), now: { scenario: action.scenario, baseline: action.baseline, levers: {} }, open: null };
    case "against":
      return { ...remembered(state, action.what), now: { ...state.now, baseline: action.baseline }, open: null };
    case "go":
      return { ...remembered(state, action.what), now: action.moment, open: null };
    case "reset":
      return { ...remembered(state, action.what), now: { ...state.now, levers: {} }, open: null };
    case "undo": {
      const last = state.past.at(-1);
      if (!last) return state;
      return { now: last.moment, past: state.past.slice(0, -1), future: [{ moment: state.now, what: last.what }, ...state.future], open: null };
    }
    case "redo": {
      const next = state.future[0];
      if (!next) return state;
      return { now: next.moment, past: [...state.past, { moment: state.now, what: next.what }], future: state.future.slice(1), open: null };
    }
    default:
      return state;
  }
}

function renamed(past, what) {
  return past.length ? [...past.slice(0, -1), { ...past.at(-1), what }] : past;
}
