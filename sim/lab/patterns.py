"""Patterns of the literature that are no targets: each declared once, with what is expected, how it is measured and where. They may fail.

A pattern holds when the whole 95 % interval lies where it is expected, fails when the whole interval lies outside, and is unclear in between. Some cannot
be asked of this model, because it lacks what they speak of; they are listed with the reason, so that nobody counts them as shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.lab.experiment import Progress
from sim.lab.studying import run_base
from sim.measures import panels
from sim.measures.intervals import Combine, Estimate, first_over_second, resampled
from sim.measures.measure import WEEKS_A_YEAR, Numbers, Record
from sim.measures.targets import BASES, PLAIN, Base, Records
from sim.scenario.model import Event

Verdict = Literal["holds", "does not hold", "unclear", "cannot be asked"]
_CUT = 78
_LEAN, _AMPLE = {"staffing": 0.95}, {"staffing": 1.1}
_LAYOFF = (Event("layoffs", _CUT, 0.1),)
_EGO = {"reward_intensity": 0.2}
_NONE = {"reward_intensity": 0.0}


def _limit(name: str, title: str, weeks: int = 260, borrows: bool = False) -> Base:
    return Base(f"limit {name}", title, f"limit_{name}", weeks, 32, (), {"people first": {"scenario": f"limit_{name}_people_first"}}, borrows)


PLACES: dict[str, Base] = {
    base.id: base
    for base in (
        Base("firms", "many reference firms", "reference", 260, 192),
        Base("downsizing", "reference firms with few and with many hands, each with and without a tenth dismissed", "reference", _CUT + 52, 32, (),
            {PLAIN: {"policy": _LEAN}, "lean cut": {"policy": _LEAN, "events": _LAYOFF}, "ample": {"policy": _AMPLE},
             "ample cut": {"policy": _AMPLE, "events": _LAYOFF}}),
        Base("interdependent", "teams that need each other, without variable pay and with much on the own number", "reference", 156, 32, (),
            {PLAIN: {"policy": {**_NONE, "task_division": 0.75}}, "ego": {"policy": {**_EGO, "task_division": 0.75}}}),
        Base("independent", "teams that serve alone, without variable pay and with much on the own number", "branches40", 156, 16, (),
            {PLAIN: {"policy": _NONE}, "ego": {"policy": _EGO}}),
        Base("load", "reference firms with more and fewer hands", "reference", 26, 16,
            ("teams.created", "teams.time_spent", "teams.standard", "teams.backlog", "teams.done", "teams.utilisation", "teams.hours", "teams.hours_output",
             "people.present", "people.share_output"),
            {f"{heads}": {"policy": {"staffing": heads}} for heads in (1.2, 1.1, 0.9, 0.8)}),
        _limit("captive_customers", "customers who cannot leave"),
        _limit("easy_work", "work that is learned in days and people who are easily replaced"),
        _limit("short_horizon", "three quarters of a year", 39),
        _limit("congruent_kpi", "a KPI that points to value already"),
        _limit("light_load", "a workload below its peak"),
        _limit("no_cash", "too little cash for worse before better, in a crisis", borrows=True),
        Base("limit customer_time", "people's hours taken out of customers' time", "reference", 260, 32, (),
            {"people first": {"scenario": "limit_customer_time"}}),
    )
}
"""Firms on which patterns are measured, beside those of the targets (`BASES`)."""


@dataclass(frozen=True)
class Pattern:
    """A pattern: what is expected, as an interval in which the number must lie, how it is measured, after whom, and on which firms."""

    id: str
    title: str
    expected: str
    low: float
    high: float
    unit: str
    formula: str
    source: str
    place: str
    parts: Callable[[Records], Numbers] | None = None
    combine: Combine = first_over_second
    reason: str = ""
    beside: str = ""
    """A pattern without which this one says nothing: an absence of harm is news only where harm is shown elsewhere."""
    put_in: str = ""
    """A number of the rules that means the same: the pattern only reads it back."""
    leans_on: str = ""
    """A number that was assumed because of studies such as the pattern's: that it holds tests little."""

    def measured(self, records: Records) -> Estimate:
        """The number with its interval; none where it cannot be asked."""
        return Estimate(math.nan) if self.parts is None else resampled(self.parts(records), self.combine)

    def verdict(self, shown: Estimate) -> Verdict:
        """Whether it holds."""
        if self.parts is None:
            return "cannot be asked"
        low, high = (shown.value, shown.value) if math.isnan(shown.low) else (shown.low, shown.high)
        if self.low <= low and high <= self.high:
            return "holds"
        return "does not hold" if high < self.low or low > self.high else "unclear"


