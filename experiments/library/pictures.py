"""One sheet for each scenario of the library, beside its yardstick: what was looked at when the files' `look_at` was written.

Top row: profit, summed and paired (years of reference profit), voices, and mood. Below: the measures that the file names, the yardstick in grey. Lines are
means over runs of thirteen weeks; bands are 95 % intervals of the mean. Drawn by `python experiments/library/study.py --pictures folder`.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.engine.record import Record
from sim.measures import MEASURES, reading

MINE, THEIRS = "#b3541e", "#8a8a8a"
FELT = (("voice_employee", "#1f6f8b"), ("voice_customer", "#b3541e"), ("voice_business", "#5b7f3a"))
MOODS = (("engagement", "#1f6f8b"), ("exhaustion", "#b3541e"), ("satisfaction", "#5b7f3a"))
QUARTER = 13


def quarterly(values: np.ndarray) -> np.ndarray:
    """Means of thirteen weeks, [run, quarter]; what is missing is left out."""
    whole = values[:, : values.shape[1] // QUARTER * QUARTER].reshape(len(values), -1, QUARTER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(whole, axis=2))


def line(axes: Any, values: np.ndarray, colour: str, label: str) -> None:
    """A mean over runs with its interval, by quarter; runs without data (firms that have ended) count in neither."""
    years = (np.arange(values.shape[1]) + 0.5) * QUARTER / 52
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        mean, half = np.nanmean(values, axis=0), 1.96 * np.nanstd(values, axis=0, ddof=1) / np.sqrt(np.isfinite(values).sum(axis=0))
    axes.plot(years, mean, color=colour, label=label, linewidth=1.5)
    axes.fill_between(years, mean - half, mean + half, color=colour, alpha=0.2, linewidth=0)


def without(measure: str, values: np.ndarray) -> str:
    """From when on a line is not there for want of data, and why."""
    known = np.flatnonzero(np.isfinite(values).any(axis=0))
    last = known[-1] + 1 if known.size else 0
    return "" if last == values.shape[1] else f"  (– from year {last / 52:.1f} on: {MEASURES[measure].nothing or 'no data'})"


def sheet(name: str, yardstick: str, look_at: str, measures: Sequence[str], one: Record, base: Record) -> Figure:
    """The sheet of one scenario."""
    mine, theirs = reading(one), reading(base)
    rows = 1 + -(-len(measures) // 3)
    figure = Figure(figsize=(12, 2.6 * rows + 1.6), dpi=70, layout="constrained")
    axes = figure.subplots(rows, 3, squeeze=False).ravel()
    figure.suptitle(f"{name}  (against {yardstick})", fontsize=12, x=0.01, ha="left")
    figure.supxlabel(textwrap.fill(look_at, 150), fontsize=9, x=0.01, ha="left")
    gained = (one.weekly["profit"] - base.weekly["profit"]).cumsum(axis=1) / (52 * base.yardstick["profit_week"])
    line(axes[0], quarterly(gained), MINE, "profit gained")
    axes[0].set_title("profit against the yardstick, summed (years of reference profit)", fontsize=8)
    for place, group, title in ((1, FELT, "voices against the yardstick"), (2, MOODS, "mood against the yardstick (SD)")):
        for measure, colour in group:
            line(axes[place], quarterly(mine(measure) - theirs(measure)), colour, measure.removeprefix("voice_"))
        axes[place].set_title(title, fontsize=8)
        axes[place].legend(fontsize=7)
    for place, measure in enumerate(measures, start=3):
        line(axes[place], quarterly(theirs(measure)), THEIRS, "yardstick")
        line(axes[place], quarterly(mine(measure)), MINE, "scenario")
        axes[place].set_title(measure + without(measure, mine(measure)), fontsize=8)
    for each in axes[:3]:
        each.axhline(0, color="black", linewidth=0.6)
    for each in axes[3 + len(measures) :]:
        each.set_axis_off()
    return figure


def draw(folder: str, name: str, yardstick: str, look_at: str, measures: Sequence[str], one: Record, base: Record) -> None:
    """Draw one sheet into a folder."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    sheet(name, yardstick, look_at, measures, one, base).savefig(Path(folder) / f"{name}.png")
