"""The page's own words, and sentences of the verdict, in a language: in English those of `compare`, in another the same ones."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.lab.words import euro, rounded
from sim.measures import WEEKS_A_YEAR

FOLDER = Path(__file__).parent / "texts"
_SWAP = str.maketrans(",.", ".,")
_LARGE = ("trillion", "billion", "million")


@functools.cache
def page_words(language: str) -> dict[str, Any]:
    """All words of the page in a language that the texts have."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Speech:
    """One language: sentences of a table, and numbers in its way."""

    language: str

    @property
    def held(self) -> Mapping[str, Any]:
        """All words."""
        return page_words(self.language)

    def say(self, sentence: str, **parts: object) -> str:
        """A sentence of the verdict with its parts."""
        return str(self.held["verdict"][sentence]).format(**parts)

    def number(self, text: str) -> str:
        """A number written the English way, in the way of the language."""
        return text.translate(_SWAP) if self.held["numbers"]["decimals"] == "," else text

    def euro(self, value: float) -> str:
        """An amount as people say it."""
        text = self.number(euro(value)) if value == value else str(self.held["numbers"]["no_data"])
        for english, word in zip(_LARGE, self.held["numbers"]["units"], strict=True):
            text = text.replace(english, word)
        return text

    def between(self, low: float, high: float) -> str:
        """Two ends of an interval in euro."""
        return str(self.held["numbers"]["between"]).format(low=self.euro(low), high=self.euro(high))

    def percent(self, value: float, sign: bool = True) -> str:
        """A share in per cent, one place where it is small."""
        text = f"{value:{'+' if sign else ''}.{1 if abs(value) < 9.95 else 0}f}"
        return f"{self.number(text)} %".replace("-", "−")

    def counted(self, value: int, word: str) -> str:
        """A count with its word."""
        one, many = self.held["numbers"][word]
        return f"{self.number(f'{value:,}')} {one if value == 1 else many}"

    def span(self, weeks: int) -> str:
        """A stretch of time in years when it is long, else in weeks."""
        whole = weeks % WEEKS_A_YEAR == 0 and weeks >= WEEKS_A_YEAR
        return self.counted(weeks // WEEKS_A_YEAR, "year") if whole else self.counted(weeks, "week")

    def years(self, value: float) -> str:
        """How many years of profit, short."""
        return self.number(f"{value:.1f}" if value >= 0.1 else rounded(value, 1))
