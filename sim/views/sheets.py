"""The tables that go into files: one of weeks for each scenario, and what is needed to read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.lab.spread import member_means
from sim.views.export import file_stem

if TYPE_CHECKING:
    from sim.lab.compare import Comparison
    from sim.lab.result import Result

MEMBERS = "members"
"""The table of differences by member, which only comparisons over an ensemble have."""
ORIGIN = ("members", "ensemble", "ensemble_hash", "ensemble_grade")
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def sheets(thing: Comparison | Result) -> Iterator[Sheet]:
    """Every table as (name, column names, rows)."""
    from sim.lab.compare import Comparison
    from sim.measures import MEASURES

    results, labels = (thing.results, thing.labels) if isinstance(thing, Comparison) else ([thing], [thing.name])
    for label, result in zip(labels, results, strict=True):
        first = ("member",) if result.members else ()
        yield file_stem(label, result.scenario), (*first, "replication", "week", *MEASURES), _weeks(result)
    yield (
        "scenarios",
        ("scenario", "title", "weeks_file", "fingerprint", "seed", "replications", "weeks", "version", *(ORIGIN if results[0].members else ())),
        [
            (
                label,
                result.title,
                file_stem(label, result.scenario),
                result.scenario.fingerprint(),
                result.provenance.get("seed"),
                result.replications,
                result.weeks,
                str(result.provenance.get("version", "")),
                *(_origin(result) if result.members else ()),
            )
            for label, result in zip(labels, results, strict=True)
        ],
    )
    yield (
        "measures",
        ("measure", "title", "unit", "better", "sight", "group", "formula"),
        [(one.id, one.title, one.unit, one.better, one.sight, one.group, one.formula) for one in MEASURES.values()],
    )
    if isinstance(thing, Comparison):
        rows = thing.table(tuple(MEASURES))
        yield "comparison", tuple(rows[0]), [tuple(row.values()) for row in rows]
        if thing.members:
            yield MEMBERS, ("scenario", "member", "measure", "unit", "difference", "pairs"), _of_members(thing)


def _origin(result: Result) -> Sequence[Any]:
    """Which members of which ensemble were run."""
    about = result.provenance.get("ensemble") or {}
    return len(result.members), about.get("source"), about.get("hash"), about.get("grade")


def _weeks(result: Result) -> Iterator[Sequence[Any]]:
    """One row for each replication and week, with every measure; under members of an ensemble with the member's name before it."""
    import numpy as np

    from sim.measures import MEASURES

    for replication in range(result.replications):
        block = np.stack([result.series(name)[replication] for name in MEASURES], axis=1)
        first = (result.members[replication * len(result.members) // result.replications],) if result.members else ()
        for week, values in enumerate(block.tolist(), start=1):
            yield (*first, replication + 1, week, *values)


def _of_members(thing: Comparison) -> Iterator[Sequence[Any]]:
    """One row for each scenario, measure and member: the mean difference of its pairs, and how many have data."""
    import numpy as np

    from sim.measures import MEASURES

    for place in thing.others:
        for name, about in MEASURES.items():
            gaps = thing.by_member(thing.results[place].reading_at(name, thing.weeks) - thing.base.reading_at(name, thing.weeks))
            counts, means = np.isfinite(gaps).sum(axis=1), member_means(gaps)
            for member, mean, count in zip(thing.members, means.tolist(), counts.tolist(), strict=True):
                yield thing.labels[place], member, name, about.unit, mean, count


def write_parquet(path: Path, head: Sequence[str], body: Iterable[Sequence[Any]]) -> None:
    """A Parquet file of the same table; numbers keep their type."""
    import pandas

    pandas.DataFrame(list(body), columns=list(head)).to_parquet(path, index=False)
