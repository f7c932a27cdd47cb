"""The compiled engine computes what its Python text says: the same organisation, lived in plain Python, has the same bytes."""

import numpy as np
import pytest

from sim.compiled import plain
from sim.engine.birth import organisation_is_born
from sim.engine.chart import is_here_at_start
from sim.engine.lanes import Blocks, Start, blank_state
from sim.engine.week import some_weeks
from sim.engine.weekly import Weekly
from sim.scenario.model import Event
from tests.engine.firms import RESTLESS, block, differing, firm, state_bytes

pytestmark = pytest.mark.thorough

TINY = {"units": 1, "teams_per_unit": 2, "team_size": 2, "customers_per_unit": 8, "unit_spread": 0.2}
WEEKS = 12


@pytest.fixture
def tiny():
    """A very small firm under a restless policy, with lay-offs."""
    return firm(**RESTLESS, organisation=TINY, events=(Event("layoffs", 5, 0.5, refill=True),), weeks=WEEKS)


def test_birth_in_plain_python_is_birth_compiled(tiny):
    one = block(tiny)
    groups, start = one._groups(), Start(*is_here_at_start(tiny.organisation))
    empty = blank_state(one.chart, one.lanes)
    with np.errstate(over="ignore"):
        plain(organisation_is_born)(empty, start, one.balance, one.lane_parameters, one.luck, one.chart, np.float32(0.2))
    compiled = {name: array for name, array in state_bytes(one).items() if not name.startswith(("firm.", "practice", "world"))}
    own = {f"{group}.{name}": array.tobytes() for group, arrays in empty._asdict().items() for name, array in arrays._asdict().items() if group != "firm"}
    assert groups
    assert not differing(compiled, own)


def test_weeks_in_plain_python_are_weeks_compiled(tiny):
    compiled, own = block(tiny), block(tiny)
    path = tiny.paths()
    weekly = compiled.advance(path)
    whole = np.ascontiguousarray(np.repeat(path[:, :, None], own.lanes, axis=2))
    written = Weekly(*(np.zeros((WEEKS, own.lanes)) for _ in Weekly._fields))
    groups = {**own._groups(), "blocks": Blocks(whole, own.practice, own.world), "weekly": written}
    order = ("s", "practice", "world", "blocks", "levers", "p", "balance", "on", "luck", "chart", "weekly")
    with np.errstate(over="ignore"):
        plain(some_weeks)(*(groups[name] for name in order), 0, WEEKS)
    assert not differing(state_bytes(compiled), state_bytes(own))
    assert [name for name in weekly if weekly[name].tobytes() != getattr(written, name).tobytes()] == []
