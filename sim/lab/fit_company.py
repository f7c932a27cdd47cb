"""A company as it tells of itself: its size, a few numbers with their doubt, and what is known of its policy; from TOML or CSV, checked, aggregates only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.lab.fit_aggregates import AGGREGATES, Aggregate, luck_of_answers
from sim.lab.fit_cells import FIELDS, GROUPS, SIZES, is_mail, is_personal, normal
from sim.lab.fit_csv import Raw, read_sheet, stop, words
from sim.scenario import Scenario, ScenarioError
from sim.scenario.errors import Report, cut, one_line
from sim.scenario.overlay import overlay
from sim.scenario.text import read_bytes, read_document

FEWEST, MOST = 5, 200_000
"""No group below five people is read."""
REACH = 1.96
"""A margin of error is half of a 95 % interval."""
ENDINGS = (".toml", ".csv")


@dataclass(frozen=True)
class Told:
    """One number of the company; `doubt` is how far it may be off by measuring (one SD, on the scale of comparison), `deviates` whether it counts from what is
    usual."""

    about: Aggregate
    value: float
    usual: float | None = None
    sd: float = 1.0
    doubt: float = 0.0

    @property
    def place(self) -> float:
        """The number on the scale of comparison: from what is usual, or as it is."""
        here = float(self.about.on_scale(self.value, self.sd))
        return here if self.usual is None else here - float(self.about.on_scale(self.usual, self.sd))

    def back(self, place: float) -> float:
        """A place as the company would write it."""
        zero = 0.0 if self.usual is None else float(self.about.on_scale(self.usual, self.sd))
        return float(self.about.back(np.array(place + zero), self.sd))


@dataclass(frozen=True)
class Company:
    """What a company tells."""

    name: str
    employees: int
    teams: int | None
    customers: int | None
    told: tuple[Told, ...]
    policy: Mapping[str, float] = field(default_factory=dict)
    world: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_company(path: str | Path) -> Company:
    """A company's file. Raises ScenarioError with a line for each problem; nothing of a file that holds data on persons is used or shown."""
    place = Path(path)
    report = Report(one_line(place.name)[:120])
    if place.suffix.lower() not in ENDINGS:
        report.add((), "is not a file of a company's numbers", allowed="a file that ends in .toml or .csv")
        report.stop()
    if place.suffix.lower() == ".csv":
        sheet = read_sheet(read_bytes(place, report), report)
        return _company(sheet.told, {}, report, sheet.notes, place.stem)
    content = read_document(place, report).content
    _refuse_persons(content, report)
    tables: dict[str, Any] = {name: content.pop(name) for name in ("policy", "world") if name in content}
    return _company(_raw(content, report), tables, report, [], place.stem)


def _refuse_persons(content: Mapping[str, Any], report: Report) -> None:
    """Keys that are about persons or groups refuse the whole file; values are not shown."""
    keys = [*content, *(key for one in content.values() if isinstance(one, dict) for key in one)]
    if named := [key for key in keys if is_personal(key)]:
        stop(report, f"holds data on persons ({', '.join(dict.fromkeys(one_line(cut(key)) for key in named))}); nothing of it was used",
             "totals of the whole company only")
    lists = [key for key, one in content.items() if isinstance(one, list)]
    if lists or any(isinstance(one, str) and is_mail(one) for one in content.values()):
        wrong = f"holds a list ({one_line(cut(lists[0]))})" if lists else "holds an e-mail address"
        stop(report, wrong, "one number for the whole company; groups are not read")
    if groups := [key for key in content if normal(key) in GROUPS]:
        stop(report, f"tells groups apart ({one_line(cut(groups[0]))})", "one number for the whole company; groups below 5 people are never read")


def _raw(content: Mapping[str, Any], report: Report) -> Raw:
    """The content of a TOML file by our names; unknown names and things that are no numbers are reported."""
    known, found = words(), Raw()
    for key, given in content.items():
        name = known.get(normal(key))
        if name is None:
            report.add((key,), "unknown name", known=[*AGGREGATES, *SIZES, "policy", "world"])
            continue
        if name in found:
            report.add((key,), "is told twice", hint=f"it means {name}")
        fields = given if isinstance(given, dict) else {"value": given}
        found[name] = {}
        for what, value in fields.items():
            if what not in FIELDS or what == "unit":
                report.add((key, what), "unknown key", value, known=[one for one in FIELDS if one != "unit"])
            elif name == "name" or (isinstance(value, int | float) and not isinstance(value, bool)):
                found[name][what] = value
            else:
                hint = "a share: write 0.20 for 20 %" if isinstance(value, str) and value.strip().endswith("%") else ""
                report.add((key, what) if isinstance(given, dict) else (key,), "must be a number", value, hint=hint)
    return found


