"""The command `trivox why` as a whole: bad input in one line, a tiny run with its page, and a run that was stopped goes on."""

from __future__ import annotations

import dataclasses
import json

import pytest

from sim.lab import why_companies
from sim.lab.claims import Ledger, shipped
from sim.lab.claims_file import load_ledger
from sim.views.cli import main
from sim.views.why_command import wanted

WEEKS = 26
SMALL = ("-n", "2", "--along", "quality.uncounted", "--threads", "1", "--quiet")


def asked(capsys, *arguments, code=0):
    """What the command printed: (standard output, error output)."""
    assert main(["why", *map(str, arguments)]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["H1x"], "there is no such claim"),
        (["h1b"], "did you mean H1b?"),
        (["H99"], "there is no such claim"),
        (["H1b", "--along", "quality.uncountd"], "did you mean quality.uncounted?"),
        (["H1b", "--boundary", "-1"], "--boundary"),
        (["H1b", "-n", "1"], "--replications"),
        (["H1b", "--seed", "-1"], "--seed"),
        (["H1b", "--threads", "0"], "--threads"),
        (["H1b", "--page", "page.html"], "a page about claims is Markdown"),
        (["D2c"], "D2c: "),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(capsys, arguments, words):
    out, err = asked(capsys, *arguments, "--quiet", code=2)
    assert out == ""
    assert any(words in line for line in err.splitlines())
    assert all(line.startswith("trivox: ") for line in err.splitlines())


def test_a_page_is_not_overwritten_unasked(capsys, tmp_path):
    (tmp_path / "page.md").write_text("mine", encoding="utf-8")
    assert "is there already" in asked(capsys, "H1b", "--page", tmp_path / "page.md", code=2)[1]


def test_a_headline_stands_for_all_its_claims_and_none_for_all_headlines():
    ledger = load_ledger(shipped())
    headlines = [claim for claim in ledger.claims if claim.kind == "headline"]
    assert wanted(ledger, []).claims == tuple(headlines)
    assert wanted(ledger, ["H7", "H5"]).claims == tuple(claim for claim in headlines if claim.headline in (5, 7))
    assert [claim.id for claim in wanted(ledger, ["H1b"]).claims] == ["H1b"]


@pytest.fixture
def short(monkeypatch):
    """The ledger's claims for half a year, in firms of one unit; references as they are shipped, whatever the number is."""
    def cut(path):
        whole = load_ledger(path)
        claims = tuple(dataclasses.replace(claim, first=5, last=WEEKS) for claim in whole.claims if claim.id in ("H1a", "H2a", "H5"))
        used = sorted({name for claim in claims for name in claim.arms})
        return Ledger(claims, {name: whole.arms[name].with_(organisation={"units": 1}, weeks=WEEKS) for name in used})

    usual = why_companies._kept
    monkeypatch.setattr("sim.lab.claims_file.load_ledger", cut)
    monkeypatch.setattr(why_companies, "solved", lambda sets, settings, care, tell=None: {
        why_companies.name_of(one): usual({}, settings, care) for one in sets})


@pytest.mark.thorough
def test_a_tiny_run_writes_its_page_and_says_the_same_twice(capsys, tmp_path, short):
    page = tmp_path / "docs" / "claims_headlines.md"
    arguments = ("H1a", "H2a", *SMALL, "--carriers", "--boundary", "12", "--out", tmp_path / "out", "--json")
    out, err = asked(capsys, *arguments, "--page", page)
    assert err == ""
    answer = json.loads(out)
    assert [one["claim"] for one in answer["curves"]] == ["H1a", "H2a"]
    assert len(answer["carriers"][0]["carriers"]) > 20
    assert [one["asked"] for one in answer["boundaries"]] == [12, 12]
    told = page.read_text(encoding="utf-8")
    assert "trivox why H1a H2a --along quality.uncounted --carriers --boundary 12 -n 2" in told
    assert {place.name for place in (page.parent / "pictures").iterdir()} == {"why_curves.png", "why_map.png"}
    again, _ = asked(capsys, *arguments)
    assert again == out


@pytest.mark.thorough
def test_a_run_that_was_stopped_goes_on_and_says_the_same(capsys, tmp_path, short, monkeypatch):
    arguments = ("H1a", "H2a", *SMALL, "--json", "--out")
    lived, done = why_companies._lived, []

    def counted(*given):
        if len(done) == stop:
            raise KeyboardInterrupt
        done.append(given[1].name)
        return lived(*given)

    monkeypatch.setattr(why_companies, "_lived", counted)
    stop = -1
    whole, _ = asked(capsys, *arguments, tmp_path / "whole")
    arms = len(done)
    stop = arms + 2
    asked(capsys, *arguments, tmp_path / "cut", code=130)
    stop = -1
    resumed, _ = asked(capsys, *arguments, tmp_path / "cut")
    assert resumed == whole
    assert len(done) == 2 * arms, "what was done before the stop is not run again"
