"""Rows of the catalogue that run through customers and money: the row's lever moves the row's measure, and does not once the path is switched off.

Paired runs of a small organisation under common luck. What another mechanism writes (clarity of decisions, renewal, service inside, reputation) is held by hand
at the start of each week, so that these tests say what customers make of it, and nothing on how it comes about.
"""


import functools
import json
from typing import Any

import numpy as np
import pytest

from sim.engine.lanes import Block, state_arrays
from sim.policy import Policy
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import Event
from tests.engine.firms import constants, run

pytestmark = pytest.mark.thorough

YEARS = {"weeks": 104, "replications": 12}
SHOP = {"finance.subscription": 0.2, "finance.sales": 0.7}
"""A firm that sells most of what it sells on contact, as the shops of Friebel et al. 2017 do."""
OFTEN = {"demand.exception_rate": 0.3}
"""Exceptions asked for often enough to be seen in the mean of all customers."""


def small(**changes: Any) -> Scenario:
    """One unit of four teams of ten, 400 customers."""
    return load_scenario("small").with_(**changes)


@functools.cache
def lived(text: str, weeks: int, replications: int, base: str) -> dict[str, np.ndarray]:
    """The weekly record of one scenario, told as JSON; runs are shared by the tests."""
    changes = json.loads(text)
    changes["off"] = tuple(changes.get("off", ()))
    changes["events"] = tuple(Event(*event) for event in changes.get("events", ()))
    return run(load_scenario(base).with_(**changes), weeks=weeks, replications=replications)[0].weekly


def record(weeks: int = 104, replications: int = 12, base: str = "small", **changes: Any) -> dict[str, np.ndarray]:
    """The weekly record of a firm, a small one as a rule, with some changes."""
    return lived(json.dumps(changes, sort_keys=True), weeks, replications, base)


def held(arrays: dict[str, Any], weeks: int = 78, lanes: int = 12, **changes: Any) -> dict[str, np.ndarray]:
    """The weekly record while some state arrays are put at a value at the start of each week. A pair (rows, value) moves these rows only."""
    scenario = small(weeks=weeks, **changes)
    block = Block(scenario, constants(1), 3, list(range(lanes)))
    block.run_in()
    path, weekly = scenario.paths(), []
    for week in range(weeks):
        state = state_arrays(block.state)
        for name, value in arrays.items():
            rows, number = value if isinstance(value, tuple) else (slice(None), value)
            state[name][rows] = number
        weekly.append(block.advance(path[week : week + 1]))
    return {name: np.concatenate([one[name] for one in weekly]).T for name in weekly[0]}


def gain(one: dict[str, np.ndarray], other: dict[str, np.ndarray], name: str, weeks: slice = slice(None), by: str = "") -> np.ndarray:
    """For each pair of runs, by how much the second exceeds the first (in the mean of some weeks; `by` divides both)."""
    first, second = (w[name][:, weeks].sum(axis=1) / (w[by][:, weeks].sum(axis=1) if by else w[name][:, weeks].shape[1]) for w in (one, other))
    return np.asarray(second - first, dtype=np.float64)


def rises(differences: np.ndarray) -> bool:
    """Whether pairs differ upwards beyond doubt: the mean exceeds twice its standard error."""
    return bool(differences.mean() > 2 * differences.std(ddof=1) / np.sqrt(differences.size))


def falls(differences: np.ndarray) -> bool:
    """Whether pairs differ downwards beyond doubt."""
    return rises(-differences)


FIRST_YEAR, LATER = slice(4, 52), slice(52, None)


# --- A: three voices --------------------------------------------------------------------------------------------------------------------------------------


def test_A2_the_customers_voice_gets_more_exceptions_accepted_at_once_and_more_asked_later():
    calm, first = record(), record(policy={"voice_customer": 1.0})
    accepted = gain(calm, first, "exceptions_accepted", FIRST_YEAR, by="exceptions_asked")
    assert rises(accepted)
    assert rises(gain(calm, first, "exceptions_asked", LATER, by="requests"))
    off = {"off": ("demand",)}
    ordinary = gain(record(**off), record(**off, policy={"voice_customer": 1.0}), "exceptions_accepted", FIRST_YEAR, by="exceptions_asked")
    assert abs(ordinary.mean()) < 0.1 * accepted.mean(), "switched off, half of what is asked is accepted, whatever leaders hear"


