"""Policies compared in identical companies: the same replication meets the same luck under each, so that what differs is the policy."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab import spread
from sim.lab.result import Result
from sim.lab.spread import Spread, interval
from sim.measures import HEADLINES, OUTCOMES, WEEKS_A_YEAR, Direction, Numbers
from sim.measures.intervals import Estimate
from sim.measures.measure import QUARTER
from sim.measures.pairs import quarter_means, stretch_below


@dataclass(frozen=True)
class Difference:
    """A scenario less the baseline. `low` and `high` bound the mean with 95 % confidence; they are NaN for fewer than two pairs.

    `better`, `worse` and `equal` count pairs; for measures of which neither way is better, `better` counts those that are higher.
    Under several members of an ensemble means and interval are over members, and `over` tells luck from what is not known about companies."""

    measure: str
    title: str
    unit: str
    direction: Direction
    baseline: float
    scenario: float
    mean: float
    low: float
    high: float
    better: int
    worse: int
    equal: int
    over: Spread | None = None

    @property
    def pairs(self) -> int:
        """How many pairs of identical companies have data."""
        return self.better + self.worse + self.equal

    @property
    def counted(self) -> tuple[int, int]:
        """In how many of how many the scenario is better: members by their means where there are several, else pairs."""
        return (self.better, self.pairs) if self.over is None else (self.over.better, self.over.members)

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True)
class Dip:
    """The worst quarter of the mean paired difference in weekly profit. `week` ends that quarter; `weeks_below` counts quarters' ends below zero around it."""

    depth: float
    low: float
    high: float
    week: int
    weeks_below: int

    @property
    def is_clear(self) -> bool:
        """Whether even the upper end of the interval lies below zero."""
        return self.high < 0.0


@dataclass(frozen=True)
class BreakEven:
    """When the costs of a policy are earned back: the first week (from 1) after which the mean cumulative difference stays at or above zero; None for never.

    `share` is the part of the pairs (of members, by their means, where there are several) that have earned it back at the horizon."""

    week: int | None
    share: float


