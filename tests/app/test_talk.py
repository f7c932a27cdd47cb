"""What page and server say to each other: questions are read strictly, answers come as frames, nonsense is told so, floods are let go."""

from __future__ import annotations

import contextlib
import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.websockets import WebSocketDisconnect

from sim.app import talk
from sim.app.protocol import LONGEST_FRAME, Malformed, Named, frame, question, with_id

SOCKET = "ws://127.0.0.1:8400/socket"
ORIGIN = {"origin": "http://127.0.0.1:8400"}
GOOD = {"v": 1, "id": 7, "scenario": "people_first", "baseline": "reference", "size": "preview", "levers": {"autonomy": 0.7}}


def decoded(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]], int]:
    """A frame as the page reads it."""
    size = struct.unpack_from("<I", data)[0]
    head, at, series = json.loads(data[4 : 4 + size]), 4 + size, {}
    for name, count in head["layout"]:
        series[name] = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
    assert len(data) == at + 4
    return head, series, struct.unpack_from("<I", data, at)[0]


def asked(**changes: Any) -> str:
    return json.dumps({**GOOD, **changes})


def test_a_good_question_is_read() -> None:
    read = question(asked())
    assert (read.id, read.scenario, read.baseline, read.size, dict(read.levers)) == (7, "people_first", "reference", "preview", {"autonomy": 0.7})


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", "7", '"text"', "[" * 5000, asked(extra=1), asked(v=2), asked(v=True), asked(v=None), asked(id=-1), asked(id=2**31), asked(id=1.5),
    asked(id=True), asked(id="7"), asked(scenario="corporate"), asked(scenario="../../etc/passwd"), asked(scenario=["people_first"]), asked(baseline=None),
    asked(size="huge"), asked(size=["full"]), asked(levers=[]), asked(levers={"autonmy": 0.5}), asked(levers={"autonomy": "0.5"}),
    asked(levers={"autonomy": True}), asked(levers={"autonomy": None}), asked(levers={"autonomy": 1e9}), asked(levers={"autonomy": float("nan")}),
    asked(levers={"autonomy": float("inf")}), asked(levers={f"a{k}": 1 for k in range(500)}), " " * (LONGEST_FRAME + 1),
    asked().replace("0.7", "1e999"), asked().replace("0.7", "9" * 5000)])
def test_a_malformed_question_is_refused_in_a_short_line(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        question(text)
    assert len(str(refused.value)) < 200
    assert "\n" not in str(refused.value)


LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20)


@given(st.text(max_size=400) | st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*GOOD, "autonomy", "x"]), inner, max_size=6), max_leaves=20).map(json.dumps))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    with contextlib.suppress(Malformed):
        question(text)


@pytest.mark.thorough
def test_a_hundred_thousand_spoilt_questions_are_each_read_or_refused() -> None:
    luck = np.random.default_rng(7)
    good = [asked(), asked(size="full", levers={}), asked(levers={"training": 4, "vision": 0.5})]
    refused = 0
    for _ in range(100_000):
        text = bytearray(good[luck.integers(3)].encode())
        for _ in range(int(luck.integers(1, 5))):
            place = int(luck.integers(len(text)))
            text[place : place + int(luck.integers(3))] = luck.bytes(int(luck.integers(3)))
        try:
            question(text.decode("utf-8", "replace"))
        except Malformed:
            refused += 1
    assert 50_000 < refused < 100_000


def test_a_frame_says_its_numbers_exactly_and_what_is_missing_as_null() -> None:
    data = with_id(frame({"mean": float("nan"), "word": "€ één", "low": 1.23456789}, [Named("a", np.arange(3.0)), Named("b", np.array([np.nan]))]), 9)
    head, series, number = decoded(data)
    assert (head["mean"], head["word"], head["low"], number) == (None, "€ één", 1.2346, 9)
    assert series["a"].tolist() == [0, 1, 2]
    assert np.isnan(series["b"]).all()


def test_a_preview_comes_with_intervals_and_both_languages(client: Any) -> None:
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_text(asked())
        head, series, number = decoded(page.receive_bytes())
    assert (head["kind"], head["size"], head["companies"], head["people"], number) == ("answer", "preview", 16, 40, 7)
    assert set(head["says"]) == {"en", "nl"}
    assert all(one["low"] < one["mean"] < one["high"] for one in [head["profit"], *head["tiles"], *head["hours"]])
    assert series["week"][-1] == head["weeks"] == 260
    assert (series["voice_employee.low"] <= series["voice_employee.high"]).all()


def test_levers_out_of_range_are_refused_with_the_range(client: Any) -> None:
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_text(asked(levers={"autonomy": 1.5}))
        told = page.receive_json()
    assert (told["kind"], told["id"]) == ("refused", 7)
    assert "autonomy" in told["problems"][0]


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1.evil.example:8400"},
                                     {"origin": "http://127.0.0.1:8401"}, {**ORIGIN, "host": "evil.example:8400"}])
def test_a_socket_opens_for_its_own_page_only(client: Any, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(SOCKET, headers=headers):
        pass


def test_nonsense_is_told_so_and_then_let_go(client: Any) -> None:
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        for _ in range(talk.MOST_MALFORMED):
            page.send_text("nonsense")
            assert page.receive_json() == {"kind": "refused", "id": 0, "problems": ["the question is no JSON"]}
        with pytest.raises(WebSocketDisconnect) as gone:
            page.receive_text()
    assert gone.value.code == talk.NONSENSE


def test_bytes_are_nonsense_too(client: Any) -> None:
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_bytes(b"\x00\xff")
        assert page.receive_json()["kind"] == "refused"


def test_a_flood_is_let_go(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "MOST_MALFORMED", 10_000)
    with pytest.raises(WebSocketDisconnect) as gone, client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        for _ in range(3 * int(talk.BUCKET)):
            page.send_text("flood")
        while True:
            page.receive_text()
    assert gone.value.code == talk.FLOOD


def test_one_address_holds_so_many_sockets_and_no_more(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "MOST_OF_ONE", 2)
    first, second, third = (client.websocket_connect(SOCKET, headers=ORIGIN) for _ in range(3))
    with first, second, pytest.raises(WebSocketDisconnect), third:
        pass
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_text("free again")
        assert page.receive_json()["kind"] == "refused"


def test_what_breaks_while_answering_tells_a_number_and_no_trace(client: Any, runner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("sim.app.runner.told", broken)
    with client.websocket_connect(SOCKET, headers=ORIGIN) as page:
        page.send_text(asked(levers={"autonomy": 0.123}))
        told = page.receive_text()
    assert "secret" not in told
    assert json.loads(told)["kind"] == "broken"
