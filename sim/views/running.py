"""A run as somebody at a terminal sees it: the first compilation announces itself, progress shows where there is a terminal, results come back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.lab.words import agree, counted
from sim.scenario import Organisation

if TYPE_CHECKING:
    from sim.lab.members import Chosen
    from sim.lab.result import Result
    from sim.scenario import Scenario

Tell = Callable[[str, float], None]
SOLVING = "solving"
"""How the engine's word begins while it solves a reference."""


def simulate(scenarios: Sequence[Scenario], *, threads: int | None = None, quiet: bool = False, chosen: Chosen | None = None) -> list[Result]:
    """One result for each scenario, which must agree in weeks, replications and seed, lived by the members of an ensemble if one is chosen. All words go to
    the error stream."""
    from sim.lab.experiment import run_all

    with progress(quiet, why_solved(scenarios)) as tell:
        if chosen is None or chosen.ensemble is None:
            return run_all(scenarios, threads=threads, progress=tell)
        from sim.lab.members import run_chosen

        _tell_solving(chosen, scenarios, quiet)
        return run_chosen(scenarios, chosen, threads=threads, progress=tell)


def _tell_solving(chosen: Chosen, scenarios: Sequence[Scenario], quiet: bool) -> None:
    """Members that bring no reference for an organisation have theirs solved first: nobody should wait for that without knowing why."""
    from sim.lab.members import unfit

    if chosen.ensemble is not None and (why := unfit(chosen.ensemble, scenarios)):
        members = counted(len(chosen.ensemble), "member")
        long = f"A reference is solved for each of {members} first, unless that was done before: {why}. This takes some minutes for each 16 of them."
        print(f"trivox: solving references of {members}, some minutes" if quiet else long, file=sys.stderr, flush=True)


def _say(text: str, short: str, quiet: bool) -> None:
    """A line on the error stream: the whole one, or with --quiet a short one, for nobody should wait without knowing why."""
    print(f"trivox: {short}, up to a minute" if quiet else text, file=sys.stderr, flush=True)


def why_solved(scenarios: Sequence[Scenario]) -> str:
    """Why an organisation has no reference yet: numbers of the model were changed, its make-up is new, or neither, so that the rules must be."""
    plain = Organisation()
    for one in scenarios:
        if one.parameters:
            names = list(one.parameters)
            return f"{agree(len(names), 'a number', 'numbers')} of the model {agree(len(names), 'was', 'were')} changed ({', '.join(names[:3])}{_more(names)})"
        if one.organisation._replace(units=plain.units) != plain:
            size = one.organisation
            return f"units of this make-up are new ({size.teams_per_unit} x {size.team_size} people, {size.customers_per_unit:,} customers each)"
    return "the rules of the model have changed"


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - 3} more" if len(names) > 3 else ""


@contextmanager
def progress(quiet: bool, why: str) -> Iterator[Tell]:
    """Progress of runs: a bar where there is a terminal; a line for a first compilation, and one for a reference that is solved first (`why` says why)."""
    from sim.reference.run import is_warm

    if not is_warm():
        _say("The model is compiled first. This happens once and takes up to a minute; later runs start at once.", "compiling the model once", quiet)
    with _bar(quiet, why) as tell:
        yield tell


@contextmanager
def _bar(quiet: bool, why: str) -> Iterator[Tell]:
    if quiet or not sys.stderr.isatty():
        yield _once(quiet, why)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=1.0)
        once = _once(quiet, why)

        def tell(text: str, share: float) -> None:
            once(text, share)
            progress.update(task, description="solving the reference" if text.startswith(SOLVING) else text[:60], completed=share)

        yield tell


def _once(quiet: bool, why: str) -> Tell:
    """One line says why nothing comes yet when a reference must be solved first, why, and how long that takes; once, and also with --quiet."""
    said: list[str] = []

    def tell(text: str, _: float) -> None:
        if text.startswith(SOLVING) and not said:
            said.append(text)
            long = f"A reference is solved first, because {why}: the same organisation at rest, to compare with. This happens once and takes about a minute."
            _say(long, "solving a reference once", quiet)

    return tell
