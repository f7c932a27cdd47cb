"""Reference constants of members that bring none: solved side by side, a few lanes for each, and kept in the user's cache. What is not found that way is
searched for alone, which takes minutes for each.

The search begins at what the default company of this make-up and these numbers has, moved as far as the member's own company lies from the default one
where both are known.

They are not as fine as a reference that is solved alone (its search takes 32 replications, these four lanes), so they are kept apart from those.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from sim.balance import Balance
from sim.compiled import cache_root, keep_file
from sim.engine.run import Progress, warm_up
from sim.ensemble.store import Member
from sim.parameters import with_values
from sim.reference import many
from sim.reference.many import Numbers, Sets, Slopes, learn_slopes, observe_sets, size_of, solve_sets, step_matrix
from sim.reference.residuals import from_vector, to_vector
from sim.reference.run import lender, reference_of, solve_reference, solving
from sim.reference.store import rules_hash, shape_of, stored
from sim.scenario import Scenario, load_scenario

LANES, ROUNDS, REACH, BLOCK = 4, 8, 2.0, 4
"""Lanes of a set, rounds from the default constants, how far off these are (in pushes), and sets that are solved in one block."""
TURNS, ANEW = 3, 1_000_000
"""What does not stand still after the rounds is begun again under other luck, so often in all: four lanes' luck leads a search astray now and then."""
SLOPE_LANES, FRESH = 128, 9_000_000
"""Lanes in which slopes are learnt; luck under which a found reference is looked at again begins at this number."""
OWN = "reference"
"""The base that members bring constants for, from which starts for others are reckoned."""
STANDS = 0.1
"""Residual up to which a reference that was found side by side is taken; luck alone leaves .02 in four lanes."""

Constants = dict[str, float]


def constants_of(scenario: Scenario, members: Sequence[Member], *, first: int = 0, threads: int | None = None, progress: Progress | None = None,
                 ) -> list[Constants]:
    """The constants of each member for a scenario's organisation and its own parameters, as the engine wants them. `first` numbers the first member's luck."""
    base, units = lender(scenario), max(scenario.organisation.units, 1)
    found = [_known(base, member) for member in members]
    place = _place(base, members, first)
    kept = _kept(place) if None in found else {}
    missing = [k for k, one in enumerate(found) if one is None and str(k) not in kept]
    if missing:
        solved = _solve(base, [members[k] for k in missing], [first + k for k in missing], threads, progress)
        kept |= {str(k): one for k, one in zip(missing, solved, strict=True)}
        keep_file(place, json.dumps(kept).encode())
    whole = [kept[str(k)] if one is None else one for k, one in enumerate(found)]
    return [{**one, "profit_week": one["profit_week"] * units} for one in whole]


def _known(base: Scenario, member: Member) -> Constants | None:
    """A member's constants for one unit where they are known: its own (made without a scenario's parameters), or those of a reference solved alone."""
    own = None if base.parameters else member.balance_for(base)
    if own is not None:
        return {**own, "profit_week": own["profit_week"] / max(base.organisation.units, 1)}
    alone = stored(member.company(base))
    return None if alone is None else dict(alone["balance"])


@functools.cache
def _procedures() -> str:
    """A name for rules and procedures: other ones solve anew."""
    texts = [Path(str(page)).read_bytes() for page in (many.__file__, __file__)]
    return hashlib.sha256(rules_hash().encode() + b"|".join(texts)).hexdigest()


def _place(base: Scenario, members: Sequence[Member], first: int) -> Path:
    about = [_procedures(), repr(shape_of(base.organisation)), dict(base.parameters), [one.content() for one in members], first]
    return cache_root() / "members" / f"{hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:24]}.json"


def _kept(place: Path) -> dict[str, Constants]:
    """What was solved before; a damaged file counts as none."""
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    right = isinstance(found, dict) and all(isinstance(one, dict) and set(one) == set(Balance._fields) for one in found.values())
    return dict(found) if right else {}


