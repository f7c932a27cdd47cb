"""Randomised trials inside the model: what a real study would have found, beside what it can never see, the same companies without the treatment.

Every company is lived twice under the same luck, with and without the treatment; a lot then decides which of its two lives the trial gets to see. Levers are
set for whole companies, so companies are what is randomised; a branch that is treated alone is a company of one unit, which shares nothing with others.
A company gives one number for each measure (the mean of a window), so its people, teams and weeks are never counted as independent of each other.

    randomised     half of the companies are treated; difference of means after, Welch's interval, chance by drawing lots anew
    before-after   the same companies; difference of the changes since before the treatment
    matched pairs  companies are paired by how they stood before; one of each pair is treated; mean difference within pairs

Source: Fisher 1935 (lots drawn anew); Welch 1947; Imai, King and Nall 2009 (matched pairs); Bertrand, Duflo and Mullainathan 2004 (one number for a cluster).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.lab.result import Result
from sim.lab.spread import CONFIDENCE, interval
from sim.lab.student import reach_of
from sim.measures.measure import WEEKS_A_YEAR, Numbers

DESIGNS = ("randomised", "before-after", "matched pairs")
LOTS, FEWEST = 2000, 4
TRIALS = 500
POWER = 0.8
"""A trial is called large enough when four of five of its kind see the true effect."""


@dataclass(frozen=True)
class Seen:
    """What one design finds in one trial: the effect with its interval, and the chance of as much by the lot alone (NaN where it was not reckoned)."""

    design: str
    effect: float
    low: float
    high: float
    chance: float
    companies: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Twins:
    """What companies are like with and without the treatment, under the same luck: a number each, after and before it begins (the same in both lives)."""

    without: Numbers
    treated: Numbers
    before: Numbers | None = None

    @property
    def truth(self) -> float:
        """The true mean effect on these companies: no real study can see it."""
        return float((self.treated - self.without).mean())

    def of(self, companies: NDArray[np.intp]) -> Twins:
        """Some of the companies."""
        return Twins(self.without[companies], self.treated[companies], None if self.before is None else self.before[companies])

    def designs(self) -> tuple[str, ...]:
        """The designs that can be run: what needs a time before the treatment needs one."""
        return DESIGNS if self.before is not None else DESIGNS[:1]


@dataclass(frozen=True)
class Found:
    """One measure of a trial: each design's finding, the truth with its interval over companies, and how a trial of each size would fare."""

    measure: str
    title: str
    unit: str
    twins: Twins
    seen: tuple[Seen, ...]
    truth: float
    truth_low: float
    truth_high: float
    spread: float
    needed: dict[str, int | None] = field(default_factory=dict)
    power: dict[str, dict[int, float]] = field(default_factory=dict)


