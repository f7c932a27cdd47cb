"""Identities that hold each week, whatever leaders do: people, customers, hours, work and money are neither made nor lost."""

import numpy as np
import pytest

from sim.engine.lanes import Block, state_arrays
from sim.engine.weekly import Weekly
from sim.policy import LEVERS, Policy
from sim.scenario.model import Event
from sim.state import GROUPS
from sim.vocabulary import rows
from tests.engine.firms import RESTLESS, constants, firm

pytestmark = pytest.mark.thorough

WEEKS = 156
UNIT = {"units": 1, "teams_per_unit": 4, "team_size": 10, "customers_per_unit": 400}
"""A unit of the shape for which the shipped constants are solved: ranges have a meaning near a reference."""
CASES = {
    "reference": {},
    "restless": RESTLESS,
    "squeezed": {"policy": {"staffing": 0.7, "profit_chasing": 1.0, "slack_share": 0.0, "control": 1.0}, "world": {"demand": 1.5, "volatility": 0.3}},
    "generous": {"policy": {"staffing": 1.2, "autonomy": 1.0, "slack_share": 0.3, "leader_listening": 1.0, "recovery": 1.0}, "world": {"labour_market": -1.5}},
    "layoffs": {"events": (Event("layoffs", 20, 0.3), Event("crisis", 60, 0.5, 26))},
}


class Weeks:
    """Every week of a firm: the whole state after each, and the weekly record."""

    def __init__(self, changes):
        scenario = firm(weeks=WEEKS, organisation=UNIT, **changes)
        one = Block(scenario, constants(1), 5, [0, 1, 2])
        one.run_in()
        self.chart, self.balance, self.parameters = one.chart, one.balance, one.lane_parameters
        self.states, self.weekly = [{name: array.copy() for name, array in state_arrays(one.state).items()}], {}
        self.practice = []
        for row in scenario.paths():
            weekly = one.advance(row[None, :])
            for name, column in weekly.items():
                self.weekly.setdefault(name, []).append(column[0])
            self.states.append({name: array.copy() for name, array in state_arrays(one.state).items()})
            self.practice.append(one.practice.copy())
        self.weekly = {name: np.array(column) for name, column in self.weekly.items()}

    def series(self, name):
        """One array over all weeks, the moment before the first included: [week, row, lane] or [week, lane]."""
        return np.array([state[name] for state in self.states])


@pytest.fixture(scope="module", params=CASES)
def weeks(request):
    """One of the cases, lived through."""
    return Weeks(CASES[request.param])


def near(one, other, rtol=3e-6, scale=1.0):
    """Equal within the rounding of sums in single precision."""
    return np.allclose(one, other, rtol=rtol, atol=rtol * scale)


def test_nothing_is_ever_infinite_or_undefined(weeks):
    bad = [name for name in weeks.states[0] if not np.isfinite(weeks.series(name)).all()] + [n for n, c in weeks.weekly.items() if not np.isfinite(c).all()]
    assert not bad


def test_people_are_neither_made_nor_lost_in_any_team(weeks):
    heads = weeks.series("teams.heads")
    hired, left, sent = (weeks.series(f"teams.{name}")[1:] for name in ("hired", "departures", "dismissed"))
    assert np.array_equal(heads[1:], heads[:-1] + hired - left - sent)
    assert (hired >= 0).all()
    assert (left >= 0).all()


def test_people_in_total_are_those_of_the_teams(weeks):
    w = weeks.weekly
    before = np.concatenate([weeks.series("teams.heads")[:1].sum(axis=1), w["heads"][:-1]])
    assert np.array_equal(w["heads"], before + w["hired"] - w["quits"] - w["dismissed"])
    assert np.array_equal(w["heads"], weeks.series("people.present")[1:].astype(np.float64).sum(axis=1))


def test_who_sits_in_a_seat_changes_only_by_leaving_and_joining(weeks):
    generation = weeks.series("people.generation")
    hired = weeks.series("teams.hired")[1:].sum(axis=1)
    assert np.array_equal(np.diff(generation, axis=0).sum(axis=1), hired)
    assert (np.diff(generation, axis=0) >= 0).all()


