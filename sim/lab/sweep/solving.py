"""Reference constants of companies that have numbers of their own, found side by side. The one place that knows how; a cheaper way takes its place here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sim.engine.run import LANES, warm_up
from sim.ensemble.references import STANDS, _slopes
from sim.parameters import with_values
from sim.reference.many import Sets, observe_sets, size_of, solve_sets, step_matrix
from sim.reference.residuals import from_vector, to_vector
from sim.reference.run import reference_of, solving
from sim.scenario import Scenario

EACH, ROUNDS, REACH, FIRST, FRESH = 4, 6, 2.0, 13_000_000, 14_000_000
"""Lanes of a company, rounds from the default constants, how far off these are (in pushes), and the numbers of the luck that is met."""
Answer = tuple[dict[str, float], float, int, str, str]


def solve_companies(base: Scenario, parameters: Sequence[Mapping[str, float]], *, threads: int | None = None,
                    progress: Callable[[str, float], None] | None = None) -> list[Answer]:
    """For each set of parameters: constants for one unit, residual under fresh luck, evaluations, how they were found, and why they are refused ("": not).

    All companies meet the same luck, so that what is found for one does not depend on its neighbours."""
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
        refused = "" if left <= STANDS else f"its reference does not stand still (residual {left:.3g}, at most {STANDS})"
        return {**constants, "profit_week": constants["profit_week"] / units}, left, ROUNDS + 1, "side by side", refused

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        return list(pool.map(one, parameters))


assert EACH <= LANES
