"""Where a policy dips and where it breaks even against the baseline, as the comparison finds it; pictures and page mark the same weeks."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.views import seen
from sim.views.seen import Numbers, View


class Turns(NamedTuple):
    """The week (from 1) and depth (euro a week) of the dip, and the week from which the policy has earned itself back; nothing where there is none."""

    dip_week: int | None
    dip_depth: float
    break_even_week: int | None


def turns(comparison: Any, view: View) -> Turns:
    """What is marked: a dip that is clear and is followed by better weeks (else it is a decline), and a break-even after a time in debt."""
    dip, week = comparison.dip(view.place), comparison.break_even_week(view.place)
    gap = seen.smooth(seen.mean(seen.paired(view, seen.views(comparison)[comparison.baseline], "profit")))
    clear = dip is not None and np.isfinite(dip.depth) and (dip.is_clear or not np.isfinite(dip.high)) and dip.depth < 0
    rises = clear and bool((gap[dip.week:] > 0).any())
    debt = rises and bool((np.nancumsum(seen.mean(seen.paired(view, seen.views(comparison)[comparison.baseline], "profit"))) < 0).any())
    return Turns(dip.week if rises else None, float(dip.depth) if rises else 0.0, week if debt else None)


def cumulative(comparison: Any, view: View) -> Numbers:
    """The paired cumulative profit difference by [company, week], in years of the reference's profit (million euro where that is not positive)."""
    gap = np.asarray(comparison.paired("cumulative_profit", view.place), dtype=np.float64)
    return np.where(np.isfinite(gap), gap, np.nan) / unit_of(comparison)[0]


def unit_of(comparison: Any) -> tuple[float, str]:
    """The yardstick of cumulative differences in euro, and its name."""
    year = float(comparison.year_of_profit())
    return (year, "years of reference profit") if np.isfinite(year) and year > 0 else (1e6, "million euro")
