"""A trial as people read it: a table for each measure, what it means in sentences, and the same as JSON."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.lab.words import counted, figure, scaled
from sim.views import answers, tables

if TYPE_CHECKING:
    from rich.table import Table

    from sim.lab.result import Result
    from sim.lab.trial import Found, Seen

LEVEL = ("Levers are set for whole companies, so whole companies are drawn by lot: the model has no lever for one team or one branch alone. "
         "A company of one unit (--branches) stands for a branch that shares nothing with others; what would leak between treated and untreated "
         "branches of one firm is not in it.")
NEEDED = "Needed: companies with which four of five trials see the true effect. By lot alone: how often another lot parts companies as far."
DESIGNS = {"randomised": "drawn by lot, compared after", "before-after": "the same, change since before", "matched pairs": "a lot within matched pairs"}


def between(low: float, high: float, places: int) -> str:
    """Two ends of an interval, or a dash."""
    return f"{figure(low, places, True)} to {figure(high, places, True)}" if math.isfinite(low) and math.isfinite(high) else "-"


def places_for(one: Found) -> tuple[float, int, str]:
    """Factor, places and unit: as many places as the effect needs to be read."""
    by, places, unit = scaled(one.unit, one.truth, *(seen.effect for seen in one.seen))
    size = abs(by * one.truth) or abs(by * one.spread)
    return by, max(places, 1 - math.floor(math.log10(size)) if 0 < size < 1 else places), unit


def table(one: Found) -> Table:
    """What each design finds of one measure, and what is true."""
    by, places, unit = places_for(one)
    columns = (("how it is looked at", ""), ("effect", "right"), ("95 % interval", "right"), ("by lot alone", "right"), ("needed", "right"))
    made = tables.no_break(tables.grid(f"{one.title}, {unit}", columns))
    for seen in one.seen:
        chance = "" if not math.isfinite(seen.chance) else "< .001" if seen.chance < 0.001 else f"{seen.chance:.3f}"
        made.add_row(DESIGNS[seen.design], figure(by * seen.effect, places, True), between(by * seen.low, by * seen.high, places), chance, needed(one, seen))
    made.add_section()
    made.add_row("truth: the same companies twice", figure(by * one.truth, places, True), between(by * one.truth_low, by * one.truth_high, places), "", "")
    return made


def needed(one: Found, seen: Seen) -> str:
    """How many companies would do, in words."""
    count = one.needed.get(seen.design)
    return "-" if count is None else f"{count:,}"


def sentence(one: Found) -> str:
    """What the plain trial would have told, against the truth, and at which size it would be seen."""
    if not one.seen:
        return f"{one.title}: too few companies have a number in both lives."
    plain = one.seen[0]
    if not (one.truth_low > 0 or one.truth_high < 0):
        told = "sees an effect nevertheless: one trial in twenty does" if plain.is_clear else "sees none either"
        return f"{one.title}: even the same companies lived twice show no effect that stands out from luck; the trial by lot {told}."
    told = "misses it" if not plain.is_clear else "sees it" if plain.effect * one.truth > 0 else "sees the opposite"
    least = min(((count, name) for name, count in one.needed.items() if count is not None), default=None)
    size = f" At least {least[0]:,} companies are needed to see it in four trials of five ({DESIGNS[least[1]]})." if least else ""
    share = one.power["randomised"].get(plain.companies) if one.power else None
    often = "" if share is None else f"; {round(100 * share)} % of such trials see it"
    way = "higher" if one.truth > 0 else "lower"
    return f"{one.title}: truly {way}. This trial of {plain.companies:,} companies, compared after, {told}{often}.{size}"


def power_table(found: Sequence[Found]) -> Table | None:
    """How often trials of each size see the true effect."""
    sizes = sorted({size for one in found for powers in one.power.values() for size in powers})
    rows = [(one, design) for one in found for design in one.power if one.power[design]]
    if not sizes or not rows:
        return None
    title = "Share of trials that see the true effect, by number of companies"
    made = tables.no_break(tables.grid(title, [("", ""), *((f"{size:,}", "right") for size in sizes)]))
    for one, design in rows:
        made.add_row(f"{one.title}, {design}", *(f"{100 * one.power[design][size]:.0f} %" if size in one.power[design] else "" for size in sizes))
    return made


def tell(found: Sequence[Found], treatment: str, control: Result, from_week: int) -> None:
    """The whole answer for people."""
    out = tables.console()
    out.print()
    out.print(f"A trial: {treatment} from week {from_week}, in half of {counted(control.replications, 'company', 'companies')}", style="bold", soft_wrap=True)
    after, before = min(52, control.weeks - from_week), min(52, from_week)
    told = f"Looked at: the last {counted(after, 'week')} of {control.weeks}"
    told += f"; before: the {counted(before, 'week')} until week {from_week}. " if before else ". "
    tables.paragraph(out, told + NEEDED, style="dim")
    for one in found:
        out.print(table(one))
        out.print()
        tables.paragraph(out, sentence(one))
    if (powers := power_table(found)) is not None:
        out.print(powers)
        out.print()
    tables.paragraph(out, LEVEL, style="dim")


def as_json(found: Sequence[Found], control: Result, treatment: Result, from_week: int) -> dict[str, Any]:
    """The answer to `trivox trial --json`."""
    return {
        "kind": "trivox trial",
        "level": "company",
        "companies": control.replications,
        "weeks": control.weeks,
        "from_week": from_week,
        "settings": answers.differences(treatment.scenario, control.scenario),
        "scenario": answers.scenario(control.scenario),
        "treatment": answers.scenario(treatment.scenario),
        "provenance": answers.provenance(control),
        "measures": [
            {
                "measure": one.measure,
                "title": one.title,
                "unit": one.unit,
                "companies_with_data": one.twins.without.size,
                "designs": [dataclasses.asdict(seen) for seen in one.seen],
                "truth": {"effect": one.truth, "low": one.truth_low, "high": one.truth_high},
                "spread_of_companies": one.spread,
                "companies_needed": one.needed,
                "power": one.power,
                "sentence": sentence(one),
            }
            for one in found
        ],
    }
