"""Running the firms on which targets are measured, and measuring them: what the model shows, beside what published studies found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, cast

import numpy as np

from sim.lab.experiment import Progress
from sim.measures.intervals import Estimate, resampled
from sim.measures.measure import Numbers, Record
from sim.measures.studies import corrected_link, freed, link
from sim.measures.targets import BASES, ORDERED, PLAIN, TARGETS, Base, Target

LINKS = {"V1": "satisfaction", "V2": "productivity", "V3": "margin", "V4": "turnover"}
"""The links between units, and the outcome of each."""


class Order(NamedTuple):
    """Two links between units of which the second is published as the stronger one, and by how much it is in the model."""

    weaker: str
    stronger: str
    gap: Estimate

    @property
    def verdict(self) -> str:
        """Whether the order is the published one, and whether luck may have decided."""
        clear = self.gap.low > 0.0 or self.gap.high < 0.0
        return ("as published" if self.gap.value > 0.0 else "the other way round") + ("" if clear else ", though luck may explain it")


class Found(NamedTuple):
    """A target, what the model shows, and for links between units the same freed of the survey's luck; for the weakest of them also their order."""

    target: Target
    shown: Estimate
    freed: Estimate | None
    order: tuple[Order, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the number lies within its band, and in the published order where that is part of the target."""
        return self.target.met(self.shown.value) and all(one.gap.value > 0.0 for one in self.order)

    @property
    def verdict(self) -> str:
        """In words; where the interval reaches over the edge of the band, luck may have decided."""
        if self.target.met(self.shown.value) and not self.met:
            return "not met: in its band, not in the published order"
        inside = self.target.low <= self.shown.low and self.shown.high <= self.target.high
        outside = self.shown.high < self.target.low or self.shown.low > self.target.high
        clear = inside or outside or self.shown.low != self.shown.low
        return ("met" if self.met else "not met") + ("" if clear else ", on the edge")


def run_base(base: Base, firms: int | None = None, seed: int = 1, threads: int | None = None, progress: Progress | None = None) -> dict[str, Record]:
    """The records of a base's firms and their twins by name; all twins meet the same luck."""
    from sim.engine.run import run_with
    from sim.reference.run import reference_of, run_scenarios
    from sim.scenario import load_scenario

    asked, many = base.scenarios(), base.firms if firms is None else firms
    scenarios = list(asked.values())
    if base.borrows:
        balance, yardstick, _ = reference_of(load_scenario("reference").with_(organisation=scenarios[0].organisation), progress)
        records = run_with(scenarios, [balance] * len(scenarios), [yardstick] * len(scenarios), replications=many, seed=seed, weeks=base.weeks,
                           threads=threads, record=base.record, progress=progress)
    else:
        records = run_scenarios(scenarios, replications=many, seed=seed, weeks=base.weeks, threads=threads, record=base.record, progress=progress)
    return dict(zip(asked, cast("list[Record]", records), strict=True))


def found(target: Target, records: dict[str, Record]) -> Found:
    """One target measured on records of its base."""
    outcome = LINKS.get(target.id)
    order = in_order(records[PLAIN]) if target.id == ORDERED[0] else ()
    return Found(target, target.measured(records), resampled(corrected_link(records[PLAIN], outcome), freed) if outcome else None, order)


def measured(wanted: Sequence[str] = (), firms: int | None = None, seed: int = 1, threads: int | None = None, progress: Progress | None = None,
             run: Callable[..., dict[str, Record]] = run_base) -> list[Found]:
    """All targets (or those wanted, by name), each base run once. `firms` replaces the number of firms that each base asks for."""
    chosen = [TARGETS[name] for name in wanted] or list(TARGETS.values())
    answers: dict[str, Found] = {}
    for base in BASES.values():
        here = [target for target in chosen if target.base == base.id]
        if here:
            records = run(base, firms, seed, threads, progress)
            answers |= {target.id: found(target, records) for target in here}
    return [answers[target.id] for target in chosen]


def in_order(record: Record) -> tuple[Order, ...]:
    """How much stronger each link between units is than the one that is published as weaker, in the same firms."""
    links = {name: link(record, LINKS[name]) for name in ORDERED}
    return tuple(Order(one, other, resampled(np.concatenate([links[one], links[other]], axis=1), second_less_first)) for one, other in pairwise(ORDERED))


def second_less_first(parts: Numbers) -> Numbers:
    """From the parts of two pooled correlations: the second less the first."""
    return np.asarray(parts[2] / parts[3] - parts[0] / parts[1], dtype=np.float64)
