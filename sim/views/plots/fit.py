"""Picture of a fit: the company's numbers beside what members show, and the circumstances that it takes with what is left of their doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.fit_situation import HANDLES
from sim.views import style
from sim.views.plots import canvas

REACH = 2.6
"""SDs that circumstances are drawn over."""


def draw(thing: Any) -> Figure:
    """Numbers at the left, in SDs of all doubt about what members show; circumstances at the right, in SDs between companies."""
    found, whole = thing.report, thing.fit
    rows = max(len(found.numbers), len(found.handles), 3)
    about = f"{found.members} members, worth {found.effective:.1f} of equal weight. Right: wide bars before, lines now (nine of ten), grey where hardly told"
    figure = canvas.sheet("No plausible company looks like yours" if found.outside else "In which situation plausible companies look like yours", about,
                          height=3.0 + 0.55 * rows)
    tall, top = float(figure.get_figheight()), canvas.top_of(figure, 1.75)
    low = 0.8 / tall
    _numbers(figure.add_axes((0.235, low, 0.255, top - low)), found.numbers, whole)
    if found.handles:
        _situation(figure.add_axes((0.705, low, 0.265, top - low)), found.handles)
    return figure


def _numbers(axes: Axes, numbers: Sequence[Any], whole: Any) -> None:
    """Members (bars) about the company's own number (the line at zero): how far they are off, in SDs of all doubt."""
    for place, one in enumerate(numbers):
        off = -whole.off[:, place]
        axes.scatter(off, np.full(off.size, place), s=20 + 900 * whole.weights, color=style.POLICY_COLOURS[0], alpha=0.35, linewidths=0)
        axes.plot(-one.off, place, "o", color=style.INK, markersize=7)
    axes.axvline(0.0, color=style.POLICY_COLOURS[1], linewidth=2)
    _rows(axes, [one.title for one in numbers])
    reach = max(3.0, *(abs(one.off) + 0.5 for one in numbers))
    axes.set_xlim(-reach, reach)
    axes.set_title("members about your numbers")
    axes.set_xlabel("SDs of all doubt; line: yours, dot: weighted mean")


def _situation(axes: Axes, handles: Sequence[Any]) -> None:
    """Where circumstances may lie (bars), against how much companies differ (grey)."""
    spread = {one.name: one for one in HANDLES}
    for place, one in enumerate(handles):
        about = spread[one.name]
        axes.plot([-1.645, 1.645], [place, place], color=style.GRID, linewidth=13, solid_capstyle="butt")
        ends = [(end - about.reference) / about.sd for end in (one.low, one.high)]
        colour = style.POLICY_COLOURS[0] if one.says else style.BASELINE
        axes.plot(ends, [place, place], color=colour, linewidth=4, solid_capstyle="round")
        axes.plot((one.fitted - about.reference) / about.sd, place, "o", color=colour, markersize=9)
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.2)
    _rows(axes, [one.title for one in handles])
    axes.set_xlim(-REACH, REACH)
    axes.set_title("circumstances that it takes")
    axes.set_xlabel("SDs between companies; 0: ordinary")


def _rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), list(names))
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(visible=False)
    axes.grid(axis="x")
