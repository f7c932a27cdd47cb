"""Luck and what is not known about companies over time, made ready to draw: the difference in summed profit, and how far each moves it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.lab import spread
from sim.lab.words import figure
from sim.views import seen
from sim.views.seen import Numbers, View
from sim.views.turns import cumulative, unit_of

REACH = 1.6448536269514722
"""How far the middle 90 % of a normal variable reaches to either side, in SDs."""
LUCK, UNKNOWN = "Luck within a company", "What we do not know about companies"
READING = ("Line: mean of the companies. Left band: 90 % of one company's possible luck (normal, from companies of one member). Right band: the middle 90 % of "
           "plausible companies, luck taken out. Both panels have one scale.")
APART = "With one pair for each company luck and what we do not know cannot be told apart; run two or more."


class Bands(NamedTuple):
    """By week, in the unit of `unit_of`: the mean difference, and the middle 90 % that luck makes, and that companies make."""

    mean: Numbers
    luck: tuple[Numbers, Numbers]
    unknown: tuple[Numbers, Numbers]
    sds: tuple[float, float]


def several(thing: Any) -> bool:
    """Whether a thing was run over several members of an ensemble."""
    return bool(getattr(thing, "several", False))


def can_tell(thing: Any) -> bool:
    """Whether the two kinds of doubt can be told apart."""
    return several(thing) and thing.each > 1 and seen.weeks(thing) >= 2


def bands(comparison: Any, view: View) -> Bands:
    """What luck and companies do to the cumulative difference of one policy."""
    parts = spread.parts_of(comparison.by_member(cumulative(comparison, view)))
    mean, luck = seen.mean(parts.means), np.sqrt(parts.luck)
    own = spread.drawn_together(parts)
    known = np.isfinite(own).all(axis=0)
    ends = np.full((2, mean.size), np.nan)
    ends[:, known] = np.quantile(own[:, known], spread.RANGE, axis=0)
    return Bands(mean, (mean - REACH * luck, mean + REACH * luck), (ends[0], ends[1]), (float(luck[-1]), float(np.sqrt(parts.unknown[-1]))))


def saying(thing: Any) -> str:
    """How large each kind of doubt is at the end, one SD each."""
    parts = []
    for view in seen.views(thing):
        if not view.is_baseline:
            found = bands(thing, view)
            parts.append(f"{view.label} {figure(found.mean[-1], 2, sign=True)}: luck ±{figure(found.sds[0], 2)}, not known ±{figure(found.sds[1], 2)}")
    more = "; …" if len(parts) > 3 else ""
    said = "; ".join(parts[:3]) + more
    return f"{said[:1].upper()}{said[1:]} ({unit_of(thing)[1].replace('reference profit', 'profit')}, one SD)"
