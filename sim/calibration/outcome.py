"""What a table says: an emulator of the targets, the sets that are not ruled out, the posterior, what narrows what, and whether simulated truths are found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.calibration import matching, prior
from sim.calibration.prediction import Prediction, learn
from sim.calibration.stages import MEASURED_ON, SHIPPED_ON, STANDS, scenario_units
from sim.calibration.table import Table
from sim.calibration.targets import TARGETS, centres, spreads
from sim.ensemble.store import Member
from sim.reference.residuals import from_vector

Numbers = NDArray[np.float64]
MOST_MOVERS = 40
FEWEST = 200
"""With fewer sets left than this, the nearest of all sets are taken for the posterior, and the outcome says so."""


@dataclass(frozen=True)
class Outcome:
    """What a table says, by target or parameter in their order."""

    solid: Table
    emulator: Prediction
    reckoning: Numbers
    left: NDArray[np.bool_]
    enough: bool
    draws: Numbers
    told: matching.Told
    recovery: matching.Recovery
    conflicts: list[tuple[str, str, float]]


def luck_of(table: Table, twins: Table) -> Numbers:
    """How far luck alone moves the targets of one lane, from sets that were measured again under other luck."""
    one, other = table.values[: len(twins)], twins.values
    solid = table.stands(STANDS)[: len(twins)] & twins.stands(STANDS)
    gap = held_in(one[solid] - other[solid])
    return np.asarray(np.sqrt(0.5 * (gap**2).mean(axis=0)))


def of_table(table: Table, luck: Numbers, draws: int, seed: int, truths: int = 400) -> Outcome:
    """Match a table with the targets. `luck` is what luck does to one lane: the rest of what the emulator does not explain is its own error."""
    solid = table.some(table.stands(STANDS))
    values = held_in(solid.values)
    emulator = learn(solid.shares, values, min(MOST_MOVERS, len(solid) // 40))
    missing = np.sqrt(np.maximum(emulator.noise**2 - luck**2, 0.0))
    reckoning = np.hypot(emulator.spread, missing)
    model, target, sd = emulator.at(solid.shares), centres(), spreads()
    left = matching.not_ruled_out(model, target, sd, reckoning)
    enough = int(left.sum()) >= FEWEST
    base = left if enough else np.ones_like(left)
    scores, whole = matching.scores_of(solid.shares), np.hypot(sd, reckoning)
    found = matching.posterior(scores[base], model[base], target, whole, draws, seed, nearest=max(FEWEST, int(base.sum()) // 4))
    return Outcome(
        solid, emulator, reckoning, left, enough, matching.shares_back(found.scores),
        matching.told_of(scores, model, target, whole, seed, nearest=max(FEWEST, int(base.sum()) // 4)),
        matching.recover(scores, model, sd, reckoning, truths, seed, fewest=FEWEST),
        matching.conflicts(model, target, sd, [one.name for one in TARGETS]),
    )


def held_in(values: Numbers, most: float = 6.0) -> Numbers:
    """Values with the wildest held in, so that a few sets do not bend a regression (so many times the middle half's spread from the median)."""
    low, middle, high = np.nanquantile(values, [0.25, 0.5, 0.75], axis=0)
    reach = most * np.maximum(high - low, 1e-9)
    return np.clip(values, middle - reach, middle + reach)


def passed(tried: Table, luck: Numbers, lanes: int) -> NDArray[np.bool_]:
    """Candidates that stand still on both bases and that no target rules out when they are measured themselves."""
    return np.asarray(tried.stands(STANDS) & matching.not_ruled_out(tried.values, centres(), spreads(), luck / np.sqrt(lanes)))


def members(tried: Table, kept: NDArray[np.bool_], most: int) -> list[Member]:
    """Candidates as members of an ensemble, in the order in which they were drawn."""
    about, constants = prior.uncertain(), len(Balance._fields)
    found: list[Member] = []
    for place in np.flatnonzero(kept)[:most]:
        values = prior.values_at(about, tried.shares[[place]])[0]
        balances = {}
        for base, vector in ((MEASURED_ON, tried.vectors[place, :constants]), (SHIPPED_ON, tried.vectors[place, constants:])):
            solved = from_vector(vector)
            balances[base] = {**solved, "profit_week": solved["profit_week"] / scenario_units(base)}
        found.append(Member(f"set {len(found) + 1}", {one.name: float(value) for one, value in zip(about, values, strict=True)}, balances))
    return found
