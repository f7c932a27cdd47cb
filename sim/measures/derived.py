"""Measures of people, work and customers, computed from the weekly record. Each says in words what it is."""

from __future__ import annotations

import numpy as np

from sim.measures.measure import NO_HAND_OVERS, QUARTER, WEEKS_A_YEAR, Measure, Numbers, Reading, divide, trailing_mean, trailing_sum

STALL_BELOW = 0.6
HARDLY_NEEDED = 0.05
"""Below this part of the reference's help needed, a firm has no work between teams to speak of: what help it gets for that tells nothing."""


def silo_index(of: Reading) -> Numbers:
    """Help that the work between teams asks for and does not get, against the reference."""
    usual = of.reference("help_given") / of.reference("help_needed") if of.reference("help_needed") > 0 else np.nan
    needed = np.where(of("help_needed") < HARDLY_NEEDED * of.reference("help_needed"), np.nan, of("help_needed"))
    return 1.0 - divide(of("help_given"), needed) / usual


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
    """Events of the last quarter as a share of the stock, brought to a year. That all are gone when a company ends is not counted."""
    left = of(stock)
    return WEEKS_A_YEAR * divide(trailing_sum(np.where(left > 0, of(count), 0.0), QUARTER), trailing_sum(left, QUARTER))


def errors_told(of: Reading) -> Numbers:
    """How far errors are told rather than hidden: told / (told + hidden), both against the reference."""
    return divide(of("errors_reported"), of("errors_reported") + of("errors_hidden"))


DERIVED = (
    Measure("burnout_share", "burn-out complaints", "share", "down", "truth", "people with burn-out complaints / people employed",
        "people", ("burnt_out", "heads"), lambda of: divide(of("burnt_out"), of("heads"))),
    Measure("absence_share", "long absence", "share", "down", "truth", "people on long absence / people employed",
        "people", ("absent", "heads"), lambda of: divide(of("absent"), of("heads"))),
    Measure("quit_rate_year", "voluntary quits", "share a year", "down", "truth", "52 x quits / people employed, over 13 weeks; not a company's end",
        "people", ("quits", "heads"), lambda of: _rate(of, "quits", "heads")),
    Measure("talent_share", "talented people", "share", "up", "truth", "people with talent above one SD / people employed",
        "people", ("talented", "heads"), lambda of: divide(of("talented"), of("heads"))),
    Measure("vacancy_share", "vacancies", "share", "down", "truth", "budgeted seats that are empty / people budgeted",
        "people", ("vacancies", "heads_wanted"), lambda of: divide(of("vacancies"), of("heads_wanted"))),
    Measure("vacancy_weeks", "time to fill a vacancy", "weeks", "down", "truth", "budgeted seats that are empty / people hired a week, over 13 weeks",
        "people", ("vacancies", "hired"), lambda of: divide(trailing_sum(of("vacancies"), QUARTER), trailing_sum(of("hired"), QUARTER))),
    Measure("churn_rate_year", "customers lost", "share a year", "down", "truth", "52 x customers left / customers, over 13 weeks; not a company's end",
        "customers", ("customers_left", "customers"), lambda of: _rate(of, "customers_left", "customers")),
    Measure("join_rate_year", "customers won", "share a year", "up", "truth", "52 x customers joined / customers, over 13 weeks",
        "customers", ("customers_joined", "customers"), lambda of: _rate(of, "customers_joined", "customers")),
    Measure("complaint_rate_year", "complaints", "a customer a year", "down", "truth", "52 x customers who complained / customers, over 13 weeks",
        "customers", ("complaints", "customers"), lambda of: _rate(of, "complaints", "customers")),
    Measure("silo_index", "silo index", "ratio", "down", "truth",
        "1 - (help given / help needed) / the same of the reference; 0 = reference; no data where hardly any is needed",
        "between teams", ("help_given", "help_needed"), silo_index, nothing=NO_HAND_OVERS),
    Measure("hand_overs_per_request", "hand-overs of a request", "count", "down", "truth", "requests handed from team to team / all requests",
        "between teams", ("hand_overs", "requests", "repeats"), lambda of: divide(of("hand_overs"), of("requests") + of("repeats"))),
    Measure("goodhart_gap", "Goodhart gap", "ratio", "down", "truth", "growth of the reported KPI less growth of true value since the start, 13-week means",
        "KPI", ("kpi_reported", "kpi_true"), goodhart_gap),
    Measure("gaming", "hours of gaming", "hours a week", "down", "truth", "hours of each person that go into making the number look good",
        "KPI", ("hours", "share_gaming", "heads"), lambda of: divide(of("hours") * of("share_gaming"), of("heads"))),
    Measure("failure_demand", "failure demand", "share", "down", "truth", "requests again because the first failed / all requests",
        "demand", ("repeats", "requests"), lambda of: divide(of("repeats"), of("requests") + of("repeats"))),
    Measure("first_time_right", "first time right", "share", "up", "truth", "first requests / all requests: 1 - failure demand",
        "demand", ("requests", "repeats"), lambda of: divide(of("requests"), of("requests") + of("repeats"))),
    Measure("exceptions_share", "exceptions accepted", "share", "none", "truth", "exceptional demands accepted / asked, over 13 weeks",
        "demand", ("exceptions_accepted", "exceptions_asked"),
        lambda of: divide(trailing_sum(of("exceptions_accepted"), QUARTER), trailing_sum(of("exceptions_asked"), QUARTER))),
    Measure("errors_told", "errors told", "share", "up", "truth", "errors told / (told + hidden), each against the reference; 0.5 = reference",
        "work", ("errors_reported", "errors_hidden"), errors_told),
    Measure("output", "output", "ratio", "up", "truth", "what is done for value by head x people employed (1: reference)",
        "work", ("kpi_true", "heads"), output),
    Measure("stall", "stalled", "0/1", "down", "truth", "1 when 13-week output is below 60 % of the reference", "work", ("output",), stall),
)
