"""Which inputs of a finished sweep matter: Morris screening, Sobol indices and PAWN, through SALib, with luck as an input of its own.

    morris   elementary effects along trajectories: mean size (mu*), and how much they differ from place to place (sigma)
    sobol    shares of variance that an input explains alone (first order) and together with others (total order)
    pawn     how far fixing an input moves the whole distribution; reads points drawn in any way

Which one a sweep can answer is seen from its points: trajectories, blocks of Saltelli, or neither. Sources: Morris 1991 with Campolongo, Cariboni and
Saltelli 2007; Saltelli et al. 2010 with Jansen 1999; Pianosi and Wagener 2018.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.lab.finished import Asked
from sim.lab.luck_shares import Shares, shares_of
from sim.measures.intervals import Estimate
from sim.scenario.errors import ScenarioError

METHODS = ("morris", "sobol", "pawn")
LEADS = {"morris": "mu_star", "sobol": "total", "pawn": "pawn"}
"""The figure by which inputs are ranked."""
FEWEST = 4
"""So many blocks or trajectories are the fewest that give an interval."""
FEWEST_POINTS = 50
"""So many points are the fewest for PAWN."""


@dataclass(frozen=True)
class Rank:
    """One input and its figures by name (`mu`, `mu_star`, `sigma`; `first`, `total`; `pawn`), each with its 95 % interval."""

    name: str
    kind: str
    unit: str
    figures: Mapping[str, Estimate]


@dataclass(frozen=True)
class Step:
    """Indices of one figure from the first so many points, by input: a step towards convergence."""

    points: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True)
class Sensitivity:
    """What matters for an outcome. `ranks` begin with what matters most; `floor` is what an input gets that has nothing to do with the outcome, where it
    is known (PAWN; mu*: by luck); `pairs` are second-order indices; `path` is the leading figure from fewer points; `raw` are SALib's own indices, luck
    left in."""

    method: str
    asked: Asked
    blocks: int
    luck: Shares
    ranks: tuple[Rank, ...]
    floor: Mapping[str, float] = field(default_factory=dict)
    pairs: tuple[tuple[str, str, Estimate], ...] = ()
    path: tuple[Step, ...] = ()
    raw: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    dropped: int = 0

    @property
    def lead(self) -> str:
        """The figure by which inputs are ranked."""
        return LEADS[self.method]

    @property
    def freed(self) -> bool:
        """Whether luck was taken out of the indices."""
        return self.method == "sobol" and bool(self.raw)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""
        return ("sensitivity", *(("convergence",) if self.path and not self.hidden else ()))

    @property
    def hidden(self) -> bool:
        """Whether luck hides what inputs do, so that there are no indices."""
        return not any(math.isfinite(one.figures[self.lead].value) for one in self.ranks)

    def above_floor(self, rank: Rank) -> bool:
        """Whether an input's leading figure is surely more than what one gets that has nothing to do with the outcome."""
        return rank.figures[self.lead].low > self.floor.get(rank.name, 0.0)


def analyse(asked: Asked, method: str = "auto", seed: int = 1) -> Sensitivity:
    """What matters for an outcome of a finished sweep. The same seed gives the same intervals.

    Raises ScenarioError when the method is unknown, its library is missing, or the points were not drawn for it."""
    from sim.lab import sensitivity_pawn, sensitivity_screen, sensitivity_sobol

    if method not in (*METHODS, "auto"):
        raise ScenarioError([f"--method: must be one of {', '.join(METHODS)} or auto ({method[:60]!r})"])
    screen, sobol = sensitivity_screen.trajectories(asked), sensitivity_sobol.blocks(asked)
    chosen = ("sobol" if sobol else "morris" if screen else "pawn") if method == "auto" else method
    if chosen == "morris":
        if screen is None:
            raise ScenarioError([_not_drawn("morris", "trajectories that change one input at a time", sobol is not None)])
        return sensitivity_screen.screened(asked, screen, seed)
    if chosen == "sobol":
        if sobol is None:
            raise ScenarioError([_not_drawn("sobol", "blocks in which one input at a time is taken from another point", screen is not None)])
        return sensitivity_sobol.indexed(asked, sobol, seed)
    if len(asked.points) < FEWEST_POINTS:
        raise ScenarioError([f"--method pawn: needs {FEWEST_POINTS} points or more; this sweep has {len(asked.points)}"])
    if asked.about.get("block", 1) > 1:
        raise ScenarioError(["--by-member: PAWN compares points that were drawn one by one; this sweep has members at several points - draw a study with one"])
    return sensitivity_pawn.compared(asked, seed)


def _not_drawn(method: str, how: str, other: bool) -> str:
    hint = "; --method auto takes what this one was drawn for" if other else "; --method pawn reads any sweep"
    return f"--method {method}: the points of this sweep are not {how} ({FEWEST} whole ones are the fewest) - draw a study with that design{hint}"


def by_lead(ranks: list[Rank], lead: str) -> tuple[Rank, ...]:
    """The inputs, what matters most first."""
    def place(one: Rank) -> tuple[float, str]:
        value = one.figures[lead].value
        return -value if math.isfinite(value) else math.inf, one.name

    return tuple(sorted(ranks, key=place))


def luck_in(asked: Asked, size: int, seed: int) -> Shares:
    """Shares of variance by luck and inputs over the given points, drawn anew by blocks of so many."""
    return shares_of(asked.values, size, seed)
