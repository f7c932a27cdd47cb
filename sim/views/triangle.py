"""Three parts of a whole as a point in an equilateral triangle, and a window on the part of the triangle where a path lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.views.seen import Numbers

HEIGHT = float(np.sqrt(3.0) / 2.0)
CORNERS = ((0.5, HEIGHT), (0.0, 0.0), (1.0, 0.0))
"""Where the employee's, the customer's and the business' voice would be all that is heard: top, left, right."""


def project(parts: Numbers) -> Numbers:
    """Parts of a whole [point, 3], which add to 1, to places [point, 2] in the triangle."""
    return np.asarray(parts @ np.array(CORNERS), dtype=np.float64)


class Window(NamedTuple):
    """A smaller triangle of the same shape: the least share of each voice in it, and its size against the whole."""

    floor: tuple[float, float, float]
    size: float

    def zoom(self, parts: Numbers) -> Numbers:
        """Shares of the whole to shares of the window."""
        return np.asarray((parts - np.array(self.floor)) / self.size, dtype=np.float64)

    def unzoom(self, parts: Numbers) -> Numbers:
        """Shares of the window to shares of the whole."""
        return np.asarray(parts * self.size + np.array(self.floor), dtype=np.float64)

    def share(self, voice: int, inside: float) -> float:
        """The share of the whole that a voice has where it has the given share of the window."""
        return self.floor[voice] + inside * self.size


def window(paths: Sequence[Numbers]) -> Window:
    """The smallest comfortable window, with lines on whole per cents, in which every path lies."""
    points = np.concatenate([path[np.isfinite(path).all(axis=1)] for path in paths]) if paths else np.empty((0, 3))
    if not len(points):
        return Window((0.0, 0.0, 0.0), 1.0)
    least = 100.0 * points.min(axis=0)
    for size in range(10, 100, 5):
        room = (size - (100.0 - least.sum())) / 3.0
        floor = np.floor(least - room)
        floor[np.argsort(least - room - floor)[::-1][: int(max(100 - size - floor.sum(), 0))]] += 1.0
        if room >= 0.08 * size and floor.min() >= 0 and abs(floor.sum() + size - 100) < 0.5 and (floor <= least).all():
            return Window((float(floor[0]) / 100, float(floor[1]) / 100, float(floor[2]) / 100), size / 100)
    return Window((0.0, 0.0, 0.0), 1.0)
