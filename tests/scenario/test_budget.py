"""What a policy costs by its declared prices; scenarios that claim the same budget, and the same end, have it."""

import re
import subprocess
import sys
from collections import defaultdict

import pytest

from sim.policy import IN_HOURS, LEVERS, Policy
from sim.scenario import Scenario, Step, hours, library, load_scenario
from sim.scenario.budget import EQUAL_WITHIN, MANAGERS_OF_A_LEADER, price_by_year, price_of, spread
from sim.scenario.hours import ORDINARY, shortage, taken, there_are
from sim.scenario.keys import parameter_keys
from sim.scenario.model import RANGES, replaced

SAME_END = {"orders": {"order_employees_alone"}, "structure_and_culture": set()}
"""Groups whose members end with the same policy, apart from those named."""
GROUPS = {"orders": 7, "structure_and_culture": 2, "steps": 2, "what_first": 4, "other_teams": 2, "motives": 2, "customer_focus": 2, "results": 2, "rules": 2,
    "trust_or_power": 2, "talks": 2, "steps_or_platforms": 2, "tension": 2}
"""Every group of scenarios at equal budget, and how many belong to it."""


@pytest.fixture(scope="module")
def groups() -> dict[str, list[Scenario]]:
    found = defaultdict(list)
    for scenario in (load_scenario(entry.name) for entry in library()):
        found[scenario.group].append(scenario)
    found.pop("", None)
    return found


def test_the_declared_groups_are_the_ones_in_the_library(groups):
    assert {name: len(members) for name, members in groups.items()} == GROUPS


@pytest.mark.parametrize("name", GROUPS)
def test_scenarios_of_a_group_cost_the_same(name, groups):
    prices = {one.name: price_of(one) for one in groups[name]}
    assert len({one.weeks for one in groups[name]}) == 1
    assert spread(prices.values()) <= EQUAL_WITHIN, {scenario: round(price.total) for scenario, price in prices.items()}
    assert all(price.total > 1000 for price in prices.values()), "a budget near nothing says nothing about being equal"


@pytest.mark.parametrize("name", SAME_END)
def test_scenarios_of_a_group_end_with_the_same_policy(name, groups):
    ends = {one.name: tuple(one.paths()[-1, : len(LEVERS)]) for one in groups[name] if one.name not in SAME_END[name]}
    assert len(set(ends.values())) == 1
    assert len({tuple(one.paths()[:, : len(LEVERS)].sum(axis=1)) for one in groups[name]}) == len(groups[name]), "and each takes its own way"


def test_small_steps_and_the_big_programme_end_the_same_but_for_the_style():
    small, big = (load_scenario(name).paths()[-1, : len(LEVERS)] for name in ("small_steps", "big_programme"))
    assert [lever for lever, one, other in zip(LEVERS, small, big, strict=True) if one != other] == ["change_style"]


def changes(name: str, base: str = "reference") -> dict[str, float]:
    return {path: mine for path, mine, _ in load_scenario(name).differences(load_scenario(base))}


def test_two_arms_of_the_paradox_together_are_people_first():
    assert changes("chase_dropped_alone") | changes("people_levers_alone") == changes("people_first")
    assert not set(changes("chase_dropped_alone")) & set(changes("people_levers_alone"))


CORNERS = ("vision_and_action", "vision_without_action", "action_without_vision", "neither_vision_nor_action")


def test_vision_and_action_are_the_corners_of_a_square():
    corners = {name: load_scenario(name).policy for name in CORNERS}
    high = {name: (policy["vision"] > 0.5, policy["follow_through"] > 0.5) for name, policy in corners.items()}
    assert list(high.values()) == [(True, True), (True, False), (False, True), (False, False)]
    words = {lever: {policy[lever] for policy in corners.values()} for lever in ("vision", "inspiration", "follow_through")}
    assert all(len(values) == 2 for values in words.values()), "corners of one square take two values of each lever"
    assert all({path.split(".")[1] for path in changes(name) if path.startswith("policy.")} == set(words) for name in corners), "and differ in nothing else"
    assert len({load_scenario(name).timeline for name in corners}) == 1, "all meet the same programmes"


LIMITS = ("captive_customers", "easy_work", "short_horizon", "congruent_kpi", "light_load", "no_cash")


@pytest.mark.parametrize("limit", LIMITS)
def test_where_people_first_should_not_win_the_policy_is_people_first_and_its_yardstick_lacks_it(limit):
    assert set(changes(f"limit_{limit}_people_first", f"limit_{limit}")) == set(changes("people_first"))
    assert changes(f"limit_{limit}"), "the condition itself"


def test_people_first_at_the_cost_of_customers_time_has_no_priorities_and_much_talk():
    limit = load_scenario("limit_customer_time")
    assert limit.policy["prioritisation"] == 0
    assert price_of(limit).people > 3 * price_of(load_scenario("people_first")).people


def test_the_reference_costs_nothing():
    assert price_of(Scenario()).total == 0


