"""Where a sweep stands, from what lies in its folder: how many runs are there, how many it asks for, and who is at work on it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.lab.sweep.design import count
from sim.lab.sweep.drive import differs
from sim.lab.sweep.frames import names_in
from sim.lab.sweep.identity import BYTES
from sim.lab.sweep.lock import holder
from sim.lab.sweep.store import COURSES, shards_of, tables
from sim.lab.sweep.study import Study


@dataclass(frozen=True)
class Standing:
    """`runs` and `failed` are there; `wanted` are asked for at first (with [until], more may follow), once it has been planned, else 0; `places` counts points
    x arms x members x replications: what is equal is lived once. `process` is at work on it (0: nobody); `differs` says why the folder is another study's."""

    runs: int
    failed: int
    wanted: int
    places: int
    process: int
    differs: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything has been planned or run."""
        return bool(self.wanted or self.runs or self.failed)

    @property
    def whole(self) -> bool:
        """Whether nothing that is asked for at first is missing; what failed is not tried again by itself."""
        return 0 < self.wanted <= self.runs + self.failed


def standing(study: Study, folder: Path) -> Standing:
    """Where the sweep of a study stands. Raises StoreError for a folder that cannot be read."""
    other = differs(study, folder)
    within = None if other or study.until else study.replications
    runs, failed = (_rows(folder, kind, within) for kind in ("runs", "problems"))
    places = count(study.design, study.inputs) * len(study.arms) * len(study.members) * study.replications
    return Standing(runs, failed, 0 if other else _courses(folder) * study.replications, places, holder(folder / "lock"), other)


def _rows(folder: Path, kind: str, within: int | None) -> int:
    """How many rows the shards of a kind have; of the first replications alone where told."""
    held = tables(shards_of(folder, kind), ["replication"])
    return sum(len(table) if within is None else int((table["replication"].to_numpy() <= within).sum()) for table in held)


def _courses(folder: Path) -> int:
    """How many different courses have been planned; 0 where no plan was kept."""
    try:
        table = next(tables([folder / COURSES], ["course", "problem"]))
    except (OSError, ValueError):
        return 0
    lived = np.array([not why for why in table["problem"].to_pylist()])
    return int(np.unique(np.ascontiguousarray(names_in(table["course"])[lived]).view(f"V{BYTES}")).size)
