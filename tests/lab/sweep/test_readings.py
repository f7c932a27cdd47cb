"""What is read off a run: every measure from just the columns that it says it needs, and the guide's own study can be read."""

import re
from pathlib import Path

import numpy as np
import pytest

from sim.engine.record import Record
from sim.lab.experiment import run
from sim.lab.result import Result
from sim.lab.sweep.study import Outcome
from sim.lab.sweep.study_file import load_study
from sim.lab.sweep.study_readings import read_off
from sim.measures import MEASURES, OUTCOMES, columns
from sim.scenario import ScenarioError, load_scenario
from tests.lab.sweep.small import written

GUIDE = Path(__file__).parents[3] / "docs" / "sweeps.md"
NAMES = [*MEASURES, *(name for name, one in OUTCOMES.items() if one.of == "run")]


@pytest.fixture(scope="module")
def result():
    """A year of a small organisation that is shocked."""
    return run(load_scenario("small").with_(weeks=60, replications=3))


def test_every_measure_is_read_from_the_columns_that_it_needs(result):
    for name in NAMES:
        outcome = Outcome(name, name, 1 if name in OUTCOMES else 9, 60, "", "", "up", whole_run=name in OUTCOMES)
        needed = columns(name) | {"profit"}
        part = {column: values for column, values in result.record.weekly.items() if column in needed}
        alone = Result(Record(result.scenario, part, {}, np.zeros((1, 1)), result.record.yardstick, {}))
        assert np.array_equal(read_off(alone, outcome), read_off(result, outcome), equal_nan=True), name


def test_sums_since_the_start_are_what_came_in_during_the_weeks(result):
    gain = read_off(result, Outcome("gain", "cumulative_profit", 14, 39, "euro", "", "up"))
    assert gain == pytest.approx(result.series("profit")[:, 13:39].sum(axis=1))


def test_relative_money_is_told_in_the_companys_own_profit(result):
    plain = read_off(result, Outcome("profit", "profit", 9, 60, "", "", "up"))
    own = read_off(result, Outcome("profit", "profit", 9, 60, "", "", "up", relative=True))
    assert own == pytest.approx(plain / result.reading.yard("profit_week"))


HORIZONS = """
title = "horizons"
arms = ["small"]
weeks = 60
[design]
kind = "grid"
[outcomes.profit]
[outcomes.gain]
measure = "cumulative_profit"
relative = true
horizons = [13, 60]
"""


def test_an_outcome_with_horizons_is_read_from_the_first_week_to_each(tmp_path, result):
    study = load_study(written(tmp_path, HORIZONS))
    assert [(one.name, one.first, one.last, one.relative) for one in study.outcomes] == [
        ("profit", 9, 60, False), ("gain_13", 1, 13, True), ("gain_60", 1, 60, True)]
    whole = result.series("cumulative_profit")[:, 59] / result.reading.yard("profit_week") / 52
    assert read_off(result, study.outcomes[2]) == pytest.approx(whole)


@pytest.mark.parametrize(("old", "new", "why"), [
    ("[13, 60]", "[13, 61]", "outcomes.gain.horizons: must be weeks, each later than the one before"),
    ("[13, 60]", "[60, 13]", "must be weeks, each later than the one before"),
    ("[13, 60]", "[]", "must be weeks, each later than the one before"),
    ("[13, 60]", "52", "must be weeks, each later than the one before"),
    ("[13, 60]", "[13, 60]\nyear = 1", "outcomes.gain.horizons: mean nothing beside weeks or a year"),
    ("[13, 60]", "[13, 60]\n[outcomes.gain_13]\nmeasure = 'profit'", "outcomes.gain_13: bears the name of another outcome"),
    ("[13, 60]", "[13, 60]\n[outcomes.recovery_weeks]\nhorizons = [13]", "mean nothing beside an outcome of the whole run"),
])
def test_horizons_that_make_no_sense_are_said_in_one_line(old, new, why, tmp_path):
    with pytest.raises(ScenarioError) as caught:
        load_study(written(tmp_path, HORIZONS.replace(old, new)))
    assert why in "\n".join(caught.value.problems)


def test_the_study_of_the_guide_can_be_read(tmp_path):
    block, search = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "guide.toml").write_text(block, encoding="utf-8")
    study = load_study(tmp_path / "guide.toml")
    assert [one.name for one in study.inputs] == ["slack_share", "world.demand", "capability.exponent"]
    assert [(one.name, one.first, one.last) for one in study.outcomes] == [("profit", 209, 260), ("satisfaction", 53, 104), ("gain", 1, 260)]
    assert study.until is not None
    assert "[levers]" in search, "the other file in the guide asks a search"
