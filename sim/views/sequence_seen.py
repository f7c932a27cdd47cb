"""What pictures and pages read from a sequence of measures: which plans are shown, their paths, and short names."""

from __future__ import annotations

import textwrap

import numpy as np

from sim.lab.sequence import Ranked, Sequenced
from sim.measures import Numbers
from sim.measures.measure import trailing_mean
from sim.views import seen, style
from sim.views.sequence_words import paced, plain, row_order

MOST_ROWS, ENDS, LONGEST, MOST_SHOWN = 30, 12, 46, 4


def shown(found: Sequenced) -> list[tuple[str, Ranked]]:
    """The plans that are drawn large: the best, the best one by one, everything at once, the worst; the best of those that begin late where there is room."""
    chosen = [("best", found.ranked[0]), *[("best in turn", one) for one in found.ranked if not one.plan.together][:1]]
    for kind, pacing in (("at once", "at_once"), ("late", "late")):
        chosen += [(kind, one) for one in found.ranked if one.plan.pacing == pacing][:1]
    found_once: dict[int, tuple[str, Ranked]] = {}
    for kind, one in [*chosen, ("worst", found.ranked[-1])]:
        held = found_once.get(id(one))
        found_once[id(one)] = (kind if held is None else held[0] if kind == "best in turn" else f"{held[0]}, {kind}", one)
    every = list(found_once.values())
    return every if len(every) <= MOST_SHOWN else [one for one in every if one[0] != "late"]


def path(found: Sequenced, one: Ranked) -> Numbers:
    """Profit against staying put by [company, week], as a quarter's trailing mean; fewer weeks at the start."""
    return np.asarray(trailing_mean(one.lived.profit - found.base.profit, style.SMOOTHING_WEEKS), dtype=np.float64)


def summed(found: Sequenced, one: Ranked) -> Numbers:
    """Profit against staying put by [company, week], summed since the start."""
    return np.cumsum(one.lived.profit - found.base.profit, axis=1)


def in_thousands(values: Numbers) -> Numbers:
    """Euro as thousands."""
    return values / 1000.0


def row_title(one: Ranked, wide: int = LONGEST) -> str:
    """A plan as the title of a panel of so many letters, on three lines at most."""
    held = "\n".join(textwrap.wrap(row_order(one), wide, max_lines=2, placeholder=" …"))
    return f"{held}\n{paced(one)}"


def line_of(rank: int, one: Ranked) -> str:
    """A plan as a row of a picture."""
    order = row_order(one)
    held = order if len(order) <= LONGEST else order[: LONGEST - 1] + "…"
    return f"{held}, {plain(one.plan.pacing)}  {rank}"


def ends(found: Sequenced) -> list[tuple[int, Ranked]]:
    """The plans with their ranks; of many, either end."""
    rows = list(enumerate(found.ranked, start=1))
    return rows if len(rows) <= MOST_ROWS else [*rows[:ENDS], *rows[-ENDS:]]


def views(found: Sequenced) -> list[seen.View]:
    """The plans that are drawn large, with their colours."""
    return [seen.View(place, plain(one.plan.label), kind, style.policy_colour(place, None), style.policy_colour(place, None, dark=True), False, None)
            for place, (kind, one) in enumerate(shown(found))]