def test_A2_exceptions_accepted_please_first_and_take_people_later():
    """Exceptions alone, seen where they are common: who gives in pleases in the first weeks; the work that it brings takes people."""
    calm, gives = (record(replications=48, parameters=OFTEN, **how) for how in ({}, {"policy": {"yielding": 1.0}}))
    assert rises(gain(calm, gives, "satisfaction", slice(2, 9)))
    assert rises(gain(calm, gives, "heads", LATER))
    assert falls(gain(calm, gives, "profit", LATER))
    off = {"off": ("experience",), "parameters": OFTEN}
    assert abs(gain(record(**off), record(**off, policy={"yielding": 1.0}), "satisfaction", slice(2, 9)).mean()) < 1e-3


def test_A2_exceptions_accepted_displease_in_the_second_year():
    calm, gives = (record(replications=48, parameters=OFTEN, **how) for how in ({}, {"policy": {"yielding": 1.0}}))
    assert falls(gain(calm, gives, "satisfaction", LATER))


def test_A16_customers_who_come_to_expect_more_are_disappointed_and_ask_more():
    drift = {"demand_drift": 0.2}
    calm, more = record(), record(world=drift)
    assert rises(gain(calm, more, "expectation_gap", LATER))
    assert falls(gain(calm, more, "satisfaction", LATER))
    assert rises(gain(calm, more, "repeats", LATER, by="requests"))
    off = {"off": ("demand", "quality", "loyalty")}
    assert not rises(gain(record(**off), record(**off, world=drift), "repeats", LATER, by="requests"))


def test_A17_renewal_is_met_as_value():
    old, new = held({"teams.renewal": -0.5}), held({"teams.renewal": 0.5})
    assert rises(gain(old, new, "satisfaction", slice(26, None)))
    assert rises(gain(old, new, "customers", slice(52, None)))
    off = {"off": ("quality",)}
    assert not gain(held({"teams.renewal": -0.5}, **off), held({"teams.renewal": 0.5}, **off), "satisfaction").any()


# --- B: people --------------------------------------------------------------------------------------------------------------------------------------------


def test_B4_a_good_name_and_satisfied_customers_draw_others():
    plain, known = held({"firm.supplier": 0.0}), held({"firm.supplier": 2.0})
    assert rises(gain(plain, known, "customers_joined"))
    poor, good = held({"journeys.quality": -1.0}), held({"journeys.quality": 1.0})
    assert rises(gain(poor, good, "customers_joined", slice(26, None)))
    off = {"off": ("loyalty",)}
    assert not gain(held({"firm.supplier": 0.0}, **off), held({"firm.supplier": 2.0}, **off), "customers_joined").any()


def left_alone(lost: float, weeks: int = 312, **changes: Any) -> np.ndarray:
    """Customers week by week of firms whose last seats are emptied once, by some share of all, and of which nothing else changes."""
    scenario = small(weeks=weeks, **changes)
    block = Block(scenario, constants(1), 3, list(range(48)))
    block.run_in()
    active = state_arrays(block.state)["customers.active"]
    active[int(len(active) * (1.0 - lost)) :] = 0.0
    return block.advance(scenario.paths())["customers"].T


def test_B4_a_firm_that_lost_customers_and_no_quality_grows_back_within_a_decade():
    """Who left is in the market again. In a market without end half of what is lost is still lost after seven and a half years."""
    whole, hurt = left_alone(0.0), left_alone(0.1)
    lost, after = (gain({"n": hurt}, {"n": whole}, "n", at).mean() for at in (slice(0, 8), slice(260, None)))
    assert 30 < lost < 50
    assert after < 0.65 * lost
    endless = {"parameters": {"loyalty.share": 0.0}}
    assert gain({"n": left_alone(0.1, **endless)}, {"n": left_alone(0.0, **endless)}, "n", slice(260, None)).mean() > after


PEOPLE = {"autonomy": 0.8, "leader_listening": 0.8, "recovery": 0.7, "psychological_safety": 0.8}


