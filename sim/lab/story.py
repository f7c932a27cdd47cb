"""One typical employee, team and customer, week by week under two policies: the same person in the same company, who meets the same luck.

The company is the one whose difference in summed profit lies nearest the median. In it people, teams and customers are ranked on named measures, under
either policy as means over all weeks; typical is who lies nearest the median of all, in SDs between them (the root mean square over measures). People and
customers are chosen among those who are there from the first week to the last under both policies; where nobody is, among those who are there longest. When
the company ends, so does the story. Only what the record holds is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.record import Record
from sim.engine.run import Members, Progress, run_with
from sim.lab.compare import Comparison
from sim.lab.why_worlds import Ground
from sim.measures import Numbers
from sim.parameters import side_by_side
from sim.scenario import Scenario
from sim.state import GROUPS
from sim.vocabulary import rows


@dataclass(frozen=True)
class Cast:
    """A kind of figure: where it stands in the state, on what it is ranked, and what is told of it. `here` and `who` tell presence and identity of a seat."""

    name: str
    group: str
    ranked: tuple[str, ...]
    told: tuple[str, ...]
    here: str = ""
    who: str = ""

    @property
    def recorded(self) -> tuple[str, ...]:
        """The arrays that the engine keeps for it."""
        names = dict.fromkeys((*self.ranked, *self.told, *([self.here, self.who] if self.here else [])))
        return tuple(f"{self.group}.{name}" for name in names)


CASTS = (
    Cast("employee", "people", ("engagement", "exhaustion", "share_care", "share_room"),
         ("engagement", "exhaustion", "trust", "support", "share_output", "share_care", "share_help", "share_room", "share_gaming", "tenure"),
         "present", "generation"),
    Cast("team", "teams", ("engagement", "capability", "quality", "pressure"),
         ("engagement", "exhaustion", "capability", "quality", "pressure", "wait", "heads", "kpi_true", "kpi_reported")),
    Cast("customer", "customers", ("satisfaction", "expectation"), ("satisfaction", "expectation", "demanding", "contact", "failed"), "active", "generation"),
)
DRAWN = {"employee": ("engagement", "exhaustion", "share_room"), "team": ("capability", "quality", "pressure"),
         "customer": ("satisfaction", "expectation", "failed")}
"""What is drawn of each."""
COUNTED = ("contact", "failed")
"""Weeks in which something happened: told as counts."""


@dataclass(frozen=True)
class Figure:
    """One figure: its row in the record, how far it lies from the median (in SDs), how many it was chosen from, and its weeks [policy, week] by what is told.

    `until` is the last week (from 1) in which it was there, by policy."""

    cast: Cast
    row: int
    distance: float
    among: int
    until: tuple[int, int]
    weeks: Mapping[str, Numbers] = field(repr=False)

    def mean(self, name: str, policy: int, first: int, last: int) -> float:
        """The mean over weeks `first` to `last` (from 1), those in which it was there."""
        values = self.weeks[name][policy, first - 1 : last]
        known = values[np.isfinite(values)]
        return float(known.mean()) if known.size else float("nan")

    def count(self, name: str, policy: int) -> int:
        """In how many weeks something happened."""
        return int(np.nansum(self.weeks[name][policy]))


@dataclass(frozen=True)
class Story:
    """The company that was chosen (its place, and its difference in summed profit in years of the reference's) and its figures."""

    names: tuple[str, str]
    company: int
    member: str
    gain: float
    median: float
    figures: tuple[Figure, ...]
    count: int

    @property
    def pictures(self) -> tuple[str, ...]:
        """The picture of this."""
        return ("why_story",)


def unit_of(cast: Cast, name: str) -> tuple[str, str]:
    """Unit and meaning of what is told."""
    about = next(row.about for row in rows(GROUPS[cast.group]) if row.name == name)
    return about.unit, about.meaning


def story(comparison: Comparison, ground: Ground, replications: int, seed: int, progress: Progress | None = None, live: Callable[..., Any] = run_with) -> Story:
    """The story of a comparison of two scenarios whose companies stand on a ground. One company is lived again, with its people on record."""
    gap = comparison.paired("cumulative_profit")[:, -1]
    company, median = _nearest_median(gap)
    member = company // replications if ground.members else 0
    scenarios = [comparison.base.scenario, comparison.results[comparison.others[0]].scenario]
    records = _lived_again(scenarios, ground, company, member, comparison.weeks, seed, progress, live)
    year = 52.0 * float(ground.yardsticks[member]["profit_week"])
    figures = tuple(one for cast in CASTS if (one := _figure(cast, records)) is not None)
    name = ground.members[member] if ground.members else ""
    return Story((comparison.labels[comparison.baseline], comparison.labels[comparison.others[0]]), company, name, float(gap[company]) / year, median / year,
                 figures, len(gap))


def _nearest_median(values: Numbers) -> tuple[int, float]:
    """The place of the value nearest the median, and the median."""
    known = np.where(np.isfinite(values), values, np.nan)
    median = float(np.nanmedian(known))
    return int(np.nanargmin(np.abs(known - median))), median


def _lived_again(scenarios: Sequence[Scenario], ground: Ground, company: int, member: int, weeks: int, seed: int, progress: Progress | None,
                 live: Callable[..., Any]) -> list[Record]:
    """One company under both policies, with the arrays of all figures."""
    asked = [name for cast in CASTS for name in cast.recorded]
    balance: dict[str, Any] = dict(ground.balances[member])
    own = None
    if ground.members:
        own, balance = side_by_side([ground.parameters[member]]), {name: np.array([value]) for name, value in balance.items()}
    yard = dict(ground.yardsticks[member])
    found: list[Record] = live(scenarios, [balance] * 2, [yard] * 2, replications=1, seed=seed, weeks=weeks, record=asked, progress=progress,
                               members=Members(own, 1, company))
    return found


def _figure(cast: Cast, records: Sequence[Record]) -> Figure | None:
    """The typical figure of a kind; None where there is nobody."""
    parts = {name: np.stack([np.asarray(one.parts[name][0], dtype=np.float64) for one in records]) for name in cast.recorded}
    alive = np.stack([np.asarray(one.weekly["alive"][0]) > 0.5 for one in records])
    here = _here(cast, parts) & alive[:, :, None]
    stay = here.sum(axis=1)
    least = stay.min(axis=0)
    some = np.flatnonzero((least == least.max()) & (least > 0))
    if not some.size:
        return None
    known = {name: np.where(here, parts[f"{cast.group}.{name}"], np.nan)[:, :, some] for name in dict.fromkeys((*cast.ranked, *cast.told))}
    marks = np.concatenate([np.nanmean(known[name], axis=1) for name in cast.ranked])
    spread = marks.std(axis=1, keepdims=True)
    away = np.where(spread > 0, (marks - np.median(marks, axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0), 0.0)
    distance = np.sqrt((away**2).mean(axis=0))
    best = int(distance.argmin())
    return Figure(cast, int(some[best]), float(distance[best]), int(some.size), (int(stay[0, some[best]]), int(stay[1, some[best]])),
                  {name: known[name][:, :, best] for name in cast.told})


def _here(cast: Cast, parts: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """Whether the figure of the first week is still there, [policy, week, row]."""
    if not cast.here:
        first = next(iter(parts.values()))
        return np.ones(first.shape, dtype=np.bool_)
    present, who = parts[f"{cast.group}.{cast.here}"] > 0.5, parts[f"{cast.group}.{cast.who}"]
    same = present & (who == who[0, :1])
    return np.logical_and.accumulate(same, axis=1)
