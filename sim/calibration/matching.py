"""History matching, regression-adjusted ABC, and the checks that both must pass. Pure arithmetic on tables: no model is run here.

    implausibility of a set for a target = |target - model| / sqrt(band^2 + discrepancy^2 + error of the reckoning^2);   ruled out above 3 on any target
    posterior: sets near the targets, each moved along the regression of parameters on targets to where its targets would be exact

Targets are disturbed by their own error before they are compared, so that what comes out is the posterior under that error and not a best fit
(Wilkinson 2013). Parameters are moved as normal scores of their prior, so that they stay in their ranges. Source: Craig et al. 1997 (implausibility);
Beaumont, Zhang and Balding 2002 (adjustment); Talts et al. 2018 (ranks of simulated truths).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
RULED_OUT = 3.0
NEAREST = 1000


def implausibility(model: Numbers, target: Numbers, sd: Numbers, reckoning: Numbers | float = 0.0) -> Numbers:
    """How many standard deviations each set lies from each target, [set, target]; infinite where the model gave no number."""
    far = np.abs(model - target) / np.hypot(sd, reckoning)
    return np.where(np.isfinite(far), far, np.inf)


def not_ruled_out(model: Numbers, target: Numbers, sd: Numbers, reckoning: Numbers | float = 0.0, most: float = RULED_OUT) -> NDArray[np.bool_]:
    """Which sets no target rules out."""
    return np.asarray(implausibility(model, target, sd, reckoning).max(axis=1) <= most)


def conflicts(model: Numbers, target: Numbers, sd: Numbers, names: Sequence[str], most: float = 1.0) -> list[tuple[str, str, float]]:
    """Pairs of targets that are seldom met together: share of sets meeting both, against what it would be were they strangers (1); the worst first."""
    met = implausibility(model, target, sd) <= most
    alone, found = met.mean(axis=0), []
    for i in range(len(names)):
        for j in range(i):
            expected = alone[i] * alone[j]
            if expected * len(met) >= 5.0:
                found.append((names[j], names[i], float((met[:, i] & met[:, j]).mean() / expected)))
    return sorted(found, key=lambda one: one[2])


class Posterior(NamedTuple):
    """Draws as normal scores ([draw, parameter]), and the rows of the table that they were moved from."""

    scores: Numbers
    rows: NDArray[np.int64]


def scores_of(shares: Numbers) -> Numbers:
    """Normal scores of points of the unit cube."""
    from scipy.special import ndtri

    return np.asarray(ndtri(np.clip(shares, 1e-6, 1.0 - 1e-6)))


def shares_back(scores: Numbers) -> Numbers:
    """Points of the unit cube of normal scores."""
    from scipy.special import ndtr

    return np.asarray(np.clip(ndtr(scores), 1e-6, 1.0 - 1e-6))


def posterior(scores: Numbers, model: Numbers, target: Numbers, sd: Numbers, draws: int, seed: int, nearest: int = NEAREST, ridge: float = 1.0) -> Posterior:
    """Draws of parameters given the targets: the nearest sets of the table, weighted by nearness and moved along the regression on the targets."""
    chance = np.random.default_rng(seed)
    scale = np.hypot(model.std(axis=0), sd)
    gap = (model + sd * chance.standard_normal(model.shape) - target) / scale
    far = np.sqrt((gap**2).sum(axis=1))
    rows = np.argsort(far, kind="stable")[: min(nearest, len(far))]
    reach = float(far[rows[-1]]) * (1.0 + 1e-9)
    weight = np.maximum(1.0 - (far[rows] / reach) ** 2, 1e-9)
    x = np.column_stack([np.ones(rows.size), gap[rows]])
    hold = np.diag(np.r_[0.0, np.full(gap.shape[1], ridge)])
    slopes = np.linalg.solve(x.T @ (weight[:, None] * x) + hold, x.T @ (weight[:, None] * scores[rows]))
    moved = scores[rows] - gap[rows] @ slopes[1:]
    taken = chance.choice(rows.size, size=draws, p=weight / weight.sum())
    return Posterior(moved[taken], rows[taken])


class Recovery(NamedTuple):
    """Ranks of simulated truths among their posteriors' draws ([truth, parameter], 0 to draws), and the share of truths within the middle 90 %."""

    ranks: NDArray[np.int64]
    draws: int
    covered: Numbers

    def unevenness(self, bins: int = 20) -> Numbers:
        """Chance of ranks as uneven as these were the posteriors right, by parameter (chi-square)."""
        from scipy.special import chdtrc

        expected = len(self.ranks) / bins
        counts = np.array([np.bincount(np.minimum(column * bins // (self.draws + 1), bins - 1), minlength=bins) for column in self.ranks.T])
        return np.asarray(chdtrc(bins - 1, ((counts - expected) ** 2 / expected).sum(axis=1)))


def recover(scores: Numbers, model: Numbers, sd: Numbers, truths: int, seed: int, draws: int = 99, nearest: int = NEAREST) -> Recovery:
    """Take sets of the table as truth, one after the other: disturb their targets as studies would, and see where the truth lies in its posterior."""
    chance = np.random.default_rng(seed)
    chosen = chance.choice(len(scores), size=min(truths, len(scores)), replace=False)
    ranks = np.empty((chosen.size, scores.shape[1]), np.int64)
    for place, row in enumerate(chosen):
        others = np.delete(np.arange(len(scores)), row)
        seen = model[row] + sd * chance.standard_normal(sd.size)
        found = posterior(scores[others], model[others], seen, sd, draws, seed + 1 + place, nearest)
        ranks[place] = (found.scores < scores[row]).sum(axis=0)
    low, high = 0.05 * (draws + 1), 0.95 * (draws + 1)
    return Recovery(ranks, draws, np.asarray(((ranks >= low - 0.5) & (ranks < high - 0.5)).mean(axis=0)))


def narrowed(scores: Numbers, model: Numbers, target: Numbers, sd: Numbers, seed: int, draws: int = 4000) -> Numbers:
    """How far each target by itself, and all together (last row), narrow each parameter: 1 - spread after / spread before, [target + 1, parameter]."""
    before = scores.std(axis=0)
    each = [posterior(scores, model[:, [k]], target[[k]], sd[[k]], draws, seed).scores.std(axis=0) for k in range(target.size)]
    return np.asarray(1.0 - np.array([*each, posterior(scores, model, target, sd, draws, seed).scores.std(axis=0)]) / before)