def _paired(name: str, twin: str, first: int = 0, last: int | None = None) -> Callable[[Records], Numbers]:
    def parts(records: Records) -> Numbers:
        gap = (np.asarray(records[twin].weekly[name]) - np.asarray(records[PLAIN].weekly[name]))[:, first:last].mean(axis=1, dtype=np.float64)
        return np.stack([gap, np.ones_like(gap)], axis=1)

    return parts


def _slack_softens(records: Records) -> Numbers:
    """What a cut does to satisfaction where hands are few, less what it does where they are many, over the year after it."""
    year = slice(_CUT, _CUT + WEEKS_A_YEAR)
    lean, ample = (np.asarray(records[f"{name} cut"].weekly["satisfaction"]) - np.asarray(records[base].weekly["satisfaction"])
                   for name, base in (("lean", PLAIN), ("ample", "ample")))
    gap = (lean - ample)[:, year].mean(axis=1, dtype=np.float64)
    return np.stack([gap, np.ones_like(gap)], axis=1)


def _years_gained(records: Records) -> Numbers:
    """Profit over the whole run with people first less without, in years of reference profit."""
    gap = (np.asarray(records["people first"].weekly["profit"]) - np.asarray(records[PLAIN].weekly["profit"])).sum(axis=1, dtype=np.float64)
    return np.stack([gap, np.full(gap.size, records[PLAIN].yardstick["profit_week"] * WEEKS_A_YEAR)], axis=1)


def _plain(measure: Callable[[Record], Numbers]) -> Callable[[Records], Numbers]:
    return lambda records: measure(records[PLAIN])


def _worth_of_hours(records: Records) -> Numbers:
    """What an hour between contract and 48 is worth, against an hour of the contract; the same for every firm."""
    from sim.mechanisms.effort import worth_of_overtime
    from sim.parameters import with_values

    known = with_values(records[PLAIN].scenario.parameters).effort
    contract, full, none = (np.float32(hours) for hours in (known.contract_hours, known.full_worth_hours, known.no_worth_hours))
    extra = np.float32(48.0 / contract - 1.0)
    return np.array([[float(worth_of_overtime(extra, contract, full, none)), float(extra)]])


