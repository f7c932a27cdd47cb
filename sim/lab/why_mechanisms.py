"""How much of a difference between two policies goes through each mechanism: both policies lived again with one mechanism at a time switched off, by the same
companies under the same luck.

Switched off means held at the reference's values, in both policies alike: what a knock-out does by itself is in both and drops out. What is missing from the
difference without a mechanism went through it. Such shares need not add up to the whole: what passes an effect on in a row carries it as a whole each time, and
mechanisms strengthen one another; what is left over is told as the rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.lab.claims_verdict import Effect
from sim.lab.why_levers import Policies
from sim.lab.why_luck import Companies, stands_out
from sim.lab.why_worlds import Care, Ground, Reading, Start, lived
from sim.measures import Numbers
from sim.measures.intervals import Estimate, first_over_second, resampled
from sim.parameters import MECHANISMS
from sim.scenario import Scenario

NOTHING = 1e-9
"""A difference this small (in the reading's own unit) is none."""


@dataclass(frozen=True)
class Carried:
    """One mechanism: the difference without it (`left`), what went through it (`through`), and what part of the whole that is.

    `clear`: it stands out among all mechanisms. `all_of_it`: without it not a trace of the difference is left in any company, as by definition."""

    mechanism: str
    left: Effect
    through: Effect
    part: Estimate
    clear: bool
    all_of_it: bool


@dataclass(frozen=True)
class Through:
    """A difference by mechanisms, those that carry most first, then those that work against it.

    `together` is the sum of what goes through each of the mechanisms that do not hold all of it by definition; `rest` is the whole less that."""

    reading: Reading
    whole: Effect
    carried: tuple[Carried, ...]
    together: Effect
    rest: Effect
    dropped: int


def mechanisms_of(scenario: Scenario) -> tuple[str, ...]:
    """The mechanisms that work in a scenario."""
    return tuple(name for name in MECHANISMS if name not in scenario.off)


def through(pair: Policies, ground: Ground, starts: Sequence[Start], readings: Sequence[Reading], care: Care) -> list[Through]:
    """Every reading's difference by mechanisms."""
    names = mechanisms_of(pair[0])
    variants: list[tuple[str, ...]] = [(), *((name,) for name in names)]
    worlds = [one._replace(off=off) for off in variants for one in starts]
    values = lived(ground, worlds, [np.asarray(one.paths(), dtype=np.float64) for one in pair], readings, care, "policies x companies, mechanisms off")
    gaps = (values[1] - values[0]).reshape(len(variants), len(starts), len(readings))
    return [carried(names, gaps[:, :, k], reading, Companies(len(ground.members))) for k, reading in enumerate(readings)]


def carried(names: Sequence[str], gaps: Numbers, reading: Reading, companies: Companies) -> Through:
    """A difference by mechanisms, from the differences by [variant, company], the first of which has all mechanisms at work. A company that has no number
    without one of them is left out there only."""
    whole, known = companies.effect(gaps[0]), np.isfinite(gaps[0])
    shares = gaps[0] - gaps[1:]
    of_units = companies.units(shares.T)
    enough = np.isfinite(of_units).all(axis=0)
    t, most = np.full(len(names), np.nan), math.nan
    if enough.any():
        t[enough], most = stands_out(of_units[:, enough])
    whole_units = companies.units(gaps[0])
    found = [Carried(name, companies.effect(gaps[k + 1]), companies.effect(shares[k]), _part(of_units[:, k], whole_units), bool(abs(t[k]) > most),
                     _none_left(gaps[0], gaps[k + 1])) for k, name in enumerate(names)]
    own = [k for k, one in enumerate(found) if not one.all_of_it]
    added = shares[own].sum(axis=0)
    sign = -1.0 if whole.mean < 0 else 1.0
    ordered = sorted(found, key=lambda one: (not math.isfinite(one.through.mean), not one.all_of_it, -sign * one.through.mean))
    return Through(reading, whole, tuple(ordered), companies.effect(added), companies.effect(gaps[0] - added), int((~known).sum()))


def _part(share: Numbers, whole: Numbers) -> Estimate:
    """What part of the whole goes through, with its interval over companies drawn anew."""
    return resampled(np.stack([share, whole], axis=1), first_over_second)


def _none_left(whole: Numbers, left: Numbers) -> bool:
    """Whether there is a difference, and none at all without the mechanism."""
    both = np.isfinite(whole) & np.isfinite(left)
    return bool(both.any() and np.abs(whole[both]).max() > NOTHING and np.abs(left[both]).max() <= NOTHING)
