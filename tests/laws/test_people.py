"""People: what raises and lowers mood, strain, effort and the chance to leave, with values worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.engine.birth import chance_to_have_stayed, lasting_engagement, lasting_exhaustion, lasting_variance, left_by_the_team, need_at_start
from sim.mechanisms.effort import (
    bonus_effort,
    care_by_managers,
    circumstances,
    effort_of,
    learning_time,
    measured_effort,
    next_trained,
    skill_at,
    talent_used,
    training_dose,
    working_hours,
    worth_of_overtime,
)
from sim.mechanisms.engagement import (
    blow_of_a_layoff,
    chosen_few,
    engagement_target,
    even_luck,
    meaning_counts,
    next_engagement,
    next_resignation,
    next_support,
    next_trust,
    shared_mood,
    standing_of_the_top,
    work_that_suits,
    worth_in_fear,
    worth_of_bond,
)
from sim.mechanisms.motives import softened
from sim.mechanisms.strain import burden_of, calling, common_demands, exhaustion_target, hurt_by, next_exhaustion
from sim.mechanisms.turnover import heads_budgeted, hire_chance, illness_chance, offers_to_talent, quit_chance, talent_appeal
from tests.laws.domains import against, arguments, call, names, single


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(next_trust, "autonomy", +1, id="autonomy_never_costs_trust"),
        pytest.param(next_trust, "control", -1, id="control_never_brings_trust"),
        pytest.param(next_trust, "push", -1, id="push_never_brings_trust"),
        pytest.param(next_trust, "support", +1, id="support_never_costs_trust"),
        pytest.param(next_trust, "fair", +1, id="fair_appraisal_never_costs_trust"),
        pytest.param(next_trust, "standing", +1, id="a_top_in_good_standing_never_costs_trust"),
        pytest.param(next_trust, "blow", -1, id="a_reorganisation_never_brings_trust"),
        pytest.param(standing_of_the_top, "fairness", +1, id="fairness_never_costs_standing"),
        pytest.param(standing_of_the_top, "credibility", +1, id="kept_words_never_cost_standing"),
        pytest.param(standing_of_the_top, "cynicism", -1, id="mere_words_never_bring_standing"),
        pytest.param(standing_of_the_top, "belief", +1, id="a_vision_believed_in_never_costs_standing"),
        pytest.param(standing_of_the_top, "told", +1, id="telling_never_costs_standing"),
        pytest.param(softened, "told", -1, id="a_threat_that_is_told_of_never_counts_more"),
        pytest.param(softened, "fairness", -1, id="a_threat_from_a_fair_top_never_counts_more"),
        pytest.param(shared_mood, "heard", +1, id="being_heard_never_lowers_mood"),
        pytest.param(shared_mood, "belief", +1, id="belief_never_lowers_mood"),
        pytest.param(shared_mood, "fairness", +1, id="a_fair_top_never_lowers_mood"),
        pytest.param(shared_mood, "pay_motive", -1, id="passion_that_became_salary_never_lifts_mood"),
        pytest.param(shared_mood, "tired", -1, id="being_tired_of_change_never_lifts_mood"),
        *[pytest.param(work_that_suits, name, +1, id=f"{name}_never_lowers_mood") for name in ("safety", "fit", "alignment", "asked")],
        pytest.param(blow_of_a_layoff, "dismissed", +1, id="a_larger_lay_off_never_hurts_less"),
        pytest.param(blow_of_a_layoff, "left", +1, id="what_softens_a_lay_off_never_makes_it_hurt_more"),
        pytest.param(next_engagement, "blow", -1, id="a_blow_never_lifts"),
        pytest.param(care_by_managers, "own", +1, id="a_managers_own_hours_are_never_less_care"),
        pytest.param(meaning_counts, "prosocial", +1, id="meaning_never_counts_less_for_the_prosocial"),
        pytest.param(meaning_counts, "pay_motive", -1, id="meaning_never_counts_more_for_those_moved_to_pay"),
        pytest.param(next_resignation, "heard", -1, id="being_heard_never_makes_people_give_up"),
        pytest.param(next_resignation, "dissonance", +1, id="acting_against_ones_wish_never_gives_heart"),
        pytest.param(next_support, "talked", +1, id="a_talk_never_takes_support"),
        pytest.param(next_support, "worth", +1, id="a_better_talk_never_gives_less"),
        pytest.param(worth_of_bond, "bond", +1, id="who_gets_on_with_the_manager_never_gets_less_of_a_talk"),
        pytest.param(worth_in_fear, "worth", +1, id="a_better_talk_never_gives_less_in_fear"),
        pytest.param(worth_in_fear, "insecurity", -1, id="fear_never_brings_managers_nearer"),
        *[pytest.param(engagement_target, name, +1, id=f"{name}_never_lowers_engagement")
          for name in ("disposition", "team", "meaning", "autonomy", "support", "insight", "trust", "joy", "news")],
        *[pytest.param(engagement_target, name, -1, id=f"{name}_never_raises_engagement") for name in ("exhaustion", "dissonance", "push", "insecurity")],
        pytest.param(next_engagement, "target", +1, id="a_higher_aim_never_lowers_engagement"),
        pytest.param(next_engagement, "team_mean", +1, id="a_happier_team_never_drags_down"),
        *[pytest.param(exhaustion_target, name, +1, id=f"{name}_never_rests")
          for name in ("common", "pressure", "overtime", "push", "insecurity", "resignation", "hurt")],
        *[pytest.param(exhaustion_target, name, -1, id=f"{name}_never_tires") for name in ("autonomy", "support", "engagement", "recovery", "joy")],
        *[pytest.param(common_demands, name, +1, id=f"{name}_never_lightens") for name in ("tired", "turbulence", "attention", "exceptions", "burden")],
        pytest.param(common_demands, "home", -1, id="rest_at_home_never_tires"),
        pytest.param(burden_of, "responsibility", +1, id="answering_for_more_never_lightens"),
        pytest.param(burden_of, "autonomy", -1, id="freedom_never_makes_responsibility_heavier"),
        pytest.param(talent_used, "fit", +1, id="fit_never_wastes_talent"),
        pytest.param(circumstances, "fit", +1, id="fit_never_lowers_output"),
        *[pytest.param(circumstances, name, -1, id=f"{name}_never_raises_output") for name in ("scatter", "turbulence", "redrawn")],
        pytest.param(training_dose, "hours", +1, id="more_training_is_never_a_smaller_dose"),
        pytest.param(next_trained, "dose", +1, id="training_never_unteaches"),
        pytest.param(learning_time, "dose", -1, id="training_never_slows_newcomers"),
        pytest.param(effort_of, "talented", +1, id="the_talented_never_yield_less"),
        pytest.param(quit_chance, "offers", +1, id="offers_never_keep"),
        pytest.param(offers_to_talent, "market", +1, id="a_tight_market_never_offers_talent_less"),
        pytest.param(offers_to_talent, "p_valued", -1, id="being_valued_never_drives_talent_away"),
        *[pytest.param(offers_to_talent, name, -1, id=f"{name}_never_drives_talent_away") for name in ("autonomy", "meaning")],
        pytest.param(talent_appeal, "employer", +1, id="a_good_name_never_draws_the_less_talented"),
        pytest.param(talent_appeal, "market", -1, id="a_tight_market_never_brings_more_talent"),
        pytest.param(hire_chance, "name", +1, id="a_good_name_never_slows_hiring"),
        pytest.param(next_exhaustion, "target", +1, id="more_strain_never_rests"),
        pytest.param(effort_of, "engagement", +1, id="engaged_hours_never_yield_less"),
        pytest.param(effort_of, "exhaustion", -1, id="tired_hours_never_yield_more"),
        pytest.param(bonus_effort, "intensity", +1, id="a_larger_bonus_never_lowers_effort"),
        pytest.param(measured_effort, "intensity", +1, id="a_larger_bonus_never_lowers_effort_for_the_score"),
        pytest.param(working_hours, "procedures", -1, id="procedures_never_free_hours"),
        pytest.param(working_hours, "programme_hours", -1, id="programmes_never_free_hours"),
        pytest.param(worth_of_overtime, "overtime", +1, id="more_overtime_is_never_worth_less"),
        pytest.param(skill_at, "tenure", +1, id="nobody_unlearns_by_staying"),
        pytest.param(quit_chance, "engagement", -1, id="engagement_never_drives_away"),
        pytest.param(quit_chance, "exhaustion", +1, id="exhaustion_never_keeps"),
        pytest.param(quit_chance, "insecurity", +1, id="fear_never_keeps"),
        pytest.param(quit_chance, "market", +1, id="a_tight_labour_market_never_keeps"),
        pytest.param(quit_chance, "tenure", -1, id="longer_tenure_never_leaves_sooner"),
        pytest.param(illness_chance, "exhaustion", +1, id="exhaustion_never_heals"),
        pytest.param(heads_budgeted, "need", +1, id="more_demand_never_cuts_the_budget"),
        pytest.param(heads_budgeted, "push", -1, id="push_never_adds_heads"),
        pytest.param(hire_chance, "wanted", +1, id="more_vacancies_never_hire_less"),
        pytest.param(hire_chance, "market", -1, id="a_tight_labour_market_never_hires_faster"),
        pytest.param(lasting_engagement, "keen", +1, id="the_keen_are_never_less_engaged_in_the_long_run"),
        pytest.param(lasting_engagement, "room", +1, id="room_never_lowers_engagement_in_the_long_run"),
        pytest.param(lasting_exhaustion, "tired", +1, id="the_easily_tired_are_never_fresher_in_the_long_run"),
        pytest.param(left_by_the_team, "contagion", -1, id="contagion_never_sharpens_differences"),
        pytest.param(need_at_start, "fill_rate", -1, id="quicker_hiring_never_needs_more_people_at_the_start"),
        pytest.param(chance_to_have_stayed, "age", -1, id="the_older_have_never_stayed_more_surely"),
        pytest.param(chance_to_have_stayed, "engagement", +1, id="the_engaged_have_never_stayed_less_surely"),
        pytest.param(chance_to_have_stayed, "held", +1, id="who_is_valued_has_never_stayed_less_surely"),
        pytest.param(lasting_engagement, "helped", +1, id="the_helped_are_never_less_engaged_in_the_long_run"),
        pytest.param(lasting_exhaustion, "helped", -1, id="the_helped_are_never_more_tired_in_the_long_run"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@given(arguments(quit_chance))
def test_a_chance_of_leaving_is_a_chance_and_at_most_half(given_):
    assert 0.0 <= call(quit_chance, **given_) <= 0.5


@given(arguments(illness_chance))
def test_a_chance_of_illness_is_a_chance_and_at_most_half(given_):
    assert 0.0 <= call(illness_chance, **given_) <= 0.5


@given(arguments(hire_chance))
def test_a_chance_of_hiring_is_a_chance_and_nothing_without_vacancies(given_):
    assert 0.0 <= call(hire_chance, **given_) <= 0.9
    assert call(hire_chance, **{**given_, "wanted": 0.0}) == 0.0


@given(arguments(effort_of))
def test_at_the_reference_an_hour_yields_an_hour(given_):
    neutral = dict.fromkeys(("engagement", "exhaustion", "bonus", "autonomy", "control", "talented"), 0.0)
    assert call(effort_of, **{**given_, **neutral}) == 1.0


@given(arguments(skill_at))
def test_skill_lies_between_that_of_a_newcomer_and_one(given_):
    assert given_["start"] * (1 - 1e-6) <= call(skill_at, **given_) <= 1.0


@given(arguments(worth_of_overtime))
def test_overtime_is_never_worth_more_than_its_hours(given_):
    assert 0.0 <= call(worth_of_overtime, **given_) <= given_["overtime"] * (1 + 1e-6)


@pytest.mark.parametrize("law", [engagement_target, exhaustion_target])
def test_at_the_reference_moods_have_nowhere_to_go(law):
    weights = {name: 0.3 for name in names(law) if name.startswith("p_")}
    assert call(law, **{**dict.fromkeys(names(law), 0.0), **weights}) == 0.0


@given(single(-4, 4), single(0.005, 0.5))
def test_a_mood_at_its_aim_stays(mood, kappa):
    """The aim is bounded, the mood is not: where the mood stands at the bounded aim, it rests."""
    held = mood / math.sqrt(1 + (mood / 5) ** 2)
    assert call(next_engagement, held, mood, held, 0.0, kappa, 0.02, 0.0) == pytest.approx(held, rel=1e-5, abs=1e-6)
    assert call(next_exhaustion, held, mood, kappa, 0.0, 0.9, 2.0) == pytest.approx(held, rel=1e-5, abs=1e-6)
    bounded = mood / math.sqrt(1 + (mood / 2) ** 2)
    assert call(next_resignation, bounded, mood, 0.0, kappa, 0.3) == pytest.approx(bounded, rel=1e-5, abs=1e-6)


def test_contagion_keeps_the_mean_of_a_team_and_shrinks_its_differences():
    """A law of averaging (DeGroot): with no aim of its own, a team's mean stays and deviations shrink by the weight each week."""
    moods = np.array([-0.02, 0.0, 0.01, 0.03])
    for _ in range(10):
        mean = moods.mean()
        moods = np.array([call(next_engagement, m, m, mean, 0.0, 0.0, 0.05, 0.0) for m in moods], np.float64)
    assert moods.mean() == pytest.approx(0.005, abs=1e-6)
    assert moods[3] - moods.mean() == pytest.approx(0.025 * 0.95**10, rel=1e-3)


