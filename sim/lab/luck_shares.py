"""What luck does to a sweep: luck as an input of its own, beside all others.

All points meet the same luck (replication r is the same luck everywhere), so that points and replications are crossed, and the variance of a run drawn at
random parts into

    inputs          the points' own means: what remains when luck is averaged out
    luck alone      replications that are better or worse at all points alike (the first-order index of luck)
    luck with them  what luck does here and not there (with the former: the total-order index of luck)
    members         which plausible company it is, alone and with the inputs

by the mean squares of a crossed layout (members crossed with points, replications within members). Intervals: points (or whole blocks of a design) are drawn
anew, and the mean square of replications, of which there are few, is drawn by its chi-square. Source: Searle, Casella and McCulloch 1992.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.measures import Numbers
from sim.measures.intervals import Estimate

DRAWS = 500
PARTS = ("inputs", "members", "luck", "luck_alone")


@dataclass(frozen=True)
class Shares:
    """Shares of the variance of one run. `luck` is all that luck does (its total-order index), `luck_alone` what it does to all points alike (first order);
    the three others add up to one. NaN where there is one run a point."""

    inputs: Estimate
    members: Estimate
    luck: Estimate
    luck_alone: Estimate
    replications: int

    @property
    def known(self) -> bool:
        """Whether luck can be told from the inputs."""
        return math.isfinite(self.luck.value)


NOTHING = Estimate(math.nan)


def shares_of(values: Numbers, block: int = 1, seed: int = 1) -> Shares:
    """Shares of the variance of `values` by [point, member, replication]; points are drawn anew in blocks of so many neighbours."""
    points, _, replications = values.shape
    if replications < 2 or points < 2 * block:
        return Shares(NOTHING, NOTHING, NOTHING, NOTHING, replications)
    luck = np.random.default_rng([seed, 31])
    whole = _shares(values, 1.0)
    drawn = []
    blocks = points // block
    freedom = values.shape[1] * (replications - 1)
    for _ in range(DRAWS):
        places = (luck.integers(blocks, size=blocks)[:, None] * block + np.arange(block)).ravel()
        drawn.append(_shares(values[places], freedom / max(luck.chisquare(freedom), 1e-9), points / block))
    low, high = np.nanquantile(np.array(drawn), [0.025, 0.975], axis=0)
    told = [Estimate(float(value), float(min(a, value)), float(max(b, value)), points) for value, a, b in zip(whole, low, high, strict=True)]
    return Shares(told[0], told[1], told[2], told[3], replications)


def components(values: Numbers, stretch: float = 1.0, blocks: float = 0.0) -> tuple[float, float, float, float, float]:
    """Variances of points, members, points with members, luck alone, and luck with points; none below nought.

    `stretch` multiplies the mean square of replications; `blocks` counts independent points among drawn ones, whose spread is that much too small."""
    points, members, replications = values.shape
    grand, cell = values.mean(), values.mean(axis=2)
    by_point, by_member = cell.mean(axis=1), cell.mean(axis=0)
    lucky = values.mean(axis=0)
    rest = values - cell[:, :, None] - lucky[None] + by_member[None, :, None]
    square_rest = float((rest**2).sum()) / max((points - 1) * members * (replications - 1), 1)
    square_luck = stretch * points * float(((lucky - by_member[:, None]) ** 2).sum()) / max(members * (replications - 1), 1)
    square_point = members * replications * float(((by_point - grand) ** 2).sum()) / max(points - 1, 1)
    if blocks > 1:
        square_rest, square_point = (one * blocks / (blocks - 1) for one in (square_rest, square_point))
    luck_alone = max((square_luck - square_rest) / points, 0.0)
    if members < 2:
        return max((square_point - square_rest) / replications, 0.0), 0.0, 0.0, luck_alone, square_rest
    both = cell - by_point[:, None] - by_member[None] + grand
    square_both = replications * float((both**2).sum()) / max((points - 1) * (members - 1), 1)
    square_member = points * replications * float(((by_member - grand) ** 2).sum()) / (members - 1)
    with_member = max((square_both - square_rest) / replications, 0.0)
    member = max((square_member - square_luck - square_both + square_rest) / (points * replications), 0.0)
    return max((square_point - square_both) / (members * replications), 0.0), member, with_member, luck_alone, square_rest


def _shares(values: Numbers, stretch: float, blocks: float = 0.0) -> tuple[float, float, float, float]:
    point, member, both, alone, rest = components(values, stretch, blocks)
    whole = point + member + both + alone + rest
    if whole <= 0:
        return math.nan, math.nan, math.nan, math.nan
    return point / whole, (member + both) / whole, (alone + rest) / whole, alone / whole
