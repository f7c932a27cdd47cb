"""A scenario file from a page is read strictly, never under a name from outside, and what is wrong is told without a place on the machine."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest

from sim.app.upload import NAME, moment_of
from sim.scenario import ScenarioError

ORIGIN = {"origin": "http://127.0.0.1:8400"}


def test_levers_over_a_preset_are_taken() -> None:
    found = moment_of(b'extends = "crisis_cuts"\n[policy]\nautonomy = 0.9\n')
    assert found == {"scenario": "crisis_cuts", "baseline": "crisis", "levers": {"autonomy": 0.9}}
    assert moment_of(b"") == {"scenario": "reference", "baseline": "reference", "levers": {}}


@pytest.mark.parametrize("content", [
    b"[policy]\nautonmy = 0.5", b"[policy]\nautonomy = 7", b"[policy]\nautonomy = nan", b"\xff\xfe", b"a" * 2000, b"[" * 5000, b"x = 1", b"\x00",
    b'extends = "../../etc/passwd"', b'extends = "/etc/passwd"', b'extends = "policy"', b'extends = "no_such_thing"', b'name = "<script>alert(1)</script>"',
    b"[organisation]\nunits = 2", b"[world]\nvolatility = 0.5", b"weeks = 104", b'off = ["motives"]', b"[parameters.strain]\nwear = 0.1",
    b'[[timeline]]\nlever = "autonomy"\nshape = "step"\nweek = 10\nto = 0.7'])
def test_what_is_wrong_or_cannot_be_shown_is_told_in_lines_without_a_place(content: bytes) -> None:
    with pytest.raises(ScenarioError) as refused:
        moment_of(content)
    for problem in refused.value.problems:
        assert "\n" not in problem
        assert tempfile.gettempdir() not in problem
        assert problem.startswith(NAME)


def test_a_page_sends_a_file_and_gets_a_moment_or_problems(client: Any) -> None:
    good = client.post("/scenario", content=b"[policy]\nautonomy = 0.6", headers=ORIGIN)
    assert (good.status_code, good.json()["levers"]) == (200, {"autonomy": 0.6})
    bad = client.post("/scenario", content=b"[policy]\nautonomy = 6", headers=ORIGIN)
    assert bad.status_code == 422
    assert "autonomy" in bad.json()["problems"][0]
    assert client.post("/scenario", content=b"#" * 70_000, headers=ORIGIN).status_code == 413
    assert client.post("/scenario", content=b"").status_code == 403
    assert client.post("/scenario", content=b"", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/scenario").status_code == 405
