"""What a fit says, and what it cannot say: of the situation, of members, of the uncertain numbers; every number with its range.

Narrower than before is only said where chance does not do the same: weights dealt to members by lot show how far luck alone moves and narrows 200 numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.ensemble.store import Member
from sim.lab.fit import Fit
from sim.lab.fit_situation import Handle
from sim.measures import Numbers
from sim.scenario.keys import parameter_keys

DRAWS, LOTS, SEED = 4000, 999, 7
RANGE = (0.05, 0.95)
"""Ends of the range that is told: nine of ten."""
SAYS_LITTLE = 0.8
"""A spread that is left with more than this part of what it was says little."""
CLEARLY_OFF, NEAR = 2.0, 1.0
OUTSIDE, UNUSUAL = 0.01, 2.0
FEW, FEW_SHARE, HEAVY = 5.0, 0.1, 0.25
"""Below so many members of equal weight, or so small a part of all, or with one that carries so much, an answer hangs on few."""


@dataclass(frozen=True)
class NumberFound:
    """One number of the company: as told, as usual, and as weighted members show it in their own best situations (with nine tenths of them), in its unit;
    `off` is how far the company lies beyond them, in SDs of all doubt."""

    name: str
    title: str
    unit: str
    yours: float
    usual: float
    shown: float
    low: float
    high: float
    off: float
    together: float


@dataclass(frozen=True)
class HandleFound:
    """One circumstance: its ordinary value, the value that members need (mean, and range over members and doubt), and the part of its spread that is left."""

    name: str
    title: str
    ordinary: float
    fitted: float
    low: float
    high: float
    left: float
    from_ordinary: float

    @property
    def says(self) -> bool:
        """Whether the company's numbers speak of it."""
        return self.left <= SAYS_LITTLE


@dataclass(frozen=True)
class ParameterFound:
    """One uncertain number: its mean before and after, how far it moved (SDs of the ensemble), and the part of its spread that is left."""

    name: str
    before: float
    after: float
    moved: float
    left: float


@dataclass(frozen=True)
class Report:
    """All that is told. `moves_by_luck` and `narrows_by_luck` are what weights dealt by lot do to the number that they do most to (19 of 20 times less)."""

    numbers: tuple[NumberFound, ...]
    handles: tuple[HandleFound, ...]
    parameters: tuple[ParameterFound, ...]
    looked_at: int
    moves_by_luck: float
    narrows_by_luck: float
    members: int
    effective: float
    heaviest: float
    repeats: float
    nearest: str
    chance: float
    near: tuple[str, ...]
    far: tuple[str, ...]

    @property
    def outside(self) -> bool:
        """Whether no member looks like the company: one that did would be off as much once in a hundred companies at most."""
        return self.chance < OUTSIDE

    @property
    def few(self) -> bool:
        """Whether the answer hangs on few members."""
        return self.effective < max(FEW, FEW_SHARE * self.members) or self.heaviest > HEAVY


def report(fit: Fit, members: Sequence[Member]) -> Report:
    """Everything that is told of a fit."""
    from scipy.special import chdtrc

    parameters, looked_at, moves, narrows = parameters_found(fit.weights, members)
    best = int(np.argmin(fit.misfit))
    titles = [one.about.title for one in fit.company.told]
    off = np.abs(fit.off[best])
    return Report(tuple(_number(fit, k) for k in range(len(titles))), tuple(_handles(fit)), parameters, looked_at, moves, narrows, len(fit.names),
                  fit.effective, float(fit.weights.max()), fit.repeats.share, fit.names[best], float(chdtrc(len(titles), float(fit.misfit[best]))),
                  tuple(title for title, one in zip(titles, off, strict=True) if one < NEAR),
                  tuple(title for title, one in zip(titles, off, strict=True) if one >= CLEARLY_OFF))


