"""The outcomes of a study file: `[outcomes.NAME]` with a measure and a stretch of weeks, or several horizons; and how they are read off a run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.lab.claims_readings import OF_PROFIT, OF_START, YEARS, unit_of
from sim.lab.result import Result
from sim.lab.sweep.study import Outcome
from sim.measures import MEASURES, OUTCOMES, WEEKS_A_YEAR, Numbers
from sim.scenario.check import checked
from sim.scenario.errors import Path, Report
from sim.scenario.keys import Key

MOST_OUTCOMES, RESERVED = 100, ("point", "arm", "member", "replication", "course", "residual", "problem", "lived")
OUTCOME: Mapping[str, Key] = {
    "measure": Key("text", "a measure or an outcome of a run (`trivox measures` lists them); the table's own name when left out"),
    "year": Key("whole", "the year over which it is read, from 1", 1, 20, "year"),
    "relative": Key("flag", "money in the company's own reference profit, people and customers in shares of those at the start"),
    "title": Key("text", "what it is called in tables"),
}
USUAL = ("voice_employee", "voice_customer", "profit")


def read_outcomes(given: Any, weeks: int, inputs: list[str], report: Report) -> tuple[Outcome, ...]:
    """Every outcome, in the order of the file; the three voices' plainest measures when the file names none."""
    if given is None:
        given = {name: {} for name in USUAL}
    if not isinstance(given, dict) or not given or len(given) > MOST_OUTCOMES:
        report.add(("outcomes",), "must be tables", given, f"[outcomes.NAME] for each thing that is read off, 1 to {MOST_OUTCOMES} of them")
        return ()
    found: dict[str, Outcome] = {}
    for name, about in given.items():
        path: Path = ("outcomes", name)
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name) or name in RESERVED or name in inputs:
            report.add(path, "is not a usable name", allowed=f"small letters, digits and _; not the name of an input, nor one of {', '.join(RESERVED)}")
        for one in _outcomes(name, about, weeks, path, report):
            if one.name in found:
                report.add(path, "bears the name of another outcome", one.name)
            found[one.name] = one
    if len(found) > MOST_OUTCOMES:
        report.add(("outcomes",), f"come to {len(found)} with their horizons", allowed=f"at most {MOST_OUTCOMES}")
    return tuple(found.values())


def _outcomes(name: str, about: Any, weeks: int, path: Path, report: Report) -> list[Outcome]:
    """One outcome, or with `horizons` one for each of them, from week 1 to it, named NAME_WEEK; none when something is wrong."""
    content = dict(about) if isinstance(about, dict) else about
    given = content.pop("horizons", None) if isinstance(content, dict) else None
    one = _outcome(name, content, weeks, path, report)
    if given is None or one is None:
        return [one] if one is not None else []
    right = isinstance(given, list) and given and all(isinstance(week, int) and not isinstance(week, bool) and 1 <= week <= weeks for week in given)
    if one.whole_run or "year" in content or "weeks" in content:
        report.add((*path, "horizons"), "mean nothing beside " + ("an outcome of the whole run" if one.whole_run else "weeks or a year"), given)
    elif not right or given != sorted(set(given)):
        report.add((*path, "horizons"), "must be weeks, each later than the one before", given, f"[52, 104], from 1 to {weeks}")
    else:
        return [replace(one, name=f"{name}_{week}", first=1, last=week) for week in given]
    return []


def _outcome(name: str, about: Any, weeks: int, path: Path, report: Report) -> Outcome | None:
    """One outcome, or nothing when something is wrong with it."""
    content = dict(about) if isinstance(about, dict) else about
    stretch = content.pop("weeks", None) if isinstance(content, dict) else None
    before = len(report.problems)
    found = checked(content, OUTCOME, path, report)
    measure = str(found.get("measure", name))
    known = [*MEASURES, *(key for key, one in OUTCOMES.items() if one.of == "run")]
    if measure not in known:
        report.add((*path, "measure"), "there is no such measure", measure, known=known, word=measure)
        return None
    declared, whole = MEASURES.get(measure) or OUTCOMES[measure], measure in OUTCOMES
    if whole and (stretch is not None or "year" in found):
        report.add(path, f"{measure} is an outcome of the whole run: a stretch of weeks means nothing")
    first, last = (1, weeks) if whole else _stretch(stretch, found, weeks, path, report)
    if len(report.problems) > before:
        return None
    relative = bool(found.get("relative", False))
    unit = unit_of(measure) if relative else declared.unit
    return Outcome(name, measure, first, last, unit, str(found.get("title", declared.title)), declared.better, relative, whole)


def _stretch(given: Any, found: Mapping[str, Any], weeks: int, path: Path, report: Report) -> tuple[int, int]:
    """First and last week, from 1: the last year of the run unless told otherwise."""
    if weeks < 1:
        report.add(path, "nothing can be read off a run of 0 weeks")
        return 1, 1
    if given is not None and "year" in found:
        report.add((*path, "year"), "means nothing beside weeks", found["year"])
    if given is None and "year" not in found:
        return max(weeks - WEEKS_A_YEAR, 0) + 1, weeks
    if given is None:
        first, last = (found["year"] - 1) * WEEKS_A_YEAR + 1, found["year"] * WEEKS_A_YEAR
        if last > weeks:
            report.add((*path, "year"), f"lies after the horizon of {weeks} weeks", found["year"], f"1 to {weeks // WEEKS_A_YEAR}, or a longer run")
        return first, last
    right = isinstance(given, list) and len(given) == 2 and all(isinstance(week, int) and not isinstance(week, bool) for week in given)
    if not right or not 1 <= given[0] <= given[1] <= weeks:
        report.add((*path, "weeks"), "is no stretch of weeks within these runs", given, f"[first, last], from 1 to {weeks}")
        return 1, 1
    return given[0], given[1]


def read_off(result: Result, outcome: Outcome) -> Numbers:
    """An outcome by company: the mean of its weeks, or for sums since the start what came in during them. NaN is "no data"."""
    if outcome.whole_run:
        return result.outcome(outcome.measure)
    values = np.asarray(result.series(outcome.measure), dtype=np.float64)
    if result.measure(outcome.measure).at_end:
        taken = values[:, outcome.last - 1] - (values[:, outcome.first - 2] if outcome.first > 1 else 0.0)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            taken = np.nanmean(values[:, outcome.first - 1 : outcome.last], axis=1)
    return np.asarray(taken / _scale(result, outcome), dtype=np.float64)


def _scale(result: Result, outcome: Outcome) -> float:
    """What one unit of a reading is, in the unit of the measure."""
    unit = unit_of(outcome.measure) if outcome.relative else ""
    if unit in (YEARS, OF_PROFIT):
        return result.reading.yard("profit_week") * (WEEKS_A_YEAR if unit == YEARS else 1)
    if unit == OF_START:
        return max(result.reading.yard("customers" if MEASURES[outcome.measure].unit == "customers" else "heads"), 1.0)
    return 1.0
