"""What firms do when something is done to them, measured as the studies did: bonuses against none, a shock to capacity, what a leaver costs.

As in `studies`, each function gives parts by [firm, part]. Where two records are asked for they are twins: the same firms met the same luck in both.
Sources: Garbers and Konradt 2014; Hunter, Schmidt and Judiesch 1990; Friebel, Heinz, Krueger and Zubanov 2017; Oliva and Sterman 2001; Boushey and Glynn 2012;
TNO/CBS (burn-out complaints).
"""

from __future__ import annotations

import numpy as np

from sim.measures.measure import WEEKS_A_YEAR, Numbers, Record
from sim.parameters import with_values

OUTPUT_SPREAD = 0.19
"""SD of the output of people who do the same routine work, as a share of its mean: studies of incentives tell gains in such SDs, and nobody in the model has
an output of one's own (Hunter, Schmidt and Judiesch 1990)."""

BONUS_FROM, BONUS_TO = 4, 26
"""The weeks (from 0) over which a bonus is judged: the first half-year, without the month in which it is learned."""


def sums(record: Record, *names: str) -> Numbers:
    """Weekly columns summed over the run, one part for each name."""
    return np.stack([np.asarray(record.weekly[name], dtype=np.float64).sum(axis=1) for name in names], axis=1)


def left_in_a_year(parts: Numbers) -> Numbers:
    """From quits and person-weeks: the chance of leaving within a year, for a person who meets the mean hazard each week."""
    return np.asarray(1.0 - (1.0 - parts[0] / parts[1]) ** WEEKS_A_YEAR, dtype=np.float64)


def hazard_ratio(parts: Numbers) -> Numbers:
    """From leavers and person-weeks of two groups: the first group's rate over the second's."""
    return np.asarray((parts[0] / parts[1]) / (parts[2] / parts[3]), dtype=np.float64)


def gap_of_rates(parts: Numbers) -> Numbers:
    """How much higher the first rate is than the second, as a share of the second."""
    return np.asarray(hazard_ratio(parts) - 1.0, dtype=np.float64)


def burnt_out(plain: Record, stressed: Record) -> Numbers:
    """People with burn-out complaints and people employed in the last year: under stress, then without."""
    columns = [np.asarray(one.weekly[name])[:, -WEEKS_A_YEAR:].sum(axis=1) for one in (stressed, plain) for name in ("burnt_out", "heads")]
    return np.stack(columns, axis=1)


def difference_of_rates(parts: Numbers) -> Numbers:
    """The first rate less the second."""
    return np.asarray(parts[0] / parts[1] - parts[2] / parts[3], dtype=np.float64)


