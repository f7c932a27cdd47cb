"""How sure a number is: intervals by resampling firms, by Fisher's transformation, and what a restricted range or unreliable measure did to a correlation.

A study's number is put together from what each firm contributes: rows [firm, part] are averaged over firms, and `combine` makes the number from the mean
parts. So a correlation pooled by size, a ratio of rates or a difference of means is resampled in one way, and one firm alone has its own number too.
Sources: Fisher 1921; Wilson 1927; Efron and Tibshirani 1993 (percentile bootstrap).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.measures.measure import Numbers

NORMAL_REACH = 1.959963984540054
"""How far a normal variable lies from its mean to either side with 95 % chance, in SDs."""
DRAWS, FEWEST_FIRMS = 2000, 6
Combine = Callable[[Numbers], Numbers]


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; the ends are NaN where there is too little to say. `firms` are those with data."""

    value: float
    low: float = math.nan
    high: float = math.nan
    firms: int = 0


def fisher(r: float, pairs: float) -> tuple[float, float]:
    """The 95 % interval of a correlation found in so many independent pairs; NaN for fewer than four."""
    if not math.isfinite(r) or pairs <= 3 or abs(r) >= 1.0:
        return math.nan, math.nan
    reach = NORMAL_REACH / math.sqrt(pairs - 3.0)
    return math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach)


def wilson(hits: float, count: float) -> tuple[float, float]:
    """The 95 % interval of a share, from how many of so many (Wilson 1927); NaN for none."""
    if count <= 0:
        return math.nan, math.nan
    share, square = hits / count, NORMAL_REACH * NORMAL_REACH
    middle = (share + square / (2.0 * count)) / (1.0 + square / count)
    reach = NORMAL_REACH * math.sqrt(share * (1.0 - share) / count + square / (4.0 * count * count)) / (1.0 + square / count)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def resampled(parts: Numbers, combine: Combine, seed: int = 1) -> Estimate:
    """The number that firms make together, with its interval over firms drawn anew (2,000 times, the same every time). Firms with missing parts drop out;
    with fewer than six firms there is a number and no interval."""
    known = parts[np.isfinite(parts).all(axis=1)]
    if not len(known):
        return Estimate(math.nan)
    value = float(combine(known.mean(axis=0)))
    if len(known) < FEWEST_FIRMS:
        return Estimate(value, firms=len(known))
    weights = np.random.default_rng(seed).multinomial(len(known), np.full(len(known), 1.0 / len(known)), DRAWS) / len(known)
    drawn = np.asarray(combine((weights @ known).T), dtype=np.float64)
    drawn = drawn[np.isfinite(drawn)]
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn.size else (math.nan, math.nan)
    return Estimate(value, float(low), float(high), len(known))


def first_over_second(parts: Numbers) -> Numbers:
    """The ratio of the first part to the second: a correlation pooled by size, a rate, a slope."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(parts[0] / parts[1], dtype=np.float64)
