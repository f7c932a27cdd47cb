"""Plausible sets of parameters, as data: read, checked against the rules they were made for, and handed out one by one.

A file holds where it came from (rules, seed, points, targets met) and its members; a parameter that a member does not name keeps its default.
Constants are kept per unit, for a base of each make-up of a unit: `branches40` serves `branches`, `reference` serves `small` and most of the library.
A member without constants has its reference solved by who runs it.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.balance import Balance
from sim.compiled import keep_file
from sim.reference.store import rules_hash, shape_of
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.errors import Report, one_line
from sim.scenario.keys import parameter_keys
from sim.scenario.overlay import REVENUE_SHARES
from sim.scenario.read import library_names
from sim.scenario.text import read_bytes

SHIPPED = Path(__file__).with_name("plausible.json")
KEPT_DIGITS = 7
"""Significant digits in a file: single precision has no more."""
MOST_BYTES, MOST_MEMBERS, LONGEST_NAME = 256 * 1024 * 1024, 10_000, 64
ENTRIES = ("name", "parameters", "balances")


class EnsembleError(ScenarioError):
    """Parameter sets that cannot be used, with a line for each reason."""

    def __init__(self, problems: str | Sequence[str]) -> None:
        """One line, or several."""
        super().__init__([problems] if isinstance(problems, str) else problems)


@functools.cache
def _shape_of_base(base: str) -> tuple[Any, ...]:
    """The make-up of a unit of a scenario of the library."""
    return shape_of(load_scenario(base).organisation)


@dataclass(frozen=True)
class Member:
    """One plausible set of parameters (those that differ from their defaults) and the reference constants that belong to it, by base.

    Without any, it is the shipped company."""

    name: str = "shipped"
    parameters: Mapping[str, float] = field(default_factory=dict)
    balances: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def balance_for(self, scenario: Scenario) -> dict[str, float] | None:
        """The constants of a scenario's organisation, as the engine wants them; None when no base of this member has its make-up of a unit."""
        wanted = shape_of(scenario.organisation)
        for base, constants in self.balances.items():
            if _shape_of_base(base) == wanted:
                return {**constants, "profit_week": constants["profit_week"] * max(scenario.organisation.units, 1)}
        return None

    def company(self, scenario: Scenario) -> Scenario:
        """A scenario lived by this member. What the scenario says of a number goes before what the member says."""
        return scenario.with_(parameters={**self.parameters, **scenario.parameters}) if self.parameters else scenario

    def content(self) -> dict[str, Any]:
        """What its runs depend on: everything but its name."""
        balances = {base: {name: float(value) for name, value in one.items()} for base, one in self.balances.items()}
        return {"parameters": {name: float(value) for name, value in self.parameters.items()}, "balances": balances}


@dataclass(frozen=True)
class Ensemble:
    """Members and where they came from."""

    members: tuple[Member, ...] = (Member(),)
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def first(self, most: int) -> Ensemble:
        """So many members (they stand in an order drawn by lot, so that the first ones are a fair draw)."""
        return Ensemble(self.members[:most], self.provenance)

    def fingerprint(self) -> str:
        """A name for what its members are: the same sets and constants in the same order, the same name."""
        return hashlib.sha256(json.dumps([one.content() for one in self], sort_keys=True).encode()).hexdigest()[:16]

    @property
    def grade(self) -> str:
        """How far its members can be trusted: as its maker says, else "calibrated"."""
        return one_line(str(self.provenance.get("grade", "calibrated"))[:LONGEST_NAME])

    @property
    def prior(self) -> str:
        """Where its members come from, in one line."""
        facts = [f"{name} {value}" for name, value in self.provenance.items() if isinstance(value, str | int | float) and name != "grade"]
        return one_line(str(self.provenance.get("prior") or ", ".join(facts) or "as the file gives them")[:300])


def load(path: Path | None = None) -> Ensemble:
    """Read an ensemble (the shipped one unless told otherwise). Raises EnsembleError, with a line for each reason, when there is none, it is damaged, or it
    belongs to other rules."""
    place = path or SHIPPED
    if not place.exists():
        raise EnsembleError(f"{one_line(place.name)}: there is no such file of plausible parameter sets; `make calibrate` makes one")
    report = Report(place.name)
    try:
        return _read(place, report)
    except EnsembleError:
        raise
    except ScenarioError as trouble:
        raise EnsembleError(trouble.problems) from None


