"""Tables for people at a terminal, made to be read in a hundred columns."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sim.lab.words import NO_DATA, companies, counted, figure, last, pairs, scaled
from sim.views import course_words

if TYPE_CHECKING:
    from sim.lab.compare import Comparison, Difference
    from sim.lab.result import Result
    from sim.scenario import Scenario

WIDTH = 100
NARROW, NARROWER = 96, 76
"""Below so many columns the interval stands under the difference; below so many more, the count of pairs as well."""
WEEKS_A_YEAR = 52
ENDED, DASH = "ended", "–"
"""What stands in the place of a number when no company was left to have one, or when there is none for another reason."""


def console() -> Console:
    """Where answers are printed. Text is never read as markup; without a terminal the width is 100 columns (or COLUMNS)."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else WIDTH
    return Console(markup=False, emoji=False, highlight=False, width=width)


def no_break(table: Table) -> Table:
    """The names in the first column stay whole; what stands beside them takes the lines that are left."""
    table.columns[0].no_wrap = True
    return table


def grid(title: str, columns: Iterable[tuple[str, str]]) -> Table:
    """An empty table with a title; each column is (name, "left" or "right")."""
    table = Table(title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for name, side in columns:
        table.add_column(Text(name), justify="right" if side == "right" else "left", no_wrap=side == "right", overflow="fold")
    return table


BLOCKS = {"voices": "voices", "people": "people", "hours": "hours", "money": "money"}


def block_of(results: Result, table: Table, group: str, name: str) -> str:
    """A blank line where the kind of measure changes."""
    block = BLOCKS.get(results.measure(name).group, "work and customers")
    if group and block != group:
        table.add_section()
    return block


def named(title: str, unit: str) -> str:
    """A measure with its unit, unless its name says it."""
    return title if unit.split(maxsplit=1)[0] in title.split() else f"{title}, {unit}"


def between(low: float, high: float, places: int, sign: bool = False) -> str:
    return "-" if low != low or high != high else f"{figure(low, places, sign)} to {figure(high, places, sign)}"


def run_table(result: Result) -> Table:
    """The headline measures of one result: at the start, in the last year, and how far companies lie apart."""
    columns = (("measure", ""), ("first week", "right"), ("mean" if result.weeks <= WEEKS_A_YEAR else "last year", "right"))
    several = [("80 % of companies", "right")] if result.replications > 1 else []
    table = grid(f"{result.name}: {last(result.weeks)}, {companies(result.replications)}", [*columns, *several])
    group = ""
    for row in result.summary():
        group = block_of(result, table, group, row["measure"])
        by, places, unit = scaled(row["unit"], row["first_week"], row["mean"])
        first, mean, low, high = (by * row[key] for key in ("first_week", "mean", "low", "high"))
        if is_ended(result, row["measure"]):
            table.add_row(named(row["title"], unit), figure(first, places), ENDED)
            continue
        if mean != mean:
            nothing = result.measure(row["measure"]).nothing or NO_DATA
            table.add_row(named(row["title"], unit), DASH if first != first else figure(first, places), *([DASH, nothing] if several else [nothing]))
            continue
        rest = [between(low, high, places)] if several else []
        table.add_row(named(row["title"], unit), figure(first, places), figure(mean, places), *rest)
    return table


def is_ended(result: Result, measure: str) -> bool:
    """Whether a measure has nothing to show because no company was left; sums since the start stay what they are."""
    return result.is_over() and not result.measure(measure).at_end


def compare_table(comparison: Comparison, place: int, width: int = WIDTH) -> Table:
    """One scenario against the baseline: means of the last year, paired difference with its interval, and how many companies fare better."""
    from sim.measures import HEADLINES

    ours, theirs = comparison.labels[place], comparison.labels[comparison.baseline]
    title = f"{ours} against {theirs}: {last(comparison.weeks)}, {pairs(comparison.replications)}"
    heads = heads_of(theirs, ours, 16 if width >= NARROWER else 12)
    columns = [("measure", ""), (heads[0], "right"), (heads[1], "right"), ("difference", "right")]
    more = [("95 % interval", "right"), ("better in", "")]
    table = grid(title, columns + (more if width >= NARROW else more[1:] if width >= NARROWER else []))
    if width < NARROW:
        table.columns[3].header = Text("difference\n95 % interval" + ("" if width >= NARROWER else "\nbetter in"))
    group = ""
    for name in HEADLINES:
        row = comparison.difference(name, scenario=place)
        group = block_of(comparison.base, table, group, name)
        gone = [is_ended(result, name) for result in (comparison.base, comparison.results[place])]
        unpaired = any(gone) or not row.pairs
        by, places, unit = scaled(row.unit, comparison.alone(name, comparison.baseline) if unpaired else row.baseline, row.scenario)
        base, value, gap, low, high = (by * number for number in (row.baseline, row.scenario, row.mean, row.low, row.high))
        if unpaired:
            known = [by * comparison.alone(name, which) for which in (comparison.baseline, place)]
            cells = [ENDED if over else DASH if value != value else figure(value, places) for over, value in zip(gone, known, strict=True)]
            why = "" if any(gone) else comparison.base.measure(name).nothing or NO_DATA
            table.add_row(named(row.title, unit), *cells, *_no_difference(why, len(table.columns) - 3))
            continue
        told = Text(figure(gap, places, sign=True), style=style_of(row))
        rest = [between(low, high, places, sign=True), better_in(row)]
        if width < NARROW:
            told.append("\n" + rest.pop(0))
        if width < NARROWER:
            told.append("\n" + rest.pop(0))
        table.add_row(named(row.title, unit), figure(base, places), figure(value, places), told, *rest)
    return table


def _no_difference(reason: str, cells: int) -> list[str]:
    """What stands in the place of a difference and of what goes with it: a dash, and why there is none."""
    return [DASH if reason else "", *[""] * (cells - 2), reason] if cells > 1 else [reason]


def heads_of(theirs: str, ours: str, most: int) -> tuple[str, str]:
    """The heads of the two columns of values: the names where both fit, else what they are; the table's title names them in full."""
    return (theirs, ours) if max(len(theirs), len(ours)) <= most else ("baseline", "this policy")


def style_of(row: Difference) -> str:
    """Green for clearly better, red for clearly worse, dim for what luck may explain."""
    return {"better": "green", "worse": "red", "unclear": "dim", "equal": "dim"}.get(shown_by(row), "")


def shown_by(row: Difference) -> str:
    """What the pairs show, in one word."""
    if row.pairs and row.equal == row.pairs:
        return "equal"
    if not row.is_clear:
        return "unclear"
    if row.direction == "none":
        return "higher" if row.mean > 0 else "lower"
    return "better" if (row.mean > 0) == (row.direction == "up") else "worse"


def better_in(row: Difference) -> str:
    """In how many pairs the scenario is better (higher, where neither way is better), and what that shows."""
    shown = shown_by(row)
    if shown == "equal" or row.pairs == 1:
        return shown if shown == "equal" else "one pair"
    better, whole = row.counted
    count = better if shown != "lower" else row.worse if row.over is None else row.over.members - row.over.better
    return f"{count}/{whole}, {shown}"


def differences_table(mine: Scenario, base: Scenario, names: tuple[str, str]) -> Table:
    """Every setting in which a scenario differs from another; `names` are those of the base and of the scenario."""
    heads = heads_of(*names, 24)
    if heads[0] == "baseline":
        heads = ("base", "here")
    table = no_break(grid(f"What {names[1]} changes against {names[0]}", (("setting", ""), (heads[0], ""), (heads[1], ""))))
    for path, ours, theirs in course_words.gathered(mine.differences(base)):
        cells = [setting_words(course_words.usual(path, value, one), one) for value, one in ((theirs, base), (ours, mine))]
        table.add_row(course_words.row_words(path), *cells)
    return table


def setting_words(value: Any, scenario: Scenario) -> str:
    """A setting as a person reads it; a change in time as `autonomy rises from 0.5 to 0.8 in week 13`."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return course_words.entries_words(value, scenario)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def paragraph(out: Console, text: str, style: str = "") -> None:
    """A text with a margin; amounts are not torn from their signs at the end of a line."""
    held = text.replace("€ ", "€\u00a0").replace(" %", "\u00a0%")
    lines = [textwrap.fill(line, max(out.width - 2, 20), break_on_hyphens=False) for line in held.split("\n")]
    out.print(Padding(Text("\n".join(lines).replace("\u00a0", " "), style=style), (0, 0, 1, 2)))


def provenance_line(results: Sequence[Result]) -> str:
    """Where the numbers come from, in one line."""
    first = results[0].provenance
    libraries, members = first.get("libraries"), results[0].members
    runs = f"{results[0].replications} x " if len(members) < 2 else f"{len(members)} members x {results[0].replications // len(members)} x "
    words = [
        f"trivox {first.get('version', '?')}",
        f"model {str(first.get('source_hash', '?'))[:10]}",
        "scenarios " + " ".join(result.scenario.fingerprint()[:10] for result in results),
        f"seed {first.get('seed', '?')}",
        runs + counted(results[0].weeks, "week"),
    ]
    if isinstance(about := first.get("ensemble"), dict):
        words.insert(4, f"ensemble {about['source']} {str(about['hash'])[:10]} ({about['grade']})")
    if isinstance(libraries, dict):
        words.append(", ".join(f"{name} {version}" for name, version in sorted(libraries.items())))
    return " · ".join(words)
