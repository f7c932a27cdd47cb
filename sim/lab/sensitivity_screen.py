"""Morris screening of a finished sweep, through SALib.

Effects are told for the whole range of an input, in units of the outcome. Luck makes effects of either sign, so that mu* of an input that does nothing is not
nought: `floor` is what luck alone gives it at these replications, from how far the same effect differs between replications. sigma is freed of luck:
the luck in an effect is taken off its variance.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.lab.extras import fetched
from sim.lab.finished import Asked
from sim.lab.sensitivity import FEWEST, Rank, Sensitivity, Step, by_lead, luck_in
from sim.measures import Numbers
from sim.measures.intervals import Estimate

DRAWS = 1000
HALF_NORMAL = math.sqrt(2.0 / math.pi)
"""The mean size of a standard normal number."""
Statistic = Callable[[Numbers], Numbers]


class Screen(NamedTuple):
    """Whole trajectories: which input moves and which way by [trajectory, place], values by [trajectory, place, replication], the step in parts of the
    range, unit points by [trajectory, place, input], rows of the points that are kept, and how many are not."""

    which: NDArray[np.int64]
    sign: Numbers
    values: Numbers
    step: float
    points: Numbers
    kept: NDArray[np.int64]
    dropped: int


def in_blocks(asked: Asked, size: int) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """Points by [block, place, input], values over members' mean by [block, place, replication], and rows, of the design's blocks that are whole."""
    block = asked.numbers // size
    whole, count = np.unique(block, return_counts=True)
    rows = np.flatnonzero(np.isin(block, whole[count == size]))
    rows = rows[np.argsort(asked.numbers[rows], kind="stable")]
    values = asked.values.mean(axis=1)[rows]
    return asked.points[rows].reshape(-1, size, len(asked.inputs)), values.reshape(-1, size, values.shape[1]), rows


def trajectories(asked: Asked) -> Screen | None:
    """The trajectories of a Morris design, seen from its points; None where they are no such design.

    An input of few levels may stand still in its step. Then nothing changes, under the same luck not even the outcome: its effect there is nought."""
    inputs = len(asked.inputs)
    points, values, kept = in_blocks(asked, inputs + 1)
    if len(points) < FEWEST or asked.about.get("kind", "morris") != "morris":
        return None
    moves = np.diff(points, axis=1)
    moved = moves != 0
    if (moved.sum(axis=1) > 1).any() or (moved.sum(axis=2) > 1).any():
        return None
    which = np.where(moved.any(axis=2), moved.argmax(axis=2), -1)
    for own in which:
        own[own < 0] = [k for k in range(inputs) if k not in own]
    sign = np.sign(np.take_along_axis(moves, which[:, :, None], axis=2))[:, :, 0]
    step = _step(asked, moves)
    if step is None:
        return None
    sign = np.where(sign == 0, 1.0, sign)
    steps = (which[:, :, None] == np.arange(inputs)) * sign[:, :, None]
    seen = np.concatenate([np.zeros((len(points), 1, inputs)), np.cumsum(steps, axis=1)], axis=1)
    unit = seen * step + (seen.min(axis=1, keepdims=True) < 0)
    return Screen(which, sign, values, step, unit, kept, len(asked.points) - kept.size)


def _step(asked: Asked, moves: Numbers) -> float | None:
    """The step in parts of an input's range: as the design says, else as it is seen; None where steps differ."""
    if levels := asked.about.get("levels"):
        return float(levels / (2.0 * (levels - 1.0)))
    spans = np.array([float(one.high) - float(one.low) for one in asked.inputs])
    seen = np.abs(moves / spans)[moves != 0]
    return float(seen[0]) if seen.size and np.allclose(seen, seen[0], atol=1e-6) and seen[0] > 0.5 else None


def effects(screen: Screen) -> Numbers:
    """Elementary effects for the whole range of an input, by [trajectory, input, replication]."""
    told = np.diff(screen.values, axis=1) * screen.sign[:, :, None] / screen.step
    found = np.empty_like(told)
    np.put_along_axis(found, np.repeat(screen.which[:, :, None], told.shape[2], axis=2), told, axis=1)
    return found


def screened(asked: Asked, screen: Screen, seed: int) -> Sensitivity:
    """Morris indices of the mean over members and replications. Raises ScenarioError where SALib is missing."""
    kept = replace(asked, points=asked.points[screen.kept], values=asked.values[screen.kept])
    each = effects(screen)
    drawn = _salib(asked, screen, len(screen.values), seed)
    noise = each.var(axis=2, ddof=1).mean(axis=0) / each.shape[2] if each.shape[2] > 1 else np.full(len(asked.names), math.nan)
    ranks = []
    for place, told in enumerate(asked.inputs):
        own = each[:, place].mean(axis=1)
        figures = {"mu_star": drawn[place], "mu": _spread(own, seed, _mean), "sigma": _spread(own, seed, _freed_sd(noise[place]))}
        ranks.append(Rank(told.name, told.kind, told.unit, figures))
    floor = {name: HALF_NORMAL * math.sqrt(one) for name, one in zip(asked.names, noise, strict=True) if math.isfinite(one)}
    size = len(asked.names) + 1
    path = tuple(Step(count * size, dict(zip(asked.names, _salib(asked, screen, count, seed), strict=True))) for count in counts(len(screen.values)))
    return Sensitivity("morris", asked, len(screen.values), luck_in(kept, size, seed), by_lead(ranks, "mu_star"), floor, (), path, {}, screen.dropped)


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


def _freed_sd(noise: float) -> Statistic:
    """The SD without the luck in it."""
    def sd(values: Numbers) -> Numbers:
        return np.asarray(np.sqrt(np.maximum(values.var(axis=1, ddof=1) - (noise if math.isfinite(noise) else 0.0), 0.0)), dtype=np.float64)

    return sd


def _mean(values: Numbers) -> Numbers:
    return np.asarray(values.mean(axis=1), dtype=np.float64)


def _spread(values: Numbers, seed: int, statistic: Statistic) -> Estimate:
    """A statistic of independent effects with its interval over effects drawn anew."""
    drawn = statistic(values[np.random.default_rng([seed, 41]).integers(len(values), size=(DRAWS, len(values)))])
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(float(statistic(values[None])[0]), float(low), float(high), len(values))