def test_lasting_variance_is_that_of_an_autoregressive_mood():
    assert call(lasting_variance, 0.5, 0.3) == pytest.approx(0.12, rel=1e-6)
    kappa, luck = 0.05, 0.2
    mood, noise, kept = 0.0, np.random.default_rng(1).standard_normal(20_000), []
    for z in noise:
        mood += kappa * (0.0 - mood) + luck * z
        kept.append(mood)
    assert np.var(kept) == pytest.approx(float(call(lasting_variance, kappa, luck)), rel=0.12)


def test_support_rests_at_one_when_talks_come_at_the_reference_rate():
    reference, fade, support = 0.351, 0.05, 1.0
    talked = [1.0 if (k * reference) % 1.0 < reference else 0.0 for k in range(2000)]
    kept = []
    for one in talked:
        support = call(next_support, support, one, 1.0, fade, reference)
        kept.append(support)
    assert np.mean(kept[500:]) == pytest.approx(1.0, abs=0.01)
    assert call(next_support, 1.0, 0.0, 1.0, 0.05, 0.351) == pytest.approx(0.95, rel=1e-6)


def test_two_years_halve_no_risk_they_take_away_the_newcomers_part_of_it():
    quiet = dict(zip(names(quit_chance), (0, 0, 0, 0, 0, 200, math.log(0.001), 0.45, 0.2, 0.3, 0.25, 3.0, 1.0), strict=True))
    assert call(quit_chance, **quiet) == pytest.approx(0.001, rel=2e-6)
    assert call(quit_chance, **{**quiet, "tenure": 103.0}) == pytest.approx(0.003, rel=2e-6)
    assert call(quit_chance, **{**quiet, "tenure": 104.0}) == pytest.approx(0.001, rel=2e-6)
    assert call(quit_chance, **{**quiet, "engagement": 2.0}) == pytest.approx(0.001 * math.exp(-0.9), rel=2e-6)


