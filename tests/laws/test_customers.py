"""Customers: what they ask, take in and do, with values worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.compiled import plain
from sim.mechanisms.complaints import complaint_chance, next_grievance, recovered_share, told_why
from sim.mechanisms.demand import accepted_share, asked_more, exception_chance, how_often, next_demanding, next_hours_used, requests_expected
from sim.mechanisms.experience import (
    answer_felt,
    experience_met,
    hardness_of_a_no,
    next_expectation,
    next_satisfaction,
    next_usual_price,
    part_felt,
    price_felt,
    promised_and_seen,
)
from sim.mechanisms.loyalty import (
    appeal,
    customer_size,
    drawn_away,
    joiners,
    leave_by_kind,
    leave_chance,
    remembered,
    still_to_win,
    talk_of_delight,
)
from sim.mechanisms.world import demand_now, next_swing
from tests.laws.domains import against, arguments, call, names, single


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        pytest.param(requests_expected, "size", +1, id="larger_customers_never_ask_less"),
        pytest.param(requests_expected, "demand", +1, id="more_demand_never_asks_less"),
        pytest.param(exception_chance, "demanding", +1, id="the_demanding_never_ask_for_fewer_exceptions"),
        pytest.param(accepted_share, "yielding", +1, id="who_yields_never_refuses_more"),
        pytest.param(accepted_share, "attention", +1, id="attention_for_customers_never_refuses_more"),
        pytest.param(next_demanding, "answer", +1, id="an_accepted_exception_never_teaches_modesty"),
        pytest.param(how_often, "expected", +1, id="what_is_expected_more_often_never_happens_less"),
        pytest.param(next_hours_used, "contacts", +1, id="contact_never_takes_fewer_hours"),
        pytest.param(experience_met, "quality", +1, id="better_service_is_never_met_as_worse"),
        pytest.param(accepted_share, "belief", -1, id="who_trusts_customers_to_bear_a_no_never_gives_in_more"),
        pytest.param(accepted_share, "decisive", -1, id="the_decisive_never_give_in_more"),
        pytest.param(accepted_share, "leaning", +1, id="a_leaning_to_customers_never_refuses_more"),
        pytest.param(asked_more, "expectation", +1, id="who_expects_more_never_asks_less"),
        pytest.param(experience_met, "around", +1, id="confidence_never_spoils_what_is_met"),
        pytest.param(answer_felt, "decision_weeks", -1, id="waiting_for_a_decision_never_pleases"),
        pytest.param(answer_felt, "demanding", -1, id="what_is_taken_for_granted_never_pleases_more"),
        pytest.param(answer_felt, "hardness", -1, id="a_harder_no_never_pleases_more"),
        pytest.param(answer_felt, "dropped", -1, id="being_turned_away_never_pleases"),
        pytest.param(hardness_of_a_no, "clarity", -1, id="a_clearer_no_is_never_harder"),
        pytest.param(hardness_of_a_no, "explanation", -1, id="an_explained_no_is_never_harder"),
        pytest.param(hardness_of_a_no, "maturity", -1, id="a_no_is_never_harder_to_the_mature"),
        pytest.param(hardness_of_a_no, "asked_too_much", +1, id="asking_too_much_never_softens_a_no"),
        pytest.param(price_felt, "price", +1, id="dearer_is_never_better_value"),
        pytest.param(price_felt, "usual", -1, id="what_one_is_used_to_never_feels_dearer"),
        pytest.param(drawn_away, "usual", -1, id="what_one_is_used_to_never_drives_away"),
        pytest.param(next_usual_price, "price", +1, id="higher_prices_never_make_low_ones_usual"),
        pytest.param(remembered, "more", +1, id="more_leavers_are_never_fewer_remembered"),
        pytest.param(promised_and_seen, "promise", +1, id="promises_never_lower_what_is_expected"),
        pytest.param(next_expectation, "above", +1, id="better_offers_never_lower_expectation"),
        pytest.param(told_why, "explanation", +1, id="an_explanation_is_never_understood_less"),
        pytest.param(next_grievance, "failed", +1, id="failures_never_soothe"),
        pytest.param(next_grievance, "told", -1, id="a_reason_never_adds_to_a_grievance"),
        pytest.param(complaint_chance, "grievance", +1, id="the_aggrieved_never_complain_less"),
        pytest.param(recovered_share, "told", +1, id="an_explanation_never_mends_less"),
        pytest.param(drawn_away, "price", +1, id="higher_prices_never_keep"),
        pytest.param(drawn_away, "competitor", +1, id="better_offers_elsewhere_never_keep"),
        pytest.param(appeal, "promise", +1, id="a_promise_never_keeps_newcomers_away"),
        pytest.param(appeal, "price", -1, id="higher_prices_never_draw_newcomers"),
        pytest.param(talk_of_delight, "delighted", +1, id="the_delighted_never_tell_less"),
        pytest.param(leave_chance, "away", +1, id="what_draws_away_never_keeps"),
        pytest.param(joiners, "talk", +1, id="talk_of_delight_never_keeps_newcomers_away"),
        pytest.param(next_expectation, "experience", +1, id="better_experience_never_lowers_expectation"),
        pytest.param(next_satisfaction, "experience", +1, id="better_experience_never_lowers_satisfaction"),
        pytest.param(next_satisfaction, "expectation", -1, id="a_higher_expectation_never_raises_satisfaction"),
        pytest.param(leave_chance, "satisfaction", -1, id="the_satisfied_never_leave_sooner"),
        pytest.param(leave_chance, "alternatives", +1, id="alternatives_never_keep"),
        pytest.param(joiners, "known", +1, id="a_good_name_never_keeps_newcomers_away"),
        pytest.param(joiners, "heard", +1, id="what_the_content_tell_never_keeps_newcomers_away"),
        pytest.param(still_to_win, "now", -1, id="who_is_here_never_comes_once_more"),
        pytest.param(joiners, "now", +1, id="more_customers_never_bring_fewer"),
        pytest.param(customer_size, "draw", +1, id="sizes_follow_their_draw"),
        pytest.param(demand_now, "level", +1, id="a_higher_level_never_lowers_demand"),
        pytest.param(next_swing, "swing", +1, id="a_swing_is_never_turned_round_by_itself"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@given(arguments(requests_expected))
def test_nobody_asks_more_than_once_a_day(given_):
    assert 0.0 <= call(requests_expected, **given_) <= 7.0


@pytest.mark.parametrize("expected", [0.0, 0.05, 0.3, 0.95, 1.0, 1.4, 3.75, 7.5])
def test_a_draw_brings_as_many_as_are_expected_also_beyond_one(expected):
    """Over all draws the mean is what was expected; below one it is the chance that it always was, and no week has more than one above or below the mean."""
    draws = (np.arange(2000, dtype=np.float32) + np.float32(0.5)) / np.float32(2000)
    times = np.array([float(call(how_often, expected, draw)) for draw in draws])
    assert times.mean() == pytest.approx(expected, abs=6e-4)
    assert set(times) <= {math.floor(expected), math.ceil(expected)}
    assert [bool(t) for t in times] == [draw < np.float32(expected) for draw in draws]


@pytest.mark.parametrize(("kept", "repeats"), [(0.2, 0.05), (0.5, 0.9), (0.9, 1.6), (2.5, 4.0)])
def test_repeats_are_as_many_as_the_formula_says_in_overload_too(kept, repeats):
    """First requests take the draw first, repeats what is next to them: both have their mean, however many are due."""
    draws = (np.arange(2000, dtype=np.float32) + np.float32(0.5)) / np.float32(2000)
    first = np.array([float(call(how_often, kept, draw)) for draw in draws])
    again = np.array([float(call(how_often, kept + repeats, draw)) for draw in draws]) - first
    assert again.min() >= 0.0
    assert again.mean() == pytest.approx(repeats, abs=1.2e-3)


@given(arguments(leave_chance))
def test_a_chance_of_leaving_is_a_chance_and_nobody_leaves_who_cannot_go_elsewhere(given_):
    assert 0.0 <= call(leave_chance, **given_) <= 0.5
    assert call(leave_chance, **{**given_, "alternatives": 0.0}) == 0.0


@given(arguments(accepted_share))
def test_exceptions_accepted_are_a_share_and_an_ordinary_ear_changes_nothing(given_):
    assert 0.0 <= call(accepted_share, **given_) <= 1.0
    usual = {**given_, "attention": 1 / 3, "belief": 0.0, "decisive": 0.0, "leaning": 0.0}
    assert call(accepted_share, **usual) == pytest.approx(given_["yielding"], abs=1e-6)


@given(single(-4, 4), single(0.1, 3), single(0.05, 0.5), single(0.05, 0.5))
def test_a_loss_weighs_more_than_an_equal_gain(expectation, surprise, memory, gain):
    rest = call(next_satisfaction, expectation, expectation, expectation, 1.0, memory, gain, 2.0, 0.0)
    joy = call(next_satisfaction, expectation, expectation + surprise, expectation, 1.0, memory, gain, 2.0, 0.0) - rest
    pain = rest - call(next_satisfaction, expectation, expectation - surprise, expectation, 1.0, memory, gain, 2.0, 0.0)
    assert pain > joy > 0
    assert pain - joy == pytest.approx(memory * gain * surprise, rel=1e-2, abs=2e-6)


@given(arguments(next_satisfaction))
def test_who_is_not_served_changes_no_opinion(given_):
    assert call(next_satisfaction, **{**given_, "contact": 0.0}) == np.float32(given_["satisfaction"])


@given(arguments(next_expectation))
def test_expectation_moves_by_contact_and_by_the_drift_of_the_world_only(given_):
    still = call(next_expectation, **{**given_, "contact": 0.0, "drift": 0.0})
    assert still == np.float32(given_["expectation"])
    year = given_["expectation"]
    for _ in range(52):
        year = call(next_expectation, year, 0.0, 0.0, 0.0, 0.05, 0.2)
    assert year == pytest.approx(given_["expectation"] + 0.2, abs=3e-5)


def test_expectation_and_experience_meet_as_disconfirmation_says():
    """A lasting gain of quality first delights; the delight fades as expectation follows, with the update rate a contact."""
    expectation = 0.0
    for _ in range(30):
        expectation = call(next_expectation, expectation, 1.0, 0.0, 1.0, 0.05, 0.0)
    assert expectation == pytest.approx(1 - 0.95**30, rel=1e-5)


@given(arguments(next_demanding))
def test_without_exceptions_the_lesson_fades(given_):
    assert abs(call(next_demanding, **{**given_, "answer": 0.0})) <= abs(given_["demanding"]) + 1e-6


def test_sizes_have_mean_one_apart_from_the_few_that_are_cut():
    draws = np.random.default_rng(3).standard_normal(4000)
    sizes = np.array([call(customer_size, z, 0.4) for z in draws], np.float64)
    assert abs(sizes.mean() - 1) < 4 * sizes.std() / np.sqrt(4000)
    assert max(call(customer_size, z, 0.8) for z in (3.0, 5.0, 9.0)) == 6.0


@given(arguments(demand_now))
def test_a_dead_firm_meets_no_demand_and_a_switched_off_world_an_ordinary_one(given_):
    assert call(demand_now, **{**given_, "alive": 0.0}) == 0.0
    assert call(demand_now, **{**given_, "alive": 1.0, "on": 0.0}) == 1.0
    assert call(demand_now, 1.0, 0.0, 0.0, 1.0, 1.0) == 1.0


def test_the_swing_of_demand_has_the_declared_spread_in_the_long_run():
    luck, swing, kept = np.random.default_rng(5).standard_normal(20_000), 0.0, []
    for z in luck:
        swing = call(next_swing, swing, 0.1, 0.9, z)
        kept.append(swing)
    assert np.std(kept) == pytest.approx(0.1, rel=0.05)
    assert np.corrcoef(kept[:-1], kept[1:])[0, 1] == pytest.approx(0.9, abs=0.02)


def test_customers_come_to_stand_where_inflow_meets_leaving():
    """Without word of mouth the stock goes to inflow / chance of leaving."""
    leave, stock = float(call(leave_chance, 0.0, 0.0, math.log(0.01), 0.6, 1.0, 0.0, 1.0)), 100.0
    for _ in range(1500):
        stock += float(call(joiners, 400.0, stock, 1.0, 0.01, 0.0, 1.0, 0.0, 0.0, 0.0)) - leave * stock
    assert stock == pytest.approx(400.0, rel=1e-4)


@pytest.mark.parametrize(("share", "years"), [(0.0, 7.7), (0.25, 5.1), (0.4, 3.65)])
@pytest.mark.parametrize("start", [0.95, 1.05])
def test_a_firm_comes_back_to_the_customers_of_its_start_the_sooner_the_more_of_its_market_it_has(share, start, years):
    """Half of what a dip took is back after these years, with all else as in the reference; so is half of what a boom brought gone."""
    leave = 0.15 / 52
    stock, weeks = 400.0 * start, 0
    while abs(stock - 400.0) > 200.0 * abs(start - 1.0):
        stock += float(call(joiners, 400.0, stock, call(still_to_win, stock, 400.0, share), leave, 0.4, 1.0, 0.0, 0.0, 0.0)) - leave * stock
        weeks += 1
    assert weeks / 52 == pytest.approx(years, rel=0.05)


@given(arguments(still_to_win))
def test_a_market_is_never_owed_customers_and_the_reference_finds_it_as_it_is(given_):
    assert call(still_to_win, **given_) >= 0.0
    assert call(still_to_win, 400.0, 400.0, given_["share"]) == pytest.approx(1.0, rel=1e-6)
    assert call(still_to_win, given_["now"], given_["start"], 0.0) == 1.0


def test_satisfaction_reaches_newcomers_once_by_each_way():
    """What customers tell moves those who come by word of mouth alone, a name those at large alone."""
    told, known = (call(joiners, 400.0, 400.0, 1.0, 0.01, w, 1.0, heard, name, 0.0) for w, heard, name in ((0.0, 1.0, 0.0), (1.0, 0.0, 1.0)))
    assert told == known == pytest.approx(4.0, rel=1e-6)


def test_swings_leave_the_mean_of_demand_where_it_is():
    swings = 0.3 * np.random.default_rng(7).standard_normal(20_000)
    assert np.mean([call(demand_now, 1.2, one, 0.3, 1.0, 1.0) for one in swings]) == pytest.approx(1.2, rel=0.01)


@given(arguments(hardness_of_a_no))
def test_a_no_keeps_within_sense_and_an_ordinary_one_is_as_hard_as_ever(given_):
    assert np.float32(0.1) <= call(hardness_of_a_no, **given_) <= 2.5
    assert call(hardness_of_a_no, **{**given_, "clarity": 0.0, "explanation": 0.0, "maturity": 0.0, "asked_too_much": -1.0}) == 1.0


def test_a_quick_clear_no_costs_less_than_a_slow_yes_is_worth():
    """A clear, explained no within half a week against a yes that takes a month: the no is felt as the lesser evil."""
    clear = call(hardness_of_a_no, 1.5, 1.5, 0.0, 0.0, 0.2, 0.15, 0.15, 0.1)
    quick_no = call(answer_felt, -1.0, 0.0, 0.5, clear, 0.0, 0.15, 1.0, 0.2, 0.3, 0.05)
    slow_no = call(answer_felt, -1.0, 0.0, 4.0, 1.0, 0.0, 0.15, 1.0, 0.2, 0.3, 0.05)
    slow_yes = call(answer_felt, 1.0, 0.0, 8.0, 1.0, 0.0, 0.15, 1.0, 0.2, 0.3, 0.05)
    assert quick_no > slow_no
    assert quick_no > slow_yes


def test_taking_part_pleases_most_somewhere_in_between():
    """With the default weights having a say pleases until its burden outweighs it."""
    felt = [float(call(part_felt, x / 10, 0.03, 0.006)) for x in range(46)]
    assert 0 < felt.index(max(felt)) < 45
    assert call(part_felt, 0.0, 0.03, 0.006) == 0.0


@given(arguments(next_grievance))
def test_a_grievance_keeps_within_its_range_and_fades_by_itself(given_):
    assert 0.0 <= call(next_grievance, **given_) <= 6.0
    assert call(next_grievance, **{**given_, "failed": 0.0, "refused": 0.0}) <= np.float32(given_["grievance"])


@given(arguments(recovered_share))
def test_a_complaint_handled_never_leaves_more_than_there_was_nor_less_than_nothing(given_):
    assert 0.0 <= call(recovered_share, **given_) <= np.float32(0.95)


@given(arguments(complaint_chance))
def test_most_do_not_complain(given_):
    assert 0.0 <= call(complaint_chance, **given_) <= np.float32(0.6)
    assert call(complaint_chance, 0.5, 0.05, 0.1) <= np.float32(0.1) + 1e-6


@given(arguments(told_why))
def test_what_is_understood_is_a_share(given_):
    assert 0.0 <= call(told_why, **given_) <= 1.0


@given(arguments(talk_of_delight))
def test_talk_is_never_less_than_none(given_):
    assert call(talk_of_delight, **given_) >= 0.0


def test_ordinary_prices_promises_and_offers_change_nothing():
    assert call(drawn_away, 0.0, 0.0, 0.0, 0.8, 0.15, 2.0) == 0.0
    assert call(appeal, 0.0, 0.0, 0.0, 0.1, 0.15, 2.0) == 0.0
    assert call(price_felt, 0.0, 0.0, 0.8, 2.0) == 0.0
    assert call(promised_and_seen, 0.0, 0.0, 0.4, 0.25) == 0.0
    assert call(asked_more, 1.3, 1.3, 0.25) == 1.0


def test_a_promise_that_lasts_disappoints_for_as_long():
    """Expectation settles above what is met by the promise's pull; so disappointment does not fade."""
    expectation = 0.0
    for _ in range(400):
        expectation = call(next_expectation, expectation, 0.0, call(promised_and_seen, 1.0, 0.0, 0.4, 0.25), 1.0, 0.05, 0.0)
    assert expectation == pytest.approx(0.4, rel=1e-3)


