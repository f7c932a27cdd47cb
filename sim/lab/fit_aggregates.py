"""What a company can tell of itself in one number each: unit, range, how the model shows the same, and on which scale the two are compared.

Two kinds. Most levels are *centred*: the model's ordinary company has them by construction (15 % leave a year, margin 9 %), whoever the member, so that only
the company's distance from an ordinary one says anything. A few are each member's *own* (burn-out, vacancies, pay, overtime): those say something as they are.
On the scale of comparison errors are about normal: logarithms of rates, log-odds of shares, plain differences of attitudes and margins.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.measures import WEEKS_A_YEAR, Numbers
from sim.measures.measure import normal_share

Scale = Literal["log", "log-odds", "plain", "points"]
POINTS_SD, PROMOTER, DETRACTOR = 2.0, 8.5, 6.5
"""Answers from 0 to 10 differ by two points (SD, assumed); 9 and 10 are promoters, 0 to 6 detractors."""
LEAST = 1e-4
WIDEST = 8.0
"""How far a mean answer may lie from the middle of its scale, in SDs, when a promoter score is turned into it."""


class Seen(NamedTuple):
    """One year of companies in lanes: weekly columns by [week, lane]."""

    year: Any

    def part(self, above: str, below: str, times: float = 1.0) -> Numbers:
        """One column's sum over another's, by lane."""
        return np.asarray(times * self.year[above].sum(axis=0) / np.maximum(self.year[below].sum(axis=0), 1e-9), dtype=np.float64)

    def mean(self, name: str) -> Numbers:
        """A column's mean, by lane."""
        return np.asarray(self.year[name].mean(axis=0), dtype=np.float64)


@dataclass(frozen=True)
class Aggregate:
    """One number about a company. `usual` is what an ordinary company shows where that is a level of the model; `asked` says that there is none, so that the
    company has to say what is usual on its own instrument; `single` is how much single answers differ; `shared` says that luck is the market's, so that it
    does not shrink with size. `off` is how far the model may be off at the right numbers, on the scale of comparison (assumed)."""

    name: str
    title: str
    unit: str
    low: float
    high: float
    scale: Scale
    read: Callable[[Seen], Numbers]
    off: float
    meaning: str
    usual: float | None = None
    source: str = ""
    asked: bool = False
    single: float = 0.0
    shared: bool = False
    words: tuple[str, ...] = ()

    @property
    def share(self) -> bool:
        """Whether it is a part of one, that people like to write in per cent."""
        return self.unit.startswith("share")

    @property
    def own(self) -> bool:
        """Whether its level is each member's own."""
        return self.usual is None and not self.asked

    def on_scale(self, value: Any, sd: float = 1.0) -> Numbers:
        """A company's value on the scale of comparison; scores are counted in SDs between people (`sd`)."""
        given = np.asarray(value, dtype=np.float64)
        if self.scale == "points":
            return np.asarray(np.vectorize(latent_answer, otypes=[np.float64])(given), dtype=np.float64)
        return given / sd if self.asked else self.shown(given)

    def shown(self, value: Numbers) -> Numbers:
        """The model's own value on the scale of comparison."""
        if self.scale == "log":
            return np.asarray(np.log(np.maximum(value, LEAST)), dtype=np.float64)
        if self.scale == "log-odds":
            kept = np.clip(value, LEAST, 1.0 - LEAST)
            return np.asarray(np.log(kept / (1.0 - kept)), dtype=np.float64)
        return np.asarray(value, dtype=np.float64)

    def slope(self, value: float, sd: float = 1.0) -> float:
        """How much the scale of comparison moves with a company's value, there."""
        step = 1e-3 * max(abs(value), 1.0 if self.scale in ("plain", "points") else LEAST)
        return float(self.on_scale(value + step, sd) - self.on_scale(value - step, sd)) / (2.0 * step)

    def back(self, place: Numbers, sd: float = 1.0) -> Numbers:
        """A place on the scale of comparison as a company would write it."""
        if self.scale == "log":
            return np.exp(place)
        if self.scale == "log-odds":
            return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(place))))
        if self.scale == "points":
            return 100.0 * (1.0 - _below(place, PROMOTER) - _below(place, DETRACTOR))
        return np.asarray(place * sd if self.asked else place, dtype=np.float64)


def _below(place: Any, cut: float) -> Numbers:
    """The share of answers below a cut, where the mean answer lies `place` SDs above zero."""
    return normal_share(cut / POINTS_SD - np.asarray(place, dtype=np.float64))


def latent_answer(points: float) -> float:
    """The mean answer, in SDs, behind a promoter score (promoters less detractors, in points): answers are taken as normal."""
    low, high = -WIDEST, 10.0 / POINTS_SD + WIDEST
    for _ in range(60):
        middle = 0.5 * (low + high)
        shown = 100.0 * (1.0 - float(_below(middle, PROMOTER)) - float(_below(middle, DETRACTOR)))
        low, high = (middle, high) if shown < points else (low, middle)
    return 0.5 * (low + high)


