"""Outcomes: measures with one value for a whole run, for a pair of policies, or for policies compared. Each is declared once, like those by week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.measures import network, pairs
from sim.measures.measure import QUARTER, Direction, Numbers, Reading, Sight, trailing_mean

Kind = Literal["run", "pair", "helpers", "policies"]
"""What an outcome is computed from: one run; paired weekly profit differences [pair, week]; who helps whom; voices [policy, company, voice]."""

BACK, SETTLING = 0.95, 4
"""A company is back when the mean of so many weeks reaches this share of what it did before the shock."""
MOST_LAG = 52


@dataclass(frozen=True)
class Outcome:
    """One outcome. `of` says what `compute` takes; it gives one number for each replication ("run") or policy ("policies"), else one number."""

    id: str
    title: str
    unit: str
    better: Direction
    sight: Sight
    formula: str
    group: str
    needs: tuple[str, ...]
    of: Kind
    compute: Callable[..., Any]


def first_shock(scenario: Any) -> int | None:
    """The week (from 0) of a scenario's first event; None when nothing befalls the organisation."""
    weeks = [event.week for event in getattr(scenario, "events", ())]
    return min(weeks) if weeks else None


def weeks_until_back(values: Numbers, shock: int) -> Numbers:
    """Weeks from a shock until the 4-week mean is back for good at 95 % of the 13 weeks before (of 1 when it comes first); 0: never left; NaN: not back."""
    before = values[:, max(shock - QUARTER, 0) : shock].mean(axis=1) if shock > 0 else np.ones(values.shape[0])
    after = trailing_mean(values[:, shock:], SETTLING)
    below = after < BACK * before[:, None]
    last = np.where(below.any(axis=1), below.shape[1] - 1 - below[:, ::-1].argmax(axis=1), -1)
    return np.where(last == below.shape[1] - 1, np.nan, last + 1.0) if below.shape[1] else np.full(values.shape[0], np.nan)


def recovery_weeks(of: Reading) -> Numbers:
    """How long output takes to come back after the scenario's first event."""
    output, shock = of("output"), first_shock(of.record.scenario)
    return np.full(output.shape[0], np.nan) if shock is None or shock >= output.shape[1] else weeks_until_back(output, shock)


def stall_week(of: Reading) -> Numbers:
    """The first week (from 1) at whose end the company stands still."""
    stalled = of("stall") > 0.5
    if not stalled.shape[1]:
        return np.full(stalled.shape[0], np.nan)
    return np.where(stalled.any(axis=1), stalled.argmax(axis=1) + 1.0, np.nan)


def weeks_behind(truth: Numbers, seen: Numbers, most: int = MOST_LAG) -> Numbers:
    """By how many weeks what is seen follows the truth most closely, by [replication]; NaN for runs below twice the longest lag, or where one does not move."""
    weeks = truth.shape[1]
    if weeks < 2 * most:
        return np.full(truth.shape[0], np.nan)
    lags = np.array([_alike(truth[:, : weeks - lag], seen[:, lag:]) for lag in range(most + 1)])
    known = np.isfinite(lags).all(axis=0)
    return np.where(known, np.where(known, lags, 0.0).argmax(axis=0).astype(np.float64), np.nan)


def _alike(one: Numbers, other: Numbers) -> Numbers:
    """Correlations row by row."""
    a, b = one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)
    size = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    return np.where(size > 0, (a * b).sum(axis=1) / np.where(size > 0, size, 1.0), np.nan)


OUTCOMES: dict[str, Outcome] = {one.id: one for one in (
    Outcome("dip_depth", "depth of the dip", "euro a week", "up", "truth", "lowest 13-week mean of the paired weekly profit difference, mean of all pairs",
        "money", ("profit",), "pair", pairs.dip_depth),
    Outcome("dip_weeks", "length of the dip", "weeks", "down", "truth", "how many 13-week means in a row lie below zero around the lowest",
        "money", ("profit",), "pair", pairs.dip_weeks),
    Outcome("break_even_week", "break-even", "week", "down", "truth",
        "first week after which the paired difference in summed profit, mean of all pairs, stays at or above zero to the horizon",
        "money", ("profit",), "pair", pairs.break_even_week),
    Outcome("pareto_share", "on the front of the three voices", "share", "up", "truth",
        "share of identical companies in which no other policy compared is as high in all three voices and higher in one",
        "voices", ("voice_employee", "voice_customer", "voice_business"), "policies", pairs.pareto_share),
    Outcome("stall_week", "time to stall", "week", "up", "truth", "first week at whose end 13-week output lies below 60 % of the reference; no data: never",
        "work", ("stall",), "run", stall_week),
    Outcome("recovery_weeks", "recovery after a shock", "weeks", "down", "truth",
        "weeks from the first event until 4-week output is back for good at 95 % of the quarter before; 0: never left; no data: not back, or no event",
        "work", ("output",), "run", recovery_weeks),
    Outcome("sight_lag_weeks", "how late leaders see engagement", "weeks", "down", "truth",
        "lag (0 to 52 weeks) at which engagement as leaders see it follows engagement most closely; no data for runs below two years",
        "leaders", ("engagement", "employee_seen"), "run", lambda of: weeks_behind(of("engagement"), of("employee_seen"))),
    Outcome("ei_index", "E-I index of help", "-1 to 1", "up", "truth",
        "(help between functions - help inside) / all help; -1: all inside, 1: all between; neutral is 1 - 2 / number of functions",
        "between teams", (), "helpers", lambda who_helps: network.ei_index(who_helps)[0]),
    Outcome("modularity", "modularity of help", "-1 to 1", "down", "truth", "help inside functions above what givers and takers would exchange by chance",
        "between teams", (), "helpers", network.modularity),
)}
"""All outcomes by name."""
