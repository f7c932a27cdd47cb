"""Files: checked before the run, written beside their place and then moved there, so that nothing is overwritten unasked and nothing is left half done."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import math
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sim.scenario.errors import ScenarioError, cut, one_line

if TYPE_CHECKING:
    from sim.lab.compare import Comparison
    from sim.lab.result import Result
    from sim.scenario import Scenario

RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
PICTURES = ("png", "svg")
MOST_SHOWN = 5


@dataclass
class Wanted:
    """Which files were asked for, and whether those in the way may be replaced."""

    csv: Path | None = None
    parquet: Path | None = None
    plots: Path | None = None
    page: Path | None = None
    force: bool = False
    written: list[Path] = field(default_factory=list)
    page_endings: ClassVar[tuple[str, ...]] = (".html", ".htm")

    def check(self, scenarios: Sequence[Scenario], labels: Sequence[str], more: Sequence[str] = ()) -> None:
        """Everything that would stop a file from being written, before time is spent on a run; `more` names further tables. Raises ScenarioError with one
        line for each."""
        problems = []
        if self.parquet and importlib.util.find_spec("pyarrow") is None:
            problems.append("--parquet: needs the library pyarrow, which is not installed - pip install 'trivox[parquet]', or use --csv")
        names = [file_stem(label, scenario) for label, scenario in zip(labels, scenarios, strict=True)]
        tables = [*names, "scenarios", "measures", *(["comparison"] if len(names) > 1 else []), *more]
        for option, folder, ending in (("--csv", self.csv, "csv"), ("--parquet", self.parquet, "parquet")):
            if folder is not None:
                problems += self.refused(option, folder, [folder / f"{name}.{ending}" for name in tables])
        problems += self.refused_plots() + self.refused_page()
        if problems:
            raise ScenarioError(problems)

    def refused(self, option: str, folder: Path, paths: Iterable[Path]) -> list[str]:
        """Why these files cannot be written into a folder: a line for each reason."""
        return folder_refused(option, folder) or self._in_the_way(option, paths)

    def refused_plots(self) -> list[str]:
        """Why pictures cannot be written, if any are wanted."""
        if self.plots is None:
            return []
        present = [path for ending in PICTURES for path in sorted(self.plots.glob(f"*.{ending}"))] if self.plots.is_dir() else []
        return self.refused("--plots", self.plots, present)

    def refused_page(self, beside: Iterable[Path] = ()) -> list[str]:
        """Why the page, and what stands `beside` it, cannot be written, if one is wanted."""
        if self.page is None:
            return []
        if self.page.is_dir():
            return [f"--page: {_shown(self.page)} is a folder - give a file name such as page.html"]
        if self.page.suffix.lower() not in self.page_endings:
            markdown = ".md" in self.page_endings
            why = "ends neither in .html nor in .md -" if markdown else "does not end in .html - a browser would not open it;"
            return [f"--page: {_shown(self.page)} {why} give a file name such as page.html"]
        return self.refused("--page", self.page.parent, [self.page, *beside])

    def _in_the_way(self, option: str, paths: Iterable[Path]) -> list[str]:
        held = [] if self.force else [path for path in paths if os.path.lexists(path)]
        lines = [f"{option}: {_shown(path)} is there already - add --force to replace it" for path in held[:MOST_SHOWN]]
        return lines + ([f"{option}: and {len(held) - MOST_SHOWN} more files are there already"] if len(held) > MOST_SHOWN else [])

    def write(self, thing: Comparison | Result | Any) -> list[Path]:
        """All files that were asked for. Raises ScenarioError with one line when the disk refuses."""
        try:
            if self.csv is not None:
                self._tables(thing, self.csv, "csv")
            if self.parquet is not None:
                self._tables(thing, self.parquet, "parquet")
            if self.plots is not None:
                self._plots(thing, self.plots)
            if self.page is not None:
                self._page(thing, self.page)
        except OSError as error:
            raise ScenarioError([f"a file cannot be written: {one_line(str(error.strerror or error))} ({_shown(error.filename or '')})"]) from error
        return self.written

    def _tables(self, thing: Comparison | Result, folder: Path, ending: str) -> None:
        from sim.views import sheets

        folder.mkdir(parents=True, exist_ok=True)
        for name, head, body in sheets.sheets(thing):
            with self._placed(folder / f"{name}.{ending}") as path:
                if ending == "csv":
                    write_csv(path, head, body)
                else:
                    sheets.write_parquet(path, head, body)

    def _plots(self, thing: Comparison | Result | Any, folder: Path) -> None:
        from sim.views.plots import save_plots

        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".trivox-", dir=folder))
        try:
            for path in sorted(save_plots(thing, stage, PICTURES)):
                self._move(path, folder / path.name)
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def _page(self, thing: Comparison | Result, page: Path) -> None:
        from sim.views.report import write_page

        page.parent.mkdir(parents=True, exist_ok=True)
        with self._placed(page) as path:
            write_page(thing, path)

    @contextmanager
    def _placed(self, path: Path) -> Iterator[Path]:
        """A place to write to, in the same folder; moved to the path when all went well, removed when not."""
        beside = path.with_name(f".{path.stem[:40]}.{os.getpid()}{path.suffix}")
        try:
            yield beside
            self._move(beside, path)
        finally:
            beside.unlink(missing_ok=True)

    def _move(self, made: Path, path: Path) -> None:
        if not self.force and os.path.lexists(path):
            raise FileExistsError(17, "is there already, add --force to replace it", str(path))
        made.replace(path)
        self.written.append(path)


def _shown(path: object) -> str:
    text = one_line(str(path))
    return text if len(text) <= 120 else cut(text)


def folder_refused(option: str, folder: Path) -> list[str]:
    """Why nothing can be written in a folder, or nothing when it can; a folder that is missing must be possible to make."""
    try:
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    except (OSError, ValueError, StopIteration) as error:
        return [f"{option}: {_shown(folder)} cannot be used: {one_line(str(getattr(error, 'strerror', None) or error))}"]
    if not nearest.is_dir():
        return [f"{option}: {_shown(nearest)} is a file, not a folder"]
    if not os.access(nearest, os.W_OK | os.X_OK):
        return [f"{option}: nothing can be written in {_shown(nearest)}"]
    return []


def file_stem(label: str, scenario: Scenario) -> str:
    """A file name that no label can turn into a path: plain letters of the label, and a short hash of label and scenario."""
    plain = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-")[:40] or "scenario"
    return f"{plain}-{hashlib.sha256(f'{label} {scenario.fingerprint()}'.encode()).hexdigest()[:8]}"


def cell(value: Any) -> Any:
    """A cell of a CSV file: text that a spreadsheet would run gets a leading apostrophe, numbers stay numbers, missing numbers are empty."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY_STARTS) else value
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return value


def write_csv(path: Path, head: Sequence[str], body: Iterable[Sequence[Any]]) -> None:
    """A CSV file in UTF-8 with the names of its columns in the first line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([cell(name) for name in head])
        writer.writerows([cell(value) for value in row] for row in body)
