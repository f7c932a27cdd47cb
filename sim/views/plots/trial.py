"""Picture of a trial: what each design finds beside the truth, and how often trials of each size would see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.trial import Found
from sim.views import style
from sim.views.plots import canvas

MOST = 4
"""So many measures fit on one sheet."""
SHORT = {"randomised": "by lot", "before-after": "by lot, change", "matched pairs": "matched pairs"}


def draw(thing: Any) -> Figure:
    """Effects with intervals at the left, power by size at the right; one row for each measure."""
    found: Sequence[Found] = [one for one in thing.found if one.seen][:MOST]
    if not found:
        return canvas.nothing("A trial", "Too few companies have a number in both lives.")
    figure = canvas.sheet(f"What a trial finds of {thing.treatment}", "bars: 95 % intervals; dashed line: the truth, the same companies lived with and without",
                          height=2.5 + 2.1 * len(found))
    tall, top = float(figure.get_figheight()), canvas.top_of(figure, 1.75)
    bottom = 0.45 / tall
    each = (top - bottom) / len(found)
    for row, one in enumerate(found):
        height = each - 0.62 / tall
        place = top - row * each - height
        _effects(figure.add_axes((0.16, place, 0.40, height)), one)
        _power(figure.add_axes((0.66, place, 0.30, height)), one, labelled=row == len(found) - 1, named=row == 0)
    return figure


def _effects(axes: Axes, one: Found) -> None:
    for place, seen in enumerate(one.seen):
        if math.isfinite(seen.low):
            axes.plot([seen.low, seen.high], [place, place], color=style.POLICY_COLOURS[place], linewidth=3, solid_capstyle="round")
        axes.plot(seen.effect, place, "o", color=style.POLICY_COLOURS[place], markersize=9)
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.2)
    axes.axvline(one.truth, color=style.BASELINE, linewidth=2, linestyle="--")
    axes.set_yticks(range(len(one.seen)), [SHORT[seen.design] for seen in one.seen])
    axes.set_ylim(len(one.seen) - 0.4, -0.6)
    low, high = axes.get_xlim()
    axes.set_xlim(low - 0.05 * (high - low), high + 0.05 * (high - low))
    axes.set_title(f"{one.title}: effect, {one.unit}")


def _power(axes: Axes, one: Found, labelled: bool, named: bool) -> None:
    for place, (design, powers) in enumerate(one.power.items()):
        sizes = sorted(powers)
        axes.plot(range(len(sizes)), [100 * powers[size] for size in sizes], "o-", color=style.POLICY_COLOURS[place], label=SHORT[design])
        axes.set_xticks(range(len(sizes)), [f"{size}" for size in sizes])
    axes.axhline(80, color=style.SECONDARY, linewidth=1.0, linestyle=":")
    axes.set_ylim(0, 106)
    axes.margins(x=0.05)
    axes.set_title("seen in % of trials")
    if labelled:
        axes.set_xlabel("companies in the trial")
    if named:
        axes.legend(frameon=False, fontsize=style.LABEL_SIZE - 1)
