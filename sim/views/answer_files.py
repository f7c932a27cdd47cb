"""Answers to questions: tables as CSV, pictures and a page, checked beforehand and put in place whole; then words for people, or JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sim.scenario.errors import ScenarioError, one_line
from sim.views.export import Wanted, folder_refused, write_csv

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
    """Which files of an answer were asked for. An answer that does not name its tables itself, or has a page, says so in a class of its own."""

    def check_tables(self, names: Sequence[str]) -> None:
        """Everything that would stop a file from being written. Raises ScenarioError with one line for each reason."""
        problems = [] if self.csv is None else self.refused("--csv", self.csv, [self.csv / f"{name}.csv" for name in names])
        problems += self.refused_plots() + self.refused_page(self.beside_page())
        if problems:
            raise ScenarioError(problems)

    def tables_of(self, thing: Any) -> Iterable[Table]:
        """Every table of an answer."""
        answer: Answer = thing
        return answer.tables()

    def beside_page(self) -> Sequence[Path]:
        """Files that are written beside the page."""
        return ()

    def write_page(self, thing: Any, path: Path) -> None:
        """Write the page of an answer to a path."""
        raise NotImplementedError

    def _tables(self, thing: Any, folder: Path, ending: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, head, body in self.tables_of(thing):
            with self._placed(folder / f"{name}.{ending}") as path:
                write_csv(path, head, body)

    def _page(self, thing: Any, page: Path) -> None:
        page.parent.mkdir(parents=True, exist_ok=True)
        with self._placed(page) as path:
            self.write_page(thing, path)


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
    problems = folder_refused(option, path.parent)
    if not problems and os.path.lexists(path) and not force:
        problems = [f"{option}: {path.name} is there already - add --force to replace it"]
    return problems
