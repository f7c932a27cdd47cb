"""A point of a design, lived by an arm: the values of its inputs laid over the arm's scenario. What cannot be lived is said in one line."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.sweep.identity import content_of, differing
from sim.lab.sweep.study import Input, Study
from sim.policy import CONDITIONS, LEVERS
from sim.scenario import Scenario
from sim.scenario.errors import Report
from sim.scenario.hours import ORDINARY
from sim.scenario.model import RANGES, replaced
from sim.scenario.overlay import REVENUE_SHARES, REWARD_SHARES, tell_hours, tell_revenue_shares, tell_reward_shares, tell_size

SECTION = {"lever": "policy", "condition": "world", "parameter": "parameters", "organisation": "organisation"}
MOST_CORNERS = 256
COLUMNS = {name: column for column, name in enumerate(LEVERS + CONDITIONS)}
Row = Sequence[float] | NDArray[np.float64]


def inputs_of(study: Study, arm: int) -> list[tuple[int, Input]]:
    """The inputs that an arm is given, each with its column in the design."""
    name = study.arms[arm].name
    return [(column, one) for column, one in enumerate(study.inputs) if not one.arms or name in one.arms]


def changes_of(study: Study, arm: int, row: Row) -> dict[str, dict[str, Any]]:
    """What a point changes in an arm, by section of a scenario."""
    found: dict[str, dict[str, Any]] = {}
    for column, one in inputs_of(study, arm):
        value = float(row[column])
        found.setdefault(SECTION[one.kind], {})[one.key] = int(value) if one.whole else value
    return found


def lived(study: Study, arm: int, row: Row, member: Mapping[str, float] | None = None) -> Scenario:
    """The scenario of a point, unchecked. What the scenario says of a number goes before what a member of an ensemble says."""
    scenario, changes = study.arms[arm], changes_of(study, arm, row)
    parameters = differing({**(member or {}), **scenario.parameters, **changes.get("parameters", {})})
    return replaced(
        scenario,
        organisation=scenario.organisation._replace(**changes.get("organisation", {})),
        policy={**scenario.policy, **changes.get("policy", {})},
        world={**scenario.world, **changes.get("world", {})},
        parameters=parameters,
    )


class Contents:
    """What courses depend on, point by point: the arm's own content with what a point changes in it."""

    def __init__(self, study: Study) -> None:
        self.study, self.arms = study, [content_of(one) for one in study.arms]

    def of(self, arm: int, row: Row, member: Mapping[str, float]) -> dict[str, Any]:
        """The content of one course."""
        whole, changes = dict(self.arms[arm]), changes_of(self.study, arm, row)
        for section, changed in changes.items():
            whole[section] = {**whole[section], **changed}
        if member or "parameters" in changes:
            whole["parameters"] = differing({**member, **whole["parameters"]})
        return whole


def refusal(scenario: Scenario) -> str:
    """Why a scenario cannot be lived, in one line; an empty text when it can."""
    report = Report("")
    tell_reward_shares(scenario, {}, report)
    if set(REVENUE_SHARES) & set(scenario.parameters):
        tell_revenue_shares(scenario, {}, report)
    tell_size(scenario, {}, report)
    tell_hours(scenario, {}, [], report)
    return report.lines()[0].removeprefix(": ") if report.problems else ""


def refused(study: Study, design: NDArray[np.float64], arm: int) -> list[str]:
    """Why each point cannot be lived in an arm; an empty text for those that can.

    Levers take more hours the further they go one way, so where every corner of the design can be lived, every point can."""
    given = inputs_of(study, arm)
    matters = [(column, one) for column, one in given if one.kind in ("lever", "organisation") or one.name in (*ORDINARY, *REVENUE_SHARES)]
    if not matters or not len(design):
        why = refusal(lived(study, arm, design[0])) if len(design) else ""
        return [why] * len(design)
    shares = any(one.name in (*REWARD_SHARES, *REVENUE_SHARES) for _, one in matters)
    if not shares and 2 ** len(matters) <= min(MOST_CORNERS, len(design)) and not any(refusal(one) for one in _corners(study, design, arm, matters)):
        return [""] * len(design)
    return [refusal(lived(study, arm, row)) for row in design]


def _corners(study: Study, design: NDArray[np.float64], arm: int, matters: Sequence[tuple[int, Input]]) -> list[Scenario]:
    """The arm at every corner of what matters."""
    columns = [column for column, _ in matters]
    ends = [sorted({float(design[:, column].min()), float(design[:, column].max())}) for column in columns]
    corners = []
    for corner in itertools.product(*ends):
        row = design[0].copy()
        row[columns] = corner
        corners.append(lived(study, arm, row))
    return corners


class Paths:
    """Courses week by week, [week, setting]: of an arm in which nothing changes in time, one row that a point alters; of others reckoned anew."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.steady = [not one.timeline and not one.events for one in study.arms]
        self.rows = [one.with_(weeks=1).paths()[0] if steady else None for one, steady in zip(study.arms, self.steady, strict=True)]
        self.given = [inputs_of(study, arm) for arm in range(len(study.arms))]

    def of(self, arm: int, row: Row) -> NDArray[np.float32]:
        """The path of one course."""
        usual = self.rows[arm]
        if usual is None:
            return lived(self.study, arm, row).paths()
        own = usual.copy()
        for column, one in self.given[arm]:
            if one.key in COLUMNS and one.kind in ("lever", "condition"):
                low, high = RANGES[one.key]
                own[COLUMNS[one.key]] = min(max(float(row[column]), low), high)
        return np.broadcast_to(own, (self.study.weeks, own.size))
