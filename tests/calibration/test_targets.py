"""A target is declared once. What calibration measures otherwise says so, and what it measures alike comes to the number of the declared measure."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.calibration import studies
from sim.calibration.targets import NOT_FITTED, TARGETS, Target
from sim.measures import targets as declared

MEASURED_OTHERWISE = {"V1", "V2", "V3", "V4", "V5", "V7", "V8", "V9 stress", "V11 quantity", "V11 sales", "V12 corners", "V12 standard", "V13"}


def test_every_declared_target_is_fitted_or_left_out_with_a_reason():
    assert {one.name for one in TARGETS} | set(NOT_FITTED) == set(declared.TARGETS)
    assert not {one.name for one in TARGETS} & set(NOT_FITTED)
    assert all(len(reason) > 20 for reason in NOT_FITTED.values())


def test_name_text_band_and_source_stand_in_one_place():
    assert not {"low", "high", "source", "meaning"} & set(Target.__dataclass_fields__)
    for one in TARGETS:
        about = declared.TARGETS[one.name]
        assert (one.low, one.high, one.source, one.meaning) == (about.low, about.high, about.source, about.title)


def test_what_is_measured_otherwise_says_so_and_nothing_else_does():
    assert {one.name for one in TARGETS if one.otherwise} == MEASURED_OTHERWISE


def lived(seats=4000, weeks=209, seed=1):
    """One firm without luck in feelings: the engaged stay longer, and room engages. Arrays by [week, seat]."""
    luck = np.random.default_rng(seed)
    room = luck.standard_normal(seats)
    felt = 0.5 * room + luck.standard_normal(seats)
    tenure, generation, kept = luck.uniform(0.0, 500.0, seats), np.zeros(seats), []
    for _ in range(weeks):
        kept.append((tenure.copy(), generation.copy()))
        left = luck.random(seats) < 0.005 * np.exp(-0.5 * felt)
        tenure, generation = np.where(left, 0.0, tenure + 1.0), generation + left
    return room, felt, np.array([one for one, _ in kept]), np.array([one for _, one in kept])


@pytest.fixture(scope="module")
def both_ways():
    """The same firm as calibration sees it (quarters) and as the declared measures do (weeks)."""
    room, felt, tenure, generation = lived()
    weeks, seats = tenure.shape
    quarters = [{"people.present": np.ones((seats, 1)), "people.engagement": felt[:, None], "people.tenure": tenure[w][:, None],
                 "people.generation": generation[w][:, None], "people.room_in_job": room[:, None], "teams.autonomy": np.zeros((10, 1))}
                for w in range(0, weeks, 13)]
    steady = {name: np.broadcast_to(values, (1, weeks - 1, seats)) for name, values in
              (("people.present", np.ones(seats)), ("people.engagement", felt), ("people.room_in_job", room))}
    parts = {**steady, "people.tenure": tenure[None, :-1], "teams.autonomy": np.zeros((1, weeks - 1, 10))}
    luck = np.random.default_rng(3)
    weekly = {"quits": luck.poisson(0.7, (1, 208)), "heads": 240.0 - luck.poisson(3.0, (1, 208)), "burnt_out": luck.poisson(40.0, (1, 208))}
    here = studies.of_people(quarters, np.arange(0, seats + 1, seats // 10)) | studies.of_levels({name: values.T for name, values in weekly.items()})
    return here, {declared.PLAIN: SimpleNamespace(parts=parts, weekly=weekly)}


@pytest.mark.parametrize(("name", "close"), [("V6", 0.01), ("V10", 1e-6), ("V9", 0.002), ("V7", 0.15), ("V8", 0.015)])
def test_levels_and_links_of_people_come_to_the_number_of_the_declared_measure(both_ways, name, close):
    here, records = both_ways
    assert here[name][0] == pytest.approx(float(declared.TARGETS[name].each(records)[0]), abs=close)
