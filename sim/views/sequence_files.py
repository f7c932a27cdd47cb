"""Files of a sequence: tables as CSV, pictures and a page, checked before anything is run and put in place whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.views.answer_files import AnswerFiles, Table

if TYPE_CHECKING:
    from sim.lab.sequence import Sequenced

TABLES = ("plans", "steps", "orders", "paths")


class Files(AnswerFiles):
    """Which files of a sequence were asked for."""

    def check_all(self) -> None:
        """Everything that would stop a file from being written. Raises ScenarioError with one line for each."""
        self.check_tables(TABLES)

    def tables_of(self, thing: Any) -> Iterable[Table]:
        """Every table of a sequence."""
        return sheets(thing)

    def write_page(self, thing: Any, path: Path) -> None:
        """Write the page of a sequence."""
        from sim.views.sequence_page import page

        path.write_text(page(thing), encoding="utf-8", newline="\n")


def sheets(found: Sequenced) -> Iterable[Table]:
    """Every table as (name, column names, rows)."""
    from sim.views.sequence_answers import before, plan, step

    plans, steps = [plan(found, place) for place in range(len(found.ranked))], [step(found, place) for place in range(len(found.alone))]
    for name, rows in (("plans", plans), ("steps", steps), ("orders", before(found))):
        flat = [_flat(row) for row in rows]
        if flat:
            yield name, tuple(flat[0]), [tuple(row.values()) for row in flat]
    yield "paths", ("rank", "week", "profit_gain_mean"), _paths(found)


def _flat(row: dict[str, Any], above: str = "") -> dict[str, Any]:
    """A row without tables in it."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        name = f"{above}{key}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{name}_")
        else:
            flat[name] = " > ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return flat


def _paths(found: Sequenced) -> Iterable[Sequence[Any]]:
    """The mean gain in weekly profit of every plan, week by week."""
    for rank, one in enumerate(found.ranked, start=1):
        for week, value in enumerate(found.counting.units(one.lived.profit - found.base.profit).mean(axis=0).tolist(), start=1):
            yield rank, week, value
