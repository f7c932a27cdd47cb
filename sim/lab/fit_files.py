"""What a fit leaves behind: a scenario of the company that opens with every other command, and its members, drawn anew by their weights."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.ensemble.store import LONGEST_NAME, Ensemble, Member
from sim.lab.fit import Fit
from sim.lab.fit_company import Company
from sim.measures import Numbers
from sim.policy import CONDITIONS, LEVERS
from sim.scenario import Scenario, ScenarioError, load_scenario

PEOPLE_LIVED = 160
"""About as many people stand in each company that is lived while fitting: levels do not hang on more, and luck is scaled to the company's size."""
SETTLES, AFTER = 208, 156
"""Weeks in which the company comes into its situation, and weeks that are left for plans."""
MOST_TEAMS_A_UNIT, ORDINARY = 8, 4
LEAST_MEMBERS = 2


def organisation_of(company: Company, own: bool) -> Scenario:
    """The company's size as an organisation: in ordinary units (four teams of ten), or made up as it is. Raises ScenarioError where its make-up is not told."""
    base = load_scenario("reference")
    if not own:
        each = base.organisation.teams_per_unit * base.organisation.team_size
        return base.with_(organisation={"units": min(max(round(company.employees / each), 1), 2500)})
    if company.teams is None:
        raise ScenarioError(["teams: is missing - --units own needs the number of teams"])
    parts = [k for k in range(1, MOST_TEAMS_A_UNIT + 1) if company.teams % k == 0 and company.teams // k <= 2500]
    each = min(parts, key=lambda k: (abs(k - ORDINARY), k)) if parts else ORDINARY
    units = max(company.teams // each, 1)
    customers = company.customers if company.customers is not None else 10 * company.employees
    size = {"units": units, "teams_per_unit": each, "team_size": max(round(company.employees / company.teams), 1),
            "customers_per_unit": max(round(customers / units), 1)}
    return base.with_(organisation=size)


def lived_on(scenario: Scenario) -> Scenario:
    """The same units, as many as are lived while fitting."""
    each = max(scenario.organisation.teams_per_unit * scenario.organisation.team_size, 1)
    return scenario.with_(organisation={"units": min(max(round(PEOPLE_LIVED / each), 1), scenario.organisation.units)})


def situation_of(fit: Fit) -> dict[str, float]:
    """The levers and conditions of the mean situation, those that the company knows included; those that are ordinary left out."""
    values = fit.layout.values(fit.common[None])[0]
    ordinary = fit.layout.ordinary(1)[0]
    return {name: round(float(one), 4) for name, one, usual in zip(fit.layout.names, values, ordinary, strict=True) if abs(one - usual) > 5e-5}


def base_text(fit: Fit, scenario: Scenario) -> str:
    """The scenario file of the company: its size, its mean situation, and how a plan is written on it. No number of the company stands in it."""
    size, found = scenario.organisation, situation_of(fit)
    told = ", ".join(one.about.name for one in fit.company.told)
    lines = ['extends = "reference"', f"title = {_quoted(f'{fit.company.name}: fitted to its aggregates')}",
             'question = "What does a plan do in a company like this one?"',
             f"source = {_quoted(f'trivox fit, from {told}; {len(fit.names)} members, worth {fit.effective:.1f} of equal weight')}",
             f"weeks = {SETTLES + AFTER}", "", "[organisation]", f"units = {size.units}", f"teams_per_unit = {size.teams_per_unit}",
             f"team_size = {size.team_size}", f"customers_per_unit = {size.customers_per_unit}", ""]
    for table, names in (("policy", LEVERS), ("world", CONDITIONS)):
        here = [f"{name} = {found[name]:g}" for name in names if name in found]
        lines += [f"[{table}]", *here, ""] if here else []
    lines += [f"# A run begins in an ordinary company, which comes into this situation within about {SETTLES} weeks. A plan begins after that.",
              "# A policy that there is already:",
              f"#   trivox compare people_first --in NAME_OF_THIS_FILE.toml --from {SETTLES} --members MEMBERS.json",
              "# or one of your own, in a file beside this one:", f"#   extends = {_quoted('NAME_OF_THIS_FILE')}", "#   [[timeline]]", '#   lever = "autonomy"',
              '#   shape = "step"', f"#   week = {SETTLES}", "#   to = 0.6", ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    bare = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{bare}"'


def resampled(weights: Numbers, count: int, seed: int = 1) -> Sequence[int]:
    """Places drawn by weight with as little luck as can be (systematic: each comes as often as it weighs, to within one), in an order drawn by lot."""
    chance = np.random.default_rng(seed)
    points = (np.arange(count) + chance.random()) / count
    found = np.searchsorted(np.cumsum(weights) / np.sum(weights), points, side="right").clip(0, len(weights) - 1)
    return [int(k) for k in chance.permutation(found)]


def weighted(ensemble: Ensemble, fit: Fit, seed: int = 1) -> tuple[list[Member], dict[str, Any]]:
    """Members drawn anew by weight, as many as they are worth of equal weight (more would be copies that an interval takes for knowledge), named apart; and
    where they come from: names of the company's numbers, and no value of them."""
    members, times = [], dict[str, int]()
    for k in resampled(fit.weights, max(math.ceil(fit.effective), LEAST_MEMBERS), seed):
        one = ensemble.members[k]
        times[one.name] = times.get(one.name, 0) + 1
        again = f" ({times[one.name]})" if times[one.name] > 1 else ""
        members.append(dataclasses.replace(one, name=one.name[: LONGEST_NAME - len(again)] + again))
    kept = {key: value for key, value in ensemble.provenance.items() if key not in ("grade", "prior", "rules")}
    about = {**kept, "grade": f"{ensemble.grade}, fitted"[:LONGEST_NAME], "fitted_to": ", ".join(one.about.name for one in fit.company.told),
             "fitted_from": ensemble.fingerprint(), "effective_members": round(fit.effective, 1), "different_members": len(times),
             "prior": f"members drawn by weight after a fit to {len(fit.company.told)} numbers of a company; worth {fit.effective:.1f} of equal weight"}
    return members, about
