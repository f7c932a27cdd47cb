"""A sweep from beginning to end: what is there is kept, what is missing is run, and whatever happens in between, the same call goes on from there."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.run import warm_up
from sim.lab.sweep import frames
from sim.lab.sweep.adaptive import Rounds
from sim.lab.sweep.clock import Clock, Tell
from sim.lab.sweep.cluster import Cluster
from sim.lab.sweep.companies import Companies
from sim.lab.sweep.estimate import cost_of_a_week
from sim.lab.sweep.identity import model_version
from sim.lab.sweep.packing import missing, shards
from sim.lab.sweep.plan import Plan, planned
from sim.lab.sweep.pool import Here, Live, Pool, Stop
from sim.lab.sweep.store import MANIFEST, Store, StoreError, bear, manifest_of, mark_of, shards_of, shown
from sim.lab.sweep.study import Study
from sim.lab.sweep.work import Rows, Shard, live


@dataclass
class Finished:
    """What a call to `drive` came to."""

    runs: int = 0
    before: int = 0
    adopted: int = 0
    wanted: int = 0
    seconds: float = 0.0
    paused: bool = False
    points: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    problems: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)
    lost_workers: int = 0
    taken_over: int = 0

    @property
    def failed(self) -> int:
        """How many runs failed, this time and before."""
        return sum(self.problems.values())


@dataclass(frozen=True)
class Ways:
    """How a sweep is driven: with so many workers (0: in this process), or on a cluster, telling somebody, trying failed runs again, and (in tests)
    with another way of living a shard."""

    workers: int | None = None
    tell: Tell | None = None
    retry: bool = False
    lives: Live = live
    cluster: str = ""

    @property
    def processes(self) -> int:
        """How many workers there are; none: this process does it all."""
        return (os.cpu_count() or 1) if self.workers is None else self.workers

    def pool(self, study: Study, stop: Stop) -> Pool | Here | Cluster:
        """Who lives the shards."""
        if self.cluster:
            return Cluster(study, self.cluster, self.processes, stop, self.lives)
        return Pool(study, self.processes, stop, self.lives) if self.processes else Here(study, stop, self.lives)


def drive(study: Study, folder: Path, ways: Ways | None = None) -> Finished:
    """Run what is missing of a study. Raises ScenarioError, with one line for each reason, when the folder cannot be used; what was finished is kept."""
    ways, finished, start = ways or Ways(), Finished(), time.monotonic()
    check(study, folder)
    with Store(folder) as store:
        finished.damaged, finished.taken_over = store.damaged, store.taken_over
        store.describe(frames.manifest(study, model_version()))
        if study.ensemble:
            store.write_members({one.name: dict(one.parameters) for one in study.members})
        try:
            _all(study, store, ways, finished)
        except KeyboardInterrupt:
            finished.paused = True
    finished.seconds = time.monotonic() - start
    return finished


def check(study: Study, folder: Path) -> None:
    """Raises StoreError when a folder holds another study, or runs of another model.

    A manifest that was lost is written anew where all shards bear its mark."""
    if why := differs(study, folder):
        raise StoreError(why)


def differs(study: Study, folder: Path) -> str:
    """Why a folder cannot go on with this study: it holds another one, or another model's runs; nothing where it can, or is not there yet. Raises StoreError
    for a folder that cannot be read."""
    try:
        held = manifest_of(folder)
    except StoreError:
        about = {"study": study.fingerprint(), "model": model_version(), "readings": study.readings}
        if not (shards_of(folder) or (folder / MANIFEST).exists()) or bear(folder, mark_of(about)):
            return ""
        raise
    if held.get("model") != model_version():
        return (f"{shown(folder)}: holds runs of another version of the model ({str(held.get('model'))[:16]}, now {model_version()}) - "
                "choose another folder with --out, or go back to that version")
    if held.get("study") != study.fingerprint():
        what = frames.difference(held.get("content", {}), study.content())
        return (f"{shown(folder)}: holds another study, or this one before it was changed ({what}) - choose another folder with --out; "
                "runs that both need are taken over from there")
    return ""


def _all(study: Study, store: Store, ways: Ways, finished: Finished) -> None:
    """Plan, take over, run."""
    warm_up(ways.tell)
    if ways.retry:
        store.forget("problems")
    plan = plan_of(study, store, ways.tell)
    store.write_courses(frames.courses(plan))
    finished.points, finished.left_out = len(plan.design), plan.left_out()
    known = frames.known(store)
    finished.before = len(known)
    finished.adopted = frames.adopt(store, plan, known)
    finished.problems = frames.problems(store)
    cost, rounds, number = cost_of_a_week(study), Rounds(plan, store), 0
    with Stop() as stop:
        known.settle()
        for wanted in rounds:
            finished.wanted, left = int(wanted.sum()), missing(plan, known, wanted)
            clock = Clock(ways.tell, left, ways.processes)
            if not left:
                continue
            pool = ways.pool(study, stop)
            stop.heard = functools.partial(clock.pausing, pool.under_way)
            for shard, answer in pool.run(shards(plan, known, wanted, max(ways.processes, 1), cost, number)):
                number, rows = max(number, shard.number + 1), answer or _put_aside(shard)
                _keep(study, store, rows, finished)
                known.add(frames.numbers_of(rows))
                clock.step(shard.runs)
            finished.lost_workers += pool.lost
            known.settle()
            if stop.asked and missing(plan, known, wanted):
                finished.paused = True
                return


def plan_of(study: Study, store: Store, tell: Tell | None) -> Plan:
    """The plan; constants that had to be found are kept in the store at once."""
    companies = Companies(study, frames.constants(store), lambda rows: _put_by(store, rows), tell)
    return planned(study, companies, tell)


def _put_by(store: Store, rows: list[dict[str, Any]]) -> None:
    store.write("companies", frames.constants_table(rows))


def _put_aside(shard: Shard) -> Rows:
    """The runs of a shard that nobody can live."""
    why = "its shard killed its worker again and again"
    return Rows(problems=[(course.name, lane.replication, why) for block in shard.blocks for lane in block for course in lane.courses])


def _keep(study: Study, store: Store, rows: Rows, finished: Finished) -> None:
    """Write down what came of a shard."""
    if rows.courses:
        store.write("runs", frames.runs(rows, list(study.readings)))
    if rows.problems:
        store.write("problems", frames.problem_rows(rows.problems))
        finished.problems.update(why for _, _, why in rows.problems)
    finished.runs += len(rows.courses)


def done_so_far(folder: Path) -> NDArray[np.int64]:
    """How many runs a folder holds, of whatever study, and how many of its problems: [runs, problems]. Reads only."""
    return np.array([sum(frames.count(shard) for shard in shards_of(folder, kind)) for kind in ("runs", "problems")])
