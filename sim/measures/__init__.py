"""Measures (M): what is read off a run. Every weekly column is one; the others are computed from them. Outcomes have one value for a whole run or pair.

Each is declared once: name, unit, which way is better, truth or report, formula in words, and what it is computed from."""

from __future__ import annotations

from sim.measures.derived import DERIVED
from sim.measures.measure import WEEKS_A_YEAR, Direction, Measure, Numbers, Reading, Record, UnknownMeasure, divide, normal_share, trailing_mean, trailing_sum
from sim.measures.money import MONEY
from sim.measures.outcomes import OUTCOMES, Outcome
from sim.measures.recorded import recorded
from sim.measures.voices import VOICES

MEASURES: dict[str, Measure] = {measure.id: measure for measure in (*VOICES, *DERIVED, *MONEY, *recorded())}
"""All measures by name: first the computed ones, then the weekly record."""

HEADLINES = (
    "voice_employee",
    "voice_customer",
    "voice_business",
    "voice_tension",
    "engagement",
    "exhaustion",
    "burnout_share",
    "quit_rate_year",
    "heads",
    "share_output",
    "share_care",
    "share_help",
    "share_gaming",
    "share_room",
    "silo_index",
    "goodhart_gap",
    "wait",
    "failure_demand",
    "satisfaction",
    "satisfaction_with_leavers",
    "churn_rate_year",
    "customers",
    "revenue",
    "profit",
    "margin",
    "cash",
    "cumulative_profit",
)
"""The measures that a table shows when nobody asks for others."""


def reading(record: Record) -> Reading:
    """Read measures off a record."""
    return Reading(record, MEASURES)


def columns(name: str) -> frozenset[str]:
    """The weekly columns that a measure or outcome is computed from in the end. Raises UnknownMeasure."""
    if name not in MEASURES and name not in OUTCOMES:
        raise UnknownMeasure(name, [*MEASURES, *OUTCOMES])
    needs = (MEASURES[name] if name in MEASURES else OUTCOMES[name]).needs
    return frozenset({name} & set(needs)).union(*(columns(need) for need in needs if need != name))


__all__ = [
    "HEADLINES",
    "MEASURES",
    "OUTCOMES",
    "WEEKS_A_YEAR",
    "Direction",
    "Measure",
    "Numbers",
    "Outcome",
    "Reading",
    "Record",
    "UnknownMeasure",
    "columns",
    "divide",
    "normal_share",
    "reading",
    "trailing_mean",
    "trailing_sum",
]
