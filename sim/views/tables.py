"""Tables for people at a terminal, made to be read in a hundred columns."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.lab.words import amount, span, unit_words

if TYPE_CHECKING:
    from sim.lab.compare import Comparison, Difference
    from sim.lab.result import Result
    from sim.measures import Measure

WIDTH = 100


def console() -> Console:
    """Where answers are printed. Text is never read as markup; without a terminal the width is 100 columns (or COLUMNS)."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else WIDTH
    return Console(markup=False, emoji=False, highlight=False, width=width)


def grid(title: str, columns: Iterable[tuple[str, str]]) -> Table:
    """An empty table with a title; each column is (name, "left" or "right")."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for name, side in columns:
        table.add_column(Text(name), justify="right" if side == "right" else "left", no_wrap=side == "right", overflow="fold")
    return table


def _between(low: float, high: float, unit: str, sign: bool = False) -> str:
    if low != low or high != high:
        return "-"
    ends = [amount(end, unit, sign) for end in (low, high)]
    if unit.startswith("share") and not sign:
        ends[0] = ends[0].removesuffix(" %")
    return f"{ends[0]} to {ends[1]}"


def run_table(result: Result) -> Table:
    """The headline measures of one result: at the start, in the last year, and how far companies lie apart."""
    last = span(min(result.weeks, 52))
    companies = f"{result.replications} identical companies" if result.replications > 1 else "one company"
    columns = (("measure", ""), ("unit", ""), ("first week", "right"), (f"last {last}", "right"), ("80 % of companies", "right"))
    table = grid(f"{result.name}: the last {last} of {span(result.weeks)}, {companies}", columns)
    group = ""
    for row in result.summary():
        about = result.measure(row["measure"])
        if group and about.group != group:
            table.add_section()
        group = about.group
        unit = about.unit
        table.add_row(about.title, unit_words(unit), amount(row["first_week"], unit), amount(row["mean"], unit), _between(row["low"], row["high"], unit))
    return table


def compare_table(comparison: Comparison, place: int) -> Table:
    """One scenario against the baseline: means of the last year, paired difference with its interval, and how many companies fare better."""
    from sim.measures import HEADLINES

    ours, theirs = comparison.labels[place], comparison.labels[comparison.baseline]
    last, all_weeks = span(min(comparison.weeks, 52)), span(comparison.weeks)
    title = f"{ours} against {theirs}: the last {last} of {all_weeks}, {comparison.replications} pairs of identical companies"
    columns = (
        ("measure", ""),
        ("unit", ""),
        (short(theirs), "right"),
        (short(ours), "right"),
        ("difference", "right"),
        ("95 % interval", "right"),
        ("better in", "right"),
    )
    table = grid(title, columns)
    group = ""
    for name in HEADLINES:
        row, about = comparison.difference(name, scenario=place), comparison.base.measure(name)
        if group and about.group != group:
            table.add_section()
        group = about.group
        unit = row.unit
        table.add_row(
            row.title,
            unit_words(unit),
            amount(row.baseline, unit),
            amount(row.scenario, unit),
            Text(amount(row.mean, unit, sign=True), style=_style(row)),
            _between(row.low, row.high, unit, sign=True),
            better_in(row),
        )
    return table


def _style(row: Difference) -> str:
    """Green for clearly better, red for clearly worse, dim for what luck may explain."""
    if not row.is_clear:
        return "dim"
    if row.direction == "none":
        return ""
    return "green" if (row.mean > 0) == (row.direction == "up") else "red"


def better_in(row: Difference) -> str:
    """In how many pairs the scenario is better; for measures of which neither way is better, in how many it is higher."""
    if not row.pairs:
        return "-"
    return f"{row.better}/{row.pairs}" + (" up" if row.direction == "none" else "   ")


def short(label: str, most: int = 16) -> str:
    """A label cut to fit above a column."""
    return label if len(label) <= most else label[: most - 1] + "…"


def measures_table(measures: Sequence[Measure]) -> Table:
    """All measures: name, unit and direction on the left, what they are on the right."""
    table = grid("Measures: what is read off a run", (("measure", ""), ("unit, and what is better", ""), ("what it is", "")))
    group = ""
    for one in measures:
        if group and one.group != group:
            table.add_section()
        group = one.group
        better = {"up": ", higher", "down": ", lower", "none": ""}[one.better]
        table.add_row(Text(one.id, style="bold"), one.unit + better, one.formula + ("" if one.sight == "truth" else f" ({one.sight}, not the truth)"))
    return table


def differences_table(rows: Sequence[tuple[str, Any, Any]], mine: str, base: str) -> Table:
    """Every setting in which a scenario differs from another."""
    table = grid(f"What {mine} changes against {base}", (("setting", ""), (short(base, 30), ""), (short(mine, 30), "")))
    for path, ours, theirs in rows:
        table.add_row(path, setting_words(theirs), setting_words(ours))
    return table


def setting_words(value: Any) -> str:
    """A setting as a person reads it; a change in time as `ramp to 0.3 from week 13`."""
    if value is None:
        return "-"
    if isinstance(value, list):
        return "; ".join(setting_words(one) for one in value) or "none"
    if isinstance(value, dict):
        rest = ", ".join(f"{key} {setting_words(one)}" for key, one in value.items() if key not in ("lever", "kind", "shape"))
        return f"{value.get('shape', value.get('kind', ''))}: {rest}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def paragraph(out: Console, text: str, style: str = "") -> None:
    """A text with a margin."""
    out.print(Padding(Text(text, style=style), (0, 0, 1, 2)))


def provenance_line(results: Sequence[Result]) -> str:
    """Where the numbers come from, in one line."""
    first = results[0].provenance
    libraries = first.get("libraries")
    words = [
        f"trivox {first.get('version', '?')}",
        f"model {str(first.get('source_hash', '?'))[:10]}",
        "scenarios " + " ".join(result.scenario.fingerprint()[:10] for result in results),
        f"seed {first.get('seed', '?')}",
        f"{results[0].replications} x {results[0].weeks} weeks",
    ]
    if isinstance(libraries, dict):
        words.append(", ".join(f"{name} {version}" for name, version in sorted(libraries.items())))
    return " · ".join(words)
