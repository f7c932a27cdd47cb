"""A finished sweep over members of an ensemble, read so that each company is a point of its own: what members differ in stands among the inputs.

So a question of sensitivity or discovery can be asked of numbers of the model without solving anything: every member brings its reference. Members are no
design: they were drawn, and chosen for agreeing with targets, so that their numbers may go together; what stands out for one number may be another's doing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sim.lab.finished import Finished
from sim.scenario.errors import ScenarioError

if TYPE_CHECKING:
    import pandas

FEWEST_MEMBERS = 2


class OfMembers(Finished, Protocol):
    """A finished sweep that knows what its members are."""

    @property
    def member_parameters(self) -> Mapping[str, Mapping[str, float]]:
        """The numbers of each member that differ from the defaults, by member and name."""


@dataclass(frozen=True)
class Number:
    """A number of the model that differs between members, as an input."""

    name: str
    low: float
    high: float
    unit: str
    title: str
    default: float
    kind: str = "parameter"
    arms: tuple[str, ...] = ()


class ByMember:
    """A sweep whose points are the companies that its members are at each point of its design; a member's own points stand together."""

    def __init__(self, sweep: OfMembers) -> None:
        """Raises ScenarioError for a sweep of fewer than two members, or of members that differ in nothing."""
        self.sweep = sweep
        self.members = list(sweep.member_parameters)
        if len(self.members) < FEWEST_MEMBERS:
            raise ScenarioError(['--by-member: this sweep has no members; say in its study which companies live it, such as members = "all"'])
        self.numbers = _differing(sweep.member_parameters)
        self._first = int(sweep.points.index.min())
        self._each = len(sweep.points)

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms."""
        return tuple(self.sweep.arms)

    @property
    def baseline(self) -> str:
        """The arm that others are held against."""
        return self.sweep.baseline

    @property
    def inputs(self) -> Sequence[Any]:
        """What varies in the design, then what members differ in."""
        return [*self.sweep.inputs, *self.numbers]

    @property
    def outcomes(self) -> Sequence[Any]:
        """What was read off."""
        return self.sweep.outcomes

    @property
    def design(self) -> Mapping[str, Any]:
        """No design: so many neighbouring points belong to one member."""
        return {"kind": "by_member", "block": self._each}

    @property
    def points(self) -> pandas.DataFrame:
        """A row for each member and point of the design."""
        import pandas

        members = self.sweep.member_parameters
        numbers = pandas.DataFrame({one.name: [float(members[who].get(one.name, one.default)) for who in self.members] for one in self.numbers})
        design = self.sweep.points.reset_index(drop=True)
        whole = numbers.merge(design, how="cross") if len(design.columns) else numbers.loc[numbers.index.repeat(self._each)].reset_index(drop=True)
        return whole[[one.name for one in self.inputs]]

    def frame(self, arms: Sequence[str] | None = None) -> pandas.DataFrame:
        """A row for each run that was lived, under its company's number."""
        whole = self.sweep.frame(arms)
        place = {name: number for number, name in enumerate(self.members)}
        number = whole["member"].astype(str).map(place).astype(int) * self._each + (whole["point"] - self._first)
        return whole.assign(point=number, member="")


def _differing(members: Mapping[str, Mapping[str, float]]) -> list[Number]:
    """The numbers of the model in which members differ, by name. Raises ScenarioError where they differ in none."""
    from sim.scenario.keys import parameter_keys

    keys, found = parameter_keys(), []
    for name in sorted({name for own in members.values() for name in own}):
        usual = float(keys[name].default)
        values = {float(own.get(name, usual)) for own in members.values()}
        if len(values) > 1:
            found.append(Number(name, min(values), max(values), keys[name].unit, keys[name].meaning, usual))
    if not found:
        raise ScenarioError(["--by-member: the members of this sweep differ in no number of the model"])
    return found
