"""A claims file is read with limits and checked: every problem is one line with its place, the value, what is allowed and the nearest right name.

The file has three parts: `[smallest]`, the smallest effect that counts by unit; `[arms]`, scenarios written as in a scenario file, one for each name;
and `[[claim]]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from sim.lab.claims import HEADLINE_COUNT, KINDS, WAYS, Claim, Kind, Ledger, Pair, Way
from sim.lab.claims_readings import UNITS, better_way, known_measures, unit_of
from sim.scenario import Scenario, load_scenario
from sim.scenario.errors import NOTHING, Report, one_line
from sim.scenario.errors import Path as Place
from sim.scenario.model import replaced
from sim.scenario.overlay import overlay
from sim.scenario.read import library_names
from sim.scenario.text import read_document
from sim.vocabulary import nearest

MOST_BYTES, MOST_KEYS, MOST_CLAIMS = 512 * 1024, 20_000, 1000
TOP = ("smallest", "arms", "claim")
NEEDED = {"id": str, "says": str, "kind": str, "source": list, "scenario": str, "measure": str, "weeks": list, "direction": str}
OPTIONAL = {"baseline": str, "beyond": list, "since": list, "size": float, "headline": int, "views": str, "note": str}
KEYS = (*NEEDED, *OPTIONAL)
ROWS = {"E": 14, "A": 17, "B": 11, "C": 14, "D": 12}
"""How many rows of the catalogue each article has."""
SOURCES = (*ROWS, *(f"{letter}{number}" for letter, most in ROWS.items() for number in range(1, most + 1)))
BASELINE = "reference"
_SHOULD_BE = {str: "must be a text in quotes", list: "must be a list", float: "must be a number", int: "must be a whole number"}


class _Within(Report):
    """A report that looks for its problems inside one part of a larger file."""

    within: Place = ()

    def add(self, path: Place, *rest: Any, **more: Any) -> None:
        """One more problem, at its place in the whole file."""
        super().add((*self.within, *path), *rest, **more)


def load_ledger(path: str | Path) -> Ledger:
    """The ledger of a file. Raises ScenarioError with one line for each problem."""
    report = _Within(one_line(str(path)))
    content = read_document(path, report, MOST_BYTES, MOST_KEYS).content
    for key in content:
        if key not in TOP:
            report.add((key,), "unknown key", content[key], "[smallest], [arms] and [[claim]]", known=TOP)
    smallest = _smallest(content.get("smallest", {}), report)
    arms = _arms(content.get("arms", {}), report)
    given = content.get("claim", [])
    if not isinstance(given, list) or not given or len(given) > MOST_CLAIMS:
        report.add(("claim",), "must be a list of claims", given, f"1 to {MOST_CLAIMS} entries that begin with [[claim]]")
        given = []
    made = [_claim(entry, ("claim", number), arms, smallest, report) for number, entry in enumerate(given)]
    _tell_twice(given, report)
    report.stop()
    claims = tuple(claim for claim in made if claim is not None)
    used = sorted({name for claim in claims for name in claim.arms})
    return Ledger(claims, {name: arm for name in used if (arm := arms[name]) is not None}, Path(path).name)


def _smallest(given: Any, report: Report) -> dict[str, float]:
    """The smallest effect that counts, by unit."""
    if not isinstance(given, dict):
        report.add(("smallest",), "must be a table", given, "[smallest] with units below it")
        return {}
    for unit, value in given.items():
        if unit not in UNITS:
            report.add(("smallest", unit), "no measure has this unit", value, hint=_near(unit, UNITS))
        elif not _is_number(value) or value < 0:
            report.add(("smallest", unit), "must be a number", value, "0 or more")
    return {unit: float(value) for unit, value in given.items() if _is_number(value)}


def _arms(given: Any, report: _Within) -> dict[str, Scenario | None]:
    """Every scenario that a claim can name: the file's own arms, and the library's (read when they are asked for)."""
    found: dict[str, Scenario | None] = dict.fromkeys(library_names())
    if not isinstance(given, dict):
        report.add(("arms",), "must be a table", given, "[arms] with a scenario for each name")
        return found
    for name, content in given.items():
        if name in found:
            report.add(("arms", name), "the library has a scenario of this name", allowed="another name")
        elif not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name):
            report.add(("arms", name), "is not a usable name", allowed="small letters, digits and _")
        elif not isinstance(content, dict):
            report.add(("arms", name), "must be a table", content, "{ policy = { autonomy = 0.8 } }, as in a scenario file")
        else:
            made = _arm(name, content, found, report)
            if made is not None:
                found[name] = made
    return found


def _arm(name: str, content: Mapping[str, Any], known: Mapping[str, Scenario | None], report: _Within) -> Scenario | None:
    """One arm: what it extends (the library's, or an arm above it), with its settings laid over it."""
    parent = content.get("extends", BASELINE)
    if not isinstance(parent, str) or parent not in known:
        report.add(("arms", name, "extends"), "there is no such scenario in the library, nor an arm above", parent, known=list(known), word=str(parent))
        return None
    base = known[parent] or load_scenario(parent)
    before = len(report.problems)
    report.within = ("arms", name)
    made = overlay(base, {key: value for key, value in content.items() if key != "extends"}, report, whole_file=False)
    report.within = ()
    return replaced(made, name=name) if len(report.problems) == before else None


def _near(word: str, known: Sequence[str]) -> str:
    """The nearest of some names that bear capitals."""
    close = nearest(word[:64].casefold(), [name.casefold() for name in known])
    return next((f"did you mean {name}?" for name in known if close and name.casefold() == close), "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _fits(value: Any, kind: type) -> bool:
    return _is_number(value) if kind is float else isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def _claim(entry: Any, at: Place, arms: dict[str, Scenario | None], smallest: Mapping[str, float], report: Report) -> Claim | None:
    """One claim, or nothing when something is wrong with it."""
    before = len(report.problems)
    if not isinstance(entry, dict):
        report.add(at, "must be a table", entry, "[[claim]] with keys below it")
        return None
    for key, value in entry.items():
        kind = {**NEEDED, **OPTIONAL}.get(key)
        if kind is None:
            report.add((*at, key), "unknown key", value, known=KEYS)
        elif not _fits(value, kind):
            report.add((*at, key), _SHOULD_BE[kind], value)
    for key in NEEDED:
        if key not in entry:
            report.add((*at, key), "is missing")
    if len(report.problems) > before:
        return None
    _tell_words(entry, at, report)
    _tell_arms(entry, at, arms, report)
    _tell_weeks(entry, at, arms, report)
    if len(report.problems) > before:
        return None
    return _made(entry, smallest)


def _tell_words(entry: Mapping[str, Any], at: Place, report: Report) -> None:
    """Words that must be one of a few; what belongs to a headline or a quarrel."""
    for key, allowed in (("kind", KINDS), ("direction", WAYS)):
        if entry[key] not in allowed:
            report.add((*at, key), "unknown word", entry[key], "one of " + ", ".join(allowed), known=allowed, word=entry[key])
    if not re.fullmatch(r"[A-Z][\w.-]{0,30}", entry["id"]):
        report.add((*at, "id"), "is not a usable name", entry["id"], "a capital, then letters, digits, . - or _")
    if len(entry["says"]) < 10:
        report.add((*at, "says"), "says nothing", entry["says"], "a sentence")
    for source in entry["source"] or [None]:
        if source not in SOURCES:
            report.add((*at, "source"), "no such row or article", source, "rows such as E1, or letters A to E", _near(str(source), SOURCES))
    if entry["measure"] not in known_measures():
        report.add((*at, "measure"), "there is no such measure", entry["measure"], known=list(known_measures()), word=entry["measure"])
    elif entry["direction"] == "no worse" and better_way(entry["measure"]) == "none":
        report.add((*at, "direction"), "neither way is worse for this measure", entry["measure"], "up, down or equal")
    if entry["kind"] == "headline" and not 1 <= entry.get("headline", 0) <= HEADLINE_COUNT:
        report.add((*at, "headline"), "is missing or out of range", entry.get("headline", NOTHING), f"1 to {HEADLINE_COUNT}")
    if entry["kind"] == "disagreement" and " / " not in entry.get("views", ""):
        report.add((*at, "views"), "is missing or names no two views", entry.get("views", NOTHING), '"one view / the other"')
    if entry.get("size", 0) < 0:
        report.add((*at, "size"), "is out of range", entry["size"], "0 or more")


def _tell_arms(entry: Mapping[str, Any], at: Place, arms: dict[str, Scenario | None], report: Report) -> None:
    """Every scenario that is named must be there; those of the library are read now."""
    beyond = entry.get("beyond", [])
    if beyond and len(beyond) != 2:
        report.add((*at, "beyond"), "must name a scenario and its baseline", beyond, '["scenario", "baseline"]')
    named = [("scenario", entry["scenario"]), ("baseline", entry.get("baseline", BASELINE)), *(("beyond", name) for name in beyond)]
    for key, name in named:
        if not isinstance(name, str) or name not in arms:
            report.add((*at, key), "there is no such arm or scenario", name, known=list(arms), word=str(name))
        elif arms[name] is None:
            arms[name] = load_scenario(name)
    if entry["scenario"] == entry.get("baseline", BASELINE):
        report.add((*at, "scenario"), "is compared with itself", entry["scenario"])


def _tell_weeks(entry: Mapping[str, Any], at: Place, arms: Mapping[str, Scenario | None], report: Report) -> None:
    """The window lies within every run that the claim reads."""
    names = [entry["scenario"], entry.get("baseline", BASELINE), *entry.get("beyond", [])]
    ends = [one.weeks for name in names if isinstance(name, str) and (one := arms.get(name)) is not None]
    last = min(ends, default=1040)
    for key in ("weeks", "since"):
        weeks = entry.get(key, [1, 1])
        if len(weeks) != 2 or not all(_fits(week, int) for week in weeks) or not 1 <= weeks[0] <= weeks[1] <= last:
            report.add((*at, key), "is no stretch of weeks within these runs", weeks, f"[first, last], from 1 to {last}")


def _tell_twice(given: list[Any], report: Report) -> None:
    """No two claims bear the same name."""
    seen: set[str] = set()
    for number, entry in enumerate(given):
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and name.casefold() in seen:
            report.add(("claim", number, "id"), "this name is taken by another claim", name)
        seen.add(str(name).casefold())


def _made(entry: Mapping[str, Any], smallest: Mapping[str, float]) -> Claim:
    """The claim that a checked entry stands for."""
    return Claim(
        id=entry["id"],
        says=one_line(entry["says"].strip()),
        kind=cast(Kind, entry["kind"]),
        source=tuple(entry["source"]),
        pair=Pair(entry["scenario"], entry.get("baseline", BASELINE)),
        measure=entry["measure"],
        first=entry["weeks"][0],
        last=entry["weeks"][1],
        way=cast(Way, entry["direction"]),
        size=float(entry.get("size", smallest.get(unit_of(entry["measure"]), 0.0))),
        beyond=Pair(*entry["beyond"]) if entry.get("beyond") else None,
        since=(entry["since"][0], entry["since"][1]) if entry.get("since") else None,
        headline=entry.get("headline", 0),
        views=one_line(entry.get("views", "")),
        note=one_line(entry.get("note", "").strip()),
    )


def chosen(ledger: Ledger, wanted: list[str], asked_by: str = "--only") -> Ledger:
    """Some claims of a ledger, by name. Raises ScenarioError naming the nearest."""
    report = Report(asked_by)
    known = [claim.id for claim in ledger.claims]
    for name in wanted:
        if name not in known:
            report.add((), "there is no such claim", name, hint=_near(name, known))
    report.stop()
    return ledger.only(wanted)
