"""Relations of symmetry and of units (metamorphic relations 15 to 23, 28, 34 and 42 to 44): who sits where, in what money, in what hours and in which year."""

import numpy as np
import pytest
from scipy import stats

from sim.engine.lanes import Block, state_arrays
from sim.engine.weekly import Weekly
from sim.vocabulary import rows
from tests.engine.firms import RESTLESS, constants, firm, ordinary, run, state_bytes
from tests.limits.worlds import errors_off, set_parameters

pytestmark = pytest.mark.thorough

LUCK_OF_TEAMS = dict.fromkeys(("management.obstacle_chance", "management.obstacle_removal", "management.visit_gain", "scores.noise", "scores.asked_noise"), 0.0)
"""Luck that is keyed by a team's number, taken away: with it, an exchange of teams is the same in distribution only."""


def rearranged(one: Block, group: str, order: np.ndarray) -> None:
    """Put the rows of a group of arrays in another order."""
    for array in getattr(one.state, group):
        array[:] = array[order]


def close(one, other, rtol=1e-4, atol=1e-4):
    """Equal but for the order of sums in single precision."""
    return np.allclose(one.astype(np.float64), other.astype(np.float64), rtol=rtol, atol=atol)


def test_15_seats_of_a_team_can_be_exchanged():
    """People and their luck in other seats of the same team: every person lives the same year, and every team too."""
    one = Block(firm(**RESTLESS), constants(), 5, [0, 1])
    order = np.arange(one.chart.person_entity.size)
    for first, last in zip(one.chart.team_first_person[:-1], one.chart.team_first_person[1:], strict=True):
        order[first:last] = np.random.default_rng(int(first)).permutation(order[first:last])
    other = one.copy()
    other.chart = one.chart._replace(person_entity=np.ascontiguousarray(one.chart.person_entity[order]))
    rearranged(other, "people", order)
    path = firm(**RESTLESS).with_(weeks=52).paths()
    one.advance(path)
    other.advance(path)
    assert (order != np.arange(order.size)).any()
    for name, array in state_arrays(one.state).items():
        theirs = state_arrays(other.state)[name]
        assert close(array[order] if name.startswith("people.") else array, theirs), name
    assert np.array_equal(one.state.teams.heads, other.state.teams.heads)


def test_16_and_18_two_teams_in_the_mirror_live_mirrored_lives():
    one = Block(firm(**RESTLESS, organisation={"units": 1, "teams_per_unit": 2, "customers_per_unit": 80}), constants(1), 5, [0, 1])
    set_parameters(one, LUCK_OF_TEAMS)
    chart = one.chart
    mirror = np.array([1, 0])
    people = np.concatenate([np.arange(a, b) for a, b in ((chart.team_first_person[1], chart.team_first_person[2]), (0, chart.team_first_person[1]))])
    routes = [tuple(chart.journey_team[r, : chart.journey_steps[r]]) for r in range(chart.journey_steps.size)]
    journeys = np.array([routes.index(tuple(1 - t for t in route)) for route in routes])
    ties = np.array([next(k for k in range(chart.tie_from.size) if chart.tie_from[k] == 1 - a and chart.tie_to[k] == 1 - b)
                     for a, b in zip(chart.tie_from, chart.tie_to, strict=True)])
    seats = [np.flatnonzero(chart.customer_journey == r) for r in range(len(routes))]
    customers = np.concatenate([seats[journeys[r]] for r in range(len(routes))])
    other = one.copy()
    other.chart = chart._replace(person_entity=np.ascontiguousarray(chart.person_entity[people]),
                                 customer_entity=np.ascontiguousarray(chart.customer_entity[customers]))
    orders = {"people": people, "teams": mirror, "journeys": journeys, "ties": ties, "customers": customers}
    for group, order in orders.items():
        rearranged(other, group, order)
    path = firm(**RESTLESS).with_(weeks=40).paths()
    one.advance(path)
    other.advance(path)
    for name, array in state_arrays(one.state).items():
        order = orders.get(name.partition(".")[0])
        assert close(array if order is None else array[order], state_arrays(other.state)[name], 1e-3, 1e-3), name


def test_16_and_17_teams_with_like_managers_are_alike_in_distribution():
    """No place in the ring of teams is better than another: paired differences between places over 48 firms, by the errors of replication."""
    record = run(firm(organisation={"units": 1, "teams_per_unit": 4, "team_size": 6, "customers_per_unit": 240}), replications=48, weeks=78,
                 record=["teams.engagement", "teams.backlog", "teams.obstacles", "teams.kpi_reported", "teams.quality"])[0]
    for name, column in record.parts.items():
        mean = column.mean(axis=1)  # [replication, team]
        for a, b in ((0, 1), (1, 2), (2, 3), (3, 0)):
            assert abs(errors_off(mean[:, a] - mean[:, b], 0.0)) < 3.8, f"{name} of teams {a} and {b}"


