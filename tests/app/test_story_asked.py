"""What a page of a story may ask and what it is told: nothing that was not predicted and locked before, whatever is sent; words in every language alike."""

from __future__ import annotations

import contextlib
import json
import re
import string
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.app import choices
from sim.app.protocol import LONGEST_FRAME, Malformed
from sim.app.runner import SCALES, Runner, Scale, of_units
from sim.app.stories import Predict, found_of
from sim.app.stories.lesson import CHARTS, Reveal
from sim.app.story_asked import asked, locked_before
from sim.app.story_page import called, held, known, listed, told
from sim.app.story_runs import Shows
from sim.app.web import STATIC
from sim.lab.compare import Comparison
from sim.lab.members import choose, run_chosen
from sim.scenario import load_scenario
from sim.views.texts import LANGUAGES

SOCKET = "ws://127.0.0.1:8400/story-socket"
ORIGIN = {"origin": "http://127.0.0.1:8400"}
GUESSES = {"gap_direction": {"choice": 0}, "customers_line": {"line": [[52, 0.1], [260, 0.2]]}, "bonus_share": {"share": 10}}
GOOD = {"v": 1, "id": 7, "lesson": "kpi_trap", "step": 6, "guesses": GUESSES}
NAMES = tuple(known())


def sent(**changes: Any) -> str:
    return json.dumps({key: value for key, value in {**GOOD, **changes}.items() if value is not None})


@pytest.fixture
def client(nimble: Any) -> Iterator[Any]:
    """A client of a server whose companies are few."""
    from starlette.testclient import TestClient

    from sim.app.guard import Address
    from sim.app.web import application
    from tests.app.conftest import PORT, _Lasting

    app = application(Address("127.0.0.1", PORT), _Lasting(nimble), warm=False)
    with TestClient(app, base_url=f"http://127.0.0.1:{PORT}", raise_server_exceptions=False) as made:
        yield made


def heard(page: Any) -> tuple[dict[str, Any], list[str]]:
    """The head of what comes after all progress, and the names of its lines."""
    while True:
        message = page.receive()
        if message.get("text"):
            found = json.loads(message["text"])
            if found["kind"] == "progress":
                assert set(found) == {"kind", "id", "part"}
                continue
            return found, []
        data = message["bytes"]
        head = json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])
        return head, [name for name, _ in head["layout"]]


def test_a_good_question_is_read() -> None:
    read = asked(sent())
    assert (read.id, read.lesson.name, read.step, set(read.guesses)) == (7, "kpi_trap", 6, set(GUESSES))
    assert asked(sent(step=None, guesses=None)).comparisons == tuple(known()["kpi_trap"].comparison)


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", "[" * 5000, " " * (LONGEST_FRAME + 1), sent(extra=1), sent(v=2), sent(v=True), sent(id=-1), sent(id="7"), sent(lesson="kpi_trip"),
    sent(lesson=["kpi_trap"]), sent(lesson="../../etc/passwd"), sent(step=0), sent(step=2), sent(step=99), sent(step=-1), sent(step=True), sent(step="6"),
    sent(step=6.0), sent(guesses=[]), sent(guesses={}), sent(step=None), sent(guesses=None), sent(guesses={"gap_direction": {"choice": 0}}), sent(step=13),
    sent(guesses={**GUESSES, "team_share": {"share": 1}}), sent(guesses={**GUESSES, "bonus_share": {"share": 65}}),
    sent(guesses={**GUESSES, "bonus_share": None}), sent(guesses={**GUESSES, "gap_direction": {"choice": True}}),
    sent(guesses={**GUESSES, "customers_line": {"line": [[52, 9], [260, 0]]}}), sent(guesses={**GUESSES, "customers_line": {"line": [[1, 0]] * 5000}}),
    sent().replace("0.1", "NaN"), sent().replace("0.1", "1e999")])
def test_a_malformed_question_is_refused_in_a_short_line(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        asked(text)
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)


LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)


@given(st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*GOOD, *GUESSES, "choice", "line", "share"]), inner, max_size=6), max_leaves=20),
    st.sampled_from(["v", "id", "lesson", "step", "guesses"]))
def test_no_text_whatever_breaks_the_reading(thing: Any, place: str) -> None:
    with contextlib.suppress(Malformed):
        asked(json.dumps({**GOOD, place: thing}))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_the_page_is_told_beforehand_is_an_answer(name: str) -> None:
    for language in LANGUAGES:
        page = json.loads(told(name, language))
        assert "comparison" not in page
        text = json.dumps(page)
        assert not re.search(r'"(right|came|was|mean|ends|levers)"', text)
        assert not any(word in text for word in ("ends above", "ends below", "not clear\"", "fares best"))


@pytest.mark.parametrize("name", NAMES)
def test_every_reveal_wants_what_was_locked_before_and_judges_only_that(name: str) -> None:
    story = known()[name]
    for place, step in enumerate(story.steps):
        if not isinstance(step, Reveal):
            continue
        assert set(step.judges) <= set(locked_before(story, place))
        with pytest.raises(Malformed, match="nothing is shown before it is predicted"):
            asked(json.dumps({"v": 1, "id": 1, "lesson": name, "step": place, "guesses": {}}))


