"""What commands print for people: tables, a verdict, which files were written, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.lab.words import euro
from sim.scenario.errors import one_line
from sim.views import tables

if TYPE_CHECKING:
    from sim.lab.compare import Comparison
    from sim.lab.result import Result
    from sim.scenario import Scenario

MOST_FILES = 12


def run(result: Result) -> None:
    """One result."""
    out = tables.console()
    _heading(result.title, result.scenario.question)
    if not result.weeks:
        return tables.paragraph(out, "No week was run, so there is nothing to show.")
    out.print(tables.run_table(result))
    out.print()
    if result.bankrupt():
        tables.paragraph(out, f"{result.bankrupt()} of {result.replications} companies went bankrupt.")
    if result.weeks >= 52:
        tables.paragraph(out, f"Luck alone moves one company's profit of one year by about {euro(result.luck_of_a_year())} up or down (one SD).")
    return None


def compare(comparison: Comparison) -> None:
    """Each scenario against the baseline, with its verdict."""
    out = tables.console()
    if not comparison.weeks:
        return tables.paragraph(out, "No week was run, so there is nothing to compare.")
    for place in comparison.others:
        out.print(tables.compare_table(comparison, place, out.width))
        out.print()
        tables.paragraph(out, comparison.verdict(place))
        gaps = comparison.results[place].scenario.differences(comparison.base.scenario)
        if gaps:
            names = [path.split(".", 1)[-1] for path, _, _ in gaps]
            more = f" and {len(names) - 8} more" if len(names) > 8 else ""
            tables.paragraph(out, f"They differ in: {', '.join(names[:8])}{more}.", style="dim")
    return None


def closing(results: Sequence[Result], files: Sequence[Path]) -> None:
    """Which files were written, and where the numbers come from."""
    out = tables.console()
    for path in files[:MOST_FILES]:
        out.print(f"  wrote {one_line(str(path))}", soft_wrap=True)
    if len(files) > MOST_FILES:
        out.print(f"  and {len(files) - MOST_FILES} more files in the same folders")
    tables.paragraph(out, tables.provenance_line(results), style="dim")


def library(found: Sequence[Scenario]) -> None:
    """The scenarios that come along."""
    table = tables.grid("Scenarios that come along", (("name", ""), ("title", ""), ("question", "")))
    for one in found:
        table.add_row(one.name, one.title, one.question)
    tables.console().print(table)


def scenario(one: Scenario, base: Scenario) -> None:
    """A scenario and what it changes."""
    out = tables.console()
    _heading(one.title or one.name, one.question)
    gaps = one.differences(base)
    if gaps:
        out.print(tables.differences_table(gaps, one.name if one.name != base.name else "as changed", base.name))
    else:
        tables.paragraph(out, f"Nothing differs from {base.name}.")
    out.print()
    size = one.organisation
    people = f"{size.employees:,} employees in {size.teams:,} teams of {size.units:,} units, {size.customers:,} customers"
    lines = [f"{people}; {one.weeks} weeks, {one.replications} replications, seed {one.seed}"]
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
    words = f"price: {euro(price.total)} a head over {one.weeks} weeks, beyond the reference" + (f" ({parts})" if parts else "")
    same = [entry.name for entry in library() if entry.name != one.name and load_scenario(entry.name).group == one.group] if one.group else []
    return words + (f"\nat the same price: {', '.join(same)}" if same else "")


def _heading(title: str, question: str) -> None:
    out = tables.console()
    out.print()
    out.print(one_line(title), style="bold")
    if question:
        out.print(question, style="italic")
    out.print()
