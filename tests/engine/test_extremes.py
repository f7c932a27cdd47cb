"""At the bounds of every lever and condition, with nobody, without customers and without money: runs end, finite, in a defined state."""

import numpy as np
import pytest

from sim.parameters import Parameters
from sim.policy import Policy, World
from sim.scenario.model import Event
from sim.vocabulary import rows, walk
from tests.engine.firms import block, firm, ordinary, run

pytestmark = pytest.mark.thorough

LEVERS = [(row.name, bound) for row in rows(Policy) for bound in (row.about.low, row.about.high)]
CONDITIONS = [(row.name, bound) for row in rows(World) for bound in (row.about.low, row.about.high)]
SCORES = ("kpi_weight", "csat_weight", "joint_okr_weight")


def ended(record):
    """A run that came to its end with every number finite and every count within sense."""
    for name, column in record.weekly.items():
        assert np.isfinite(column).all(), name
    for name in ("heads", "customers", "backlog", "hours", "revenue"):
        assert (record.weekly[name] >= 0).all(), name
    return record.weekly


def test_every_lever_at_both_bounds():
    firms = [firm(policy={name: bound, **({} if name not in SCORES or name == "kpi_weight" else {"kpi_weight": 0.0})}) for name, bound in LEVERS]
    for (name, bound), record in zip(LEVERS, run(*firms, replications=2, weeks=78), strict=True):
        assert ended(record)["heads"].shape == (2, 78), f"{name} = {bound}"


def test_every_condition_at_both_bounds():
    firms = [firm(world={name: bound}) for name, bound in CONDITIONS]
    for record in run(*firms, replications=2, weeks=78):
        ended(record)


@pytest.mark.parametrize("bound", ["low", "high"])
def test_every_parameter_at_its_bound(bound):
    names = [(name, getattr(row.about, bound)) for name, row in walk(Parameters)]
    beside = {"finance.sales": {"finance.subscription": 0.2}}  # parts of one whole: more of the one leaves less for the other
    records = run(*(firm(parameters={**beside.get(name, {}), name: value}) for name, value in names), replications=1, weeks=26)
    wild = [name for (name, _), record in zip(names, records, strict=True) if not all(np.isfinite(column).all() for column in record.weekly.values())]
    assert not wild


def test_all_levers_at_once_at_their_bounds():
    lows = dict(LEVERS[::2])
    highs = dict(LEVERS[1::2]) | {"kpi_weight": 0.3, "csat_weight": 0.3, "joint_okr_weight": 0.4}
    cheap = {"practice.price_rise": 0.0}  # at the default, all of them together ask for more hours than there are, and are refused
    for record in run(firm(policy=lows), firm(policy=highs, parameters=cheap), replications=3, weeks=156):
        ended(record)


def test_a_firm_of_nobody_sells_what_needs_no_hands():
    weekly = ended(run(firm(organisation={"team_size": 0}))[0])
    assert (weekly["heads"] == 0).all()
    assert (weekly["hours"] == 0).all()
    assert (weekly["payroll"] == 0).all()
    assert (weekly["quits"] == 0).all()


def test_a_firm_of_one_person_works():
    weekly = ended(run(firm(organisation={"units": 1, "teams_per_unit": 1, "team_size": 1, "customers_per_unit": 10}, off=("finance",)), weeks=156)[0])
    assert weekly["heads"].max() <= 2
    assert weekly["hours"].max() > 0


def test_a_firm_of_one_team_hands_nothing_over():
    weekly = ended(run(firm(organisation={"teams_per_unit": 1}))[0])
    assert (weekly["hand_overs"] == 0).all()
    assert (weekly["help_needed"] == 0).all()


def test_without_customers_there_is_cost_and_no_revenue():
    weekly = ended(run(firm(organisation={"customers_per_unit": 0}), weeks=156)[0])
    assert (weekly["customers"] == 0).all()
    assert (weekly["revenue"] == 0).all()
    assert (weekly["requests"] == 0).all()
    assert (weekly["payroll"][:, 0] > 0).all()


def test_a_firm_without_units_is_nothing_at_all():
    weekly = ended(run(firm(organisation={"units": 0}), weeks=10)[0])
    assert (weekly["heads"] == 0).all()
    assert (weekly["profit"] == 0).all()


def test_when_everybody_quits_the_run_goes_on_to_its_end():
    everybody = {"world": {"labour_market": 2.0, "dismissal": 1.0},
                 "parameters": {"turnover.engagement": 0.8, "turnover.market": 0.6, "turnover.new_ratio": 3.8}}
    weekly = ended(run(firm(**everybody, off=("finance",)), weeks=104)[0])
    assert weekly["heads"][:, 1:].max() <= 24
    assert weekly["dismissed"].sum() > 0
    assert (weekly["alive"] == 1).all()


def test_everybody_dismissed_in_one_week_leaves_nobody():
    weekly = ended(run(firm(events=(Event("layoffs", 4, 1.0),)), weeks=30)[0])
    assert (weekly["heads"][:, 4] <= weekly["hired"][:, 4]).all()
    assert (weekly["dismissed"][:, 4] == weekly["heads"][:, 3]).all()


def test_a_bankrupt_firm_is_over_and_stays_over():
    ruin = {"policy": {"staffing": 1.25, "reward_intensity": 0.4}, "world": {"demand": 0.2},
            "parameters": {"finance.credit_weeks": 0.5, "finance.cash_weeks": 0.3}}
    weekly = ended(run(firm(**ruin), weeks=104)[0])
    dead = weekly["alive"] == 0
    assert dead[:, -1].all()
    assert (np.diff(weekly["alive"], axis=1) <= 0).all()
    for lane in range(dead.shape[0]):
        after = slice(int(np.argmax(dead[lane])) + 2, None)
        for name in ("heads", "customers", "hours", "revenue", "payroll", "requests", "fixed"):
            assert (weekly[name][lane, after] == 0).all(), f"{name} of a dead firm"
        assert weekly["hired"][lane, after].sum() == weekly["customers_joined"][lane, after].sum() == 0


def test_a_deadly_crisis_in_one_lane_leaves_its_neighbours_alone():
    one = block(firm(), lanes=(0, 1, 2))
    other = one.copy()
    one.state.firm.cash[1] = -1e12
    for twin in (one, other):
        twin.advance(np.repeat(ordinary(), 10, axis=0))
    assert one.state.firm.alive.tolist() == [1, 0, 1]
    assert np.array_equal(one.state.people.engagement[:, [0, 2]], other.state.people.engagement[:, [0, 2]])
