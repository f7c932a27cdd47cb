"""Lesson files are read with limits and checked: every problem is one line with file, key, value and what is allowed."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from sim.app.stories import check, keys
from sim.app.stories.keys import Key
from sim.app.stories.lesson import KINDS, Lesson, Link, Option, Pair, Step, Text
from sim.scenario.errors import Path, Report, ScenarioError, one_line, one_of_these, show
from sim.scenario.text import read_document

FOLDER = FilePath(__file__).parent / "lessons"
MOST_BYTES, MOST_KEYS, MOST_STEPS = 128 * 1024, 4000, 40
_SHOULD_BE = {"word": "must be a text in quotes", "words": "must be a list of texts in quotes", "whole": "must be a whole number", "number": "must be a number",
              "flag": "must be true or false", "doses": "must be a table of numbers", "texts": "must be a list of texts", "tables": "must be a list of tables"}
_PARTS: dict[str, type[Option | Link]] = {"option": Option, "link": Link}


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons that come along, in their order. Raises ScenarioError."""
    return tuple(sorted((load_lesson(path) for path in sorted(FOLDER.glob("*.toml"))), key=lambda one: one.number))


def lesson(name: str) -> Lesson:
    """A lesson by its name. Raises ScenarioError naming the nearest."""
    found = {one.name: one for one in lessons()}
    if name not in found:
        raise ScenarioError([f"{show(name)}: there is no lesson of this name - {one_of_these(name, list(found)) or 'allowed: ' + ', '.join(found)}"])
    return found[name]


def load_lesson(path: str | os.PathLike[str]) -> Lesson:
    """The lesson of a file. Raises ScenarioError with one line for each problem."""
    shown = FilePath(path)
    report = Report(one_line(shown.name))
    content = read_document(path, report, MOST_BYTES, MOST_KEYS).content
    top = _table(content, (), keys.TOP, report)
    steps = content.get("step")
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        report.add(("step",), "must be a list of steps", "" if steps is None else steps, f"1 to {MOST_STEPS} entries that begin with [[step]]")
        steps = []
    pairs = _pairs(content.get("comparison"), report)
    made = [_step(one, ("step", place), report) for place, one in enumerate(steps)]
    report.stop()
    found = Lesson(shown.stem, **top, comparison=pairs, steps=tuple(one for one in made if one is not None))
    check.whole(found, report)
    report.stop()
    return found


def _pairs(given: Any, report: Report) -> dict[str, Pair]:
    """The comparisons by name."""
    if not isinstance(given, dict) or not given:
        report.add(("comparison",), "must be a table", "" if given is None else given, "[comparison.NAME] with scenario and baseline")
        return {}
    found = {}
    for name, content in given.items():
        at: Path = ("comparison", name)
        before = len(report.problems)
        if not keys.is_id(name):
            report.add(at, "is not a usable name", allowed="small letters, digits and _")
        elif not isinstance(content, dict):
            report.add(at, "must be a table", content)
        else:
            made = _table(content, at, keys.PAIR, report)
            if len(report.problems) == before:
                found[name] = Pair(name, **made)
    return found


def _step(given: Any, at: Path, report: Report) -> Step | None:
    """One step, or nothing where something is wrong with it."""
    if not isinstance(given, dict):
        report.add(at, "must be a table", given, "[[step]] with keys below it")
        return None
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        wrong = "is missing" if kind is None else "is no kind of step"
        report.add((*at, "kind"), wrong, "" if kind is None else kind, ", ".join(KINDS), known=list(KINDS), word=str(kind))
        return None
    before = len(report.problems)
    made = _table({key: value for key, value in given.items() if key != "kind"}, at, keys.STEPS[kind], report)
    return None if len(report.problems) > before else KINDS[kind](kind=kind, **made)


def _table(given: Mapping[str, Any], at: Path, known: Mapping[str, Key], report: Report) -> dict[str, Any]:
    """The keys of a table as values; steps and comparisons are read elsewhere."""
    for word in given:
        if word not in known:
            report.add((*at, word), "unknown key", given[word], ", ".join(known), known=list(known))
    found: dict[str, Any] = {}
    for name, key in known.items():
        if key.shape in ("named", "steps"):
            continue
        if name in given:
            value = _value(given[name], (*at, name), key, report)
            if value is not None:
                found[name] = value
        elif key.needed:
            report.add((*at, name), "is missing")
    return found


def _value(given: Any, at: Path, key: Key, report: Report) -> Any:
    """One value in its shape; None where something is wrong with it."""
    if key.shape == "text":
        return keys.text(given, at, key.longest, report)
    if not _fits(given, key.shape):
        report.add(at, _SHOULD_BE[key.shape], given)
        return None
    if key.shape == "texts":
        return tuple(found for place, one in enumerate(given) if (found := keys.text(one, (*at, place), key.longest, report)))
    if key.shape == "tables":
        return tuple(part for place, one in enumerate(given) if (part := _part(one, (*at, place), key, report)))
    if key.shape in ("word", "words"):
        return _named(given, at, key, report)
    if key.shape in ("whole", "number") and not key.low <= given <= key.high:
        report.add(at, "lies out of range", given, f"{key.low:g} to {key.high:g}")
    return given


def _fits(given: Any, shape: str) -> bool:
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if shape in ("texts", "tables"):
        return isinstance(given, list) and 0 < len(given) <= keys.MOST_TEXTS
    if shape == "words":
        return isinstance(given, list) and bool(given) and all(isinstance(one, str) for one in given)
    if shape == "doses":
        return isinstance(given, dict) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in given.values())
    return {"word": isinstance(given, str), "flag": isinstance(given, bool), "whole": number and isinstance(given, int), "number": number}[shape]


def _named(given: Any, at: Path, key: Key, report: Report) -> Any:
    """A name or a list of names, each one that there is."""
    many = key.shape == "words"
    known = list(key.names()) if key.names else []
    for place, word in enumerate(given if many else [given]):
        if known and word not in known:
            report.add((*at, place) if many else at, "there is no such name", word, "" if len(known) > 12 else ", ".join(known), known=known, word=word)
    return tuple(given) if many else given


def _part(given: Any, at: Path, key: Key, report: Report) -> Option | Link | None:
    """An option or a link: its own keys beside its text."""
    if not isinstance(given, dict):
        report.add(at, "must be a table", given)
        return None
    before = len(report.problems)
    own = dict(key.keys or {})
    words: Text | None = keys.text(given, at, key.longest, report, beside=list(own))
    made = _table({name: value for name, value in given.items() if name in own}, at, own, report)
    return None if words is None or len(report.problems) > before else _PARTS[str(at[-2])](**made, text=words)


