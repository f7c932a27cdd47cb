"""Matching on made-up tables whose answer is known: a straight model with normal errors has its posterior in closed form."""

import numpy as np
import pytest

from sim.calibration import matching
from sim.calibration.prediction import learn, places

SLOPES = np.array([[1.0, 0.0], [0.5, 1.0], [0.0, 0.0]])
SD = np.array([0.4, 0.5])


def table(points=20_000, seed=1):
    scores = np.random.default_rng(seed).standard_normal((points, 3))
    return scores, scores @ SLOPES


def closed_form(target):
    """Mean and covariance of the parameters given the targets (normal prior, straight model)."""
    gain = SLOPES @ np.linalg.inv(SLOPES.T @ SLOPES + np.diag(SD**2))
    return gain @ target, np.eye(3) - gain @ SLOPES.T


def test_the_posterior_of_a_straight_model_is_its_closed_form():
    scores, model = table()
    target = np.array([1.2, -0.6])
    found = matching.posterior(scores, model, target, SD, 20_000, seed=2, nearest=4000).scores
    mean, spread = closed_form(target)
    assert found.mean(axis=0) == pytest.approx(mean, abs=0.05)
    assert np.cov(found.T) == pytest.approx(spread, abs=0.06)


def test_what_no_target_touches_is_not_moved_with_the_rest():
    """Two hundred idle numbers beside three: without leaving out slopes that do not stand out, all draws would move alike along them."""
    scores, model = table(4000)
    idle = np.random.default_rng(11).standard_normal((4000, 200))
    found = matching.posterior(np.column_stack([scores, idle]), model, np.array([2.5, -2.0]), SD, 400, seed=2, nearest=1000)
    assert np.sqrt((found.scores[:, 3:].mean(axis=0) ** 2).mean()) < 0.07, "the luck of 400 draws is .05"
    assert found.scores[:, 0].mean() > 1.0


def test_no_set_is_drawn_twice():
    scores, model = table(4000)
    found = matching.posterior(scores, model, np.zeros(2), SD, 400, seed=2)
    assert len(set(found.rows.tolist())) == 400


def test_what_no_target_touches_keeps_its_prior():
    scores, model = table()
    told = matching.told_of(scores, model, np.zeros(2), SD, seed=3)
    how_far = told.narrowing
    assert np.abs(told.shift[2]) < 0.06
    assert 0.0 < told.luck_narrowing < 0.08
    assert how_far.shape == (3, 3)
    assert np.abs(how_far[:, 2]).max() < 0.06
    assert how_far[0, 0] > 0.3
    assert how_far[1, 1] > 0.3
    assert abs(how_far[1, 0]) < 0.06, "the second target says nothing of the first parameter"
    assert how_far[2, 0] > how_far[0, 0] - 0.05


def test_ranks_of_simulated_truths_are_even_and_nine_in_ten_are_covered():
    scores, model = table(4000)
    found = matching.recover(scores, model, SD, 0.0, truths=400, seed=5)
    assert found.unevenness(10).min() > 0.001
    assert found.covered == pytest.approx(0.9, abs=0.05)
    assert found.blind == pytest.approx(0.9, abs=0.03), "what ignores the targets is covered as well, only wide"


def test_a_posterior_that_is_too_sure_of_itself_is_caught():
    scores, model = table(4000)
    chance = np.random.default_rng(6)
    ranks = []
    for row in range(300):
        seen = model[row] + SD * chance.standard_normal(2)
        sure = matching.posterior(scores, model, seen, 0.2 * SD, 99, seed=row).scores
        ranks.append((sure < scores[row]).sum(axis=0))
    spoilt = matching.Recovery(np.array(ranks), 99, np.zeros(3), 0.9)
    assert spoilt.unevenness(10)[:2].max() < 1e-6


def test_a_set_is_ruled_out_by_one_target_and_an_error_of_the_reckoning_spares_it():
    model, target = np.array([[0.0, 0.0], [0.0, 1.3], [np.nan, 0.0]]), np.zeros(2)
    sd = np.array([0.4, 0.4])
    assert matching.not_ruled_out(model, target, sd).tolist() == [True, False, False]
    assert matching.not_ruled_out(model, target, sd, 0.3).tolist() == [True, True, False]


def test_targets_that_cannot_be_met_together_are_named():
    luck = np.random.default_rng(8).standard_normal((5000, 2))
    model = np.column_stack([luck[:, 0], 1.5 - luck[:, 0] + 0.1 * luck[:, 1], luck[:, 1]])
    worst = matching.conflicts(model, np.zeros(3), np.full(3, 0.5), ["A", "B", "C"])[0]
    assert worst[:2] == ("A", "B")
    assert worst[2] < 0.2


def test_shares_and_scores_are_each_others_inverse():
    shares = np.linspace(0.001, 0.999, 50)[:, None]
    assert matching.shares_back(matching.scores_of(shares)) == pytest.approx(shares)


def test_a_regression_finds_slopes_curves_and_products_again_and_tells_its_error():
    chance = np.random.default_rng(4)
    shares = chance.random((3000, 12))
    x = places(shares)
    truth = 2.0 * x[:, 0] - x[:, 1] ** 2 + 0.8 * x[:, 0] * x[:, 2] + 0.3 * x[:, 2]
    seen = np.column_stack([truth + 0.2 * chance.standard_normal(3000), chance.standard_normal(3000)])
    fit = learn(shares, seen, most=4)
    fresh = chance.random((500, 12))
    y = places(fresh)
    wanted = 2.0 * y[:, 0] - y[:, 1] ** 2 + 0.8 * y[:, 0] * y[:, 2] + 0.3 * y[:, 2]
    assert np.sqrt(np.mean((fit.at(fresh)[:, 0] - wanted) ** 2)) < 0.03
    assert fit.noise[0] == pytest.approx(0.2, rel=0.05)
    assert fit.explained[0] > 0.9 > 0.05 > abs(fit.explained[1])


def test_with_fewer_sets_than_terms_the_one_that_matters_is_found_and_idle_ones_are_left_out():
    chance = np.random.default_rng(9)
    shares = chance.random((150, 200))
    outputs = np.column_stack([3.0 * places(shares)[:, 5] + 0.1 * chance.standard_normal(150), chance.standard_normal(150)])
    fit = learn(shares, outputs)
    assert np.count_nonzero(fit.weights[:, 0]) <= 3
    assert np.count_nonzero(fit.weights[:, 1]) <= 2
    assert fit.explained[0] > 0.95
