"""Every weekly column is a measure: unit and meaning come from its declaration; here stand only which way is better and when it has no data."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np

from sim.engine.weekly import Weekly
from sim.measures.measure import NO_HAND_OVERS, Direction, Measure, Numbers, Reading, Sight
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
        "satisfaction_with_leavers",
        "delighted",
        "kpi_true",
        "autonomy_lived",
        "insight",
        "revenue",
        "owners",
        "profit",
        "cash",
        "hire_chance",
        "talent",
        "talented",
        "meaning",
        "fit",
        "heard",
        "safety",
        "consistency",
        "ideas_heard",
        "renewal",
        "errors_reported",
        "internal_service",
        "clarity",
        "supplier",
        "attainment",
        "validity",
        "leader_insight",
        "leader_time",
        "credibility",
        "belief",
        "alignment",
        "know_how",
        "fairness",
        "employer",
        "alive",
    }
)
DOWN = frozenset(
    {
        "quits",
        "vacancies",
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
        "given_up",
        "obstacles",
        "hand_over_loss",
        "repeats",
        "decision_weeks",
        "customers_left",
        "expectation_gap",
        "loss_making",
        "doubt",
        "insecurity",
        "fixed",
        "material",
        "turnover_cost",
        "programmes",
        "errors_hidden",
        "ideas",
        "method",
        "complaints",
        "reliance",
        "cynicism",
        "scatter",
        "fatigue",
        "turbulence",
        "practice_gap",
        "interest",
    }
)

GROUP_FROM = {
    "heads": "people",
    "share_output": "hours",
    "pressure": "work",
    "help_needed": "between teams",
    "requests": "demand",
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
    "heads_wanted": "people budgeted",
    "vacancies": "vacant seats",
    "hire_chance": "chance to fill a seat",
    "talented": "talented people, count",
    "fit": "doing what one is good at",
    "heard": "being heard",
    "safety": "psychological safety",
    "method": "hours by the way of working",
    "ideas": "ideas open",
    "supplier": "reputation as a supplier",
    "employer": "reputation as an employer",
    "attainment": "variable pay earned",
    "satisfaction_with_leavers": "satisfaction, leavers counted",
    "given_up": "work given up",
    "hands": "hands for the work",
    "csat_reported": "satisfaction score",
    "joint_score": "score on shared goals",
    "validity": "validity of the KPI",
    "customer_seen": "satisfaction as leaders see it",
    "employee_seen": "engagement as leaders see it",
    "leader_insight": "leaders' own insight",
    "reliance": "leaning on reports",
    "leader_time": "leaders' time for the business",
    "resolve": "holding on to the policy",
    "policy_intended": "policy as intended",
    "policy_lived": "policy as lived",
    "practice_gap": "policy against practice",
    "programme_hours": "hours taken by programmes",
    "scatter": "effort scattered",
    "fatigue": "change fatigue",
    "know_how": "know-how of changing",
    "pay_motive": "motives moved to pay",
    "example": "managers' example",
    "meeting": "meeting other teams",
    "decisions_own": "decisions by teams themselves",
}

_OF_PEOPLE = ("engagement", "exhaustion", "trust", "resignation", "dissonance", "support", "skill", "gaming_skill", "talent", "meaning", "fit", "heard",
              "safety", "overtime", "kpi_true", "kpi_reported")
_OF_HOURS = ("share_output", "share_care", "share_help", "share_gaming", "share_room")
_OF_CUSTOMERS = ("satisfaction", "satisfaction_with_leavers", "expectation_gap", "delighted", "loss_making")
NEEDS = dict.fromkeys(_OF_PEOPLE, "heads") | dict.fromkeys(_OF_HOURS, "hours") | dict.fromkeys(_OF_CUSTOMERS, "customers") | {"hand_over_loss": "hand_overs"}
"""A mean has no data where the group it is taken over is empty."""

COUNTED = ("people", "customers", "count", "hours", "euro", "0/1")
"""Units of what is none when a firm has ended. Everything else is a state, and a firm that has ended is in none: no data, not an average one."""


HARDLY_ANY = {"hand_overs": ("requests", 0.01)}
"""A group that is this small a share of another counts as empty: where a request in a hundred changes hands, the mean loss in a hand-over tells nothing."""


def _has_data(name: str, unit: str) -> tuple[str, ...]:
    """The columns without which another has no data."""
    group = (NEEDS[name],) if name in NEEDS else ()
    group = (*group, *(HARDLY_ANY[each][0] for each in group if each in HARDLY_ANY))
    return group if unit.split()[0] in COUNTED and name not in ("obstacles", "resolve") else (*group, "alive")


def _column(name: str, needs: tuple[str, ...], reading: Reading) -> Numbers:
    weekly = reading.record.weekly
    values = np.asarray(weekly[name], dtype=np.float64)
    for group in needs:
        of, share = HARDLY_ANY.get(group, (group, 0.0))
        values = np.where(np.asarray(weekly[group]) > share * np.asarray(weekly[of]), values, np.nan)
    return values


def recorded() -> Iterator[Measure]:
    """One measure for each weekly column, in the order of the record."""
    group = ""
    for row in rows(Weekly):
        group = GROUP_FROM.get(row.name, group)
        better: Direction = "up" if row.name in UP else "down" if row.name in DOWN else "none"
        sight: Sight = "reported" if "(reported" in row.about.meaning else "seen" if "(seen" in row.about.meaning else "truth"
        needs = _has_data(row.name, row.about.unit)
        formula = row.about.meaning + "".join(f"; no data without {group.replace('_', ' ')}" for group in needs if group != "alive")
        yield Measure(
            row.name,
            TITLES.get(row.name, row.name.replace("_", " ")),
            row.about.unit,
            better,
            sight,
            formula,
            group,
            (row.name, *needs),
            functools.partial(_column, row.name, needs),
            nothing=NO_HAND_OVERS if "hand_overs" in needs else "",
        )
