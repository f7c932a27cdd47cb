"""Members: the plausible companies in which a claim is tried. A member is a set of parameter values with, where they are known, its reference constants.

Three ensembles: the shipped company alone (only luck differs); a file of members, such as a calibration writes; and N members drawn from the declared
ranges by a Sobol sequence. The last is **assumed**: each number lies about its default, half below and half above, within `REACH` of the way to the end
of its range, each for itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.balance import Balance
from sim.lab.claims import digest
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.errors import Report, one_line
from sim.scenario.keys import parameter_keys
from sim.scenario.read import library_names
from sim.scenario.text import decoded, parsed, read_bytes

MOST_BYTES, MOST_MEMBERS, REACH, DRAWN = 256 * 1024 * 1024, 10_000, 0.25, 20_261_123
MARGIN = 0.09
"""What of revenue is profit in every reference."""


@dataclass(frozen=True)
class Member:
    """One plausible company: what differs from the defaults, and its reference constants by the name of their base scenario, profit a unit.

    Without constants for the make-up of a unit, its reference is solved when it is first needed."""

    name: str = "shipped"
    parameters: Mapping[str, float] = field(default_factory=dict)
    balances: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def company(self, arm: Scenario) -> Scenario:
        """An arm lived by this member. What the arm says of a number goes before what the member says."""
        return arm.with_(parameters={**self.parameters, **arm.parameters}) if self.parameters else arm

    def fingerprint(self) -> str:
        """The same company, the same name."""
        balances = {base: {name: float(value) for name, value in one.items()} for base, one in self.balances.items()}
        return digest({"parameters": {name: float(value) for name, value in self.parameters.items()}, "balances": balances})

    def keep(self) -> None:
        """Put the reference constants where runs look for them."""
        from sim.reference.store import keep, stored

        for base, constants in self.balances.items():
            plain = load_scenario(base)
            usual = stored(plain) or {"yardstick": {}}
            luck = {name: usual["yardstick"].get(name, other) for name, other in (("margin_year_sd", 0.02), ("satisfaction_unit_sd", 0.12))}
            yardstick = {"profit_week": constants["profit_week"], "revenue_week": constants["profit_week"] / MARGIN, "margin": MARGIN, **luck}
            if stored(self.company(plain)) is None:
                keep(self.company(plain), {"balance": dict(constants), "yardstick": yardstick, "extensive": [], "residual": 0.0, "units": 1})


@dataclass(frozen=True)
class Ensemble:
    """Members, and in words where they come from and what their grade is."""

    members: tuple[Member, ...] = (Member(),)
    grade: str = "luck only"
    prior: str = "the shipped company alone; only luck differs"


def ensemble(asked: str | None) -> Ensemble:
    """The ensemble that was asked for: nothing for the shipped company, a number for an assumed one, else a file. Raises ScenarioError."""
    if asked is None:
        return Ensemble()
    if asked.isascii() and asked.isdigit():
        if not 1 <= int(asked[:9]) <= MOST_MEMBERS:
            raise ScenarioError([f"--members: must lie between 1 and {MOST_MEMBERS} ({asked[:20]})"])
        return drawn(int(asked))
    return from_file(asked)


def drawn(count: int) -> Ensemble:
    """An assumed ensemble: a Sobol sequence over every uncertain number. The first members of a larger one are those of a smaller one."""
    from scipy.stats import qmc

    keys = parameter_keys()
    points = qmc.Sobol(len(keys), scramble=True, seed=DRAWN).random(1 << max(count - 1, 0).bit_length())[:count]
    members = [Member(f"assumed-{number + 1}", {name: _at(key, float(u)) for (name, key), u in zip(keys.items(), point, strict=True)})
               for number, point in enumerate(points)]
    prior = f"every number by itself, half below its default and half above, even within {REACH:g} of the way to the end of its range (Sobol, assumed)"
    return Ensemble(tuple(members), "assumed", prior)


def _at(key: Any, u: float) -> float:
    """A number at a place between 0 and 1 of its prior; 0.5 is the default."""
    usual, end = float(key.default), float(key.low if u < 0.5 else key.high)
    return usual + (end - usual) * REACH * abs(2.0 * u - 1.0)


def from_file(path: str) -> Ensemble:
    """The members of a JSON or TOML file. Raises ScenarioError with one line for each problem."""
    report = Report(one_line(path))
    content = _content(path, report)
    given = content.get("members") if isinstance(content, dict) else None
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_MEMBERS:
        report.add(("members",), "must be a list of members", allowed=f"1 to {MOST_MEMBERS} of them, each with name and parameters")
        given = []
    members = [_member(entry, number, report) for number, entry in enumerate(given)]
    report.stop()
    names = [member.name for member in members if member is not None]
    if len(set(names)) < len(names):
        raise ScenarioError([f"{one_line(path)}: members: two of them bear the same name"])
    about = content.get("provenance", {})
    _tell_rules(about, path)
    told = ", ".join(f"{key} {value}" for key, value in about.items() if isinstance(value, str | int | float)) if isinstance(about, dict) else ""
    return Ensemble(tuple(member for member in members if member is not None), "calibrated", one_line(told[:300]) or "as the file gives them")


def _tell_rules(about: Any, path: str) -> None:
    """Constants that were solved under other rules leave nothing at rest."""
    from sim.reference.store import rules_hash

    made_for = about.get("rules") if isinstance(about, dict) else None
    if made_for is not None and made_for != rules_hash():
        raise ScenarioError([f"{one_line(path)}: made for other rules ({one_line(str(made_for)[:32])}, now {rules_hash()})"])


def _content(path: str, report: Report) -> Any:
    text = decoded(read_bytes(path, report, MOST_BYTES), report) if path.endswith(".toml") else ""
    if text:
        return parsed(text, report)
    try:
        return json.loads(read_bytes(path, report, MOST_BYTES).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ScenarioError([f"{one_line(path)}: not valid JSON: {one_line(str(error))}"]) from None


def _member(entry: Any, number: int, report: Report) -> Member | None:
    """One member, or nothing when something is wrong with it."""
    at, before = ("members", number), len(report.problems)
    if not isinstance(entry, dict) or not isinstance(entry.get("parameters", {}), dict) or not isinstance(entry.get("balances", {}), dict):
        report.add(at, "must be a table", entry, "name, parameters and balances")
        return None
    for name in entry:
        if name not in ("name", "parameters", "balances"):
            report.add((*at, name), "unknown key", known=("name", "parameters", "balances"))
    keys = parameter_keys()
    for name, value in entry.get("parameters", {}).items():
        key = keys.get(name)
        if key is None:
            report.add((*at, "parameters", name), "unknown parameter", value, known=list(keys))
        elif not isinstance(value, int | float) or isinstance(value, bool) or not key.low <= value <= key.high:
            report.add((*at, "parameters", name), "is out of range", value, key.allowed)
    for base, constants in entry.get("balances", {}).items():
        if base not in library_names():
            report.add((*at, "balances", base), "there is no such scenario", known=library_names())
        elif not isinstance(constants, dict) or set(constants) != set(Balance._fields) or not all(type(value) is float for value in constants.values()):
            report.add((*at, "balances", base), "lacks constants of the reference, or has others", allowed=f"a number for each of {len(Balance._fields)}")
    if len(report.problems) > before:
        return None
    parameters = {name: float(value) for name, value in entry.get("parameters", {}).items()}
    return Member(str(entry.get("name", f"member-{number + 1}"))[:64], parameters, entry.get("balances", {}))


def told(asked: Ensemble) -> str:
    """An ensemble in one line."""
    count = len(asked.members)
    return f"{count} {'member' if count == 1 else 'members'} ({asked.grade}): {asked.prior}"

