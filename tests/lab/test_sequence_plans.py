"""Orders and paces become timelines of a scenario, within the budget of each year."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.sequence_file import asked, load_question
from sim.lab.sequence_plans import distance, orders_of, placebo, plans_of
from sim.scenario import Scenario, load_scenario
from sim.scenario.budget import price_by_year
from sim.scenario.model import replaced
from tests.lab.sequences import STEPS, WEEKS, question

FOLDER = "experiments/order_matters"
FIVE = {name: {name: 0.45} for name in ("autonomy", "vision", "recovery", "involvement", "inspiration")}


def planned(**more):
    asking = question(**more)
    return asking, plans_of(asking, orders_of(asking)).plans


def test_up_to_four_steps_every_order_is_planned_once():
    orders = orders_of(question(steps={name: FIVE[name] for name in list(FIVE)[:4]}))
    assert sorted(orders) == sorted(itertools.permutations(range(4)))


def test_beyond_four_steps_a_sample_is_the_same_every_time_and_holds_each_step_in_every_place():
    asking = question(steps=FIVE, sample=22)
    orders = orders_of(asking)
    assert orders == orders_of(asking)
    assert len(set(orders)) == len(orders) == 22
    assert orders[:2] == [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0)]
    squares = np.array(orders[2:])
    assert all(abs((squares[:, place] == step).sum() - 4) <= 1 for place in range(5) for step in range(5))


def test_only_the_orders_that_are_asked_for_are_planned():
    asking = question(orders=[["people", "room", "pay"]])
    assert orders_of(asking) == [(2, 0, 1)]


@pytest.mark.parametrize(("file", "group"), [("voices", "orders"), ("structure_and_culture", "structure_and_culture")])
def test_evenly_the_orders_of_the_study_are_the_library_s_own(repository, file, group):
    """The same timeline to the week, so the same question."""
    asking = load_question(repository / FOLDER / f"{file}.toml")
    ours = {one.scenario.fingerprint() for one in plans_of(asking, orders_of(asking), ["evenly"]).plans}
    from sim.scenario import library

    every = [load_scenario(entry.name) for entry in library()]
    theirs = {one.fingerprint() for one in every if one.group == group and one.name != "order_employees_alone"}
    assert ours == theirs
    assert len(ours) == math.factorial(len(asking.bundles))


def test_without_a_budget_all_at_once_and_late_are_one_plan_each():
    asking, plans = planned()
    by_pace = {pace: [one for one in plans if one.pacing == pace] for pace in asking.pacings}
    assert {pace: len(some) for pace, some in by_pace.items()} == {"at_once": 1, "evenly": 6, "small_steps": 6, "late": 1}
    assert by_pace["at_once"][0].starts == (0, 0, 0)
    apart = distance(asking)
    assert by_pace["evenly"][0].starts == (0, apart, 2 * apart)
    assert by_pace["late"][0].starts == (2 * apart,) * 3, "late is when the last of those that come evenly begins"


def test_small_steps_rise_until_the_next_one_and_pulses_go_back():
    asking = question(steps={"room": {"slack_share": 0.15}, "voice": {"voice_employee": {"to": 0.5, "weeks": 10}}}, pacing=["small_steps"])
    plan = next(one for one in plans_of(asking, orders_of(asking)).plans if one.order == ("room", "voice"))
    rise, pulse = plan.scenario.timeline
    assert (rise.shape, rise.start, rise.end) == ("ramp", 0, 31)
    assert (pulse.shape, pulse.start, pulse.end) == ("pulse", 31, 41)


def test_what_a_plan_is_said_to_spend_is_the_price_of_its_scenario():
    steps = {"more": {"reward_intensity": 0.15}, "other": {"kpi_weight": 0.5, "csat_weight": 0.5}, "room": {"slack_share": 0.15}}
    _, plans = planned(steps=steps)
    for one in plans:
        assert one.spent == pytest.approx(price_by_year(one.scenario)), one.label


@given(st.lists(st.floats(0, 6000), min_size=1, max_size=3), st.sampled_from(["at_once", "evenly", "small_steps", "late"]))
def test_no_year_costs_more_than_its_budget_and_the_order_is_kept(budget, pacing):
    steps = {"people": {"autonomy": 0.7}, "rest": {"recovery": 0.6}, "room": {"slack_share": 0.2}}
    asking, plans = planned(steps=steps, budget=budget, pacing=[pacing])
    for one in plans:
        allowed = [budget[min(year, len(budget) - 1)] for year in range(len(one.spent))]
        assert all(spent <= most + 0.01 for spent, most in zip(one.spent, allowed, strict=True))
        assert list(one.starts) == sorted(one.starts)
        assert {*one.order, *one.left_out} == set(asking.names)
        longer = price_by_year(replaced(one.scenario, weeks=WEEKS + 52))
        assert longer[-1] <= budget[-1 if len(budget) < 3 else 2] + 0.01, "what is begun can be kept up"


def test_a_step_begins_as_soon_as_the_year_can_pay_for_it():
    steps = {"people": {"autonomy": 0.6}, "rest": {"recovery": 0.6}}
    free = next(one for one in planned(steps=steps, pacing=["at_once"])[1])
    first, second = free.spent
    tight = next(one for one in planned(steps=steps, pacing=["at_once"], budget=[first - 1.0, 1e5])[1] if one.order == ("people", "rest"))
    assert tight.starts == (0, 13), "a quarter later it costs a quarter less in the first year"
    poor = next(one for one in planned(steps=steps, pacing=["at_once"], budget=[second - 1.0])[1] if one.order[0] == "people")
    assert poor.left_out == ("rest",)


def test_a_cheap_step_waits_for_the_dear_one_ahead_of_it():
    steps = {"room": {"slack_share": 0.15}, "people": {"autonomy": 0.6}}
    asking = question(steps=steps, pacing=["at_once"], budget=[400.0, 5000.0])
    starts = {one.order: one.starts for one in plans_of(asking, orders_of(asking)).plans}
    assert starts["people", "room"] == (0, 52)
    assert starts["room", "people"] == (52, 52), "it could be paid for in the first year, but its turn comes later"


def test_orders_that_come_to_one_plan_are_lived_once():
    steps = {"people": {"autonomy": 0.6}, "room": {"slack_share": 0.2}}
    asking = question(steps=steps, budget=400.0, pacing=["evenly"])
    plans = plans_of(asking, orders_of(asking)).plans
    assert [(one.order, one.left_out, one.stands_for) for one in plans] == [(("people",), ("room",), 2)]


def test_leaders_take_the_least_change_for_a_policy_and_nothing_else_does():
    asking = question()
    little = placebo(asking)
    assert little.timeline[0].value == pytest.approx(0.1004)
    assert abs(price_by_year(little)[1]) < 30


def test_a_step_alone_in_the_question_has_paces_but_no_order():
    asking = asked(Scenario(weeks=WEEKS), steps={"people": STEPS["people"]})
    plans = plans_of(asking, orders_of(asking)).plans
    assert [(one.pacing, one.starts) for one in plans] == [("at_once", (0,)), ("small_steps", (0,))], "evenly and late come to at once"
