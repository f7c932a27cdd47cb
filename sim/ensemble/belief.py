"""What is believed of one company's constants while they are improved: where they lie, how doubtful that is, and how residuals answer them.

    residual = slopes (constants - solved constants) + luck
    step     = - gain residual,   gain = doubt slopes' (slopes doubt slopes' + luck)^-1        (Kalman 1960)

Luck differs from company to company and from constant to constant, and is told by lanes that live apart. Slopes are those of the default company; what a
step brought mends them as far as it stands out from luck (Broyden 1965, with the doubt of each slope in the place of its plain average).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.reference.many import FURTHEST, pushes

Numbers = NDArray[np.float64]

SLOPE_DOUBT, SLOPE_FLOOR = 0.3, 0.1
"""How far slopes differ between companies: a part of the slope itself, and a part of the strongest answer of that residual to any push."""
UNSURE = 0.3
"""The part of a step that it may have gone amiss."""
SURPRISE, WIDEST = 6.0, 5.0
"""A residual surprises when its square is so many times what was to be expected; doubt widens by this factor at most."""
LUCK_WEIGHT = 4.0
"""The luck of the default company counts for so many degrees of freedom beside a company's own."""


class Belief(NamedTuple):
    """One company's constants: `vector` [constant], `doubt` of it [constant, constant], `slopes` [residual, constant] with their variances, and the last
    step with what was seen before it."""

    vector: Numbers
    doubt: Numbers
    slopes: Numbers
    unsure: Numbers
    step: Numbers
    seen: Numbers | None = None
    luck: Numbers | None = None


def first_belief(vector: Numbers, doubt: Numbers, slopes: Numbers) -> Belief:
    """What is believed before anything was seen."""
    strongest = np.abs(slopes * pushes()).max(axis=1, keepdims=True)
    unsure = (SLOPE_DOUBT * slopes) ** 2 + (SLOPE_FLOOR * strongest / pushes()) ** 2
    return Belief(np.array(vector, dtype=np.float64), np.array(doubt, dtype=np.float64), np.array(slopes, dtype=np.float64), unsure, np.zeros_like(vector))


def luck_of(groups: Numbers, usual: Numbers, lanes: int) -> Numbers:
    """The variance that luck has in the mean of all lanes, by residual: from groups of lanes that lived apart ([group, residual]) and the default company's
    luck in one lane."""
    own = np.var(groups, axis=0, ddof=1) / len(groups)
    free = len(groups) - 1
    return np.asarray((LUCK_WEIGHT * usual**2 / lanes + free * own) / (LUCK_WEIGHT + free))


def improved(now: Belief, found: Numbers, luck: Numbers) -> Belief:
    """The belief after residuals were seen (not finite ones say nothing), with the step already taken."""
    known = np.isfinite(found)
    seen = np.clip(np.where(known, found, 0.0), -FURTHEST * pushes(), FURTHEST * pushes())
    luck = np.where(known, luck, 1e6)
    slopes, unsure = now.slopes, now.unsure
    if now.seen is not None and now.luck is not None:
        slopes, unsure = _mended(now, seen, luck + now.luck)
    widened = _widened(now.doubt, slopes, seen, luck)
    across = widened @ slopes.T
    gain = np.linalg.solve(slopes @ across + np.diag(luck + 1e-10), across.T).T
    step = np.clip(-gain @ seen, -FURTHEST * pushes(), FURTHEST * pushes())
    left = widened - gain @ across.T
    spread = pushes() * float(np.sqrt(np.mean((step / pushes()) ** 2)))
    doubt = 0.5 * (left + left.T) + np.diag(UNSURE**2 * (step**2 + (0.3 * spread) ** 2))
    return Belief(now.vector + step, doubt, slopes, unsure, step, seen, luck)


def _widened(doubt: Numbers, slopes: Numbers, seen: Numbers, luck: Numbers) -> Numbers:
    """Doubt after a surprise: a constant whose own residual lies further out than doubt and luck allow is doubted the more, as far as that says."""
    expected = np.einsum("ij,jk,ik->i", slopes, doubt, slopes) + luck + 1e-10
    more = np.sqrt(np.clip(seen**2 / (SURPRISE * expected), 1.0, WIDEST**2))
    return np.asarray(doubt * np.outer(more, more))


def _mended(now: Belief, seen: Numbers, luck: Numbers) -> tuple[Numbers, Numbers]:
    """Slopes and their variances, mended by what the last step brought."""
    assert now.seen is not None
    surprise = seen - now.seen - now.slopes @ now.step
    weighed = now.unsure * now.step
    gain = weighed / ((weighed * now.step).sum(axis=1) + luck + 1e-10)[:, None]
    return now.slopes + gain * surprise[:, None], now.unsure - gain * weighed
