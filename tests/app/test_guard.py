"""The door of the web app: who comes in, what every answer carries, and what a stranger learns when something breaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sim.app.guard import HEADERS, Address
from sim.app.web import STATIC

HERE = Address("127.0.0.1", 8400)
OPENED = Address("0.0.0.0", 8400, is_open=True)
ORIGIN = {"origin": "http://127.0.0.1:8400"}


@pytest.mark.parametrize("host", ["127.0.0.1:8400", "localhost:8400", "LOCALHOST:8400", "[::1]:8400"])
def test_a_server_knows_its_own_names(host: str) -> None:
    assert HERE.knows(host)


@pytest.mark.parametrize("host", [
    "", "127.0.0.1", "127.0.0.1:8401", "evil.example:8400", "127.0.0.1.evil.example:8400", "127.0.0.1:8400@evil.example", "localhost.:8400", "192.168.1.7:8400",
    "127.0.0.1:8400:8400", "127.0.0.1:", "127.0.0.1:08x", "[::1:8400", "127.0.0.1:99999999", "127.0.0.1 :8400", "a:b:8400", "\u0661:8400"])
def test_a_server_knows_no_other_name_so_that_a_foreign_name_that_points_here_is_refused(host: str) -> None:
    assert not HERE.knows(host)


def test_a_server_opened_to_a_network_is_known_by_any_address_in_numbers_and_by_no_name() -> None:
    assert OPENED.knows("192.168.1.7:8400")
    assert OPENED.knows("127.0.0.1:8400")
    assert not OPENED.knows("evil.example:8400")
    assert not OPENED.knows("192.168.1.7:80")


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/schema/en.json", 200), ("/static/main.js", 200), ("/nowhere", 404), ("/schema/xx.json", 404),
                                              ("/static/../guard.py", 404), ("/static/%2e%2e/guard.py", 404), ("/static/", 404), ("/docs", 404)])
def test_every_answer_carries_all_headers(client: Any, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert "server" not in answer.headers


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"host": "evil.example:8400"}, {"origin": "http://evil.example"}, {"origin": "null"},
                                     {"origin": "http://127.0.0.1:8401"}, {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}])
def test_strangers_are_refused_with_the_same_headers(client: Any, headers: dict[str, str]) -> None:
    answer = client.get("/", headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert "Traceback" not in answer.text


def test_a_link_from_elsewhere_may_lead_to_the_page(client: Any) -> None:
    assert client.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}).status_code == 200


def test_nothing_can_be_written(client: Any) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/").status_code == 403
        assert getattr(client, method)("/", headers=ORIGIN).status_code == 405


def test_what_is_too_long_is_refused(client: Any) -> None:
    assert client.get("/" + "a" * 300).status_code == 414
    assert client.get("/?" + "a" * 9000).status_code == 414


def test_what_breaks_tells_a_number_and_no_trace(client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: str) -> bytes:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("sim.app.web.schema", broken)
    answer = client.get("/schema/en.json")
    number = re.search(r"[0-9a-f]{8}", answer.text)
    assert answer.status_code == 500
    assert number is not None
    assert "secret" not in answer.text
    assert number[0] in caplog.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_policy_of_content_allows_nothing_unsafe_and_nothing_foreign() -> None:
    assert "unsafe" not in HEADERS["content-security-policy"]
    assert "http" not in HEADERS["content-security-policy"]
    assert "default-src 'none'" in HEADERS["content-security-policy"]


@pytest.mark.parametrize("path", sorted(STATIC.iterdir()), ids=lambda path: path.name)
def test_no_file_of_the_page_names_another_place_or_runs_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]|@import|innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write|\son\w+=\"|style=\"", text)


def test_the_page_weighs_less_than_200_kilobytes(client: Any) -> None:
    raw = sum(path.stat().st_size for path in STATIC.iterdir()) + len(client.get("/schema/nl.json").content)
    assert raw < 200_000
