"""The command `trivox fit`: from a company's aggregates to a scenario like it, to members by their weight, and to what its numbers cannot tell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.ensemble.store import Ensemble
    from sim.lab.fit_whole import Whole

MOST_EACH = 64
File = Annotated[
    str, typer.Argument(metavar="FILE", help="Numbers of the whole company (.toml or .csv): totals only, nothing about persons.", show_default=False)
]
To = Annotated[Path | None, typer.Option("--to", metavar="BASE.toml", help="Write a scenario like the company; other commands open it.", show_default=False)]
MembersTo = Annotated[
    Path | None,
    typer.Option("--members-to", metavar="FILE.json", help="Write the members drawn by weight, for `trivox compare --members`.", show_default=False),
]
Members = Annotated[
    str | None,
    typer.Option("--members", metavar="all|N|FILE", help="Which plausible companies are held against it.", show_default="64 of those that come along"),
]
Units = Annotated[str, typer.Option("--units", metavar="ordinary|own", help="Ordinary units (four teams of ten), or the company's own make-up (minutes more).")]
Each = Annotated[int, typer.Option("--replications", "-n", metavar="N", help="How many companies of each member are lived; an even number.")]


def fit(
    file: File,
    to: To = None,
    members_to: MembersTo = None,
    members: Members = None,
    units: Units = "ordinary",
    replications: Each = 8,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Which luck; the same seed gives the same results.")] = 1,
    threads: o.Threads = None,
    as_json: o.AsJson = False,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Fit plausible companies to yours, from totals alone: size, leavers, absence, engagement, customers, margin, utilisation; any may be missing.

    Says in which situation they look like yours, which of them then fit, and what your numbers cannot tell. Data on persons are refused."""
    from sim.lab.fit_company import read_company
    from sim.lab.fit_whole import fitted
    from sim.views import fit_words
    from sim.views.export import Wanted
    from sim.views.running import progress

    _check(units, replications, seed, threads, to, members_to, force)
    company, chosen = read_company(file), ensemble_of(members)
    wanted = Wanted(plots=plots, force=force)
    wanted.check([], [])
    with progress(quiet, "members have none for this make-up of units") as tell:
        whole = fitted(company, chosen, own=units == "own", each=replications, seed=seed, threads=threads, progress=tell)
    written = _write(whole, to, members_to) + (wanted.write(whole) if plots else [])
    if as_json:
        from sim.views.cli import say_json

        return say_json(fit_words.as_json(whole))
    fit_words.tell(whole)
    return None if quiet else _say_written(written)


def ensemble_of(asked: str | None) -> Ensemble:
    """The members that were asked for; unasked, 64 of those that come along. Raises ScenarioError."""
    from sim.ensemble import store
    from sim.lab.fit_whole import MOST_MEMBERS
    from sim.lab.members import choose
    from sim.scenario.errors import ScenarioError

    if asked is None:
        return store.load().first(MOST_MEMBERS)
    chosen = choose(asked, []).ensemble
    if chosen is None:
        raise ScenarioError(["--members: a fit needs members to weigh - all, a number, or a file of parameter sets"])
    return chosen


def _write(whole: Whole, to: Path | None, members_to: Path | None) -> list[Path]:
    """The scenario and the members, each whole or not at all. Raises ScenarioError where the disk refuses."""
    from sim.ensemble.store import save
    from sim.lab.fit_files import base_text, weighted
    from sim.scenario.errors import ScenarioError, one_line

    written = []
    try:
        if to is not None:
            _place(to).write_text(base_text(whole.fit, whole.scenario), encoding="utf-8")
            _place(to).replace(to)
            written.append(to)
        if members_to is not None:
            save(_place(members_to), *weighted(whole.ensemble, whole.fit))
            _place(members_to).replace(members_to)
            written.append(members_to)
    except OSError as error:
        raise ScenarioError([f"a file cannot be written: {one_line(str(error.strerror or error))}"]) from error
    return written


def _place(path: Path) -> Path:
    """A place beside a file, to write it whole."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def _say_written(written: list[Path]) -> None:
    """Which files there are now."""
    from sim.scenario.errors import one_line
    from sim.views import tables

    for path in written:
        tables.console().print(f"  wrote {one_line(str(path))}", soft_wrap=True)


def _check(units: str, replications: int, seed: int, threads: int | None, to: Path | None, members_to: Path | None, force: bool) -> None:
    """What no file checks, before anything is lived. Raises ScenarioError with one line for each problem."""
    from sim.scenario.errors import ScenarioError, did_you_mean, show
    from sim.scenario.names import RULE, good_name
    from sim.views import asking

    asking.numbers(threads=threads)
    problems = []
    if units not in ("ordinary", "own"):
        problems.append(f"--units: must be ordinary or own ({show(units)}) {did_you_mean(units, ['ordinary', 'own'])}".rstrip())
    if replications % 2 or not 2 <= replications <= MOST_EACH:
        problems.append(f"--replications: must be an even number from 2 to {MOST_EACH} ({replications}): two halves are held against each other")
    if not 0 <= seed < 2**32:
        problems.append(f"--seed: must lie between 0 and {2**32 - 1} ({seed})")
    for option, path, ending in (("--to", to, ".toml"), ("--members-to", members_to, ".json")):
        if path is None:
            continue
        if path.suffix != ending:
            problems.append(f"{option}: {show(path.name)} must end in {ending}")
        elif ending == ".toml" and not good_name(path.stem):
            problems.append(f"{option}: {show(path.name)} is no usable name - {RULE}")
        if not path.absolute().parent.is_dir():
            problems.append(f"{option}: there is no folder {show(str(path.parent))}")
        elif path.exists() and (not force or not path.is_file()):
            problems.append(f"{option}: {show(path.name)} is there already - add --force to replace it")
    if problems:
        raise ScenarioError(problems)
