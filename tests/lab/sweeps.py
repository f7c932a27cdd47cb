"""Finished sweeps made by hand: functions whose answers are known, at points of a design, with luck that is known too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Input:
    """An input, as a sweep's table tells it."""

    name: str
    kind: str = "lever"
    low: float = 0.0
    high: float = 1.0
    unit: str = "0-1"


@dataclass(frozen=True)
class Outcome:
    """An outcome, as a sweep's table tells it."""

    name: str
    title: str = "Outcome"
    unit: str = "SD"


@dataclass(frozen=True)
class Sweep:
    """What `open_sweep` gives."""

    rows: pd.DataFrame
    points: pd.DataFrame
    inputs: Sequence[Input]
    outcomes: Sequence[Outcome] = (Outcome("score", "Score"),)
    design: Mapping[str, Any] = field(default_factory=dict)
    arms: Sequence[str] = ("base",)
    missing: int = 0

    @property
    def baseline(self) -> str:
        """The first arm."""
        return self.arms[0]

    def frame(self, arms: Sequence[str] | None = None) -> pd.DataFrame:
        """A row for each run that was lived."""
        return self.rows if arms is None else self.rows[self.rows["arm"].isin(arms)]


def lived(points: np.ndarray, function: Function, replications: int = 1, alone: float = 0.0, rough: float = 0.0, smooth: Function | None = None,
          seed: int = 1, members: int = 1, member: float = 0.0) -> np.ndarray:
    """Values by [point, member, replication]: the function, plus luck that moves all points alike (SD `alone`), luck of each run (SD `rough`), luck that
    goes smoothly with the inputs (`smooth` times a number of the replication), and members that differ (SD `member`)."""
    luck = np.random.default_rng(seed)
    whole = np.repeat(function(points)[:, None, None], members, axis=1).repeat(replications, axis=2)
    whole = whole + alone * luck.standard_normal((1, members, replications)) + rough * luck.standard_normal((len(points), members, replications))
    if smooth is not None:
        whole = whole + smooth(points)[:, None, None] * luck.standard_normal((1, members, replications))
    return whole + member * luck.standard_normal((1, members, 1))


def sweep(points: np.ndarray, inputs: Sequence[Input], *values: np.ndarray, arms: Sequence[str] = ("base",), **more: Any) -> Sweep:
    """A finished sweep of values by [point, member, replication], one array for each arm."""
    rows = []
    for arm, each in zip(arms, values, strict=True):
        count, members, replications = each.shape
        place, who, number = (grid.ravel() for grid in np.meshgrid(np.arange(count), np.arange(members), np.arange(replications), indexing="ij"))
        frame = pd.DataFrame({"point": place, "arm": arm, "member": [f"member {k}" for k in who], "replication": number, "score": each.ravel()})
        for k, one in enumerate(inputs):
            frame[one.name] = points[place, k]
        rows.append(frame)
    whole = pd.concat(rows, ignore_index=True)
    lived_ones = whole[whole["score"].notna()].astype({"arm": "category", "member": "category"})
    return Sweep(lived_ones, pd.DataFrame(points, columns=[one.name for one in inputs]), inputs, arms=arms, **more)


def inputs(count: int, low: float = 0.0, high: float = 1.0) -> list[Input]:
    """Inputs by number."""
    return [Input(f"input_{k + 1}", low=low, high=high) for k in range(count)]


def problem(some: Sequence[Input]) -> dict[str, Any]:
    """The same inputs as SALib wants them."""
    return {"num_vars": len(some), "names": [one.name for one in some], "bounds": [[one.low, one.high] for one in some]}


def saltelli(some: Sequence[Input], blocks: int, second: bool = False, seed: int = 1) -> np.ndarray:
    """Points in Saltelli's blocks."""
    from SALib.sample import sobol

    return np.asarray(sobol.sample(problem(some), blocks, calc_second_order=second, seed=seed))


def morris(some: Sequence[Input], trajectories: int, levels: int = 4, seed: int = 1) -> np.ndarray:
    """Points along Morris' trajectories."""
    from SALib.sample import morris as sampler

    return np.asarray(sampler.sample(problem(some), trajectories, num_levels=levels, seed=seed))


def ishigami(points: np.ndarray) -> np.ndarray:
    """Ishigami and Homma 1990, with a = 7 and b = 0.1."""
    one, two, three = points.T
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


ISHIGAMI_FIRST, ISHIGAMI_TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def sobol_g(points: np.ndarray) -> np.ndarray:
    """Sobol's g function."""
    return np.prod((np.abs(4 * points - 2) + G_WEIGHTS) / (1 + G_WEIGHTS), axis=1)


def g_indices() -> tuple[np.ndarray, np.ndarray]:
    """First and total order of Sobol's g function."""
    parts = 1.0 / (3.0 * (1.0 + G_WEIGHTS) ** 2)
    whole = np.prod(1.0 + parts) - 1.0
    return parts / whole, np.array([parts[k] * np.prod(np.delete(1.0 + parts, k)) for k in range(len(parts))]) / whole
