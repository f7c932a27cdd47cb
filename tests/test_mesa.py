"""The Mesa door: the engine's numbers through stock Mesa tools."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from sim import mesa_model
from sim.engine.run import run_with
from sim.engine.weekly import Weekly
from sim.mesa_model import Company, Customer, Employee, Team
from sim.reference.residuals import START
from sim.scenario import Event, Scenario, Step, load_scenario

BALANCE = {**START, "profit_week": 4000.0}
TINY = {"units": 2, "teams_per_unit": 2, "team_size": 4, "customers_per_unit": 80}


@pytest.fixture(autouse=True)
def rough_reference(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rough constants will do: no reference need be solved."""
    monkeypatch.setattr(mesa_model, "reference_of", lambda scenario: (BALANCE, {}, "stored"))
    mesa_model._moment.cache_clear()
    yield
    mesa_model._moment.cache_clear()


@pytest.fixture
def tiny() -> Callable[..., Scenario]:
    def made(**changes: Any) -> Scenario:
        return load_scenario("reference").with_(organisation=TINY, **{"weeks": 12, **changes})

    return made


def engine(scenario: Scenario, seed: int, replications: int) -> dict[str, np.ndarray]:
    return run_with([scenario], [BALANCE], [{}], replications=replications, seed=seed, weeks=scenario.weeks)[0].weekly


@pytest.mark.parametrize("replication", [0, 2])
def test_weeks_are_those_of_the_engine(tiny: Any, replication: int) -> None:
    scenario = tiny(policy={"profit_chasing": 1.0}, events=(Event("layoffs", 5, 0.3),), timeline=(Step("autonomy", "ramp", 2, 9, 0.9),))
    run = engine(scenario, 7, 3)
    company = Company(scenario, seed=7, replication=replication, collect=Weekly._fields)
    while company.running:
        company.step()
    frame = company.datacollector.get_model_vars_dataframe()
    for name in Weekly._fields:
        assert np.array_equal(frame[name].to_numpy(), run[name][replication]), name


def test_levers_by_keyword_and_while_running(tiny: Any) -> None:
    stepwise = tiny(timeline=(Step("autonomy", "step", 4, None, 0.8),))
    run = engine(stepwise.with_(policy={"staffing": 1.1}), 1, 1)
    company = Company(tiny(), staffing=1.1)
    assert company.policy["staffing"] == pytest.approx(1.1)
    for week in range(12):
        if week == 4:
            company.policy["autonomy"] = 0.8
        company.step()
        assert company.engagement == run["engagement"][0, week]
    assert 0.5 < company.practice["autonomy"] <= 0.8
    del company.policy["autonomy"]
    assert company.policy["autonomy"] == 0.5
    company.step()  # beyond the horizon the last intentions hold


def test_unknown_names_are_told(tiny: Any) -> None:
    company = Company(tiny())
    with pytest.raises(KeyError, match="autonomy"):
        company.policy["autonomi"] = 0.2
    with pytest.raises(ValueError, match="outside"):
        company.world["demand"] = 99.0
    with pytest.raises(ValueError, match="did you mean 'profit'"):
        Company(tiny(), collect=("profitt",))
    with pytest.raises(ValueError, match="a lever or a condition"):
        Company(tiny(), autonomi=0.2)


def test_data_collector_with_measures_and_agents(tiny: Any) -> None:
    company = Company(tiny(), collect=("heads", "wait"), agents_collect=("engagement", "backlog", "satisfaction"))
    for _ in range(3):
        company.step()
    assert list(company.datacollector.get_model_vars_dataframe().columns) == ["heads", "wait"]
    agents = company.datacollector.get_agent_vars_dataframe()
    last = agents.xs(3, level="Step")
    assert set(last["kind"]) == {"Employee", "Team", "Customer"}
    people = company.state("people").engagement[:, 0]
    assert np.array_equal(last[last["kind"] == "Employee"]["engagement"].to_numpy(dtype=float), people.astype(float))
    own = mesa.DataCollector(model_reporters={"profit": "profit", "mean": lambda m: m.agents_by_type[Employee].agg("trust", np.mean)})
    own.collect(company)
    assert own.model_vars["profit"] == [company.weekly["profit"]]


