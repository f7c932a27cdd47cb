"""Where in a finished sweep something happens (a policy fails, say): boxes in few inputs that hold most of it and little else, judged on points held back.

    prim   peels thin slices off all points as long as what is left holds more of it (the EMA workbench, or a peeling of our own where it is not installed)
    cart   a tree of few leaves (scikit-learn); the leaves in which it mostly happens

Coverage is the share of all cases that lie in a box, density the share of the box's points that are cases. A third of the points is held back by lot, whole
blocks of a design together, and takes no part in finding: coverage and density among them are what is told. Sources: Friedman and Fisher 1999; Bryant and
Lempert 2010 (coverage, density, quasi-p-values); Breiman et al. 1984.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.lab.finished import Asked, Where
from sim.measures import Numbers
from sim.measures.intervals import Estimate, wilson
from sim.scenario.errors import ScenarioError

METHODS = ("prim", "cart", "both")
HELD_BACK, FEWEST_POINTS, FEWEST_CASES = 1 / 3, 60, 10
"""The share of points that is held back; the fewest points, and the fewest cases (and others), in which it is worth looking."""
IDLE = 0.02
"""A limit stays in a box only as long as the box is by so much a poorer rule without it."""
MOST_BOXES = 3
MOST_INPUTS = 24
"""Boxes are looked for in so many inputs at most: those whose ranks go most with those of the outcome, among points that are not held back."""
Flags = NDArray[np.bool_]
Limits = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Region:
    """A box: limits by input (only those that bind), coverage and density where it was found, and among points held back with 95 % intervals; `mass` is the
    share of all points inside; `chance` is for each limit how likely as dense a box is without it (quasi-p). `by` says who found it."""

    by: str
    limits: Limits
    coverage: float
    density: float
    mass: float
    held_coverage: Estimate
    held_density: Estimate
    chance: Mapping[str, float]

    def stands_out(self, overall: float) -> bool:
        """Whether cases are surely more frequent inside, among points held back, than everywhere."""
        return bool(self.limits) and self.held_density.low > overall


@dataclass(frozen=True)
class Discovery:
    """Where something happens. `share` is the share of points that are cases; `doubtful` the share of points that luck has probably put on the wrong side of
    the limit (NaN for one run a point); `path` is coverage and density along the peeling; `notes` say what could not be done."""

    asked: Asked
    where: Where
    share: Estimate
    doubtful: float
    cases: Flags
    held: Flags
    regions: tuple[Region, ...]
    path: tuple[tuple[float, float], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""
        return ("discovery",) if self.regions else ()


def discover(asked: Asked, where: Where, method: str = "both", boxes: int = MOST_BOXES, seed: int = 1) -> Discovery:
    """Where the condition holds among the points of a finished sweep. The same seed holds back the same points.

    Raises ScenarioError for an unknown method, too few points, or a library that is missing and cannot be done without."""
    problems = [f"--method: must be one of {', '.join(METHODS)} ({method[:60]!r})"] if method not in METHODS else []
    problems += [f"--boxes: must lie between 1 and 10 ({boxes})"] if not 1 <= boxes <= 10 else []
    problems += [f"a sweep of {FEWEST_POINTS} points or more is needed; this one has {len(asked.points)}"] if len(asked.points) < FEWEST_POINTS else []
    if problems:
        raise ScenarioError(problems)
    cases, held = where.holds(asked.means), held_back(asked, seed)
    share = _share(cases, np.ones_like(cases))
    few = min(int(cases[~held].sum()), int((~cases[~held]).sum()))
    if few < FEWEST_CASES:
        what = "happens" if cases.mean() < 0.5 else "does not happen"
        return Discovery(asked, where, share, doubtful(asked, where), cases, held, (), notes=(f"It {what} in too few points to look for where.",))
    from sim.lab import discovery_cart, discovery_prim

    names = looked_at(asked, held)
    points = asked.points[~held][:, [asked.names.index(one) for one in names]]
    found: list[Region] = []
    path: tuple[tuple[float, float], ...] = ()
    few_of = f"Of {len(asked.names)} inputs, the {len(names)} were looked at that go most with the outcome among the points where boxes are found."
    notes = [few_of] if len(names) < len(asked.names) else []
    if method in ("prim", "both"):
        limits, path, by = discovery_prim.boxes_of(points, cases[~held], names, boxes)
        found += [judged(asked, cases, held, one, by) for one in limits]
    if method in ("cart", "both"):
        try:
            found += [judged(asked, cases, held, one, "CART") for one in discovery_cart.leaves_of(points, cases[~held], names)]
        except ScenarioError as missing:
            if method == "cart":
                raise
            notes += missing.problems
    return Discovery(asked, where, share, doubtful(asked, where), cases, held, tuple(found), path, tuple(notes))


def looked_at(asked: Asked, held: Flags) -> tuple[str, ...]:
    """The inputs in which boxes are looked for: all, or of very many those that go most with the outcome, among points that are not held back."""
    if len(asked.names) <= MOST_INPUTS:
        return asked.names
    from scipy.stats import rankdata

    ranks = rankdata(asked.points[~held], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = np.abs(np.nan_to_num(np.corrcoef(ranks, rankdata(asked.means[~held]), rowvar=False)[-1, :-1]))
    kept = set(np.argsort(-sizes, kind="stable")[:MOST_INPUTS].tolist())
    return tuple(name for place, name in enumerate(asked.names) if place in kept)


def held_back(asked: Asked, seed: int) -> Flags:
    """A third of the points, drawn by lot; blocks and trajectories of a design, and all points of a member, stay together, as they share values."""
    from sim.lab.sensitivity_screen import trajectories
    from sim.lab.sensitivity_sobol import blocks

    inputs, size = len(asked.names), 1
    if sobol := blocks(asked):
        size = 2 * inputs + 2 if sobol.second else inputs + 2
    elif trajectories(asked):
        size = inputs + 1
    size = int(asked.about.get("block", size))
    block = asked.numbers // size
    known = np.unique(block)
    lot = np.random.default_rng([seed, 53]).permutation(known)[: max(round(HELD_BACK * known.size), 1)]
    return np.asarray(np.isin(block, lot))


def doubtful(asked: Asked, where: Where) -> float:
    """The share of points that luck has probably put on the wrong side: the mean chance that a point's true mean lies beyond the limit."""
    errors = asked.errors()
    if not np.isfinite(errors).all():
        return math.nan
    gaps = np.abs(asked.means - where.limit)
    sizes = np.where(errors > 0, gaps / np.where(errors > 0, errors, 1.0), np.inf)
    return float(np.mean([0.5 * math.erfc(size / math.sqrt(2.0)) for size in sizes]))


