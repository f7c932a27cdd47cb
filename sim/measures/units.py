"""Business units measured as the studies measured them, so that model and study can be held side by side.

A study of units takes an average over a unit and over a year, through a survey with noise, and correlates unit-years. What it finds depends on that: a weekly
weight of .06 can be a correlation of .2 between units. So correlate, split and correct here exactly as they did, and never compare a rule with a correlation.

Arrays of units are [unit, year] or longer; missing data are NaN and drop out pair by pair. Source: Harter, Schmidt and Hayes 2002; Gallup Q12 meta-analyses
(quartile split); Hunter and Schmidt 2004 (corrections, pooling).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import WEEKS_A_YEAR, Numbers, divide


def by_unit(values: NDArray[Any], units: int, weights: NDArray[Any] | None = None) -> Numbers:
    """Team columns by [..., team] brought to units by [..., unit]: sums, or means when weights (heads) are given. Every unit has as many teams.

    Raises ValueError when the teams cannot be shared out evenly."""
    if units < 1 or values.shape[-1] % units:
        raise ValueError(f"{values.shape[-1]} teams cannot be shared out evenly over {units} units")
    shape = (*values.shape[:-1], units, values.shape[-1] // units)
    each = np.asarray(values, dtype=np.float64).reshape(shape)
    if weights is None:
        return np.asarray(each.sum(axis=-1))
    heavy = np.asarray(weights, dtype=np.float64).reshape(shape)
    return divide((each * heavy).sum(axis=-1), heavy.sum(axis=-1))


def by_year(values: Numbers, window: int = WEEKS_A_YEAR, how: str = "mean") -> Numbers:
    """Weeks by [..., week, unit] brought to windows by [..., unit, window]; weeks that do not fill a window are left out. `how` is "mean", "sum" or "last".

    Raises ValueError for another `how` or a window below one week."""
    if how not in ("mean", "sum", "last") or window < 1:
        raise ValueError(f'how is "mean", "sum" or "last" and the window at least a week, not {how!r} and {window}')
    years = values.shape[-2] // window
    kept = values[..., : years * window, :]
    cut = np.moveaxis(kept.reshape(*kept.shape[:-2], years, window, kept.shape[-1]), -1, -3)
    return np.asarray(cut[..., -1] if how == "last" else cut.mean(axis=-1) if how == "mean" else cut.sum(axis=-1), dtype=np.float64)


def surveyed(truth: Numbers, answers: Numbers | float, within_sd: float, seed: int) -> Numbers:
    """What a survey finds: the unit's true mean plus the luck of who answers, SD within_sd / root of the answers. No answers, no data."""
    number = np.broadcast_to(np.asarray(answers, dtype=np.float64), truth.shape)
    noise = np.random.default_rng(seed).standard_normal(truth.shape)
    return np.where(number > 0, truth + within_sd * noise / np.sqrt(np.where(number > 0, number, 1.0)), np.nan)


def unit_reliability(share_between: float, answers: float) -> float:
    """How far a mean of so many answers repeats itself, when units differ by this share of all variance (Spearman-Brown)."""
    return answers * share_between / (1.0 + (answers - 1.0) * share_between)


def share_between(values: Numbers, group: NDArray[Any]) -> float:
    """The share of variance that lies between groups: ICC(1) by analysis of variance, for groups of unequal size. NaN with one group, or no two alike."""
    _, place = np.unique(group, return_inverse=True)
    size = np.bincount(place).astype(np.float64)
    if size.size < 2 or values.size <= size.size:
        return math.nan
    mean = np.bincount(place, values) / size
    within = float(((values - mean[place]) ** 2).sum()) / (values.size - size.size)
    between = float((size * (mean - values.mean()) ** 2).sum()) / (size.size - 1)
    usual = (values.size - float((size**2).sum()) / values.size) / (size.size - 1)
    whole = between + (usual - 1.0) * within
    return (between - within) / whole if whole > 0 else math.nan


def correlation(x: Numbers, y: Numbers) -> float:
    """Pearson's r over all pairs that have data; NaN for fewer than three, or where one side does not vary."""
    one, other = np.ravel(x), np.ravel(y)
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < 3:
        return math.nan
    a, b = one[both] - one[both].mean(), other[both] - other[both].mean()
    size = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / size if size > 0 else math.nan


def corrected(observed: float, reliability: float, other_reliability: float = 1.0) -> float:
    """A correlation freed of the noise of its measures ("true score"): observed / root of the product of reliabilities, kept within -1 and 1."""
    if not (0.0 < reliability <= 1.0 and 0.0 < other_reliability <= 1.0):
        return math.nan
    return max(-1.0, min(1.0, observed / math.sqrt(reliability * other_reliability)))