def slopes_for(base: Scenario, start: Numbers, progress: Progress | None) -> Slopes:
    """How residuals answer constants for a make-up of a unit, learnt once and kept."""
    name = hashlib.sha256(f"{_procedures()}|{shape_of(base.organisation)}|{base.organisation.units}".encode()).hexdigest()[:24]
    place = cache_root() / "members" / f"slopes-{name}.json"
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        return Slopes(np.array(found["slopes"], dtype=np.float64).reshape(start.size, start.size), np.array(found["luck"], dtype=np.float64))
    except (OSError, ValueError, KeyError, TypeError):
        if progress:
            progress("learning how an organisation answers its reference constants (once, a minute or two)", 0.0)
        learnt = learn_slopes(base, start, lanes=SLOPE_LANES)
        keep_file(place, json.dumps({name: values.tolist() for name, values in learnt._asdict().items()}).encode())
        return learnt


def _solve(base: Scenario, members: Sequence[Member], places: Sequence[int], threads: int | None, progress: Progress | None) -> list[Constants]:
    """Constants for one unit of members that have none: side by side, and alone for those that do not stand still then."""
    warm_up(progress)
    plain = solving(base)
    units = plain.organisation.units
    usual = reference_of(base, progress)[0]
    start = to_vector({**usual, "profit_week": usual["profit_week"] * units / max(base.organisation.units, 1)})
    starts = np.stack([start + _apart(one) for one in members])
    matrix = step_matrix(slopes_for(plain, start, progress), REACH)
    parameters = [with_values(one.company(base).parameters) for one in members]

    def block(some: Sequence[int], turn: int) -> list[tuple[Constants, float]]:
        sets = Sets([parameters[k] for k in some], places[some[0]] * LANES + turn * ANEW, LANES)
        solved = solve_sets(plain, sets, starts[list(some)], matrix, ROUNDS)
        left = size_of(observe_sets(plain, sets._replace(first=FRESH + sets.first), solved.vectors))
        return [(from_vector(vector), float(one)) for vector, one in zip(solved.vectors, left, strict=True)]

    found: dict[int, tuple[Constants, float]] = {}
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for turn in range(TURNS):
            open_ones = [k for k in range(len(members)) if not (k in found and found[k][1] <= STANDS)]
            parts = [open_ones[at : at + BLOCK] for at in range(0, len(open_ones), BLOCK)]
            for some, ends in zip(parts, pool.map(block, parts, [turn] * len(parts)), strict=True):
                found |= {k: one for k, one in zip(some, ends, strict=True) if not (k in found and found[k][1] <= one[1])}
                if progress:
                    stand = sum(left <= STANDS for _, left in found.values())
                    progress(f"{stand} of {len(members)} references solved side by side" + (f", attempt {turn + 1}" if turn else ""), 0.0)
    whole = [{**found[k][0], "profit_week": found[k][0]["profit_week"] / units} for k in range(len(members))]
    return [one if found[k][1] <= STANDS else _alone(members[k].company(base), one, progress) for k, one in enumerate(whole)]


def _apart(member: Member) -> Numbers:
    """How far a member's own organisation lies from the default one, in the search's terms; nowhere for a member that brings none."""
    if OWN not in member.balances:
        return np.zeros(len(Balance._fields))
    usual, units = reference_of(load_scenario(OWN))[0], load_scenario(OWN).organisation.units
    apart = to_vector(dict(member.balances[OWN])) - to_vector({**usual, "profit_week": usual["profit_week"] / units})
    return np.where(np.isfinite(apart), apart, 0.0)


def _alone(company: Scenario, start: Constants, progress: Progress | None) -> Constants:
    """The ordinary search, from what was found so far where that can be reckoned with."""
    if progress:
        progress("a member's reference is searched for alone", 0.0)
    known = start if np.isfinite(list(start.values())).all() else None
    return dict(solve_reference(company, progress, known)["balance"])
