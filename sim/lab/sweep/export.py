"""A point of a sweep as a scenario file that opens anywhere: the same numbers come out, for the file says everything that the run depended on.

A company with constants of its own needs these too: they go into a file of one member beside it (`--members`), so that nothing is solved anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim.balance import Balance
from sim.ensemble.store import Member, save
from sim.lab.sweep.companies import Company
from sim.lab.sweep.plan import Plan
from sim.lab.sweep.points import lived
from sim.lab.sweep.store import StoreError
from sim.policy import Policy, World
from sim.reference.store import shape_of
from sim.scenario import Scenario, load_scenario
from sim.scenario.model import replaced
from sim.scenario.names import name_from_file
from sim.scenario.read import library_names


def as_toml(scenario: Scenario) -> str:
    """A scenario as a file: every number as it is, so that reading it gives the same scenario."""
    whole = scenario.canonical()
    top = {"name": scenario.name, "title": scenario.title, "question": scenario.question, "source": scenario.source}
    lines = [_line(name, text) for name, text in top.items() if text]
    lines += [_line(name, whole[name]) for name in ("weeks", "replications", "seed", "off") if whole[name] != []]
    usual = {"policy": Policy._field_defaults, "world": World._field_defaults}
    for section in ("organisation", "policy", "world", "parameters"):
        told = {name: value for name, value in whole[section].items() if section not in usual or value != usual[section][name]}
        lines += ["", f"[{section}]", *(_line(json.dumps(name) if "." in name else name, value) for name, value in told.items())] if told else []
    for section in ("timeline", "event"):
        for entry in whole[section]:
            lines += ["", f"[[{section}]]", *(_line(name, value) for name, value in entry.items())]
    return "\n".join(lines) + "\n"


def _line(name: str, value: Any) -> str:
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def scenario_of(plan: Plan, point: int, arm: int, member: int = 0) -> tuple[Scenario, Member | None]:
    """The scenario of a point, and the member whose company it is, if it is not the default one. Raises StoreError for a point that cannot be lived."""
    study = plan.study
    if not 0 <= point < len(plan.design):
        raise StoreError(f"--point: must lie between 0 and {len(plan.design) - 1} ({point})")
    if plan.problem[point, arm, member]:
        raise StoreError(f"--point: point {point} of {study.arms[arm].name} cannot be lived: {plan.problem[point, arm, member]}")
    company = plan.companies[plan.company[point, arm, member]]
    own = lived(study, arm, plan.design[point], study.members[member].parameters)
    name = study.arms[arm].name
    told = replaced(own, name=name_from_file(f"{study.name} point {point} {name}"), title=f"Point {point} of {study.title}, {name}",
                    source=f"trivox sweep, study {study.name}", question="", look_at="", group="",
                    weeks=study.weeks, replications=study.replications, seed=study.seed)
    return (replaced(told, parameters={}), _member(company, study.members[member].name)) if company.own else (told, None)


def _member(company: Company, name: str) -> Member:
    """A company as the one member of an ensemble."""
    bases = [base for base in library_names() if shape_of(load_scenario(base).organisation) == shape_of(company.organisation)]
    if not bases:
        raise StoreError("--to: the point has a reference of its own, and no scenario of the library has units of its make-up, so that no file can hold it")
    constants = dict(zip(Balance._fields, company.constants.tolist(), strict=True))
    constants["profit_week"] /= max(company.organisation.units, 1)
    return Member(name or "point", dict(company.parameters), {"reference" if "reference" in bases else bases[0]: constants})


def write(plan: Plan, point: int, arms: Iterable[int], member: int, place: Path) -> list[Path]:
    """Write a point to a file (with the arm's name in it where there are several), and its company beside it where it has constants of its own."""
    written, asked = [], list(arms)
    for arm in asked:
        scenario, who = scenario_of(plan, point, arm, member)
        file = place if len(asked) == 1 else place.with_name(f"{place.stem}-{plan.study.arms[arm].name}{place.suffix}")
        file.write_text(as_toml(scenario), encoding="utf-8")
        written.append(file)
        if who is not None:
            beside = place.with_suffix(".member.json")
            save(beside, [who], {"prior": f"point {point} of the study {plan.study.name}", "grade": "a point of a sweep"})
            written += [beside] if beside not in written else []
    return written