def test_agent_set_selects_adds_up_and_shuffles(tiny: Any) -> None:
    company = Company(tiny())
    assert company._views is None
    company.step()
    people = company.agents_by_type[Employee].select(lambda one: one.present == 1)
    assert people.agg("present", sum) == company.heads
    assert people.agg("engagement", np.mean) == pytest.approx(company.weekly["engagement"])
    met: list[int] = []
    company.agents_by_type[Employee].shuffle_do(lambda one: met.append(one.seat))
    assert sorted(met) == list(range(len(company.agents_by_type[Employee])))
    assert len(company.agents) == len(company.agents_by_type[Employee]) + len(company.agents_by_type[Team]) + len(company.agents_by_type[Customer])
    team = list(company.agents_by_type[Team])[3]
    assert team.unit == 1
    assert all(one.team is team for one in team.people)
    assert len(team.people) * 4 == len(company.agents_by_type[Employee])


def test_views_write_within_the_declared_range(tiny: Any) -> None:
    company = Company(tiny())
    company.agents_by_type[Employee].set("engagement", 1.5)
    assert company.state("people").engagement.min() == 1.5
    one = next(iter(company.agents_by_type[Employee]))
    with pytest.raises(ValueError, match="outside"):
        one.engagement = 40.0
    with pytest.raises(AttributeError):
        one.present = 0
    assert "SD" in Employee.engagement.__doc__
    assert Company(tiny()).state("people").engagement.min() < 1.0, "a moment is shared by companies, never changed by one"


def test_batch_run_varies_levers_and_luck(tiny: Any) -> None:
    asked = {"scenario": [tiny(weeks=6)], "rng": [1, 2], "autonomy": [0.2, 0.9], "agents_collect": [("engagement",)], "collect": [("profit",)]}
    later_mesa = "rng" in inspect.signature(batch_run).parameters  # it takes seeds apart, and overwrites those among the parameters
    luck, called = ({"rng": asked.pop("rng")}, "seed") if later_mesa else ({}, "rng")
    runs = batch_run(Company, asked, display_progress=False, max_steps=50, **luck)
    once = {(run[called], run["autonomy"]): run["profit"] for run in runs}
    assert len(set(once.values())) == 4
    assert len({run["Step"] for run in runs}) == 1
    company = Company(tiny(weeks=6), seed=2, autonomy=0.9)
    while company.running:
        company.step()
    assert once[2, 0.9] == company.profit
    ends = [run["engagement"] for run in runs if (run[called], run["autonomy"], run["kind"]) == (2, 0.9, "Employee")]
    assert ends == company.state("people").engagement[:, 0].tolist()


def test_any_rng_of_mesa_gives_luck() -> None:
    assert mesa_model._seed_of(None) == 1
    assert mesa_model._seed_of(np.int64(7)) == 7
    assert mesa_model._seed_of(np.random.default_rng(3)) == mesa_model._seed_of(np.random.default_rng(3))
    assert mesa_model._seed_of(np.random.SeedSequence(3)) == mesa_model._seed_of([3])


def test_nothing_else_imports_mesa() -> None:
    code = "import sim, sim.engine.run, sim.lab.experiment, sys; assert 'mesa' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.thorough
def test_a_library_scenario_lives_as_the_public_run_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    from sim.reference.run import run_scenarios

    scenario = load_scenario("small").with_(weeks=8)
    record = run_scenarios([scenario], replications=1, seed=4, weeks=8)[0]
    company = Company(scenario, seed=4)
    for week in range(8):
        company.step()
        assert company.profit == record.weekly["profit"][0, week]
