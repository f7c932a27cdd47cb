"""Small firms for tests of the engine, with constants that are near a reference but not solved for them: contracts must hold anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.balance import Balance
from sim.engine.lanes import Block, state_arrays
from sim.engine.record import Record
from sim.engine.run import run_with
from sim.policy import Policy, World
from sim.reference.residuals import START
from sim.reference.store import SHIPPED
from sim.scenario import Scenario, load_scenario


def constants(units: int = 2) -> dict[str, float]:
    """Centring constants: the shipped ones of an organisation with forty people a unit, or a rough guess."""
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8")) if SHIPPED.exists() else {}
    known = [one for one in shipped.values() if set(one["balance"]) == set(Balance._fields)]
    fitting = [one["balance"] for one in known if round(one["yardstick"]["customers"]) in range(380, 420)]
    found = dict(fitting[0] if fitting else START)
    found["profit_week"] *= units if fitting else 1.0
    return found


def firm(**changes: Any) -> Scenario:
    """Two units of three teams of four, with 120 customers each; `organisation` and other fields can be changed."""
    organisation = {"units": 2, "teams_per_unit": 3, "team_size": 4, "customers_per_unit": 120, **changes.pop("organisation", {})}
    return load_scenario("small").with_(organisation=organisation, **changes)


RESTLESS = {
    "name": "restless",
    "policy": {"profit_chasing": 0.9, "autonomy": 0.8, "reward_intensity": 0.15, "kpi_validity": 0.5, "slack_share": 0.05, "yielding": 0.7,
               "task_division": 0.7, "standardisation": 0.7, "home_working": 3.0, "training": 2.0, "executive_pay_gap": 0.8, "purpose": 0.7,
               "vision": 0.8, "follow_through": 0.3, "leader_customer_contact": 26.0},
    "world": {"volatility": 0.1, "labour_market": 0.5},
}
"""A policy under which everything moves."""


def ordinary() -> np.ndarray:
    """One week of the reference policy and world, as the engine wants it."""
    return np.array([[*Policy(), *World()]], np.float32)


def block(scenario: Scenario | None = None, lanes: Sequence[int] = (0, 1), seed: int = 5) -> Block:
    """Some runs of a firm, just born."""
    return Block(scenario or firm(), constants(), seed, list(lanes))


def run(*scenarios: Scenario, **how: Any) -> list[Record]:
    """Run scenarios; a year, five replications, unless asked otherwise."""
    how = {"replications": 5, "seed": 3, "weeks": 52, "threads": 1, **how}
    known = [constants(one.organisation.units or 1) for one in scenarios]
    return run_with(list(scenarios), known, [{} for _ in scenarios], **how)


def weekly_bytes(record: Record, replications: slice = slice(None), weeks: slice = slice(None)) -> dict[str, bytes]:
    """The record's columns as bytes, all or for some replications and weeks."""
    return {name: np.ascontiguousarray(column[replications, weeks]).tobytes() for name, column in record.weekly.items()}


def state_bytes(one: Block) -> dict[str, bytes]:
    """The whole state as bytes, practice and world included."""
    return {name: array.tobytes() for name, array in {**state_arrays(one.state), "practice": one.practice, "world": one.world}.items()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of columns that differ; none when all bytes are the same."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]
