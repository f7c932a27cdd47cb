"""The contract: the same question gives the same bytes, however it is asked (R1)."""

import itertools

import numpy as np
import pytest

from sim.engine.lanes import Block, state_arrays
from tests.engine.firms import RESTLESS, block, constants, differing, firm, ordinary, run, state_bytes, weekly_bytes

REPLICATIONS = 9


@pytest.fixture(scope="module")
def once():
    """The answer to one question, asked in one thread."""
    return run(firm(), firm(**RESTLESS), replications=REPLICATIONS)


def assert_same(records, others):
    """Every column, part and matrix of two lists of records has the same bytes."""
    for one, other in zip(records, others, strict=True):
        assert not differing(weekly_bytes(one), weekly_bytes(other))
        assert one.who_helps == pytest.approx(other.who_helps, rel=1e-12)


def test_a_short_run_gives_the_same_bytes_over_threads_and_blocks(monkeypatch):
    """The one test of the engine that `make check` runs: it compiles the model once, in one process."""
    question = {"replications": 5, "weeks": 8}
    before = run(firm(), firm(**RESTLESS), **question)
    monkeypatch.setattr("sim.engine.run.LANES", 2)
    assert_same(before, run(firm(), firm(**RESTLESS), threads=3, record=["people.engagement[0:3]"], **question))
    assert all(np.isfinite(column).all() for record in before for column in record.weekly.values())


@pytest.mark.thorough
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_change_nothing(once, threads):
    assert_same(once, run(firm(), firm(**RESTLESS), replications=REPLICATIONS, threads=threads))


@pytest.mark.thorough
@pytest.mark.parametrize("lanes", [1, 2, 7, 16])
def test_the_size_of_a_block_changes_nothing(once, lanes, monkeypatch):
    monkeypatch.setattr("sim.engine.run.LANES", lanes)
    assert_same(once, run(firm(), firm(**RESTLESS), replications=REPLICATIONS, threads=2))


@pytest.mark.thorough
def test_even_the_last_digit_of_the_matrix_of_help_does_not_depend_on_blocks(once, monkeypatch):
    monkeypatch.setattr("sim.engine.run.LANES", 7)
    for one, other in zip(once, run(firm(), firm(**RESTLESS), replications=REPLICATIONS), strict=True):
        assert one.who_helps.tobytes() == other.who_helps.tobytes()


@pytest.mark.thorough
@pytest.mark.parametrize("replication", [0, 4, 8])
def test_a_replication_alone_is_the_same_as_among_others(once, replication):
    alone = Block(firm(**RESTLESS), constants(), 3, [replication])
    alone.run_in()
    weekly = alone.advance(firm(**RESTLESS).with_(weeks=52).paths())
    found = {name: column[:, 0].tobytes() for name, column in weekly.items()}
    assert not differing(found, weekly_bytes(once[1], slice(replication, replication + 1)))


@pytest.mark.thorough
def test_more_replications_leave_the_first_ones_as_they_were(once):
    more = run(firm(), firm(**RESTLESS), replications=REPLICATIONS + 8)
    for one, other in zip(once, more, strict=True):
        assert not differing(weekly_bytes(one), weekly_bytes(other, slice(0, REPLICATIONS)))


@pytest.mark.thorough
def test_neither_order_nor_company_of_scenarios_matters(once):
    other = firm(policy={"staffing": 0.8})
    third, second, first = run(other, firm(**RESTLESS), firm(), replications=REPLICATIONS)
    assert_same(once, [first, second])
    assert_same([third], run(other, replications=REPLICATIONS))


@pytest.mark.thorough
def test_what_is_recorded_changes_nothing(once):
    asked = ["teams.backlog", "people.engagement[0:10]", "firm.cash", "customers.satisfaction"]
    assert_same(once, run(firm(), firm(**RESTLESS), replications=REPLICATIONS, record=asked))


@pytest.mark.thorough
def test_a_run_leaves_nothing_behind_for_the_next(once):
    run(firm(**RESTLESS, off=("strain",)), replications=3, seed=99)
    assert_same(once, run(firm(), firm(**RESTLESS), replications=REPLICATIONS))


@pytest.mark.thorough
@pytest.mark.parametrize("stride", [1, 7, 52])
def test_weeks_may_pass_in_pieces_of_any_size(stride):
    path = firm(**RESTLESS).with_(weeks=60).paths()
    whole, pieces = block(), block()
    weekly = whole.advance(path)
    parts = [pieces.advance(path[first : first + stride]) for first in range(0, 60, stride)]
    assert not differing(state_bytes(whole), state_bytes(pieces))
    assert all(weekly[name].tobytes() == np.concatenate([p[name] for p in parts]).tobytes() for name in weekly)


@pytest.mark.thorough
def test_a_copy_goes_its_own_way():
    first = block()
    first.advance(np.repeat(ordinary(), 10, axis=0))
    before = state_bytes(first)
    twin = first.copy()
    assert not differing(before, state_bytes(twin))
    twin.advance(firm(**RESTLESS).with_(weeks=10).paths())
    assert not differing(before, state_bytes(first))
    assert differing(before, state_bytes(twin))
    path = firm(**RESTLESS).with_(weeks=10).paths()
    first.week = 10
    first.advance(path)
    assert not differing(state_bytes(first), state_bytes(twin))


@pytest.mark.thorough
def test_arrays_of_a_block_never_share_memory():
    """The compiler is told that arrays of a sweep do not overlap: they must not."""
    one = block()
    arrays = [*state_arrays(one.state).values(), *one.balance, *one.luck, *one.switches, *one.levers, *one.practice, *one.world]
    arrays += [a for group in one.lane_parameters for a in group] + [a for a in one.chart if a.size]
    spans = sorted((a.ctypes.data, a.ctypes.data + a.nbytes) for a in arrays if a.size)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@pytest.mark.thorough
def test_replications_and_seeds_differ(once):
    """A planted sameness would make every test above pass: runs of different luck must differ."""
    profit = once[0].weekly["profit"]
    assert len({row.tobytes() for row in profit}) == REPLICATIONS
    assert once[1].weekly["alive"][:, -1].mean() > 0.5, "a test of dead firms tests little"
    assert run(firm(), seed=4)[0].weekly["profit"].tobytes() != run(firm(), seed=3)[0].weekly["profit"].tobytes()
