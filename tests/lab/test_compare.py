"""Comparisons pair identical companies, and claim no more than the pairs show."""

import numpy as np
import pytest
from scipy import stats

from sim.lab.compare import Comparison, labels
from sim.lab.experiment import shared
from sim.lab.result import Result
from sim.scenario import Scenario, ScenarioError
from tests.lab.fake import YARDSTICK, fake

WEEKS = np.arange(104)
DIP_THEN_GAIN = np.where(WEEKS < 26, -5_000.0, 5_000.0)


def pair(extra=0.0, noise=0.0, **settings):
    """A baseline and the same companies with something extra a week, and noise that is not shared."""
    size = settings.get("replications", 8)
    own = noise * np.random.default_rng(7).standard_normal((size, 1))
    return Comparison([Result(fake(**settings)), Result(fake(extra_profit=extra + own, **settings))])


def test_common_luck_cancels():
    gap = pair(extra=1_000.0).difference("profit")
    assert gap.mean == pytest.approx(1_000.0)
    assert gap.high - gap.low < 1e-6
    assert (gap.better, gap.worse, gap.pairs) == (8, 0, 8)


def test_the_interval_is_the_paired_t_interval():
    comparison = pair(extra=500.0, noise=2_000.0, replications=20)
    gap = comparison.difference("profit")
    ours, theirs = (result.series("profit")[:, -52:].mean(axis=1) for result in reversed(comparison.results))
    expected = stats.ttest_rel(ours, theirs).confidence_interval(0.95)
    assert (gap.low, gap.high) == pytest.approx((expected.low, expected.high))
    assert gap.better == (ours > theirs).sum()


def test_the_interval_covers_the_truth_about_nineteen_times_in_twenty():
    hits, draws = 0, np.random.default_rng(3)
    from sim.lab.spread import interval

    for _ in range(2_000):
        low, high = interval(draws.standard_normal(6))
        hits += low <= 0.0 <= high
    assert hits / 2_000 == pytest.approx(0.95, abs=0.015)


def test_lower_is_better_where_the_measure_says_so():
    comparison = Comparison([Result(fake()), Result(fake(wait=0.5))])
    gap = comparison.difference("wait")
    assert gap.mean == pytest.approx(-0.5)
    assert gap.better == 8
    assert Comparison(comparison.results, baseline=1).difference("wait").worse == 8


def test_one_pair_has_no_interval_and_says_so():
    comparison = pair(extra=100.0, replications=1)
    assert np.isnan(comparison.difference("profit").low)
    assert "run more replications" in comparison.verdict()


def test_a_dip_is_found_where_it_was_put():
    comparison = pair(extra=DIP_THEN_GAIN, noise=100.0)
    dip = comparison.dip()
    assert 13 <= dip.week <= 26
    assert dip.depth == pytest.approx(-5_000.0, abs=150)
    assert dip.is_clear
    assert 13 <= dip.weeks_below <= 26
    assert pair(weeks=12).dip() is None


def test_break_even_is_the_week_in_which_the_loss_is_made_good():
    even = pair(extra=DIP_THEN_GAIN).break_even()
    assert even.week in (52, 53)
    assert even.share == 1.0
    assert pair(extra=-1.0).break_even_week() is None
    assert pair(extra=-1.0).break_even().share == 0.0
    assert pair(extra=0.0).break_even_week() == 1


def test_a_gain_that_is_lost_again_never_breaks_even():
    comparison = pair(extra=-2 * DIP_THEN_GAIN, noise=10.0)
    assert comparison.break_even_week() is None
    assert "The gain comes first" in comparison.verdict()


def test_a_lead_is_told_even_when_it_was_lost_long_before_the_worst_quarter():
    verdict = pair(extra=np.where(WEEKS < 26, 1_000.0, -200.0 * (WEEKS - 25)), noise=10.0).verdict()
    assert "the sum is ahead by € 26,0" in verdict
    assert "in week 26 and behind for good from week 42" in verdict
    assert "gain" not in pair(extra=-1_000.0, noise=10.0).verdict()


def test_a_number_out_of_range_is_told_without_inner_names():
    with pytest.raises(ScenarioError, match=r"^weeks: is out of range \(-1\)"):
        shared([Scenario()], weeks=-1)


def test_profit_is_told_in_euro_and_in_years_of_the_reference():
    comparison = pair(extra=YARDSTICK["profit_week"] / 2, noise=10.0)
    assert comparison.profit().mean / comparison.year_of_profit() == pytest.approx(1.0, abs=0.01)
    assert "1.0 years of the reference's profit" in comparison.verdict()


def test_the_verdict_does_not_claim_what_the_pairs_do_not_show():
    unsure = pair(extra=50.0, noise=3_000.0).verdict()
    assert "do not show which earns more" in unsure
    sure = pair(extra=5_000.0, noise=300.0).verdict()
    assert "do not show" not in sure
    assert "better in 8 of 8" in sure
    assert "could hardly tell" in sure
    assert "exactly the same" in pair().verdict()


def test_bankruptcies_are_told():
    comparison = Comparison([Result(fake()), Result(fake(alive=0.0))])
    assert "8 of 8 companies went bankrupt, against 0" in comparison.verdict()


def test_organisations_that_are_not_alike_are_told():
    large = Scenario().with_(organisation={"units": 7})
    told = Comparison([Result(fake()), Result(fake(large))]).verdict()
    assert told.startswith("reference (2) has 280 people and reference (1) 240")
    assert "this compares two organisations, not two policies" in told
    assert "For the same organisation: --set organisation.units=" in told
    assert "two organisations" not in pair().verdict()


def test_companies_without_data_are_left_out_of_the_pairs_and_counted():
    heads = np.full((8, 104), 240.0)
    heads[:3] = 0.0
    gap = Comparison([Result(fake()), Result(fake(heads=heads, engagement=0.5))]).difference("engagement")
    assert gap.pairs == 5
    assert gap.mean == pytest.approx(0.5)


@pytest.mark.parametrize(("other", "what"), [({"replications": 9}, "replications"), ({"weeks": 52}, "weeks"), ({"seed": 2}, "seed")])
def test_results_that_do_not_pair_are_refused(other, what):
    with pytest.raises(ValueError, match=f"same {what}"):
        Comparison([Result(fake()), Result(fake(**other))])


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="at least two"):
        Comparison([Result(fake())])
    with pytest.raises(ValueError, match="baseline 2"):
        Comparison([Result(fake()), Result(fake())], baseline=2)
    with pytest.raises(ValueError, match="horizon 105"):
        pair().difference("profit", 105)
    with pytest.raises(ValueError, match="scenario 0"):
        pair().difference("profit", scenario=0)


def test_equal_names_are_told_apart():
    assert labels(["a", "b"]) == ["a", "b"]
    assert len({label.casefold() for label in labels(["a", "A", "a (1)", "b"])}) == 4


def test_the_table_has_a_row_for_each_measure_and_scenario():
    rows = Comparison([Result(fake()) for _ in range(3)]).table(("profit", "wait"))
    assert len(rows) == 4
    assert {row["scenario"] for row in rows} == {"reference (2)", "reference (3)"}
