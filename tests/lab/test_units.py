"""Business units are measured as the studies did it: on made-up units whose answer is known."""

import math

import numpy as np
import pytest

from sim.measures.units import (
    Study,
    by_unit,
    by_year,
    corrected,
    correlation,
    pooled,
    quartile_split,
    share_between,
    surveyed,
    unit_reliability,
    unit_study,
)


def two_normal(r, size, seed=1):
    """Two standard normal variables that correlate by r."""
    a, b = np.random.default_rng(seed).standard_normal((2, size))
    return a, r * a + math.sqrt(1 - r * r) * b


def test_teams_come_together_in_units_weighted_by_heads():
    engagement, heads = np.array([[1.0, 3.0, 2.0, 2.0]]), np.array([[10.0, 30.0, 0.0, 0.0]])
    assert by_unit(engagement, 2, heads)[0] == pytest.approx([2.5, math.nan], nan_ok=True)
    assert by_unit(heads, 2).tolist() == [[40.0, 0.0]]
    with pytest.raises(ValueError, match="cannot be shared out"):
        by_unit(heads, 3)


def test_a_window_takes_whole_years_only():
    weeks = np.arange(120.0)[:, None] * np.ones(3)
    assert by_year(weeks).tolist() == [[25.5, 77.5]] * 3
    assert by_year(weeks, how="sum")[0].tolist() == [25.5 * 52, 77.5 * 52]
    assert by_year(weeks, window=13, how="last")[0].tolist() == [12.0 + 13 * k for k in range(9)]
    with pytest.raises(ValueError, match="mean"):
        by_year(weeks, how="median")


def test_a_survey_of_more_people_is_less_noisy_and_nobody_answering_is_no_data():
    truth = np.zeros(20_000)
    assert surveyed(truth, 25, 1.0, seed=3).std() == pytest.approx(0.2, rel=0.03)
    assert surveyed(truth, 100, 1.0, seed=3).std() == pytest.approx(0.1, rel=0.03)
    assert np.isnan(surveyed(truth, 0, 1.0, seed=3)).all()
    assert np.array_equal(surveyed(truth, 5, 1.0, seed=3), surveyed(truth, 5, 1.0, seed=3))


@pytest.mark.parametrize(("share", "reliability"), [(0.05, 0.34), (0.10, 0.53), (0.20, 0.71)])
def test_reliability_of_ten_answers_is_that_of_the_evidence(share, reliability):
    assert unit_reliability(share, 10) == pytest.approx(reliability, abs=0.01)


def test_variance_between_groups_is_found_again_also_in_groups_of_unequal_size():
    luck = np.random.default_rng(5)
    group = np.repeat(np.arange(600), luck.integers(4, 17, 600))
    values = math.sqrt(0.12) * luck.standard_normal(600)[group] + math.sqrt(0.88) * luck.standard_normal(group.size)
    assert share_between(values, group) == pytest.approx(0.12, abs=0.02)
    assert math.isnan(share_between(values[:3], np.zeros(3)))


def test_a_correlation_leaves_out_missing_pairs_and_knows_when_there_is_nothing_to_say():
    x, y = two_normal(0.33, 50_000)
    assert correlation(x, y) == pytest.approx(0.33, abs=0.01)
    y[::2] = np.nan
    assert correlation(x, y) == pytest.approx(np.corrcoef(x[1::2], y[1::2])[0, 1])
    assert math.isnan(correlation(x[:2], y[:2]))
    assert math.isnan(correlation(np.ones(9), x[:9]))


def test_noise_thins_a_correlation_and_correction_restores_it():
    x, y = two_normal(0.4, 200_000)
    noisy = surveyed(x, 10, 3.0, seed=2)
    reliability = 1.0 / (1.0 + 9.0 / 10)
    assert correlation(noisy, y) == pytest.approx(0.4 * math.sqrt(reliability), abs=0.01)
    assert corrected(correlation(noisy, y), reliability) == pytest.approx(0.4, abs=0.01)
    assert math.isnan(corrected(0.2, 0.0))
    assert corrected(0.9, 0.1) == 1.0


@pytest.mark.parametrize(("slope", "expected"), [(0.5, -0.189), (0.3, -0.116), (0.8, -0.291)])
def test_a_hazard_slope_gives_the_correlation_of_the_evidence(slope, expected):
    """Fifteen percent leave within the year; log hazard falls by the slope for each SD of engagement (closed forms, 14)."""
    luck = np.random.default_rng(7)
    engagement = luck.standard_normal(400_000)
    base = _base(slope)
    left = luck.random(engagement.size) < 1 - np.exp(-base * np.exp(-slope * engagement))
    assert left.mean() == pytest.approx(0.15, abs=0.003)
    assert correlation(engagement, left.astype(float)) == pytest.approx(expected, abs=0.01)


def _base(slope):
    z = np.random.default_rng(8).standard_normal(200_000)
    low, high = 0.01, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 - np.exp(-middle * np.exp(-slope * z))).mean() < 0.15 else (low, middle)
    return middle


@pytest.mark.parametrize("r", [0.2, 0.33, -0.3])
def test_the_quartile_gap_of_two_normal_variables_is_its_closed_form(r):
    assert quartile_split(*two_normal(r, 400_000)).gap_sd == pytest.approx(2.5422 * r, abs=0.01)


def test_a_quartile_split_is_told_against_the_bottom_quarter():
    split = quartile_split(np.arange(8.0), np.array([40.0, 40, 30, 30, 30, 30, 20, 20]))
    assert (split.top, split.bottom, split.relative) == (20.0, 40.0, -0.5)
    assert math.isnan(quartile_split(np.arange(7.0), np.arange(7.0)).top)


def test_correlations_of_many_organisations_differ_by_luck_alone_when_they_are_one():
    rs = [correlation(*two_normal(0.25, 40, seed)) for seed in range(300)]
    found = pooled(rs, [40] * 300)
    assert found.mean == pytest.approx(0.25, abs=0.02)
    assert found.share_luck > 0.85
    assert found.organisations == 300
    assert pooled([math.nan], [10]).organisations == 0


def test_a_study_of_units_finds_the_thinned_correlation_and_corrects_it():
    """Thirty organisations of a hundred units and three years; units differ by .35 SD, people within a unit by 1."""
    luck = np.random.default_rng(11)
    z, e = luck.standard_normal((2, 30, 100, 3))
    firm = 5.0 * luck.standard_normal((30, 1, 1))
    attitude, outcome = 0.35 * z + firm, 10.0 + 0.33 * z + math.sqrt(1 - 0.33**2) * e - firm
    finding = unit_study(attitude, {"satisfaction": outcome}, Study(answers=10, within_sd=1.0))["satisfaction"]
    reliability = 0.35**2 / (0.35**2 + 1 / 10)
    assert finding.observed == pytest.approx(0.33 * math.sqrt(reliability), abs=0.02)
    assert finding.corrected == pytest.approx(0.33, abs=0.03)
    assert finding.split.gap_sd == pytest.approx(2.5422 * finding.observed, abs=0.05)
    assert finding.unit_years == 9000


def test_with_all_paths_cut_a_study_finds_nothing():
    luck = np.random.default_rng(12)
    finding = unit_study(0.4 * luck.standard_normal((20, 50, 4)), {"profit": luck.standard_normal((20, 50, 4))})["profit"]
    assert abs(finding.corrected) < 0.05
