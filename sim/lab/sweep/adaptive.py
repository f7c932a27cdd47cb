"""How many replications: as many as the study says, or more and more until the interval of an outcome is narrow enough at each point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.sweep.identity import BYTES
from sim.lab.sweep.plan import Plan
from sim.lab.sweep.store import Store, shards_of, tables
from sim.measures.intervals import NORMAL_REACH

FEWEST_MORE, MOST_TIMES = 4, 4
"""At least so many replications are added at a time, and at most so many times as many as there are."""


class Rounds:
    """The replications that each course must have, round after round, until nothing is missing any more."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store

    def __iter__(self) -> Iterator[NDArray[np.int64]]:
        study = self.plan.study
        wanted = np.full(self.plan.courses, study.replications, np.int64)
        yield wanted
        points = np.full(len(self.plan.design), study.replications, np.int64)
        while study.until is not None:
            more = self.next(points)
            if (more == points).all():
                return
            points = more
            yield self.spread(points)

    def spread(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """Replications by point as replications by course: a course that several points share gets the most of them."""
        wanted = np.zeros(self.plan.courses, np.int64)
        places = self.plan.course_of.reshape(self.plan.company.shape)
        each = np.broadcast_to(points[:, None, None], places.shape)
        np.maximum.at(wanted, places[places >= 0], each[places >= 0])
        return wanted

    def next(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many each point needs, reckoned from the width that it has."""
        until = self.plan.study.until
        assert until is not None
        widths, more = self.widths(points), points.copy()
        for point, (width, now) in enumerate(zip(widths, points, strict=True)):
            if width > until.width and now < until.most:
                need = math.ceil(now * min((width / until.width) ** 2, MOST_TIMES))
                more[point] = min(max(need, now + FEWEST_MORE), until.most)
        return more

    def widths(self, points: NDArray[np.int64]) -> NDArray[np.float64]:
        """The width of the 95 % interval (luck only) at each point: of the difference with the baseline, or of the mean where there is one arm.

        NaN where there are fewer than two pairs with data."""
        study = self.plan.study
        assert study.until is not None
        names = [one.name for one in study.arms]
        arm = names.index(study.until.arm) if study.until.arm else len(names) - 1
        values = self._values(study.until.outcome, int(points.max()))
        places = self.plan.course_of.reshape(self.plan.company.shape)
        widths = np.full(len(points), np.nan)
        for point, many in enumerate(points):
            both = [(one, base) for one, base in zip(places[point, arm], places[point, 0], strict=True) if one >= 0 and base >= 0]
            pairs = [values[one, :many] - (values[base, :many] if arm else 0.0) for one, base in both]
            widths[point] = _width(pairs)
        return widths

    def _values(self, outcome: str, most: int) -> NDArray[np.float64]:
        """An outcome by [course, replication]."""
        kind = f"V{BYTES}"
        names = self.plan.names.view(kind).ravel()
        order = np.argsort(names)
        values = np.full((names.size, most), np.nan)
        for table in tables(shards_of(self.store.folder), ["course", "replication", outcome]):
            _lay(values, names, order, table, outcome)
        return values


def _lay(values: NDArray[np.float64], names: NDArray[Any], order: NDArray[np.int64], table: Any, outcome: str) -> None:
    """Put the rows of a shard in their places."""
    from sim.lab.sweep.frames import names_in

    mine = np.ascontiguousarray(names_in(table["course"])).view(names.dtype).ravel()
    places = np.clip(np.searchsorted(names, mine, sorter=order), 0, max(names.size - 1, 0))
    replications = table["replication"].to_numpy() - 1
    right = (names[order[places]] == mine) & (replications < values.shape[1])
    values[order[places][right], replications[right]] = table[outcome].to_numpy()[right]


def _width(pairs: list[NDArray[np.float64]]) -> float:
    """The width of the interval of the mean over members, from the spread of luck within them."""
    from scipy.stats import t

    known = [one[np.isfinite(one)] for one in pairs]
    free = sum(max(one.size - 1, 0) for one in known)
    if not free or any(one.size < 2 for one in known):
        return math.nan
    spread = math.sqrt(sum(float(((one - one.mean()) ** 2).sum()) for one in known) / free)
    error = spread * math.sqrt(sum(1.0 / one.size for one in known)) / len(known)
    return 2.0 * error * (float(t.ppf(0.975, free)) if free < 1000 else NORMAL_REACH)
