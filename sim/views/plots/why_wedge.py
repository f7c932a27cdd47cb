"""Picture of a difference by levers over the years: wedges above nought add to it, wedges below take from it; the line is the whole."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures import WEEKS_A_YEAR
from sim.views import style
from sim.views.plots import canvas
from sim.views.texts import texts
from sim.views.why_policy_words import Words, factor


def draw(thing: Any) -> Figure:
    """The first measure that was asked for."""
    words, name = Words(texts("en")), thing.question.measures[0]
    shared = thing.shared(name)
    first, second = thing.names
    about = "wedges: Shapley values; line: the whole, thin lines: its 95 % interval; in brackets: at the end"
    figure = canvas.sheet(f"How levers make the difference between {second} and {first} over the years", about)
    axes = figure.add_axes((0.075, 0.1, 0.63, canvas.top_of(figure, 1.25) - 0.1))
    years = np.array([0.0, *(one.reading.last / WEEKS_A_YEAR for one in shared)])
    values = factor(name) * np.array([[0.0, *(one.worths[k].value.mean for one in shared)] for k in range(len(thing.plan.parts))])
    _wedges(axes, years, values, [words.part(part) for part in thing.plan.parts])
    whole = factor(name) * np.array([[one.whole.mean, one.whole.low, one.whole.high] for one in shared]).T
    axes.plot(years, [0.0, *whole[0]], color=style.INK, linewidth=2.4, zorder=5)
    for edge in whole[1:]:
        axes.plot(years, [0.0, *edge], color=style.INK, linewidth=0.9, linestyle=":", zorder=5)
    axes.axhline(0.0, color=style.SECONDARY, linewidth=1.2)
    axes.set_ylabel(f"{words.measure(name)}, {words.unit(name)}")
    canvas.year_axis(axes, shared[-1].reading.last)
    return figure


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"


def _wedges(axes: Axes, years: Any, values: Any, names: list[str]) -> None:
    """Wedges of what adds above nought, of what takes below, the largest nearest nought; a fine grid, so that signs may change on the way."""
    fine = np.linspace(0.0, float(years[-1]), 201)
    dense = np.stack([np.interp(fine, years, one) for one in values])
    above, below = np.zeros_like(fine), np.zeros_like(fine)
    for k in sorted(range(len(values)), key=lambda k: -float(np.abs(values[k]).max())):
        colour = style.POLICY_COLOURS[k % len(style.POLICY_COLOURS)]
        hatch = "//" if k >= len(style.POLICY_COLOURS) else None
        plus, minus = np.maximum(dense[k], 0.0), np.minimum(dense[k], 0.0)
        axes.fill_between(fine, above, above + plus, color=colour, alpha=0.65, linewidth=0, hatch=hatch, label=f"{_short(names[k])} ({values[k][-1]:+.2f})")
        axes.fill_between(fine, below, below + minus, color=colour, alpha=0.65, linewidth=0, hatch=hatch)
        above, below = above + plus, below + minus
    axes.legend(frameon=False, fontsize=style.LABEL_SIZE - 1, loc="upper left", bbox_to_anchor=(1.01, 1.0))
