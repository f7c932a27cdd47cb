"""Luck and what is not known are told apart as they were made, and no interval is surer than the members that it counts."""

import numpy as np
import pytest

from sim.lab.spread import RANGE, doubts, drawn_together, interval, parts_of, spread_of


def made(members, each, unknown, luck, seed=1, mean=5.0):
    """Differences by [member, replication] with spreads that are known."""
    draws = np.random.default_rng(seed)
    return mean + unknown * draws.standard_normal((members, 1)) + luck * draws.standard_normal((members, each))


@pytest.mark.parametrize(("unknown", "luck", "each"), [(1.0, 1.0, 2), (1.0, 3.0, 4), (2.0, 0.5, 3), (0.5, 2.0, 8)])
def test_spreads_are_found_as_they_were_made(unknown, luck, each):
    found = spread_of(made(4_000, each, unknown, luck))
    assert found.luck == pytest.approx(luck, rel=0.04)
    assert found.unknown == pytest.approx(unknown, rel=0.08)
    assert found.together == pytest.approx(np.hypot(unknown, luck / np.sqrt(each)), rel=0.04)


@pytest.mark.parametrize(("unknown", "luck"), [(1.0, 1.0), (0.0, 1.0), (1.0, 0.1)])
def test_the_interval_covers_the_truth_nineteen_times_in_twenty(unknown, luck):
    tries = [spread_of(made(12, 2, unknown, luck, seed)) for seed in range(1_000)]
    assert np.mean([one.low <= 5.0 <= one.high for one in tries]) == pytest.approx(0.95, abs=0.018)


def test_counting_companies_of_one_member_as_if_they_were_others_would_be_too_sure():
    tries = [interval(made(12, 4, 1.0, 0.5, seed).ravel()) for seed in range(500)]
    assert np.mean([low <= 5.0 <= high for low, high in tries]) < 0.75


def test_the_range_of_members_is_their_own_and_not_that_of_their_means():
    values = made(40_000, 2, 1.0, 2.0)
    found, raw = spread_of(values), np.quantile(values.mean(axis=1), RANGE)
    assert (found.lowest, found.highest) == pytest.approx((5 - 1.645, 5 + 1.645), abs=0.12)
    assert raw[1] - raw[0] > 1.6 * (found.highest - found.lowest)


def test_where_members_do_not_differ_the_range_closes_and_what_is_not_known_is_nothing():
    tries = [spread_of(made(40, 2, 0.0, 1.0, seed)) for seed in range(60)]
    none = [one for one in tries if one.unknown == 0.0]
    assert len(none) > 20
    assert all(one.lowest == pytest.approx(one.mean) and one.highest == pytest.approx(one.mean) for one in none)
    assert np.mean([one.unknown for one in tries]) < 0.3


def test_with_one_replication_the_two_cannot_be_told_apart():
    found = spread_of(made(50, 1, 1.0, 1.0))
    assert np.isnan([found.luck, found.unknown, found.lowest, found.highest]).all()
    assert found.together == pytest.approx(np.sqrt(2), rel=0.3)
    assert found.low < found.mean < found.high


def test_members_are_counted_by_their_means_and_the_better_way_is_the_measures():
    values = np.array([[1.0, 3.0], [-5.0, 1.0], [2.0, 2.0]])
    assert (spread_of(values).better, spread_of(values, lower_is_better=True).better) == (2, 1)
    assert spread_of(values).share_better == pytest.approx(2 / 3)


def test_what_is_missing_is_left_out():
    values = made(400, 3, 1.0, 1.0)
    values[:100, 0] = np.nan
    values[100:120] = np.nan
    found = spread_of(values)
    assert found.members == 380
    assert (found.luck, found.unknown) == pytest.approx((1.0, 1.0), abs=0.15)
    assert spread_of(np.full((4, 2), np.nan)).members == 0
    assert np.isnan(spread_of(np.full((4, 2), np.nan)).share_better)


def test_every_week_is_told_apart_as_it_would_be_alone():
    values = np.stack([made(30, 2, 1.0, 1.0, seed) for seed in range(5)], axis=-1)
    values[3, :, 2] = np.nan
    whole = drawn_together(parts_of(values))
    for week in range(5):
        alone = spread_of(values[:, :, week])
        known = whole[np.isfinite(whole[:, week]), week]
        assert np.quantile(known, RANGE) == pytest.approx((alone.lowest, alone.highest))


def test_both_spreads_have_intervals_and_are_the_same_numbers():
    values = made(40, 2, 2.0, 1.0)
    luck, unknown = doubts(values)
    found = spread_of(values)
    assert (luck.value, unknown.value) == pytest.approx((found.luck, found.unknown))
    assert luck.low < luck.value < luck.high
    assert unknown.low < unknown.value < unknown.high
    assert np.isnan(doubts(values[:5])[1].low)


@pytest.mark.thorough
def test_the_intervals_of_both_spreads_hold_about_nine_times_in_ten():
    """Firms drawn anew are a little too sure with 64 of them: 90 to 95 % instead of 95."""
    hits = np.array([[luck.low <= 1.0 <= luck.high, unknown.low <= 1.0 <= unknown.high]
                     for luck, unknown in (doubts(made(64, 2, 1.0, 1.0, seed)) for seed in range(200))])
    assert (hits.mean(axis=0) > 0.87).all()
