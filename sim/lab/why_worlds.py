"""Many worlds for the same companies: each start (a company, and what is switched off in it) is lived under each of many paths of levers and conditions.

A start is run in once and copied for every path, so that nothing but the path differs: same people, same luck. With few companies several paths share a
block of lanes. What came of each is kept by the name of all that it depends on, so that a run that was stopped goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.compiled import cache_root, keep_file
from sim.engine.lanes import Block, Switches
from sim.engine.record import Record
from sim.engine.run import LANES, warm_up
from sim.ensemble.references import constants_of
from sim.ensemble.store import Member
from sim.lab.claims import digest
from sim.lab.claims_readings import read
from sim.lab.claims_runs import rules
from sim.lab.members import Chosen
from sim.lab.result import Result
from sim.measures import Numbers
from sim.parameters import MECHANISMS, Parameters, side_by_side, with_values
from sim.reference.run import reference_of
from sim.scenario import Scenario

AT_ONCE = 4
"""So many times a block sets out before what came of it is kept."""
PROBE_WEEKS = 13
Tell = Callable[[str, float], None]


class Start(NamedTuple):
    """A company before any policy: which luck it meets, of which member it is, and which mechanisms are switched off."""

    luck: int
    member: int = 0
    off: tuple[str, ...] = ()


class Reading(NamedTuple):
    """One number read off a world: a measure over the weeks `first` to `last`."""

    measure: str
    first: int
    last: int


@dataclass(frozen=True)
class Ground:
    """The organisation that all worlds share; parameters, reference constants and yardsticks are one of each member."""

    scenario: Scenario
    parameters: tuple[Parameters, ...]
    balances: tuple[Mapping[str, float], ...]
    yardsticks: tuple[Mapping[str, float], ...]
    members: tuple[str, ...] = ()

    def companies(self, replications: int) -> list[Start]:
        """So many companies of each member, numbered as in a comparison."""
        return [Start(member * replications + k, member) for member in range(len(self.balances)) for k in range(replications)]


@dataclass(frozen=True)
class Care:
    """How worlds are run: which luck, on how many threads, and where what is done is kept (nowhere when None)."""

    seed: int = 1
    threads: int | None = None
    out: Path | None = None
    tell: Tell | None = None

    @property
    def hands(self) -> int:
        """How many threads there are."""
        return self.threads or os.cpu_count() or 1


def usual_folder() -> Path:
    """Where worlds are kept unless told otherwise."""
    return cache_root() / "why_policies"


def ground_of(scenario: Scenario, chosen: Chosen, care: Care) -> Ground:
    """The ground of a scenario's organisation in the default company, or in the members of an ensemble. References that are missing are solved first."""
    balance, usual, _ = reference_of(scenario, care.tell)
    if chosen.ensemble is None:
        return Ground(scenario, (with_values(scenario.parameters),), (balance,), (usual,))
    members: Sequence[Member] = chosen.ensemble.members
    balances = tuple(constants_of(scenario, members, threads=care.threads, progress=care.tell))
    yards = tuple({**usual, "profit_week": one["profit_week"], "revenue_week": one["profit_week"] / usual["margin"]} for one in balances)
    return Ground(scenario, tuple(with_values(one.company(scenario).parameters) for one in members), balances, yards, tuple(one.name for one in members))


def lived(ground: Ground, starts: Sequence[Start], paths: Sequence[Numbers], readings: Sequence[Reading], care: Care, text: str = "worlds") -> Numbers:
    """What every start reads under every path, [path, start, reading]; NaN is "no data". Paths are [week, setting], levers then conditions."""
    warm_up(care.tell)
    blocks = [list(range(k, min(k + LANES, len(starts)))) for k in range(0, len(starts), LANES)]
    names = [hashlib.sha256(np.ascontiguousarray(path, np.float32).tobytes()).hexdigest()[:16] for path in paths]
    out = np.full((len(paths), len(starts), len(readings)), np.nan)
    jobs = [(places, some) for places in blocks for some in _shared_out(len(paths), len(places))]
    grounds = {tuple(places): _Once(ground, [starts[k] for k in places], care.seed, len(_shared_out(len(paths), len(places)))) for places in blocks}
    clock = _Pace(care.tell, text, sum(len(places) * len(some) for places, some in jobs))

    def work(job: tuple[list[int], list[int]]) -> None:
        places, some = job
        place = None if care.out is None else care.out / f"{_identity(ground, [starts[k] for k in places], [names[k] for k in some], readings, care.seed)}.json"
        found = _kept(place, (len(some), len(places), len(readings)))
        fresh = found is None
        if found is None:
            found = _live(ground, grounds[tuple(places)], [paths[k] for k in some], readings)
            if place is not None:
                keep_file(place, json.dumps([float(v) if np.isfinite(v) else None for v in found.ravel()]).encode())
        out[np.ix_(some, places)] = found
        grounds[tuple(places)].done()
        clock.step(len(places) * len(some), fresh)

    pool = ThreadPoolExecutor(care.hands)
    try:
        for waiting in [pool.submit(work, job) for job in jobs]:
            waiting.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return out


