"""What must stand still: for each centring constant, how far an ensemble of reference runs is from the mean that the constant must produce.

A residual is the step of the constant (of its logarithm, where it is positive) that would by itself mend its mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.arithmetic import WAITED_AT_LEAST, bounded
from sim.balance import Balance
from sim.compiled import plain
from sim.mechanisms.quality import LOST_AT_LEAST

LOGARITHMIC = ("hours_per_visit", "capability_base", "help_per_hand_over", "repeat_base", "sales_base", "join_base", "vacancy_base", "kpi_true_base",
               "kpi_reported_base", "price", "profit_week")
"""Constants that are positive: solved as logarithms."""

START = {
    "absence_base": -7.3845, "capability_base": 0.99816, "care_base": -0.25476, "churn_base": -5.981, "dissonance_base": 0.0015315, "engagement_base": 0.25178,
    "exhaustion_base": -0.22489, "hands_base": -0.0069721, "hands_usual": -0.0026595, "help_per_hand_over": 0.57714, "hours_per_visit": 1.7109,
    "inside_usual": -0.17981, "join_base": 0.00287, "journey_wait_base": -1.4501, "kpi_reported_base": 0.97765, "kpi_true_base": 0.97943,
    "loss_base": -2.1048, "obstacles_base": 4.3141, "offset_care": -1.3958, "offset_gaming": -3.2968, "offset_help": -2.1941, "offset_output": -0.32844,
    "offset_room": -2.0843, "overtime_usual": 0.0074303, "pressure_base": -0.16348, "price": 301.14, "profit_week": 65113, "quality_base": -0.011633,
    "quit_base": -6.4267, "repeat_base": 0.19561, "sales_base": 0.99891, "satisfaction_base": 0.21178, "skill_base": -0.018317, "staff_base": -0.16563,
    "standard_drift": -0.00092843, "trust_base": 0.29192, "vacancy_base": 0.99233, "voice_base": -0.057626, "wait_base": -1.4607,
}
"""Where the search starts: a rough solution for the default parameters."""


def to_vector(balance: Mapping[str, float]) -> np.ndarray:
    """Constants as a vector, positive ones as logarithms."""
    return np.array([np.log(balance[name]) if name in LOGARITHMIC else balance[name] for name in Balance._fields])


def from_vector(vector: np.ndarray) -> dict[str, float]:
    """The constants of a vector."""
    return {name: float(np.exp(value)) if name in LOGARITHMIC else float(value) for name, value in zip(Balance._fields, vector, strict=True)}


def residuals(balance: Mapping[str, float], weekly: Mapping[str, np.ndarray], moments: Sequence[Mapping[str, np.ndarray]], people: float, customers: float,
              enough: float) -> np.ndarray:
    """The residual of every constant, in the order of `Balance`. `weekly` is [week, lane]; `moments` are snapshots of arrays of teams and journeys.

    `enough` is `quality.enough`: hands as they are felt depend on it."""

    def mean(name: str) -> float:
        return float(np.mean(weekly[name]))

    def snap(name: str, change: Any = lambda a: a) -> float:
        values = [float(np.mean(change(m[name]))) for m in moments if m[name].size]
        return float(np.mean(values)) if values else 0.0

    def felt(hands: np.ndarray) -> np.ndarray:
        return np.asarray(np.minimum(hands, 0.0) + plain(bounded)(np.maximum(hands, 0.0), np.float32(enough)))

    heads, base = max(mean("heads"), 1.0), balance
    revenue, cost = max(mean("revenue"), 1.0), mean("revenue") - mean("profit")
    care = float(np.mean([np.mean(np.log(np.maximum(m["teams.hours_care"] / np.maximum(m["teams.visits"], 1.0), 1e-4))) for m in moments]))
    lost = float(np.mean([np.mean(np.log(m["teams.rework"] / np.maximum(m["teams.visits"], 1.0) + LOST_AT_LEAST)) for m in moments]))
    step = {
        "quit_base": np.log(0.15 / max(mean("quits") * 52 / heads, 1e-4)),
        "engagement_base": mean("engagement"), "exhaustion_base": mean("exhaustion"), "trust_base": mean("trust"),
        "dissonance_base": 0.025 * mean("dissonance"), "absence_base": np.log(0.015 / max(mean("absent") / heads, 1e-4)),
        "offset_output": np.log(0.58 / mean("share_output")), "offset_care": np.log(0.20 / mean("share_care")),
        "offset_help": np.log(0.09 / mean("share_help")), "offset_gaming": np.log(0.03 / mean("share_gaming")),
        "offset_room": np.log(0.10 / mean("share_room")), "hours_per_visit": np.log(0.85 / max(mean("utilisation"), 0.05)),
        "pressure_base": mean("pressure"), "staff_base": snap("teams.staff_need"), "standard_drift": 0.02 * (mean("standard") - 1.0),
        "capability_base": np.log(mean("capability")), "help_per_hand_over": snap("teams.help_ratio"),
        "obstacles_base": mean("obstacles") - base["obstacles_base"],
        "loss_base": lost - base["loss_base"],
        "care_base": care - base["care_base"], "skill_base": snap("teams.skill", lambda a: np.log(np.maximum(a, 1e-4))) - base["skill_base"],
        "wait_base": snap("teams.wait", lambda a: np.log(a + WAITED_AT_LEAST)) - base["wait_base"], "hands_base": -mean("hands"),
        "journey_wait_base": snap("journeys.wait", lambda a: np.log(a + WAITED_AT_LEAST)) - base["journey_wait_base"],
        "hands_usual": snap("teams.hands", felt) - base["hands_usual"], "inside_usual": snap("journeys.inside") - base["inside_usual"],
        "overtime_usual": mean("overtime") - base["overtime_usual"],
        "quality_base": mean("quality"),
        "repeat_base": np.log(0.2 / max(mean("repeats") / max(mean("requests"), 1.0), 1e-3)), "sales_base": np.log(snap("teams.sales_pull")),
        "satisfaction_base": mean("satisfaction"), "voice_base": mean("satisfaction_with_leavers"),
        "churn_base": np.log(0.15 / max(mean("customers_left") * 52 / max(mean("customers"), 1.0), 1e-4)),
        "join_base": np.log(customers / max(mean("customers"), 1.0)), "vacancy_base": np.log(people / heads),
        "kpi_true_base": np.log(mean("kpi_true")), "kpi_reported_base": np.log(mean("kpi_reported")), "price": np.log(max(cost / 0.91 / revenue, 0.2)),
        "profit_week": np.log(max(0.09 * revenue, 1.0) / base["profit_week"]),
    }
    return np.array([step[name] for name in Balance._fields])
