"""What a page of a story asks, checked field by field: to make a lesson ready, or to reveal a step, for which all that was locked before it must be guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.app.protocol import LONGEST_FRAME, VERSION, Malformed, no_number, whole
from sim.app.stories import Lesson, Predict, Unusable, guessed
from sim.app.stories.guess import Guess
from sim.app.stories.lesson import Lock, Reveal
from sim.app.story_page import known
from sim.scenario.errors import cut, one_line

FIELDS = frozenset({"v", "id", "lesson", "step", "guesses"})


@dataclass(frozen=True)
class Asked:
    """Which lesson; `step` is the reveal that is wanted, -1 where only the runs are to begin. `guesses` hold every prediction that was locked before it."""

    id: int
    lesson: Lesson
    step: int = -1
    guesses: Mapping[str, Guess] = field(default_factory=dict)

    @property
    def comparisons(self) -> tuple[str, ...]:
        """What must have been run: all of the lesson, or what the step shows and judges."""
        if self.step < 0:
            return tuple(self.lesson.comparison)
        step = self.lesson.steps[self.step]
        assert isinstance(step, Reveal)
        judged = [name for one in step.judges for name in self.lesson.prediction(one).comparisons]
        return tuple(dict.fromkeys([*step.comparisons, *judged]))


def asked(text: str) -> Asked:
    """Read a frame. Raises Malformed, saying what is wrong."""
    if len(text) > LONGEST_FRAME:
        raise Malformed("the question is too long")
    try:
        given = json.loads(text, parse_constant=no_number)
    except (ValueError, RecursionError):
        raise Malformed("the question is no JSON") from None
    if not isinstance(given, dict) or set(given) - FIELDS:
        raise Malformed(f"a question has these fields and no others: {', '.join(sorted(FIELDS))}")
    if given.get("v") != VERSION or isinstance(given.get("v"), bool):
        raise Malformed(f"v must be {VERSION}: reload the page")
    number, name = whole(given.get("id")), given.get("lesson")
    if not isinstance(name, str) or name not in known():
        raise Malformed(f"there is no such lesson ({cut(one_line(str(name)[:80]))})")
    lesson = known()[name]
    if "step" not in given and "guesses" not in given:
        return Asked(number, lesson)
    place = given.get("step")
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(lesson.steps) or not isinstance(lesson.steps[place], Reveal):
        raise Malformed("step must be the place of a step that reveals")
    return Asked(number, lesson, place, _guesses(lesson, place, given.get("guesses")))


def locked_before(lesson: Lesson, place: int) -> dict[str, Predict]:
    """The predictions that must be locked before a step is shown."""
    names = [name for step in lesson.steps[:place] if isinstance(step, Lock) for name in step.locks]
    return {name: lesson.prediction(name) for name in names}


def _guesses(lesson: Lesson, place: int, given: Any) -> dict[str, Guess]:
    """All guesses that were locked before a step, and no others."""
    wanted = locked_before(lesson, place)
    if not isinstance(given, dict) or set(given) != set(wanted):
        raise Malformed(f"nothing is shown before it is predicted: guesses must hold {', '.join(wanted)}, and no others")
    found = {}
    for name, step in wanted.items():
        try:
            found[name] = guessed(step, lesson.comparison[step.comparison], given[name])
        except Unusable as trouble:
            raise Malformed(f"{name}: {trouble}") from None
    return found
