"""Money: the books add up line by line, in double precision, and read nothing but work done, customers, prices and cost."""

import pytest
from hypothesis import given

from sim.compiled import flat, plain
from sim.mechanisms.finance import (
    books_close,
    cash_held,
    credited,
    grown,
    loss_hours,
    lost_for_good,
    making_good,
    money_in,
    next_owed,
    paid_to_owners,
    served_after_all,
    share_finished,
    share_withdrawn,
    spending,
    variable_part,
    wages_of,
)
from tests.laws.domains import against, arguments, call


@pytest.mark.parametrize(
    ("law", "argument", "direction"),
    [
        *[pytest.param(money_in, name, +1, id=f"more_{name}_never_bring_less") for name in ("customers", "requests", "sold", "demand", "level")],
        pytest.param(money_in, "repeats_billed", +1, id="billing_repeats_never_brings_less"),
        pytest.param(money_in, "credited", -1, id="money_held_back_never_brings_more"),
        pytest.param(share_finished, "done", +1, id="more_done_never_finishes_less"),
        pytest.param(share_finished, "backlog", -1, id="more_left_waiting_never_finishes_more"),
        pytest.param(share_withdrawn, "withdrawn", +1, id="more_withdrawn_is_never_a_smaller_part"),
        pytest.param(next_owed, "first", +1, id="more_given_up_never_leaves_less_to_come_again"),
        pytest.param(next_owed, "again", +1, id="who_comes_again_more_is_never_owed_less"),
        pytest.param(served_after_all, "owed", +1, id="more_owed_never_bills_less"),
        pytest.param(served_after_all, "finished_again", +1, id="serving_more_never_bills_less"),
        pytest.param(credited, "lost", +1, id="more_given_up_never_lowers_what_is_held_back"),
        pytest.param(grown, "customers", +1, id="more_customers_never_need_less_of_what_is_fixed"),
        pytest.param(wages_of, "heads", +1, id="more_heads_never_cost_less"),
        pytest.param(wages_of, "overtime_heads", +1, id="overtime_never_saves_wages"),
        pytest.param(loss_hours, "hours", +1, id="longer_work_for_all_never_makes_one_customer_loss_making_sooner"),
        pytest.param(loss_hours, "price_level", +1, id="dearer_service_never_makes_a_customer_loss_making_sooner"),
        pytest.param(lost_for_good, "comes_again", -1, id="who_comes_again_is_never_more_lost"),
        pytest.param(spending, "home_days", -1, id="working_at_home_never_costs_offices"),
        pytest.param(spending, "cut", -1, id="a_cut_never_adds_to_spending"),
        pytest.param(making_good, "complaints", +1, id="complaints_never_save_money"),
        pytest.param(cash_held, "owners_first", -1, id="owners_first_never_leaves_more_cash"),
        *[pytest.param(variable_part, name, +1, id=f"more_{name}_never_earns_less") for name in ("kpi", "csat", "joint", "attainment")],
        pytest.param(paid_to_owners, "cash", +1, id="spare_cash_never_lowers_what_owners_get"),
    ],
)
def test_direction(law, argument, direction):
    assert not against(law, argument, direction)


@given(arguments(paid_to_owners))
def test_owners_get_nothing_while_cash_is_short_and_never_more_than_is_spare(given_):
    paid = float(call(paid_to_owners, **given_))
    assert 0.0 <= paid <= max(given_["cash"] - given_["target"], 0.0) * (1 + 1e-6)


@given(arguments(money_in))
def test_currency_does_not_matter(given_):
    doubled = call(money_in, **{**given_, "price": 2 * given_["price"]})
    assert doubled == 2 * call(money_in, **given_)


def test_a_customer_of_the_reference_brings_exactly_its_price():
    """One customer asks at the request rate, sales and need of service are ordinary: subscription, fees and sales add to the price."""
    rate = 0.25
    assert plain(money_in)(100.0, 1.0, 1.0, 1.0, rate, 0.05, 0.0, rate, rate, 0.6, 0.5, 0.1, 0.0, 0.5, 0.0) == pytest.approx(100.0, rel=1e-12)


