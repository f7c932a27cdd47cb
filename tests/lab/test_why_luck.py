"""What stands out when many numbers are looked at at once: noise seldom does, an effect does, and so few companies cannot tell."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.lab.claims_verdict import Effect
from sim.lab.why_luck import Companies, stands_out, widened


def test_noise_stands_out_in_one_comparison_of_twenty_at_most():
    draws, alarms, tries = np.random.default_rng(4), 0, 200
    for _ in range(tries):
        steady = np.cumsum(draws.standard_normal((8, 40, 3)), axis=1)
        t, limit = stands_out(steady)
        alarms += bool((np.abs(t) > limit).any())
    assert alarms / tries < 0.09, "0.05 is meant; 0.09 is three standard errors above"


def test_an_effect_stands_out_among_noise():
    draws = np.random.default_rng(5)
    values = draws.standard_normal((16, 20))
    values[:, 7] += 2.0
    t, limit = stands_out(values)
    assert np.flatnonzero(np.abs(t) > limit).tolist() == [7]
    assert t[7] == pytest.approx(stats.ttest_1samp(values[:, 7], 0.0).statistic)


def test_what_is_the_same_in_all_companies_stands_out_and_nothing_does_not():
    values = np.zeros((6, 3))
    values[:, 1] = 0.25
    values[:, 2] = np.arange(6) - 2.5
    t, limit = stands_out(values)
    assert (np.abs(t) > limit).tolist() == [False, True, False]
    assert t[0] == 0.0


def test_few_companies_tell_nothing():
    t, limit = stands_out(np.ones((5, 2)))
    assert math.isnan(limit)
    assert np.isnan(t).all()


def test_many_companies_are_turned_over_by_lot_and_always_the_same_way():
    values = np.random.default_rng(6).standard_normal((30, 4))
    assert stands_out(values)[1] == stands_out(values)[1]


def test_members_count_once_each():
    values = np.repeat(np.array([1.0, 2.0, 4.0]), 5) + np.tile([-1.0, -0.5, 0.0, 0.5, 1.0], 3)
    found = Companies(3).effect(values)
    expected = stats.ttest_1samp([1.0, 2.0, 4.0], 0.0).confidence_interval(0.95)
    assert (found.mean, found.low, found.high, found.count) == pytest.approx((7 / 3, expected.low, expected.high, 3))
    assert Companies().effect(values).count == 15


def test_the_luck_of_drawn_orders_widens_an_interval():
    narrow = Effect(1.0, 0.7, 1.3, 16)
    wide = widened(narrow, 0.2, 7)
    assert wide.high - wide.mean == pytest.approx(math.hypot(0.3, stats.t.ppf(0.975, 7) * 0.2))
    assert widened(narrow, 0.0, 0) == narrow
