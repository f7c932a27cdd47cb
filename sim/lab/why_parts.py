"""What differs between two policies, part by part: the whole course of a lever or condition, or what befalls the organisation by one kind of event.

A part is taken over whole: value at the start, timeline, ramps. Events work on top of the courses, as in every scenario. So a world in which some parts are the
second policy's is a scenario like any other, and with all of them it is the second policy.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sim.policy import CONDITIONS, LEVERS, Policy
from sim.scenario import Scenario, ScenarioError
from sim.scenario.course import follow
from sim.scenario.errors import one_line
from sim.scenario.model import Step
from sim.vocabulary import rows

MOST_EXACT = 8
"""Up to so many parts all sets of them are lived: 256 worlds."""
WORLD, EVENTS = "world", "events"
GROUP_OF = {row.name: row.about.group for row in rows(Policy)} | dict.fromkeys(CONDITIONS, WORLD)


@dataclass(frozen=True)
class Part:
    """Something that moves as one from the first policy to the second: levers and conditions with their courses, and kinds of events."""

    name: str
    group: str
    settings: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """All that is in it."""
        return (*self.settings, *(f"event {kind}" for kind in self.events))


def parts_between(first: Scenario, second: Scenario) -> list[Part]:
    """The parts in which two scenarios differ, in the order of their declaration. Raises ScenarioError when something else differs too, or nothing does."""
    comparable(first, second)
    weeks = first.weeks
    found = [Part(name, GROUP_OF[name], settings=(name,)) for name in LEVERS + CONDITIONS
             if follow(_start(first, name), _steps(first, name), weeks) != follow(_start(second, name), _steps(second, name), weeks)]
    kinds = dict.fromkeys(one.kind for one in (*first.events, *second.events) if one.week < weeks)
    found += [Part(f"event {kind}", EVENTS, events=(kind,)) for kind in kinds if _befalls(first, kind) != _befalls(second, kind)]
    if not found:
        raise ScenarioError([f"{one_line(first.name)} and {one_line(second.name)}: no lever, condition or event differs in these {weeks} weeks"])
    return found


def comparable(first: Scenario, second: Scenario) -> None:
    """Raises ScenarioError, with a line for each, when two scenarios differ in what cannot be shared out over levers."""
    names, problems = f"{one_line(first.name)} and {one_line(second.name)}", []
    for what in ("organisation", "parameters", "off"):
        mine, other = getattr(first, what), getattr(second, what)
        if (sorted(mine) != sorted(other)) if what == "off" else (mine != other):
            problems.append(f"{names}: they differ in {what}; why compares policies of one organisation with the same rules (levers, conditions and events)")
    if first.weeks != second.weeks:
        problems.append(f"{names}: {first.weeks} and {second.weeks} weeks; say which, for instance --weeks {min(first.weeks, second.weeks)}")
    if problems:
        raise ScenarioError(problems)


def in_groups(parts: Sequence[Part]) -> list[Part]:
    """The same parts, those of one declared group as one; a group with a single part keeps its name."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.group, []).append(part)
    return [own[0] if len(own) == 1 else _joined(group, own) for group, own in groups.items()]


def _joined(group: str, own: Sequence[Part]) -> Part:
    return Part(group, group, tuple(name for one in own for name in one.settings), tuple(kind for one in own for kind in one.events))


def mixed(first: Scenario, second: Scenario, taken: Collection[Part]) -> Scenario:
    """The first scenario with some parts of the second."""
    settings = {name for part in taken for name in part.settings}
    kinds = {kind for part in taken for kind in part.events}
    return dataclasses.replace(
        first,
        policy={name: _start(second if name in settings else first, name) for name in LEVERS},
        world={name: _start(second if name in settings else first, name) for name in CONDITIONS},
        timeline=tuple(step for one, own in ((first, False), (second, True)) for step in one.timeline if (step.setting in settings) == own),
        events=tuple(event for one, own in ((first, False), (second, True)) for event in one.events if (event.kind in kinds) == own),
    )


def _start(scenario: Scenario, name: str) -> float:
    return scenario.policy[name] if name in scenario.policy else scenario.world[name]


def _steps(scenario: Scenario, name: str) -> list[Step]:
    return [step for step in scenario.timeline if step.setting == name]


def _befalls(scenario: Scenario, kind: str) -> list[str]:
    """The events of a kind, in the order in which they come."""
    return sorted(repr(sorted(event.entry().items())) for event in scenario.events if event.kind == kind)
