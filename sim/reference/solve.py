"""The search for the reference: an accelerated fixed point on ensemble means under fixed luck.

Correcting each mean at its source alone grows into a two-cycle, because each error is mended twice. Mixing a third of each step with a memory of six
earlier ones (Anderson 1965) converges in about ten evaluations. The last evaluations use more replications than the first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from sim.balance import Balance
from sim.engine.lanes import Block, state_arrays
from sim.parameters import with_values
from sim.policy import Policy, World
from sim.reference.residuals import START, from_vector, residuals, to_vector
from sim.scenario import Scenario

SOLVING_SEED = 20_260_101
"""Luck of the search; runs use other seeds, so that the search cannot fit their luck."""

WATCHED = 416
"""Weeks measured after the run-in."""

MEASURED = ("obstacles_base", "loss_base", "care_base", "skill_base", "wait_base", "price", "profit_week", "sales_base", "voice_base", "hands_base",
            "journey_wait_base", "hands_usual", "inside_usual", "overtime_usual")
"""Constants that are simply set to what they centre: they take a larger part of each step."""

MIXING = np.array([0.6 if name in MEASURED else 0.3 for name in Balance._fields])

SNAPS = ("teams.staff_need", "teams.help_ratio", "teams.rework", "teams.hours_care", "teams.visits", "teams.skill", "teams.wait", "teams.sales_pull",
         "teams.hands", "journeys.wait", "journeys.inside")

ROUGH, FINE = 0.006, 0.002
"""Residuals at which the search goes on with more replications, and at which it ends."""

MOST = 96
"""Replications of the last evaluations."""

Progress = Callable[[str, float], None]


def _watch(scenario: Scenario, balance: Mapping[str, float], replications: list[int]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One block of reference runs: its weekly record and snapshots every thirteen weeks."""
    block = Block(scenario, dict(balance), SOLVING_SEED, replications)
    block.run_in()
    reference = np.array(list(Policy()) + list(World()), np.float32)
    records, moments = [], []
    for _ in range(WATCHED // 13):
        records.append(block.advance(np.repeat(reference[None, :], 13, axis=0)))
        arrays = state_arrays(block.state)
        moments.append({name: arrays[name].copy() for name in SNAPS})
    return {name: np.concatenate([r[name] for r in records]) for name in records[0]}, moments


def observe(scenario: Scenario, balance: Mapping[str, float], replications: int, threads: int | None = None) -> tuple[np.ndarray, dict[str, Any]]:
    """The residuals of a set of constants, and the weekly record they were measured on ([week, replication])."""
    blocks = [list(range(k, min(k + 16, replications))) for k in range(0, replications, 16)]
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        seen = list(pool.map(lambda lanes: _watch(scenario, balance, lanes), blocks))
    weekly = {name: np.concatenate([w[name] for w, _ in seen], axis=1) for name in seen[0][0]}
    moments = [m for _, some in seen for m in some]
    organisation = scenario.organisation
    enough = with_values(scenario.parameters).quality.enough
    return residuals(balance, weekly, moments, organisation.employees, organisation.customers, enough), weekly


def _accelerated(points: list[np.ndarray], steps: list[np.ndarray], mixing: np.ndarray) -> np.ndarray:
    """The next point: the mix of remembered points whose steps nearly cancel, plus a part of what is left (Anderson, with a small ridge)."""
    if len(points) == 1:
        return np.asarray(points[-1] + mixing * steps[-1])
    moved = np.array([steps[-1] - s for s in steps[:-1]]).T
    ridge = 1e-6 * max(float(np.trace(moved.T @ moved)), 1e-12)
    weights = np.linalg.solve(moved.T @ moved + ridge * np.eye(moved.shape[1]), moved.T @ steps[-1])
    went = np.array([points[-1] - p for p in points[:-1]]).T
    return np.asarray(points[-1] - went @ weights + mixing * (steps[-1] - moved @ weights))


def solve(scenario: Scenario, start: Mapping[str, float] | None = None, progress: Progress | None = None, rounds: int = 30, most: int = MOST,
          threads: int | None = None) -> tuple[dict[str, float], float, dict[str, Any]]:
    """Constants under which the scenario's organisation stands still, the root mean square residual left, and the last weekly record.

    The scenario's policy, world and switches do not count: the reference is the organisation and its parameters. Same question, same answer."""
    plain = scenario.with_(timeline=(), events=(), off=("finance",))
    point = to_vector(start or START)
    points: list[np.ndarray] = []
    steps: list[np.ndarray] = []
    best, left, record, fine = point, np.inf, {}, rounds - 6
    for turn in range(rounds):
        if turn == fine:
            points, steps, left = [], [], np.inf
        replications = 32 if turn < fine else most
        step, weekly = observe(plain, from_vector(point), replications, threads)
        size = float(np.sqrt(np.mean(step**2)))
        if size < left:
            best, left, record = point, size, weekly
        if left < ROUGH and turn + 1 < fine:
            fine = turn + 1
        if turn >= fine and left < FINE:
            break
        if progress:
            progress(f"solving the reference organisation (residual {left:.4f})", (turn + 1) / rounds)
        points, steps = [*points, point][-7:], [*steps, np.clip(step, -0.5, 0.5)][-7:]
        point = _accelerated(points, steps, MIXING * (0.5 if turn < 2 else 1.0))
    return from_vector(best), left, record
