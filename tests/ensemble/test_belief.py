"""What is believed of a company's constants: evaluations move it as far as they stand out from luck, and steps mend its slopes."""

import numpy as np
import pytest

from sim.balance import Balance
from sim.ensemble.belief import first_belief, improved, luck_of
from sim.reference.many import pushes

SIZE = len(Balance._fields)
TRUTH = np.linspace(-1.0, 1.0, SIZE)
DOUBT = np.diag((3.0 * pushes()) ** 2)


def slopes(seed=0, strength=0.1):
    """Each residual answers its own constant, and a little those of others."""
    draws = np.random.default_rng(seed).standard_normal((SIZE, SIZE))
    return -np.eye(SIZE) + strength * draws * pushes()[:, None] / pushes() / np.sqrt(SIZE)


def search(real, guess, luck, rounds, seed=1):
    """Distances from the truth, in pushes, after each round of a search that meets so much luck."""
    chance, start = np.random.default_rng(seed), TRUTH + 2.0 * pushes() * np.random.default_rng(2).choice([-1.0, 1.0], SIZE)
    now, far = first_belief(start, DOUBT, guess), []
    for _ in range(rounds):
        found = real @ (now.vector - TRUTH) + luck * pushes() * chance.standard_normal(SIZE)
        now = improved(now, found, (luck * pushes()) ** 2)
        far.append(float(np.sqrt(np.mean(((now.vector - TRUTH) / pushes()) ** 2))))
    return far


def test_without_luck_one_step_along_right_slopes_arrives():
    assert search(slopes(), slopes(), 0.001, 1)[0] < 0.02


def test_wrong_slopes_are_mended_by_what_steps_bring():
    far = search(1.6 * slopes(3, 0.3), slopes(), 0.01, 5)
    assert far[-1] < 0.1 * far[0]


def test_luck_of_several_rounds_averages_out():
    many = [search(slopes(), slopes(), 0.5, 5, seed) for seed in range(20)]
    first, last = np.mean([far[0] for far in many]), np.mean([far[-1] for far in many])
    assert last < 0.75 * first < 0.5


def test_what_drowns_in_luck_moves_nothing():
    start = np.zeros(SIZE)
    now = improved(first_belief(start, DOUBT, slopes()), 0.1 * pushes(), np.full(SIZE, 1e6))
    assert np.abs(now.vector / pushes()).max() < 1e-3


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_residuals_that_cannot_be_reckoned_say_nothing(bad):
    found = np.full(SIZE, bad)
    now = improved(first_belief(TRUTH, DOUBT, slopes()), found, np.full(SIZE, 1e-4))
    assert np.array_equal(now.vector, TRUTH)
    assert np.isfinite(now.doubt).all()
    assert np.isfinite(improved(now, pushes(), np.full(SIZE, 1e-4)).vector).all()


def test_no_constant_runs_away_in_one_step():
    now = improved(first_belief(TRUTH, 1e4 * DOUBT, slopes()), 1e3 * np.ones(SIZE), np.full(SIZE, 1e-6))
    assert (np.abs(now.vector - TRUTH) <= 8.0 * pushes() * (1.0 + 1e-9)).all()


def test_luck_is_told_by_lanes_that_live_apart():
    groups = 0.3 * np.random.default_rng(5).standard_normal((4_000, SIZE)).reshape(500, 8, SIZE)
    told = np.mean([luck_of(one, np.full(SIZE, 0.3 * np.sqrt(4.0)), 32) for one in groups], axis=0)
    assert np.allclose(told, 0.3**2 / 8, rtol=0.1)
    heavy = np.mean([luck_of(3.0 * one, np.full(SIZE, 0.3 * np.sqrt(4.0)), 32) for one in groups], axis=0)
    assert np.all(heavy > 0.5 * 9.0 * 0.3**2 / 8)
