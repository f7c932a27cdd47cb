"""Every weekly column is a measure: unit and meaning come from its declaration; here stand only which way is better and when it has no data."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np

from sim.engine.weekly import Weekly
from sim.measures.measure import Direction, Measure, Numbers, Reading, Sight
from sim.vocabulary import rows

UP = frozenset(
    {
        "engagement",
        "trust",
        "support",
        "skill",
        "share_care",
        "share_help",
        "share_room",
        "standard",
        "capability",
        "quality",
        "help_given",
        "tie_strength",
        "customers",
        "customers_joined",
        "satisfaction",
        "delighted",
        "kpi_true",
        "autonomy_lived",
        "insight",
        "clarity",
        "safety",
        "ideas_heard",
        "heard",
        "renewal",
        "revenue",
        "owners",
        "profit",
        "cash",
        "alive",
    }
)
DOWN = frozenset(
    {
        "quits",
        "dismissed",
        "absent",
        "exhaustion",
        "burnt_out",
        "resignation",
        "dissonance",
        "gaming_skill",
        "share_gaming",
        "overtime",
        "pressure",
        "wait",
        "backlog",
        "obstacles",
        "hand_over_loss",
        "repeats",
        "decision_weeks",
        "errors_hidden",
        "customers_left",
        "expectation_gap",
        "loss_making",
        "doubt",
        "insecurity",
        "fixed",
        "material",
        "turnover_cost",
        "programmes",
        "interest",
    }
)

GROUP_FROM = {
    "heads": "people",
    "share_output": "hours",
    "pressure": "work",
    "help_needed": "between teams",
    "requests": "demand",
    "decisions_own": "decisions, ideas and errors",
    "customers": "customers",
    "kpi_true": "KPI",
    "leader_pressure": "leaders",
    "demand": "demand",
    "revenue": "money",
}

TITLES = {
    "heads": "people employed",
    "share_output": "time for output",
    "share_care": "time for care",
    "share_help": "time for help",
    "share_gaming": "time for gaming",
    "share_room": "time for improving",
    "wait": "wait at a team",
    "alive": "still in business",
}

_OF_PEOPLE = ("engagement", "exhaustion", "trust", "resignation", "dissonance", "support", "skill", "gaming_skill", "overtime", "kpi_true", "kpi_reported")
_OF_HOURS = ("share_output", "share_care", "share_help", "share_gaming", "share_room")
_OF_CUSTOMERS = ("satisfaction", "expectation_gap", "delighted", "loss_making")
NEEDS = dict.fromkeys(_OF_PEOPLE, "heads") | dict.fromkeys(_OF_HOURS, "hours") | dict.fromkeys(_OF_CUSTOMERS, "customers") | {"hand_over_loss": "hand_overs"}
"""A mean has no data where the group it is taken over is empty."""


def _column(name: str, needs: str | None, reading: Reading) -> Numbers:
    values = np.asarray(reading.record.weekly[name], dtype=np.float64)
    if needs is None:
        return values
    return np.where(np.asarray(reading.record.weekly[needs]) > 0, values, np.nan)


def recorded() -> Iterator[Measure]:
    """One measure for each weekly column, in the order of the record."""
    group = ""
    for row in rows(Weekly):
        group = GROUP_FROM.get(row.name, group)
        better: Direction = "up" if row.name in UP else "down" if row.name in DOWN else "none"
        sight: Sight = "reported" if "(reported" in row.about.meaning else "seen" if "(seen" in row.about.meaning else "truth"
        needs = NEEDS.get(row.name)
        formula = row.about.meaning + (f"; no data without {needs.replace('_', ' ')}" if needs else "")
        yield Measure(
            row.name,
            TITLES.get(row.name, row.name.replace("_", " ")),
            row.about.unit,
            better,
            sight,
            formula,
            group,
            functools.partial(_column, row.name, needs),
        )
