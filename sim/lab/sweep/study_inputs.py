"""The inputs of a study file: `[inputs.slack_share]` with values, or with a range; `[inputs."strain.load"] range = true` takes the declared one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.lab.sweep.inputs import nearest_input, resolved
from sim.lab.sweep.study import Input
from sim.scenario.check import checked, percent
from sim.scenario.errors import Path, Report
from sim.scenario.keys import Key

MOST_INPUTS, MOST_LEVELS = 200, 100_000
INPUT: Mapping[str, Key] = {
    "low": Key("number", "lowest value", -1e12, 1e12),
    "high": Key("number", "highest value", -1e12, 1e12),
    "steps": Key("whole", "levels of a grid, ends included", 2, MOST_LEVELS, "levels"),
    "range": Key("flag", "take the declared range"),
    "log": Key("flag", "spread evenly in the logarithm"),
    "arms": Key("names", "the arms in which it is set; all when left out"),
    "title": Key("text", "what it is called in tables"),
}


def read_inputs(content: Mapping[str, Any], arms: list[str], report: Report) -> tuple[Input, ...]:
    """Every input, in the order of the file; all problems go to the report."""
    given = content.get("inputs", {})
    if not isinstance(given, dict):
        report.add(("inputs",), "must be a table", given, "[inputs.NAME] for each thing that varies")
        return ()
    found: dict[str, Input] = {}
    entries = list(_entries(given, ("inputs",)))
    if len(entries) > MOST_INPUTS:
        report.add(("inputs",), f"has {len(entries)} inputs", allowed=f"at most {MOST_INPUTS}")
        return ()
    for path, about in entries:
        one = _input(path, about, arms, report)
        if one is not None and one.name in found:
            report.add(path, "varies twice")
        elif one is not None:
            found[one.name] = one
    return tuple(found.values())


def _entries(given: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    """Inputs with their places; `[inputs.strain.load]` is the same as `[inputs."strain.load"]`."""
    for name, about in given.items():
        if _is_group(about) and len(path) < 3:
            yield from _entries(about, (*path, name))
        else:
            yield (*path, name), about


def _is_group(about: Any) -> bool:
    """Whether a table holds inputs, and not what is said of one."""
    return isinstance(about, dict) and bool(about) and all(isinstance(value, dict | list) for value in about.values()) and not {"values", *INPUT} & set(about)


def _input(path: Path, about: Any, arms: list[str], report: Report) -> Input | None:
    """One input, or nothing when something is wrong with it."""
    name, before = ".".join(str(part) for part in path[1:]), len(report.problems)
    known = resolved(name)
    if known is None:
        report.add(path, "nothing of this name can vary", hint=nearest_input(name),
                   allowed="a lever, a condition (world.demand), a number of the model (strain.load), a size (organisation.team_size)")
        return None
    told, kind, key = known
    content = {"values": about} if isinstance(about, list) else dict(about) if isinstance(about, dict) else about
    levels = content.pop("values", None) if isinstance(content, dict) else None
    found = checked(content, INPUT, path, report)
    low, high = _ends(path, found, levels, key, report)
    for arm in found.get("arms", []):
        if arm not in arms:
            report.add((*path, "arms"), "is no arm of this study", arm, known=arms, word=arm)
    values = _levels(path, levels, found, (low, high), key, report)
    if values:
        low, high = min(values), max(values)
    if found.get("log") and low <= 0:
        report.add((*path, "log"), "the logarithm needs a range above 0", low)
    if len(report.problems) > before:
        return None
    return Input(told, kind, low, high, key.unit, str(found.get("title", key.meaning)), float(key.default), values, bool(found.get("log")),
                 key.kind == "whole", tuple(found.get("arms", ())))


def _ends(path: Path, found: Mapping[str, Any], levels: Any, key: Key, report: Report) -> tuple[float, float]:
    """Lowest and highest value, within what is declared."""
    if found.get("range") or levels is not None:
        for name in ("low", "high"):
            if name in found:
                report.add((*path, name), "means nothing beside " + ("range = true" if found.get("range") else "values"), found[name])
        return float(key.low), float(key.high)
    for name in ("low", "high"):
        if name not in found:
            report.add((*path, name), "is missing", allowed=f"low and high ({key.allowed}), range = true, or values = [...]")
    low, high = float(found.get("low", key.low)), float(found.get("high", key.high))
    for name, value in (("low", low), ("high", high)):
        if not key.low <= value <= key.high:
            report.add((*path, name), "is out of range", value, key.allowed, percent(value, key))
    if low >= high:
        report.add((*path, "high"), f"must lie above low ({low:g})", high)
    return low, high


def some_levels(low: float, high: float) -> str:
    """How levels are written, by three that lie in a range."""
    return f"values = [{low:g}, {float(f'{(low + high) / 2:.3g}'):g}, {high:g}]"


def _levels(path: Path, levels: Any, found: Mapping[str, Any], ends: tuple[float, float], key: Key, report: Report) -> tuple[float, ...]:
    """The values of a grid: as given, or so many even steps."""
    if levels is None:
        if "steps" not in found or ends[0] >= ends[1]:
            return ()
        even = np.geomspace(*ends, found["steps"]) if found.get("log") and ends[0] > 0 else np.linspace(*ends, found["steps"])
        return tuple(dict.fromkeys(float(round(value)) if key.kind == "whole" else float(f"{value:.12g}") for value in even))
    if not isinstance(levels, list) or not levels or len(levels) > MOST_LEVELS:
        report.add((*path, "values"), "must be a list of numbers", levels, some_levels(*ends))
        return ()
    if "steps" in found:
        report.add((*path, "steps"), "means nothing beside values", found["steps"])
    checks = {f"value {number + 1}": key for number in range(len(levels))}
    right = checked({f"value {number + 1}": value for number, value in enumerate(levels)}, checks, path, report)
    values = tuple(float(value) for value in right.values())
    if len(set(values)) < len(values):
        report.add((*path, "values"), "holds a value twice", levels)
    return values
