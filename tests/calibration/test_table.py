"""A table survives being cut off: what is there is kept, what is torn is made again, and the outcome is the same to the bit."""

import json

import numpy as np
import pytest

from sim.calibration.prior import as_parameters, shares, shares_of, uncertain, values_at
from sim.calibration.table import SHARD, Plan, Table, joined, read_whole, run_table
from sim.scenario import load_scenario
from sim.scenario.overlay import REVENUE_SHARES

NAMES = [f"group.p{k}" for k in range(5)]
PLAN = Plan("small", points=5 * SHARD - 7, seed=3, rounds=1)


class KillError(Exception):
    """The machine goes down."""


def work(calls, most=99):
    def make(points, number):
        if len(calls) >= most:
            raise KillError
        calls.append(number)
        return Table(points, points[:, :2], points**2, points[:, 0], points[:, :1])

    return make


def test_a_table_that_was_killed_goes_on_where_it_was_and_ends_with_the_same_bytes(tmp_path):
    whole = run_table(PLAN, NAMES, tmp_path / "one", work([]), threads=1)
    first, again = [], []
    with pytest.raises(KillError):
        run_table(PLAN, NAMES, tmp_path / "two", work(first, 2), threads=1)
    folder = PLAN.folder(tmp_path / "two", NAMES)
    kept = sorted(folder.glob("[0-9]*.npz"))
    assert len(kept) == 2
    kept[0].write_bytes(kept[0].read_bytes()[:-40])
    (folder / ".0000064.npz.1").write_bytes(b"half a shard")
    resumed = run_table(PLAN, NAMES, tmp_path / "two", work(again), threads=2)
    assert sorted(again) == [0, 64, 96, 128], "the torn shard and those that were never made"
    for name in ("shares", "vectors", "values", "residual", "rounds"):
        assert getattr(resumed, name).tobytes() == getattr(whole, name).tobytes(), name
    assert len(resumed) == PLAN.points


def test_other_rounds_rules_or_parameters_are_another_table(tmp_path, monkeypatch):
    place = PLAN.folder(tmp_path, NAMES)
    assert Plan("small", points=99, seed=3, rounds=1).folder(tmp_path, NAMES) == place, "a longer table begins with the shorter one"
    assert Plan("small", points=99, seed=3, rounds=2).folder(tmp_path, NAMES) != place
    assert PLAN.folder(tmp_path, NAMES[:-1]) != place
    monkeypatch.setattr("sim.calibration.table.rules_hash", lambda: "other")
    assert PLAN.folder(tmp_path, NAMES) != place


def test_a_table_of_earlier_rules_can_be_read_and_not_gone_on_with(tmp_path, monkeypatch):
    whole = run_table(PLAN, NAMES, tmp_path, work([]), threads=1)
    earlier = json.loads((PLAN.folder(tmp_path, NAMES) / "about.json").read_text())["rules"]
    monkeypatch.setattr("sim.calibration.table.rules_hash", lambda: "other")
    read = run_table(PLAN, NAMES, tmp_path, work([], 0), threads=1, rules=earlier)
    assert read.values.tobytes() == whole.values.tobytes()
    next(PLAN.folder(tmp_path, NAMES, earlier).glob("[0-9]*.npz")).unlink()
    with pytest.raises(FileNotFoundError, match="1 of 5 parts"):
        run_table(PLAN, NAMES, tmp_path, work([]), threads=1, rules=earlier)


def test_the_manifest_says_what_the_numbers_depend_on(tmp_path):
    run_table(PLAN, NAMES, tmp_path, work([]), threads=1)
    about = json.loads((PLAN.folder(tmp_path, NAMES) / "about.json").read_text())
    assert {"rules", "base", "seed", "rounds", "parameters", "targets"} <= set(about)


def test_progress_tells_how_much_is_done_and_left(tmp_path):
    told = []
    run_table(PLAN, NAMES, tmp_path, work([]), lambda text, share: told.append((text, share)), threads=1)
    assert told[-1][1] == 1.0
    assert "minutes left" in told[0][0]


def test_tables_of_few_and_many_rounds_can_be_put_together():
    few, more = (Table(np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)), np.ones(2), np.ones((2, rounds))) for rounds in (2, 4))
    whole = joined([few, more])
    assert len(whole) == 4
    assert np.isnan(whole.rounds[0, 2:]).all()
    assert np.isfinite(whole.rounds[2:]).all()


def test_what_is_no_shard_is_not_read(tmp_path):
    (tmp_path / "x.npz").write_bytes(b"PK nothing")
    assert read_whole(tmp_path / "x.npz", ["shares"]) is None


def test_points_fill_the_cube_evenly_and_do_not_depend_on_how_they_are_asked_for():
    whole = shares(96, 0, 12, seed=1)
    assert np.array_equal(whole[32:64], shares(32, 32, 12, seed=1))
    assert np.abs(shares(512, 0, 12, seed=1).mean(axis=0) - 0.5).max() < 0.01
    assert not np.array_equal(whole, shares(96, 0, 12, seed=2))


def test_values_lie_in_the_declared_ranges_and_half_of_them_below_the_default():
    about = uncertain()
    where = shares(256, 0, len(about), seed=1)
    values = values_at(about, where)
    for k, one in enumerate(about):
        assert one.low <= values[:, k].min(), one.name
        assert values[:, k].max() <= one.high, one.name
        if one.low < one.default < one.high:
            assert np.median(values[:, k]) == pytest.approx(one.default, abs=0.03 * (one.high - one.low)), one.name
    assert shares_of(about, values) == pytest.approx(where, abs=1e-6)


def test_parts_of_revenue_never_add_up_to_more_than_all_of_it_and_scenarios_take_them():
    about = uncertain()
    where = shares(512, 0, len(about), seed=1)
    places = [[one.name for one in about].index(name) for name in REVENUE_SHARES]
    corners = np.full((4, len(about)), 0.5)
    corners[:, places] = [(1 - 1e-6, 1 - 1e-6), (1e-6, 1 - 1e-6), (1 - 1e-6, 1e-6), (0.5, 1 - 1e-6)]
    for points in (where, corners):
        values = values_at(about, points)
        assert (values[:, places].sum(axis=1) <= 1.0).all()
        assert shares_of(about, values)[:, places] == pytest.approx(points[:, places], abs=1e-3)
    assert np.median(values_at(about, where)[:, places[1]]) == pytest.approx(0.1, abs=0.01), "the default stays the middle"
    fullest = values_at(about, where)[np.argsort(-values_at(about, where)[:, places].sum(axis=1))[:3]]
    for row in (*fullest, *values_at(about, corners)):
        load_scenario("reference").with_(parameters={one.name: float(f"{value:.7g}") for one, value in zip(about, row, strict=True)})


def test_a_set_of_parameters_carries_the_values_of_its_point():
    about = uncertain()
    values = values_at(about, shares(3, 0, len(about), seed=1))
    made = as_parameters(about, values)[2]
    group, field = about[7].name.split(".")
    assert getattr(getattr(made, group), field) == values[2, 7]
    assert made.finance.wage == type(made.finance)().wage, "what is held keeps its default"