def test_values_worked_by_hand():
    assert call(working_hours, 36.0, 0.14, 0.06, 0.8) == pytest.approx(28.0, rel=1e-6)
    assert call(working_hours, 36.0, 0.4, 0.25, 20.0) == pytest.approx(3.6, rel=1e-6)
    assert call(worth_of_overtime, 0.3, 36.0, 48.0, 63.0) == pytest.approx(0.3, rel=1e-6), "46.8 hours a week: in full"
    half_way = call(worth_of_overtime, 55.5 / 36 - 1, 36.0, 48.0, 63.0)
    assert half_way == pytest.approx(12 / 36 + 0.75 * 7.5 / 36, rel=1e-5), "half-way from 48 to 63 an hour more yields half"
    most = call(worth_of_overtime, 0.76, 36.0, 48.0, 63.0)
    assert call(worth_of_overtime, 0.9, 36.0, 48.0, 63.0) == most == pytest.approx((12 + 7.5) / 36, rel=1e-5), "63 hours: nothing more"
    assert call(worth_of_overtime, 0.2, 48.0, 48.0, 63.0) < 0.2
    assert call(skill_at, 0.0, 0.5, 13.0) == 0.5
    assert call(skill_at, 13.0, 0.5, 13.0) == pytest.approx(1 - 0.5 / math.e, rel=1e-6)
    assert call(measured_effort, 0.05, 1.0, 0.03) == 0.0
    assert call(measured_effort, 0.1, 0.5, 0.03) == 0.0
    assert call(measured_effort, 0.4, 1.0, 0.03) == pytest.approx(0.12, rel=1e-6)
    assert call(bonus_effort, 0.1, 0.25, 0.25, 0.5, 0.03) == pytest.approx(0.015, rel=1e-6)
    assert call(effort_of, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.032, 0.02, 0.015, 0.015, 0.08) == pytest.approx(math.exp(0.032), rel=1e-6)
    assert call(heads_budgeted, 10.0, 1.1, 0.0, 0.8, 1.0, 0.0, 0.5, 0.08) == pytest.approx(10.56, rel=1e-6)
    assert call(hire_chance, 12.0, 10.0, 4.0, 0.12, 0.0, 0.0, 0.25, 0.15, 1.0) == pytest.approx(0.06, rel=1e-6)
    assert call(illness_chance, 1.0, math.log(0.001), 0.7, 1.0) == pytest.approx(0.001 * math.exp(0.7), rel=2e-6)
    given_ = {"trust": 1.0, "kappa": 0.03, "autonomy": 1.0, "p_autonomy": 0.25}
    assert call(next_trust, **{**dict.fromkeys(names(next_trust), 0.0), **given_}) == pytest.approx(1 + 0.03 * (0.25 / math.sqrt(1 + 0.05**2) - 1), rel=1e-6)
    assert call(chance_to_have_stayed, 0, 0, 0, 204.0, math.log(0.001), 0.45, 0.2, 3.0, 0, 0) == pytest.approx(math.exp(-0.412), rel=3e-6)


