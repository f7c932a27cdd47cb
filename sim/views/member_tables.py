"""The table of a comparison over an ensemble at a terminal: beside each difference how much of it is luck, and how much is not known about companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from sim.lab.verdict_members import counted_pairs
from sim.lab.words import figure, last, scaled
from sim.views import tables
from sim.views.tables import ENDED, NARROW, NARROWER, WIDTH

if TYPE_CHECKING:
    from sim.lab.compare import Comparison

READING = ("Difference: mean of the companies, each as much as any other, with its 95 % interval over companies; better in: companies, by their means. "
           "Luck: how far luck moves one company's difference; not known: how far companies lie apart besides (both one SD).")


def compare_table(comparison: Comparison, place: int, width: int = WIDTH) -> Table:
    """One scenario against the baseline: the difference with its interval over members, in how many it is better, luck, and what is not known."""
    from sim.measures import HEADLINES

    ours, theirs = comparison.labels[place], comparison.labels[comparison.baseline]
    table = tables.grid(f"{ours} against {theirs}: {last(comparison.weeks)}, {counted_pairs(comparison)}", _columns(width, theirs))
    group = ""
    for name in HEADLINES:
        group = tables.block_of(comparison.base, table, group, name)
        table.add_row(*_row(comparison, place, name, width))
    return table


def _columns(width: int, theirs: str) -> list[tuple[str, str]]:
    """The heads; in narrow terminals some stand under others."""
    base = (theirs if len(theirs) <= 12 else "baseline", "right")
    if width >= NARROW:
        return [("measure", ""), base, ("difference", "right"), ("95 % interval", "right"), ("better in", ""), ("luck", "right"), ("not\nknown", "right")]
    if width >= NARROWER:
        return [("measure", ""), base, ("difference\n95 % interval", "right"), ("better in", ""), ("luck\nnot known", "right")]
    return [("measure", ""), ("difference\n95 % interval\nbetter in", "right"), ("luck\nnot known", "right")]


def _row(comparison: Comparison, place: int, name: str, width: int) -> list[str | Text]:
    """The cells of one measure."""
    row = comparison.difference(name, scenario=place)
    gone = [tables.is_ended(result, name) for result in (comparison.base, comparison.results[place])]
    known = [comparison.alone(name, which) for which in (comparison.baseline, place)] if any(gone) else [row.baseline, row.scenario]
    by, places, unit = scaled(row.unit, *known)
    first, base = tables.named(row.title, unit), ENDED if gone[0] else figure(by * known[0], places)
    if any(gone):
        told = Text(ENDED if gone[1] else figure(by * known[1], places))
        return [first, base, told] if width >= NARROWER else [first, told]
    told = Text(figure(by * row.mean, places, sign=True), style=tables.style_of(row))
    inside, better = tables.between(by * row.low, by * row.high, places, sign=True), tables.better_in(row)
    luck, unknown = (figure(by * value, places) if value == value else "-" for value in ((row.over.luck, row.over.unknown) if row.over else ()))
    if width >= NARROW:
        return [first, base, told, inside, better, luck, unknown]
    told.append(f"\n{inside}" if width >= NARROWER else f"\n{inside}\n{better}")
    return [first, base, told, better, f"{luck}\n{unknown}"] if width >= NARROWER else [first, told, f"{luck}\n{unknown}"]
