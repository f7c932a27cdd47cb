"""An ensemble renewed after a change of rules: its sets are solved and measured anew, and those that no target rules out stay.

A calibration takes hours and asks which sets agree with the targets. When a rule changes a little, that answer hardly does, but the sets' constants
belong to the old rules. Here the parameters of every member are kept, its organisation is brought to rest under today's rules, and its targets are measured
again. Nothing new is drawn: what was not found before is not found now, and a large change of rules asks for `make calibrate`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.calibration import outcome, prior
from sim.calibration.measuring import measure
from sim.calibration.stages import MEASURED_ON, MEMBER_LANES, MEMBER_ROUNDS, SHIPPED_ON, Setting, marked, names, scenario_units, settled
from sim.calibration.table import Plan, Table, run_table
from sim.ensemble.store import EnsembleError, Member
from sim.parameters import Parameters
from sim.reference.many import Sets
from sim.reference.residuals import to_vector
from sim.scenario import load_scenario
from sim.vocabulary import walk

Numbers = NDArray[np.float64]
OTHER_LUCK = 8_000_000


def old_members(place: Path) -> tuple[list[Member], Mapping[str, Any]]:
    """The members of a file and where they came from, whatever rules it was made for. Raises EnsembleError when it cannot serve as a start."""
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        members = [Member(str(one["name"]), one["parameters"], one["balances"]) for one in found["members"]]
        about = dict(found["provenance"])
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise EnsembleError(f"{place.name}: not a file of parameter sets that can be renewed; `make calibrate` makes one") from trouble
    for member in members:
        if any(set(member.balances.get(base, {})) != set(Balance._fields) for base in (MEASURED_ON, SHIPPED_ON)):
            raise EnsembleError(f"{place.name}: {member.name} has not the constants that today's rules ask for; `make calibrate` makes the file anew")
    return members, about


def shares_of(members: Sequence[Member]) -> Numbers:
    """Where members lie in the prior, [member, parameter]; parameters that are new since then stand at their defaults."""
    about, usual = prior.uncertain(), {name: float(row.default) for name, row in walk(Parameters)}
    values = np.array([[member.parameters.get(one.name, usual[one.name]) for one in about] for member in members])
    return np.asarray(np.clip(prior.shares_of(about, values), 1e-6, 1.0 - 1e-6))


def starts_of(members: Sequence[Member], base: str) -> Numbers:
    """The constants that members had on a base, as vectors of the whole organisation."""
    units = scenario_units(base)
    return np.array([to_vector({**member.balances[base], "profit_week": member.balances[base]["profit_week"] * units}) for member in members])


def settle_again(setting: Setting, members: Sequence[Member]) -> Table:
    """Members solved and measured under today's rules."""
    shares = shares_of(members)
    return settled(setting, shares, starts_of(members, MEASURED_ON), starts_of(members, SHIPPED_ON), f"renewal {marked(shares)}")


def luck_of(setting: Setting, tried: Table) -> Numbers:
    """How far luck moves the targets of one lane: the same sets measured once more under other luck."""
    scenario, about, constants = load_scenario(MEASURED_ON), prior.uncertain(), len(Balance._fields)

    def work(shares: Numbers, number: int) -> Table:
        own = tried.some(np.arange(number, number + len(shares)))
        sets = Sets(prior.as_parameters(about, prior.values_at(about, shares)), OTHER_LUCK + number * MEMBER_LANES, MEMBER_LANES)
        seen = measure(scenario, sets, own.vectors[:, :constants])
        return Table(shares, own.vectors, seen.values, seen.residual, seen.residual[:, None])

    plan = Plan(MEASURED_ON, len(tried), setting.seed, MEMBER_ROUNDS, start=f"renewal again {marked(tried.shares)}")
    again = run_table(plan, names(), setting.where, work, setting.tell, setting.threads, shard=8, given=tried.shares)
    return np.asarray(outcome.luck_of(tried, again) * np.sqrt(MEMBER_LANES))
