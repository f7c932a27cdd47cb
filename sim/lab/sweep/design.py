"""How points are drawn from a study's inputs: as an array [point, input] in the inputs' own units.

Grid and list are ours; Latin hypercubes and Sobol's sequence come from SciPy, the designs of Morris 1991 and Saltelli et al. 2010 from SALib. All but the first
two are drawn in the unit cube and then stretched: evenly, evenly in the logarithm, or over an input's levels.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.sweep.study import MOST_POINTS, Design, Input, Study
from sim.scenario.errors import ScenarioError

Numbers = NDArray[np.float64]
NEEDS_SALIB = ("saltelli", "morris")


def count(design: Design, inputs: tuple[Input, ...]) -> int:
    """How many points a design has, without drawing them."""
    if design.kind == "grid":
        return math.prod(len(one.values) for one in inputs)
    if design.kind == "list":
        return len(design.rows)
    if design.kind == "saltelli":
        return design.points * (2 * len(inputs) + 2 if design.second_order else len(inputs) + 2)
    return design.points * (len(inputs) + 1) if design.kind == "morris" else design.points


def problem_of(study: Study) -> dict[str, Any]:
    """The inputs as SALib describes them."""
    return {"num_vars": len(study.inputs), "names": [one.name for one in study.inputs], "bounds": [[one.low, one.high] for one in study.inputs]}


def drawn(study: Study) -> Numbers:
    """All points of a study, [point, input]. The same study gives the same points. Raises ScenarioError when a library is missing."""
    design, inputs = study.design, study.inputs
    if count(design, inputs) > MOST_POINTS:
        raise ScenarioError([f"{study.name}: {count(design, inputs):.3g} points - at most {MOST_POINTS:,}"])
    if design.kind == "grid":
        axes = np.meshgrid(*(np.array(one.values) for one in inputs), indexing="ij")
        return np.stack([axis.ravel() for axis in axes], axis=1) if inputs else np.zeros((1, 0))
    if design.kind == "list":
        return np.array(design.rows, dtype=np.float64).reshape(len(design.rows), len(inputs))
    return np.stack([stretched(one, column) for one, column in zip(inputs, _in_the_cube(design, len(inputs)).T, strict=True)], axis=1)


def _in_the_cube(design: Design, size: int) -> Numbers:
    """Points of the unit cube, [point, input]."""
    if design.kind in NEEDS_SALIB:
        return _by_salib(design, size)
    from scipy.stats import qmc

    if design.kind == "sobol":
        return np.asarray(qmc.Sobol(size, scramble=True, seed=design.seed).random_base2(int(math.log2(design.points))), dtype=np.float64)
    return np.asarray(qmc.LatinHypercube(size, seed=design.seed).random(design.points), dtype=np.float64)


def _by_salib(design: Design, size: int) -> Numbers:
    problem = {"num_vars": size, "names": [f"x{k}" for k in range(size)], "bounds": [[0.0, 1.0]] * size}
    if design.kind == "saltelli":
        sobol = importlib.import_module("SALib.sample.sobol")
        return np.asarray(sobol.sample(problem, design.points, calc_second_order=design.second_order, seed=design.seed), dtype=np.float64)
    morris = importlib.import_module("SALib.sample.morris")
    return np.asarray(morris.sample(problem, design.points, num_levels=design.levels, seed=design.seed), dtype=np.float64)


def missing_library(kind: str) -> str:
    """What must be installed before a design of this kind can be drawn; an empty text when all is there."""
    if kind in NEEDS_SALIB and importlib.util.find_spec("SALib") is None:
        return f"a {kind} design is drawn by SALib, which is not installed: pip install 'trivox[research]'"
    return ""


def stretched(one: Input, unit: Numbers) -> Numbers:
    """Numbers between 0 and 1 as values of an input."""
    if one.values:
        levels = np.array(one.values)
        return np.asarray(levels[np.minimum((unit * len(levels)).astype(np.int64), len(levels) - 1)])
    if one.whole:
        return np.asarray(np.minimum(np.floor(one.low + unit * (one.high - one.low + 1.0)), one.high))
    if one.log:
        return np.asarray(np.clip(one.low * (one.high / one.low) ** unit, one.low, one.high))
    return np.asarray(np.clip(one.low + unit * (one.high - one.low), one.low, one.high))
