"""The command `trivox why A B`: which words mean which question, bad input in one line, the same answer twice, pages, files, and both languages."""

from __future__ import annotations

import csv
import json
import string
from types import SimpleNamespace

import pytest

from sim.lab.claims import shipped
from sim.lab.claims_file import load_ledger
from sim.parameters import MECHANISMS
from sim.policy import CONDITIONS
from sim.scenario.course import EVENT_KINDS
from sim.scenario.read import library_names
from sim.views.cli import main
from sim.views.texts import texts
from sim.views.why_command import is_scenario
from sim.views.why_policy_command import _Lines, cost_words
from sim.views.why_policy_files import TABLES

SMALL = ("--set", "autonomy=0.8", "--set", "slack_share=0.2", "--weeks", "30", "-n", "6", "--threads", "1")


def asked(capsys, *arguments, code=0):
    """What the command printed: (standard output, error output)."""
    assert main(["why", *map(str, arguments)]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


def test_a_claim_is_never_taken_for_a_scenario():
    ledger = load_ledger(shipped())
    names = [claim.id for claim in ledger.claims] + [f"H{claim.headline}" for claim in ledger.claims if claim.headline]
    assert not [name for name in names if is_scenario(name)]
    assert all(is_scenario(name) for name in library_names())
    assert is_scenario("mine.toml")
    assert is_scenario("folder/mine")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["reference", "people_frist"], "people_first"),
        (["refrence", "people_first"], "reference"),
        (["reference", "H1b"], "H1b"),
        (["reference", "people_first", "profit_chase"], "3 scenarios - why compares two"),
        (["reference"], "--set"),
        (["reference", "reference"], "no lever, condition or event differs"),
        (["reference", "branches"], "differ in organisation"),
        (["reference", "people_first", "--measure", "profitt"], "did you mean"),
        (["reference", "people_first", "--by", "levers"], "--by: "),
        (["reference", "people_first", "--only", "stories"], "--only: "),
        (["reference", "people_first", "--orders", "1"], "--orders: must lie between"),
        (["reference", "people_first", "-n", "1"], "--replications: must lie between"),
        (["reference", "people_first", "--weeks", "0"], "without weeks"),
        (["reference", "people_first", "--weeks", "9999"], "9999"),
        (["reference", "people_first", "--seed", "-1"], "seed"),
        (["reference", "people_first", "--threads", "0"], "--threads"),
        (["reference", "people_first", "--members", "7"], "make calibrate"),
        (["reference", "people_first", "--page", "page.pdf"], "neither in .html nor in .md"),
        (["reference", "people_first", "--language", "fr"], "en, nl"),
        (["reference", "people_first", "--along", "quality.uncounted"], "--along: belongs to a question about claims"),
        (["reference", "people_first", "--boundary", "8"], "--boundary: belongs to a question about claims"),
        (["H1b", "--measure", "profit"], "--measure: belongs to a question about two scenarios"),
        (["--set", "autonomy=0.6"], "--set: belongs to a question about two scenarios"),
        (["reference", "people_first", "-n", "9999", "--by", "lever"], "policies x 9999 companies - at most"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line_before_anything_is_run(capsys, arguments, words, monkeypatch, tmp_path):
    monkeypatch.setattr("sim.ensemble.store.SHIPPED", tmp_path / "none.json")
    out, err = asked(capsys, *arguments, "--quiet", code=2)
    assert out == ""
    assert any(words in line for line in err.splitlines())
    assert all(line.startswith("trivox: ") for line in err.splitlines())


@pytest.mark.thorough
def test_the_answer_in_json_is_the_same_twice_and_adds_up(capsys, tmp_path):
    out, err = asked(capsys, "small", *SMALL, "--json", "--quiet", "--out", tmp_path / "one")
    again, _ = asked(capsys, "small", *SMALL, "--json", "--quiet", "--out", tmp_path / "one")
    other, _ = asked(capsys, "small", *SMALL, "--json", "--quiet", "--out", tmp_path / "two")
    assert out == again == other
    assert err == ""
    found = json.loads(out)
    assert (found["companies"], found["exact"], found["policies"]) == (6, True, 4)
    assert {one["measure"] for one in found["mechanisms"]} == {"cumulative_profit", "voice_employee", "voice_customer", "voice_business"}
    for one in found["levers"]:
        assert sum(part["value"]["mean"] for part in one["parts"]) == pytest.approx(one["whole"]["mean"], rel=1e-9, abs=1e-12)
    assert {one["mechanism"] for one in found["mechanisms"][0]["carried"]} == set(MECHANISMS)
    assert [one["figure"] for one in found["story"]["figures"]] == ["employee", "team", "customer"]
    assert len(found["story"]["figures"][0]["weeks"]["engagement"][0]) == 30


@pytest.mark.thorough
def test_people_are_told_in_sentences_and_tables_and_how_long_it_takes(capsys, tmp_path):
    out, err = asked(capsys, "small", *SMALL, "--out", tmp_path, "--csv", tmp_path / "csv", "--plots", tmp_path / "plots", "--page", tmp_path / "page.html")
    for piece in ("Why small changed differs from small", "summed profit differs by", "On levers, this falls as follows", "What moved first", "stands out",
                  "all of them", "a story, not evidence", "4 policies"):
        assert piece in " ".join(out.split()), piece
    assert "4 policies and 2 policies with each of 27 mechanisms off in 6 companies, 30 weeks each: about" in err
    tables = {path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in (tmp_path / "csv").iterdir()}
    assert set(tables) == set(TABLES)
    assert {row["part"] for row in tables["why_levers"]} == {"autonomy", "slack_share"}
    assert len(tables["why_mechanisms"]) == 4 * len(MECHANISMS) * 2
    assert {path.name for path in (tmp_path / "plots").iterdir()} >= {"why_levers.png", "why_mechanisms.svg", "why_wedge.png", "why_chain.png", "why_story.png"}
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 5
    assert "http" not in page.replace("http-equiv", "")
    _, err = asked(capsys, "small", *SMALL, "--out", tmp_path, "--csv", tmp_path / "csv", code=2)
    assert "add --force to replace it" in err


@pytest.mark.thorough
def test_the_answer_comes_in_dutch_and_as_markdown_with_pictures_beside_it(capsys, tmp_path):
    page = tmp_path / "docs" / "waarom.md"
    out, _ = asked(capsys, "small", *SMALL, "--out", tmp_path / "kept", "--language", "nl", "--page", page, "--quiet", "--measure", "voice_employee")
    told = " ".join(out.split())
    for piece in ("Waarom small changed verschilt", "stem van de medewerker verschilt", "Over de stuurmiddelen verdeelt zich dat zo", "Wat het eerst bewoog"):
        assert piece in told, piece
    text = page.read_text(encoding="utf-8")
    pictures = {part.split(")")[0] for part in text.split("](")[1:]}
    assert pictures
    assert all((page.parent / name).exists() for name in pictures)
    assert "## De cijfers" in text
    page.unlink()
    _, err = asked(capsys, "small", *SMALL, "--out", tmp_path / "kept", "--page", page, "--quiet", code=2)
    assert "why_levers.png is there already" in err


def test_only_what_is_asked_is_run_and_told(capsys, tmp_path):
    out, _ = asked(capsys, "small", *SMALL, "--out", tmp_path, "--only", "levers", "--json", "--quiet", "--measure", "engagement")
    found = json.loads(out)
    assert (found["mechanisms"], found["chain"], found["story"]) == ([], None, None)
    assert [one["last_week"] for one in found["levers"]] == [30]
    out, _ = asked(capsys, "small", *SMALL, "--out", tmp_path, "--only", "chain", "--quiet")
    assert "What moved first" in out
    assert "by mechanism" not in out


def test_few_companies_are_warned_of(capsys, tmp_path):
    _, err = asked(capsys, "small", *SMALL[:-4], "-n", "2", "--threads", "1", "--out", tmp_path, "--only", "chain", "--quiet")
    assert "fewer than 6 companies" in err


def test_a_picture_and_a_sentence_can_be_made_of_policies_that_a_lot_of_levers_part(capsys, tmp_path):
    levers = ("autonomy", "control", "vision", "communication", "involvement", "decisiveness", "explanation", "responsibility", "recovery")
    settings = [part for name in levers for part in ("--set", f"{name}=0.6")]
    arguments = ("small", *settings, "--weeks", "8", "-n", "6", "--threads", "1", "--by", "lever", "--orders", "2", "--only", "levers")
    out, err = asked(capsys, *arguments, "--out", tmp_path / "kept", "--plots", tmp_path / "plots", "--measure", "profit")
    assert "4 orders drawn" in " ".join(out.split()) or "2 orders drawn" in " ".join(out.split())
    assert (tmp_path / "plots" / "why_levers.png").exists()
    assert "policies in 6 companies, 8 weeks each" in err


def test_the_languages_say_the_same_things_with_the_same_parts():
    def parts(held):
        def of(text):
            return {name for _, name, _, _ in string.Formatter().parse(text) if name}

        return {key: parts(value) if isinstance(value, dict) else of(value) for key, value in held.items()}

    english, dutch = (texts(language).held["why"] for language in ("en", "nl"))
    assert {**parts(english), "units": {}} == {**parts(dutch), "units": {}}
    for held in (english, dutch):
        assert set(held["mechanisms"]) == set(MECHANISMS)
        assert set(held["conditions"]) == set(CONDITIONS)
        assert set(held["events"]) == set(EVENT_KINDS)
        assert all(text.strip() == text != "" for text in held["mechanisms"].values())


def test_cost_is_told_in_units_that_people_use():
    def said(seconds, mechanisms=27):
        return cost_words(SimpleNamespace(policies=8, mechanisms=mechanisms, companies=16, weeks=260, seconds=seconds))

    assert "about 12 s" in said(12.3)
    assert "about 1 minute if" in said(65.0)
    assert "about 40 minutes if" in said(2400.0)
    assert "it goes on" in said(2400.0)
    assert "about 2.8 hours" in said(10_000.0)
    assert "mechanisms" not in said(5.0, 0)


def test_progress_is_no_flood_and_quiet_means_quiet(capsys):
    lines = _Lines(quiet=False)
    for k in range(100):
        lines.tell(f"policies: {k} of 100", k / 100)
    assert len(capsys.readouterr().err.splitlines()) == 1
    quiet = _Lines(quiet=True)
    quiet.tell("policies: 1 of 2", 0.5)
    quiet.tell("solving a reference: 1", 0.5)
    assert capsys.readouterr().err.startswith("trivox:  50% solving")
