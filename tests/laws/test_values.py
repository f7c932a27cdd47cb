"""Values worked by hand where a property leaves room: bounds that are reached, names of draws, and ends of ranges (each of these let a mutant through)."""

import numpy as np
import pytest

from sim.arithmetic import clip, room_ratio
from sim.compiled import plain
from sim.draws import at_birth, in_week
from sim.mechanisms.finance import cash_held
from tests.laws.domains import call


def test_the_counter_of_a_week_is_the_week_in_sixty_fours_and_its_purpose():
    """Stored runs depend on it: six bits for the purpose, the rest for the week."""
    assert int(plain(in_week)(5, np.uint32(3))) == 5 * 64 + 3
    assert int(plain(in_week)(0, np.uint32(63))) == 63


def test_the_counter_of_a_birth_is_a_weeks_with_the_highest_bit():
    assert int(plain(at_birth)(5, np.uint32(3))) == 2**31 + 5 * 64 + 3


def test_room_hours_count_between_a_hundredth_and_eight_times_the_references():
    assert call(room_ratio, 20.0, 100.0, 0.1) == pytest.approx(2.0)
    assert call(room_ratio, 0.0, 100.0, 0.1) == np.float32(0.01)
    assert call(room_ratio, 500.0, 100.0, 0.1) == np.float32(8.0)
    assert call(room_ratio, 500.0, 0.0, 0.1) == np.float32(8.0)
    assert call(room_ratio, 0.05, 0.0, 0.1) == pytest.approx(5.0), "nobody there: a hundredth of an hour stands below"


def test_owners_first_leave_a_fifth_of_the_cash_at_least_and_twice_at_most():
    assert call(cash_held, 10.0, 3.5, 0.3) == pytest.approx(2.0)
    assert call(cash_held, 10.0, -4.0, 0.3) == pytest.approx(20.0)
    assert call(clip, 3.0, -1.0, 2.0) == 2.0
