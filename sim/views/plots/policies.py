"""Picture of the policies of a front: a line for each across its levers, coloured by the first aim."""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.search import Found
from sim.views import style
from sim.views.discovery_words import short
from sim.views.plots import canvas


def draw(thing: Any) -> Figure:
    """Parallel axes: levers from the least to the most that was searched."""
    found: Found = thing.found
    levers, aim = found.task.levers, found.task.aims[0]
    figure = canvas.sheet("What the policies of the front do", f"a line is a policy; the darker, the better its {aim.title} in the fresh look; "
                          "dashed: the baseline; dotted: bettered by another", height=6.4)
    axes = figure.add_axes((0.06, 0.14, 0.86, 0.64))
    places = np.arange(len(levers))
    values = np.array([one.fresh[aim.name].value * aim.sign for one in found.policies])
    span = float(np.ptp(values)) or 1.0
    ends: list[tuple[float, str]] = []
    shades = matplotlib.colormaps["Blues"]
    for one, value in zip(found.policies, values, strict=True):
        heights = [(one.levers[lever.name] - lever.low) / (lever.high - lever.low) for lever in levers]
        colour = shades(0.35 + 0.6 * float(value - values.min()) / span)
        axes.plot(places, heights, marker="o", color=colour, linewidth=2.2, linestyle="-" if one.holds else ":", markersize=5)
        ends.append((heights[-1], str(one.number)))
    _numbered(axes, places[-1], ends)
    usual = [(found.task.base.policy[lever.name] - lever.low) / (lever.high - lever.low) for lever in levers]
    axes.plot(places, usual, "--", color=style.BASELINE, linewidth=2.0)
    for place, lever in enumerate(levers):
        axes.axvline(place, color=style.GRID, linewidth=1.5, zorder=0)
        axes.text(place, 1.03, short(lever.high), ha="center", va="bottom", size=style.NOTE_SIZE, color=style.SECONDARY)
        axes.text(place, -0.03, short(lever.low), ha="center", va="top", size=style.NOTE_SIZE, color=style.SECONDARY)
    axes.set_xticks(places, [lever.name for lever in levers], rotation=20 if len(levers) > 6 else 0, ha="right" if len(levers) > 6 else "center")
    axes.tick_params(axis="x", pad=18)
    axes.set_yticks([])
    axes.set_ylim(-0.02, 1.02)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.3, len(levers) - 0.7)
    return figure


def _numbered(axes: Axes, place: float, ends: list[tuple[float, str]]) -> None:
    """The numbers of policies at the ends of their lines, moved apart where lines end together."""
    at = -1.0
    for height, number in sorted(ends):
        at = max(height, at + 0.045)
        axes.plot([place + 0.02, place + 0.07], [height, at], color=style.GRID, linewidth=1.0)
        axes.text(place + 0.08, at, number, va="center", size=style.NOTE_SIZE, color=style.INK)
