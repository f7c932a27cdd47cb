"""Points that change the company live with constants of their own; what does not stand still is left out, counted and named."""

import numpy as np
import pytest

from sim.balance import Balance
from sim.ensemble import store as ensembles
from sim.ensemble.run import run_together
from sim.ensemble.store import Member, load, save
from sim.lab.result import Result
from sim.lab.sweep import open_sweep, solving
from sim.lab.sweep.companies import rounded
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.export import write
from sim.lab.sweep.reading import plan_to_read
from sim.lab.sweep.store import StoreError
from sim.lab.sweep.study_file import load_study
from sim.lab.sweep.study_readings import read_off
from sim.reference.run import reference_of
from sim.scenario import load_scenario
from tests.lab.sweep.small import written

OWN = """
arms = ["small", "more"]
weeks = 26
replications = 2
[arm.more]
extends = "small"
policy = { autonomy = 0.7 }
[design]
kind = "grid"
[inputs.strain.load]
values = [0.9, 1.0, 1.3]
[outcomes.profit]
[outcomes.voice_business]
"""
ONE = Ways(workers=0)


@pytest.fixture
def solver(monkeypatch):
    """A stand-in for the search: nearly the default constants; the highest load does not stand still."""
    asked = []

    def solve(base, parameters, *, threads=None, progress=None):
        usual = dict(reference_of(base)[0])
        units = base.organisation.units
        asked.extend(dict(one) for one in parameters)
        return [({**usual, "profit_week": usual["profit_week"] / units * (0.9 + one["strain.load"] / 123.4567)}, one["strain.load"] / 100.0, 3, "made up",
                 "does not stand still: residual 0.013" if one["strain.load"] > 1.2 else "") for one in parameters]

    monkeypatch.setattr(solving, "solve_companies", solve)
    return asked


def test_each_point_has_its_own_reference_and_residual_and_what_moves_is_left_out(solver, tmp_path):
    study = load_study(written(tmp_path, OWN))
    finished = drive(study, tmp_path / "out", ONE)
    usual = float(load_default())
    assert sorted(one["strain.load"] for one in solver) == [value for value in (0.9, 1.0, 1.3) if value != usual]
    assert finished.left_out == {"does not stand still": 2}
    sweep = open_sweep(tmp_path / "out")
    assert sweep.left_out()["strain.load"].tolist() == [1.3, 1.3]
    frame = sweep.frame()
    assert set(frame["point"]) == {0, 1}
    assert frame[frame["point"] == 0]["residual"].tolist() == pytest.approx([0.009] * 4)
    assert drive(study, tmp_path / "out", ONE).runs == 0
    assert len(solver) == len({one["strain.load"] for one in solver})


def load_default():
    from sim.scenario.keys import parameter_keys

    return parameter_keys()["strain.load"].default


def test_a_point_with_its_own_company_is_written_with_its_member_and_reproduces_its_numbers(solver, tmp_path):
    study = load_study(written(tmp_path, OWN))
    drive(study, tmp_path / "out", ONE)
    files = write(plan_to_read(study, tmp_path / "out"), 0, [1], 0, tmp_path / "point.toml")
    assert [file.name for file in files] == ["point.toml", "point.member.json"]
    scenario, ensemble = load_scenario(files[0]), load(files[1])
    assert dict(scenario.parameters) == {}
    assert dict(ensemble.members[0].parameters) == {"strain.load": 0.9}
    _, parts = run_together([scenario], ensemble.members, replications=2, seed=1, weeks=26)[0]
    frame = open_sweep(tmp_path / "out").frame()
    rows = frame[(frame["point"] == 0) & (frame["arm"] == "more")]
    for outcome in study.outcomes:
        assert np.array_equal(rows[outcome.name].to_numpy(), read_off(Result(parts[0]), outcome))


def test_members_of_an_ensemble_are_lived_side_by_side_under_the_same_luck(tmp_path, monkeypatch):
    small = load_scenario("small")
    usual = reference_of(small)[0]
    members = [Member(f"near {k}", own, {"reference": rounded({**usual, "profit_week": usual["profit_week"] * (1 + k / 10)})})
               for k, own in enumerate(({}, {"strain.load": 1.02}))]
    monkeypatch.setattr(ensembles, "SHIPPED", tmp_path / "plausible.json")
    save(tmp_path / "plausible.json", members, {"grade": "made up"})
    text = OWN.replace("[inputs.strain.load]\nvalues = [0.9, 1.0, 1.3]", "[inputs.slack_share]\nvalues = [0.1, 0.2]")
    study = load_study(written(tmp_path, 'members = "all"\n' + text))
    drive(study, tmp_path / "out", ONE)
    sweep = open_sweep(tmp_path / "out")
    frame = sweep.frame()
    assert len(frame) == 2 * 2 * 2 * 2
    alone = run_together([study.arms[1].with_(policy={"slack_share": 0.2})], load(tmp_path / "plausible.json").members[1:], replications=2, seed=1, weeks=26)
    rows = frame[(frame["point"] == 1) & (frame["arm"] == "more") & (frame["member"] == "near 1")]
    assert np.array_equal(rows["voice_business"].to_numpy(), read_off(Result(alone[0][1][0]), study.outcomes[1]))
    told = sweep.paired()
    each = sweep.paired(by_member=True)
    assert told["profit.n"].tolist() == [2, 2]
    assert told["profit"].tolist() == pytest.approx(each.groupby("point")["profit"].mean().tolist())
    assert set(rounded(usual)) == set(Balance._fields)
    assert sweep.member_parameters == {"near 0": {}, "near 1": {"strain.load": 1.02}}
    (tmp_path / "out" / "members.json").unlink()
    with pytest.raises(StoreError, match=r"members\.json is missing"):
        assert open_sweep(tmp_path / "out").member_parameters
