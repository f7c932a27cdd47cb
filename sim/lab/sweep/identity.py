"""The names under which runs are kept: the same rules, measuring, policy, company and luck give the same name, in whatever study and on whatever machine.

A *course* is a policy in a world, lived by a company. A *run* is a course under one replication's luck. Measure and stretch of weeks name the columns.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import closure, text_hash
from sim.engine.birth import organisation_is_born
from sim.engine.week import some_weeks
from sim.reference.store import rules_hash
from sim.scenario import Scenario
from sim.scenario.keys import parameter_keys

BYTES = 16


@functools.cache
def model_version() -> str:
    """A name for the rules, what is written down of a week, and the measures: texts only, so that another machine has the same."""
    sim = Path(__file__).parents[2]
    texts = [path.read_bytes() for path in (*sorted((sim / "measures").glob("*.py")), Path(__file__).with_name("study_readings.py"))]
    parts = [rules_hash(), text_hash(*closure(organisation_is_born), *closure(some_weeks)), hashlib.sha256(b"|".join(texts)).hexdigest()]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def content_of(arm: Scenario) -> dict[str, Any]:
    """What an arm's course depends on, in sections that a point can change."""
    return {key: value for key, value in arm.canonical().items() if key not in ("weeks", "replications", "seed")}


def course_name(content: Mapping[str, Any], company: bytes, seed: int) -> bytes:
    """The name of a course: sixteen bytes."""
    whole = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(b"|".join((model_version().encode(), str(seed).encode(), company, whole))).digest()[:BYTES]


def differing(parameters: Mapping[str, float]) -> dict[str, float]:
    """The numbers of the model that differ from their defaults."""
    keys = parameter_keys()
    return {name: float(value) for name, value in sorted(parameters.items()) if float(value) != float(keys[name].default)}


def run_numbers(courses: NDArray[Any], replications: NDArray[Any]) -> NDArray[np.uint64]:
    """One number for each run, from its course (a row of sixteen bytes each) and replication, so that many can be looked up at once."""
    head = np.ascontiguousarray(courses.reshape(-1, BYTES)[:, :8]).view(np.uint64).ravel()
    with np.errstate(over="ignore"):
        mixed = (np.asarray(replications, np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        return np.asarray(head ^ (mixed * np.uint64(0xBF58476D1CE4E5B9)))