def _company(raw: Raw, tables: Mapping[str, Any], report: Report, notes: list[str], stem: str) -> Company:
    """The company, once everything about it is in order."""
    base = Scenario(name="")
    made = overlay(base, tables, report, whole_file=False) if tables else base
    employees = _count("employees", raw, report, FEWEST, MOST)
    if employees is None and "employees" not in raw:
        report.add(("employees",), "is missing", allowed="how many people the company employs", hint="CSV: employees or medewerkers")
    teams, customers = _count("teams", raw, report, 1, employees or MOST), _count("customers", raw, report, FEWEST, 100_000_000)
    told = [one for name in raw if name in AGGREGATES and (one := _told(AGGREGATES[name], raw[name], employees, report)) is not None]
    if not any(name in AGGREGATES for name in raw):
        report.add((), "tells no number to fit", allowed=f"at least one of {', '.join(AGGREGATES)}")
    report.stop()
    names = {"policy": made.policy, "world": made.world}
    known = {table: {name: float(names[table][name]) for name in tables.get(table, {})} for table in names}
    label = str(raw.get("name", {}).get("value", stem))
    return Company(one_line(label)[:60], employees or FEWEST, teams, customers, tuple(told), known["policy"], known["world"], tuple(notes))


def _count(name: str, raw: Raw, report: Report, low: int, high: int) -> int | None:
    """A whole number of people, teams or customers; None where there is none, or a wrong one."""
    value = raw.get(name, {}).get("value")
    if not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or value != round(value):
        report.add((name,), "must be a whole number", value)
    elif not low <= value <= high:
        few = low == FEWEST and value < FEWEST
        report.add((name,), "is a group of less than 5: too few to stay nameless" if few else "is out of range", value, f"{low} to {high:,}")
    else:
        return int(value)
    return None


def _told(about: Aggregate, given: Mapping[str, Any], employees: int | None, report: Report) -> Told | None:
    """One number with its doubt, or nothing when something is wrong with it."""
    before, name = len(report.problems), about.name
    numbers = {what: float(value) for what, value in given.items() if isinstance(value, int | float)}
    for what, value in numbers.items():
        if not math.isfinite(value):
            report.add((name, what), "must be a finite number", value)
    if "value" not in numbers:
        if len(given) > len(numbers) or not given or before == len(report.problems):
            report.add((name,), "has no value", allowed=_allowed(about))
        return None
    for what in ("value", "usual"):
        if what in numbers:
            _in_range(about, what, numbers[what], report)
    sd = numbers.get("sd", 1.0)
    if about.asked and about.scale == "plain" and "sd" not in numbers:
        report.add((name, "sd"), "is missing", allowed="how much single answers differ (one SD, in the survey's own unit): the model counts in these")
    if about.asked and "usual" not in numbers:
        report.add((name, "usual"), "is missing", allowed="what an ordinary company scores on the same survey: a score alone has no meaning here")
    if not sd > 0:
        report.add((name, "sd"), "must be above 0", sd)
    if "sd" in numbers and not (about.asked and about.scale == "plain"):
        report.add((name, "sd"), "means nothing here", sd, "only for scores of surveys")
    _doubts_in_order(about, numbers, employees, report)
    if len(report.problems) > before:
        return None
    usual = numbers.get("usual", about.usual)
    return Told(about, numbers["value"], usual, sd, _doubt(about, numbers, sd))


def _allowed(about: Aggregate) -> str:
    """What may stand there, in words."""
    if about.scale == "plain" and about.asked:
        return f"a number: {about.meaning}"
    return f"{about.low:g} to {about.high:g} {about.unit}"


def _in_range(about: Aggregate, what: str, value: float, report: Report) -> None:
    """Range and unit: a share told in per cent and a promoter score told as a share get their hint."""
    if about.scale == "points" and 0 < abs(value) < 1:
        report.add((about.name, what), "looks like a share", value, _allowed(about), hint=f"write {100 * value:g}")
    elif not about.low <= value <= about.high:
        percent = about.share and about.low <= value / 100.0 <= about.high
        report.add((about.name, what), "is out of range", value, _allowed(about), hint=f"for {value:g} % write {value / 100.0:g}" if percent else "")


def _doubts_in_order(about: Aggregate, numbers: Mapping[str, float], employees: int | None, report: Report) -> None:
    """Margins of error and numbers of respondents that can be."""
    error, asked = numbers.get("error"), numbers.get("respondents")
    half = "half of a 95 % interval, in the unit of the value"
    if error is not None and not 0 <= error < 1e6:
        report.add((about.name, "error"), "must not be negative", error, half)
    if error is not None and about.share and error > 0.5:
        report.add((about.name, "error"), "is larger than half", error, half, hint=f"for {error:g} % write {error / 100:g}")
    if asked is None:
        return
    if asked != round(asked) or not FEWEST <= asked <= 10_000_000:
        wrong = "is a group of less than 5: too few to stay nameless" if 0 <= asked < FEWEST else "must be a whole number"
        report.add((about.name, "respondents"), wrong, asked, f"at least {FEWEST}")
    elif employees is not None and about.name in ("engagement", "enps", "burnout") and asked > employees:
        report.add((about.name, "respondents"), "are more than there are employees", asked, f"at most {employees}")


def _doubt(about: Aggregate, numbers: Mapping[str, float], sd: float) -> float:
    """How far the number may be off by measuring, one SD on the scale of comparison: the margin told, else the luck of who was asked."""
    value = numbers["value"]
    if "error" in numbers:
        return abs(about.slope(value, sd)) * numbers["error"] / REACH
    if "respondents" in numbers:
        return abs(about.slope(value, sd)) * luck_of_answers(about, value, numbers["respondents"], sd)
    return 0.0


__all__ = ["Company", "ScenarioError", "Told", "read_company"]
