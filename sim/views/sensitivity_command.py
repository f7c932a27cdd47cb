"""The command `trivox sensitivity`: which inputs of a finished sweep matter for an outcome."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.views import options as o

Method = Annotated[str, typer.Option("--method", metavar="morris|sobol|pawn|auto", help="auto: what the sweep was drawn for, else PAWN.")]


def sensitivity(
    folder: o.Folder,
    outcome: o.Outcome = "",
    method: Method = "auto",
    arm: o.Arm = "",
    levels: o.Levels = False,
    by_member: o.ByMember = False,
    seed: o.Lot = 1,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Say which inputs of a finished sweep matter for an outcome, and what luck does.

    Morris screening and Sobol indices need a sweep that was drawn for them; PAWN reads any. Needs the extra `research`: pip install 'trivox\\[research]'.
    """
    from sim.lab.sensitivity import analyse
    from sim.views import answer_files, asking
    from sim.views import sensitivity_words as words

    files = answer_files.wanted(csv, plots, force, ["sensitivity", "luck", "convergence", "pairs"])
    found = analyse(asking.outcome_of(folder, outcome, arm, levels, by_member), method, seed)
    answer_files.answer(words.answer_of(found), files, as_json, quiet)
