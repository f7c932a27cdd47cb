"""A comparison over an ensemble as people meet it: the command line, tables, page, picture and files keep luck and what is not known apart."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble import store
from sim.ensemble.store import Ensemble, Member, save
from sim.lab.compare import Comparison
from sim.lab.experiment import compare
from sim.reference.run import reference_of
from sim.scenario import load_scenario
from sim.views import doubts, member_tables, seen, tables
from sim.views.cli import main
from sim.views.plots import figure, pictures_of
from sim.views.report import page
from tests.views.fakes import fake_comparison
from tests.views.test_report import Outline

SMALL = load_scenario("small")
SHORT = ("compare", "small", "--set", "autonomy=0.8", "--weeks", "30")


@pytest.fixture(scope="module")
def members() -> Ensemble:
    """Four members near the default that borrow its own reference constants: nearly right, and quick."""
    usual = reference_of(SMALL)[0]
    return Ensemble(tuple(Member(f"near {k}", {"strain.load": 2.0 + 0.02 * k}, {"reference": usual}) for k in range(4)), {"grade": "made up"})


@pytest.fixture(scope="module")
def file(members: Ensemble, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same members in a file."""
    path = tmp_path_factory.mktemp("members") / "some.json"
    save(path, members.members, {"grade": "made up", "seed": 1})
    return path


