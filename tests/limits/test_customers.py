"""Limit cases 16 to 18 and 20: disappointment, the stock of customers and what it is worth, word of mouth, and silos."""

import numpy as np
import pytest

from sim.compiled import plain
from sim.measures.network import ei_index
from sim.mechanisms.experience import customers_take_in_what_they_meet
from sim.mechanisms.loyalty import joiners, still_to_win
from tests.limits.worlds import alone, errors_off, limit, live, set_parameters, silence, z_and_y

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(("keen", "update"), [(1.0, 0.05), (0.4, 0.2)])
def test_case_16_a_step_of_quality_jumps_by_one_and_k_and_fades_to_the_step(keen, update):
    one = limit("experience", lanes=1, customers_per_unit=4, balance={"satisfaction_base": 0.0})
    silence(one, "experience", "used_weeks")
    set_parameters(one, {"experience.quality_weight": 1.0, "experience.memory": 1.0, "experience.update": update, "experience.gain_weight": keen,
                         "experience.loss_ratio": 1.0})
    customers, step = one.state.customers, 0.5
    customers.expectation[:], customers.satisfaction[:], customers.contact[:] = 0.0, 0.0, 1.0
    customers.answer[:], customers.dropped[:] = 0.0, 0.0
    one.state.journeys.quality[:] = step
    course = []
    for week in range(60):
        alone(one, customers_take_in_what_they_meet, week=week)
        course.append(float(customers.satisfaction[0, 0]))
    weeks = np.arange(60)
    assert course == pytest.approx(step * (1 + keen * (1 - update) ** weeks), abs=1e-5)
    assert course[0] == pytest.approx((1 + keen) * step)


def market(come, leave, *, word_of_mouth=0.0, lanes=32, customers=1000, **changed):
    """A market in which `come` customers join a week (a share of those at the start) and each leaves with chance `leave`, whatever is felt."""
    one = limit("loyalty", lanes=lanes, teams_per_unit=1, team_size=1, customers_per_unit=customers,
                balance={"churn_base": np.log(leave), "join_base": come}, **changed)
    silence(one, "loyalty", "ordinary_delight")
    set_parameters(one, {"loyalty.word_of_mouth": word_of_mouth})
    return one


def stock(one):
    """Customers, lane by lane."""
    return one.state.units.customers.sum(axis=0).astype(np.float64)


def test_case_17_the_stock_of_customers_relaxes_to_what_comes_over_what_leaves():
    come, leave = 0.012, 0.02
    one = market(come, leave)
    course = np.array(live(one, 120, each=stock))
    for week in (10, 40, 120):
        expected = 1000 * (come / leave + (1 - come / leave) * (1 - leave) ** week)
        assert abs(errors_off(course[week - 1], expected)) < 3.5


def test_case_17_the_stock_varies_as_a_birth_and_death_chain():
    """Mean a / c and the variance of the chain: binomial leaving, binomial joining over empty seats."""
    come, leave, lanes = 0.02, 0.02 / 0.8, 128
    one = market(come, leave, lanes=lanes, customers=500)
    live(one, 250)
    samples = []
    for _ in range(12):
        live(one, 60)
        samples.append(stock(one))
    mean, arrivals = 500 * come / leave, 500 * come
    empty = 750 - mean
    variance = (leave * (1 - leave) * mean + arrivals * (1 - arrivals / empty)) / (1 - (1 - leave) ** 2)
    z, y = z_and_y(np.array(samples).ravel(), mean, variance)
    assert abs(z) < 3.5
    assert abs(y) < 5


