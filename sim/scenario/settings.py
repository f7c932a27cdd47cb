"""Settings on the command line, such as `--set slack_share=0.15`, are checked like the lines of a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from sim.scenario.errors import Path, Report, ScenarioError, cut, one_line
from sim.scenario.keys import LEVER_KEYS, TABLES, parameter_keys
from sim.scenario.model import Run, Scenario, replaced
from sim.scenario.names import RULE, good_name
from sim.scenario.overlay import overlay

PLACE = "--set"
LONGEST_SETTING = 300
MOST_SETTINGS = 200
_BARE_POINT = re.compile(r"^([+-]?)\.(?=\d)")
_TOP = (*Run._fields, "off", "name", "title")


def apply_settings(scenario: Scenario, settings: Sequence[str]) -> Scenario:
    """The scenario with settings such as `slack_share=0.15`, `organisation.units=3` or `parameters.strain.wear=0.1` laid over it.

    A setting changes the value at the start; a timeline keeps its own course. Raises ScenarioError with one line per problem.
    """
    report = Report(PLACE)
    if len(settings) > MOST_SETTINGS:
        raise ScenarioError([f"{PLACE}: {len(settings)} settings - at most {MOST_SETTINGS}"])
    content: dict[str, Any] = {}
    for setting in settings:
        place = _placed(setting, report)
        if place:
            _put(content, *place, report)
    made = overlay(scenario, content, report, whole_file=False)
    name = content.get("name", scenario.name)
    if "name" in content and not (isinstance(name, str) and good_name(name)):
        report.add(("name",), "is not a usable name", name, RULE)
    report.stop()
    return replaced(made, name=name)


def _placed(setting: str, report: Report) -> tuple[Path, Any] | None:
    """One setting as (path, value), or nothing when it cannot be understood."""
    name, equals, value = setting.partition("=")
    path = name.strip()
    if not equals or not path or not value.strip() or len(setting) > LONGEST_SETTING:
        wrong = f"is longer than {LONGEST_SETTING} characters" if len(setting) > LONGEST_SETTING else "is no setting"
        report.add((), f"{cut(one_line(setting[:100]))} {wrong}", allowed="name=value, such as slack_share=0.15")
        return None
    home = _home(path)
    if home is None:
        report.add((path,), "unknown setting", value.strip(), known=_known(path))
        return None
    return home, _value(value.strip())


def _home(name: str) -> Path | None:
    """The place of a setting: a lever, condition or size by its bare name; anything by its full path."""
    if name in _TOP:
        return (name,)
    section, dot, rest = name.partition(".")
    if dot and section in TABLES:
        return (section, rest)
    if section == "parameters" and dot:
        return ("parameters", rest)
    for table, keys in TABLES.items():
        if name in keys:
            return (table, name)
    return ("parameters", name) if dot and name in parameter_keys() else None


def _known(name: str) -> list[str]:
    """The names that a mistyped setting may have meant."""
    known = [*LEVER_KEYS, *TABLES["organisation"], *Run._fields]
    if "." in name:
        known += [f"{table}.{key}" for table, keys in TABLES.items() for key in keys] + [*parameter_keys()] + [f"parameters.{key}" for key in parameter_keys()]
    return known


def _value(text: str) -> Any:
    """A value as it would stand in a file, also without the nought before a point (.05); what is no TOML value is a text."""
    try:
        read = tomllib.loads("value = " + _BARE_POINT.sub(r"\g<1>0.", text))
    except (ValueError, RecursionError, MemoryError):
        return text
    return read["value"] if len(read) == 1 and "\n" not in text else text


def _put(content: dict[str, Any], path: Path, value: Any, report: Report) -> None:
    """The value takes its place; a setting that is given twice is reported."""
    *tables, name = [str(part) for part in path]
    inside = content
    for table in tables:
        inside = inside.setdefault(table, {})
    if name in inside:
        report.add(path, "is set twice", value)
    inside[name] = value

