"""Targets and patterns measured by other definitions: those that were tried first and missed, and those that a reader could prefer. They judge nothing; they
show how much of a verdict lies in the definition, and are measured anew with everything else, so that no figure of an earlier look stands in a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.lab.patterns import PATTERNS, PLACES
from sim.lab.studying import LINKS, run_base
from sim.measures import panels
from sim.measures import studies as study
from sim.measures.intervals import Estimate
from sim.measures.measure import Numbers, Record
from sim.measures.targets import BASES, PLAIN, SHOCK_FROM, SHOCK_WEEKS, TARGETS, Base, Target

_SHOP = BASES["shop"].changes
STUDY_PRICE = 0.022
"""What the team bonus of the study cost, as a share of pay (wages rose by so much; Friebel, Heinz, Krueger and Zubanov 2017)."""
FIRMS: dict[str, Base] = {
    base.id: base
    for base in (
        Base("bonus of a tenth", "the reference firm without variable pay, and its twin with a tenth of pay on the team's own KPI", "reference", 52, 64, (),
            {PLAIN: {"policy": {"reward_intensity": 0.0}}, "bonus": {"policy": {"reward_intensity": 0.1}}}),
        Base("team bonus of the library", "the default firm with a KPI that points to value, and its twin with the library's team bonus", "congruent_kpi", 52,
            64, (), {PLAIN: {}, "bonus": {"scenario": "congruent_team_bonus"}}),
        Base("bonus as dear as the study's", "the shops, and their twins with a bonus that costs 2.2 % of pay, as in the study", "reference", 52, 64, (),
            {PLAIN: _SHOP[PLAIN], "bonus": {**_SHOP["bonus"], "policy": {"kpi_validity": 0.95, "reward_intensity": 0.05 + STUDY_PRICE}}}, borrows=True),
    )
}
"""Firms on which only other definitions are measured."""


@dataclass(frozen=True)
class Otherwise:
    """A target or pattern by another definition; `before` says that it was the definition before a look at what it gives."""

    of: str
    other: Target
    before: bool = False

    def measured(self, records: Any) -> Estimate:
        """The number with its interval."""
        return self.other.measured(records)


def _half(name: str) -> Otherwise:
    survey = study.Survey(response=0.5)
    if name in LINKS:
        def parts(records: Any) -> Numbers:
            return study.link(records[PLAIN], LINKS[name], survey)
    else:
        def parts(records: Any) -> Numbers:
            return study.quarters(records[PLAIN], survey)
    return Otherwise(name, replace(TARGETS[name], formula="half of the people answer the survey, not 80 %", parts=parts))


def _bonus(name: str, base: str, how: str, before: bool = False) -> Otherwise:
    return Otherwise(name, replace(TARGETS[name], base=base, formula=how), before)


def standard_regained(plain: Record, shock: Record) -> Numbers:
    """How far standards of work lie below the twin's at the end of the squeeze and a year later (mean of logs over teams, four weeks), by firm."""
    apart = np.log(np.asarray(shock.parts["teams.standard"], dtype=np.float64)) - np.log(np.asarray(plain.parts["teams.standard"], dtype=np.float64))
    mean, end = apart.mean(axis=2), SHOCK_FROM + SHOCK_WEEKS
    return np.stack([mean[:, end - 4 : end].mean(axis=1), mean[:, -4:].mean(axis=1)], axis=1)


def _regained(parts: Numbers) -> Numbers:
    return np.asarray(1.0 - parts[1] / parts[0], dtype=np.float64)


def _after(parts: Numbers) -> Numbers:
    """What a bonus gained in profit after it was paid, for each euro of it."""
    return np.asarray(parts[2] / parts[3], dtype=np.float64)


def _all_hours(records: Any) -> Numbers:
    return panels.speed_by_load(list(records.values()), of_all_hours=True)


_LOAD = PATTERNS["best load"]
OTHERS: tuple[Otherwise, ...] = (
    *(_half(name) for name in ("V1", "V3", "V5")),
    _bonus("V11 quantity", "bonus of a tenth", "a bonus of a tenth of pay, not a twentieth", before=True),
    _bonus("V11 sales", "team bonus of the library", "the library's team bonus in the default firm, not a shop", before=True),
    _bonus("V11 profit", "team bonus of the library", "the library's team bonus in the default firm, not a shop", before=True),
    _bonus("V11 sales", "bonus as dear as the study's", "in the shop, a bonus that costs 2.2 % of pay, as the study's did"),
    Otherwise("V11 profit", replace(TARGETS["V11 profit"], formula="profit after the bonus, should the study's figure be meant so", combine=_after)),
    Otherwise("V12 up", Target("V12 regained", TARGETS["V12 up"].title, "none", -0.25, 0.25, "share",
                               "how much of what the standard lost in the squeeze is back within a year after it, by twins", "Oliva and Sterman 2001", "shock",
                               lambda records: standard_regained(records[PLAIN], records["shock"]), _regained, "ours: up to a quarter"), before=True),
    Otherwise("best load", Target("best load", _LOAD.title, _LOAD.expected, _LOAD.low, _LOAD.high, _LOAD.unit,
                                  "output of all hours, not of an hour that goes to output", _LOAD.source, _LOAD.place, _all_hours, panels.best_load),
              before=True),
)
"""All of them, in the order in which they are told."""


@dataclass(frozen=True)
class Retold:
    """Another definition and what the model shows by it."""

    otherwise: Otherwise
    shown: Estimate

    @property
    def inside(self) -> bool:
        """Whether the number lies within the same band."""
        return self.otherwise.other.met(self.shown.value)


def retold(firms: int | None = None, seed: int = 1, run: Any = run_base) -> list[Retold]:
    """Every other definition measured, each base run once. `run` may give back records that are there already."""
    found: dict[int, Retold] = {}
    for base in (*BASES.values(), *PLACES.values(), *FIRMS.values()):
        here = [(place, one) for place, one in enumerate(OTHERS) if one.other.base == base.id]
        if here:
            records = run(base, firms, seed, None, None)
            found |= {place: Retold(one, one.measured(records)) for place, one in here}
    return [found[place] for place in range(len(OTHERS))]
