"""A scenario says who the organisation is, what its leaders choose, what the world does, and for how long we watch."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from sim.policy import CONDITIONS, LEVERS, Policy, World
from sim.scenario.course import intended
from sim.vocabulary import Parameter, rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Journey = Literal["mixed", "single"]
Shape = Literal["step", "ramp", "pulse", "on-off"]

MOST_EMPLOYEES = 200_000
MOST_CUSTOMERS = 2_000_000
MOST_WORK = 2e10


@dataclass(frozen=True)
class Choice:
    """A setting that takes one of a few words."""

    options: tuple[str, ...]
    meaning: str


class Organisation(NamedTuple):
    """How large the organisation is and how it is made up."""

    units: Annotated[int, Parameter(0, 2500, "units", "business units: branches or value streams with customers of their own")] = 6
    teams_per_unit: Annotated[int, Parameter(1, 40, "teams", "teams in each unit, each with a manager")] = 4
    team_size: Annotated[int, Parameter(0, 200, "people", "seats in each team")] = 10
    customers_per_unit: Annotated[int, Parameter(0, 20_000, "customers", "customers of each unit at the start")] = 400
    journey: Annotated[Journey, Choice(("mixed", "single"), "how requests travel: through several teams (mixed) or one (single)")] = "mixed"
    unit_spread: Annotated[float, Parameter(0, 0.5, "SD of log", "how far units differ in price and productivity level")] = 0.0

    @property
    def teams(self) -> int:
        """Teams in the whole organisation."""
        return self.units * self.teams_per_unit

    @property
    def employees(self) -> int:
        """Seats of employees in the whole organisation."""
        return self.teams * self.team_size

    @property
    def customers(self) -> int:
        """Seats of customers in the whole organisation at the start."""
        return self.units * self.customers_per_unit


class Run(NamedTuple):
    """For how long, and how often, the organisation is watched."""

    weeks: Annotated[int, Parameter(0, 1040, "weeks", "how long a run lasts")] = 260
    replications: Annotated[int, Parameter(1, 100_000, "runs", "how many identical organisations meet different luck")] = 64
    seed: Annotated[int, Parameter(0, 2**32 - 1, "number", "which luck: the same seed gives the same results")] = 1


@dataclass(frozen=True)
class Step:
    """One change of a lever or condition in time. The shapes: step (stays), ramp (in a straight line, stays), pulse (goes back), on-off (alternates)."""

    setting: str
    shape: Shape
    start: int
    end: int | None
    value: float
    on_weeks: int = 0
    off_weeks: int = 0

    def entry(self) -> dict[str, Any]:
        """The same change in the words of a file's `[[timeline]]`."""
        entry: dict[str, Any] = {"lever": self.setting, "shape": self.shape, "week": self.start, "to": self.value}
        if self.end is not None:
            entry["until"] = self.end
        if self.shape == "on-off":
            entry |= {"on": self.on_weeks, "off": self.off_weeks}
        return entry


@dataclass(frozen=True)
class Event:
    """Something that befalls the organisation in a week; the kinds are in `course.EVENT_KINDS`."""

    kind: str
    week: int
    size: float
    weeks: int = 0
    refill: bool = False

    def entry(self) -> dict[str, Any]:
        """The same event in the words of a file's `[[event]]`."""
        entry: dict[str, Any] = {"kind": self.kind, "week": self.week, "size": self.size}
        if self.weeks:
            entry["weeks"] = self.weeks
        if self.refill:
            entry["refill"] = True
        return entry


