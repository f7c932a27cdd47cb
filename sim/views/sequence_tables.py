"""A sequence of measures as tables for people at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from sim.lab.sequence_verdict import is_clear
from sim.lab.words import companies, counted, figure, scaled, span
from sim.scenario.errors import one_line
from sim.views import tables
from sim.views.sequence_words import CORRECTION, RULE, budget, paced, plain, row_order, sentences, share, week_of

if TYPE_CHECKING:
    from rich.table import Table

    from sim.lab.sequence import Ranked, Sequenced

MOST_ROWS, ENDS = 30, 12
"""Up to so many plans stand in the table; of more, so many of either end."""


def tell(found: Sequenced, written: Sequence[Path] = ()) -> None:
    """The whole answer for people."""
    out = tables.console()
    out.print()
    asked = found.question
    out.print(f"What first? {counted(len(asked.bundles), 'step')} from {one_line(asked.base.name)}, {span(asked.weeks)}", style="bold")
    out.print(budget(found), style="italic")
    out.print()
    out.print(steps_table(found))
    out.print()
    out.print(plans_table(found))
    out.print()
    if len(found.before) > 0:
        out.print(before_table(found))
        out.print()
    for sentence in sentences(found):
        tables.paragraph(out, sentence)
    tables.paragraph(out, CORRECTION, style="dim")
    tables.paragraph(out, RULE.format(patience=found.question.patience_weeks), style="dim")
    for path in written:
        out.print(f"  wrote {one_line(str(path))}", soft_wrap=True)
    tables.paragraph(out, provenance(found), style="dim")


def steps_table(found: Sequenced) -> Table:
    """Each step: its levers, its price, and what it does alone."""
    by, places, unit = scaled(found.measure.unit, *(one.gain.value for one in found.alone))
    table = tables.no_break(tables.grid("The steps", (
        ("step", ""), ("levers", ""), ("€ a head\na full year", "right"), (f"alone,\n{unit}", "right"), ("95 % interval", "right"))))
    base = found.question.base
    for bundle, one in zip(found.question.bundles, found.alone, strict=True):
        levers = ", ".join(f"{move.lever} {base.policy[move.lever]:.4g} > {move.to:.4g}" + (f" for {move.weeks} weeks" if move.weeks else "")
                           for move in bundle.moves)
        ends = tables.between(by * one.gain.low, by * one.gain.high, places, sign=True)
        table.add_row(plain(bundle.name), levers, figure(one.price, 0, True), figure(by * one.gain.value, places, True), ends)
    return table


def plans_table(found: Sequenced) -> Table:
    """Plans, the best first; of many, either end."""
    by, places, unit = scaled(found.measure.unit, *(one.gain.value for one in found.ranked))
    title = f"{counted(len(found.ranked), 'plan')} by {found.measure.title}, {unit}, against staying put; {companies_told(found)}"
    table = tables.grid(title, (("", "right"), ("order, pace", ""), ("gain\n95 % interval", "right"), ("behind\nthe best", "right"), ("regret", "right"),
                                ("dip, €\na week", "right"), ("earned\nback", "right"), ("leaders\ngo back", "right")))
    count = len(found.ranked)
    for rank, one in enumerate(found.ranked, start=1):
        if count > MOST_ROWS and ENDS < rank <= count - ENDS:
            if rank == ENDS + 1:
                table.add_row("…", f"{count - 2 * ENDS} more plans", *[""] * 6)
            continue
        name = Text(row_order(one), style="bold" if rank == 1 else "" if one.may_be_best else "dim").append(f"\n{paced(one)}", style="dim")
        gain = f"{figure(by * one.gain.value, places, True)}\n{tables.between(by * one.gain.low, by * one.gain.high, places, True)}"
        behind = "best" if rank == 1 else figure(by * one.behind.value, places, True) + ("\nnot clear" if one.may_be_best else "\nclear")
        table.add_row(f"{rank}", name, gain, behind, figure(by * one.regret.value, places), _dip(one), _week(one), _back(one))
    return table


def _dip(one: Ranked) -> str:
    if one.dip is None:
        return tables.DASH
    return f"{figure(one.dip.depth.value, 0, True)}\nweek {one.dip.week}" if one.dip.depth.high < 0 else "not clear"


def _week(one: Ranked) -> str:
    return week_of(one) if one.break_even_week is None else f"week {week_of(one)}"


def _back(one: Ranked) -> str:
    return tables.DASH if one.back.value != one.back.value else f"{one.back.value:.0%}"


def before_table(found: Sequenced) -> Table:
    """What pairs of steps gain by their order, and steps by coming first."""
    every = [*found.before, *found.first]
    by, places, unit = scaled(found.measure.unit, *(one.effect.value for one in every))
    table = tables.grid(f"What difference an order makes, {unit} (intervals hold together)", (
        ("plans in which", ""), ("gain", "right"), ("95 % interval", "right"), ("", "")))
    for one in every:
        words = f"{plain(one.first)} comes before {plain(one.second)}, not after" if one.second else f"{plain(one.first)} comes first, against all"
        clear = Text("clear" if is_clear(one.effect) else "luck may explain it", style="" if is_clear(one.effect) else "dim")
        table.add_row(words, figure(by * one.effect.value, places, True), tables.between(by * one.effect.low, by * one.effect.high, places, True), clear)
    return table


def companies_told(found: Sequenced) -> str:
    """Which companies live each plan, in words."""
    if found.counting.members < 2:
        return companies(found.companies)
    return f"{found.counting.members} plausible companies, {found.companies // found.counting.members} of each"


def provenance(found: Sequenced) -> str:
    """Where the numbers come from."""
    from sim import __version__
    from sim.lab.claims_runs import rules

    base, how = found.question.base, found.settings
    words = [f"trivox {__version__}", f"model {rules()[:10]}", f"base {base.fingerprint()[:10]}", f"seed {how.seed}",
             f"{counted(len(found.ranked), 'plan')} x {counted(found.companies, 'company', 'companies')} x {counted(found.question.weeks, 'week')}"]
    if found.chosen.ensemble is not None:
        about = found.chosen.about()
        words.insert(3, f"ensemble {about['source']} {str(about['hash'])[:10]} ({about['grade']})")
    words.append(f"leaders by luck alone: {share(found.luck_back)}")
    return " · ".join(words)
