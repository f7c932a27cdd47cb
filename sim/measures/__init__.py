"""Measures (M): what is read off a run. Every weekly column is one; the others are computed from them. Each is declared once."""

from __future__ import annotations

from sim.measures.derived import DERIVED
from sim.measures.measure import WEEKS_A_YEAR, Direction, Measure, Numbers, Reading, Record, UnknownMeasure, divide, normal_share, trailing_mean, trailing_sum
from sim.measures.recorded import recorded
from sim.measures.voices import VOICES

MEASURES: dict[str, Measure] = {measure.id: measure for measure in (*VOICES, *DERIVED, *recorded())}
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


__all__ = [
    "HEADLINES",
    "MEASURES",
    "WEEKS_A_YEAR",
    "Direction",
    "Measure",
    "Numbers",
    "Reading",
    "Record",
    "UnknownMeasure",
    "divide",
    "normal_share",
    "reading",
    "trailing_mean",
    "trailing_sum",
]
