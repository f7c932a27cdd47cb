"""Luck that depends on nothing but its name: every draw is a function of (seed, replication, purpose, week, entity).

Threefry-2x32 with twenty rounds turns a key (seed, replication) and a counter (entity, week and purpose) into two random words. So two policies meet the
same luck, a new mechanism moves no other draw, and neither threads, order, batching nor recording can change a result.
Source: Salmon et al. 2011 (counter-based generators); known-answer tests in `tests/laws/test_draws.py`.
"""

from __future__ import annotations

import numpy as np

from sim.arithmetic import log
from sim.compiled import law

# Purposes. A number is never used again for something else: that would tie two kinds of luck together.
PERSON_MOOD = np.uint32(0)
PERSON_PATH = np.uint32(1)
PERSON_TALK = np.uint32(2)
CUSTOMER_NEED = np.uint32(3)
CUSTOMER_MOMENT = np.uint32(4)
MANAGER_VISIT = np.uint32(5)
TEAM_OBSTACLE = np.uint32(6)
SCORE_NOISE = np.uint32(7)
WORLD_DEMAND = np.uint32(8)
SURVEY_NOISE = np.uint32(9)
DISMISSAL = np.uint32(10)
PERSON_STRAIN = np.uint32(11)
TEAM_IDEA = np.uint32(12)
TEAM_ERROR = np.uint32(13)
LEADER_VISIT = np.uint32(14)
CUSTOMER_COMPLAINT = np.uint32(15)
SURVEY_SCORE = np.uint32(16)
# Traits of a person or customer are drawn once, by seat and generation.
TRAIT_SELF = np.uint32(0)
TRAIT_MOTIVES = np.uint32(1)
TRAIT_VIEW = np.uint32(2)
TRAIT_CUSTOMER = np.uint32(3)
TRAIT_TEAM = np.uint32(4)
TRAIT_UNIT = np.uint32(5)
START_AGE = np.uint32(6)
START_MOOD = np.uint32(7)
START_TRY = np.uint32(8)
START_TRY_MORE = np.uint32(9)
START_CUSTOMER = np.uint32(10)
START_CUSTOMER_MORE = np.uint32(11)
TRAIT_TALENT = np.uint32(12)
TRAIT_MATURITY = np.uint32(13)
TRAIT_MANAGER = np.uint32(14)
START_VIEW = np.uint32(20)
START_TALENT = np.uint32(21)

TRAITS = np.uint32(0x80000000)
"""Added to the counter of a trait: weeks and generations never meet."""


@law
def _mix(a, b, turn):
    a = np.uint32(a + b)
    b = np.uint32(np.uint32(b << np.uint32(turn)) | np.uint32(b >> np.uint32(32 - turn))) ^ a
    return a, b


@law
def _four(a, b, r0, r1, r2, r3, add_a, add_b):
    a, b = _mix(a, b, r0)
    a, b = _mix(a, b, r1)
    a, b = _mix(a, b, r2)
    a, b = _mix(a, b, r3)
    return np.uint32(a + add_a), np.uint32(b + add_b)


@law
def words(seed, replication, entity, when):
    """Two 32-bit random words for a key (seed, replication) and a counter (entity, when)."""
    third = np.uint32(seed ^ replication ^ np.uint32(0x1BD11BDA))
    a, b = np.uint32(entity + seed), np.uint32(when + replication)
    a, b = _four(a, b, 13, 15, 26, 6, replication, np.uint32(third + np.uint32(1)))
    a, b = _four(a, b, 17, 29, 16, 24, third, np.uint32(seed + np.uint32(2)))
    a, b = _four(a, b, 13, 15, 26, 6, seed, np.uint32(replication + np.uint32(3)))
    a, b = _four(a, b, 17, 29, 16, 24, replication, np.uint32(third + np.uint32(4)))
    return _four(a, b, 13, 15, 26, 6, third, np.uint32(seed + np.uint32(5)))


@law
def in_week(week, purpose):
    """The second half of a counter, for luck of a week."""
    return np.uint32(np.uint32(np.uint32(week) << np.uint32(6)) | purpose)


@law
def at_birth(generation, purpose):
    """The second half of a counter, for a trait: drawn once for each generation of a seat."""
    return np.uint32(np.uint32(np.uint32(np.uint32(generation) << np.uint32(6)) | purpose) | np.uint32(0x80000000))


@law
def uniform(word):
    """A number within [0, 1) on a grid of 2^-24: exact on every processor."""
    return np.float32(np.int32(word >> np.uint32(8))) * 5.9604644775390625e-08


@law
def _half_wave(t):
    """sin(pi t) for t within -0.5 and 0.5 (error below 4e-7)."""
    z = t * t
    return t * (3.14159265 + z * (-5.16771278 + z * (2.55016403 + z * (-0.599264529 + z * (0.0821458866 + z * -0.00737043094)))))


@law
def normals(first, second):
    """Two independent standard normal numbers from two random words (Box and Muller 1958)."""
    radius = np.sqrt(-2.0 * log(uniform(first) + 5.9604644775390625e-08))
    turn = 2.0 * uniform(second) - 1.0
    sine_side = _half_wave(turn if abs(turn) <= 0.5 else (1.0 - turn if turn > 0.0 else -1.0 - turn))
    cosine_side = _half_wave(0.5 - abs(turn))
    return radius * cosine_side, radius * sine_side


@law
def rough_normal(first, second):
    """A number of mean 0 and variance 1, nearly normal (the sum of four uniforms: kurtosis 2.7, never beyond 3.46): cheap noise for what is averaged anyway."""
    low, high = np.int32(first & np.uint32(0xFFFF)), np.int32(first >> np.uint32(16))
    more, most = np.int32(second & np.uint32(0xFFFF)), np.int32(second >> np.uint32(16))
    return (np.float32(low + high + more + most) - 131070.0) * 2.6428998e-05
