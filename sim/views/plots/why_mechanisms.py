"""Picture of a difference by mechanisms: what goes through each, with its interval, one column for each measure."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.why_mechanisms import Carried, Through
from sim.views import style
from sim.views.plots import canvas
from sim.views.texts import texts
from sim.views.why_policy_words import Words, factor

MOST, ROW = 4, 0.29
UP, DOWN = style.POLICY_COLOURS[0], style.POLICY_COLOURS[1]


def draw(thing: Any) -> Figure:
    """Mechanisms in the order of what goes through them in the first measure; those that nothing goes through are named below."""
    words, found = Words(texts("en")), list(thing.mechanisms[:MOST])
    idle = [one.mechanism for one in found[0].carried if all(_of(each, one.mechanism).through.mean == 0.0 for each in found)]
    names = [one.mechanism for one in found[0].carried if one.mechanism not in idle]
    first, second = thing.names
    about = "bars: what is missing from the difference when a mechanism is off in both; whiskers: 95 %; pale: may be luck; they need not add up"
    figure = canvas.sheet(f"What the difference between {second} and {first} goes through", about, height=2.35 + ROW * (len(names) + 2))
    tall = float(figure.get_figheight())
    left, wide = 0.29, 0.69 / len(found)
    for place, one in enumerate(found):
        axes = figure.add_axes((left + place * wide, 0.85 / tall, wide - 0.025, ROW * (len(names) + 2) / tall))
        _bars(axes, one, names)
        axes.set_title(words.measure(one.reading.measure), size=style.LABEL_SIZE)
        axes.set_xlabel(words.unit(one.reading.measure))
        rows = [*(words.mechanism(name) for name in names), "all of these together", "the whole difference"]
        axes.set_yticks(range(len(rows)), rows if place == 0 else [""] * len(rows))
        axes.tick_params(axis="y", labelsize=style.NOTE_SIZE)
    if idle:
        note = f"Nothing goes through: {', '.join(words.mechanism(name) for name in idle)}."
        figure.text(0.035, 0.12 / tall, note, size=style.NOTE_SIZE, color=style.SECONDARY)
    return figure


def _of(one: Through, mechanism: str) -> Carried:
    return next(each for each in one.carried if each.mechanism == mechanism)


def _bars(axes: Axes, one: Through, names: list[str]) -> None:
    by, ends = factor(one.reading.measure), [0.0, one.whole.low, one.whole.high, one.whole.mean]
    for row, name in enumerate(names):
        each = _of(one, name)
        value = by * each.through.mean
        axes.barh(row, value, height=0.66, color=UP if value > 0 else DOWN, alpha=0.85 if each.clear else 0.22, linewidth=0)
        axes.plot([by * each.through.low, by * each.through.high], [row, row], color=style.INK, linewidth=1.4)
        ends += [each.through.low, each.through.high, value / by]
    low, high = (by * end for end in (np.nanmin(ends), np.nanmax(ends)))
    for row, sum_of in ((len(names), one.together), (len(names) + 1, one.whole)):
        axes.barh(row, by * sum_of.mean, height=0.66, color=style.BASELINE, alpha=0.4 if row == len(names) else 0.9, linewidth=0)
        axes.plot([by * sum_of.low, by * sum_of.high], [row, row], color=style.INK, linewidth=1.4)
    axes.set_xlim(low - 0.04 * (high - low), high + 0.04 * (high - low))
    if not low <= by * one.together.mean <= high:
        axes.text(0.98 if one.together.mean > 0 else 0.02, len(names), f"{by * one.together.mean:+.3g}", transform=axes.get_yaxis_transform(),
                  ha="right" if one.together.mean > 0 else "left", va="center", size=style.NOTE_SIZE)
    axes.axhline(len(names) - 0.5, color=style.SECONDARY, linewidth=0.8)
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.2)
    axes.set_ylim(len(names) + 1.6, -0.6)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.locator_params(axis="x", nbins=5)
