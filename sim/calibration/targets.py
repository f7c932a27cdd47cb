"""The targets: what has been measured in real organisations and is fitted here, and nothing else (V1 to V13 of the project's evidence).

A band is what a study, or the spread over studies, allows: it is read as the middle 95 % of what the truth may be. Beside it stands the discrepancy: how far
a true model of this kind may still miss because of what it leaves out or because its measure is not quite the study's. Both are standard deviations in
the implausibility of history matching (Craig et al. 1997): |target - model| / sqrt(band^2 + discrepancy^2 + what the reckoning itself leaves open).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
IN_BAND = 1.96


@dataclass(frozen=True)
class Target:
    """One target: the band it must lie in, what the model may miss, and how it is measured here."""

    name: str
    meaning: str
    low: float
    high: float
    discrepancy: float
    source: str
    measured: str

    @property
    def centre(self) -> float:
        """The middle of the band."""
        return 0.5 * (self.low + self.high)

    @property
    def sd(self) -> float:
        """The standard deviation of band and discrepancy together."""
        return float(np.hypot((self.high - self.low) / (2.0 * IN_BAND), self.discrepancy))

    def holds(self, value: float) -> bool:
        """Whether a value lies in the band itself."""
        return self.low <= value <= self.high


TARGETS: tuple[Target, ...] = (
    Target("V1", "unit engagement and customer satisfaction, correlation", 0.15, 0.35, 0.03, "Harter, Schmidt and Hayes 2002",
           "unit-years, ten surveyed in a unit, twenty-five customers asked; within a year, pooled"),
    Target("V2", "unit engagement and productivity, correlation", 0.10, 0.28, 0.03, "Harter, Schmidt and Hayes 2002", "unit-years, revenue a head"),
    Target("V3", "unit engagement and profit, correlation", 0.05, 0.20, 0.03, "Harter, Schmidt and Hayes 2002", "unit-years, margin of the unit"),
    Target("V4", "unit engagement and turnover, correlation", -0.32, -0.15, 0.03, "Harter, Schmidt and Hayes 2002", "unit-years, quits a head"),
    Target("V5", "turnover of the top quarter of units against the bottom quarter", -0.65, -0.35, 0.04, "Gallup Q12 meta-analyses, 7th to 11th edition",
           "quits a head, quarters by surveyed engagement"),
    Target("V6", "satisfaction of a person and leaving within a year, correlation", -0.28, -0.12, 0.02, "Griffeth, Hom and Gaertner 2000",
           "engagement at the start of a year and having left at its end"),
    Target("V7", "leaving below two years of tenure against later, ratio", 2.3, 3.8, 0.2, "CBS 2023", "shares that are gone a quarter later"),
    Target("V8", "people who leave in a year, share", 0.10, 0.20, 0.005, "CBS 2023", "quits of a year against heads; the reference is solved for .15"),
    Target("V9", "people with burn-out complaints, share", 0.13, 0.22, 0.01, "TNO and CBS, NEA", "share above the line, mean of weeks"),
    Target("V9 stress", "rise of that share under stress", 0.03, 0.06, 0.015, "TNO and CBS, NEA (2007 to 2022)",
           "a tenth more requests for a year with the same people, second half of that year; the stress is our reading"),
    Target("V10", "room in a person's own job and satisfaction, correlation", 0.35, 0.55, 0.04, "Humphrey, Nahrgang and Morgeson 2007",
           "room as it is met and engagement, all people at one moment"),
    Target("V11 quantity", "bonus on a measured quantity: what the number gains", 0.15, 0.45, 0.05, "Jenkins et al. 1998; Cerasoli et al. 2014",
           "reported score under twice the variable pay, in SDs of output between people (19 %: Hunter, Schmidt and Judiesch 1990)"),
    Target("V11 sales", "team bonus on a valid score: sales on contact", 0.01, 0.05, 0.005, "Friebel et al. 2017",
           "sales pull under a tenth of pay on a valid score"),
    Target("V12 corners", "time for a request under pressure, elasticity", -0.75, -0.49, 0.02, "Oliva and Sterman 2001",
           "time against standard by pressure, year of a tenth more requests, no pull back"),
    Target("V12 standard", "weeks in which the standard follows downwards", 8.0, 60.0, 3.0, "Oliva and Sterman 2001",
           "the same year: fall of the standard against its gap"),
    Target("V13", "cost of a quit, lost output included, in yearly pay", 0.15, 0.40, 0.05, "Boushey and Glynn 2012",
           "profit lost by a half year of more quits, over the two years from its start, against ordinary luck of the same weeks"),
)
"""All targets, in order. The order V3 < V2 < V1 is looked at in the outcome and not fitted."""

NAMES = tuple(target.name for target in TARGETS)


def centres() -> Numbers:
    """The targets' middles."""
    return np.array([target.centre for target in TARGETS])


def spreads() -> Numbers:
    """The targets' standard deviations, discrepancy counted."""
    return np.array([target.sd for target in TARGETS])
