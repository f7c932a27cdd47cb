"""How the project declares things: a parameter, a lever, an array or a measure is written down once, with unit, range, meaning and source.

A declaration is a `NamedTuple` whose fields are `Annotated` with one of the descriptions below. The engine, the checks of input files, the documents,
the forms and the tests all read these same fields, so that a fact has one home.
"""

from __future__ import annotations

import difflib
import functools
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Grade = Literal["measured", "published", "assumed"]
"""How well a number is known: measured here by a repeatable procedure, published by others, or assumed by us."""


@dataclass(frozen=True)
class Parameter:
    """An uncertain number (X): what it means, where it may lie, where it comes from."""

    low: float
    high: float
    unit: str
    meaning: str
    source: str = "assumed"
    grade: Grade = "assumed"


@dataclass(frozen=True)
class Lever:
    """A choice that leaders can make (L), with its price, its delay and the way in which it can be overdone.

    Prices count per unit of dose above the reference value: `euro_once` and `euro_per_year` for each person employed, `hours_per_person` in hours of each
    person a week, `manager_hours` in hours of each manager a week, `leader_hours` in hours of each leader a week.
    Practice follows policy with `ramp_weeks` up and `fade_weeks` back.
    """

    low: float
    high: float
    unit: str
    meaning: str
    overdose: str
    ramp_weeks: float = 4.0
    fade_weeks: float = 4.0
    euro_once: float = 0.0
    euro_per_year: float = 0.0
    hours_per_person: float = 0.0
    manager_hours: float = 0.0
    leader_hours: float = 0.0
    source: str = "assumed"
    group: str = "other"


@dataclass(frozen=True)
class Condition:
    """Something the world decides and leaders only meet: a range, a unit and a meaning."""

    low: float
    high: float
    unit: str
    meaning: str


@dataclass(frozen=True)
class Column:
    """One state array: its number type, unit, meaningful range and meaning. `every` says what it has one value of."""

    unit: str
    low: float
    high: float
    meaning: str
    kind: Literal["float32", "float64", "int32", "uint32"] = "float32"
    start: float = 0.0


@dataclass(frozen=True)
class Constant:
    """A number solved so that the reference organisation stands still: what it centres, and the mean it must produce."""

    target: float
    scale: float
    unit: str
    meaning: str


@dataclass(frozen=True)
class Row:
    """One declared field: its name, its default and its description."""

    name: str
    default: Any
    about: Any


@functools.cache
def rows(declaration: type) -> tuple[Row, ...]:
    """Read a declaration: one row per field, in order. Raises TypeError when a field has no description."""
    found = []
    defaults = getattr(declaration, "_field_defaults", {})
    for name, hint in typing.get_type_hints(declaration, include_extras=True).items():
        notes = getattr(hint, "__metadata__", ())
        if not notes:
            raise TypeError(f"{declaration.__name__}.{name} is declared without unit, range and meaning")
        found.append(Row(name, defaults.get(name), notes[0]))
    return tuple(found)


def walk(declaration: type, path: str = "") -> Iterator[tuple[str, Row]]:
    """Read a declaration of declarations: every field with its dotted name, such as `strain.wear`."""
    for name, hint in typing.get_type_hints(declaration, include_extras=True).items():
        if hasattr(hint, "_fields"):
            yield from ((f"{path}{name}.{row.name}", row) for row in rows(hint))


def near(word: str, known: Sequence[str], most: int = 3) -> list[str]:
    """The known names that are most like the given one, the nearest first; none when none is close."""
    return difflib.get_close_matches(word, list(known), n=most, cutoff=0.6)


def nearest(word: str, known: Sequence[str]) -> str:
    """The known name that is most like the given one, or an empty text when none is close."""
    return next(iter(near(word, known, 1)), "")
