"""Picture: the cumulative difference from the baseline twice, with the band that luck makes and with the band of what we do not know about companies."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from sim.views import doubts, seen, style
from sim.views.plots import canvas
from sim.views.turns import unit_of

WIDE, LEFT, GAP = 0.365, 0.075, 0.045


def draw(thing: Any) -> Figure:
    """How much of the answer is luck, and how much do we not know?"""
    if not doubts.can_tell(thing):
        return canvas.nothing("Luck, and what we do not know", doubts.APART if doubts.several(thing) and thing.each == 1 else canvas.TOO_SHORT)
    views = [view for view in seen.views(thing) if not view.is_baseline]
    found = [doubts.bands(thing, view) for view in views]
    subtitle = f"line: mean; bands: 90 % of one company's luck, 90 % of plausible companies; {seen.horizon_words(thing)}"
    figure = canvas.sheet(doubts.saying(thing), seen.trouble_first(thing, subtitle), height=7.5)
    top, bottom = canvas.top_of(figure, 1.75), 0.75 / float(figure.get_figheight())
    panels = [figure.add_axes((LEFT + place * (WIDE + GAP), bottom, WIDE, top - bottom)) for place in range(2)]
    for axes, title, kind in zip(panels, (doubts.LUCK, doubts.UNKNOWN), ("luck", "unknown"), strict=True):
        for view, one in zip(views, found, strict=True):
            low, high = getattr(one, kind)
            axes.fill_between(seen.years(one.mean.size), low, high, gid=f"{kind}-{view.place}", color=view.colour, alpha=0.2, linewidth=0)
            axes.plot(seen.years(one.mean.size), one.mean, color=view.colour, zorder=4)
        axes.axhline(0, color=style.BASELINE, linewidth=2, linestyle="--")
        axes.set_title(title)
        canvas.year_axis(axes, seen.weeks(thing))
    low, high = min(axes.get_ylim()[0] for axes in panels), max(axes.get_ylim()[1] for axes in panels)
    for axes in panels:
        axes.set_ylim(low, high)
    panels[0].set_ylabel(unit_of(thing)[1])
    panels[1].tick_params(labelleft=False)
    ends = [(canvas.last_known(one.mean), view.label, view.colour) for view, one in zip(views, found, strict=True)]
    canvas.end_labels(panels[1], [*ends, (0.0, "baseline", style.BASELINE)])
    return figure
