"""Where a claim holds and where it fails: a Sobol sample of companies over the numbers that matter most and over conditions of the world and the
organisation; a box in which it mostly holds, and one in which it mostly fails.

Each company is one draw with its own luck: shares are shares of companies. Numbers are drawn evenly over their declared ranges, conditions over stretches
that are declared here. A company whose reference could not be solved (it does not stand still) is left out, and counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.lab.claims import Claim, Ledger
from sim.lab.claims_readings import unit_of
from sim.lab.claims_runs import Settings
from sim.lab.claims_verdict import has_way
from sim.lab.why_boxes import Box, Flags, find_box
from sim.lab.why_companies import Care, Company, Tell, effects
from sim.measures import Numbers
from sim.measures.intervals import Estimate, wilson
from sim.scenario.keys import parameter_keys

NUMBERS = ("capability.exponent", "quality.uncounted", "finance.repeats_billed")
"""Numbers that are drawn: those known to decide much without evidence. No screening of all numbers was made."""
CONDITIONS = {"alternatives": (0.0, 2.0), "demand": (0.85, 1.15), "labour_market": (-1.5, 1.5), "customer_maturity": (0.2, 1.0), "competitor": (-0.5, 1.0)}
"""Conditions of the world with the stretch over which they are drawn; the ordinary value lies inside."""
UNITS, UNITS_NAME = (1, 3, 6, 12), "units"
"""Sizes of the organisation, each for a quarter of the companies; the reference has six units."""
FOLDS = 5
"""A box is judged by companies that were not used to find it: each fifth of them by the box of the others."""
STANDS, DRAWN, ROUGH = 0.1, 20_261_124, Care(1, 6)
"""Residual above which a reference does not stand still (as in the calibration); the lot of the sample; how well references are solved for it."""


@dataclass(frozen=True)
class Sample:
    """Companies as points, with each claim's effect. `stands` are those that count."""

    names: tuple[str, ...]
    points: Numbers
    effects: dict[str, Numbers]
    residual: Numbers

    def counted(self, claim: Claim) -> np.ndarray:
        """Which companies count for a claim."""
        return np.asarray((self.residual <= STANDS) & np.isfinite(self.effects[claim.id]))


@dataclass(frozen=True)
class Boundary:
    """A claim's boundary: how often it holds (with its interval), where it mostly does, where it mostly fails, each with the share among companies that were
    not used to find the box, and the dimensions by how much they tell."""

    claim: str
    says: str
    unit: str
    asked: int
    counted: int
    share: Estimate
    holds: Box
    holds_apart: Estimate
    fails: Box
    fails_apart: Estimate
    telling: tuple[tuple[str, float], ...]


def drawn(count: int, names: tuple[str, ...] = NUMBERS) -> tuple[tuple[str, ...], Numbers]:
    """The dimensions, and points in their own units: a Sobol sequence."""
    from scipy.stats import qmc

    keys, dimensions = parameter_keys(), (*names, *CONDITIONS, UNITS_NAME)
    ends = [(float(keys[name].low), float(keys[name].high)) for name in names] + list(CONDITIONS.values()) + [(0.0, float(len(UNITS)))]
    shares = qmc.Sobol(len(dimensions), scramble=True, seed=DRAWN).random(1 << max(count - 1, 0).bit_length())[:count]
    points = np.array([low for low, _ in ends]) + shares * np.array([high - low for low, high in ends])
    points[:, -1] = np.array(UNITS)[np.minimum(points[:, -1].astype(int), len(UNITS) - 1)]
    return dimensions, points


def sample(ledger: Ledger, count: int, settings: Settings, tell: Tell | None = None, names: tuple[str, ...] = NUMBERS) -> Sample:
    """Every claim in every company of a sample. `settings.replications` does not count: each company lives once."""
    dimensions, points = drawn(count, names)
    numbers = len(names)
    companies = [Company(place, dict(zip(names, point[:numbers].tolist(), strict=True)), dict(zip(CONDITIONS, point[numbers:-1].tolist(), strict=True)))
                 for place, point in enumerate(points)]
    found, residual = {claim.id: np.full(count, np.nan) for claim in ledger.claims}, np.full(count, np.inf)
    for turn, units in enumerate(UNITS):
        some = np.flatnonzero(points[:, -1] == units)
        if some.size:
            lived = effects(ledger, [companies[k] for k in some], settings, ROUGH, units, _part(tell, turn))
            residual[some] = lived.residual
            for name, values in lived.effects.items():
                found[name][some] = values
    return Sample(dimensions, points, found, residual)


def _part(tell: Tell | None, turn: int) -> Tell:
    def told(text: str, share: float) -> None:
        if tell:
            tell(f"size {turn + 1} of {len(UNITS)}: {text}", (turn + share) / len(UNITS))

    return told


def boundary(claim: Claim, seen: Sample) -> Boundary:
    """The boundary of a claim in a sample."""
    kept = seen.counted(claim)
    points, gaps = seen.points[kept], seen.effects[claim.id][kept]
    hold: Flags = np.array([has_way(claim, float(gap)) for gap in gaps], dtype=np.bool_)
    ranks = [_correlation(points[:, k], gaps) for k in range(points.shape[1])]
    telling = tuple(sorted(zip(seen.names, ranks, strict=True), key=lambda one: -abs(one[1])))
    return Boundary(claim.id, claim.says, unit_of(claim.measure), len(seen.points), int(kept.sum()), share_of(hold), find_box(points, hold, seen.names),
                    apart(points, hold, seen.names), find_box(points, ~hold, seen.names), apart(points, ~hold, seen.names), telling)


def share_of(hold: Flags) -> Estimate:
    """The share of companies that hold, with its interval."""
    return Estimate(float(hold.mean()), *wilson(float(hold.sum()), float(hold.size)), int(hold.size)) if hold.size else Estimate(float("nan"))


def apart(points: Numbers, hold: Flags, names: tuple[str, ...]) -> Estimate:
    """The share inside boxes among companies that were not used to find them."""
    fold, seen = np.arange(len(points)) % FOLDS, []
    for part in range(FOLDS) if len(points) >= 2 * FOLDS else ():
        box = find_box(points[fold != part], hold[fold != part], names)
        seen.append(hold[fold == part][box.holds(points[fold == part], names)])
    return share_of(np.concatenate(seen)) if seen else Estimate(float("nan"))


def _correlation(x: Numbers, y: Numbers) -> float:
    """Of ranks, so that a few wide effects do not decide."""
    a, b = np.argsort(np.argsort(x)).astype(float), np.argsort(np.argsort(y)).astype(float)
    return float(np.corrcoef(a, b)[0, 1]) if len(x) > 2 and np.ptp(x) > 0 else 0.0
