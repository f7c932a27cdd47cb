"""How leaders keep their course: practice by steps, change, words and deeds, own knowledge, and scores that are earned."""

import numpy as np
import pytest
from hypothesis import given

from sim.mechanisms.change import next_fatigue, next_know_how, next_turbulence, settling_weeks
from sim.mechanisms.leadership import (
    floor_rate,
    leaders_hours_left,
    mood_seen,
    next_abandoned,
    next_disappointed,
    next_leader_insight,
    next_resolve,
    push,
    reliance_on_reports,
    report_rate,
    surveys_answered,
)
from sim.mechanisms.practice import fade_now, left_by_pressure, lost_on_the_way, not_taken_over, pace_of_change, ramp_now, reached, rolled_out
from sim.mechanisms.scores import appraised, earned_by_customers, earned_of_all, next_customer_score, next_joint_score, validity_of
from sim.mechanisms.vision import (
    action_taken,
    deeds_seen,
    kept_to,
    next_alignment,
    next_belief,
    next_credibility,
    next_cynicism,
    next_scatter,
    reach_of_words,
    structure_lived,
    to_live_up_to,
    words_spoken,
    words_that_arrive,
)
from sim.policy import Policy
from tests.laws.domains import against, arguments, call


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(lost_on_the_way, "layers", +1, id="a_layer_never_brings_an_intention_nearer"),
        pytest.param(lost_on_the_way, "doubt", +1, id="fear_never_hands_on_more_room"),
        pytest.param(not_taken_over, "style", -1, id="small_steps_are_never_taken_over_less"),
        pytest.param(not_taken_over, "fatigue", +1, id="tired_people_never_take_over_more"),
        pytest.param(not_taken_over, "know_how", -1, id="know_how_never_hinders"),
        pytest.param(pace_of_change, "style", -1, id="small_steps_are_never_quicker"),
        pytest.param(pace_of_change, "order", -1, id="why_first_never_starts_sooner"),
        pytest.param(left_by_pressure, "push", -1, id="pressure_never_leaves_more_for_later"),
        pytest.param(reached, "intended", +1, id="more_intention_never_reaches_less"),
        pytest.param(ramp_now, "pace", +1, id="a_quicker_pace_never_slows_practice"),
        pytest.param(fade_now, "know_how", -1, id="know_how_never_fades_sooner"),
        pytest.param(next_fatigue, "moved", +1, id="more_change_never_rests_people"),
        pytest.param(next_fatigue, "alignment", -1, id="knowing_why_never_tires"),
        pytest.param(next_fatigue, "scatter", +1, id="action_without_direction_never_rests_people"),
        pytest.param(next_know_how, "steps", +1, id="small_steps_never_teach_less"),
        pytest.param(settling_weeks, "autonomy", -1, id="who_may_decide_never_turns_later"),
        pytest.param(next_turbulence, "overturned", +1, id="a_shock_never_settles_work"),
        pytest.param(push, "owners", +1, id="owners_never_relax_leaders"),
        pytest.param(surveys_answered, "wear", -1, id="being_tired_of_questions_never_brings_answers"),
        pytest.param(report_rate, "answered", +1, id="answers_never_make_leaders_slower"),
        pytest.param(floor_rate, "listening", +1, id="listening_never_makes_deaf"),
        pytest.param(floor_rate, "layers", -1, id="layers_never_bring_the_floor_nearer"),
        pytest.param(next_leader_insight, "contact_weeks", -1, id="talks_less_often_never_teach_more"),
        pytest.param(next_leader_insight, "seen", +1, id="hours_on_the_floor_never_blind"),
        pytest.param(reliance_on_reports, "insight", -1, id="who_knows_never_leans_more_on_reports"),
        pytest.param(reliance_on_reports, "layers", +1, id="distance_never_frees_from_reports"),
        pytest.param(leaders_hours_left, "programme_hours", -1, id="programmes_never_free_leaders"),
        pytest.param(next_resolve, "patience", +1, id="patience_never_ends_a_policy"),
        pytest.param(validity_of, "platform", +1, id="data_never_blind_the_kpi"),
        pytest.param(appraised, "true", +1, id="work_well_done_is_never_held_against_a_team"),
        pytest.param(next_customer_score, "begged", +1, id="begging_never_lowers_the_score"),
        pytest.param(next_joint_score, "help_ratio", +1, id="help_never_lowers_the_joint_score"),
        pytest.param(earned_by_customers, "score", +1, id="a_better_customer_score_never_earns_less"),
        pytest.param(earned_of_all, "by_csat", +1, id="earning_one_part_never_costs_the_whole"),
        pytest.param(words_spoken, "campaign", +1, id="a_campaign_is_more_words"),
        pytest.param(reach_of_words, "visibility", +1, id="being_seen_never_lowers_reach"),
        pytest.param(kept_to, "abandoned", -1, id="plans_gone_back_on_are_never_deeds"),
        pytest.param(next_abandoned, "intended", +1, id="going_back_on_more_is_never_less"),
        pytest.param(next_alignment, "leader_time", +1, id="leaders_who_steer_never_leave_people_in_doubt"),
        pytest.param(structure_lived, "own_pay", -1, id="own_score_pay_never_supports_work_for_the_customer"),
        pytest.param(structure_lived, "platform", +1, id="a_platform_never_hinders"),
        pytest.param(deeds_seen, "follow_through", +1, id="doing_what_is_said_is_seen"),
        pytest.param(to_live_up_to, "words", +1, id="bigger_words_never_ask_less"),
        pytest.param(next_credibility, "deeds", +1, id="deeds_never_cost_credit"),
        pytest.param(next_credibility, "words", -1, id="words_alone_never_win_credit"),
        pytest.param(words_that_arrive, "order", +1, id="why_first_never_carries_less"),
        pytest.param(next_belief, "arriving", +1, id="words_that_arrive_never_cost_belief"),
        pytest.param(next_belief, "credibility", +1, id="credit_never_costs_belief"),
        pytest.param(next_cynicism, "words", +1, id="words_never_cure_cynicism"),
        pytest.param(next_cynicism, "deeds", -1, id="deeds_never_make_cynical"),
        pytest.param(next_alignment, "told", +1, id="telling_never_confuses"),
        pytest.param(next_alignment, "involved", +1, id="sharing_plans_never_confuses"),
        pytest.param(action_taken, "change", +1, id="more_change_is_never_less_action"),
        pytest.param(action_taken, "follow_through", +1, id="words_that_are_kept_are_never_less_action"),
        pytest.param(next_scatter, "action", +1, id="action_never_gathers_effort"),
        pytest.param(next_scatter, "direction", -1, id="direction_never_scatters"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@given(arguments(reached))
def test_an_intention_at_the_reference_and_one_that_nothing_takes_arrive_whole(given_):
    assert call(reached, **{**given_, "intended": given_["reference"]}) == np.float32(given_["reference"])
    assert call(reached, **{**given_, "lost": 0.0, "unadopted": 0.0}) == pytest.approx(given_["intended"], abs=1e-6)


@given(arguments(rolled_out))
def test_the_dose_that_is_paid_is_never_less_than_the_dose_that_is_lived(given_):
    lived = np.float32(given_["lived"]) - np.float32(given_["reference"])
    assert abs(call(rolled_out, **given_)) >= abs(lived) - 1e-6


@given(arguments(fade_now))
def test_what_works_by_order_fades_as_declared(given_):
    assert call(fade_now, **{**given_, "adopting": 0.0}) == np.float32(given_["rate"])
    assert call(ramp_now, given_["rate"], 0.0, 0.7) == np.float32(given_["rate"])


@given(arguments(next_fatigue))
def test_without_change_and_scatter_being_tired_of_change_only_fades(given_):
    assert call(next_fatigue, **{**given_, "moved": 0.0, "scatter": 0.0}) <= given_["fatigue"] + 1e-6
    assert call(next_fatigue, **{**given_, "fatigue": 0.0, "moved": 0.0, "scatter": 0.0}) == 0.0


@given(arguments(next_turbulence))
def test_overturned_work_stays_a_share(given_):
    assert -1e-6 <= call(next_turbulence, **given_) <= 1.0 + 1e-6


@given(arguments(next_leader_insight))
def test_leaders_as_in_the_reference_know_as_in_the_reference_however_many_layers(given_):
    usual = {**given_, "insight": 1.0, "contact_weeks": Policy().leader_customer_contact, "seen": Policy().leader_visibility}
    assert call(next_leader_insight, **usual) == pytest.approx(1.0, abs=1e-6)


@given(arguments(reach_of_words))
def test_words_reach_as_in_the_reference_in_an_organisation_of_any_size(given_):
    assert call(reach_of_words, **{**given_, "visibility": Policy().leader_visibility}) == pytest.approx(1.0, abs=1e-5)


@given(arguments(reach_of_words))
def test_words_reach_no_more_than_everybody(given_):
    everybody = call(reach_of_words, **{**given_, "visibility": 10_000.0})
    assert call(reach_of_words, **given_) <= everybody + 1e-5
    assert everybody <= 1.0 / max(given_["unseen"], 1e-6) + 1e-5


@given(arguments(next_abandoned))
def test_a_policy_that_leaders_hold_on_to_is_not_gone_back_on(given_):
    assert call(next_abandoned, **{**given_, "before": 1.0, "after": 1.0}) <= given_["abandoned"] + 1e-6
    assert call(kept_to, 0.0, 3.0) == 1.0


@given(arguments(next_belief))
def test_levels_multiply_so_belief_needs_words_and_credit(given_):
    for missing in ("arriving", "credibility"):
        least = call(next_belief, **{**given_, "belief": 0.0, missing: 0.0})
        assert least <= 0.0
        assert call(next_belief, **{**given_, "belief": 0.0}) >= least - 1e-6


@given(arguments(action_taken))
def test_keeping_ones_word_is_no_action_where_nothing_changes(given_):
    nothing = call(action_taken, **{**given_, "change": 0.0})
    assert nothing == 0.0
    assert call(next_scatter, 0.0, float(nothing), 0.0, 0.1, 13.0) == 0.0


@given(arguments(earned_of_all))
def test_what_is_earned_lies_between_the_least_and_the_most_of_its_parts(given_):
    parts = [given_[name] for name in ("by_own", "by_csat", "by_joint")]
    assert min(*parts, 1.0) - 1e-5 <= call(earned_of_all, **given_) <= max(*parts, 1.0) + 1e-5
    assert call(earned_of_all, 0.0, 0.0, 0.0, *parts) == 1.0
    assert call(earned_of_all, 1.0, 0.0, 0.0, *parts) == np.float32(parts[0])


@given(arguments(validity_of))
def test_no_data_make_a_kpi_perfect(given_):
    assert np.float32(given_["validity"]) - 1e-6 <= call(validity_of, **given_) <= 0.95 + 1e-6


def test_patience_that_never_ends_never_ends():
    assert call(next_resolve, 1.0, 5000.0, 520.0) == 1.0
    assert call(next_resolve, 1.0, 26.0, 26.0) == 0.0
    assert call(next_resolve, 0.0, 0.0, 26.0) == 0.0


def test_big_steps_tire_more_than_the_same_way_in_small_ones():
    big = call(next_fatigue, 0.0, 1.0, 0.0, 0.0, 0.0, 0.6, 0.2, 0.15, 0.2, 26.0)
    small = 0.0
    for _ in range(10):
        small = call(next_fatigue, small, 0.1, 0.0, 0.0, 0.0, 0.6, 0.2, 0.15, 0.2, 26.0)
    assert big == pytest.approx(0.6, rel=1e-5)
    assert small < 0.5 * big


def test_asking_more_often_brings_more_answers_up_to_about_monthly():
    answers = [call(surveys_answered, float(n), 0.12) for n in range(13)]
    assert answers[0] == 0.0
    assert 5 < int(np.argmax(answers)) < 12


def test_values_worked_by_hand():
    assert call(lost_on_the_way, 1.0, 1.0, 0.03, 2.0, 0.1, 1.0) == pytest.approx(0.16, rel=1e-6)
    assert call(not_taken_over, 0.1, 0.0, 0.0, 1.0, 0.25, 0.3) == pytest.approx(0.1, rel=1e-6)
    assert call(left_by_pressure, 0.6, 0.3) == pytest.approx(0.85, rel=1e-6)
    assert call(left_by_pressure, 0.05, 0.3) == 1.0
    assert call(reached, 0.8, 0.5, 0.1, 0.2) == pytest.approx(0.716, rel=1e-6)
    assert call(pace_of_change, 1.0, 0.0, 0.1, 0.06) == pytest.approx(np.exp(-0.1), rel=1e-6)
    assert call(report_rate, 1.0) == pytest.approx(1 / 26, rel=1e-6)
    assert call(report_rate, 0.0) == 0.0
    assert call(floor_rate, 0.02, 0.3, 2.0, 2.0) == pytest.approx(0.01, rel=1e-6)
    assert call(mood_seen, 0.0, 1.0, 2.0, 0.1, 0.2) == pytest.approx(0.4, rel=1e-6)
    assert call(reliance_on_reports, 1.0, 2.0, 0.15) == 1.0
    assert call(leaders_hours_left, 9.0, 52.0, 36.0, 8.0) == pytest.approx(0.75, rel=1e-6)
    assert call(next_disappointed, 3.0, 1.0, 0.8, 0.1, 1.0) == 4.0
    assert call(next_disappointed, 3.0, 1.0, 1.0, 0.1, 1.0) == 2.0
    assert call(next_disappointed, 3.0, 1.0, 0.0, 0.1, 0.0) == 0.0
    assert call(next_know_how, 1.0, 0.05, 1.0, 0.006, 104.0) == pytest.approx(1.003, rel=1e-6)
    assert call(settling_weeks, 8.0, 0.0, 0.0, 0.0, 0.2) == 8.0
    assert call(next_turbulence, 0.5, 0.0, 0.0, 8.0, 0.05) == pytest.approx(0.5 * 2 ** (-1 / 8), rel=1e-5)
    assert call(validity_of, 0.67, 1.0, 0.35) == pytest.approx(0.768, rel=1e-6)
    assert call(appraised, 1.2, 1.0, 0.4, 2.0) == pytest.approx(1.16, rel=1e-6)
    assert call(next_customer_score, 0.0, 0.0, 0.0, 0.3, 13.0) == pytest.approx(0.3 / 13, rel=1e-2)
    assert call(next_joint_score, 1.0, 0.0, 0.0, 0.3, 0.2, 13.0) == 1.0
    assert call(earned_by_customers, 1.0, 0.25) == 1.25
    assert call(words_spoken, 0.3, 0.3, 0.0, 0.55, 0.6) == pytest.approx(1.0, rel=1e-6)
    assert call(structure_lived, 0.05, 0.0, 0.1, 0.0, 0.0) == pytest.approx(0.0, abs=1e-6)
    assert call(deeds_seen, 0.5, 0.0, 0.4) == 1.0
    assert call(next_credibility, 1.0, 1.0, 1.0, 0.8, 13.0, 39.0) == pytest.approx(1.0, abs=1e-6)
    assert call(words_that_arrive, 1.0, 1.0, 0.0, 0.1) == 1.0
    assert call(next_cynicism, 0.0, 2.0, 1.0, 0.02, 52.0) == pytest.approx(0.02, rel=1e-6)
    assert call(next_alignment, 0.0, 1.0, 1.0, 0.0, 1.0, 0.15, 0.3, 0.1, 0.5, 1.0) == pytest.approx(0.15, rel=1e-2)
    assert call(next_alignment, 0.0, 0.0, 1.0, 0.0, 0.5, 0.15, 0.3, 0.1, 0.5, 1.0) == pytest.approx(-0.5 * np.log(2), rel=1e-2)
    assert call(kept_to, 3.0, 3.0) == 0.5
    assert call(next_abandoned, 2.0, 1.5, 1.0, 0.0, 52.0) == pytest.approx(2.0 * 2 ** (-1 / 52) + 1.5, rel=1e-6)
    assert call(reach_of_words, 0.0, 0.0, 0.3, 2.0) == pytest.approx(0.3 / (1 - 0.7 * np.exp(-1.0)), rel=1e-6)
    assert call(next_scatter, 0.0, 2.0, 0.5, 0.03, 1.0) == pytest.approx(0.12 / np.sqrt(1 + 16 / 9), rel=1e-5)
    assert call(action_taken, 0.1, 1.0, 2.0) == pytest.approx(0.4, rel=1e-6)
