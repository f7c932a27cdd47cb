"""In what unit people are told about a measure or a lever: years of ordinary profit and percentages, not euro and shares."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any, Literal

from sim.measures import MEASURES
from sim.policy import Policy
from sim.views.texts import texts
from sim.vocabulary import rows

WORDS = Path(__file__).parent / "words.toml"
PERCENT = 100.0
Scale = Literal["years", "week", "percent", "ratio", "points", "own"]
_SCALES: dict[str, Scale] = {"euro a week": "week", "ratio": "ratio", "0-100": "points"}
_SHARES = ("share", "share a year", "share of pay", "share of hours", "share of spending")


def scale_of(measure: str) -> Scale:
    """Profit since the start is told in years of ordinary profit, euro a week in per cent of an ordinary week's profit, shares and ratios in per cent."""
    if measure == "cumulative_profit":
        return "years"
    unit = MEASURES[measure].unit
    return "percent" if unit in _SHARES else _SCALES.get(unit, "own")


@functools.cache
def words() -> dict[str, Any]:
    """Sentences and units of judgements, in every language side by side."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def unit_of(measure: str, language: str) -> str:
    """The unit in which differences of a measure are told."""
    scale = scale_of(measure)
    return texts(language).unit(MEASURES[measure].unit) if scale == "own" else str(words()["units"][scale][language])


def number(value: float, language: str, signed: bool = False) -> str:
    """A number of two digits or so, in the way of the language."""
    text = f"{value:{'+' if signed else ''}.{0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2}f}"
    text = text.replace("-0.00", "0.00").replace("+0.00", "0.00")
    return text.replace(".", ",") if texts(language).held["words"]["decimals"] == "," else text


def told_lever(lever: str, value: float, language: str) -> str:
    """A dose as people say it: 20 % of hours is told as 20 %. Raises KeyError for an unknown lever."""
    unit = {row.name: row.about.unit for row in rows(Policy)}[lever]
    return f"{PERCENT * value:.0f} %" if unit in _SHARES else texts(language).number(value)
