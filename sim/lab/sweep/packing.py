"""Runs are put together: courses of one company and one luck share a lane, lanes share a block, blocks make a shard of some seconds of work."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.lanes import RUN_IN
from sim.engine.run import LANES
from sim.lab.sweep.identity import run_numbers
from sim.lab.sweep.plan import Plan
from sim.lab.sweep.work import Course, Lane, Shard

SECONDS, MANY, LONGEST = 3.0, 32, 10
"""About how long a shard takes for up to so many workers. More workers get longer ones, up to so many times, so that one writer keeps up with them."""
SHARDS_A_WORKER, MOST_COURSES = 6, 256
"""How many shards each worker should get at least, and how many courses a lane lives at most."""


class Known:
    """The runs that are there, as sorted numbers: eight bytes a run."""

    def __init__(self, numbers: NDArray[np.uint64] | None = None) -> None:
        self.numbers = np.unique(numbers) if numbers is not None else np.empty(0, np.uint64)
        self._new: list[NDArray[np.uint64]] = []

    def __len__(self) -> int:
        return int(self.numbers.size)

    def has(self, numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether each of some runs is there."""
        places = np.searchsorted(self.numbers, numbers)
        found = np.zeros(numbers.shape, np.bool_)
        inside = places < self.numbers.size
        found[inside] = self.numbers[places[inside]] == numbers[inside]
        return found

    def add(self, numbers: NDArray[np.uint64]) -> None:
        """These are there too, from the next time that all is looked over (`settle`)."""
        self._new.append(numbers)

    def settle(self) -> None:
        """Look over all that has come."""
        self.numbers, self._new = np.unique(np.concatenate([self.numbers, *self._new])), []


def missing(plan: Plan, known: Known, wanted: NDArray[np.int64]) -> int:
    """How many runs are wanted (so many replications of each course) and not there."""
    total = 0
    for replication in range(int(wanted.max(initial=0))):
        asked = np.flatnonzero(wanted > replication)
        total += int((~known.has(run_numbers(plan.names[asked], np.full(asked.size, replication)))).sum())
    return total


def shards(plan: Plan, known: Known, wanted: NDArray[np.int64], workers: int, cost: float, first: int = 0) -> Iterator[Shard]:
    """The runs that are wanted and not there, in shards. `cost` is the seconds that a lane takes for a week."""
    runs, seconds = missing(plan, known, wanted), SECONDS * min(max(workers / MANY, 1.0), LONGEST)
    shared_out = math.ceil(runs / (LANES * workers * SHARDS_A_WORKER))
    in_time = int(seconds / max(LANES * cost * max(plan.study.weeks, 1), 1e-9))
    together = max(1, min(shared_out, in_time, MOST_COURSES))
    pile = _Pile(plan, cost, first, seconds)
    for lane, key in _lanes(plan, known, wanted, together):
        yield from pile.add(lane, key)
    yield from pile.rest()


def _lanes(plan: Plan, known: Known, wanted: NDArray[np.int64], together: int) -> Iterator[tuple[tuple[int, int, tuple[int, ...]], Any]]:
    """Lanes as (company, replication, courses), each with what lanes of one block must share."""
    order = np.argsort(plan.company_of, kind="stable")
    edges = np.flatnonzero(np.diff(plan.company_of[order])) + 1
    names = plan.names
    for courses in np.split(order, edges) if order.size else []:
        company = int(plan.company_of[courses[0]])
        about = plan.companies[company]
        for replication in range(int(wanted[courses].max())):
            asked = courses[wanted[courses] > replication]
            todo = asked[~known.has(run_numbers(names[asked], np.full(asked.size, replication)))]
            parts = math.ceil(todo.size / together)
            for some in np.array_split(todo, parts) if parts else []:
                yield (company, replication, tuple(int(one) for one in some)), (about.organisation, about.off, some.size)


class _Pile:
    """Lanes on their way into blocks, and blocks into shards."""

    def __init__(self, plan: Plan, cost: float, first: int, most: float) -> None:
        self.plan, self.cost, self.number, self.most = plan, cost, first, most
        self.waiting: dict[Any, list[tuple[int, int, tuple[int, ...]]]] = {}
        self.blocks: list[list[tuple[int, int, tuple[int, ...]]]] = []
        self.seconds = 0.0

    def add(self, lane: tuple[int, int, tuple[int, ...]], key: Any) -> Iterator[Shard]:
        """One more lane; a shard when enough are together."""
        pile = self.waiting.setdefault(key, [])
        pile.append(lane)
        if len(pile) == LANES:
            yield from self._close(key)

    def rest(self) -> Iterator[Shard]:
        """What is left."""
        for key in list(self.waiting):
            yield from self._close(key)
        if self.blocks:
            yield self._shard()

    def _close(self, key: Any) -> Iterator[Shard]:
        pile = self.waiting.pop(key)
        self.blocks.append(pile)
        self.seconds += len(pile) * self.cost * (RUN_IN + self.plan.study.weeks * len(pile[0][2]))
        if self.seconds >= self.most:
            yield self._shard()

    def _shard(self) -> Shard:
        used = {company: place for place, company in enumerate(sorted({lane[0] for block in self.blocks for lane in block}))}
        blocks = tuple(tuple(Lane(used[company], replication, tuple(self._course(one) for one in courses)) for company, replication, courses in block)
                       for block in self.blocks)
        seconds, self.blocks, self.seconds = self.seconds, [], 0.0
        self.number += 1
        return Shard(self.number - 1, tuple(self.plan.companies[company] for company in used), blocks, seconds)

    def _course(self, course: int) -> Course:
        point, arm, _ = self.plan.place(course)
        return Course(self.plan.course.reshape(-1, self.plan.course.shape[-1])[self.plan.first[course]].tobytes(), arm, tuple(self.plan.design[point].tolist()))
