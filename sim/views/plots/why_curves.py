"""Picture of claims along numbers: a row for each claim, a column for each number; the line is the effect, the band its interval over luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.lab.why_along import Curve
from sim.views import style
from sim.views.plots import canvas

PANEL = 2.5
"""Height of a row, in inches."""


def draw(thing: Any) -> Figure:
    """One panel for each curve."""
    curves: tuple[Curve, ...] = thing.curves
    claims, names = list(dict.fromkeys(one.claim for one in curves)), list(dict.fromkeys(one.parameter for one in curves))
    figure = canvas.sheet("How claims hang on numbers without evidence",
                          "line: effect, band: its 95 % interval over luck; dashed: the smallest effect that counts; ring: the default",
                          height=1.7 + PANEL * len(claims))
    tall = float(figure.get_figheight())
    for one in curves:
        row, column = claims.index(one.claim), names.index(one.parameter)
        wide = 0.9 / len(names)
        axes = figure.add_axes((0.065 + column * wide, (0.55 + PANEL * (len(claims) - 1 - row)) / tall, wide - 0.06, (PANEL - 0.85) / tall))
        _panel(axes, one)
        axes.set_title(f"{one.claim} along {one.parameter}", size=style.LABEL_SIZE)
        if column == 0:
            axes.set_ylabel(one.unit)
    return figure


def _panel(axes: Any, one: Curve) -> None:
    where = np.array([point.value for point in one.points])
    mean, low, high = (np.array([getattr(point.effect, name) for point in one.points]) for name in ("mean", "low", "high"))
    colour = style.POLICY_COLOURS[0]
    axes.fill_between(where, low, high, color=colour, alpha=0.2, linewidth=0)
    axes.plot(where, mean, "o-", color=colour, markersize=5)
    usual = [k for k, point in enumerate(one.points) if point.is_default]
    axes.plot(where[usual], mean[usual], "o", markersize=12, markerfacecolor="none", markeredgecolor=style.INK, markeredgewidth=1.6)
    axes.axhline(0.0, color=style.SECONDARY, linewidth=1.0)
    for size in {"up": (one.size,), "down": (-one.size,)}.get(one.way, (-one.size, one.size)):
        axes.axhline(size, color=style.BASELINE, linewidth=1.2, linestyle="--")
    axes.margins(x=0.04)
