"""Measures computed from the weekly record, the voices apart. Each says in words what it is."""

from __future__ import annotations

import numpy as np

from sim.measures.measure import QUARTER, WEEKS_A_YEAR, Measure, Numbers, Reading, divide, trailing_mean, trailing_sum

COSTS = ("payroll", "bonuses", "fixed", "material", "turnover_cost", "programmes", "interest")
STALL_BELOW = 0.6


def margin_year(of: Reading) -> Numbers:
    """Profit of the last 52 weeks as a share of revenue; weeks before the start count as reference weeks."""
    weeks = of("profit").shape[1]
    missing = np.maximum(WEEKS_A_YEAR - 1 - np.arange(weeks), 0)
    profit = trailing_sum(of("profit"), WEEKS_A_YEAR) + missing * of.yard("profit_week")
    revenue = trailing_sum(of("revenue"), WEEKS_A_YEAR) + missing * of.yard("revenue_week")
    return divide(profit, revenue)


def cost(of: Reading) -> Numbers:
    """All cost of the week; what owners are paid is not a cost."""
    return np.asarray(np.sum([of(name) for name in COSTS], axis=0), dtype=np.float64)


def silo_index(of: Reading) -> Numbers:
    """Help that the work between teams asks for and does not get, against the reference."""
    usual = of.reference("help_given") / of.reference("help_needed") if of.reference("help_needed") > 0 else np.nan
    return 1.0 - divide(of("help_given"), of("help_needed")) / usual


def goodhart_gap(of: Reading) -> Numbers:
    """Growth of what the KPI reports less growth of what is done for value."""
    reported, true = trailing_mean(of("kpi_reported"), QUARTER), trailing_mean(of("kpi_true"), QUARTER)
    return reported / of.reference("kpi_reported") - true / of.reference("kpi_true")


def output(of: Reading) -> Numbers:
    """Work done for value by everybody together, against the reference."""
    value = of("kpi_true") * of("heads") / (of.reference("kpi_true") * of.yard("heads"))
    return np.where(of("heads") > 0, value, 0.0)


def stall(of: Reading) -> Numbers:
    """Whether the last quarter's output lies below 60 % of the reference."""
    return np.where(trailing_mean(of("output"), QUARTER) < STALL_BELOW, 1.0, 0.0)


def _rate(of: Reading, count: str, stock: str) -> Numbers:
    """Events of the last quarter as a share of the stock, brought to a year."""
    return WEEKS_A_YEAR * divide(trailing_sum(of(count), QUARTER), trailing_sum(of(stock), QUARTER))


DERIVED = (
    Measure(
        "burnout_share",
        "burn-out complaints",
        "share",
        "down",
        "truth",
        "people with burn-out complaints / people employed",
        "people",
        lambda of: divide(of("burnt_out"), of("heads")),
    ),
    Measure(
        "absence_share",
        "long absence",
        "share",
        "down",
        "truth",
        "people on long absence / people employed",
        "people",
        lambda of: divide(of("absent"), of("heads")),
    ),
    Measure(
        "quit_rate_year",
        "voluntary quits",
        "share a year",
        "down",
        "truth",
        "52 x quits / people employed, over 13 weeks",
        "people",
        lambda of: _rate(of, "quits", "heads"),
    ),
    Measure(
        "churn_rate_year",
        "customers lost",
        "share a year",
        "down",
        "truth",
        "52 x customers left / customers, over 13 weeks",
        "customers",
        lambda of: _rate(of, "customers_left", "customers"),
    ),
    Measure(
        "silo_index",
        "silo index",
        "ratio",
        "down",
        "truth",
        "1 - (help given / help needed) / the same of the reference; 0 = reference",
        "between teams",
        silo_index,
    ),
    Measure(
        "goodhart_gap",
        "Goodhart gap",
        "ratio",
        "down",
        "truth",
        "growth of the reported KPI less growth of true value since the start, 13-week means",
        "KPI",
        goodhart_gap,
    ),
    Measure(
        "gaming",
        "hours of gaming",
        "hours a week",
        "down",
        "truth",
        "hours of each person that go into making the number look good",
        "KPI",
        lambda of: divide(of("hours") * of("share_gaming"), of("heads")),
    ),
    Measure(
        "failure_demand",
        "failure demand",
        "share",
        "down",
        "truth",
        "requests again because the first failed / all requests",
        "demand",
        lambda of: divide(of("repeats"), of("requests") + of("repeats")),
    ),
    Measure(
        "first_time_right",
        "first time right",
        "share",
        "up",
        "truth",
        "first requests / all requests: 1 - failure demand",
        "demand",
        lambda of: divide(of("requests"), of("requests") + of("repeats")),
    ),
    Measure("output", "output", "ratio", "up", "truth", "what is done for value by head x people employed (1: reference)", "work", output),
    Measure("stall", "stalled", "0/1", "down", "truth", "1 when 13-week output is below 60 % of the reference", "work", stall),
    Measure("margin", "margin", "share", "up", "truth", "profit / revenue of the week", "money", lambda of: divide(of("profit"), of("revenue"))),
    Measure(
        "margin_year",
        "margin of a year",
        "share",
        "up",
        "truth",
        "profit / revenue of the last 52 weeks; weeks before the start count as reference weeks",
        "money",
        margin_year,
    ),
    Measure("cost", "cost", "euro a week", "down", "truth", "wages, variable pay, fixed, material, turnover, programmes and interest", "money", cost),
    Measure(
        "cost_per_request",
        "cost per request",
        "euro",
        "down",
        "truth",
        "cost / first requests, over 13 weeks",
        "money",
        lambda of: divide(trailing_sum(of("cost"), QUARTER), trailing_sum(of("requests"), QUARTER)),
    ),
    Measure(
        "revenue_per_customer",
        "revenue per customer",
        "euro a year",
        "up",
        "truth",
        "52 x revenue / customers",
        "money",
        lambda of: WEEKS_A_YEAR * divide(of("revenue"), of("customers")),
    ),
    Measure(
        "value_per_customer",
        "profit per customer",
        "euro a year",
        "up",
        "truth",
        "52 x profit / customers",
        "money",
        lambda of: WEEKS_A_YEAR * divide(of("profit"), of("customers")),
    ),
    Measure(
        "profit_13",
        "profit, 13-week mean",
        "euro a week",
        "up",
        "truth",
        "mean profit of the last 13 weeks, fewer at the start",
        "money",
        lambda of: trailing_mean(of("profit"), QUARTER),
    ),
    Measure(
        "cumulative_profit",
        "summed profit",
        "euro",
        "up",
        "truth",
        "profit summed since the start",
        "money",
        lambda of: np.cumsum(of("profit"), axis=1),
        at_end=True,
    ),
)
