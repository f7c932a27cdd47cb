"""Tables of the generated documents, read from the declarations of levers, parameters, measures and events."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from sim.views.markdown import number, span, table
from sim.vocabulary import Column, Condition, Constant, Lever, Parameter, Row, rows


def declared(declaration: type, kind: type, path: str = "") -> Iterator[tuple[str, Row]]:
    """Every field of a declaration described by `kind`, with its dotted name; declarations within declarations are entered."""
    for name, hint in inspect.get_annotations(declaration, eval_str=True).items():
        if hasattr(hint, "_fields"):
            yield from declared(hint, kind, f"{path}{name}.")
    try:
        own = rows(declaration)
    except TypeError:
        return
    yield from ((f"{path}{row.name}", row) for row in own if isinstance(row.about, kind))


def parameters() -> str:
    """Uncertain numbers (X)."""
    from sim.parameters import Parameters

    body = [
        (f"`{name}`", number(row.default), span(row.about), row.about.unit, row.about.meaning, row.about.source, row.about.grade)
        for name, row in declared(Parameters, Parameter)
    ]
    return table(("parameter", "default", "range", "unit", "meaning", "source", "grade"), body)


def constants() -> str:
    """Numbers that the reference solver finds."""
    from sim.balance import Balance

    body = [(f"`{name}`", row.about.unit, number(row.about.target), row.about.meaning) for name, row in declared(Balance, Constant)]
    return table(("constant", "unit", "must produce", "meaning"), body)


def levers() -> str:
    """What leaders can choose (L): what each is, then its delays and prices."""
    from sim.policy import Policy

    body = [
        (f"`{name}`", row.about.group, number(row.default), span(row.about), row.about.unit, row.about.meaning, row.about.overdose, row.about.source)
        for name, row in declared(Policy, Lever)
    ]
    prices = [(f"`{n}`", *(number(x) for x in _price(r.about)), _own_price(r.about)) for n, r in declared(Policy, Lever)]
    head = ("lever", "weeks up", "weeks of neglect", "euro once", "euro a year", "hours a week of each person", "of each manager", "of each leader", "beside")
    return (
        table(("lever", "group", "reference", "range", "unit", "meaning", "overdone", "source"), body)
        + "\n\nDelays and prices. Practice follows policy with the weeks up away from the reference, and slides back with the weeks of neglect. "
        + "Prices count per unit of dose above the reference: money for each person employed, hours of each person, manager or leader. "
        + "Less than the reference saves as much.\n\n"
        + table(head, prices)
    )


def _price(lever: Lever) -> tuple[float, ...]:
    return (lever.ramp_weeks, lever.fade_weeks, lever.euro_once, lever.euro_per_year, lever.hours_per_person, lever.manager_hours, lever.leader_hours)


def _own_price(lever: Lever) -> str:
    """What a lever costs or saves that is no price of its own: hours set aside, pay, places."""
    notes = [part.strip() for part in lever.source.split(";")]
    return "; ".join(note for note in notes if note.startswith(("cost is", "saves"))) or "-"


def conditions() -> str:
    """What the world decides."""
    from sim.policy import World

    body = [(f"`{n}`", number(r.default), span(r.about), r.about.unit, r.about.meaning) for n, r in declared(World, Condition)]
    return table(("condition", "ordinary", "range", "unit", "meaning"), body)


def record() -> str:
    """What is written down each week."""
    return table(("column", "unit", "meaning"), [(f"`{name}`", row.about.unit, row.about.meaning) for name, row in _weekly()])


def _weekly() -> list[tuple[str, Row]]:
    from sim.engine.weekly import Weekly

    return list(declared(Weekly, Column))


def sizes() -> str:
    """How large an organisation can be, and for how long and how often it is watched."""
    from sim.scenario.model import Choice, Organisation, Run

    body = []
    for row in (*rows(Organisation), *rows(Run)):
        choice = isinstance(row.about, Choice)
        body.append((f"`{row.name}`", number(row.default), " or ".join(row.about.options) if choice else span(row.about), row.about.meaning))
    return table(("size", "default", "range", "meaning"), body)


def events() -> str:
    """What can befall an organisation."""
    from sim.scenario.course import EVENT_KINDS

    body = [
        (f"`{name}`", kind.meaning, f"{span(kind)} {kind.unit}", ", ".join(f"`{one}`" for one in kind.moves)) for name, kind in EVENT_KINDS.items()
    ]
    return table(("event", "what happens", "size", "moves"), body)


def measures() -> str:
    """What is computed from the weekly record: by week, and for whole runs, pairs and policies."""
    from sim.measures import MEASURES, OUTCOMES, Measure, Outcome

    recorded, better = {name for name, _ in _weekly()}, {"up": "more", "down": "less", "none": "-"}
    found: list[Measure | Outcome] = [*(one for one in MEASURES.values() if one.id not in recorded), *OUTCOMES.values()]
    body = [(f"`{one.id}`", one.unit, better[one.better], one.sight, getattr(one, "of", "week"), one.formula) for one in found]
    return table(("measure", "unit", "better", "kind", "one value for a", "how it is computed"), body)


def luck() -> str:
    """What has luck: the purposes of the draws."""
    from sim import draws

    named = [name for name, value in vars(draws).items() if name.isupper() and name != "TRAITS" and type(value).__name__ == "uint32"]
    purposes = [name.lower().replace("_", " ") for name in named]
    split = next(place for place, name in enumerate(purposes) if name.startswith("trait"))
    return f"Each week: {', '.join(purposes[:split])}. Once for each person, customer, team or unit: {', '.join(purposes[split:])}."
