"""Members of the ensemble lived in situations: what a company of their size would show after some years under other levers and conditions than the ordinary.

A situation holds from the first week after the run-in; the last year is read. Every member and every situation meets the same luck, so that what differs
between them is not luck. No firm ends and no interest is paid: the company that is fitted exists.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.balance import Balance
from sim.compiled import cache_root, keep_file
from sim.engine.lanes import Block, settings_order
from sim.engine.run import LANES, warm_up
from sim.ensemble.references import constants_of
from sim.ensemble.store import Member
from sim.lab import fit_aggregates
from sim.lab.fit_aggregates import AGGREGATES, Seen
from sim.measures import WEEKS_A_YEAR, Numbers
from sim.parameters import changed, side_by_side, with_values
from sim.reference.store import rules_hash
from sim.scenario import Scenario
from sim.scenario.model import REFERENCE_POLICY, REFERENCE_WORLD

Tell = Callable[[str, float], None]
QUARTER = 13
EACH = 8
"""So many companies of each member are lived under each circumstance; an even number, for two halves are held against each other."""
FIRST_LUCK = 4_000_000
"""Luck of a fit begins at this number: no run of the company's plans meets it again."""


@dataclass
class Companies:
    """The members that are fitted, on one organisation: their constants and parameters, and how many companies of each are lived for how long."""

    scenario: Scenario
    members: Sequence[Member]
    balances: Sequence[Mapping[str, float]]
    names: tuple[str, ...]
    each: int = EACH
    weeks: int = 208
    seed: int = 1
    first: int = FIRST_LUCK
    threads: int | None = None
    progress: Tell | None = None
    planned: float = 1.0
    done: float = 0.0
    stopped: bool = False

    def kept(self, situations: Numbers) -> Numbers:
        """As `lived`, from the user's cache where the same was lived before: what circumstances do hangs on no number of a company."""
        place = cache_root() / "fits" / f"{self._name(situations)}.npy"
        shape = (len(situations), len(self.members), self.each, len(AGGREGATES))
        try:
            found = np.load(io.BytesIO(place.read_bytes()), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            found = np.zeros(0)
        if found.shape != shape:
            found = self.lived(situations)
            memory = io.BytesIO()
            np.save(memory, found)
            keep_file(place, memory.getvalue())
        return np.asarray(found, dtype=np.float64)

    def _name(self, situations: Numbers) -> str:
        """All that such numbers hang on."""
        sources = [inspect.getsource(sys.modules[name]) for name in (__name__, fit_aggregates.__name__)]
        about = [rules_hash(), *sources, repr(self.scenario.organisation), [one.content() for one in self.members],
                 [dict(one) for one in self.balances], self.names, self.each, self.weeks, self.seed, self.first, situations.tolist()]
        return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:32]

    def lived(self, situations: Numbers) -> Numbers:
        """What companies show in the last year: natural units by [situation, member, company, aggregate], from values by [situation, member, name]."""
        found, began = [], self.done
        with ThreadPoolExecutor(self.threads or os.cpu_count() or 1) as pool:
            try:
                for part in pool.map(lambda started: self._block(started[0], started[1], situations), self._started):
                    found.append(part)
                    self.done = began + len(situations) * len(found) / len(self._started)
                    if self.progress:
                        self.progress("living situations", min(self.done / max(self.planned, 1.0), 1.0))
            except BaseException:
                self.stopped = True
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        whole = np.concatenate(found, axis=1)
        return whole.reshape(len(situations), len(self.members), self.each, len(AGGREGATES))

    @functools.cached_property
    def _started(self) -> list[tuple[Any, Block]]:
        """Blocks that have lived their run-in, each with the members of its lanes."""
        warm_up(self.progress)
        parameters = side_by_side([with_values(one.company(self.scenario).parameters) for one in self.members])
        plain = self.scenario.with_(policy={}, world={}, timeline=(), events=(), off=("finance",), parameters={})
        count = len(self.members) * self.each

        def started(lanes: Any) -> tuple[Any, Block]:
            place, luck = lanes // self.each, self.first + lanes % self.each
            constants = {name: np.array([self.balances[k][name] for k in place]) for name in Balance._fields}
            block = Block(plain, constants, self.seed, luck.tolist(), changed(parameters, lambda values: values[place]))
            block.run_in()
            return place, block

        with ThreadPoolExecutor(self.threads or os.cpu_count() or 1) as pool:
            return list(pool.map(started, [np.arange(k, min(k + LANES, count)) for k in range(0, count, LANES)]))

    def _block(self, place: Any, start: Block, situations: Numbers) -> Numbers:
        """Some lanes under every situation: [situation, lane, aggregate]."""
        return np.array([self._read(start.copy(), self._path(one[place])) for one in situations if not self.stopped])

    def _path(self, values: Numbers) -> Any:
        """A quarter of the reference's levers and conditions with these in their place: [week, setting, lane]."""
        order = settings_order()
        level = np.array([{**REFERENCE_POLICY, **REFERENCE_WORLD}[name] for name in order], np.float32)
        whole = np.repeat(level[:, None], len(values), axis=1)
        for k, name in enumerate(self.names):
            whole[order.index(name)] = values[:, k]
        return np.repeat(whole[None], QUARTER, axis=0)

    def _read(self, block: Block, path: Any) -> Numbers:
        """Let a block live its weeks and read the last year: [lane, aggregate]."""
        records = []
        for quarter in range(self.weeks // QUARTER):
            record = block.advance(path)
            if quarter >= (self.weeks - WEEKS_A_YEAR) // QUARTER:
                records.append(record)
        year = {name: np.concatenate([one[name] for one in records]) for name in records[0]}
        seen = Seen(year)
        return np.column_stack([one.read(seen) for one in AGGREGATES.values()])


def founded(scenario: Scenario, members: Sequence[Member], names: tuple[str, ...], *, threads: int | None = None, progress: Tell | None = None,
            **settings: Any) -> Companies:
    """Members on an organisation, with their constants (solved first where they have none for it)."""
    balances = constants_of(scenario, members, threads=threads, progress=progress)
    return Companies(scenario, members, balances, names, threads=threads, progress=progress, **settings)