def _declared() -> tuple[Aggregate, ...]:
    year, answer = "share a year", "an own scale"
    return (
        Aggregate("turnover", "people who leave of their own will", year, 0.005, 1.5, "log", lambda of: of.part("quits", "heads", WEEKS_A_YEAR), 0.10,
                  "people who left of their own will within a year / people employed", 0.15, "the model's ordinary company",
                  words=("verloop", "personeelsverloop", "quit rate", "attrition", "uitstroom", "vrijwillig verloop")),
        Aggregate("absence", "sickness absence", "share", 0.002, 0.3, "log", lambda of: of.part("absent", "heads"), 0.25,
                  "days lost to sickness / days; the model knows long absence only, and takes the whole to move with it", 0.04,
                  "The Netherlands 2008 to 2017: 3.8 to 4.2 % (Arbobalans 2018)",
                  words=("ziekteverzuim", "verzuim", "sickness absence", "sick leave", "absenteeism", "verzuimpercentage")),
        Aggregate("burnout", "people with burn-out complaints", "share", 0.01, 0.7, "log-odds", lambda of: of.part("burnt_out", "heads"), 0.20,
                  "people with burn-out complaints / people employed, as the Dutch working conditions survey asks", words=("burn-out", "burnout klachten",
                  "burn-outklachten", "burn-out klachten", "burn-out complaints")),
        Aggregate("engagement", "engagement", answer, -1e4, 1e4, "plain", lambda of: of.mean("engagement"), 0.05,
                  "mean answer of employees; needs `usual` (an ordinary company on the same survey) and `sd` (between people)", asked=True, single=1.0,
                  words=("betrokkenheid", "bevlogenheid", "medewerkersbetrokkenheid", "employee engagement")),
        Aggregate("enps", "eNPS", "points", -100, 100, "points", lambda of: of.mean("engagement"), 0.10,
                  "employees: promoters less detractors, -100 to 100; needs `usual`", asked=True, single=80.0, words=("e-nps", "employee nps")),
        Aggregate("satisfaction", "customer satisfaction", answer, -1e4, 1e4, "plain", lambda of: of.mean("satisfaction"), 0.05,
                  "mean answer of customers; needs `usual` (an ordinary company on the same survey) and `sd` (between customers)", asked=True, single=1.0,
                  words=("klanttevredenheid", "klantwaardering", "customer satisfaction", "csat")),
        Aggregate("nps", "NPS", "points", -100, 100, "points", lambda of: of.mean("satisfaction"), 0.10,
                  "customers: promoters less detractors, -100 to 100; needs `usual`", asked=True, single=80.0, words=("net promoter score",)),
        Aggregate("churn", "customers lost", year, 0.002, 0.9, "log", lambda of: of.part("customers_left", "customers", WEEKS_A_YEAR), 0.15,
                  "customers who left within a year / customers", 0.15, "the model's ordinary company",
                  words=("klantverloop", "customer churn", "opzeggingen")),
        Aggregate("margin", "margin", "share", -0.5, 0.6, "plain", lambda of: of.part("profit", "revenue"), 0.01,
                  "profit before interest and tax / revenue", 0.09, "the model's ordinary company", shared=True,
                  words=("winstmarge", "marge", "profit margin", "rendement", "operating margin")),
        Aggregate("utilisation", "utilisation", "share", 0.3, 1.2, "plain", lambda of: of.mean("utilisation"), 0.03,
                  "hours of work done / hours there are for it", 0.85, "the model's ordinary company", shared=True,
                  words=("bezettingsgraad", "bezetting", "utilization", "benutting", "productiviteitspercentage")),
        Aggregate("vacancies", "vacancies", "share", 0.001, 0.5, "log", lambda of: of.part("vacancies", "heads_wanted"), 0.25,
                  "budgeted seats that are empty / budgeted seats", words=("vacaturegraad", "openstaande vacatures", "vacancy rate")),
        Aggregate("payroll", "cost of staff", "share", 0.05, 0.95, "plain", lambda of: of.part("payroll", "revenue"), 0.03,
                  "wages with the employer's part, managers and overtime included, variable pay apart / revenue", shared=True,
                  words=("loonkosten", "personeelskosten", "loonsom", "wage share", "staff cost")),
        Aggregate("overtime", "overtime", "share", 0.001, 0.3, "log", lambda of: of.mean("overtime"), 0.30,
                  "hours of overtime / contract hours", shared=True, words=("overwerk", "overuren")),
    )


AGGREGATES: dict[str, Aggregate] = {one.name: one for one in _declared()}
"""All aggregates by name."""


def luck_of_answers(about: Aggregate, value: float, respondents: float, sd: float) -> float:
    """How far a number may be off because so few were asked, in its own unit (one SD)."""
    if about.single:
        return about.single * (sd if about.scale == "plain" else 1.0) / math.sqrt(respondents)
    kept = min(max(value, 0.5 / respondents), 1.0 - 0.5 / respondents)
    return math.sqrt(kept * (1.0 - kept) / respondents)