def test_where_a_mood_comes_to_rest_is_where_birth_puts_it():
    """A person of some kind under the reference, without luck, near the middle of the scale: the week goes where the start is drawn."""
    keen, team, room, helped, base = 0.3, 0.1, -0.2, 0.4, 0.05
    weights = {"p_disposition": 0.62, "p_autonomy": 0.3, "p_support": 0.2, "p_trust": 0.0}
    given_ = {**dict.fromkeys(names(engagement_target), 0.0), "disposition": keen, "team": team, "autonomy": room, "support": helped, "base": base, **weights}
    mood = 0.0
    for _ in range(2000):
        mood = call(next_engagement, mood, call(engagement_target, **given_), 0.0, 0.0, 0.015, 0.0, 0.0)
    assert float(mood) == pytest.approx(float(call(lasting_engagement, keen, team, room, helped, base, 0.62, 0.3, 0.2, 0.0, 0.9, 0.3)), abs=0.005)
    assert call(lasting_engagement, 1.0, 0.0, 0.0, 0.0, 0.0, 0.62, 0.3, 0.2, 0.1, 0.9, 0.3) == pytest.approx(0.71, rel=1e-6)
    assert call(lasting_engagement, 0.0, 0.0, 0.0, 1.0, 0.0, 0.62, 0.3, 0.2, 0.1, 0.9, 0.3) == pytest.approx(0.23, rel=1e-6)
    assert call(lasting_exhaustion, 1.0, 1.0, 0.5, 0.1, 0.8, 0.15, 0.1) == pytest.approx(0.5, rel=1e-6)
    assert call(left_by_the_team, 0.015, 0.005) == pytest.approx(0.75, rel=1e-6)
    assert call(need_at_start, 1.0, 0.12, 0.8) == pytest.approx(math.log(1 + 0.15 / 6.24) / 0.8, rel=1e-5)


