"""What a claim reads off a run: one number for each company, in a unit that companies of any size share.

Money is counted in the reference's own profit (a week's or a year's), customers and people in shares of those at the start. Beside the declared measures
there are two of single places: `spread(teams.X)`, the SD between the teams of a company, and `prosocial(people.X)`, the mean of those who care for others
less that of those who do not.
"""

from __future__ import annotations

import functools
import re
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.result import Result
from sim.measures import MEASURES, OUTCOMES, WEEKS_A_YEAR, Numbers
from sim.vocabulary import rows

YEARS, OF_PROFIT, OF_START = "years of profit", "of a week's profit", "of the start"
CARING, OTHERS = 0.5, -0.5
"""From how many SDs of prosocial motives on, above or below the mean, people count as those who care for others, or as the rest."""
_PLACES = re.compile(r"(spread|prosocial)\((teams|people)\.([a-z_]+)\)")


@functools.cache
def known_measures() -> tuple[str, ...]:
    """Every name that a claim may give as its measure."""
    from sim.state import GROUPS

    runs = [name for name, one in OUTCOMES.items() if one.of == "run"]
    spreads = [f"spread(teams.{row.name})" for row in rows(GROUPS["teams"])]
    motives = [f"prosocial(people.{row.name})" for row in rows(GROUPS["people"])]
    return (*MEASURES, *runs, *spreads, *motives)


def unit_of(measure: str) -> str:
    """The unit in which effects on a measure are told."""
    if measure in MEASURES or measure in OUTCOMES:
        unit = (MEASURES.get(measure) or OUTCOMES[measure]).unit
        return {"euro": YEARS, "euro a week": OF_PROFIT, "customers": OF_START, "people": OF_START}.get(unit, unit)
    return "of its own"


def better_way(measure: str) -> str:
    """Which way is better: up, down, or none."""
    return (MEASURES.get(measure) or OUTCOMES[measure]).better if measure in MEASURES or measure in OUTCOMES else "none"


UNITS = tuple(dict.fromkeys([*(unit_of(name) for name in (*MEASURES, *OUTCOMES)), "of its own"]))
"""Every unit that an effect can have."""


def recorded_for(measure: str) -> tuple[str, ...]:
    """The arrays that must be recorded for a measure, beside the weekly record."""
    found = _PLACES.fullmatch(measure)
    if found is None:
        return ()
    kind, group, name = found.groups()
    return (f"{group}.{name}",) if kind == "spread" else (f"people.{name}", "people.prosocial", "people.present")


def read(result: Result, measure: str, first: int, last: int) -> Numbers:
    """The reading by company: the mean of the weeks, or for sums since the start what came in during them. NaN is "no data"."""
    if measure in OUTCOMES:
        return result.outcome(measure)
    found = _PLACES.fullmatch(measure)
    if found is not None:
        return _placed(result, found[1], found[2], found[3], slice(first - 1, last))
    values = np.asarray(result.series(measure), dtype=np.float64)
    if result.measure(measure).at_end:
        taken = values[:, last - 1] - (values[:, first - 2] if first > 1 else 0.0)
    else:
        taken = _mean(values[:, first - 1 : last])
    return np.asarray(taken / _scale(result, measure), dtype=np.float64)


def _scale(result: Result, measure: str) -> float:
    """What one unit of a reading is, in the unit of the measure."""
    yards = {YEARS: ("profit_week", WEEKS_A_YEAR), OF_PROFIT: ("profit_week", 1)}
    unit = unit_of(measure)
    if unit in yards:
        name, times = yards[unit]
        return result.reading.yard(name) * times
    if unit == OF_START:
        return max(result.reading.yard("customers" if MEASURES[measure].unit == "customers" else "heads"), 1.0)
    return 1.0


def _placed(result: Result, kind: str, group: str, name: str, weeks: slice) -> Numbers:
    """A reading of single teams or people."""
    values = result.part(f"{group}.{name}")[:, weeks].astype(np.float64)
    if kind == "spread":
        return np.asarray(values.mean(axis=1).std(axis=1), dtype=np.float64)
    care, here = result.part("people.prosocial")[:, weeks], result.part("people.present")[:, weeks] > 0.5
    alive = result.series("alive")[:, weeks].min(axis=1) > 0.5
    gap = _of(values, here & (care > CARING)) - _of(values, here & (care < OTHERS))
    return np.where(alive, gap, np.nan)


def _of(values: NDArray[Any], those: NDArray[Any]) -> Numbers:
    """The mean over weeks and some of the people, by company."""
    count = those.sum(axis=(1, 2))
    return np.asarray(np.where(count > 0, (values * those).sum(axis=(1, 2)) / np.maximum(count, 1), np.nan), dtype=np.float64)


def _mean(values: Numbers) -> Numbers:
    """The mean over weeks, those without data left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=1), dtype=np.float64)
