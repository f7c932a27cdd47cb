"""The measures as a person reads them: unit, what is better, what each is and how to read it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from sim.measures import MEASURES, OUTCOMES, Measure, Outcome, columns
from sim.policy import LEVERS
from sim.scenario.errors import ScenarioError, cut, one_line, one_of_these
from sim.views.tables import grid
from sim.views.texts import Texts

LEFT, MIDDLE = 26, 16
"""Most columns that names and units take."""

ALL: dict[str, Measure | Outcome] = {**MEASURES, **OUTCOMES}
"""Everything that is measured: by week, of a run, of pairs, of policies."""


def chosen(name: str | None) -> list[Measure | Outcome]:
    """All measures and outcomes, or the one named, or those of the group named. Raises ScenarioError naming the nearest."""
    if name is None:
        return list(ALL.values())
    if name in ALL:
        return [ALL[name]]
    found = [one for one in ALL.values() if one.group == name]
    if found:
        return found
    if name in LEVERS:
        raise ScenarioError([f'"{name}" is no measure but a lever - `trivox levers {name}`'])
    hint = one_of_these(name, [*ALL, *dict.fromkeys(one.group for one in ALL.values())])
    raise ScenarioError([f'"{cut(one_line(name))}" is no measure' + (f" - {hint}" if hint else "") + " - `trivox measures` lists all"])


def table(measures: Sequence[Measure | Outcome], texts: Texts) -> Table:
    """Name, unit and direction on the left, what a measure is and how to read it on the right; of a single one also how it is computed."""
    heads = ((texts.say("measure_left"), ""), (texts.say("measure_middle"), ""), (texts.say("measure_right"), ""))
    made = grid(texts.say("measures"), heads)
    made.columns[0].max_width, made.columns[1].max_width = LEFT, MIDDLE
    group = ""
    for one in measures:
        if group and one.group != group:
            made.add_section()
        group = one.group
        made.add_row(_name(one, texts), texts.say(one.better, unit=texts.unit(one.unit)), _words(one, texts, whole=len(measures) == 1))
    return made


def _name(one: Measure | Outcome, texts: Texts) -> Text:
    name = texts.measure(one).name
    text = Text(one.id, style="bold")
    return text if name == one.id.replace("_", " ") else text.append(f"\n{name}", style="not bold")


def _words(one: Measure | Outcome, texts: Texts, whole: bool) -> Text:
    about = texts.measure(one)
    text = Text(about.what)
    if one.sight != "truth":
        text.append(f" ({texts.say(one.sight)})")
    text.append(f"\n{about.read}", style="dim")
    if whole:
        if about.what != one.formula:
            text.append("\n" + texts.say("formula", text=one.formula), style="dim")
        if one.needs:
            text.append("\n" + texts.say("columns", text=", ".join(sorted(columns(one.id)))), style="dim")
        text.append("\n" + texts.say("group", text=texts.group(one.group)), style="dim")
    return text
