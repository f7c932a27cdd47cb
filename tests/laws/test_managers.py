"""Managers' decisions and insight, ideas and errors: what the laws of management, ideas and learning never do, and what they say at the reference."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.mechanisms import ideas, learning, management
from tests.laws.domains import against, arguments, call


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(management.visit_pull, "leaning", +1, id="who_leans_to_customers_never_talks_with_them_less"),
        pytest.param(management.arrivals, "cut", +1, id="cuts_never_clear_the_way"),
        pytest.param(management.removal_speed, "content", +1, id="more_hours_never_leave_obstacles"),
        pytest.param(management.removal_speed, "wait_ratio", -1, id="decisions_that_wait_never_clear_the_way"),
        pytest.param(management.removal_speed, "heard", +1, id="signals_heard_never_leave_obstacles"),
        pytest.param(management.autonomy_left, "doubt", -1, id="doubt_never_gives_room"),
        pytest.param(management.autonomy_left, "ways", +1, id="ways_that_give_room_never_take_it"),
        pytest.param(management.ways_of_steering, "rules", -1, id="rules_never_give_room"),
        pytest.param(management.ways_of_steering, "standard", -1, id="standards_never_give_room"),
        pytest.param(management.ways_of_steering, "own", +1, id="self_management_never_takes_room"),
        pytest.param(management.ways_of_steering, "results", +1, id="results_agreed_never_take_room"),
        pytest.param(management.power_used, "decisiveness", +1, id="decisiveness_never_wastes_power"),
        pytest.param(management.power_used, "reluctance", -1, id="reluctance_never_uses_more_power"),
        pytest.param(management.able_to_decide, "skill", +1, id="skill_never_unfits_a_team"),
        pytest.param(management.able_to_decide, "platform", +1, id="information_never_unfits_a_team"),
        pytest.param(management.wait_for_leaders, "leader_time", -1, id="leaders_with_more_time_never_delay"),
        pytest.param(management.mean_wait, "leaders", +1, id="waiting_for_leaders_never_speeds_decisions"),
        pytest.param(management.clarity_of, "quick", +1, id="a_quick_decision_is_never_less_clear"),
        pytest.param(management.clarity_of, "weighed", +1, id="a_decision_that_is_weighed_is_never_less_clear"),
        pytest.param(management.clarity_of, "explained", +1, id="a_decision_that_is_explained_is_never_less_clear"),
        pytest.param(management.not_understood, "asked", +1, id="deciding_beyond_ability_never_clears_things_up"),
        pytest.param(management.not_understood, "able", -1, id="ability_never_confuses"),
        pytest.param(management.not_understood, "maturity", -1, id="mature_customers_are_never_asked_too_much_the_sooner"),
        pytest.param(ideas.said, "room", +1, id="room_never_silences"),
        pytest.param(ideas.said, "urge", +1, id="the_urge_to_speak_never_silences"),
        pytest.param(ideas.urge_to_speak, "safety", +1, id="safety_never_silences"),
        pytest.param(ideas.urge_to_speak, "heard", +1, id="being_heard_never_silences"),
        pytest.param(ideas.hearing, "talks", +1, id="hours_for_talks_never_deafen"),
        pytest.param(ideas.hearing, "dialogue", +1, id="dialogue_never_deafens"),
        pytest.param(ideas.hearing, "wait", -1, id="slow_decisions_never_help_hearing"),
        pytest.param(ideas.next_waiting, "said_now", +1, id="what_is_said_never_empties_the_pile"),
        pytest.param(ideas.next_waiting, "heard_now", -1, id="what_is_heard_never_fills_the_pile"),
        pytest.param(ideas.next_heard, "heard_now", +1, id="hearing_is_never_felt_as_deafness"),
        pytest.param(ideas.next_heard, "asked", -1, id="asking_alone_is_never_felt_as_hearing"),
        pytest.param(ideas.next_renewal, "heard_now", +1, id="ideas_heard_never_age_the_service"),
        pytest.param(ideas.next_renewal, "room", +1, id="room_never_ages_the_service"),
        pytest.param(ideas.asked_of, "surveys", +1, id="a_survey_asks"),
        pytest.param(ideas.talk_hours_ratio, "talk_chance", +1, id="more_talks_are_more_hours"),
        pytest.param(learning.next_safety, "control", -1, id="control_never_makes_it_safe"),
        pytest.param(learning.next_safety, "push", -1, id="push_never_makes_it_safe"),
        pytest.param(learning.next_safety, "doubt", -1, id="doubt_never_makes_it_safe"),
        pytest.param(learning.next_safety, "mistakes", +1, id="room_for_mistakes_never_makes_it_unsafe"),
        pytest.param(learning.told_share, "safety", +1, id="safety_never_hides_errors"),
        pytest.param(learning.carelessness, "results", -1, id="results_never_make_careless"),
        pytest.param(learning.carelessness, "room", +1, id="room_never_makes_careful_by_itself"),
        pytest.param(learning.errors_made, "quality", -1, id="quality_never_makes_errors"),
        pytest.param(learning.errors_made, "alike", -1, id="service_that_is_alike_never_makes_errors"),
        pytest.param(ideas.kinds_of, "diversity", +1, id="people_who_differ_never_bring_fewer_kinds_of_ideas"),
        pytest.param(ideas.next_renewal, "kinds", +1, id="more_kinds_of_ideas_never_renew_less"),
        pytest.param(learning.lessons, "told", +1, id="telling_never_unlearns"),
        pytest.param(learning.lessons, "room", +1, id="room_never_unlearns"),
        pytest.param(learning.next_hidden, "kept_back", +1, id="keeping_back_never_clears_errors"),
        pytest.param(learning.next_hidden, "learned", -1, id="lessons_never_hide_errors"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


def test_where_it_is_safe_to_differ_difference_gives_more_ideas():
    for diversity in (0.5, 1.0, 2.0, 3.5):
        values = [call(ideas.variety_of, diversity, safety, 0.06, 0.01) for safety in (-3.0, -1.0, 0.0, 1.0, 3.0)]
        assert values == sorted(values)
    assert call(ideas.variety_of, 3.5, -3.0, 0.06, 0.01) < 0.0 < call(ideas.variety_of, 3.5, 1.0, 0.06, 0.01)
    assert call(ideas.variety_of, 0.0, 2.0, 0.06, 0.01) == 0.0
    one, two, three = (float(call(ideas.variety_of, d, 0.0, 0.06, 0.01)) for d in (1.0, 2.0, 3.0))
    assert two - one > three - two


@pytest.mark.parametrize("involvement", [0.0, 2.0, 4.0])
def test_who_listens_hears_more_whoever_takes_part(involvement):
    values = [call(ideas.hearing, listening, involvement, 0.0, 1.0, 1.0, 0.25, 0.12, 0.3, 0.3, 0.1) for listening in (-1.5, 0.0, 1.5, 3.5)]
    assert values == sorted(values)
    assert call(ideas.hearing, 0.0, 0.0, 0.0, 1.0, 1.0, 0.25, 0.12, 0.3, 0.3, 0.1) == 1.0


def resting(listening: float, involvement: float, weeks: int = 400) -> float:
    """Being heard in the long run under a listening and an involvement (in standard deviations), all else at the reference."""
    p = ideas.IdeasParameters()
    waiting, heard = 1.0, 0.0
    for _ in range(weeks):
        urge = call(ideas.urge_to_speak, 0.0, heard, 0.0, involvement, 0.0, p.safety, p.encouraged, p.mood, p.asked, p.talent)
        said = call(ideas.said, 1.0, p.room, urge)
        heard_now = waiting * call(ideas.hearing, listening, involvement, 0.0, 1.0, 1.0, p.listening, p.taking_part, p.dialogue, p.talks, p.slow)
        waiting = call(ideas.next_waiting, waiting, said, heard_now, p.forgotten, p.weeks)
        heard = call(ideas.next_heard, heard, heard_now, said, involvement, p.felt, p.expected, p.heard_weeks)
    return float(heard)


def test_asked_and_heard_is_best_and_asked_and_not_heard_is_worse_than_not_asked():
    assert resting(0.0, 0.0) == pytest.approx(0.0, abs=1e-6)
    assert resting(2.0, 3.0) > resting(2.0, 0.0) > 0.2
    assert resting(-1.5, 3.0) < resting(-1.5, 0.0) < -0.2


def test_learned_silence_does_not_run_away():
    assert -2.0 < resting(-1.5, 4.0) < resting(3.5, 4.0) < 2.0


def test_results_bring_errors_to_the_table_where_there_is_room_and_hide_them_where_there_is_none():
    assert call(learning.results_and_room, 2.0, 0.9, 0.5, 0.1) > 0.0 > call(learning.results_and_room, 2.0, 0.1, 0.5, 0.1)
    assert call(learning.results_and_room, 0.0, 0.9, 0.5, 0.1) == 0.0


def test_room_is_careless_only_where_nothing_follows():
    assert call(learning.carelessness, 3.5, 0.0, 0.0, 0.04) == pytest.approx(0.1, rel=1e-6)
    assert call(learning.carelessness, 3.5, 2.5, 0.0, 0.04) == 0.0
    assert call(learning.carelessness, 1.0, 0.0, 0.0, 0.04) == 0.0


def test_errors_rest_at_the_reference_and_pile_up_where_nobody_tells():
    p = learning.LearningParameters()
    hidden = {0.0: 1.0, -2.0: 1.0, 2.0: 1.0}
    for safety in hidden:
        told = call(learning.told_share, p.told_start, safety, 0.0, p.told_slope)
        for _ in range(400):
            lessons = call(learning.lessons, told / p.told_start, 1.0)
            hidden[safety] = float(call(learning.next_hidden, hidden[safety], (1.0 - told) / (1.0 - p.told_start), lessons, p.learn, p.weeks))
    assert hidden[0.0] == pytest.approx(1.0, abs=1e-5)
    assert hidden[2.0] < 0.7 < 1.4 < hidden[-2.0] < 3.0


@given(arguments(management.next_insight))
def test_insight_never_grows_beyond_all_there_is_to_know(given_):
    within = {**given_, "insight": min(given_["insight"], given_["limit"]), "gain": min(given_["gain"], given_["limit"] - 1.0)}
    assert call(management.next_insight, **within) <= given_["limit"] + 1e-5


@pytest.mark.parametrize(("weeks", "expected"), [(12, 1.0), (6, 1.43), (1, 2.22), (52, 0.32)])
def test_insight_rests_on_a_concave_curve_of_contact(weeks, expected):
    insight = 0.0
    for _ in range(1200):
        insight = float(call(management.next_insight, insight, 1.0 / weeks, 0.4615, 26.0, 2.5))
    assert insight == pytest.approx(expected, abs=0.02)


@given(arguments(management.power_used))
def test_managers_use_a_share_of_their_power_and_all_of_it_when_wholly_decisive(given_):
    assert 0.0 <= call(management.power_used, **given_) <= 1.0
    assert call(management.power_used, **{**given_, "decisiveness": 1.0}) == 1.0
    assert call(management.power_used, **{**given_, "reluctance": 0.0}) == 1.0


def test_quick_without_having_weighed_is_felt_as_deaf():
    weights = (0.6, 0.2, 0.2, 0.25, 0.08)
    assert call(management.clarity_of, 0.0, 2.5, 2.0, 0.0, *weights) > call(management.clarity_of, 0.0, 0.0, 2.0, 0.0, *weights)
    assert call(management.clarity_of, 0.0, 2.5, -2.0, 0.0, *weights) < call(management.clarity_of, 0.0, 0.0, -2.0, 0.0, *weights)


def test_management_rests_at_the_reference():
    assert call(management.visit_pull, 0.0, 0.15) == pytest.approx(math.exp(-0.01125), rel=1e-6)
    pulls = [float(call(management.visit_pull, z, 0.15)) for z in np.random.default_rng(1).normal(size=4000)]
    assert np.mean(pulls) == pytest.approx(1.0, abs=0.01)
    assert call(management.arrivals, 0.35, 0.0, 4.0) == np.float32(0.35)
    assert call(management.removal_speed, 1.0, 1.0, 1.0, 0.2, 0.4) == 1.0
    assert call(management.autonomy_left, 0.0, 0.0, 0.0, 0.3) == 0.0
    assert call(management.ways_of_steering, 0, 0, 0, 0, 0, 0, 0.12, 0.12, 0.08) == 0.0
    assert call(management.power_used, 0.5, 0.0, 0.5, 0.1) == 0.75
    assert call(management.able_to_decide, math.exp(-0.17), -0.17, 0.0, 0.3) == pytest.approx(0.7, rel=1e-5)
    assert call(management.able_to_decide, math.exp(-0.17), -0.17, 1.0, 0.3) == pytest.approx(1.0, rel=1e-5)
    assert call(management.wait_for_leaders, 1.0, 0.15) == pytest.approx(1.0, rel=1e-6)
    assert call(management.mean_wait, 1.0, 1.0, 0.0, 0.1) == 1.0
    assert call(management.mean_wait, 1.0, 1.0, 0.5, 0.1) == pytest.approx(0.55, rel=1e-6)
    assert call(management.clarity_of, 0, 0, 0, 0, 0.6, 0.2, 0.2, 0.25, 0.08) == 0.0
    assert call(management.not_understood, 0.1, 0.7, 0.1, 0.4, 0.6, 1.0, 0.2) == 0.0
    assert call(management.not_understood, 1.0, 0.7, 0.1, 1.0, 0.6, 1.0, 0.2) == pytest.approx(0.27 + 0.4, rel=1e-5)


def test_ideas_and_errors_rest_at_the_reference():
    assert call(ideas.asked_of, 0.0, 1.0, 1.0, 0.5) == 0.0
    assert call(ideas.asked_of, 0.0, 12.0, 1.0, 0.5) == pytest.approx(0.5 * math.log(6.5), rel=1e-5)
    assert call(ideas.said, 1.0, 0.5, 0.0) == 1.0
    assert call(ideas.said, 4.0, 0.5, 0.0) == pytest.approx(2.0, rel=1e-5)
    assert call(ideas.next_waiting, 1.0, 1.0, 1.0, 0.5, 8.0) == 1.0
    assert call(ideas.next_heard, 0.0, 1.0, 1.0, 0.0, 2.0, 0.07, 13.0) == 0.0
    assert call(ideas.next_renewal, 0.0, 1.0, 1.0, 0.0, 0.0, 0.5, 0.25, 0.1, 52.0) == 0.0
    assert call(ideas.kinds_of, 0.0, 2.0, 0.1) == 0.0
    assert call(ideas.talk_hours_ratio, 9.12 / 26, 2.6, 10.0, 9.12) == pytest.approx(1.0, rel=1e-5)
    assert call(learning.next_safety, 0, 0, 0, 0, 0, 0, 0, 0.6, 0.3, 0.25, 0.5, 0.2, 0.15, 8.0) == 0.0
    assert call(learning.told_share, 0.5, 0.0, 0.0, 0.5) == pytest.approx(0.5, rel=1e-6)
    assert call(learning.errors_made, 0.0, 0.0, 0.0, 0.5, 0.3) == 1.0
    assert call(learning.errors_made, 0.0, 1.0, 0.0, 0.5, 0.3) == pytest.approx(0.7432, rel=1e-3)
    assert call(learning.lessons, 1.0, 1.0) == 1.0
