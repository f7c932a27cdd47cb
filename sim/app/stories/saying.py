"""A judgement in plain sentences, in any language: where the guess lies, where the companies lie, and how far the two are apart."""

from __future__ import annotations

import math

from sim.app.stories.found import Found
from sim.app.stories.judge import Judged
from sim.app.stories.lesson import Lesson
from sim.app.stories.scale import number, scale_of, unit_of, words


def sentences(judged: Judged, lesson: Lesson, language: str) -> list[str]:
    """What is said to whoever made the guess; braces in options are filled from the comparison."""
    told = {"line": _line, "choice": _choice, "share": _share}[judged.step.form](judged, lesson, language)
    return told if judged.step.about == "most" else told + _ended(judged.found, language)


def _ended(found: Found, language: str) -> list[str]:
    """How many companies are not in the figures any more."""
    return [_say("ended", language, ended=found.ended, companies=found.companies)] if found.ended else []


def _when(judged: Judged, language: str) -> str:
    """The time of a figure: a sum since the start, or the mean of a year."""
    kind = "sum" if scale_of(judged.step.measure) == "years" else "year"
    return str(words()["when"][kind][language]).format(week=judged.step.week or len(judged.found.mean))


def _say(sentence: str, language: str, **parts: object) -> str:
    return str(words()["said"][sentence][language]).format(**parts)


def _end(found: Found, language: str) -> dict[str, str]:
    """The difference at the end with its interval and unit."""
    end, low, high = (number(value, language, signed=True) for value in (found.end, found.end_low, found.end_high))
    return {"end": end, "low": low, "high": high, "unit": unit_of(found.measure, language)}


def _line(judged: Judged, _: Lesson, language: str) -> list[str]:
    found, unit = judged.found, unit_of(judged.step.measure, language)
    if not judged.points:
        return [_say("none", language)]
    place = judged.week - 1
    mean, low, high, drawn = (number(value, language, signed=True) for value in (found.mean[place], found.low[place], found.high[place], judged.drawn))
    way, said = (words()["way"][one][language] for one in (judged.way, judged.said_way))
    return [
        _say("line", language, apart=number(judged.apart, language), unit=unit, inside=judged.inside, points=judged.points),
        _say("widest", language, week=judged.week, drawn=drawn, mean=mean, low=low, high=high),
        _say("ends_alike" if way == said else "ends", language, said=said, way=way, **_end(found, language)),
    ]


def _choice(judged: Judged, lesson: Lesson, language: str) -> list[str]:
    options = [lesson.option(judged.step, place, language) for place in range(len(judged.step.option))]
    if not judged.known or not judged.came or not math.isfinite(judged.found.end):
        return [_say("none", language)]
    hit, several = judged.picked in judged.came, len(judged.came) > 1
    sentence = ("among" if several else "picked") if hit else ("other_among" if several else "other")
    told = [_say(sentence, language, picked=options[judged.picked], came=" ".join(options[place] for place in judged.came))]
    when = _when(judged, language)
    if judged.step.about != "most":
        return [*told, _say("figures", language, when=when, better=judged.found.better, known=judged.found.known, **_end(judged.found, language))]
    for option, one in zip(options, judged.step.option, strict=True):
        if one.comparison:
            found = judged.among[one.comparison]
            told += [_say("option", language, option=option, when=when, **_end(found, language)), *_ended(found, language)]
    return told


def _share(judged: Judged, _: Lesson, language: str) -> list[str]:
    if judged.known <= 0:
        return [_say("none", language)]
    gap = abs(judged.said - judged.was)
    return [
        _say("share", language, said=judged.said, known=judged.known, was=judged.was),
        _say("share_gap" if gap else "share_same", language, gap=gap, low=judged.low, high=judged.high),
    ]
