"""Limit cases 1 to 6: rewards, several tasks, silos and scores. The rule's cost is an entropy, not a square; in the small they are the same (its second
derivative is the cost matrix C), and there the closed forms of the literature must come out of the engine."""

import numpy as np
import pytest
from scipy.optimize import minimize

from sim.arithmetic import value_share
from sim.compiled import plain
from sim.mechanisms.choice import ChoiceParameters, people_choose_their_hours
from sim.mechanisms.scores import scores_are_measured
from sim.policy import Policy
from tests.limits.worlds import alone, limit

pytestmark = pytest.mark.thorough

ACTIVITIES = ("output", "care", "help", "gaming", "room")
VALUE = np.array([1.0, 1.0, 1.0, 0.0, 0.3])
SLOPE = 0.07


def shares(intensity, kpi=1.0, joint=0.0, csat=0.0, validity=0.36, **changed):
    """Shares of hours [activity, lane] of one calm person who is moved by scores alone, lane by lane at another reward; and the shares without any pull."""
    lanes = np.size(intensity)
    calm = ("extrinsic_spread", "habit_speed", "room_slope", "joint_help", "skilled_gaming", "prosocial_care", "engaged_care", "behind_target")
    one = limit("choice", lanes=lanes, teams_per_unit=1, team_size=1,
                parameters={**{f"choice.{name}": 0.0 for name in calm}, "choice.reward_slope": SLOPE, "choice.gaming_slope": SLOPE,
                            "choice.habit": 0.9, **changed})
    practice = one._groups()["practice"]
    practice.reward_intensity[:], practice.kpi_weight[:], practice.joint_okr_weight[:] = intensity, kpi, joint
    practice.csat_weight[:] = csat
    one.state.firm.validity[:] = validity
    one.state.teams.pressure[:] = 0.0
    for _ in range(8):
        alone(one, people_choose_their_hours)
    people, weights = one.state.people, np.array([np.exp(float(getattr(one.balance, f"offset_{name}")[0])) for name in ACTIVITIES])
    return np.array([getattr(people, f"share_{name}")[0] for name in ACTIVITIES], np.float64), weights / weights.sum()


def mixed(validity):
    """How much of value a KPI of this validity mixes with its proxy."""
    return float(plain(value_share)(np.float32(validity)))


def pulls(found):
    """What pulled people to these shares, but for a constant that all activities have in common."""
    logs = np.log(found[0] / found[1][:, None])
    return logs - logs[1]


def optimum(m, cost_inverse, b, risk):
    """The best reward of one measure: beta = m C^-1 b / (m C^-1 m + r S) (Feltham and Xie 1994)."""
    return float(m @ cost_inverse @ b / (m @ cost_inverse @ m + risk))


def test_case_1_and_2_the_formula_gives_the_published_numbers():
    one = np.array([1.0])
    assert optimum(one, np.eye(1), one, 0.25) == pytest.approx(1 / 1.25)
    tied = np.linalg.inv(np.array([[1.0, 0.5], [0.5, 1.0]]))
    # measure y = e1 only; the agent's response is C^-1 m
    assert optimum(np.array([1.0, 0.0]), tied, np.ones(2), 1.0) == pytest.approx((1 - 0.5) / 0.75 / (1 / 0.75 + 1.0))
    assert optimum(np.array([1.0, 0.0]), tied, np.ones(2), 1.0) == pytest.approx(0.285714, abs=1e-6)


def test_case_1_shares_are_the_exact_optimum_of_linear_benefit_and_entropy_cost():
    found, start = shares(np.array([0.2]))
    kappa = mixed(Policy().kpi_validity)
    pull = np.array([SLOPE * (4 - 1), -SLOPE * kappa, -SLOPE * kappa, SLOPE * 1.2 * (4 - (1 - kappa)), -SLOPE * 0.3 * kappa])

    def loss(e):
        return float(np.sum(e * np.log(e / start)) - pull @ e)

    best = minimize(loss, start, constraints={"type": "eq", "fun": lambda e: e.sum() - 1.0}, bounds=[(1e-6, 1)] * 5, tol=1e-12)
    assert found[:, 0] == pytest.approx(best.x, abs=2e-4)


@pytest.mark.parametrize("risk", [0.0, 0.1, 0.4])
def test_case_1_the_best_reward_of_the_engine_is_that_of_the_closed_form(risk):
    """The principal's surplus over 201 rewards, taken from the engine's own shares, peaks where the closed form with C^-1 = diag(s) - s s' says."""
    beta = np.linspace(0.0, 0.4, 201)
    found, _ = shares(beta)
    start = found[:, 0]  # without any reward
    measured = np.array([1.0, 0.0, 0.0, 1.2, 0.0])
    b = 0.2 * VALUE
    cost = (found * np.log(found / start[:, None])).sum(axis=0)
    reward = SLOPE * beta / 0.05
    surplus = b @ found - cost - 0.5 * risk * reward**2
    inverse = np.diag(start) - np.outer(start, start)
    assert reward[np.argmax(surplus)] == pytest.approx(optimum(measured, inverse, b, risk), abs=0.015)


