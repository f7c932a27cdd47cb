"""Pace by load: an absolute level with a peak."""

import numpy as np
import pytest

from sim.compiled import plain
from sim.mechanisms.effort import pace_at

PACE = plain(pace_at)
RISE, PEAK, FALL = np.float32(0.3), np.float32(0.93), np.float32(0.3)


def test_pace_is_neutral_at_the_load_of_the_reference():
    assert PACE(np.float32(0.85), RISE, PEAK, FALL) == pytest.approx(0.0, abs=1e-7)


def test_a_fuller_week_speeds_up_until_the_peak_and_overload_slows_down():
    loads = np.linspace(0.2, 2.5, 200, dtype=np.float32)
    pace = np.array([PACE(load, RISE, PEAK, FALL) for load in loads])
    below = loads < PEAK
    assert (np.diff(pace[below]) > 0).all()
    assert (np.diff(pace[~below]) <= 0).all()


def test_pace_by_hand():
    assert PACE(np.float32(0.65), RISE, PEAK, FALL) == pytest.approx(-0.06, rel=1e-5)
    assert PACE(np.float32(1.13), RISE, PEAK, FALL) == pytest.approx(0.3 * 0.08 - 0.3 * 0.2, rel=1e-4)
