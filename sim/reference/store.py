"""Solved references: shipped ones beside the code, new ones in the user's cache, both by fingerprint of parameters, shape of a unit and rules."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.compiled import cache_root, closure, keep_file, text_hash
from sim.engine.birth import organisation_is_born
from sim.engine.week import some_weeks
from sim.parameters import fingerprint, with_values
from sim.scenario import Organisation, Scenario

SHIPPED = Path(__file__).with_name("solved.json")
NOT_RULES = ("sim.engine.writing", "sim.engine.climate")
"""What only writes a week down: another text of it asks for no other reference."""


@functools.cache
def rules_hash() -> str:
    """A name for the rules: another text of any law or sweep asks for another reference."""
    return text_hash(*(f for page in (organisation_is_born, some_weeks) for f in closure(page) if f.__module__ not in NOT_RULES))[:16]


def shape_of(organisation: Organisation) -> tuple[Any, ...]:
    """What a reference depends on: the make-up of a unit, not the number of units."""
    return (organisation.teams_per_unit, organisation.team_size, organisation.customers_per_unit, organisation.journey, float(organisation.unit_spread))


def name_of(scenario: Scenario) -> str:
    """The fingerprint under which a scenario's reference is kept."""
    text = f"{fingerprint(with_values(scenario.parameters))}|{shape_of(scenario.organisation)}|{rules_hash()}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _own_folder() -> Path:
    return cache_root() / "references"


def stored(scenario: Scenario) -> dict[str, Any] | None:
    """The stored reference of a scenario's organisation, or None. A damaged file counts as none."""
    name = name_of(scenario)
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8")) if SHIPPED.exists() else {}
    if name in shipped:
        return dict(shipped[name])
    try:
        found = json.loads((_own_folder() / f"{name}.json").read_text(encoding="utf-8"))
        return dict(found) if "balance" in found and "yardstick" in found else None
    except (OSError, ValueError):
        return None


def keep(scenario: Scenario, solved: Mapping[str, Any]) -> None:
    """Keep a solved reference in the user's cache; without a writable cache it is solved again next time."""
    keep_file(_own_folder() / f"{name_of(scenario)}.json", json.dumps(dict(solved)).encode())
