"""What a run showed of a prediction, in the unit in which it is told: a line with its interval, the end, and in how many companies it is better."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.app.stories.lesson import Predict
from sim.app.stories.scale import PERCENT, scale_of
from sim.lab.compare import Comparison
from sim.lab.student import reach_of
from sim.measures import WEEKS_A_YEAR, Numbers
from sim.measures.measure import QUARTER

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Found:
    """The paired difference, policy less baseline. Lines are by week (from 1); `low` and `high` bound the mean with 95 % confidence, NaN where none is known.

    `ends` are companies' own differences at the end of the question, NaN where one of the pair has no data. `better` of `known` companies fare better, by
    `better_way` of the measure; `ended` of `companies` went bankrupt under the policy."""

    measure: str
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    end: float
    end_low: float
    end_high: float
    better: int
    known: int
    companies: int
    ended: int = 0
    ends: tuple[float, ...] = field(default=(), repr=False)
    better_way: str = "up"


def found_in(comparison: Comparison, step: Predict) -> Found:
    """What a comparison shows of what was asked. Raises ValueError for a week that it does not have."""
    return found_of(comparison, step.measure, step.week)


def found_of(comparison: Comparison, measure: str, week: int = 0) -> Found:
    """What a comparison shows of a measure, at a week (0: its end). Raises UnknownMeasure, and ValueError for a week that it does not have."""
    place, week = comparison.others[0], week or comparison.weeks
    factor = _factor(comparison, measure)
    gap = comparison.difference(measure, week, place)
    paired = comparison.units(comparison.paired(measure, place)) * factor
    mean, low, high = _line(_calmed(paired, measure))
    ours, theirs = (result.reading_at(measure, week) for result in (comparison.results[place], comparison.base))
    ends = comparison.units(ours - theirs) * factor
    better, known = gap.counted
    companies, ended = len(comparison.members) or comparison.replications, len(comparison.results[place].ended())
    return Found(measure, mean, low, high, gap.mean * factor, gap.low * factor, gap.high * factor, better, known, companies, ended,
                 tuple(float(one) for one in ends), gap.direction)


def found_among(comparisons: Mapping[str, Comparison], step: Predict) -> dict[str, Found]:
    """What each comparison shows of a choice among several. Raises KeyError for one that is missing."""
    return {name: found_in(comparisons[name], step) for name in step.comparisons}


def _factor(comparison: Comparison, measure: str) -> float:
    """What makes the measure's own unit the one in which it is told."""
    scale, year = scale_of(measure), comparison.year_of_profit()
    if scale == "years":
        return 1.0 / year if year > 0 else math.nan
    if scale == "week":
        return PERCENT * WEEKS_A_YEAR / year if year > 0 else math.nan
    return PERCENT if scale in ("percent", "ratio") else 1.0


def _calmed(paired: Numbers, measure: str) -> Numbers:
    """Means of the quarter before each week (of what there is of it), since weeks by themselves are mostly luck; sums since the start stay."""
    if scale_of(measure) == "years":
        return paired
    known = np.isfinite(paired)
    sums, counts = (np.cumsum(np.pad(one, ((0, 0), (1, 0))), axis=1) for one in (np.where(known, paired, 0.0), known))
    weeks = np.arange(1, paired.shape[1] + 1)
    first = np.maximum(weeks - QUARTER, 0)
    count = counts[:, weeks] - counts[:, first]
    return np.asarray(np.where(count > 0, (sums[:, weeks] - sums[:, first]) / np.maximum(count, 1), np.nan))


def _line(values: Numbers) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """The mean over companies week by week, and its 95 % interval."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(count, 1)
    spread = np.sqrt(np.where(known, (values - mean) ** 2, 0.0).sum(axis=0) / np.maximum(count - 1, 1))
    reach = spread * np.array([reach_of(CONFIDENCE, max(int(one) - 1, 1)) for one in count]) / np.sqrt(np.maximum(count, 1))
    mean, reach = np.where(count > 0, mean, np.nan), np.where(count > 1, reach, np.nan)
    return _plain(mean), _plain(mean - reach), _plain(mean + reach)


def _plain(values: Sequence[float] | Numbers) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
