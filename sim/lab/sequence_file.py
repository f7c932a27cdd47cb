"""The question "what first?": measures grouped into steps, a budget for each year, paces and leaders' patience; from a file or put together by hand.

A file is TOML. `[steps]` holds, by name, the levers of a step (their values are the target's) or the levers with their values; `{ to = 0.5, weeks = 52 }` goes
back after so many weeks. All other keys may be left out:

    base = "reference"                 # what stays as it is: a scenario of the library, or a file beside this one
    target = "people_first"            # where all steps together lead
    budget = [1500, 3000]              # euro a head in each year, the last holds on; nothing: no limit
    [steps]
    pay = ["kpi_weight", "csat_weight", "joint_okr_weight"]
    room = { slack_share = 0.15, prioritisation = 0.6 }
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.policy import LEVERS, Policy
from sim.scenario import Scenario, load_scenario
from sim.scenario.check import checked
from sim.scenario.errors import Path as Place
from sim.scenario.errors import Report, ScenarioError, one_line
from sim.scenario.keys import LEVER_KEYS, Key
from sim.scenario.names import good_name
from sim.scenario.text import read_document
from sim.vocabulary import rows

PACINGS: Mapping[str, str] = {
    "at_once": "every step from week 0",
    "evenly": "steps begin at equal distances over the stretch of `over` weeks",
    "small_steps": "as evenly, but each step rises in a straight line until the next one begins",
    "late": "every step in the week in which the last one begins when they come evenly",
}
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "rewards": ("kpi_weight", "csat_weight", "joint_okr_weight"),
    "voices": ("voice_customer", "voice_business", "voice_employee"),
    "managers_hours": ("manager_own", "manager_interaction", "manager_content", "manager_power"),
}
"""Levers that are parts of one whole make one step, unless they are grouped otherwise."""
MOST_STEPS, MOST_SAMPLED, ALL_ORDERS = 12, 500, 4
USUAL_PATIENCE, HOLD_ON = 52, 520
"""Weeks of patience that are asked about where the base declares none, and the value of `patience_weeks` that means for ever."""
KEYS: Mapping[str, Key] = {
    "base": Key("text", "what stays as it is"),
    "target": Key("text", "where all steps together lead"),
    "weeks": Key("whole", "horizon", 26, 1040, "weeks"),
    "over": Key("whole", "weeks over which steps are spread", 1, 1040, "weeks"),
    "patience": Key("whole", "leaders who go back after so many weeks of disappointment", 8, HOLD_ON - 1, "weeks"),
    "sample": Key("whole", "orders to draw where there are more than four steps", 2, MOST_SAMPLED, "orders"),
    "rank_by": Key("text", "measure by which orders are ranked"),
    "pacing": Key("names", "paces", told=f"a list of {', '.join(PACINGS)}"),
}
OWN = ("budget", "orders", "steps")
"""Keys that have a shape of their own."""


@dataclass(frozen=True)
class Move:
    """One lever goes to a value: for good, or for so many weeks."""

    lever: str
    to: float
    weeks: int | None = None


@dataclass(frozen=True)
class Bundle:
    """What is begun together: one step of a sequence."""

    name: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Question:
    """What is asked. `budget` holds euro a head for each year (the last one holds on; none: no limit); `orders` those that are wanted, else all or a sample."""

    base: Scenario
    bundles: tuple[Bundle, ...]
    budget: tuple[float, ...] = ()
    pacings: tuple[str, ...] = tuple(PACINGS)
    over_weeks: int = 0
    patience_weeks: int = USUAL_PATIENCE
    rank_by: str = "cumulative_profit"
    orders: tuple[tuple[str, ...], ...] = ()
    sample: int = 24
    left_out: tuple[str, ...] = ()

    @property
    def weeks(self) -> int:
        """The horizon."""
        return self.base.weeks

    @property
    def names(self) -> tuple[str, ...]:
        """The steps by name, as given."""
        return tuple(one.name for one in self.bundles)


def load_question(path: str | Path, **instead: Any) -> Question:
    """The question of a file; what is given `instead` goes before what the file says. Raises ScenarioError with one line for each problem."""
    report = Report(one_line(str(path)))
    content = read_document(path, report).content
    known = (*KEYS, *OWN)
    for key in content:
        if key not in known:
            report.add((key,), "unknown key", content[key], known=known)
    top = checked({key: value for key, value in content.items() if key in KEYS}, KEYS, (), report)
    base = _named(top.get("base", "reference"), Path(path), "base", report)
    target = _named(top["target"], Path(path), "target", report) if "target" in top else None
    report.stop()
    given: dict[str, Any] = {name: top[name] for name in ("weeks", "over", "patience", "sample", "rank_by", "pacing") if name in top}
    given |= {name: content[name] for name in OWN if name in content}
    return asked(base, target, report=report, **{**given, **{name: value for name, value in instead.items() if value is not None}})


def _named(name: str, file: Path, key: str, report: Report) -> Scenario:
    """A scenario beside the file, or of the library; a file never means itself."""
    if not good_name(name):
        report.add((key,), "is not the name of a scenario", name, "a name only, from the library or the same folder")
        return Scenario()
    beside = file.parent / f"{name}.toml"
    try:
        return load_scenario(beside if os.path.isfile(beside) and not os.path.samefile(beside, file) else name)  # noqa: PTH113, PTH121
    except ScenarioError as error:
        report.earlier += error.problems
        return Scenario()


def asked(base: Scenario, target: Scenario | None = None, *, steps: Mapping[str, Any] | None = None, by: str = "lever", budget: Any = (),
          weeks: int | None = None, over: int | None = None, pacing: Sequence[str] = (), patience: int | None = None, rank_by: str = "cumulative_profit",
          orders: Any = (), sample: int = 24, report: Report | None = None) -> Question:
    """A question, checked. Without `steps` each lever in which the target differs is a step (`by="group"`: each group of levers).

    `steps` are given as in a file. Raises ScenarioError with one line for each problem."""
    report = report or Report("sequence")
    values = _changed(base, target, report) if target is not None else {}
    bundles = _bundles(steps, values, report) if steps is not None else _grouped(values, by)
    horizon = base.weeks if weeks is None else weeks
    _tell_bundles(bundles, base, report)
    paces = tuple(dict.fromkeys(pacing)) or tuple(PACINGS)
    for place, one in enumerate(paces):
        if one not in PACINGS:
            report.add(("pacing", place), "unknown pace", one, f"one of {', '.join(PACINGS)}", known=tuple(PACINGS), word=one)
    _tell_measure(rank_by, report)
    spread = horizon * 3 // 5 if over is None else over
    if not 1 <= spread <= horizon:
        report.add(("over",), "must lie within the horizon", spread, f"1 to {horizon} weeks")
    for key, number in (("weeks", horizon), ("sample", sample)):
        if not KEYS[key].low <= number <= KEYS[key].high:
            report.add((key,), "is out of range", number, KEYS[key].allowed)
    wait = _patience(base, target, patience, report)
    wanted = _orders(orders, tuple(one.name for one in bundles), report)
    yearly = _budget(budget, report)
    report.stop()
    covered = {move.lever for one in bundles for move in one.moves}
    # `with_` checks the horizon; its own words would name a method.
    try:
        company = base.with_(weeks=horizon)
    except ScenarioError as error:
        raise ScenarioError([problem.replace("with_: ", "") for problem in error.problems]) from None
    return Question(company, bundles, yearly, paces, spread, wait, rank_by, wanted, sample, tuple(name for name in values if name not in covered))


def _patience(base: Scenario, target: Scenario | None, asked_for: int | None, report: Report) -> int:
    """The patience that is asked about: as told, else that of the base's or the target's leaders, else a year."""
    own, theirs = (HOLD_ON if one is None else int(one.policy["patience_weeks"]) for one in (base, target))
    found = next((weeks for weeks in (own, theirs) if weeks < HOLD_ON), USUAL_PATIENCE) if asked_for is None else asked_for
    highest = min(own, HOLD_ON - 1)
    if not KEYS["patience"].low <= found <= highest:
        why = "is out of range" if own >= HOLD_ON else f"leaders of {base.name} go back after {own} weeks already"
        report.add(("patience",), why, found, f"{KEYS['patience'].low:g} to {highest} weeks")
    return found


def _changed(base: Scenario, target: Scenario, report: Report) -> dict[str, float]:
    """The levers in which the target differs, with its values. Whatever else differs cannot be a step."""
    values, run = {}, ("weeks", "replications", "seed")
    for path, mine, _ in target.differences(base):
        section, _, name = path.partition(".")
        if section == "policy":
            values[name] = float(mine)
        elif path not in run:
            report.add((path,), f"{target.name} differs from {base.name} in this, which is no lever from the start",
                       allowed="write steps with values for what is begun later")
    # Leaders' patience is no step: it is what the plans are held against.
    values.pop("patience_weeks", None)
    if not values and not report.problems:
        report.add((), f"{one_line(target.name)} has the same levers as {one_line(base.name)}, so there is nothing to put in order")
    return values


def _grouped(values: Mapping[str, float], by: str) -> tuple[Bundle, ...]:
    """Each lever a step, parts of one whole together; or each group of levers."""
    groups = {row.name: row.about.group for row in rows(Policy)}
    home = {lever: name for name, levers in TOGETHER.items() for lever in levers}
    found: dict[str, list[Move]] = {}
    for lever in LEVERS:
        if lever in values:
            found.setdefault(groups[lever] if by == "group" else home.get(lever, lever), []).append(Move(lever, values[lever]))
    return tuple(Bundle(next(iter(moves)).lever if len(moves) == 1 and by != "group" else name, tuple(moves)) for name, moves in found.items())


def _bundles(steps: Any, values: Mapping[str, float], report: Report) -> tuple[Bundle, ...]:
    """The steps as they are written: lists of levers, or levers with values."""
    if not isinstance(steps, Mapping) or not steps:
        report.add(("steps",), "must be a table with one step or more", steps, '[steps] with lines such as room = ["slack_share"]')
        return ()
    made = []
    for name, content in steps.items():
        place: Place = ("steps", name)
        if not good_name(name):
            report.add(place, "is not a usable name")
        if isinstance(content, Mapping) and content:
            moves = [_move(lever, value, (*place, lever), report) for lever, value in content.items()]
        elif isinstance(content, list | tuple) and content:
            moves = [_from_target(lever, values, (*place, number), report) for number, lever in enumerate(content)]
        else:
            report.add(place, "must name levers", content, 'a list such as ["slack_share"], or a table such as { slack_share = 0.15 }')
            continue
        made.append(Bundle(str(name), tuple(move for move in moves if move is not None)))
    return tuple(made)


def _from_target(lever: Any, values: Mapping[str, float], place: Place, report: Report) -> Move | None:
    """A lever whose value is the target's."""
    if lever in values:
        return Move(str(lever), values[str(lever)])
    if lever not in LEVERS:
        report.add(place, "unknown lever", lever, known=tuple(values) or LEVERS, word=str(lever))
    else:
        report.add(place, "the target has the base's value of this lever", lever, "give it a value: { lever = value }")
    return None


