"""Measures say what they promise, and say "no data" rather than zero."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from sim.engine.weekly import Weekly
from sim.lab.result import Result
from sim.measures import HEADLINES, MEASURES, UnknownMeasure, normal_share, trailing_mean
from sim.measures.recorded import DOWN, NEEDS, UP
from tests.lab.fake import YARDSTICK, fake

MEASURED = {name: measure for name, measure in MEASURES.items() if name not in Weekly._fields}


def last(record, name):
    return Result(record).mean(name)[-1]


def test_every_weekly_column_is_a_measure_and_directions_name_only_columns():
    assert set(Weekly._fields) <= set(MEASURES)
    assert set(Weekly._fields) >= UP | DOWN | set(NEEDS) | set(NEEDS.values())
    assert not UP & DOWN
    assert set(HEADLINES) <= set(MEASURES)


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_has_the_shape_of_the_record_and_says_what_it_is(name):
    measure = MEASURES[name]
    values = Result(fake(replications=3, weeks=20)).series(name)
    assert values.shape == (3, 20)
    assert measure.unit
    assert measure.formula
    assert measure.title
    with pytest.raises(ValueError, match="read-only"):
        values[0, 0] = 1.0


def test_the_normal_share_is_the_normal_curve():
    z = np.linspace(-8, 8, 401)
    assert normal_share(z) == pytest.approx(norm.cdf(z), abs=1e-15, rel=1e-12)
    assert math.isnan(normal_share(np.array([math.nan]))[0])


def test_a_reference_at_rest_has_three_equal_voices_and_no_tension():
    record = fake(luck=0.0)
    for name in ("voice_employee", "voice_customer", "voice_business"):
        assert last(record, name) == pytest.approx(50.0)
    assert last(record, "voice_tension") == pytest.approx(0.0, abs=1e-9)
    for name in ("tension_squeeze", "tension_control", "silo_index", "goodhart_gap"):
        assert last(record, name) == pytest.approx(0.0, abs=1e-9)


def test_voices_are_places_on_the_normal_curve():
    assert last(fake(engagement=1.0, exhaustion=-1.0), "voice_employee") == pytest.approx(100 * norm.cdf(math.sqrt(2)))
    assert last(fake(satisfaction_with_leavers=YARDSTICK["satisfaction_unit_sd"]), "voice_customer") == pytest.approx(100 * norm.cdf(1))
    rich = fake(luck=0.0, profit=400_000 * (YARDSTICK["margin"] + 2 * YARDSTICK["margin_year_sd"]))
    assert last(rich, "voice_business") == pytest.approx(100 * norm.cdf(2))
    assert Result(rich).mean("voice_business")[0] < 55


def test_tension_grows_when_one_voice_parts_from_the_others():
    assert last(fake(luck=0.0, engagement=-1.5), "voice_tension") > last(fake(luck=0.0, engagement=-0.5), "voice_tension") > 1


def test_the_end_of_a_company_is_neither_leaving_nor_losing_customers():
    """Two of 240 leave each week; in the twentieth week the company is over and all are gone."""
    week = np.arange(30)
    heads, quits = np.where(week < 20, 240.0, 0.0), np.where(week < 20, 2.0, 0.0) + np.where(week == 20, 238.0, 0.0)
    rate = Result(fake(replications=1, weeks=30, heads=heads, quits=quits, alive=1.0 * (week < 19))).series("quit_rate_year")[0]
    assert rate[13:] == pytest.approx(52 * 2 / 240)


def test_shares_and_rates():
    record = fake()
    assert last(record, "burnout_share") == pytest.approx(43 / 240)
    assert last(record, "quit_rate_year") == pytest.approx(52 * 0.7 / 240)
    assert last(record, "churn_rate_year") == pytest.approx(52 * 6.9 / 2400)
    assert last(record, "failure_demand") == pytest.approx(90 / 690)
    assert last(record, "first_time_right") == pytest.approx(1 - 90 / 690)


def test_costs_and_profit_add_up_to_revenue():
    result = Result(fake())
    assert result.series("cost") + result.series("profit") == pytest.approx(result.series("revenue"))
    assert result.series("cumulative_profit")[:, -1] == pytest.approx(result.series("profit").sum(axis=1))


def test_less_help_raises_the_silo_index_against_the_solved_reference():
    record = fake(help_given=280.0)
    record.yardstick.update(help_given=560.0, help_needed=700.0)
    assert last(record, "silo_index") == pytest.approx(0.5)


def test_the_goodhart_gap_opens_when_reports_grow_and_value_does_not():
    reported = np.where(np.arange(104) < 30, 1.0, 1.4)
    assert last(fake(kpi_reported=reported), "goodhart_gap") == pytest.approx(0.4)


@pytest.mark.parametrize(("level", "stalled"), [(0.61, 0.0), (0.59, 1.0)])
def test_a_stall_is_a_quarter_below_sixty_percent(level, stalled):
    record = fake(kpi_true=np.where(np.arange(104) < 40, 1.0, level))
    assert last(record, "stall") == stalled


def test_empty_groups_give_no_data_and_never_zero():
    empty = Result(fake(heads=0.0, customers=0.0, hours=0.0, help_needed=0.0, help_given=0.0, requests=0.0, repeats=0.0, hand_overs=0.0, revenue=0.0))
    names = (
        "voice_employee",
        "voice_customer",
        "engagement",
        "satisfaction",
        "share_output",
        "burnout_share",
        "quit_rate_year",
        "churn_rate_year",
        "silo_index",
        "failure_demand",
        "margin",
        "hand_over_loss",
        "revenue_per_customer",
    )
    for name in names:
        assert np.isnan(empty.series(name)).all(), name
    for name in ("heads", "customers", "profit", "output", "cumulative_profit"):
        assert np.isfinite(empty.series(name)).all(), name
    assert empty.mean("stall")[-1] == 1.0


def test_hand_overs_and_help_that_hardly_occur_give_no_data():
    usual, whole = fake(), fake(hand_overs=2.4, hand_over_loss=0.03, help_needed=1.4)
    for record in (usual, whole):
        record.yardstick.update(help_given=560.0, help_needed=700.0)
    for name in ("hand_over_loss", "silo_index"):
        assert np.isnan(Result(whole).series(name)).all(), name
        assert np.isfinite(Result(usual).series(name)).all(), name


def test_a_week_without_data_does_not_spoil_the_weeks_after_it():
    values = np.array([[1.0, np.nan, 3.0, 5.0, 7.0]])
    assert trailing_mean(values, 2)[0] == pytest.approx([1.0, 1.0, 3.0, 4.0, 6.0])


def test_an_unknown_measure_names_the_nearest():
    with pytest.raises(UnknownMeasure, match="did you mean 'satisfaction'"):
        Result(fake()).series("satisfacton")
    assert issubclass(UnknownMeasure, KeyError)


def test_what_a_customer_is_worth_follows_how_long_it_stays():
    """Margin x (1 + d) / (1 + d - stays): at 10 % a year and nobody staying it is one year's margin."""
    per_customer = last(fake(luck=0.0), "value_per_customer")
    stays = 1 - 52 * 6.9 / 2400
    assert last(fake(luck=0.0), "lifetime_value") == pytest.approx(per_customer * 1.1 / (1.1 - stays))
    assert last(fake(luck=0.0, customers_left=2400.0), "lifetime_value") == pytest.approx(per_customer)


