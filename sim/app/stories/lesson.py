"""What a lesson is made of: comparisons that are run, and steps that lead people through them. Texts stand in every language side by side."""

from __future__ import annotations

import dataclasses
import functools
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.app import choices
from sim.app.stories.scale import told_lever, unit_of
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import replaced

COMPANIES = 64
"""Plausible companies that live a comparison unless its file says otherwise; as many as the page's full answer has."""
CHARTS: dict[str, tuple[str, ...]] = {
    "verdict": ("cumulative_profit", *choices.VOICES), "tiles": choices.TILES, "voices": choices.VOICES, "profit": ("cumulative_profit",),
    "hours": choices.ACTIVITIES, "goodhart": ("goodhart_gap", "kpi_reported", "kpi_true"), "measure": (),
}
"""What a reveal can show, with the measures that can be read off it: panels of the page, or (`measure`) one line over time for each measure of the reveal."""
LONGEST = {"title": 60, "say": 320, "ask": 240, "option": 110, "link": 160}
"""How many characters a text may have, so that it fits a phone: titles, paragraphs, questions, options, links of a chain."""
FILLED = ("companies", "years")
"""What braces in a text can stand for, besides a lever of the comparison (its dose; with `baseline_` before it, the baseline's)."""


@dataclass(frozen=True)
class Text:
    """The same words in every language."""

    held: Mapping[str, str]

    def holes(self, language: str) -> tuple[str, ...]:
        """The names in braces, sorted. Raises ValueError where braces do not match."""
        return tuple(sorted(name for _, name, _, _ in string.Formatter().parse(self.held[language]) if name is not None))


@dataclass(frozen=True)
class Pair:
    """A policy against a baseline: scenarios of the library, and the levers in which either differs from its scenario. `weeks` 0: as the baseline has it."""

    name: str
    scenario: str
    baseline: str = "reference"
    weeks: int = 0
    companies: int = COMPANIES
    levers: Mapping[str, float] = field(default_factory=dict)
    baseline_levers: Mapping[str, float] = field(default_factory=dict)

    @functools.cached_property
    def scenarios(self) -> tuple[Scenario, Scenario]:
        """The policy and its baseline, one run for each company, the same weeks and luck. Raises ScenarioError."""
        mine, base = (_changed(name, levers) for name, levers in ((self.scenario, self.levers), (self.baseline, self.baseline_levers)))
        weeks = self.weeks or base.weeks
        return replaced(mine, replications=1, weeks=weeks, seed=base.seed), replaced(base, replications=1, weeks=weeks)

    def filled(self, text: str, language: str) -> str:
        """A text with its braces filled from this comparison. Raises KeyError for a name that stands for nothing."""
        mine, base = self.scenarios
        parts = {"companies": str(self.companies), "years": str(round(base.weeks / 52))}
        for hole in Text({language: text}).holes(language):
            if hole not in parts:
                whose, lever = (base, hole.removeprefix("baseline_")) if hole.startswith("baseline_") else (mine, hole)
                parts[hole] = told_lever(lever, whose.policy[lever], language)
        return text.format_map(parts)


def _changed(name: str, levers: Mapping[str, float]) -> Scenario:
    scenario = load_scenario(name)
    return scenario.with_(policy=dict(levers)) if levers else scenario


@dataclass(frozen=True)
class Say:
    """Words: the scene (`text`), a question to think about (`question`), or what it does not show (`limits`). `papers` are for a trainer who wants more."""

    kind: str
    title: Text
    say: tuple[Text, ...]
    comparison: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """One answer of a choice, with what must come out for it to be what came out; `comparison` where the choice is among several."""

    right: tuple[str, ...]
    text: Text
    comparison: str = ""


@dataclass(frozen=True)
class Predict:
    """A prediction: a line over time, a choice, or in how many companies the policy is better. `week` 0: the end of the comparison."""

    kind: str
    id: str
    form: str
    comparison: str
    measure: str
    ask: Text
    week: int = 0
    about: str = ""
    low: float = 0.0
    high: float = 0.0
    option: tuple[Option, ...] = ()

    @property
    def comparisons(self) -> tuple[str, ...]:
        """All comparisons that the answer needs."""
        return tuple(dict.fromkeys([self.comparison, *(one.comparison for one in self.option if one.comparison)]))


