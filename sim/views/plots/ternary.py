"""Picture: the balance of the three voices as a path in a triangle, from the start (open circle) to the end (filled circle). It shows balance, not level."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas
from sim.views.triangle import CORNERS, Window, project, window

COLOURS = tuple(style.VOICE_COLOURS.values())


def draw(thing: Any) -> Figure:
    """Who is heard most, and does the balance shift?"""
    views = seen.views(thing)
    paths = [seen.voice_shares(view) for view in views]
    if seen.weeks(thing) < 2 or not any(np.isfinite(path).any() for path in paths):
        return canvas.nothing("Balance of the three voices")
    words = f"parts of the three voices' sum, not how high they are; ○ start, ● end; mean of 13 weeks; {seen.horizon_words(thing)}"
    figure = canvas.sheet(sayings.balance(thing), words, height=8.2)
    piece = window(paths)
    axes = figure.add_axes((0.04 if len(views) > 1 or piece.size < 1 else 0.14, 0.03, 0.72, 0.80))
    _frame(axes, piece)
    for view, path in zip(views, paths, strict=True):
        _path(axes, view, piece.zoom(path), single=len(views) == 1)
    if piece.size < 1:
        _inset(figure.add_axes((0.765, 0.53, 0.22, 0.30)), piece)
    _key(figure, views)
    return figure


def _frame(axes: Axes, piece: Window) -> None:
    corners = np.array([CORNERS[0], CORNERS[1], CORNERS[2], CORNERS[0]])
    axes.plot(corners[:, 0], corners[:, 1], color=style.SECONDARY, linewidth=1.5)
    for voice in range(3):
        others = [k for k in range(3) if k != voice]
        for step in range(1, 5):
            ends = np.zeros((2, 3))
            ends[:, voice] = step / 5
            ends[0, others[0]] = ends[1, others[1]] = 1 - step / 5
            line = project(ends)
            axes.plot(line[:, 0], line[:, 1], color=style.GRID, linewidth=1.0, zorder=1)
            share = piece.share(voice, step / 5)
            at = project(_rim(voice, step / 5))
            shift, side = (((0.02, 0.0), "left"), ((-0.02, 0.01), "right"), ((0.0, -0.03), "center"))[voice]
            axes.text(at[0] + shift[0], at[1] + shift[1], f"{share * 100:.0f} %", color=COLOURS[voice], size=style.NOTE_SIZE, ha=side, va="center")
    for voice, (side, shift) in enumerate((("center", (0, 0.03)), ("left", (-0.04, -0.085)), ("right", (0.04, -0.085)))):
        axes.text(CORNERS[voice][0] + shift[0], CORNERS[voice][1] + shift[1], tuple(style.VOICE_NAMES.values())[voice], color=COLOURS[voice],
            size=style.LABEL_SIZE + 3, weight="bold", ha=side)
    axes.set_aspect("equal")
    axes.set_xlim(-0.14, 1.14)
    axes.set_ylim(-0.10, 0.94)
    axes.axis("off")


def _rim(voice: int, share: float) -> seen.Numbers:
    """Where the number of a grid line stands: employee on the right side, customer on the left, business below."""
    parts = np.zeros(3)
    parts[voice], parts[(2, 0, 1)[voice]] = share, 1 - share
    return parts


def _path(axes: Axes, view: seen.View, path: seen.Numbers, single: bool) -> None:
    points = project(path)
    known = points[np.isfinite(points).all(axis=1)]
    if not len(known):
        return
    colour = style.INK if single else view.colour
    axes.plot(points[:, 0], points[:, 1], color=colour, linestyle=view.dash, linewidth=style.LINE, zorder=4)
    axes.plot(*known[0], "o", color=style.PAPER, markeredgecolor=colour, markeredgewidth=2.4, markersize=10, zorder=5)
    axes.plot(*known[-1], "o", color=colour, markersize=11, zorder=6)


def _inset(axes: Axes, piece: Window) -> None:
    """A small whole triangle, with the drawn part shaded."""
    outer = np.array([CORNERS[0], CORNERS[1], CORNERS[2], CORNERS[0]])
    axes.plot(outer[:, 0], outer[:, 1], color=style.SECONDARY, linewidth=1.2)
    inner = project(piece.unzoom(np.eye(3)))
    axes.fill(inner[:, 0], inner[:, 1], color=style.INK, alpha=0.35, linewidth=0)
    axes.set_title("where this lies in the whole", size=style.NOTE_SIZE, weight="normal", loc="center", color=style.SECONDARY)
    axes.set_aspect("equal")
    axes.axis("off")


def _key(figure: Figure, views: list[seen.View]) -> None:
    if len(views) == 1:
        return
    for place, view in enumerate(views[:12]):
        name = f"● {view.label}{' (baseline)' if view.is_baseline else ''}"
        figure.text(0.775, 0.46 - 0.04 * place, name, color=view.colour, size=style.LABEL_SIZE, weight="bold")
