"""The command `trivox sensitivity`: which inputs of a finished sweep matter for an outcome."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.finished import Asked
    from sim.views.answer_files import AnswerFiles

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a finished sweep.", show_default=False)]
Outcome = Annotated[str, typer.Option("--outcome", metavar="NAME", help="Which outcome of the study.", show_default="the only one")]
Arm = Annotated[str, typer.Option("--arm", metavar="NAME", help="Which arm, against the baseline.", show_default="the only other one")]
Levels = Annotated[bool, typer.Option("--levels", help="The arm's own values, not its difference from the baseline.")]
Lot = Annotated[int, typer.Option("--seed", metavar="N", help="Which lot draws the intervals; the same lot gives the same answer.")]
Method = Annotated[str, typer.Option("--method", metavar="morris|sobol|pawn|auto", help="auto: what the sweep was drawn for, else PAWN.")]


def sensitivity(
    folder: Folder,
    outcome: Outcome = "",
    method: Method = "auto",
    arm: Arm = "",
    levels: Levels = False,
    seed: Lot = 1,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Say which inputs of a finished sweep matter for an outcome, and what luck does.

    Morris screening and Sobol indices need a sweep that was drawn for them; PAWN reads any. Needs `pip install 'trivox[research]'`.
    """
    from sim.lab.sensitivity import analyse
    from sim.views import sensitivity_words as words
    from sim.views.answer_files import AnswerFiles

    wanted = AnswerFiles(csv=csv, plots=plots, force=force)
    wanted.check_tables(["sensitivity", "luck", "convergence", "pairs"])
    told = words.Told(analyse(asked(folder, outcome, arm, levels), method, seed))
    wanted.write(told)
    if as_json:
        from sim.views.cli import say_json

        return say_json(words.as_json(told.found))
    words.tell(told.found)
    return files(wanted, quiet)


def asked(folder: Path, outcome: str, arm: str, levels: bool) -> Asked:
    """One outcome of the sweep in a folder. Raises ScenarioError."""
    from sim.lab.finished import ask
    from sim.lab.sweep.table import open_sweep
    from sim.scenario.errors import ScenarioError

    sweep = open_sweep(folder)
    names = [str(one.name) for one in sweep.outcomes]
    if not outcome and len(names) != 1:
        raise ScenarioError([f"--outcome: this sweep has {len(names)} outcomes; say which one is asked about - {', '.join(names)}"])
    return ask(sweep, outcome or names[0], arm, levels)


def files(wanted: AnswerFiles, quiet: bool) -> None:
    """Which files were written."""
    from sim.scenario.errors import one_line
    from sim.views.tables import console

    for path in [] if quiet else wanted.written:
        console().print(f"  wrote {one_line(str(path))}", soft_wrap=True)
