"""Lanes: runs side by side in one block of arrays. A block can advance, be copied, be saved and go on in another process, all to the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.balance import Balance
from sim.compiled import source_hash
from sim.engine.birth import organisation_is_born
from sim.engine.chart import Chart, draw_chart, is_here_at_start
from sim.engine.week import some_weeks
from sim.engine.weekly import Weekly
from sim.kernel import Kernel
from sim.mechanisms.practice import BY_LEADERS, BY_ORDER, FOR_LATER, PAY_AND_HEADS, ROOM_GIVEN
from sim.parameters import MECHANISMS, Parameters, with_values
from sim.policy import IN_HOURS, LEVERS, Policy, World
from sim.scenario import Scenario
from sim.state import GROUPS, Array
from sim.vocabulary import rows

RUN_IN = 156
"""Weeks under the reference policy before a scenario begins (fewer leave visible transients)."""

_KINDS = ",".join(f"{name}.{row.name}:{row.about.kind}" for name, group in {**GROUPS, "weekly": Weekly}.items() for row in rows(group))
birth_kernel = Kernel(organisation_is_born, _KINDS)
week_kernel = Kernel(some_weeks, _KINDS)


class State(NamedTuple):
    """All state arrays, by group."""

    people: Any
    teams: Any
    ties: Any
    journeys: Any
    customers: Any
    units: Any
    firm: Any


class Blocks(NamedTuple):
    """What is intended each week, and practice and world as whole tables (the groups `practice` and `world` are views on their rows)."""

    path: Array
    practice: Array
    world: Array


class Start(NamedTuple):
    """Which seats are taken at the start (0/1, float32)."""

    people: Array
    customers: Array


class Luck(NamedTuple):
    """The key of each lane's draws (uint32)."""

    seed: Array
    replication: Array


class LeverTable(NamedTuple):
    """What practice needs to know of each lever (float32, one value a lever)."""

    reference: Array
    ramp_rate: Array
    fade_rate: Array
    diluted: Array
    hours: Array
    manager_hours: Array
    leader_hours: Array
    span: Array
    euro_week: Array
    euro_once: Array
    room: Array
    for_later: Array
    adopting: Array
    felt: Array
    chosen: Array
    in_hours: Array


def lever_table() -> LeverTable:
    """The levers' declarations as arrays. Levers of leadership and trust are diluted by distance, except those that leaders move with their own hands."""
    about = [row.about for row in rows(Policy)]

    def column(values: Sequence[float]) -> Array:
        return np.array(values, np.float32)

    return LeverTable(
        column([row.default for row in rows(Policy)]),
        column([1.0 / max(a.ramp_weeks, 1.0) for a in about]),
        column([1.0 / max(a.fade_weeks, 1.0) for a in about]),
        column([1.0 if a.group in ("leadership", "trust") and name not in BY_LEADERS else 0.0 for name, a in zip(LEVERS, about, strict=True)]),
        column([a.hours_per_person for a in about]),
        column([a.manager_hours for a in about]),
        column([a.leader_hours for a in about]),
        column([a.high - a.low for a in about]),
        column([a.euro_per_year / 52.0 for a in about]),
        column([a.euro_once for a in about]),
        column([name in ROOM_GIVEN for name in LEVERS]),
        column([name in FOR_LATER for name in LEVERS]),
        column([name not in BY_LEADERS | BY_ORDER for name in LEVERS]),
        column([name not in BY_LEADERS | PAY_AND_HEADS for name in LEVERS]),
        column([name != "patience_weeks" for name in LEVERS]),
        column([name in IN_HOURS for name in LEVERS]),
    )


class Switches(NamedTuple):
    """1 where a mechanism works, 0 where its outputs are held at the reference (float32, one value a lane)."""

    world: Array
    practice: Array
    leadership: Array
    change: Array
    vision: Array
    workplace: Array
    management: Array
    rules: Array
    demand: Array
    experience: Array
    complaints: Array
    loyalty: Array
    motives: Array
    choice: Array
    effort: Array
    coordination: Array
    work: Array
    capability: Array
    learning: Array
    ideas: Array
    quality: Array
    scores: Array
    strain: Array
    engagement: Array
    turnover: Array
    reputation: Array
    finance: Array


def blank_state(chart: Chart, lanes: int) -> State:
    """All state arrays, at their declared starts."""
    sizes = {"people": chart.person_entity.size, "teams": chart.team_first_person.size - 1, "ties": chart.tie_from.size, "journeys": chart.journey_steps.size,
             "customers": chart.customer_entity.size, "units": chart.unit_first_team.size - 1}
    groups = {}
    for name, declaration in GROUPS.items():
        shape = (sizes[name], lanes) if name in sizes else (lanes,)
        groups[name] = declaration(*(np.full(shape, row.about.start, row.about.kind) for row in rows(declaration)))
    return State(**groups)


def state_arrays(state: State) -> dict[str, Array]:
    """Every state array by its dotted name, such as `people.engagement`."""
    return {f"{group}.{name}": array for group, arrays in state._asdict().items() for name, array in arrays._asdict().items()}


def _views(declaration: type, block: Array) -> Any:
    return declaration(*(block[k] for k in range(block.shape[0])))