def seconds_for(ground: Ground, starts: int, paths: int, weeks: int, care: Care, run_in: int = 156) -> float:
    """About how long so many starts and paths take, by the pace of a few weeks on this machine now."""
    warm_up(care.tell)
    block = Block(ground.scenario.with_(timeline=(), events=()), ground.balances[0], care.seed, list(range(LANES)), ground.parameters[0])
    path = np.repeat(ground.scenario.with_(weeks=1, timeline=(), events=()).paths(), PROBE_WEEKS, axis=0)
    block.advance(path[:1])
    began = time.perf_counter()
    block.advance(path)
    pace = (time.perf_counter() - began) / PROBE_WEEKS
    blocks = -(-starts // LANES)
    return pace * (blocks * run_in + max(blocks * paths if starts >= LANES else -(-starts * paths // LANES), 1) * weeks) / min(care.hands, os.cpu_count() or 1)


def _shared_out(paths: int, lanes: int) -> list[list[int]]:
    """Paths that are lived in one job."""
    each = max(LANES // lanes, 1) * AT_ONCE
    return [list(range(k, min(k + each, paths))) for k in range(0, paths, each)]


class _Once:
    """A block of starts that is founded and run in when first asked for; several times over where lanes are left for more paths."""

    def __init__(self, ground: Ground, starts: Sequence[Start], seed: int, jobs: int) -> None:
        self.ground, self.seed, self.lock = ground, seed, threading.Lock()
        self.starts = list(starts)
        self.held: Block | None = None
        self.jobs = jobs

    @property
    def times(self) -> int:
        """How many paths share the block."""
        return max(LANES // len(self.starts), 1)

    def block(self) -> Block:
        """A copy of the block at the moment at which policies begin."""
        with self.lock:
            if self.held is None:
                self.held = _founded(self.ground, self.starts * self.times, self.seed)
            return self.held.copy()

    def done(self) -> None:
        """One job less needs it; after the last one its memory is given back."""
        with self.lock:
            self.jobs -= 1
            self.held = self.held if self.jobs else None


def _founded(ground: Ground, starts: Sequence[Start], seed: int) -> Block:
    """A block of starts, run in with their switches."""
    balance = {name: np.array([ground.balances[one.member][name] for one in starts]) for name in ground.balances[0]}
    parameters = side_by_side([ground.parameters[one.member] for one in starts])
    block = Block(ground.scenario.with_(timeline=(), events=()), balance, seed, [one.luck for one in starts], parameters)
    always = set(ground.scenario.off)
    block.switches = Switches(*(np.array([0.0 if name in one.off or name in always else 1.0 for one in starts], np.float32) for name in MECHANISMS))
    block.run_in()
    return block


def _live(ground: Ground, once: _Once, paths: Sequence[Numbers], readings: Sequence[Reading]) -> Numbers:
    """Readings by [path, start, reading]."""
    found = []
    for k in range(0, len(paths), once.times):
        some = list(paths[k : k + once.times])
        whole = some + some[-1:] * (once.times - len(some))
        weekly = once.block().advance(np.repeat(np.stack(whole, axis=2), len(once.starts), axis=2))
        for number in range(len(some)):
            lanes = slice(number * len(once.starts), (number + 1) * len(once.starts))
            found.append(_read(ground, once.starts, {name: column[:, lanes].T for name, column in weekly.items()}, readings))
    return np.stack(found)


def _read(ground: Ground, starts: Sequence[Start], weekly: Mapping[str, Any], readings: Sequence[Reading]) -> Numbers:
    """Readings by [start, reading]; each member is held against its own reference."""
    out = np.empty((len(starts), len(readings)))
    for member in dict.fromkeys(one.member for one in starts):
        own = [k for k, one in enumerate(starts) if one.member == member]
        columns = {name: np.ascontiguousarray(column[own]) for name, column in weekly.items()}
        result = Result(Record(ground.scenario, columns, {}, np.zeros((1, 1)), dict(ground.yardsticks[member]), {}))
        out[own] = np.stack([read(result, *one) for one in readings], axis=1)
    return out


def _identity(ground: Ground, starts: Sequence[Start], paths: Sequence[str], readings: Sequence[Reading], seed: int) -> str:
    """A name for all that readings depend on."""
    members = sorted({one.member for one in starts})
    own = [[[[float(v) for v in group] for group in ground.parameters[k]], sorted((n, float(v)) for n, v in ground.balances[k].items())] for k in members]
    return digest([rules(), list(ground.scenario.organisation), sorted(ground.scenario.off), own, [list(one) for one in starts], list(paths),
                   [list(one) for one in readings], seed])


def _kept(place: Path | None, shape: tuple[int, ...]) -> Numbers | None:
    """What was lived before; a damaged file counts as none."""
    if place is None:
        return None
    try:
        found = np.array([np.nan if v is None else v for v in json.loads(place.read_text(encoding="utf-8"))], dtype=np.float64)
        return found.reshape(shape)
    except (OSError, ValueError, TypeError):
        return None


class _Pace:
    """Tells how far the work is, and how long it will still take at the pace of what was run now."""

    def __init__(self, tell: Tell | None, text: str, whole: int) -> None:
        self.tell, self.text, self.whole, self.lock = tell, text, max(whole, 1), threading.Lock()
        self.done, self.fresh, self.began = 0, 0, time.monotonic()

    def step(self, more: int, fresh: bool) -> None:
        """So many worlds more are done; what was kept says nothing about the pace."""
        with self.lock:
            self.done += more
            self.fresh += more if fresh else 0
            if self.tell:
                spent = time.monotonic() - self.began
                pace = self.fresh / max(spent, 1e-9)
                left = f", {pace:.1f} a second, about {_time((self.whole - self.done) / pace)} left" if self.fresh else ""
                self.tell(f"{self.text}: {self.done} of {self.whole}{left}", self.done / self.whole)


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} minutes"
