"""A difference by mechanisms: on made-up knock-outs whose answer is known, and in a real company against runs with the mechanism off."""

import dataclasses

import numpy as np
import pytest

from sim.lab.experiment import run_all
from sim.lab.members import Chosen
from sim.lab.why_luck import Companies
from sim.lab.why_mechanisms import carried, mechanisms_of, through
from sim.lab.why_worlds import Care, Reading, ground_of
from sim.parameters import MECHANISMS
from sim.scenario import load_scenario

PROFIT = Reading("cumulative_profit", 1, 13)
FIRST = load_scenario("small").with_(weeks=13, replications=3)
SECOND = dataclasses.replace(FIRST.with_(policy={"slack_share": 0.2}), name="slack")


def gaps(*lefts, companies=8):
    """Differences by [variant, company]: with all at work, then without each, with a little luck of each company."""
    luck = 1.0 + 0.05 * np.random.default_rng(1).standard_normal(companies)
    return np.array([np.full(companies, left) * luck for left in lefts])


def test_two_ways_side_by_side_each_carry_their_part_and_nothing_is_left_over():
    found = carried(("a", "b", "idle"), gaps(3.0, 1.0, 2.0, 3.0), PROFIT, Companies())
    assert [(one.mechanism, one.clear) for one in found.carried] == [("a", True), ("b", True), ("idle", False)]
    assert [one.part.value for one in found.carried] == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert found.rest.mean == pytest.approx(0.0, abs=1e-12)
    assert found.together.mean == pytest.approx(found.whole.mean)


def test_two_in_a_row_each_carry_all_of_it_and_the_rest_says_so():
    found = carried(("a", "b"), gaps(3.0, 0.5, 0.5), PROFIT, Companies())
    assert found.rest.mean == pytest.approx(-2 / 3 * found.whole.mean)
    assert found.rest.high < 0.0


def test_what_works_against_the_difference_stands_last():
    found = carried(("against", "a"), gaps(-2.0, -3.0, -0.5), PROFIT, Companies())
    assert [one.mechanism for one in found.carried] == ["a", "against"]
    assert found.carried[1].part.value == pytest.approx(-0.5)


def test_a_mechanism_that_makes_the_measure_holds_all_of_it_and_is_left_out_of_the_sum():
    found = carried(("maker", "a"), gaps(2.0, 0.0, 1.0), PROFIT, Companies())
    assert [one.mechanism for one in found.carried if one.all_of_it] == ["maker"]
    assert found.together.mean == pytest.approx(found.whole.mean / 2)
    assert not carried(("a",), gaps(0.0, 0.0), PROFIT, Companies()).carried[0].all_of_it


def test_a_company_that_ended_without_a_mechanism_is_left_out_there():
    values = gaps(3.0, 1.0, 2.0)
    values[1, 2] = np.nan
    found = carried(("a", "b"), values, PROFIT, Companies())
    assert {one.mechanism: one.through.count for one in found.carried} == {"a": 7, "b": 8}
    assert found.whole.count == 8


def test_in_a_real_company_it_is_the_difference_less_that_of_two_runs_without():
    ground = ground_of(FIRST, Chosen(), Care())
    found = through((FIRST, SECOND), ground, ground.companies(3), [PROFIT], Care(seed=FIRST.seed, threads=1))[0]
    assert {one.mechanism for one in found.carried} == set(MECHANISMS)
    year = 52 * ground.yardsticks[0]["profit_week"]

    def gap(off):
        base, other = run_all([one.with_(off=off) for one in (FIRST, SECOND)])
        return float((other.series("cumulative_profit") - base.series("cumulative_profit"))[:, -1].mean()) / year

    held = {one.mechanism: one for one in found.carried}
    assert found.whole.mean == pytest.approx(gap(()))
    for name in ("capability", "choice"):
        assert held[name].left.mean == pytest.approx(gap((name,)))
        assert held[name].through.mean == pytest.approx(gap(()) - gap((name,)))


def test_what_is_off_in_both_policies_is_not_switched_off_again():
    assert "ideas" not in mechanisms_of(FIRST.with_(off=("ideas",)))
