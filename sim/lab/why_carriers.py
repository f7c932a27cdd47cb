"""Which mechanisms carry a claim: its pairs lived again with one mechanism at a time switched off in all arms alike, in companies that meet the same luck.

Switched off means held at the reference's values. What a knock-out does by itself is in both arms and drops out; what is left of the effect tells how
far the claim goes through that mechanism. Shares need not add up to one: mechanisms that pass an effect on in a row each carry it whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.lab.claims import Claim, Ledger
from sim.lab.claims_readings import unit_of
from sim.lab.claims_runs import Settings
from sim.lab.claims_verdict import Effect, Verdict, over, verdict_of
from sim.lab.why_companies import Care, Company, Tell, effects
from sim.measures import Numbers
from sim.measures.intervals import Estimate, first_over_second, resampled
from sim.parameters import MECHANISMS


@dataclass(frozen=True)
class Carrier:
    """One mechanism: the effect without it, how much of the effect goes with it (`change`, by company; its interval is that of pairs), and what part of the
    whole that is, with its interval over companies drawn anew."""

    mechanism: str
    left: Effect
    change: Effect
    verdict: Verdict
    part: Estimate

    @property
    def clear(self) -> bool:
        """Whether luck does not explain what changed."""
        return self.change.low > 0.0 or self.change.high < 0.0


@dataclass(frozen=True)
class Carried:
    """A claim with its mechanisms, carriers first, then what does not matter, then what works against it."""

    claim: str
    says: str
    unit: str
    whole: Effect
    carriers: tuple[Carrier, ...]

    def share(self, one: Carrier) -> float:
        """What part of the whole effect is gone without a mechanism: 1 all of it, above 1 it turns round, below 0 the mechanism works against the claim."""
        return one.change.mean / self.whole.mean if self.whole.mean else float("nan")


def carriers(ledger: Ledger, settings: Settings, tell: Tell | None = None, mechanisms: tuple[str, ...] = MECHANISMS) -> list[Carried]:
    """Every claim of a ledger with what carries it."""
    variants: list[tuple[str, ...]] = [(), *((name,) for name in mechanisms)]
    companies = [Company(luck, off=off) for off in variants for luck in range(settings.replications)]
    found = effects(ledger, companies, settings, Care(), tell=tell).effects
    return [_carried(claim, mechanisms, found[claim.id].reshape(len(variants), -1)) for claim in ledger.claims]


def _carried(claim: Claim, mechanisms: tuple[str, ...], gaps: Numbers) -> Carried:
    """`gaps` is [variant, company]; the first variant has all mechanisms."""
    whole = over(gaps[0])
    found = [Carrier(name, over(gap), over(gaps[0] - gap), verdict_of(claim, over(gap)),
                     resampled(np.stack([gaps[0] - gap, gaps[0]], axis=1), first_over_second)) for name, gap in zip(mechanisms, gaps[1:], strict=True)]
    sign = -1.0 if whole.mean < 0 else 1.0
    ordered = sorted(found, key=lambda one: (not np.isfinite(one.change.mean), -sign * one.change.mean))
    return Carried(claim.id, claim.says, unit_of(claim.measure), whole, tuple(ordered))
