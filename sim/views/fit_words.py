"""A fit as people read it: their numbers beside what members show, the situation that it takes, and in plain words what the numbers do not tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.lab.words import counted, figure, rounded, scaled
from sim.views import tables

if TYPE_CHECKING:
    from rich.table import Table

    from sim.lab.fit_report import HandleFound, NumberFound, Report
    from sim.lab.fit_whole import Whole

LEVELS = ("What no fit can tell: all members stand at the same usual levels by construction (leavers, margin, utilisation, mood, customers), so that a level "
          "says nothing about the numbers inside them. It says in which situation a company may be. Burn-out, vacancies, cost of staff and overtime are the "
          "exception: members differ in these by themselves.")
ASSUMED = "How much companies differ in each circumstance, and how far the model may be off, is assumed (docs/fit.md). Ranges: nine of ten."
MOST_PARAMETERS = 8


def in_unit(value: float, unit: str) -> str:
    """A number in its own unit, as short as can be read."""
    if not math.isfinite(value):
        return tables.DASH
    if unit.startswith("share"):
        return f"{figure(100.0 * value, 1)} %"
    return figure(value, 0 if unit == "points" else 2)


def numbers_table(found: Report) -> Table:
    """The company's numbers beside what weighted members show."""
    columns = (("your numbers", ""), ("usual", "right"), ("yours", "right"), ("members show", "right"), ("nine of ten members", "right"), ("off, SDs", "right"))
    made = tables.grid("Your numbers, and members in the situations that suit them best", columns)
    for one in found.numbers:
        span = f"{in_unit(one.low, one.unit)} to {in_unit(one.high, one.unit)}"
        made.add_row(one.title, in_unit(one.usual, one.unit), in_unit(one.yours, one.unit), in_unit(one.shown, one.unit), span, figure(one.off, 1, True))
    return made


def lever_value(value: float, unit: str) -> str:
    """A lever or condition in its natural unit: shares of hours as percentages, the rest as numbers."""
    by, places, _ = scaled(unit) if unit.startswith("share") else (1.0, 2, "")
    return f"{figure(by * value, places)}{' %' if by != 1.0 else ''}"


def situation_table(found: Report) -> Table:
    """The situation that it takes, beside the ordinary one."""
    from sim.scenario.keys import LEVER_KEYS

    columns = (("circumstance", ""), ("ordinary", "right"), ("yours, fitted", "right"), ("may be", "right"), ("of its doubt is left", "right"))
    made = tables.grid("The situation that makes members look like you", columns)
    for one in found.handles:
        unit = LEVER_KEYS[one.name].unit
        left = f"{100.0 * min(one.left, 1.0):.0f} %" + ("" if one.says else ": hardly told")
        span = f"{lever_value(one.low, unit)} to {lever_value(one.high, unit)}"
        made.add_row(f"{one.title} ({one.name})", lever_value(one.ordinary, unit), lever_value(one.fitted, unit), span, left)
    return made


def verdict(found: Report) -> str:
    """Whether any member looks like the company, and on what."""
    if found.outside:
        near = f"nearest on {', '.join(found.near)}" if found.near else "near on none of your numbers"
        far = ", ".join(found.far) or "all of them together"
        return f"No plausible company of ours looks like yours: {near}; off on {far}. What follows is what comes nearest, and no more."
    beyond = [one.title for one in found.numbers if abs(one.off) >= 2.0]
    also = f" Not on {', '.join(beyond)}: no member comes there in any situation that is looked at." if beyond else ""
    return f"There are plausible companies of ours that look like yours.{also}"


def weights_words(found: Report) -> str:
    """How far the numbers tell members apart."""
    text = (f"Weights: {counted(found.members, 'member')} say as much as {rounded(found.effective)} of equal weight; the heaviest carries "
            f"{100 * found.heaviest:.0f} %. Of what parts their scores, {100 * found.repeats:.0f} % repeats under other luck; the rest was taken out.")
    if found.repeats < 0.2:
        return text + " So your numbers hardly tell our members apart: all of them stay about as plausible as before."
    return text + (" The answer hangs on few members: take a larger ensemble, or read it as a few examples." if found.few else "")


