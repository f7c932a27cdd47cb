"""A fit from beginning to end: a company's file and an ensemble in, situation, weights and what they say out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.ensemble.store import Ensemble
from sim.lab.fit import ROUNDS, Fit, fit
from sim.lab.fit_company import Company
from sim.lab.fit_files import lived_on, organisation_of
from sim.lab.fit_report import Report, report
from sim.lab.fit_run import EACH, Tell, founded
from sim.lab.fit_situation import layout_of
from sim.scenario import Scenario

MOST_MEMBERS = 64
"""So many members are taken unasked: a fit then takes minutes."""


@dataclass(frozen=True)
class Whole:
    """Everything about one fit; `scenario` is the company's size as an organisation."""

    company: Company
    ensemble: Ensemble
    scenario: Scenario
    lived: Scenario
    fit: Fit
    report: Report
    provenance: dict[str, Any]

    pictures = ("fit",)


def fitted(company: Company, ensemble: Ensemble, *, own: bool = False, each: int = EACH, seed: int = 1, threads: int | None = None,
           progress: Tell | None = None) -> Whole:
    """Fit an ensemble to a company. `own` takes the company's own make-up of units, for which each member's reference is solved first (minutes).

    Raises ScenarioError where the make-up cannot be lived."""
    scenario, layout = organisation_of(company, own), layout_of(company)
    lived = lived_on(scenario)
    companies = founded(lived, ensemble.members, layout.names, each=each, seed=seed, threads=threads, progress=progress)
    companies.planned = 2.0 + 2.0 * len(layout.handles) + ROUNDS + 1.0
    found = fit(company, layout, [one.name for one in ensemble], companies.lived, float(lived.organisation.employees), first_lived=companies.kept)
    about = {"members": ensemble.fingerprint(), "grade": ensemble.grade, "companies_of_each": each, "seed": seed, "weeks": companies.weeks,
             "people_lived": lived.organisation.employees}
    return Whole(company, ensemble, scenario, lived, found, report(found, ensemble.members), about)