def _move(lever: str, given: Any, place: Place, report: Report) -> Move | None:
    """A lever with its value, for good or for some weeks."""
    if lever not in LEVERS:
        report.add(place, "unknown lever", given, known=LEVERS, word=lever)
        return None
    keys = {"to": dataclasses.replace(LEVER_KEYS[lever], needed=True), "weeks": Key("whole", "how long", 1, 1040, "weeks")}
    content = checked(given if isinstance(given, Mapping) else {"to": given}, keys, place, report)
    return Move(lever, float(content["to"]), content.get("weeks")) if "to" in content else None


def _tell_bundles(bundles: Sequence[Bundle], base: Scenario, report: Report) -> None:
    """Steps are few, and no lever stands in two of them or moves by itself."""
    if len(bundles) > MOST_STEPS:
        report.add(("steps",), f"{len(bundles)} steps", allowed=f"at most {MOST_STEPS}", hint="group levers that belong together")
    taken: dict[str, str] = {}
    moving = {step.setting for step in base.timeline}
    for one in bundles:
        for move in one.moves:
            if move.lever in taken:
                report.add(("steps", one.name), f"{move.lever} stands in the step {taken[move.lever]} already")
            if move.lever in moving:
                report.add(("steps", one.name), f"{move.lever} changes by itself in the timeline of {base.name}")
            if move.lever == "patience_weeks":
                report.add(("steps", one.name), "leaders' patience is no step", allowed="--patience N asks about it")
            taken[move.lever] = one.name


