"""Picture: what the KPI reports against what is truly done, one panel for each policy; the space between is the Goodhart gap."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas


def draw(thing: Any) -> Figure:
    """Does the number still say what is done?"""
    views = seen.views(thing)
    if seen.weeks(thing) < 2 or any(not view.series("kpi_true").size for view in views):
        return canvas.nothing("KPI reported and true")
    rows, columns = canvas.grid_of(len(views))
    words = f"thick: reported; thin: truly done for value; shaded: the gap (points, at the end); mean of 13 weeks; {seen.horizon_words(thing)}"
    figure = canvas.sheet(sayings.goodhart(thing), words, height=7.5 if rows == 1 else 10.0)
    top, bottom, left, right = canvas.top_of(figure), 0.8 / float(figure.get_figheight()), 0.065, 0.90
    wide, tall = (right - left - 0.025 * (columns - 1)) / columns, (top - bottom - 0.11 * (rows - 1)) / rows
    lines = [(seen.smooth(seen.mean(view.indexed("kpi_reported"))), seen.smooth(seen.mean(view.indexed("kpi_true")))) for view in views]
    low, high = _range([line for pair in lines for line in pair])
    for place, (view, (reported, true)) in enumerate(zip(views, lines, strict=True)):
        row, column = divmod(place, columns)
        axes = figure.add_axes((left + column * (wide + 0.025), top - tall - row * (tall + 0.11), wide, tall))
        axes.set_ylim(low, high)
        _panel(axes, view, reported, true, named=column == columns - 1 or place == len(views) - 1)
        canvas.year_axis(axes, reported.size, labelled=place + columns >= len(views))
        if column:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel("index, 100: reference")
    return figure


def _range(lines: list[seen.Numbers]) -> tuple[float, float]:
    known = np.concatenate([line[np.isfinite(line)] for line in lines])
    low, high = (float(known.min()), float(known.max())) if known.size else (90.0, 110.0)
    air = max(0.08 * (high - low), 2.0)
    return low - air, high + air


def _panel(axes: Axes, view: seen.View, reported: seen.Numbers, true: seen.Numbers, named: bool) -> None:
    time = seen.years(reported.size)
    axes.fill_between(time, true, reported, color=view.colour, alpha=0.18, linewidth=0)
    axes.axhline(100, color=style.BASELINE, linestyle=":", linewidth=1.2)
    axes.plot(time, reported, color=view.colour, linewidth=style.LINE + 0.6)
    axes.plot(time, true, color=view.colour, linewidth=style.LINE - 1.2)
    axes.set_title(view.label + (" (baseline)" if view.is_baseline else ""), color=view.colour)
    ends = canvas.last_known(reported), canvas.last_known(true)
    gap = ends[0] - ends[1]
    said = f"gap {gap:+.0f}" if abs(gap) >= 0.5 else "no gap"
    axes.text(1.0, 1.025, said if np.isfinite(gap) else "", transform=axes.transAxes, size=style.LABEL_SIZE, color=style.SECONDARY, ha="right", va="bottom")
    if named:
        alike = [(ends[0], "both", view.colour)]
        canvas.end_labels(axes, alike if abs(gap) < 0.5 else [(ends[0], "reported", view.colour), (ends[1], "true", view.colour)])
