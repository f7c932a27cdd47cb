"""Picture of what matters: inputs ranked with intervals, above them how single runs' variance parts into inputs, members and luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.sensitivity import Rank, Sensitivity
from sim.views import style
from sim.views.plots import canvas

MOST, ROW, LEAST_PART = 24, 0.33, 0.005
"""So many inputs are drawn; the height of one in inches; a part of the variance that is smaller goes without a name."""
BLUE, ORANGE, VIOLET, GREEN = style.POLICY_COLOURS[:4]
PARTS = (("inputs", "inputs", BLUE), ("members", "company", GREEN), ("with", "luck here, not there", "#C9713C"),
         ("luck_alone", "luck everywhere", ORANGE))
AXES = {"sobol": "share of the variance of the expected outcome", "pawn": "PAWN index"}
SUBTITLES = {
    "sobol": "filled: in all, together with others; hollow: alone; bars: 95 % intervals",
    "morris": "left: mean size of the effect over the whole range, tick: what luck alone gives; right: against how much it varies; bars: 95 %",
    "pawn": "how far the distribution moves; dashed: what an input that has nothing to do with it stays below; bars: 95 %",
}


def draw(thing: Any) -> Figure:
    """One sheet."""
    found: Sensitivity = thing.found
    ranks = found.ranks[:MOST]
    figure = canvas.sheet(f"What matters for {found.asked.what}", SUBTITLES[found.method], height=2.9 + ROW * max(len(ranks), 6))
    tall = float(figure.get_figheight())
    if found.luck.known:
        _shares(figure.add_axes((0.24, 1 - 1.62 / tall, 0.72, 0.26 / tall)), found)
    top, bottom = 1 - 2.15 / tall, 0.72 / tall
    wide = 0.40 if found.method == "morris" else 0.72
    _ranked(figure.add_axes((0.24, bottom, wide, top - bottom)), found, ranks)
    if found.method == "morris":
        _spread(figure.add_axes((0.72, bottom, 0.245, top - bottom)), found, ranks)
    return figure


def _shares(axes: Axes, found: Sensitivity) -> None:
    luck = found.luck
    sizes = {"inputs": luck.inputs.value, "members": luck.members.value, "with": luck.luck.value - luck.luck_alone.value, "luck_alone": luck.luck_alone.value}
    start, narrow = 0.0, {}
    for name, words, colour in PARTS:
        size = max(sizes[name], 0.0)
        label = f"{words} {size:.0%}".replace("%", " %")
        bar = axes.barh(0, size, left=start, color=colour, height=1.0, edgecolor=style.PAPER)
        if size > 0.02 + 0.011 * len(words):
            axes.text(start + size / 2, 0, label, ha="center", va="center", color=style.PAPER, size=style.NOTE_SIZE, weight="bold")
        elif size >= LEAST_PART:
            narrow[label] = bar
        start += size
    if narrow:
        axes.legend(narrow.values(), narrow.keys(), loc="upper right", bbox_to_anchor=(1.0, 0.02), ncols=len(narrow), frameon=False,
                    fontsize=style.NOTE_SIZE, handlelength=0.9, handleheight=0.9, borderpad=0.1, columnspacing=1.2)
    axes.set_xlim(0, 1)
    axes.axis("off")
    axes.text(-0.01, 0, "single runs differ by", ha="right", va="center", size=style.LABEL_SIZE, color=style.SECONDARY)


def _bar(axes: Axes, rank: Rank, figure: str, row: float, filled: bool, colour: str) -> None:
    one = rank.figures[figure]
    axes.plot([one.low, one.high], [row, row], color=colour, linewidth=2.0, solid_capstyle="butt", alpha=0.75)
    axes.plot([one.value], [row], "o", markersize=8, markerfacecolor=colour if filled else style.PAPER, markeredgecolor=colour, markeredgewidth=1.8)


def _ranked(axes: Axes, found: Sensitivity, ranks: tuple[Rank, ...]) -> None:
    if found.hidden:
        axes.text(0.5, 0.5, "luck hides what inputs do: more replications are needed", ha="center", va="center", size=style.SUBTITLE_SIZE,
                  color=style.SECONDARY)
        axes.axis("off")
        return
    for row, rank in enumerate(ranks):
        colour = BLUE if found.above_floor(rank) else style.BASELINE
        shift = 0.16 if found.method == "sobol" else 0.0
        _bar(axes, rank, found.lead, row - shift, True, colour)
        if found.method == "sobol":
            _bar(axes, rank, "first", row + shift, False, colour)
        if found.method == "morris" and rank.name in found.floor:
            axes.plot([found.floor[rank.name]] * 2, [row - 0.32, row + 0.32], color=style.POLICY_COLOURS[1], linewidth=2.2)
    if found.method == "pawn" and found.floor:
        axes.axvline(next(iter(found.floor.values())), color=ORANGE, linewidth=1.4, linestyle="--")
    axes.set_yticks(range(len(ranks)), [rank.name for rank in ranks])
    axes.set_ylim(len(ranks) - 0.4, -0.6)
    axes.axvline(0.0, color=style.SECONDARY, linewidth=1.0)
    axes.grid(axis="x")
    axes.margins(x=0.04)
    axes.set_xlabel(AXES.get(found.method, f"mu*, {found.asked.unit}"))
    if found.method == "sobol":
        low, high = axes.get_xlim()
        axes.set_xlim(max(low, -0.5), min(high, 1.5))


def _spread(axes: Axes, found: Sensitivity, ranks: tuple[Rank, ...]) -> None:
    x, y = (np.array([rank.figures[name].value for rank in ranks]) for name in ("mu_star", "sigma"))
    most = float(max(x.max(), y.max())) or 1.0
    axes.plot([0, most], [0, most], color=style.BASELINE, linestyle=":", linewidth=1.2)
    axes.scatter(x, y, s=45, color=[BLUE if found.above_floor(rank) else style.BASELINE for rank in ranks], zorder=3)
    for rank in [one for one in ranks[:6] if found.above_floor(one)]:
        left = rank.figures["mu_star"].value > 0.6 * most
        axes.annotate(rank.name, (rank.figures["mu_star"].value, rank.figures["sigma"].value), (-6 if left else 6, 6), textcoords="offset points",
                      ha="right" if left else "left", size=style.NOTE_SIZE, color=style.SECONDARY)
    axes.set_xlim(0, most * 1.08)
    axes.set_ylim(-0.03 * most, most * 1.08)
    axes.set_xlabel("mu*")
    axes.set_title("sigma: how it varies", size=style.LABEL_SIZE)
