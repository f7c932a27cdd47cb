"""Hours: the division is the optimum it is said to be, the KPI has the angle it is said to have, and pulls pull the right way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from sim.arithmetic import value_share
from sim.mechanisms.choice import behind, distance, freed_wish, moved_by_pay, next_gaming_skill, next_pull, room_to_choose, score_pull, wish_of
from tests.laws.domains import against, arguments, call, single

VALUE, PROXY = np.array([1, 1, 1, 0, 0.3]), np.array([1, 0, 0, 1.2, 0])


def softmax(benefits):
    """Shares as the sweep forms them."""
    weights = np.exp(benefits - np.max(benefits))
    return weights / weights.sum()


@pytest.mark.parametrize("seed", range(6))
def test_the_softmax_is_the_optimum_of_linear_benefits_with_an_entropy_cost(seed):
    """Maximise benefit . share - sum share log share over divisions of time: no search finds better, and the one it finds is the softmax."""
    benefits = np.random.default_rng(seed).normal(0, 1.5, 5)

    def worth(share):
        return float(benefits @ share - np.sum(share * np.log(share)))

    found = minimize(lambda s: -worth(np.maximum(s, 1e-12)), np.full(5, 0.2), method="SLSQP", bounds=[(1e-9, 1)] * 5, options={"ftol": 1e-14, "maxiter": 500},
                     constraints={"type": "eq", "fun": lambda s: s.sum() - 1})
    assert found.x == pytest.approx(softmax(benefits), abs=2e-4)
    assert worth(softmax(benefits)) >= worth(np.maximum(found.x, 1e-12)) - 1e-9


@given(single(0.4, 0.95))
def test_the_kpi_makes_exactly_the_declared_angle_with_value(validity):
    kappa = float(call(value_share, validity))
    mix = kappa * VALUE + (1 - kappa) * PROXY
    assert mix @ VALUE / np.linalg.norm(mix) / np.linalg.norm(VALUE) == pytest.approx(validity, abs=2e-5)


def test_a_more_valid_kpi_never_counts_less_value():
    assert not against(value_share, "validity", +1)


def test_the_reference_bonus_on_the_own_kpi_pulls_as_the_kpi_counts():
    assert call(score_pull, 0.05, 1.0, 0.0, 0.0, 0.5, 0.7, 1.0, 1.5) == pytest.approx(0.7, rel=1e-6)


def test_a_shared_score_is_diluted_and_the_own_one_is_not():
    assert call(score_pull, 0.1, 0.0, 1.0, 0.0, 0.5, 1.0, 1.0, 1.0) == pytest.approx(1.0, rel=1e-6)
    assert call(score_pull, 0.1, 1.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0) == pytest.approx(2.0, rel=1e-6)


@given(arguments(score_pull))
def test_without_variable_pay_no_score_pulls(given_):
    assert call(score_pull, **{**given_, "intensity": 0.0}) == 0.0


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(score_pull, "intensity", +1, id="more_variable_pay_never_pulls_less"),
        pytest.param(score_pull, "dilution", +1, id="less_dilution_never_pulls_less"),
        pytest.param(moved_by_pay, "extrinsic", +1, id="who_cares_for_pay_is_never_moved_less_by_it"),
        pytest.param(room_to_choose, "autonomy", +1, id="autonomy_never_takes_room"),
        pytest.param(room_to_choose, "control", -1, id="control_never_gives_room"),
        pytest.param(freed_wish, "prosocial", +1, id="a_prosocial_person_never_uses_freedom_less_for_others"),
        pytest.param(freed_wish, "extrinsic", -1, id="who_is_moved_by_pay_never_uses_freedom_more_for_others"),
        pytest.param(wish_of, "prosocial", +1, id="a_prosocial_person_never_wishes_right_less"),
        pytest.param(next_pull, "wanted", +1, id="who_wants_more_never_gets_a_weaker_habit"),
        pytest.param(next_gaming_skill, "share", +1, id="more_gaming_never_teaches_less"),
        pytest.param(behind, "target", +1, id="a_higher_target_never_brings_nearer"),
        pytest.param(behind, "reported", -1, id="a_better_score_never_leaves_farther_behind"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


def test_being_moved_by_pay_has_mean_one_over_people():
    draws = np.random.default_rng(0).standard_normal(4000)
    for spread in (0.0, 0.3, 0.6):
        moved = np.array([call(moved_by_pay, z, spread) for z in draws], np.float64)
        assert abs(moved.mean() - 1) < 4 * moved.std() / np.sqrt(4000) + 1e-6


def test_half_of_control_weighs_against_autonomy():
    assert call(room_to_choose, 0.0, 0.0, 0.25) == 1.0
    assert call(room_to_choose, 1.0, 2.0, 0.25) == 1.0
    assert call(room_to_choose, 1.0, 0.0, 0.25) == pytest.approx(np.exp(0.25 / np.sqrt(1 + 1 / 9)), rel=1e-6)


def test_the_wish_never_turns_against_doing_right_but_freedom_can():
    assert call(freed_wish, 0.0, 0.0, 0.8, 0.5, 0.4) == pytest.approx(0.8, rel=1e-6)
    assert call(freed_wish, 0.0, 4.0, 1.0, 0.5, 0.4) == pytest.approx(-0.6, rel=1e-6), "freedom used for the own score alone"
    assert call(wish_of, -5.0, 0.0, 1.0, 0.5, 0.4) == pytest.approx(0.1, rel=1e-6)
    assert call(wish_of, 0.0, 0.0, 0.8, 0.5, 0.4) == pytest.approx(0.8, rel=1e-6)
    assert call(wish_of, 2.0, 0.0, 0.8, 0.5, 0.4) == pytest.approx(1.6, rel=1e-6)


@given(arguments(next_pull))
def test_a_habit_stays_between_what_it_was_and_what_is_wanted(given_):
    y = call(next_pull, **given_)
    low, high = sorted((given_["pull"], float(np.float32(given_["wanted"] / np.sqrt(1 + (given_["wanted"] / 4) ** 2)))))
    assert low - 1e-5 <= y <= high + 1e-5


def test_a_habit_of_three_forgets_an_eighth_when_nothing_is_wanted():
    assert call(next_pull, 3.0, 0.0, 0.125) == pytest.approx(2.625, rel=1e-6)


@given(st.lists(single(0.01, 1), min_size=5, max_size=5), st.lists(single(0.01, 1), min_size=5, max_size=5))
def test_distance_of_two_divisions_is_symmetric_within_nought_and_one(one, other):
    first = call(distance, *one, sum(one), *other, sum(other))
    assert 0.0 <= first <= 1.0 + 1e-6
    assert first == pytest.approx(call(distance, *other, sum(other), *one, sum(one)), abs=1e-6)
    assert call(distance, *one, sum(one), *one, sum(one)) == 0.0


def test_hours_that_move_wholly_to_another_activity_are_one_apart():
    assert call(distance, 1, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 2) == 1.0
    assert call(distance, 3, 1, 0, 0, 0, 4, 1, 1, 0, 0, 0, 2) == pytest.approx(0.25)


def test_skill_in_gaming_rests_at_one_with_the_reference_hours():
    assert call(next_gaming_skill, 1.0, 0.03, 0.02, 0.03) == pytest.approx(1.0, abs=1e-6)
    assert call(next_gaming_skill, 1.0, 0.0, 0.02, 0.03) == pytest.approx(0.98, rel=1e-6)


def test_who_meets_the_target_is_not_behind_and_half_of_it_is_far():
    assert call(behind, 1.0, 1.0) == 0.0
    assert call(behind, 2.0, 1.0) == pytest.approx(np.log(2) / np.sqrt(1 + np.log(2) ** 2), rel=1e-6)
    assert abs(call(behind, 100.0, 0.001)) < 1.0
