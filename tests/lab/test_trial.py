"""Trials are right where the answer is planted: made-up companies with a known effect."""

import math

import numpy as np
import pytest

from sim.lab.result import Result
from sim.lab.trial import DESIGNS, Twins, chance_of, companies_needed, half_treated, judged, power_at, sizes_up_to, tried, twins_of, welch
from tests.lab.fake import fake


def companies(effect, many=40, seed=1, lasting=0.8, uneven=0.0):
    """Companies that keep `lasting` of how they stood before, each lived twice: the effect differs between them by `uneven`."""
    luck = np.random.default_rng(seed)
    before, later, own = luck.standard_normal((3, many))
    without = lasting * before + math.sqrt(1 - lasting**2) * later
    return Twins(without, without + effect + uneven * own, before)


@pytest.mark.parametrize("design", DESIGNS)
def test_intervals_hold_the_true_effect_in_nineteen_trials_of_twenty(design):
    """A thousand trials of new companies each. (On the same companies again and again the intervals are a little too wide, which is known: Neyman.)"""
    luck = np.random.default_rng(3)
    seen = [tried(companies(0.5, seed=k, uneven=0.3), design, luck) for k in range(1000)]
    held = np.mean([one.low <= 0.5 <= one.high for one in seen])
    assert 0.93 < held < 0.985
    assert np.mean([one.effect for one in seen]) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("design", DESIGNS)
def test_without_an_effect_one_trial_in_twenty_sees_one(design):
    luck = np.random.default_rng(4)
    clear = np.mean([tried(companies(0.0, seed=k), design, luck).is_clear for k in range(1000)])
    assert 0.025 < clear < 0.075


def test_lots_drawn_anew_are_as_often_below_a_chance_as_the_chance_says():
    luck = np.random.default_rng(5)
    chances = []
    for k in range(300):
        twins = companies(0.0, 16, seed=k)
        treated = half_treated(16, luck)
        chances.append(chance_of(twins.without, treated, luck))
    assert np.mean(np.array(chances) <= 0.1) == pytest.approx(0.1, abs=0.05)
    assert chance_of(np.array([0.0, 0, 0, 0, 9, 9, 9, 9]), np.array([False] * 4 + [True] * 4), luck) < 0.06


def test_knowing_how_companies_stood_before_needs_fewer_of_them_when_that_lasts_and_more_when_it_does_not():
    lasting, fading = companies(0.3, 4000, lasting=0.9), companies(0.3, 4000, lasting=0.1)
    assert companies_needed(lasting, "before-after") < 0.4 * companies_needed(lasting, "randomised")
    assert companies_needed(lasting, "matched pairs") < 0.4 * companies_needed(lasting, "randomised")
    assert companies_needed(fading, "before-after") > 1.4 * companies_needed(fading, "randomised")


def test_companies_needed_is_the_known_formula_and_gives_the_power_it_promises():
    """Sixty-three in each arm see half a standard deviation in four trials of five (Cohen 1988; one or two more by Student's t)."""
    twins = companies(0.5, 20_000, lasting=0.0)
    assert companies_needed(twins, "randomised") == pytest.approx(126, abs=6)
    assert power_at(companies(0.5, 2000, lasting=0.0), "randomised", 126, np.random.default_rng(2)) == pytest.approx(0.8, abs=0.07)
    assert companies_needed(companies(0.0, 50), "randomised") is None


def test_two_groups_of_unequal_spread_have_welchs_interval():
    """Against an independent reckoning: SE = root(4/10 + 1/20); 11.3 degrees of freedom, read as 11, reach 2.201."""
    treated, control = np.linspace(-1, 1, 10), np.linspace(-1, 1, 20)
    treated, control = 2 * treated / treated.std(ddof=1) + 1, control / control.std(ddof=1)
    gap, low, high = welch(treated, control)
    assert gap == pytest.approx(1.0)
    assert (high - low) / 2 == pytest.approx(2.201 * math.sqrt(4 / 10 + 1 / 20), rel=0.01)


def lives(gain, seed=1, replications=24):
    """A control and a treatment of the same companies: engagement rises by `gain` from week 52 on; profit by nothing."""
    luck = np.random.default_rng(seed)
    stand = 0.1 * luck.standard_normal((replications, 1)) + 0.02 * luck.standard_normal((replications, 156))
    step = np.where(np.arange(156) < 52, 0.0, gain)
    return tuple(Result(fake(replications=replications, weeks=156, seed=seed, engagement=stand + more)) for more in (0.0, step))


def test_a_trial_reads_the_last_year_after_and_the_year_before():
    control, treatment = lives(0.2)
    twins = twins_of(control, treatment, "engagement", 52)
    assert twins.treated - twins.without == pytest.approx(np.full(24, 0.2))
    assert twins.before == pytest.approx(control.series("engagement")[:, :52].mean(axis=1))


def test_a_trial_finds_what_was_planted_the_way_it_goes_and_the_same_again():
    control, treatment = lives(0.2)
    found = judged(control, treatment, "engagement", 52, seed=9)
    assert found.truth == pytest.approx(0.2)
    assert [one.design for one in found.seen] == list(DESIGNS)
    assert all(one.is_clear and one.effect > 0 for one in found.seen)
    assert found.power["before-after"][24] > 0.99
    again = judged(*lives(0.2), "engagement", 52, seed=9)
    assert (again.seen, again.power, again.needed) == (found.seen, found.power, found.needed)
    assert judged(control, treatment, "engagement", 52, seed=10).seen[0].effect != found.seen[0].effect
    down = judged(*lives(-0.2), "engagement", 52, seed=9)
    assert all(one.effect < 0 for one in down.seen)


def test_without_a_time_before_there_is_only_the_plain_comparison():
    control, treatment = lives(0.2)
    found = judged(control, treatment, "engagement", 0, seed=9)
    assert [one.design for one in found.seen] == ["randomised"]


def test_companies_without_a_number_are_left_out_of_both_lives():
    control, treatment = lives(0.2)
    treatment.record.weekly["heads"][:3] = 0.0
    found = judged(control, Result(treatment.record), "engagement", 52, seed=9)
    assert found.twins.without.size == 21


def test_sizes_double_up_to_all():
    assert sizes_up_to(64) == [8, 16, 32, 64]
    assert sizes_up_to(50) == [8, 16, 32, 50]
