"""Limit cases 10 to 15, 21 and 23: moods, quits, learning and unit means, in machine code, with tolerances from the errors of replication."""

import numpy as np
import pytest

from sim.engine.lanes import Block
from sim.measures.units import quartile_split, unit_reliability
from tests.limits.worlds import errors_off, limit, live, set_parameters, silence, z_and_y

pytestmark = pytest.mark.thorough

KAPPA, LUCK = 0.05, 0.1
STATIONARY = LUCK**2 / (1 - (1 - KAPPA) ** 2)
NOBODY_LEAVES = {"quit_base": -60.0, "absence_base": -60.0}


def moods(kappa=KAPPA, luck=LUCK, contagion=0.0, *, units=5, teams=10, size=20, lanes=16, **changed) -> Block:
    """People whose engagement only reverts, is pulled by the team's and meets luck; all start at 0. Nobody leaves."""
    one = limit("engagement", "turnover", units=units, teams_per_unit=teams, team_size=size, lanes=lanes,
                balance={**NOBODY_LEAVES, "engagement_base": 0.0}, **changed)
    silence(one, "engagement", "talk_reference", "support_fade", "trust_kappa", "resign_rate")
    set_parameters(one, {"engagement.kappa": kappa, "engagement.luck": luck, "engagement.contagion": contagion, "turnover.fill_rate": 0.0})
    one.state.people.engagement[:] = 0.0
    one.state.teams.stable_engagement[:] = 0.0
    return one


def present(one, values=None):
    """Engagement (or other values) of those who are there, as [person, lane]."""
    here = one.state.people.present[:, 0] > 0.5
    return (one.state.people.engagement if values is None else values)[here].astype(np.float64)


@pytest.mark.parametrize("weight", [0.02, 0.05, 0.10])
def test_case_10_contagion_leaves_the_team_mean_and_shrinks_deviations_geometrically(weight):
    one = moods(kappa=0.0, luck=0.0, contagion=weight, units=1, teams=4, size=10)
    seats = one.state.people.engagement.shape[0] // 4
    one.state.people.engagement[:] = np.random.default_rng(2).standard_normal(one.state.people.engagement.shape)
    start = present(one).reshape(4, 10, -1)
    one.state.teams.engagement[:] = start.mean(axis=1)
    half = np.log(0.5) / np.log(1 - weight)
    weeks = round(half)
    live(one, weeks)
    after = present(one).reshape(4, 10, -1)
    assert seats >= 10
    assert after.mean(axis=1) == pytest.approx(start.mean(axis=1), abs=2e-5)
    left = (after - after.mean(axis=1, keepdims=True)) / (start - start.mean(axis=1, keepdims=True))
    assert left == pytest.approx((1 - weight) ** weeks, rel=2e-3)
    assert left.mean() == pytest.approx(0.5, abs=0.05), "half-life of 34.3, 13.5 and 6.6 weeks"


def test_case_11_engagement_alone_is_an_autoregression_in_mean_variance_and_memory():
    one = moods()
    live(one, 160)
    before = present(one).ravel()
    z, y = z_and_y(before, 0.0, STATIONARY)
    assert abs(z) < 3
    assert abs(y) < 5
    for weeks in (5, 20):
        twin = one.copy()
        live(twin, weeks)
        memory, true = np.corrcoef(before, present(twin).ravel())[0, 1], (1 - KAPPA) ** weeks
        assert abs(memory - true) < 3 * (1 - true**2) / np.sqrt(before.size)


def test_case_23_without_coupling_moods_are_strangers():
    """No correlation within a team, within a unit, nor over lanes: the team's mean varies as luck alone has it."""
    one = moods()
    live(one, 160)
    people = present(one)  # [person, lane]
    teams = people.reshape(50, 20, -1)
    z, y = z_and_y(teams.mean(axis=1).ravel(), 0.0, STATIONARY / 20)
    assert abs(z) < 3
    assert abs(y) < 5
    pairs = (teams[:, ::2] * teams[:, 1::2]).ravel() / STATIONARY
    assert abs(pairs.mean()) < 3 / np.sqrt(pairs.size)
    lanes = np.corrcoef(people.T)[np.triu_indices(people.shape[1], 1)]
    assert abs(lanes.mean()) < 3 / np.sqrt(lanes.size * people.shape[0])


