"""Hours that the levers take of people, managers and leaders: a policy that takes more than there are cannot be lived.

    people's week = contract * (1 - overhead - procedures) - programmes         at least a tenth of the contract must be left for the work
    managers' week = week * (1 - administration) - programmes - visits          at least a fifth of the week must be left for people and decisions
    leaders' week = week - programmes - visits                                  at least a tenth of the week must be left for leading

The shares that must be left are the floors of the model's own rules: below them an hour would be given out twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.policy import IN_HOURS, Policy
from sim.vocabulary import Lever, Row, rows

if TYPE_CHECKING:
    from sim.scenario.model import Scenario

LEFT_FOR_WORK, LEFT_FOR_MANAGING, LEFT_FOR_LEADING = 0.1, 0.2, 0.1
ORDINARY: Mapping[str, float] = {
    "effort.contract_hours": 36.0,
    "effort.overhead": 0.14,
    "management.week_hours": 38.0,
    "management.administration": 0.2,
    "management.visit_hours": 6.0,
    "leadership.week_hours": 36.0,
    "leadership.contact_hours": 8.0,
    "practice.price_level": 1.0,
    "practice.price_rise": 1.0,
}
"""Defaults of the uncertain numbers that say how many hours there are. They stand here as well, so that checking a file loads no mechanism; a test compares."""

WHO = ("person", "manager", "leader")
_ABOUT: dict[str, Row] = {row.name: row for row in rows(Policy)}


def number(scenario: Scenario, name: str) -> float:
    """An uncertain number as the scenario has it."""
    return float(scenario.parameters.get(name, ORDINARY[name]))


def visits(lever: str, weeks: float) -> float:
    """Talks a week beyond those of the reference, when there is one each so many weeks."""
    return 1.0 / weeks - 1.0 / float(_ABOUT[lever].default)


def dear(dose: float, span: float, rise: float) -> float:
    """The dose that is paid for by the week: beyond the reference each further part costs more than the one before (the law of practice)."""
    return dose + rise * max(dose, 0.0) ** 2 / span


def priced(lever: str, value: float, price: float, scenario: Scenario) -> float:
    """Hours or money a week for one lever at a value: what it takes grows dearer with the dose, what it saves does not."""
    about, dose = _ABOUT[lever].about, value - float(_ABOUT[lever].default)
    level, rise = number(scenario, "practice.price_level"), number(scenario, "practice.price_rise")
    return level * price * (dear(dose, about.high - about.low, rise) if price > 0 else dose)


def hours_for(lever: str, value: float, hours: float, scenario: Scenario) -> float:
    """Hours a week that one lever takes at a value. An hour of a lever that is counted in hours is an hour (as in practice)."""
    return hours * (value - float(_ABOUT[lever].default)) if lever in IN_HOURS else priced(lever, value, hours, scenario)


def taken(lever: str, value: float, scenario: Scenario) -> tuple[float, float, float]:
    """Hours a week that one lever takes of each person, manager and leader, beyond the reference. Hours set aside for improving are not taken away."""
    about: Lever = _ABOUT[lever].about
    people, managers, leaders = (hours_for(lever, value, hours, scenario) for hours in (about.hours_per_person, about.manager_hours, about.leader_hours))
    if lever == "compliance_load":
        people += number(scenario, "effort.contract_hours") * (value - float(_ABOUT[lever].default))
    if lever == "manager_customer_contact":
        managers += number(scenario, "management.visit_hours") * visits(lever, value)
    if lever == "leader_customer_contact":
        leaders += number(scenario, "leadership.contact_hours") * visits(lever, value)
    return people, managers, leaders


def there_are(scenario: Scenario) -> tuple[float, float, float]:
    """Hours a week of each person, manager and leader that levers can take at most."""
    contract, manager = number(scenario, "effort.contract_hours"), number(scenario, "management.week_hours")
    procedures = float(_ABOUT["compliance_load"].default)
    return (
        contract * (1.0 - number(scenario, "effort.overhead") - procedures - LEFT_FOR_WORK),
        manager * (1.0 - number(scenario, "management.administration") - LEFT_FOR_MANAGING),
        number(scenario, "leadership.week_hours") * (1.0 - LEFT_FOR_LEADING),
    )


@dataclass(frozen=True)
class Shortage:
    """The first week in which levers take more hours than there are, of whom, and the levers that take most."""

    week: int
    who: str
    hours: float
    most: float
    levers: tuple[tuple[str, float], ...]


def shortage(scenario: Scenario, courses: Mapping[str, list[float]]) -> Shortage | None:
    """The first week that cannot be lived, if any. `courses` are the levers that move, week by week; the others keep their value."""
    most = there_are(scenario)
    still = {name: taken(name, value, scenario) for name, value in scenario.policy.items() if name not in courses}
    fixed = tuple(sum(hours[who] for hours in still.values()) for who in range(3))
    moving = {name: course for name, course in courses.items() if name in _ABOUT}
    for week in range(scenario.weeks if moving else min(scenario.weeks, 1)):
        now = {name: taken(name, course[week], scenario) for name, course in moving.items()}
        for who in range(3):
            hours = fixed[who] + sum(each[who] for each in now.values())
            if hours > most[who] + 1e-9:
                all_levers = sorted(((name, each[who]) for name, each in {**still, **now}.items()), key=lambda pair: -pair[1])
                return Shortage(week, WHO[who], hours, most[who], tuple(pair for pair in all_levers[:4] if pair[1] > 0))
    return None
