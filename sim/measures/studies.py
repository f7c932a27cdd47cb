"""Firms as published studies see them: a survey of some people in one week, outcomes over the year that begins with it, one row for each unit and year.

Every function reads a record and gives, for each firm, the parts from which a study's number is made ([firm, part], see `intervals`). The survey asks each
person present with a chance, and an answer is not quite what the person feels; the customers' score is a mean of some answers. Outcomes are what the books
show. Correlations are taken within a firm and year (what differs between firms or years is no difference between units) and pooled by the number of units.
Sources: Harter, Schmidt and Hayes 2002 (units, outcomes, pooling); Griffeth, Hom and Gaertner 2000 (leaving within a year); CBS 2023 (tenure).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.measures.intervals import first_over_second
from sim.measures.measure import WEEKS_A_YEAR, Numbers, Record, divide
from sim.measures.units import unit_reliability

NEW_BELOW = 104.0
"""Weeks of tenure below which the statistics count somebody as new."""


@dataclass(frozen=True)
class Survey:
    """How a study asks: in which week of the year, which share of people answers, how far an answer lies from what is felt (SD; reliability about .85), how
    many customers answer in the year, and how far customers of one unit differ (SD, as in the reference). The last four are assumed."""

    week: int = 0
    response: float = 0.8
    answer_sd: float = 0.4
    customers: float = 60.0
    customer_sd: float = 0.85
    seed: int = 1


class UnitYears(NamedTuple):
    """Units by [firm, unit, year]: what the survey found of engagement and of customers, and what the books show of the same year."""

    engagement: Numbers
    satisfaction: Numbers
    productivity: Numbers
    margin: Numbers
    turnover: Numbers
    heads: Numbers
    answers: Numbers
    reliability: Numbers


def years_of(weeks: int) -> int:
    """Whole years in a record."""
    return weeks // WEEKS_A_YEAR


def _by_unit(rows: Numbers, units: int) -> Numbers:
    """Rows [firm, row] set apart by unit: [firm, unit, row of the unit]."""
    return np.asarray(rows, dtype=np.float64).reshape(rows.shape[0], units, -1)


def _year_of(values: Numbers, year: int, units: int) -> Numbers:
    """Weekly rows summed over one year and the rows of a unit: [firm, unit]."""
    part = np.asarray(values[:, year * WEEKS_A_YEAR : (year + 1) * WEEKS_A_YEAR], dtype=np.float64).sum(axis=1)
    return np.asarray(_by_unit(part, units).sum(axis=2))


def _asked(record: Record, week: int, units: int, survey: Survey) -> tuple[Numbers, Numbers, Numbers]:
    """What a survey finds in a week: mean answer and number of answers by [firm, unit], and by [firm] how far unit means repeat themselves."""
    present, felt = record.parts["people.present"][:, week], record.parts["people.engagement"][:, week]
    who, how = (np.random.default_rng([survey.seed, week, draw]) for draw in range(2))
    answers = _by_unit(present * (who.random(present.shape) < survey.response), units)
    said = _by_unit(felt + survey.answer_sd * how.standard_normal(felt.shape), units)
    count = answers.sum(axis=2)
    mean = divide((said * answers).sum(axis=2), count)
    return mean, count, _repeats(said, answers, mean, count)


def _repeats(said: Numbers, answers: Numbers, mean: Numbers, count: Numbers) -> Numbers:
    """Reliability of unit means in each firm: ICC(1) by analysis of variance over units of unequal size, stepped up to the mean number of answers."""
    filled, total, units = np.nan_to_num(mean), count.sum(axis=1), (count > 0).sum(axis=1)
    within = (answers * (said - filled[:, :, None]) ** 2).sum(axis=(1, 2)) / np.maximum(total - units, 1.0)
    grand = (count * filled).sum(axis=1) / np.maximum(total, 1.0)
    between = (count * (filled - grand[:, None]) ** 2).sum(axis=1) / np.maximum(units - 1.0, 1.0)
    usual = (total - (count**2).sum(axis=1) / np.maximum(total, 1.0)) / np.maximum(units - 1.0, 1.0)
    share = np.clip(divide(between - within, between + (usual - 1.0) * within), 0.0, 1.0)
    return np.array([unit_reliability(one, many) for one, many in zip(share, total / np.maximum(units, 1.0), strict=True)])


def unit_years(record: Record, survey: Survey | None = None) -> UnitYears:
    """The table of units and years that a study of business units works on. A firm's survey has the same luck however many firms are looked at."""
    about, units = survey or Survey(), record.scenario.organisation.units
    parts = record.parts
    weeks = parts["people.present"].shape[1]
    found: list[list[Numbers]] = []
    for year in range(years_of(weeks)):
        seen, answers, repeats = _asked(record, year * WEEKS_A_YEAR + about.week, units, about)
        heads = _year_of(parts["teams.heads"], year, units) / WEEKS_A_YEAR
        pleased = _year_of(parts["units.satisfaction"], year, units) / WEEKS_A_YEAR
        revenue, cost = (_year_of(parts[name], year, units) for name in ("units.revenue", "units.cost"))
        score = pleased + about.customer_sd / np.sqrt(about.customers) * np.random.default_rng([about.seed, year, 2]).standard_normal(pleased.shape)
        left = _year_of(parts["teams.departures"], year, units)
        found.append([seen, score, divide(revenue, heads), divide(revenue - cost, revenue), divide(left, heads), heads, answers,
                      np.broadcast_to(repeats[:, None], seen.shape)])
    return UnitYears(*(np.stack(column, axis=-1) for column in zip(*found, strict=True)))


