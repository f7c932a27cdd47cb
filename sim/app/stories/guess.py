"""What a participant predicts, checked field by field: it comes from strangers' phones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.app.stories.lesson import Pair, Predict

FEWEST_POINTS, MOST_POINTS = 2, 60


class Unusable(ValueError):  # noqa: N818 - a guess is unusable
    """A prediction that no page of ours sends; the text says what is wrong with it."""


@dataclass(frozen=True)
class Guess:
    """A prediction: `line` as (week, value) in the unit that is told, `choice` as the place of an option from 0, or `share` as a count of companies."""

    line: tuple[tuple[int, float], ...] = ()
    choice: int = -1
    share: int = -1


def guessed(step: Predict, pair: Pair, given: Any) -> Guess:
    """A prediction as it came: `{"line": [[week, value], ...]}`, `{"choice": place}` or `{"share": count}`. Raises Unusable."""
    if not isinstance(given, dict) or set(given) != {step.form}:
        raise Unusable(f"this prediction is an object with one field, {step.form}")
    value = given[step.form]
    if step.form == "line":
        return Guess(line=_line(value, step, pair))
    if step.form == "choice":
        return Guess(choice=_whole(value, len(step.option) - 1))
    return Guess(share=_whole(value, pair.companies))


def _whole(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise Unusable(f"must be a whole number from 0 to {most}")
    return value


def _line(value: Any, step: Predict, pair: Pair) -> tuple[tuple[int, float], ...]:
    """Points with rising weeks, within the axes."""
    if not isinstance(value, list) or not FEWEST_POINTS <= len(value) <= MOST_POINTS:
        raise Unusable(f"a line has {FEWEST_POINTS} to {MOST_POINTS} points")
    last, weeks, points = 0, step.week or pair.scenarios[1].weeks, []
    for point in value:
        if not isinstance(point, list) or len(point) != 2:
            raise Unusable("a point is [week, value]")
        week, height = point
        if isinstance(week, bool) or not isinstance(week, int) or not last < week <= weeks:
            raise Unusable(f"weeks must rise, from 1 to {weeks}")
        if isinstance(height, bool) or not isinstance(height, int | float) or not math.isfinite(height) or not step.low <= height <= step.high:
            raise Unusable(f"values lie between {step.low:g} and {step.high:g}")
        last = week
        points.append((week, float(height)))
    return tuple(points)
