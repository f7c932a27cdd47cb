"""Studies repeated on made-up companies whose answer is known."""

import numpy as np
import pytest

from sim.calibration import studies
from sim.calibration.targets import NAMES, TARGETS


def test_leaving_by_tenure_and_by_mood_is_found_again():
    """Two lanes of 6,000 seats over two years: newcomers leave three times as often, and in the second lane the engaged stay."""
    luck, seats, lanes = np.random.default_rng(1), 6000, 2
    tenure, mood = luck.choice([20.0, 300.0], (seats, 1)) * np.ones(lanes), luck.standard_normal((seats, 1)) * np.ones(lanes)
    generation, moments = np.zeros((seats, lanes), np.int32), []
    for _ in range(9):
        moments.append({"people.present": np.ones((seats, lanes)), "people.generation": generation.copy(), "people.tenure": tenure, "people.engagement": mood,
                        "people.room_in_job": 0.5 * mood, "teams.autonomy": np.zeros((2, lanes))})
        chance = np.where(tenure < 104, 0.09, 0.03) * np.exp(np.array([0.0, -0.5]) * mood)
        generation = generation + (luck.random((seats, lanes)) < chance)
    found = studies.of_people(moments, np.array([0, seats // 2, seats]))
    assert found["V7"] == pytest.approx([3.0, 3.0], abs=0.35)
    assert abs(found["V6"][0]) < 0.03
    assert found["V6"][1] < -0.1
    assert found["V10"] == pytest.approx([1.0, 1.0])


def test_units_with_engaged_people_keep_them_and_links_are_thinned_by_the_survey():
    luck, weeks, units = np.random.default_rng(2), 208, 300
    keen = 0.44 * luck.standard_normal((1, units, 1))
    still = np.zeros((weeks, units, 1))
    flows = {"engagement": keen + still, "satisfaction": 0.3 * keen + still, "heads": 12.0 + still,
             "revenue": 100.0 * np.exp(0.05 * keen + 0.1 * luck.standard_normal((1, units, 1))) + still,
             "cost": 90.0 + still, "quits": luck.poisson(12 * 0.15 / 52 * np.exp(-0.8 * keen), (weeks, units, 1)).astype(float)}
    found = studies.of_units(flows, units)
    assert 0.05 < found["V2"][0] < 0.25
    assert found["V1"][0] < 0.7, "a survey of ten and of twenty-five thins a perfect link"
    assert found["V4"][0] < -0.15
    assert -0.8 < found["V5"][0] < -0.25


def test_a_trial_with_known_elasticity_and_fall_is_read_back():
    weeks, lanes = 104, 3
    levels = {"heads": 480.0, "burnt_out": 90.0, "kpi_reported": 1.0, "time_spent": 1.0, "standard": 1.0, "pressure": 0.0, "quits": 1.4, "profit": 5e4}
    base = {name: np.full((weeks, lanes), level) for name, level in levels.items()}
    standard = 0.9 + 0.1 * np.exp(-np.arange(52.0) / 20.0)[:, None] * np.ones(lanes)
    stress = {name: array[:52].copy() for name, array in base.items()}
    stress |= {"pressure": np.full((52, lanes), 0.1), "standard": standard, "time_spent": standard * np.exp(-0.064), "burnt_out": np.full((52, lanes), 114.0)}
    bonus = {"kpi_reported": np.full((52, lanes), np.exp(0.0608))}
    empty = {"quits": base["quits"] + np.where(np.arange(weeks) < 26, 1.0, 0.0)[:, None], "profit": base["profit"] - 5000.0}
    found = studies.of_trials(base, {"stress": stress, "bonus": bonus, "empty": empty, "valid": np.ones(lanes), "team bonus": np.full(lanes, 1.03)},
                              np.full(lanes, 1000.0))
    assert found["V9 stress"] == pytest.approx([0.05] * lanes)
    assert found["V11 quantity"] == pytest.approx([0.32] * lanes)
    assert found["V11 sales"] == pytest.approx([0.03] * lanes)
    assert found["V12 corners"] == pytest.approx([-0.64] * lanes)
    assert (found["V12 standard"] > 10).all()
    assert found["V13"] == pytest.approx([104 * 5000 / 26 / 52_000] * lanes)


def test_every_target_is_measured_and_its_band_is_in_order():
    assert set(studies.ORDER) == set(NAMES)
    assert all(target.low < target.centre < target.high and target.sd > 0 for target in TARGETS)
