"""Student's distribution: the one number that an interval asks for, without a library that takes a third of a second to load."""

from __future__ import annotations

import functools
import math

import numpy as np


def share_within(t: float, freedom: int) -> float:
    """The chance that Student's t lies within plus or minus t (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4: a finite sum for whole degrees of freedom)."""
    angle = math.atan(t / math.sqrt(freedom))
    step, odd = math.cos(angle) ** 2, freedom % 2
    factors = np.arange(1 + odd, freedom - 2, 2, dtype=np.float64)
    terms = np.cumprod(np.concatenate([[1.0], factors / (factors + 1.0) * step]))
    if not odd:
        return math.sin(angle) * float(terms.sum())
    return 2.0 / math.pi * (angle + (math.sin(angle) * math.cos(angle) * float(terms.sum()) if freedom > 1 else 0.0))


@functools.cache
def reach_of(share: float, freedom: int) -> float:
    """How far Student's t reaches to either side with this chance. Newton's steps from the left, where the curve bends down, never overshoot."""
    log_height = math.log(2.0) + math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    t = 0.0
    for _ in range(200):
        density = math.exp(log_height - (freedom + 1) / 2 * math.log1p(t * t / freedom))
        step = (share - share_within(t, freedom)) / density
        t += step
        if abs(step) < 1e-13 * max(t, 1.0):
            break
    return t
