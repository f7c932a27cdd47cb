"""What a policy costs by its declared prices, so that policies can be compared at equal budget. Needs no run and no NumPy.

    price = once * new dose + (a year * dear dose) / 52 each week + hours * dear dose * what an hour of that person, manager or leader costs
    dear dose = dose + price rise * max(dose, 0)^2 / range;   the dose itself for the hours of a lever that is counted in hours

Doses count from the reference, week by week, as the policy intends them; all in euro for each person employed, over the whole horizon. Hours that a lever sets
aside (improving, procedures, talks with customers) and pay (head-count, variable pay) are priced as hours and pay. What a lever moves in the books by way of
customers and their orders (prices asked, exceptions, offices saved, money paid to owners) is a result, not a price, and is left out. Events are not priced.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sim.policy import Policy
from sim.scenario.course import intended
from sim.scenario.hours import number, priced, taken
from sim.vocabulary import Lever, rows

if TYPE_CHECKING:
    from sim.scenario.model import Scenario

WEEKS_A_YEAR = 52
MANAGERS_OF_A_LEADER = 8
"""Managers that one leader leads (the span of the chart)."""
EQUAL_WITHIN = 0.02
NAMES = ("money once", "money by the year", "hours of people", "hours of managers", "hours of leaders", "pay")


class Price(NamedTuple):
    """What a policy costs beyond the reference over the horizon, in euro for each person employed."""

    once: float = 0.0
    yearly: float = 0.0
    people: float = 0.0
    managers: float = 0.0
    leaders: float = 0.0
    pay: float = 0.0

    @property
    def total(self) -> float:
        """All kinds together."""
        return sum(self)


class _Rates(NamedTuple):
    """Euro for an hour of each person, and of the managers and leaders that go with a person; and a person's week."""

    person: float
    manager: float
    leader: float
    week: float
    wage: float
    offset: float


def _number(scenario: Scenario, name: str) -> float:
    """An uncertain number as the scenario has it. Loads the mechanisms."""
    from sim.scenario.keys import parameter_keys

    return float(scenario.parameters.get(name, parameter_keys()[name].default))


def _rates(scenario: Scenario) -> _Rates:
    """Hours are valued at the wages of the books; a leader earns more than a manager as a manager does than a person."""
    wage, ratio = _number(scenario, "finance.wage"), _number(scenario, "finance.manager_pay")
    contract = number(scenario, "effort.contract_hours")
    heads = max(scenario.organisation.team_size, 1)
    manager = wage * ratio / number(scenario, "management.week_hours") / heads
    leader = wage * ratio**2 / number(scenario, "leadership.week_hours") / heads / MANAGERS_OF_A_LEADER
    week = contract * (1.0 - number(scenario, "effort.overhead"))
    return _Rates(wage / contract, manager, leader, week, wage, _number(scenario, "finance.pay_offset"))


def _course_price(name: str, about: Lever, reference: float, course: list[float], scenario: Scenario, rates: _Rates, dose_before: float = 0.0) -> Price:
    """The price of one lever's course; `dose_before` is how far from the reference it stood in the week before."""
    level = scenario.parameters.get("practice.price_level", 1.0)
    distinct = dict.fromkeys(course)
    by_value = {value: taken(name, value, scenario) for value in distinct}
    yearly = {value: priced(name, value, about.euro_per_year, scenario) for value in distinct}
    hours = [by_value[value] for value in course]
    doses = [value - reference for value in course]
    before = [dose_before, *(abs(dose) for dose in doses[:-1])]
    set_aside = rates.week * sum(doses) if name == "slack_share" else 0.0
    return Price(
        once=level * about.euro_once * sum(max(abs(dose) - last, 0.0) for dose, last in zip(doses, before, strict=True)),
        yearly=sum(yearly[value] for value in course) / WEEKS_A_YEAR,
        people=rates.person * (sum(each[0] for each in hours) + set_aside),
        managers=rates.manager * sum(each[1] for each in hours),
        leaders=rates.leader * sum(each[2] for each in hours),
        pay=rates.wage * sum(doses) if name == "staffing" else 0.0,
    )


def _variable_pay(courses: dict[str, list[float]], weeks: int, rates: _Rates) -> Price:
    """Variable pay beyond the reference's, less what base pay gives way, when targets are met."""
    usual = Policy()
    names = ("reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight")
    paid = 0.0
    for week in range(weeks):
        intensity, *weights = (courses[name][week] for name in names)
        paid += intensity * sum(weights) - usual.reward_intensity * (usual.kpi_weight + usual.csat_weight + usual.joint_okr_weight)
    return Price(pay=rates.wage * (1.0 - rates.offset) * paid)


def price_of(scenario: Scenario) -> Price:
    """What the scenario's policy costs beyond the reference policy, over its horizon, in euro for each person employed."""
    courses, rates = _courses(scenario), _rates(scenario)
    parts = [_course_price(row.name, row.about, float(row.default), courses[row.name], scenario, rates) for row in rows(Policy)]
    return Price(*(sum(kind) for kind in zip(*parts, _variable_pay(courses, scenario.weeks, rates), strict=True)))


def _courses(scenario: Scenario) -> dict[str, list[float]]:
    """Every lever as it is intended, week by week; events apart."""
    from sim.scenario.model import RANGES

    moving = intended({**scenario.policy, **scenario.world}, RANGES, scenario.timeline, (), scenario.weeks)
    return {name: moving.get(name, [value] * scenario.weeks) for name, value in scenario.policy.items()}


def price_by_year(scenario: Scenario) -> list[float]:
    """The total of `price_of`, year by year of 52 weeks (the last may be shorter). What is paid once counts in the year in which it is paid."""
    courses, rates = _courses(scenario), _rates(scenario)
    first = dict.fromkeys(courses, 0.0)
    totals = []
    for start in range(0, scenario.weeks, WEEKS_A_YEAR):
        year = {name: course[start : start + WEEKS_A_YEAR] for name, course in courses.items()}
        total = sum(_variable_pay(year, len(year["slack_share"]), rates))
        for row in rows(Policy):
            if any(value != row.default for value in year[row.name]):
                total += _course_price(row.name, row.about, float(row.default), year[row.name], scenario, rates, first[row.name]).total
            first[row.name] = abs(year[row.name][-1] - float(row.default))
        totals.append(total)
    return totals


def spread(prices: Iterable[Price]) -> float:
    """How far prices lie apart, as a share of the largest."""
    totals = [price.total for price in prices]
    largest = max(abs(total) for total in totals)
    return (max(totals) - min(totals)) / largest if largest else 0.0
