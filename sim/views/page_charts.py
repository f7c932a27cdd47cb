"""The charts of the page: for each a question, a sentence that says what is seen, small panels, and the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.lab import words
from sim.lab.words import euro
from sim.views import doubts, sayings, seen, style
from sim.views.charts_svg import WIDE, Chart, reach
from sim.views.page_tables import colour, yearly
from sim.views.seen import View
from sim.views.turns import cumulative, turns, unit_of

ENDED = "ended"
"""What stands at the end of a line when no company was left to have a number."""


class Figure(NamedTuple):
    """A chart with its question, the sentence that answers it, how to read it, its panels (title and drawing) and its table."""

    question: str
    sentence: str
    reading: str
    panels: list[tuple[str, str]]
    table: str


def kind(view: View) -> str:
    """Baselines are dashed."""
    return "base" if view.is_baseline else ""


def band_words(thing: Any) -> str:
    """How to read line and band."""
    drawn = seen.companies(thing) > 1 and len(seen.views(thing)) <= 4
    both = ", by luck and by what differs between them" if doubts.several(thing) else ""
    return f"Line: mean of the companies; band: the middle 80 % of them{both}." if drawn else "Line: mean of the companies."


def figures(comparison: Any) -> list[Figure]:
    """All charts of the page, or none when there is nothing to draw."""
    if seen.weeks(comparison) < 2:
        return []
    apart = [luck_apart(comparison)] if doubts.can_tell(comparison) else []
    return [voices(comparison), profit(comparison), *apart, kpi(comparison)]


def voices(comparison: Any) -> Figure:
    """The three voices, one panel each."""
    views, panels = seen.views(comparison), []
    for voice in style.VOICES:
        chart = Chart(seen.weeks(comparison), 0, 100, "0–100")
        chart.level(50)
        _lines(chart, views, [view.series(voice) for view in views], "{:.0f}")
        ends = ", ".join(f"{view.name} {seen.last_year(view.series(voice)):.0f}" for view in views)
        title = f"Voice of the {style.VOICE_NAMES[voice].lower()}"
        panels.append((title, chart.svg(f"{title}, last year, 0 to 100: {ends}")))
    rows = [(f"{style.VOICE_NAMES[voice]}, {view.name}", view, voice) for voice in style.VOICES for view in views]
    reading = f"{band_words(comparison)} Dotted: the reference (50). The business voice looks back over 52 weeks. {_end_words(views)}".strip()
    return Figure("Do the three voices rise together?", sayings.voices(comparison), reading, panels, yearly(rows, "0-100"))


def _lines(chart: Chart, views: Sequence[View], values: Sequence[seen.Numbers], form: str, sums: bool = False) -> None:
    for view, series in zip(views, values, strict=True):
        shade = seen.band(series) if len(views) <= 4 else None
        if shade is not None:
            chart.band(*shade, colour(view))
    for view, series in zip(views, values, strict=True):
        line = seen.mean(series)
        known = line[np.isfinite(line)]
        end = ENDED if view.result.is_over() and not sums else form.format(known[-1]).replace("-", "−") if known.size else None
        chart.line(line, colour(view), kind(view), end)
    for view, series in zip(views, values, strict=True):
        _mark_end(chart, view, seen.mean(series))


def _mark_end(chart: Chart, view: View, line: seen.Numbers) -> None:
    """A cross in the week in which the first company could no longer pay."""
    weeks = seen.ended(view)
    if weeks and np.isfinite(line[weeks[0] - 1]):
        chart.mark(weeks[0], float(line[weeks[0] - 1]), "end", colour(view), f"{view.name}: {words.ended(weeks, view.result.replications)}")


def profit(comparison: Any) -> Figure:
    """Weekly profit with the dip, and the cumulative difference with the break-even."""
    views = seen.views(comparison)
    others = [view for view in views if not view.is_baseline]
    marks = {view.place: turns(comparison, view) for view in others}
    weekly = [seen.smooth(view.series("profit")) / 1000 for view in views]
    left = Chart(seen.weeks(comparison), *reach([*map(seen.mean, weekly), *_edges(weekly, len(views))]), "thousand euro a week", WIDE)
    _lines(left, views, weekly, "{:.0f}")
    gaps, (_, unit) = [cumulative(comparison, view) for view in others], unit_of(comparison)
    right = Chart(seen.weeks(comparison), *reach([*map(seen.mean, gaps), *_edges(gaps, len(views))], must=(0.0,)), unit, WIDE)
    right.line(np.zeros(seen.weeks(comparison)), "var(--base)", "base", "0")
    _lines(right, others, gaps, "{:+.2f}", sums=True)
    for view, line in zip(views, weekly, strict=True):
        mark = marks.get(view.place)
        if mark and mark.dip_week:
            depth = float(seen.mean(line)[mark.dip_week - 1])
            left.mark(mark.dip_week, depth, "dip", colour(view), f"{view.name}: deepest point of the dip, week {mark.dip_week}")
        if mark and mark.break_even_week:
            right.mark(mark.break_even_week, 0.0, "break-even", colour(view), f"{view.name}: break-even in week {mark.break_even_week}")
    sentence = sayings.profit(comparison)
    panels = [("Profit, mean of the last 13 weeks", left.svg(sentence)), ("Earned against the baseline since the start", right.svg(sentence))]
    noted = f"{_turn_words(others, marks)} {_end_words(views)}".strip()
    table = yearly([(view.name, view, "profit") for view in views], "euro a week")
    return Figure("Does profit follow, and when?", sentence, f"{band_words(comparison)} {noted}".strip(), panels, table)


def luck_apart(comparison: Any) -> Figure:
    """The cumulative difference with the band that luck makes, and with the band of what we do not know about companies."""
    others = [view for view in seen.views(comparison) if not view.is_baseline]
    found = [doubts.bands(comparison, view) for view in others]
    sentence, (_, unit) = doubts.saying(comparison), unit_of(comparison)
    edges = [edge for one in found for edge in (one.mean, *one.luck, *one.unknown)]
    panels = []
    for title, kind in ((doubts.LUCK, "luck"), (doubts.UNKNOWN, "unknown")):
        chart = Chart(seen.weeks(comparison), *reach(edges, must=(0.0,)), unit, WIDE)
        chart.line(np.zeros(seen.weeks(comparison)), "var(--base)", "base", "0")
        for view, one in zip(others, found, strict=True):
            low, high = getattr(one, kind)
            chart.band(low, high, colour(view), strong=True)
        for view, one in zip(others, found, strict=True):
            chart.line(one.mean, colour(view), "", f"{one.mean[-1]:+.2f}".replace("-", "−"))
        panels.append((title, chart.svg(f"{title}: {sentence}")))
    table = yearly([(view.name, view, "cumulative_profit") for view in seen.views(comparison)], "euro")
    return Figure("How much is luck, and how much do we not know?", sentence, doubts.READING, panels, table)


def _edges(values: Sequence[seen.Numbers], count: int) -> list[seen.Numbers]:
    return [edge for series in values if count <= 4 for edge in (seen.band(series) or ())]


def _turn_words(others: Sequence[View], marks: dict[int, Any]) -> str:
    said = []
    for view in others:
        mark = marks[view.place]
        if mark.dip_week:
            even = f", break-even ◆ in week {mark.break_even_week}" if mark.break_even_week else ", not earned back by the end"
            said.append(f"{view.name[:1].upper()}{view.name[1:]}: dip ▼ to {euro(mark.dip_depth)} a week against the baseline, week {mark.dip_week}{even}.")
    return " ".join(said)


def _end_words(views: Sequence[View]) -> str:
    """Where a company could no longer pay, and how that is marked."""
    told = [f"{view.name}: {words.ended(seen.ended(view), view.result.replications)}" for view in views if seen.ended(view)]
    return f"✕ marks the first end: {'; '.join(told)}." if told else ""


def kpi(comparison: Any) -> Figure:
    """What the KPI reports against what is done, one panel for each policy."""
    views, panels = seen.views(comparison), []
    lines = [(seen.smooth(seen.mean(view.indexed("kpi_reported"))), seen.smooth(seen.mean(view.indexed("kpi_true")))) for view in views]
    low, high = reach([line for pair in lines for line in pair], must=(95.0, 105.0))
    for view, (reported, true) in zip(views, lines, strict=True):
        chart = Chart(seen.weeks(comparison), low, high, "index, 100: reference")
        chart.level(100)
        chart.band(true, reported, colour(view), strong=True)
        gap = seen.last_year(view.indexed("kpi_reported")) - seen.last_year(view.indexed("kpi_true"))
        alike = abs(gap) < 0.5
        chart.line(reported, colour(view), "thick", "both" if alike else "reported")
        chart.line(true, colour(view), "thin", None if alike else "true")
        panels.append((view.name, chart.svg(f"{view.name}: the KPI reports {gap:+.0f} points more than is done for value, last year")))
    rows = [(f"{view.name}, {word}", view, name) for view in views for word, name in (("reported", "kpi_reported"), ("true", "kpi_true"))]
    reading = "Thick: what the KPI reports; thin: what is truly done for value; shaded: the gap. Means of 13 weeks."
    return Figure("Does the number still say what is done?", sayings.goodhart(comparison), reading, panels, yearly(rows, "ratio"))
