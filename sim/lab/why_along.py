"""A claim along one number: the effect at several values of a parameter, each with a reference of its own, in companies that meet the same luck.

For numbers without evidence a share of plausible companies would only repeat what was assumed; a curve shows what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.lab.claims import Claim, Ledger
from sim.lab.claims_readings import better_way, unit_of
from sim.lab.claims_runs import Settings
from sim.lab.claims_verdict import Effect, Verdict, over, verdict_of
from sim.lab.why_companies import Care, Company, Tell, effects
from sim.measures import Numbers
from sim.scenario import ScenarioError
from sim.scenario.keys import parameter_keys
from sim.vocabulary import nearest

PRIORS = ("capability.exponent", "finance.repeats_billed", "quality.uncounted")
"""Numbers that decide much and have no evidence."""
POINTS = 5


@dataclass(frozen=True)
class Point:
    """The effect at one value, what a verdict there would be, and how far the company is from standing still."""

    value: float
    effect: Effect
    verdict: Verdict
    residual: float
    is_default: bool


@dataclass(frozen=True)
class Curve:
    """A claim's effect as a function of one parameter."""

    claim: str
    says: str
    parameter: str
    unit: str
    size: float
    way: str
    points: tuple[Point, ...]
    better: str = "up"

    def crossing(self) -> list[tuple[float, float, float]]:
        """Where the mean effect passes the smallest size that counts: the points between which it does, and where on a straight line between them."""
        found = []
        for left, right in zip(self.points, self.points[1:], strict=False):
            a, b = self._beyond(left.effect.mean), self._beyond(right.effect.mean)
            if a * b < 0.0:
                found.append((left.value, right.value, left.value + (right.value - left.value) * a / (a - b)))
        return found

    def _beyond(self, mean: float) -> float:
        """How far a mean lies on the side where the claim is right."""
        if self.way == "equal":
            return self.size - abs(mean)
        sign = -1.0 if self.way == "down" or (self.way == "no worse" and self.better == "down") else 1.0
        return sign * mean + (self.size if self.way == "no worse" else -self.size)


def values_of(name: str, count: int = POINTS) -> list[float]:
    """Values over the declared range, with the default among them. Raises ScenarioError for an unknown parameter."""
    keys = parameter_keys()
    if name not in keys:
        close = nearest(name, list(keys))
        raise ScenarioError([f"--along: there is no parameter {name[:60]}" + (f" - did you mean {close}?" if close else "")])
    key = keys[name]
    low, usual, high = float(key.low), float(key.default), float(key.high)
    even = np.linspace(low, high, max(count, 2))
    if not low < usual < high:
        return [float(value) for value in even]
    even[1 + int(np.argmin(np.abs(even[1:-1] - usual)))] = usual
    return [float(round(value, 6)) for value in even]


def along(ledger: Ledger, name: str, settings: Settings, values: list[float] | None = None, tell: Tell | None = None) -> list[Curve]:
    """The curve of every claim of a ledger."""
    values, usual = values or values_of(name), float(parameter_keys()[name].default)
    sets: list[dict[str, float]] = [{} if value == usual else {name: value} for value in values]
    companies = [Company(luck, one) for one in sets for luck in range(settings.replications)]
    found = effects(ledger, companies, settings, Care(), tell=tell)
    residuals = found.residual.reshape(len(values), -1)[:, 0].tolist()
    return [_curve(claim, name, values, usual, found.effects[claim.id].reshape(len(values), -1), residuals) for claim in ledger.claims]


def _curve(claim: Claim, name: str, values: list[float], usual: float, gaps: Numbers, residuals: list[float]) -> Curve:
    means: list[Any] = [over(gap) for gap in gaps]
    points = tuple(Point(value, effect, verdict_of(claim, effect), residual, value == usual)
                   for value, effect, residual in zip(values, means, residuals, strict=True))
    return Curve(claim.id, claim.says, name, unit_of(claim.measure), claim.size, claim.way, points, better_way(claim.measure))
