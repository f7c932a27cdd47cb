"""Picture: where working hours go, as stacked areas of the five activities, one panel for each policy."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas


def draw(thing: Any) -> Figure:
    """What do people spend their hours on?"""
    views = seen.views(thing)
    if seen.weeks(thing) < 2 or any(not view.series(style.ACTIVITIES[0]).size for view in views):
        return canvas.nothing("Hours by activity")
    rows, columns = canvas.grid_of(len(views))
    figure = canvas.sheet(sayings.hours(thing), f"share of working hours, mean of 13 weeks; {seen.horizon_words(thing)}", height=7.5 if rows == 1 else 10.0)
    top, bottom, left, right = canvas.top_of(figure), 0.8 / float(figure.get_figheight()), 0.065, 0.865
    wide, tall = (right - left - 0.025 * (columns - 1)) / columns, (top - bottom - 0.11 * (rows - 1)) / rows
    for place, view in enumerate(views):
        row, column = divmod(place, columns)
        axes = figure.add_axes((left + column * (wide + 0.025), top - tall - row * (tall + 0.11), wide, tall))
        last = column == columns - 1 or place == len(views) - 1
        _stack(axes, view, named=last)
        canvas.year_axis(axes, min(view.series("profit").shape[1] for view in views), labelled=place + columns >= len(views))
        if column:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel("% of working hours")
    return figure


def _stack(axes: Axes, view: seen.View, named: bool) -> None:
    shares = [np.nan_to_num(seen.smooth(seen.mean(view.series(activity)))) * 100 for activity in style.ACTIVITIES]
    colours = [style.ACTIVITY_COLOURS[activity] for activity in style.ACTIVITIES]
    axes.stackplot(seen.years(shares[0].size), *shares, colors=colours, edgecolor=style.PAPER, linewidth=1.2)
    axes.set_ylim(0, 100)
    axes.grid(False)
    axes.set_title(view.label + (" (baseline)" if view.is_baseline else ""), color=view.colour)
    floor = np.concatenate([[0.0], np.cumsum([share[-1] for share in shares])])
    for place, share in enumerate(shares):
        if share[-1] >= 5:
            axes.text(0.94, (floor[place] + floor[place + 1]) / 2, f"{share[-1]:.0f} %", transform=axes.get_yaxis_transform(), size=style.LABEL_SIZE,
                va="center", ha="right")
    if named:
        middles = [(floor[place] + floor[place + 1]) / 2 for place in range(len(shares))]
        words = [f"{style.ACTIVITY_NAMES[name]}{f' {share[-1]:.0f} %' if share[-1] < 5 else ''}" for name, share in zip(style.ACTIVITIES, shares, strict=True)]
        canvas.end_labels(axes, [(height, word, style.INK) for height, word in zip(middles, words, strict=True)])
