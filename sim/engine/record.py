"""What a run leaves behind: the weekly record, arrays asked for by name, who helps whom, the yardstick, and where it all came from."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import source_hash
from sim.engine.chart import Chart
from sim.engine.week import some_weeks
from sim.policy import Policy, World
from sim.scenario import Scenario
from sim.state import GROUPS
from sim.vocabulary import nearest, rows

_ASKED = re.compile(r"(?P<name>[a-z]+\.[a-z_]+)(?:\[(?P<first>\d+)(?::(?P<last>\d+))?\])?")


@dataclass(frozen=True)
class Record:
    """The record of one scenario: [replication, week] for each weekly column, [replication, week, row] for arrays asked for."""

    scenario: Scenario
    weekly: dict[str, NDArray[np.float64]]
    parts: dict[str, NDArray[Any]]
    who_helps: NDArray[np.float64]
    yardstick: dict[str, float]
    provenance: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """An array asked for by name, whole or some rows of it: `teams.backlog`, `people.engagement[0:10]`; a lever as lived: `practice.autonomy`."""

    text: str
    name: str
    first: int
    last: int | None

    def rows_of(self, array: NDArray[Any]) -> NDArray[Any]:
        """The rows that were asked for."""
        return array[self.first : self.last] if array.ndim == 2 else array[None, :]


def asked_for(texts: Sequence[str]) -> list[Asked]:
    """Read what is to be recorded. Raises ValueError, naming the nearest array, for a name that is neither in the state nor a lever or condition."""
    known = [f"{group}.{row.name}" for group, declaration in {**GROUPS, "practice": Policy, "world": World}.items() for row in rows(declaration)]
    found = []
    for text in texts:
        match = _ASKED.fullmatch(text.strip())
        if match is None or match["name"] not in known:
            close = nearest(text.split("[")[0], known)
            raise ValueError(f"record: {text[:60]!r} is not an array of the state" + (f" - did you mean {close!r}?" if close else ""))
        first = int(match["first"] or 0)
        last = None if match["first"] is None else int(match["last"] or first + 1)
        found.append(Asked(text.strip(), match["name"], first, last))
    return found


def who_helps_whom(chart: Chart, help_hours: NDArray[Any]) -> NDArray[np.float64]:
    """Hours a week that one function of a unit helps another, for each lane: mean over units, [lane, giver, taker]."""
    units = max(chart.unit_first_team.size - 1, 1)
    each = max((chart.team_first_person.size - 1) // units, 1)
    matrix = np.zeros((help_hours.shape[1], each, each))
    givers, takers = chart.tie_from.astype(np.int64) % each, chart.tie_to.astype(np.int64) % each
    np.add.at(matrix, (slice(None), givers, takers), help_hours.astype(np.float64).T)  # type: ignore[arg-type]
    return matrix / units


def provenance(scenario: Scenario, replications: int, seed: int, weeks: int) -> dict[str, Any]:
    """Where a result came from: versions, hashes and seeds; nothing that differs between two runs of the same question."""
    def version(name: str) -> str:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return "0+unknown"

    return {
        "version": version("trivox"),
        "source_hash": source_hash(some_weeks),
        "scenario_hash": scenario.fingerprint(),
        "seed": seed,
        "replications": replications,
        "weeks": weeks,
        "libraries": {name: version(name) for name in ("numpy", "numba", "llvmlite")} | {"python": platform.python_version()},
    }
