"""Leaders and managers: how they see, push and divide their hours, and what is left of it on the floor."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given

from sim.mechanisms.leadership import drawn_attention, follow, next_ambition, next_doubted, next_hope, next_insecurity, profit_planned, push, survey
from sim.mechanisms.management import decision_wait, hours_left, leaning, next_doubt, next_insight, next_obstacles, talk_chance
from sim.mechanisms.practice import dear, next_practice, paid_once, taken_for
from sim.mechanisms.scores import earned, next_target, score_of, value_of
from tests.laws.domains import against, arguments, call


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(follow, "aim", +1, id="a_higher_aim_is_never_followed_downwards"),
        pytest.param(next_ambition, "seen", +1, id="better_profit_never_dampens_ambition"),
        pytest.param(profit_planned, "chasing", +1, id="who_chases_profit_never_plans_less"),
        pytest.param(profit_planned, "ambition", +1, id="ambition_never_lowers_the_plan"),
        pytest.param(profit_planned, "hope", +1, id="who_believes_in_plans_never_plans_less"),
        pytest.param(next_hope, "missed", -1, id="plans_that_are_missed_are_never_believed_in_more"),
        pytest.param(next_doubted, "dismissed_share", +1, id="dismissals_never_win_customers_confidence"),
        pytest.param(push, "gap", +1, id="missing_profit_never_relaxes_leaders"),
        pytest.param(push, "attention_business", +1, id="the_voice_of_business_never_relaxes_leaders"),
        pytest.param(drawn_attention, "gap", +1, id="a_voice_that_lags_is_never_heard_less"),
        pytest.param(drawn_attention, "weight", +1, id="a_voice_that_weighs_more_is_never_heard_less"),
        pytest.param(next_insecurity, "dismissed_share", +1, id="dismissals_never_reassure"),
        pytest.param(next_doubt, "pressure", +1, id="pressure_never_builds_confidence_in_people"),
        pytest.param(next_doubt, "safety", -1, id="safety_never_feeds_doubt"),
        pytest.param(next_doubt, "engagement", -1, id="seen_compliance_never_feeds_doubt"),
        pytest.param(talk_chance, "hours", +1, id="more_hours_never_mean_fewer_talks"),
        pytest.param(talk_chance, "heads", -1, id="more_people_never_get_more_talks_each"),
        pytest.param(next_insight, "met", +1, id="a_talk_with_a_customer_never_blinds"),
        pytest.param(next_obstacles, "hours_ratio", -1, id="more_hours_never_leave_more_obstacles"),
        pytest.param(next_obstacles, "arrival_chance", +1, id="more_trouble_never_leaves_fewer_obstacles"),
        pytest.param(decision_wait, "hours_ratio", -1, id="more_hours_never_delay_decisions"),
        pytest.param(decision_wait, "doubt", +1, id="doubt_never_speeds_decisions"),
        pytest.param(decision_wait, "insecurity", +1, id="fear_never_speeds_decisions"),
        pytest.param(hours_left, "programme_hours", -1, id="programmes_never_free_managers"),
        pytest.param(leaning, "attention", +1, id="leaders_attention_never_draws_managers_away"),
        pytest.param(next_target, "reported", +1, id="a_better_score_never_lowers_the_target"),
        pytest.param(next_target, "push", +1, id="push_never_lowers_the_target"),
        pytest.param(earned, "reported", +1, id="a_better_score_never_earns_less"),
        pytest.param(earned, "target", -1, id="a_higher_target_never_earns_more"),
        pytest.param(score_of, "gaming", +1, id="gaming_never_lowers_the_score"),
        pytest.param(score_of, "care", +1, id="care_never_lowers_the_score"),
        pytest.param(value_of, "care", +1, id="care_is_never_worthless"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@given(arguments(push))
def test_push_stays_within_one_and_rests_at_the_reference(given_):
    assert abs(call(push, **given_)) <= 1.0 + 1e-6
    assert call(push, 0.0, given_["chasing"], given_["gain"], given_["lean"], 1 / 3, 0.0) == pytest.approx(0.0, abs=1e-6)


@given(arguments(profit_planned))
def test_leaders_who_chase_no_more_than_usual_plan_as_usual(given_):
    assert call(profit_planned, **{**given_, "chasing": 0.2}) == np.float32(given_["usual"])
    assert call(profit_planned, **{**given_, "chasing": 0.0}) == np.float32(given_["usual"])


@given(arguments(next_hope))
def test_hope_stays_between_its_floor_and_one(given_):
    assert -1e-6 <= call(next_hope, **given_) <= 1.0 + 1e-6
    assert call(next_hope, 1.0, given_["margin"], given_["margin"], given_["floor"], given_["weeks"]) == 1.0, "a plan that is met is believed in"


def test_plans_missed_for_two_years_leave_two_fifths_of_the_hope():
    hope = np.float32(1.0)
    for _ in range(104):
        hope = call(next_hope, hope, 0.5, 0.1, 0.3, 52.0)
    assert hope == pytest.approx(0.3 + 0.7 * (51 / 52) ** 104, rel=1e-4)
    assert hope < 0.4
    for _ in range(104):
        hope = call(next_hope, hope, 0.0, 0.1, 0.3, 52.0)
    assert hope > 0.9


@given(arguments(next_insecurity))
def test_fear_has_an_end_and_is_the_same_whether_people_go_at_once_or_one_by_one(given_):
    start = {**given_, "insecurity": given_["insecurity"] * given_["most"]}
    assert call(next_insecurity, **start) <= given_["most"] * (1 + 1e-6)
    at_once = call(next_insecurity, 0.0, 0.1, given_["shock"], given_["most"], 1e9)
    part = call(next_insecurity, 0.0, 0.05, given_["shock"], given_["most"], 1e9)
    assert call(next_insecurity, part, 0.05, given_["shock"], given_["most"], 1e9) == pytest.approx(at_once, rel=1e-4)
    assert call(next_insecurity, **{**start, "dismissed_share": 0.0}) <= start["insecurity"] + 1e-6


@given(arguments(next_practice))
def test_practice_moves_towards_its_aim_and_never_past_it(given_):
    y = call(next_practice, **given_)
    low, high = sorted((given_["lived"], given_["aim"]))
    assert low - 1e-6 <= y <= high + 1e-6


@given(arguments(next_practice))
def test_without_the_mechanism_practice_is_policy_at_once(given_):
    assert call(next_practice, **{**given_, "on": 0.0}) == pytest.approx(given_["aim"], abs=1e-6)


def test_the_last_part_of_a_dose_is_the_dearest_and_what_is_saved_grows_no_cheaper():
    assert call(dear, 0.5, 1.0, 1.0) == pytest.approx(0.75, rel=1e-6)
    assert call(dear, -0.5, 1.0, 1.0) == -0.5
    assert call(taken_for, 0.5, 0.75, 2.0) == pytest.approx(1.5, rel=1e-6)
    assert call(taken_for, 0.5, 0.75, -2.0) == pytest.approx(-1.0, rel=1e-6)


@given(arguments(paid_once))
def test_a_programme_is_paid_only_as_it_grows_above_the_reference(given_):
    assert call(paid_once, **given_) >= 0.0
    assert call(paid_once, **{**given_, "after": given_["before"]}) == 0.0
    assert call(paid_once, **{**given_, "after": given_["reference"]}) == 0.0


def test_a_programme_built_in_steps_costs_as_much_as_in_one():
    steps = [0.5, 0.55, 0.7, 0.9]
    whole = sum(float(call(paid_once, a, b, 0.5)) for a, b in itertools.pairwise(steps))
    assert whole == pytest.approx(float(call(paid_once, 0.5, 0.9, 0.5)), rel=1e-6) == pytest.approx(0.4, rel=1e-6)


@pytest.mark.parametrize("start", [0.0, 1.0, 12.0])
def test_insight_rests_at_one_when_customers_are_met_each_twelve_weeks(start):
    insight = start
    for week in range(400):
        insight = call(next_insight, insight, 1.0 if week % 12 == 0 else 0.0, 0.4615, 26.0, 2.5)
    assert 0.75 < insight < 1.4


@given(arguments(next_obstacles))
def test_obstacles_are_counted_in_whole_numbers(given_):
    assert call(next_obstacles, **{**given_, "obstacles": 5.0}) in (4.0, 5.0, 6.0)
    assert call(next_obstacles, **{**given_, "obstacles": 0.0}) in (0.0, 1.0)


@given(arguments(talk_chance))
def test_a_chance_of_a_talk_is_a_chance(given_):
    assert 0.0 <= call(talk_chance, **given_) <= 0.95


@given(arguments(earned))
def test_variable_pay_lies_between_nothing_and_half_as_much_again(given_):
    assert 0.0 <= call(earned, **given_) <= 1.5
    assert call(earned, **{**given_, "reported": 1.0, "target": 1.0}) == 1.0


def test_a_target_that_is_met_rests_and_one_that_is_missed_is_held_up_by_push():
    assert call(next_target, 1.0, 1.0, 0.0, 0.04, 0.8, 0.15) == 1.0
    assert call(next_target, 2.0, 1.0, 0.0, 0.04, 0.8, 0.0) == pytest.approx(1.96, rel=1e-6)
    assert call(next_target, 2.0, 1.0, 1.0, 0.04, 0.8, 0.0) == pytest.approx(1.992, rel=1e-6)
    assert call(next_target, 1.0, 1.0, 1.0, 0.04, 0.8, 0.15) == pytest.approx(1.006, rel=1e-6)


def test_gaming_moves_the_score_and_not_the_value():
    without, with_it = (0.58, 0.2, 0.09, 0.0, 0.1), (0.58, 0.2, 0.09, 0.2, 0.1)
    assert call(value_of, 0.58, 0.2, 0.09, 0.1) == pytest.approx(0.9, rel=1e-6)
    assert call(score_of, *with_it, 1.0, 0.5) - call(score_of, *without, 1.0, 0.5) == pytest.approx(0.12, rel=1e-5)
    assert call(score_of, *with_it, 1.0, 1.0) == call(score_of, *without, 1.0, 1.0)


def test_values_worked_by_hand():
    assert call(follow, 1.0, 3.0, 4.0) == 1.5
    assert call(next_ambition, 1.0, 2.0, 26.0, 104.0) == pytest.approx(1 + 1 / 26, rel=1e-6)
    assert call(next_ambition, 2.0, 1.0, 26.0, 104.0) == pytest.approx(2 - 1 / 104, rel=1e-6)
    assert call(profit_planned, 1.0, 1.5, 0.6, 0.2, 0.25, 1.0) == pytest.approx(1.375, rel=1e-6)
    assert call(profit_planned, 1.0, 1.5, 0.6, 0.2, 0.25, 0.4) == pytest.approx(1.15, rel=1e-6)
    assert call(drawn_attention, 0.33, 0.0, 0.3) == pytest.approx(0.33, rel=1e-6)
    assert call(next_insecurity, 1.0, 0.0, 33.0, 2.0, 26.0) ** 26 == pytest.approx(0.5, rel=1e-5)
    assert call(next_insecurity, 0.0, 0.03, 33.0, 2.0, 26.0) == pytest.approx(2.0 - 2.0 * math.exp(-0.495), rel=1e-5)
    assert call(next_doubted, 1.0, 0.0, 1.5, 26.0) ** 26 == pytest.approx(0.5, rel=1e-5)
    assert call(next_doubted, 0.0, 0.1, 1.5, 26.0) == pytest.approx(0.15, rel=1e-6)
    assert call(survey, 0.24, 0.12, 0.5, 0.3) == pytest.approx(2.15, rel=1e-6)
    assert call(hours_left, 38.0, 0.2, 0.0) == pytest.approx(30.4, rel=1e-6)
    assert call(hours_left, 38.0, 0.2, 100.0) == pytest.approx(7.6, rel=1e-6)
    assert call(talk_chance, 9.12, 2.6, 10.0) == pytest.approx(9.12 / 26, rel=1e-6)
    assert call(next_doubt, 0, 0, 1.0, 0, 0, 0, 0.52, 0.3, 0.15, 26.0) == pytest.approx(0.02, rel=1e-6)
    assert call(next_doubt, 0, 0, 0, 0, 2.0, 0, 0.6, 0.3, 0.13, 26.0) == pytest.approx(-0.01, rel=1e-6)
    assert call(decision_wait, 1.0, 1.0, 0.7, 0.0, 0.0, 0.15) == 1.0
    assert call(decision_wait, 1.0, 0.5, 1.0, 1.0, 2.0, 0.15) == pytest.approx(2 * math.exp(0.3), rel=1e-6)
    assert call(leaning, 0.3, 0.15, 1 / 3, -1.0) == pytest.approx(0.3 * math.exp(-0.15), rel=1e-6)
    assert call(next_obstacles, 3.0, 0.9, 0.9, 0.35, 0.1, 1.0) == 3.0
    assert call(next_obstacles, 3.0, 0.3, 0.2, 0.35, 0.1, 1.0) == 3.0
    assert call(next_obstacles, 3.0, 0.3, 0.3, 0.35, 0.1, 1.0) == 4.0
    assert call(next_practice, 0.5, 0.9, 0.5, 0.25, 0.125, 1.0) == pytest.approx(0.6, rel=1e-6)
    assert call(next_practice, 0.9, 0.5, 0.5, 0.25, 0.125, 1.0) == pytest.approx(0.85, rel=1e-6)