def test_case_23_alike_people_without_luck_follow_the_mean_field():
    """Everybody alike and no luck: the difference equation e' = e + kappa (target - e), contagion or not, to single precision."""
    one = moods(luck=0.0, contagion=0.03, units=1, teams=2)
    one.state.people.engagement[:], one.state.teams.engagement[:] = 2.0, 2.0
    course = np.array(live(one, 60, each=lambda now: present(now).copy()))
    assert course == pytest.approx(np.broadcast_to((2.0 * (1 - KAPPA) ** np.arange(1, 61))[:, None, None], course.shape), abs=1e-5)


def leavers(weekly, *, fill=0.0, slope=0.0, size=100, lanes=16, working=("turnover", "engagement"), units=2, **changed) -> Block:
    """People of fixed engagement who leave at one chance a week (lane by lane another, if asked), whatever their tenure."""
    one = limit(*working, units=units, teams_per_unit=5, team_size=size, lanes=lanes, balance={"quit_base": np.log(weekly), "absence_base": -60.0}, **changed)
    silence(one, "turnover", "absence_weeks")
    silence(one, "engagement", "talk_reference")
    set_parameters(one, {"turnover.new_ratio": 1.0, "turnover.engagement": slope, "turnover.fill_rate": fill})
    one.state.people.stable_engagement[:] = 0.0
    return one


def here(one):
    """How many of a firm's seats are taken, lane by lane."""
    return one.state.people.present.sum(axis=0).astype(np.float64)


def test_case_12_quits_at_a_constant_chance_compound_over_the_year():
    weekly = 1 - (1 - 0.047) ** (1 / 13)
    one = leavers(weekly)
    start, course = here(one), np.array(live(one, 52, each=here))
    for week in (13, 26, 52):
        assert abs(errors_off(course[week - 1] / start, (1 - weekly) ** week)) < 3.5
    gone = 1 - course[-1].sum() / start.sum()
    assert gone == pytest.approx(0.175, abs=3 * np.sqrt(0.175 * 0.825 / start.sum()))


def test_case_12_switched_off_the_hazard_is_fifteen_per_cent_a_year_at_any_tenure():
    one = leavers(0.5, working=())
    start = here(one)
    live(one, 52)
    assert abs(errors_off(here(one) / start, (1 - 0.15 / 52) ** 52)) < 3.5


def test_case_12_time_in_the_firm_is_geometric():
    weekly = 0.05
    one = leavers(weekly)
    start = here(one)
    lived = np.array([start, *live(one, 300, each=here)]).sum(axis=0) / start
    assert abs(errors_off(lived, 1 / weekly)) < 3.5


@pytest.mark.parametrize(("tau", "losses"), [(13.0, (0.026, 0.039, 0.082, 0.186)), (26.0, (0.050, 0.075, 0.151, 0.314))])
def test_case_13_turnover_costs_the_share_of_learning_that_theory_says(tau, losses):
    """Mean skill with start at 0 is 1 - h tau / (1 + h tau); weeks are discrete here, so that e^(-1/tau) stands for 1 - 1/tau."""
    annual = np.repeat([0.10, 0.15, 0.30, 0.60], 8)
    weekly = 1 - (1 - annual) ** (1 / 52)
    one = leavers(weekly, fill=1.0, lanes=32)
    one.state.people.tenure[:] = 0.0
    set_parameters(one, {"effort.start_skill": 0.0, "effort.learning_weeks": tau})
    one.state.people.tenure[:] = np.random.default_rng(3).geometric(weekly, one.state.people.tenure.shape)
    skill = np.array(live(one, 150, each=lambda now: now.state.teams.skill.mean(axis=0)))[50:].mean(axis=0).reshape(4, 8)
    for found, lost, chance in zip(1 - skill.astype(np.float64), losses, weekly[::8], strict=True):
        discrete = chance / (1 - (1 - chance) * np.exp(-1 / tau))
        assert abs(errors_off(found, discrete)) < 4
        assert found.mean() == pytest.approx(lost, rel=0.08)


