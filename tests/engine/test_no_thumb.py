"""No thumb on the scale: profit comes out of work, customers, prices and cost. Nothing that sounds good is paid for by itself."""

import numpy as np
import pytest

from sim.compiled import plain
from sim.engine.lanes import Block, state_arrays
from sim.mechanisms.finance import books_close
from sim.policy import LEVERS
from tests.engine.firms import RESTLESS, block, firm, ordinary

pytestmark = pytest.mark.thorough

SOUNDS_GOOD = ["people.engagement", "people.exhaustion", "people.trust", "people.resignation", "people.dissonance", "people.support", "teams.engagement",
               "teams.exhaustion", "teams.autonomy", "teams.control", "teams.doubt", "teams.quality", "units.satisfaction", "customers.satisfaction",
               "customers.expectation", "journeys.quality", "firm.pressure", "firm.news", "firm.confidence", "teams.standard", "teams.capability",
               "customers.grievance", "customers.maturity", "teams.clarity", "teams.renewal", "firm.supplier"]
MONEY = ["firm.revenue", "firm.payroll", "firm.bonuses", "firm.fixed", "firm.material", "firm.turnover_cost", "firm.programmes", "firm.interest", "firm.profit",
         "firm.owners", "firm.cash", "units.revenue", "units.cost"]
PAY = {"reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight"}
PRICES = {"price_level", "home_working", "cost_cut", "shareholder_focus"}
"""The price asked, offices given up, spending cut, and owners paid first."""


@pytest.fixture(scope="module")
def year():
    """A firm after a restless year."""
    one = block(firm(**RESTLESS))
    one.advance(firm(**RESTLESS).with_(weeks=52).paths())
    return one


def books(one: Block) -> dict[str, bytes]:
    """The books of a week, closed in plain Python on a copy."""
    twin = one.copy()
    groups = twin._groups()
    s = twin.state
    plain(books_close)(s.units, s.teams, s.journeys, s.firm, groups["practice"], twin.balance, twin.chart, twin.lane_parameters.finance,
                       twin.lane_parameters.demand.request_rate, twin.lane_parameters.demand.comes_again, twin.lane_parameters.quality.again,
                       twin.lane_parameters.complaints.ordinary,
                       twin.switches)
    arrays = state_arrays(twin.state)
    return {name: arrays[name].tobytes() for name in MONEY}


def changed(one: Block, names: list[str]) -> Block:
    """A copy in which some arrays are quite different."""
    twin = one.copy()
    arrays = state_arrays(twin.state)
    for name in names:
        arrays[name][...] = arrays[name] * 0.5 + 1.7
    return twin


@pytest.mark.parametrize("name", SOUNDS_GOOD)
def test_a_better_mood_alone_earns_no_cent_this_week(year, name):
    assert books(year) == books(changed(year, [name]))


def test_all_moods_together_earn_no_cent_this_week(year):
    assert books(year) == books(changed(year, SOUNDS_GOOD))


def test_no_lever_but_pay_prices_and_spending_enters_the_books(year):
    year = year.copy()
    year.state.firm.cash[:] += 1e8
    for number, lever in enumerate(LEVERS):
        twin = year.copy()
        twin.practice[number] = twin.practice[number] * 0.5 + 0.11
        assert (books(year) == books(twin)) == (lever not in PAY | PRICES), lever


@pytest.mark.parametrize("name", ["units.customers", "units.complaints", "journeys.requests", "journeys.open", "teams.backlog", "teams.heads", "teams.overtime",
                                  "teams.departures", "firm.demand"])
def test_what_has_a_price_does_enter_the_books(year, name):
    """Otherwise the tests above would prove nothing."""
    assert books(year) != books(changed(year, [name]))


def test_the_week_itself_pays_no_mood_at_once():
    """Engagement raised on the last day of a week moves next week's money only through hours, service and leaving; cut off, it moves none."""
    off = ("choice", "effort", "quality", "turnover", "experience", "loyalty", "management", "leadership", "strain", "work", "coordination", "capability",
           "scores")
    one = block(firm(off=off))
    one.advance(np.repeat(ordinary(), 10, axis=0))
    other = changed(one, ["people.engagement", "people.trust", "people.support", "teams.engagement"])
    weekly, same = one.advance(np.repeat(ordinary(), 10, axis=0)), other.advance(np.repeat(ordinary(), 10, axis=0))
    assert weekly["engagement"].tobytes() != same["engagement"].tobytes()
    assert weekly["profit"].tobytes() == same["profit"].tobytes()