def test_case_17_a_customer_is_worth_m_times_one_and_d_over_one_and_d_less_r():
    """The engine's own revenue from a closed group of customers who pay a subscription, discounted: m (1 + d) / (1 + d - r)."""
    leave, discount = 0.03, 0.002
    one = market(0.0, leave)
    set_parameters(one, {"finance.subscription": 1.0, "finance.sales": 0.0, "finance.contract_follows": 0.0, "finance.cash_weeks": 0.0})
    one.state.units.price[:] = 1.0
    pay = float(one.balance.price[0]) * 1000
    revenue = np.array([np.full(32, pay), *live(one, 400, each=lambda now: now.state.firm.revenue.copy())]) / pay
    worth = (revenue / (1 + discount) ** np.arange(401)[:, None]).sum(axis=0)
    assert abs(errors_off(worth, (1 + discount) / (1 + discount - (1 - leave)))) < 3.5


def test_case_18_word_of_mouth_is_bass_before_a_market_is_full():
    """Coming = p + q F of those at the start, as in Bass; without a ceiling (`loyalty.share` 0) growth is exponential and has no peak."""
    p, q, leave = 0.01, 0.015, 0.02
    one = market(p + q, leave, word_of_mouth=q / (p + q))
    course = np.array(live(one, 100, each=stock)) / 1000
    rate, level = q - leave, p / (leave - q)
    for week in (20, 50, 100):
        expected = level + (1 - level) * (1 + rate) ** week
        assert abs(errors_off(course[week - 1], expected)) < 3.5
    for now in (0.0, 0.5, 1.0, 1.4):
        given = [np.float32(x) for x in (1.0, now, 1.0, p + q, q / (p + q), 1.0, 0.0, 0.0, 0.0)]
        assert plain(joiners)(*given) == pytest.approx(p + q * now, rel=1e-5)


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_case_18_a_market_with_an_end_makes_it_bass_in_full(share):
    """Of the market's customers a share is here at the start: those who come are (p + q F) (1 - F / M), with as many as ever at the start."""
    p, q = 0.01, 0.015
    for now in (0.0, 0.5, 1.0, 1.4, 1.0 / share):
        left = plain(still_to_win)(np.float32(now), np.float32(1.0), np.float32(share))
        given = [np.float32(x) for x in (1.0, now, left, p + q, q / (p + q), 1.0, 0.0, 0.0, 0.0)]
        assert plain(joiners)(*given) == pytest.approx((p + q * now) * (1 - share * now) / (1 - share), rel=1e-5, abs=1e-9)


def test_case_18_the_closed_form_of_bass_peaks_where_it_is_published():
    p, q = 0.03, 0.38
    peak = np.log(q / p) / (p + q)
    share = (1 - np.exp(-(p + q) * peak)) / (1 + q / p * np.exp(-(p + q) * peak))
    assert peak == pytest.approx(6.193, abs=5e-4)
    assert share == pytest.approx(0.4605, abs=1e-4)
    years = np.linspace(0, 12, 1201)
    adopted = np.zeros(1201)
    for k in range(1200):
        adopted[k + 1] = adopted[k] + 0.01 * (p + q * adopted[k]) * (1 - adopted[k])
    assert years[np.argmax(np.diff(adopted))] == pytest.approx(peak, abs=0.03)


def helped(groups, size, inside=1.0):
    """Who helps whom over equal groups when everybody helps everybody else alike (`inside` 1), or only those of the own group."""
    between = np.full((groups, groups), float(size * size)) * (1.0 if inside == 1.0 else 0.0)
    np.fill_diagonal(between, size * (size - 1))
    return between


def test_case_20_random_help_of_ten_teams_of_ten_is_no_zero_on_the_scale():
    assert ei_index(helped(10, 10))[0] == pytest.approx(0.8182, abs=1e-4)
    assert ei_index(helped(10, 10, inside=2.0))[0] == -1.0
    index, neutral = ei_index(helped(1, 10))
    assert np.isnan(index), "one group has no outside: no data, not minus one (decision 14 of the notes)"
    assert np.isnan(neutral)


def test_case_20_help_by_hours_has_its_neutral_value_at_one_less_two_over_groups():
    index, neutral = ei_index(np.ones((10, 10)))
    assert index == pytest.approx(0.8)
    assert neutral == pytest.approx(0.8)
