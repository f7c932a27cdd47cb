"""Picture of a difference by levers: a waterfall for each measure, from nothing to the whole; whiskers are intervals, triangles a lever alone, or last."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.why_levers import Shared
from sim.views import style
from sim.views.plots import canvas
from sim.views.texts import texts
from sim.views.why_policy_words import Words, factor

MOST, ROW = 4, 0.52
UP, DOWN = style.POLICY_COLOURS[0], style.POLICY_COLOURS[1]


def draw(thing: Any) -> Figure:
    """One column for each measure; parts in the order of what they are worth in the first."""
    words = Words(texts("en"))
    shared = [thing.shared(name)[-1] for name in thing.question.measures[:MOST]]
    order = sorted(range(len(thing.plan.parts)), key=lambda k: -abs(shared[0].worths[k].value.mean))
    first, second = thing.names
    title = f"What each lever adds to the difference between {second} and {first}"
    about = f"bars: Shapley values, read downwards; whiskers: 95 %; triangles: alone (filled), last (open); pale: may be luck; {thing.question.weeks} weeks"
    figure = canvas.sheet(title, about, height=2.3 + ROW * (len(order) + 1))
    tall = float(figure.get_figheight())
    left, wide = 0.19, 0.79 / len(shared)
    for place, one in enumerate(shared):
        axes = figure.add_axes((left + place * wide, 0.75 / tall, wide - 0.03, (ROW * (len(order) + 1)) / tall))
        _waterfall(axes, one, order)
        axes.set_title(words.measure(one.reading.measure), size=style.LABEL_SIZE)
        axes.set_xlabel(words.unit(one.reading.measure))
        names = [_short(words.part(thing.plan.parts[k])) for k in order]
        axes.set_yticks(range(len(order) + 1), [*names, "the whole"] if place == 0 else [""] * (len(order) + 1))
    return figure


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"


def _waterfall(axes: Axes, one: Shared, order: list[int]) -> None:
    by, at = factor(one.reading.measure), 0.0
    for row, k in enumerate(order):
        worth = one.worths[k]
        value = by * worth.value.mean
        axes.barh(row, value, left=at, height=0.62, color=UP if value > 0 else DOWN, alpha=0.85 if worth.clear else 0.25, linewidth=0)
        axes.plot([at + by * worth.value.low, at + by * worth.value.high], [row, row], color=style.INK, linewidth=1.6)
        axes.plot(at + by * worth.alone.mean, row - 0.41, "v", color=style.INK, markersize=5.5)
        axes.plot(at + by * worth.last.mean, row + 0.41, "^", color=style.INK, markersize=5.5, markerfacecolor=style.PAPER)
        axes.plot([at + value, at + value], [row + 0.31, row + 0.69], color=style.SECONDARY, linewidth=1.0)
        at += value
    row = len(order)
    axes.barh(row, at, height=0.62, color=style.BASELINE, alpha=0.85, linewidth=0)
    axes.plot([by * one.whole.low, by * one.whole.high], [row, row], color=style.INK, linewidth=1.6)
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.2)
    axes.set_ylim(row + 0.6, -0.6)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    low, high = axes.get_xlim()
    axes.set_xlim(low - 0.06 * (high - low), high + 0.06 * (high - low))
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", "−"))
