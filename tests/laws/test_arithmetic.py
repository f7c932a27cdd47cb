"""Own functions agree with the mathematics to a stated number of units in the last place."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.arithmetic import bounded, chance, clip, exp, lever_sd, log, power, softplus, support_sd, unit_sd
from tests.laws.domains import arguments, call, single


def units_off(found, true):
    """Distance in units in the last place of single precision."""
    return abs(float(found) - true) / float(np.spacing(np.float32(abs(true))))


def test_exp_is_accurate_to_three_units():
    worst = max(units_off(call(exp, x), math.exp(float(np.float32(x)))) for x in np.linspace(-86.9, 87.9, 8001))
    assert worst <= 3.0


def test_exp_of_nothing_is_one_and_beyond_its_range_it_stands_still():
    assert call(exp, 0.0) == 1.0
    assert call(exp, 1e6) == call(exp, 88.0) < np.inf
    assert call(exp, -1e6) == call(exp, -87.0) > 0.0


@given(single(-87, 88), single(-87, 88))
def test_exp_never_falls_by_more_than_rounding(one, other):
    low, high = sorted((one, other))
    assert call(exp, high) >= call(exp, low) * np.float32(1.0 - 2.5e-7)


def test_log_is_accurate_to_three_units():
    grid = np.concatenate([np.geomspace(1e-36, 1e36, 6001), np.linspace(0.5, 2.0, 4001)])
    away = [x for x in grid if abs(x - 1.0) > 1e-3]
    assert max(units_off(call(log, x), math.log(float(np.float32(x)))) for x in away) <= 3.0


def test_log_near_one_keeps_its_digits():
    near = [1.0 + d for d in np.linspace(-1e-3, 1e-3, 2001) if d]
    for x in near:
        true = math.log(float(np.float32(x)))
        assert float(call(log, x)) == pytest.approx(true, rel=4e-7, abs=1e-12)


def test_log_of_what_has_no_logarithm_is_that_of_the_smallest_number():
    assert call(log, 0.0) == call(log, -5.0) == call(log, 1e-37) == pytest.approx(math.log(1e-37), rel=1e-6)
    assert call(log, 1.0) == 0.0


def test_log_undoes_exp():
    for x in np.linspace(-80, 80, 321):
        assert float(call(log, call(exp, x))) == pytest.approx(float(np.float32(x)), rel=1e-6, abs=3e-7)


def test_power_agrees_with_mathematics_within_what_its_exponent_magnifies():
    for x in np.geomspace(0.01, 100, 61):
        for exponent in (-3.0, -0.7, 0.0, 0.2, 1.0, 2.5):
            true = float(np.float32(x)) ** float(np.float32(exponent))
            assert float(call(power, x, exponent)) == pytest.approx(true, rel=3e-7 * (1 + abs(exponent * math.log(x))))


@given(arguments(bounded))
def test_bounded_never_exceeds_its_limit_and_keeps_the_sign(given):
    y = call(bounded, **given)
    assert abs(y) <= given["limit"] * (1 + 1e-6)
    assert y * given["x"] >= 0
    assert abs(y) <= abs(given["x"]) * (1 + 1e-6)


def test_bounded_leaves_small_numbers_alone_and_takes_three_four_to_its_known_value():
    assert call(bounded, 1e-4, 3.0) == pytest.approx(1e-4, rel=1e-6)
    assert call(bounded, 3.0, 4.0) == pytest.approx(2.4, rel=1e-6)


@given(arguments(softplus))
def test_softplus_lies_above_both_zero_and_its_argument(given):
    assert call(softplus, **given) >= max(0.0, given["x"])
    assert float(call(softplus, **given)) == pytest.approx(math.log1p(math.exp(-abs(given["x"]))) + max(given["x"], 0.0), rel=1e-6, abs=1.5e-7)


@given(arguments(clip))
def test_clip_keeps_between_and_touches_nothing_inside(given):
    y = call(clip, **given)
    assert given["low"] <= y <= given["high"]
    assert y == given["x"] or not given["low"] < given["x"] < given["high"]


def test_chance_agrees_with_the_logistic_function():
    for x in np.linspace(-20, 20, 2001):
        true = 1.0 / (1.0 + math.exp(-float(np.float32(x))))
        assert units_off(call(chance, x), true) <= 4.0
    assert call(chance, 0.0) == 0.5


@given(single(-16, 16))
def test_chances_of_yes_and_no_add_to_one(x):
    assert float(call(chance, x)) + float(call(chance, -x)) == pytest.approx(1.0, abs=2e-7)


def test_two_tenths_of_a_lever_are_one_standard_deviation():
    assert call(lever_sd, 0.7, 0.5) == pytest.approx(1.0, rel=1e-6)
    assert call(lever_sd, 0.4, 0.4) == 0.0


def test_the_reference_support_counts_as_none():
    assert call(support_sd, 1.0) == 0.0
    assert call(support_sd, 1.4) == pytest.approx(1 / np.sqrt(1 + 1 / 9), rel=1e-6)
    assert call(support_sd, 8.0) < 3.0


def test_a_unit_that_differs_by_a_standard_deviation_between_units_counts_as_one():
    assert call(unit_sd, 0.0) == 0.0
    assert call(unit_sd, 0.12) == -call(unit_sd, -0.12) == pytest.approx(1 / np.sqrt(1 + 1 / 9), rel=1e-6)
