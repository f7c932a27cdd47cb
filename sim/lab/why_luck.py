"""How sure an attribution is: intervals over companies (over members where there are several), and what stands out when many numbers are looked at at once.

Many numbers at once: were nothing the matter, each company's differences might as well have had the other sign. So the signs of whole companies are turned
over, and the largest t of all numbers is looked at: what exceeds it in 19 of 20 such turns stands out, whatever the numbers have to do with one another
(Westfall and Young 1993; sign changes: Fisher 1935).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.lab.claims_verdict import Effect, over
from sim.lab.spread import CONFIDENCE, member_means
from sim.lab.student import reach_of
from sim.measures import Numbers

FEWEST, TURNS, AT_ONCE = 6, 2000, 64
"""Companies from which turning signs can tell anything; how many turns are tried; how many at once."""


@dataclass(frozen=True)
class Companies:
    """Whose numbers these are: companies of so many members, the first member's first; one member or none counts companies themselves."""

    members: int = 1

    def units(self, values: Numbers) -> Numbers:
        """What counts as one observation, [unit, ...], of values by [company, ...]."""
        return values if self.members < 2 else member_means(values.reshape(self.members, -1, *values.shape[1:]))

    def effect(self, values: Numbers) -> Effect:
        """The mean with its 95 % interval."""
        return over(self.units(values))


def widened(effect: Effect, spread: float, freedom: int) -> Effect:
    """An effect whose mean has besides a standard error of its own, from so many degrees of freedom, as when orders are drawn by lot."""
    if not math.isfinite(effect.low) or freedom < 1:
        return effect
    luck = (effect.high - effect.low) / 2.0
    reach = math.hypot(luck, reach_of(CONFIDENCE, freedom) * spread)
    return Effect(effect.mean, effect.mean - reach, effect.mean + reach, effect.count)


def stands_out(values: Numbers, seed: int = 1) -> tuple[Numbers, float]:
    """Student's t of each number over units, and from which size on it stands out among all of them (NaN for too few units). `values` are [unit, ...]."""
    flat = values.reshape(len(values), -1)
    known = flat[np.isfinite(flat).all(axis=1)]
    count = len(known)
    if count < FEWEST:
        return np.full(values.shape[1:], np.nan), math.nan
    squares = (known**2).sum(axis=0)
    signs = _signs(count, seed)
    largest = [np.abs(_t(turn @ known / count, squares, count)).max(axis=1) for turn in (signs[k : k + AT_ONCE] for k in range(0, len(signs), AT_ONCE))]
    return _t(known.mean(axis=0), squares, count).reshape(values.shape[1:]), float(np.quantile(np.concatenate(largest), CONFIDENCE))


def _signs(count: int, seed: int) -> Numbers:
    """Ways to turn signs: all of them where they are few (a turn and its opposite say the same), else some drawn by lot beside the one in which none is."""
    if 2 ** (count - 1) <= TURNS:
        bits = np.arange(2 ** (count - 1))[:, None] >> np.arange(count)[None, :] & 1
        return np.asarray(1.0 - 2.0 * bits)
    drawn = np.random.default_rng(seed).integers(0, 2, (TURNS - 1, count)) * 2.0 - 1.0
    return np.concatenate([np.ones((1, count)), drawn])


def _t(mean: Numbers, squares: Numbers, count: int) -> Numbers:
    """Student's t from means and sums of squares; nought where there is nothing, very large where all agree."""
    variance = np.maximum(squares - count * mean**2, 0.0) / (count - 1)
    least = 1e-12 * squares / count
    return np.asarray(np.where(squares > 0, mean / np.sqrt(np.where(squares > 0, np.maximum(variance, least), 1.0) / count), 0.0))
