"""What a comparison over an ensemble says besides: how much of a difference is luck, and how much is what we do not know about companies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.lab.words import counted, euro, euro_between

if TYPE_CHECKING:
    from sim.lab.compare import Comparison, Difference
    from sim.measures.intervals import Estimate


def plausible(comparison: Comparison) -> str:
    """Which companies were compared: 64 plausible companies."""
    return counted(len(comparison.members), "plausible company", "plausible companies")


def counted_pairs(comparison: Comparison) -> str:
    """Which pairs a table is about: 64 plausible companies, 2 pairs each."""
    return f"{plausible(comparison)}, {counted(comparison.each, 'pair')} each"


def doubt(comparison: Comparison, gap: Difference, place: int) -> str:
    """The two kinds of doubt about the difference in summed profit, apart; or that they cannot be told apart."""
    over = gap.over
    if over is None or over.members < 2:
        return ""
    if not math.isfinite(over.luck):
        return (f"With one pair for each company luck and what we do not know about companies cannot be told apart: together they make "
                f"± {euro(over.together)} (one SD); run two or more for each.")
    luck, unknown = comparison.doubts(place)
    first = f"In this difference luck alone makes ± {_sd(luck)}; what we do not know about companies makes ± {_sd(unknown)}."
    if over.unknown > 0:
        return f"{first} Luck taken out, the middle 90 % of plausible companies lie between {euro(over.lowest)} and {euro(over.highest)}."
    return f"{first} So companies lie no further apart than luck explains."


def _sd(one: Estimate) -> str:
    """A spread with its interval, where there is one."""
    sure = f"; 95 % interval {euro_between(one.low, one.high)}" if math.isfinite(one.low) else ""
    return f"{euro(one.value)} (one SD{sure})"
