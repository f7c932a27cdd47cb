"""In which companies policies are compared: in members of the ensemble of plausible companies, so that luck and what is not known about companies are told
apart, or in the default company alone, where only luck differs.

Nothing asked for takes the ensemble that comes along, where there is one that fits; what stands in its way is said in `Chosen.note`. What is asked for by name
or by number is taken, or refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from sim.ensemble import store
from sim.ensemble.store import Ensemble, EnsembleError
from sim.lab.experiment import run_all
from sim.lab.result import Result
from sim.lab.spread import parts_of
from sim.measures import WEEKS_A_YEAR, Numbers, Record
from sim.scenario import Scenario
from sim.scenario.errors import one_line

MOST, FEWEST, EACH = 64, 8, 2
"""Unasked, one member is taken for each replication that the scenarios ask for, within these bounds, and so many companies of each. So a comparison costs
twice what it costs with luck alone: a warm one of three policies takes seconds, and one of a large organisation no more than it may. With 64 members the SD
between them is known to about an eighth where luck is as large; two companies are the fewest that tell luck apart."""
ALLOWED = "all, none, a number, or a file of parameter sets"
Asked = Ensemble | str | int | Path | None


@dataclass(frozen=True)
class Chosen:
    """The ensemble that lives the scenarios (None: the default company, luck only), where it comes from, and why one that is there was not taken."""

    ensemble: Ensemble | None = None
    source: str = ""
    note: str = ""

    def about(self) -> dict[str, Any]:
        """Where the companies come from, for provenance; nothing about a place on a machine."""
        asked = self.ensemble or Ensemble()
        return {"source": self.source, "hash": asked.fingerprint(), "grade": asked.grade, "rules": str(asked.provenance.get("rules", "any"))}


class Plausible(Result):
    """Companies of several members as one result: rows are the replications of the first member, then of the next, each against its own member's reference."""

    def __init__(self, whole: Record, parts: Sequence[Record]) -> None:
        super().__init__(whole)
        self.parts = [Result(one) for one in parts]
        self._held: dict[str, Numbers] = {}

    def series(self, name: str) -> Numbers:
        """A measure by [company, week]. Raises UnknownMeasure."""
        if name not in self._held:
            values = np.concatenate([one.series(name) for one in self.parts])
            values.setflags(write=False)
            self._held[name] = values
        return self._held[name]

    def outcome(self, name: str) -> Numbers:
        """An outcome of a whole run by [company]. Raises UnknownMeasure."""
        return np.concatenate([one.outcome(name) for one in self.parts])

    def luck_of_a_year(self) -> float:
        """The SD of one year's profit between companies of one member, which differ by luck only, in euro; from the reference where each has one company."""
        years = self.weeks // WEEKS_A_YEAR
        each = self.replications // len(self.parts)
        if each < 2 or not years:
            return super().luck_of_a_year()
        yearly = self.series("profit")[:, : years * WEEKS_A_YEAR].reshape(len(self.parts), each, years, WEEKS_A_YEAR).sum(axis=3)
        return math.sqrt(float(parts_of(yearly).luck.mean()))


def choose(asked: Asked, scenarios: Sequence[Scenario]) -> Chosen:
    """The companies in which these scenarios are lived. Raises ScenarioError, with a line for each reason, for what was asked for and cannot be used."""
    if asked is None:
        return _usual(scenarios)
    if isinstance(asked, Ensemble):
        return Chosen(asked, "an ensemble")
    text = str(asked)
    if text == "none":
        return Chosen()
    if text == "all":
        return Chosen(store.load(), store.SHIPPED.name)
    if text.isascii() and text.removeprefix("-").isdigit():
        whole, count = store.load(), int(text[:9])
        if not 1 <= count <= len(whole):
            raise EnsembleError(f"members: must lie between 1 and {len(whole)} ({text[:20]})")
        return Chosen(whole.first(count), store.SHIPPED.name)
    if not Path(text).is_file():
        raise EnsembleError(f"members: {one_line(text[:80])} is no such file (allowed: {ALLOWED})")
    return Chosen(store.load(Path(text)), one_line(Path(text).name)[: store.LONGEST_NAME])


def _usual(scenarios: Sequence[Scenario]) -> Chosen:
    """The ensemble that comes along, where it fits; without one, today's default company, and nothing is said."""
    if not store.SHIPPED.exists():
        return Chosen()
    try:
        whole = store.load()
    except EnsembleError as refused:
        return Chosen(note=_left_out(refused.problems[0]))
    some = whole.first(max(FEWEST, min(MOST, *(one.replications for one in scenarios))))
    why = unfit(some, scenarios)
    if why:
        return Chosen(note=_left_out(f"{why}; --members {len(some)} takes it all the same, and first solves a reference for each member"))
    return Chosen(some, store.SHIPPED.name)


def _left_out(why: str) -> str:
    return f"The ensemble of plausible companies is left out, so that intervals show luck only: {why}"


def unfit(ensemble: Ensemble, scenarios: Sequence[Scenario]) -> str:
    """Why an ensemble cannot live these scenarios at once; an empty text where it can."""
    from sim.reference.run import lender

    for one in scenarios:
        if one.parameters:
            names = list(one.parameters)
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            return f"{one_line(one.name)} sets numbers of the model itself ({', '.join(names[:3])}{more}), and these go before the members' own"
        if any(member.balance_for(lender(one)) is None for member in ensemble):
            size = one.organisation
            units = f"{size.teams_per_unit} x {size.team_size} people, {size.customers_per_unit:,} customers each"
            return f"it has no reference for units as in {one_line(one.name)} ({units})"
    return ""


def run_chosen(scenarios: Sequence[Scenario], chosen: Chosen, **settings: Any) -> list[Result]:
    """One result for each scenario, all of which ask for the same weeks, replications (of each member) and seed. Settings as for `run_all`."""
    if chosen.ensemble is None:
        return run_all(scenarios, **settings)
    from sim.ensemble.run import run_together

    first = scenarios[0]
    same: dict[str, Any] = {"replications": first.replications, "seed": first.seed, "weeks": first.weeks}
    groups: dict[str, list[int]] = {}
    for place, one in enumerate(scenarios):
        groups.setdefault(repr((one.organisation, sorted(one.parameters.items()))), []).append(place)
    found: dict[int, Result] = {}
    for places in groups.values():
        records = run_together([scenarios[place] for place in places], chosen.ensemble.members, **same, **settings)
        for place, (whole, parts) in zip(places, records, strict=True):
            whole.provenance["ensemble"] = chosen.about()
            found[place] = Plausible(cast(Record, whole), cast("list[Record]", parts))
    return [found[place] for place in range(len(scenarios))]
