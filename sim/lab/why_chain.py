"""What moved first: when measures of two policies part beyond luck, in the same companies under the same luck.

A month's mean of the paired difference is looked at week by week. It has left the band of luck when it is both sure and large enough to be seen: its t exceeds
what turning the signs of whole companies gives in all weeks and measures together in 19 of 20 turns (were luck alone at work, not one date would be told in 19
of 20 comparisons), and its mean is at least half of the SD by which luck alone sets companies apart under the first policy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.lab.claims_readings import OF_PROFIT, OF_START, YEARS, unit_of
from sim.lab.claims_verdict import Effect
from sim.lab.compare import Comparison
from sim.lab.why_luck import Companies, stands_out
from sim.measures import MEASURES, WEEKS_A_YEAR, Numbers, trailing_mean

MONTH, BAND = 4, 0.5
"""Weeks of a mean, and the half-width of the band of luck in SDs between companies."""
LINKS = ("policy_lived", "autonomy_lived", "control_lived", "leader_pressure", "support", "share_output", "share_care", "share_help", "share_gaming",
         "share_room", "pressure", "exhaustion", "engagement", "trust", "ideas_heard", "skill", "heads", "capability", "insight", "quality", "wait", "repeats",
         "satisfaction_with_leavers", "customers", "revenue", "payroll", "programmes", "profit")
"""Measures along the way from what leaders choose to profit, as rules pass effects on."""


@dataclass(frozen=True)
class Link:
    """A measure: the first week (from 1) in which it had left the band of luck (None: never), which way it then was, and its difference at the horizon.
    `luck` is the SD by which luck alone sets companies apart, over all weeks.

    `half` is the first week from which the mean difference was at least half of what it is at the horizon, and stayed so; None where that is not clear."""

    measure: str
    unit: str
    week: int | None
    rose: bool
    half: int | None
    at_end: Effect
    turned: int | None
    """The first week after `week` in which it had left the band on the other side; None: it did not."""
    luck: float


@dataclass(frozen=True)
class Chain:
    """The measures, the earliest first; `limit` is the t from which on a week stands out (NaN: too few companies), `counted` the companies or members."""

    links: tuple[Link, ...]
    limit: float
    counted: int
    month: int = MONTH

    @property
    def moved(self) -> tuple[Link, ...]:
        """Those that left the band of luck."""
        return tuple(link for link in self.links if link.week is not None)


def chain(comparison: Comparison, measures: Sequence[str] = LINKS) -> Chain:
    """The chain of a comparison of two scenarios."""
    companies = Companies(len(comparison.members))
    gaps = {name: trailing_mean(comparison.paired(name), MONTH) / scale_of(comparison, name) for name in measures}
    units = {name: companies.units(gap) for name, gap in gaps.items()}
    whole = np.stack([_filled(units[name]) for name in measures], axis=2)
    t, limit = stands_out(whole)
    links = []
    for k, name in enumerate(measures):
        luck = _luck(comparison, trailing_mean(comparison.base.series(name), MONTH)) / scale_of(comparison, name)
        sure = np.abs(t[:, k]) > limit if math.isfinite(limit) else np.zeros(len(t), dtype=np.bool_)
        links.append(_link(name, _filled(units[name]).mean(axis=0), sure, luck, companies.effect(_at_end(comparison, name))))
    order = sorted(links, key=lambda one: (one.week is None, one.week or 0, measures.index(one.measure)))
    return Chain(tuple(order), limit, len(whole))


def _filled(gap: Numbers) -> Numbers:
    """What has no number in a week (a company that ended) does not tell policies apart there."""
    return np.where(np.isfinite(gap), gap, 0.0)


def scale_of(comparison: Comparison, name: str) -> float:
    """One unit of a link in the measure's own unit: a week's profit, or people and customers at the start."""
    yard = comparison.base.reading.yard
    unit = unit_of(name)
    if unit == OF_PROFIT:
        return float(yard("profit_week"))
    if unit == YEARS:
        return float(yard("profit_week")) * WEEKS_A_YEAR
    return max(float(yard("customers" if MEASURES[name].unit == "customers" else "heads")), 1.0) if unit == OF_START else 1.0


def _at_end(comparison: Comparison, name: str) -> Numbers:
    """The paired difference at the horizon, the mean of its last year."""
    ours, theirs = (comparison.results[place].reading_at(name, comparison.weeks) for place in (comparison.others[0], comparison.baseline))
    return np.asarray((ours - theirs) / scale_of(comparison, name), dtype=np.float64)


def _luck(comparison: Comparison, values: Numbers) -> float:
    """The SD between companies that differ by luck alone, pooled over weeks (and members); between all where each member has one company."""
    each = comparison.by_member(values) if comparison.each > 1 else values[None]
    centred = each - np.nanmean(np.where(np.isfinite(each), each, np.nan), axis=1, keepdims=True) if values.size else each
    freedom = max(each.shape[1] - 1, 1) * each.shape[0]
    return math.sqrt(float(np.nanmean(np.nansum(centred**2, axis=(0, 1)) / freedom))) if values.size else math.nan


def _link(name: str, mean: Numbers, sure: NDArray[np.bool_], luck: float, at_end: Effect) -> Link:
    out = np.flatnonzero(sure & (np.abs(mean) > BAND * luck))
    if not out.size:
        return Link(name, unit_of(name), None, False, None, at_end, None, luck)
    first = int(out[0])
    other = [int(week) for week in out if mean[week] * mean[first] < 0.0]
    return Link(name, unit_of(name), first + 1, bool(mean[first] > 0), _half(mean, at_end), at_end, other[0] + 1 if other else None, luck)


def _half(mean: Numbers, at_end: Effect) -> int | None:
    """From which week on the mean difference is at least half of what it is at the end."""
    if not (at_end.low > 0.0 or at_end.high < 0.0):
        return None
    short = np.flatnonzero(mean / at_end.mean < 0.5)
    week = int(short[-1]) + 2 if short.size else 1
    return week if week <= mean.size else None
