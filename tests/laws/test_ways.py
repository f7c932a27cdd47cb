"""Ways and places of working: rules and one thought, hand-overs between teams, home and office; at rest in the reference, each with its turn."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.arithmetic import WAITED_AT_LEAST
from sim.mechanisms.choice import example_of_leaders, habit_now, sponsored_goals
from sim.mechanisms.coordination import (
    between_teams,
    breadth_of,
    division_work,
    eased,
    friction_of,
    hand_over_loss,
    hand_overs,
    next_tie,
    reach_of,
    service_felt,
    tie_aim,
)
from sim.mechanisms.rules import alike_by_principle, consistency_of, lived_method, next_learned, understood, used_to_coordinate, way_of_working, worth
from sim.mechanisms.work import juggled
from sim.mechanisms.workplace import ease_at_home, gained_at_home, kept_by_home, lost_apart, meeting_of
from tests.laws.domains import against, arguments, call


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(example_of_leaders, "leader_insight", +1, id="knowing_customers_never_sets_a_worse_example"),
        pytest.param(sponsored_goals, "sponsorship", +1, id="sponsors_never_make_shared_goals_count_less"),
        pytest.param(habit_now, "alignment", +1, id="who_knows_what_matters_never_moves_later"),
        pytest.param(habit_now, "autonomy", +1, id="who_may_decide_never_moves_later"),
        pytest.param(hand_overs, "process", -1, id="processes_for_the_customer_never_add_hand_overs"),
        pytest.param(breadth_of, "division", +1, id="finer_division_never_asks_one_person_to_master_more"),
        pytest.param(friction_of, "difference", +1, id="difference_never_makes_agreeing_easier"),
        pytest.param(reach_of, "frame", +1, id="colleagues_never_depend_less_on_help"),
        pytest.param(eased, "platform", +1, id="shared_data_never_lose_more"),
        pytest.param(between_teams, "hands", +1, id="more_hand_overs_never_wait_less"),
        pytest.param(between_teams, "frame", -1, id="colleagues_never_wait_longer"),
        pytest.param(tie_aim, "meeting", +1, id="meeting_never_loosens_a_tie"),
        pytest.param(tie_aim, "joint", +1, id="shared_goals_never_loosen_a_tie"),
        pytest.param(service_felt, "loss", -1, id="loss_never_serves_a_colleague"),
        pytest.param(service_felt, "wait", -1, id="waiting_never_serves_a_colleague"),
        pytest.param(service_felt, "time", +1, id="corners_cut_never_serve_a_colleague"),
        pytest.param(understood, "trust", +1, id="trust_never_clouds_a_thought"),
        pytest.param(understood, "insight", +1, id="insight_never_clouds_a_thought"),
        pytest.param(understood, "alignment", +1, id="knowing_why_never_clouds_a_thought"),
        pytest.param(used_to_coordinate, "joint", +1, id="shared_goals_never_leave_data_unused"),
        *[pytest.param(consistency_of, name, +1, id=f"more_{name}_never_makes_service_less_alike")
          for name in ("rules", "standard", "control", "principle", "platform")],
        pytest.param(worth, "means", +1, id="more_of_a_means_is_never_worth_less"),
        pytest.param(consistency_of, "autonomy", -1, id="autonomy_never_makes_service_more_alike"),
        pytest.param(lost_apart, "days", +1, id="more_days_apart_never_cost_less_agreeing"),
        pytest.param(way_of_working, "standard", -1, id="a_standard_never_lengthens_ordinary_requests"),
        pytest.param(way_of_working, "process", -1, id="processes_for_the_customer_never_lengthen_requests"),
        pytest.param(next_learned, "aim", +1, id="who_is_asked_more_never_learns_less"),
        pytest.param(lived_method, "unsettled", +1, id="change_never_comes_free"),
        pytest.param(juggled, "waiting_weeks", +1, id="more_in_hand_never_saves_work"),
        pytest.param(juggled, "prioritisation", -1, id="priorities_never_make_people_juggle_more"),
        pytest.param(ease_at_home, "days", +1, id="days_at_home_never_tire"),
        pytest.param(gained_at_home, "days", +1, id="days_at_home_never_take_what_they_give"),
        pytest.param(kept_by_home, "days", +1, id="days_at_home_never_drive_away"),
        pytest.param(meeting_of, "days", -1, id="days_at_home_never_bring_colleagues_together"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@given(arguments(service_felt))
def test_internal_service_rests_at_nought_in_the_reference(given_):
    at_rest = {**given_, "loss": given_["start"], "wait": math.exp(given_["wait_base"]) - WAITED_AT_LEAST, "time": 1.0}
    assert call(service_felt, **at_rest) == pytest.approx(0.0, abs=1e-4)


def test_the_first_rules_are_worth_the_most():
    at = [float(call(worth, 0.5 * step)) for step in range(-6, 7)]
    gained = np.diff(at)
    assert (np.diff(gained) < 0).all()
    assert at[6] == 0.0
    assert gained[6] == pytest.approx(0.5, rel=0.15), "about one for one near the reference"
    assert at[-1] < 2.0


def test_the_reference_rests():
    assert call(understood, 0.0, 0.0, 0.0, 2.0) == 1.0
    assert call(consistency_of, *[0.0] * 6, 0.3, 0.25, 0.1, 1.0, 0.3) == 0.0
    assert call(way_of_working, 0.0, 0.0, 0.02, 0.015) == 0.0
    assert call(gained_at_home, 1.0, 1.0, 1.5) == 0.0
    assert call(kept_by_home, 1.0, 1.0, 0.45) == 0.0
    assert call(kept_by_home, 5.0, 1.0, 0.45) == call(kept_by_home, 3.0, 1.0, 0.45) > call(kept_by_home, 2.0, 1.0, 0.45)
    assert call(kept_by_home, 2.0, 1.0, 0.45) - call(kept_by_home, 0.0, 1.0, 0.45) == pytest.approx(0.45 * (1 - math.exp(-1)), rel=1e-5)
    assert call(lost_apart, 3.0, 0.0125) == 0.0
    assert call(lost_apart, 5.0, 0.0125) == pytest.approx(0.1, rel=1e-6)
    assert call(meeting_of, 1.0, 1.0, 0.3) == 1.0
    assert call(hand_overs, 0.5, 0.0, 0.08) == 1.0
    assert call(between_teams, 0.1, 2.5, 1.0, 0.0, 0.05) == 0.0
    assert call(friction_of, 0.0, 1.0, 0.01) == 0.0
    assert call(breadth_of, 0.5, 2.0) == 0.0
    assert call(breadth_of, 0.0, 2.0) == pytest.approx(-math.log(2.0), rel=1e-6)
    assert call(breadth_of, 1.0, 2.0) == pytest.approx(math.log(1.5), rel=1e-6), "the second division gains less"
    assert call(reach_of, 0.0, 0.15) == 1.0
    assert call(eased, 0.0, 0.0, 0.5, 0.05) == 0.0
    assert call(tie_aim, 0.0, 1.0, 0.0, 0.5, 0.6) == 0.0
    assert call(habit_now, 0.12, 0.0, 0.0, 0.15) == np.float32(0.12)
    assert call(sponsored_goals, 0.0, 3.0, 0.25) == 0.0
    assert call(juggled, 0.0, 0.0, 0.03) == 1.0
    assert call(example_of_leaders, 2.0, 0.0, 0.1) == 0.0


@given(arguments(example_of_leaders))
def test_example_counts_only_where_the_structure_supports_it(given_):
    assert call(example_of_leaders, **{**given_, "structure": min(given_["structure"], 0.0)}) == 0.0


def test_a_thought_helps_where_it_is_understood_and_scatters_where_it_is_not():
    trusted, distrusted = call(understood, 0.5, 0.3, 0.3, 2.0), call(understood, -1.5, -0.3, -0.3, 2.0)
    assert call(alike_by_principle, 2.0, trusted, 0.2, 0.4) > 0.4
    assert call(alike_by_principle, 2.0, distrusted, 0.2, 0.4) < 0.0
    assert call(understood, 2.0, -1.0, -2.0, 2.0) < 0.3, "trust alone does not do"


def test_a_new_way_of_working_costs_before_it_saves():
    learned, aim, lived = 0.0, -0.04, []
    for _ in range(60):
        learned = float(call(next_learned, learned, aim, 13.0))
        lived.append(float(call(lived_method, learned, aim, 0.5)))
    assert lived[0] > 0.0
    assert lived[-1] == pytest.approx(aim, abs=1e-3)
    assert lived == sorted(lived, reverse=True)


def test_the_first_days_at_home_give_most_and_the_last_days_in_the_office_are_missed_most():
    ease = [float(call(ease_at_home, d)) for d in range(6)]
    meet = [float(call(meeting_of, d, 1.0, 0.3)) for d in range(6)]
    assert np.all(np.diff(ease, 2) < 0)
    assert np.all(np.diff(meet, 2) < 0)
    assert meet[5] == pytest.approx(0.3, abs=1e-6)


def test_without_ties_suppliers_and_customers_lose_less_with_ties_colleagues_do():
    def loss(frame, tie):
        return float(call(hand_over_loss, 0.12, tie, tie, 0.5, 0.3, call(reach_of, frame, 0.15), call(eased, 0.0, frame, 0.5, 0.05)))

    assert loss(2.0, 0.5) < loss(-2.0, 0.5)
    assert loss(2.0, -1.5) > loss(-2.0, -1.5)


def hours_of_a_request(division, teams, size):
    """Hours of a request against the reference's when help and ties have come to rest at fixed help hours (the rules' own parts put together)."""
    hands = float(call(hand_overs, division, 0.0, 0.08))
    balance = -math.log(max(hands, 1e-3))
    lost = float(call(hand_over_loss, 0.12, max(balance, -2.0), max(balance, -2.0), 0.5, 0.3, 1.0, 0.0))
    return float(call(division_work, division, 2.5, 0.25, 0.03, teams, size)) * (1.0 + 0.6 * hands * lost)


def test_the_best_division_lies_inside_and_larger_groups_must_divide_more():
    grid = np.linspace(0.0, 1.0, 41)
    best = {shape: grid[int(np.argmin([hours_of_a_request(d, *shape) for d in grid]))] for shape in ((2, 3), (4, 5), (4, 10), (4, 30), (12, 10), (20, 10))}
    assert all(0.2 < d < 1.0 for d in best.values()), best
    assert best[2, 3] < best[4, 10] < best[4, 30], best
    assert best[4, 10] < best[12, 10] <= best[20, 10], best


def test_difference_costs_less_where_it_is_safe_to_differ():
    cost = [float(call(friction_of, 1.0, safety, 0.01)) for safety in (-1.0, 0.0, 1.0)]
    assert cost == sorted(cost, reverse=True)
    assert cost[1] == pytest.approx(0.01 / math.sqrt(1 + 1 / 9), rel=1e-5)


def test_ties_leave_with_those_who_are_redrawn():
    assert call(next_tie, 0.5, 0.5, 26.0, 0.2) == pytest.approx(0.3, rel=1e-6)
