"""Picture of the targets: each band as a bar of equal length, and where the model lies against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.lab.studying import Found
from sim.views import style
from sim.views.plots import canvas

REACH = 1.2
"""How many lengths of a band are shown to either side of it; what lies further out stands at the edge with its number."""


def draw(thing: Any) -> Figure:
    """One row for each target: the band in grey, the model's number with its interval."""
    found: Sequence[Found] = thing.found
    met = sum(one.met for one in found)
    told = "grey: the band; dot and line: the model with its 95 % interval, in lengths of the band"
    figure = canvas.sheet(f"{met} of {len(found)} numbers lie where they should", told, height=2.2 + 0.42 * len(found))
    tall = float(figure.get_figheight())
    axes = figure.add_axes((0.41, 0.35 / tall, 0.51, canvas.top_of(figure, 1.45) - 0.35 / tall))
    for row, one in enumerate(found):
        wide = _width(one)
        place, low, high = ((value - one.target.low) / wide for value in (one.shown.value, one.shown.low, one.shown.high))
        colour = style.POLICY_COLOURS[3] if one.met else style.POLICY_COLOURS[1]
        axes.barh(row, 1.0, height=0.5, color=style.GRID, zorder=1)
        shown = min(max(place, -REACH), 1 + REACH)
        if math.isfinite(low):
            axes.plot([max(low, -REACH), min(high, 1 + REACH)], [row, row], color=colour, linewidth=3, zorder=3)
        axes.plot(shown, row, "o" if shown == place else ">" if place > 0 else "<", color=colour, markersize=9, zorder=4, clip_on=False)
        axes.annotate(f"{one.shown.value:.2f}", (1.0, row), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points", color=colour,
                      size=style.LABEL_SIZE, weight="bold", va="center", annotation_clip=False)
    axes.set_yticks(range(len(found)), [f"{one.target.title}  {one.target.id.split()[0]}" for one in found])
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.set_xlim(-REACH - 0.05, 1 + REACH + 0.05)
    axes.set_xticks([0, 1], ["lower end", "upper end"])
    axes.grid(False)
    return figure


def _width(one: Found) -> float:
    """The length of a band; a band without an upper end is as long as its lower end."""
    wide = one.target.high - one.target.low
    return wide if wide < 1e6 else abs(one.target.low)