class Block:
    """Some replications of one organisation, side by side."""

    def __init__(self, scenario: Scenario, balance: Mapping[str, Any], seed: int | Array, replications: Sequence[int], parameters: Parameters | None = None,
                 ) -> None:
        """Constants and seed are one for all lanes, or an array with one value a lane; so are `parameters`, which stand in for the scenario's."""
        lanes, organisation = len(replications), scenario.organisation
        self.organisation = organisation
        self.parameters = parameters or with_values(scenario.parameters)
        self.chart = draw_chart(organisation)
        self.luck = Luck(np.full(lanes, seed, np.uint32), np.array(replications, np.uint32))
        self.lane_parameters = Parameters(*(type(g)(*(np.full(lanes, v, np.float32) for v in g)) for g in self.parameters))
        self.balance = Balance(*(np.full(lanes, balance[name], np.float32) for name in Balance._fields))
        off = set(scenario.off)
        self.switches = Switches(*(np.full(lanes, 0.0 if name in off else 1.0, np.float32) for name in MECHANISMS))
        self.levers = lever_table()
        self.practice = np.repeat(np.array(list(Policy()), np.float32)[:, None], lanes, axis=1)
        self.world = np.repeat(np.array(list(World()), np.float32)[:, None], lanes, axis=1)
        self.state = blank_state(self.chart, lanes)
        self.week = 0
        groups = {**self._groups(), "start": Start(*is_here_at_start(organisation))}
        birth_kernel(lanes, groups, spread=np.float32(organisation.unit_spread))
        self._found_the_firm(organisation.customers)

    def _found_the_firm(self, customers: int) -> None:
        firm = self.state.firm
        for name in ("alive", "demand", "plan", "profit_seen", "profit_usual", "ambition"):
            getattr(firm, name)[:] = 1.0
        for name in ("attention_customer", "attention_business", "attention_employee"):
            getattr(firm, name)[:] = 1.0 / 3.0
        firm.profit[:] = self.balance.profit_week
        firm.cash[:] = self.lane_parameters.finance.cash_weeks * self.balance.price.astype(np.float64) * customers

    def _groups(self) -> dict[str, Any]:
        """The groups of arrays that the compiled pages ask for, by name."""
        return {"s": self.state, "practice": _views(Policy, self.practice), "world": _views(World, self.world), "levers": self.levers, "chart": self.chart,
                "p": self.lane_parameters, "balance": self.balance, "on": self.switches, "luck": self.luck}

    @property
    def lanes(self) -> int:
        """How many runs stand side by side."""
        return int(self.luck.seed.size)

    def advance(self, path: Array) -> dict[str, Array]:
        """Let so many weeks pass as `path` has rows ([week, setting], float32: intended levers and conditions; a third axis gives each lane its own).

        Returns the weekly record, [week, lane]."""
        weeks, given = path.shape[0], np.asarray(path, np.float32)
        whole = np.ascontiguousarray(np.repeat(given[:, :, None], self.lanes, axis=2) if given.ndim == 2 else given)
        weekly = Weekly(*(np.zeros((weeks, self.lanes)) for _ in Weekly._fields))
        groups = {**self._groups(), "blocks": Blocks(whole, self.practice, self.world), "weekly": weekly}
        if weeks:
            week_kernel(self.lanes, groups, first_week=self.week, weeks=weeks)
        self.week += weeks
        return weekly._asdict()

    def run_in(self) -> None:
        """Let the organisation live under the reference policy until the traces of its birth are gone."""
        reference = np.array(list(Policy()) + list(World()), np.float32)
        self.advance(np.repeat(reference[None, :], RUN_IN, axis=0))

    def copy(self) -> Block:
        """The same runs at the same moment, free to go another way."""
        twin = object.__new__(Block)
        twin.__dict__.update(self.__dict__)
        twin.state = State(*(type(g)(*(a.copy() for a in g)) for g in self.state))
        twin.practice, twin.world = self.practice.copy(), self.world.copy()
        return twin

    def _everything(self) -> dict[str, Array]:
        return {**state_arrays(self.state), "practice": self.practice, "world": self.world}

    def recordable(self) -> dict[str, Array]:
        """Every array that can be recorded by name: the state, each lever as it is lived (`practice.autonomy`), each condition (`world.demand`)."""
        lived = {f"practice.{name}": self.practice[k] for k, name in enumerate(LEVERS)}
        met = {f"world.{name}": self.world[k] for k, name in enumerate(World._fields)}
        return {**state_arrays(self.state), **lived, **met}

    def identity(self) -> str:
        """What a saved moment belongs to: the rules, the parameters, the balance, the luck and the size."""
        parts = [source_hash(some_weeks), json.dumps([[np.asarray(v).tolist() for v in g] for g in self.parameters]), json.dumps(self.organisation)]
        parts += [a.tobytes().hex() for a in (*self.balance, *self.luck, *self.switches)]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()

    def save(self, path: Path) -> None:
        """Write the moment to a file, whole or not at all."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        with temporary.open("wb") as file:
            np.savez(file, identity=np.array(self.identity()), week=np.array(self.week), **{k.replace(".", "-"): a for k, a in self._everything().items()})
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def load(self, path: Path) -> None:
        """Go on from a saved moment. Raises ValueError when the file is damaged or belongs to other rules, parameters, luck or size."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as saved:
                if str(saved["identity"]) != self.identity():
                    raise ValueError(f"{path.name}: this moment was saved by other rules or for another run")
                moment = {name: saved[name.replace(".", "-")] for name in self._everything()}
                week = int(saved["week"])
            if any(moment[name].shape != array.shape or moment[name].dtype != array.dtype for name, array in self._everything().items()):
                raise KeyError("shape")
        except (OSError, KeyError, EOFError) as trouble:
            raise ValueError(f"{path.name}: not a saved moment, or damaged") from trouble
        except Exception as trouble:
            if isinstance(trouble, ValueError) and "saved by" in str(trouble):
                raise
            raise ValueError(f"{path.name}: not a saved moment, or damaged") from trouble
        for name, array in self._everything().items():
            array[...] = moment[name]
        self.week = week


def settings_order() -> tuple[str, ...]:
    """The order of columns of a path: levers, then conditions."""
    return LEVERS + World._fields