def test_mild_strain_mends_within_weeks_and_severe_strain_within_months():
    """Half of a mild strain is gone in seven weeks; at two and a half SDs recovery begins more than four times as slowly."""
    mild = 0.8
    for _ in range(7):
        mild = call(next_exhaustion, mild, 0.0, 0.1, 0.0, 0.9, 2.0)
    assert float(mild) == pytest.approx(0.8 * 0.9**7, rel=1e-5)
    fall = 2.5 - call(next_exhaustion, 2.5, 0.0, 0.1, 0.0, 0.9, 2.0)
    assert float(fall) == pytest.approx(0.25 / 4.2, rel=1e-5)
    assert call(next_exhaustion, 2.0, 3.0, 0.1, 0.0, 0.9, 2.0) == call(next_exhaustion, 2.0, 3.0, 0.1, 0.0, 0.9, 0.0), "on the way up nothing holds"


def test_no_demand_reaches_those_on_long_absence():
    weights = {name: 0.3 for name in names(exhaustion_target) if name.startswith("p_")}
    hard = {**dict.fromkeys(names(exhaustion_target), 0.0), **weights, "common": 2.0, "pressure": 2.0, "overtime": 1.0, "push": 1.0, "hurt": 1.5}
    assert call(exhaustion_target, **{**hard, "absent": 12.0}) == np.float32(-0.3)
    assert call(exhaustion_target, **hard) > 1.0


