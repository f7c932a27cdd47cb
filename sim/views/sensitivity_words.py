"""What matters for an outcome, as people read it: a ranked table, what luck does, and the same as JSON and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.lab import words
from sim.lab.finished import left_out
from sim.lab.sensitivity import Rank, Sensitivity
from sim.lab.words import agree, amount, counted
from sim.measures.intervals import Estimate
from sim.views import tables
from sim.views.answer_files import Table
from sim.views.finding import Told

if TYPE_CHECKING:
    from rich.table import Table as RichTable

HEADS = {"mu_star": "size (mu*)", "mu": "effect (mu)", "sigma": "sigma", "first": "alone (first)", "total": "in all (total)", "pawn": "PAWN index"}
SHOWN = {"morris": ("mu_star", "mu", "sigma"), "sobol": ("first", "total"), "pawn": ("pawn",)}
READING = {
    "morris": "Effects are for an input's whole range, in the outcome's unit. mu* is their mean size, sigma how much they vary with the other inputs (curves, "
              "interactions). Sizes cannot be below nought: luck alone gives an idle input the mu* that stands under \"by luck\".",
    "sobol": "Shares of the variance of the expected outcome, luck averaged out: alone, and together with others. What is much more in all than alone "
             "interacts.",
    "pawn": "How far the outcome's distribution moves when the input is held within a slice of its range (0 to 1). It is above nought by chance: an input that "
            "has nothing to do with the outcome stays below the figure under \"by chance\" in 95 of 100 cases.",
}
MOST_ROWS = 30
"""So many inputs are shown; tables and JSON hold all."""
HIDDEN = ("Luck hides what inputs do: at these replications the variance of the expected outcome cannot be told from nought, so that there is nothing to "
          "share out. More replications are needed, or nothing here matters.")
NOTHING_CLEAR = "No input stands out from what chance alone would give: more points or more replications are needed, or nothing here matters."
ONE_END = ("mu", "sigma")
"""Figures that stand in the table without their interval (files have it)."""
LEFT_IN = "One run a point: luck cannot be told from what inputs do together, and is left in these figures."


def answer_of(found: Sensitivity) -> Told[Sensitivity]:
    """The answer that can be printed, drawn and written."""
    return Told(found, tell, as_json, tables_of)


def tables_of(found: Sensitivity) -> Iterator[Table]:
    """Every table as (name, column names, rows)."""
    names = SHOWN[found.method]
    head = [column for name in names for column in (name, f"{name}_low", f"{name}_high")]
    yield "sensitivity", ("input", "kind", "unit", *head, "floor"), [
        (one.name, one.kind, one.unit, *(number for name in names for number in _ends(one.figures[name])), found.floor.get(one.name, math.nan))
        for one in found.ranks]
    yield "luck", ("part", "share", "low", "high"), [(name, *_ends(getattr(found.luck, name))) for name in ("inputs", "members", "luck", "luck_alone")]
    if found.path:
        yield "convergence", ("points", "input", found.lead, "low", "high"), [
            (step.points, name, *_ends(one)) for step in found.path for name, one in step.figures.items()]
    if found.pairs:
        yield "pairs", ("input", "other", "second", "low", "high"), [(one, other, *_ends(told)) for one, other, told in found.pairs]


def _ends(one: Estimate) -> tuple[float, float, float]:
    return one.value, one.low, one.high


def figure(one: Estimate, unit: str) -> str:
    """A figure in the outcome's unit, or as a plain share."""
    if not math.isfinite(one.value):
        return "-"
    return amount(one.value, unit) if unit else words.figure(one.value, 2)


def between(one: Estimate, unit: str) -> str:
    """Its interval."""
    if not (math.isfinite(one.low) and math.isfinite(one.high)):
        return "-"
    return f"{figure(Estimate(one.low), unit)} to {figure(Estimate(one.high), unit)}"


def table(found: Sensitivity) -> RichTable:
    """Inputs, what matters most first."""
    unit = found.asked.unit if found.method == "morris" else ""
    names = SHOWN[found.method]
    columns = [column for name in names for column in ((HEADS[name], "right"), *([] if name in ONE_END else [("95 %", "right")]))]
    floor = {"morris": "by luck", "pawn": "by chance"}.get(found.method) if found.floor else None
    made = tables.no_break(tables.grid(f"{found.asked.what}: what matters", [("input", ""), *columns, *([(floor, "right")] if floor else [])]))
    for rank in found.ranks[:MOST_ROWS]:
        told = [(rank.figures[name], name in ONE_END) for name in names]
        cells = [cell for one, alone in told for cell in (figure(one, unit), *([] if alone else [between(one, unit)]))]
        made.add_row(rank.name, *cells, *([figure(Estimate(found.floor[rank.name]), unit)] if floor else []), style="" if found.above_floor(rank) else "dim")
    return made


