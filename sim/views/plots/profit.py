"""Picture: weekly profit with the dip marked, and below it the cumulative difference from the baseline with the break-even marked."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas
from sim.views.turns import Turns, cumulative, turns, unit_of

MARK: dict[str, Any] = {"markersize": 11, "markeredgecolor": style.PAPER, "zorder": 6, "clip_on": False}


def draw(thing: Any) -> Figure:
    """Does profit follow, how deep is the dip, and when is it earned back?"""
    if seen.weeks(thing) < 2:
        return canvas.nothing("Profit")
    views = seen.views(thing)
    banded = seen.companies(thing) > 1 and len(views) <= 4
    subtitle = f"line: mean{', ' + style.BAND_WORDS if banded else ''}; {seen.horizon_words(thing)}"
    figure = canvas.sheet(sayings.profit(thing), seen.trouble_first(thing, subtitle), height=7.5 if len(views) == 1 else 9.6)
    top, bottom = canvas.top_of(figure, 1.75), 0.75 / float(figure.get_figheight())
    if len(views) == 1:
        _weekly(figure.add_axes((0.085, bottom, 0.755, top - bottom)), views, {})
        return figure
    tall = (top - bottom - 0.11) / 2
    marks = {view.place: turns(thing, view) for view in views if not view.is_baseline}
    _weekly(figure.add_axes((0.085, top - tall, 0.755, tall)), views, marks)
    _difference(figure.add_axes((0.085, bottom, 0.755, tall)), thing, views, marks)
    return figure


def _weekly(axes: Axes, views: list[seen.View], marks: dict[int, Turns]) -> None:
    ends = []
    for view in views:
        line = canvas.draw_line(axes, view, seen.smooth(view.series("profit")) / 1000, banded=len(views) <= 4)
        ends.append((canvas.last_known(line), view.label, view.colour))
        dip = marks.get(view.place)
        if dip is not None and dip.dip_week is not None:
            axes.plot(dip.dip_week / style.WEEKS_A_YEAR, line[dip.dip_week - 1], "v", gid=f"dip-{view.place}", color=view.colour, **MARK)
        canvas.mark_end(axes, view, line)
    canvas.headroom(axes, 0.08)
    axes.axhline(0, color=style.SECONDARY, linewidth=1.2)
    noted = ["▼ deepest point of the dip"] if _any_dip(marks) else []
    noted += ["✕ first company ended"] if any(seen.ended(view) for view in views) else []
    axes.set_title("Profit, mean of the last 13 weeks" + (f"   ({'; '.join(noted)})" if noted else ""))
    axes.set_ylabel("thousand euro a week")
    canvas.year_axis(axes, min(view.series("profit").shape[1] for view in views), labelled=len(views) == 1)
    canvas.end_labels(axes, ends)


def _any_dip(marks: dict[int, Turns]) -> bool:
    return any(mark.dip_week is not None for mark in marks.values())


def _difference(axes: Axes, thing: Any, views: list[seen.View], marks: dict[int, Turns]) -> None:
    ends, breaks = [], False
    for view in views:
        if view.is_baseline:
            continue
        line = canvas.draw_line(axes, view, cumulative(thing, view), banded=len(views) <= 4)
        ends.append((canvas.last_known(line), view.label, view.colour))
        canvas.mark_end(axes, view, line)
        week = marks[view.place].break_even_week
        if week is not None:
            breaks = True
            axes.plot(week / style.WEEKS_A_YEAR, 0, "D", gid=f"break-even-{view.place}", color=view.colour, **MARK)
    canvas.headroom(axes, 0.08)
    axes.axhline(0, color=style.BASELINE, linewidth=2, linestyle="--")
    title = "Earned more or less than the baseline since the start"
    axes.set_title(title + ("   (◆ break-even)" if breaks else ""))
    axes.set_ylabel(unit_of(thing)[1])
    canvas.year_axis(axes, min(view.series("profit").shape[1] for view in views))
    canvas.end_labels(axes, [*ends, (0.0, "baseline", style.BASELINE)])
