"""The levers as a person reads them: what each is and does, what it costs, and how it is overdone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from sim.policy import LEVERS, Policy
from sim.scenario.errors import ScenarioError, cut, one_line, one_of_these
from sim.views.tables import grid
from sim.views.texts import Texts
from sim.vocabulary import Lever, Row, rows

LEFT = 30
"""Most columns that names take."""

PRICES = ("euro_once", "euro_per_year", "hours_per_person", "manager_hours", "leader_hours")
"""What a lever can cost for each unit of dose above its reference."""


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
    from sim.measures import MEASURES, OUTCOMES

    if name in MEASURES or name in OUTCOMES:
        raise ScenarioError([f'"{name}" is no lever but a measure - `trivox measures {name}`'])
    hint = one_of_these(name, [*LEVERS, *dict.fromkeys(groups.values())])
    raise ScenarioError([f'"{cut(one_line(name))}" is no lever' + (f" - {hint}" if hint else "") + " - `trivox levers` lists all"])


def price(name: str, lever: Lever, texts: Texts) -> str:
    """What a lever costs for each unit above its reference."""
    found = {kind: getattr(lever, kind) for kind in PRICES if getattr(lever, kind)}
    listed = ", ".join(texts.say(kind, amount=texts.counted(amount, "hour") if "hours" in kind else amount) for kind, amount in found.items())
    return listed or texts.lever(name).price or texts.say("no_price")


def table(names: Sequence[str], texts: Texts) -> Table:
    """Levers with range, unit and reference on the left; meaning, effect, price and overdose on the right."""
    made = grid(texts.say("levers"), ((texts.say("lever_left"), ""), (texts.say("lever_right"), "")))
    made.columns[0].max_width = LEFT
    group = ""
    for row in rows(Policy):
        if row.name in names:
            if group and row.about.group != group:
                made.add_section()
            group = row.about.group
            made.add_row(_name(row, texts), _words(row, texts, whole=len(names) == 1))
    return made


def _name(row: Row, texts: Texts) -> Text:
    unit = "" if row.about.unit == "0-1" else f" {texts.unit(row.about.unit)}"
    name = texts.lever(row.name).name
    text = Text(row.name, style="bold")
    if name != row.name.replace("_", " "):
        text.append(f"\n{name}", style="not bold")
    text.append("\n" + texts.say("range", low=row.about.low, high=row.about.high, unit=unit), style="not bold")
    return text.append("\n" + texts.say("reference", value=row.default), style="not bold")


def _words(row: Row, texts: Texts, whole: bool) -> Text:
    lever: Lever = row.about
    about = texts.lever(row.name)
    text = Text(about.what)
    text.append("\n" + texts.say("does", text=about.does))
    text.append("\n" + texts.say("price", text=price(row.name, lever, texts)), style="dim")
    text.append("\n" + texts.say("overdone", text=about.overdone), style="dim")
    if whole:
        text.append("\n" + texts.say("delay", up=texts.counted(lever.ramp_weeks, "week"), back=texts.counted(lever.fade_weeks, "week")), style="dim")
        text.append("\n" + texts.say("group", text=texts.group(lever.group)), style="dim")
        text.append("\n" + texts.say("source", text=lever.source), style="dim")
    return text
