"""Picture of a sequence: profit against staying put, week by week and summed, for the best plan, everything at once and the worst; other plans thin behind."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.student import reach_of
from sim.measures import Numbers
from sim.views import seen, style
from sim.views.plots import canvas
from sim.views.sequence_seen import in_thousands, path, row_title, shown, summed

BEHIND = "#C9D1DA"


def draw(thing: Any) -> Figure:
    """Two rows of panels, a column for each plan."""
    chosen = shown(thing)
    if thing.question.weeks < style.WEEKS_A_YEAR // 2:
        return canvas.nothing("Profit against staying put")
    figure = canvas.sheet("Profit against staying put, by order and pace",
                          "line: mean of companies (above: of a quarter); band: its 95 % interval; ticks: a step begins; grey: all other plans", height=8.0)
    tall, top, wide = float(figure.get_figheight()), canvas.top_of(figure, 1.35), 0.93 / len(chosen)
    rows = ((path, "thousand € a week"), (summed, "thousand €, summed"))
    each = (top - 0.6 / tall) / 2
    for row, (reading, unit) in enumerate(rows):
        every = [in_thousands(reading(thing, one)) for one in thing.ranked]
        lines = [thing.counting.units(values).mean(axis=0) for values in every]
        low, high = (edge(edge(line) for line in lines) for edge in (min, max))
        for column, (kind, one) in enumerate(chosen):
            axes = figure.add_axes((0.065 + column * wide, 0.6 / tall + (1 - row) * (each - 0.1 / tall), wide - 0.05, each - 0.85 / tall))
            _panel(axes, thing, in_thousands(reading(thing, one)), lines, style.POLICY_COLOURS[column], one)
            axes.set_ylim(low - 0.12 * (high - low), high + 0.12 * (high - low))
            canvas.year_axis(axes, thing.question.weeks, labelled=row == 1)
            if column == 0:
                axes.set_ylabel(unit, size=style.TICK_SIZE)
            if row == 0:
                axes.set_title(f"{kind}\n{row_title(one, 116 // len(chosen))}", size=style.NOTE_SIZE, linespacing=1.3)
    return figure


def _panel(axes: Axes, thing: Any, values: Numbers, others: list[Numbers], colour: str, one: Any) -> None:
    time = seen.years(values.shape[1])
    for line in others:
        axes.plot(time, line, color=BEHIND, linewidth=0.7, zorder=1)
    units = thing.counting.units(values)
    mean = units.mean(axis=0)
    if len(units) > 1:
        reach = reach_of(0.95, len(units) - 1) * units.std(axis=0, ddof=1) / np.sqrt(len(units))
        axes.fill_between(time, mean - reach, mean + reach, color=colour, alpha=0.18, linewidth=0, zorder=2)
    axes.plot(time, mean, color=colour, zorder=4)
    axes.axhline(0.0, color=style.SECONDARY, linewidth=1.2, linestyle="--", zorder=3)
    for week in sorted(set(one.plan.starts)):
        axes.axvline(week / style.WEEKS_A_YEAR, ymax=0.05, color=style.INK, linewidth=2, zorder=5)
