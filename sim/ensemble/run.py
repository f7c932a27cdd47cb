"""Scenarios under every member of an ensemble: a lane is one member's company, and all lanes share blocks, so that many members cost no more than many
replications. The same lane meets the same luck and the same parameters under each scenario: pairs are told by the lane.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.balance import Balance
from sim.engine.record import Record
from sim.engine.run import Members, Progress, run_with
from sim.ensemble.references import Constants, constants_of
from sim.ensemble.store import Ensemble, EnsembleError, Member
from sim.parameters import side_by_side, with_values
from sim.reference.run import reference_of
from sim.scenario import Scenario

ROWS_AT_ONCE = 128
"""So many companies are well run at once: enough for every thread, and their records fit in memory."""


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


def parts_of(members: Sequence[Member], replications: int) -> list[tuple[int, Sequence[Member]]]:
    """Members in parts that are run at once, each with the number of its first member."""
    each = max(ROWS_AT_ONCE // max(replications, 1), 1)
    return [(first, members[first : first + each]) for first in range(0, len(members), each)]


def run_members(scenarios: Sequence[Scenario], members: Sequence[Member], **settings: Any) -> list[list[Record]]:
    """For each scenario a record of each member, with its own yardstick. Scenarios and settings as for `run_together`."""
    return [parts for _, parts in run_together(scenarios, members, **settings)]


def run_together(scenarios: Sequence[Scenario], members: Sequence[Member], *, first: int = 0, replications: int, seed: int, weeks: int,
                 threads: int | None = None, record: Sequence[str] = (), progress: Progress | None = None) -> list[tuple[Record, list[Record]]]:
    """Scenarios that share organisation and parameters, lived by members: for each scenario the record of all companies, against the mean member's
    profit, and its rows as a record of each member, with its own yardstick.

    Parameters that the scenarios set themselves go before the members'. `first` is the first member's number in its ensemble: its luck hangs on it. Constants
    that are not known are solved first."""
    head = scenarios[0]
    balances = constants_of(head, members, first=first, threads=threads, progress=progress)
    usual = reference_of(head, progress)[1]
    parameters = side_by_side([with_values(one.company(head).parameters) for one in members])
    stacked = {name: np.array([one[name] for one in balances]) for name in Balance._fields}
    profit = float(stacked["profit_week"].mean())
    whole = {**usual, "profit_week": profit, "revenue_week": profit / usual["margin"]}
    records = run_with(scenarios, [stacked] * len(scenarios), [whole] * len(scenarios), replications=replications * len(members), seed=seed, weeks=weeks,
                       threads=threads, record=record, progress=progress, members=Members(parameters, replications, first * replications))
    for one in records:
        one.provenance.update(members=[member.name for member in members], replications_a_member=replications)
    return [(one, [_of_member(one, number, member, balance, replications) for number, (member, balance) in enumerate(zip(members, balances, strict=True))])
            for one in records]


def _of_member(whole: Record, number: int, member: Member, balance: Constants, replications: int) -> Record:
    """One member's rows of a record, against its own profit."""
    own = slice(number * replications, (number + 1) * replications)
    profit = float(balance["profit_week"])
    yardstick = {**whole.yardstick, "profit_week": profit, "revenue_week": profit / whole.yardstick["margin"]}
    provenance = {**whole.provenance, "members": [member.name], "replications_a_member": replications}
    return Record(whole.scenario, {name: values[own] for name, values in whole.weekly.items()}, {name: values[own] for name, values in whole.parts.items()},
                  whole.who_helps, yardstick, provenance)
