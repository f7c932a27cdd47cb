"""Policies lived in the futures of a search: all share luck, company by company, with the baseline and with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.lab.members import run_chosen
from sim.lab.result import Result
from sim.lab.search import Lived, laid_over
from sim.lab.search_aims import PRICE, Task, drawn, mean_known
from sim.measures import Numbers
from sim.scenario import Scenario, ScenarioError
from sim.scenario.budget import price_of

RUNS_AT_ONCE = 1024
"""So many companies are lived in one call of the engine: enough for all threads, and their records fit in memory."""
Run = Callable[[Sequence[Scenario]], list[Result]]
Flags = NDArray[np.bool_]


class Living:
    """Lives policies, and remembers the baseline of each lot of futures.

    A company that has ended earns nothing from then on, and nobody knows how its people and customers would feel. Where it ended under a policy and not under
    the baseline, what is not known counts as the worst that any policy of the same call brings there, and as no better than the baseline: to end never pays.
    Where it ended under the baseline, there is nothing to compare with, for no policy: that future says nothing of such an aim (NaN)."""

    def __init__(self, threads: int | None = None, progress: Callable[[str, float], None] | None = None) -> None:
        self.threads, self.progress = threads, progress
        self._baselines: dict[int, tuple[Numbers, Flags]] = {}
        self._prices: dict[tuple[tuple[str, float], ...], float] = {}

    def __call__(self, task: Task, policies: Sequence[Mapping[str, float]], lot: int) -> Lived:
        """Effects of policies in the futures of a lot. Futures stand in the order draw, then member."""
        if lot not in self._baselines:
            self._baselines[lot] = self._read(task, [task.base], lot)
        base, gone = self._baselines[lot]
        possible = [_livable(task, one) for one in policies]
        effects = np.full((len(policies), len(task.aims), task.futures), np.nan)
        ended = np.full(len(policies), np.nan)
        some = [place for place, one in enumerate(possible) if one is not None]
        if some:
            values, over = self._read(task, [one for one in possible if one is not None], lot)
            gaps = filled(values - base, (over & ~gone)[:, None], task.signs)
            effects[some] = mean_known(gaps)
            ended[some] = over.mean(axis=(1, 2)) - gone.mean()
        return Lived(effects, ended)

    def _read(self, task: Task, scenarios: Sequence[Scenario], lot: int) -> tuple[Numbers, Flags]:
        """Readings by [scenario, aim, future, replication], and which companies ended, by [scenario, future, replication]."""
        each = task.members * task.base.replications
        worlds = drawn(task, lot)
        asked = [one.with_(world=world) for one in scenarios for world in worlds]
        at_once = max(RUNS_AT_ONCE // each, 1)
        values, over = np.empty((len(asked), len(task.aims), each)), np.empty((len(asked), each), dtype=np.bool_)
        for first in range(0, len(asked), at_once):
            for place, result in enumerate(run_chosen(asked[first : first + at_once], task.chosen, threads=self.threads, progress=self.progress), first):
                policy = scenarios[place // len(worlds)]
                values[place] = [np.full(each, self._price(policy)) if one.name == PRICE else result.reading_at(one.name, result.weeks) for one in task.aims]
                over[place] = result.series("alive")[:, -1] < 0.5
        shaped = values.reshape(len(scenarios), len(worlds), len(task.aims), task.members, task.base.replications)
        whole = shaped.transpose(0, 2, 1, 3, 4).reshape(len(scenarios), len(task.aims), task.futures, task.base.replications)
        return whole, over.reshape(len(scenarios), task.futures, task.base.replications)

    def _price(self, scenario: Scenario) -> float:
        """What a policy costs beyond the reference. Prices do not depend on the world, and take a while to reckon: each policy's is reckoned once."""
        own = tuple(sorted(scenario.policy.items()))
        if own not in self._prices:
            self._prices[own] = price_of(scenario).total
        return self._prices[own]


def filled(gaps: Numbers, over: Flags, signs: Numbers) -> Numbers:
    """Differences by [policy, aim, future, replication]; those that are not known because a company ended become the worst of all policies there, or nought
    where that is worse. `over` says where companies ended that did not under the baseline, by [policy, 1, future, replication]."""
    worst = np.fmin.reduce(gaps * signs[:, None, None], axis=0, initial=0.0) * signs[:, None, None]
    return np.where(np.isnan(gaps) & over, worst, gaps)


def _livable(task: Task, levers: Mapping[str, float]) -> Scenario | None:
    """A policy laid over the baseline; None where its levers contradict each other, in the default company or where they take more hours, in a member's."""
    policy = laid_over(task.base, levers)
    if policy is None or task.chosen.ensemble is None:
        return policy
    try:
        for member in task.chosen.ensemble:
            member.company(policy)
    except ScenarioError:
        return None
    return policy
