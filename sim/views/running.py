"""A run as somebody at a terminal sees it: the first compilation announces itself, progress shows where there is a terminal, results come back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.lab.result import Result
    from sim.scenario import Scenario

Tell = Callable[[str, float], None]


def simulate(scenarios: Sequence[Scenario], *, threads: int | None = None, quiet: bool = False) -> list[Result]:
    """One result for each scenario, which must agree in weeks, replications and seed. All words go to the error stream."""
    from sim.lab.experiment import run_all
    from sim.reference.run import is_warm

    if not quiet and not is_warm():
        print("The model is compiled first. This happens once and takes up to a minute; later runs start at once.", file=sys.stderr, flush=True)
    with _bar(quiet) as tell:
        return run_all(scenarios, threads=threads, progress=tell)


@contextmanager
def _bar(quiet: bool) -> Iterator[Tell | None]:
    if quiet or not sys.stderr.isatty():
        yield None if quiet else _once()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=1.0)
        yield lambda text, share: progress.update(task, description=text[:60], completed=share)


def _once() -> Tell:
    """Where no bar can be shown, one line says why nothing comes yet when an organisation's rest state must be found first."""
    said: list[str] = []

    def tell(text: str, _: float) -> None:
        if text.startswith("solving") and not said:
            said.append(text)
            print("The rest state of an organisation of this make-up is found first. This happens once and may take minutes.", file=sys.stderr, flush=True)

    return tell