def test_customers_are_neither_made_nor_lost(weeks):
    customers, joined, left = (weeks.series(f"units.{name}") for name in ("customers", "joined", "left"))
    assert np.array_equal(customers[1:], customers[:-1] + joined[1:] - left[1:])
    assert np.array_equal(weeks.weekly["customers"], weeks.series("customers.active")[1:].astype(np.float64).sum(axis=1))


def test_shares_of_hours_add_to_one_for_everybody(weeks):
    total = sum(weeks.series(f"people.share_{kind}")[1:] for kind in ("output", "care", "help", "gaming", "room"))
    assert near(total, 1.0)


def test_hours_of_a_team_are_those_of_its_people(weeks):
    """Care hours and output hours count effort and skill: they lie within what people's shares of their hours can give, managers' own hours added."""
    hours, own = weeks.series("teams.hours")[1:], 1.0 * weeks.series("teams.own_hours")[1:]
    for t in range(hours.shape[1]):
        rows_of_team = slice(int(weeks.chart.team_first_person[t]), int(weeks.chart.team_first_person[t + 1]))
        care_share = weeks.series("people.share_care")[1:, rows_of_team]
        care = weeks.series("teams.hours_care")[1:, t]
        assert (care <= hours[:, t] * care_share.max(axis=1) * 1.6 + np.maximum(own[:, t], 0.0) + 1e-6).all()
        assert (care >= hours[:, t] * care_share.min(axis=1) * 0.5 + np.minimum(own[:, t], 0.0) - 1e-6).all()
    parts = sum(weeks.series(f"teams.hours_{kind}")[1:] for kind in ("output", "care", "help", "gaming", "room"))
    assert (parts[hours > 0] / hours[hours > 0] < 1.6).all()
    assert (parts[hours == 0] == 0).all()


def test_work_is_done_withdrawn_or_still_waiting(weeks):
    backlog, created, done, withdrawn = (weeks.series(f"teams.{name}").astype(np.float64) for name in ("backlog", "created", "done", "withdrawn"))
    assert near(backlog[1:], backlog[:-1] + created[1:] - done[1:] - withdrawn[1:], scale=100.0)
    assert (backlog >= 0).all()
    assert (withdrawn[1:] <= backlog[:-1] + 1e-3).all()


def test_requests_are_finished_given_up_or_still_open(weeks):
    """And nothing is given up on a journey along which nobody withdraws: what waits is billed later, and not lost."""
    chart, withdrawn = weeks.chart, weeks.series("teams.withdrawn")[1:]
    for asked, still, ended in (("requests", "open", "finished"), ("repeats", "open_again", "finished_again")):
        waiting = weeks.series(f"journeys.{still}")
        given_up = waiting[:-1] + weeks.series(f"journeys.{asked}")[1:] - weeks.series(f"journeys.{ended}")[1:] - waiting[1:]
        assert (waiting >= 0.0).all()
        assert (given_up >= -1e-9).all()
        for r, steps in enumerate(chart.journey_steps):
            patient = (withdrawn[:, chart.journey_team[r, :steps]] == 0.0).all(axis=1)
            assert np.abs(given_up[:, r][patient]).max(initial=0.0) < 1e-9


def test_what_was_given_up_is_billed_at_most_once_when_it_is_served_after_all(weeks):
    """Requests once given up are billed like first ones as far as repeats are finished, and never more of them than were given up."""
    asked, ended = weeks.series("journeys.requests"), weeks.series("journeys.finished")
    waiting, owed, late = (weeks.series(f"journeys.{name}") for name in ("open", "owed", "late"))
    given_up = waiting[:-1] + asked[1:] - ended[1:] - waiting[1:]
    assert min(owed.min(), late.min()) >= 0.0
    assert (late <= weeks.series("journeys.finished_again") + 1e-9).all()
    assert (np.diff(owed, axis=0) + late[1:] <= given_up + 1e-6).all()


