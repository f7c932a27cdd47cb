"""Two kinds of doubt apart: luck within a company, and what is not known about companies.

    difference of a company = mean + its member's own + its luck

A member is one plausible company (a set of parameters); its replications differ by luck alone. The variance of replications about the mean of their member is
luck, pooled over members. Means of members vary by what members differ in and by luck's part in a mean, which is taken off (one way, random effects; nothing
is left below zero). With one replication a member the two cannot be told apart.

Members are what is drawn, so an interval of the mean counts members: companies of one member say the same thing again. The range of members' effects is read
from means that were drawn together around their mean until they vary as members do, without luck (Louis 1984); the raw means would lie too far apart, and
the usual shrunken ones too near together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.lab.student import reach_of
from sim.measures import Numbers
from sim.measures.intervals import Estimate, resampled

CONFIDENCE, RANGE = 0.95, (0.05, 0.95)
"""Chance of an interval, and the ends of the range in which nine of ten members lie."""


class Parts(NamedTuple):
    """Means by [member, ...] and three variances: of these means as they are, of luck between companies of one member, and between members without luck."""

    means: Numbers
    raw: Numbers
    luck: Numbers
    unknown: Numbers


@dataclass(frozen=True)
class Spread:
    """A difference over members. `low` and `high` bound the mean with 95 % confidence; `luck` and `unknown` are SDs; from `lowest` to `highest` reaches the
    middle 90 % of members' own effects. `together` is the SD of members' means as they are, luck's part in them included. NaN is "cannot be said"."""

    members: int
    mean: float
    low: float
    high: float
    luck: float
    unknown: float
    together: float
    lowest: float
    highest: float
    better: int

    @property
    def share_better(self) -> float:
        """The share of members whose mean fares better; NaN without members."""
        return self.better / self.members if self.members else math.nan


NOBODY = Spread(0, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, 0)
"""No member has data."""


def interval(values: Numbers) -> tuple[float, float]:
    """The 95 % interval of the mean of independent values (Student's t); NaN for fewer than two."""
    if values.size < 2:
        return math.nan, math.nan
    reach = reach_of(CONFIDENCE, values.size - 1) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return float(values.mean()) - reach, float(values.mean()) + reach


def _over(above: Numbers, below: Numbers) -> Numbers:
    """A ratio; no data where there is nothing to divide by."""
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan), dtype=np.float64)


def member_means(values: Numbers) -> Numbers:
    """Means by [member, ...] of values by [member, replication, ...]; what is missing is left out."""
    known = np.isfinite(values)
    return _over(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1))


def parts_of(values: Numbers) -> Parts:
    """What luck and what members do to values by [member, replication, ...]. What is missing is left out."""
    known = np.isfinite(values)
    count, means = known.sum(axis=1), member_means(values)
    gaps = np.where(known, values - means[:, None], 0.0)
    luck = _over((gaps**2).sum(axis=(0, 1)), np.maximum(count - 1, 0).sum(axis=0))
    some = count > 0
    members = some.sum(axis=0)
    centre = _over(np.where(some, means, 0.0).sum(axis=0), members)
    raw = _over((np.where(some, means - centre, 0.0) ** 2).sum(axis=0), members - 1)
    in_a_mean = _over(np.where(some, 1.0 / np.maximum(count, 1), 0.0).sum(axis=0), members)
    return Parts(means, raw, luck, np.maximum(raw - luck * in_a_mean, 0.0))


def drawn_together(parts: Parts) -> Numbers:
    """Members' means moved towards their mean until they vary as members do, without luck's part in them."""
    some = np.isfinite(parts.means)
    centre = _over(np.where(some, parts.means, 0.0).sum(axis=0), some.sum(axis=0))
    share = np.where(parts.raw > 0, parts.unknown / np.where(parts.raw > 0, parts.raw, 1.0), np.where(np.isfinite(parts.unknown), 0.0, np.nan))
    return np.asarray(centre + np.sqrt(share) * (parts.means - centre), dtype=np.float64)


def spread_of(values: Numbers, lower_is_better: bool = False) -> Spread:
    """A difference by [member, replication], put into one row. Members without data drop out."""
    parts = parts_of(values[np.isfinite(values).any(axis=1)])
    means = parts.means
    if not means.size:
        return NOBODY
    own = drawn_together(parts)
    low, high = interval(means)
    lowest, highest = (float(end) for end in np.quantile(own, RANGE)) if means.size > 1 and np.isfinite(own).all() else (math.nan, math.nan)
    good = -means if lower_is_better else means
    luck, unknown, together = (float(np.sqrt(one)) for one in (parts.luck, parts.unknown, parts.raw))
    return Spread(int(means.size), float(means.mean()), low, high, luck, unknown, together, lowest, highest, int((good > 0).sum()))


def doubts(values: Numbers) -> tuple[Estimate, Estimate]:
    """How far luck moves one company, and how far members lie apart (SDs), each with its 95 % interval over members that are drawn anew."""
    known = np.isfinite(values)
    count, means = known.sum(axis=1), member_means(values)
    some = count > 0
    squares = (np.where(known, values - means[:, None], 0.0) ** 2).sum(axis=1)
    parts = np.stack([squares, np.maximum(count - 1.0, 0.0), 1.0 / np.maximum(count, 1), means, means**2], axis=1)[some]
    members = max(len(parts), 2)

    def luck(one: Numbers) -> Numbers:
        return np.asarray(np.sqrt(_over(one[0], one[1])), dtype=np.float64)

    def unknown(one: Numbers) -> Numbers:
        raw = (one[4] - one[3] ** 2) * members / (members - 1)
        return np.asarray(np.sqrt(np.maximum(raw - _over(one[0], one[1]) * one[2], 0.0)), dtype=np.float64)

    return resampled(parts, luck), resampled(parts, unknown)
