"""References of many sets of parameters at once: each set in lanes of its own, all improved side by side.

    residual ~ slopes (constants - solved constants) + luck:   step = - gain residual,   one matrix of slopes for all sets, learnt once around the defaults

Solving one set well takes ten to twenty rounds of 32 replications. For thousands of sets that is too dear, and it is not needed: the constants are smooth
in the parameters, so a start that is predicted from sets solved before (`sim.calibration.prediction`) leaves two or three rounds of a single lane to do.
What a lane cannot tell from its own luck (some hundredths) stays; the run in which a set is measured tells how much that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.engine.lanes import Block, state_arrays
from sim.parameters import Parameters, side_by_side
from sim.policy import Policy, World
from sim.reference.residuals import LOGARITHMIC, from_vector, residuals
from sim.reference.solve import SNAPS
from sim.scenario import Scenario

Numbers = NDArray[np.float64]

WEEKS = 208
"""Weeks that a round watches after the run-in: half of what the search for a single reference takes."""

PUSHES = {"dissonance_base": 0.01, "standard_drift": 0.001, "join_base": 0.05, "price": 0.05, "obstacles_base": 0.5, "overtime_usual": 0.005}
USUAL_PUSH = 0.1
"""How far constants are moved about to learn the slopes: far enough to stand out from luck, near enough to be straight."""

FURTHEST = 8.0
"""No constant moves further in one round, in pushes."""


class Sets(NamedTuple):
    """Sets of parameters with the luck they live under: as many replications each, numbered from `first`, so that no two sets share their luck."""

    parameters: Sequence[Parameters]
    first: int
    each: int = 1
    seed: int = 20_260_102

    @property
    def lanes(self) -> int:
        """How many lanes they fill."""
        return len(self.parameters) * self.each

    def some(self, start: int, stop: int) -> Sets:
        """Some of them, each with the luck that it had."""
        return self._replace(parameters=self.parameters[start:stop], first=self.first + start * self.each)


def constants_of(vectors: Numbers, each: int = 1) -> dict[str, Numbers]:
    """Vectors of constants ([set, constant], positive ones as logarithms) as the engine wants them: a value for each lane by name."""
    return {name: np.repeat(np.exp(vectors[:, k]) if name in LOGARITHMIC else vectors[:, k], each) for k, name in enumerate(Balance._fields)}


def quiet(scenario: Scenario) -> Scenario:
    """The scenario's organisation when nothing is done to it, and no firm can go under."""
    return scenario.with_(policy={}, world={}, timeline=(), events=(), off=("finance",), parameters={})


def ordinary(weeks: int) -> NDArray[np.float32]:
    """So many weeks of the reference policy and world."""
    return np.repeat(np.array([[*Policy(), *World()]], np.float32), weeks, axis=0)


def founded(scenario: Scenario, sets: Sets, vectors: Numbers) -> Block:
    """A block in which each set has its lanes and its constants, run in."""
    block = Block(quiet(scenario), constants_of(vectors, sets.each), sets.seed, range(sets.first, sets.first + sets.lanes),
                  side_by_side(sets.parameters, sets.each))
    block.run_in()
    return block