def year_of_quits(slope, spread=1.0, annual=0.15, lanes=32):
    """Engagement that does not change, and who was gone after a year; by person and lane."""
    luck = np.random.default_rng(7)
    one = leavers(0.5, slope=slope, size=100, lanes=lanes, units=4)
    one.state.people.engagement[:] = spread * luck.standard_normal(one.state.people.engagement.shape)
    grid = np.linspace(-5, 5, 2001)
    weight = np.exp(-0.5 * grid**2) / np.exp(-0.5 * grid**2).sum()
    bases = np.linspace(-8, -4, 801)
    means = [(weight * (1 - np.exp(-52 * np.exp(base - slope * spread * grid)))).sum() for base in bases]
    one.balance.quit_base[:] = np.interp(annual, means, bases)
    there, feel = one.state.people.present[:, 0] > 0.5, one.state.people.engagement.copy()
    live(one, 52)
    return feel[there].astype(np.float64), 1.0 - one.state.people.present[there].astype(np.float64)


@pytest.mark.parametrize(("slope", "annual", "published"), [
    (0.5, 0.15, -0.189), (0.3, 0.15, -0.116), (0.8, 0.15, -0.291), (0.5, 0.10, -0.156), (0.5, 0.20, -0.217)])
def test_case_14_a_slope_of_the_hazard_shows_as_the_known_correlation(slope, annual, published):
    feel, gone = year_of_quits(slope, annual=annual)
    assert gone.mean() == pytest.approx(annual, abs=0.004)
    assert np.corrcoef(feel.ravel(), gone.ravel())[0, 1] == pytest.approx(published, abs=3.5 / np.sqrt(feel.size) + 0.001)


@pytest.mark.parametrize(("slope", "published"), [(0.3, 0.73), (0.5, 0.59), (0.7, 0.49)])
def test_case_14_quarters_of_units_leave_in_the_known_ratio(slope, published):
    """Units differ by .45 SD (the rest of what persons differ in cancels within a unit): people of one mood are a unit here."""
    feel, gone = year_of_quits(slope, spread=0.45)
    split = quartile_split(feel.ravel(), gone.ravel())
    assert split.top / split.bottom == pytest.approx(published, abs=0.035)


def test_case_15_the_gap_between_quarters_is_two_and_a_half_correlations():
    luck = np.random.default_rng(4)
    for r in (0.1, 0.2, 0.33):
        x, noise = luck.standard_normal((2, 400_000))
        assert quartile_split(x, r * x + np.sqrt(1 - r * r) * noise).gap_sd == pytest.approx(2.5422 * r, abs=0.01)


def test_case_21_halves_of_a_team_agree_as_spearman_and_brown_say():
    """Teams that differ, people who differ: the correlation of two halves of five is the reliability of a mean of five."""
    one = moods(units=20, teams=20, size=10)
    between = 0.1
    one.state.teams.stable_engagement[:] = np.sqrt(between) * np.random.default_rng(5).standard_normal(one.state.teams.stable_engagement.shape)
    live(one, 160)
    teams = present(one).reshape(400, 10, -1)
    halves = np.corrcoef(teams[:, :5].mean(axis=1).ravel(), teams[:, 5:].mean(axis=1).ravel())[0, 1]
    expected = unit_reliability(between / (between + STATIONARY), 5)
    assert expected == pytest.approx(5 * between / (5 * between + STATIONARY))
    assert abs(halves - expected) < 3.5 * (1 - expected**2) / np.sqrt(400 * 16)