def percent(one: Estimate) -> str:
    """A share with its interval."""
    return f"{one.value:.0%} ({max(one.low, 0):.0%} to {min(one.high, 1):.0%})".replace("%", " %")


def luck(found: Sensitivity) -> str:
    """What luck does to one run, in sentences."""
    if not found.luck.known:
        return LEFT_IN
    parts = found.luck
    members = f", which company {percent(parts.members)}" if found.asked.values.shape[1] > 1 else ""
    alike = f"luck {percent(parts.luck)}: {percent(parts.luck_alone)} moves all points alike, the rest strikes one point and not another"
    mean = f"A point's mean over {counted(found.asked.runs, 'run')} holds less luck."
    return f"Of how single runs differ, inputs explain {percent(parts.inputs)}{members}, {alike}. {mean}"


def summary(found: Sensitivity) -> str:
    """What matters most, in a sentence, and how far the figures can be trusted."""
    clear = [one for one in found.ranks if found.above_floor(one)]
    if found.hidden or not clear:
        return f"{HIDDEN if found.hidden else NOTHING_CLEAR} {_drawn(found)}"
    first = clear[0]
    rivals = [one.name for one in clear[1:] if one.figures[found.lead].high >= first.figures[found.lead].low]
    among = f"{', '.join(rivals[:3])}{' and others' if len(rivals) > 3 else ''}"
    most = "matters most" if first is found.ranks[0] else "matters most of those that stand clear of chance"
    told = f"{first.name} {most}" + (f", though intervals do not tell it from {among}" if rivals else "")
    idle = len(found.ranks) - len(clear)
    return f"{told}. " + (f"{idle} of {counted(len(found.ranks), 'input')} cannot be told from one that does nothing. " if idle else "") + _drawn(found)


def rest(found: Sensitivity) -> str:
    """What the table leaves out, in a sentence."""
    many = len(found.ranks) - MOST_ROWS
    less = f"{counted(many, 'input')} that {agree(many, 'matters', 'matter')} less"
    return f"{less} {agree(many, 'is', 'are')} not shown; --csv and --json hold all." if many > 0 else ""


def _drawn(found: Sensitivity) -> str:
    units = {"morris": "trajectory", "sobol": "block", "pawn": "point"}[found.method]
    text = f"From {counted(found.blocks, units, 'trajectories' if units == 'trajectory' else '')}"
    text += f" ({counted(len(found.asked.points), 'point')})" if found.method != "pawn" else ""
    lost = f"; {counted(found.dropped, 'point')} of broken {'trajectories' if units == 'trajectory' else 'blocks'} not used" if found.dropped else ""
    return f"{text}{lost}. {left_out(found.asked)}".strip()


def tell(found: Sensitivity) -> None:
    """The whole answer for people."""
    out = tables.console()
    out.print()
    out.print(table(found))
    out.print()
    for text in (rest(found), summary(found), luck(found)):
        if text:
            tables.paragraph(out, text)
    if found.pairs:
        told = [f"{one} with {other} {figure(pair, '')} ({between(pair, '')})" for one, other, pair in found.pairs[:3] if pair.low > 0]
        tables.paragraph(out, f"Pairs that work together beyond what each does alone: {'; '.join(told) or 'none that is clear'}.")
    tables.paragraph(out, READING[found.method], style="dim")


def as_json(found: Sensitivity) -> dict[str, Any]:
    """The answer to `trivox sensitivity --json`."""
    about = found.asked
    return {
        "kind": "trivox sensitivity", "method": found.method, "outcome": about.outcome, "title": about.title, "unit": about.unit, "arm": about.arm,
        "baseline": about.baseline or None, "points": len(about.points), "blocks": found.blocks, "runs_a_point": about.runs,
        "points_left_out": about.left_out, "points_not_used": found.dropped, "luck_taken_out": found.freed, "luck": asdict(found.luck),
        "inputs": [_rank(found, one) for one in found.ranks],
        "pairs": [{"inputs": [one, other], "second": asdict(pair)} for one, other, pair in found.pairs],
        "convergence": [{"points": step.points, found.lead: {name: asdict(one) for name, one in step.figures.items()}} for step in found.path],
        "sentence": summary(found),
    }


def _rank(found: Sensitivity, one: Rank) -> dict[str, Any]:
    raw = {name: asdict(told) for name, told in found.raw.get(one.name, {}).items()}
    return {"input": one.name, "kind": one.kind, "unit": one.unit, **{name: asdict(told) for name, told in one.figures.items()},
            "floor": found.floor.get(one.name), "above_floor": found.above_floor(one), "luck_left_in": raw}
