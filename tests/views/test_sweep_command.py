"""`trivox sweep` as somebody at a terminal meets it."""

import json

import pytest

from sim.lab.sweep import drive as driving
from sim.lab.sweep.drive import Finished, Ways
from sim.lab.sweep.study_file import load_study
from sim.views import sweep_command
from sim.views.cli import main
from tests.lab.sweep.faulty import plain
from tests.lab.sweep.small import DOSE, written


@pytest.fixture(autouse=True)
def cheap(monkeypatch, tmp_path):
    """A study in its own folder; nobody measures how fast the machine is."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    monkeypatch.setattr("sim.lab.sweep.estimate.cost_of_a_week", lambda _: 1e-4)


def test_the_cost_is_said_before_anything_runs(capsys, tmp_path):
    assert main(["sweep", "dose.toml", "--estimate", "--workers", "2"]) == 0
    told = capsys.readouterr().err
    assert "dose: 3 points x 2 arms x 3 replications = 18 runs of 26 weeks at most" in told
    assert "with 2 workers" in told
    assert not (tmp_path / "sweeps").exists()


def test_the_cost_as_json(capsys):
    assert main(["sweep", "dose.toml", "--estimate", "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["points"], told["runs"], told["missing"]) == (3, 18, 18)


def test_what_takes_too_long_is_refused_until_somebody_says_yes(capsys, monkeypatch):
    monkeypatch.setattr("sim.lab.sweep.estimate.cost_of_a_week", lambda _: 10.0)
    asked = []
    monkeypatch.setattr(driving, "drive", lambda *_: asked.append(1) or Finished())
    assert main(["sweep", "dose.toml", "--workers", "1"]) == 2
    assert "more than 30 minutes - --yes runs it all the same" in capsys.readouterr().err
    assert not asked
    assert main(["sweep", "dose.toml", "--workers", "1", "--yes"]) == 0
    assert asked


def test_a_study_runs_says_where_it_stands_and_hands_out_a_point(capsys, tmp_path):
    assert main(["sweep", "dose.toml", "--workers", "0", "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["runs"], told["points"], told["paused"], told["problems"]) == (12, 3, False, {})
    assert main(["sweep", "dose.toml", "--status"]) == 0
    assert capsys.readouterr().out.startswith("dose: finished: 12 runs are there of 12 (18 places in the design; what is equal in several, such as ")
    assert main(["sweep", "dose.toml", "--point", "1", "--arm", "more", "--to", "point.toml"]) == 0
    assert "slack_share = 0.1\n" not in (tmp_path / "point.toml").read_text()
    assert "autonomy = 0.7" in (tmp_path / "point.toml").read_text()
    assert main(["sweep", "dose.toml", "--workers", "0"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("open it: from sim.lab.sweep import open_sweep; open_sweep('sweeps/dose')")


def test_the_status_says_what_is_there_what_is_missing_and_who_is_at_work(capsys, tmp_path):
    assert main(["sweep", "dose.toml", "--status"]) == 0
    assert capsys.readouterr().out == "dose: nothing is in sweeps/dose yet. Nobody is at work on it.\n"
    driving.drive(load_study("dose.toml"), tmp_path / "sweeps" / "dose", Ways(0, lives=plain))
    written(tmp_path, DOSE.replace("replications = 3", "replications = 5"))
    assert main(["sweep", "dose.toml", "--status"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("dose: 12 runs are there of 20 (30 places in the design; ")
    assert told.endswith("; none failed. Nobody is at work on it. The same command without --status goes on.\n")
    written(tmp_path, DOSE.replace("replications = 3", "replications = 2"))
    assert main(["sweep", "dose.toml", "--status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["finished"], told["runs"], told["wanted"], told["at_most"]) == (True, 8, 8, 12)


def test_a_study_that_was_changed_is_estimated_and_its_folder_looked_at_and_the_difference_is_said(capsys, tmp_path):
    folder = tmp_path / "sweeps" / "dose"
    driving.drive(load_study("dose.toml"), folder, Ways(0, lives=plain))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    written(tmp_path, DOSE.replace("0.7", "0.6"))
    said = "dose: holds another study, or this one before it was changed (arms) - choose another folder with --out"
    assert main(["sweep", "dose.toml", "--estimate"]) == 0
    told = capsys.readouterr().err
    assert "= 18 runs of 26 weeks at most\n" in told, "nothing of the other study counts as there"
    assert f"note: this is what it takes in a folder of its own; {said}" in told
    assert main(["sweep", "dose.toml", "--status"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(said)
    assert "12 runs of that one are there; none failed. Nobody is at work on it." in told
    assert main(["sweep", "dose.toml", "--status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["differs"].startswith(said)
    assert main(["sweep", "dose.toml", "--workers", "0"]) == 2
    assert capsys.readouterr().err.startswith(f"trivox: {said}")
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("arguments", "why"), [
    (["dose.toml", "--workers", "-1"], "--workers: must lie between 0 and 256 (-1)"),
    (["dose.toml", "--to", "x.toml"], "--to: means nothing without --point"),
    (["dose.toml", "--point", "0", "--to", "dose.toml"], '--to: "dose.toml" is there already; --force replaces it'),
    (["dose.toml", "--point", "9"], "--point: must lie between 0 and 2 (9)"),
    (["dose.toml", "--point", "0", "--arm", "mre"], "--arm: mre is not of this study - small, more - did you mean more?"),
    (["none.toml"], "none.toml: there is no such file"),
])
def test_what_cannot_be_done_is_said_in_a_line(arguments, why, capsys):
    assert main(["sweep", *arguments]) == 2
    assert f"trivox: {why}" in capsys.readouterr().err


def test_a_design_that_is_impossible_names_file_and_line(capsys, tmp_path):
    written(tmp_path, DOSE.replace("slack_share", "slak_share"), "wrong")
    assert main(["sweep", "wrong.toml"]) == 2
    assert "trivox: wrong.toml:11: inputs.slak_share: nothing of this name can vary" in capsys.readouterr().err


def test_spans_and_sizes_are_told_in_words():
    assert [sweep_command.span(seconds) for seconds in (0.2, 60, 600, 36000)] == ["a second", "60 seconds", "10 minutes", "10.0 hours"]
    assert [sweep_command.size(count) for count in (10, 5e6, 2e9)] == ["0.1 MB", "5.0 MB", "2.0 GB"]