def weighted_quantiles(values: Numbers, weights: Numbers, ends: Sequence[float]) -> list[float]:
    """Quantiles of values of which each counts by its weight."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(np.interp(end, below, values[order])) for end in ends]


def _number(fit: Fit, k: int) -> NumberFound:
    """One number of the company beside what members show."""
    told, weights = fit.company.told[k], fit.weights
    shown = fit.shown[:, k]
    low, high = weighted_quantiles(shown, weights, RANGE)
    usual = told.usual if told.usual is not None else told.back(float(fit.rest[:, k].mean()))
    middle, together = float(weights @ shown), float(weights @ fit.together[:, k])
    off = (told.place - middle) / math.sqrt(float(fit.doubts.whole[k]))
    return NumberFound(told.about.name, told.about.title, told.about.unit, told.value, usual, told.back(middle), told.back(low), told.back(high), off,
                       told.back(together))


def drawn(fit: Fit, draws: int = DRAWS) -> Numbers:
    """Situations as they may be, over members and doubt: [draw, handle] in SDs."""
    chance = np.random.default_rng(SEED)
    who = chance.choice(len(fit.weights), draws, p=fit.weights)
    roots = np.linalg.cholesky(fit.spreads)
    return np.asarray(fit.places[who] + np.einsum("dkl,dl->dk", roots[who], chance.standard_normal((draws, fit.places.shape[1]))))


def _handles(fit: Fit) -> list[HandleFound]:
    places = drawn(fit)
    return [_handle(one, places[:, k], float(fit.common[k])) for k, one in enumerate(fit.layout.handles)]


def _handle(one: Handle, places: Numbers, middle: float) -> HandleFound:
    low, high = np.quantile(one.value(places), RANGE)
    return HandleFound(one.name, one.title, one.reference, float(one.value(np.array(middle))), float(low), float(high), float(places.std()), middle)


def parameter_table(members: Sequence[Member]) -> tuple[list[str], Numbers]:
    """The uncertain numbers in which members differ: names, and values by [member, number]."""
    keys = parameter_keys()
    names = sorted({name for one in members for name in one.parameters})
    values = np.array([[one.parameters.get(name, float(keys[name].default)) for name in names] for one in members]).reshape(len(members), len(names))
    kept = values.std(axis=0) > 1e-12 if len(names) else np.zeros(0, bool)
    return [name for name, keep in zip(names, kept, strict=True) if keep], values[:, kept]


def parameters_found(weights: Numbers, members: Sequence[Member]) -> tuple[tuple[ParameterFound, ...], int, float, float]:
    """The uncertain numbers that moved or narrowed more than chance does, how many were looked at, and what chance does (moved in SDs, part left)."""
    names, values = parameter_table(members)
    if not names or len(members) < 3:
        return (), len(names), math.nan, math.nan
    mean, spread = values.mean(axis=0), values.std(axis=0)
    standard = (values - mean) / spread
    chance = np.random.default_rng(SEED)
    lots = np.array([chance.permutation(weights) for _ in range(LOTS)])
    moved, left = _moved(weights[None], standard)
    by_lot = _moved(lots, standard)
    furthest, narrowest = float(np.quantile(np.abs(by_lot[0]).max(axis=1), 0.95)), float(np.quantile(by_lot[1].min(axis=1), 0.05))
    clear = [k for k in range(len(names)) if abs(moved[0, k]) > furthest or left[0, k] < narrowest]
    found = [ParameterFound(names[k], float(mean[k]), float(mean[k] + moved[0, k] * spread[k]), float(moved[0, k]), float(left[0, k])) for k in clear]
    return tuple(sorted(found, key=lambda one: -abs(one.moved))), len(names), furthest, narrowest


def _moved(weights: Numbers, standard: Numbers) -> tuple[Numbers, Numbers]:
    """How far means move (SDs) and which part of the spread is left, for rows of weights: [row, number]."""
    mean = weights @ standard
    return mean, np.sqrt(np.maximum(weights @ standard**2 - mean**2, 0.0))


def plain(found: Report) -> dict[str, Any]:
    """The report as JSON holds it."""
    def flat(rows: Sequence[Any]) -> list[Mapping[str, Any]]:
        return [dict(vars(one)) for one in rows]

    return {"numbers": flat(found.numbers), "situation": [{**vars(one), "says": one.says} for one in found.handles], "parameters": flat(found.parameters),
            "parameters_looked_at": found.looked_at, "moves_by_luck_sd": found.moves_by_luck, "narrows_by_luck": found.narrows_by_luck,
            "members": found.members, "effective_members": found.effective, "heaviest": found.heaviest, "repeats": found.repeats, "nearest": found.nearest,
            "chance_of_nearest": found.chance, "outside": found.outside, "few": found.few, "near": list(found.near), "far": list(found.far)}