def measured_quantity(plain: Record, bonus: Record) -> Numbers:
    """What the KPI reports in the second half of the first year, with a bonus and without."""
    late = slice(WEEKS_A_YEAR // 2, WEEKS_A_YEAR)
    return np.stack([np.asarray(one.weekly["kpi_reported"], dtype=np.float64)[:, late].mean(axis=1) for one in (bonus, plain)], axis=1)


def in_sds_of_output(parts: Numbers) -> Numbers:
    """Growth of a quantity in SDs of what people doing the same routine work turn out."""
    return np.asarray(growth(parts) / OUTPUT_SPREAD, dtype=np.float64)


def bonus_pays(plain: Record, bonus: Record) -> Numbers:
    """Sales with and without a team bonus, the gain in profit after the bonus, and the bonus paid beyond what was paid before; over the first half-year."""
    window = slice(BONUS_FROM, BONUS_TO)

    def of(one: Record, name: str) -> Numbers:
        return np.asarray(np.asarray(one.weekly[name], dtype=np.float64)[:, window].sum(axis=1))

    gained, paid = (of(bonus, name) - of(plain, name) for name in ("profit", "bonuses"))
    return np.stack([of(bonus, "revenue"), of(plain, "revenue"), gained, paid], axis=1)


def growth(parts: Numbers) -> Numbers:
    """The first part over the second, less one."""
    return np.asarray(parts[0] / parts[1] - 1.0, dtype=np.float64)


def profit_by_bonus(parts: Numbers) -> Numbers:
    """Profit before the bonus that each euro of bonus brings: what it gained after the bonus, and the bonus itself, over the bonus."""
    return np.asarray((parts[2] + parts[3]) / parts[3], dtype=np.float64)


def log_pressure(record: Record) -> tuple[Numbers, Numbers, Numbers]:
    """Log work pressure, log hours a request gets against the standard, and the standard before, by [firm, week, team]: as their study defined them."""
    created, spent, standard, backlog, done, utilised = (
        np.asarray(record.parts[f"teams.{name}"], dtype=np.float64) for name in ("created", "time_spent", "standard", "backlog", "done", "utilisation"))
    need, capacity = created[:, 1:] / spent[:, 1:], done[:, 1:] / np.maximum(utilised[:, 1:], 1e-9)
    asked = need * standard[:, :-1] + 0.5 * backlog[:, :-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(asked / capacity), np.log(spent[:, 1:] / standard[:, :-1]), standard[:, :-1]


def corners_cut(record: Record) -> Numbers:
    """Hours a request gets, against its standard, on work pressure: covariance and variance of logs within teams over the weeks, for each firm."""
    pressure, spent, _ = log_pressure(record)
    known = np.isfinite(pressure) & np.isfinite(spent)
    x, y = np.where(known, pressure, 0.0), np.where(known, spent, 0.0)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    x = np.where(known, x - x.sum(axis=1, keepdims=True) / count, 0.0)
    y = np.where(known, y - y.sum(axis=1, keepdims=True) / count, 0.0)
    return np.stack([(x * y).sum(axis=(1, 2)), (x * x).sum(axis=(1, 2))], axis=1)


def standard_moves(record: Record, down: bool = True) -> Numbers:
    """How much of the distance the standard moves in a week towards the hours a request gets, where these are fewer (or more): least squares, with a pull
    to 1 beside it. Parts are the five sums of squares and products from which `weeks_to_follow` solves the two slopes."""
    _, spent, before = log_pressure(record)
    standard = np.asarray(record.parts["teams.standard"], dtype=np.float64)
    moved, gap, back = standard[:, 1:] - before, before * (np.exp(spent) - 1.0), 1.0 - before
    counted = np.isfinite(gap) & ((gap < 0.0) == down)
    products = [(gap, gap), (gap, back), (back, back), (gap, moved), (back, moved)]
    return np.stack([np.where(counted, a * b, 0.0).sum(axis=(1, 2)) for a, b in products], axis=1)


def weeks_to_follow(parts: Numbers) -> Numbers:
    """The time constant of the standard, from the slope that `standard_moves` describes: 1 - exp(-1 / weeks) = slope."""
    whole = parts[0] * parts[2] - parts[1] ** 2
    slope = (parts[3] * parts[2] - parts[4] * parts[1]) / whole
    return np.asarray(-1.0 / np.log(np.clip(1.0 - slope, 1e-9, 1.0 - 1e-9)), dtype=np.float64)


def cost_of_leaving(record: Record) -> Numbers:
    """Cash spent on leaving and hiring, person-weeks of skill lost while newcomers learn, leavers, and a week's pay of a person, for each firm.

    A place that stands empty saves its pay, and its work is valued at that pay: so it counts neither way."""
    values = with_values(record.scenario.parameters)
    effort, pay = values.effort, values.finance.wage
    present, tenure = (np.asarray(record.parts[f"people.{name}"]) for name in ("present", "tenure"))
    lost = (1.0 - effort.start_skill) * np.where(present > 0.5, np.exp(-tenure / effort.learning_weeks), 0.0).sum(axis=(1, 2), dtype=np.float64)
    cash, leavers = sums(record, "turnover_cost", "quits").T
    return np.stack([cash, lost, leavers, np.full(len(cash), pay)], axis=1)


def cost_in_years_pay(parts: Numbers) -> Numbers:
    """What one who leaves costs, in years' pay: cash, and the output that those who follow do not yet give."""
    return np.asarray((parts[0] / parts[3] + parts[1]) / parts[2] / WEEKS_A_YEAR, dtype=np.float64)
