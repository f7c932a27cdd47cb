"""Learning to foretell constants: a table's rules are found again, luck of single lanes is no doubt, and a second base a shift and a stretch of the first."""

import dataclasses
import json

import numpy as np
import pytest

from sim.balance import Balance
from sim.calibration import prior, surrogate
from sim.calibration.stages import MEASURED_ON, SHIPPED_ON
from sim.calibration.surrogate import candidates_in, first_transfer, fitted_transfer, learnt, money, tables_in, without_luck
from sim.calibration.table import write_whole
from sim.ensemble.surrogate import MONEY, OBSTACLES, Transfer, load, moved_to, save
from sim.parameters import Parameters
from sim.reference.many import Slopes, pushes
from sim.reference.store import rules_hash

SIZE, NAMES = len(Balance._fields), [one.name for one in prior.uncertain()]
ABOUT = {"constants": list(Balance._fields), "parameters": NAMES, "rounds": 4, "start": "defaults", "rules": rules_hash()}
SLOPES = Slopes(-np.eye(SIZE), 0.5 * pushes())


def points(number, seed=1):
    """Points of the unit cube."""
    return np.random.default_rng(seed).uniform(0.01, 0.99, (number, len(NAMES)))


def constants(shares):
    """Made-up constants: two parameters and their product move all of them, the first one most."""
    load, care = (2.0 * shares[:, NAMES.index(name)] - 1.0 for name in ("strain.load", "quality.care"))
    return np.outer(load, np.linspace(0.5, 1.0, SIZE)) + np.outer(0.5 * care + load * care, np.ones(SIZE)) + 1.0


