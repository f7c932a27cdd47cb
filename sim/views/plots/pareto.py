"""Picture of a front: pairs of aims; grey what was tried, rings what the search had thought of its front, filled what a fresh look says, with intervals."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.lab.search import Found, Policy
from sim.lab.search_aims import Aim
from sim.lab.words import scaled
from sim.views import style
from sim.views.plots import canvas

MOST = 6
"""So many pairs of aims are drawn."""
FRESH, GONE, THOUGHT = style.POLICY_COLOURS[0], style.BASELINE, style.POLICY_COLOURS[1]


def draw(thing: Any) -> Figure:
    """A panel for each pair of aims."""
    found: Found = thing.found
    pairs = list(combinations(range(len(found.task.aims)), 2))[:MOST]
    rows, columns = canvas.grid_of(len(pairs), 3)
    ends = ", with 95 %" if found.task.futures > 1 else ""
    told = f"blue: looked at afresh{ends} (grey: bettered by another); orange: what the search had thought; dots: all tried"
    figure = canvas.sheet(f"What policies trade off, against {found.task.base.title or found.task.base.name}", told, height=1.9 + 3.9 * rows)
    tall, wide = float(figure.get_figheight()), 0.94 / columns
    each = (1 - 1.3 / tall) / rows
    for place, pair in enumerate(pairs):
        row, column = divmod(place, columns)
        axes = figure.add_axes((0.075 + column * wide, 0.65 / tall + (rows - 1 - row) * each, wide - 0.075, each - 0.95 / tall))
        _panel(axes, found, *pair)
    return figure


def _panel(axes: Axes, found: Found, one: int, other: int) -> None:
    aims = found.task.aims[one], found.task.aims[other]
    by = [_scale(found, aim) for aim in aims]
    if found.task.robust == "mean":
        axes.scatter(found.tried[:, one] * by[0][0], found.tried[:, other] * by[1][0], s=7, color="#C9D0D8", linewidth=0, zorder=1)
    for policy in found.policies:
        _policy(axes, policy, aims, [factor for factor, _ in by])
    axes.axhline(0, color=style.SECONDARY, linewidth=0.9)
    axes.axvline(0, color=style.SECONDARY, linewidth=0.9)
    axes.grid(axis="both")
    axes.margins(x=0.06, y=0.06)
    axes.set_xlabel(f"{aims[0].title}, {by[0][1]}{_way(aims[0])}")
    axes.set_ylabel(f"{aims[1].title}, {by[1][1]}{_way(aims[1])}", size=style.LABEL_SIZE - 1)


def _policy(axes: Axes, policy: Policy, aims: tuple[Aim, Aim], by: list[float]) -> None:
    (x, y), thought = [policy.fresh[aim.name] for aim in aims], [policy.thought[aim.name] * factor for aim, factor in zip(aims, by, strict=True)]
    at, colour = (x.value * by[0], y.value * by[1]), FRESH if policy.holds else GONE
    axes.plot([thought[0], at[0]], [thought[1], at[1]], color=THOUGHT, linewidth=0.9, alpha=0.8, zorder=2)
    axes.plot(*thought, "o", markersize=6, markerfacecolor="none", markeredgecolor=THOUGHT, zorder=2)
    if math.isfinite(x.low):
        axes.plot([x.low * by[0], x.high * by[0]], [at[1]] * 2, color=colour, linewidth=1.3, alpha=0.6, zorder=3)
        axes.plot([at[0]] * 2, [y.low * by[1], y.high * by[1]], color=colour, linewidth=1.3, alpha=0.6, zorder=3)
    axes.plot(*at, "o", markersize=7, color=colour, zorder=4)
    axes.annotate(str(policy.number), at, xytext=(5, 5), textcoords="offset points", size=style.NOTE_SIZE, color=style.INK, zorder=5)


def _scale(found: Found, aim: Aim) -> tuple[float, str]:
    factor, _, unit = scaled(aim.unit, *(one.fresh[aim.name].value for one in found.policies))
    return factor, unit


def _way(aim: Aim) -> str:
    return "" if aim.better == "up" else " (less: better)"
