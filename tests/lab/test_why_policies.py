"""The whole answer, in members of an ensemble: each against its own reference, members are what is counted, and all parts speak of the same companies."""

import dataclasses

import numpy as np
import pytest

from sim.ensemble.store import Ensemble, Member
from sim.lab.members import Chosen
from sim.lab.why_policies import USUAL, Question, answer, cost_of, enough, readings_of, ready, refuse_what_is_too_much
from sim.lab.why_worlds import Care, Reading, ground_of
from sim.reference.run import reference_of
from sim.scenario import ScenarioError, load_scenario

FIRST = load_scenario("small")
SECOND = dataclasses.replace(FIRST.with_(policy={"autonomy": 0.8, "slack_share": 0.2}), name="freer")


@pytest.fixture(scope="module")
def members():
    """Six members near the default that borrow its own reference constants, with profits of their own."""
    usual = reference_of(FIRST)[0]
    made = [Member(f"near {k}", {"strain.load": 1.0 + k / 100}, {"reference": {**usual, "profit_week": usual["profit_week"] * (1 + k / 10)}}) for k in range(6)]
    return Chosen(Ensemble(tuple(made), {"grade": "made up"}), "made up")


@pytest.fixture(scope="module")
def told(members):
    pair = ready(FIRST, SECOND, weeks=14, replications=None, seed=5, chosen=members)
    return answer(Question(*pair, measures=("cumulative_profit", "engagement"), chosen=members), Care(seed=5, threads=1))


def test_levers_speak_of_the_companies_of_the_comparison(told, members):
    gap = told.comparison.paired("cumulative_profit")[:, -1].reshape(6, 2)
    years = 52 * np.array([one.balances["reference"]["profit_week"] for one in members.ensemble])[:, None]
    shared = told.shared("cumulative_profit")[-1]
    assert np.allclose(shared.by_company.sum(axis=0), (gap / years).ravel(), rtol=1e-9)
    assert (shared.whole.count, told.question.companies) == (6, 12)
    assert shared.whole.mean == pytest.approx((gap / years).mean())
    assert told.through("engagement").whole.count == 6
    assert told.comparison.several
    assert told.chain.counted == 6


def test_the_story_is_of_one_of_its_companies(told):
    assert told.story.member == f"near {told.story.company // 2}"
    gap = told.comparison.paired("cumulative_profit")[:, -1]
    assert told.story.company == np.abs(gap - np.median(gap)).argmin()
    assert [one.cast.name for one in told.story.figures] == ["employee", "team", "customer"]


def test_two_companies_a_member_are_taken_unless_told_and_sixteen_without_members(members):
    assert ready(FIRST, SECOND, weeks=None, replications=None, seed=None, chosen=members)[0].replications == 2
    assert {one.replications for one in ready(FIRST, SECOND, weeks=None, replications=None, seed=None, chosen=Chosen())} == {16}
    assert [one.replications for one in ready(FIRST, SECOND, weeks=9, replications=3, seed=None, chosen=Chosen())] == [3, 3]


def test_sums_are_read_along_the_way_and_means_by_the_year():
    assert readings_of("cumulative_profit", 60, True) == [Reading("cumulative_profit", 1, end) for end in (13, 26, 39, 52, 60)]
    assert readings_of("engagement", 120, True) == [Reading("engagement", 1, 52), Reading("engagement", 53, 104), Reading("engagement", 69, 120)]
    assert readings_of("engagement", 120, False) == [Reading("engagement", 69, 120)]
    assert len(readings_of("cumulative_profit", 1040, True)) <= 40
    assert "cumulative_profit" in USUAL


def test_what_nobody_can_wait_for_is_refused_and_what_it_costs_is_told():
    question = Question(*ready(FIRST, SECOND, weeks=20, replications=10_000, seed=1, chosen=Chosen()))
    refuse_what_is_too_much(question)
    many = Question(FIRST.with_(replications=100_000), SECOND.with_(replications=100_000, policy={"control": 0.5, "vision": 0.5, "recovery": 0.5}))
    with pytest.raises(ScenarioError, match="at most"):
        refuse_what_is_too_much(many)
    small = Question(*ready(FIRST, SECOND, weeks=20, replications=8, seed=1, chosen=Chosen()))
    cost = cost_of(small, ground_of(FIRST, Chosen(), Care()), Care(threads=1))
    assert (cost.policies, cost.mechanisms, cost.companies, cost.weeks) == (4, 27, 8, 20)
    assert cost.seconds > 0.0
    assert cost_of(dataclasses.replace(small, parts=("chain",)), ground_of(FIRST, Chosen(), Care()), Care(threads=1)).policies == 2
    assert not enough(small)
    assert enough(dataclasses.replace(small, first=small.first.with_(replications=5)))
