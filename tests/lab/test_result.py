"""A result gives its numbers as arrays, bands, frames and summaries that agree."""

import numpy as np
import pytest

from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.measures import MEASURES
from tests.lab.fake import fake


def test_mean_and_band_agree_with_the_series():
    result = Result(fake(replications=50))
    low, high = result.band("profit")
    assert result.mean("profit") == pytest.approx(result.series("profit").mean(axis=0))
    assert ((result.series("profit") < low).mean(axis=0) <= 0.1).all()
    assert (low < result.mean("profit")).all()
    assert (result.mean("profit") < high).all()
    with pytest.raises(ValueError, match="0 <= low < high <= 1"):
        result.band("profit", 0.9, 0.1)


def test_a_frame_is_tidy_and_keeps_every_number():
    result = Result(fake(replications=3, weeks=5))
    frame = result.frame(["profit", "wait"])
    assert list(frame.columns) == ["replication", "week", "measure", "value", "unit"]
    assert len(frame) == 3 * 5 * 2
    row = frame[(frame.replication == 2) & (frame.week == 4) & (frame.measure == "profit")]
    assert row.value.item() == result.series("profit")[1, 3]
    assert row.unit.item() == "euro a week"
    assert set(result.frame().measure.unique()) == set(MEASURES)
    assert len(result.frame([])) == 0


def test_years_are_means_of_their_weeks_and_sums_are_read_at_the_end():
    result = Result(fake(weeks=78, wait=np.arange(78.0), profit=1.0))
    assert result.year("wait", 1) == pytest.approx(np.arange(52).mean())
    assert result.year("wait", 2) == pytest.approx(np.arange(52, 78).mean())
    assert result.year("cumulative_profit", 2) == pytest.approx(78.0)
    with pytest.raises(ValueError, match="years 1 to 2"):
        result.year("wait", 3)


def test_a_part_that_was_not_recorded_is_named():
    with pytest.raises(KeyError, match="recorded parts: none"):
        Result(fake()).part("teams.backlog")


def test_luck_of_a_year_is_the_spread_between_identical_companies():
    assert Result(fake(replications=400, luck=20_000.0)).luck_of_a_year() == pytest.approx(20_000 * np.sqrt(52), rel=0.05)
    assert Result(fake(replications=1)).luck_of_a_year() == pytest.approx(0.02 * 400_000 * 52)


def test_a_summary_of_one_company_has_no_band():
    row = next(row for row in Result(fake(replications=1)).summary() if row["measure"] == "profit")
    assert np.isfinite(row["mean"])
    assert np.isnan(row["low"])
    assert row["with_data"] == 1


def test_no_week_is_no_data():
    result = Result(fake(weeks=0))
    assert all(np.isnan(row["mean"]) for row in result.summary())
    assert result.bankrupt() == 0
    comparison = Comparison([result, result])
    assert comparison.break_even_week() is None
    assert comparison.dip() is None
    assert all(row["pairs"] == 0 for row in comparison.table())
