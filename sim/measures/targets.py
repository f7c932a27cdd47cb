"""What the model must show when it is measured as published studies measured (V1 to V13): each target declared once, with its band, formula and source.

A target is measured on a base: a firm, or twins of it under changed settings, run for some weeks with some arrays recorded. `TARGETS[id].measured(records)`
gives the number with its interval over firms; `.parts(records)` gives what each firm (lane) contributes, `.combine` makes the number from it, also for one
firm alone. Bands are for the mean of many firms; they were set round the published value when the evidence was gathered. Where that gave only a direction or
one number, `band_from` says that the band is ours; `ours` says what else of a definition the evidence does not give. `put_in` names a number of the rules that
means nearly the same: that such a target is met says that its rule works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.measures import responses as answer
from sim.measures import studies as study
from sim.measures.intervals import FEWEST_FIRMS, Combine, Estimate, first_over_second, fisher, resampled
from sim.measures.measure import Numbers, Record
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import Step

Records = Mapping[str, Record]
PLAIN = "plain"


@dataclass(frozen=True)
class Base:
    """Firms on which targets are measured: a scenario of the library, its twins with changed settings (`changes`, for `Scenario.with_`; a change may start from
    another `scenario`), for how many weeks, how many firms make a good estimate, and which arrays are recorded beside the weekly columns. A base that
    `borrows` takes the centring constants of its organisation with default parameters: twins differ by what is done to them, and a reference of their own
    would be solved for minutes for nothing."""

    id: str
    title: str
    scenario: str
    weeks: int
    firms: int
    record: tuple[str, ...] = ()
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    borrows: bool = False

    def scenarios(self) -> dict[str, Scenario]:
        """The scenario and its twins by name; the first is called plain."""
        twins: dict[str, Scenario] = {}
        for name, change in {PLAIN: {}, **self.changes}.items():
            settings = {key: value for key, value in change.items() if key != "scenario"}
            twins[name] = load_scenario(change.get("scenario", self.scenario)).with_(weeks=self.weeks, **settings)
        return twins


@dataclass(frozen=True)
class Target:
    """One number that the model must show: what, within which band, how it is made, after whom, and on which base."""

    id: str
    title: str
    goal: str
    low: float
    high: float
    unit: str
    formula: str
    source: str
    base: str
    parts: Callable[[Records], Numbers]
    combine: Combine = first_over_second
    band_from: str = "study"
    ours: str = ""
    put_in: str = ""

    def measured(self, records: Records) -> Estimate:
        """The number over all firms of the records, with its 95 % interval over firms drawn anew; for a correlation in fewer firms than that takes, Fisher's,
        which counts each unit and year as one and is somewhat too narrow."""
        parts = self.parts(records)
        found = resampled(parts, self.combine)
        if self.unit == "correlation" and 0 < found.firms < FEWEST_FIRMS:
            return Estimate(found.value, *fisher(found.value, float(np.nansum(parts[:, 1]))), found.firms)
        return found

    def each(self, records: Records) -> Numbers:
        """The number of each firm alone: noisier than the number of all, and for ratios and correlations not quite its mean."""
        return self.combine(self.parts(records).T)

    def met(self, value: float) -> bool:
        """Whether a number lies within the band."""
        return self.low <= value <= self.high


SHOCK_FROM, SHOCK_WEEKS = 13, 26
_SHOCK = Step("demand", "pulse", SHOCK_FROM, SHOCK_FROM + SHOCK_WEEKS, 1.15)
_SHOP = {"parameters": {"finance.subscription": 0.2, "finance.sales": 0.7}}
BASES: dict[str, Base] = {
    base.id: base
    for base in (
        Base("branches", "firms of 40 branches of 12 people", "branches40", 260, 32,
            ("people.present", "people.engagement", "people.tenure", "people.room_in_job", "teams.autonomy", "teams.heads", "teams.departures",
             "units.satisfaction", "units.revenue", "units.cost")),
        Base("reference", "the reference firm, and its twin under stress: room half a standard deviation narrower, a twentieth fewer hands", "reference",
            208, 64, (), {"stress": {"policy": {"autonomy": 0.4, "staffing": 0.95}}}),
        Base("bonus", "the reference firm without variable pay, and its twin with the ordinary twentieth of pay on the team's own KPI", "reference",
            52, 64, (), {PLAIN: {"policy": {"reward_intensity": 0.0}}, "bonus": {}}),
        Base("shop", "shops that sell on contact with a KPI that points to value, and their twins with a tenth of pay on it, not a twentieth", "reference",
            52, 64, (), {PLAIN: {**_SHOP, "policy": {"kpi_validity": 0.95}}, "bonus": {**_SHOP, "policy": {"kpi_validity": 0.95, "reward_intensity": 0.1}}},
            borrows=True),
        Base("shock", "the reference firm, and its twin whose demand is 15 % higher for half a year", "reference", SHOCK_FROM + SHOCK_WEEKS + 52, 32,
            ("teams.created", "teams.time_spent", "teams.standard", "teams.backlog", "teams.done", "teams.utilisation"), {"shock": {"timeline": (_SHOCK,)}}),
    )
}
"""The bases by name."""

_UNITS = "Harter, Schmidt and Hayes 2002; Krekel, Ward and De Neve 2019"
_LINK = "r of unit means of surveyed engagement (80 % of people in one week) with {} of the year, within firm and year, pooled by units"
_FOLLOWS = "time constant of the standard's way to the hours a request gets, where these are {}, beside the weak pull to what professionals hold right"


def _linked(outcome: str) -> Callable[[Records], Numbers]:
    return lambda records: study.link(records[PLAIN], outcome)


def _pair(measure: Callable[[Record, Record], Numbers], twin: str) -> Callable[[Records], Numbers]:
    return lambda records: measure(records[PLAIN], records[twin])


def _of(measure: Callable[[Record], Numbers], which: str = PLAIN) -> Callable[[Records], Numbers]:
    return lambda records: measure(records[which])


TARGETS: dict[str, Target] = {
    target.id: target
    for target in (
        Target("V1", "engagement and customer satisfaction of units", "observed .15 to .35 (rho .33)", 0.15, 0.35, "correlation",
            _LINK.format("the score of 60 customers"), _UNITS, "branches", _linked("satisfaction")),
        Target("V2", "engagement and productivity of units", "observed .10 to .28 (rho .20 to .25)", 0.10, 0.28, "correlation",
            _LINK.format("revenue a head"), _UNITS, "branches", _linked("productivity")),
        Target("V3", "engagement and profit of units", "observed .05 to .20 (rho .15 to .17)", 0.05, 0.20, "correlation",
            _LINK.format("the margin"), _UNITS, "branches", _linked("margin")),
        Target("V4", "engagement and turnover of units", "observed -.15 to -.32 (rho -.25 to -.30)", -0.32, -0.15, "correlation",
            _LINK.format("quits a head"), _UNITS, "branches", _linked("turnover")),
        Target("V5", "turnover in the most engaged quarter of units", "35 to 65 % lower than in the least", -0.65, -0.35, "share",
            "quits a head in the top quarter of units by surveyed engagement / in the bottom quarter - 1, within firm and year",
            "Harter, Schmidt, Agrawal and Plowman 2013; Gallup 2024", "branches", _of(study.quarters), answer.gap_of_rates),
        Target("V6", "a person's satisfaction and leaving within a year", "-.12 to -.28 (about -.19)", -0.28, -0.12, "correlation",
            "point-biserial r over people of a firm: engagement (for satisfaction, which the model does not part from it) with having left within the year",
            "Griffeth, Hom and Gaertner 2000", "branches", _of(study.leaving_by_feeling)),
        Target("V7", "leaving below two years of tenure against later", "2.3 to 3.8 times (3.0)", 2.3, 3.8, "ratio",
            "leavers a person-week below 104 weeks of tenure / above", "CBS 2023", "branches", _of(study.leaving_by_tenure), answer.hazard_ratio,
            put_in="turnover.new_ratio"),
        Target("V8", "people who leave for another employer in a year", "10 to 20 % (14 to 17.5 %)", 0.10, 0.20, "share",
            "1 - (1 - quits a person-week) ^ 52", "CBS 2023", "reference", _of(lambda one: answer.sums(one, "quits", "heads")), answer.left_in_a_year,
            put_in="quit_base"),
        Target("V9", "people with burn-out complaints", "13 to 22 % (16 to 20 %)", 0.13, 0.22, "share",
            "people with complaints / people employed, over the run", "TNO/CBS, NEA 2017 to 2022", "reference",
            _of(lambda one: answer.sums(one, "burnt_out", "heads")), put_in="strain.line"),
        Target("V9 stress", "more burn-out complaints under stress", "+3 to +6 percentage points", 0.03, 0.06, "share",
            "share with complaints in the last year, twin under stress less twin without; the dose is ours (autonomy .4, staffing .95)",
            "TNO/CBS (rise 2010 to 2022, ascribed to less room and more demands)", "reference", _pair(answer.burnt_out, "stress"), answer.difference_of_rates,
            ours="the dose of stress: no source says how much less room and how many fewer hands there were"),
        Target("V10", "room to decide and satisfaction of people", ".35 to .55 (rho .48)", 0.35, 0.55, "correlation",
            "r over people of a firm: room in the job and as the manager leaves it, with engagement; both without error, as rho is freed of it",
            "Humphrey, Nahrgang and Morgeson 2007", "branches", _of(study.room_and_heart)),
        Target("V11 quantity", "what a KPI bonus does to the quantity measured", "g .15 to .45 (.32)", 0.15, 0.45, "SD",
            "(KPI reported with a bonus of a twentieth of pay / without - 1, second half-year) / .19, the SD of people's output; the dose is ours",
            "Garbers and Konradt 2014; Hunter, Schmidt and Judiesch 1990", "bonus", _pair(answer.measured_quantity, "bonus"), answer.in_sds_of_output,
            ours="the dose (the studies' doses differ and are not given), and the SD in which the gain is told: both were settled after a look"),
        Target("V11 sales", "what a congruent team bonus does to sales", "+1 to +5 % (3 %)", 0.01, 0.05, "share",
            "revenue with / without the bonus - 1, weeks 5 to 26", "Friebel, Heinz, Krueger and Zubanov 2017", "shop",
            _pair(answer.bonus_pays, "bonus"), answer.growth,
            ours="the dose, a twentieth of pay more, which is dearer than the study's; and the shop, which was set up after a look at the default firm"),
        Target("V11 profit", "profit that each euro of a congruent team bonus brings", "about 2.1 euro, read as before the bonus", 1.0, 4.0, "ratio",
            "(profit gained after the bonus + the bonus) / the bonus, weeks 5 to 26", "Friebel, Heinz, Krueger and Zubanov 2017", "shop",
            _pair(answer.bonus_pays, "bonus"), answer.profit_by_bonus, "ours: it pays, and not twice as well as in the study",
            "the shop, as for sales; and whether the study's figure is before or after the bonus, which is our reading"),
        Target("V12 corners", "hours a request gets, under work pressure", "elasticity -.75 to -.49 (-.64)", -0.75, -0.49, "elasticity",
            "slope of log(hours a request gets / its standard) on log(hours asked for / capacity), within teams over weeks",
            "Oliva and Sterman 2001", "shock", _of(answer.corners_cut, "shock"), put_in="work.corner_cutting"),
        Target("V12 standard", "how soon the standard follows down", "8 to 60 weeks (19)", 8.0, 60.0, "weeks", _FOLLOWS.format("fewer"),
            "Oliva and Sterman 2001", "shock", _of(answer.standard_moves, "shock"), answer.weeks_to_follow,
            put_in="work.standard_down"),
        Target("V12 up", "how soon the standard follows up, unless leaders act", "32 weeks or more (never)", 32.0, 1e9, "weeks", _FOLLOWS.format("more"),
            "Oliva and Sterman 2001 and later estimates on their data", "shock", lambda records: answer.standard_moves(records["shock"], down=False),
            answer.weeks_to_follow,
            ours="what is asked: the evidence says that standards do not recover by themselves; asked is only how slowly they follow up, a weak pull back to "
            "what professionals hold right left out, which does bring them back",
            put_in="work.standard_up"),
        Target("V13", "what it costs to replace one who leaves", "15 to 40 % of a year's pay (21 %)", 0.15, 0.40, "years' pay",
            "(cash for leaving and hiring / a week's pay + person-weeks of skill that newcomers lack) / leavers / 52", "Boushey and Glynn 2012", "branches",
            _of(answer.cost_of_leaving), answer.cost_in_years_pay, put_in="finance.leaver_cost"),
    )
}
"""All targets by name. A target with several parts has several entries: V9, V11, V12."""

ORDERED = ("V3", "V2", "V1")
"""The three correlations must also stand in this order, lowest first."""
