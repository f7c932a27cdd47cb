"""The whole way from a table to an ensemble, on a made-up table whose makers are known: no model runs."""

import numpy as np
import pytest

from sim.balance import Balance
from sim.calibration import outcome
from sim.calibration.prediction import places
from sim.calibration.prior import shares, uncertain
from sim.calibration.stages import starts
from sim.calibration.table import Table
from sim.calibration.targets import NAMES, TARGETS, centres, spreads
from sim.calibration.telling import report
from sim.ensemble.store import load, save
from sim.reference.residuals import to_vector
from sim.reference.run import reference_of
from sim.scenario import load_scenario

ABOUT = uncertain()
MAKERS = {"V1": 3, "V6": 40, "V10": 200}
"""Which parameter makes which target, by its place; the other targets hang on luck alone."""
POINTS, LUCK = 1000, 0.5


def made_up(points=POINTS, seed=2, off=0.0):
    where = shares(points, 0, len(ABOUT), seed=1)
    chance = np.random.default_rng(seed)
    values = np.tile(centres(), (points, 1)) + LUCK * spreads() * chance.standard_normal((points, len(TARGETS)))
    for name, place in MAKERS.items():
        k = NAMES.index(name)
        values[:, k] += spreads()[k] * (off + 6.0 * places(where)[:, place])
    usual = to_vector(reference_of(load_scenario("branches40"))[0])
    vectors = usual + 0.3 * places(where)[:, :1] + 0.01 * chance.standard_normal((points, usual.size))
    residual = np.where(np.arange(points) % 10 == 0, 0.5, 0.03)
    return Table(where, vectors, values, residual, residual[:, None])


def lanes(seed=3):
    chance = np.random.default_rng(seed)
    values = centres() + LUCK * spreads() * chance.standard_normal((96, len(TARGETS)))
    return Table(np.full((96, len(ABOUT)), 0.5), np.zeros((96, 1)), values, np.full(96, 0.03), np.zeros((96, 1)))


@pytest.fixture(scope="module")
def found():
    return outcome.of_table(made_up(), LUCK * spreads(), draws=300, seed=5, truths=60)


def test_what_luck_does_to_one_lane_is_seen_in_sets_measured_twice():
    one, other = made_up(400), made_up(400, seed=9)
    assert outcome.luck_of(one, other.some(np.arange(300))) == pytest.approx(LUCK * spreads(), rel=0.2)


def test_sets_that_do_not_stand_still_take_no_part(found):
    assert len(found.solid) == POINTS - POINTS // 10


def test_the_makers_of_a_target_are_found_and_narrowed_by_it_and_others_are_not(found):
    narrowing, makers = found.told.narrowing, list(MAKERS.values())
    for name, place in MAKERS.items():
        assert narrowing[NAMES.index(name), place] > 0.3, name
        assert narrowing[-1, place] > 0.3, name
    others = np.delete(narrowing[-1], makers)
    assert np.median(others) < 0.15
    assert np.mean(np.abs(others) > found.told.luck_narrowing) < 0.12, "about one in twenty by luck"


def test_the_emulator_forgets_luck_and_sets_far_from_a_target_are_ruled_out(found):
    far = np.abs(places(found.solid.shares)[:, 3]) > 0.85
    assert found.left[~far].mean() > 0.8 * found.left.mean() > 0.0
    assert found.left[far].mean() < 0.2
    assert found.enough


def test_draws_lie_where_the_targets_are_met(found):
    middle = places(found.draws)
    for place in MAKERS.values():
        assert middle[:, place].std() < 0.6 * places(found.solid.shares)[:, place].std()


def test_targets_that_no_set_meets_leave_nothing_and_the_report_says_so():
    table = made_up(off=40.0)
    nothing = outcome.of_table(table, LUCK * spreads(), draws=50, seed=5, truths=20)
    assert not nothing.enough
    assert "too few" in report(lanes(), table, nothing)


def test_the_start_of_a_set_is_predicted_from_sets_before_it():
    table = made_up(400)
    start_of = starts(table.some(np.arange(300)))
    gone = np.abs(start_of(table.shares[300:]) - table.vectors[300:]).mean()
    assert gone < 0.25 * np.abs(table.vectors[300:] - table.vectors[:300].mean(axis=0)).mean()


def test_candidates_that_fail_when_measured_are_left_out_and_the_rest_become_members(found, tmp_path):
    tried = made_up(40)
    both = np.column_stack([tried.vectors, tried.vectors])
    candidates = Table(tried.shares, both, tried.values, tried.residual, tried.rounds)
    kept = outcome.passed(candidates, LUCK * spreads(), 4)
    assert 0 < kept.sum() < len(candidates)
    assert not kept[::10].any(), "those that do not stand still"
    chosen = outcome.members(candidates, kept, 3)
    save(tmp_path / "e.json", chosen, {"seed": 1})
    back = load(tmp_path / "e.json")
    assert len(back) == min(3, int(kept.sum()))
    assert set(back.members[0].balances) == {"branches40", "reference"}
    assert set(back.members[0].balances["reference"]) == set(Balance._fields)
    assert back.members[0].balances["branches40"]["profit_week"] == pytest.approx(np.exp(tried.vectors[np.flatnonzero(kept)[0], -1]) / 40, rel=1e-5)
    text = report(lanes(), tried, found, candidates, kept)
    assert "members in the band" in text
    assert all(f"| {target.name} |" in text for target in TARGETS)
    hits = sorted(sum(target.holds(value) for target, value in zip(TARGETS, row, strict=True)) for row in tried.values[kept])
    assert f"the median member is inside {np.median(hits):.0f} of {len(TARGETS)}, and {100 * hits.count(len(TARGETS)) / len(hits):.0f} % are" in text