@dataclass(frozen=True)
class Lock:
    """From here on the predictions named stay as they are."""

    kind: str
    locks: tuple[str, ...]
    say: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Reveal:
    """What the companies did: comparisons, charts and measures to show, and predictions to hold against them. Words say where to look, not what is seen."""

    kind: str
    title: Text
    comparisons: tuple[str, ...]
    charts: tuple[str, ...]
    measures: tuple[str, ...]
    judges: tuple[str, ...] = ()
    say: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Link:
    """One step of a chain of cause and effect: the mechanism that makes it, and the row of the catalogue that claims it."""

    mechanism: str
    row: str
    text: Text


@dataclass(frozen=True)
class Explain:
    """Which rules of the model link cause and effect, in their order; `closes` when the last feeds the first."""

    kind: str
    title: Text
    link: tuple[Link, ...]
    closes: bool = False
    say: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Debrief:
    """Four questions to end with."""

    kind: str
    question: Text
    hypothesis: Text
    finding: Text
    decision: Text


Step = Say | Predict | Lock | Reveal | Explain | Debrief
KINDS: dict[str, type[Step]] = {
    "text": Say, "question": Say, "limits": Say, "predict": Predict, "lock": Lock, "reveal": Reveal, "explain": Explain, "debrief": Debrief,
}


@dataclass(frozen=True)
class Lesson:
    """A story in steps. `rows` are the claims of the catalogue that it is about; `minutes` is what it takes a room."""

    name: str
    number: int
    minutes: int
    title: Text
    about: Text
    rows: tuple[str, ...]
    papers: tuple[str, ...]
    comparison: Mapping[str, Pair]
    steps: tuple[Step, ...]

    def predictions(self) -> Iterator[Predict]:
        """Everything that people are asked to foretell, in its order."""
        return (step for step in self.steps if isinstance(step, Predict))

    def prediction(self, name: str) -> Predict:
        """One of them. Raises KeyError."""
        found = {step.id: step for step in self.predictions()}
        return found[name]

    def told(self, language: str) -> dict[str, Any]:
        """The lesson in one language as plain values for JSON, with braces filled."""
        head = dataclasses.replace(self, steps=())
        told: dict[str, Any] = _told(head, language, None)
        for name, pair in self.comparison.items():
            told["comparison"][name]["weeks"] = pair.scenarios[1].weeks
        return {**told, "steps": [self._step(step, language) for step in self.steps]}

    def _step(self, step: Step, language: str) -> dict[str, Any]:
        told: dict[str, Any] = _told(step, language, self.pair_of(step))
        if isinstance(step, Predict):
            told |= {"unit": unit_of(step.measure, language), "weeks": step.week or self.comparison[step.comparison].scenarios[1].weeks}
            for place, option in enumerate(told["option"]):
                option["text"] = self.option(step, place, language)
        return told

    def option(self, step: Predict, place: int, language: str) -> str:
        """The words of an option, with braces filled from its own comparison where it has one."""
        option = step.option[place]
        return self.comparison[option.comparison or step.comparison].filled(option.text.held[language], language)

    def pair_of(self, step: Step) -> Pair | None:
        """The comparison that fills the braces of a step."""
        name = step.comparisons[0] if isinstance(step, Reveal) else getattr(step, "comparison", "")
        return self.comparison.get(name)


def _told(thing: Any, language: str, pair: Pair | None) -> Any:
    """Plain values: texts in one language."""
    if isinstance(thing, Text):
        words = thing.held[language]
        return pair.filled(words, language) if pair else words
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {one.name: _told(getattr(thing, one.name), language, pair) for one in dataclasses.fields(thing)}
    if isinstance(thing, Mapping):
        return {name: _told(one, language, pair) for name, one in thing.items()}
    return [_told(one, language, pair) for one in thing] if isinstance(thing, tuple) else thing
