"""What the tables of a lesson file may hold: for each key its shape, whether it must be there, and the names that it may take."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.app.stories.judge import OUTCOMES
from sim.app.stories.lesson import CHARTS, LONGEST, Text
from sim.measures import MEASURES
from sim.parameters import Parameters
from sim.scenario.errors import Path, Report
from sim.scenario.read import library_names
from sim.views.catalogue import CLAIMS
from sim.views.texts import LANGUAGES

MOST_TEXTS = 8
FORMS = ("line", "choice", "share")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
Names = Callable[[], Sequence[str]]


@dataclass(frozen=True)
class Key:
    """`shape` is what stands there: text, texts, word, words, whole, number, flag, doses or tables. `longest` names the limit of a text."""

    shape: str
    needed: bool = True
    names: Names | None = None
    low: float = 0.0
    high: float = 0.0
    longest: str = "say"
    keys: Mapping[str, Key] | None = None


def _rows() -> Sequence[str]:
    return [claim.row for claim in CLAIMS]


TITLE, SAY, MAYBE_SAY = Key("text", longest="title"), Key("texts"), Key("texts", needed=False)
ROWS, PAPERS = Key("words", names=_rows), Key("words", needed=False)
TOP = {
    "number": Key("whole", low=1, high=99), "minutes": Key("whole", low=5, high=90), "title": TITLE, "about": Key("text"), "rows": ROWS,
    "papers": Key("words"), "comparison": Key("named"), "step": Key("steps"),
}
PAIR = {
    "scenario": Key("word", names=library_names), "baseline": Key("word", needed=False, names=library_names),
    "weeks": Key("whole", needed=False, low=13, high=1040), "companies": Key("whole", needed=False, low=16, high=64),
    "levers": Key("doses", needed=False), "baseline_levers": Key("doses", needed=False),
}
_WORDS = {"title": TITLE, "say": SAY, "comparison": Key("word", needed=False), "papers": PAPERS}
_OPTION = {"right": Key("words", names=lambda: [way for ways in OUTCOMES.values() for way in ways]), "comparison": Key("word", needed=False)}
_LINK = {"mechanism": Key("word", names=lambda: Parameters._fields), "row": Key("word", names=_rows)}
STEPS: dict[str, dict[str, Key]] = {
    "text": _WORDS, "question": _WORDS, "limits": _WORDS,
    "predict": {
        "id": Key("word"), "form": Key("word", names=lambda: FORMS), "comparison": Key("word"), "measure": Key("word", names=lambda: list(MEASURES)),
        "ask": Key("text", longest="ask"), "week": Key("whole", needed=False, low=13, high=1040),
        "about": Key("word", needed=False, names=lambda: list(OUTCOMES)),
        "low": Key("number", needed=False, low=-1e6, high=1e6), "high": Key("number", needed=False, low=-1e6, high=1e6),
        "option": Key("tables", needed=False, keys=_OPTION, longest="option"),
    },
    "lock": {"locks": Key("words"), "say": MAYBE_SAY},
    "reveal": {
        "title": TITLE, "comparisons": Key("words"), "charts": Key("words", names=lambda: list(CHARTS)), "measures": Key("words", names=lambda: list(MEASURES)),
        "judges": Key("words", needed=False), "say": MAYBE_SAY,
    },
    "explain": {"title": TITLE, "link": Key("tables", keys=_LINK, longest="link"), "closes": Key("flag", needed=False), "say": MAYBE_SAY},
    "debrief": {part: Key("text", longest="ask") for part in ("question", "hypothesis", "finding", "decision")},
}
"""Keys of each kind of step, besides `kind`."""


@functools.cache
def shapes() -> str:
    """How a text is written, for those who got it wrong."""
    return "a text in each language: " + " and ".join(f'{language} = "..."' for language in LANGUAGES)


def text(value: Any, at: Path, longest: str, report: Report, beside: Sequence[str] = ()) -> Text | None:
    """A text in every language, short enough for a phone, with the same braces in all and no figure in it. `beside` are other keys of the same table."""
    if not isinstance(value, dict):
        report.add(at, "must be a table", value, shapes())
        return None
    before = len(report.problems)
    for key in value:
        if key not in LANGUAGES and key not in beside:
            report.add((*at, key), "unknown key", value[key], known=[*LANGUAGES, *beside])
    for language in LANGUAGES:
        _words(value, (*at, language), LONGEST[longest], report)
    if len(report.problems) > before:
        return None
    made = Text({language: " ".join(value[language].split()) for language in LANGUAGES})
    _braces(made, at, report)
    return made


def _words(table: Mapping[str, Any], at: Path, most: int, report: Report) -> None:
    given = table.get(str(at[-1]))
    if given is None:
        report.add(at, "is missing", allowed=shapes())
    elif not isinstance(given, str) or not given.strip():
        report.add(at, "must be a text in quotes", given)
    elif len(given) > most:
        report.add(at, f"is too long for a phone ({len(given)} characters)", allowed=f"at most {most}")
    elif re.search(r"\d", given):
        report.add(at, "holds a figure", given, "figures come from the run, or by braces from the comparison: {companies}, {years}, {slack_share}")


def _braces(made: Text, at: Path, report: Report) -> None:
    """Braces match, and are the same in all languages."""
    found = {}
    for language in made.held:
        try:
            found[language] = made.holes(language)
        except ValueError:
            report.add((*at, language), "has a brace without its other half", made.held[language])
            return
    if len(set(found.values())) > 1:
        said = "; ".join(f"{language}: {', '.join(holes) or 'none'}" for language, holes in found.items())
        report.add(at, "has other braces in one language than in another", allowed=said)


def is_id(word: str) -> bool:
    """Whether a word can name a comparison or a prediction."""
    return bool(_ID.fullmatch(word))
