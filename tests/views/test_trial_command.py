"""`trivox trial` answers as a trial would, refuses in one line before anything is run, and says the same for the same seed."""

from __future__ import annotations

import json
import sys
import types

import pytest

from sim.lab import trial_setup
from sim.scenario import ScenarioError, load_scenario
from sim.views.cli import main
from tests.lab.fake import engine

ASK = ["trial", "reference", "--units", "16", "--weeks", "120", "--from-week", "40", "--measure", "engagement", "--quiet"]


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch):
    """A made-up engine: treated companies earn more after half a year, and are more engaged."""
    module = types.ModuleType("sim.reference.run")
    module.run_scenarios = engine(**{"reference treated": 5_000.0})
    module.is_warm = lambda: True
    monkeypatch.setitem(sys.modules, "sim.reference.run", module)
    return module


def answer(capsys, *more):
    assert main([*ASK, *more]) == 0
    return capsys.readouterr().out


def test_json_holds_what_the_trial_saw_beside_the_truth(capsys):
    told = json.loads(answer(capsys, "--set", "autonomy=0.7", "--json"))
    assert (told["kind"], told["level"], told["companies"]) == ("trivox trial", "company", 16)
    engagement = told["measures"][0]
    assert [one["design"] for one in engagement["designs"]] == ["randomised", "before-after", "matched pairs"]
    assert engagement["truth"]["effect"] == pytest.approx(0.25)
    timeline = next(one for one in told["settings"] if one["setting"].startswith("timeline"))
    assert (timeline["value"][0]["lever"], timeline["value"][0]["week"], timeline["value"][0]["to"]) == ("autonomy", 40, 0.7)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another_lot(capsys):
    ask = ["--set", "autonomy=0.7", "--measure", "profit", "--json"]
    assert answer(capsys, *ask) == answer(capsys, *ask)
    assert answer(capsys, *ask) != answer(capsys, *ask, "--seed", "8")


def test_people_read_a_table_the_truth_and_at_what_level_it_was_tried(capsys):
    told = answer(capsys, "--treatment", "people_first")
    assert "the policy of people_first from week 40, in half of 16 companies" in told
    assert "truth: the same companies twice" in told
    assert "whole companies are drawn by lot" in told


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], "a trial needs a treatment"),
        (["--set", "autonomy=0.5"], "a trial needs a treatment"),
        (["--set", "units=3"], "organisation.units cannot be given to half of the companies"),
        (["--set", "autonomy=0.7", "--measure", "enagement"], "did you mean 'engagement'?"),
        (["--set", "autonomy=0.7", "--from-week", "120"], "--from-week: must lie between 0 and the last week, 119 (120)"),
        (["--set", "autonomy=0.7", "--units", "3"], "--units: must lie between 4 and 10,000 (3)"),
        (["--set", "autonomy=0.7", "--weeks", "5000"], "weeks"),
        (["--treatment", "crisis"], "changes more than levers at its start"),
        (["--set", "autonmy=0.7"], "autonomy"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_one_line_before_anything_is_run(capsys, fake_engine, wrong, said):
    fake_engine.run_scenarios = lambda *arguments, **settings: pytest.fail("a run was started")
    assert main([*ASK, *wrong]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert all(line.startswith("trivox: ") for line in told.err.splitlines())
    assert said in told.err
    assert "Traceback" not in told.err


def test_a_lever_with_a_course_of_its_own_cannot_be_tried():
    course = next(one for one in map(load_scenario, ("culture_then_structure", "order_employees_customers_business")) if one.timeline)
    with pytest.raises(ScenarioError, match="a course in time"):
        trial_setup.treated_levers(course, [f"{course.timeline[0].setting}=0.61"], None)


def test_branches_are_companies_of_one_unit():
    control, treated = trial_setup.set_up(load_scenario("branches40"), {"autonomy": 0.6}, units=8, weeks=52, from_week=4, seed=3, branches=True)
    assert (control.organisation.units, control.replications, control.seed) == (1, 8, 3)
    assert treated.organisation == control.organisation


def test_a_picture_is_drawn(capsys, tmp_path):
    answer(capsys, "--set", "autonomy=0.7", "--plots", str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"trial.png", "trial.svg"}
    assert main([*ASK, "--set", "autonomy=0.7", "--plots", str(tmp_path)]) == 2
    assert "--force" in capsys.readouterr().err
