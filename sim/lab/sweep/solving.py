"""Reference constants of companies that have numbers of their own. The one place of sweeps that knows how they are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.engine.lanes import RUN_IN
from sim.ensemble import companies
from sim.reference.many import WEEKS
from sim.scenario import Scenario

LANES = 48
"""About how many lanes go into one company, all its evaluations together."""

Answer = tuple[dict[str, float], float, int, str, str]
Progress = Callable[[str, float], None]


def procedure() -> str:
    """A name for how constants are found."""
    return companies.__name__


def lane_weeks() -> int:
    """About how many weeks of a lane go into one company."""
    return LANES * (RUN_IN + WEEKS)


def solve_companies(base: Scenario, parameters: Sequence[Mapping[str, float]], *, threads: int | None = None, progress: Progress | None = None) -> list[Answer]:
    """For each set of parameters: constants for one unit, residual under fresh luck, evaluations, how they were found, and why they are refused ("": not).

    What is found for one company does not depend on its neighbours."""
    found = companies.solve_companies(base, parameters, threads=threads, progress=progress)
    return [(dict(one.constants), float(one.residual), int(one.evaluations), str(one.how), str(one.refused)) for one in found]
