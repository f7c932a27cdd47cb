"""Map of claims: each company a dot in the two dimensions that tell most; blue where the claim holds, orange where it fails; the box that was found."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.lab.claims import Claim
from sim.lab.claims_verdict import has_way
from sim.lab.why_boundary import Boundary, Sample
from sim.lab.why_boxes import Box
from sim.views import style
from sim.views.plots import canvas

ACROSS, PANEL = 3, 4.8
"""So many maps stand side by side; the height of a row in inches."""
HOLDS, FAILS = style.POLICY_COLOURS[0], style.POLICY_COLOURS[1]


def draw(thing: Any) -> Figure:
    """One map for each claim, side by side."""
    told = "a dot is a company: blue where the claim holds, orange where it does not; frames: the boxes that were found, in these two dimensions"
    drawn = [one for one in thing.bounds if one.counted]
    across = min(len(drawn), ACROSS)
    rows = -(-len(drawn) // max(across, 1))
    figure = canvas.sheet("Where claims hold and where they fail", told, height=1.5 + PANEL * rows)
    tall = float(figure.get_figheight())
    for place, one in enumerate(drawn):
        claim = next(claim for claim in thing.ledger.claims if claim.id == one.claim)
        row, wide = place // across, 0.94 / across
        axes = figure.add_axes((0.065 + place % across * wide, (0.75 + PANEL * (rows - 1 - row)) / tall, wide - 0.065, (PANEL - 1.1) / tall))
        _map(axes, claim, one, thing.seen)
    return figure


def _map(axes: Any, claim: Claim, one: Boundary, seen: Sample) -> None:
    names = _dimensions(one)
    kept = seen.counted(claim)
    points, gaps = seen.points[kept], seen.effects[claim.id][kept]
    hold = np.array([has_way(claim, float(gap)) for gap in gaps])
    x, y = (points[:, seen.names.index(name)] for name in names)
    for those, colour in ((hold, HOLDS), (~hold, FAILS)):
        axes.scatter(x[those], y[those], s=16, color=colour, alpha=0.75, linewidth=0)
    ends = [(float(v.min()), float(v.max())) for v in (x, y)]
    for box, colour in ((one.holds, HOLDS), (one.fails, FAILS)):
        _frame(axes, box, names, ends, colour)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    axes.grid(False)
    axes.margins(x=0.03, y=0.03)
    axes.set_title(f"{one.claim}: holds in {one.share.value:.0%}", size=style.LABEL_SIZE)


def _dimensions(one: Boundary) -> tuple[str, str]:
    """The two that are shown: those that go most with the effect."""
    return one.telling[0][0], one.telling[1][0]


def _frame(axes: Any, box: Box, names: tuple[str, str], ends: list[tuple[float, float]], colour: str) -> None:
    if not any(name in box.limits for name in names):
        return
    corners = []
    for name, (least, most) in zip(names, ends, strict=True):
        low, high = box.limits.get(name, (-np.inf, np.inf))
        corners.append((max(low, least), min(high, most)))
    (left, right), (bottom, top) = corners
    axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=colour, linewidth=2.2, zorder=5))
