"""What a picture reads from a result or a comparison, made ready to draw: names, years, means, bands, paired differences.

Nothing is simulated or measured here; numbers only pass, and gaps (weeks that are not finite) stay gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab import verdict, words
from sim.views import style

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """One policy as pictures see it: `place` in the comparison, full `name`, short `label`, colour, and the result itself."""

    place: int
    name: str
    label: str
    colour: str
    dark: str
    is_baseline: bool
    result: Any

    def series(self, measure: str) -> Numbers:
        """The measure by [company, week]; empty when it is not recorded."""
        try:
            values = np.asarray(self.result.series(measure), dtype=np.float64)
        except KeyError:
            return np.empty((0, 0))
        return np.where(np.isfinite(values), values, np.nan) if values.ndim == 2 else np.empty((0, 0))

    def indexed(self, measure: str) -> Numbers:
        """The measure by [company, week] as an index: 100 is what it is in the reference organisation."""
        usual = float(self.result.reading.reference(measure))
        return self.series(measure) * (100.0 / usual if np.isfinite(usual) and usual > 0 else 100.0)

    @property
    def dash(self) -> str:
        """Baselines are dashed, so that they are told apart in black and white too."""
        return "--" if self.is_baseline else "-"


def views(thing: Any) -> list[View]:
    """The policies of a comparison, or the one policy of a result."""
    results = list(getattr(thing, "results", [thing]))
    baseline = int(thing.baseline) if hasattr(thing, "results") else None
    names = [plain(name) for name in getattr(thing, "labels", [name_of(result) for result in results])]
    return [
        View(place, name, label, style.policy_colour(place, baseline), style.policy_colour(place, baseline, dark=True), place == baseline, result)
        for place, (result, name, label) in enumerate(zip(results, names, short_names(names), strict=True))
    ]


def name_of(result: Any) -> str:
    """What the policy is called."""
    return str(getattr(result, "name", "") or "this policy")


def plain(name: str) -> str:
    """A name as people read it: without underscores and line breaks."""
    return " ".join(name.replace("_", " ").split()) or "this policy"


def short_names(names: Sequence[str], most: int = 17) -> list[str]:
    """Names cut to what fits beside a line, never two alike."""
    cut = [_cut(name, most) for name in names]
    alike = {name for name in cut if cut.count(name) > 1}
    shorter = [_cut(name, most - 3) for name in cut]
    return [f"{place + 1}. {shorter[place]}" if name in alike else name for place, name in enumerate(cut)]


def _cut(name: str, most: int) -> str:
    """A name that is too long ends after a whole word, or within it where the word itself is too long."""
    if len(name) <= most:
        return name
    kept = name[: most - 1]
    whole = kept if name[most - 1] == " " else kept.rpartition(" ")[0]
    return (whole if len(whole) >= most // 2 else kept).rstrip(" …") + "…"


def companies(thing: Any) -> int:
    """How many identical companies were simulated under each policy."""
    return max((view.series("profit").shape[0] for view in views(thing)), default=0)


def weeks(thing: Any) -> int:
    """How many weeks all policies have on record."""
    return min((view.series("profit").shape[1] for view in views(thing)), default=0)


def years(count: int) -> Numbers:
    """The end of each week in years of 52 weeks."""
    return np.arange(1, count + 1, dtype=np.float64) / style.WEEKS_A_YEAR


def mean(values: Numbers) -> Numbers:
    """The mean over companies in each week; a gap where no company has a value."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)


def band(values: Numbers) -> tuple[Numbers, Numbers] | None:
    """The middle 80 % of companies in each week, or nothing when there are fewer than two companies."""
    if values.shape[0] < 2:
        return None
    low, high = np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    has = np.isfinite(values).any(axis=0)
    if has.any():
        low[has], high[has] = np.nanquantile(values[:, has], style.BAND, axis=0)
    return low, high


def smooth(values: Numbers, window: int = style.SMOOTHING_WEEKS) -> Numbers:
    """The mean of the last 13 weeks, over fewer weeks at the start; gaps are left out of the mean and stay gaps."""
    known = np.isfinite(values)
    total = np.cumsum(np.where(known, values, 0.0), axis=-1)
    count = np.cumsum(known, axis=-1).astype(np.float64)
    if values.shape[-1] > window:
        total = np.concatenate([total[..., :window], total[..., window:] - total[..., :-window]], axis=-1)
        count = np.concatenate([count[..., :window], count[..., window:] - count[..., :-window]], axis=-1)
    return np.where(known, total / np.maximum(count, 1.0), np.nan)


