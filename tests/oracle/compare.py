"""Puts the twin beside the engine: the same moment, the same weeks, every array compared bit by bit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.engine.lanes import Block, state_arrays
from sim.policy import LEVERS, World
from sim.reference.residuals import START
from sim.scenario import Scenario
from tests.oracle.plain_mesa import PlainCompany


def differing(block: Block, twin: PlainCompany) -> str:
    """The first number that differs between engine and twin, or nothing. A number of another kind than declared differs too."""
    found = twin.arrays()
    for name, array in state_arrays(block.state).items():
        theirs = array if array.ndim == 1 else array[:, 0]
        for row, (engine, plain) in enumerate(zip(theirs, found[name], strict=True)):
            if not isinstance(plain, np.generic) or plain.dtype != array.dtype:
                return f"{name}[{row}]: the twin holds a {type(plain).__name__}, the state {array.dtype}"
            if engine.tobytes() != plain.tobytes():
                return f"{name}[{row}]: engine {engine!r}, twin {plain!r}"
    for names, table, holder in ((LEVERS, block.practice, twin.practice), (World._fields, block.world, twin.world)):
        for k, name in enumerate(names):
            if table[k, 0].tobytes() != np.float32(getattr(holder, name)).tobytes():
                return f"{name}: engine {table[k, 0]!r}, twin {getattr(holder, name)!r}"
    return ""


def differing_record(record: Mapping[str, Any], twin: PlainCompany) -> str:
    """The first weekly column that differs, or nothing."""
    for name, values in record.items():
        if np.float64(twin.weekly[name]).tobytes() != values[0, 0].tobytes():
            return f"weekly {name}: engine {values[0, 0]!r}, twin {twin.weekly[name]!r}"
    return ""


def plausible(scenario: Scenario) -> dict[str, float]:
    """Constants under which a tiny organisation has about enough work and money, and much coming and going: so a few weeks meet every branch."""
    organisation = scenario.organisation
    scale = 10.0 * max(organisation.employees, 1) / max(organisation.customers, 1)
    scaled = {name: START[name] * scale for name in ("price", "hours_per_visit", "help_per_hand_over")}
    scaled["hours_per_visit"] *= 1.4
    lively = {"quit_base": START["quit_base"] + 1.3, "absence_base": START["absence_base"] + 2.0, "churn_base": START["churn_base"] + 1.0,
              "join_base": START["join_base"] * 3.0}
    profit = 0.09 * scaled["price"] * max(organisation.customers, 1)
    return {**START, **scaled, **lively, "care_base": START["care_base"] + math.log(scale), "profit_week": profit}


def first_difference(scenario: Scenario, weeks: int, *, seed: int = 3, replication: int = 2, after: int = 0, shuffle: int = 0,
                     meddle: Callable[[PlainCompany], None] | None = None) -> str:
    """Where and when the twin first leaves the engine, or nothing. It begins at birth, or after so many weeks of the scenario."""
    path = scenario.with_(weeks=after + weeks).paths()
    block = Block(scenario, plausible(scenario), seed, [replication])
    block.advance(path[:after])
    twin = PlainCompany(block, shuffle=shuffle)
    if meddle:
        meddle(twin)
    for week in range(after, after + weeks):
        record = block.advance(path[week : week + 1])
        twin.live(path[week])
        trouble = differing(block, twin) or differing_record(record, twin)
        if trouble:
            return f"week {week}: {trouble}"
    return ""