def test_B6_investment_in_people_reaches_revenue_through_service_and_loyalty():
    """It takes its time: hours go first, quality is better in the third year, and customers are more in the fifth (small ones differ too much by luck)."""
    fifth, whole = slice(208, None), {"weeks": 260, "replications": 32, "base": "reference"}
    calm, people = record(**whole), record(**whole, policy=PEOPLE)
    assert rises(gain(calm, people, "quality", slice(104, 156)))
    assert rises(gain(calm, people, "customers", fifth))
    assert rises(gain(calm, people, "revenue", fifth))
    without = {"off": ("quality", "experience", "loyalty")}
    cut = gain(record(**whole, **without), record(**whole, **without, policy=PEOPLE), "revenue", fifth)
    assert cut.mean() < 0.25 * gain(calm, people, "revenue", fifth).mean()


# --- C: crisis, promises, delight -------------------------------------------------------------------------------------------------------------------------


def test_C1_lay_offs_cost_customers_confidence():
    event = {"events": (("layoffs", 8, 0.15),)}
    calm, cut = record(78), record(78, **event)
    soon = slice(9, 35)
    assert falls(gain(calm, cut, "satisfaction", soon))
    without = {"off": ("leadership",)}
    unworried = gain(record(78, **without), record(78, **without, **event), "satisfaction", soon)
    assert gain(calm, cut, "satisfaction", soon).mean() < unworried.mean()
    blind = {"off": ("experience",)}
    assert abs(gain(record(78, **blind), record(78, **blind, **event), "satisfaction", soon).mean()) < 0.02


def test_C3_a_promise_that_practice_does_not_keep_disappoints_and_drives_away():
    calm, promised = record(), record(policy={"promise_level": 2.0})
    assert rises(gain(calm, promised, "expectation_gap", LATER))
    assert falls(gain(calm, promised, "satisfaction", LATER))
    assert rises(gain(calm, promised, "customers_left", LATER, by="customers"))
    assert rises(gain(calm, promised, "customers_joined", FIRST_YEAR))
    off = {"off": ("experience", "loyalty", "demand")}
    for name in ("expectation_gap", "satisfaction", "customers_left"):
        assert abs(gain(record(**off), record(**off, policy={"promise_level": 2.0}), name).mean()) < 1e-3


def test_C3_neither_the_boldest_nor_the_humblest_promise_is_a_free_lunch():
    calm = record(260, 16)
    for promise in (-1.0, 3.0):
        assert not rises(gain(calm, record(260, 16, policy={"promise_level": promise}), "profit"))


def test_C12_delight_is_told_and_wears_off_as_expectations_rise():
    plain, better = held({"journeys.quality": 0.0}, weeks=156), held({"journeys.quality": 1.5}, weeks=156)
    early, late = gain(plain, better, "delighted", slice(0, 26)), gain(plain, better, "delighted", slice(130, None))
    assert rises(early)
    assert falls(late - early)
    told, untold = (held({"journeys.quality": 1.5}, lanes=24, parameters={"loyalty.delight": weight}) for weight in (2.0, 0.0))
    assert rises(gain(untold, told, "customers_joined", slice(0, 52)))
    off = {"off": ("loyalty",)}
    assert not gain(held({"journeys.quality": 0.0}, **off), held({"journeys.quality": 1.5}, **off), "customers_joined").any()


def test_C12_work_that_is_given_up_is_felt_by_whom_it_befalls():
    served, tired = held({"journeys.given_up": 0.0}), held({"journeys.given_up": 0.2})
    assert falls(gain(served, tired, "satisfaction", slice(13, None)))
    assert rises(gain(served, tired, "customers_left", slice(26, None), by="customers"))
    off = {"off": ("experience",)}
    assert not gain(held({"journeys.given_up": 0.0}, **off), held({"journeys.given_up": 0.2}, **off), "satisfaction").any()


def test_C12_customers_who_are_not_served_hold_part_of_their_subscription_back():
    """Where all work waits for many weeks, so that requests are given up; where nothing is given up, nothing is held back."""
    paid, held_back = (held({"teams.backlog": 2000.0}, parameters={"finance.credit": credit}) for credit in (0.0, 1.0))
    assert falls(gain(paid, held_back, "revenue", slice(0, 26)))
    calm, ready = (record(52, parameters={"finance.credit": credit}) for credit in (0.0, 1.0))
    assert np.abs(gain(calm, ready, "revenue")).max() < 1e-4 * calm["revenue"].mean()


