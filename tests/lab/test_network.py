"""Closed groups are told from open ones."""

import math

import numpy as np
import pytest

from sim.measures.network import ei_index, modularity


def test_all_help_inside_is_minus_one_and_all_help_between_is_one():
    assert ei_index(np.eye(4))[0] == pytest.approx(-1.0)
    assert ei_index(np.ones((4, 4)) - np.eye(4))[0] == pytest.approx(1.0)


def test_even_help_stands_at_its_neutral_value_and_has_no_modularity():
    value, neutral = ei_index(np.ones((4, 4)))
    assert value == pytest.approx(neutral)
    assert modularity(np.ones((4, 4))) == pytest.approx(0.0)
    assert modularity(np.eye(4)) == pytest.approx(0.75)


@pytest.mark.parametrize("nothing", [None, np.zeros((3, 3)), np.ones((1, 1)), np.zeros((0, 0))])
def test_without_help_or_groups_there_is_no_data(nothing):
    assert math.isnan(ei_index(nothing)[0])
    assert math.isnan(modularity(nothing))
