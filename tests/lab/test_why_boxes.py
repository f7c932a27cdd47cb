"""Boxes that were planted are found; where nothing is planted, nothing is told."""

from __future__ import annotations

import numpy as np
import pytest

from sim.lab.why_boxes import find_box

NAMES = ("a", "b", "c", "d", "e")


def points(count: int = 600, seed: int = 3):
    return np.random.default_rng(seed).random((count, len(NAMES)))


def test_a_planted_box_is_found() -> None:
    where = points()
    box = find_box(where, (where[:, 1] > 0.4) & (where[:, 3] < 0.6), NAMES)
    assert set(box.limits) == {"b", "d"}
    assert box.limits["b"][0] == pytest.approx(0.4, abs=0.05)
    assert box.limits["d"][1] == pytest.approx(0.6, abs=0.05)
    assert box.limits["b"][1] == np.inf
    assert box.limits["d"][0] == -np.inf
    assert box.inside > 0.97
    assert box.overall == pytest.approx(0.36, abs=0.06)


def test_a_planted_box_is_found_in_luck() -> None:
    where, luck = points(), np.random.default_rng(4).random(600)
    inside = (where[:, 0] > 0.5) & (where[:, 2] > 0.3)
    box = find_box(where, luck < np.where(inside, 0.85, 0.25), NAMES)
    assert {"a", "c"} <= set(box.limits)
    assert box.limits["a"][0] == pytest.approx(0.5, abs=0.12)
    assert box.inside > 0.8


def test_a_stretch_with_two_ends_is_found() -> None:
    where = points()
    box = find_box(where, (where[:, 2] > 0.3) & (where[:, 2] < 0.7), NAMES)
    low, high = box.limits["c"]
    assert low == pytest.approx(0.3, abs=0.05)
    assert high == pytest.approx(0.7, abs=0.05)


def test_pasting_gives_back_what_was_cut_too_far() -> None:
    where = points()
    hold = where[:, 0] > 0.2
    box = find_box(where, hold, NAMES)
    assert box.support == pytest.approx(0.8, abs=0.05)


def test_no_box_is_smaller_than_the_least_support() -> None:
    where = points()
    box = find_box(where, (where < 0.3).all(axis=1), NAMES, support=0.3)
    assert box.support >= 0.3


@pytest.mark.parametrize("all_hold", [True, False])
def test_where_all_agree_no_limit_is_told(all_hold: bool) -> None:
    where = points(100)
    box = find_box(where, np.full(100, all_hold), NAMES)
    assert not box.limits
    assert box.count == 100


def test_the_count_is_that_of_the_points_inside() -> None:
    where = points()
    box = find_box(where, where[:, 4] > 0.5, NAMES)
    assert box.holds(where, NAMES).sum() == box.count
