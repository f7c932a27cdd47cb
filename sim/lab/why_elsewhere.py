"""A claim elsewhere: under other luck, in organisations of other sizes, and over half and twice its weeks. A claim that hangs on one of these says less than
its sentence does.

The order in which agents stand changes nothing at all, so it is not tried here: the engine is held to that exactly (`tests/engine/test_symmetry.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.lab.claims import Claim, Ledger
from sim.lab.claims_readings import unit_of
from sim.lab.claims_runs import Settings
from sim.lab.claims_verdict import Effect, Verdict, over, verdict_of
from sim.lab.why_companies import BASE, Care, Company, Tell, effects
from sim.measures import OUTCOMES, Numbers
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import Run
from sim.vocabulary import rows

UNITS = (1, 3, 12, 24)
"""Sizes that are tried beside the reference's own, in units."""
LONGEST = int(next(row.about.high for row in rows(Run) if row.name == "weeks"))
USUAL, OTHER_LUCK, HALF, TWICE = "as it is", "other luck", "half the weeks", "twice the weeks"


@dataclass(frozen=True)
class Elsewhere:
    """A claim's effect and verdict by place, in the order of the places; a place that makes no sense for the claim is missing."""

    claim: str
    says: str
    unit: str
    effects: Mapping[str, Effect]
    verdicts: Mapping[str, Verdict]

    def turned(self, place: str) -> bool:
        """Whether the verdict there is another than as it is."""
        return place in self.verdicts and self.verdicts[place] != self.verdicts[USUAL]


def people_of(units: int) -> str:
    """The name of a size: 480 people."""
    usual = load_scenario(BASE).organisation
    return f"{usual.employees // usual.units * units:,} people"


def places() -> tuple[str, ...]:
    """All that is tried, in order."""
    return (USUAL, OTHER_LUCK, *map(people_of, UNITS), HALF, TWICE)


def elsewhere(ledger: Ledger, settings: Settings, tell: Tell | None = None) -> list[Elsewhere]:
    """Every claim of a ledger at every place, in as many companies as the settings say."""
    companies, found = [Company(luck) for luck in range(settings.replications)], dict[str, dict[str, Numbers]]()
    found[USUAL] = effects(ledger, companies, settings, Care(), tell=tell).effects
    found[OTHER_LUCK] = effects(ledger, companies, replace(settings, seed=settings.seed + 1), Care(), tell=tell).effects
    for units in UNITS:
        found[people_of(units)] = effects(ledger, companies, settings, Care(), units, tell).effects
    longer = _stretched(ledger)
    if longer.claims:
        lived = effects(longer, companies, settings, Care(), tell=tell).effects
        for place in (HALF, TWICE):
            found[place] = {name.removesuffix(place): gap for name, gap in lived.items() if name.endswith(place)}
    return [_told(claim, {place: gaps[claim.id] for place, gaps in found.items() if claim.id in gaps}) for claim in ledger.claims]


def _told(claim: Claim, gaps: Mapping[str, Numbers]) -> Elsewhere:
    means = {place: over(gap) for place, gap in gaps.items()}
    return Elsewhere(claim.id, claim.says, unit_of(claim.measure), means, {place: verdict_of(claim, one) for place, one in means.items()})


def _stretched(ledger: Ledger) -> Ledger:
    """The claims over half and over twice their weeks, in arms that are lived long enough. Left out are those that a week cannot be moved in: held against
    earlier weeks, read off a whole course, or with something that happens at a set time."""
    claims = [claim for claim in ledger.claims if can_be_stretched(claim, [ledger.arms[name] for name in claim.arms])]
    both = [replace(claim, id=f"{claim.id}{place}", first=first, last=last) for claim in claims for place, (first, last) in stretches(claim).items()]
    weeks = {name: max(claim.last for claim in both if name in claim.arms) for name in {arm for claim in both for arm in claim.arms}}
    return Ledger(tuple(both), {**ledger.arms, **{name: ledger.arms[name].with_(weeks=last) for name, last in weeks.items()}}, ledger.file)


def can_be_stretched(claim: Claim, arms: Sequence[Scenario]) -> bool:
    """Whether a claim means the same over other weeks."""
    fixed = any(arm.timeline or arm.events for arm in arms)
    return claim.since is None and claim.measure not in OUTCOMES and not fixed and 2 * claim.last <= LONGEST


def stretches(claim: Claim) -> dict[str, tuple[int, int]]:
    """The claim's weeks, halved and doubled: (1, 260) becomes (1, 130) and (1, 520)."""
    return {HALF: (int(np.ceil(claim.first / 2)), max(claim.last // 2, 1)), TWICE: (2 * claim.first - 1, 2 * claim.last)}
