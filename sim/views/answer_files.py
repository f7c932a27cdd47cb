"""Files of answers to questions about sweeps: tables as CSV and pictures, checked beforehand and put in place whole, as all files are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sim.scenario.errors import ScenarioError
from sim.views.export import PICTURES, Wanted, _folder_problem, write_csv

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


class Answer(Protocol):
    """An answer that can be written: it names its tables."""

    def tables(self) -> Iterable[Table]:
        """Every table as (name, column names, rows)."""


@dataclass
class AnswerFiles(Wanted):
    """Which files of an answer were asked for."""

    def check_tables(self, names: Sequence[str]) -> None:
        """Everything that would stop a file from being written. Raises ScenarioError with one line for each reason."""
        problems: list[str] = []
        if self.csv is not None:
            problems += _folder_problem("--csv", self.csv) or self._in_the_way("--csv", [self.csv / f"{name}.csv" for name in names])
        if self.plots is not None:
            present = [path for ending in PICTURES for path in sorted(self.plots.glob(f"*.{ending}"))] if self.plots.is_dir() else []
            problems += _folder_problem("--plots", self.plots) or self._in_the_way("--plots", present)
        if problems:
            raise ScenarioError(problems)

    def _tables(self, thing: Any, folder: Path, ending: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, head, body in thing.tables():
            with self._placed(folder / f"{name}.{ending}") as path:
                write_csv(path, head, body)


def in_the_way(option: str, path: Path, force: bool) -> list[str]:
    """Why one file cannot be written, or nothing."""
    problems = _folder_problem(option, path.parent)
    if not problems and os.path.lexists(path) and not force:
        problems = [f"{option}: {path.name} is there already - add --force to replace it"]
    return problems
