"""The command `trivox discover`: where in a finished sweep something happens, such as a policy that fails."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.views import options as o
from sim.views.sensitivity_command import Arm, Folder, Levels, Lot, Outcome

Condition = Annotated[str, typer.Option("--where", metavar='"< 0"', help="What is looked for: <, <=, > or >= and a number in the outcome's unit.")]
Method = Annotated[str, typer.Option("--method", metavar="prim|cart|both", help="Boxes by peeling, leaves of a tree, or both.")]
Boxes = Annotated[int, typer.Option("--boxes", metavar="N", help="At most so many boxes by peeling.")]


def discover(
    folder: Folder,
    outcome: Outcome = "",
    where: Condition = "< 0",
    method: Method = "both",
    boxes: Boxes = 3,
    arm: Arm = "",
    levels: Levels = False,
    seed: Lot = 1,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Say where in a finished sweep something happens: where does a policy fail?

    With several arms the outcome is an arm less the baseline, so that "< 0" asks where the policy is worse. Boxes are judged on points held back.
    """
    from sim.lab import discovery
    from sim.lab.finished import where as condition
    from sim.views import discovery_words as words
    from sim.views.answer_files import AnswerFiles
    from sim.views.sensitivity_command import asked, files

    wanted = AnswerFiles(csv=csv, plots=plots, force=force)
    wanted.check_tables(["boxes", "points"])
    limit = condition(where)
    told = words.Told(discovery.discover(asked(folder, outcome, arm, levels), limit, method, boxes, seed))
    wanted.write(told)
    if as_json:
        from sim.views.cli import say_json

        return say_json(words.as_json(told.found))
    words.tell(told.found)
    return files(wanted, quiet)