def test_nobody_gets_a_result_through_the_socket_without_having_predicted_it(client: Any) -> None:
    story = known()["kpi_trap"]
    tries = [sent(guesses={}), sent(guesses={**GUESSES, "bonus_share": {}}), sent(step=13), sent(step=13, guesses=None), sent(step=None, guesses={}),
             *(json.dumps({**GOOD, "step": place, "guesses": {}}) for place in range(len(story.steps)))]
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        for text in tries[:18]:
            page.send_text(text)
            found = page.receive_json()
            assert found["kind"] == "refused", text
            assert not re.search(r"\d\.\d", json.dumps(found["problems"]))
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_text(sent(step=None, guesses=None))
        found, lines = heard(page)
        assert (found, lines) == ({"kind": "ready", "id": 7}, [])


def test_a_reveal_shows_what_its_charts_draw_and_nothing_that_is_still_open(client: Any) -> None:
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_text(sent())
        head, lines = heard(page)
    assert (head["kind"], [one["name"] for one in head["comparisons"]]) == ("reveal", ["bonus"])
    shown = head["comparisons"][0]
    assert shown["tiles"] == []
    assert not {"says", "silos", "ended"} & set(shown)
    assert [one["measure"] for one in shown["measures"]] == ["goodhart_gap", "satisfaction", "cumulative_profit"]
    assert not [name for name in lines if "voice" in name or name.startswith(("team", "good_number", "hand_overs"))]
    assert [one["id"] for one in head["judged"]] == list(GUESSES)
    assert all(one["said"][language] for one in head["judged"] for language in LANGUAGES)


def test_what_is_shown_is_what_compare_finds_in_the_same_companies() -> None:
    runner = Runner(scales={**SCALES, "full": Scale(4, 1, 4, 1, 2)})
    shows = Shows(runner)
    try:
        read = asked(json.dumps({"v": 1, "id": 1, "lesson": "kpi_trap"}))
        assert shows.progress(read) == 0
        show = shows.ready(read, lambda: False)["bonus"]
        assert shows.progress(read) == 1
    finally:
        runner.close()
    pair = [of_units(one, 1) for one in reversed(known()["kpi_trap"].comparison["bonus"].scenarios)]
    other = Comparison(run_chosen(pair, choose(4, pair)), 0)
    found = found_of(other, "satisfaction")
    assert np.allclose(show.found["satisfaction", 0].mean, found.mean, rtol=1e-5, atol=1e-7)
    assert show.found["satisfaction", 0].end_low == pytest.approx(found.end_low, rel=1e-5)


@pytest.mark.parametrize("address", ["/story/nothing", "/story/kpi_trap/fr.json", "/stories/fr.json", "/story/..%2f..%2fetc/en.json", "/story/kpi_trap/x/y"])
def test_what_is_not_there_is_not_there(client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_and_lists_are_served_behind_the_same_door(client: Any) -> None:
    for address in ("/stories", "/story/kpi_trap", "/stories/nl.json", "/story/kpi_trap/nl.json"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert client.get(address, headers={"host": "evil.example:8400"}).status_code == 403
    assert [one["name"] for one in client.get("/stories/en.json").json()["stories"]] == list(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_comparison_has_a_name_above_its_charts_in_every_language(language: str) -> None:
    for name in NAMES:
        story = known()[name]
        for one in story.comparison:
            assert 3 < len(called(story, one, language)) <= 110
    assert {one["name"] for one in json.loads(listed(language))["stories"]} == set(NAMES)


def test_all_lessons_run_in_the_companies_of_a_full_answer() -> None:
    pairs = [pair for name in NAMES for pair in known()[name].comparison.values()]
    assert {pair.companies for pair in pairs} == {SCALES["full"].members}
    assert {pair.scenarios[1].organisation for pair in pairs} == {load_scenario(choices.FIRST).organisation}


def test_words_of_stories_are_there_in_each_language_with_the_same_gaps_and_all_are_used() -> None:
    for texts in (*held()["word"].values(), *held()["called"].values()):
        assert set(texts) == set(LANGUAGES)
        assert len({tuple(sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)) for text in texts.values()}) == 1
    code = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.glob("story*.js"))
    used = set(re.findall(r"story\.([a-z_]+)\b(?!\()", code)) - {"js"}
    made = {"text", "question", "predict", "lock", "reveal", "explain", "limits", "debrief", "policy", "base"}
    made |= {f"debrief_{one}" for one in ("question", "hypothesis", "finding", "decision")}
    assert used - {"debrief_"} <= set(held()["word"])
    assert set(held()["word"]) == (used | made) & set(held()["word"]), "words that nobody says"
    assert {pair.scenario for name in NAMES for pair in known()[name].comparison.values()} >= set(held()["called"])


def test_every_chart_of_a_lesson_can_be_drawn() -> None:
    code = (STATIC / "story_reveal.js").read_text(encoding="utf-8")
    drawn = re.search(r"const made = \{(.*?)\};", code)
    assert drawn
    assert all(re.search(rf"\b{chart}\b", drawn[1]) for chart in CHARTS if chart != "measure")
    assert {step.form for name in NAMES for step in known()[name].steps if isinstance(step, Predict)} == {"line", "choice", "share"}
