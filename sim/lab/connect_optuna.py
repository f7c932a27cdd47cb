"""A connector to Optuna for those who drive a search themselves: an objective for `study.optimize`, and a finished search as a study.

    study = optuna.create_study(directions=directions_of(task))
    study.optimize(objective(task), n_trials=50)
    study_of(found)      # every policy that `trivox search` tried, as trials, for Optuna's own pictures and dashboards
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.lab.extras import fetched
from sim.lab.search import Found, Live
from sim.lab.search_aims import Task, scored

ASKER = "the connector to Optuna"


def directions_of(task: Task) -> list[str]:
    """The way each aim is better, as Optuna says it."""
    return ["maximize" if one.better == "up" else "minimize" for one in task.aims]


def objective(task: Task, live: Live | None = None) -> Callable[[Any], tuple[float, ...]]:
    """What Optuna asks: a trial's levers are chosen within the task's stretches, lived in all futures beside the baseline, and scored by mean or worst tenth.

    A policy whose levers contradict each other is pruned. Regret needs a first generation to compare with, so that only `trivox search` has it."""
    from sim.lab.search_live import Living

    optuna = fetched("optuna", ASKER)
    living = live or Living()

    def asked(trial: Any) -> tuple[float, ...]:
        levers = {one.name: trial.suggest_float(one.name, one.low, one.high) for one in task.levers}
        scores = scored(task, living(task, [levers], 0).effects)[0]
        if not np.isfinite(scores).all():
            raise optuna.TrialPruned
        return tuple(float(value) for value in scores)

    return asked


def study_of(found: Found, **settings: Any) -> Any:
    """A finished search as an Optuna study (settings such as `storage` and `study_name` go to `create_study`). Raises ScenarioError where Optuna is missing."""
    optuna = fetched("optuna", ASKER)
    study = optuna.create_study(directions=directions_of(found.task), **settings)
    space = {one.name: optuna.distributions.FloatDistribution(one.low, one.high) for one in found.task.levers}
    for levers, scores in zip(found.levers, found.tried, strict=True):
        if np.isfinite(scores).all():
            study.add_trial(optuna.trial.create_trial(params=dict(levers), distributions=space, values=[float(value) for value in scores]))
    return study
