"""The sheet that every picture is drawn on: title, subtitle, axes in years, bands, and names at the ends of lines."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.views import seen, style
from sim.views.seen import Numbers, View

SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans", "text.color": style.INK, "axes.labelcolor": style.SECONDARY, "axes.edgecolor": style.SECONDARY,
    "axes.labelsize": style.LABEL_SIZE,
    "axes.titlesize": style.LABEL_SIZE + 2, "axes.titleweight": "bold", "axes.titlelocation": "left", "axes.titlepad": 10.0, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "axes.grid": True, "axes.grid.axis": "y", "axes.axisbelow": True, "axes.xmargin": 0.0,
    "grid.color": style.GRID, "grid.linewidth": 1.0, "xtick.color": style.SECONDARY, "ytick.color": style.SECONDARY, "xtick.labelsize": style.TICK_SIZE,
    "ytick.labelsize": style.TICK_SIZE, "ytick.major.size": 0.0, "lines.linewidth": style.LINE, "lines.solid_capstyle": "round", "text.parse_math": False,
    "svg.hashsalt": "trivox", "svg.fonttype": "path", "figure.facecolor": style.PAPER, "savefig.facecolor": style.PAPER, "axes.unicode_minus": True,
}

MORE = 0.2
"""Inches of a subtitle's second line."""
TOO_SHORT = "There is nothing to draw: fewer than two weeks are on record."


def sheet(title: str, subtitle: str, height: float = 7.5) -> Figure:
    """An empty sheet with a title that says what is seen and a subtitle that says of what."""
    figure = Figure(figsize=(style.WIDTH_INCHES, height))
    lines = balanced(title)
    figure.text(0.035, 1 - 0.28 / height, "\n".join(lines), size=style.TITLE_SIZE, weight="bold", va="top", ha="left", linespacing=1.2)
    below = 1 - (0.28 + 0.37 * len(lines) + 0.04) / height
    under = textwrap.wrap(subtitle, 132, max_lines=2, placeholder=" …")
    figure.text(0.035, below, "\n".join(under), size=style.SUBTITLE_SIZE, color=style.SECONDARY, va="top", ha="left", linespacing=1.15)
    return figure


def balanced(title: str, most: int = 84) -> list[str]:
    """A title on one line, or on two of about equal length, parted between two policies where that fits; what does not fit is left out."""
    title = textwrap.shorten(title, 2 * most - 8, placeholder=" …")
    if len(title) <= most:
        return [title]
    between = [place + 1 for place in range(len(title)) if title[place] == ";" and place < most and len(title) - place - 2 <= most]
    if between:
        place = min(between, key=lambda place: abs(2 * place - len(title)))
        return [title[:place], title[place:].strip()]
    tries = (textwrap.wrap(title, width) for width in range(len(title) // 2, most + 1))
    return next((lines for lines in tries if len(lines) <= 2), textwrap.wrap(title, most)[:2])


def nothing(title: str, why: str = TOO_SHORT) -> Figure:
    """A sheet that says that there is nothing to draw, and why."""
    figure = sheet(title, "")
    figure.text(0.5, 0.5, why, size=style.SUBTITLE_SIZE + 2, color=style.SECONDARY, ha="center", va="center")
    return figure


def top_of(figure: Figure, inches: float = 1.75) -> float:
    """Where the axes may begin below title, subtitle and panel titles; lower where both take two lines."""
    both = all("\n" in text.get_text() for text in figure.texts[:2])
    return 1 - (inches + (MORE if both else 0.0)) / float(figure.get_figheight())


def year_axis(axes: Axes, count: int, labelled: bool = True) -> None:
    """Years of 52 weeks on the horizontal axis (weeks when the horizon is below a year), never crowded."""
    end = max(count, 2) / style.WEEKS_A_YEAR
    axes.set_xlim(0, end)
    if count < style.WEEKS_A_YEAR:
        step = next(step for step in (1, 2, 5, 10) if count / step <= 6.01)
        axes.set_xticks(np.arange(0, count + 1, step) / style.WEEKS_A_YEAR, [f"{week:g}" for week in np.arange(0, count + 1, step)])
        axes.set_xlabel("weeks" if labelled else "")
        return
    every = next((step for step in (0.25, 0.5, 1, 2, 5, 10, 20, 50) if end / step <= 6.01), 100)
    axes.set_xticks(np.arange(0, end + 1e-9, every))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    if labelled:
        axes.set_xlabel("years")


def draw_line(axes: Axes, view: View, values: Numbers, colour: str | None = None, banded: bool = True) -> Numbers:
    """The mean over companies with the band of the middle 80 %; returns the mean."""
    line, shade, time = seen.mean(values), seen.band(values) if banded else None, seen.years(values.shape[1])
    colour = colour or view.colour
    if shade is not None:
        axes.fill_between(time, shade[0], shade[1], color=colour, alpha=0.10 if view.is_baseline else 0.15, linewidth=0)
    marker = "o" if int(np.isfinite(line).sum()) == 1 else None
    axes.plot(time, line, color=colour, linestyle=view.dash, marker=marker, zorder=3 if view.is_baseline else 4)
    return line


def mark_end(axes: Axes, view: View, line: Numbers) -> None:
    """A cross on a policy's line in the week in which its first company could no longer pay."""
    weeks = seen.ended(view)
    if weeks and weeks[0] <= line.size:
        place = (weeks[0] / style.WEEKS_A_YEAR, line[weeks[0] - 1])
        axes.plot(*place, "X", gid=f"end-{view.place}", color=view.colour, markersize=12, markeredgecolor=style.PAPER, zorder=7, clip_on=False)


def end_labels(axes: Axes, ends: Sequence[tuple[float, str, str]], size: float = style.LABEL_SIZE) -> None:
    """Names at the right ends of lines, pushed apart where they would overlap; `ends` holds height, text and colour."""
    known = [(height, text, colour) for height, text, colour in ends if np.isfinite(height)]
    low, high = axes.get_ylim()
    figure = axes.get_figure()
    tall = axes.get_position().height * (float(figure.get_figheight()) if isinstance(figure, Figure) else 7.5)
    gap = (high - low) * size * 1.3 / 72 / max(tall, 0.1)
    for (_, text, colour), height in zip(known, seen.spread([row[0] for row in known], gap, low, high), strict=True):
        axes.annotate(text, (1.0, height), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points", color=colour, size=size,
            weight="bold", va="center", ha="left", annotation_clip=False)


def last_known(values: Numbers) -> float:
    """The last finite value of a line, or a gap."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if known.size else float("nan")


def headroom(axes: Axes, share: float = 0.06) -> None:
    """Leave a little air above and below the lines."""
    low, high = axes.get_ylim()
    axes.set_ylim(low - share * (high - low), high + share * (high - low))


def grid_of(count: int, most: int = 4) -> tuple[int, int]:
    """Rows and columns for small multiples: one row up to four, then two rows and more."""
    columns = count if count <= most else min(most, -(-count // 2))
    return max(-(-count // max(columns, 1)), 1), max(columns, 1)
