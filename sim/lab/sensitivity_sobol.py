"""Sobol indices of a finished sweep drawn in Saltelli's blocks: SALib's own, and the same freed of luck.

The indices that are told are those of the expected outcome, luck averaged out entirely. A mean over a few replications still holds luck, which adds to the
variance and to every difference. Where two or more replications were run, products are therefore taken between different replications only, so
that luck never multiplies itself:

    product(a, b) = (sum a * sum b - sum of a b) / (R (R - 1)),  sums over R replications
    first = mean product(B, AB_i - A) / V,   total = mean product(A - AB_i, A - AB_i) / 2 V,   V = mean product of centred A and B with themselves

Luck is independent between replications, so these products have no bias, however luck works on the inputs. With one replication they are Saltelli's and
Jansen's estimators as they stand. Intervals: blocks drawn anew; they hold the luck of points, and take the replications' common luck as given.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.lab.extras import fetched
from sim.lab.finished import Asked
from sim.lab.sensitivity import FEWEST, Rank, Sensitivity, Step, by_lead, luck_in
from sim.lab.sensitivity_screen import counts, in_blocks
from sim.measures import Numbers
from sim.measures.intervals import Estimate

DRAWS, FIRST_STEP = 1000, 32
"""Draws for an interval; convergence is told from so many blocks on (in fewer, the two halves of a Sobol sequence
go together, and intervals mean little)."""


class Blocks(NamedTuple):
    """Whole blocks: values by [block, place, replication] with places A, AB of each input, BA of each input where there are, B; rows kept and dropped."""

    values: Numbers
    second: bool
    kept: NDArray[np.int64]
    dropped: int


def blocks(asked: Asked) -> Blocks | None:
    """The blocks of a Saltelli design, seen from its points; None where they are no such design."""
    inputs = len(asked.inputs)
    if asked.about.get("kind", "saltelli") != "saltelli":
        return None
    for size in (inputs + 2, 2 * inputs + 2):
        points, values, kept = in_blocks(asked, size)
        if len(points) >= FEWEST and _is_saltelli(points):
            return Blocks(values, size > inputs + 2, kept, len(asked.points) - kept.size)
    return None


def _is_saltelli(points: Numbers) -> bool:
    """Whether each point in the middle is A with one input of B (then B with one of A)."""
    inputs = points.shape[2]
    a, b = points[:, 0], points[:, -1]
    for place in range(inputs):
        wanted = a.copy()
        wanted[:, place] = b[:, place]
        if not np.array_equal(points[:, 1 + place], wanted):
            return False
    return not np.array_equal(a, b)


def product(a: Numbers, b: Numbers) -> Numbers:
    """The mean product over pairs of different replications (the last axis); the plain product where there is one."""
    count = a.shape[-1]
    if count < 2:
        return np.asarray((a * b)[..., 0], dtype=np.float64)
    return np.asarray((a.sum(axis=-1) * b.sum(axis=-1) - (a * b).sum(axis=-1)) / (count * (count - 1)), dtype=np.float64)


def parts(values: Numbers, inputs: int) -> Numbers:
    """What each block gives to the indices, by [block, 1 + 2 * inputs]: the variance, then first and total orders before division."""
    ends = values[:, [0, -1]]
    centred = values - ends.mean(axis=(0, 1))
    a, b, mixed = centred[:, 0], centred[:, -1], centred[:, 1 : 1 + inputs]
    spread = (product(a, a) + product(b, b)) / 2.0
    first = product(np.broadcast_to(b[:, None], mixed.shape), mixed - a[:, None])
    gap = mixed - a[:, None]
    return np.concatenate([spread[:, None], first, product(gap, gap) / 2.0], axis=1)


def estimates(values: Numbers, inputs: int, seed: int) -> list[tuple[Estimate, Estimate]]:
    """First and total order of each input with 95 % intervals over blocks drawn anew; `values` is [block, place, replication].

    NaN where the variance of the expected outcome cannot be told from nought: shares of nothing mean nothing."""
    own = parts(values, inputs)
    weights = np.random.default_rng([seed, 43]).multinomial(len(own), np.full(len(own), 1.0 / len(own)), DRAWS) / len(own)
    drawn, whole = weights @ own, own.mean(axis=0)
    if not np.quantile(drawn[:, 0], 0.025) > 0:
        return [(Estimate(float("nan")), Estimate(float("nan")))] * inputs
    told = whole[1:] / whole[0]
    some = drawn[drawn[:, 0] > 0]
    low, high = np.quantile(some[:, 1:] / some[:, :1], [0.025, 0.975], axis=0)
    each = [Estimate(float(value), float(a), float(b), len(own)) for value, a, b in zip(told, low, high, strict=True)]
    return list(zip(each[:inputs], each[inputs:], strict=True))


def indexed(asked: Asked, found: Blocks, seed: int) -> Sensitivity:
    """Sobol indices of an outcome. Raises ScenarioError where SALib is missing."""
    inputs, size = len(asked.names), found.values.shape[1]
    kept = replace(asked, points=asked.points[found.kept], values=asked.values[found.kept])
    raw = _salib(asked, found, seed)
    freed = found.values.shape[2] > 1
    told = estimates(found.values, inputs, seed)
    ranks = [Rank(one.name, one.kind, one.unit, {"first": first, "total": total} if freed else raw[one.name])
             for one, (first, total) in zip(asked.inputs, told, strict=True)]
    path = tuple(Step(count * size, {name: one[1] for name, one in zip(asked.names, estimates(found.values[:count], inputs, seed), strict=True)})
                 for count in counts(len(found.values), FIRST_STEP))
    pairs = _pairs(asked, found, seed) if found.second else ()
    luck, told_raw = luck_in(kept, size, seed), raw if freed else {}
    return Sensitivity("sobol", asked, len(found.values), luck, by_lead(ranks, "total"), {}, pairs, path, told_raw, found.dropped)


def _analysed(asked: Asked, found: Blocks, seed: int) -> Any:
    problem = {"num_vars": len(asked.names), "names": list(asked.names), "bounds": [[0.0, 1.0]] * len(asked.names)}
    values = found.values.mean(axis=2).ravel()
    analyser = fetched("SALib.analyze.sobol", "--method sobol")
    return analyser.analyze(problem, values, calc_second_order=found.second, num_resamples=DRAWS, seed=seed)


def _salib(asked: Asked, found: Blocks, seed: int) -> dict[str, dict[str, Estimate]]:
    """SALib's indices of the mean over replications, by input."""
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = _analysed(asked, found, seed)
    count = len(found.values)
    return {name: {"first": _estimate(drawn, "S1", (k,), count), "total": _estimate(drawn, "ST", (k,), count)} for k, name in enumerate(asked.names)}


def _estimate(drawn: Any, figure: str, place: tuple[int, ...], count: int) -> Estimate:
    value, reach = float(drawn[figure][place]), float(drawn[f"{figure}_conf"][place])
    return Estimate(value, value - reach, value + reach, count)


def _pairs(asked: Asked, found: Blocks, seed: int) -> tuple[tuple[str, str, Estimate], ...]:
    """Second-order indices by SALib, luck left in, the largest first."""
    drawn, names = _analysed(asked, found, seed), asked.names
    each = [(names[i], names[j], _estimate(drawn, "S2", (i, j), len(found.values))) for i in range(len(names)) for j in range(i + 1, len(names))]
    return tuple(sorted(each, key=lambda one: -one[2].value))
