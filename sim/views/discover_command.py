"""The command `trivox discover`: where in a finished sweep something happens, such as a policy that fails."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.views import options as o

Condition = Annotated[str, typer.Option("--where", metavar='"< 0"', help="What is looked for: <, <=, > or >= and a number in the outcome's unit.")]
Method = Annotated[str, typer.Option("--method", metavar="prim|cart|both", help="Boxes by peeling, leaves of a tree, or both.")]
Boxes = Annotated[int, typer.Option("--boxes", metavar="N", help="At most so many boxes by peeling.")]


def discover(
    folder: o.Folder,
    outcome: o.Outcome = "",
    where: Condition = "< 0",
    method: Method = "both",
    boxes: Boxes = 3,
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
    """Say where in a finished sweep something happens: where does a policy fail?

    With several arms the outcome is an arm less the baseline, so that "< 0" asks where the policy is worse. Boxes are judged on points held back.
    """
    from sim.lab import discovery
    from sim.lab.finished import where as condition
    from sim.views import answer_files, asking
    from sim.views import discovery_words as words

    files = answer_files.wanted(csv, plots, force, ["boxes", "points"])
    limit = condition(where)
    found = discovery.discover(asking.outcome_of(folder, outcome, arm, levels, by_member), limit, method, boxes, seed)
    answer_files.answer(words.answer_of(found), files, as_json, quiet)
