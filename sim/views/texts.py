"""Plain words for levers and measures in several languages. One file for each language in `sim/texts`; what the code declares is not written there again."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.lab.words import agree
from sim.policy import Policy
from sim.scenario.errors import ScenarioError, cut, did_you_mean, one_line
from sim.vocabulary import Lever, rows

if TYPE_CHECKING:
    from sim.measures import Measure, Outcome

FOLDER = Path(__file__).parents[1] / "texts"
LANGUAGES = ("en", "nl")
"""The languages that can be asked for. English takes name, meaning and overdose from the declarations."""


@dataclass(frozen=True)
class LeverText:
    """What a person reads about a lever. `price` is what it costs where that is not money or hours of a programme."""

    name: str
    what: str
    does: str
    overdone: str
    price: str


@dataclass(frozen=True)
class MeasureText:
    """What a person reads about a measure or an outcome."""

    name: str
    what: str
    read: str


@dataclass(frozen=True)
class Texts:
    """All words of one language."""

    language: str
    held: Mapping[str, Any]

    def say(self, word: str, **parts: object) -> str:
        """A word or a sentence of the tables, with its parts filled in; numbers in the way of the language."""
        filled = {name: self.number(part) if isinstance(part, int | float) else part for name, part in parts.items()}
        return str(self.held["words"][word]).format(**filled)

    def number(self, value: float) -> str:
        """A number in the way of the language."""
        text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
        return text.translate(str.maketrans(",.", ".,")) if self.held["words"]["decimals"] == "," else text

    def counted(self, value: float, word: str) -> str:
        """A number with its word in the form that goes with it: 1 hour, 2 hours."""
        one, many = self.held["counted"][word]
        return f"{self.number(value)} {agree(value, one, many)}"

    def unit(self, unit: str) -> str:
        """A unit in this language."""
        return str(self.held.get("units", {}).get(unit, unit))

    def group(self, group: str) -> str:
        """A group of levers or measures in this language."""
        return str(self.held.get("groups", {}).get(group, group))

    def lever(self, name: str) -> LeverText:
        """What is said about a lever. Raises KeyError for an unknown one."""
        text = self.held["levers"][name]
        if isinstance(text, str):
            about: Lever = next(row.about for row in rows(Policy) if row.name == name)
            return LeverText(name.replace("_", " "), about.meaning, text, about.overdose, own_price(about))
        return LeverText(text["name"], text["what"], text["does"], text["overdone"], text.get("price", ""))

    def measure(self, about: Measure | Outcome) -> MeasureText:
        """What is said about a measure or an outcome. Raises KeyError for an unknown one."""
        text = self.held["measures"][about.id]
        if isinstance(text, str):
            return MeasureText(about.title, about.formula, text)
        return MeasureText(text["name"], text["what"], text["read"])


def own_price(lever: Lever) -> str:
    """What a lever costs where its declaration says so in words: the pay itself, the hours."""
    said = next((part.strip() for part in lever.source.split(";") if part.strip().startswith("cost is")), "")
    return said.removeprefix("cost is ")


@functools.cache
def texts(language: str) -> Texts:
    """The words of a language. Raises ScenarioError naming the languages that there are."""
    if language not in LANGUAGES:
        hint = did_you_mean(language, LANGUAGES)
        raise ScenarioError([f'"{cut(one_line(language))}" is no language of these texts (allowed: {", ".join(LANGUAGES)})' + (f" - {hint}" if hint else "")])
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return Texts(language, tomllib.load(file))
