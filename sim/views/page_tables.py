"""The tables of the page: differences with intervals, what differs between the policies, numbers by year, and who helps whom as shaded cells."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.lab.words import NO_DATA, counted, figure, scaled
from sim.measures import HEADLINES, MEASURES
from sim.policy import Policy, World
from sim.scenario.course import EVENT_KINDS
from sim.views import course_words, sayings, seen, style
from sim.views.doubts import several
from sim.views.seen import View
from sim.vocabulary import rows

FEW = (
    "voice_employee", "voice_customer", "voice_business", "voice_tension", "cumulative_profit", "margin", "satisfaction", "churn_rate_year",
    "quit_rate_year", "burnout_share", "share_gaming", "goodhart_gap", "silo_index", "wait")
READING = (
    "Difference from the baseline with its 95 % interval, and in how many pairs of identical companies the policy is better (where neither way is better: "
    "higher). ≈ marks what cannot be told from luck. Means of the last year; profit over the whole period.")


READING_OVER = (
    "Difference from the baseline, mean of the plausible companies, with its 95 % interval over them, and in how many of them the policy is better by its mean "
    "(where neither way is better: higher). Luck: how far luck moves one company's difference; not known: how far companies lie apart besides; one SD each. "
    "≈ marks what this many companies do not settle. Means of the last year; profit over the whole period.")


def escape(text: Any) -> str:
    """Text that may come from users, safe to show; amounts are not torn from their signs at the end of a line."""
    return html.escape(str(text), quote=True).replace("€ ", "€\u00a0").replace(" %", "\u00a0%").replace("-€", "-\u2060€")


def colour(view: View) -> str:
    """The policy's colour as the style sheet names it."""
    return f"var(--p{view.place})"


def table(name: str, head: Iterable[str], body: Iterable[tuple[str, Iterable[str]]], about: str = "") -> str:
    """A table that can be scrolled sideways on a phone; cells are ready-made, each with its tags."""
    lines = "".join(f'<tr><th scope="row">{first}</th>{"".join(cells)}</tr>' for first, cells in body)
    caption = f"<caption>{about}</caption>" if about else ""
    kind = name.partition(",")[0].replace(" ", "-")
    inner = f'<table class="{kind}">{caption}<thead><tr>{"".join(head)}</tr></thead><tbody>{lines}</tbody></table>'
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">{inner}</div>'


def heads(first: Sequence[str], views: Sequence[View]) -> list[str]:
    """Heads of columns: words, then policies in their colours."""
    words = [f'<th scope="col">{escape(word)}</th>' for word in first]
    return words + [f'<th scope="col" style="color:{colour(view)}">{escape(view.name)}</th>' for view in views]


def named(name: str, note: str) -> str:
    """The head of a row: a name and a quieter note."""
    return f'{escape(name)}<small class="read"> {escape(note)}</small>'


def judged(difference: Any) -> tuple[str, str]:
    """A class and a sign for a difference: better, worse, or not told apart from luck; never by colour alone."""
    arrow = "▲" if difference.mean > 0 else "▼" if difference.mean < 0 else "="
    if difference.direction == "none" or not difference.is_clear:
        return "open", arrow if difference.is_clear else "≈"
    return ("good" if (difference.mean > 0) == (difference.direction == "up") else "bad"), arrow


def differences(comparison: Any) -> str:
    """The table of differences with intervals: a few measures in sight, all headline measures folded away."""
    rest = [measure for measure in HEADLINES if measure not in FEW]
    more = f"<details><summary>More measures</summary>{_differences(comparison, rest)}</details>"
    reading = escape(READING_OVER if several(comparison) else READING)
    return f'<section class="card">{_differences(comparison, FEW)}<p class="read">{reading}</p>{more}</section>'


def _differences(comparison: Any, measures: Sequence[str]) -> str:
    views = seen.views(comparison)
    others = [view for view in views if not view.is_baseline]
    body = []
    for measure in measures:
        about, gaps = MEASURES[measure], [comparison.difference(measure, scenario=view.place) for view in others]
        # Pairs whose company ended under a policy have no difference, but the baseline has its own value.
        usual = gaps[0].baseline if np.isfinite(gaps[0].baseline) else comparison.alone(measure, comparison.baseline)
        factor, places, unit = scaled(about.unit, usual, *(gap.mean for gap in gaps))
        start = "ended" if seen.is_ended(views[comparison.baseline], measure) else figure(factor * usual, places) if np.isfinite(usual) else ""
        cells = [f"<td>{escape(start)}</td>" if start else _none(about.nothing or NO_DATA)]
        cells += ["<td>ended</td>" if seen.is_ended(view, measure) else _cell(gap, factor, places) if gap.pairs else _none(about.nothing or NO_DATA)
                  for view, gap in zip(others, gaps, strict=True)]
        body.append((named(about.title, unit), cells))
    return table("differences", heads(["measure", f"baseline: {views[comparison.baseline].name}"], others), body)