def inside(points: Numbers, names: Sequence[str], limits: Limits) -> Flags:
    """Which points lie in a box."""
    kept = np.ones(len(points), dtype=np.bool_)
    for name, (low, high) in limits.items():
        values = points[:, list(names).index(name)]
        kept &= (values >= low) & (values <= high)
    return kept


def rule(cases: Flags, kept: Flags) -> float:
    """How good a rule a box is: the harmonic mean of coverage and density."""
    both, cost = float((cases & kept).sum()), float(cases.sum() + kept.sum())
    return 2.0 * both / cost if cost else 0.0


def pruned(points: Numbers, cases: Flags, names: Sequence[str], limits: Limits) -> dict[str, tuple[float, float]]:
    """A box without the limits that hardly make it a better rule, the idlest dropped first."""
    left = {name: ends for name, ends in limits.items() if np.isfinite(ends).any() and not inside(points, names, {name: ends}).all()}
    while left:
        without = {name: rule(cases, inside(points, names, {other: ends for other, ends in left.items() if other != name})) for name in left}
        idlest = max(without, key=lambda name: without[name])
        if rule(cases, inside(points, names, left)) - without[idlest] >= IDLE:
            break
        del left[idlest]
    return left


def missed(found: Discovery, regions: Sequence[Region]) -> tuple[Estimate, Estimate]:
    """Of the cases held back the share that lies in none of these boxes, and how often it happens among points held back that lie outside them."""
    outside = found.held & ~covered(found.asked, regions)
    return _share(found.cases & outside, found.cases & found.held), _share(found.cases & outside, outside)


def covered(asked: Asked, regions: Sequence[Region]) -> Flags:
    """Which points lie in at least one of these boxes."""
    kept = np.zeros(len(asked.points), dtype=np.bool_)
    for one in regions:
        kept |= inside(asked.points, asked.names, one.limits)
    return kept


def _share(some: Flags, whole: Flags) -> Estimate:
    """A share with its interval (Wilson)."""
    return Estimate(_part(float(some.sum()), float(whole.sum())), *wilson(float(some.sum()), float(whole.sum())), int(whole.sum()))


def judged(asked: Asked, cases: Flags, held: Flags, limits: Limits, by: str) -> Region:
    """A box with its coverage and density, where it was found and among points held back."""
    kept = inside(asked.points, asked.names, limits)
    used = ~held
    coverage, density = (_share(cases & kept & held, whole & held) for whole in (cases, kept))
    mine = float((cases & kept & used).sum())
    return Region(by, dict(limits), _part(mine, float((cases & used).sum())), _part(mine, float((kept & used).sum())), float(kept.mean()), coverage, density,
                  {name: _chance(asked.points[used], cases[used], asked.names, limits, name) for name in limits})


def _part(some: float, whole: float) -> float:
    return some / whole if whole else math.nan


def _chance(points: Numbers, cases: Flags, names: Sequence[str], limits: Limits, name: str) -> float:
    """How likely as many cases are in the box when this limit does nothing: one-sided binomial with the rate of the box without it."""
    from scipy.stats import binom

    kept = inside(points, names, limits)
    wider = inside(points, names, {other: ends for other, ends in limits.items() if other != name})
    return float(binom.sf(int((cases & kept).sum()) - 1, int(kept.sum()), _part(float((cases & wider).sum()), float(wider.sum()))))

