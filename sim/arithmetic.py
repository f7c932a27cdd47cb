"""The few functions that processors and libraries compute differently, written out so that every machine and plain Python give the same bits.

The last four are scales on which several mechanisms read the same thing. All are single precision, strictly ordered, and vectorise.
`exp` and `log` are accurate to 3 units in the last place.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import law

ROOM_SHARE = np.float32(0.1)
"""Share of hours that people of the reference have for improving and learning."""

VISITS = np.float32(1.2)
"""Visits that a first request brings in the reference: a fifth come again."""

WAITED_AT_LEAST = np.float32(0.05)
"""Weeks of waiting below which nobody notices a difference: added before the logarithm of a wait is taken."""


@law
def exp(x):
    """e to the power x, for x within -87 and 88 (beyond, the value at the bound)."""
    x = min(max(x, -87.0), 88.0)
    k = np.floor(x * 1.44269504 + 0.5)
    r = (x - k * 0.693359375) - k * -2.12194440e-4
    p = 1.0 + r * (1.0 + r * (0.5 + r * (0.166666657 + r * (0.0416664853 + r * (0.00833689701 + r * 0.00139353634)))))
    return p * np.int32((np.int32(k) + np.int32(127)) << np.int32(23)).view(np.float32)


@law
def log(x):
    """The natural logarithm of x; numbers below the smallest normal one (and those not positive) count as 1e-37."""
    bits = np.float32(max(x, 1e-37)).view(np.int32)
    k = np.int32((bits - np.int32(0x3F3504F3)) >> np.int32(23))
    m = np.int32(bits - np.int32(k << np.int32(23))).view(np.float32)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    return np.float32(k) * 0.693147181 + 2.0 * s * (1.0 + z * (0.33333333 + z * (0.2 + z * (0.142857 + z * (0.111111 + z * 0.0909)))))


@law
def power(x, exponent):
    """x to a power, for positive x."""
    return exp(exponent * log(x))


@law
def bounded(x, limit):
    """x for small x, never beyond plus or minus limit: x / sqrt(1 + (x / limit)^2)."""
    ratio = x / limit
    return x / np.sqrt(1.0 + ratio * ratio)


@law
def softplus(x):
    """A smooth max(0, x): log(1 + e^x)."""
    return max(x, 0.0) + log(1.0 + exp(-abs(x)))


@law
def clip(x, low, high):
    """x, kept between two bounds."""
    return min(max(x, low), high)


@law
def chance(log_odds):
    """The logistic function: a chance from log odds."""
    return 1.0 / (1.0 + exp(-log_odds))


@law
def lever_sd(lever, reference):
    """A 0-1 lever as a deviation from its reference, in standard deviations: 0.2 is one."""
    return (lever - reference) / 0.2


@law
def support_sd(support):
    """Support felt, as a deviation from the reference (1) in standard deviations: 0.4 is one; within sense."""
    return bounded((support - 1.0) / 0.4, 3.0)


@law
def unit_sd(satisfaction):
    """Mean satisfaction of a unit's customers in standard deviations between units (0.12 of an individual one); within sense."""
    return bounded(satisfaction / 0.12, 3.0)


@law
def value_share(validity):
    """How much value (1, 1, 1, 0, .3) a KPI mixes with a proxy (1, 0, 0, 1.2, 0), so that the cosine of its angle with value is the validity."""
    ratio = 1.7578396 * np.sqrt(max(1.0 - validity * validity, 0.0)) / validity
    missing = max(1.4547768 - 0.3236246 * ratio, 0.0)
    return missing / (missing + ratio)


@law
def room_ratio(room_hours, hours, share):
    """Room hours against those of the reference, for the hours a team has."""
    return clip(room_hours / max(hours * share, 0.01), 0.01, 8.0)