def test_E11_repeats_are_as_many_as_failures_bring_however_great_the_need():
    """Each first request brings two repeats: at two and a half times the ordinary need that is more than a customer has weeks for single contacts."""
    busy = held({"journeys.repeat_rate": 2.0}, weeks=26, world={"demand": 2.5}, off=("demand",))
    assert busy["repeats"].sum() / busy["requests"].sum() == pytest.approx(2.0, abs=0.03)
    assert busy["requests"].sum() / busy["customers"].sum() == pytest.approx(2.5 * 0.25, rel=0.03)


# --- D: managers and customers ----------------------------------------------------------------------------------------------------------------------------


def test_D1_a_voice_for_customers_alone_costs_the_business():
    calm, first = record(156, 16), record(156, 16, policy={"voice_customer": 1.0, "voice_business": 0.02, "voice_employee": 0.02})
    assert falls(gain(calm, first, "profit"))
    assert rises(gain(calm, first, "satisfaction", slice(4, 13)))


@pytest.mark.xfail(strict=True, reason="not shown (claim D1c): those who serve are tired, yet customers stay a little more content than in the reference")
def test_D1_in_the_end_those_who_are_tired_serve_customers_worse():
    calm, first = record(156, 16), record(156, 16, policy={"voice_customer": 1.0, "voice_business": 0.02, "voice_employee": 0.02})
    assert falls(gain(calm, first, "satisfaction", LATER))


REFUSES = {"policy": {"yielding": 0.0}, "parameters": OFTEN}


def refusing(**policy: float) -> dict[str, Any]:
    """A firm that refuses every exception, with some other policy."""
    return {"policy": {"yielding": 0.0, **policy}, "parameters": OFTEN}


def test_D4_a_clear_no_costs_less_than_an_unclear_one():
    """Managers decide as quickly in both firms; only what their decisiveness makes clear differs."""

    def pair(**more: Any) -> tuple[Any, Any]:
        one, other = (record(policy={"yielding": 0.0, "decisiveness": 1.0}, parameters={**OFTEN, "management.decided_clear": k}, **more) for k in (0.0, 0.6))
        return one, other

    assert rises(gain(*pair(), "clarity"))
    assert rises(gain(*pair(), "satisfaction", slice(13, None)))
    assert not gain(*pair(off=("experience", "complaints")), "satisfaction").any()


def test_D4_a_quick_no_costs_less_than_a_slow_one():
    """Seen with the wait held by hand: managers who get there by hours for deciding lack them for talks and obstacles, and the two about cancel."""
    slow, quick = held({"journeys.decision": 3.0}, **REFUSES), held({"journeys.decision": 0.5}, **REFUSES)
    assert rises(gain(slow, quick, "satisfaction", slice(13, None)))
    few, many = record(**refusing(manager_power=0.05)), record(**refusing(manager_power=0.4))
    assert falls(gain(few, many, "decision_weeks"))
    off = {**REFUSES, "off": ("experience",)}
    assert not gain(held({"journeys.decision": 3.0}, **off), held({"journeys.decision": 0.5}, **off), "satisfaction").any()


def test_D6_talks_with_customers_teach_managers_and_each_further_talk_teaches_less():
    rare, some, many = (record(policy={"manager_customer_contact": weeks}, replications=16) for weeks in (12.0, 6.0, 1.0))
    assert rises(gain(rare, some, "insight"))
    first, more = gain(rare, some, "quality", LATER), gain(rare, many, "quality", LATER)
    assert rises(first)
    assert more.mean() / (1.0 - 1 / 12) < first.mean() / (1 / 6 - 1 / 12)
    off = {"off": ("quality",)}
    assert not gain(record(**off), record(**off, policy={"manager_customer_contact": 1.0}), "quality").any()


def test_D7_customers_who_take_part_are_more_satisfied_and_more_is_known_of_them():
    """What customers tell makes up for the hours it takes, no more: quality stays, insight gained is seen against customers who tell nothing."""
    alone, part = record(replications=24), record(replications=24, policy={"customer_participation": 0.5})
    silent = record(replications=24, policy={"customer_participation": 0.5}, parameters={"management.participation_meets": 0.0})
    assert rises(gain(silent, part, "insight", LATER))
    assert rises(gain(silent, part, "quality", LATER))
    assert rises(gain(alone, part, "satisfaction", LATER))
    assert falls(gain(alone, part, "hours"))
    off = {"off": ("experience", "quality")}
    assert not rises(gain(record(**off), record(**off, policy={"customer_participation": 0.5}), "satisfaction", LATER))


