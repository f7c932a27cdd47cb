"""What a study comes to: the course that each point, arm and member lives, the companies, and what cannot be lived and why.

Courses that are the same (a baseline that no input touches, say) are lived once. Arrays are [point, arm, member].
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.sweep.companies import Companies, Company, Wanted
from sim.lab.sweep.design import drawn
from sim.lab.sweep.identity import BYTES, course_name
from sim.lab.sweep.points import Contents, refused
from sim.lab.sweep.study import Study

Tell = Callable[[str, float], None]


@dataclass
class Plan:
    """Every course of a study. `course` holds its name, sixteen bytes; `company` its place in `companies` (-1: it cannot be lived; `problem` says why)."""

    study: Study
    design: NDArray[np.float64]
    course: NDArray[np.uint8]
    company: NDArray[np.int32]
    problem: NDArray[Any]
    companies: list[Company]

    def __post_init__(self) -> None:
        names = self.course.reshape(-1, BYTES)
        usable = np.flatnonzero(self.company.ravel() >= 0)
        _, first, inverse = np.unique(names[usable].view(f"V{BYTES}").ravel(), return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty_like(order)
        rank[order] = np.arange(order.size)
        self.first = usable[first[order]]
        """The place (in the flat arrays) at which each course is met first."""
        self.course_of = np.full(self.company.size, -1, np.int64)
        """The course of each place; -1 where none can be lived."""
        self.course_of[usable] = rank[inverse]

    @property
    def courses(self) -> int:
        """How many different courses there are."""
        return int(self.first.size)

    @functools.cached_property
    def names(self) -> NDArray[np.uint8]:
        """The names of the different courses, [course, 16]."""
        return np.ascontiguousarray(self.course.reshape(-1, BYTES)[self.first])

    @functools.cached_property
    def company_of(self) -> NDArray[np.int32]:
        """The company of each course."""
        return self.company.ravel()[self.first]

    def place(self, course: int) -> tuple[int, int, int]:
        """Point, arm and member at which a course is met first."""
        point, arm, member = np.unravel_index(self.first[course], self.company.shape)
        return int(point), int(arm), int(member)

    def left_out(self) -> dict[str, int]:
        """How many places cannot be lived, by reason."""
        reasons: dict[str, int] = {}
        for why in self.problem.ravel()[self.company.ravel() < 0]:
            reasons[_kind(why)] = reasons.get(_kind(why), 0) + 1
        return reasons


def _kind(why: str) -> str:
    """A reason without its numbers, so that like is counted with like."""
    return why.split(" (")[0].split(":")[0]


def planned(study: Study, companies: Companies, tell: Tell | None = None) -> Plan:
    """The plan of a study: reference constants that are not known yet are found first."""
    design = drawn(study)
    shape = (len(design), len(study.arms), len(study.members))
    problem = np.full(shape, "", dtype=object)
    for arm in range(len(study.arms)):
        for point, why in enumerate(refused(study, design, arm)):
            if why:
                problem[point, arm, :] = why
    _find(study, design, problem, companies, tell)
    plan = Plan(study, design, np.zeros((*shape, BYTES), np.uint8), np.full(shape, -1, np.int32), problem, [])
    _fill(plan, companies)
    return Plan(study, design, plan.course, plan.company, problem, plan.companies)


def _find(study: Study, design: NDArray[np.float64], problem: NDArray[Any], companies: Companies, tell: Tell | None) -> None:
    """Find every company's constants."""
    wanted: dict[str, Wanted] = {}
    for point, arm, member in np.ndindex(*problem.shape):
        if not problem[point, arm, member]:
            one = companies.of(arm, design[point], study.members[member])
            if isinstance(one, Wanted):
                wanted.setdefault(one.name(), one)
    for done in companies.find(list(wanted.values())):
        if tell:
            tell(f"references: {done:,} of {len(wanted):,} companies solved", done / max(len(wanted), 1))


def _fill(plan: Plan, companies: Companies) -> None:
    """Name every course, and say which company lives it."""
    contents, places, names = Contents(plan.study), dict[int, int](), dict[int, bytes]()
    for point, arm, member in np.ndindex(*plan.problem.shape):
        if plan.problem[point, arm, member]:
            continue
        row, who = plan.design[point], plan.study.members[member]
        company = companies.of(arm, row, who)
        if isinstance(company, Wanted) or company.refused:
            plan.problem[point, arm, member] = company.refused if isinstance(company, Company) else "no reference was found"
            continue
        key = id(company)
        if key not in places:
            places[key], names[key] = len(plan.companies), company.name()
            plan.companies.append(company)
        plan.company[point, arm, member] = places[key]
        name = course_name(contents.of(arm, row, who.parameters), names[key], plan.study.seed)
        plan.course[point, arm, member] = np.frombuffer(name, np.uint8)