def watched(block: Block, weeks: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the search reads: the weekly record, and snapshots every thirteen weeks."""
    records, moments = [], []
    for _ in range(weeks // 13):
        records.append(block.advance(ordinary(13)))
        arrays = state_arrays(block.state)
        moments.append({name: arrays[name].copy() for name in SNAPS})
    return {name: np.concatenate([one[name] for one in records]) for name in records[0]}, moments


def residuals_by_set(scenario: Scenario, sets: Sets, vectors: Numbers, weekly: dict[str, Any], moments: list[dict[str, Any]]) -> Numbers:
    """The residuals of each set, [set, constant], on its own lanes; NaN where a set went beyond what can be reckoned."""
    organisation = scenario.organisation
    found = []
    for place, vector in enumerate(vectors):
        own = slice(place * sets.each, (place + 1) * sets.each)
        seen = {name: column[:, own] for name, column in weekly.items()}
        met = [{name: array[:, own] for name, array in moment.items()} for moment in moments]
        with np.errstate(all="ignore"):
            found.append(residuals(from_vector(vector), seen, met, organisation.employees, organisation.customers, sets.parameters[place].quality.enough))
    return np.array(found)


def observe_sets(scenario: Scenario, sets: Sets, vectors: Numbers, weeks: int = WEEKS) -> Numbers:
    """The residuals of each set of parameters with its constants, [set, constant]."""
    weekly, moments = watched(founded(scenario, sets, vectors), weeks)
    return residuals_by_set(scenario, sets, vectors, weekly, moments)


def size_of(step: Numbers) -> Numbers:
    """The root mean square residual of each set; infinite where one cannot be reckoned."""
    size = np.sqrt(np.mean(step**2, axis=-1))
    return np.where(np.isfinite(size), size, np.inf)


def pushes() -> Numbers:
    """How far each constant is moved about while slopes are learnt."""
    return np.array([PUSHES.get(name, USUAL_PUSH) for name in Balance._fields])


class Slopes(NamedTuple):
    """How residuals answer constants ([residual, constant]), and how far luck alone moves the residuals of a single lane."""

    slopes: Numbers
    luck: Numbers


def learn_slopes(scenario: Scenario, start: Numbers, lanes: int = 256, weeks: int = WEEKS, block: int = 32, seed: int = 7) -> Slopes:
    """Learn the slopes at the default parameters: all constants are moved up or down by lot at once, lane by lane."""
    chance = np.random.default_rng(seed)
    half = chance.integers(0, 2, (lanes // 2, start.size)) * 2.0 - 1.0
    signs = np.concatenate([half, -half])
    sets = Sets([Parameters()] * lanes, 1_000_000)
    found = [observe_sets(scenario, sets.some(k, k + block), start + pushes() * signs[k : k + block], weeks) for k in range(0, lanes, block)]
    answers = np.clip(np.concatenate(found), -2.0, 2.0)
    known = np.isfinite(answers).all(axis=1)
    design = np.column_stack([signs, np.ones(lanes)])[known]
    weights, *_ = np.linalg.lstsq(design, answers[known], rcond=None)
    left = answers[known] - design @ weights
    luck = np.sqrt((left**2).sum(axis=0) / max(design.shape[0] - design.shape[1], 1))
    return Slopes(np.asarray(weights[:-1].T / pushes()), np.asarray(luck))


def step_matrix(learnt: Slopes, reach: float = 1.0) -> Numbers:
    """The matrix that turns residuals into steps, holding back as far as they may be luck: the gain of Kalman 1960 for starts that are `reach` pushes off."""
    spread = (reach * pushes()) ** 2
    across = spread[:, None] * learnt.slopes.T
    least = 1e-6 * float(np.median(learnt.luck[learnt.luck > 0.0] ** 2))
    return np.asarray(-across @ np.linalg.inv(learnt.slopes @ across + np.diag(learnt.luck**2 + least)))


class Solved(NamedTuple):
    """Constants of each set ([set, constant], positive ones as logarithms), and the residual of each in every round ([round, set])."""

    vectors: Numbers
    sizes: Numbers


def solve_sets(scenario: Scenario, sets: Sets, start: Numbers, matrix: Numbers, rounds: int, weeks: int = WEEKS) -> Solved:
    """Improve the constants of all sets side by side. What a step brought mends the set's own step matrix (Broyden 1965), for slopes differ between sets.

    The last step is taken on trust: who runs the sets next sees what it left."""
    vectors, sizes = np.array(start, dtype=np.float64), []
    inverse = np.repeat(-matrix[None], len(vectors), axis=0)
    moved, seen = np.zeros_like(vectors), np.zeros_like(vectors)
    for turn in range(rounds):
        found = observe_sets(scenario, sets, vectors, weeks)
        sizes.append(size_of(found))
        found = np.clip(np.nan_to_num(found, nan=0.0, posinf=1.0, neginf=-1.0), -FURTHEST * pushes(), FURTHEST * pushes())
        if turn:
            inverse = mended(inverse, moved, found - seen)
        moved, seen = np.clip(-np.einsum("nij,nj->ni", inverse, found), -FURTHEST * pushes(), FURTHEST * pushes()), found
        vectors = vectors + moved
    return Solved(vectors, np.array(sizes))


def mended(inverse: Numbers, moved: Numbers, answered: Numbers) -> Numbers:
    """Inverse slopes that agree with what the last step of each set brought; left alone where that step says too little."""
    scaled = moved / pushes()
    expected = np.einsum("nij,nj->ni", inverse, answered)
    back = np.einsum("ni,nij->nj", scaled / pushes(), inverse)
    share = (back * answered).sum(axis=1)
    usable = np.abs(share) > 0.2 * (scaled**2).sum(axis=1)
    weight = np.where(usable, 1.0 / np.where(usable, share, 1.0), 0.0)
    return np.asarray(inverse + (moved - expected)[:, :, None] * (weight[:, None] * back)[:, None, :])