def test_shares_of_talent_vacancies_and_errors():
    record = fake(talented=36.0, heads_wanted=250.0, vacancies=10.0, hired=0.5, errors_reported=0.5, errors_hidden=1.5, complaints=12.0)
    assert last(record, "talent_share") == pytest.approx(0.15)
    assert last(record, "vacancy_share") == pytest.approx(0.04)
    assert last(record, "vacancy_weeks") == pytest.approx(20.0)
    assert last(record, "errors_told") == pytest.approx(0.25)
    assert last(record, "complaint_rate_year") == pytest.approx(52 * 12 / 2400)
    assert last(fake(heads_wanted=200.0), "vacancy_share") == 0.0
    assert last(fake(heads_wanted=200.0), "vacancy_weeks") == 0.0, "spare seats are no vacancies"
    assert math.isnan(last(fake(vacancies=10.0, hired=0.0), "vacancy_weeks"))


def test_the_voice_of_customers_does_not_rise_because_the_dissatisfied_left():
    assert last(fake(satisfaction=1.0), "voice_customer") == pytest.approx(50.0)


def test_a_firm_that_has_ended_is_in_no_state_and_counts_nothing():
    """Zero would read as average. What is counted is none; what is felt, waited or promised has no data."""
    alive = np.where(np.arange(104) < 60, 1.0, 0.0)
    ended = Result(fake(alive=alive))
    for name in ("engagement", "satisfaction", "satisfaction_with_leavers", "quality", "wait", "pressure", "credibility", "share_output", "obstacles",
                 "insecurity", "voice_employee", "voice_customer"):
        assert np.isfinite(ended.series(name)[:, :60]).all(), name
        assert np.isnan(ended.series(name)[:, 60:]).all(), name
    for name in ("alive", "customers", "heads", "profit", "requests", "quits", "hours", "backlog"):
        assert np.isfinite(ended.series(name)).all(), name


def test_meaning_alone_opens_the_third_tension():
    calm = fake(luck=0.0, meaning=0.0)
    assert last(fake(luck=0.0, meaning=2.0), "tension_renewal") > last(calm, "tension_renewal")
    assert last(fake(luck=0.0, renewal=0.2), "tension_renewal") > last(calm, "tension_renewal")


def test_cash_is_told_in_weeks_of_cost():
    assert last(fake(luck=0.0), "cash_weeks") == pytest.approx(1e6 / 364_000)