def test_a_usual_lay_off_costs_those_who_stay_a_quarter_of_an_sd_at_once():
    assert float(call(blow_of_a_layoff, 0.03, 1.0, 12.0)) == pytest.approx(0.25, abs=0.02)
    assert call(blow_of_a_layoff, 0.0, 1.0, 12.0) == 0.0
    assert 0.25 < call(blow_of_a_layoff, 0.1, 1.0, 12.0) < 0.3, "published as flat from one to five in a hundred"
    assert call(blow_of_a_layoff, 0.3, 1.0, 12.0) < 2 * call(blow_of_a_layoff, 0.03, 1.0, 12.0)
    assert call(next_engagement, 0.0, 0.0, 0.0, 0.25, 0.02, 0.0, 0.0) == -0.25


def test_even_luck_has_no_mean_and_variance_one():
    drawn = np.array([call(even_luck, float(x)) for x in np.linspace(0, 1, 1001)], np.float64)
    assert drawn.mean() == pytest.approx(0.0, abs=1e-6)
    assert drawn.var() == pytest.approx(1.0, rel=0.01)


def test_a_managers_hours_with_customers_are_in_part_care():
    assert call(care_by_managers, 4.0, 0.5, 300.0) == 2.0
    assert call(care_by_managers, 0.0, 0.5, 300.0) == 0.0
    assert call(care_by_managers, 4.0, 0.5, 0.0) == 0.0, "a manager without a team"


def test_energy_that_is_gone_is_a_hole_and_not_a_slope():
    """Up to an SD and a half of exhaustion hours lose little; each SD beyond costs five times as much."""
    weights = {"p_fatigue": 0.02, "p_drained": 0.08}
    tired = [float(call(effort_of, **{**dict.fromkeys(names(effort_of), 0.0), "exhaustion": x, **weights})) for x in (0.0, 1.5, 2.5)]
    assert tired[1] == pytest.approx(math.exp(-0.03), rel=1e-6)
    assert tired[2] / tired[1] == pytest.approx(math.exp(-0.1), rel=1e-6)


@given(single(-5, 5))
def test_demands_hurt_as_ever_where_nothing_calls_beyond_the_ordinary(prosocial):
    assert call(hurt_by, call(calling, 0.0, 2.0, 0.1), prosocial) == 1.0


def test_demands_hurt_most_where_commitment_is_high_and_recovery_low():
    """The interaction of row B10: purpose hurts the prosocial more than others, and less those who rest."""
    hurt = {(rest, heart): float(call(hurt_by, call(calling, 2.0, rest, 0.1), heart)) for rest in (-1.0, 1.0) for heart in (-1.0, 1.0)}
    assert hurt[-1.0, 1.0] == pytest.approx(1.0 + 0.2 * 1.5 * 1.5, rel=1e-6)
    assert hurt[-1.0, 1.0] > hurt[-1.0, -1.0] > 1.0
    assert hurt[-1.0, 1.0] > hurt[1.0, 1.0] > 1.0
    given_ = {**dict.fromkeys(names(exhaustion_target), 0.0), "p_load": 2.0}
    assert call(exhaustion_target, **{**given_, "pressure": 0.5, "hurt": 1.5}) == pytest.approx(1.5 * 1.0 / math.sqrt(1.25), rel=1e-6)
    assert call(exhaustion_target, **{**given_, "pressure": -0.5, "hurt": 1.5}) == call(exhaustion_target, **{**given_, "pressure": -0.5, "hurt": 1.0})


def test_responsibility_is_a_burden_only_without_freedom():
    assert call(burden_of, 2.0, 3.0) == 0.0
    assert call(burden_of, 1.0, 2.0) == 0.0
    assert call(burden_of, -1.0, -2.0) == 0.0
    assert call(burden_of, 2.0, -1.0) == pytest.approx(2.0 * 3.0 / 1.25, rel=1e-6)