def shard(folder, first, shares, vectors, residual=0.01, **about):
    """A piece of a table."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "about.json").write_text(json.dumps({**ABOUT, **about}))
    count = len(shares)
    write_whole(folder / f"{first:07d}.npz", shares=shares, vectors=vectors, values=np.zeros((count, 2)), residual=np.full(count, residual),
                rounds=np.zeros((count, 4)))


@pytest.fixture(scope="module")
def made():
    shares = points(900)
    luck = 0.02 * np.random.default_rng(2).standard_normal((900, SIZE))
    return learnt(shares, constants(shares) + luck, Transfer(("here",), np.zeros(SIZE), np.zeros(SIZE), np.eye(SIZE), SLOPES), {}, most=5)


def foretold(made, shares):
    return made.here(prior.as_parameters(prior.uncertain(), prior.values_at(prior.uncertain(), shares)))


def test_what_parameters_do_to_constants_is_found_again(made):
    fresh = points(200, seed=9)
    plain = [k for k in range(SIZE) if k != OBSTACLES]
    missed = (foretold(made, fresh) - constants(fresh))[:, plain]
    assert missed.std() < 0.35 * constants(fresh)[:, plain].std()
    assert np.abs(made.transfers[0].offset - made.here([Parameters()])[0]).max() == 0.0


def test_luck_of_single_lanes_is_taken_out_of_doubt():
    usual = np.ones(SIZE)
    luck = np.diag(np.full(SIZE, 0.01))
    small = Slopes(-np.eye(SIZE), np.full(SIZE, 1e-6))
    assert np.allclose(without_luck(luck, small, usual), luck, rtol=1e-3, atol=1e-6)
    mostly = without_luck(np.diag((0.5 * pushes()) ** 2), SLOPES, usual)
    assert np.all(np.diag(mostly) < 0.75 * (0.5 * pushes()) ** 2)
    assert np.linalg.eigvalsh(mostly / np.outer(pushes(), pushes())).min() > 0.0


def test_a_second_base_is_found_as_a_shift_a_stretch_and_what_parameters_do_there(made, tmp_path):
    chance, shares = np.random.default_rng(4), points(200, seed=5)
    away, own = surrogate.away_from_usual(made, shares), 2.0 * shares[:, NAMES.index("strain.load")] - 1.0
    usual, shift, stretch = np.linspace(1.0, 2.0, SIZE), 0.3 * pushes(), np.where(np.arange(SIZE) % 5 == 1, -0.4, 0.0)
    first = Transfer(("there",), usual, np.zeros(SIZE), np.eye(SIZE), SLOPES)
    solved = moved_to(dataclasses.replace(first, offset=usual + shift, scale=stretch), away) + 0.01 * chance.standard_normal((200, SIZE))
    solved[:, 0] += 0.5 * own
    plain = [k for k in range(SIZE) if k != OBSTACLES]
    few = fitted_transfer(first, made, solved[:40], shares[:40])
    assert np.abs((few.offset - usual - shift)[plain[1:]]).max() < 0.02
    assert np.abs((few.scale - stretch)[plain[1:]]).max() < 0.03
    found = dataclasses.replace(made, transfers=(fitted_transfer(first, made, solved, shares),))
    companies = prior.as_parameters(prior.uncertain(), prior.values_at(prior.uncertain(), shares))
    missed = found.start(companies, ("there",))[0] - solved
    assert missed[:, 0].std() < 0.3 * own.std()
    assert missed[:, plain[1:]].std() < 0.02
    save(tmp_path / "one.json", found)
    assert np.allclose(load(tmp_path / "one.json").start(companies, ("there",))[0], found.start(companies, ("there",))[0], atol=1e-4)


def test_a_second_base_begins_at_its_own_usual_constants(made):
    there = first_transfer(made, SHIPPED_ON, SLOPES)
    assert np.all(np.diag(there.doubt) > 2.0 * np.diag(made.transfers[0].doubt))
    mute = dataclasses.replace(made.transfers[0], slopes=SLOPES._replace(luck=np.where(np.arange(SIZE) == 3, 0.0, SLOPES.luck)))
    assert np.diag(first_transfer(dataclasses.replace(made, transfers=(mute,)), SHIPPED_ON, SLOPES).doubt)[3] >= surrogate.STRANGE**2
    assert np.array_equal(moved_to(there, np.zeros((1, SIZE)))[0], there.offset)


def test_tables_of_todays_rules_go_before_larger_ones_of_others(tmp_path):
    shares = points(12)
    shard(tmp_path / f"{MEASURED_ON}-a", 0, shares[:3], constants(shares[:3]))
    shard(tmp_path / f"{MEASURED_ON}-b", 0, shares, constants(shares), rules="older")
    found, about = tables_in(tmp_path)
    assert (len(found), about["rules"]) == (3, rules_hash())
    (tmp_path / f"{MEASURED_ON}-a" / "0000000.npz").write_bytes(b"cut off")
    found, about = tables_in(tmp_path)
    assert (len(found), about["rules"]) == (12, "older")


def test_tables_that_do_not_fit_are_left_out(tmp_path):
    shares = points(4)
    for name, other in (("a", {"constants": ["price"]}), ("b", {"parameters": NAMES[1:]}), ("c", {"rounds": 0}), ("d", {"start": "twins of 4"})):
        shard(tmp_path / f"{MEASURED_ON}-{name}", 0, shares, constants(shares), **other)
    with pytest.raises(FileNotFoundError, match="make calibrate"):
        tables_in(tmp_path)


def test_candidates_of_the_calibration_teach_the_second_base(tmp_path):
    shares = points(8)
    both = np.column_stack([constants(shares), constants(shares) + 0.25])
    assert len(candidates_in(tmp_path, rules_hash())[1]) == 0
    shard(tmp_path / f"{MEASURED_ON}-c", 0, shares, both, start="candidates 0123")
    shard(tmp_path / f"{MEASURED_ON}-c", 8, shares, both, residual=0.5, start="candidates 0123")
    found, solved = candidates_in(tmp_path, rules_hash())
    assert np.array_equal(found, shares)
    assert np.allclose(solved, both[:, SIZE:] - money(SHIPPED_ON))
    assert len(candidates_in(tmp_path, "older")[1]) == 0


def test_money_is_of_one_unit():
    assert np.flatnonzero(money(MEASURED_ON)).tolist() == [Balance._fields.index("profit_week")]
    assert Balance._fields.index("profit_week") in MONEY
    assert surrogate.ENOUGH > 2
