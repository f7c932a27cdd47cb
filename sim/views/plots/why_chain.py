"""Picture of what moved first: a strip for each measure, coloured by its mean difference in SDs of luck; a mark where it left the band of luck."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.lab.why_chain import MONTH, scale_of
from sim.measures import WEEKS_A_YEAR, trailing_mean
from sim.views import style
from sim.views.plots import canvas
from sim.views.texts import texts
from sim.views.why_policy_words import Words

ROW, MOST_SDS = 0.27, 3.0


def draw(thing: Any) -> Figure:
    """The measures that left the band of luck, the earliest first."""
    words, links = Words(texts("en")), thing.chain.moved
    first, second = thing.names
    about = "colour: a month's mean difference, in SDs by which luck alone sets companies apart; triangles: out of the band of luck, up or down"
    figure = canvas.sheet(f"What moves first under {second}, against {first}", about, height=2.1 + ROW * len(links))
    tall = float(figure.get_figheight())
    axes = figure.add_axes((0.26, 0.75 / tall, 0.6, ROW * len(links) / tall))
    strips = np.stack([_strip(thing.comparison, one.measure, one.luck) for one in links])
    colours = LinearSegmentedColormap.from_list("ways", [style.POLICY_COLOURS[1], style.PAPER, style.POLICY_COLOURS[0]])
    years = thing.question.weeks / WEEKS_A_YEAR
    edges = (0.0, years, len(links) - 0.5, -0.5)
    drawn = axes.imshow(strips, aspect="auto", cmap=colours, vmin=-MOST_SDS, vmax=MOST_SDS, extent=edges, interpolation="nearest")
    for row, one in enumerate(links):
        axes.plot((one.week - 0.5) / WEEKS_A_YEAR, row, "^" if one.rose else "v", color=style.INK, markersize=7, clip_on=False, zorder=5)
        if one.turned is not None:
            axes.plot((one.turned - 0.5) / WEEKS_A_YEAR, row, "v" if one.rose else "^", color=style.INK, markersize=7, zorder=5)
        axes.text(1.012, row, f"week {one.week}", transform=axes.get_yaxis_transform(), va="center", size=style.NOTE_SIZE, color=style.SECONDARY)
    axes.set_yticks(range(len(links)), [words.measure(one.measure) for one in links], size=style.NOTE_SIZE)
    axes.grid(visible=False)
    axes.set_xlabel("years")
    bar = figure.colorbar(drawn, cax=figure.add_axes((0.945, 0.75 / tall, 0.012, ROW * len(links) / tall)))
    bar.outline.set_visible(False)
    return figure


def _strip(comparison: Any, name: str, luck: float) -> Any:
    gap = trailing_mean(comparison.paired(name), MONTH) / scale_of(comparison, name)
    return np.nan_to_num(np.nanmean(np.where(np.isfinite(gap), gap, 0.0), axis=0)) / max(luck, 1e-12)
