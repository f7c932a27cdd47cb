"""Stories: lessons in which people predict first, then see what the companies did, and then talk. A lesson is a data file; nothing here knows the web.

    for lesson in lessons():                      # in the order in which they are told
        page = lesson.told("nl")                  # plain values for JSON, in one language
    pair = lesson.comparison["people"]            # what is run: pair.scenarios, in pair.companies plausible companies
    step = lesson.prediction("people_course")
    guess = guessed(step, pair, {"choice": 2})    # what a participant sent, checked
    found = found_in(comparison, step)            # what the run showed, in the unit in which it is told
    sentences(judge(step, guess, found), lesson, "en")   # how far the two lie apart, in plain words
"""

from __future__ import annotations

from sim.app.stories.found import Found, found_among, found_in, found_of
from sim.app.stories.guess import Guess, Unusable, guessed
from sim.app.stories.judge import Judged, judge
from sim.app.stories.lesson import CHARTS, Lesson, Pair, Predict, Text
from sim.app.stories.read import lesson, lessons, load_lesson
from sim.app.stories.room import Gathered, gathered
from sim.app.stories.saying import sentences

__all__ = [
    "CHARTS",
    "Found",
    "Gathered",
    "Guess",
    "Judged",
    "Lesson",
    "Pair",
    "Predict",
    "Text",
    "Unusable",
    "found_among",
    "found_in",
    "found_of",
    "gathered",
    "guessed",
    "judge",
    "lesson",
    "lessons",
    "load_lesson",
    "sentences",
]
