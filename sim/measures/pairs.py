"""What pairs of identical companies show over the whole run: the dip, the break-even, and which policies are left on the front of the three voices."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.measures.measure import QUARTER, Numbers


def quarter_means(paired: Numbers) -> Numbers:
    """Means of each stretch of 13 weeks, by [pair, last week of the stretch less 12]. Raises ValueError for fewer weeks."""
    if paired.shape[1] < QUARTER:
        raise ValueError(f"a quarter takes {QUARTER} weeks; here are {paired.shape[1]}")
    running = np.cumsum(np.pad(paired, ((0, 0), (1, 0))), axis=1)
    return np.asarray((running[:, QUARTER:] - running[:, :-QUARTER]) / QUARTER, dtype=np.float64)


def stretch_below(mean: Numbers, lowest: int) -> int:
    """How many neighbours around the lowest place lie below zero, itself included; 0 when even the lowest does not."""
    if mean[lowest] >= 0.0:
        return 0
    above = np.flatnonzero(mean >= 0.0)
    before, after = above[above < lowest], above[above > lowest]
    return int((after[0] if after.size else mean.size) - (before[-1] + 1 if before.size else 0))


def dip_depth(paired: Numbers) -> float:
    """The lowest 13-week mean of the mean paired difference; NaN for runs shorter than a quarter.

    The lowest of noisy weeks looks low even when nothing happens."""
    return float(quarter_means(paired).mean(axis=0).min()) if paired.shape[1] >= QUARTER else math.nan


def dip_weeks(paired: Numbers) -> float:
    """How many 13-week means in a row lie below zero around the lowest one; NaN for runs shorter than a quarter."""
    if paired.shape[1] < QUARTER:
        return math.nan
    mean = quarter_means(paired).mean(axis=0)
    return float(stretch_below(mean, int(mean.argmin())))


def break_even_week(paired: Numbers) -> float:
    """The first week (from 1) after which the mean paired difference, summed, stays at or above zero to the horizon; NaN when never."""
    below = np.flatnonzero(np.cumsum(paired, axis=1).mean(axis=0) < 0.0)
    after = int(below[-1]) + 1 if below.size else 0
    return float(after + 1) if after < paired.shape[1] else math.nan


def pareto_front(voices: Numbers) -> NDArray[np.bool_]:
    """Which policies no other one betters, by [policy, company] from voices by [policy, company, voice].

    A policy is bettered by one that is as high in every voice and higher in one."""
    ours, theirs = voices[:, None], voices[None, :]
    bettered = np.all(theirs >= ours, axis=-1) & np.any(theirs > ours, axis=-1)
    return np.asarray(~np.any(bettered, axis=1), dtype=np.bool_)


def pareto_share(voices: Numbers) -> Numbers:
    """The share of identical companies in which a policy stands on the front, by [policy]; companies without data for any policy drop out."""
    known = np.isfinite(voices).all(axis=(0, 2))
    if not known.any():
        return np.full(voices.shape[0], np.nan)
    return np.asarray(pareto_front(voices[:, known]).mean(axis=1), dtype=np.float64)
