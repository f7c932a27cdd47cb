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


def posterior(scores: Numbers, model: Numbers, target: Numbers, sd: Numbers, draws: int, seed: int, nearest: int = NEAREST, ridge: float = 1.0,
              of: int | None = None) -> Posterior:
    """Draws of parameters given the targets: the nearest sets of the table, weighted by nearness and moved along the regression on the targets.

    A slope that does not stand out from chance among so many parameters (`of`; those given unless told) moves nothing: else all draws would move alike along
    what no target knows. No set is drawn twice unless more draws are asked for than there are sets."""
    chance = np.random.default_rng(seed)
    scale = np.hypot(model.std(axis=0), sd)
    gap = (model + sd * chance.standard_normal(model.shape) - target) / scale
    far = np.sqrt((gap**2).sum(axis=1))
    rows = np.argsort(far, kind="stable")[: min(nearest, len(far))]
    reach = float(far[rows[-1]]) * (1.0 + 1e-9)
    weight = np.maximum(1.0 - (far[rows] / reach) ** 2, 1e-9)
    slopes = _slopes(gap[rows], scores[rows], weight, ridge, of or scores.shape[1])
    moved = scores[rows] - gap[rows] @ slopes
    taken = chance.choice(rows.size, size=draws, p=weight / weight.sum(), replace=draws > rows.size)
    return Posterior(moved[taken], rows[taken])


def _slopes(gap: Numbers, scores: Numbers, weight: Numbers, ridge: float, of: int) -> Numbers:
    """Slopes of parameters on targets, [target, parameter]; nothing where a slope is not sqrt(2 log `of`) of its own errors, which so many idle ones hardly
    reach."""
    x = np.column_stack([np.ones(len(gap)), gap])
    squares = x.T @ (weight[:, None] * x) + np.diag(np.r_[0.0, np.full(gap.shape[1], ridge)])
    slopes = np.linalg.solve(squares, x.T @ (weight[:, None] * scores))
    left = (weight[:, None] * (scores - x @ slopes) ** 2).sum(axis=0) / weight.sum()
    inverse = np.linalg.inv(squares)
    error = np.diag(inverse @ (x.T @ (weight[:, None] ** 2 * x)) @ inverse)[1:, None] * left
    return np.where(slopes[1:] ** 2 < 2.0 * np.log(max(of, 2)) * error, 0.0, slopes[1:])


class Recovery(NamedTuple):
    """Ranks of simulated truths among their posteriors' draws ([truth, parameter], 0 to draws), the share of truths within the middle 90 %, and the share that
    draws hold which ignore the targets."""

    ranks: NDArray[np.int64]
    draws: int
    covered: Numbers
    blind: float

    def unevenness(self, bins: int = 20) -> Numbers:
        """Chance of ranks as uneven as these were the posteriors right, by parameter (chi-square)."""
        from scipy.special import chdtrc

        expected = len(self.ranks) / bins
        counts = np.array([np.bincount(np.minimum(column * bins // (self.draws + 1), bins - 1), minlength=bins) for column in self.ranks.T])
        return np.asarray(chdtrc(bins - 1, ((counts - expected) ** 2 / expected).sum(axis=1)))


def recover(scores: Numbers, model: Numbers, sd: Numbers, reckoning: Numbers | float, truths: int, seed: int, draws: int = 99, fewest: int = 200) -> Recovery:
    """Take sets as truth, one after the other: disturb their targets as studies and the reckoning would, and see where the truth lies in its posterior, which
    is made as the ensemble's is: of the sets that are not ruled out, the nearest quarter (at least so many)."""
    chance = np.random.default_rng(seed)
    whole = np.hypot(sd, reckoning)
    chosen = chance.choice(len(scores), size=min(truths, len(scores)), replace=False)
    ranks, blind = np.empty((2, chosen.size, scores.shape[1]), np.int64)
    for place, row in enumerate(chosen):
        seen = model[row] + whole * chance.standard_normal(sd.size)
        left = not_ruled_out(model, seen, sd, reckoning)
        base = np.flatnonzero(left if left.sum() >= 2 * fewest else np.ones_like(left))
        base = base[base != row]
        found = posterior(scores[base], model[base], seen, whole, draws, seed + 1 + place, max(fewest, base.size // 4))
        ranks[place] = (found.scores < scores[row]).sum(axis=0)
        blind[place] = (scores[chance.choice(len(scores), draws)] < scores[row]).sum(axis=0)
    return Recovery(ranks, draws, _held(ranks, draws), float(_held(blind, draws).mean()))


def _held(ranks: NDArray[np.int64], draws: int) -> Numbers:
    """The share of truths within the middle 90 % of draws, by parameter."""
    low, high = 0.05 * (draws + 1), 0.95 * (draws + 1)
    return np.asarray(((ranks >= low - 0.5) & (ranks < high - 0.5)).mean(axis=0))


class Told(NamedTuple):
    """What targets tell of parameters: how far each target by itself, and all together (last row), narrow each (1 - spread after / spread before), and how far
    all together move its mean (in spreads of the prior); and how far 95 % of made-up numbers that no target can know come, by luck."""

    narrowing: Numbers
    shift: Numbers
    luck_narrowing: float
    luck_alone: float
    luck_shift: float


MADE_UP = 200


def told_of(scores: Numbers, model: Numbers, target: Numbers, sd: Numbers, seed: int, draws: int = 4000, nearest: int = NEAREST) -> Told:
    """What targets tell of parameters, with made-up numbers beside them to tell chance."""
    idle = np.random.default_rng(seed + 1).standard_normal((len(scores), MADE_UP))
    both, count = np.column_stack([scores, idle]), scores.shape[1]
    before, middle = both.std(axis=0), both.mean(axis=0)
    each = [posterior(both, model[:, [k]], target[[k]], sd[[k]], draws, seed, nearest).scores.std(axis=0) for k in range(target.size)]
    found = posterior(both, model, target, sd, draws, seed, nearest).scores
    narrowing = 1.0 - np.array([*each, found.std(axis=0)]) / before
    shift = (found.mean(axis=0) - middle) / before
    luck = [float(np.quantile(np.abs(values), 0.95)) for values in (narrowing[-1, count:], narrowing[:-1, count:], shift[count:])]
    return Told(narrowing[:, :count], shift[:count], luck[0], luck[1], luck[2])
