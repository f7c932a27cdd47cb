"""Lessons are whole in every language, name only what there is, ask before they show, and tell each mistake in a file by its place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.app.stories import Lesson, Predict, keys, lesson, lessons, load_lesson
from sim.app.stories.check import texts_of
from sim.app.stories.judge import OUTCOMES
from sim.app.stories.lesson import CHARTS, LONGEST, Reveal, Text
from sim.app.stories.read import FOLDER
from sim.app.stories.scale import words
from sim.scenario import load_scenario
from sim.scenario.errors import ScenarioError
from sim.views.texts import LANGUAGES

ROOT = Path(__file__).parents[2]
NAMES = ("paradox_of_results", "kpi_trap", "silos", "order_matters", "twenty_percent", "crisis")
SAMPLE = (FOLDER / "paradox_of_results.toml").read_text(encoding="utf-8")


def test_six_lessons_come_along_in_their_order() -> None:
    assert tuple(one.name for one in lessons()) == NAMES
    assert [one.number for one in lessons()] == list(range(1, 7))


def test_an_unknown_lesson_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean kpi_trap"):
        lesson("kpi_trip")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_is_told_in_every_language_without_an_empty_brace(name: str, language: str) -> None:
    told = lesson(name).told(language)
    assert not [text for text in _strings(told) if "{" in text or "}" in text]
    assert len(json.dumps(told)) < 20_000


@pytest.mark.parametrize("name", NAMES)
def test_languages_differ_and_fit_a_phone(name: str) -> None:
    for text in _texts(lesson(name)):
        english, dutch = text.held["en"], text.held["nl"]
        assert english != dutch or len(english) < 12, f"not translated: {english}"
        assert max(len(english), len(dutch)) <= LONGEST["say"]


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_stands_in_a_text(name: str) -> None:
    assert not [text.held for text in _texts(lesson(name)) if re.search(r"\d", "".join(text.held.values()))]


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_asks_in_three_ways_explains_tells_limits_and_ends_with_a_debrief(name: str) -> None:
    one = lesson(name)
    kinds = {step.kind for step in one.steps}
    assert {"text", "question", "predict", "lock", "reveal", "explain", "limits"} <= kinds
    assert one.steps[-1].kind == "debrief"
    assert {step.form for step in one.predictions()} == {"line", "choice", "share"}


def test_papers_that_lessons_point_to_are_there() -> None:
    named = {paper for one in lessons() for step in (one, *one.steps) for paper in getattr(step, "papers", ())}
    assert named
    assert not [paper for paper in named if not (ROOT / paper).is_file()]


def test_what_lessons_say_in_words_of_scenarios_still_holds() -> None:
    """Doses of levers are filled in by braces; those of events and dates stand in words, and are held to the scenario here."""
    crisis, cuts = load_scenario("crisis"), load_scenario("crisis_cuts")
    assert [(one.kind, one.week, one.size, one.weeks) for one in crisis.events] == [("crisis", 52, 0.15, 52)], "a seventh, for a year, after a year"
    assert [(one.week, one.size) for one in cuts.events if one.kind == "layoffs"] == [(56, 0.10)], "a month later, a tenth"
    assert [one.end - one.start for one in cuts.timeline if one.setting == "profit_chasing"] == [104], "for two years"
    assert {one.end for one in load_scenario("small_steps").timeline} == {92}, "over nearly two years"
    orders = [load_scenario(f"order_{name}") for name in ("employees_customers_business", "customers_employees_business", "business_customers_employees")]
    assert {one.group for one in orders} == {"orders"}, "the same price"
    assert max(one.start for order in orders for one in order.timeline) == 104, "a year for each"


def test_sentences_of_judgements_are_whole_in_every_language() -> None:
    for part in words().values():
        for entry in part.values():
            assert set(entry) == set(LANGUAGES)
            assert len({Text(entry).holes(language) for language in LANGUAGES}) == 1
    said = " ".join(text for entry in words()["said"].values() for text in entry.values())
    assert not re.search(r"\b(right|wrong|correct|score|grade|goed|fout|juist)\b", said), "distances are told, marks are not given"


def test_lessons_are_read_without_a_web_server() -> None:
    seen = "print(*[name for name in ('starlette', 'uvicorn', 'websockets') if name in sys.modules])"
    program = f"import sys\nfrom sim.app.stories import lessons\nlessons()\n{seen}"
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not answer.stdout.split()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title.nl = "Een gewoon bedrijf"\n', "", r"bad\.toml:\d+: step\[1\]\.title\.nl: is missing"),
        ("An ordinary company", "An ordinary company that made 3 millions", r"bad\.toml:\d+: step\[1\]\.title\.en: holds a figure"),
        ("Leaders who chase profit, leaders", "Leaders " * 50, r"bad\.toml:\d+: about\.en: is too long for a phone \(\d+ characters\) - at most 320"),
        ('scenario = "profit_chase"', 'scenario = "profit_chas"',
         r'bad\.toml:\d+: comparison\.chase\.scenario: there is no such name \("profit_chas"\) - did you mean profit_chase\?'),
        ('measure = "voice_customer"', 'measure = "voice_costumer"',
         r"bad\.toml:\d+: step\[11\]\.measure: there is no such name .* did you mean voice_customer"),
        ('kind = "lock"', 'kind = "look"', r"bad\.toml:\d+: step\[5\]\.kind: is no kind of step .* did you mean lock"),
        ('mechanism = "leadership"', 'mechanism = "leaders"', r"step\[7\]\.link\[1\]\.mechanism: there is no such name"),
        ('mechanism = "leadership"\nrow = "A13"', 'mechanism = "leadership"\nrow = "E6"', r"step\[7\]\.link\[1\]\.row: leadership does not work this row"),
        ('charts = ["profit", "voices"]', 'charts = ["profits"]', r"step\[6\]\.charts\[1\]: there is no such name .* did you mean profit\?"),
        ('judges = ["chase_line", "chase_share"]\n', "", r"chase_line must be locked once and told once - locked 1 times, told 0 times"),
        ('right = ["ends below"]', 'right = ["ends above"]', r'step\[11\]\.option: "ends above" must be right in exactly one option \(2\)'),
        ("in the last year?", "in the last year of {companis}?", r"step\[11\]\.ask: has other braces in one language than in another"),
        ("low = -8.0", "low = 1.0", r"step\[3\]\.low: a line needs low and high with nought between them"),
        ("minutes = 30", "minutes = 300", r"bad\.toml:\d+: minutes: lies out of range \(300\) - 5 to 90"),
        ('[comparison.stop]', '[comparison.stop]\nlevers = { slack_shares = 0.2 }',
         r"comparison\.stop\.levers\.slack_shares: there is no such lever - did you mean slack_share\?"),
        ('[comparison.stop]', '[comparison.stop]\nlevers = { slack_share = 2.0 }', r"comparison\.stop\.levers: .*slack_share"),
        ("closes = true", "closed = true", r"step\[7\]\.closed: unknown key"),
        ('kind = "debrief"', 'kind = "lock"', r"step\[21\]"),
    ],
)
def test_a_planted_mistake_is_told_with_file_and_key(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert old in SAMPLE
    place = tmp_path / "bad.toml"
    place.write_text(SAMPLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_lesson(place)
    assert any(re.search(told, line) for line in caught.value.problems), "\n".join(caught.value.problems)


NONSENSE = ("", "step = 3", "x = [", "[[step]]\nkind = 4", "[[step]]\n[comparison.a]\nscenario = 4", "\0", "[comparison]\nx = 1\n[[step]]\nkind='predict'")


@pytest.mark.parametrize("content", NONSENSE)
def test_nonsense_is_refused_in_lines(content: str, tmp_path: Path) -> None:
    place = tmp_path / "bad.toml"
    place.write_text(content, encoding="utf-8")
    with pytest.raises(ScenarioError):
        load_lesson(place)


def test_an_answer_shown_before_it_is_asked_is_refused(tmp_path: Path) -> None:
    early = SAMPLE.replace('comparisons = ["chase"]', 'comparisons = ["chase", "people"]', 1)
    place = tmp_path / "bad.toml"
    place.write_text(early, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_lesson(place)
    assert any("was shown before it is predicted" in line for line in caught.value.problems)


def test_each_prediction_is_shown_by_the_reveal_that_tells_it() -> None:
    for one in lessons():
        for step in one.steps:
            if isinstance(step, Reveal):
                asked = [one.prediction(name) for name in step.judges]
                assert all(prediction.measure in step.measures for prediction in asked)


def _strings(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict | list):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from _strings(one)


def _texts(one: Lesson) -> Iterator[Text]:
    yield from (one.title, one.about)
    for step in one.steps:
        yield from texts_of(step)


def test_a_prediction_says_which_comparisons_it_needs() -> None:
    step = lesson("crisis").prediction("best_answer")
    assert isinstance(step, Predict)
    assert set(step.comparisons) == {"cuts", "bind", "focus"}


def test_the_guide_for_writers_says_what_the_schema_says() -> None:
    guide = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    code = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"```toml.*?```|`[^`]+`", guide, re.DOTALL))))
    tables = [keys.TOP, keys.PAIR, *keys.STEPS.values()]
    assert not {*keys.STEPS, *keys.FORMS, *(name for table in tables for name in table)} - code
    assert not [way for ways in OUTCOMES.values() for way in ways if f"`{way}`" not in guide]
    said = "titles {title} characters, paragraphs and summaries {say}, questions {ask}, options {option}, links of a chain {link}".format(**LONGEST)
    assert said in guide
    assert not [chart for chart in CHARTS if f"`{chart}`" not in guide]
