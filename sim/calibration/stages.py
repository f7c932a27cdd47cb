"""The stages of a calibration, each kept on disk as soon as it is done: slopes, defaults, pilot, table, candidates.

    slopes      how residuals answer constants, once for each base
    defaults    targets at the default parameters, many replications: what the model says today, and how much luck a single lane has
    pilot       sets solved from the default constants in many rounds; from them the start of any other set is predicted
    twins       some of the pilot measured again under other luck
    table       the other sets, solved in few rounds from their predicted start, and measured
    candidates  draws from the posterior, solved better and on two bases, and measured with more replications
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.calibration import prior
from sim.calibration.measuring import measure
from sim.calibration.prediction import Prediction, learn
from sim.calibration.table import Plan, Table, Tell, joined, read_whole, run_table, worker, write_whole
from sim.engine.run import warm_up
from sim.parameters import Parameters
from sim.reference.many import Sets, Slopes, learn_slopes, solve_sets, step_matrix
from sim.reference.many import observe_sets as observed
from sim.reference.many import size_of as size
from sim.reference.residuals import to_vector
from sim.reference.run import reference_of
from sim.scenario import Scenario, load_scenario

Numbers = NDArray[np.float64]

MEASURED_ON, SHIPPED_ON = "branches40", "reference"
"""The base on which targets are measured, and the base that most of the library stands on."""

STANDS = 0.1
"""Residual at which an organisation counts as standing still in one lane, whose own luck is about .04. Constants put off by lot move no target's mean by more
than a third of its spread at a residual of .115, and by a fifth at .065; at .21 they bend V9 and V12 (branches40, defaults, 32 lanes)."""

WIDE_REACH, NEAR_REACH = 2.0, 1.0
"""How far constants are off when they start from the defaults, and when they are predicted (in pushes)."""

MEMBER_LANES, MEMBER_ROUNDS = 4, 5


@dataclass(frozen=True)
class Setting:
    """What a calibration is asked: where it keeps its work, how many sets, which luck."""

    where: Path
    points: int = 20_480
    pilot: int = 1024
    members: int = 200
    seed: int = 20_261_123
    pilot_rounds: int = 8
    rounds: int = 4
    default_lanes: int = 96
    twins: int = 192
    threads: int | None = None
    tell: Tell | None = None
    table_rules: str = ""
    """Earlier rules whose slopes, pilot, twins and table are taken; today's where it is empty."""

    def say(self, text: str, share: float = 0.0) -> None:
        """Tell how far it is."""
        if self.tell:
            self.tell(text, share)


def names() -> list[str]:
    """The parameters that vary."""
    return [one.name for one in prior.uncertain()]


def usual_vector(base: str) -> Numbers:
    """The solved constants of a base at the default parameters."""
    return to_vector(reference_of(load_scenario(base))[0])


def slopes_of(setting: Setting, base: str, rules: str = "") -> Slopes:
    """The slopes of a base, learnt once; those of earlier rules where `rules` names them and they were kept."""
    place = Plan(base, 0, setting.seed, 0, start="slopes").folder(setting.where, names(), rules) / "slopes.npz"
    kept = read_whole(place, Slopes._fields)
    if kept is None:
        setting.say(f"{base}: learning how residuals answer constants (about half a minute)")
        warm_up(setting.tell)
        write_whole(place, **learn_slopes(load_scenario(base), usual_vector(base))._asdict())
        kept = read_whole(place, Slopes._fields)
    assert kept is not None
    return Slopes(**kept)


def defaults(setting: Setting) -> Table:
    """The targets at the default parameters, a row for each lane."""
    scenario, usual = load_scenario(MEASURED_ON), usual_vector(MEASURED_ON)
    middle = np.full((setting.default_lanes, len(names())), 0.5)

    def work(shares: Numbers, number: int) -> Table:
        vectors = np.repeat(usual[None], len(shares), axis=0)
        seen = measure(scenario, Sets([Parameters()] * len(shares), 3_000_000 + number), vectors)
        return Table(shares, vectors, seen.values, seen.residual, seen.residual[:, None])

    return run_table(Plan(MEASURED_ON, setting.default_lanes, setting.seed, 0, start="defaults alone"), names(), setting.where, work, setting.tell,
                     setting.threads, given=middle)


def pilot(setting: Setting) -> Table:
    """The first sets of the sequence, solved from the default constants."""
    scenario, usual = load_scenario(MEASURED_ON), usual_vector(MEASURED_ON)
    matrix = step_matrix(slopes_of(setting, MEASURED_ON, setting.table_rules), WIDE_REACH)
    plan = Plan(MEASURED_ON, setting.pilot, setting.seed, setting.pilot_rounds)
    work = worker(scenario, plan, prior.uncertain(), matrix, lambda shares: np.repeat(usual[None], len(shares), axis=0))
    return run_table(plan, names(), setting.where, work, setting.tell, setting.threads, rules=setting.table_rules)