_FAILS = "people first does not pay: profit over the run not above the yardstick's"
_GAIN = "profit with people first less without, summed, in years of reference profit"
_PARADOX = "the project's conditions in which the paradox should fail"
PATTERNS: dict[str, Pattern] = {
    pattern.id: pattern
    for pattern in (
        Pattern("people to profit", "engaged firms earn more a year later", "above zero", 0.0, math.inf, "SD for an SD",
            "cross-lagged coefficient over firms and years, own past held alike", "Schneider, Hanges, Smith and Salvaggio 2003; Winkler et al. 2012", "firms",
            _plain(panels.people_and_profit), panels.forward),
        Pattern("profit to people", "people of firms that earn more are more engaged a year later", "above zero", 0.0, math.inf, "SD for an SD",
            "cross-lagged coefficient over firms and years, own past held alike", "Schneider, Hanges, Smith and Salvaggio 2003", "firms",
            _plain(panels.people_and_profit), panels.backward),
        Pattern("satisfaction mirror", "customers move employees at least as much as employees customers", "not below zero", 0.0, math.inf, "SD for an SD",
            "cross-lagged coefficient customers to people less people to customers, over units and years within firms", "Zablah et al. 2016", "branches",
            _plain(panels.people_and_customers), panels.backward_less_forward),
        Pattern("turnover costs", "units that lose more people do a little less well", "-.30 to 0 (-.15; another count: -.03)", -0.30, 0.0, "correlation",
            "r of quits a head with revenue a head of the next year, units within firm and year", "Park and Shaw 2013; Hancock et al. 2013", "branches",
            _plain(panels.turnover_and_next_productivity)),
        Pattern("dismissal for cause", "involuntary turnover hardly lowers performance", "about zero (-.01)", -0.05, 0.05, "correlation", "",
            "Park and Shaw 2013", "", reason="the model dismisses people whoever they are; nobody is dismissed for what he does"),
        Pattern("downsizing", "downsizing lowers customers' satisfaction", "below zero", -math.inf, 0.0, "SD",
            "satisfaction over the year after a tenth is dismissed, less the twin's", "Habel and Klarmann 2015; Williams, Khan and Naumann 2011", "downsizing",
            _paired("satisfaction", "lean cut", _CUT, _CUT + WEEKS_A_YEAR), leans_on="quality.uncounted"),
        Pattern("downsizing and slack", "it lowers it more where there is little slack", "below zero", -math.inf, 0.0, "SD",
            "the same with a twentieth fewer hands than in the reference, less with a tenth more", "Habel and Klarmann 2015", "downsizing", _slack_softens,
            leans_on="quality.uncounted"),
        Pattern("egocentric goals", "pay on the own number harms teams that need each other", "below zero", -math.inf, 0.0, "ratio",
            "work done for value by head with a fifth of pay on the own number, less without, second and third year; teams that hand over",
            "Kleingeld, van Mierlo and Arends 2011", "interdependent", _paired("kpi_true", "ego", WEEKS_A_YEAR)),
        Pattern("own goals alone", "it does not harm teams that serve alone", "not below zero", 0.0, math.inf, "ratio",
            "the same where each team serves its customers from start to end", "Kleingeld, van Mierlo and Arends 2011", "independent",
            _paired("kpi_true", "ego", WEEKS_A_YEAR), beside="egocentric goals"),
        Pattern("best load", "an hour yields most near 93 % load", ".88 to .98", 0.88, 0.98, "ratio",
            "class of load (need / capacity, four weeks; each a twentieth wide, and the interval is no finer) in which an hour of output yields most, "
            "teams and weeks over five head-counts",
            "Berry Jaeker and Tucker 2017; Kuntz, Mennicken and Scholtes 2015", "load", lambda r: panels.speed_by_load(list(r.values())), panels.best_load,
            put_in="effort.pace_peak"),
        Pattern("hours to 48", "hours up to 48 a week are worth nearly what the others are", ".9 to 1", 0.9, 1.0, "ratio",
            "mean worth of the hours between the contract and 48, by the law that works them", "Pencavel 2014", "load", _worth_of_hours,
            put_in="effort.full_worth_hours"),
        Pattern("contagion", "moods spread only in cohesive teams", "no effect on average, one in cohesive teams", -0.05, 0.05, "SD for an SD", "",
            "Westman et al. 2011", "", reason="teams have no cohesion in the model; contagion is one small number for all (`engagement.contagion`)"),
        *(Pattern(f"people first: {name}", f"people first does not win: {PLACES[f'limit {name}'].title}", _FAILS, -math.inf, 0.0, "years of profit", _GAIN,
                  _PARADOX, f"limit {name}", _years_gained)
          for name in ("captive_customers", "easy_work", "short_horizon", "congruent_kpi", "light_load", "no_cash", "customer_time")),
    )
}


@dataclass(frozen=True)
class Checked:
    """A pattern and what the model shows of it."""

    pattern: Pattern
    shown: Estimate

    @property
    def verdict(self) -> Verdict:
        """Whether it holds."""
        return self.pattern.verdict(self.shown)


def checked(firms: int | None = None, seed: int = 1, threads: int | None = None, progress: Progress | None = None,
            run: Callable[..., dict[str, Record]] = run_base) -> list[Checked]:
    """All patterns, each place run once. `firms` replaces how many each place asks for; `run` may give back records that are there already."""
    answers = {pattern.id: Checked(pattern, Estimate(math.nan)) for pattern in PATTERNS.values() if pattern.parts is None}
    for place in (*BASES.values(), *PLACES.values()):
        here = [pattern for pattern in PATTERNS.values() if pattern.place == place.id]
        if here:
            records = run(place, firms, seed, threads, progress)
            answers |= {pattern.id: Checked(pattern, pattern.measured(records)) for pattern in here}
    return [answers[name] for name in PATTERNS]
