"""Picture: the three voices over time, 0 to 100, with bands. One result: three lines together; a comparison: one panel for each voice."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from sim.views import sayings, seen, style
from sim.views.plots import canvas


def draw(thing: Any) -> Figure:
    """Do the three voices rise together?"""
    if seen.weeks(thing) < 2:
        return canvas.nothing("The three voices")
    views = seen.views(thing)
    banded = seen.companies(thing) > 1 and len(views) <= 4
    words = f"score 0–100, 50: reference; line: mean{', ' + style.BAND_WORDS if banded else ''}; {seen.horizon_words(thing)}"
    figure = canvas.sheet(sayings.voices(thing), seen.trouble_first(thing, words))
    if len(views) == 1:
        _together(figure, views[0])
    else:
        _panels(figure, views)
    return figure


def _together(figure: Figure, view: seen.View) -> None:
    axes = figure.add_axes((0.07, 0.11, 0.78, canvas.top_of(figure, 1.35) - 0.11))
    ends = []
    axes.set_ylim(0, 100)
    for voice in style.VOICES:
        colour = style.VOICE_COLOURS[voice]
        line = canvas.draw_line(axes, view, view.series(voice), colour)
        canvas.mark_end(axes, view, line)
        ends.append((canvas.last_known(line), style.VOICE_NAMES[voice], colour))
    axes.axhline(50, color=style.BASELINE, linestyle=":", linewidth=1.2)
    axes.set_ylabel("voice (score 0–100)")
    canvas.year_axis(axes, view.series("profit").shape[1])
    canvas.end_labels(axes, ends)


def _panels(figure: Figure, views: list[seen.View]) -> None:
    top, left, right, gap = canvas.top_of(figure), 0.06, 0.845, 0.025
    wide = (right - left - 2 * gap) / 3
    lines: list[tuple[float, str, str]] = []
    for place, voice in enumerate(style.VOICES):
        axes = figure.add_axes((left + place * (wide + gap), 0.11, wide, top - 0.11))
        axes.set_ylim(0, 100)
        axes.axhline(50, color=style.BASELINE, linestyle=":", linewidth=1.2)
        means = [(view, canvas.draw_line(axes, view, view.series(voice), banded=len(views) <= 4)) for view in views]
        for view, line in means:
            canvas.mark_end(axes, view, line)
        lines = [(canvas.last_known(line), view.label, view.colour) for view, line in means]
        axes.set_title(f"Voice of the {style.VOICE_NAMES[voice].lower()}", color=style.INK)
        canvas.year_axis(axes, min(view.series("profit").shape[1] for view in views))
        if place:
            axes.tick_params(labelleft=False)
        else:
            axes.set_ylabel("score 0–100")
    canvas.end_labels(axes, lines)