class Comparison:
    """Results of several scenarios against one of them, pair by pair of identical companies; `note` says why an ensemble that is there was left out."""

    def __init__(self, results: Sequence[Result], baseline: int = 0, note: str = "") -> None:
        """Raises ValueError for fewer than two results, a baseline that is not there, or results that differ in replications, weeks, seed or members."""
        self.results, self.note = list(results), note
        if len(self.results) < 2:
            raise ValueError("a comparison needs at least two results")
        if not 0 <= baseline < len(self.results):
            raise ValueError(f"baseline {baseline} is not one of the {len(self.results)} results (0 to {len(self.results) - 1})")
        self.baseline = baseline
        self._refuse_unlike()
        self.labels = labels([result.name for result in self.results])
        self.replications, self.weeks = self.results[0].replications, self.results[0].weeks
        self.members = self.results[0].members

    def _refuse_unlike(self) -> None:
        for what in ("replications", "weeks", "seed"):
            values = [result.provenance.get("seed") if what == "seed" else getattr(result, what) for result in self.results]
            if len(set(values)) > 1:
                raise ValueError(f"results can be paired only when all have the same {what}; here: {', '.join(map(str, values))}")
        if any(result.members != self.results[0].members for result in self.results):
            raise ValueError("results can be paired only when all have the same members of an ensemble")

    @property
    def base(self) -> Result:
        """The result that the others are compared with."""
        return self.results[self.baseline]

    @property
    def several(self) -> bool:
        """Whether several members of an ensemble were run, so that two kinds of doubt can be told."""
        return len(self.members) > 1

    @property
    def each(self) -> int:
        """How many companies of each member were run; all of them where there is one member, or none."""
        return self.replications // max(len(self.members), 1)

    def by_member(self, values: Numbers) -> Numbers:
        """Values by [member, its company, ...] of values by [company, ...]."""
        return values.reshape(max(len(self.members), 1), self.each, *values.shape[1:])

    def units(self, values: Numbers) -> Numbers:
        """What counts as one observation: the mean of a member where there are several, else a company."""
        return spread.member_means(self.by_member(values)) if self.several else values

    def sure(self, values: Numbers) -> tuple[float, float]:
        """The 95 % interval of the mean of values by company; over members where there are several."""
        return interval(self.units(values))

    @property
    def others(self) -> list[int]:
        """The places of all results but the baseline."""
        return [place for place in range(len(self.results)) if place != self.baseline]

    def _which(self, scenario: int | None) -> int:
        place = self.others[0] if scenario is None else scenario
        if place not in self.others:
            raise ValueError(f"scenario {place} cannot be compared with the baseline {self.baseline}; choose one of {self.others}")
        return place

    def _horizon(self, weeks: int | None) -> int:
        horizon = self.weeks if weeks is None else weeks
        if not min(1, self.weeks) <= horizon <= self.weeks:
            raise ValueError(f"horizon {horizon} lies outside these runs of {self.weeks} weeks")
        return horizon

    def paired(self, measure: str, scenario: int | None = None) -> Numbers:
        """The scenario less the baseline by [replication, week]. The first scenario that is not the baseline unless told otherwise. Raises UnknownMeasure."""
        return self.results[self._which(scenario)].series(measure) - self.base.series(measure)

    def difference(self, measure: str, horizon_weeks: int | None = None, scenario: int | None = None) -> Difference:
        """The difference at the horizon: the mean of the year before it (sums since the start: the value there), with its paired 95 % interval.

        Raises UnknownMeasure (a KeyError), and ValueError for a horizon or scenario outside the comparison."""
        place, horizon = self._which(scenario), self._horizon(horizon_weeks)
        ours, theirs = self.results[place].reading_at(measure, horizon), self.base.reading_at(measure, horizon)
        both = np.isfinite(ours) & np.isfinite(theirs)
        gap = ours[both] - theirs[both]
        about = self.base.measure(measure)
        good = -gap if about.better == "down" else gap
        low, high = interval(gap)
        base, value, mean = (float(values.mean()) if values.size else math.nan for values in (theirs[both], ours[both], gap))
        better, worse = int((good > 0).sum()), int((good < 0).sum())
        found = Difference(measure, about.title, about.unit, about.better, base, value, mean, low, high, better, worse, gap.size - better - worse)
        return self._over_members(found, np.where(both, theirs, np.nan), np.where(both, ours, np.nan)) if self.several else found

    def _over_members(self, found: Difference, theirs: Numbers, ours: Numbers) -> Difference:
        """The same difference with members as what is counted, each as much as any other."""
        over = spread.spread_of(self.by_member(ours - theirs), found.direction == "down")
        means = [self.units(values) for values in (theirs, ours)]
        base, value = (float(one[np.isfinite(one)].mean()) if np.isfinite(one).any() else math.nan for one in means)
        return dataclasses.replace(found, baseline=base, scenario=value, mean=over.mean, low=over.low, high=over.high, over=over)

    def doubts(self, scenario: int | None = None) -> tuple[Estimate, Estimate]:
        """How far luck moves one company's difference in summed profit, and how far members' own differences lie apart: SDs in euro with 95 % intervals.

        Raises ValueError unless several members were run."""
        if not self.several:
            raise ValueError("luck and what is not known are told apart only over several members of an ensemble")
        ours, theirs = (result.reading_at("cumulative_profit", self.weeks) for result in (self.results[self._which(scenario)], self.base))
        return spread.doubts(self.by_member(ours - theirs))

    def alone(self, measure: str, place: int) -> float:
        """A scenario's own mean of a measure at the horizon, over the companies that have data, whatever became of their twins; NaN where none has."""
        values = self.results[place].reading_at(measure, self.weeks)
        known = values[np.isfinite(values)]
        return float(known.mean()) if known.size else math.nan

    def profit(self, horizon_weeks: int | None = None, scenario: int | None = None) -> Difference:
        """The difference in profit summed from the start to the horizon, in euro. Raises ValueError as `difference` does."""
        return self.difference("cumulative_profit", horizon_weeks, scenario)

    def year_of_profit(self) -> float:
        """One year of the reference's profit, in euro: the yardstick for differences."""
        return self.base.reading.yard("profit_week") * WEEKS_A_YEAR

    def dip(self, scenario: int | None = None) -> Dip | None:
        """The lowest 13-week mean of the mean paired difference in weekly profit (euro a week), with its 95 % interval; None for runs shorter than a quarter.

        The lowest of many noisy weeks looks low even when nothing happens: trust it only where `is_clear` holds."""
        if self.weeks < QUARTER:
            return None
        quarters = quarter_means(self.paired("profit", scenario))
        mean = quarters.mean(axis=0)
        lowest = int(mean.argmin())
        low, high = self.sure(quarters[:, lowest])
        return Dip(float(mean[lowest]), low, high, lowest + QUARTER, stretch_below(mean, lowest))

    def break_even_week(self, scenario: int | None = None) -> int | None:
        """The first week (from 1) after which the mean paired cumulative profit difference stays at or above zero to the horizon; None when never."""
        return self.break_even(scenario).week

    def break_even(self, scenario: int | None = None) -> BreakEven:
        """When the mean company, and what share of companies, has earned back what the policy cost."""
        week = OUTCOMES["break_even_week"].compute(self.paired("profit", scenario))
        ahead = self.units(self.paired("cumulative_profit", scenario)[:, -1:]) >= 0.0
        return BreakEven(None if math.isnan(week) else int(week), float(ahead.mean()) if self.weeks else math.nan)

    def pareto(self, horizon_weeks: int | None = None) -> dict[str, float]:
        """For each scenario by label, the share of companies in which no other scenario betters its three voices. Raises ValueError as `difference` does."""
        horizon, about = self._horizon(horizon_weeks), OUTCOMES["pareto_share"]
        voices = np.stack([np.stack([result.reading_at(name, horizon) for name in about.needs], axis=-1) for result in self.results])
        return dict(zip(self.labels, (float(share) for share in about.compute(voices)), strict=True))

    def table(self, measures: Sequence[str] = HEADLINES, horizon_weeks: int | None = None) -> list[dict[str, Any]]:
        """Rows for tables and files: one for each scenario but the baseline and each measure, with means, interval and counts of pairs."""
        return [
            {
                "scenario": self.labels[place],
                "baseline_scenario": self.labels[self.baseline],
                "measure": row.measure,
                "title": row.title,
                "unit": row.unit,
                "better": row.direction,
                "baseline": row.baseline,
                "value": row.scenario,
                "difference": row.mean,
                "low": row.low,
                "high": row.high,
                "pairs": row.pairs,
                "pairs_better": row.better,
                "pairs_worse": row.worse,
                **(_columns(row.over) if row.over else {}),
            }
            for place in self.others
            for row in (self.difference(name, horizon_weeks, place) for name in measures)
        ]

    def verdict(self, scenario: int | None = None) -> str:
        """What the comparison shows, in plain sentences, and what it cannot show."""
        from sim.lab.verdict import verdict

        return verdict(self, self._which(scenario))


def _columns(over: Spread) -> dict[str, Any]:
    """What tables and files say about members."""
    return {"members": over.members, "members_better": over.better, "luck_sd": over.luck, "unknown_sd": over.unknown, "member_means_sd": over.together,
            "members_low": over.lowest, "members_high": over.highest}


def labels(names: Sequence[str]) -> list[str]:
    """Names told apart: scenarios with equal names get their place behind it."""
    told: list[str] = []
    folded = [name.casefold() for name in names]
    for place, name in enumerate(names):
        label = f"{name} ({place + 1})" if folded.count(name.casefold()) > 1 else name
        while label.casefold() in {other.casefold() for other in told} or (label != name and label.casefold() in folded):
            label += f" ({place + 1})"
        told.append(label)
    return told