HARDLY = 1e-3
"""Where weights dealt by lot would move no number by this many SDs, members weigh alike, and what remains is rounding."""


def parameters_words(found: Report) -> str:
    """Which uncertain numbers became better known."""
    if not found.looked_at or not math.isfinite(found.moves_by_luck) or found.moves_by_luck < HARDLY:
        return "Uncertain numbers: too few members, or members that do not differ."
    luck = f"(weights dealt by lot would move one of them by {figure(found.moves_by_luck, 2)} SD)"
    if not found.parameters:
        return f"Uncertain numbers: none of {found.looked_at} moved or narrowed more than chance does {luck}. They are as wide as before."
    some = [f"{one.name} ({rounded(one.before)} to {rounded(one.after)}, {100 * min(one.left, 1.0):.0f} % of its spread left)" for one in found.parameters]
    more = f", and {len(some) - MOST_PARAMETERS} more" if len(some) > MOST_PARAMETERS else ""
    told = f"{len(some)} of {found.looked_at} moved or narrowed more than chance does {luck}: {', '.join(some[:MOST_PARAMETERS])}{more}"
    return f"Uncertain numbers: {told}. All others are as wide as before."


def told_words(handles: Sequence[HandleFound]) -> str:
    """Which circumstances the numbers speak of, and which not."""
    if not handles:
        return "Situation: your numbers speak of no circumstance that is looked for, or you told all of them."
    says, not_said = [one.title for one in handles if one.says], [one.title for one in handles if not one.says]
    parts = [f"your numbers speak of {', '.join(says)}"] if says else ["your numbers narrow no circumstance by more than a fifth"]
    parts += [f"they hardly speak of {', '.join(not_said)}, which stay near the ordinary for want of better"] if says and not_said else []
    odd = [one.title for one in handles if abs(one.from_ordinary) >= 2.0]
    parts += [f"unusual is {', '.join(odd)}"] if odd else []
    return f"Situation: {'; '.join(parts)}."


def common_words(numbers: Sequence[NumberFound]) -> str:
    """What members show when all live the one situation that the scenario holds."""
    shown = ", ".join(f"{one.title} {in_unit(one.together, one.unit)}" for one in numbers)
    return f"In the one situation that the scenario file holds, weighted members show: {shown}."


def tell(whole: Whole) -> None:
    """The whole answer for people."""
    out, found = tables.console(), whole.report
    size = whole.scenario.organisation
    out.print()
    out.print(f"{whole.company.name}: {counted(len(found.numbers), 'number')} of {counted(whole.company.employees, 'employee')}", style="bold", soft_wrap=True)
    tables.paragraph(out, f"As {counted(size.units, 'unit')} of {size.teams_per_unit} x {size.team_size} people in the model; lived as "
                          f"{whole.lived.organisation.employees} people by {counted(found.members, 'member')}.", style="dim")
    for line in whole.company.notes:
        tables.paragraph(out, line, style="dim")
    tables.paragraph(out, verdict(found), style="bold red" if found.outside else "bold")
    out.print(numbers_table(found))
    out.print()
    if found.handles:
        out.print(situation_table(found))
        out.print()
    for text in (told_words(found.handles), weights_words(found), parameters_words(found), common_words(found.numbers)):
        tables.paragraph(out, text)
    tables.paragraph(out, f"{LEVELS} {ASSUMED}", style="dim")


def as_json(whole: Whole) -> dict[str, Any]:
    """The answer to `trivox fit --json`."""
    from sim.lab.fit_files import situation_of
    from sim.lab.fit_report import plain

    found = whole.report
    members = [{"name": name, "weight": float(weight), "misfit": float(misfit)}
               for name, weight, misfit in zip(whole.fit.names, whole.fit.weights, whole.fit.misfit, strict=True)]
    return {"kind": "trivox fit", "company": {"employees": whole.company.employees, "teams": whole.company.teams, "notes": list(whole.company.notes)},
            "organisation": whole.scenario.organisation._asdict(), "base": situation_of(whole.fit), **plain(found),
            "sentences": [verdict(found), told_words(found.handles), weights_words(found), parameters_words(found)], "weights": members,
            "provenance": whole.provenance}


