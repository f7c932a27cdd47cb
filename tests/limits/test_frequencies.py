"""How often each random rule acts, in the real engine at a state that is known, against the rule's own chance (Patrick et al. 2017): a bias of one in a
hundred of a chance is seen. The chances are computed here anew, in double precision, from the declared parameters."""

import numpy as np
import pytest
from scipy import stats

from tests.limits.worlds import limit, live, set_parameters, silence

pytestmark = pytest.mark.thorough

PEOPLE = {"units": 10, "teams_per_unit": 10, "team_size": 20}
CUSTOMERS = {"units": 2, "teams_per_unit": 4, "team_size": 1, "customers_per_unit": 4000}


def held(happened, chances, groups=12):
    """Whether events come as often as their chances say: over all by z, and by classes of chance by chi-square."""
    happened, chances = np.ravel(happened).astype(np.float64), np.ravel(chances).astype(np.float64)
    z = (happened.sum() - chances.sum()) / np.sqrt((chances * (1 - chances)).sum())
    order = np.array_split(np.argsort(chances, kind="stable"), groups)
    parts = [((happened[k].sum() - chances[k].sum()) ** 2) / (chances[k] * (1 - chances[k])).sum() for k in order if chances[k].sum() > 5]
    tail = float(stats.chi2.sf(sum(parts), len(parts)))
    assert happened.sum() > 300, "too few events to tell anything"
    assert abs(z) < 3.5, f"{happened.mean():.5f} of the time instead of {chances.mean():.5f} (z {z:.1f})"
    assert tail > 2e-4, f"not by the rule's own chances (p {tail:.1e})"


def weeks_of(one, weeks, before, after, **how):
    """What `before` says of a firm before each week, and `after` after it, as arrays [week, ...]."""
    first, second = [], []
    for _ in range(weeks):
        first.append(before(one))
        live(one, 1, **how)
        second.append(after(one))
    return np.array(first), np.array(second)


def moody(*working, **how):
    """People whose engagement and exhaustion stay what they are: normal over persons."""
    one = limit("turnover", "engagement", "strain", *working, **{**PEOPLE, **how})
    for mechanism, needed in (("engagement", "talk_reference"), ("strain", "line")):
        silence(one, mechanism, needed)
    luck, people = np.random.default_rng(11), one.state.people
    people.engagement[:] = luck.standard_normal(people.engagement.shape)
    people.exhaustion[:] = luck.standard_normal(people.exhaustion.shape)
    one.state.people.talent[:] = luck.standard_normal(people.talent.shape)
    return one


def seats(one):
    people = one.state.people
    return np.stack([people.present, people.engagement, people.exhaustion, people.tenure, people.talent, people.absence]).astype(np.float64)


def test_people_quit_as_often_as_their_chances_say():
    one = moody()
    p = one.lane_parameters.turnover
    set_parameters(one, {"turnover.fill_rate": 0.0})
    before, after = weeks_of(one, 12, seats, lambda now: now.state.people.present.copy(), world={"labour_market": 1.0})
    here, glad, tired, tenure, talent, _ = np.moveaxis(before, 1, 0)
    tight = float(p.talent_market[0])
    logs = float(one.balance.quit_base[0]) - p.engagement[0] * glad + p.exhaustion[0] * tired + float(p.market[0]) + tight * talent
    chances = np.minimum(np.exp(logs) * np.where(tenure < 104, float(p.new_ratio[0]), 1.0), 0.5)
    rooms = one.state.teams.autonomy
    assert np.abs(rooms).max() < 1e-5, "a room other than the reference's would hold the talented"
    stayed = here > 0.5
    held((after < 0.5)[stayed], chances[stayed])


