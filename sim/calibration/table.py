"""The table: many sets of parameters, each with its own reference and its measured targets, in small files that survive a kill.

A shard holds the sets of one block. It is written whole or not at all, so that a table goes on where it was cut off, to the same bytes. The folder of a
table bears a name made of all that its numbers depend on: rules, parameters that vary, targets' measuring, base, seed and rounds.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.calibration import measuring, prior, studies
from sim.calibration.targets import NAMES
from sim.reference import many
from sim.reference.many import Sets, Solved, solve_sets
from sim.reference.store import rules_hash
from sim.scenario import Scenario

Numbers = NDArray[np.float64]
SHARD = 32
"""Sets of one shard: as many lanes as fill a block well."""
COLUMNS = ("shares", "vectors", "values", "residual", "rounds")

Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Plan:
    """A table to be made: how many points of which sequence, on which base, from which start, with how many rounds of the search."""

    base: str
    points: int
    seed: int
    rounds: int
    first: int = 0
    weeks: int = many.WEEKS
    measured: int = measuring.WEEKS
    start: str = "defaults"

    def key(self, names: Sequence[str], rules: str = "") -> dict[str, Any]:
        """All that the numbers depend on, the number of points apart (a longer table begins with the shorter one). `rules` names earlier ones."""
        about = {name: value for name, value in self.__dict__.items() if name != "points"}
        sources = "".join(inspect.getsource(page) for page in (measuring, studies, prior, many))
        return {**about, "rules": rules or rules_hash(), "parameters": list(names), "targets": list(NAMES), "constants": list(Balance._fields),
                "procedures": hashlib.sha256(sources.encode()).hexdigest()[:16]}

    def folder(self, where: Path, names: Sequence[str], rules: str = "") -> Path:
        """Where the shards lie."""
        text = json.dumps(self.key(names, rules), sort_keys=True)
        return where / f"{self.base}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Table:
    """Sets of parameters as points of the unit cube, their constants, their measured targets, and how far from standing still they were."""

    shares: Numbers
    vectors: Numbers
    values: Numbers
    residual: Numbers
    rounds: Numbers

    def __len__(self) -> int:
        return len(self.shares)

    def some(self, kept: NDArray[Any]) -> Table:
        """Some of its sets."""
        return Table(*(getattr(self, name)[kept] for name in COLUMNS))

    def stands(self, most: float) -> NDArray[np.bool_]:
        """Sets whose organisation stands still well enough, and whose targets could all be taken."""
        return np.asarray((self.residual <= most) & np.isfinite(self.values).all(axis=1))


def joined(tables: Sequence[Table]) -> Table:
    """Tables put together; rounds that some of them did not take have no data."""
    most = max(one.rounds.shape[1] for one in tables)
    rounds = [np.pad(one.rounds, ((0, 0), (0, most - one.rounds.shape[1])), constant_values=np.nan) for one in tables]
    return Table(**{name: np.concatenate([getattr(one, name) for one in tables]) for name in COLUMNS if name != "rounds"}, rounds=np.concatenate(rounds))


def write_whole(place: Path, **arrays: Any) -> None:
    """Write arrays to a file that is either there and whole, or not there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f".{place.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, place)


def read_whole(place: Path, names: Sequence[str]) -> dict[str, Any] | None:
    """The arrays of a file, or None when it is not there or not whole."""
    try:
        with place.open("rb") as file, np.load(file, allow_pickle=False) as found:
            return {name: found[name] for name in names}
    except Exception:  # noqa: BLE001 - whatever is wrong with a shard, it is made anew
        return None


Worker = Callable[[Numbers, int], Table]
"""Makes the part of a table that belongs to these points of the unit cube; the number is that of the first point."""


def worker(scenario: Scenario, plan: Plan, about: Sequence[prior.Uncertain], matrix: Numbers, start_of: Callable[[Numbers], Numbers]) -> Worker:
    """The worker of a plan: solve each set's reference, then measure its targets. Every point has luck of its own."""
    def make(shares: Numbers, number: int) -> Table:
        sets = Sets(prior.as_parameters(about, prior.values_at(about, shares)), number)
        solved: Solved = solve_sets(scenario, sets, start_of(shares), matrix, plan.rounds, plan.weeks)
        seen = measuring.measure(scenario, sets, solved.vectors, plan.measured)
        return Table(shares, solved.vectors, seen.values, seen.residual, solved.sizes.T)

    return make


class Clock:
    """Tells progress with the time that is left, as far as this start's own pace can say."""

    def __init__(self, tell: Tell | None, text: str, whole: int, done: int) -> None:
        self.tell, self.text, self.whole, self.first, self.done, self.began = tell, text, max(whole, 1), done, done, time.monotonic()

    def step(self, more: int) -> None:
        """So many sets more are done."""
        self.done += more
        pace = (time.monotonic() - self.began) / max(self.done - self.first, 1)
        minutes = pace * (self.whole - self.done) / 60.0
        if self.tell:
            self.tell(f"{self.text}: {self.done} of {self.whole} sets, {pace:.2f} s a set, about {minutes:.0f} minutes left", self.done / self.whole)


def run_table(plan: Plan, names: Sequence[str], where: Path, work: Worker, tell: Tell | None = None, threads: int | None = None, shard: int = SHARD,
              given: Numbers | None = None, rules: str = "") -> Table:
    """The whole table: shards that are there are read, the others are made. Can be cut off at any moment and started again.

    Its points are those of the plan's sequence, or those given (then the plan's `start` must name them). A table made under earlier rules can be read (`rules`
    names them), but not gone on with: then FileNotFoundError says what is missing."""
    folder = plan.folder(where, names, rules)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.json").write_text(json.dumps(plan.key(names, rules), indent=1) + "\n", encoding="utf-8")
    starts = list(range(0, plan.points, shard))
    found = {first: read_whole(folder / f"{plan.first + first:07d}.npz", COLUMNS) for first in starts}
    found = {first: one for first, one in found.items() if one is not None and len(one["shares"]) == min(shard, plan.points - first)}
    if rules and len(found) < len(starts):
        raise FileNotFoundError(f"{folder.name}: {len(starts) - len(found)} of {len(starts)} parts of the table of rules {rules} are not there")
    clock = Clock(tell, plan.base, plan.points, sum(len(one["shares"]) for one in found.values() if one is not None))

    def make(first: int) -> None:
        size = min(shard, plan.points - first)
        shares = prior.shares(size, plan.first + first, len(names), plan.seed) if given is None else given[first : first + size]
        part = work(shares, plan.first + first)
        write_whole(folder / f"{plan.first + first:07d}.npz", **{name: getattr(part, name) for name in COLUMNS})
        clock.step(len(shares))

    pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)
    try:
        for waiting in [pool.submit(make, first) for first in starts if first not in found]:
            waiting.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    kept = [read_whole(folder / f"{plan.first + first:07d}.npz", COLUMNS) for first in starts]
    return joined([Table(**one) for one in kept if one is not None])
