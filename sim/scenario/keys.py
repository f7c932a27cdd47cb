"""What a scenario file may contain: every key with its kind, range, unit and meaning, taken from the declarations.

The checks of files, the settings on the command line and the schema for editors all read these tables.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.policy import CONDITIONS, LEVERS, Policy, World
from sim.scenario.course import EVENT_KINDS
from sim.scenario.model import Choice, Organisation, Run
from sim.vocabulary import Row, rows, walk

Kind = Literal["number", "whole", "text", "choice", "flag", "names"]
LONGEST_TEXT = 2000
MOST_ENTRIES = 200


@dataclass(frozen=True)
class Key:
    """One key of a file."""

    kind: Kind
    meaning: str
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    options: tuple[str, ...] = ()
    default: Any = None
    needed: bool = False
    told: str = field(default="", compare=False)

    @property
    def allowed(self) -> str:
        """What may stand here, in a few words; `told` where the range depends on what stands beside it."""
        if self.told:
            return self.told
        if self.kind == "choice":
            return "one of " + ", ".join(self.options)
        if self.kind in ("number", "whole"):
            unit = "" if self.unit in ("0-1", "number") else self.unit
            return f"{'a whole number, ' if self.kind == 'whole' else ''}{self.low:.10g} to {self.high:.10g} {unit}".rstrip()
        return {"text": f"a text of at most {LONGEST_TEXT} characters", "flag": "true or false", "names": 'a list of names, such as ["strain"]'}[self.kind]


def _key(row: Row, whole_allowed: bool) -> Key:
    """One declared field becomes one key; a default that is a whole number asks whole numbers where that is meant."""
    about = row.about
    if isinstance(about, Choice):
        return Key("choice", about.meaning, options=about.options, default=row.default)
    kind: Kind = "whole" if whole_allowed and type(row.default) is int else "number"
    return Key(kind, about.meaning, about.low, about.high, about.unit, default=row.default)


def _of(declaration: type, whole_allowed: bool = False) -> dict[str, Key]:
    return {row.name: _key(row, whole_allowed) for row in rows(declaration)}


_RUN = _of(Run, whole_allowed=True)
_LAST_WEEK = int(_RUN["weeks"].high)
_LEVER = Key("choice", "the lever or condition that changes", options=LEVERS + CONDITIONS, needed=True,
    told="a lever or condition (the command `trivox levers` lists them)")
_KINDS = "what happens: " + "; ".join(f"{name}: {kind.meaning}" for name, kind in EVENT_KINDS.items())
_SIZES = "how large it is: " + "; ".join(f"{name}: {kind.low:g} to {kind.high:g} {kind.unit}" for name, kind in EVENT_KINDS.items())

TOP: Mapping[str, Key] = {
    "name": Key("text", "short name of the scenario; the file's name when left out"),
    "title": Key("text", "what the scenario is, in one line"),
    "question": Key("text", "the question that it answers"),
    "look_at": Key("text", "what to look at in the results"),
    "source": Key("text", "where the idea comes from"),
    "group": Key("text", "scenarios with the same group cost the same over their horizon, by the declared prices of the levers (within 2 %)"),
    "extends": Key("text", "name of the scenario that this one starts from: in the library or in the same folder"),
    "off": Key("names", "mechanisms that are switched off", default=()),
    **_RUN,
}
TIMELINE: Mapping[str, Key] = {
    "lever": _LEVER,
    "shape": Key("choice", "how it changes: step (stays), ramp (straight line, stays), pulse (goes back), on-off (alternates)",
        options=("step", "ramp", "pulse", "on-off"), needed=True),
    "week": Key("whole", "first week of the change", 0, _LAST_WEEK, "weeks", needed=True),
    "until": Key("whole", "first week after the change (ramp, pulse, on-off)", 1, _LAST_WEEK, "weeks"),
    "to": Key("number", "the value that the lever changes to, in its own unit", -1e6, 1e6, needed=True, told="a number in the lever's own unit"),
    "on": Key("whole", "weeks with the new value (on-off)", 1, _LAST_WEEK, "weeks"),
    "off": Key("whole", "weeks with the old value (on-off)", 1, _LAST_WEEK, "weeks"),
}
EVENT: Mapping[str, Key] = {
    "kind": Key("choice", _KINDS, options=tuple(EVENT_KINDS), needed=True),
    "week": Key("whole", "the week in which it begins", 0, _LAST_WEEK, "weeks", needed=True),
    "size": Key("number", _SIZES, -1e6, 1e6, needed=True, told="a number in the range of its kind of event"),
    "weeks": Key("whole", "how long it lasts", 1, _LAST_WEEK, "weeks"),
    "refill": Key("flag", "layoffs: whether the seats are filled again", default=False),
}
TABLES: Mapping[str, Mapping[str, Key]] = {"organisation": _of(Organisation, whole_allowed=True), "policy": _of(Policy), "world": _of(World)}
LEVER_KEYS: Mapping[str, Key] = {**TABLES["policy"], **TABLES["world"]}
ENTRIES: Mapping[str, Mapping[str, Key]] = {"timeline": TIMELINE, "event": EVENT}
SECTIONS = (*TABLES, "parameters", *ENTRIES)


@functools.cache
def parameter_keys() -> Mapping[str, Key]:
    """Every uncertain number by its dotted name, such as `strain.wear`. Loads the mechanisms, hence only on demand."""
    return {name: _key(row, whole_allowed=False) for name, row in walk(_declared_parameters())}


def mechanism_names() -> tuple[str, ...]:
    """The mechanisms that can be switched off."""
    names: tuple[str, ...] = getattr(_declared_parameters(), "_fields", ())
    return names


def _declared_parameters() -> type:
    import importlib

    declaration: type = importlib.import_module("sim.parameters").Parameters
    return declaration


def homes(name: str) -> list[str]:
    """The sections in which a key of this name may stand; an empty text is the top of the file."""
    found = [section for section, keys in TABLES.items() if name in keys]
    return [*found, ""] if name in TOP else found
