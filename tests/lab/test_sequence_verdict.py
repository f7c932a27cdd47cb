"""Which differences between orders are clear: intervals hold for all that are looked at together."""

import numpy as np
import pytest

from sim.lab.sequence_plans import Plan
from sim.lab.sequence_verdict import Contrast, Counting, agreeing_order, bounded, comes_first, is_clear, pair_blocks, precedence, reach_together, regret_of
from sim.lab.student import reach_of
from sim.measures.intervals import Estimate, wilson
from sim.scenario import Scenario

NAMES = ("a", "b", "c")


def plan(order, pacing="evenly", starts=(0, 10, 20)):
    return Plan(tuple(order), pacing, starts, (), Scenario(), ())


def every_order():
    import itertools

    return [plan(order, pacing) for pacing in ("evenly", "small_steps") for order in itertools.permutations(NAMES)]


def test_one_difference_alone_has_student_s_interval():
    values = np.random.default_rng(1).standard_normal((1, 40))
    reach = reach_together([values], 40)
    assert reach == pytest.approx(reach_of(0.95, 39), rel=0.05)
    assert reach >= reach_of(0.95, 39)


def test_many_differences_reach_further_but_no_further_than_counting_them_all_would():
    values = np.random.default_rng(2).standard_normal((20, 40))
    reach = reach_together(pair_blocks(values), 40)
    assert reach_of(0.95, 39) < reach < reach_of(1 - 0.05 / 190, 39)


def test_copies_of_one_difference_are_one_question():
    one = np.random.default_rng(3).standard_normal((1, 30))
    assert reach_together([np.repeat(one, 50, axis=0)], 30) == pytest.approx(reach_together([one], 30))


def test_rows_that_are_equal_tell_nothing_and_break_nothing():
    assert reach_together(pair_blocks(np.ones((4, 12))), 12) == pytest.approx(reach_of(0.95, 11))
    assert np.isnan(reach_together(pair_blocks(np.ones((4, 5))), 5)), "too few to say"


def test_with_no_difference_anywhere_one_is_found_in_about_one_of_twenty():
    """Fifteen plans in twelve companies that share much; a hundred and twenty worlds without any difference."""
    found = 0
    for world in range(120):
        generator = np.random.default_rng(world)
        values = generator.standard_normal((15, 4)) @ generator.standard_normal((4, 12)) + 0.3 * generator.standard_normal((15, 12))
        reach = reach_together(pair_blocks(values), 12, draws=400, seed=world)
        found += any(is_clear(one) for block in pair_blocks(values) for one in bounded(block, reach))
    assert found <= 13


def test_a_planted_order_effect_is_found_in_its_pair_and_in_no_other():
    plans, generator = every_order(), np.random.default_rng(4)
    gains = np.array([100.0 * (one.order.index("a") < one.order.index("b")) for one in plans])
    values = gains[:, None] + generator.standard_normal((1, 20)) * 50 + generator.standard_normal((12, 20)) * 5
    found = {(one.first, one.second): one.effect for one in precedence(plans, values, NAMES)}
    assert found["a", "b"].value == pytest.approx(100.0, abs=10.0)
    assert is_clear(found["a", "b"])
    first = {one.first: one.effect for one in comes_first(plans, values, NAMES)}
    assert first["a"].value == pytest.approx(50.0, abs=10.0)
    assert first["b"].value == pytest.approx(-50.0, abs=10.0)
    assert not is_clear(first["c"])


def test_plans_without_an_order_are_left_out_of_the_question_what_comes_first():
    plans = [plan(NAMES, "at_once", (0, 0, 0)), plan(("a", "b"), "evenly", (0, 10))]
    assert precedence(plans, np.zeros((2, 8)), NAMES) == []
    assert comes_first(plans, np.zeros((2, 8)), NAMES) == []


@pytest.mark.parametrize("count", [4, 9])
def test_the_order_that_agrees_with_all_pairs_is_found(count):
    names = tuple("abcdefghi"[:count])
    wanted = names[::-1]
    pairs = [Contrast(one, other, Estimate(-1.0), 2) for k, one in enumerate(names) for other in names[k + 1 :]]
    assert agreeing_order(pairs, names) == wanted


def test_regret_is_nothing_for_the_best_of_a_company_and_the_gap_for_the_others():
    regret, best = regret_of(np.array([[3.0, 1.0], [1.0, 4.0]]))
    assert regret.tolist() == [[0.0, 3.0], [2.0, 0.0]]
    assert best.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_members_are_counted_by_their_means():
    values = np.array([1.0, 3.0, 5.0, 7.0])
    assert Counting(2).units(values).tolist() == [2.0, 6.0]
    assert Counting(2).mean(values).firms == 2
    assert Counting().mean(values).firms == 4
    share = Counting(2).share(np.array([1.0, 1.0, 0.0, 0.0]))
    assert (share.value, share.low, share.high) == (0.5, *wilson(1, 2))
    assert Counting(8).share(np.zeros(16)).high == wilson(0, 8)[1], "members that agree are not certain"
