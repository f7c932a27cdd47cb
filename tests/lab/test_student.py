"""Student's distribution as the interval needs it, against a library."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr, stdtrit

from sim.lab.student import reach_of, share_within


@given(st.integers(1, 300), st.floats(0, 50))
def test_the_share_within_is_that_of_the_library(freedom, t):
    assert share_within(t, freedom) == pytest.approx(2.0 * stdtr(freedom, t) - 1.0, abs=1e-13)


@given(st.integers(1, 5000), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_reach_is_that_of_the_library(freedom, share):
    assert reach_of(share, freedom) == pytest.approx(stdtrit(freedom, (1.0 + share) / 2.0), rel=1e-10)


def test_more_pairs_never_widen_the_reach():
    reaches = [reach_of(0.95, freedom) for freedom in range(1, 400)]
    assert reaches == sorted(reaches, reverse=True)
    assert reaches[-1] > 1.959964, "the normal distribution is the limit"