def within(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Correlation over the second axis, and how many pairs it has, for each of the others: r and n by [firm, year] from [firm, unit, year]. NaN below three."""
    both = np.isfinite(x) & np.isfinite(y)
    count = both.sum(axis=1).astype(np.float64)
    a, b = np.where(both, x, 0.0), np.where(both, y, 0.0)
    size = np.maximum(count, 1.0)
    a = np.where(both, a - (a.sum(axis=1) / size)[:, None], 0.0)
    b = np.where(both, b - (b.sum(axis=1) / size)[:, None], 0.0)
    spread = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    return np.where((count > 2) & (spread > 0), divide((a * b).sum(axis=1), spread), np.nan), count


def pooled_parts(r: Numbers, count: Numbers) -> Numbers:
    """Correlations by [firm, year] as parts of a mean weighted by size: sum of n r, and sum of n, for each firm."""
    known = np.isfinite(r)
    return np.stack([np.where(known, count * r, 0.0).sum(axis=1), np.where(known, count, 0.0).sum(axis=1)], axis=1)


def link(record: Record, outcome: str, survey: Survey | None = None) -> Numbers:
    """Engagement as surveyed with an outcome of the same unit and year: parts of the pooled observed correlation."""
    table = unit_years(record, survey)
    return pooled_parts(*within(table.engagement, getattr(table, outcome)))


def corrected_link(record: Record, outcome: str, survey: Survey | None = None) -> Numbers:
    """The same with a third part, the reliability of unit means times their number: `freed` makes of them the correlation without the survey's luck."""
    table = unit_years(record, survey)
    parts = pooled_parts(*within(table.engagement, getattr(table, outcome)))
    repeats = table.reliability[:, 0, :].mean(axis=1)
    return np.column_stack([parts, repeats * parts[:, 1]])


def freed(parts: Numbers) -> Numbers:
    """A pooled correlation over the root of the mean reliability of the survey's unit means."""
    return np.asarray(first_over_second(parts) / np.sqrt(np.maximum(parts[2] / parts[1], 0.05)), dtype=np.float64)


def quarters(record: Record, survey: Survey | None = None) -> Numbers:
    """Leaving in the top and the bottom quarter of units by surveyed engagement, within each firm and year: leavers and heads, top and then bottom."""
    table = unit_years(record, survey)
    order = np.argsort(np.argsort(np.where(np.isfinite(table.engagement), table.engagement, -9.0), axis=1), axis=1)
    units = table.engagement.shape[1]
    cut = max(units // 4, 1)
    top, bottom = order >= units - cut, order < cut
    leavers = np.nan_to_num(table.turnover) * table.heads
    return np.stack([np.where(side, what, 0.0).sum(axis=(1, 2)) for side in (top, bottom) for what in (leavers, table.heads)], axis=1)


def leaving_by_feeling(record: Record) -> Numbers:
    """Each person's engagement at the start of a year with having left by its end (point-biserial), by firm and year."""
    present, felt, tenure = (record.parts[f"people.{name}"] for name in ("present", "engagement", "tenure"))
    each, sizes = [], []
    for first in range(0, years_of(present.shape[1]) * WEEKS_A_YEAR, WEEKS_A_YEAR):
        last = first + WEEKS_A_YEAR - 1
        here = present[:, first] > 0.5
        stays = (present[:, last] > 0.5) & (tenure[:, last] >= tenure[:, first] + WEEKS_A_YEAR - 1.5)
        r, count = within(np.where(here, felt[:, first], np.nan)[:, :, None], np.where(stays, 0.0, 1.0)[:, :, None])
        each.append(r[:, 0])
        sizes.append(count[:, 0])
    return pooled_parts(np.stack(each, axis=1), np.stack(sizes, axis=1))


def leaving_by_tenure(record: Record) -> Numbers:
    """Leavers and person-weeks below two years of tenure, then above, for each firm. Where people are dismissed they would count, too."""
    present, tenure = record.parts["people.present"], record.parts["people.tenure"]
    found = np.zeros((present.shape[0], 4))
    for week in range(1, present.shape[1]):
        here = present[:, week - 1] > 0.5
        left = here & ~((present[:, week] > 0.5) & (tenure[:, week] >= tenure[:, week - 1] + 0.5))
        new = tenure[:, week - 1] < NEW_BELOW
        found += np.stack([(one & side).sum(axis=1) for side in (new, ~new) for one in (left, here)], axis=1)
    return found


def room_and_heart(record: Record) -> Numbers:
    """Room to decide, as each person has it (the job's and the manager's together), with engagement, over all people of a firm once a year."""
    parts = record.parts
    present, felt, own = (parts[f"people.{name}"] for name in ("present", "engagement", "room_in_job"))
    seats = present.shape[2] // parts["teams.autonomy"].shape[2]
    weeks = range(0, present.shape[1], WEEKS_A_YEAR)
    given = [np.repeat(parts["teams.autonomy"][:, week], seats, axis=1) for week in weeks]
    x = np.stack([np.where(present[:, week] > 0.5, own[:, week] + more, np.nan) for week, more in zip(weeks, given, strict=True)], axis=-1)
    return pooled_parts(*within(x, np.stack([felt[:, week] for week in weeks], axis=-1)))