def test_19_copies_that_never_meet_add_up_in_mean_and_variance():
    apart = ("leadership", "finance", "reputation", "practice", "vision", "motives", "world", "change")
    alone, together = (run(firm(organisation={"units": units, "teams_per_unit": 2, "team_size": 6, "customers_per_unit": 90}, off=apart), replications=160,
                           weeks=78, seed=11 + units)[0].weekly for units in (1, 4))
    for name in ("heads", "customers", "requests", "backlog"):
        one, four = alone[name][:, -1], together[name][:, -1]
        z = (four.mean() - 4 * one.mean()) / np.sqrt(four.var(ddof=1) / 160 + 16 * one.var(ddof=1) / 160)
        assert abs(z) < 3.8, name
        if name != "backlog":  # heavy tails tell too little of a variance
            assert 0.6 < four.var(ddof=1) / (4 * one.var(ddof=1)) < 1.6, name
    for name in ("engagement", "satisfaction", "share_care"):
        one, four = alone[name][:, -26:].mean(axis=1), together[name][:, -26:].mean(axis=1)
        assert abs((one.mean() - four.mean()) / np.sqrt(one.var(ddof=1) / 160 + four.var(ddof=1) / 160)) < 3.8, name


def test_20_money_in_another_currency_is_the_same_money():
    """Twice the wage, the price and the cost of levers: every sum of money doubles to the last bit, and nothing else moves."""
    one = Block(firm(**RESTLESS), constants(), 5, [0, 1, 2])
    other = Block(firm(**RESTLESS), constants(), 5, [0, 1, 2])
    for array in (other.lane_parameters.finance.wage, other.balance.price, other.balance.profit_week, other.levers.euro_week, other.levers.euro_once,
                  other.state.firm.cash, other.state.firm.profit):
        array *= 2
    path = firm(**RESTLESS).with_(weeks=78).paths()
    mine, theirs = one.advance(path), other.advance(path)
    money = {row.name for row in rows(Weekly) if row.about.unit.startswith("euro")}
    for name in mine:
        assert np.array_equal(mine[name] * (2.0 if name in money else 1.0), theirs[name]), name


def test_21_hours_can_be_counted_in_half_hours():
    """Hours of a contract, of a request, of help and of levers counted twice as finely: the same people, customers and money."""
    changes = {**RESTLESS, "off": ("management",)}  # managers' hours have a scale of their own
    one, other = (Block(firm(**changes), constants(), 5, [0, 1]) for _ in range(2))
    for array in (other.lane_parameters.effort.contract_hours, other.lane_parameters.effort.full_worth_hours,
                  other.lane_parameters.effort.no_worth_hours, other.balance.hours_per_visit, other.balance.help_per_hand_over, other.levers.hours,
                  other.state.customers.hours_used):
        array *= 2
    other.balance.care_base[:] += np.float32(np.log(2))
    path = firm(**RESTLESS).with_(weeks=52).paths()
    mine, theirs = one.advance(path), other.advance(path)
    for name in ("heads", "customers", "requests", "quits"):
        assert np.array_equal(mine[name], theirs[name]), name
    for name in ("engagement", "quality", "pressure", "revenue", "satisfaction", "wait"):
        assert close(mine[name], theirs[name], 1e-3, 2e-3), name
    for name in ("hours", "backlog"):
        assert close(2 * mine[name], theirs[name], 1e-3, 2e-2), name


def test_23_no_year_is_like_another_only_by_its_weeks():
    """The same moment, lived from week 0 and from week 1,000: other luck, the same distribution. There is no season."""
    start = Block(firm(), constants(), 5, range(96))
    start.advance(np.repeat(ordinary(), 30, axis=0))
    later = start.copy()
    later.week += 1000
    now, then = (block.advance(np.repeat(ordinary(), 78, axis=0)) for block in (start, later))
    assert now["revenue"].tobytes() != then["revenue"].tobytes()
    for name in ("engagement", "satisfaction", "heads", "customers", "revenue", "profit", "quality"):
        assert abs(errors_off(now[name].mean(axis=0) - then[name].mean(axis=0), 0.0)) < 3.8, name
    for name in ("heads", "customers"):
        assert stats.ks_2samp(now[name][-1], then[name][-1]).pvalue > 1e-4, name


def test_42_and_44_runs_of_two_blocks_are_pooled_and_the_mean_settles_as_one_over_n():
    whole = run(firm(), replications=192, weeks=26)[0].weekly["profit"].mean(axis=1)
    first = run(firm(), replications=96, weeks=26)[0].weekly["profit"].mean(axis=1)
    assert np.array_equal(whole[:96], first)
    fours = whole.reshape(48, 4).mean(axis=1)
    ratio = fours.var(ddof=1) / whole.var(ddof=1)
    assert ratio == pytest.approx(0.25, abs=0.25 * 4 * np.sqrt(2 / 47))


def test_43_common_luck_narrows_a_difference_and_leaves_its_mean():
    push = firm(policy={"profit_chasing": 0.9})
    base, same = (record.weekly["engagement"][:, 26:].mean(axis=1) for record in run(firm(), push, replications=96))
    other = run(push, replications=96, seed=77)[0].weekly["engagement"][:, 26:].mean(axis=1)
    paired, strangers = same - base, other - base
    assert paired.var() < 0.5 * strangers.var()
    assert abs(paired.mean() - strangers.mean()) < 3.8 * np.sqrt((paired.var() + strangers.var()) / 96)


def test_a_planted_difference_between_two_seats_is_seen():
    """The gate is not blind: exchanged people who keep the luck of their old seats live another year."""
    one = Block(firm(), constants(), 5, [0])
    other = one.copy()
    order = np.arange(one.chart.person_entity.size)
    order[[0, 1]] = order[[1, 0]]
    rearranged(other, "people", order)
    one.advance(np.repeat(ordinary(), 20, axis=0))
    other.advance(np.repeat(ordinary(), 20, axis=0))
    assert state_bytes(one) != state_bytes(other)
    assert not close(one.state.people.engagement[order], other.state.people.engagement)
