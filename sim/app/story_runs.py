"""What the companies of a lesson did: run once for everybody, kept as what a reveal may show, and told only as far as its step names it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.app import choices
from sim.app.answer import parts, points, verdict
from sim.app.companies import STRETCH, Stop
from sim.app.crew import Stopped
from sim.app.kept import Kept
from sim.app.protocol import Named, Size, frame
from sim.app.runner import Runner, of_units
from sim.app.schema import spelt
from sim.app.stories import Found, Lesson, found_of, judge, sentences
from sim.app.stories.lesson import Predict, Reveal
from sim.app.stories.scale import unit_of
from sim.app.story_asked import Asked
from sim.app.story_page import called, held
from sim.measures import MEASURES
from sim.views.texts import LANGUAGES, texts

SIZE: Size = "full"
MOST_SHOWS = 100
HEADS = {"verdict": ("says", "profit", "ended"), "profit": ("profit", "turns"), "hours": ("hours",), "goodhart": ("goodhart",)}
"""Which parts of an answer a chart draws; tiles and voices draw tiles and lines of their measures."""


@dataclass(frozen=True)
class Show:
    """One comparison as it can be told, with what was found of each measure that its lesson asks about or shows."""

    head: dict[str, Any]
    series: list[Named]
    found: dict[tuple[str, int], Found]


class Shows:
    """All comparisons of all lessons, each run when somebody first opens its lesson."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self._held: Kept[Show] = Kept(MOST_SHOWS)
        self._lived: dict[tuple[str, str], int] = {}

    def ready(self, asked: Asked, stop: Stop) -> dict[str, Show]:
        """Everything that a question needs, run where it is not known yet. Raises Stopped when `stop` says so on the way."""
        return {name: self._show(asked.lesson, name, stop) for name in asked.comparisons}

    def progress(self, asked: Asked) -> float:
        """Which part of that is done, from 0 to 1."""
        whole = {name: self._pieces(asked.lesson, name) for name in asked.comparisons}
        return sum(min(self._lived.get((asked.lesson.name, name), 0), most) for name, most in whole.items()) / sum(whole.values())

    def answer(self, asked: Asked, stop: Stop) -> bytes:
        """What a reveal shows and how the guesses fared, as a frame without the question's number. Raises Stopped."""
        shows = self.ready(asked, stop)
        step = asked.lesson.steps[asked.step]
        assert isinstance(step, Reveal)
        head, series = _revealed(asked.lesson, step, shows)
        judged = [_judged(asked, asked.lesson.prediction(name), shows) for name in step.judges]
        lines = [line for one in judged for line in one.pop("series")]
        return frame({"kind": "reveal", "step": asked.step, "comparisons": head, "judged": judged}, [*series, *lines])

    def _pieces(self, lesson: Lesson, name: str) -> int:
        """Pieces of work of a comparison; the baseline counts as one more."""
        scale, pair = self.runner.scales[SIZE], lesson.comparison[name]
        blocks = math.ceil(min(scale.members, pair.companies) / scale.lanes)
        return blocks * math.ceil(pair.scenarios[1].weeks / STRETCH) + 1

    def _show(self, lesson: Lesson, name: str, stop: Stop) -> Show:
        while True:
            try:
                return self._held.get((lesson.name, name), lambda: self._made(lesson, name, stop))
            except Stopped:
                if stop() or not self.runner.crew.is_open:
                    raise

    def _made(self, lesson: Lesson, name: str, stop: Stop) -> Show:
        at = (lesson.name, name)
        self._lived[at] = 0

        def counted() -> bool:
            self._lived[at] += 1
            return stop()

        pair, units = lesson.comparison[name], self.runner.scales[SIZE].units
        mine, base = (of_units(one, units) for one in pair.scenarios)
        comparison = self.runner.compared(mine, base, SIZE, counted, pair.companies)
        says = {language: verdict(SIZE, comparison, language, held()["word"]["policy"][language], held()["word"]["base"][language]) for language in LANGUAGES}
        head, series = parts(SIZE, comparison, says)
        made = Show(head, series, {key: found_of(comparison, *key) for key in _wanted(lesson, name)})
        self._lived[at] = self._pieces(lesson, name)
        return made


def _wanted(lesson: Lesson, name: str) -> Iterator[tuple[str, int]]:
    """Measures of a comparison that somebody is asked about or shown, with the week in question (0: the end)."""
    for step in lesson.steps:
        if isinstance(step, Predict) and name in step.comparisons:
            yield step.measure, step.week
        elif isinstance(step, Reveal) and name in step.comparisons and "measure" in step.charts:
            yield from ((measure, 0) for measure in step.measures)


def _revealed(lesson: Lesson, step: Reveal, shows: dict[str, Show]) -> tuple[list[dict[str, Any]], list[Named]]:
    """Of each comparison what the charts of a step draw, and nothing else."""
    heads, series = [], []
    for name in step.comparisons:
        show = shows[name]
        keys = {"size", "weeks", "companies", "people", *(key for chart in step.charts for key in HEADS.get(chart, ()))}
        tiles = [tile for tile in show.head["tiles"] if "tiles" in step.charts or ("voices" in step.charts and tile["measure"] in choices.VOICES)]
        measures = step.measures if "measure" in step.charts else ()
        heads.append({
            "name": name, "called": {language: called(lesson, name, language) for language in LANGUAGES}, **{key: show.head[key] for key in sorted(keys)},
            "tiles": tiles, "measures": [_measure(show.found[measure, 0]) for measure in measures]})
        starts = ("week", *("voice_" for chart in step.charts if chart == "voices"), *("gain." for chart in step.charts if chart == "profit"))
        series += [Named(f"{name}/{one.name}", one.values) for one in show.series if one.name.startswith(starts)]
        series += [line for measure in measures for line in _lines(f"{name}/{measure}", show.found[measure, 0])]
    return heads, series


def _measure(found: Found) -> dict[str, Any]:
    """Where a measure ends, with its name and unit in every language."""
    names = {language: spelt(texts(language).measure(MEASURES[found.measure]).name) for language in LANGUAGES}
    return {"measure": found.measure, "called": names, "mean": found.end, "low": found.end_low, "high": found.end_high, "better": found.better_way,
            "unit": {language: unit_of(found.measure, language) for language in LANGUAGES}}


def _lines(name: str, found: Found) -> list[Named]:
    """A difference by week, with its 95 % interval, at the weeks that are drawn."""
    places = points(len(found.mean))
    return [Named(f"{name}.{key}", np.array(getattr(found, key))[places]) for key in ("mean", "low", "high")] + [Named(f"{name}.week", places + 1.0)]


def _judged(asked: Asked, step: Predict, shows: dict[str, Show]) -> dict[str, Any]:
    """One guess beside what came out, and sentences on it."""
    found = {name: shows[name].found[step.measure, step.week] for name in step.comparisons}
    judged = judge(step, asked.guesses[step.id], found)
    said = {language: sentences(judged, asked.lesson, language) for language in LANGUAGES}
    line = _lines(f"judged/{step.id}", found[step.comparison]) if step.form == "line" else []
    return {"id": step.id, "said": said, "came": judged.came, "was": judged.was, "known": judged.known, "low": judged.low, "high": judged.high, "series": line}
