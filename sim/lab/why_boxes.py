"""Boxes: where in many dimensions something mostly holds. The patient rule induction of Friedman and Fisher 1999: peel, then paste.

A box is a stretch of some dimensions. Peeling cuts off, again and again, the thin slice whose loss raises the share inside most for the points it costs;
pasting gives back what was cut too far. A dimension stays in the answer only as long as the box is clearly poorer without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures import Numbers

SLICE, BACK, SUPPORT, LEAST_GAIN = 0.1, 0.01, 0.25, 0.03
"""What is cut off at once, and given back at once (of the points inside);
the least share of all points that a box keeps; what a dimension must add to the share to be told."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Box:
    """Limits by dimension (only those that bind), the share of points inside that hold, of all that do, and how many points lie inside."""

    limits: Mapping[str, tuple[float, float]]
    inside: float
    overall: float
    support: float
    count: int

    def holds(self, points: Numbers, names: Sequence[str]) -> Flags:
        """Which points lie inside."""
        return _inside(points, {list(names).index(name): limit for name, limit in self.limits.items()})


def find_box(points: Numbers, hold: Flags, names: Sequence[str], support: float = SUPPORT) -> Box:
    """The box in which the share that holds is largest, among boxes that keep the least support. `points` is [point, dimension]."""
    least = max(int(np.ceil(support * len(points))), 2)
    limits = _pruned(points, hold, _pasted(points, hold, _peeled(points, hold, least)))
    kept = _inside(points, limits)
    told = {names[place]: limits[place] for place in sorted(limits)}
    return Box(told, _share(hold, kept), float(hold.mean()) if hold.size else float("nan"), float(kept.mean()), int(kept.sum()))


Limits = dict[int, tuple[float, float]]


def _inside(points: Numbers, limits: Limits) -> Flags:
    kept = np.ones(len(points), dtype=np.bool_)
    for place, (low, high) in limits.items():
        kept &= (points[:, place] >= low) & (points[:, place] <= high)
    return kept


def _share(hold: Flags, kept: Flags) -> float:
    return float(hold[kept].mean()) if kept.any() else 0.0


def _peeled(points: Numbers, hold: Flags, least: int) -> Limits:
    """Slices are cut off as long as the least support is left; of all boxes on the way the one with the largest share is taken."""
    limits: Limits = {}
    best, best_share = dict(limits), _share(hold, _inside(points, limits))
    while True:
        kept = _inside(points, limits)
        tries = [made for place in range(points.shape[1]) for made in _slices(points, kept, limits, place)]
        right = [(gain, made) for made in tries if (gain := _gain(hold, kept, _inside(points, made), least)) is not None]
        if not right:
            return best
        limits = max(right, key=lambda one: one[0])[1]
        share = _share(hold, _inside(points, limits))
        if share > best_share + 1e-9:
            best, best_share = dict(limits), share


def _slices(points: Numbers, kept: Flags, limits: Limits, place: int) -> list[Limits]:
    """The box without a thin slice at either end of a dimension."""
    values = np.sort(points[kept, place])
    cut = max(int(SLICE * values.size), 1)
    if values.size <= cut or values[0] == values[-1]:
        return []
    low, high = limits.get(place, (-np.inf, np.inf))
    above, below = values[values > values[cut - 1]], values[values < values[-cut]]
    made = []
    if above.size:
        made.append({**limits, place: (float(above[0]), high)})
    if below.size:
        made.append({**limits, place: (low, float(below[-1]))})
    return made


def _gain(hold: Flags, before: Flags, after: Flags, least: int) -> float | None:
    """What a cut adds to the share, for each point that it costs; nothing when too few are left."""
    if after.sum() < least or after.sum() >= before.sum():
        return None
    return (_share(hold, after) - _share(hold, before)) / float(before.sum() - after.sum())


def _pasted(points: Numbers, hold: Flags, limits: Limits) -> Limits:
    """Ends are moved out again as long as the share does not fall."""
    going = True
    while going:
        going, share, size = False, _share(hold, _inside(points, limits)), _inside(points, limits).sum()
        for made in [wider for place in limits for wider in _wider(points, limits, place)]:
            kept = _inside(points, made)
            if kept.sum() > size and _share(hold, kept) >= share:
                limits, going = made, True
                break
    return limits


def _wider(points: Numbers, limits: Limits, place: int) -> list[Limits]:
    """The box with a few more points at either end of a dimension."""
    low, high = limits[place]
    others = _inside(points, {key: value for key, value in limits.items() if key != place})
    values = np.sort(points[others, place])
    below, above, more = values[values < low], values[values > high], max(int(BACK * values.size), 1)
    made = []
    if np.isfinite(low):
        made.append({**limits, place: (float(below[-more]) if below.size >= more else -np.inf, high)})
    if np.isfinite(high):
        made.append({**limits, place: (low, float(above[more - 1]) if above.size >= more else np.inf)})
    return made


def _pruned(points: Numbers, hold: Flags, limits: Limits) -> Limits:
    """Dimensions without which the box is hardly poorer are dropped, the idlest first."""
    limits = {place: limit for place, limit in limits.items() if np.isfinite(limit).any()}
    while limits:
        share = _share(hold, _inside(points, limits))
        without = {place: _share(hold, _inside(points, {k: v for k, v in limits.items() if k != place})) for place in limits}
        idlest = max(without, key=lambda place: without[place])
        if share - without[idlest] >= LEAST_GAIN:
            break
        del limits[idlest]
    return limits
