"""Companies that have lived their run-in once and wait to go any way: what makes an answer quick enough for a hand on a lever.

An answer is the same, number for number, as that of `compare` in the same companies; a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import numpy as np

from sim.app.crew import PATIENT, Crew, Stopped, wait_for
from sim.balance import Balance
from sim.engine.lanes import Block
from sim.engine.record import Record, provenance, who_helps_whom
from sim.engine.run import Members
from sim.ensemble.references import constants_of
from sim.ensemble.store import Ensemble
from sim.lab.members import Chosen, Plausible
from sim.measures import Record as Measured
from sim.parameters import side_by_side, with_values
from sim.reference.run import reference_of
from sim.scenario import Scenario

HELPS = "who_helps"
"""Under this name a record keeps who helps whom in each company: [company, 1, giver, taker]."""
STRETCH = 52
"""Weeks that a block lives in one piece: after so many it can be stopped, or lets others go first."""

Stop = Callable[[], bool]


class Companies:
    """One company of each member, under common luck, at the moment before a policy begins."""

    def __init__(self, scenario: Scenario, ensemble: Ensemble, crew: Crew, lanes: int) -> None:
        """Live the run-in for a scenario's organisation; other policies of the scenario do not matter. `lanes` companies share a block."""
        self.crew, self.scenario, self.members = crew, scenario, ensemble.members
        self.about = Chosen(ensemble, "").about()
        self.balances = constants_of(scenario, self.members)
        stacked = {name: np.array([one[name] for one in self.balances]) for name in Balance._fields}
        together = Members(side_by_side([with_values(one.company(scenario).parameters) for one in self.members]), 1)
        usual, profit = reference_of(scenario)[1], float(stacked["profit_week"].mean())
        self.yardstick = {**usual, "profit_week": profit, "revenue_week": profit / usual["margin"]}
        groups = [list(range(first, min(first + lanes, len(self.members)))) for first in range(0, len(self.members), lanes)]
        self.blocks = [Block(scenario, together.taken(stacked, group), scenario.seed, group, together.parameters_of(group)) for group in groups]
        wait_for([crew.submit(partial(_run_in, block), PATIENT) for block in self.blocks])

    def live(self, scenario: Scenario, urgency: int, stop: Stop) -> Plausible:
        """What becomes of all companies under a scenario of the same organisation. Raises Stopped when `stop` says so on the way."""
        path = scenario.paths()
        lives = [_Life(block.copy(), path, stop) for block in self.blocks]
        wait_for([self.crew.submit(life.stretch, urgency) for life in lives])
        weekly = {name: np.ascontiguousarray(np.concatenate([life.weekly(name) for life in lives], axis=1).T) for name in lives[0].told[0]}
        helps = np.concatenate([who_helps_whom(life.block.chart, life.block.state.ties.help) for life in lives])
        return self._read(Record(scenario, weekly, {HELPS: helps[:, None]}, helps.mean(axis=0), dict(self.yardstick), self._origin(scenario)))

    def _origin(self, scenario: Scenario) -> dict[str, Any]:
        found = provenance(scenario, len(self.members), scenario.seed, scenario.weeks)
        return {**found, "members": [one.name for one in self.members], "replications_a_member": 1, "ensemble": self.about}

    def _read(self, whole: Record) -> Plausible:
        """The record as companies of several members, each against its own reference."""
        parts = [self._of_member(whole, number) for number in range(len(self.members))]
        return Plausible(cast(Measured, whole), cast("list[Measured]", parts))

    def _of_member(self, whole: Record, number: int) -> Record:
        own, profit = slice(number, number + 1), float(self.balances[number]["profit_week"])
        yardstick = {**self.yardstick, "profit_week": profit, "revenue_week": profit / self.yardstick["margin"]}
        origin = {**whole.provenance, "members": [self.members[number].name]}
        return Record(whole.scenario, {name: values[own] for name, values in whole.weekly.items()}, {}, whole.who_helps, yardstick, origin)


def _run_in(block: Block) -> bool:
    """The years before a policy begins, as one piece of work."""
    block.run_in()
    return True


class _Life:
    """One block on its way, a stretch at a time."""

    def __init__(self, block: Block, path: np.ndarray[Any, np.dtype[np.float32]], stop: Stop) -> None:
        self.block, self.path, self.stop = block, path, stop
        self.told: list[dict[str, Any]] = []
        self.at = 0

    def stretch(self) -> bool:
        """Live the next weeks; true when the last one is over. Raises Stopped."""
        if self.stop():
            raise Stopped
        self.told.append(self.block.advance(self.path[self.at : self.at + STRETCH]))
        self.at += STRETCH
        return self.at >= len(self.path)

    def weekly(self, name: str) -> Any:
        """One weekly column by [week, lane]."""
        return np.concatenate([stretch[name] for stretch in self.told])
