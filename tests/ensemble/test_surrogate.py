"""Constants foretold from parameters: what is known exactly, what was learnt, and what of it can be carried over to other organisations."""

import dataclasses

import numpy as np
import pytest

from sim.balance import Balance
from sim.ensemble import surrogate
from sim.ensemble.surrogate import OBSTACLES, doubt_of, expected_obstacles, learnt_back, place_of, to_learn, unruly
from sim.parameters import Parameters, with_values
from sim.reference.many import pushes
from sim.reference.residuals import to_vector
from sim.reference.run import reference_of
from sim.reference.store import shape_of
from sim.scenario import load_scenario

OTHERS = [Parameters(), with_values({"management.obstacle_chance": 0.6, "management.obstacle_removal": 0.2, "strain.load": 2.0}),
          with_values({"quality.care": 0.5})]


@pytest.fixture(scope="module")
def learnt():
    one = surrogate.load()
    assert one is not None
    return one


@pytest.mark.parametrize(("come", "rate"), [(0.35, 0.108), (0.8, 0.3), (0.1, 0.05), (0.05, 0.5)])
def test_the_long_run_mean_of_obstacles_is_that_of_the_chain(come, rate):
    number = np.arange(200)
    goes = 1.0 - np.exp(-rate * number)
    up, down = come * (1.0 - goes), (1.0 - come) * goes
    up[-1] = 0.0
    step = np.diag(1.0 - up - down) + np.diag(up[:-1], 1) + np.diag(down[1:], -1)
    lasting = np.linalg.matrix_power(step, 1 << 14)[3]
    assert expected_obstacles(np.array([come]), np.array([rate]))[0] == pytest.approx(lasting @ number, rel=1e-6)


def test_luck_of_obstacles_lasts_longer_where_they_go_slowly():
    assert unruly(with_values({"management.obstacle_removal": 0.05})) > 2.0 * unruly(Parameters())
    assert unruly(with_values({"management.obstacle_chance": 0.1})) < unruly(Parameters())


def test_what_is_learnt_can_be_turned_back():
    vectors = np.abs(np.random.default_rng(1).standard_normal((3, len(Balance._fields)))) + 0.1
    assert np.allclose(learnt_back(to_learn(vectors, OTHERS), OTHERS), vectors)
    assert to_learn(vectors, OTHERS)[1, OBSTACLES] != vectors[1, OBSTACLES]


def test_prices_go_with_wages(learnt):
    dear = with_values({"finance.wage": 2.0 * Parameters().finance.wage})
    apart = learnt.here([dear])[0] - learnt.here([Parameters()])[0]
    assert {Balance._fields[k] for k in np.flatnonzero(np.abs(apart) > 1e-9)} == {"price", "profit_week"}
    assert apart[Balance._fields.index("price")] == pytest.approx(np.log(2.0))


def test_places_run_from_the_lower_end_over_the_default_to_the_upper_end():
    assert place_of(np.array([1.0, 2.0, 3.0, 5.0, 9.0]), 1.0, 3.0, 5.0) == pytest.approx([-1.0, -0.5, 0.0, 1.0, 1.0])
    assert place_of(np.array([1.0, 10.0, 100.0]), 1.0, 1.0, 100.0) == pytest.approx([0.0, 0.5, 1.0])
    assert place_of(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 1.0) == pytest.approx([-1.0, -0.5, 0.0])


@pytest.mark.parametrize("base", ["reference", "branches"])
def test_the_default_company_is_foretold_near_its_own_reference(learnt, base):
    scenario = load_scenario(base)
    balance = reference_of(scenario)[0]
    own = to_vector({**balance, "profit_week": balance["profit_week"] / scenario.organisation.units})
    found, transfer = learnt.start([Parameters()], shape_of(scenario.organisation))
    assert np.sqrt(np.mean((transfer.slopes.slopes @ (found[0] - own)) ** 2)) < 0.1


def test_each_company_is_foretold_by_itself(learnt):
    shape = shape_of(load_scenario("reference").organisation)
    together = learnt.start(OTHERS, shape)[0]
    assert all(np.allclose(learnt.start([one], shape)[0][0], together[k]) for k, one in enumerate(OTHERS))
    assert np.abs((together[1] - together[0]) / pushes()).max() > 1.0


def test_another_make_up_of_units_is_served_from_its_own_usual_constants(learnt):
    shape, usual = (2, 9, 77, "mixed", 0.0), np.linspace(0.5, 1.5, len(Balance._fields))
    assert learnt.transfer(shape) is None
    assert learnt.start(OTHERS, shape) is None
    found, transfer = learnt.start(OTHERS, shape, usual)
    assert np.allclose(found[0], usual)
    assert transfer.shape == shape


def test_parameters_that_were_never_varied_are_named(learnt):
    assert learnt.not_learnt({"finance.wage": 700.0, "strain.load": 2.0}) == ("finance.wage",)
    assert learnt.not_learnt({"finance.wage": float(Parameters().finance.wage)}) == ()


def test_a_surrogate_comes_back_from_its_file_as_it_was(learnt, tmp_path):
    surrogate.save(tmp_path / "one.json", learnt)
    again = surrogate.load(tmp_path / "one.json")
    assert again is not None
    assert np.allclose(again.here(OTHERS), learnt.here(OTHERS), rtol=1e-4, atol=1e-4)
    assert [one.shape for one in again.transfers] == [one.shape for one in learnt.transfers]
    assert dict(again.about) == dict(learnt.about)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"ranges": {}}', '{"about": {}, "constants": [], "ranges": {}, "terms": [], "transfers": []}'])
def test_a_damaged_or_foreign_file_counts_as_none(tmp_path, text):
    (tmp_path / "bad.json").write_text(text)
    assert surrogate.load(tmp_path / "bad.json") is None


def test_a_surrogate_of_parameters_that_are_gone_counts_as_none(learnt, tmp_path):
    surrogate.save(tmp_path / "gone.json", dataclasses.replace(learnt, ranges={**learnt.ranges, "strain.gone": (0.0, 1.0, 2.0)}))
    assert surrogate.load(tmp_path / "gone.json") is None


def test_doubt_of_obstacles_grows_with_their_number():
    few, more = np.zeros(len(Balance._fields)), np.zeros(len(Balance._fields))
    few[OBSTACLES], more[OBSTACLES] = 1.0, 10.0
    one = np.eye(len(Balance._fields))
    assert doubt_of(more, one)[OBSTACLES, OBSTACLES] == pytest.approx((10.5 / 1.5) ** 2 * doubt_of(few, one)[OBSTACLES, OBSTACLES])