def _cell(gap: Any, factor: float, places: int) -> str:
    mood, arrow = judged(gap)
    mean, low, high = (figure(factor * value, places, sign=True) for value in (gap.mean, gap.low, gap.high))
    inside = f"{low} to {high}; " if np.isfinite(gap.low) else ""
    counted = f"{inside}{gap.counted[0]} of {gap.counted[1]}"
    over = "" if gap.over is None or not np.isfinite(gap.over.luck) else \
        f"<small>luck {figure(factor * gap.over.luck, places)}, not known {figure(factor * gap.over.unknown, places)}</small>"
    return f'<td><span class="{mood}">{arrow} {escape(mean)}</span><small>{escape(counted)}</small>{over}</td>'


def _none(reason: str) -> str:
    """The cell of a number that is not there, and why."""
    return f'<td><span class="open">–</span><small>{escape(reason)}</small></td>'


def levers(comparison: Any) -> str:
    """What was done differently: every setting in which a policy differs from the baseline."""
    others, base = [view for view in seen.views(comparison) if not view.is_baseline], comparison.results[comparison.baseline].scenario
    found: dict[str, dict[int, str]] = {}
    usual: dict[str, str] = {}
    for view in others:
        for path, mine, theirs in course_words.gathered(view.result.scenario.differences(base)):
            found.setdefault(path, {})[view.place] = _setting(path, mine, view.result.scenario)
            usual[path] = _setting(path, theirs, base)
    if not found:
        return "<p>Nothing: the policies have the same settings.</p>"
    meanings = {row.name: row.about.meaning for declaration in (Policy, World) for row in rows(declaration)}
    body = []
    for path, values in found.items():
        told = path.startswith(("timeline.", "event."))
        kind = ' class="words"' if told else ""
        cells = [f"<td{kind}>{usual[path]}</td>"]
        cells += [f"<td{kind}>{values[view.place]}</td>" if view.place in values else '<td class="same">same</td>' for view in others]
        body.append((named(seen.plain(_row(path)), _meaning(path, meanings)), cells))
    return table("settings", heads(["setting", "baseline"], others), body)


def _row(path: str) -> str:
    """What a row is called: a lever by its name, a change in time or an event as such."""
    return course_words.row_words(path).removeprefix("policy.").removeprefix("world.")


def _meaning(path: str, meanings: Mapping[str, str]) -> str:
    section, _, name = path.partition(".")
    return EVENT_KINDS[name].meaning if section == "event" else meanings.get(name, "")


def _setting(path: str, value: Any, scenario: Any) -> str:
    value = course_words.usual(path, value, scenario)
    if value is None or value == []:
        return "–"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return escape(f"{value:,.4g}")
    if isinstance(value, list) and isinstance(value[0], dict):
        return escape(course_words.entries_words(value, scenario))
    return escape(", ".join(map(str, value)) if isinstance(value, list) else value)


def yearly(lines: Sequence[tuple[str, View, str]], unit: str) -> str:
    """A table of yearly means for those who prefer numbers; long runs show some years only."""
    count = max(1, -(-min(view.result.weeks for _, view, _ in lines) // style.WEEKS_A_YEAR))
    chosen = list(range(1, count + 1)) if count <= 7 else sorted({1, 2, 3, 5, *range(10, count + 1, 5), count})
    values = [[_mean(view.result.year(measure, year)) for year in chosen] for _, view, measure in lines]
    factor, places, word = scaled(unit, *(value for row in values for value in row))
    body = [(escape(name), [f"<td>{figure(factor * value, places)}</td>" for value in row]) for (name, _, _), row in zip(lines, values, strict=True)]
    return table("numbers by year", heads([f"mean, {word}", *(f"year {year}" for year in chosen)], []), body)


def _mean(values: seen.Numbers) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def heat(view: View, matrix: seen.Numbers, most: float) -> str:
    """Who helps whom as a table with shaded cells; `most` is the darkest shade's hours."""
    names = seen.function_names(view, matrix.shape[0])
    body = [(escape(name), [_shaded(float(value), most) for value in row]) for name, row in zip(names, matrix, strict=True)]
    about = f"{escape(view.name)}: {counted(round(sayings.between(matrix)), 'hour')} a week between functions"
    return table("heat, who helps whom", heads(["", *(name.replace("function ", "to ") for name in names)], []), body, about)


def _shaded(value: float, most: float) -> str:
    share = max(value, 0.0) / most if np.isfinite(value) else 0.0
    deep = " class=deep" if share > 0.55 else ""
    return f'<td style="--s:{0.9 * share:.2f}"{deep}>{f"{value:,.0f}" if np.isfinite(value) else "–"}</td>'
