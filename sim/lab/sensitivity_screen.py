"""Morris screening of a finished sweep, through SALib.

Effects are told for the whole range of an input, in units of the outcome. Luck makes effects of either sign, so that mu* of an input that does nothing is not
nought: `floor` is what luck alone gives it at these replications, from how far the same effect differs between replications. sigma is freed of luck:
the luck in an effect is taken off its variance.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from sim.lab.extras import fetched
from sim.lab.finished import Asked
from sim.lab.sensitivity import FEWEST, Rank, Sensitivity, Step, by_lead, luck_in
from sim.measures import Numbers
from sim.measures.intervals import Estimate

DRAWS = 1000
HALF_NORMAL = math.sqrt(2.0 / math.pi)
"""The mean size of a standard normal number."""


class Screen(NamedTuple):
    """Whole trajectories: unit points by [trajectory, place, input], values by [trajectory, place, replication], the step and the points left out."""

    points: Numbers
    values: Numbers
    step: float
    kept: Numbers
    dropped: int


def unit_points(asked: Asked) -> Numbers:
    """Points with each input scaled to nought to one."""
    low, high = (np.array([float(getattr(one, end)) for one in asked.inputs]) for end in ("low", "high"))
    return np.asarray((asked.points - low) / np.where(high > low, high - low, 1.0), dtype=np.float64)


def in_blocks(asked: Asked, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """Points, values over members' mean, and places, of the design's blocks that are whole, by [block, place, ...]."""
    block = asked.numbers // size
    whole, counts = np.unique(block, return_counts=True)
    rows = np.flatnonzero(np.isin(block, whole[counts == size]))
    rows = rows[np.argsort(asked.numbers[rows], kind="stable")]
    values = asked.values.mean(axis=1)[rows]
    return unit_points(asked)[rows].reshape(-1, size, len(asked.inputs)), values.reshape(-1, size, values.shape[1]), rows.astype(np.float64)


def trajectories(asked: Asked) -> Screen | None:
    """The trajectories of a Morris design, seen from its points; None where they are no such design."""
    inputs = len(asked.inputs)
    points, values, kept = in_blocks(asked, inputs + 1)
    if len(points) < FEWEST:
        return None
    moves = np.abs(np.diff(points, axis=1))
    steps = moves[moves > 1e-9]
    once = ((moves > 1e-9).sum(axis=1) == 1).all() and ((moves > 1e-9).sum(axis=2) == 1).all()
    if not once or not np.allclose(steps, steps[0], atol=1e-6) or steps[0] <= 0.5:
        return None
    return Screen(points, values, float(steps[0]), kept, len(asked.points) - kept.size)


def effects(screen: Screen) -> Numbers:
    """Elementary effects for the whole range of an input, by [trajectory, input, replication]."""
    moves = np.diff(screen.points, axis=1)
    which = np.abs(moves).argmax(axis=2)
    sign = np.sign(np.take_along_axis(moves, which[:, :, None], axis=2))
    told = np.diff(screen.values, axis=1) * sign / screen.step
    found = np.empty_like(told)
    np.put_along_axis(found, which[:, :, None], told, axis=1)
    return found


def screened(asked: Asked, screen: Screen, seed: int) -> Sensitivity:
    """Morris indices of the mean over members and replications. Raises ScenarioError where SALib is missing."""
    kept = replace(asked, points=asked.points[screen.kept.astype(int)], values=asked.values[screen.kept.astype(int)])
    each = effects(screen)
    drawn = _salib(asked, screen, len(screen.points), seed)
    noise = each.var(axis=2, ddof=1).mean(axis=0) / each.shape[2] if each.shape[2] > 1 else np.full(len(asked.names), math.nan)
    ranks = []
    for place, told in enumerate(asked.inputs):
        own = each[:, place].mean(axis=1)
        figures = {"mu_star": drawn[place], "mu": _spread(own, seed, np.mean), "sigma": _spread(own, seed, _freed_sd(noise[place]))}
        ranks.append(Rank(told.name, told.kind, told.unit, figures))
    floor = {name: HALF_NORMAL * math.sqrt(one) for name, one in zip(asked.names, noise, strict=True) if math.isfinite(one)}
    size = len(asked.names) + 1
    path = tuple(Step(count * size, dict(zip(asked.names, _salib(asked, screen, count, seed), strict=True))) for count in counts(len(screen.points)))
    return Sensitivity("morris", asked, len(screen.points), luck_in(kept, size, seed), by_lead(ranks, "mu_star"), floor, (), path, {}, screen.dropped)


def counts(blocks: int, least: int = FEWEST) -> list[int]:
    """Numbers of blocks at which convergence is looked at: halves of all, down to a few."""
    found = [blocks]
    while found[-1] // 2 >= least and len(found) < 7:
        found.append(found[-1] // 2)
    return found[::-1]


def _salib(asked: Asked, screen: Screen, count: int, seed: int) -> list[Estimate]:
    """mu* of the first so many trajectories by SALib, with intervals over trajectories drawn anew."""
    inputs = len(asked.names)
    problem = {"num_vars": inputs, "names": list(asked.names), "bounds": [[0.0, 1.0]] * inputs}
    levels = round(2.0 * screen.step / (2.0 * screen.step - 1.0))
    points, values = screen.points[:count].reshape(-1, inputs), screen.values[:count].mean(axis=2).ravel()
    found = fetched("SALib.analyze.morris", "--method morris").analyze(problem, points, values, num_levels=levels, num_resamples=DRAWS, seed=seed)
    star, reach = np.asarray(found["mu_star"], dtype=np.float64), np.asarray(found["mu_star_conf"], dtype=np.float64)
    return [Estimate(float(value), max(float(value - half), 0.0), float(value + half), count) for value, half in zip(star, reach, strict=True)]


def _freed_sd(noise: float):  # type: ignore[no-untyped-def]
    """The SD without the luck in it."""
    def sd(values: Numbers, axis: int) -> Numbers:
        return np.asarray(np.sqrt(np.maximum(values.var(axis=axis, ddof=1) - (noise if math.isfinite(noise) else 0.0), 0.0)), dtype=np.float64)

    return sd


def _spread(values: Numbers, seed: int, statistic) -> Estimate:  # type: ignore[no-untyped-def]
    """A statistic of independent effects with its interval over effects drawn anew."""
    drawn = statistic(values[np.random.default_rng([seed, 41]).integers(len(values), size=(DRAWS, len(values)))], axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(float(statistic(values[None], axis=1)[0]), float(low), float(high), len(values))
