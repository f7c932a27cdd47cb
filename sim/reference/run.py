"""Running scenarios with the reference of their organisation: found, or solved first with progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.engine.record import Record
from sim.engine.run import Progress, is_warm, run_with, warm_up
from sim.engine.weekly import Weekly
from sim.reference.solve import MOST, solve
from sim.reference.store import keep, stored
from sim.scenario import Scenario, load_scenario
from sim.vocabulary import rows

__all__ = ["is_warm", "lender", "reference_of", "run_scenarios", "solve_reference", "solving"]

SOLVED_PEOPLE = 240
"""About as many people stand in the ensemble's organisation while a reference is solved."""


def solving(scenario: Scenario) -> Scenario:
    """The organisation on which a reference is solved: units as in the scenario, as many as make about 240 people."""
    each = max(scenario.organisation.teams_per_unit * scenario.organisation.team_size, 1)
    return scenario.with_(organisation={"units": max(1, min(SOLVED_PEOPLE // each, 240))}, policy={}, timeline=(), events=(), off=(), weeks=260)


def solve_reference(scenario: Scenario, progress: Progress | None = None, start: Mapping[str, float] | None = None, rounds: int = 30,
                    most: int = MOST) -> dict[str, Any]:
    """Solve the reference of a scenario's organisation: its constants, its yardstick, and the residual that is left. Money is per unit.

    `most` replications decide in the end; their luck is what is left in the constants."""
    plain = solving(scenario)
    units = plain.organisation.units
    first = None if start is None else {**start, "profit_week": start["profit_week"] * units}
    balance, left, weekly = solve(plain, first, progress, rounds, most)
    year = weekly["profit"].shape[0] // 52 * 52
    margins = weekly["profit"][:year].reshape(-1, 52, weekly["profit"].shape[1]).sum(axis=1) / weekly["revenue"][:year].reshape(
        -1, 52, weekly["profit"].shape[1]).sum(axis=1)
    extensive = {row.name for row in rows(Weekly) if row.about.unit.split()[0] in ("people", "count", "customers", "hours", "euro") and row.name != "obstacles"}
    yardstick = {row.name: float(weekly[row.name].mean()) / (units if row.name in extensive else 1) for row in rows(Weekly)}
    yardstick |= {"revenue_week": float(weekly["revenue"].mean()) / units, "margin": 0.09, "margin_year_sd": float(margins.std()) * np.sqrt(units),
                 "satisfaction_unit_sd": 0.12}
    balance["profit_week"] = balance["profit_week"] / units
    return {"balance": balance, "yardstick": yardstick, "extensive": sorted(extensive), "residual": left, "units": units}


def lender(scenario: Scenario) -> Scenario:
    """Whose reference a scenario stands on: its own, or that of `reference` where a team has hardly any people or a unit hardly any customers."""
    organisation = scenario.organisation
    if organisation.team_size >= 3 and organisation.customers_per_unit >= 10:
        return scenario
    return load_scenario("reference").with_(parameters=dict(scenario.parameters))


def reference_of(scenario: Scenario, progress: Progress | None = None) -> tuple[dict[str, float], dict[str, float], str]:
    """Constants and yardstick of a scenario's organisation, and how they were found: "stored", "solved" or "borrowed".

    An organisation with hardly any people in a team or hardly any customers has no reference of its own: it borrows that of `reference`."""
    asked = lender(scenario)
    how = "stored" if asked is scenario else "borrowed"
    solved = stored(asked)
    if solved is None:
        warm_up(progress)
        start = stored(load_scenario("reference"))
        solved = solve_reference(asked, progress, start and start["balance"])
        keep(asked, solved)
        how = "solved" if how == "stored" else how
    units = max(scenario.organisation.units, 1)
    balance = dict(solved["balance"])
    balance["profit_week"] *= units
    measured = solved["yardstick"]
    yardstick = {name: value * (units if name in solved["extensive"] else 1) for name, value in measured.items()}
    yardstick |= {"profit_week": balance["profit_week"], "revenue_week": measured["revenue_week"] * units, "margin": measured["margin"],
                 "margin_year_sd": measured["margin_year_sd"] / np.sqrt(units), "satisfaction_unit_sd": measured["satisfaction_unit_sd"],
                 "heads": float(scenario.organisation.employees), "customers": float(scenario.organisation.customers), "residual": solved["residual"]}
    return balance, yardstick, how


def run_scenarios(scenarios: Sequence[Scenario], *, replications: int, seed: int, weeks: int, threads: int | None = None, record: Sequence[str] = (),
                  progress: Progress | None = None) -> list[Record]:
    """Run scenarios under common luck; one record for each, in order. Same question, same bytes. See `sim.engine.run.run_with`."""
    found = [reference_of(scenario, progress) for scenario in scenarios]
    records = run_with(scenarios, [b for b, _, _ in found], [y for _, y, _ in found], replications=replications, seed=seed, weeks=weeks, threads=threads,
                       record=record, progress=progress)
    for one, (_, yardstick, how) in zip(records, found, strict=True):
        one.provenance["reference"] = "borrowed from the reference organisation" if how == "borrowed" else "own"
        one.provenance["reference_residual"] = round(yardstick["residual"], 5)
    return records
