"""Predictions are held against what came out by distance and interval: exactly one outcome holds, nonsense is refused, sentences stand in every language."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.app.stories import Found, Guess, Predict, Unusable, found_among, found_in, gathered, guessed, judge, lesson, lessons, sentences
from sim.app.stories.judge import COURSES, DIRECTIONS, came_out, course, direction
from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.views.texts import LANGUAGES
from tests.lab.fake import YARDSTICK, fake

WEEKS = 104
PARADOX = lesson("paradox_of_results")
LINE, SHARE, COURSE = (PARADOX.prediction(name) for name in ("chase_line", "chase_share", "people_course"))
BEST = lesson("crisis").prediction("best_answer")


def _found(mean: float, reach: float = 0.1, path: tuple[float, ...] = (), **more: Any) -> Found:
    """A line that ends at a mean, sure to a reach."""
    line = (*path, mean)
    return Found("cumulative_profit", line, tuple(one - reach for one in line), tuple(one + reach for one in line), mean, mean - reach, mean + reach,
                 **{"better": 40, "known": 64, "companies": 64, **more})


NUMBER = some.floats(-10, 10)


@given(mean=NUMBER, reach=some.floats(0.001, 5), path=some.lists(NUMBER, max_size=6))
def test_whatever_comes_out_exactly_one_option_says_so(mean: float, reach: float, path: list[float]) -> None:
    found = _found(mean, reach, tuple(path))
    assert direction(found) in DIRECTIONS
    assert course(found) in COURSES
    for one in lessons():
        for step in one.predictions():
            if step.about in ("direction", "course"):
                assert len(came_out(step, {step.comparison: found})) == 1


def test_a_course_is_told_by_its_clear_turns() -> None:
    assert course(_found(1.0)) == "ends above"
    assert course(_found(1.0, path=(-0.5, 0.2))) == "below first, ends above"
    assert course(_found(1.0, path=(-0.05, 0.2))) == "ends above", "within its interval, so no turn"
    assert course(_found(-1.0, path=(0.6,))) == "above first, ends below"
    assert course(_found(-100.0, path=(0.6,))) == "ends below", "too small a lead beside where it ends"
    assert course(_found(0.05)) == "not clear"


def test_who_draws_the_mean_is_nought_apart_and_within_the_interval() -> None:
    found = _found(-2.0, path=(0.5, -1.0))
    told = judge(LINE, Guess(line=((1, 0.5), (2, -1.0), (3, -2.0))), found)
    assert (told.apart, told.inside, told.points, told.way, told.said_way) == (0.0, 3, 3, "ends below", "ends below")


@given(shift=some.floats(-3, 3))
def test_a_line_moved_by_so_much_is_so_far_apart(shift: float) -> None:
    found = _found(0.0, path=(1.0, 2.0))
    told = judge(LINE, Guess(line=tuple((week + 1, value + shift) for week, value in enumerate(found.mean))), found)
    assert told.apart == pytest.approx(abs(shift))


def test_a_share_is_held_against_what_other_companies_would_show() -> None:
    told = judge(SHARE, Guess(share=10), _found(-1.0, better=3))
    assert (told.said, told.was, told.known) == (10, 3, 64)
    assert 0 <= told.low < 3 < told.high < 12


def test_the_best_of_several_is_told_with_those_that_cannot_be_told_from_it() -> None:
    luck = np.random.default_rng(1).normal(size=64)
    ends = {"cuts": luck - 5.0, "bind": luck * 0.01 + 1.0, "focus": luck * 0.01 + 1.0 + 0.001 * np.random.default_rng(2).normal(size=64)}
    among = {name: _found(float(values.mean()), ends=tuple(values)) for name, values in ends.items()}
    told = judge(BEST, Guess(choice=0), among)
    assert [BEST.option[place].comparison for place in told.came] == ["bind", "focus"]
    lost = {name: _found(-1.0, ends=tuple(luck * 0.01 - 1.0)) for name in ends}
    assert [BEST.option[place].comparison for place in came_out(BEST, lost)] == [""], "the baseline, where all lose"


def test_the_best_follows_the_way_that_is_better() -> None:
    step = lesson("silos").prediction("opens_most")
    luck = np.random.default_rng(1).normal(size=64) * 0.01
    among = {name: _found(end, ends=tuple(luck + end), better_way="down") for name, end in (("campaign", 1.0), ("shared_goals", -1.0), ("platform", 0.5))}
    assert [step.option[place].comparison for place in came_out(step, among)] == ["shared_goals"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", [_found(-2.0), _found(0.01), _found(2.0, path=(-1.0,), ended=3), _found(math.nan, better=0, known=0)])
def test_every_prediction_is_told_in_whole_sentences(language: str, found: Found) -> None:
    for one in lessons():
        for step in one.predictions():
            guess = {"line": Guess(line=((1, 0.5),)), "choice": Guess(choice=1), "share": Guess(share=12)}[step.form]
            shown = Found(step.measure, **{name: value for name, value in vars(found).items() if name not in ("measure", "ends")}, ends=(found.end,) * 64)
            told = sentences(judge(step, guess, dict.fromkeys(step.comparisons, shown)), one, language)
            assert told
            assert not [text for text in told if "{" in text or "nan" in text or not text.endswith((".", "!", "?"))]


def test_dutch_figures_have_a_comma() -> None:
    told = sentences(judge(LINE, Guess(line=((1, 0.5),)), _found(-2.5)), PARADOX, "nl")
    assert "-2,5" in told[1]
    assert "-2.5" in sentences(judge(LINE, Guess(line=((1, 0.5),)), _found(-2.5)), PARADOX, "en")[1]


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        (SHARE, {"share": 65}), (SHARE, {"share": -1}), (SHARE, {"share": True}), (SHARE, {"share": 3.5}), (SHARE, {"choice": 1}), (SHARE, 3), (SHARE, {}),
        (SHARE, {"share": 3, "name": "Bob"}), (COURSE, {"choice": 4}), (COURSE, {"choice": "0"}), (LINE, {"line": []}), (LINE, {"line": [[1, 0.0]]}),
        (LINE, {"line": [[2, 0.0], [1, 0.0]]}), (LINE, {"line": [[1, 0.0], [261, 0.0]]}), (LINE, {"line": [[1, 0.0], [2, 9.0]]}),
        (LINE, {"line": [[1, 0.0], [2, math.nan]]}),
        (LINE, {"line": [[1, 0.0], [2.0, 0.0]]}), (LINE, {"line": [[1, 0.0], [2]]}), (LINE, {"line": [[n + 1, 0.0] for n in range(61)]}), (LINE, {"line": "x"}),
    ],
)
def test_a_prediction_that_no_page_sends_is_refused(step: Predict, sent: Any) -> None:
    with pytest.raises(Unusable):
        guessed(step, PARADOX.comparison[step.comparison], sent)


def test_what_a_page_sends_is_taken_as_it_is() -> None:
    assert guessed(LINE, PARADOX.comparison["chase"], {"line": [[52, 1], [260, -8.0]]}) == Guess(line=((52, 1.0), (260, -8.0)))
    assert guessed(COURSE, PARADOX.comparison["people"], {"choice": 0}) == Guess(choice=0)
    assert guessed(SHARE, PARADOX.comparison["chase"], {"share": 64}) == Guess(share=64)


def test_what_is_found_is_in_the_unit_that_is_told() -> None:
    """A tenth of an ordinary week's profit more each week is a fifth of a year's profit after two years."""
    gain = 0.1 * YARDSTICK["profit_week"]
    base, mine = (Result(fake(replications=8, weeks=WEEKS, luck=100.0, extra_profit=extra)) for extra in (0.0, gain))
    found = found_in(Comparison([base, mine]), LINE)
    assert found.end == pytest.approx(0.2, rel=0.01)
    assert (len(found.mean), found.better, found.known, found.companies) == (WEEKS, 8, 8, 8)
    assert found.mean[51] == pytest.approx(0.1, rel=0.01)
    weekly = found_in(Comparison([base, mine]), dataclasses.replace(LINE, measure="profit"))
    assert weekly.end == pytest.approx(10.0, rel=0.01)
    assert weekly.mean[60] == pytest.approx(10.0, rel=0.01)


def test_companies_that_ended_are_left_out_of_what_only_the_living_have() -> None:
    step = lesson("kpi_trap").prediction("customers_line")
    satisfaction = np.zeros((8, WEEKS))
    satisfaction[0, 50:] = math.nan
    base, mine = (Result(fake(replications=8, weeks=WEEKS, satisfaction=values)) for values in (0.0, satisfaction + 0.2))
    found = found_in(Comparison([base, mine]), step)
    assert found.known == 7
    assert found.mean[-1] == pytest.approx(0.2)
    assert math.isnan(found.ends[0])


def test_a_choice_among_several_needs_what_each_of_them_showed() -> None:
    base, mine = (Result(fake(replications=8, weeks=WEEKS, luck=100.0, extra_profit=extra)) for extra in (0.0, 1000.0))
    one = Comparison([base, mine])
    assert set(found_among(dict.fromkeys(BEST.comparisons, one), BEST)) == {"cuts", "bind", "focus"}
    with pytest.raises(KeyError):
        found_among({"bind": one}, BEST)


def test_a_room_is_told_without_saying_who() -> None:
    assert gathered(COURSE, [Guess(choice=0), Guess(choice=0), Guess(choice=3)]).choices == (2, 0, 0, 1)
    assert gathered(SHARE, [Guess(share=40), Guess(share=2), Guess(share=30)]).shares == (2, 30, 40)
    assert gathered(SHARE, [Guess(share=40), Guess(share=2)]).shares == (), "two are too few to stay unknown"


def test_lines_of_a_room_are_told_by_their_middle_half() -> None:
    drawn = [Guess(line=((52, float(height)), (104, 2.0 * height))) for height in range(5)]
    told = gathered(LINE, drawn)
    assert (told.people, told.weeks[0], told.weeks[-1]) == (5, 13, 104)
    assert (told.low[3], told.middle[3], told.high[3]) == (1.0, 2.0, 3.0)
    short = gathered(LINE, [*drawn, Guess(line=((13, 0.0), (26, 9.0)))])
    assert short.middle[-1] == 4.0, "who stopped drawing is not counted further on"
