"""A sweep from file to table: numbers are those of the engine, nothing runs twice, and what was kept is kept."""

import shutil

import numpy as np
import pytest

from sim.lab.experiment import run_all
from sim.lab.sweep import open_sweep
from sim.lab.sweep.asking import run_study
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.estimate import estimated
from sim.lab.sweep.export import as_toml, scenario_of
from sim.lab.sweep.reading import plan_to_read
from sim.lab.sweep.study_file import load_study
from sim.lab.sweep.study_readings import read_off
from sim.scenario import load_scenario
from sim.scenario.read import library_names
from tests.lab.sweep.small import DOSE, written

ONE = Ways(workers=0)


@pytest.fixture(scope="module")
def dose(tmp_path_factory):
    """A study that was run, and the folder it lies in."""
    folder = tmp_path_factory.mktemp("dose")
    study = load_study(written(folder))
    return study, folder / "out", drive(study, folder / "out", ONE)


def test_a_baseline_that_no_input_touches_is_lived_once_and_stands_at_every_point(dose):
    _, folder, finished = dose
    assert finished.runs == 3 + 3 * 3
    frame = open_sweep(folder).frame()
    assert len(frame) == 3 * 2 * 3
    assert list(frame.columns) == ["point", "arm", "member", "replication", "slack_share", "profit", "engagement", "output", "residual"]
    base = frame[frame["arm"] == "small"].pivot_table(index="point", columns="replication", values="profit")
    assert (base == base.iloc[0]).all().all()


def test_numbers_are_those_of_the_engine(dose):
    study, folder, _ = dose
    frame = open_sweep(folder).frame()
    points = [study.arms[0], *(study.arms[1].with_(policy={"slack_share": value}) for value in study.inputs[0].values)]
    results = run_all(points, replications=3, weeks=26, seed=1)
    for point in range(3):
        for arm, result in (("small", results[0]), ("more", results[1 + point])):
            rows = frame[(frame["point"] == point) & (frame["arm"] == arm)].sort_values("replication")
            for outcome in study.outcomes:
                assert np.array_equal(rows[outcome.name].to_numpy(), read_off(result, outcome))
            assert np.array_equal(rows["profit"].to_numpy(), result.series("profit")[:, 13:26].mean(axis=1))


def test_a_point_written_to_a_file_reproduces_its_numbers_to_the_bit(dose, tmp_path):
    study, folder, _ = dose
    scenario, member = scenario_of(plan_to_read(study, folder), 2, 1)
    assert member is None
    file = tmp_path / "point.toml"
    file.write_text(as_toml(scenario), encoding="utf-8")
    opened = load_scenario(file)
    assert opened.fingerprint() == scenario.fingerprint()
    frame = open_sweep(folder).frame()
    rows = frame[(frame["point"] == 2) & (frame["arm"] == "more")]
    result = run_all([opened])[0]
    assert np.array_equal(rows["engagement"].to_numpy(), read_off(result, study.outcomes[1]))


def test_every_scenario_of_the_library_can_be_written_and_read_again(tmp_path):
    for name in library_names():
        scenario = load_scenario(name)
        file = tmp_path / f"{name}.toml"
        file.write_text(as_toml(scenario), encoding="utf-8")
        assert load_scenario(file).fingerprint() == scenario.fingerprint()


def test_a_file_that_is_written_names_no_file_that_is_not_written_with_it():
    assert not [line for line in as_toml(load_scenario("small")).splitlines() if line.startswith("#")]


def test_asked_again_nothing_runs(dose):
    study, folder, _ = dose
    again = drive(study, folder, ONE)
    assert (again.runs, again.before) == (0, 12)