def test_D8_managers_who_underestimate_customers_give_in():
    low, high = record(policy={"maturity_belief": 0.0}), record(policy={"maturity_belief": 0.6})
    accepted = gain(low, high, "exceptions_accepted", LATER, by="exceptions_asked")
    assert falls(accepted)
    low, high = (record(off=("demand",), policy={"maturity_belief": level}) for level in (0.0, 0.6))
    assert abs(gain(low, high, "exceptions_accepted", LATER, by="exceptions_asked").mean()) < 0.1 * abs(accepted.mean())


def test_D8_a_refusal_costs_less_with_mature_customers_and_when_it_is_explained():
    silent, told = record(**refusing(explanation=0.0)), record(**refusing(explanation=1.0))
    assert rises(gain(silent, told, "satisfaction", slice(13, None)))
    assert falls(gain(silent, told, "complaints", slice(13, None), by="customers"))
    raw, mature = (record(**refusing(), world={"customer_maturity": level}) for level in (0.2, 1.0))
    assert rises(gain(raw, mature, "satisfaction", slice(13, None)))
    off = {"off": ("experience", "complaints")}
    one, other = (record(**refusing(), **off, world={"customer_maturity": level}) for level in (0.2, 1.0))
    assert not gain(one, other, "satisfaction").any()


def test_D9_giving_in_loads_teams_and_teaches_customers_to_demand_more():
    firm_, soft = record(parameters=OFTEN, policy={"yielding": 0.1}), record(parameters=OFTEN, policy={"yielding": 1.0})
    assert rises(gain(firm_, soft, "exceptions_accepted"))
    assert rises(gain(firm_, soft, "exceptions_asked", LATER, by="requests"))
    assert rises(gain(firm_, soft, "pressure"))
    assert falls(gain(firm_, soft, "profit"))
    off = {"off": ("demand", "change")}
    unasked = gain(record(**off, policy={"yielding": 0.1}), record(**off, policy={"yielding": 1.0}), "profit")
    assert abs(unasked.mean()) < 0.001 * abs(gain(firm_, soft, "profit").mean()), "a changed policy tires a little, whatever it says"


def test_D10_dearer_service_earns_first_and_loses_customers_later():
    calm, dear = record(260, 16), record(260, 16, policy={"price_level": 1.1})
    assert rises(gain(calm, dear, "profit", slice(0, 40)))
    assert falls(gain(calm, dear, "customers", slice(104, None)))
    assert falls(gain(calm, dear, "loss_making", slice(4, 52)))
    after = slice(152, 160)
    elasticity = np.log(dear["customers"][:, after].mean() / calm["customers"][:, after].mean()) / np.log(1.1)
    assert -3.4 < elasticity < -1.8
    off = {"off": ("experience", "loyalty", "demand")}
    assert not gain(record(**off), record(**off, policy={"price_level": 1.1}), "customers").any()


@pytest.mark.xfail(strict=True, reason="not shown (claim D10d): a tenth dearer, this small company earns 5 % less after the third year (error 3 %, 64 "
                                       "companies)")
def test_D10_dearer_service_earns_less_in_the_end():
    calm, dear = record(260, 16), record(260, 16, policy={"price_level": 1.1})
    assert falls(gain(calm, dear, "profit", slice(156, None)))


def test_D10_the_answer_to_a_price_settles_as_customers_get_used_to_it():
    """Published elasticities (mean -2.6) are of a lasting change; an answer that goes on growing year by year would be none of them."""
    calm, dear = record(520, 16), record(520, 16, policy={"price_level": 1.1})
    elasticity = [np.log(dear["customers"][:, w].mean() / calm["customers"][:, w].mean()) / np.log(1.1) for w in (slice(148, 164), slice(416, 520))]
    assert -3.2 < elasticity[1] < -1.8
    assert abs(elasticity[1] - elasticity[0]) < 1.0


