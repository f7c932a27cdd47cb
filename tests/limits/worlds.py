"""Firms at a limit: the real engine with mechanisms off and parameters at values where theory knows the answer.

`limit` makes a block in which only some mechanisms work; parameters and centring constants may take any value, also beyond what files allow.
`live` lets weeks pass in machine code; `alone` runs one sweep of the week by itself, in plain Python (the same statements, the same bits: `test_alone.py`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.compiled import plain
from sim.engine.lanes import Block
from sim.parameters import MECHANISMS
from sim.policy import Policy, World
from tests.engine.firms import constants, firm

Values = Mapping[str, Any]


def limit(*working: str, lanes: int = 16, seed: int = 5, parameters: Values | None = None, balance: Values | None = None, **organisation: Any) -> Block:
    """Some runs of a firm, just born, in which only the named mechanisms work."""
    unknown = set(working) - set(MECHANISMS)
    assert not unknown, f"no mechanism is called {unknown}"
    size = {"units": 1, "teams_per_unit": 4, "team_size": 10, "customers_per_unit": 0, **organisation}
    one = Block(firm(organisation=size, off=tuple(name for name in MECHANISMS if name not in working)), constants(1), seed, range(lanes))
    set_parameters(one, parameters or {})
    for name, value in (balance or {}).items():
        getattr(one.balance, name)[:] = value
    return one


def set_parameters(one: Block, values: Values) -> None:
    """Give parameters a value, or one value for each lane."""
    for name, value in values.items():
        group, _, field = name.partition(".")
        getattr(getattr(one.lane_parameters, group), field)[:] = value


def silence(one: Block, mechanism: str, *kept: str) -> None:
    """Set every parameter of a mechanism to nothing, but for some."""
    group = getattr(one.lane_parameters, mechanism)
    for name in set(group._fields) - set(kept):
        getattr(group, name)[:] = 0.0


def week_of(policy: Values | None = None, world: Values | None = None) -> np.ndarray:
    """One week of policy and world, as the engine wants it: the reference but for what is named."""
    return np.array([[*Policy()._replace(**(policy or {})), *World()._replace(**(world or {}))]], np.float32)


def live(one: Block, weeks: int, *, each: Callable[[Block], Any] | None = None, policy: Values | None = None, world: Values | None = None) -> list[Any]:
    """Let weeks pass; what `each` says of the firm after every one of them (and nothing more is kept)."""
    week = week_of(policy, world)
    if each is None:
        one.advance(np.repeat(week, weeks, axis=0))
        return []
    told = []
    for _ in range(weeks):
        one.advance(week)
        told.append(each(one))
    return told


def alone(one: Block, sweep: Callable[..., Any], *, unit: int = 0, week: int = 0) -> None:
    """Run one sweep of the week by itself on a firm, in plain Python."""
    groups = one._groups()
    own = sweep.__module__.rsplit(".", 1)[-1]
    parameters = one.lane_parameters
    known: dict[str, Any] = {
        **parameters._asdict(), **one.state._asdict(), **{name: groups[name] for name in ("practice", "world", "levers", "chart", "balance", "on", "luck")},
        "p": getattr(parameters, own, None), "unit": unit, "week": week, "exception_work": parameters.demand.exception_work,
        "request_rate": parameters.demand.request_rate, "rate": parameters.demand.request_rate, "comes_again": parameters.demand.comes_again,
        "complains": parameters.complaints.ordinary, "taste_weight": parameters.experience.taste_weight, "dilution": parameters.choice.dilution,
        "ordinary_grievance": parameters.experience.ordinary_grievance,
    }
    with np.errstate(all="ignore"):
        plain(sweep)(*(known[name] for name in inspect.signature(sweep).parameters))


def z_and_y(sample: np.ndarray, mean: float, variance: float) -> tuple[float, float]:
    """How far the mean and the variance of independent numbers are from theory, in standard errors (the DSMTS measures: within 3 and within 5)."""
    n = sample.size
    return float(np.sqrt(n / variance) * (sample.mean() - mean)), float(np.sqrt(n / 2.0) * (sample.var() / variance - 1.0))


def errors_off(sample: np.ndarray, expected: float) -> float:
    """How many standard errors of replication the mean of independent runs lies from what theory says."""
    return float((sample.mean() - expected) / max(sample.std(ddof=1) / np.sqrt(sample.size), 1e-12))
