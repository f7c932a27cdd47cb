"""A prediction held against what came out: how far apart, in which unit, and which way; never a mark. Pure: equal guesses and findings give equal judgements.

A difference is clear when its 95 % interval leaves out nought. That a guess lies within an interval says that this run cannot tell it from what came out,
not that it is right.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.app.stories.found import Found
from sim.app.stories.guess import Guess
from sim.app.stories.lesson import Predict
from sim.lab.spread import interval
from sim.measures.intervals import wilson

DIRECTIONS = ("ends above", "ends below", "not clear")
COURSES = ("below first, ends above", "ends above", "above first, ends below", "ends below", "not clear")
MOST = ("fares best",)
OUTCOMES: dict[str, tuple[str, ...]] = {"direction": DIRECTIONS, "course": COURSES, "most": MOST}
"""What can come out, by what a choice is about. Exactly one of the first two kinds always holds; of the third, all options that cannot be told from the best.

`ends above`: the mean at the end lies above the baseline, clear of nought. `first`: so did, on the other side, some earlier week of the mean line.
`not clear`: the interval at the end covers nought. `fares best`: no other option is better by the measure, clear of nought."""
WORTH = 0.1
"""A turn counts when the mean line has gone as far to the other side as this part of where it ends."""


@dataclass(frozen=True)
class Judged:
    """How far a guess lies from what came out. Which fields are filled hangs on the form; NaN and -1 stand for nothing to tell.

    Lines: `apart` is the mean distance in the unit that is told, `inside` of `points` lie within the interval, and the widest gap is at `week`.
    Choices: `picked`, and `came`, the places of the options that came out. Shares: `said` of `known` companies, where it was `was`."""

    step: Predict
    found: Found
    apart: float = math.nan
    inside: int = -1
    points: int = -1
    week: int = -1
    drawn: float = math.nan
    said_way: str = ""
    way: str = ""
    picked: int = -1
    came: tuple[int, ...] = ()
    said: int = -1
    was: int = -1
    known: int = -1
    low: int = -1
    high: int = -1
    among: Mapping[str, Found] = field(default_factory=dict, repr=False)


def judge(step: Predict, guess: Guess, found: Found | Mapping[str, Found]) -> Judged:
    """Hold a guess against what was found; a choice among several comparisons needs what each of them showed, by name. Raises KeyError for one missing."""
    among = {step.comparison: found} if isinstance(found, Found) else found
    first = among[step.comparison]
    if step.form == "line":
        return _line(step, guess.line, first)
    if step.form == "choice":
        return Judged(step, first, picked=guess.choice, came=came_out(step, among), known=first.known, among=among)
    return _share(step, guess.share, first)


def came_out(step: Predict, among: Mapping[str, Found]) -> tuple[int, ...]:
    """The options of a choice that came out: one, or where the best cannot be told apart, those among which it is."""
    if step.about == "most":
        return _best(step, among)
    found = among[step.comparison]
    outcome = direction(found) if step.about == "direction" else course(found)
    return tuple(place for place, option in enumerate(step.option) if outcome in option.right)


def direction(found: Found) -> str:
    """Where the mean ends: above or below the baseline, or not clear."""
    return "ends above" if found.end_low > 0 else "ends below" if found.end_high < 0 else "not clear"


def course(found: Found) -> str:
    """How the mean line went before it ended where it did."""
    end = direction(found)
    if end == "not clear":
        return end
    worth = WORTH * abs(found.end)
    if end == "ends above":
        turned = any(high < 0 and mean < -worth for mean, high in zip(found.mean, found.high, strict=True))
        return f"below first, {end}" if turned else end
    turned = any(low > 0 and mean > worth for mean, low in zip(found.mean, found.low, strict=True))
    return f"above first, {end}" if turned else end


def _best(step: Predict, among: Mapping[str, Found]) -> tuple[int, ...]:
    """All options that no other one betters clearly, company by company; an option without a comparison is the baseline."""
    sign = -1.0 if among[step.comparison].better_way == "down" else 1.0
    ends = [sign * np.array(among[one.comparison].ends if one.comparison else [0.0] * len(among[step.comparison].ends)) for one in step.option]
    left = set(range(len(ends)))
    for one, other in itertools.permutations(range(len(ends)), 2):
        gap = ends[one] - ends[other]
        if interval(gap[np.isfinite(gap)])[0] > 0:
            left.discard(other)
    return tuple(sorted(left))


def _line(step: Predict, points: Sequence[tuple[int, float]], found: Found) -> Judged:
    told = [(week, value) for week, value in points if week <= len(found.mean) and math.isfinite(found.mean[week - 1])]
    if not told:
        return Judged(step, found, points=0, known=found.known)
    gaps = [abs(value - found.mean[week - 1]) for week, value in told]
    widest = max(range(len(told)), key=gaps.__getitem__)
    inside = sum(found.low[week - 1] <= value <= found.high[week - 1] for week, value in told)
    last = told[-1][1]
    said = "ends above" if last > 0 else "ends below" if last < 0 else "not clear"
    return Judged(step, found, apart=sum(gaps) / len(gaps), inside=inside, points=len(told), week=told[widest][0], drawn=told[widest][1], said_way=said,
                  way=direction(found), known=found.known)


def _share(step: Predict, said: int, found: Found) -> Judged:
    """A count is held against the count, and against what as many other plausible companies would show (Wilson 1927)."""
    low, high = wilson(found.better, found.known)
    bounds = (math.floor(low * found.known), math.ceil(high * found.known)) if found.known else (-1, -1)
    return Judged(step, found, said=said, was=found.better, known=found.known, low=bounds[0], high=bounds[1])
