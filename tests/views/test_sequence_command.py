"""`trivox sequence` refuses in one line before anything is run, says the same twice, and writes its files whole."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from sim.views.cli import main
from tests.lab.fake import fake
from tests.lab.sequences import LEVERS

ASK = ["sequence", "reference", "--set", "slack_share=0.15", "--set", "autonomy=0.6", "--weeks", "104", "-n", "8", "--quiet"]


@pytest.fixture(autouse=True)
def made_up_engine(monkeypatch, tmp_path):
    """People before room pays; leaders are disappointed for half of the run."""
    def run_scenarios(scenarios, *, replications, seed, weeks, threads=None, record=(), progress=None):
        made = []
        for one in scenarios:
            begins = {LEVERS[step.setting]: step.start for step in one.timeline if step.setting in LEVERS and abs(step.value - one.policy[step.setting]) > 0.01}
            late = 3_000.0 * (np.arange(weeks) >= begins["room"]) if len(begins) == 2 and begins["people"] < begins["room"] else 0.0
            gain = sum((100.0 * (np.arange(weeks) >= start) for start in begins.values()), np.zeros(weeks)) + late
            kept = fake(one, replications=replications, weeks=weeks, seed=seed, extra_profit=gain)
            kept.parts["firm.disappointed"] = np.tile(np.minimum(np.arange(weeks), 60.0), (replications, 1))[..., None]
            made.append(kept)
        return made

    monkeypatch.setattr("sim.reference.run.run_scenarios", run_scenarios)
    monkeypatch.setattr("sim.reference.run.is_warm", lambda: True)
    monkeypatch.setenv("TRIVOX_CACHE", str(tmp_path / "cache"))


def asked(capsys, *arguments, code=0):
    """What the command printed: (standard output, error output)."""
    assert main([*map(str, arguments)]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["reference"], "nothing to put in order"),
        (["reference", "peple_first"], "did you mean people_first"),
        (["a", "b", "c"], "at most a base and a target"),
        (["reference", "people_first", "--step", "room=slack_shar"], "did you mean slack_share?"),
        (["reference", "people_first", "--step", "room"], "is no step"),
        (["reference", "people_first", "--step", "a=autonomy", "--step", "a=slack_share"], "is given twice"),
        (["reference", "people_first", "--pacing", "evenli"], "did you mean evenly?"),
        (["reference", "people_first", "--rank-by", "profitt"], "did you mean profit?"),
        (["reference", "people_first", "--budget", "-5"], "budget[1]: must be a number"),
        (["reference", "people_first", "--over", "300"], "over: must lie within the horizon"),
        (["reference", "people_first", "--patience", "3"], "patience: is out of range"),
        (["reference", "people_first", "--sample", "1"], "sample: is out of range"),
        (["reference", "people_first", "--weeks", "10"], "weeks: is out of range"),
        (["reference", "people_first", "-n", "0", "--seed", "-1"], "--replications: must lie between"),
        (["reference", "people_first", "--threads", "0"], "--threads"),
        (["reference", "people_first", "--members", "nobody"], "members: nobody is no such file"),
        (["reference", "reference"], "has the same levers"),
        (["reference", "crisis"], "differs from reference in this"),
        (["--file", "missing.toml"], "missing.toml: there is no such file"),
        (["reference", "--file", "missing.toml"], "give no scenario"),
        (["reference", "people_first", "--page", "answer.txt"], "does not end in .html"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line_and_nothing_is_run(capsys, arguments, words, tmp_path):
    out, err = asked(capsys, "sequence", *arguments, "--quiet", code=2)
    assert out == ""
    assert any(words in line for line in err.splitlines()), err
    assert all(line.startswith("trivox: ") for line in err.splitlines())
    assert not (tmp_path / "cache").exists()


def test_json_says_which_order_is_best_and_what_is_clear(capsys):
    told = json.loads(asked(capsys, *ASK, "--json")[0])
    assert (told["kind"], told["companies"], told["weeks"]) == ("trivox sequence", 8, 104)
    best = told["plans"][0]
    assert (best["order"], best["rank"], best["may_be_best"]) == (["autonomy", "slack_share"], 1, True)
    assert best["leaders_go_back_by_patience"] == {"13": 1.0, "26": 1.0, "52": 1.0, "104": 0.0}
    pair = next(one for one in told["orders"] if one["kind"] == "before")
    assert (pair["step"], pair["against"], pair["clear"]) == ("autonomy", "slack_share", True)
    assert {one["pacing"] for one in told["paces"]} == {"at_once", "evenly", "small_steps", "late"}
    assert told["verdict"][0].startswith("Best in the mean: autonomy > slack share")


def test_the_same_question_gives_the_same_bytes_and_is_not_lived_twice(capsys, tmp_path):
    first, told = asked(capsys, *ASK[:-1], "--json", "--out", tmp_path / "kept")
    assert "10 plans: 80 runs of 2 years to do" in told
    again, told = asked(capsys, *ASK[:-1], "--json", "--out", tmp_path / "kept")
    assert "of which 10 were lived before: 0 runs" in told
    assert again == first


def test_people_read_tables_sentences_and_how_intervals_were_corrected(capsys):
    out, _ = asked(capsys, *ASK, "--patience", "40")
    for words in ("autonomy > slack share", "behind", "regret", "comes before", "clear", "Leaders with 40 weeks of patience", "95 % chance", "less time"):
        assert words in out
    assert "nan" not in out.lower().replace("finance", "")


@pytest.mark.parametrize("columns", ["60", "80", "140"])
def test_the_answer_can_be_printed_at_any_width(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    out, _ = asked(capsys, *ASK)
    assert "Best in the mean" in out


def test_steps_that_no_plan_lacks_are_told_where_a_target_is_cut_short(capsys):
    _, err = asked(capsys, *ASK, "--step", "room=slack_share", "--json")
    assert "stand in no step and keep the base's value: autonomy" in err


def test_files_are_written_and_never_replaced_unasked(capsys, tmp_path):
    wanted = ("--csv", tmp_path / "tables", "--page", tmp_path / "page.html", "--plots", tmp_path / "plots")
    asked(capsys, *ASK, *wanted)
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {"plans.csv", "steps.csv", "orders.csv", "paths.csv"}
    with (tmp_path / "tables" / "plans.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["order"], rows[0]["rank"]) == ("autonomy > slack_share", "1")
    assert {path.name for path in (tmp_path / "plots").iterdir()} == {f"sequence_{what}.{kind}" for what in ("paths", "regret") for kind in ("png", "svg")}
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for words in ("What first?", "Which order makes a difference", "The plans", "What this does not know", "Provenance"):
        assert words in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    _, err = asked(capsys, *ASK, *wanted, code=2)
    assert err.count("is there already") >= 6
    asked(capsys, *ASK, *wanted, "--force")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page


def test_names_in_a_file_cannot_write_into_the_page(capsys, tmp_path):
    file = tmp_path / "order.toml"
    file.write_text('weeks = 104\n[steps]\nroom = { slack_share = 0.15 }\n"<b>x</b>" = { autonomy = 0.6 }\n', encoding="utf-8")
    _, err = asked(capsys, "sequence", "--file", file, "-n", "8", "-q", code=2)
    assert "is not a usable name" in err


def test_a_file_asks_the_same_as_the_command_line(capsys, tmp_path):
    file = tmp_path / "order.toml"
    file.write_text("weeks = 104\n[steps]\nslack_share = { slack_share = 0.15 }\nautonomy = { autonomy = 0.6 }\n", encoding="utf-8")
    ours = json.loads(asked(capsys, "sequence", "--file", file, "-n", "8", "-q", "--json")[0])
    theirs = json.loads(asked(capsys, *ASK, "--json")[0])
    assert {one["fingerprint"]: one["gain"] for one in ours["plans"]} == {one["fingerprint"]: one["gain"] for one in theirs["plans"]}
