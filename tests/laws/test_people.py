"""People: what raises and lowers mood, strain, effort and the chance to leave, with values worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.engine.birth import chance_to_have_stayed, lasting_engagement, lasting_exhaustion, lasting_variance, left_by_the_team, need_at_start
from sim.mechanisms.effort import bonus_effort, effort_of, skill_at, working_hours, worth_of_overtime
from sim.mechanisms.engagement import engagement_target, next_engagement, next_resignation, next_support, next_trust
from sim.mechanisms.strain import exhaustion_target, next_exhaustion
from sim.mechanisms.turnover import heads_budgeted, hire_chance, illness_chance, quit_chance
from tests.laws.domains import against, arguments, call, names, single


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(next_trust, "autonomy", +1, id="autonomy_never_costs_trust"),
        pytest.param(next_trust, "control", -1, id="control_never_brings_trust"),
        pytest.param(next_trust, "push", -1, id="push_never_brings_trust"),
        pytest.param(next_trust, "support", +1, id="support_never_costs_trust"),
        pytest.param(next_trust, "fair", +1, id="fair_appraisal_never_costs_trust"),
        pytest.param(next_resignation, "dissonance", +1, id="acting_against_ones_wish_never_gives_heart"),
        pytest.param(next_support, "talked", +1, id="a_talk_never_takes_support"),
        pytest.param(next_support, "worth", +1, id="a_better_talk_never_gives_less"),
        *[pytest.param(engagement_target, name, +1, id=f"{name}_never_lowers_engagement")
          for name in ("disposition", "team", "autonomy", "support", "insight", "trust", "joy", "news")],
        *[pytest.param(engagement_target, name, -1, id=f"{name}_never_raises_engagement") for name in ("exhaustion", "dissonance", "push", "insecurity")],
        pytest.param(next_engagement, "target", +1, id="a_higher_aim_never_lowers_engagement"),
        pytest.param(next_engagement, "team_mean", +1, id="a_happier_team_never_drags_down"),
        *[pytest.param(exhaustion_target, name, +1, id=f"{name}_never_rests") for name in ("pressure", "overtime", "push", "insecurity", "resignation")],
        *[pytest.param(exhaustion_target, name, -1, id=f"{name}_never_tires") for name in ("autonomy", "support", "engagement", "recovery", "joy")],
        pytest.param(next_exhaustion, "target", +1, id="more_strain_never_rests"),
        pytest.param(effort_of, "engagement", +1, id="engaged_hours_never_yield_less"),
        pytest.param(effort_of, "exhaustion", -1, id="tired_hours_never_yield_more"),
        pytest.param(bonus_effort, "intensity", +1, id="a_larger_bonus_never_lowers_effort"),
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
    neutral = dict.fromkeys(("engagement", "exhaustion", "bonus", "autonomy", "control"), 0.0)
    assert call(effort_of, **{**given_, **neutral}) == 1.0


@given(arguments(skill_at))
def test_skill_lies_between_that_of_a_newcomer_and_one(given_):
    assert given_["start"] * (1 - 1e-6) <= call(skill_at, **given_) <= 1.0


@given(arguments(worth_of_overtime))
def test_overtime_is_never_worth_more_than_its_hours(given_):
    assert 0.0 <= call(worth_of_overtime, **given_) <= given_["overtime"]


@pytest.mark.parametrize("law", [engagement_target, exhaustion_target])
def test_at_the_reference_moods_have_nowhere_to_go(law):
    weights = {name: 0.3 for name in names(law) if name.startswith("p_")}
    assert call(law, **{**dict.fromkeys(names(law), 0.0), **weights}) == 0.0


@given(single(-4, 4), single(0.005, 0.5))
def test_a_mood_at_its_aim_stays(mood, kappa):
    """The aim is bounded, the mood is not: where the mood stands at the bounded aim, it rests."""
    held = mood / math.sqrt(1 + (mood / 5) ** 2)
    assert call(next_engagement, held, mood, held, kappa, 0.02, 0.0) == pytest.approx(held, rel=1e-5, abs=1e-6)
    assert call(next_exhaustion, held, mood, kappa, 0.0) == pytest.approx(held, rel=1e-5, abs=1e-6)
    bounded = mood / math.sqrt(1 + (mood / 3) ** 2)
    assert call(next_resignation, bounded, mood, kappa) == pytest.approx(bounded, rel=1e-5, abs=1e-6)


def test_contagion_keeps_the_mean_of_a_team_and_shrinks_its_differences():
    """A law of averaging (DeGroot): with no aim of its own, a team's mean stays and deviations shrink by the weight each week."""
    moods = np.array([-0.02, 0.0, 0.01, 0.03])
    for _ in range(10):
        mean = moods.mean()
        moods = np.array([call(next_engagement, m, m, mean, 0.0, 0.05, 0.0) for m in moods], np.float64)
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
    reference, fade, support = 0.351, 0.08, 1.0
    talked = [1.0 if (k * reference) % 1.0 < reference else 0.0 for k in range(2000)]
    kept = []
    for one in talked:
        support = call(next_support, support, one, 1.0, fade, reference)
        kept.append(support)
    assert np.mean(kept[500:]) == pytest.approx(1.0, abs=0.01)
    assert call(next_support, 1.0, 0.0, 1.0, 0.08, 0.351) == pytest.approx(0.92, rel=1e-6)


