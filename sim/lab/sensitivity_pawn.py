"""PAWN on any finished sweep, through SALib: how far the distribution of an outcome moves when an input is held within a slice of its range.

The index is the median over slices of the largest gap between two cumulative distributions (Kolmogorov and Smirnov), 0 to 1. It is above nought by chance
alone, the more so the fewer points; a stand-in that has nothing to do with the outcome (an input whose values are dealt out anew) is therefore judged
beside the inputs, and `floor` is what it stays below in 95 of 100 deals. Source: Pianosi and Wagener 2018.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.lab.extras import fetched
from sim.lab.finished import Asked
from sim.lab.sensitivity import FEWEST_POINTS, Rank, Sensitivity, Step, by_lead, luck_in
from sim.measures import Numbers
from sim.measures.intervals import Estimate

SLICES, IN_A_SLICE = (10, 8, 5, 4, 2), 10
"""Numbers of slices that SALib cuts without a rounding error, and how many points each should hold."""
DRAWS, MANY, DRAWS_OF_MANY = 200, 50_000, 80
"""Samples drawn anew for intervals; fewer where there are so many numbers in a sample."""
BY_SALIB = 50
"""Of so many inputs at most SALib reckons the index; it takes a test of each slice, which is minutes for hundreds, and `gaps` gives the same number."""


def compared(asked: Asked, seed: int) -> Sensitivity:
    """PAWN indices of the mean over members and replications. Raises ScenarioError where SALib is missing."""
    points, values = asked.points, asked.means
    found, floor = estimates(points, values, asked.names, seed)
    ranks = [Rank(one.name, one.kind, one.unit, {"pawn": told}) for one, told in zip(asked.inputs, found, strict=True)]
    path = tuple(Step(count, dict(zip(asked.names, estimates(points[:count], values[:count], asked.names, seed)[0], strict=True)))
                 for count in _counts(len(points))[:-1])
    path += (Step(len(points), dict(zip(asked.names, found, strict=True))),)
    return Sensitivity("pawn", asked, len(points), luck_in(asked, 1, seed), by_lead(ranks, "pawn"), dict.fromkeys(asked.names, floor), (), path)


def estimates(points: Numbers, values: Numbers, names: tuple[str, ...], seed: int) -> tuple[list[Estimate], float]:
    """The index of each input with its interval over points drawn anew, and what a stand-in stays below in 95 of 100 deals."""
    luck = np.random.default_rng([seed, 47])
    whole, drawn, deals = (_salib(points, values, names) if len(names) <= BY_SALIB else gaps(points, values)), [], []
    for _ in range(DRAWS if points.size <= MANY else DRAWS_OF_MANY):
        some = luck.integers(len(points), size=len(points))
        drawn.append(gaps(points[some], values[some]))
        deals.append(gaps(luck.permutation(points[:, :1]), values)[0])
    # A sample drawn anew repeats points, which moves its indices up; what lies around their own middle is laid around the index.
    middle = np.median(drawn, axis=0)
    low, high = np.quantile(np.array(drawn) - middle, [0.025, 0.975], axis=0)
    told = [Estimate(float(value), max(float(value + a), 0.0), min(float(value + b), 1.0), len(points)) for value, a, b in zip(whole, low, high, strict=True)]
    return told, float(np.quantile(deals, 0.95))


def _counts(points: int) -> list[int]:
    found = [points]
    while found[-1] // 2 >= FEWEST_POINTS and len(found) < 5:
        found.append(found[-1] // 2)
    return found[::-1]


def gaps(points: Numbers, values: Numbers) -> Numbers:
    """SALib's index of each input (the median of the slices' largest gaps), all at once, for samples drawn anew by the hundred."""
    order = np.argsort(values, kind="stable")
    ranked, last = points[order], np.append(np.diff(values[order]) > 0, True)
    whole = np.arange(1, len(values) + 1)[last] / len(values)
    slices = slices_of(len(points))
    edges = np.quantile(points, np.linspace(0.0, 1.0, slices + 1), axis=0)
    found = np.full((slices, points.shape[1]), np.nan)
    for k in range(slices):
        inside = (ranked >= edges[k]) & (ranked < edges[k + 1])
        counts = inside.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            found[k] = np.abs(np.cumsum(inside, axis=0)[last] / counts - whole[:, None]).max(axis=0)
    some = np.isfinite(found).any(axis=0)
    return np.asarray(np.where(some, np.nanmedian(np.where(some, found, 0.0), axis=0), 0.0), dtype=np.float64)


def slices_of(points: int) -> int:
    """Into how many slices so many points are cut."""
    return next((count for count in SLICES if count * IN_A_SLICE <= points), SLICES[-1])


def _salib(points: Numbers, values: Numbers, names: tuple[str, ...]) -> Numbers:
    problem: dict[str, Any] = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found = fetched("SALib.analyze.pawn", "--method pawn").analyze(problem, points, values, S=slices_of(len(points)), seed=1)
    return np.asarray(found["median"], dtype=np.float64)
