"""A plan that only reads: for one point out of a sweep that was run before, with the constants that were kept then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sim.lab.sweep.companies import Companies, Wanted
from sim.lab.sweep.drive import check
from sim.lab.sweep.plan import Plan, planned
from sim.lab.sweep.store import StoreError, shards_of, tables
from sim.lab.sweep.study import Study


class _Kept(Companies):
    """Companies whose constants are there, or not at all."""

    def find(self, wanted: Sequence[Wanted]) -> Iterator[int]:
        """Raises StoreError when one is missing."""
        if any(one.name() not in self.kept for one in wanted):
            raise StoreError(f"{self.study.name}: points have companies of their own whose constants are not there yet - run the sweep first")
        yield len(wanted)


def plan_to_read(study: Study, folder: Path) -> Plan:
    """The plan of a study with what its folder holds. Raises StoreError where constants would have to be found first."""
    check(study, folder)
    kept: dict[str, Any] = {}
    for table in tables(shards_of(folder, "companies")):
        kept |= {str(row["company"]): row for row in table.to_pylist()}
    return planned(study, _Kept(study, kept, lambda _: None))
