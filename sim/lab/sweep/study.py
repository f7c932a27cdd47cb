"""A study: what varies, over which policies and companies, what is read off, and how often. Read from a file by `study_file`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.ensemble.store import Ensemble, Member
from sim.scenario import Scenario

Kind = Literal["lever", "condition", "parameter", "organisation"]
DESIGNS = ("grid", "latin_hypercube", "sobol", "saltelli", "morris", "list")
MOST_POINTS, MOST_COURSES, MOST_RUNS = 2_000_000, 10_000_000, 1_000_000_000
"""A study is planned in memory, a hundred bytes or two for each point, arm and member; a larger question is asked in several studies."""
DEFAULT_MEMBER = Member("")


@dataclass(frozen=True)
class Input:
    """Something that varies from point to point. `values` are its levels; without them it lies anywhere between `low` and `high`.

    `arms` names the scenarios in which it is set (none named: in all)."""

    name: str
    kind: Kind
    low: float
    high: float
    unit: str
    title: str
    default: float
    values: tuple[float, ...] = ()
    log: bool = False
    whole: bool = False
    arms: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name under which a scenario knows it."""
        return self.name.partition(".")[2] if self.kind in ("condition", "organisation") else self.name


@dataclass(frozen=True)
class Outcome:
    """A number that is read off each run: a measure over a stretch of weeks (from 1), in its own unit.

    `relative` counts money in the company's own reference profit, heads and customers in those at the start."""

    name: str
    measure: str
    first: int
    last: int
    unit: str
    title: str
    better: str
    relative: bool = False
    whole_run: bool = False

    @property
    def key(self) -> str:
        """What its values depend on, apart from the run."""
        stretch = f"run of {self.last}" if self.whole_run else f"{self.first}-{self.last}"
        return f"{self.measure}@{stretch}" + ("/own" if self.relative else "")


@dataclass(frozen=True)
class Design:
    """How points are drawn: `points` is their number (grid and list: found by counting; saltelli: base samples; morris: trajectories)."""

    kind: str
    points: int = 0
    seed: int = 1
    second_order: bool = False
    levels: int = 4
    rows: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True)
class Until:
    """When enough replications have been run: the 95 % interval of an outcome (of the difference with the baseline, for another arm) is at most so wide."""

    outcome: str
    width: float
    most: int
    arm: str = ""


@dataclass(frozen=True)
class Study:
    """A whole study. The first arm is the baseline."""

    name: str
    title: str
    arms: tuple[Scenario, ...]
    inputs: tuple[Input, ...]
    outcomes: tuple[Outcome, ...]
    design: Design
    weeks: int
    replications: int
    seed: int
    ensemble: Ensemble | None = None
    members_asked: str = "none"
    until: Until | None = None
    source: str = field(default="", compare=False)

    @property
    def members(self) -> tuple[Member, ...]:
        """Whose parameters are lived: the ensemble's members, or nobody's but the default company's."""
        return self.ensemble.members if self.ensemble else (DEFAULT_MEMBER,)

    @property
    def readings(self) -> dict[str, str]:
        """What the values of each outcome depend on, by its name."""
        return {one.name: one.key for one in self.outcomes}

    def content(self) -> dict[str, Any]:
        """What its table depends on, as plain data; how often it is run is left out, so that more replications go on in the same folder."""
        arms = {one.name: {key: value for key, value in one.canonical().items() if key not in ("weeks", "replications", "seed")} for one in self.arms}
        inputs = [[one.name, one.low, one.high, list(one.values), one.log, list(one.arms)] for one in self.inputs]
        design = [self.design.kind, self.design.points, self.design.seed, self.design.second_order, self.design.levels, [list(row) for row in self.design.rows]]
        members = self.ensemble.fingerprint() if self.ensemble else "none"
        return {"arms": arms, "inputs": inputs, "design": design, "members": members, "readings": self.readings, "weeks": self.weeks, "seed": self.seed}

    def fingerprint(self) -> str:
        """A name for what its table depends on."""
        return hashlib.sha256(json.dumps(self.content(), sort_keys=True).encode()).hexdigest()[:16]
