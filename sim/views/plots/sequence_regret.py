"""Picture of a sequence: every plan's gain, how far it stays behind the best one, and how much the choice may be regretted in one company."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.words import scaled
from sim.views import style
from sim.views.plots import canvas
from sim.views.sequence_seen import ends, line_of

PANEL = 0.36
CLEAR, OPEN = style.POLICY_COLOURS[1], style.POLICY_COLOURS[0]


def draw(thing: Any) -> Figure:
    """A row for each plan (of many, either end), the best at the top."""
    rows = ends(thing)
    figure = canvas.sheet("What each plan brings, and what choosing it may cost",
                          "bars: 95 % intervals (behind the best: for all pairs together); regret: mean to worst tenth of companies; blue: may be the best",
                          height=2.3 + PANEL * len(rows))
    tall, top = float(figure.get_figheight()), canvas.top_of(figure, 1.5)
    bottom = 0.75 / tall
    by, _, unit = scaled(thing.measure.unit, *(one.gain.value for _, one in rows))
    panels = ((0.36, 0.22, f"gain, {unit}", "gain"), (0.61, 0.2, "behind the best", "behind"), (0.845, 0.135, "regret", "regret"))
    for left, wide, title, what in panels:
        axes = figure.add_axes((left, bottom, wide, top - bottom))
        for place, (_, one) in enumerate(rows):
            _mark(axes, place, one, what, by)
        _dress(axes, title, len(rows))
        if what == "gain":
            axes.set_yticks(range(len(rows)), [line_of(rank, one) for rank, one in rows], size=style.NOTE_SIZE - (1 if len(rows) > 16 else 0))
        else:
            axes.set_yticks([])
    return figure


def _mark(axes: Axes, place: int, one: Any, what: str, by: float) -> None:
    colour = OPEN if one.may_be_best else CLEAR
    if what == "regret":
        axes.plot([by * one.regret.value, by * one.worst_regret], [place, place], color=colour, linewidth=2, alpha=0.5)
        axes.plot(by * one.regret.value, place, "o", color=colour, markersize=7)
        return
    bound = getattr(one, what)
    if math.isfinite(bound.low):
        axes.plot([by * bound.low, by * bound.high], [place, place], color=colour, linewidth=2.5, alpha=0.6)
    axes.plot(by * bound.value, place, "o", color=colour, markersize=7)


def _dress(axes: Axes, title: str, count: int) -> None:
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.2, linestyle="--")
    axes.set_ylim(count - 0.4, -0.6)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.margins(x=0.08)
    axes.locator_params(axis="x", nbins=5)
    axes.set_title(title, size=style.LABEL_SIZE)
