"""PRIM: boxes by peeling, through the EMA workbench where it is installed, else by `why_boxes`.

Of all boxes that peeling and pasting pass through, the one is taken that is the best rule (harmonic mean of coverage and density); limits that hardly
help are dropped. Then the points inside are put aside, and a further box is looked for among the others, in which
cases must be nearer to all than to the usual share. The workbench asks for a threshold up to version
2.5 and no more from 3.0 on; none is wanted here.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.lab.discovery import FEWEST_CASES, Flags, Limits, inside, pruned, rule
from sim.lab.extras import fetched
from sim.lab.why_boxes import find_box
from sim.measures import Numbers
from sim.scenario.errors import ScenarioError

OURS, THEIRS = "PRIM (our own peeling)", "PRIM (EMA workbench)"
SUPPORTS = (0.05, 0.1, 0.2, 0.35, 0.5)
"""Least parts of all points that our own peeling tries to keep."""
Path = tuple[tuple[float, float], ...]


def boxes_of(points: Numbers, cases: Flags, names: Sequence[str], most: int) -> tuple[list[Limits], Path, str]:
    """Boxes one after another, coverage and density along the first peeling, and who peeled."""
    try:
        workbench = fetched("ema_workbench.analysis.prim", "PRIM")
    except ScenarioError:
        workbench = None
    found: list[Limits] = []
    path: Path = ()
    left = np.ones(len(points), dtype=np.bool_)
    for turn in range(most):
        if min(int(cases[left].sum()), int((~cases[left]).sum())) < FEWEST_CASES:
            break
        tries = _theirs(workbench, points[left], cases[left], names) if workbench else _ours(points[left], cases[left], names)
        best = max(tries, key=lambda one: rule(cases[left], inside(points[left], names, one)))
        box = pruned(points[left], cases[left], names, best)
        dense = float(cases[left][inside(points[left], names, box)].mean()) >= (1.0 + float(cases.mean())) / 2.0
        if not box or (found and not dense):
            break
        found.append(box)
        if turn == 0:
            path = tuple(_figures(cases, inside(points, names, one)) for one in tries)
        left &= ~inside(points, names, box)
    return found, path, THEIRS if workbench else OURS


def _figures(cases: Flags, kept: Flags) -> tuple[float, float]:
    """Coverage and density of a box."""
    both = float((cases & kept).sum())
    return both / float(cases.sum()), both / max(float(kept.sum()), 1.0)


def _ours(points: Numbers, cases: Flags, names: Sequence[str]) -> list[Limits]:
    return [find_box(points, cases, names, support).limits for support in SUPPORTS]


def _theirs(workbench: Any, points: Numbers, cases: Flags, names: Sequence[str]) -> list[Limits]:
    """Every box of the workbench's peeling and pasting. What it warns of (it uses ways of pandas that are to go) is its own affair."""
    import pandas

    wanted = inspect.signature(workbench.Prim.__init__).parameters
    more = {"threshold": 0.0} if "threshold" in wanted else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        box = workbench.Prim(pandas.DataFrame(points, columns=list(names)), cases, peel_alpha=0.05, **more).find_box()
        ends = [{name: (float(one[name].iloc[0]), float(one[name].iloc[1])) for name in one.columns} for one in box.box_lims]
    low, high = points.min(axis=0), points.max(axis=0)
    return [{name: (ends_of[0] if ends_of[0] > low[k] else -np.inf, ends_of[1] if ends_of[1] < high[k] else np.inf)
             for k, name in enumerate(names) if name in one and (ends_of := one[name])} for one in ends]