def _tell_measure(name: str, report: Report) -> None:
    """What orders are ranked by has a better way."""
    from sim.measures import MEASURES

    if name not in MEASURES:
        report.add(("rank_by",), "unknown measure", name, known=tuple(MEASURES), word=name)
    elif MEASURES[name].better == "none":
        report.add(("rank_by",), "neither way of this measure is better", name)


def _orders(given: Any, names: tuple[str, ...], report: Report) -> tuple[tuple[str, ...], ...]:
    """Orders that are asked for by name, each with every step once."""
    if not isinstance(given, list | tuple):
        report.add(("orders",), "must be a list of orders", given, "each order is a list of all steps")
        return ()
    right = []
    for place, order in enumerate(given):
        if not isinstance(order, list | tuple) or sorted(map(str, order)) != sorted(names):
            report.add(("orders", place), "must hold each step once", order, ", ".join(names))
        else:
            right.append(tuple(order))
    return tuple(dict.fromkeys(right))


def _budget(given: Any, report: Report) -> tuple[float, ...]:
    """Euro a head for each year."""
    listed = list(given) if isinstance(given, list | tuple) else [given]
    for place, value in enumerate(listed):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e6:
            report.add(("budget", place), "must be a number", value, "euro a head and year, 0 to 1,000,000; or a list of them")
            return ()
    return tuple(float(value) for value in listed)
