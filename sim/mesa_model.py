"""The Mesa door: a company as a `mesa.Model` whose agents are views on the engine's arrays. The only file that imports Mesa.

    company = Company("people_first", seed=7, collect=("profit", "engagement"))
    for _ in range(52):
        company.step()
    company.policy["autonomy"] = 0.8
    company.agents_by_type[Employee].agg("engagement", numpy.mean)

A step is one week, the same numbers as the engine's run of that replication. Views are made when somebody asks for agents; a run without agents costs none.
Mesa 3.3 sets the start method of processes to `spawn` when it is imported.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

import mesa
import numpy as np

from sim.engine.lanes import RUN_IN, Block
from sim.engine.weekly import Weekly
from sim.policy import CONDITIONS, LEVERS, Policy, World
from sim.reference.run import reference_of
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import RANGES
from sim.state import GROUPS
from sim.vocabulary import Column, nearest, rows

FIXED = ("present", "active", "generation")
"""Columns that only the engine may change: who is there."""

SETTINGS = LEVERS + CONDITIONS


def _column(group: str, name: str, about: Column) -> property:
    """A property that reads one number of a view's row, and writes it within the declared range."""

    def read(view: Any) -> float | int:
        return getattr(view.model.state(group), name)[view.seat, 0].item()  # type: ignore[no-any-return]

    def write(view: Any, value: float) -> None:
        if not about.low <= value <= about.high:
            raise ValueError(f"{group}.{name} = {value} lies outside {about.low} .. {about.high}")
        getattr(view.model.state(group), name)[view.seat, 0] = value

    return property(read, None if name in FIXED else write, None, f"{about.meaning} ({about.unit}, {about.low:g} to {about.high:g})")


def _with_columns(group: str) -> Callable[[type], type]:
    """Give a class of views one property for each array of a group."""

    def dress(view: type) -> type:
        for row in rows(GROUPS[group]):
            setattr(view, row.name, _column(group, row.name, row.about))
        return view

    return dress


class View(mesa.Agent):  # type: ignore[misc]
    """One row of the engine's arrays, seen as an agent. It has no state of its own."""

    def __init__(self, model: Company, seat: int, unit: int) -> None:
        """`seat` is the row in the arrays, `unit` the number of the business unit."""
        super().__init__(model)
        self.seat, self.unit = seat, unit


@_with_columns("people")
class Employee(View):
    """A seat of an employee; `present` is 1 when somebody sits here."""

    team: Team


@_with_columns("teams")
class Team(View):
    """A team with its manager."""

    people: list[Employee]


@_with_columns("customers")
class Customer(View):
    """A seat of a customer; `active` is 1 when somebody has it."""


