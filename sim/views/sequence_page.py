"""One page about a sequence of measures: one file without scripts, which fetches nothing, in the style of the page of a comparison."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.lab.sequence_verdict import is_clear
from sim.lab.words import amount, counted, figure, scaled, span
from sim.measures import Numbers
from sim.views import page_style
from sim.views.charts_svg import WIDE, Chart, reach
from sim.views.page_parts import LIMITS
from sim.views.page_tables import escape as escaped
from sim.views.page_tables import table
from sim.views.report import CONTENT_POLICY
from sim.views.sequence_seen import in_thousands, path, shown, summed, views
from sim.views.sequence_tables import companies_told, provenance
from sim.views.sequence_words import CORRECTION, RULE, budget, paced, plain, price, row_order, sentences, week_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.sequence import Ranked, Sequenced
    from sim.measures.intervals import Estimate

FOLDED = 15
"""From this rank on, plans stand folded away."""


def escape(text: str) -> str:
    """A text for the page; no line ends between a sign and its amount."""
    return escaped(text.replace("+€", "+\u2060€"))


def page(found: Sequenced) -> str:
    """The page as text; the same question gives the same bytes."""
    title = f"What first? {counted(len(found.question.bundles), 'step')} from {plain(found.question.base.name)}"
    head = (f'<header><p class="over">Trivox, a simulator of organisations: {escape(companies_told(found))} live each plan, same people and same luck, '
            f"{escape(span(found.question.weeks))}</p><h1>{escape(title)}</h1>{_budget(found)}</header>")
    body = (f"<h2>The verdict</h2>{_verdict(found)}<h2>What happens, and when</h2>{_paths(found)}<h2>The plans</h2>{_plans(found)}"
            f"<h2>Which order makes a difference</h2>{_orders(found)}<h2>The steps</h2>{_steps(found)}"
            f'<h2>What this does not know</h2><section class="card">{_limits(found)}</section>')
    foot = f"<details><summary>Provenance: what computed these numbers</summary><p>{escape(provenance(found))}</p></details>"
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_POLICY)}"><meta name="generator" content="Trivox">'
            f"<title>{escape(title)}</title><style>{page_style.sheet(views(found))}</style></head><body><main>{head}{body}</main><footer>{foot}</footer></body></html>\n")


def _budget(found: Sequenced) -> str:
    return f'<p class="ask">{escape(budget(found))}</p>'


def _verdict(found: Sequenced) -> str:
    lead, *rest = sentences(found)
    best, unit = found.best, found.measure.unit
    tiles = [("gain of the best plan", amount(best.gain.value, unit, True), _between(best.gain, unit)),
             ("deepest quarter", amount(best.dip.depth.value, "euro a week", True) if best.dip else "–", f"to week {best.dip.week}" if best.dip else ""),
             ("earned back", week_of(best) if best.break_even_week is None else f"week {best.break_even_week}", f"ahead in {best.ahead_in:.0%} of companies"),
             ("leaders go back", "–" if math.isnan(best.back.value) else f"{best.back.value:.0%}",
              "" if math.isnan(found.luck_back.value) else f"by luck alone {found.luck_back.value:.0%}"),
             ("plans that may be the best", f"{len(found.contenders)} of {len(found.ranked)}", "")]
    boxes = "".join(f'<div class="tile"><span>{escape(name)}</span><b>{escape(value)}</b><span>{escape(more)}</span></div>' for name, value, more in tiles)
    said = "".join(f'<p class="rest">{escape(sentence)}</p>' for sentence in rest)
    return f'<section class="card verdict" style="--mine:var(--p0)"><p class="lead">{escape(lead)}</p><div class="tiles">{boxes}</div>{said}</section>'


def _between(one: Estimate, unit: str) -> str:
    return "" if math.isnan(one.low) else f"{amount(one.low, unit, True)} to {amount(one.high, unit, True)}"


def _paths(found: Sequenced) -> str:
    if found.question.weeks < 2:
        return "<p>Too short to draw.</p>"
    chosen = shown(found)
    keys = "".join(f'<li style="color:var(--p{place})"><i style="border-color:var(--p{place})"></i>{escape(kind)}: {escape(plain(one.plan.label))}</li>'
                   for place, (kind, one) in enumerate(chosen))
    readings: tuple[tuple[Callable[[Sequenced, Ranked], Numbers], str, str], ...] = (
        (path, "Profit against staying put, mean of 13 weeks", "thousand euro a week"), (summed, "Profit against staying put, summed", "thousand euro"))
    panels = ""
    for reading, title, unit in readings:
        lines = [found.counting.units(in_thousands(reading(found, one))).mean(axis=0) for _, one in chosen]
        chart = Chart(found.question.weeks, *reach(lines, must=(0.0,)), unit, WIDE)
        chart.level(0.0)
        for place, line in enumerate(lines):
            chart.line(line, f"var(--p{place})", "", f"{line[-1]:+,.{0 if abs(line[-1]) >= 10 else 1}f}".replace("-", "−"))
        panels += f'<div><h3>{escape(title)}</h3>{chart.svg(title)}</div>'
    reading_words = "Lines: means of the companies, each less its twin that stays put. The line at zero is staying put."
    return (f'<ul class="key">{keys}</ul><figure class="card"><figcaption><h3>Does profit dip, and when does it come back?</h3></figcaption>'
            f'<div class="panels two">{panels}</div><p class="read">{escape(reading_words)}</p></figure>')


def _plans(found: Sequenced) -> str:
    by, places, unit = scaled(found.measure.unit, *(one.gain.value for one in found.ranked))
    heads = [f'<th scope="col">{escape(name)}</th>' for name in (
        "plan", f"gain, {unit}", "behind the best", "regret: mean, worst tenth", "dip, € a week", "earned back", "leaders go back",
        "voices: people, customers, business", "dearest year, € a head")]
    rows = [(f"{rank}. {escape(row_order(one))}<small class=\"read\"> {escape(paced(one))}</small>", _cells(one, rank, by, places))
            for rank, one in enumerate(found.ranked, start=1)]
    more = f"<details><summary>{len(rows) - FOLDED} more plans</summary>{table('more plans', heads, rows[FOLDED:])}</details>" if len(rows) > FOLDED else ""
    regret = "Regret: how far a plan stays behind the best plan of the same company and luck."
    reading = f'<p class="read">{escape(CORRECTION)} {regret}</p><p class="read">{escape(RULE.format(patience=found.question.patience_weeks))}</p>'
    return f'<section class="card">{table("plans", heads, rows[:FOLDED])}{more}{reading}</section>'


def _cells(one: Ranked, rank: int, by: float, places: int) -> list[str]:
    def cell(text: str, small: str = "", mood: str = "") -> str:
        inner = f'<span class="{mood}">{escape(text)}</span>' if mood else escape(text)
        return f"<td>{inner}{f'<small>{escape(small)}</small>' if small else ''}</td>"

    def ends(bound: Estimate) -> str:
        return "" if math.isnan(bound.low) else f"{figure(by * bound.low, places, True)} to {figure(by * bound.high, places, True)}"

    behind = cell("best", "", "good") if rank == 1 else cell(
        ("≈ " if one.may_be_best else "▼ ") + figure(by * one.behind.value, places, True), ends(one.behind), "open" if one.may_be_best else "bad")
    voices = ", ".join(figure(value.value, 1, True) for value in one.voices.values())
    dip = cell("–") if one.dip is None else cell(figure(one.dip.depth.value, 0, True) if one.dip.depth.high < 0 else "not clear", f"week {one.dip.week}")
    return [cell(figure(by * one.gain.value, places, True), ends(one.gain)), behind,
            cell(figure(by * one.regret.value, places), figure(by * one.worst_regret, places)), dip,
            cell(week_of(one) if one.break_even_week is None else f"week {one.break_even_week}"),
            cell("–" if math.isnan(one.back.value) else f"{one.back.value:.0%}"), cell(voices), cell(price(one))]


def _orders(found: Sequenced) -> str:
    every = [*found.before, *found.first]
    if not every:
        return '<section class="card"><p>There is no order to compare: every plan begins all that it begins at once.</p></section>'
    by, places, unit = scaled(found.measure.unit, *(one.effect.value for one in every))
    heads = [f'<th scope="col">{escape(name)}</th>' for name in ("plans in which", f"gain, {unit}", "95 % interval", "")]
    rows = []
    for one in every:
        words = f"{plain(one.first)} comes before {plain(one.second)}, not after" if one.second else f"{plain(one.first)} comes first, against all"
        ends = "" if math.isnan(one.effect.low) else f"{figure(by * one.effect.low, places, True)} to {figure(by * one.effect.high, places, True)}"
        clear = '<td><span class="good">clear</span></td>' if is_clear(one.effect) else '<td><span class="open">≈ luck may explain it</span></td>'
        rows.append((escape(words), [f"<td>{escape(figure(by * one.effect.value, places, True))}</td>", f"<td>{escape(ends)}</td>", clear]))
    told = "Means over all plans at paces that have an order; intervals hold for all pairs together, and for all first steps together."
    return f'<section class="card">{table("orders", heads, rows)}<p class="read">{escape(told)}</p></section>'


def _steps(found: Sequenced) -> str:
    by, places, unit = scaled(found.measure.unit, *(one.gain.value for one in found.alone))
    heads = [f'<th scope="col">{escape(name)}</th>' for name in ("step", "€ a head, full year", f"alone from week 0, {unit}", "95 % interval")]
    rows, base = [], found.question.base
    for bundle, one in zip(found.question.bundles, found.alone, strict=True):
        levers = ", ".join(f"{plain(move.lever)} {base.policy[move.lever]:.4g} → {move.to:.4g}" + (f" for {move.weeks} weeks" if move.weeks else "")
                           for move in bundle.moves)
        ends = "" if math.isnan(one.gain.low) else f"{figure(by * one.gain.low, places, True)} to {figure(by * one.gain.high, places, True)}"
        rows.append((f'{escape(plain(bundle.name))}<small class="read"> {escape(levers)}</small>',
                     [f"<td>{figure(one.price, 0, True)}</td>", f"<td>{escape(figure(by * one.gain.value, places, True))}</td>", f"<td>{escape(ends)}</td>"]))
    return f'<section class="card">{table("steps", heads, rows)}</section>'


def _limits(found: Sequenced) -> str:
    said = list(LIMITS)
    if found.counting.members > 1:
        said[1] = "The intervals hold for the mean of the plausible companies that were run; they do not show how wrong the rules of the model may be."
    said.insert(0, "A plan that begins later has had less time when the horizon comes: with another horizon another pace may be the best.")
    return f'<ul class="limits">{"".join(f"<li>{escape(text)}</li>" for text in said)}</ul>'