def test_case_2_what_is_not_measured_falls_as_the_other_task_is_rewarded():
    """d e2 / d beta = (C^-1)_21 = - s2 s1: the rewarded activity takes its hours from each other one in proportion."""
    step = 0.01
    found, _ = shares(np.array([0.05, 0.05 + step]), **{"choice.gaming_slope": 0.0})
    s, moved = found[:, 0], (found[:, 1] - found[:, 0]) / (SLOPE * step / 0.05)
    assert moved[0] == pytest.approx(s[0] * (1 - s[0]), rel=0.02)
    assert moved[1:] == pytest.approx(-s[1:] * s[0], rel=0.03)


def test_case_3_surplus_under_a_crooked_measure_is_the_square_of_its_cosine():
    m, b = np.array([1.0, 0.2]), np.ones(2)
    best = optimum(m, np.eye(2), b, 0.0)
    surplus = best * m @ b - 0.5 * best**2 * m @ m
    assert surplus / (0.5 * b @ b) == pytest.approx(0.692308, abs=1e-6)


@pytest.mark.parametrize("validity", [0.4, 0.55, 0.67, 0.8, 0.95])
def test_case_3_the_kpi_as_people_feel_it_stands_at_its_validity_to_value(validity):
    """What the KPI pays for each activity, read off the engine's own shares, has the cosine with value that the lever names."""
    step = 0.02
    found = pulls(shares(np.array([0.05, 0.05 + step]), validity=validity))
    felt = (found[:, 1] - found[:, 0]) / (SLOPE * step / 0.05)
    felt = felt + mixed(validity)  # care, which was taken as zero, is paid by kappa
    cosine = felt @ VALUE / np.linalg.norm(felt) / np.linalg.norm(VALUE)
    assert cosine == pytest.approx(validity, abs=0.01)


def test_case_4_help_turns_where_its_own_pull_passes_the_mean_pull():
    """A silo in an entropy world has no corner; its threshold is where help neither rises nor falls: pull of help = mean pull by share."""
    joint = np.linspace(0.0, 1.0, 41)
    found, start = shares(np.full(41, 0.15), kpi=1.0 - joint, joint=joint, validity=Policy().kpi_validity)
    kappa = mixed(Policy().kpi_validity)
    thin, own = ChoiceParameters().dilution, 1.0 - joint
    reward = 3.0 * np.array([own + thin * joint * 0.3, own * kappa + thin * joint * 0.3, own * kappa + thin * joint * 1.5,
                             own * 1.2 * (1 - kappa) + thin * joint * 0.1, own * 0.3 * kappa + thin * joint * 0.1])
    pull = SLOPE * (reward - np.array([1.0, kappa, kappa, 1.2 * (1 - kappa), 0.3 * kappa])[:, None])
    threshold = pull[2] - np.log(start @ np.exp(pull))
    clear = np.abs(threshold) > 0.002
    assert {-1.0, 1.0} <= set(np.sign(threshold[clear])), "both sides of the threshold must be seen"
    assert np.array_equal(np.sign(found[2] - start[2])[clear], np.sign(threshold)[clear])


def teams_with_luck(noise, spread, hours_share):
    """True and reported scores [team x lane] of many teams whose work differs by luck of nature, under a KPI that is value but for noise."""
    one = limit("scores", lanes=16, teams_per_unit=40, units=10, team_size=1, journey="single", parameters={"scores.noise": noise})
    one.state.firm.validity[:] = 1.0
    teams, luck = one.state.teams, np.random.default_rng(1)
    teams.heads[:] = 1.0
    whole = 36.0 * np.exp(spread * luck.standard_normal(teams.hours.shape))
    for name, share in zip(ACTIVITIES, hours_share, strict=True):
        getattr(teams, f"hours_{name}")[:] = whole * share
    for unit in range(10):
        alone(one, scores_are_measured, unit=unit)
    return np.log(teams.kpi_true.astype(np.float64)).ravel(), np.log(teams.kpi_reported.astype(np.float64)).ravel()


def test_case_5_the_best_by_a_noisy_measure_are_half_as_good_as_they_look():
    """Variance of value = variance of noise: the top tenth shows 2.482 noise SDs (1.755 * sqrt 2) and is worth half of it."""
    noise = 0.06
    true, seen = teams_with_luck(noise, noise, (0.6, 0.2, 0.1, 0.0, 0.1))
    true, seen = (true - true.mean()) / noise, (seen - seen.mean()) / noise
    top = seen >= np.quantile(seen, 0.9)
    error = 1.0 / np.sqrt(top.sum())
    assert seen[top].mean() == pytest.approx(2.482, abs=4 * error)
    assert true[top].mean() == pytest.approx(1.241, abs=4 * error)
    assert np.cov(true, seen)[0, 1] / seen.var() == pytest.approx(0.5, abs=4 / np.sqrt(true.size))


def test_case_6_hours_for_gaming_grow_in_proportion_to_the_reward():
    """Effort against the measure a = beta / k, where 1/k is the curvature s (1 - s) of the entropy cost: in the small, and linear."""
    start = shares(np.array([0.0]))[0][3, 0]
    gap = shares(0.001 * np.array([1.0, 2.0, 4.0, 8.0]))[0][3] - start
    own = 1.2 * start * (1 - start) - start * shares(np.array([0.0]))[0][0, 0]
    assert gap / (SLOPE * np.array([0.02, 0.04, 0.08, 0.16])) == pytest.approx(own, rel=0.03)