class Values(Mapping[str, float]):
    """Numbers by name that do not change: can be hashed, compared and sent to another process."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float]) -> None:
        """The values are copied, so that nobody else can change them."""
        self._values = dict(values)

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Values({self._values!r})"

    def __reduce__(self) -> tuple[type[Values], tuple[dict[str, float]]]:
        return (Values, (self._values,))


REFERENCE_POLICY = Values(Policy._field_defaults)
REFERENCE_WORLD = Values(World._field_defaults)
RANGES = {row.name: (row.about.low, row.about.high) for declaration in (Policy, World) for row in rows(declaration)}


@dataclass(frozen=True)
class Scenario:
    """Everything that one question needs. `policy` and `world` hold every lever and condition; `parameters` only those that differ from their default."""

    name: str = "reference"
    title: str = ""
    question: str = ""
    look_at: str = ""
    source: str = ""
    group: str = ""
    organisation: Organisation = Organisation()
    policy: Mapping[str, float] = REFERENCE_POLICY
    world: Mapping[str, float] = REFERENCE_WORLD
    timeline: tuple[Step, ...] = ()
    events: tuple[Event, ...] = ()
    parameters: Mapping[str, float] = Values({})
    off: tuple[str, ...] = ()
    weeks: int = Run._field_defaults["weeks"]
    replications: int = Run._field_defaults["replications"]
    seed: int = Run._field_defaults["seed"]
    files: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Mappings become `Values`: complete for policy and world, so that readers never need a default."""
        object.__setattr__(self, "policy", Values({**REFERENCE_POLICY, **self.policy}))
        object.__setattr__(self, "world", Values({**REFERENCE_WORLD, **self.world}))
        object.__setattr__(self, "parameters", Values(self.parameters))

    def paths(self) -> NDArray[np.float32]:
        """Intended values: float32 [weeks, levers + conditions], columns in the order LEVERS, then CONDITIONS, within the declared ranges."""
        import numpy as np

        start = {**self.policy, **self.world}
        names = LEVERS + CONDITIONS
        moving = intended(start, RANGES, self.timeline, self.events, self.weeks)
        table = np.empty((self.weeks, len(names)), dtype=np.float32)
        for column, name in enumerate(names):
            low, high = RANGES[name]
            table[:, column] = moving[name] if name in moving else min(max(start[name], low), high)
        return table

    def canonical(self) -> dict[str, Any]:
        """What the results depend on and nothing else: names and texts are left out, defaults are spelt out, order is fixed."""
        return {
            "organisation": self.organisation._asdict(),
            "policy": {name: float(value) for name, value in sorted(self.policy.items())},
            "world": {name: float(value) for name, value in sorted(self.world.items())},
            "parameters": {name: float(value) for name, value in sorted(self.parameters.items())},
            "off": sorted(self.off),
            "timeline": sorted((step.entry() for step in self.timeline), key=_written),
            "event": sorted((event.entry() for event in self.events), key=_written),
            "weeks": self.weeks,
            "replications": self.replications,
            "seed": self.seed,
        }

    def fingerprint(self) -> str:
        """Two scenarios with the same fingerprint ask the same question (sha256 of the canonical form)."""
        return hashlib.sha256(_written(self.canonical()).encode("ascii")).hexdigest()

    def with_(self, **changes: Any) -> Scenario:
        """A copy with some things changed and checked. Levers, conditions, parameters and sizes are changed one by one: `with_(policy={"autonomy": 0.6})`.

        A timeline and events replace the present ones. Raises ScenarioError on an unknown name or a value out of range, TypeError on an unknown field.
        """
        from sim.scenario.overlay import changed

        return changed(self, changes)

    def differences(self, other: Scenario) -> list[tuple[str, Any, Any]]:
        """Every setting that differs, as (path, mine, theirs); None stands for a thing that one of the two lacks."""
        mine, theirs = self._flat(), other._flat()
        return [(path, mine.get(path), theirs.get(path)) for path in dict.fromkeys([*mine, *theirs]) if mine.get(path) != theirs.get(path)]

    def _flat(self) -> dict[str, Any]:
        flat: dict[str, Any] = {}
        for section, content in self.canonical().items():
            if isinstance(content, dict):
                flat |= {f"{section}.{name}": value for name, value in content.items()}
            elif section in ("timeline", "event"):
                for entry in content:
                    path = f"{section}.{entry.get('lever', entry.get('kind'))} at week {entry['week']}"
                    flat[path] = [*flat.get(path, []), entry]
            else:
                flat[section] = content
        return flat


def _written(content: Any) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def replaced(scenario: Scenario, **fields: Any) -> Scenario:
    """A copy with whole fields replaced, unchecked: for those who have checked already."""
    return dataclasses.replace(scenario, **fields)
