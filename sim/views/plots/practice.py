"""Picture: policy against practice - how far leaders mean to move from the old policy, and how far people feel that they have."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas


def draw(thing: Any) -> Figure:
    """Is what leaders intend also lived?"""
    views = [view for view in seen.views(thing) if not view.is_baseline] or seen.views(thing)
    if seen.weeks(thing) < 2 or any(not view.series("policy_intended").size for view in views):
        return canvas.nothing("Policy against practice")
    words = f"dashed: as intended, line: as lived; dose: sum over levers, shares of their ranges; {seen.horizon_words(thing)}"
    figure = canvas.sheet(sayings.practice(thing), words)
    axes = figure.add_axes((0.07, 0.11, 0.74, canvas.top_of(figure) - 0.11))
    ends, most = [], 0.1
    for view in views:
        intended, lived = seen.mean(view.series("policy_intended")), seen.mean(view.series("policy_lived"))
        axes.plot(seen.years(intended.size), intended, color=view.colour, linestyle="--", linewidth=1.3)
        axes.plot(seen.years(lived.size), lived, color=view.colour)
        ends.append((canvas.last_known(lived), view.label, view.colour))
        most = max(most, *(float(value) for line in (intended, lived) for value in line if value == value))
    axes.set_ylim(0, 1.1 * most)
    axes.axhline(0, color=style.BASELINE, linewidth=1.0)
    axes.set_ylabel("distance from the old policy (dose)")
    canvas.year_axis(axes, min(view.series("profit").shape[1] for view in views))
    canvas.end_labels(axes, ends)
    return figure