def half_treated(companies: int, luck: np.random.Generator) -> NDArray[np.bool_]:
    """A lot that treats half of the companies (the smaller half of an odd number)."""
    treated = np.zeros(companies, dtype=np.bool_)
    treated[luck.permutation(companies)[: companies // 2]] = True
    return treated


def welch(treated: Numbers, control: Numbers) -> tuple[float, float, float]:
    """Difference of two means with its 95 % interval, where the two groups may differ in spread; NaN ends for groups of one."""
    gap = float(treated.mean() - control.mean())
    if min(treated.size, control.size) < 2:
        return gap, math.nan, math.nan
    a, b = float(treated.var(ddof=1)) / treated.size, float(control.var(ddof=1)) / control.size
    if a + b <= 0.0:
        return gap, gap, gap
    freedom = (a + b) ** 2 / (a * a / (treated.size - 1) + b * b / (control.size - 1))
    reach = reach_of(CONFIDENCE, max(int(freedom), 1)) * math.sqrt(a + b)
    return gap, gap - reach, gap + reach


def chance_of(values: Numbers, treated: NDArray[np.bool_], luck: np.random.Generator) -> float:
    """How often another lot alone parts the companies at least as far as this one: Fisher's chance, the lot itself counted in."""
    if treated.sum() < 1 or treated.all():
        return math.nan
    lots = np.argsort(luck.random((LOTS, values.size)), axis=1)[:, : int(treated.sum())]
    sums = values[lots].sum(axis=1)
    whole, n, m = float(values.sum()), int(treated.sum()), int((~treated).sum())
    gaps = sums / n - (whole - sums) / m
    mine = abs(float(values[treated].mean() - values[~treated].mean()))
    return float((1 + (np.abs(gaps) >= mine - 1e-12 * max(mine, 1e-300)).sum()) / (LOTS + 1))


def tried(twins: Twins, design: str, luck: np.random.Generator, with_chance: bool = False) -> Seen:
    """One trial in one design: a lot is drawn, and only the life that it gives each company is looked at."""
    many = twins.without.size
    if design == "matched pairs":
        return _in_pairs(twins, luck)
    treated = half_treated(many, luck)
    shown = np.where(treated, twins.treated, twins.without)
    values = shown - twins.before if design == "before-after" and twins.before is not None else shown
    gap, low, high = welch(values[treated], values[~treated])
    return Seen(design, gap, low, high, chance_of(values, treated, luck) if with_chance else math.nan, many)


def _in_pairs(twins: Twins, luck: np.random.Generator) -> Seen:
    """Companies next to each other in what they were before make a pair; a coin treats one of each. One company may be left over."""
    if twins.before is None:
        raise ValueError("matched pairs need a time before the treatment")
    order = np.argsort(twins.before, kind="stable")
    pairs = order[: order.size // 2 * 2].reshape(-1, 2)
    first = luck.random(len(pairs)) < 0.5
    one, other = np.where(first, pairs[:, 0], pairs[:, 1]), np.where(first, pairs[:, 1], pairs[:, 0])
    gaps = twins.treated[one] - twins.without[other]
    low, high = interval(gaps)
    return Seen("matched pairs", float(gaps.mean()), low, high, math.nan, 2 * len(pairs))


def error_of_one(twins: Twins, design: str) -> float:
    """The standard error of a trial of four companies, two in each arm, by the companies' spread; it falls with the root of their number. NaN below four."""
    if twins.without.size < FEWEST:
        return math.nan
    before = twins.before if twins.before is not None and design != "randomised" else np.zeros_like(twins.without)
    if design == "matched pairs":
        order = np.argsort(before, kind="stable")
        pairs = order[: order.size // 2 * 2].reshape(-1, 2)
        gaps = np.concatenate([twins.treated[pairs[:, 0]] - twins.without[pairs[:, 1]], twins.treated[pairs[:, 1]] - twins.without[pairs[:, 0]]])
        return float(gaps.std(ddof=1)) / math.sqrt(2.0)
    spread = (twins.treated - before).var(ddof=1) + (twins.without - before).var(ddof=1)
    return math.sqrt(float(spread) / 2.0)


def companies_needed(twins: Twins, design: str) -> int | None:
    """How many companies a trial needs to see the true effect in four of five trials; None where there is nothing to see."""
    error, truth = error_of_one(twins, design), abs(twins.truth)
    if not math.isfinite(error) or truth <= 0.0 or error / truth > 1e3:
        return None
    wanted = FEWEST
    for _ in range(50):
        freedom = max(wanted // 2 - 1 if design == "matched pairs" else wanted - 2, 1)
        reach = reach_of(CONFIDENCE, freedom) + reach_of(2.0 * POWER - 1.0, freedom)
        larger = 2 * math.ceil(max(4.0 * (reach * error / truth) ** 2, FEWEST) / 2.0)
        if larger <= wanted:
            break
        wanted = wanted + 2 if wanted < 40 else larger
    return wanted


def power_at(twins: Twins, design: str, companies: int, luck: np.random.Generator) -> float:
    """The share of trials of some of these companies that find an effect the way it truly goes, with an interval that leaves out zero."""
    hits = 0
    for _ in range(TRIALS):
        drawn = luck.permutation(twins.without.size)[:companies]
        seen = tried(twins.of(drawn), design, luck)
        hits += seen.is_clear and seen.effect * twins.truth > 0.0
    return hits / TRIALS


def sizes_up_to(companies: int) -> list[int]:
    """Sizes of trials to look at: 8, 16, 32 and so on, and all."""
    doubled = [size for size in (8 * 2**k for k in range(20)) if size < companies]
    return [*doubled, companies]


def judged(control: Result, treatment: Result, measure: str, from_week: int, seed: int, sizes: Sequence[int] | None = None) -> Found:
    """A trial's findings in one measure: the last year (or what of it was treated) after, the year (or less) before. Raises UnknownMeasure.

    Companies that have no number in one of their lives, such as those that ended, are left out of both."""
    twins = twins_of(control, treatment, measure, from_week)
    luck = np.random.default_rng([seed, 77])
    seen = tuple(tried(twins, design, luck, with_chance=True) for design in twins.designs()) if twins.without.size >= FEWEST else ()
    low, high = interval(twins.treated - twins.without)
    about = control.measure(measure)
    looked = [size for size in (sizes_up_to(twins.without.size) if sizes is None else sizes) if FEWEST <= size <= twins.without.size]
    return Found(measure, about.title, about.unit, twins, seen, twins.truth if twins.without.size else math.nan, low, high,
                 float(twins.without.std(ddof=1)) if twins.without.size > 1 else math.nan,
                 {design: companies_needed(twins, design) for design in twins.designs()},
                 {design: {size: power_at(twins, design, size, luck) for size in looked} for design in twins.designs()})


def twins_of(control: Result, treatment: Result, measure: str, from_week: int) -> Twins:
    """The numbers of a measure with and without the treatment, for companies that have one in both lives."""
    after = min(WEEKS_A_YEAR, control.weeks - from_week)
    without, treated = (one.reading_at(measure, one.weeks, after) for one in (control, treatment))
    before = control.reading_at(measure, from_week, min(WEEKS_A_YEAR, from_week)) if from_week else np.zeros_like(without)
    known = np.isfinite(without) & np.isfinite(treated) & np.isfinite(before)
    return Twins(without[known], treated[known], before[known] if from_week else None)