def test_more_replications_go_on_in_the_same_folder_and_a_study_beside_takes_over(dose, tmp_path):
    _, folder, _ = dose
    beside = folder.parent / "beside"
    more = load_study(written(tmp_path, DOSE.replace("replications = 3", "replications = 4").replace("[0.05, 0.1, 0.15]", "[0.1, 0.2]")))
    finished = drive(more, beside, ONE)
    assert finished.adopted == 6
    assert finished.runs == 2 + 4
    ours, theirs = open_sweep(folder).frame(), open_sweep(beside).frame()
    old = ours[(ours["arm"] == "more") & (ours["slack_share"] == 0.1)]["profit"].to_numpy()
    assert np.array_equal(old, theirs[(theirs["arm"] == "more") & (theirs["slack_share"] == 0.1)]["profit"].to_numpy()[:3])


def test_no_more_replications_are_taken_over_than_are_asked_for(dose, tmp_path):
    """Otherwise some points of a study would have more luck than others."""
    _, folder, _ = dose
    fewer = load_study(written(tmp_path, DOSE.replace("replications = 3", "replications = 2").replace("[0.05, 0.1, 0.15]", "[0.1, 0.2]")))
    shutil.copytree(folder, tmp_path / "sweeps" / "dose")
    finished = drive(fewer, tmp_path / "sweeps" / "fewer", ONE)
    assert (finished.adopted, finished.runs) == (4, 2)
    assert set(open_sweep(tmp_path / "sweeps" / "fewer").frame()["replication"]) == {1, 2}


def test_tables_bear_the_units_of_their_columns(dose):
    units = {"slack_share": "share of hours", "profit": "euro a week", "engagement": "SD", "output": "euro"}
    sweep = open_sweep(dose[1])
    assert sweep.units() == units
    assert [table.attrs["units"] for table in (sweep.frame(), sweep.means(), sweep.differences(), sweep.paired())] == [units] * 4


def test_the_difference_is_taken_under_the_same_luck(dose):
    _, folder, _ = dose
    sweep = open_sweep(folder)
    frame, paired = sweep.frame(), sweep.paired()
    rows = frame[frame["point"] == 1]
    gap = rows[rows["arm"] == "more"]["engagement"].to_numpy() - rows[rows["arm"] == "small"]["engagement"].to_numpy()
    told = paired[paired["point"] == 1].iloc[0]
    assert told["engagement"] == pytest.approx(gap.mean())
    assert told["engagement.se"] == pytest.approx(gap.std(ddof=1) / np.sqrt(3))
    assert told["engagement.n"] == 3


def test_duckdb_reads_the_shards_as_they_lie(dose):
    _, folder, _ = dose
    sweep = open_sweep(folder)
    found = sweep.sql("select arm, count(*) as many, avg(profit) as profit from courses join runs using (course) group by arm order by arm")
    frame = sweep.frame()
    assert found["many"].tolist() == [9, 9]
    assert found["profit"].tolist() == pytest.approx([frame[frame["arm"] == arm]["profit"].mean() for arm in ("more", "small")])


def test_differences_run_by_run_are_what_the_paired_means_are_made_of(dose):
    _, folder, _ = dose
    sweep = open_sweep(folder)
    rows, paired = sweep.differences(), sweep.paired()
    assert set(rows["arm"].astype(str)) == {"more"}
    assert len(rows) == 3 * 3
    assert rows.groupby("point")["profit"].mean().to_numpy() == pytest.approx(paired["profit"].to_numpy())


def test_a_study_goes_from_file_to_table_in_one_call_and_runs_nothing_twice(dose, tmp_path):
    study, _, finished = dose
    sweep = run_study(study.source, tmp_path / "out", workers=0)
    assert len(sweep.runs) == finished.runs
    shards = sorted(tmp_path.glob("out/runs/*"))
    assert run_study(study.source, tmp_path / "out", workers=0).frame().equals(sweep.frame())
    assert sorted(tmp_path.glob("out/runs/*")) == shards


@pytest.mark.parametrize(("values", "companies"), [("[0.05, 0.2]", 1), ("[0.2]", 0), ("[0.05, 0.5]", 2)])
def test_the_estimate_counts_companies_not_points(values, companies, tmp_path):
    """Three doses in the same company are one company, and the default numbers have a reference already."""
    study = load_study(written(tmp_path, DOSE + f'[inputs."capability.exponent"]\nvalues = {values}\n'))
    assert estimated(study, 1).solved == companies
