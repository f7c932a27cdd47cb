"""Answers: looked up where they are known, run where they are not; the same question is never run twice at once, and no answer is run to its end for nobody."""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import time
from collections.abc import Mapping
from typing import NamedTuple

from sim.app import choices
from sim.app.answer import Remembered, told
from sim.app.companies import Companies, Stop
from sim.app.crew import PATIENT, URGENT, Crew, Stopped
from sim.app.kept import Kept
from sim.app.protocol import Question, Size
from sim.engine.run import warm_up
from sim.ensemble import store
from sim.lab.members import Plausible
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import replaced

log = logging.getLogger("trivox.app")
MOST_ANSWERS = 2000


class Scale(NamedTuple):
    """How thorough an answer is: how many plausible companies, of how many units (0: all), how many share a block, how urgent, how many baselines are kept."""

    members: int
    units: int
    lanes: int
    urgency: int
    kept: int


SCALES: dict[Size, Scale] = {"preview": Scale(16, 1, 8, URGENT, 24), "full": Scale(64, 0, 16, PATIENT, 6)}
"""Blocks of eight let a preview use two cores; blocks of sixteen fill a vector unit."""


def _never() -> bool:
    return False


class Runner:
    """Everything that is kept between questions: companies at their starts, baselines, answers. One for a process, for all pages."""

    def __init__(self, crew: Crew | None = None, scales: Mapping[Size, Scale] = SCALES) -> None:
        self.crew, self.scales = crew or Crew(), scales
        self._ensemble = store.load()
        self._companies: Kept[Companies] = Kept(4)
        self._baselines: dict[Size, Kept[Plausible]] = {size: Kept(scale.kept) for size, scale in scales.items()}
        self._answers: Kept[bytes] = Kept(MOST_ANSWERS)

    def warm(self) -> None:
        """Compile, let companies live their run-in, and answer the first question, so that nobody waits for it later."""
        started = time.perf_counter()
        warm_up(lambda text, _: log.warning("%s", text))
        for size in self.scales:
            self.answer(Question(0, choices.FIRST, choices.FIRST_BASELINE, size), _never)
        log.info("ready after %.1f s", time.perf_counter() - started)

    def answer(self, question: Question, stop: Stop) -> bytes:
        """The answer as a frame without the question's number. Raises ScenarioError for levers out of range, and Stopped when `stop` says so on the way."""
        mine, base = scenarios(question, self.scales[question.size].units)
        named = (question.size, question.scenario, question.baseline, bool(question.levers), mine.fingerprint(), base.fingerprint())
        key = hashlib.sha256(json.dumps(named).encode()).digest()
        while True:
            try:
                return self._answers.get(key, lambda: self._run(question, mine, base, stop))
            except Stopped:
                if stop() or not self.crew.is_open:
                    raise

    def _run(self, question: Question, mine: Scenario, base: Scenario, stop: Stop) -> bytes:
        return told(question, self.compared(mine, base, question.size, stop))

    def compared(self, mine: Scenario, base: Scenario, size: Size, stop: Stop, members: int = 0) -> Remembered:
        """A policy beside its baseline in the companies of a size, or in the first so many of them. Raises Stopped."""
        scale = self.scales[size]
        count = min(members or scale.members, scale.members)
        some = self._ensemble.first(count)
        companies = self._companies.get((size, count, base.organisation), lambda: Companies(base, some, self.crew, scale.lanes))
        baseline = self._baselines[size].get((count, base.fingerprint()), lambda: companies.live(base, scale.urgency, _never))
        return Remembered([baseline, companies.live(mine, scale.urgency, stop)])

    def close(self) -> None:
        """Give up what is under way."""
        self.crew.close()


@functools.cache
def _preset(name: str) -> Scenario:
    """A scenario of the library, read once: files that come along do not change while the server runs."""
    return load_scenario(name)


def scenarios(question: Question, units: int) -> tuple[Scenario, Scenario]:
    """The policy and its baseline, in so many units (0: all). Raises ScenarioError, with a line for each lever out of range."""
    mine, base = _preset(question.scenario), _preset(question.baseline)
    if question.levers:
        mine = mine.with_(policy=dict(question.levers))
    mine, base = (of_units(one, units) for one in (mine, base))
    return replaced(mine, replications=1, weeks=base.weeks, seed=base.seed), replaced(base, replications=1)


def of_units(scenario: Scenario, units: int) -> Scenario:
    """A scenario in so many units (0: all)."""
    return replaced(scenario, organisation=scenario.organisation._replace(units=units)) if units else scenario
