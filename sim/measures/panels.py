"""What goes before what: units and firms followed over years, and curves over load, as the studies of causes and of optima measured them.

As in `studies`, each function gives parts by [firm, part]; the combining functions make the number. A cross-lagged coefficient says how much a standard
deviation of one thing goes with another a year later, what that other was before held alike. It is not the true effect: what both follow from stays in it.
Sources: Zablah et al. 2016; Schneider, Hanges, Smith and Salvaggio 2003 (lags both ways); Park and Shaw 2013; Berry Jaeker and Tucker 2017 (load).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measures.measure import QUARTER, WEEKS_A_YEAR, Numbers, Record, divide
from sim.measures.responses import log_pressure
from sim.measures.studies import pooled_parts, unit_years, within, years_of

LOADS = np.arange(0.58, 1.35, 0.05)
"""Edges of the classes of load, each a twentieth wide."""
FEWEST_IN_CLASS = 5.0
"""Weeks of teams that a class must hold for each firm, on average, to count."""


def _deviations(values: Numbers) -> Numbers:
    """Deviations from the mean of the others in the same firm and year (over all firms where a firm is one unit), in SDs of them all: [firm, unit, year]."""
    axes = (0, 1) if values.shape[1] == 1 else (1,)
    apart = values - values.mean(axis=axes, keepdims=True)
    return np.asarray(apart / apart.std())


def _both_ways(x: Numbers, y: Numbers) -> Numbers:
    """Mean products from which the coefficients of each on the other a year later are solved, for each firm."""
    a, b = _deviations(x), _deviations(y)
    first, second = (slice(None), slice(None), slice(None, -1)), (slice(None), slice(None), slice(1, None))
    pairs = [(a[first], a[first]), (a[first], b[first]), (b[first], b[first]), (a[first], b[second]), (b[first], b[second]), (a[first], a[second]),
             (b[first], a[second])]
    return np.stack([(one * other).mean(axis=(1, 2)) for one, other in pairs], axis=1)


def forward(parts: Numbers) -> Numbers:
    """The first on the second a year later, the second's own past held alike, in SDs."""
    xx, xy, yy, xn, yn = parts[:5]
    return np.asarray((xn * yy - yn * xy) / (xx * yy - xy * xy), dtype=np.float64)


def backward(parts: Numbers) -> Numbers:
    """The second on the first a year later, the first's own past held alike, in SDs."""
    xx, xy, yy, xs, ys = parts[0], parts[1], parts[2], parts[5], parts[6]
    return np.asarray((ys * xx - xs * xy) / (xx * yy - xy * xy), dtype=np.float64)


def backward_less_forward(parts: Numbers) -> Numbers:
    """How much stronger the way back is."""
    return np.asarray(backward(parts) - forward(parts), dtype=np.float64)


def people_and_customers(record: Record) -> Numbers:
    """Engagement and customers' satisfaction of units in the first quarter of each year: parts of the coefficients both ways."""
    units = record.scenario.organisation.units
    present, felt, pleased = (record.parts[name] for name in ("people.present", "people.engagement", "units.satisfaction"))
    joy, heart = [], []
    for year in range(years_of(present.shape[1])):
        at = slice(year * WEEKS_A_YEAR, year * WEEKS_A_YEAR + QUARTER)
        here = present[:, at].reshape(present.shape[0], QUARTER, units, -1)
        sums = (here * felt[:, at].reshape(here.shape)).sum(axis=(1, 3), dtype=np.float64)
        heart.append(sums / np.maximum(here.sum(axis=(1, 3), dtype=np.float64), 1.0))
        joy.append(pleased[:, at].mean(axis=1, dtype=np.float64))
    return _both_ways(np.stack(heart, axis=-1), np.stack(joy, axis=-1))


def people_and_profit(record: Record) -> Numbers:
    """Engagement and profit of whole firms, year by year, over firms: parts of the coefficients both ways."""
    def yearly(name: str) -> Numbers:
        values = np.asarray(record.weekly[name], dtype=np.float64)
        years = years_of(values.shape[1])
        return np.asarray(values[:, : years * WEEKS_A_YEAR].reshape(values.shape[0], 1, years, WEEKS_A_YEAR).mean(axis=3))

    return _both_ways(yearly("engagement"), yearly("profit"))


def turnover_and_next_productivity(record: Record) -> Numbers:
    """Quits a head of units with revenue a head of the year after, within firm and year: parts of the pooled correlation."""
    table = unit_years(record)
    return pooled_parts(*within(table.turnover[:, :, :-1], table.productivity[:, :, 1:]))


def speed_by_load(records: Sequence[Record], of_all_hours: bool = False) -> Numbers:
    """Effective output of an hour that goes to output, by class of load over the last four weeks: sums of logs and counts over weeks of teams, each team
    against its own mean over all the twins. Hours that move to output from elsewhere are no speed, unless the output `of_all_hours` is asked for."""
    loads, speeds = [], []
    for record in records:
        load = trailing_weeks(log_pressure(record)[0])
        hours, output = (np.asarray(record.parts[f"teams.{name}"], dtype=np.float64)[:, 1:] for name in ("hours", "hours_output"))
        here, share = (np.asarray(record.parts[f"people.{name}"], dtype=np.float64)[:, 1:] for name in ("present", "share_output"))
        of_team = (*here.shape[:2], hours.shape[2], -1)
        mean = divide((here * share).reshape(of_team).sum(axis=3), here.reshape(of_team).sum(axis=3))
        with np.errstate(divide="ignore", invalid="ignore"):
            speeds.append(np.log(output / (hours if of_all_hours else hours * mean)))
        loads.append(np.exp(load))
    load, speed = np.concatenate(loads, axis=1), np.concatenate(speeds, axis=1)
    known = np.isfinite(load) & np.isfinite(speed)
    usual = divide(np.where(known, speed, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64))
    apart = np.where(known, speed - np.nan_to_num(usual)[:, None, :], 0.0)
    place = np.digitize(np.where(known, load, -1.0), LOADS)
    classes = [known & (place == k) for k in range(1, LOADS.size)]
    return np.stack([np.where(one, what, 0.0).sum(axis=(1, 2)) for one in classes for what in (apart, 1.0)], axis=1)


def trailing_weeks(values: Numbers, weeks: int = 4) -> Numbers:
    """The mean over the last weeks, by [firm, week, team]; no data until there are as many."""
    whole = np.cumsum(np.pad(values, ((0, 0), (1, 0), (0, 0))), axis=1)
    mean = np.full(values.shape, np.nan)
    mean[:, weeks - 1 :] = (whole[:, weeks:] - whole[:, :-weeks]) / weeks
    return mean


def best_load(parts: Numbers) -> Numbers:
    """The middle of the class of load in which an hour yields most; classes with few weeks do not count."""
    sums, counts = parts[0::2], parts[1::2]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(counts > FEWEST_IN_CLASS, sums / counts, -np.inf)
    return np.asarray(((LOADS[:-1] + LOADS[1:]) / 2.0)[np.argmax(mean, axis=0)], dtype=np.float64)
