"""Measuring the targets in a model: the reference lives some years, and short trials begin at the same moment under the same luck.

Every set of parameters has its own lanes in one block; what is measured is an array with one value a set. Trials are paired with the reference's own
first weeks, lane by lane: what differs is the trial.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calibration import studies
from sim.engine.lanes import Block, settings_order, state_arrays
from sim.policy import Policy
from sim.reference.many import Sets, founded, ordinary, residuals_by_set
from sim.reference.solve import SNAPS
from sim.scenario import Scenario

Numbers = NDArray[np.float64]
WEEKS, TRIAL, QUARTER = 312, 52, 13
LOAD = 1.1
"""Requests of the year of stress, against ordinary ones."""
MORE_QUITS, QUIT_WEEKS, QUIT_TRIAL = float(np.log(2.0)), 26, 104

FLOWS = {"revenue": "units.revenue", "cost": "units.cost", "quits": "teams.departures", "heads": "teams.heads", "engagement": "teams.engagement",
         "satisfaction": "units.satisfaction"}
MOMENTS = ("people.present", "people.generation", "people.tenure", "people.engagement", "people.room_in_job", "teams.autonomy")


class Lived(NamedTuple):
    """What the reference left behind: unit by week and lane, people at quarters, the weekly record, and what the solver reads."""

    units: dict[str, Numbers]
    people: list[dict[str, Any]]
    weekly: dict[str, Numbers]
    moments: list[dict[str, Any]]


def live(block: Block, weeks: int = WEEKS) -> Lived:
    """Let the reference live so many weeks, and keep what the studies ask for."""
    flows: dict[str, list[Any]] = {name: [] for name in FLOWS}
    people, records, moments, week = [], [], [], ordinary(1)
    for number in range(weeks):
        arrays = state_arrays(block.state)
        if number % QUARTER == 0:
            people.append({name: arrays[name].copy() for name in MOMENTS})
        records.append(block.advance(week))
        for name, array in FLOWS.items():
            flows[name].append(arrays[array].copy())
        if number % QUARTER == QUARTER - 1:
            moments.append({name: arrays[name].copy() for name in SNAPS})
    people.append({name: state_arrays(block.state)[name].copy() for name in MOMENTS})
    weekly = {name: np.concatenate([one[name] for one in records]) for name in records[0]}
    return Lived({name: np.array(kept) for name, kept in flows.items()}, people, weekly, moments)


def path(weeks: int, **settings: float) -> NDArray[np.float32]:
    """So many weeks in which some levers or conditions have another value."""
    rows, order = ordinary(weeks), settings_order()
    for name, value in settings.items():
        rows[:, order.index(name)] = value
    return rows


def stressed(start: Block) -> dict[str, Any]:
    """A year of more requests with the same people, without the weak pull that brings standards back."""
    block = start.copy()
    work: Any = block.lane_parameters.work
    block.lane_parameters = block.lane_parameters._replace(work=work._replace(standard_back=np.zeros_like(work.standard_back)))
    return block.advance(path(TRIAL, demand=LOAD))


def sold(start: Block, **settings: float) -> tuple[dict[str, Numbers], Numbers]:
    """A year under some pay: its weekly record, and what a contact sells in a week, mean of teams, [lane]."""
    block, records, pulls = start.copy(), [], []
    for _ in range(TRIAL // 4):
        records.append(block.advance(path(4, **settings)))
        pulls.append(block.state.teams.sales_pull.mean(axis=0))
    return {name: np.concatenate([one[name] for one in records]) for name in records[0]}, np.mean(pulls[2:], axis=0)


def emptied(start: Block) -> dict[str, Any]:
    """A half year in which twice as many leave, and what follows."""
    block, usual = start.copy(), start.balance
    block.balance = usual._replace(quit_base=np.add(usual.quit_base, np.float32(MORE_QUITS)))
    first = block.advance(ordinary(QUIT_WEEKS))
    block.balance = usual
    then = block.advance(ordinary(QUIT_TRIAL - QUIT_WEEKS))
    return {name: np.concatenate([first[name], then[name]]) for name in first}


def trials(start: Block) -> dict[str, Any]:
    """All trials, each from the same moment. A valid score without a bonus beyond the usual is the twin of the team bonus."""
    usual = float(Policy().reward_intensity)
    return {"stress": stressed(start), "empty": emptied(start), "bonus": sold(start, reward_intensity=2.0 * usual)[0],
            "valid": sold(start, kpi_validity=0.95)[1], "team bonus": sold(start, kpi_validity=0.95, reward_intensity=0.1)[1]}


class Measured(NamedTuple):
    """The targets by set, [set, target] in the order of `TARGETS`, and the residual of each set's reference while they were taken."""

    values: Numbers
    residual: Numbers


def measure(scenario: Scenario, sets: Sets, vectors: Numbers, weeks: int = WEEKS) -> Measured:
    """All targets of each set of parameters with its constants; NaN where a set went beyond what can be reckoned."""
    start = founded(scenario, sets, vectors)
    tried = trials(start)
    lived = live(start, weeks)
    wage = np.asarray(start.lane_parameters.finance.wage, dtype=np.float64)
    with np.errstate(all="ignore"):
        by_lane = {**studies.of_units(lived.units, scenario.organisation.units), **studies.of_people(lived.people, start.chart.team_first_person),
                   **studies.of_levels(lived.weekly), **studies.of_trials(lived.weekly, tried, wage)}
    left = residuals_by_set(scenario, sets, vectors, lived.weekly, lived.moments)
    values = np.column_stack([_known_mean(by_lane[name].reshape(-1, sets.each)) for name in studies.ORDER])
    return Measured(values, np.sqrt(np.mean(left**2, axis=1)))


def _known_mean(values: Numbers) -> Numbers:
    """Means over the lanes that gave a number; NaN where none did."""
    known = np.isfinite(values)
    number = known.sum(axis=1)
    return np.where(number > 0, np.where(known, values, 0.0).sum(axis=1) / np.maximum(number, 1), np.nan)