def test_D10_who_comes_at_a_dear_price_is_used_to_it():
    """Newcomers know no other price; who was here before holds it against the one that was usual."""
    seen = run(small(policy={"price_level": 1.2}), weeks=78, record=["customers.price_usual", "customers.generation", "customers.active"])[0].parts
    usual, here = (seen[f"customers.{name}"][:, -1] for name in ("price_usual", "active"))
    new = seen["customers.generation"][:, -1] - seen["customers.generation"][:, 26]
    assert usual[(here > 0.5) & (new > 0)].min() > 0.9 * np.log(1.2)
    assert 0.2 * np.log(1.2) < np.median(usual[(here > 0.5) & (new == 0)]) < 0.6 * np.log(1.2)


def test_D10_who_stays_is_not_the_voice_of_customers():
    """In the second year of a dear price customers are less content if those who left for it are counted; the mean of those who stay shows it less."""
    calm, dear, second = record(104, 16), record(104, 16, policy={"price_level": 1.15}), slice(52, 104)
    felt = gain(calm, dear, "satisfaction_with_leavers", second)
    assert falls(felt)
    assert rises(gain(calm, dear, "satisfaction", second) - felt)
    off = {"off": ("experience",)}
    assert not falls(gain(record(**off), record(**off, policy={"price_level": 1.15}), "satisfaction_with_leavers", LATER))


# --- E: structure -----------------------------------------------------------------------------------------------------------------------------------------


def test_E11_some_of_what_is_dropped_comes_again():
    """Requests of low value dropped this week are repeats of next week, in part: work is put off, not only saved."""
    lost, again = (record(policy={"prioritisation": 1.0}, parameters={"demand.comes_again": share}) for share in (0.0, 0.4))
    more = gain(lost, again, "repeats").mean() / again["dropped"].mean()
    assert 0.3 < more < 0.6, "and no more than that"


def test_E14_poor_service_inside_limits_what_customers_meet_and_good_service_does_not_lift_it():
    """Teams that let others wait four weeks, and teams that take more time, against the same firm in which service inside limits nothing."""
    unlimited = {"parameters": {"quality.internal": 0.0}}
    slow, careful = {"teams.wait": 4.0}, {"teams.wait": 0.0, "teams.time_spent": 1.6}
    assert held(slow)["internal_service"].mean() < -1.0 < 0.5 < held(careful)["internal_service"].mean()
    limited = gain(held(slow, **unlimited), held(slow), "satisfaction", slice(13, None))
    assert falls(limited)
    assert abs(gain(held(careful, **unlimited), held(careful), "satisfaction", slice(13, None)).mean()) < 0.1 * abs(limited.mean())
    off = {"off": ("quality",)}
    assert not gain(held(slow, **unlimited, **off), held(slow, **off), "satisfaction").any()


# --- the control case: a congruent team bonus must help ---------------------------------------------------------------------------------------------------


def sold_on_contact(reward: float, **more: Any) -> float:
    """What a contact sells under a bonus on a valid score, mean of teams, from the ninth week on."""
    scenario = small(policy={"kpi_validity": 0.95, "reward_intensity": reward}, weeks=52, **more)
    one, path, pulls = Block(scenario, constants(1), 3, list(range(24))), scenario.paths(), []
    one.run_in()
    for week in range(52):
        one.advance(path[week : week + 1])
        pulls.append(float(one.state.teams.sales_pull.mean()))
    return float(np.mean(pulls[8:]))


def test_V11_a_team_bonus_on_a_valid_score_sells_one_to_five_per_cent_more_on_contact():
    usual = float(Policy().reward_intensity)
    more = sold_on_contact(0.1) / sold_on_contact(usual) - 1.0
    assert 0.01 < more < 0.05
    off = {"off": ("effort",)}
    assert sold_on_contact(0.1, **off) / sold_on_contact(usual, **off) - 1.0 < 0.5 * more


def test_V11_where_sales_are_made_on_contact_the_bonus_pays_for_itself():
    valid = {"kpi_validity": 0.95}
    calm, bonus = (record(52, 24, parameters=SHOP, policy=policy) for policy in (valid, {**valid, "reward_intensity": 0.1}))
    assert rises(gain(calm, bonus, "revenue", slice(8, None)))
    assert rises(gain(calm, bonus, "profit", slice(8, None)))
