"""Limit cases 7 to 9 and 19: eroding standards, waiting lines, and the capability trap, each by the engine's own sweep at its limit."""

import numpy as np
import pytest

from sim.compiled import plain
from sim.mechanisms.capability import teams_improve
from sim.mechanisms.work import teams_work_their_backlog, waiting_line
from tests.limits.worlds import alone, limit

ALPHA, ERODES_WEEKS = 0.64, 18.83


def loaded(loads, *, alpha, standard_back=0.0, servers=1.0):
    """One team, lane by lane at another load: constant hours of work that ask for `load` of a constant capacity."""
    one = limit("work", lanes=len(loads), teams_per_unit=1, balance={"pressure_base": 0.0, "standard_drift": 0.0, "hours_per_visit": 1.0, "wait_base": 0.0},
                parameters={"work.corner_cutting": alpha, "work.standard_down": ERODES_WEEKS, "work.standard_up": 1e9, "work.standard_back": standard_back,
                            "work.juggling": 0.0, "work.obstacle_work": 0.0, "work.patience_weeks": 1e6, "work.interchange": 1.0})
    teams = one.state.teams
    teams.hours_output[:], teams.heads[:], teams.division_work[:] = 100.0, servers, 1.0
    one.state.units.productivity[:] = 1.0
    teams.visits[:] = 100.0 * np.asarray(loads)
    teams.rework[:], teams.exceptions[:], teams.method[:], teams.between[:] = 0.0, 0.0, 0.0, 0.0
    return one


def work(one, weeks=1):
    """Weeks of this one sweep, all waiting work given away after each: load stays what it was."""
    for _ in range(weeks):
        one.state.teams.backlog[:] = 0.0
        alone(one, teams_work_their_backlog)
    return one.state.teams


def test_case_7_a_standard_under_constant_load_erodes_as_the_bernoulli_equation_says():
    one, pressure = loaded([1.10], alpha=ALPHA), {}
    for week in range(105):
        pressure[week] = 1.10 * float(one.state.teams.standard[0, 0])
        work(one)
    for week, published in {13: 1.0642, 26: 1.0412, 52: 1.0171, 104: 1.0030}.items():
        solved = (1 + (1.10**ALPHA - 1) * np.exp(-ALPHA * week / ERODES_WEEKS)) ** (1 / ALPHA)
        assert pressure[week] == pytest.approx(published, abs=8e-4)
        assert pressure[week] == pytest.approx(solved, abs=8e-4)


def test_case_7_the_first_week_cuts_corners_and_leaves_the_rest_as_load():
    teams = work(loaded([1.10], alpha=ALPHA))
    assert teams.time_spent[0, 0] - 1.0 == pytest.approx(-0.0592, abs=2e-4)
    assert teams.created[0, 0] / 100.0 == pytest.approx(1.1**0.36, rel=1e-5)


def test_case_7_what_is_eroded_does_not_come_back_by_itself():
    one = loaded([1.10, 1.05], alpha=ALPHA)
    standard = work(one, 1500).standard[0].copy()
    assert standard == pytest.approx([1 / 1.10, 1 / 1.05], abs=2e-3)
    one.state.teams.visits[:] = 100.0
    assert work(one, 300).standard[0] == pytest.approx(standard, abs=2e-3)


@pytest.mark.parametrize(("load", "published"), [(0.70, 2.33), (0.80, 4.0), (0.90, 9.0), (0.95, 19.0)])
def test_case_8_one_server_waits_as_in_an_m_m_1_line(load, published):
    """Kingman's formula with ca = cs = 1: the rule counts no other variability, and weeks, not hours, are its scale."""
    teams = work(loaded([load], alpha=0.0))
    service = 1.0 / 100.0  # weeks that one person has one request of one hour in hand
    assert teams.wait[0, 0] / service == pytest.approx(published, rel=2e-3)


@pytest.mark.parametrize(("servers", "published", "exact"), [
    (5, (0.277, 0.577, 1.543, 3.525), (0.252, 0.554, 1.525, 3.511)),
    (10, (0.089, 0.219, 0.678, 1.655), (0.074, 0.205, 0.669, 1.651)),
])
def test_case_9_more_servers_wait_as_sakasegawa_says_and_close_to_erlang(servers, published, exact):
    loads = (0.70, 0.80, 0.90, 0.95)
    teams = work(loaded(list(loads), alpha=0.0, servers=float(servers)))
    service = servers / 100.0
    assert teams.wait[0] / service == pytest.approx(published, abs=1e-3)
    assert [float(plain(waiting_line)(np.float32(load), np.float32(servers))) for load in loads] == pytest.approx(published, abs=1e-3)
    for one, erlang, load in zip(teams.wait[0] / service, exact, loads, strict=True):
        assert one == pytest.approx(erlang, abs=0.026), f"approximation at load {load}"


def improved(slack, exponent, weeks, start=1.0, tau=52.0):
    """Capability after some weeks at these shares of slack, one a lane."""
    one = limit("capability", lanes=len(slack), teams_per_unit=1, parameters={"capability.exponent": exponent, "capability.weeks": tau},
                balance={"capability_base": 1.0})
    teams = one.state.teams
    teams.capability[:], teams.hours[:] = start, 1e6
    teams.hours_room[:] = 1e6 * np.asarray(slack)
    course = []
    for _ in range(weeks):
        alone(one, teams_improve)
        course.append(teams.capability[0].astype(np.float64).copy())
    return np.array(course)


@pytest.mark.parametrize(("exponent", "best"), [(0.25, 0.20), (0.5, 0.333), (1.0, 0.50)])
def test_case_19_output_is_highest_where_slack_is_phi_over_one_and_phi(exponent, best):
    slack = np.linspace(0.1, 0.7, 61)
    output = (1.0 - slack) * improved(slack, exponent, 120, tau=8.0)[-1]
    assert slack[np.argmax(output)] == pytest.approx(best, abs=0.011)


def test_case_19_dropping_slack_gains_at_once_and_is_lost_within_a_quarter_of_the_time_constant():
    """From slack .2 to none: 1 / (1 - s) at first, back to the start at - tau ln(1 - s) = 11.6 weeks for tau = 52."""
    course = improved([0.0], 2.0, 60)[:, 0]  # an exponent at which nothing is left of capability without room
    output = course / (1.0 - 0.2)
    assert output[0] == pytest.approx(1.25, rel=0.03)
    below = int(np.argmax(output < 1.0)) + 1
    assert below == pytest.approx(-52 * np.log(0.8), abs=1.0)
    assert course == pytest.approx((1 - 1 / 52) ** np.arange(1, 61), abs=2e-3)
