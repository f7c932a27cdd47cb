"""Each table of a file is checked against its keys: pydantic finds what is wrong, and every finding is told in our words.

A wrong value does not hide the next one: what is right is handed on, what is wrong is reported and left out.
"""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from sim.scenario.errors import NOTHING, Path, Report
from sim.scenario.keys import LONGEST_TEXT, SECTIONS, TABLES, Key, homes
from sim.scenario.text import odd_character

if TYPE_CHECKING:
    from pydantic import BaseModel

_LARGEST = 2**63
_ELSEWHERE = (*SECTIONS, *(f"{section}.{name}" for section, table in TABLES.items() for name in table))
_EXPECTED = {"number": "must be a number", "whole": "must be a whole number", "text": "must be a text in quotes", "choice": "must be a text in quotes",
    "flag": "must be true or false", "names": "must be a list of names"}


def plain(value: Any, path: Path, report: Report) -> Any:
    """A value that a scenario can hold: -0.0 becomes 0; dates, huge numbers and odd characters are reported and become NOTHING."""
    if isinstance(value, dict):
        kept = {key: plain(item, (*path, key), report) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not NOTHING}
    if isinstance(value, list):
        return [item for item in (plain(item, (*path, index), report) for index, item in enumerate(value)) if item is not NOTHING]
    if isinstance(value, datetime.date | datetime.time):
        report.add(path, "a date or time means nothing here", value, "weeks are whole numbers from 0")
    elif isinstance(value, str) and odd_character(value.replace("\n", "").replace("\t", "")):
        report.add(path, f"contains {odd_character(value)}", value, "plain text without control characters")
    elif isinstance(value, int) and abs(value) >= _LARGEST:
        report.add(path, "is too large", value, "whole numbers below 2 to the power 63")
    elif isinstance(value, float) and not math.isfinite(value):
        report.add(path, "must be a finite number", value)
    else:
        return value + 0.0 if isinstance(value, float) else value
    return NOTHING


def _annotation(key: Key) -> Any:
    """The type that pydantic checks a key with."""
    from pydantic import Field

    if key.kind == "number":
        return Annotated[float, Field(ge=key.low, le=key.high, allow_inf_nan=False)]
    if key.kind == "whole":
        return Annotated[int, Field(ge=int(key.low), le=int(key.high))]
    if key.kind == "choice":
        return Literal[key.options]
    return {"text": Annotated[str, Field(max_length=LONGEST_TEXT)], "flag": bool, "names": list[str]}[key.kind]


def _model(keys: Mapping[str, Key]) -> type[BaseModel]:
    """A strict pydantic model with one field per key. Names may hold dots, so that the fields are numbered and the keys are their aliases."""
    from pydantic import ConfigDict, Field, create_model

    fields: dict[str, Any] = {}
    for number, (name, key) in enumerate(keys.items()):
        fields[f"field_{number}"] = (_annotation(key), Field(... if key.needed else None, alias=name))
    return create_model("Table", __config__=ConfigDict(extra="forbid", strict=True, allow_inf_nan=False), **fields)


@functools.lru_cache(maxsize=64)
def _model_of(keys: tuple[tuple[str, Key], ...]) -> type[BaseModel]:
    return _model(dict(keys))


def checked(content: Any, keys: Mapping[str, Key], path: Path, report: Report) -> dict[str, Any]:
    """The right part of a table; every wrong part is reported."""
    from pydantic import ValidationError

    if not isinstance(content, dict):
        report.add(path, "must be a table", content, f"[{path[0]}] with keys below it" if len(path) == 1 else "keys and values")
        return {}
    try:
        _model_of(tuple(keys.items())).model_validate(content)
    except ValidationError as errors:
        wrong = {str(error["loc"][0]) for error in errors.errors(include_url=False)}
        for error in errors.errors(include_url=False):
            _tell(error, keys, path, report)
        return {name: value for name, value in content.items() if name not in wrong}
    return dict(content)


def _tell(error: Any, keys: Mapping[str, Key], path: Path, report: Report) -> None:
    """One finding of pydantic becomes one line."""
    name, value, kind = str(error["loc"][0]), error["input"], error["type"]
    here = (*path, *error["loc"])
    if kind == "extra_forbidden":
        report.add(here, "unknown key", value, hint=_home(name, path), known=(*keys, *_ELSEWHERE) if not path else tuple(keys))
        return
    key = keys[name]
    if kind == "missing":
        report.add(here, "is missing", allowed=key.allowed)
    elif kind == "literal_error" and isinstance(value, str):
        report.add(here, "unknown word", value, key.allowed, known=key.options, word=value)
    elif kind in ("greater_than_equal", "less_than_equal"):
        report.add(here, "is out of range", value, key.allowed, percent(value, key))
    elif kind == "string_too_long":
        report.add(here, "is too long", value, key.allowed)
    else:
        wrong = "must be a text in quotes" if key.kind == "names" and len(error["loc"]) > 1 else _EXPECTED[key.kind]
        report.add(here, wrong, value, key.allowed, percent(value, key))


def percent(value: Any, key: Key) -> str:
    """Who writes 20 or "20%" for a share is told to write 0.20; a number just above 1 is hardly meant as percents."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            number = float(value.strip()[:-1].replace(",", "."))
        except ValueError:
            return ""
    elif isinstance(value, int | float) and not isinstance(value, bool) and value >= 2:
        number = float(value)
    else:
        return ""
    if key.kind != "number" or key.high > 1 or not key.low <= number / 100 <= key.high:
        return ""
    return f"write {number / 100:.4g} for {number:g} %" if number % 1 else f"write {number / 100:.2f} for {number:.0f} %"


def _home(name: str, path: Path) -> str:
    """A key in the wrong section is sent to the right one."""
    if len(path) > 1:
        return ""
    places = [place for place in homes(name) if place != (path[0] if path else "")]
    if not places:
        return f"it is written [{name}] or [[{name}]], on a line of its own" if not path and name in TABLES else ""
    return f"it belongs in [{places[0]}]" if places[0] else "it belongs at the top of the file, before the first [table]"
