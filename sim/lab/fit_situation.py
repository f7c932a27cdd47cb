"""A company's situation: the few levers and conditions that may differ from the ordinary, how far ordinary companies differ in them, and where to look.

They are counted in SDs between companies (assumed), from the reference value, and held towards it: what no number of the company speaks of stays ordinary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.lab.fit_company import Company
from sim.measures import Numbers
from sim.scenario.keys import LEVER_KEYS
from sim.scenario.model import RANGES

STEP = 0.75
"""How far each one is moved alone, up and down, to see what it does (SDs)."""
BEYOND = 3.0
"""No situation lies further out (SDs)."""


@dataclass(frozen=True)
class Handle:
    """One lever or condition: how far ordinary companies differ in it (one SD), and the numbers of a company that it is there to explain."""

    name: str
    title: str
    sd: float
    moves: tuple[str, ...]

    @property
    def reference(self) -> float:
        """Its ordinary value."""
        return float(LEVER_KEYS[self.name].default)

    def value(self, place: Numbers) -> Numbers:
        """The value so many SDs from the ordinary, within its range."""
        low, high = RANGES[self.name]
        return np.clip(self.reference + self.sd * place, low, high)


HEART, CUSTOMER = ("engagement", "enps"), ("satisfaction", "nps")
HANDLES = (
    Handle("labour_market", "tight labour market", 1.0, ("turnover", "vacancies")),
    Handle("autonomy", "autonomy", 0.15, (*HEART, "turnover", "burnout")),
    Handle("recovery", "chance to recover", 0.2, ("burnout", "absence", "turnover")),
    Handle("slack_share", "hours set aside", 0.03, (*HEART, *CUSTOMER, "burnout", "overtime")),
    Handle("staffing", "head-count against demand", 0.07, (*CUSTOMER, "utilisation", "burnout", "payroll", "overtime")),
    Handle("competitor", "what competitors offer", 0.7, ("margin", "churn", *CUSTOMER)),
    Handle("alternatives", "how easily customers leave", 0.3, ("churn",)),
    Handle("price_level", "prices against the ordinary", 0.05, ("margin",)),
)
"""All of them. What a company tells as known is taken as told; what none of its numbers speaks of is not looked for."""


def handles_for(company: Company) -> tuple[Handle, ...]:
    """Those that the company's numbers may speak of, and that it does not know itself."""
    told = {one.about.name for one in company.told}
    known = {*company.policy, *company.world}
    return tuple(one for one in HANDLES if told & set(one.moves) and one.name not in known)


class Layout(NamedTuple):
    """The columns that a situation sets: those looked for, then those that the company knows."""

    handles: tuple[Handle, ...]
    known: Mapping[str, float]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return (*(one.name for one in self.handles), *self.known)

    def values(self, places: Numbers) -> Numbers:
        """Levers and conditions by [..., name], from places in SDs by [..., handle]."""
        looked = [one.value(places[..., k]) for k, one in enumerate(self.handles)]
        return np.stack([*looked, *(np.full(places.shape[:-1], value) for value in self.known.values())], axis=-1)

    def ordinary(self, members: int) -> Numbers:
        """The reference's values for every member, what the company knows set aside: [member, name]."""
        level = [float(LEVER_KEYS[name].default) for name in self.names]
        return np.repeat(np.array(level)[None], members, axis=0)


def layout_of(company: Company) -> Layout:
    """What is looked for and what is known."""
    return Layout(handles_for(company), {**company.policy, **company.world})


def steps(handles: Sequence[Handle]) -> Numbers:
    """Places that are looked at first, in SDs: the middle, then each handle alone up and down, [place, handle]."""
    each = STEP * np.eye(len(handles))
    return np.concatenate([np.zeros((1, len(handles))), each, -each])
