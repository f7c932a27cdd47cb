"""Answers to questions about sweeps: tables as CSV and pictures, checked beforehand and put in place whole; then words for people, or JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sim.scenario.errors import ScenarioError, one_line
from sim.views.export import PICTURES, Wanted, _folder_problem, write_csv

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


class Answer(Protocol):
    """An answer that can be written: it names its tables."""

    def tables(self) -> Iterable[Table]:
        """Every table as (name, column names, rows)."""

    def tell(self) -> None:
        """The whole answer for people."""

    def as_json(self) -> dict[str, Any]:
        """The whole answer as plain data."""


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


def wanted(csv: Path | None, plots: Path | None, force: bool, tables: Sequence[str]) -> AnswerFiles:
    """Which files were asked for, with nothing in their way. Raises ScenarioError with one line for each reason."""
    files = AnswerFiles(csv=csv, plots=plots, force=force)
    files.check_tables(tables)
    return files


def answer(told: Answer, files: AnswerFiles, as_json: bool, quiet: bool) -> None:
    """Write what was asked for, then tell the answer and which files there are, or give it as JSON."""
    files.write(told)
    if as_json:
        from sim.views.cli import say_json

        return say_json(told.as_json())
    told.tell()
    return tell_written(files, quiet)


def tell_written(files: AnswerFiles, quiet: bool) -> None:
    """Which files were written."""
    from sim.views.tables import console

    for path in [] if quiet else files.written:
        console().print(f"  wrote {one_line(str(path))}", soft_wrap=True)


def in_the_way(option: str, path: Path, force: bool) -> list[str]:
    """Why one file cannot be written, or nothing."""
    problems = _folder_problem(option, path.parent)
    if not problems and os.path.lexists(path) and not force:
        problems = [f"{option}: {path.name} is there already - add --force to replace it"]
    return problems