def test_people_fall_ill_as_often_as_their_chances_say_and_stay_away_as_long():
    one = moody()
    one.state.people.absence[:] = 0.0
    one.balance.absence_base[:] += 2.0
    before, after = weeks_of(one, 8, seats, lambda now: now.state.people.absence.copy())
    tired, away = before[:, 2], before[:, 5]
    p = one.lane_parameters.turnover
    chances = np.exp(float(one.balance.absence_base[0]) + float(p.absence_slope[0]) * tired)
    well = (away < 0.5) & (before[:, 0] > 0.5)
    held((after > 0.5)[well], chances[well])
    fell = (after > 0.5) & well
    assert np.unique(after[fell]).tolist() == [float(p.absence_weeks[0])]


def test_empty_seats_are_filled_as_often_as_the_vacancies_say():
    one = limit("turnover", lanes=64, **PEOPLE, balance={"quit_base": -60.0})
    people = one.state.people
    people.present[np.random.default_rng(3).random(people.present.shape) < 0.5] = 0.0
    starts = np.add.reduceat(people.present.astype(np.float64), one.chart.team_first_person[:-1], axis=0)
    one.state.teams.heads[:] = starts
    size, seats_each = 20.0, 30.0
    p = one.lane_parameters.turnover
    one.state.teams.staff_need[:] = 0.0
    live(one, 1, world={"labour_market": 1.0})
    gap = np.maximum(size * float(one.balance.vacancy_base[0]) - starts, 0.0)
    chances = np.clip(float(p.fill_rate[0]) * np.exp(-float(p.fill_market[0])) * gap / (seats_each - starts), 0.0, 0.9)
    empty = seats_each - starts
    hired = one.state.teams.hired
    z = (hired.sum() - (chances * empty).sum()) / np.sqrt((chances * (1 - chances) * empty).sum())
    assert hired.sum() > 300
    assert abs(z) < 3.5
    luck = (hired - chances * empty)[chances > 0] / np.sqrt((chances * (1 - chances) * empty)[chances > 0])
    assert luck.var() == pytest.approx(1.0, abs=5 * np.sqrt(2 / luck.size))


def test_leaders_dismiss_each_person_with_the_same_chance():
    one = limit("turnover", **PEOPLE, balance={"quit_base": -60.0})
    before, _ = one.state.people.present.copy(), live(one, 1, world={"dismissal": 0.07})
    gone = one.state.teams.dismissed
    people = np.add.reduceat(before, one.chart.team_first_person[:-1], axis=0)
    assert abs((gone.sum() - 0.07 * before.sum()) / np.sqrt(0.07 * 0.93 * before.sum())) < 3.5
    assert ((gone - 0.07 * people) ** 2).mean() == pytest.approx(20 * 0.07 * 0.93, rel=0.15)


def test_people_talk_with_their_manager_as_often_as_there_is_time():
    one = limit("engagement", "management", **PEOPLE)
    live(one, 1)
    chance, faded = one.state.teams.talk_chance.copy(), float(one.lane_parameters.engagement.support_fade[0])
    people = one.state.people
    support = people.support.copy()
    live(one, 1)
    talked = people.support > support * (1 - faded) + 1e-4
    here = (people.present > 0.5) & (people.tenure > 1)
    chances = np.repeat(one.state.teams.talk_chance, 30, axis=0)
    assert chance.mean() == pytest.approx(chances.mean(), abs=0.05)
    held(talked[here], chances[here])


def test_obstacles_come_and_go_by_their_chances():
    one = limit("management", lanes=64, units=20, teams_per_unit=10, team_size=10)
    live(one, 30)
    p, arrivals, lost = one.lane_parameters.management, [], []
    for _ in range(10):
        before = one.state.teams.obstacles.astype(np.float64).copy()
        live(one, 1)
        change = one.state.teams.obstacles.astype(np.float64) - before
        arrivals.append(change > 0)
        lost.append((before > 0, change))
    come = float(p.obstacle_chance[0])
    assert set(np.unique(np.concatenate([c.ravel() for _, c in lost]))) <= {-1.0, 0.0, 1.0}
    drift = np.mean([c.mean() for _, c in lost])
    up = np.mean(arrivals)
    down = up - drift
    # one may come (chance c) and one may go (chance g): up = c (1 - g), down = g (1 - c); so c - g = drift, whatever the managers do
    gone = come - drift
    assert up == pytest.approx(come * (1 - gone), abs=4 * np.sqrt(up / (10 * before.size)))
    assert down == pytest.approx(gone * (1 - come), abs=4 * np.sqrt(down / (10 * before.size)))


