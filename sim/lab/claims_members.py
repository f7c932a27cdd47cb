"""Which companies a claim is tried in: the default one alone (only luck differs), plausible ones (of the ensemble that comes along, or of a file), or N that
are drawn from the declared ranges by a Sobol sequence. The last is **assumed**: each number lies about its default, half below and half above, within
`REACH` of the way to the end of its range, each for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from sim.ensemble.run import run_members
from sim.ensemble.store import MOST_MEMBERS, Ensemble, Member, load
from sim.lab.experiment import run_all
from sim.lab.result import Result
from sim.measures import Record
from sim.scenario import Scenario, ScenarioError
from sim.scenario.keys import parameter_keys

REACH, DRAWN, ASSUMED = 0.25, 20_261_123, "assumed"
ALONE = Ensemble((Member(),), {"grade": "luck only", "prior": "the shipped company alone; only luck differs"})


def ensemble(asked: str | None) -> Ensemble:
    """The ensemble that was asked for: nothing or `none` for the default company alone, `all` or the first N of the ensemble that comes along, `assumed:N`
    for one drawn from the ranges, else a file. Raises ScenarioError."""
    if asked is None or asked == "none":
        return ALONE
    if asked == "all":
        return load()
    kind, _, number = asked.rpartition(":")
    if number.isascii() and number.isdigit() and kind in ("", ASSUMED):
        whole = None if kind else load()
        most = MOST_MEMBERS if whole is None else len(whole)
        if not 1 <= int(number[:9]) <= most:
            raise ScenarioError([f"--members: must lie between 1 and {most} ({asked[:20]})"])
        return drawn(int(number)) if whole is None else whole.first(int(number))
    return load(Path(asked))


def drawn(count: int) -> Ensemble:
    """An assumed ensemble: a Sobol sequence over every uncertain number. The first members of a larger one are those of a smaller one."""
    from scipy.stats import qmc

    keys = parameter_keys()
    points = qmc.Sobol(len(keys), scramble=True, seed=DRAWN).random(1 << max(count - 1, 0).bit_length())[:count]
    members = [Member(f"assumed-{number + 1}", {name: _at(key, float(u)) for (name, key), u in zip(keys.items(), point, strict=True)})
               for number, point in enumerate(points)]
    prior = f"every number by itself, half below its default and half above, even within {REACH:g} of the way to the end of its range (Sobol, assumed)"
    return Ensemble(tuple(members), {"grade": "assumed", "prior": prior})


def _at(key: Any, u: float) -> float:
    """A number at a place between 0 and 1 of its prior; 0.5 is the default."""
    usual, end = float(key.default), float(key.low if u < 0.5 else key.high)
    return usual + (end - usual) * REACH * abs(2.0 * u - 1.0)


def run_companies(scenarios: Sequence[Scenario], members: Sequence[Member], *, first: int = 0, **settings: Any) -> list[list[Result]]:
    """Scenarios that share organisation, parameters and switches, lived by members: for each scenario a result of each member. Settings as for `run_all`.

    Members share blocks. The shipped company alone is run as everywhere else, under the same luck."""
    if len(members) == 1 and not members[0].parameters and not members[0].balances:
        return [[one] for one in run_all(scenarios, **settings)]
    records = run_members(scenarios, members, first=first, **settings)
    return [[Result(cast(Record, one)) for one in some] for some in records]


def told(asked: Ensemble) -> str:
    """An ensemble in one line."""
    count, about = len(asked.members), asked.provenance
    if {"passed", "points", "not_ruled_out"} <= about.keys():
        source = f"drawn after the {about['not_ruled_out']:,} of {about['points']:,} sets of numbers that no target rules out"
        return f"the first {count} of {about['passed']} plausible ones ({source})"
    return f"{count} {'member' if count == 1 else 'members'} ({asked.grade}): {asked.prior}"

