"""Whether an organisation that agrees with the targets also lasts: five unchanged years, in which luck alone must not carry it away.

A set whose residuals are small for three years may still slide: a bad week leads to worse ones until customers and people are gone. Of such a company it
cannot be said what a policy does to it, since nothing done is not plausible either. Each set lives the unchanged reference in some companies; what is judged
is their mean in the last year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.calibration.stages import SHIPPED_ON
from sim.calibration.table import Tell
from sim.ensemble.run import parts_of, run_members
from sim.ensemble.store import Member
from sim.measures import WEEKS_A_YEAR, Record
from sim.scenario import load_scenario

COMPANIES, YEARS, LUCK = 8, 5, 20_261_124
"""Companies of each set, years they live, and the luck that they meet."""
STOCKS, ATTITUDES = ("heads", "customers"), ("engagement", "exhaustion", "trust", "satisfaction", "quality")
STOCK_OFF, PROFIT_OFF, ATTITUDE_OFF = 0.05, 0.5, 0.25
"""How far the mean of its companies may lie off in the last year: people and customers as a share of the first year's, profit as a share of the set's own
ordinary profit, attitudes in SD. Eight companies' luck is about .01, .13 and .06."""


class Lived(NamedTuple):
    """How a set's companies stand after these years: why they are no ordinary organisation (an empty text where they are), and how far their profit moved
    from the first year to the last, as a share of the set's own ordinary profit."""

    why_not: str
    profit_change: float


def judged(record: Record) -> Lived:
    """What became of the companies of one set."""
    weekly, year = record.weekly, WEEKS_A_YEAR
    usual = float(record.yardstick["profit_week"])

    def mean(name: str, weeks: slice) -> float:
        return float(weekly[name][:, weeks].mean())

    first, last = slice(None, year), slice(-year, None)
    wrong = {
        "a company that ended": bool((weekly["alive"][:, -1] < 0.5).any()),
        "people or customers": any(abs(mean(name, last) / max(mean(name, first), 1.0) - 1.0) > STOCK_OFF for name in STOCKS),
        "profit": abs(mean("profit", last) / usual - 1.0) > PROFIT_OFF,
        "attitudes": any(abs(mean(name, last)) > ATTITUDE_OFF for name in ATTITUDES),
    }
    return Lived(next((why for why, true in wrong.items() if true), ""), (mean("profit", last) - mean("profit", first)) / usual)


def years_of(members: Sequence[Member], tell: Tell | None = None, threads: int | None = None, luck: int = LUCK) -> list[Lived]:
    """What becomes of each set in these years."""
    scenario, found = load_scenario(SHIPPED_ON), list[Lived]()
    for first, some in parts_of(members, COMPANIES):
        if tell is not None:
            tell("sets live five unchanged years", first / len(members))
        own = run_members([scenario], some, first=first, replications=COMPANIES, seed=luck, weeks=YEARS * WEEKS_A_YEAR, threads=threads)[0]
        found += [judged(one) for one in own]
    return found


def told(lived: Sequence[Lived]) -> str:
    """What became of the sets, in words."""
    if not lived:
        return ""
    why = Counter(one.why_not for one in lived if one.why_not)
    stay = [one.profit_change for one in lived if not one.why_not]
    gone = "; left out for " + ", ".join(f"{kind} ({count})" for kind, count in why.most_common()) if why else ""
    moved = f" Profit of those that last moves by {np.mean(stay):+.1%} of their own in the mean." if stay else ""
    return f"{len(stay)} of {len(lived)} sets last {YEARS} unchanged years, {COMPANIES} companies each{gone}.{moved}"
