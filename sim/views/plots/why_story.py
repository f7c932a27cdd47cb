"""Picture of a typical employee, team and customer, week by week under two policies."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.story import COUNTED, DRAWN
from sim.lab.story import Figure as Told
from sim.lab.story import unit_of as unit_told
from sim.measures import trailing_mean
from sim.views import seen, style
from sim.views.plots import canvas
from sim.views.texts import texts
from sim.views.why_policy_words import Words

MONTH, PANEL = 4, 2.5


def draw(thing: Any) -> Figure:
    """A row for each figure, a column for each thing that is told of it."""
    words, told = Words(texts("en")), thing.story
    about = "means of four weeks; the same people, teams and customers meet the same luck; one story, not evidence"
    figure = canvas.sheet("A typical employee, team and customer under both policies", about, height=1.7 + PANEL * len(told.figures))
    tall = float(figure.get_figheight())
    for row, one in enumerate(told.figures):
        for column, name in enumerate(DRAWN[one.cast.name]):
            bottom = (0.6 + PANEL * (len(told.figures) - 1 - row)) / tall
            axes = figure.add_axes((0.06 + 0.315 * column, bottom, 0.275, (PANEL - 0.95) / tall))
            _panel(axes, one, name, last=row == len(told.figures) - 1)
            unit = "weeks" if name in COUNTED else unit_told(one.cast, name)[0]
            axes.set_title(f"{words.say(one.cast.name)}: {words.told(name)}, {unit}", size=style.LABEL_SIZE)
    for place, name in enumerate(told.names):
        colour = style.BASELINE if place == 0 else style.POLICY_COLOURS[0]
        sign = "- -" if place == 0 else "—"
        figure.text(0.06 + 0.315 * place, 1 - 1.2 / tall, f"{sign} {seen.plain(name)}", color=colour, size=style.LABEL_SIZE, weight="bold")
    return figure


def _panel(axes: Axes, one: Told, name: str, last: bool) -> None:
    values = one.weeks[name]
    drawn = np.cumsum(np.nan_to_num(values), axis=1) if name in COUNTED else trailing_mean(values, MONTH)
    time = seen.years(values.shape[1])
    for policy, (colour, dash) in enumerate(((style.BASELINE, "--"), (style.POLICY_COLOURS[0], "-"))):
        axes.plot(time, drawn[policy], color=colour, linestyle=dash, linewidth=1.9)
        if one.until[policy] < values.shape[1]:
            axes.plot(one.until[policy] / style.WEEKS_A_YEAR, drawn[policy, one.until[policy] - 1], "X", color=colour, markersize=9)
    canvas.year_axis(axes, values.shape[1], labelled=last)
