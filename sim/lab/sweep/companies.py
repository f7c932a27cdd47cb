"""Companies of a study: whose numbers of the model, of what make-up, with which reference constants, and how far from standing still.

Constants come from where they are known: shipped or searched for alone (the default numbers), or a member's own. Those of other companies are found side by
side (`_found`), kept in the study's folder, and looked at again under fresh luck; what does not stand still is left out and named.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.ensemble.store import KEPT_DIGITS, Member
from sim.lab.sweep import solving
from sim.lab.sweep.identity import BYTES, differing
from sim.lab.sweep.points import Row, inputs_of, lived
from sim.lab.sweep.study import Study
from sim.reference.run import lender, reference_of
from sim.reference.store import rules_hash, shape_of
from sim.scenario import Organisation, Scenario
from sim.scenario.model import replaced

Tell = Callable[[str, float], None]
AT_ONCE = 64
"""So many companies are solved before they are kept."""


@dataclass(frozen=True)
class Company:
    """A company that lanes can live: `constants` in the order of `Balance`, for the whole organisation; `usual` is the yardstick of its make-up."""

    organisation: Organisation
    off: tuple[str, ...]
    parameters: Mapping[str, float]
    constants: NDArray[np.float64]
    usual: Mapping[str, float]
    own: bool = False
    residual: float = math.nan
    evaluations: int = 0
    how: str = "known"
    refused: str = ""

    @property
    def yardstick(self) -> dict[str, float]:
        """What measures are held against; a company of its own has its own profit."""
        if not self.own:
            return dict(self.usual)
        profit = float(self.constants[Balance._fields.index("profit_week")])
        return {**self.usual, "profit_week": profit, "revenue_week": profit / self.usual["margin"]}

    def name(self) -> bytes:
        """A name for its constants and yardstick; numbers and make-up stand in a course's content."""
        usual = json.dumps(sorted(self.usual.items())).encode() if not self.own else b"own"
        return hashlib.sha256(self.constants.tobytes() + usual).digest()[:BYTES]


@dataclass(frozen=True)
class Wanted:
    """A company whose constants must be found: the base that has its make-up, and its numbers."""

    base: Scenario
    parameters: Mapping[str, float]

    def name(self) -> str:
        """What its constants depend on."""
        about = [rules_hash(), solving.procedure(), repr(shape_of(self.base.organisation)), sorted(self.parameters.items())]
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()[: 2 * BYTES]


def rounded(constants: Mapping[str, float]) -> dict[str, float]:
    """Constants as files of members keep them, so that a point that is written to a file lives the same."""
    return {name: float(f"{constants[name]:.{KEPT_DIGITS}g}") for name in Balance._fields}


class Companies:
    """Every company of a study, each looked up once. `kept` holds constants that were found before, by name; `keep` puts new ones by."""

    def __init__(self, study: Study, kept: Mapping[str, Mapping[str, Any]], keep: Callable[[list[dict[str, Any]]], None], tell: Tell | None = None) -> None:
        self.study, self.kept, self.keep, self.tell = study, dict(kept), keep, tell
        self._usual: dict[Any, tuple[dict[str, float], dict[str, float]]] = {}
        self._made: dict[Any, Company] = {}
        self._asked: dict[Any, Company] = {}
        self._columns = [[column for column, one in inputs_of(study, arm) if one.kind in ("parameter", "organisation")] for arm in range(len(study.arms))]

    def of(self, arm: int, row: Row, member: Member) -> Company | Wanted:
        """The company that lives a point, or what must be found first."""
        asked = (arm, member.name, *(float(row[column]) for column in self._columns[arm]))
        if asked not in self._asked:
            own = lived(self.study, arm, row, member.parameters)
            key = (own.organisation, own.off, tuple(sorted(own.parameters.items())), member.name)
            if key not in self._made:
                made = self._looked_up(self.study.arms[arm], own, member)
                if isinstance(made, Wanted):
                    return made
                self._made[key] = made
            self._asked[asked] = self._made[key]
        return self._asked[asked]

    def _looked_up(self, arm: Scenario, own: Scenario, member: Member) -> Company | Wanted:
        base = replaced(own, parameters={})
        if dict(own.parameters) == dict(arm.parameters) and not member.parameters:
            balance, usual = self._reference(own)
            return self._company(own, balance, usual, residual=float(usual["residual"]))
        balance, usual = self._reference(base)
        known = member.balance_for(base) if differing(member.parameters) == dict(own.parameters) else None
        if known is not None:
            return self._company(own, known, usual, own=True, how="member's")
        wanted = Wanted(base, dict(own.parameters))
        found = self.kept.get(wanted.name())
        if found is None:
            return wanted
        scaled = {name: float(found[name]) for name in Balance._fields}
        scaled["profit_week"] *= max(own.organisation.units, 1)
        told = {"residual": float(found["residual"]), "evaluations": int(found["evaluations"]), "how": str(found["how"]), "refused": str(found["refused"])}
        return self._company(own, scaled, usual, own=True, **told)

    def _company(self, scenario: Scenario, balance: Mapping[str, float], usual: Mapping[str, float], **told: Any) -> Company:
        vector = np.array([balance[name] for name in Balance._fields], dtype=np.float64)
        return Company(scenario.organisation, tuple(scenario.off), dict(scenario.parameters), vector, usual, **told)

    def _reference(self, scenario: Scenario) -> tuple[dict[str, float], dict[str, float]]:
        """Constants and yardstick of a make-up, searched for alone where they are new (about a minute)."""
        key = (scenario.organisation, tuple(sorted(scenario.parameters.items())))
        if key not in self._usual:
            self._usual[key] = reference_of(scenario, self.tell)[:2]
        return self._usual[key]

    def find(self, wanted: Sequence[Wanted]) -> Iterator[int]:
        """Find the constants of some companies and put them by, a few at once; says after each few how many are done."""
        groups: dict[Any, dict[str, Wanted]] = {}
        for one in wanted:
            if one.name() not in self.kept:
                groups.setdefault(shape_of(one.base.organisation), {})[one.name()] = one
        done = 0
        for group in groups.values():
            names = list(group)
            for first in range(0, len(names), AT_ONCE):
                some = [group[name] for name in names[first : first + AT_ONCE]]
                rows = [{"company": one.name(), **found} for one, found in zip(some, _found(some, self.tell), strict=True)]
                self.keep(rows)
                self.kept |= {str(row["company"]): row for row in rows}
                done += len(some)
                yield done


def _found(wanted: Sequence[Wanted], tell: Tell | None) -> list[dict[str, Any]]:
    """Constants (for one unit), residual, evaluations, how they were found and why refused, for companies of one make-up."""
    answers = solving.solve_companies(lender(wanted[0].base), [one.parameters for one in wanted], progress=tell)
    return [{**rounded(constants), "residual": residual, "evaluations": evaluations, "how": how, "refused": refused}
            for constants, residual, evaluations, how, refused in answers]
