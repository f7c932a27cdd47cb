"""Map of where something happens: each point a dot in the inputs that the boxes hang on, the boxes as frames; beside it what peeling traded."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.lab.discovery import Discovery, Region
from sim.views import style
from sim.views.plots import canvas

CASE, OTHER = style.POLICY_COLOURS[1], style.POLICY_COLOURS[0]
MOST_INPUTS, FRAMES = 3, ("-", "--", ":")
"""Pairs of so many inputs are drawn."""


def draw(thing: Any) -> Figure:
    """Maps side by side, and the trade-off at the right."""
    found: Discovery = thing.found
    names = _inputs(found)
    pairs: list[tuple[str, str | None]] = list(combinations(names, 2)) if len(names) > 1 else [(names[0], None)]
    share = f"{found.share.value:.0%}".replace("%", " %")
    figure = canvas.sheet(f"Where {found.asked.what} is {found.where}",
                          f"orange: there ({share} of points), blue: not; pale: held back; frames: boxes by peeling (solid) and tree (dashed)", height=6.2)
    panels = len(pairs) + bool(found.path)
    wide, tall = 0.94 / panels, float(figure.get_figheight())
    for place, pair in enumerate(pairs):
        _map(figure.add_axes((0.07 + place * wide, 0.7 / tall, wide - 0.07, 1 - 2.05 / tall)), found, *pair)
    if found.path:
        _traded(figure.add_axes((0.07 + len(pairs) * wide, 0.7 / tall, wide - 0.07, 1 - 2.05 / tall)), found)
    return figure


def _inputs(found: Discovery) -> list[str]:
    """The inputs on which the boxes hang, those of the first box first."""
    return list(dict.fromkeys(name for one in found.regions for name in sorted(one.limits, key=lambda name: one.chance[name])))[:MOST_INPUTS]


def _map(axes: Axes, found: Discovery, one: str, other: str | None) -> None:
    about, names = found.asked, list(found.asked.names)
    x = about.points[:, names.index(one)]
    y = about.means if other is None else about.points[:, names.index(other)]
    for case, colour in ((False, OTHER), (True, CASE)):
        for held, alpha in ((False, 0.8), (True, 0.3)):
            some = (found.cases == case) & (found.held == held)
            axes.scatter(x[some], y[some], s=16, color=colour, alpha=alpha, linewidth=0)
    for region in found.regions:
        _frame(axes, region, (one, other), [(float(v.min()), float(v.max())) for v in (x, y)])
    axes.set_xlabel(one)
    axes.set_ylabel(f"{about.title}, {about.unit}" if other is None else other)
    axes.grid(False)
    axes.margins(x=0.03, y=0.03)


def _frame(axes: Axes, region: Region, names: tuple[str, str | None], ends: list[tuple[float, float]]) -> None:
    if not set(names) & set(region.limits):
        return
    limits = [region.limits.get(str(name), (-np.inf, np.inf)) for name in names]
    (left, right), (bottom, top) = [(max(low, least), min(high, most)) for (low, high), (least, most) in zip(limits, ends, strict=True)]
    if right > left and top > bottom:
        axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=style.INK, linewidth=2.0,
                                 linestyle=FRAMES[1] if region.by == "CART" else FRAMES[0], zorder=5))


def _traded(axes: Axes, found: Discovery) -> None:
    """Coverage against density along the peeling, and the boxes on points held back."""
    path = np.array(found.path)
    axes.plot(100 * path[:, 0], 100 * path[:, 1], "o-", color=style.BASELINE, markersize=4, linewidth=1.4, label="on the way, where found")
    for place, one in enumerate(found.regions, 1):
        x, y = 100 * one.held_coverage.value, 100 * one.held_density.value
        axes.errorbar([x], [y], xerr=_reach(one.held_coverage), yerr=_reach(one.held_density), color=CASE, marker="s" if one.by == "CART" else "o",
                      markersize=7, linewidth=1.4)
        axes.annotate(str(place), (x, y), xytext=(6, 6), textcoords="offset points", size=style.NOTE_SIZE, color=style.INK)
    axes.axhline(100 * found.share.value, color=style.SECONDARY, linestyle=":", linewidth=1.2)
    axes.set_xlim(-3, 105)
    axes.set_ylim(0, 105)
    axes.set_xlabel("coverage, %")
    axes.set_title("density, %\norange: held back, 95 %", size=style.LABEL_SIZE)


def _reach(one: Any) -> Any:
    """How far an interval reaches down and up, in per cent."""
    return np.array([[100 * (one.value - one.low)], [100 * (one.high - one.value)]])
