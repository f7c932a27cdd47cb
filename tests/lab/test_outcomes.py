"""Outcomes of whole runs and pairs say what they promise; needs that are declared are those that are read."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from sim.engine.weekly import Weekly
from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.measures import MEASURES, OUTCOMES, UnknownMeasure, columns, reading
from sim.measures.outcomes import first_shock, weeks_behind, weeks_until_back
from sim.measures.pairs import break_even_week, dip_depth, dip_weeks, pareto_front, pareto_share
from sim.scenario import Scenario
from sim.scenario.model import Event
from tests.lab.fake import fake


class Watched(dict):
    """Weekly columns that remember which of them were read."""

    def __init__(self, columns):
        super().__init__(columns)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("name", list(MEASURES))
def test_a_measure_reads_the_columns_that_it_declares_and_no_other(name):
    record = fake(replications=2, weeks=20)
    watched = Watched(record.weekly)
    made = reading(SimpleNamespace(weekly=watched, yardstick=record.yardstick, scenario=record.scenario))
    made(name)
    assert watched.read == columns(name)
    assert columns(name) <= set(Weekly._fields)


@pytest.mark.parametrize("name", [name for name, one in OUTCOMES.items() if one.of == "run"])
def test_an_outcome_of_a_run_reads_the_columns_that_it_declares(name):
    record = fake(Scenario(events=(Event("crisis", 5, 0.3),)), replications=2, weeks=120)
    watched = Watched(record.weekly)
    made = reading(SimpleNamespace(weekly=watched, yardstick=record.yardstick, scenario=record.scenario))
    assert OUTCOMES[name].compute(made).shape == (2,)
    assert watched.read == columns(name)


def test_outcomes_and_measures_share_no_name_and_each_says_what_it_is():
    assert not set(OUTCOMES) & set(MEASURES)
    for one in OUTCOMES.values():
        assert one.unit
        assert one.formula
        assert one.title
        assert all(need in MEASURES for need in one.needs)
    with pytest.raises(UnknownMeasure, match="did you mean 'stall_week'"):
        columns("stal_week")
    with pytest.raises(UnknownMeasure):
        Result(fake()).outcome("dip_depth")


def test_the_dip_and_its_length_are_read_off_the_mean_pair():
    paired = np.tile(np.where(np.arange(104) < 26, -10.0, 5.0), (4, 1))
    assert dip_depth(paired) == -10.0
    assert dip_weeks(paired) == 22.0
    assert break_even_week(paired) == 26 + 52
    assert math.isnan(dip_depth(paired[:, :12]))


def test_a_gain_from_the_first_week_breaks_even_at_once_and_a_loss_never():
    assert break_even_week(np.ones((3, 20))) == 1.0
    assert math.isnan(break_even_week(-np.ones((3, 20))))


def test_a_comparison_and_the_declared_outcomes_agree():
    week = np.arange(104)
    pair = Comparison([Result(fake(luck=0.0)), Result(fake(luck=0.0, extra_profit=np.where(week < 20, -3000.0, 4000.0)))])
    assert pair.dip().depth == dip_depth(pair.paired("profit"))
    assert pair.dip().weeks_below == dip_weeks(pair.paired("profit"))
    assert pair.break_even_week() == break_even_week(pair.paired("profit"))


def test_only_a_policy_that_loses_in_no_voice_betters_another():
    voices = np.array([[[50.0, 50, 50]], [[60.0, 60, 40]], [[40.0, 50, 50]], [[50.0, 50, 50]]])
    assert pareto_front(voices)[:, 0].tolist() == [True, True, False, True]
    voices[1, 0, 0] = np.nan
    assert np.isnan(pareto_share(voices)).all()


def test_a_comparison_tells_who_stands_on_the_front():
    happy = Result(fake(Scenario(name="happy"), luck=0.0, engagement=0.5))
    sad = Result(fake(Scenario(name="sad"), luck=0.0, engagement=-0.5))
    assert Comparison([happy, sad]).pareto() == {"happy": 1.0, "sad": 0.0}


@pytest.mark.parametrize(("level", "weeks"), [(0.99, 0.0), (0.5, 33.0), (None, math.nan)])
def test_recovery_counts_from_the_shock_until_back_for_good(level, weeks):
    week = np.arange(104)
    path = np.where((week >= 20) & (week < 50), level, 1.0) if level else np.where(week >= 20, 0.5, 1.0)
    assert weeks_until_back(np.tile(path, (2, 1)), 20) == pytest.approx([weeks, weeks], nan_ok=True)


def test_recovery_has_no_data_without_an_event():
    assert first_shock(Scenario()) is None
    assert np.isnan(Result(fake()).outcome("recovery_weeks")).all()


def test_the_time_to_stall_is_the_first_week_below():
    record = fake(kpi_true=np.where(np.arange(104) < 40, 1.0, 0.1))
    assert (Result(record).outcome("stall_week") == Result(record).series("stall").argmax(axis=1) + 1).all()
    assert np.isnan(Result(fake()).outcome("stall_week")).all()


def test_a_late_report_is_found_to_be_late():
    truth = np.cumsum(np.random.default_rng(2).standard_normal((3, 260)), axis=1)
    assert weeks_behind(truth, np.roll(truth, 9, axis=1)).tolist() == [9.0] * 3
    assert np.isnan(weeks_behind(truth, np.zeros_like(truth))).all()
    assert np.isnan(weeks_behind(truth[:, :60], truth[:, :60])).all()


def test_intentions_are_told_by_week():
    result = Result(fake(Scenario(policy={"autonomy": 0.8})))
    assert result.intended("autonomy") == pytest.approx(np.full(104, 0.8))
