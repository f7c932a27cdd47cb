"""Picture: who helps whom, as a matrix of hours a week with the numbers in it, one matrix for each policy on one scale."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas

SHADES = LinearSegmentedColormap.from_list("help", ["#F4F7FA", "#A9CBE3", "#3E86BD", "#0B3C66"])


def draw(thing: Any) -> Figure:
    """Do functions help each other, or are we in silos?"""
    views = [view for view in seen.views(thing) if seen.help_matrix(view).size]
    if not views:
        return canvas.nothing("Who helps whom", "There is nothing to draw: who helps whom was not recorded.")
    matrices = [seen.help_matrix(view) for view in views]
    rows, columns = canvas.grid_of(len(views))
    words = f"hours a week that the function in the row gives to the function in the column, and their sum; {seen.horizon_words(thing)}"
    figure = canvas.sheet(sayings.helping(thing), words, height=7.0 if rows == 1 else 10.4)
    top, bottom, left, right = canvas.top_of(figure, 1.85), 0.85 / float(figure.get_figheight()), 0.115, 0.985
    gap, lift = 0.03, 0.14
    wide, tall = (right - left - gap * (columns - 1)) / columns, (top - bottom - lift * (rows - 1)) / rows
    most = max((float(np.nanmax(matrix)) for matrix in matrices if np.isfinite(matrix).any()), default=1.0) or 1.0
    for place, (view, matrix) in enumerate(zip(views, matrices, strict=True)):
        row, column = divmod(place, columns)
        axes = figure.add_axes((left + column * (wide + gap), top - tall - row * (tall + lift), wide, tall))
        _matrix(axes, view, matrix, most, named=column == 0)
    return figure


def _matrix(axes: Axes, view: seen.View, matrix: seen.Numbers, most: float, named: bool) -> None:
    count = matrix.shape[0]
    names = seen.short_names(seen.function_names(view, count), 12)
    axes.imshow(matrix, cmap=SHADES, vmin=0, vmax=most, aspect="auto")
    axes.grid(False)
    axes.set_xticks(range(matrix.shape[1]), names[: matrix.shape[1]], rotation=0 if count <= 4 else 90)
    axes.set_yticks(range(count), names if named else [""] * count)
    axes.tick_params(length=0)
    axes.set_title(f"{view.label}{' (baseline)' if view.is_baseline else ''}", color=view.colour)
    axes.text(1.0, 1.02, f"{sayings.between(matrix):,.0f} h", transform=axes.transAxes, ha="right", va="bottom", size=style.LABEL_SIZE, color=style.SECONDARY)
    axes.set_xlabel("helped")
    if named:
        axes.set_ylabel("helper")
    if count <= 12:
        for giver in range(count):
            for taker in range(matrix.shape[1]):
                value = matrix[giver, taker]
                text = "–" if not np.isfinite(value) or (giver == taker and not value) else f"{value:,.0f}" if most >= 10 else f"{value:.1f}"
                axes.text(taker, giver, text, ha="center", va="center", size=style.LABEL_SIZE, color=style.PAPER if value > 0.5 * most else style.INK)