def test_room_for_talent_takes_heart_from_those_who_are_not_counted():
    assert call(chosen_few, 2.0, 0.0, 0.5, 0.04) == 0.0
    assert call(chosen_few, 2.0, 2.0, 0.5, 0.04) > 0.0 > call(chosen_few, 0.0, 2.0, 0.5, 0.04)


def test_the_first_hours_of_training_teach_most():
    doses = [float(call(training_dose, hours, 0.8)) for hours in (0.0, 0.8, 3.2, 4.0)]
    assert doses[:3] == pytest.approx([-1.0, 0.0, 1.0], abs=1e-6)
    assert call(training_dose, 1.6, 0.8) - doses[1] > doses[3] - doses[2]
    assert call(next_trained, 0.0, 1.0, 0.05, 52.0) == pytest.approx(0.05 / 52, rel=1e-6)
    assert call(next_trained, 0.05, 1.0, 0.05, 52.0) == pytest.approx(0.05, rel=1e-6)
    assert call(learning_time, 13.0, 0.0, 0.2) == 13.0


def test_talent_stays_for_room_and_goes_with_the_market():
    assert call(offers_to_talent, 1.0, 0.0, 0.0, 0.25, 0.1, 0.12) == pytest.approx(0.15, rel=1e-6), "a hot market: the talented leave more"
    assert call(offers_to_talent, 0.0, 0.0, 0.0, 0.25, 0.1, 0.12) == pytest.approx(-0.1, rel=1e-6), "an ordinary one: a little less"
    assert call(offers_to_talent, 0.0, 0.0, 0.0, 0.25, 0.0, 0.12) == 0.0
    assert call(talent_appeal, 0.0, 0.0, 0.15, 0.1) == 0.0
    assert call(talent_used, 0.0, 0.06, 0.3) == pytest.approx(0.06, rel=1e-6)
    assert call(circumstances, *[0.0] * 5, 0.02, 0.3, 0.3) == 0.0


def test_what_those_at_the_top_do_weighs_nothing_at_the_reference():
    assert call(standing_of_the_top, 0.0, 1.0, 0.0, 0.0, 0.0, 0.2, 0.3, 0.15, 0.15, 0.1) == 0.0
    assert call(softened, 0.0, 0.0, 0.15, 0.2) == 1.0
    assert 0.5 < call(softened, 0.0, 3.0, 0.15, 0.2) < 0.65, "a top found fair by three SDs takes nearly half of it"
    assert call(worth_of_bond, 0.0, 0.17) == call(worth_in_fear, 1.0, 0.0, 0.15) == 1.0
    assert call(worth_of_bond, 1.0, 0.17) == pytest.approx(1.17, rel=1e-6)
    assert call(worth_of_bond, -5.0, 0.4) == np.float32(0.1)
    assert call(worth_in_fear, 1.0, 2.0, 0.15) == pytest.approx(math.exp(-0.3), rel=2e-6)
    assert call(shared_mood, *[0.0] * 5, 0.08, 0.05, 0.06, 0.1, 0.05) == 0.0
    assert call(work_that_suits, *[0.0] * 4, 0.1, 0.1, 0.08, 0.05) == 0.0
    assert call(meaning_counts, 0.0, 0.0, 0.5) == 1.0
    assert call(meaning_counts, -3.0, 0.0, 0.5) == 0.0
    assert call(common_demands, 0.0, 0.0, 1 / 3, 0.0, 0.0, 0.0, 0.1, 0.6, 0.6, 0.2, 0.1, 0.15) == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("level", [-1.0, 0.5, 1.2, 2.5, 4.0])
def test_slower_recovery_never_rests_and_changes_nothing_below_the_line(level):
    """In a week without luck; luck moves those high above the line less, up and down."""
    weeks = [call(next_exhaustion, level, 0.0, 0.1, 0.0, 0.9, slower) for slower in (0.0, 1.0, 2.0, 6.0)]
    assert weeks == sorted(weeks)
    assert (weeks[0] == weeks[-1]) == (level <= 0.9)
    lucky = [call(next_exhaustion, level, 0.0, 0.1, 0.3, 0.9, slower) - week for slower, week in zip((0.0, 1.0, 2.0, 6.0), weeks, strict=True)]
    assert lucky == sorted(lucky, reverse=True)