def asking(*working, **how):
    """Customers who ask, with expectations that differ."""
    one = limit("demand", *working, **{**CUSTOMERS, **how})
    customers, luck = one.state.customers, np.random.default_rng(5)
    customers.expectation[:] = one.lane_parameters.experience.taste_weight[0] * customers.taste + 0.5 * luck.standard_normal(customers.taste.shape)
    customers.demanding[:] = 0.6 * luck.standard_normal(customers.taste.shape)
    one.state.journeys.repeat_rate[:] = 0.25
    return one


def test_customers_ask_ask_again_and_ask_for_exceptions_by_their_chances():
    one = asking()
    customers, p = one.state.customers, one.lane_parameters.demand
    size, wish = customers.size.astype(np.float64), customers.expectation - one.lane_parameters.experience.taste_weight[0] * customers.taste
    bold, here = customers.demanding.astype(np.float64), customers.active > 0.5
    share = 0.3
    live(one, 1, policy={"prioritisation": share, "yielding": 0.6})
    lived = float(one._groups()["practice"].prioritisation[0])
    first = np.minimum(p.request_rate[0] * size, 0.95)
    kept = first * (1 - float(p.low_value_share[0]) * lived)
    more = np.clip(1 + float(p.asks_more[0]) * wish, 0.25, 3.0)
    odd = np.minimum(kept, kept * np.minimum(float(p.exception_rate[0]) * np.exp(bold), 0.8) * more)
    asked = (customers.contact > 0.5) & (customers.failed < 0.5)
    held(asked[here], kept[here])
    held((customers.failed > 0.5)[here], (kept * 0.25 * more)[here])
    held((customers.answer != 0)[here], odd[here])
    held((customers.dropped > 0.5)[here], (first - kept)[here])


def test_exceptions_are_granted_as_often_as_leaders_and_managers_yield():
    one = asking()
    one.state.teams.leaning_customer[:] = 0.0
    live(one, 1, policy={"yielding": 0.6})
    answered = one.state.customers.answer[one.state.customers.answer != 0]
    assert float(one._groups()["practice"].yielding[0]) == pytest.approx(0.6, abs=1e-6)
    held(answered > 0, np.full(answered.shape, 0.6), groups=1)