class Settings(MutableMapping[str, float]):
    """Levers or conditions as intended for the coming week. What is set holds until it is deleted; then the scenario's own course goes on."""

    def __init__(self, names: Sequence[str], intended: Callable[[], np.ndarray], held: dict[str, float]) -> None:
        """`intended` gives a week's intentions, into which `held` is laid."""
        self._names, self._intended, self._held = tuple(names), intended, held

    def _known(self, name: str) -> str:
        if name not in self._names:
            close = nearest(name, self._names)
            raise KeyError(f"{name!r} is not one of {len(self._names)} settings" + (f"; did you mean {close!r}?" if close else ""))
        return name

    def __getitem__(self, name: str) -> float:
        return float(self._intended()[SETTINGS.index(self._known(name))])

    def __setitem__(self, name: str, value: float) -> None:
        low, high = RANGES[self._known(name)]
        if not low <= value <= high:
            raise ValueError(f"{name} = {value} lies outside {low} .. {high}")
        self._held[name] = float(value)

    def __delitem__(self, name: str) -> None:
        self._held.pop(self._known(name), None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class WeeklyCollector(mesa.DataCollector):  # type: ignore[misc]
    """Mesa's collector, with agents' rows counted from 0 as the model's are: stock `batch_run` joins the two by that number."""

    def collect(self, model: Any) -> None:
        """Collect once a week."""
        super().collect(model)
        if hasattr(self, "_collection_steps"):  # Mesa 3.5 joins them rightly by itself
            return
        for records in (getattr(self, "_agent_records", {}), getattr(self, "_agenttype_records", {})):
            if model.steps in records:
                records[model.steps - 1] = records.pop(model.steps)


@functools.lru_cache(maxsize=4)
def _moment(scenario: Scenario, seed: int, replication: int) -> tuple[Block, dict[str, float]]:
    """An organisation after its run-in, and the record of the last week: lived once for all policies."""
    block = Block(scenario, reference_of(scenario)[0], seed, [replication])
    ordinary = np.array([*Policy(), *World()], np.float32)
    record = block.advance(np.repeat(ordinary[None, :], RUN_IN, axis=0))
    return block, {name: float(column[-1, 0]) for name, column in record.items()}


def _seed_of(rng: Any) -> int:
    """A whole number for whatever Mesa calls an rng or seed; 1 for none, so that a run that was given no luck can be repeated."""
    if rng is None:
        return 1
    if isinstance(rng, int | np.integer):
        return int(rng) % 2**32
    if isinstance(rng, np.random.Generator | np.random.BitGenerator):
        return int(np.random.default_rng(rng).integers(2**32))
    return int((rng if isinstance(rng, np.random.SeedSequence) else np.random.SeedSequence(rng)).generate_state(1)[0])


def _named(names: str | Sequence[str], known: Sequence[str], what: str) -> tuple[str, ...]:
    """Names that are all known. Raises ValueError with the nearest one otherwise."""
    asked = (names,) if isinstance(names, str) else tuple(names)
    for name in asked:
        if name not in known:
            close = nearest(name, known)
            raise ValueError(f"{name!r} is not {what}" + (f"; did you mean {close!r}?" if close else ""))
    return asked


def _if_any(name: str) -> Callable[[Any], Any]:
    """A reporter of a column: None for agents of a kind that lacks it."""
    return lambda agent: getattr(agent, name, None)


def _measure(name: str) -> property:
    about = next(row.about for row in rows(Weekly) if row.name == name)
    return property(lambda company: company.weekly[name], None, None, f"{about.meaning} ({about.unit}), last week")


class Company(mesa.Model):  # type: ignore[misc]
    """One replication of one scenario as a Mesa model; every measure of the weekly record is an attribute (last week's value).

    `scenario` is a name of the library, a file or a Scenario; further keywords are levers or conditions, such as `autonomy=0.8`. Luck is (`seed`,
    `replication`); an `rng` stands for the seed, so that stock `batch_run` can vary either. `collect` names measures and `agents_collect` columns of
    agents for the data collector. The model stops by itself after the scenario's weeks. Raises ScenarioError for a scenario that cannot be read,
    ValueError for an unknown name. The first company compiles the engine (up to a minute, once), and solves the reference of an unknown organisation.
    """

    def __init__(self, scenario: Scenario | str = "reference", seed: Any = 1, replication: int = 0, rng: Any = None,
                 collect: str | Sequence[str] = ("profit", "engagement", "satisfaction"), agents_collect: str | Sequence[str] = (), **settings: float) -> None:
        """The organisation is born and lives its run-in; the scenario begins with the first step."""
        luck = _seed_of(seed if rng is None else rng)
        super().__init__(rng=luck)
        self._views: dict[type[View], list[Any]] | None = None
        _named(tuple(settings), SETTINGS, "a lever or a condition")
        chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        policy, world = ({name: float(value) for name, value in settings.items() if name in names} for names in (LEVERS, CONDITIONS))
        # Mesa 3.5 keeps something of its own under the name `scenario`.
        self.case = chosen.with_(policy=policy, world=world) if settings else chosen
        plain = Scenario(organisation=chosen.organisation, parameters=chosen.parameters, off=chosen.off)
        block, self.weekly = _moment(plain, luck, int(replication))
        self._block, self.week = block.copy(), 0
        self._path = self.case.with_(weeks=max(self.case.weeks, 1)).paths()
        self._held: dict[str, float] = {}
        self.policy, self.world = (Settings(names, self.intended, self._held) for names in (LEVERS, CONDITIONS))
        self.running = self.case.weeks > 0
        measures = _named(collect, Weekly._fields, "a measure of the weekly record")
        columns = _named(agents_collect, sorted({row.name for group in ("people", "teams", "customers") for row in rows(GROUPS[group])}), "a column of agents")
        self.datacollector = WeeklyCollector(
            model_reporters={name: name for name in measures},
            agent_reporters={"kind": lambda agent: type(agent).__name__, **{name: _if_any(name) for name in columns}} if columns else None,
        )

    def intended(self) -> np.ndarray:
        """What is intended for the coming week (float32: levers, then conditions): the scenario's course, and what was set by hand."""
        row: np.ndarray = self._path[min(self.week, len(self._path) - 1)].copy()
        if self.week >= len(self._path):
            row[SETTINGS.index("dismissal")] = 0.0
        for name, value in self._held.items():
            row[SETTINGS.index(name)] = value
        return row

    @property
    def practice(self) -> dict[str, float]:
        """The levers as people meet them now: late, diluted by distance."""
        return {name: float(self._block.practice[k, 0]) for k, name in enumerate(LEVERS)}

    def state(self, group: str) -> Any:
        """The arrays of a group ([row, 1]), such as `state("ties").strength`."""
        return getattr(self._block.state, group)

    def step(self) -> None:
        """One week."""
        record = self._block.advance(self.intended()[None, :])
        self.weekly = {name: float(column[0, 0]) for name, column in record.items()}
        self.week += 1
        self.datacollector.collect(self)
        self.running = self.week < self.case.weeks

    @property
    def agents(self) -> Any:
        """All views: employees, teams and customers (seats, taken or not)."""
        self._look()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """The views by their type."""
        self._look()
        return super().agents_by_type

    @property
    def agent_types(self) -> Any:
        """The types of views."""
        self._look()
        return super().agent_types

    def _look(self) -> None:
        """Make the views when they are asked for first. The model holds them: Mesa's sets hold them weakly."""
        if getattr(self, "_views", {}) is not None or not hasattr(self, "datacollector"):
            return
        chart = self._block.chart
        self._views = {Team: [], Employee: [], Customer: []}
        for unit in range(chart.unit_first_team.size - 1):
            for t in range(int(chart.unit_first_team[unit]), int(chart.unit_first_team[unit + 1])):
                team = Team(self, t, unit)
                team.people = [Employee(self, i, unit) for i in range(int(chart.team_first_person[t]), int(chart.team_first_person[t + 1]))]
                for person in team.people:
                    person.team = team
                self._views[Team].append(team)
                self._views[Employee].extend(team.people)
            seats = range(int(chart.unit_first_customer[unit]), int(chart.unit_first_customer[unit + 1]))
            self._views[Customer].extend(Customer(self, c, unit) for c in seats)


for _name in Weekly._fields:
    setattr(Company, _name, _measure(_name))
