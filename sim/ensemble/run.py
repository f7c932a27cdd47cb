"""Scenarios under every member of an ensemble: a lane is one member's company, and all lanes share blocks, so that many members cost no more than many
replications. The same lane meets the same luck and the same parameters under each scenario: pairs are told by the lane.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.balance import Balance
from sim.engine.record import Record
from sim.engine.run import Members, Progress, run_with
from sim.ensemble.store import Ensemble, EnsembleError
from sim.parameters import side_by_side, with_values
from sim.reference.run import reference_of
from sim.scenario import Scenario


def run_ensemble(scenarios: Sequence[Scenario], ensemble: Ensemble, *, replications: int, seed: int, weeks: int, threads: int | None = None,
                 record: Sequence[str] = (), progress: Progress | None = None) -> list[Record]:
    """One record for each scenario; its rows are `replications` companies of the first member, then of the next. `provenance["members"]` names them.

    Raises EnsembleError for a scenario whose organisation no member has constants for, or that sets parameters itself."""
    balances = []
    for scenario in scenarios:
        if scenario.parameters:
            raise EnsembleError(f"{scenario.name}: sets parameters itself ({', '.join(sorted(scenario.parameters))}); an ensemble's members have their own")
        found = [member.balance_for(scenario) for member in ensemble]
        if None in found:
            raise EnsembleError(f"{scenario.name}: the ensemble has no reference constants for units of this make-up")
        balances.append({name: np.array([one[name] for one in found if one is not None]) for name in Balance._fields})
    parameters = side_by_side([with_values(member.parameters) for member in ensemble])
    yardsticks = []
    for scenario, balance in zip(scenarios, balances, strict=True):
        usual = reference_of(scenario, progress)[1]
        profit = float(balance["profit_week"].mean())
        yardsticks.append({**usual, "profit_week": profit, "revenue_week": profit / usual["margin"]})
    records = run_with(scenarios, balances, yardsticks, replications=replications * len(ensemble), seed=seed, weeks=weeks, threads=threads, record=record,
                       progress=progress, members=Members(parameters, replications))
    for one in records:
        one.provenance["members"] = [member.name for member in ensemble]
        one.provenance["replications_a_member"] = replications
    return records
