"""A measure is declared once: what it is called, its unit, which way is better, whether anybody in the firm can see it, and how it is computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import nearest

Numbers = NDArray[np.float64]
Direction = Literal["up", "down", "none"]
Sight = Literal["truth", "seen", "reported"]
WEEKS_A_YEAR = 52
QUARTER = 13
NO_HAND_OVERS = "no hand-overs"
SETTLED_WEEKS = 4
"""Where no reference value is recorded, the mean of the first four weeks stands for it."""


class Record(Protocol):
    """What a run leaves behind, as far as measures read it."""

    @property
    def scenario(self) -> Any:
        """The scenario that was run."""

    @property
    def weekly(self) -> Mapping[str, Numbers]:
        """Weekly columns by [replication, week]."""

    @property
    def parts(self) -> Mapping[str, NDArray[Any]]:
        """Arrays recorded by name, by [replication, week, part]."""

    @property
    def who_helps(self) -> NDArray[Any]:
        """Hours a week from function (row) to function (column)."""

    @property
    def yardstick(self) -> Mapping[str, float]:
        """Values of the reference organisation."""

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Version, hashes, seed and library versions."""


class UnknownMeasure(KeyError):  # noqa: N818 - reads as a sentence: raises UnknownMeasure
    """A measure that does not exist was asked for; the text names the nearest one that does."""

    def __init__(self, name: str, known: list[str]) -> None:
        close = nearest(name, known)
        self.text = f"unknown measure {name[:60]!r}" + (f", did you mean {close!r}?" if close else "; `trivox measures` lists them")
        super().__init__(self.text)

    def __str__(self) -> str:
        return self.text


class Reading:
    """Measures of one record, each computed when first asked for and then kept. Arrays are [replication, week] and cannot be written."""

    def __init__(self, record: Record, measures: Mapping[str, Measure]) -> None:
        self.record = record
        self.measures = measures
        self._kept: dict[str, Numbers] = {}

    def __call__(self, name: str) -> Numbers:
        """The measure by [replication, week]. Raises UnknownMeasure for a name that is not declared."""
        if name not in self._kept:
            if name not in self.measures:
                raise UnknownMeasure(name, list(self.measures))
            values = np.array(self.measures[name].compute(self), dtype=np.float64)
            values.setflags(write=False)
            self._kept[name] = values
        return self._kept[name]

    def reference(self, name: str) -> float:
        """What the measure is in the reference organisation: the solved value, else the mean of all replications over the first four weeks."""
        if name in self.record.yardstick:
            return float(self.record.yardstick[name])
        early = self(name)[:, :SETTLED_WEEKS]
        known = early[np.isfinite(early)]
        return float(known.mean()) if known.size else math.nan

    def yard(self, name: str) -> float:
        """A solved value of the reference organisation. Raises KeyError with a plain text when the record lacks it."""
        if name not in self.record.yardstick:
            raise KeyError(f"the record has no reference value {name!r}; it has {', '.join(sorted(self.record.yardstick))}")
        return float(self.record.yardstick[name])


@dataclass(frozen=True)
class Measure:
    """One measure by week. `needs` names the measures and weekly columns that it is computed from; `sight` says whether it is the truth, or what leaders see or
    reports say. `at_end` marks sums since the start, which are read at the horizon; all others are read as the mean of the year before it. `nothing` says why
    there may be no number, where the measure itself is the reason."""

    id: str
    title: str
    unit: str
    better: Direction
    sight: Sight
    formula: str
    group: str
    needs: tuple[str, ...]
    compute: Callable[[Reading], Numbers]
    at_end: bool = False
    nothing: str = ""


def divide(above: Numbers, below: Numbers) -> Numbers:
    """The ratio of two arrays; no data (NaN) where there is nothing to divide by."""
    some = below != 0
    return np.where(some, above / np.where(some, below, 1.0), np.nan)


def trailing_sum(values: Numbers, weeks: int) -> Numbers:
    """The sum over the last `weeks` weeks, fewer at the start; weeks without data add nothing."""
    running = np.cumsum(np.where(np.isnan(values), 0.0, values), axis=1)
    if values.shape[1] <= weeks:
        return running
    return np.concatenate([running[:, :weeks], running[:, weeks:] - running[:, :-weeks]], axis=1)


def trailing_mean(values: Numbers, weeks: int) -> Numbers:
    """The mean over the last `weeks` weeks, fewer at the start; no data only where none of those weeks has any."""
    return divide(trailing_sum(values, weeks), np.round(trailing_sum((~np.isnan(values)).astype(np.float64), weeks)))


_ERROR_FUNCTION = np.frompyfunc(math.erf, 1, 1)


def normal_share(z: Numbers) -> Numbers:
    """The share of a normal population below z standard deviations, between 0 and 1; no data stays no data."""
    return 0.5 * (1.0 + np.asarray(_ERROR_FUNCTION(np.asarray(z, dtype=np.float64) / math.sqrt(2.0)), dtype=np.float64))


def unequal(*poles: Numbers) -> Numbers:
    """How far poles lie apart: the root mean square distance from their mean."""
    stacked = np.stack(poles)
    return np.asarray(np.sqrt(((stacked - stacked.mean(axis=0)) ** 2).mean(axis=0)), dtype=np.float64)
