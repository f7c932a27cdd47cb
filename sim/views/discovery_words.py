"""Where something happens, as people read it: boxes in plain words, how good they are on points held back, and the same as JSON and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.lab.discovery import Discovery, Limits, Region, covered, missed
from sim.lab.finished import left_out
from sim.lab.words import agree, counted
from sim.measures.intervals import Estimate
from sim.views import tables
from sim.views.answer_files import Table
from sim.views.finding import Told

if TYPE_CHECKING:
    from rich.table import Table as RichTable

READING = ("Coverage: of the points where it happens, the share that lies in the box; density: of the box's points, the share where it happens. Both are "
           "told for points that were held back and took no part in finding the box. By chance: how likely so dense a box would be if the limit did nothing. "
           "How often something happens in a sweep says how its points were drawn, not how likely it is in the world.")
MOST_TOLD, MISSED, BY_CHANCE = 3, 0.05, 0.05
"""So many boxes are told in words; where surely more than this share of the cases lies outside them, there is more to find; of the other
boxes those are named whose limits chance explains less well than this."""


def answer_of(found: Discovery) -> Told[Discovery]:
    """The answer that can be printed, drawn and written."""
    return Told(found, tell, as_json, tables_of)


def tables_of(found: Discovery) -> Iterator[Table]:
    """Every table as (name, column names, rows)."""
    yield "boxes", ("box", "by", "input", "low", "high", "chance", "coverage", "density", "mass", "held_coverage", "held_coverage_low",
                    "held_coverage_high", "held_density", "held_density_low", "held_density_high"), [
        (place, one.by, name, low, high, one.chance[name], one.coverage, one.density, one.mass, *_ends(one.held_coverage), *_ends(one.held_density))
        for place, one in enumerate(found.regions, 1) for name, (low, high) in one.limits.items()]
    about = found.asked
    yield "points", ("point", *about.names, about.outcome, "is_case", "held_back"), [
        (int(number), *map(float, point), float(mean), int(case), int(held))
        for number, point, mean, case, held in zip(about.numbers, about.points, about.means, found.cases, found.held, strict=True)]


def _ends(one: Estimate) -> tuple[float, float, float]:
    return one.value, one.low, one.high


def short(value: float) -> str:
    """A number of a range, in few digits."""
    return f"{value:.2g}" if abs(value) < 1 else f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def limit(name: str, low: float, high: float) -> str:
    """One limit in words."""
    if math.isfinite(low) and math.isfinite(high):
        return f"{name} lies from {short(low)} to {short(high)}"
    return f"{name} is {short(low)} or more" if math.isfinite(low) else f"{name} is {short(high)} or less"


def in_words(limits: Limits) -> str:
    """A box in plain words."""
    return " and ".join(limit(name, *ends) for name, ends in limits.items())


def percent(one: Estimate) -> str:
    """A share with its interval."""
    if not math.isfinite(one.value):
        return "no data"
    text = f"{one.value:.0%}" + (f" ({one.low:.0%} to {one.high:.0%})" if math.isfinite(one.low) else "")
    return text.replace("%", " %")


def sentence(found: Discovery, one: Region) -> str:
    """What a box says."""
    overall = f"{found.share.value:.0%}".replace("%", " %")
    dense = f"{percent(one.held_density)} of the points there, among those held back, against {overall} of all points"
    if not one.stands_out(found.share.value):
        return f"Where {in_words(one.limits)}: {dense} - luck and the choice of the box may explain that."
    return f"Where {in_words(one.limits)}: {dense}; {percent(one.held_coverage)} of the cases held back lie there."


def told_regions(found: Discovery) -> tuple[Region, ...]:
    """The boxes that are told in words: those that stand out, else the first."""
    return tuple(one for one in found.regions if one.stands_out(found.share.value))[:MOST_TOLD] or found.regions[:1]


def elsewhere(found: Discovery) -> str:
    """How often it happens where none of the boxes that are told lies, in a sentence; empty where they hold every case held back."""
    boxes = [one for one in told_regions(found) if one.stands_out(found.share.value)]
    if not boxes:
        return ""
    cases, points = missed(found, boxes)
    if not cases.value > 0:
        return ""
    where = f"{agree(len(boxes), 'this box', 'these boxes')}, where it happens at {percent(points)} of the points"
    told = f"{percent(cases)} of the cases held back lie outside {where}"
    rest = found.cases & ~covered(found.asked, boxes)
    others = [f"box {place}" for place, one in enumerate(found.regions, 1)
              if one not in boxes and max(one.chance.values()) < BY_CHANCE and (rest & covered(found.asked, [one])).any()]
    perhaps = f" {' and '.join(others).capitalize()} of the table {agree(len(others), 'holds', 'hold')} some, too few to tell from luck." if others else ""
    more = ": a further place that no box shows well, the edge of one, or luck (more points would tell)" if cases.low >= MISSED else ""
    return f"{told}{more}.{perhaps}"


def headline(found: Discovery) -> str:
    """How often it happens."""
    about = found.asked
    often = f"{about.what} {found.where}: in {percent(found.share)} of {counted(len(about.points), 'point')}"
    unsure = "" if not math.isfinite(found.doubtful) else f" Luck has put about {found.doubtful:.0%} of the points on the wrong side.".replace("%", " %")
    alone = " One run a point: luck is in it, and how much cannot be told." if about.values.shape[2] < 2 else ""
    return f"{often} (means over {counted(about.runs, 'run')}).{unsure}{alone} {left_out(about)}".strip()


def other_way(found: Discovery) -> str:
    """What happens at most points is told better the other way round."""
    if found.share.value <= 0.5 or not found.regions:
        return ""
    turned = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[found.where.sign]
    return f'It happens at most points; to see where it does not: --where "{turned} {found.where.limit:g}"'


def table(found: Discovery) -> RichTable:
    """Boxes with coverage and density."""
    columns = (("box", ""), ("where", ""), ("coverage", "right"), ("density", "right"), ("by chance", "right"))
    made = tables.grid(f"{found.asked.what} {found.where}: where", columns)
    for place, one in enumerate(found.regions, 1):
        worst = max(one.chance.values(), default=math.nan)
        chance = "-" if not math.isfinite(worst) else "< .001" if worst < 0.001 else f"{worst:.3f}"
        made.add_row(f"{place} {one.by.split()[0]}", "\n".join(limit(name, *ends) for name, ends in one.limits.items()), percent(one.held_coverage),
                     percent(one.held_density), chance, style="" if one.stands_out(found.share.value) else "dim")
    return made


def tell(found: Discovery) -> None:
    """The whole answer for people."""
    out = tables.console()
    out.print()
    tables.paragraph(out, headline(found))
    if found.regions:
        out.print(table(found))
        out.print()
        for one in told_regions(found):
            tables.paragraph(out, sentence(found, one))
    elif not found.notes:
        tables.paragraph(out, "No box stands out: where it happens does not hang on a few inputs in a simple way.")
    for note in (elsewhere(found), *found.notes, other_way(found)):
        if note:
            tables.paragraph(out, note)
    if found.regions:
        tables.paragraph(out, READING, style="dim")


def as_json(found: Discovery) -> dict[str, Any]:
    """The answer to `trivox discover --json`."""
    about = found.asked
    return {
        "kind": "trivox discover", "outcome": about.outcome, "title": about.title, "unit": about.unit, "arm": about.arm, "baseline": about.baseline or None,
        "where": str(found.where), "points": len(about.points), "points_left_out": about.left_out, "points_held_back": int(found.held.sum()),
        "runs_a_point": about.runs, "share": asdict(found.share), "doubtful": found.doubtful, "headline": headline(found),
        "elsewhere": elsewhere(found), "notes": list(found.notes),
        "boxes": [{**asdict(one), "limits": {name: {"low": low, "high": high} for name, (low, high) in one.limits.items()},
                   "stands_out": one.stands_out(found.share.value), "sentence": sentence(found, one)} for one in found.regions],
        "peeling": [{"coverage": coverage, "density": density} for coverage, density in found.path],
    }