def twins(setting: Setting, first: Table) -> Table:
    """The first sets of the pilot measured again with their constants, under other luck: how much of what differs between lanes is luck."""
    scenario, about = load_scenario(MEASURED_ON), prior.uncertain()
    again = first.some(np.arange(min(setting.twins, len(first))))

    def work(shares: Numbers, number: int) -> Table:
        own = again.some(np.arange(number, number + len(shares)))
        seen = measure(scenario, Sets(prior.as_parameters(about, prior.values_at(about, shares)), 7_000_000 + number), own.vectors)
        return Table(shares, own.vectors, seen.values, seen.residual, seen.residual[:, None])

    plan = Plan(MEASURED_ON, len(again), setting.seed, setting.pilot_rounds, start=f"twins of {setting.pilot}")
    return run_table(plan, names(), setting.where, work, setting.tell, setting.threads, given=again.shares, rules=setting.table_rules)


def starts(first: Table) -> Callable[[Numbers], Numbers]:
    """The start of any set, predicted from sets that stand still and kept within what they reached."""
    solid = first.some(first.stands(STANDS))
    fitted: Prediction = learn(solid.shares, solid.vectors)
    low, high = solid.vectors.min(axis=0), solid.vectors.max(axis=0)
    return lambda shares: np.clip(fitted.at(shares), low, high)


def table(setting: Setting, first: Table) -> Table:
    """The whole table: the pilot's sets, and the others from their predicted starts."""
    scenario = load_scenario(MEASURED_ON)
    matrix = step_matrix(slopes_of(setting, MEASURED_ON, setting.table_rules), NEAR_REACH)
    plan = Plan(MEASURED_ON, setting.points - setting.pilot, setting.seed, setting.rounds, first=setting.pilot, start=f"predicted from {setting.pilot}")
    if plan.points <= 0:
        return first
    rest = run_table(plan, names(), setting.where, worker(scenario, plan, prior.uncertain(), matrix, starts(first)), setting.tell, setting.threads,
                     rules=setting.table_rules)
    return joined([first, rest])


def candidates(setting: Setting, known: Table, draws: Numbers) -> Table:
    """Draws from the posterior, solved on both bases with several replications, and measured. Constants of both bases stand side by side in `vectors`."""
    away, start_of = usual_vector(SHIPPED_ON) - usual_vector(MEASURED_ON), starts(known)
    here = start_of(draws)
    return settled(setting, draws, here, here + away, f"candidates {marked(draws)}")


def settled(setting: Setting, draws: Numbers, here: Numbers, there: Numbers, name: str, luck: int = 5_000_000) -> Table:
    """Sets solved on both bases from these starts, each with several replications of luck that is numbered from `luck` on, and measured on the first.

    The constants found on the first base are a better start for the second than `there` where they differ from `here`: the way between the two is kept."""
    bases = [load_scenario(MEASURED_ON), load_scenario(SHIPPED_ON)]
    steps = [step_matrix(slopes_of(setting, base), NEAR_REACH) for base in (MEASURED_ON, SHIPPED_ON)]
    about = prior.uncertain()

    def work(shares: Numbers, number: int) -> Table:
        own = slice(number, number + len(shares))
        sets = Sets(prior.as_parameters(about, prior.values_at(about, shares)), luck + number * MEMBER_LANES, MEMBER_LANES)
        one = solve_sets(bases[0], sets, here[own], steps[0], MEMBER_ROUNDS)
        seen = measure(bases[0], sets, one.vectors)
        two = solve_sets(bases[1], sets, one.vectors + (there - here)[own], steps[1], MEMBER_ROUNDS + 2)
        left = size(observed(bases[1], sets, two.vectors))
        both = np.column_stack([one.vectors, two.vectors]), np.column_stack([one.sizes.T, two.sizes.T])
        return Table(shares, both[0], seen.values, np.maximum(seen.residual, left), both[1])

    plan = Plan(MEASURED_ON, len(draws), setting.seed, MEMBER_ROUNDS, start=name)
    return run_table(plan, names(), setting.where, work, setting.tell, setting.threads, shard=8, given=draws)


def marked(draws: Numbers) -> str:
    """A name for some draws."""
    return hashlib.sha256(draws.tobytes()).hexdigest()[:12]


def scenario_units(base: str) -> int:
    """Units of a base."""
    scenario: Scenario = load_scenario(base)
    return max(scenario.organisation.units, 1)