def test_values_worked_by_hand():
    books = plain(money_in)
    assert books(100.0, 1.0, 10.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.25, 0.6, 0.5, 0.1, 0.0, 0.5, 0.0) == pytest.approx(450.0, rel=1e-12)
    assert books(100.0, 1.0, 0.0, 1.0, 2.0, 1.0, 1.0, 0.0, 0.25, 0.6, 0.5, 0.1, 1.0, 0.5, 0.0) == pytest.approx(100 * 0.3 * 3.5 / 0.25, rel=1e-6)
    assert books(100.0, 1.0, 10.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.6, 0.5, 0.1, 0.0, 0.5, 0.2) == pytest.approx(480.0, rel=1e-6)
    assert call(credited, 0.0, 100.0, 0.5) == 0.0
    assert call(credited, 25.0, 75.0, 0.5) == pytest.approx(0.125, rel=1e-6)
    assert call(credited, 0.0, 0.0, 1.0) == 0.0
    assert call(grown, 400.0, 400.0, 0.3) == 1.0
    assert call(grown, 300.0, 400.0, 0.3) == 1.0
    assert call(grown, 600.0, 400.0, 0.3) == pytest.approx(1.15, rel=1e-6)
    assert call(share_finished, 80.0, 20.0) == pytest.approx(0.8, rel=1e-6)
    assert call(share_finished, 80.0, 0.0) == call(share_finished, 0.0, 0.0) == 1.0
    assert call(share_withdrawn, 10.0, 70.0, 20.0) == pytest.approx(0.1, rel=1e-6)
    assert plain(wages_of)(10.0, 0.8, 1.0, 1000.0, 1.25, 1.5, 0.5, 0.0) == pytest.approx(12_500.0, rel=1e-12)
    assert plain(wages_of)(10.0, 0.8, 1.0, 1000.0, 1.25, 1.5, 0.5, 0.1) == pytest.approx(12_000.0, rel=1e-12)
    assert call(loss_hours, 1.0, 0.6, 0.2, 0.25, 10.0) == pytest.approx(0.25 * 10 * 0.4 / 0.31, rel=1e-6)
    assert call(loss_hours, 1.2, 0.6, 0.2, 0.25, 10.0) == pytest.approx(0.25 * 10 * 0.52 / 0.23, rel=1e-5)
    assert call(spending, 0.0, 0.0, 0.02, 0.5) == 1.0
    assert call(spending, 2.0, 0.2, 0.02, 0.5) == pytest.approx((1 - 0.04 / 1.25**0.5) * 0.9, rel=1e-5)
    assert plain(making_good)(10.0, 4.0, 280.0, 0.5) == pytest.approx(840.0, rel=1e-6)
    assert call(lost_for_good, 0.5, 0.4) == pytest.approx(0.3, rel=1e-6)
    assert call(cash_held, 8.0, 1.0, 0.15) == pytest.approx(6.8, rel=1e-6)
    assert call(cash_held, 8.0, 0.0, 0.15) == 8.0
    assert call(variable_part, 0.5, 0.3, 0.1, 1.2) == pytest.approx(1.08, rel=1e-6)
    assert plain(paid_to_owners)(150.0, 100.0, 0.1) == pytest.approx(5.0, rel=1e-6)


BOOKS_READ = {
    "units": {"price", "customers", "dropped", "complaints"},
    "teams": {"heads", "overtime", "attainment", "departures", "dismissed", "hired", "sales_pull", "done", "backlog", "withdrawn"},
    "journeys": {"requests", "repeats", "open", "open_again", "owed"},
    "firm": {"alive", "demand", "cash", "programme_euro"},
    "practice": {"reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight", "price_level", "home_working", "cost_cut", "shareholder_focus"},
    "balance": {"price"},
    "on": {"finance", "quality"},
}
"""What the books may read: work done, customers, prices, heads, complaints, scores that are paid for, and the price of programmes.
No mood, no satisfaction, no lever but pay, the price asked, offices given up, spending cut and owners paid first."""


def test_the_books_read_only_what_has_a_price():
    needs = flat(books_close)[1].uses
    read = {}
    for group, field, what in needs:
        if what == "data" and group not in ("chart", "p"):
            read.setdefault(group, set()).add(field)
    written = {"units": {"revenue", "cost"}, "journeys": {"open", "open_again", "owed", "late", "finished", "finished_again"},
               "firm": {"revenue", "payroll", "bonuses", "fixed", "material", "turnover_cost", "programmes", "quits", "dismissed",
                        "interest", "profit", "owners"}}
    surplus = {group: fields - BOOKS_READ.get(group, set()) - written.get(group, set()) for group, fields in read.items()}
    assert not {group: fields for group, fields in surplus.items() if fields}
    assert not set(needs) & {("people", field, "data") for field in ("engagement", "exhaustion", "trust")}
