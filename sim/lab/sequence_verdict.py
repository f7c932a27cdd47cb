"""Which differences between orders are clear: paired by company, and corrected for looking at many at once.

    t of a difference = its mean over companies / its standard error;   clear = |t| > reach
    reach = the 95 % point of the largest |t| of all differences looked at together, when the residuals of whole companies change their signs by lot

Signs are drawn for a company as a whole, so that what orders share in one company stays shared (wild bootstrap, Mammen 1993; the largest |t|, Westfall and
Young 1993): the chance that any of the intervals misses is held at 5 %, without the price of counting near-copies as different questions. It is never
narrower than Student's. Under members of an ensemble, means of members are what is counted. With fewer than six of them nothing is called clear.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.lab.sequence_plans import Plan
from sim.lab.sequence_runs import Lived
from sim.lab.spread import CONFIDENCE, interval, member_means
from sim.lab.student import reach_of
from sim.measures import Numbers
from sim.measures.intervals import Estimate, wilson
from sim.measures.measure import QUARTER
from sim.measures.pairs import break_even_week, quarter_means, stretch_below

DRAWS, FEWEST = 2000, 6
MOST_TRIED = 8
"""Up to so many steps the order that agrees best with all pairs is looked for among all orders."""


@dataclass(frozen=True)
class Counting:
    """What counts as one observation: a company, or the mean of a member's companies."""

    members: int = 0

    def units(self, values: Numbers) -> Numbers:
        """Values by [unit, ...] of values by [company, ...]."""
        if self.members < 2:
            return values
        return member_means(values.reshape(self.members, values.shape[0] // self.members, *values.shape[1:]))

    def mean(self, values: Numbers) -> Estimate:
        """The mean of values by [company] with its 95 % interval over units; what is missing is left out."""
        units = self.units(values)
        known = units[np.isfinite(units)]
        low, high = interval(known)
        return Estimate(float(known.mean()) if known.size else math.nan, low, high, int(known.size))

    def share(self, yes: Numbers) -> Estimate:
        """A share of companies with Wilson's interval; where there are several members, as wide as if each were one company."""
        if not np.isfinite(yes).all() or not yes.size:
            return Estimate(math.nan)
        share, count = float(yes.mean()), self.members if self.members > 1 else int(yes.size)
        return Estimate(share, *wilson(share * count, count), count)


def is_clear(one: Estimate) -> bool:
    """Whether the interval leaves out zero."""
    return one.low > 0.0 or one.high < 0.0


def reach_together(blocks: Iterable[Numbers], units: int, draws: int = DRAWS, seed: int = 1) -> float:
    """How many standard errors all differences may lie from nothing by luck, with 95 % chance for all together. Blocks hold differences by [row, unit];
    NaN for fewer than six units."""
    if units < FEWEST:
        return math.nan
    signs = np.random.default_rng(seed).integers(0, 2, (draws, units)) * 2.0 - 1.0
    top = np.zeros(draws)
    for rows in blocks:
        centred = rows - rows.mean(axis=1, keepdims=True)
        square = (centred**2).mean(axis=1)
        moved = square > 1e-18 * max(float((rows**2).max(initial=0.0)), 1e-300)
        if moved.any():
            mean = signs @ centred[moved].T / units
            error = np.sqrt(np.maximum(square[moved] - mean**2, 1e-12 * square[moved]) / (units - 1))
            top = np.maximum(top, (np.abs(mean) / error).max(axis=1))
    return max(float(np.quantile(top, CONFIDENCE)), reach_of(CONFIDENCE, units - 1))


def pair_blocks(values: Numbers) -> Iterator[Numbers]:
    """All differences between rows of values by [row, unit], some at a time."""
    for row in range(values.shape[0] - 1):
        yield values[row] - values[row + 1 :]


def bounded(rows: Numbers, reach: float) -> list[Estimate]:
    """Means of rows by [row, unit] with intervals of that reach."""
    count = rows.shape[1]
    error = rows.std(axis=1, ddof=1) / math.sqrt(count) if count > 1 else np.full(rows.shape[0], math.nan)
    return [Estimate(float(mean), float(mean - reach * one), float(mean + reach * one), count) for mean, one in zip(rows.mean(axis=1), error, strict=True)]


@dataclass(frozen=True)
class Dip:
    """The worst quarter of the mean paired difference in weekly profit, with the week that ends it, and how long the mean lies below zero around it."""

    depth: Estimate
    week: int
    weeks_below: int


def dip_of(gap: Numbers, counting: Counting) -> Dip | None:
    """The dip of a paired difference in weekly profit by [company, week]; None for runs below a quarter."""
    if gap.shape[1] < QUARTER:
        return None
    quarters = quarter_means(gap)
    mean = counting.units(quarters).mean(axis=0)
    lowest = int(mean.argmin())
    return Dip(counting.mean(quarters[:, lowest]), lowest + QUARTER, stretch_below(mean, lowest))


def break_even_of(gap: Numbers, counting: Counting) -> tuple[int | None, float]:
    """The first week after which the mean summed difference stays at or above zero, and the share of companies that are ahead at the horizon."""
    week = break_even_week(counting.units(gap))
    return None if math.isnan(week) else int(week), float((gap.sum(axis=1) >= 0.0).mean()) if gap.size else math.nan


def regret_of(values: Numbers) -> tuple[Numbers, Numbers]:
    """By [plan, company] of what is gained: how far each plan stays behind the best one of the same company, and in which companies it is the best."""
    best = values.max(axis=0)
    return best - values, (values >= best).astype(np.float64)


def gone_back(lived: Lived, patience: float) -> Numbers:
    """By [company], 1 where leaders with such patience go back on the plan; NaN where their disappointment was not recorded."""
    return np.where(np.isfinite(lived.disappointed), (lived.disappointed >= patience) * 1.0, np.nan)


@dataclass(frozen=True)
class Contrast:
    """What difference it makes that one step comes before another, or comes first of all: in the measure that orders are ranked by."""

    first: str
    second: str
    effect: Estimate
    plans: int


def _groups(plans: Sequence[Plan], names: Sequence[str]) -> list[list[int]]:
    """Plans of one pace that begin every step, not all at once."""
    found: dict[str, list[int]] = {}
    for place, one in enumerate(plans):
        if len(one.order) == len(names) and not one.together:
            found.setdefault(one.pacing, []).append(place)
    return list(found.values())


def _between(values: Numbers, groups: Sequence[tuple[list[int], list[int]]]) -> tuple[Numbers, int] | None:
    """The mean of some plans less the mean of others by [unit], within each pace, then over paces; None where a pace has but one kind everywhere."""
    some = [(ours, theirs) for ours, theirs in groups if ours and theirs]
    if not some:
        return None
    rows = [values[ours].mean(axis=0) - values[theirs].mean(axis=0) for ours, theirs in some]
    return np.mean(rows, axis=0), sum(len({*ours, *theirs}) for ours, theirs in some)


def precedence(plans: Sequence[Plan], values: Numbers, names: Sequence[str]) -> list[Contrast]:
    """For each pair of steps, what plans gain in which the first one begins earlier, against plans in which it begins later (values by [plan, unit])."""
    found = []
    for one, other in itertools.combinations(names, 2):
        groups = []
        for group in _groups(plans, names):
            starts = {place: dict(zip(plans[place].order, plans[place].starts, strict=True)) for place in group}
            groups.append(([p for p in group if starts[p][one] < starts[p][other]], [p for p in group if starts[p][one] > starts[p][other]]))
        between = _between(values, groups)
        if between is not None:
            found.append((one, other, *between))
    return _contrasts(found)


def comes_first(plans: Sequence[Plan], values: Numbers, names: Sequence[str]) -> list[Contrast]:
    """For each step, what plans gain that begin with it, against the mean of all plans of the same paces that begin with one step."""
    found = []
    for one in names:
        groups = []
        for group in _groups(plans, names):
            alone = [p for p in group if plans[p].starts[0] < plans[p].starts[1]]
            groups.append(([p for p in alone if plans[p].order[0] == one], alone))
        between = _between(values, groups)
        if between is not None:
            found.append((one, "", *between))
    return _contrasts(found)


def _contrasts(found: Sequence[tuple[str, str, Numbers, int]]) -> list[Contrast]:
    """Contrasts with intervals that hold for all of them together."""
    if not found:
        return []
    rows = np.stack([values for _, _, values, _ in found])
    bounds = bounded(rows, reach_together([rows], rows.shape[1]))
    return [Contrast(one, other, bound, count) for (one, other, _, count), bound in zip(found, bounds, strict=True)]


def agreeing_order(contrasts: Sequence[Contrast], names: Sequence[str]) -> tuple[str, ...]:
    """The order that agrees best with what pairs of steps gain by their order (Kemeny); beyond eight steps by each step's sum over its pairs."""
    gains = np.zeros((len(names), len(names)))
    for one in contrasts:
        a, b = names.index(one.first), names.index(one.second)
        gains[a, b], gains[b, a] = one.effect.value, -one.effect.value
    if len(names) > MOST_TRIED:
        return tuple(names[place] for place in np.argsort(-gains.sum(axis=1), kind="stable"))
    tries = np.array(list(itertools.permutations(range(len(names)))))
    total = sum((gains[tries[:, i], tries[:, j]] for i in range(len(names)) for j in range(i + 1, len(names))), np.zeros(len(tries)))
    return tuple(names[place] for place in tries[int(total.argmax())])