@dataclass(frozen=True)
class Pooled:
    """Correlations of several organisations put together: the mean by size, how far they differ, and how much of that is luck of sampling."""

    mean: float
    sd: float
    sd_beyond_luck: float
    share_luck: float
    organisations: int
    units: int


def pooled(correlations: Sequence[float], units: Sequence[int]) -> Pooled:
    """Correlations taken within each organisation, weighted by its units (Hunter and Schmidt's bare bones). Organisations without data drop out."""
    known = [(r, n) for r, n in zip(correlations, units, strict=True) if math.isfinite(r) and n > 2]
    if not known:
        return Pooled(math.nan, math.nan, math.nan, math.nan, 0, 0)
    r, n = np.array([one for one, _ in known]), np.array([float(size) for _, size in known])
    mean = float((n * r).sum() / n.sum())
    spread = float((n * (r - mean) ** 2).sum() / n.sum())
    luck = (1.0 - mean**2) ** 2 / (float(n.mean()) - 1.0)
    share = min(luck / spread, 1.0) if spread > 0 else 1.0
    return Pooled(mean, math.sqrt(spread), math.sqrt(max(spread - luck, 0.0)), share, len(known), int(n.sum()))


@dataclass(frozen=True)
class Split:
    """What units of the top quarter of one measure show in another, against those of the bottom quarter."""

    top: float
    bottom: float
    gap_sd: float

    @property
    def relative(self) -> float:
        """Top against bottom, as a share of the bottom: -.43 is 43 % less."""
        return self.top / self.bottom - 1.0 if self.bottom else math.nan


def quartile_split(x: Numbers, y: Numbers, middle: str = "mean") -> Split:
    """Means (or medians) of y in the top and the bottom quarter of x. For two normal variables the gap is 2.5422 r SDs. NaN for fewer than eight pairs."""
    one, other = np.ravel(x), np.ravel(y)
    both = np.isfinite(one) & np.isfinite(other)
    one, other = one[both], other[both]
    if one.size < 8:
        return Split(math.nan, math.nan, math.nan)
    low, high = np.quantile(one, [0.25, 0.75])
    centre = np.median if middle == "median" else np.mean
    top, bottom, spread = float(centre(other[one >= high])), float(centre(other[one <= low])), float(other.std())
    return Split(top, bottom, (top - bottom) / spread if spread > 0 else math.nan)


@dataclass(frozen=True)
class Study:
    """How a study measured: weeks of its window, answers in a unit, SD of people within a unit, reliability of the outcome's measure, luck of the survey."""

    window: int = WEEKS_A_YEAR
    answers: float = 10.0
    within_sd: float = 1.0
    outcome_reliability: float = 1.0
    seed: int = 1


@dataclass(frozen=True)
class Finding:
    """One link as a study reports it."""

    outcome: str
    observed: float
    corrected: float
    split: Split
    unit_years: int


def unit_study(attitude: Numbers, outcomes: Mapping[str, Numbers], study: Study | None = None) -> dict[str, Finding]:
    """Repeat a study of business units: the true attitude by [organisation, unit, year] is surveyed once a year and held against each outcome of that year.

    Correlations are taken within organisations and years, then pooled by size; the quartile split is taken on deviations from the organisation's year plus
    the grand mean. Correction uses the reliability that the between-unit variance and the answers imply."""
    about = study or Study()
    seen = surveyed(attitude, about.answers, about.within_sd, about.seed)
    between = float(np.nanmean(np.nanvar(attitude, axis=1)))
    reliability = unit_reliability(between / (between + about.within_sd**2), about.answers) if between > 0 else math.nan
    found = {}
    for name, values in outcomes.items():
        pairs = [(seen[o, :, y], values[o, :, y]) for o in range(seen.shape[0]) for y in range(seen.shape[2])]
        sizes = [int((np.isfinite(a) & np.isfinite(b)).sum()) for a, b in pairs]
        mean = pooled([correlation(a, b) for a, b in pairs], sizes).mean
        split = quartile_split(_within(seen), _within(values) + float(np.nanmean(values)))
        found[name] = Finding(name, mean, corrected(mean, reliability, about.outcome_reliability), split, sum(sizes))
    return found


def _within(values: Numbers) -> Numbers:
    """Deviations of units from the mean of their organisation in that year."""
    return np.asarray(values - np.nanmean(values, axis=1, keepdims=True), dtype=np.float64)
