"""Measures of money, computed from the weekly record: margins, cost, what a customer is worth, what is left."""

from __future__ import annotations

import numpy as np

from sim.measures.measure import QUARTER, WEEKS_A_YEAR, Measure, Numbers, Reading, divide, trailing_mean, trailing_sum

COSTS = ("payroll", "bonuses", "fixed", "material", "turnover_cost", "programmes", "interest")
"""Cost by kind: each is a weekly column; what owners are paid is no cost."""

DISCOUNT = 0.1
"""What money is worth less a year later (assumed)."""


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


def lifetime_value(of: Reading) -> Numbers:
    """What a customer brings for as long as it stays, in money of today; no data while none leaves."""
    stays = 1.0 - np.minimum(of("churn_rate_year"), 1.0)
    return np.where(of("churn_rate_year") > 0, of("value_per_customer") * (1.0 + DISCOUNT) / (1.0 + DISCOUNT - stays), np.nan)


MONEY = (
    Measure("margin", "margin", "share", "up", "truth", "profit / revenue of the week",
        "money", ("profit", "revenue"), lambda of: divide(of("profit"), of("revenue"))),
    Measure("margin_year", "margin of a year", "share", "up", "truth",
        "profit / revenue of the last 52 weeks; weeks before the start count as reference weeks", "money", ("profit", "revenue"), margin_year),
    Measure("cost", "cost", "euro a week", "down", "truth", "wages, variable pay, fixed, material, turnover, programmes and interest", "money", COSTS, cost),
    Measure("cost_per_request", "cost per request", "euro", "down", "truth", "cost / first requests, over 13 weeks",
        "money", ("cost", "requests"), lambda of: divide(trailing_sum(of("cost"), QUARTER), trailing_sum(of("requests"), QUARTER))),
    Measure("revenue_per_customer", "revenue per customer", "euro a year", "up", "truth", "52 x revenue / customers",
        "money", ("revenue", "customers"), lambda of: WEEKS_A_YEAR * divide(of("revenue"), of("customers"))),
    Measure("value_per_customer", "profit per customer", "euro a year", "up", "truth", "52 x profit / customers",
        "money", ("profit", "customers"), lambda of: WEEKS_A_YEAR * divide(of("profit"), of("customers"))),
    Measure("lifetime_value", "lifetime value of a customer", "euro", "up", "truth",
        "profit per customer x (1 + d) / (1 + d - share that stays a year), with d = 10 % a year (assumed)",
        "money", ("value_per_customer", "churn_rate_year"), lifetime_value),
    Measure("profit_13", "profit, 13-week mean", "euro a week", "up", "truth", "mean profit of the last 13 weeks, fewer at the start",
        "money", ("profit",), lambda of: trailing_mean(of("profit"), QUARTER)),
    Measure("cumulative_profit", "summed profit", "euro", "up", "truth", "profit summed since the start",
        "money", ("profit",), lambda of: np.cumsum(of("profit"), axis=1), at_end=True),
    Measure("cash_weeks", "weeks that the cash lasts", "weeks", "up", "truth", "cash / cost of a week, over 13 weeks",
        "money", ("cash", "cost"), lambda of: divide(of("cash"), trailing_mean(of("cost"), QUARTER))),
)
