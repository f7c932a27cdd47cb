"""The schema that lets an editor complete keys and show units and ranges, made from the declarations.

`python -m sim.scenario.schema` writes it beside the scenarios.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.scenario.course import EVENT_KINDS
from sim.scenario.keys import ENTRIES, LONGEST_TEXT, TABLES, TOP, Key, mechanism_names, parameter_keys
from sim.scenario.read import library_folder

FILE = "scenario.schema.json"
_SECTIONS = {
    "organisation": "How large the organisation is",
    "policy": "What leaders choose: each lever at its starting value",
    "world": "What the world does",
    "timeline": "How a lever or condition changes in time",
    "event": "What befalls the organisation",
}


def _property(key: Key) -> dict[str, Any]:
    """One key as a schema."""
    about: dict[str, Any] = {"description": key.meaning + (f" ({key.unit})" if key.unit else "")}
    if key.default is not None:
        about["default"] = list(key.default) if key.kind == "names" else key.default
    if key.kind in ("number", "whole"):
        return {"type": "integer" if key.kind == "whole" else "number", "minimum": key.low, "maximum": key.high, **about}
    if key.kind == "choice":
        return {"enum": list(key.options), **about}
    if key.kind == "names":
        return {"type": "array", "items": {"enum": list(mechanism_names())}, **about}
    return {"type": "boolean", **about} if key.kind == "flag" else {"type": "string", "maxLength": LONGEST_TEXT, **about}


def _table(keys: Mapping[str, Key], title: str) -> dict[str, Any]:
    """One table as a schema; unknown keys are refused."""
    properties = {name: _property(key) for name, key in keys.items()}
    table: dict[str, Any] = {"type": "object", "title": title, "additionalProperties": False, "properties": properties}
    needed = [name for name, key in keys.items() if key.needed]
    return {**table, "required": needed} if needed else table


def _parameters() -> dict[str, Any]:
    """The uncertain numbers, one table for each mechanism."""
    mechanisms: dict[str, dict[str, Key]] = {}
    for path, key in parameter_keys().items():
        mechanism, name = path.split(".", 1)
        mechanisms.setdefault(mechanism, {})[name] = key
    tables = {name: _table(keys, f"Uncertain numbers of {name}") for name, keys in mechanisms.items()}
    flat = {path: _property(key) for path, key in parameter_keys().items()}
    return {"type": "object", "title": "Uncertain numbers that differ from their default", "additionalProperties": False, "properties": {**tables, **flat}}


def _when(key: str, value: str, **then: Any) -> dict[str, Any]:
    return {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": then}


def schema() -> dict[str, Any]:
    """The whole schema (JSON Schema, draft 7)."""
    top = _table(TOP, "Scenario")
    sections = {name: _table(keys, _SECTIONS[name]) for name, keys in TABLES.items()}
    entries = {name: _table(keys, _SECTIONS[name]) for name, keys in ENTRIES.items()}
    entries["timeline"]["allOf"] = [_when("shape", shape, required=needs) for shape, needs in
        (("ramp", ["until"]), ("pulse", ["until"]), ("on-off", ["until", "on", "off"]))]
    entries["event"]["allOf"] = [_when("kind", name, properties={"size": {"minimum": kind.low, "maximum": kind.high}}, required=["weeks"] if kind.lasts else [])
        for name, kind in EVENT_KINDS.items()]
    lists = {name: {"type": "array", "title": _SECTIONS[name], "items": entry} for name, entry in entries.items()}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **top, "properties": {**top["properties"], **sections, "parameters": _parameters(), **lists}}


def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def write_schema(path: Path | None = None) -> Path:
    """Writes the schema beside the scenarios, and says where."""
    target = path or library_folder() / FILE
    target.write_text(schema_text(), encoding="utf-8")
    return target


if __name__ == "__main__":
    print(write_schema())