def test_customers_leave_by_their_satisfaction_and_newcomers_take_empty_seats_by_what_draws_them():
    one = limit("loyalty", **CUSTOMERS)
    customers, units, p = one.state.customers, one.state.units, one.lane_parameters.loyalty
    customers.satisfaction[:] = 0.8 * np.random.default_rng(8).standard_normal(customers.satisfaction.shape)
    one.balance.churn_base[:] += 1.5
    here, felt, before = customers.active > 0.5, customers.satisfaction.astype(np.float64), customers.generation.copy()
    live(one, 1)
    calm = here & (customers.contact < 0.5)  # who is served feels otherwise before choosing to stay
    chances = np.exp(float(one.balance.churn_base[0]) - float(p.slope[0]) * felt)
    held((customers.active < 0.5)[calm], chances[calm])
    came, empty = customers.generation > before, ~here
    chance = np.repeat(units.join_chance.astype(np.float64), here.shape[0] // 2, axis=0)
    held(came[empty], chance[empty], groups=1)


def test_the_touched_complain_the_sooner_the_more_they_remember():
    one = asking("complaints")
    p, customers, units = one.lane_parameters.complaints, one.state.customers, one.state.units
    customers.grievance[:] = 1.5 * np.random.default_rng(9).random(customers.grievance.shape)
    before = customers.grievance.astype(np.float64).copy()
    set_parameters(one, {"complaints.recovered": 0.0})
    live(one, 1)
    failed = customers.failed > 0.5
    refused = customers.answer < -0.5
    grown = (before + float(p.failure[0]) * failed) * (1 - float(p.fading[0]))
    chances = np.clip(float(p.start[0]) + float(p.rise[0]) * grown, 0.0, 0.6)
    only = failed & ~refused
    spread = (chances * (1 - chances))[only].sum()
    also = customers.grievance[refused & ~failed].astype(np.float64)
    more = np.clip(float(p.start[0]) + float(p.rise[0]) * also, 0, 0.6)
    expected = chances[only].sum() + more.sum()
    spread += (more * (1 - more)).sum()
    # who left this week had complained before: seats are counted as they were when asked
    assert units.complaints.sum() > 300
    assert abs(units.complaints.sum() - expected) / np.sqrt(spread) < 4.0


def test_demand_swings_as_an_autoregression():
    one = limit("world", lanes=2000, teams_per_unit=1, team_size=0)
    live(one, 80, world={"volatility": 0.2})
    before = one.state.firm.swing.astype(np.float64).copy()
    live(one, 5, world={"volatility": 0.2})
    memory = float(one.lane_parameters.world.memory[0])
    assert abs(np.sqrt(2000) * before.mean() / 0.2) < 3
    assert abs(np.sqrt(1000) * (before.var() / 0.04 - 1)) < 5
    assert np.corrcoef(before, one.state.firm.swing)[0, 1] == pytest.approx(memory**5, abs=3.5 * (1 - memory**10) / np.sqrt(2000))


def test_heads_vary_as_a_birth_and_death_chain():
    """Leaving q and hiring a share f of the vacancies: mean f W / (f + q), and the variance of the chain (seats for half as many more)."""
    leave, fill, size = 0.04, 0.04, 40
    one = limit("turnover", lanes=16, units=10, teams_per_unit=10, team_size=size, balance={"quit_base": np.log(leave), "vacancy_base": 1.0})
    silence(one, "turnover", "absence_weeks")
    set_parameters(one, {"turnover.new_ratio": 1.0, "turnover.fill_rate": fill})
    live(one, 120)
    heads = one.state.teams.heads.ravel()
    mean = fill * size / (fill + leave)
    empty = 60 - mean
    chance = fill * (size - mean) / empty
    variance = (mean * leave * (1 - leave) + empty * chance * (1 - chance)) / (1 - (1 - leave - fill) ** 2)
    assert abs(np.sqrt(heads.size / variance) * (heads.mean() - mean)) < 3
    assert abs(np.sqrt(heads.size / 2) * (heads.var() / variance - 1)) < 5


@pytest.mark.parametrize("come", [0.1, 0.3])
def test_a_market_of_one_customer_is_a_bernoulli_chain(come):
    """Two seats, at most two customers: the chain of 0, 1, 2 customers from one week to the next (relation 34)."""
    leave = 0.2
    one = limit("loyalty", lanes=4000, teams_per_unit=1, team_size=0, customers_per_unit=1, balance={"churn_base": np.log(leave), "join_base": come})
    silence(one, "loyalty", "ordinary_delight")
    live(one, 25)
    before = one.state.units.customers[0].copy()
    live(one, 1)
    after = one.state.units.customers[0]
    for now in (0, 1, 2):
        joins = come / max(2 - now, 1)
        law = np.convolve(stats.binom.pmf(range(now + 1), now, 1 - leave), stats.binom.pmf(range(3 - now), 2 - now, joins))
        seen = np.array([np.sum(after[before == now] == k) for k in range(3)])
        possible = law * seen.sum() > 1
        assert seen[~possible].sum() <= 5
        assert stats.chisquare(seen[possible], law[possible] / law[possible].sum() * seen[possible].sum()).pvalue > 1e-3
