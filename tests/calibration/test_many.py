"""Many references side by side: the same as one by one, lane for lane, and as the ordinary search finds them."""

import numpy as np
import pytest

from sim.balance import Balance
from sim.engine.lanes import Block, state_arrays
from sim.parameters import Parameters, side_by_side, with_values
from sim.reference import many
from sim.reference.many import Sets, constants_of, founded, learn_slopes, mended, observe_sets, ordinary, pushes, solve_sets, step_matrix
from sim.reference.residuals import from_vector, to_vector
from sim.reference.run import reference_of
from sim.reference.solve import solve
from sim.scenario import load_scenario

OTHER = {"strain.load": 1.2, "engagement.autonomy": 0.4, "quality.care": 0.45, "work.overtime_start": 0.15}


@pytest.fixture(scope="module")
def small():
    return load_scenario("small")


@pytest.fixture(scope="module")
def usual(small):
    return to_vector(reference_of(small)[0])


def test_lanes_of_different_sets_run_as_each_would_alone(small, usual):
    sets = Sets([Parameters(), with_values(OTHER)], 40)
    vectors = np.stack([usual, usual + 0.3 * pushes()])
    block = Block(many.quiet(small), constants_of(vectors), sets.seed, range(40, 42), side_by_side(sets.parameters))
    alone = Block(many.quiet(small).with_(parameters=OTHER), from_vector(vectors[1]), sets.seed, [41])
    together, single = block.advance(ordinary(26)), alone.advance(ordinary(26))
    assert all(np.array_equal(together[name][:, 1], single[name][:, 0]) for name in together)
    mine, its = state_arrays(block.state), state_arrays(alone.state)
    assert all(np.array_equal(mine[name][..., 1], its[name][..., 0]) for name in mine)


def test_a_path_may_differ_from_lane_to_lane(small, usual):
    vectors = np.stack([usual, usual])
    sets = Sets([Parameters()] * 2, 0)
    block, twin = founded(small, sets, vectors), founded(small, sets, vectors)
    paths = np.repeat(ordinary(8)[:, :, None], 2, axis=2)
    paths[:, 3, 1] += 0.1
    one, other = block.advance(paths), twin.advance(ordinary(8))
    assert np.array_equal(one["profit"][:, 0], other["profit"][:, 0])


def test_a_set_keeps_its_luck_whatever_stands_beside_it(small, usual):
    sets = Sets([Parameters(), with_values(OTHER), Parameters()], 10, each=2)
    vectors = np.repeat(usual[None], 3, axis=0)
    whole = observe_sets(small, sets, vectors, 26)
    assert np.array_equal(whole[1:2], observe_sets(small, sets.some(1, 2), vectors[:1], 26))
    assert np.array_equal(whole[2:], observe_sets(small, sets.some(2, 3), vectors[:1], 26))


def test_a_step_matrix_undoes_the_slopes_where_luck_is_small_and_stays_away_where_it_is_large():
    luck = np.r_[np.full(3, 1e-4), 10.0]
    slopes = -np.diag([1.0, 2.0, 0.5, 1.0])
    known = many.Slopes(slopes, luck)
    matrix = _with_pushes(np.full(4, 0.1), known)
    assert np.diag(matrix)[:3] == pytest.approx([1.0, 0.5, 2.0], rel=0.01)
    assert matrix[3, 3] < 0.01


def _with_pushes(push, known):
    usual = many.pushes
    many.pushes = lambda: push
    try:
        return step_matrix(known)
    finally:
        many.pushes = usual


def test_inverse_slopes_are_mended_to_agree_with_what_a_step_brought():
    chance, size = np.random.default_rng(1), len(Balance._fields)
    moved = chance.standard_normal((3, size)) * pushes()
    answered = moved * 1.5 + 0.02 * chance.standard_normal((3, size)) * pushes()
    inverse = mended(np.repeat(np.eye(size)[None], 3, axis=0), moved, answered)
    assert np.einsum("nij,nj->ni", inverse, answered) == pytest.approx(moved)


@pytest.mark.thorough
def test_many_at_once_find_what_the_ordinary_search_finds(small, usual):
    """From starts that are off, on sixteen lanes; `small` is one unit of forty people, so that luck stays large."""
    slopes = learn_slopes(small, usual, lanes=256, weeks=104)
    sets = Sets([Parameters(), with_values(OTHER)], 100, each=16)
    off = usual + pushes() * np.random.default_rng(2).choice([-1.0, 1.0], (2, usual.size))
    found = solve_sets(small, sets, off, step_matrix(slopes), rounds=7)
    assert (found.sizes[-1] < 0.25 * found.sizes[0]).all()
    searched, left, _ = solve(many.quiet(small).with_(parameters=OTHER), from_vector(usual), rounds=16, most=32)
    assert left < 0.03
    slack = 4.0 * slopes.luck / 4.0 + 0.02
    fresh = observe_sets(small, Sets([with_values(OTHER)], 900, each=32), found.vectors[1:])
    theirs = observe_sets(small, Sets([with_values(OTHER)], 900, each=32), to_vector(searched)[None])
    assert (np.abs(fresh - theirs)[0] < slack).all(), dict(zip(Balance._fields, np.round(fresh - theirs, 3)[0], strict=True))
