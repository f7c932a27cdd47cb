"""What commands print for people: tables, a verdict, which files were written, and where the numbers come from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from sim.lab.words import counted, ended, euro
from sim.scenario.errors import one_line
from sim.views import course_words, member_tables, tables

if TYPE_CHECKING:
    from rich.console import Console

    from sim.lab.compare import Comparison
    from sim.lab.result import Result
    from sim.scenario import Scenario

MOST_FILES = 12
BESIDE = 72
"""From so many columns on the names of scenarios stand beside what they are, below it above."""


def run(result: Result) -> None:
    """One result."""
    from sim.lab.verdict import room_words

    out = tables.console()
    _heading(result.title, result.scenario.question)
    if not result.weeks:
        return tables.paragraph(out, "No week was run, so there is nothing to show.")
    _say_ended(out, [(result.name, result)])
    out.print(tables.run_table(result))
    out.print()
    if room := room_words(result.name, result):
        tables.paragraph(out, room)
    if result.weeks >= 52:
        tables.paragraph(out, f"Luck alone moves one company's profit of one year by about {euro(result.luck_of_a_year())} up or down (one SD).")
    return None


def note(text: str) -> None:
    """What somebody must know to read the answer right, on the error stream, also with --quiet."""
    if text:
        print(f"trivox: note: {text}", file=sys.stderr, flush=True)


def compare(comparison: Comparison) -> None:
    """Each scenario against the baseline, with its verdict."""
    out = tables.console()
    if not comparison.weeks:
        return tables.paragraph(out, "No week was run, so there is nothing to compare.")
    _say_ended(out, list(zip(comparison.labels, comparison.results, strict=True)))
    for place in comparison.others:
        out.print((member_tables if comparison.several else tables).compare_table(comparison, place, out.width))
        out.print()
        if comparison.several:
            tables.paragraph(out, member_tables.READING, style="dim")
        tables.paragraph(out, comparison.verdict(place))
        gaps = comparison.results[place].scenario.differences(comparison.base.scenario)
        if gaps:
            names = [course_words.row_words(path).split(".", 1)[-1] for path, _, _ in course_words.gathered(gaps)]
            more = f" and {len(names) - 8} more" if len(names) > 8 else ""
            tables.paragraph(out, f"They differ in: {', '.join(names[:8])}{more}.", style="dim")
    return None


def _say_ended(out: Console, results: Sequence[tuple[str, Result]]) -> None:
    """Before any number: which companies could no longer pay, and when."""
    for label, result in results:
        if weeks := result.ended():
            tables.paragraph(out, f"{label}: {ended(weeks, result.replications)}.", style="bold red")


def closing(results: Sequence[Result], files: Sequence[Path]) -> None:
    """Which files were written, and where the numbers come from."""
    out = tables.console()
    for path in files[:MOST_FILES]:
        out.print(f"  wrote {one_line(str(path))}", soft_wrap=True)
    if len(files) > MOST_FILES:
        out.print(f"  and {len(files) - MOST_FILES} more files in the same folders")
    tables.paragraph(out, tables.provenance_line(results), style="dim")


def library(found: Sequence[Scenario], every: int) -> None:
    """The scenarios that come along, or some of so many."""
    out = tables.console()
    head = f"The {every} scenarios that come along" if len(found) == every else f"{len(found)} of the {every} scenarios that come along"
    if out.width < BESIDE:
        for one in found:
            out.print(Text(one.name, style="bold"))
            tables.paragraph(out, "\n".join(part for part in (one.title, one.question) if part))
    else:
        table = tables.no_break(tables.grid(head, (("name", ""), ("what it is, and what it asks", ""))))
        for one in found:
            table.add_row(Text(one.name, style="bold"), Text(one.title).append(f"\n{one.question}" if one.question else "", style="dim"))
        out.print(table)
    out.print("`trivox show NAME` tells what one of them changes; `trivox compare reference NAME` runs it.")


def scenario(one: Scenario, base: Scenario) -> None:
    """A scenario and what it changes."""
    out = tables.console()
    _heading(one.title or one.name, one.question)
    gaps = one.differences(base)
    if gaps:
        out.print(tables.differences_table(one, base, (base.name, one.name if one.name != base.name else "as changed")))
    else:
        tables.paragraph(out, f"Nothing differs from {base.name}.")
    out.print()
    size = one.organisation
    people = [counted(size.employees, "employee"), counted(size.teams, "team"), counted(size.units, "unit"), counted(size.customers, "customer")]
    often = f"{counted(one.weeks, 'week')}, {counted(one.replications, 'replication')}, seed {one.seed}"
    lines = [f"{people[0]} in {people[1]} of {people[2]}, {people[3]}; {often}"]
    lines += [f"look at: {one.look_at}"] if one.look_at else []
    lines += [f"source: {one.source}"] if one.source else []
    lines += [_price_words(one)]
    tables.paragraph(out, "\n".join(lines), style="dim")


def _price_words(one: Scenario) -> str:
    """What the policy costs by its declared prices, and which scenarios claim to cost the same."""
    from sim.scenario import library, load_scenario
    from sim.scenario.budget import NAMES, price_of

    price = price_of(one)
    parts = ", ".join(f"{name} {euro(part)}" for name, part in zip(NAMES, price, strict=True) if round(part))
    words = f"price: {euro(price.total)} a head over {counted(one.weeks, 'week')}, beyond the reference" + (f" ({parts})" if parts else "")
    same = [entry.name for entry in library() if entry.name != one.name and load_scenario(entry.name).group == one.group] if one.group else []
    return words + (f"\nat the same price: {', '.join(same)}" if same else "")


def _heading(title: str, question: str) -> None:
    out = tables.console()
    out.print()
    out.print(one_line(title), style="bold")
    if question:
        out.print(question, style="italic")
    out.print()