@pytest.fixture(scope="module")
def lived(members: Ensemble) -> Comparison:
    """A policy in four members, two companies of each."""
    return compare(SMALL, SMALL.with_(policy={"autonomy": 0.8}), members=members, weeks=60)


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No ensemble comes along, unless a test brings one."""
    monkeypatch.setattr(store, "SHIPPED", tmp_path / "plausible.json")


def asked(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> tuple[str, str]:
    """What the command printed: (standard output, error output)."""
    assert main([str(argument) for argument in arguments]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


def test_a_person_sees_luck_and_what_is_not_known_beside_each_difference(capsys, monkeypatch, file):
    monkeypatch.delenv("COLUMNS", raising=False)
    out, err = asked(capsys, *SHORT, "--members", file)
    words = " ".join(out.split())
    for piece in ("4 plausible companies, 2 pairs each", "better in", "Luck: how far luck moves", "luck alone makes ± €", "some.json", "4 members x 2 x 30"):
        assert piece in words, piece
    assert max(map(len, out.splitlines())) <= 100
    assert err == ""


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_number_of_the_table_is_lost_in_a_narrow_terminal(lived, monkeypatch, capsys, width):
    monkeypatch.setenv("COLUMNS", str(width))
    tables.console().print(member_tables.compare_table(lived, 1, width))
    out = capsys.readouterr().out
    gap = lived.difference("engagement")
    for number in (gap.low, gap.high, gap.over.luck, gap.over.unknown):
        assert f"{abs(number):.2f}" in out
    assert f"{gap.over.better}/4" in out
    assert max(map(len, out.splitlines())) <= width


def test_the_answer_in_json_holds_both_doubts_and_where_the_companies_come_from(capsys, file):
    out, err = asked(capsys, *SHORT, "--members", file, "--json", "--quiet")
    assert asked(capsys, *SHORT, "--members", file, "--json", "--quiet", "--threads", "1")[0] == out
    answer = json.loads(out)
    assert err == ""
    assert answer["members"] == [f"near {k}" for k in range(4)]
    assert (answer["replications"], answer["replications_a_member"]) == (8, 2)
    assert answer["ensemble"]["source"] == "some.json"
    assert re.fullmatch("[0-9a-f]{16}", answer["ensemble"]["hash"])
    found = answer["comparisons"][0]["profit"]["doubts"]
    assert set(found) == {"members", "members_better", "members_low", "members_high", "luck_sd", "unknown_sd", "member_means_sd"}
    assert set(answer["table"][0]) >= {"luck_sd", "unknown_sd", "members_low", "members_high", "members_better"}
    assert answer["scenarios"][0]["provenance"]["ensemble"] == answer["ensemble"]


def test_files_name_the_member_of_every_company(capsys, file, tmp_path):
    asked(capsys, *SHORT, "--members", file, "--csv", tmp_path, "-q")
    weeks = next(path for path in tmp_path.iterdir() if path.name.startswith("small-"))
    with weeks.open() as opened:
        rows = list(csv.DictReader(opened))
    assert [row["member"] for row in rows[::30]] == [f"near {k}" for k in (0, 0, 1, 1, 2, 2, 3, 3)]
    assert [row["replication"] for row in rows[::30]] == [str(k) for k in range(1, 9)]
    with (tmp_path / "scenarios.csv").open() as opened:
        origin = next(csv.DictReader(opened))
    assert (origin["members"], origin["ensemble"], origin["ensemble_grade"], len(origin["ensemble_hash"])) == ("4", "some.json", "made up", 16)
    with (tmp_path / "members.csv").open() as opened:
        profit = [row for row in csv.DictReader(opened) if row["measure"] == "cumulative_profit"]
    with (tmp_path / "comparison.csv").open() as opened:
        whole = next(row for row in csv.DictReader(opened) if row["measure"] == "cumulative_profit")
    assert float(whole["difference"]) == pytest.approx(np.mean([float(row["difference"]) for row in profit]))
    assert (len(profit), whole["members"], {row["pairs"] for row in profit}) == (4, "4", {"2"})
    for path in tmp_path.iterdir():
        if path.name != "members.csv":
            path.unlink()
    assert "members.csv is there already" in asked(capsys, *SHORT, "--members", file, "--csv", tmp_path, code=2)[1]


def test_the_page_shows_both_bands_and_says_what_they_leave_out(lived):
    text = page(lived)
    words = "".join(Outline(text).words)
    for piece in ("4 plausible companies, 2 pairs each", "How much is luck, and how much do we not know?", doubts.LUCK, doubts.UNKNOWN,
                  "plausible companies in an ensemble (made up)", "grade made up", "by luck and by what differs between them", "near 0, near 1, near 2"):
        assert piece in words.replace("\u00a0", " "), piece
    assert "The intervals show luck only" not in words
    gap = lived.difference("voice_employee")
    assert f"luck {gap.over.luck:.1f}, not known {gap.over.unknown:.1f}" in text


def test_the_picture_has_the_two_bands_of_the_comparison_on_one_scale(lived):
    drawn = figure(lived, "doubts")
    left, right = drawn.axes
    assert left.get_ylim() == right.get_ylim()
    assert [axes.get_title(loc="left") for axes in drawn.axes] == [doubts.LUCK, doubts.UNKNOWN]
    found = doubts.bands(lived, seen.views(lived)[1])
    over, year = lived.profit().over, lived.year_of_profit()
    assert found.mean[-1] * year == pytest.approx(lived.profit().mean)
    assert (found.luck[1][-1] - found.mean[-1]) * year == pytest.approx(1.645 * over.luck, rel=1e-3)
    assert (found.unknown[0][-1] * year, found.unknown[1][-1] * year) == pytest.approx((over.lowest, over.highest))
    for axes, (low, high) in ((left, found.luck), (right, found.unknown)):
        edges = axes.collections[0].get_paths()[0].vertices[:, 1]
        assert (edges.min(), edges.max()) == pytest.approx((low.min(), high.max()))


def test_only_comparisons_over_members_have_the_picture_and_others_are_as_they_were(lived):
    assert pictures_of(lived)[-1] == "doubts"
    assert "doubts" not in pictures_of(fake_comparison(weeks=20))
    text = page(fake_comparison())
    assert "plausible" not in text
    assert "The intervals show luck only" in text


def test_one_company_of_each_member_is_said_to_tell_nothing_apart(capsys, members, file):
    alone = compare(SMALL, SMALL.with_(policy={"autonomy": 0.8}), members=members, weeks=30, replications=1)
    assert "cannot be told apart" in alone.verdict()
    assert "cannot be told apart" in "".join(Outline(page(alone)).words)
    assert "cannot be told apart" in "".join(text.get_text() for text in figure(alone, "doubts").texts)
    tables.console().print(member_tables.compare_table(alone, 1))
    assert "4 plausible companies, 1 pair each" in capsys.readouterr().out


@pytest.mark.parametrize("weeks", [0, 1])
def test_short_runs_over_members_are_told_as_far_as_they_go(capsys, file, weeks):
    question = ("compare", "small", "--set", "autonomy=0.8", "--members", file, "--weeks", weeks)
    found = json.loads(asked(capsys, *question, "--json", "-q")[0])["comparisons"][0]["profit"]["doubts"]
    assert (found["luck_sd"]["value"] is None) == (weeks == 0)
    assert asked(capsys, *question)[0]


def test_an_ensemble_that_comes_along_is_taken_unasked_and_can_be_left(capsys, file, tmp_path):
    store.SHIPPED.write_bytes(file.read_bytes())
    assert json.loads(asked(capsys, *SHORT, "--json", "-q")[0])["members"] == [f"near {k}" for k in range(4)]
    assert json.loads(asked(capsys, *SHORT, "--json", "-q", "--members", "2")[0])["members"] == ["near 0", "near 1"]
    plain = json.loads(asked(capsys, *SHORT, "--json", "-q", "--members", "none", "-n", "3")[0])
    assert "members" not in plain
    assert plain["replications"] == 3


@pytest.mark.parametrize("spoil", ["rules", "torn"])
def test_an_ensemble_that_comes_along_and_does_not_fit_is_left_out_with_one_clear_line(capsys, file, spoil):
    found = json.loads(file.read_text())
    found["provenance"]["rules"] = "0" * 16 if spoil == "rules" else found["provenance"]["rules"]
    store.SHIPPED.write_text("{" if spoil == "torn" else json.dumps(found))
    out, err = asked(capsys, *SHORT, "-n", "2", "--json", "-q")
    assert len(err.splitlines()) == 1
    assert err.startswith("trivox: note: The ensemble of plausible companies is left out, so that intervals show luck only: ")
    answer = json.loads(out)
    assert answer["note"] in err
    assert answer["replications"] == 2


@pytest.mark.parametrize(("name", "content", "words"), [
    ("none.json", None, "no such file"), ("torn.json", "{", "damaged"), ("old.json", '{"provenance": {"rules": "0"}, "members": [{}]}', "made for other rules"),
    ("list.json", "[]", "damaged")])
def test_a_file_that_cannot_be_used_is_refused_in_one_line(capsys, tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_text(content)
    out, err = asked(capsys, *SHORT, "--members", tmp_path / name, code=2)
    assert (out, len(err.splitlines())) == ("", 1)
    assert words in err
    assert err.startswith("trivox: ")


def test_more_members_than_there_are_is_refused_in_one_line(capsys, file):
    assert "make calibrate" in asked(capsys, *SHORT, "--members", "8", code=2)[1]
    store.SHIPPED.write_bytes(file.read_bytes())
    assert asked(capsys, *SHORT, "--members", "5", code=2)[1] == "trivox: members: must lie between 1 and 4 (5)\n"
