"""Which companies a claim is tried in: the shipped one alone (only luck differs), those of a file of parameter sets, such as a calibration writes, or N that
are drawn from the declared ranges by a Sobol sequence. The last is **assumed**: each number lies about its default, half below and half above, within
`REACH` of the way to the end of its range, each for itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.ensemble.store import MOST_MEMBERS, Ensemble, Member, load
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.keys import parameter_keys

REACH, DRAWN, MARGIN = 0.25, 20_261_123, 0.09
ALONE = Ensemble((Member(),), {"grade": "luck only", "prior": "the shipped company alone; only luck differs"})


def ensemble(asked: str | None) -> Ensemble:
    """The ensemble that was asked for: nothing for the shipped company, a number for an assumed one, else a file. Raises ScenarioError."""
    if asked is None:
        return ALONE
    if asked.isascii() and asked.isdigit():
        if not 1 <= int(asked[:9]) <= MOST_MEMBERS:
            raise ScenarioError([f"--members: must lie between 1 and {MOST_MEMBERS} ({asked[:20]})"])
        return drawn(int(asked))
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


def keep_constants(member: Member) -> None:
    """Put a member's reference constants where runs look for them."""
    from sim.reference.store import keep, stored

    for base, constants in member.balances.items():
        plain = load_scenario(base)
        usual = stored(plain) or {"yardstick": {}}
        luck = {name: usual["yardstick"].get(name, other) for name, other in (("margin_year_sd", 0.02), ("satisfaction_unit_sd", 0.12))}
        yardstick = {"profit_week": constants["profit_week"], "revenue_week": constants["profit_week"] / MARGIN, "margin": MARGIN, **luck}
        if stored(member.company(plain)) is None:
            keep(member.company(plain), {"balance": dict(constants), "yardstick": yardstick, "extensive": [], "residual": 0.0, "units": 1})


def told(asked: Ensemble) -> str:
    """An ensemble in one line."""
    count = len(asked.members)
    return f"{count} {'member' if count == 1 else 'members'} ({asked.grade}): {asked.prior}"

