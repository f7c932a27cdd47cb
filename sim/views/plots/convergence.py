"""Picture of convergence: indices of the inputs that matter most from ever more points, with their intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.lab.sensitivity import Sensitivity
from sim.views import style
from sim.views.plots import canvas

MOST = 6
"""So many inputs are drawn."""
NAMES = {"total": "total-order index", "mu_star": "mu*", "pawn": "PAWN index"}


def draw(thing: Any) -> Figure:
    """One panel for each input that matters most."""
    found: Sensitivity = thing.found
    ranks = found.ranks[:MOST]
    rows, columns = canvas.grid_of(len(ranks), 3)
    figure = canvas.sheet(f"Would more points change what matters for {found.asked.what}?",
                          f"{NAMES[found.lead]} from the first points only; band: 95 % interval; what is steady at the right has converged",
                          height=2.0 + 2.8 * rows)
    tall, points = float(figure.get_figheight()), np.array([step.points for step in found.path])
    late = [step.figures[rank.name] for step in found.path[-3:] for rank in ranks]
    ends = [(one.low, one.high) for one in late if math.isfinite(one.low)]
    low, high = min(0.0, *(one for one, _ in ends)), max(one for _, one in ends)
    each = (1 - 1.55 / tall) / rows
    for place, rank in enumerate(ranks):
        row, column = divmod(place, columns)
        wide = 0.93 / columns
        axes = figure.add_axes((0.065 + column * wide, 0.6 / tall + (rows - 1 - row) * each, wide - 0.05, each - 0.95 / tall))
        own = [step.figures[rank.name] for step in found.path]
        axes.fill_between(points, [one.low for one in own], [one.high for one in own], color=style.POLICY_COLOURS[0], alpha=0.2, linewidth=0)
        axes.plot(points, [one.value for one in own], "o-", color=style.POLICY_COLOURS[0], markersize=5)
        axes.axhline(0.0, color=style.SECONDARY, linewidth=1.0)
        axes.set_xscale("log", base=2)
        axes.set_xticks(points, [f"{count:,}" for count in points], rotation=0)
        axes.minorticks_off()
        for number, label in enumerate(axes.get_xticklabels()):
            label.set_visible(len(points) < 4 or (len(points) - 1 - number) % 2 == 0)
        axes.set_ylim(low - 0.05 * (high - low), high + 0.1 * (high - low))
        axes.margins(x=0.05)
        axes.set_title(rank.name, size=style.LABEL_SIZE)
        if row == rows - 1:
            axes.set_xlabel("points")
    return figure
