"""What a whole room predicts, without saying who: counts of choices, counts of companies in order, and where the middle half of lines runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.app.stories.guess import Guess
from sim.app.stories.lesson import Predict
from sim.measures.measure import QUARTER

FEWEST = 3
"""Fewer predictions than this are not shown, since each would be somebody's."""


@dataclass(frozen=True)
class Gathered:
    """Predictions of `people`, of one form. `choices` counts each option; `shares` holds counts of companies from low to high.

    Lines are told at `weeks`: a quarter of the room lies below `low`, half below `middle`, a quarter above `high`. A line counts as far as it was drawn."""

    people: int
    choices: tuple[int, ...] = ()
    shares: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    low: tuple[float, ...] = ()
    middle: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def gathered(step: Predict, guesses: Sequence[Guess]) -> Gathered:
    """All predictions of a room together; nothing but their number where they are fewer than three."""
    people = len(guesses)
    if people < FEWEST:
        return Gathered(people)
    if step.form == "choice":
        return Gathered(people, choices=tuple(sum(one.choice == place for one in guesses) for place in range(len(step.option))))
    if step.form == "share":
        return Gathered(people, shares=tuple(sorted(one.share for one in guesses)))
    return _lines(people, [one.line for one in guesses])


def _lines(people: int, lines: Sequence[tuple[tuple[int, float], ...]]) -> Gathered:
    """Quartiles at the ends of quarters that enough people reached."""
    last = sorted((line[-1][0] for line in lines), reverse=True)[FEWEST - 1]
    weeks = np.arange(QUARTER, last + 1, QUARTER)
    heights = np.array([np.interp(weeks, [0, *(week for week, _ in line)], [0.0, *(value for _, value in line)], right=np.nan) for line in lines])
    low, middle, high = (tuple(float(one) for one in np.nanpercentile(heights, part, axis=0)) for part in (25, 50, 75))
    return Gathered(people, weeks=tuple(int(week) for week in weeks), low=low, middle=middle, high=high)