def test_profit_is_revenue_less_every_line_of_cost(weeks):
    w = weeks.weekly
    cost = sum(w[name] for name in ("payroll", "bonuses", "fixed", "material", "turnover_cost", "programmes", "interest"))
    assert near(w["profit"], w["revenue"] - cost, rtol=1e-11, scale=float(np.abs(w["revenue"]).max()) + 1)


def test_cash_changes_by_profit_less_what_owners_get(weeks):
    w, cash = weeks.weekly, weeks.series("firm.cash")
    assert near(np.diff(cash, axis=0), w["profit"] - w["owners"], rtol=1e-9, scale=float(np.abs(cash).max()) + 1)
    assert np.array_equal(w["cash"], cash[1:])


def test_the_firms_books_are_the_sum_of_its_units(weeks):
    w = weeks.weekly
    assert near(w["revenue"], weeks.series("units.revenue")[1:].sum(axis=1), rtol=1e-12)
    assert near(weeks.series("units.cost")[1:].sum(axis=1) + w["interest"], w["revenue"] - w["profit"], rtol=1e-9, scale=1e4)


def test_wages_are_those_of_the_people_who_are_there(weeks):
    finance, heads = weeks.parameters.finance, weeks.series("teams.heads")[1:]
    extra = (heads * weeks.series("teams.overtime")[1:]).sum(axis=1)
    managers = weeks.series("firm.alive")[:-1] * heads.shape[1]
    lived = {name: np.array([practice[k] for practice in weeks.practice]) for k, name in enumerate(LEVERS)}
    variable = lived["reward_intensity"] * (lived["kpi_weight"] + lived["csat_weight"] + lived["joint_okr_weight"]) - Policy().reward_intensity
    due = finance.wage * (heads.sum(axis=1) * (1.0 - finance.pay_offset * variable) + finance.overtime_pay * extra + finance.manager_pay * managers)
    assert near(weeks.weekly["payroll"], due, rtol=1e-6)


def test_attention_of_leaders_is_shared_out_wholly(weeks):
    total = sum(weeks.weekly[f"attention_{voice}"] for voice in ("customer", "business", "employee"))
    assert near(total, 1.0, rtol=1e-5)


def test_every_variable_stays_where_it_has_a_meaning(weeks):
    """At least 99 of 100 values of every array lie in the declared range; a mood that leaves it has lost its meaning."""
    outside = {}
    for group, declaration in GROUPS.items():
        for row in rows(declaration):
            values = weeks.series(f"{group}.{row.name}")
            slack = 1e-4 * (row.about.high - row.about.low)
            share = float(np.mean((values < row.about.low - slack) | (values > row.about.high + slack))) if values.size else 0.0
            if share > 0.01:
                outside[f"{group}.{row.name}"] = round(share, 3)
    assert not outside


def test_every_weekly_column_stays_where_it_has_a_meaning(weeks):
    outside = {}
    for row in rows(Weekly):
        values = weeks.weekly[row.name]
        slack = 1e-4 * (row.about.high - row.about.low)
        share = float(np.mean((values < row.about.low - slack) | (values > row.about.high + slack)))
        if share > 0.01:
            outside[row.name] = round(share, 3)
    assert not outside


def test_littles_law_holds_in_the_backlog(weeks):
    """Work waiting = rate of leaving x mean wait: the mean wait of an hour of work is the area under the backlog over what left."""
    alive = weeks.weekly["alive"][-1] > 0.5
    backlog = weeks.series("teams.backlog").astype(np.float64)[:, :, alive]
    left = (weeks.series("teams.done") + weeks.series("teams.withdrawn"))[1:, :, alive].astype(np.float64)
    come = weeks.series("teams.created")[1:, :, alive].astype(np.float64)
    assert near(backlog[0] + come.sum(axis=0), left.sum(axis=0) + backlog[-1], rtol=1e-4, scale=10.0)