def test_two_years_halve_no_risk_they_take_away_the_newcomers_part_of_it():
    quiet = dict(zip(names(quit_chance), (0, 0, 0, 0, 200, math.log(0.001), 0.45, 0.2, 0.3, 0.25, 3.0, 1.0), strict=True))
    assert call(quit_chance, **quiet) == pytest.approx(0.001, rel=2e-6)
    assert call(quit_chance, **{**quiet, "tenure": 103.0}) == pytest.approx(0.003, rel=2e-6)
    assert call(quit_chance, **{**quiet, "tenure": 104.0}) == pytest.approx(0.001, rel=2e-6)
    assert call(quit_chance, **{**quiet, "engagement": 2.0}) == pytest.approx(0.001 * math.exp(-0.9), rel=2e-6)


def test_values_worked_by_hand():
    assert call(working_hours, 36.0, 0.14, 0.06, 0.8) == pytest.approx(28.0, rel=1e-6)
    assert call(working_hours, 36.0, 0.4, 0.25, 20.0) == pytest.approx(3.6, rel=1e-6)
    assert call(worth_of_overtime, 0.3) == pytest.approx(0.24, rel=1e-6)
    assert call(worth_of_overtime, 0.9) == call(worth_of_overtime, 0.75) == pytest.approx(0.375, rel=1e-6)
    assert call(skill_at, 0.0, 0.5, 13.0) == 0.5
    assert call(skill_at, 13.0, 0.5, 13.0) == pytest.approx(1 - 0.5 / math.e, rel=1e-6)
    assert call(bonus_effort, 0.05, 1.0, 0.0, 0.0, 0.5, 0.03) == 0.0
    assert call(bonus_effort, 0.1, 0.5, 0.25, 0.25, 0.5, 0.03) == pytest.approx(0.015, rel=1e-6)
    assert call(bonus_effort, 0.4, 1.0, 0.0, 0.0, 0.5, 0.03) == pytest.approx(0.12, rel=1e-6)
    assert call(effort_of, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.032, 0.02, 0.015, 0.015) == pytest.approx(math.exp(0.032), rel=1e-6)
    assert call(heads_budgeted, 10.0, 1.1, 0.0, 0.8, 1.0, 0.0, 0.5, 0.08) == pytest.approx(10.56, rel=1e-6)
    assert call(hire_chance, 12.0, 10.0, 4.0, 0.12, 0.0, 0.25, 1.0) == pytest.approx(0.06, rel=1e-6)
    assert call(illness_chance, 1.0, math.log(0.001), 0.7, 1.0) == pytest.approx(0.001 * math.exp(0.7), rel=2e-6)
    given_ = {"trust": 1.0, "kappa": 0.03, "autonomy": 1.0, "p_autonomy": 0.25}
    assert call(next_trust, **{**dict.fromkeys(names(next_trust), 0.0), **given_}) == pytest.approx(1 + 0.03 * (0.25 / math.sqrt(1 + 0.05**2) - 1), rel=1e-6)
    assert call(chance_to_have_stayed, 0, 0, 204.0, math.log(0.001), 0.45, 0.2, 3.0, 0, 0) == pytest.approx(math.exp(-0.412), rel=3e-6)


def test_where_a_mood_comes_to_rest_is_where_birth_puts_it():
    """A person of some kind under the reference, without luck, near the middle of the scale: the week goes where the start is drawn."""
    keen, team, room, base = 0.3, 0.1, -0.2, 0.05
    weights = {"p_disposition": 0.62, "p_autonomy": 0.3, "p_trust": 0.0}
    given_ = {**dict.fromkeys(names(engagement_target), 0.0), "disposition": keen, "team": team, "autonomy": room, "base": base, **weights}
    mood = 0.0
    for _ in range(2000):
        mood = call(next_engagement, mood, call(engagement_target, **given_), 0.0, 0.015, 0.0, 0.0)
    assert float(mood) == pytest.approx(float(call(lasting_engagement, keen, team, room, base, 0.62, 0.3, 0.0, 0.9)), abs=0.005)
    assert call(lasting_engagement, 1.0, 0.0, 0.0, 0.0, 0.62, 0.3, 0.1, 0.9) == pytest.approx(0.71, rel=1e-6)
    assert call(lasting_exhaustion, 1.0, 1.0, 0.1, 0.8, 0.15) == pytest.approx(0.55, rel=1e-6)
    assert call(left_by_the_team, 0.015, 0.005) == pytest.approx(0.75, rel=1e-6)
    assert call(need_at_start, 1.0, 0.12, 0.8) == pytest.approx(math.log(1 + 0.15 / 6.24) / 0.8, rel=1e-5)
