"""What a worker does: live the lanes of a shard, read the outcomes off them, and hand back the rows. A run that fails is told apart from its neighbours.

A lane is a company under one replication's luck; the policies that it is to live are its courses. Lanes share blocks, whatever their companies; the courses of
a lane share its run-in. Lanes never meet, so how runs are put together changes nothing.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.balance import Balance
from sim.engine.lanes import Block
from sim.engine.record import Record
from sim.engine.run import warm_up
from sim.lab.result import Result
from sim.lab.sweep.companies import Company
from sim.lab.sweep.points import Paths
from sim.lab.sweep.study import Study
from sim.lab.sweep.study_readings import read_off
from sim.measures import Numbers, columns
from sim.parameters import side_by_side, with_values
from sim.scenario.model import replaced


class Course(NamedTuple):
    """A policy in a world: its name, the arm, and the point's inputs."""

    name: bytes
    arm: int
    row: tuple[float, ...]


class Lane(NamedTuple):
    """A company (its place in the shard) under one luck, with the courses that it lives."""

    company: int
    replication: int
    courses: tuple[Course, ...]


class Shard(NamedTuple):
    """Some blocks of lanes. All lanes of a block have as many courses, and share make-up and switches. `seconds` is about how long it takes."""

    number: int
    companies: tuple[Company, ...]
    blocks: tuple[tuple[Lane, ...], ...]
    seconds: float = 0.0

    @property
    def runs(self) -> int:
        """How many runs it holds."""
        return sum(len(lane.courses) for block in self.blocks for lane in block)


@dataclass
class Rows:
    """What came of a shard: a row for each run (course, replication from 0, outcomes), and runs that failed with their reasons."""

    courses: list[bytes] = field(default_factory=list)
    replications: list[int] = field(default_factory=list)
    outcomes: list[Numbers] = field(default_factory=list)
    problems: list[tuple[bytes, int, str]] = field(default_factory=list)
    process: int = 0


_at_work: Study | None = None


def begin(study: Study) -> None:
    """Make a worker ready: it leaves Ctrl-C to its parent, ends when its parent dies, and loads the model once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    take_up(study)


def take_up(study: Study) -> None:
    """From now on, this process lives shards of this study."""
    global _at_work  # noqa: PLW0603 - a worker has one study
    _at_work = study
    warm_up()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def live(shard: Shard) -> Rows:
    """The rows of a shard, in a worker that has begun."""
    assert _at_work is not None
    return live_for(_at_work, shard)


def live_for(study: Study, shard: Shard) -> Rows:
    """The rows of a shard of a study."""
    rows, paths = Rows(process=os.getpid()), Paths(study)
    for block in shard.blocks:
        _apart(study, paths, shard.companies, block, rows)
    return rows


def _apart(study: Study, paths: Paths, companies: Sequence[Company], lanes: tuple[Lane, ...], rows: Rows) -> None:
    """Live a block; when something in it fails, live its halves, down to the one run that fails."""
    try:
        found = _lived(study, paths, companies, lanes)
    except Exception as trouble:  # noqa: BLE001 - whatever a run dies of is that run's answer
        if len(lanes) > 1:
            for half in (lanes[: len(lanes) // 2], lanes[len(lanes) // 2 :]):
                _apart(study, paths, companies, half, rows)
        elif len(lanes[0].courses) > 1:
            for course in lanes[0].courses:
                _apart(study, paths, companies, (lanes[0]._replace(courses=(course,)),), rows)
        else:
            rows.problems.append((lanes[0].courses[0].name, lanes[0].replication, f"{type(trouble).__name__}: {trouble}"[:300]))
        return
    for number, values in enumerate(found):
        rows.courses += [lane.courses[number].name for lane in lanes]
        rows.replications += [lane.replication for lane in lanes]
        rows.outcomes += list(values)


def _lived(study: Study, paths: Paths, companies: Sequence[Company], lanes: Sequence[Lane]) -> list[Numbers]:
    """The outcomes of a block's lanes, [lane, outcome], for each of their courses in turn."""
    own = [companies[lane.company] for lane in lanes]
    scenario = replaced(study.arms[0], organisation=own[0].organisation, off=own[0].off, parameters={}, timeline=(), events=())
    balance = {name: np.array([one.constants[k] for one in own]) for k, name in enumerate(Balance._fields)}
    sets = {id(one): one for one in own}
    made = {key: with_values(one.parameters) for key, one in sets.items()}
    start = Block(scenario, balance, study.seed, [lane.replication for lane in lanes], side_by_side([made[id(one)] for one in own]))
    start.run_in()
    needed = sorted(set().union(*(columns(one.measure) for one in study.outcomes)) | {"profit"})
    found, turns = [], len(lanes[0].courses)
    for turn in range(turns):
        block = start if turn == turns - 1 else start.copy()
        courses = [lane.courses[turn] for lane in lanes]
        weekly = block.advance(np.stack([paths.of(course.arm, course.row) for course in courses], axis=2))
        found.append(_outcomes(study, own, courses, {name: weekly[name] for name in needed if name in weekly}))
    return found


def _outcomes(study: Study, own: Sequence[Company], courses: Sequence[Course], weekly: dict[str, Any]) -> Numbers:
    """The outcomes of some lanes, [lane, outcome]; each is held against its own company's yardstick."""
    groups: dict[tuple[int, int], list[int]] = {}
    for place, (company, course) in enumerate(zip(own, courses, strict=True)):
        groups.setdefault((id(company), course.arm), []).append(place)
    values = np.full((len(own), len(study.outcomes)), np.nan)
    for (_, arm), places in groups.items():
        company = own[places[0]]
        record = Record(replaced(study.arms[arm], organisation=company.organisation), {name: np.ascontiguousarray(column[:, places].T) for name, column
                        in weekly.items()}, {}, np.zeros((1, 1)), company.yardstick, {})
        result = Result(record)
        for column, one in enumerate(study.outcomes):
            values[places, column] = read_off(result, one)
    return values