@pytest.mark.parametrize("level", [0.8, 1.15])
def test_a_price_becomes_usual_and_then_pains_by_the_share_that_stays(level):
    usual, price, weeks = 0.0, math.log(level), 78
    for week in range(10 * weeks):
        if week == weeks:
            assert usual == pytest.approx((1 - math.exp(-1)) * price, rel=0.01)
        usual = call(next_usual_price, usual, price, weeks)
    assert usual == pytest.approx(price, rel=1e-3)
    assert call(price_felt, price, usual, 0.8, 2.0) == pytest.approx(0.2 * 2.0 * price, rel=1e-2)
    assert call(drawn_away, 0.0, price, usual, 1.0, 0.15, 4.0) == pytest.approx(0.0, abs=2e-3)


def test_a_leaver_is_remembered_for_about_a_year():
    so_far, none = np.float64(100.0), np.float64(0.0)
    for _ in range(52):
        so_far = plain(remembered)(so_far, none)
    assert so_far == pytest.approx(100 * (1 - 1 / 52) ** 52, rel=1e-12)
    for _ in range(1000):
        so_far = plain(remembered)(so_far, np.float64(3.0))
    assert so_far == pytest.approx(3 * 52, rel=1e-6), "leavers of a steady year: a year's number"


def test_where_customers_leave_by_taste_fifteen_per_cent_of_those_here_leave_in_a_year():
    """Seats that are refilled at once come to hold more of the easily pleased, until as many leave as in the reference."""
    taste = np.linspace(-5, 5, 201)
    leave = np.array([float(call(leave_by_kind, one, 0.7, 0.6)) for one in taste])
    here = np.exp(-0.5 * taste**2) / leave
    here /= here.sum()
    assert here @ leave == pytest.approx(0.15 / 52, rel=1e-3)
    assert here @ taste == pytest.approx(0.42, rel=1e-3)


