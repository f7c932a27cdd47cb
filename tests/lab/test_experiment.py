"""The Python interface runs scenarios by name, file or object, all under common luck."""

import sys
import types
from pathlib import Path

import pytest

import sim
from sim.scenario import ScenarioError
from tests.lab.fake import engine


@pytest.fixture(autouse=True)
def fake_engine(monkeypatch):
    module = types.ModuleType("sim.reference.run")
    module.run_scenarios = engine(people_first=4_000.0)
    module.is_warm = lambda: True
    monkeypatch.setitem(sys.modules, "sim.reference.run", module)
    monkeypatch.setattr("sim.ensemble.store.SHIPPED", Path("no ensemble comes along here"))


def test_run_takes_names_files_and_scenarios(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('extends = "reference"\nweeks = 30\nreplications = 3\n')
    for scenario in (file, str(file), sim.load_scenario(file)):
        result = sim.run(scenario)
        assert (result.name, result.replications, result.weeks) == ("mine", 3, 30)
    assert sim.run("people_first", replications=2, weeks=10, seed=7).provenance["seed"] == 7


def test_compare_pairs_what_it_runs():
    comparison = sim.compare("reference", "people_first", replications=4, weeks=104)
    assert comparison.labels == ["reference", "people_first"]
    assert comparison.profit().better == 4
    assert sim.compare("people_first", "reference", baseline=1, replications=4, weeks=104).profit().mean == pytest.approx(comparison.profit().mean)


def test_what_cannot_be_run_is_refused_with_its_problems():
    with pytest.raises(ScenarioError, match="did you mean people_first"):
        sim.run("peple_first")
    with pytest.raises(ScenarioError, match="weeks"):
        sim.run("reference", weeks=-1)
    with pytest.raises(ValueError, match="two scenarios"):
        sim.compare("reference")
    with pytest.raises(ScenarioError, match="the scenarios ask for 260, 30"):
        sim.compare("reference", sim.load_scenario("reference").with_(weeks=30))


def test_the_front_door_offers_what_it_says():
    for name in sim.__all__:
        assert getattr(sim, name) is not None
        assert name in dir(sim)
    with pytest.raises(AttributeError, match="it offers"):
        _ = sim.nonsense