def _read(place: Path, report: Report) -> Ensemble:
    try:
        found = json.loads(read_bytes(place, report, MOST_BYTES).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise EnsembleError(f"{one_line(place.name)}: not a file of parameter sets, or damaged: {one_line(str(error))}") from None
    given = found.get("members") if isinstance(found, dict) else None
    about = found.get("provenance", {}) if isinstance(found, dict) else None
    if not isinstance(given, list) or not isinstance(about, dict):
        raise EnsembleError(f"{one_line(place.name)}: not a file of parameter sets, or damaged: it lacks a list of members, or a table of their provenance")
    if not 1 <= len(given) <= MOST_MEMBERS:
        report.add(("members",), f"holds {len(given) or 'no'} parameter set{'s' if given else ''}", allowed=f"1 to {MOST_MEMBERS} of them")
        report.stop()
    made_for, rules = about.get("rules"), rules_hash()
    if made_for is not None and made_for != rules:
        raise EnsembleError(f"{one_line(place.name)}: made for other rules ({one_line(str(made_for)[:32])}, now {rules}); `make calibrate` makes it anew")
    library = library_names()
    members = [_member(one, number, library, report) for number, one in enumerate(given)]
    if made_for is None and any(one is not None and one.balances for one in members):
        report.add(("provenance", "rules"), "is missing", allowed="the rules that the reference constants were made for")
    report.stop()
    whole = tuple(one for one in members if one is not None)
    if len({one.name for one in whole}) < len(whole):
        raise EnsembleError(f"{one_line(place.name)}: two parameter sets bear one name")
    return Ensemble(whole, dict(about))


def load_or_default(path: Path | None = None) -> tuple[Ensemble | None, str]:
    """The ensemble and an empty text; or None, and why the default parameters have to do."""
    try:
        return load(path), ""
    except EnsembleError as refused:
        return None, f"Results rest on the default parameters alone: {refused.problems[0]}."


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _member(one: Any, number: int, library: Sequence[str], report: Report) -> Member | None:
    """One member, or nothing when something is wrong with it."""
    at, before = ("members", number), len(report.problems)
    if not isinstance(one, dict) or not isinstance(one.get("parameters", {}), dict) or not isinstance(one.get("balances", {}), dict):
        report.add(at, "must be a table", one, "name, parameters and balances")
        return None
    for name in one:
        if name not in ENTRIES:
            report.add((*at, name), "unknown key", known=ENTRIES)
    parameters, balances = one.get("parameters", {}), one.get("balances", {})
    _tell_parameters(parameters, (*at, "parameters"), report)
    for base, constants in balances.items():
        if base not in library:
            report.add((*at, "balances", base), "there is no such scenario", known=library)
        elif not isinstance(constants, dict) or set(constants) != set(Balance._fields) or not all(_is_number(value) for value in constants.values()):
            report.add((*at, "balances", base), "lacks reference constants, or has others", allowed=f"a number for each of {len(Balance._fields)}")
    if len(report.problems) > before:
        return None
    kept = {base: {name: float(value) for name, value in constants.items()} for base, constants in balances.items()}
    return Member(str(one.get("name", f"member-{number + 1}"))[:LONGEST_NAME], {name: float(value) for name, value in parameters.items()}, kept)


def _tell_parameters(given: Mapping[str, Any], at: tuple[str | int, ...], report: Report) -> None:
    """Numbers that are there, lie in their range, and do not share out more than all revenue."""
    keys, before = parameter_keys(), len(report.problems)
    for name, value in given.items():
        key = keys.get(name)
        if key is None:
            report.add((*at, name), "unknown parameter", value, known=list(keys))
        elif not _is_number(value) or not key.low <= value <= key.high:
            report.add((*at, name), "is out of range", value, key.allowed)
    whole = sum(float(given.get(name, keys[name].default)) for name in REVENUE_SHARES) if len(report.problems) == before else 0.0
    if whole > 1.0 + 1e-9:
        report.add((*at, REVENUE_SHARES[-1]), f"the parts of revenue add up to {whole:.9g} ({' + '.join(REVENUE_SHARES)})", allowed="at most 1 together")


def _short(value: float) -> float:
    return float(f"{value:.{KEPT_DIGITS}g}")


def save(path: Path, members: Sequence[Member], provenance: Mapping[str, Any]) -> None:
    """Write an ensemble, whole or not at all, with the fingerprint of today's rules."""
    told = [{"name": one.name, "parameters": {key: _short(value) for key, value in sorted(one.parameters.items())},
             "balances": {base: {key: _short(value) for key, value in constants.items()} for base, constants in one.balances.items()}} for one in members]
    text = json.dumps({"provenance": {**provenance, "rules": rules_hash()}, "members": told}, separators=(",", ":"))
    keep_file(path, text.replace('{"name"', '\n{"name"').encode() + b"\n")
