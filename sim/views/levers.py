"""The levers as a person reads them: what each does, what it costs, and how it is overdone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from sim.policy import LEVERS, Policy
from sim.scenario.errors import ScenarioError, cut, did_you_mean, one_line
from sim.views.tables import grid
from sim.vocabulary import Lever, Row, rows


def chosen(name: str | None) -> list[str]:
    """All levers, or the one named, or those of the group named. Raises ScenarioError naming the nearest."""
    groups = {row.name: row.about.group for row in rows(Policy)}
    if name is None:
        return list(LEVERS)
    if name in groups:
        return [name]
    found = [lever for lever, group in groups.items() if group == name]
    if found:
        return found
    hint = did_you_mean(name, [*LEVERS, *dict.fromkeys(groups.values())])
    raise ScenarioError([f'"{cut(one_line(name))}" is no lever' + (f" - {hint}" if hint else " - `trivox levers` lists them")])


def price(lever: Lever) -> str:
    """What a lever costs for each unit above its reference."""
    parts = [
        f"€ {lever.euro_once:,.0f} a head once" if lever.euro_once else "",
        f"€ {lever.euro_per_year:,.0f} a head a year" if lever.euro_per_year else "",
        f"{lever.hours_per_person:g} hours a week of each person" if lever.hours_per_person else "",
        f"{lever.manager_hours:g} hours a week of each manager" if lever.manager_hours else "",
        f"{lever.leader_hours:g} hours a week of each leader" if lever.leader_hours else "",
    ]
    listed = ", ".join(part for part in parts if part)
    own = next((part.strip() for part in lever.source.split(";") if part.strip().startswith("cost is")), "")
    return listed or own.removeprefix("cost is ") or "nothing of its own"


def table(names: Sequence[str]) -> Table:
    """Levers with range, unit and reference on the left; meaning, price and overdose on the right."""
    made = grid("Levers: what leaders can choose", (("lever, range, reference", ""), ("what it is, what it costs, how it is overdone", "")))
    group = ""
    for row in rows(Policy):
        if row.name in names:
            if group and row.about.group != group:
                made.add_section()
            group = row.about.group
            made.add_row(_name(row), _words(row, whole=len(names) == 1))
    return made


def _name(row: Row) -> Text:
    unit = "" if row.about.unit == "0-1" else f" {row.about.unit}"
    text = Text(row.name, style="bold")
    return text.append(f"\n{row.about.low:g} to {row.about.high:g}{unit}\nreference {row.default:g}", style="not bold")


def _words(row: Row, whole: bool) -> Text:
    lever: Lever = row.about
    text = Text(lever.meaning)
    text.append(f"\nprice: {price(lever)}", style="dim")
    text.append(f"\noverdone: {lever.overdose}", style="dim")
    if whole:
        text.append(f"\npractice follows policy: {lever.ramp_weeks:g} weeks up, {lever.fade_weeks:g} weeks back", style="dim")
        text.append(f"\ngroup: {lever.group}\nsource: {lever.source}", style="dim")
    return text
