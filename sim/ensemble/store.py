"""Plausible sets of parameters, as data: read, checked against the rules they were made for, and handed out one by one.

A file holds where it came from (rules, seed, points, targets met) and its members; a parameter that a member does not name keeps its default.
Constants are kept per unit, for a base of each make-up of a unit: `branches40` serves `branches`, `reference` serves `small` and most of the library.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.balance import Balance
from sim.compiled import keep_file
from sim.parameters import with_values
from sim.reference.store import rules_hash, shape_of
from sim.scenario import Scenario, load_scenario

SHIPPED = Path(__file__).with_name("plausible.json")
KEPT_DIGITS = 7
"""Significant digits in a file: single precision has no more."""


class EnsembleError(ValueError):
    """A file of parameter sets that cannot be used, with the reason in one line."""


@dataclass(frozen=True)
class Member:
    """One plausible set of parameters (those that differ from their defaults) and the reference constants that belong to it, by base."""

    name: str
    parameters: Mapping[str, float]
    balances: Mapping[str, Mapping[str, float]]

    def balance_for(self, scenario: Scenario) -> dict[str, float] | None:
        """The constants of a scenario's organisation, as the engine wants them; None when no base of this member has its make-up of a unit."""
        wanted = shape_of(scenario.organisation)
        for base, constants in self.balances.items():
            if shape_of(load_scenario(base).organisation) == wanted:
                return {**constants, "profit_week": constants["profit_week"] * max(scenario.organisation.units, 1)}
        return None


@dataclass(frozen=True)
class Ensemble:
    """Members and where they came from."""

    members: tuple[Member, ...]
    provenance: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def first(self, most: int) -> Ensemble:
        """So many members (they stand in an order drawn by lot, so that the first ones are a fair draw)."""
        return Ensemble(self.members[:most], self.provenance)


def load(path: Path | None = None) -> Ensemble:
    """Read an ensemble (the shipped one unless told otherwise). Raises EnsembleError when there is none, it is damaged, or it belongs to other rules."""
    place = path or SHIPPED
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EnsembleError(f"{place.name}: there is no ensemble of plausible parameter sets; `make calibrate` makes one") from None
    except (OSError, ValueError) as trouble:
        raise EnsembleError(f"{place.name}: not a file of parameter sets, or damaged") from trouble
    try:
        made_for, rules = str(found["provenance"]["rules"]), rules_hash()
        if made_for != rules:
            raise EnsembleError(f"{place.name}: made for other rules ({made_for}, now {rules}); `make calibrate` makes it anew")
        return Ensemble(tuple(_member(one, place.name) for one in _members(found, place.name)), dict(found["provenance"]))
    except (KeyError, TypeError, AttributeError) as trouble:
        raise EnsembleError(f"{place.name}: not a file of parameter sets, or damaged ({trouble})") from trouble


def load_or_default(path: Path | None = None) -> tuple[Ensemble | None, str]:
    """The ensemble and an empty text; or None, and why the default parameters have to do."""
    try:
        return load(path), ""
    except EnsembleError as refused:
        return None, f"Results rest on the default parameters alone: {refused}."


def _members(found: Mapping[str, Any], name: str) -> list[Any]:
    members = found["members"]
    if not isinstance(members, list) or not members:
        raise EnsembleError(f"{name}: holds no parameter set")
    if len({one["name"] for one in members}) < len(members):
        raise EnsembleError(f"{name}: two parameter sets bear one name")
    return members


def _member(one: Mapping[str, Any], name: str) -> Member:
    parameters = {key: float(value) for key, value in one["parameters"].items()}
    balances = {base: {key: float(value) for key, value in constants.items()} for base, constants in one["balances"].items()}
    try:
        with_values(parameters)
    except KeyError as unknown:
        raise EnsembleError(f"{name}: {one['name']} names a parameter that is not there: {unknown}") from None
    except ValueError as outside:
        raise EnsembleError(f"{name}: {one['name']}: {outside}") from None
    for base, constants in balances.items():
        if set(constants) != set(Balance._fields):
            raise EnsembleError(f"{name}: {one['name']} lacks or has too many reference constants for {base}")
    return Member(str(one["name"]), parameters, balances)


def _short(value: float) -> float:
    return float(f"{value:.{KEPT_DIGITS}g}")


def save(path: Path, members: Sequence[Member], provenance: Mapping[str, Any]) -> None:
    """Write an ensemble, whole or not at all, with the fingerprint of today's rules."""
    told = [{"name": one.name, "parameters": {key: _short(value) for key, value in sorted(one.parameters.items())},
             "balances": {base: {key: _short(value) for key, value in constants.items()} for base, constants in one.balances.items()}} for one in members]
    text = json.dumps({"provenance": {**provenance, "rules": rules_hash()}, "members": told}, separators=(",", ":"))
    keep_file(path, text.replace('{"name"', '\n{"name"').encode() + b"\n")