def last_year(values: Numbers) -> float:
    """The mean over companies and the last 52 weeks; a gap when nothing is known."""
    tail = values[:, -style.WEEKS_A_YEAR:]
    known = tail[np.isfinite(tail)]
    return float(known.mean()) if known.size else float("nan")


def paired(view: View, base: View, measure: str) -> Numbers:
    """The difference between the same company under two policies, by [company, week]."""
    ours, theirs = view.series(measure), base.series(measure)
    count, length = min(ours.shape[0], theirs.shape[0]), min(ours.shape[1], theirs.shape[1])
    return ours[:count, :length] - theirs[:count, :length]


def ended(view: View) -> list[int]:
    """The weeks (from 1) in which companies could no longer pay, in order."""
    return list(view.result.ended())


def is_ended(view: View, measure: str) -> bool:
    """Whether a measure has nothing to show in the last year because no company was left; sums since the start stay what they are."""
    return bool(view.result.is_over() and not view.result.measure(measure).at_end)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Push labels apart until none is nearer than `gap` to another, keeping their order and staying within the frame where they fit."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed: list[float] = []
    for place in order:
        placed.append(max(wanted[place], low, placed[-1] + gap if placed else low))
    if placed and placed[-1] > high:
        placed[-1] = max(high, low)
        for k in range(len(placed) - 2, -1, -1):
            placed[k] = min(placed[k], placed[k + 1] - gap)
    result = [0.0] * len(wanted)
    for k, place in enumerate(order):
        result[place] = placed[k]
    return result


def horizon_words(thing: Any) -> str:
    """How long and with how many companies, in words for a subtitle."""
    length, count = weeks(thing), companies(thing)
    years = length / style.WEEKS_A_YEAR
    span = f"{years:.3g} {words.agree(years, 'year')}" if length >= style.WEEKS_A_YEAR else words.counted(length, "week")
    members = len(getattr(thing, "members", ()))
    who = f"{members} plausible companies, {words.counted(count // members, 'pair')} each" if members > 1 else words.companies(max(count, 1))
    return f"{who}, {span}"


def ended_words(thing: Any) -> str:
    """Under which policies companies could no longer pay, and when; or an empty text."""
    return "; ".join(f"{view.name}: {words.ended(ended(view), view.result.replications)}" for view in views(thing) if ended(view))


def trouble_first(thing: Any, subtitle: str) -> str:
    """A subtitle for pictures, with companies that ended before anything else, for what is too long is cut at its end."""
    told = "; ".join(f"✕ {view.label}: {words.ended(ended(view), view.result.replications)}" for view in views(thing) if ended(view))
    lasts = horizon_words(thing)
    return f"{told}; {lasts}; {subtitle.replace(f'; {lasts}', '')}" if told else subtitle


def room_words(thing: Any) -> list[str]:
    """Where growth met the model's own room for customers: a sentence for each policy."""
    return [said for view in views(thing) if (said := verdict.room_words(view.name, view.result))]


def voice_shares(view: View) -> Numbers:
    """The three voices of the mean company as parts of their sum, by [week, voice]; means of 13 weeks."""
    levels = [smooth(mean(view.series(voice))) for voice in style.VOICES]
    length = min(level.size for level in levels)
    stack = np.stack([level[:length] for level in levels], axis=1) if length else np.empty((0, 3))
    total = stack.sum(axis=1, keepdims=True)
    return np.where(total > 0, stack / np.where(total > 0, total, 1.0), np.nan)


def help_matrix(view: View) -> Numbers:
    """Hours a week that each function gives to each other function, [giver, taker]; empty when not recorded. More axes (companies, weeks) are averaged."""
    raw = getattr(getattr(view.result, "record", None), "who_helps", None)
    matrix = np.empty((0, 0)) if raw is None else np.asarray(raw, dtype=np.float64)
    return matrix if matrix.ndim == 2 else np.empty((0, 0))


def function_names(view: View, count: int) -> list[str]:
    """The names of the functions where the scenario gives them, else numbers."""
    names = getattr(getattr(view.result, "record", None), "functions", None) or getattr(getattr(view.result, "scenario", None), "functions", None)
    return [str(name) for name in names] if isinstance(names, (list, tuple)) and len(names) == count else [f"function {place + 1}" for place in range(count)]
