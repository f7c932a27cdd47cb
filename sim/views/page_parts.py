"""The written parts of the page: verdict with tiles, hours, who helps whom, limits, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.lab import words
from sim.lab.words import amount, euro
from sim.views import sayings, seen, style
from sim.views.doubts import APART, several
from sim.views.page_tables import colour, escape, heat, judged, yearly
from sim.views.seen import View

TILES = ("cumulative_profit", "voice_employee", "voice_customer", "voice_business", "goodhart_gap")
TILE_NAMES = {"goodhart_gap": "KPI above the truth", "cumulative_profit": "profit, whole period"}
LIMITS = (
    "These are simulated companies, not measured ones. People here follow rules taken from research; real people also do what no rule foresees.",
    "The intervals show luck only: how far the answer moves when identical companies meet other luck. They do not show how wrong the model itself may be.",
    "The exponent with which improvement grows with room hours has no evidence (0.05 to 0.5) and decides much of what slack brings: compare both ends first.",
    "Who pays for work that must be done again decides signs: here customers pay for first requests; the part of repeats that is billed is an assumption.",
    "A voice is a place on a scale, not euro: 50 is the reference, 84 one standard deviation above. Near 0, the company may still earn money.",
    "Prices of most levers (hours, euro, managers' attention), and that staffing starts near its best level, are assumptions that may turn a result.",
    "It does not know your sector, your people, law, unions, or what competitors will answer. Use it to ask better questions, not as a forecast.",
)
LIMIT_OVER = (
    "The intervals hold for the mean of the plausible companies in {source} ({grade}), under these rules. They do not show how wrong the rules themselves may "
    "be, nor which companies other data would have left over.")

ARTICLES = ("A to E are five Dutch articles on management: A Stop met klantgericht werken (Leanprofs); B Medewerker centraal, klant daarbuiten "
            "(A. Banach, 2019); C De klant centraal? De medewerker betrokken! (K. Rietsema, 2012); D on managers' activities (unsigned); "
            "E Managen zonder macht (J. Merks-Benjaminsen).")


def key(views: Sequence[View]) -> str:
    """Which colour is which policy."""
    items = ""
    for view in views:
        line = f'<i class="{"base" if view.is_baseline else ""}" style="border-color:{colour(view)}"></i>'
        items += f'<li style="color:{colour(view)}">{line}{escape(view.name)}{" (baseline)" if view.is_baseline else ""}</li>'
    return f'<ul class="key">{items}</ul>'


def tile(comparison: Any, view: View, measure: str) -> str:
    """One number with its difference from the baseline."""
    gap = comparison.difference(measure, scenario=view.place)
    title = TILE_NAMES.get(measure, gap.title)
    if seen.is_ended(view, measure):
        return f'<div class="tile"><span>{escape(title)}</span><b>ended</b><span>{words.when(seen.ended(view))}</span></div>'
    mood, arrow = judged(gap)
    word = {"good": "better", "bad": "worse", "open": "" if gap.is_clear or gap.pairs < 2 else "not clear"}[mood]
    is_gap = measure == "goodhart_gap"
    if is_gap:  # a number that says less than what is done is not a better one
        mood, word = "open", ""
    value = _points(gap.scenario) if is_gap else amount(gap.scenario, gap.unit)
    shift = _points(gap.mean) if is_gap else amount(gap.mean, gap.unit, sign=True)
    living = f"<span>in the {gap.pairs} of {comparison.replications} in business in the last year</span>"
    left = living if seen.ended(view) and gap.pairs < comparison.replications else ""
    return f'<div class="tile"><span>{escape(title)}</span><b>{escape(value)}</b><span class="{mood}">{arrow} {escape(shift)} {word}</span>{left}</div>'


def _points(share: float) -> str:
    if not np.isfinite(share):
        return "no data"
    whole = round(100 * share)
    return f"{whole:+d} {words.agree(whole, 'point')}" if whole else "0 points"


def verdict(comparison: Any, view: View) -> str:
    """What the comparison says about one policy: words, then tiles."""
    text = comparison.verdict(view.place)
    for name in sorted(map(str, comparison.labels), key=len, reverse=True):
        text = text.replace(name, seen.plain(name))
    lead, _, rest = text.partition(". ")
    title = str(getattr(comparison.results[view.place].scenario, "title", "") or "")
    about = f'<p class="over">{escape(title)}</p>' if title and title != view.name else ""
    tiles = "".join(tile(comparison, view, measure) for measure in TILES)
    head = f'<h3 style="color:{colour(view)}">{escape(view.name)}</h3>{about}<p class="lead">{escape(lead.rstrip("."))}.</p>'
    return f'<section class="card verdict" style="--mine:{colour(view)}">{head}<div class="tiles">{tiles}</div><p class="rest">{escape(rest)}</p></section>'


def hours(comparison: Any) -> str:
    """Where working hours go in the last year, one bar for each policy."""
    views = seen.views(comparison)
    items = "".join(
        f'<li><i class="box" style="background:{style.ACTIVITY_COLOURS[name]}"></i>{style.ACTIVITY_NAMES[name]}: {style.ACTIVITY_MEANINGS[name]}</li>'
        for name in style.ACTIVITIES)
    lines = [(f"{style.ACTIVITY_NAMES[name]}, {view.name}", view, name) for name in style.ACTIVITIES for view in views]
    said = f'<figcaption><h3>Where do working hours go?</h3><p class="say">{escape(sayings.hours(comparison))}</p></figcaption>'
    bars = f'<ul class="key plain">{items}</ul><div class="bars">{"".join(map(_bar, views))}</div>'
    numbers = f"<details><summary>The numbers by year</summary>{yearly(lines, 'share')}</details>"
    return f'<figure class="card">{said}{bars}<p class="read">Share of working hours, mean of the last year.</p>{numbers}</figure>'


def _bar(view: View) -> str:
    shares = [(name, 100 * seen.last_year(view.series(name))) for name in style.ACTIVITIES]
    said = ", ".join(f"{style.ACTIVITY_NAMES[name]} {share:.0f} %" for name, share in shares)
    spans = "".join(
        f'<span style="flex:{share:.2f} 1 0;background:{style.ACTIVITY_COLOURS[name]}">{f"{share:.0f} %" if share >= 4.5 else ""}</span>'
        for name, share in shares if np.isfinite(share) and share > 0)
    if view.result.is_over():
        return f'<b style="color:{colour(view)}">{escape(view.name)}</b><div class="read">ended {words.when(seen.ended(view))}</div>'
    return f'<b style="color:{colour(view)}">{escape(view.name)}</b><div class="bar" role="img" aria-label="{escape(view.name)}: {said}">{spans}</div>'


def helping(comparison: Any) -> str:
    """Who helps whom, as shaded tables on one scale, folded away."""
    views = [view for view in seen.views(comparison) if 0 < seen.help_matrix(view).shape[0] <= 12]
    if not views:
        return ""
    known = [float(np.nan_to_num(seen.help_matrix(view)).max()) for view in views]
    tables = "".join(heat(view, seen.help_matrix(view), max(known) or 1.0) for view in views)
    said = f'<figcaption><h3>Who helps whom?</h3><p class="say">{escape(sayings.helping(comparison))}</p></figcaption>'
    reading = '<p class="read">Hours a week that the function in the row gives to the function in the column.</p>'
    return f'<figure class="card">{said}{reading}<details><summary>Show the matrices</summary><div class="panels two">{tables}</div></details></figure>'


def limits(comparison: Any) -> str:
    """What this does not know, and which assumptions decide."""
    said = list(LIMITS)
    if several(comparison):
        about = {"source": "an ensemble", "grade": "of unknown origin", **comparison.base.provenance.get("ensemble", {})}
        said[1] = LIMIT_OVER.format(source=about["source"], grade=about["grade"])
    if comparison.note:
        said.insert(0, f"{comparison.note}.")
    if several(comparison) and comparison.each == 1:
        said.insert(0, APART)
    if seen.companies(comparison) < 2:
        said.insert(0, "Only one company was simulated under each policy: what is seen may be luck. Run more replications before believing it.")
    if trouble := seen.ended_words(comparison):
        said.insert(0, f"{trouble[:1].upper()}{trouble[1:]}. What a company that ended would still have lost is not counted, which flatters the means.")
    said[:0] = seen.room_words(comparison)
    sources = sorted({str(result.scenario.source) for result in comparison.results if getattr(result.scenario, "source", "")})
    origin = f'<p class="read">Sources of the scenarios: {escape("; ".join(sources))}. {escape(ARTICLES)}</p>' if sources else ""
    return f'<ul class="limits">{"".join(f"<li>{escape(text)}</li>" for text in said)}</ul>{origin}'


def _told(value: Any) -> str:
    """A fact of provenance in words; of a long list the ends."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) if len(value) <= 6 else f"{len(value)}: {value[0]}, {value[1]}, … {value[-1]}"
    return ", ".join(f"{part} {told}" for part, told in value.items()) if isinstance(value, dict) else str(value)


def footer(comparison: Any) -> str:
    """Where the numbers come from, so that anybody can compute them again."""
    known: dict[str, Any] = {"companies": seen.companies(comparison), "weeks": seen.weeks(comparison)}
    known["reference profit"] = f"{euro(comparison.year_of_profit())} a year"
    for result, name in zip(comparison.results, comparison.labels, strict=True):
        for field, value in result.provenance.items():
            shared = all(other.provenance.get(field) == value for other in comparison.results)
            text = _told(value)
            known[seen.plain(str(field)) if shared else f"{seen.plain(str(field))}, {seen.plain(name)}"] = text
    lines = "".join(f"<dt>{escape(field)}</dt><dd>{escape(value)}</dd>" for field, value in known.items())
    return f"<details><summary>Provenance: what computed these numbers</summary><dl>{lines}</dl></details>"
