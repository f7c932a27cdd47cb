"""Reference constants of companies that have numbers of their own. The one place of sweeps that knows how they are found.

`sim.ensemble.companies` foretells and improves them; where it is not there, some rounds side by side from the default constants have to do.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sim.engine.lanes import RUN_IN
from sim.engine.run import warm_up
from sim.parameters import with_values
from sim.reference.many import WEEKS, Sets, observe_sets, size_of, solve_sets, step_matrix
from sim.reference.residuals import from_vector, to_vector
from sim.reference.run import reference_of, solving
from sim.scenario import Scenario

FORETOLD = "sim.ensemble.companies"
EACH, ROUNDS, REACH, FIRST, FRESH, STILL = 4, 6, 2.0, 13_000_000, 14_000_000, 0.1
"""Lanes of a company, rounds from the default constants, how far off these are (in pushes), the luck that is met, and the largest residual that will do."""
Answer = tuple[dict[str, float], float, int, str, str]
Progress = Callable[[str, float], None]


@functools.cache
def procedure() -> str:
    """A name for how constants are found."""
    return FORETOLD if importlib.util.find_spec(FORETOLD) else "rounds side by side"


def lane_weeks() -> int:
    """About how many weeks of a lane go into one company."""
    return (48 if procedure() == FORETOLD else EACH * (ROUNDS + 1)) * (RUN_IN + WEEKS)


def solve_companies(base: Scenario, parameters: Sequence[Mapping[str, float]], *, threads: int | None = None, progress: Progress | None = None) -> list[Answer]:
    """For each set of parameters: constants for one unit, residual under fresh luck, evaluations, how they were found, and why they are refused ("": not).

    What is found for one company does not depend on its neighbours."""
    if procedure() == FORETOLD:
        found = importlib.import_module(FORETOLD).solve_companies(base, parameters, threads=threads, progress=progress)
        return [(dict(one.constants), float(one.residual), int(one.evaluations), str(one.how), str(one.refused)) for one in found]
    return _by_rounds(base, parameters, threads, progress)


def _by_rounds(base: Scenario, parameters: Sequence[Mapping[str, float]], threads: int | None, progress: Progress | None) -> list[Answer]:
    """Some rounds from the default constants, and a look under fresh luck. All companies meet the same luck."""
    from sim.ensemble.references import _slopes

    warm_up(progress)
    plain = solving(base)
    units = plain.organisation.units
    usual = reference_of(base, progress)[0]
    start = to_vector({**usual, "profit_week": usual["profit_week"] * units / max(base.organisation.units, 1)})
    matrix = step_matrix(_slopes(plain, start, progress), REACH)

    def one(values: Mapping[str, float]) -> Answer:
        sets = Sets([with_values(values)], FIRST, EACH)
        with np.errstate(all="ignore"):
            found = solve_sets(plain, sets, start[None], matrix, ROUNDS).vectors
            left = float(size_of(observe_sets(plain, sets._replace(first=FRESH), found))[0])
        constants = from_vector(found[0])
        refused = "" if left <= STILL else f"does not stand still: residual {left:.3g}, at most {STILL}"
        return {**constants, "profit_week": constants["profit_week"] / units}, left, ROUNDS + 1, "side by side", refused

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        return list(pool.map(one, parameters))