def test_each_kind_of_price_is_what_its_declaration_says():
    """Worked by hand for one year: wage 1,440, 36 hours, managers at one and a half, ten people a team. A dose of a tenth of the range is a tenth dearer."""
    def year(**policy):
        return price_of(Scenario(weeks=52, policy=policy))

    assert year(leader_listening=0.4).once == pytest.approx(15)
    assert year(leader_listening=0.4).yearly == pytest.approx(300 * 0.11)
    assert year(leader_listening=0.4).people == pytest.approx(0.9 * 0.11 * 52 * 40)
    assert year(leader_listening=0.4).managers == pytest.approx(4 * 0.11 * 52 * 1440 * 1.5 / 38 / 10)
    assert year(leader_visibility=3.0).leaders == pytest.approx(52 * 1440 * 2.25 / 36 / 10 / 8), "an hour takes an hour"
    assert year(training=1.8).people == pytest.approx(52 * 40)
    assert year(training=1.8).yearly == pytest.approx(300 * (1 + 1 / 4))
    assert year(manager_customer_contact=6).managers == pytest.approx(6 / 12 * 52 * 1440 * 1.5 / 38 / 10)
    assert year(slack_share=0.2).people == pytest.approx(0.1 * 36 * 0.86 * 40 * 52)
    assert year(compliance_load=0.16).people == pytest.approx(0.1 * 36 * 40 * 52)
    assert year(staffing=1.1).pay == pytest.approx(0.1 * 1440 * 52)
    assert year(reward_intensity=0.15).pay == pytest.approx(0.5 * 0.1 * 1440 * 52)
    assert year(control=0.2).yearly == pytest.approx(-50), "less of a lever saves what its first part costs"


def test_what_is_paid_once_is_paid_for_each_new_dose():
    def once(*steps):
        return price_of(Scenario(weeks=52, timeline=steps)).once

    assert once(Step("shared_platform", "ramp", 0, 26, 0.5)) == pytest.approx(2000)
    assert once(Step("shared_platform", "pulse", 0, 26, 0.5)) == pytest.approx(2000)
    assert once(Step("shared_platform", "on-off", 0, 40, 0.5, 10, 10)) == pytest.approx(4000)


def test_a_step_half_way_costs_half():
    whole, half = (price_of(Scenario(weeks=100, timeline=(Step("recovery", "step", week, None, 0.8),))).total for week in (0, 50))
    assert half == pytest.approx(whole / 2)


def test_hours_that_files_are_checked_with_are_those_of_the_mechanisms():
    """A rule of managers or leaders changed its hours: write them in sim/scenario/hours.py, and look whether groups still cost the same."""
    assert {name: getattr(parameter_keys().get(name), "default", None) for name in ORDINARY} == dict(ORDINARY)
    from sim.engine.chart import SPAN

    assert SPAN == MANAGERS_OF_A_LEADER


def test_hours_are_priced_as_practice_prices_them():
    from sim.mechanisms import practice

    dear = getattr(practice.dear, "py_func", practice.dear)
    for dose, span, rise in ((0.5, 1.0, 1.0), (-0.5, 1.0, 1.0), (2.0, 4.0, 0.5)):
        assert hours.dear(dose, span, rise) == pytest.approx(dear(dose, span, rise))
    assert {"training", "leader_visibility"} == IN_HOURS


def test_every_lever_takes_more_hours_the_more_it_asks_or_none():
    """Teams that decide take hours off managers, doubt saves talking, and contact is counted in weeks between visits."""
    fewer = ("self_management", "manager_doubt", "manager_customer_contact", "leader_customer_contact")
    for name in LEVERS:
        low, high = (taken(name, bound, Scenario()) for bound in RANGES[name])
        assert taken(name, Policy._field_defaults[name], Scenario()) == (0, 0, 0)
        rises = [above - below for below, above in zip(low, high, strict=True)]
        assert all(rise >= 0 for rise in rises) or name in fewer


def test_the_reference_leaves_hours_to_everybody_and_no_lever_alone_takes_them_all():
    assert min(there_are(Scenario())) > 20
    for name in LEVERS:
        for bound in RANGES[name]:
            assert shortage(Scenario(policy={name: bound}), {}) is None


def test_pricing_a_scenario_needs_no_compiled_code():
    code = "import sys; from sim.scenario import load_scenario; from sim.scenario.budget import price_of; price_of(load_scenario('people_first')); "
    code += "print([m for m in ('numba', 'mesa', 'pandas', 'matplotlib') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_names_of_the_library_are_short_and_snake_case():
    assert not [entry.name for entry in library() if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", entry.name) or len(entry.name) > 40]


def test_files_of_the_library_are_a_page_at_most():
    from sim.scenario.read import library_folder

    assert not [path.name for path in library_folder().glob("*.toml") if len(path.read_text(encoding="utf-8").splitlines()) > 85]


@pytest.mark.parametrize("name", ["people_first", "order_business_customers_employees", "small_steps", "structure_then_culture"])
def test_the_years_of_a_price_add_up_to_it_and_each_stands_alone(name):
    """A year's price is what the run costs until its end, less what it cost until the year before."""
    scenario = load_scenario(name)
    years = price_by_year(scenario)
    until = [price_of(replaced(scenario, weeks=52 * (year + 1))).total for year in range(5)]
    assert sum(years) == pytest.approx(price_of(scenario).total)
    assert years == pytest.approx([later - earlier for earlier, later in zip([0.0, *until], until, strict=False)])
    assert price_by_year(Scenario(weeks=60)) == [0.0, 0.0]
