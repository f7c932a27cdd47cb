"""A judgement in plain sentences, in any language: where the guess lies, where the companies lie, and how far the two are apart."""

from __future__ import annotations

import math

from sim.app.stories.found import Found
from sim.app.stories.judge import Judged
from sim.app.stories.lesson import Pair
from sim.app.stories.scale import number, unit_of, words


def sentences(judged: Judged, pair: Pair, language: str) -> list[str]:
    """What is said to whoever made the guess; braces in options are filled from the comparison."""
    told = {"line": _line, "choice": _choice, "share": _share}[judged.step.form](judged, pair, language)
    if judged.found.ended:
        told.append(_say("ended", language, ended=judged.found.ended, companies=judged.found.companies))
    return told


def _say(sentence: str, language: str, **parts: object) -> str:
    return str(words()["said"][sentence][language]).format(**parts)


def _end(found: Found, language: str) -> dict[str, str]:
    """The difference at the end with its interval and unit."""
    end, low, high = (number(value, language, signed=True) for value in (found.end, found.end_low, found.end_high))
    return {"end": end, "low": low, "high": high, "unit": unit_of(found.measure, language)}


def _line(judged: Judged, _: Pair, language: str) -> list[str]:
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


def _choice(judged: Judged, pair: Pair, language: str) -> list[str]:
    options = [pair.filled(one.text.held[language], language) for one in judged.step.option]
    if not judged.known or not judged.came or not math.isfinite(judged.found.end):
        return [_say("none", language)]
    hit, several = judged.picked in judged.came, len(judged.came) > 1
    sentence = ("among" if several else "picked") if hit else ("other_among" if several else "other")
    told = [_say(sentence, language, picked=options[judged.picked], came=" ".join(options[place] for place in judged.came))]
    if judged.step.about == "most":
        several_ends = [(option, judged.among[one.comparison]) for option, one in zip(options, judged.step.option, strict=True) if one.comparison]
        told += [_say("option", language, option=option, **_end(found, language)) for option, found in several_ends]
    else:
        told.append(_say("figures", language, better=judged.found.better, known=judged.found.known, **_end(judged.found, language)))
    return told


def _share(judged: Judged, _: Pair, language: str) -> list[str]:
    if judged.known <= 0:
        return [_say("none", language)]
    gap = abs(judged.said - judged.was)
    return [
        _say("share", language, said=judged.said, known=judged.known, was=judged.was),
        _say("share_gap" if gap else "share_same", language, gap=gap, low=judged.low, high=judged.high),
    ]
