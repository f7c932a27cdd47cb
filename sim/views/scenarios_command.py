"""The command `trivox scenarios`: which scenarios come along, all of them or those in which a word stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.scenario import Scenario

Text = Annotated[
    list[str] | None, typer.Argument(metavar="[TEXT...]", help="Only those whose name, title, question or source holds these words.", show_default=False)
]


def scenarios(text: Text = None, as_json: o.AsJson = False) -> None:
    """List the scenarios that come along, or those in which a text stands."""
    from sim.scenario import library, load_scenario
    from sim.scenario.errors import ScenarioError, did_you_mean, show
    from sim.views import telling

    words = [word.casefold() for word in text or []]
    every = [load_scenario(entry.name) for entry in library()]
    found = [one for one in every if all(word in _text(one) for word in words)]
    if not found:
        asked = " ".join(text or [])
        near = did_you_mean(asked, [one.name for one in every])
        raise ScenarioError([f"{show(asked)} stands in no scenario; `trivox scenarios` lists all {len(every)}" + (f" - {near}" if near else "")])
    if as_json:
        from sim.views.cli import say_json

        return say_json([{"name": one.name, "title": one.title, "question": one.question, "fingerprint": one.fingerprint()} for one in found])
    return telling.library(found, len(every))


def _text(one: Scenario) -> str:
    """Everything of a scenario that can be looked for."""
    return " ".join((one.name, one.name.replace("_", " "), one.title, one.question, one.look_at, one.source)).casefold()
