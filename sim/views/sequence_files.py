"""Files of a sequence: tables as CSV, pictures and a page, checked before anything is run and put in place whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario.errors import ScenarioError
from sim.views.export import Wanted, _folder_problem, write_csv

if TYPE_CHECKING:
    from sim.lab.sequence import Sequenced

TABLES = ("plans", "steps", "orders", "paths")


class Files(Wanted):
    """Which files of a sequence were asked for."""

    def check_all(self) -> None:
        """Everything that would stop a file from being written. Raises ScenarioError with one line for each."""
        problems = []
        folder, self.csv = self.csv, None
        try:
            self.check([], [])
        except ScenarioError as error:
            problems += error.problems
        self.csv = folder
        if folder is not None:
            problems += _folder_problem("--csv", folder) or self._in_the_way("--csv", [folder / f"{name}.csv" for name in TABLES])
        if problems:
            raise ScenarioError(problems)

    def _tables(self, thing: Any, folder: Path, ending: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, head, body in sheets(thing):
            with self._placed(folder / f"{name}.{ending}") as path:
                write_csv(path, head, body)

    def _page(self, thing: Any, page: Path) -> None:
        from sim.views.sequence_page import page as text

        page.parent.mkdir(parents=True, exist_ok=True)
        with self._placed(page) as path:
            path.write_text(text(thing), encoding="utf-8", newline="\n")


def sheets(found: Sequenced) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
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
