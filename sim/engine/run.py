"""Running: blocks of sixteen lanes, spread over threads; the run-in is lived once for all scenarios of the same organisation.

The result does not depend on threads, on blocks, on the order of scenarios or on what is recorded: lanes never meet.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, NamedTuple

import numpy as np

from sim.engine.lanes import Block, birth_kernel, week_kernel
from sim.engine.record import Asked, Record, asked_for, provenance, who_helps_whom
from sim.parameters import Parameters, changed
from sim.policy import Policy, World
from sim.scenario import Scenario

LANES = 16
"""Runs side by side: a vector unit is filled and a block stays in the cache."""

Progress = Callable[[str, float], None]


def is_warm() -> bool:
    """Whether the model is compiled already; if not, the first run compiles it (up to a minute)."""
    return birth_kernel.is_warm() and week_kernel.is_warm()


def warm_up(progress: Progress | None = None) -> None:
    """Compile the model once, or load it, before threads start. Says so when it will take time."""
    if not is_warm() and progress:
        progress("compiling the model (once, up to a minute)", 0.0)
    from sim.balance import Balance
    from sim.scenario import load_scenario

    tiny = load_scenario("small").with_(weeks=0)
    nothing = dict.fromkeys(Balance._fields, 1.0)
    block = Block(tiny, nothing, 0, [0])
    block.advance(np.array([list(Policy()) + list(World())], np.float32))


class _Told:
    """Progress of many threads, told in order."""

    def __init__(self, progress: Progress | None, whole: float) -> None:
        self.progress, self.whole, self.done, self.lock = progress, max(whole, 1.0), 0.0, threading.Lock()

    def step(self, work: float) -> None:
        with self.lock:
            self.done += work
            if self.progress:
                self.progress("running", min(self.done / self.whole, 1.0))


def _watch(block: Block, path: np.ndarray, asked: Sequence[Asked], told: _Told) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let one block live its weeks; week by week only when single arrays are asked for."""
    weeks, stride = path.shape[0], 1 if asked else 52
    records: list[dict[str, Any]] = []
    parts: dict[str, list[Any]] = {one.text: [] for one in asked}
    for first in range(0, weeks, stride):
        records.append(block.advance(path[first : first + stride]))
        arrays = block.recordable() if asked else {}
        for one in asked:
            parts[one.text].append(one.rows_of(arrays[one.name]).copy())
        told.step(min(stride, weeks - first) * block.lanes)
    if not records:
        records = [block.advance(path)]
    weekly = {name: np.concatenate([r[name] for r in records]) for name in records[0]}
    empty = {one.text: np.zeros((0, *one.rows_of(block.recordable()[one.name]).shape)) for one in asked}
    return weekly, {text: np.array(kept) if kept else empty[text] for text, kept in parts.items()}


class Members(NamedTuple):
    """Sets of parameters that share blocks: so many replications of the first, then of the next. Without parameters all lanes have the scenario's own.

    `first` numbers the luck of the first lane, so that members that are run in several parts do not share theirs."""

    parameters: Parameters | None = None
    replications: int = 1
    first: int = 0

    def _places(self, lanes: Sequence[int]) -> np.ndarray:
        return (np.asarray(lanes) - self.first) // self.replications

    def taken(self, balance: Mapping[str, Any], lanes: Sequence[int]) -> dict[str, Any]:
        """The constants of these lanes."""
        return dict(balance) if self.parameters is None else {name: np.asarray(values)[self._places(lanes)] for name, values in balance.items()}

    def parameters_of(self, lanes: Sequence[int]) -> Parameters | None:
        """The parameters of these lanes."""
        return None if self.parameters is None else changed(self.parameters, lambda values: values[self._places(lanes)])


def _replications(scenarios: Sequence[Scenario], balance: Mapping[str, Any], seed: int, lanes: Sequence[int], asked: Sequence[Asked], weeks: int,
                  told: _Told, members: Members) -> list[tuple[Any, ...]]:
    """Some replications of scenarios that share an organisation: one run-in, then each scenario from the same moment."""
    start = Block(scenarios[0], members.taken(balance, lanes), seed, lanes, members.parameters_of(lanes))
    start.run_in()
    told.step(100.0 * len(lanes))
    out = []
    for number, scenario in enumerate(scenarios):
        block = start if number == len(scenarios) - 1 else start.copy()
        weekly, parts = _watch(block, scenario.with_(weeks=weeks).paths(), asked, told)
        out.append((weekly, parts, who_helps_whom(block.chart, block.state.ties.help)))
    return out


def _what_is_shared(scenario: Scenario, balance: Mapping[str, Any]) -> tuple[Any, ...]:
    """What scenarios have in common that live the same run-in."""
    constants = tuple((name, np.asarray(values).tobytes()) for name, values in sorted(balance.items()))
    return scenario.organisation, tuple(sorted(scenario.parameters.items())), tuple(sorted(scenario.off)), constants


def run_with(scenarios: Sequence[Scenario], balances: Sequence[Mapping[str, Any]], yardsticks: Sequence[Mapping[str, float]], *, replications: int, seed: int,
             weeks: int, threads: int | None = None, record: Sequence[str] = (), progress: Progress | None = None, members: Members | None = None,
             ) -> list[Record]:
    """Run scenarios under common luck, each with the constants of its organisation. One record for each scenario, in order.

    `record` names state arrays to keep week by week, such as `teams.backlog` or `people.engagement[0:10]`. Raises ValueError for an unknown name.
    With `members`, `replications` counts the companies of all members together, and each balance holds a value for each member."""
    asked = asked_for(record)
    warm_up(progress)
    groups: dict[Any, list[int]] = {}
    for number, scenario in enumerate(scenarios):
        groups.setdefault(_what_is_shared(scenario, balances[number]), []).append(number)
    first = members.first if members else 0
    blocks = [list(range(first + k, first + min(k + LANES, replications))) for k in range(0, replications, LANES)]
    told = _Told(progress, replications * (len(scenarios) * weeks + 100.0 * len(groups)))
    found: dict[int, list[Any]] = {number: [None] * len(blocks) for number in range(len(scenarios))}
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        waiting = {pool.submit(_replications, [scenarios[n] for n in numbers], balances[numbers[0]], seed, lanes, asked, weeks, told,
                               members or Members()): (numbers, b) for numbers in groups.values() for b, lanes in enumerate(blocks)}
        try:
            for future in as_completed(waiting):
                numbers, b = waiting[future]
                for number, answer in zip(numbers, future.result(), strict=True):
                    found[number][b] = answer
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [_joined(scenario, found[n], dict(yardsticks[n]), provenance(scenario, replications, seed, weeks))
            for n, scenario in enumerate(scenarios)]


def _joined(scenario: Scenario, answers: list[Any], yardstick: dict[str, float], origin: dict[str, Any]) -> Record:
    """The blocks of one scenario put together, replications first."""
    weekly = {name: np.ascontiguousarray(np.concatenate([a[0][name] for a in answers], axis=1).T) for name in answers[0][0]}
    parts = {text: np.moveaxis(np.concatenate([a[1][text] for a in answers], axis=2), 2, 0) for text in answers[0][1]}
    helps = np.concatenate([a[2] for a in answers]).mean(axis=0)
    return Record(scenario, weekly, parts, helps, yardstick, origin)