def test_values_worked_by_hand():
    assert call(requests_expected, 2.0, 1.5, 0.25) == pytest.approx(0.75, rel=1e-6)
    assert call(requests_expected, 4.0, 3.0, 0.25) == pytest.approx(3.0, rel=1e-6)
    assert call(exception_chance, 0.0, 0.05) == pytest.approx(0.05, rel=1e-6)
    assert call(exception_chance, 4.0, 0.3) == np.float32(0.8)
    assert call(accepted_share, 0.5, 2 / 3, 0.0, 0.0, 0.0, 0.6, 0.06, 0.03, 0.05) == pytest.approx(0.7, rel=1e-6)
    assert call(next_demanding, 0.5, 1.0, 0.125, 0.02) == pytest.approx(0.6125, rel=1e-6)
    assert call(next_hours_used, 1.0, 1.0, 1.0, 2.0, 2.5, 0.6) == pytest.approx(1 + 5.5 / 52, rel=1e-6), "an exception takes hours at the first team only"
    assert call(next_hours_used, 1.0, 1.0, -1.0, 2.0, 2.5, 0.6) == pytest.approx(1 + 4 / 52, rel=1e-6)
    weights = {"p_taste": 0.7, "p_quality": 0.5, "p_luck": 1.2}
    none = {**dict.fromkeys(names(experience_met), 0.0), **weights}
    assert call(experience_met, **none) == 0.0
    assert call(experience_met, **{**none, "taste": 1.0, "quality": 1.0, "draw": 1.0, "around": 0.1}) == pytest.approx(2.5, rel=1e-6)
    felt = {"dropped": 0.0, "hardness": 1.0, "demanding": 0.0, "p_granted": 1.0, "p_accepted": 0.15, "p_refused": 0.2, "p_dropped": 0.3, "p_decision": 0.05}
    assert call(answer_felt, answer=0.0, decision_weeks=5.0, **felt) == 0.0
    assert call(answer_felt, answer=1.0, decision_weeks=2.0, **felt) == pytest.approx(0.1, rel=1e-6)
    assert call(answer_felt, answer=1.0, decision_weeks=1.0, **{**felt, "demanding": math.log(2)}) == pytest.approx(0.075, rel=1e-5)
    assert call(answer_felt, answer=-1.0, decision_weeks=1.0, **felt) == pytest.approx(-0.2, rel=1e-6)
    assert call(answer_felt, answer=0.0, decision_weeks=1.0, **{**felt, "dropped": 1.0}) == pytest.approx(-0.3, rel=1e-6)
    assert call(hardness_of_a_no, 1.0, 1.0, 1.0, -2.0, 0.2, 0.15, 0.15, 0.1) == pytest.approx(0.5, rel=1e-6)
    assert call(hardness_of_a_no, 0.0, 0.0, 0.0, 1.0, 0.2, 0.15, 0.15, 0.1) == pytest.approx(1.1, rel=1e-6)
    assert call(price_felt, 0.1, 0.0, 0.8, 2.0) == pytest.approx(0.2, rel=1e-5)
    assert call(price_felt, 0.1, 0.05, 0.8, 2.0) == pytest.approx(2 * 0.06, rel=1e-5)
    assert call(next_usual_price, 0.0, 0.1, 50.0) == pytest.approx(0.002, rel=1e-5)
    assert call(part_felt, 1.0, 0.03, 0.006) == pytest.approx(0.024, rel=1e-5)
    assert call(promised_and_seen, 1.0, 2.0, 0.4, 0.25) == pytest.approx(0.9, rel=1e-6)
    assert call(told_why, 0.4, 1.0, 1.0, 0.1, 0.05) == pytest.approx(0.55, rel=1e-6)
    assert call(next_grievance, 1.0, 1.0, 1.0, 0.4, 0.4, 0.5, 0.04) == pytest.approx(1.7 * 0.96, rel=1e-6)
    assert call(complaint_chance, 1.0, 0.05, 0.1) == pytest.approx(0.15, rel=1e-6)
    assert call(recovered_share, 0.4, 0.5) == pytest.approx(0.5, rel=1e-6)
    assert call(drawn_away, 1.0, 0.1, 0.0, 0.8, 0.15, 2.0) == pytest.approx(0.15 + 2 * 0.1, rel=1e-5)
    assert call(appeal, 1.0, 1.0, 0.1, 0.1, 0.15, 2.0) == pytest.approx(0.1 * 0.5**0.5 - 0.15 - 0.2, rel=1e-5)
    assert call(appeal, 3.0, 0.0, 0.0, 0.1, 0.15, 2.0) < 1.5 * call(appeal, 1.0, 0.0, 0.0, 0.1, 0.15, 2.0)
    assert call(still_to_win, 200.0, 400.0, 0.25) == pytest.approx(0.875 / 0.75, rel=1e-6)
    assert call(talk_of_delight, 30.0, 100.0, 0.2, 0.5) == pytest.approx(1.05, rel=1e-6)
    assert call(talk_of_delight, 0.0, 0.0, 0.2, 0.5) == 1.0
    assert call(next_satisfaction, 0.0, 1.0, 0.0, 1.0, 0.2, 0.15, 2.0, 0.0) == pytest.approx(0.23, rel=1e-6)
    assert call(next_satisfaction, 0.0, -1.0, 0.0, 1.0, 0.2, 0.15, 2.0, 0.0) == pytest.approx(-0.26, rel=1e-6)
    assert call(leave_chance, 1.0, 0.0, math.log(0.003), 0.6, 2.0, 0.01, 1.0) == pytest.approx(0.006 * math.exp(-0.6), rel=2e-6)
    assert call(leave_chance, -2.0, 1.0, math.log(0.003), 0.6, 1.0, 0.01, 0.0) == pytest.approx(0.01, rel=1e-5)
    assert call(leave_by_kind, 1.0, 0.7, 0.6) == pytest.approx(0.15 / 52 * math.exp(0.0882 - 0.42), rel=1e-5)
    assert call(joiners, 400.0, 200.0, 1.0, 0.003, 0.4, 1.0, 0.0, 0.0, 0.0) == pytest.approx(0.96, rel=1e-6)
    assert call(next_swing, 0.1, 0.03, 0.8, 1.0) == pytest.approx(0.098, rel=1e-6)
    assert call(demand_now, 0.5, math.log(1.2), 0.0, 1.0, 1.0) == pytest.approx(0.6, rel=1e-6)
    assert call(demand_now, 1.0, 0.18, 0.6, 1.0, 1.0) == pytest.approx(1.0, rel=1e-6)
