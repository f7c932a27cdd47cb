"""`python -m sim.calibration.surrogate`: learn to foretell constants from a calibration's table, and write what was learnt beside the code (`make surrogate`)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.balance import Balance
from sim.calibration import prior
from sim.calibration.prediction import Numbers, learn
from sim.calibration.stages import MEASURED_ON, NEAR_REACH, SHIPPED_ON, STANDS
from sim.calibration.table import COLUMNS, Table, joined, read_whole
from sim.ensemble.surrogate import SHIPPED, Surrogate, Transfer, load, place_of, save, stretch_of, to_learn
from sim.parameters import Parameters
from sim.reference.many import Slopes, learn_slopes, step_matrix
from sim.reference.residuals import to_vector
from sim.reference.run import reference_of, solving
from sim.reference.store import rules_hash, shape_of
from sim.scenario import load_scenario

MOST = 80
"""Parameters whose products count too. Held-out error in residuals, median: linear .26, with squares .17, with products of 40 .106, of 80 .102, of 120 .096
(twelve times as slow); a network of 64 cells on top of products made it no smaller (6,800 sets, single lanes)."""
FIRST_ROUNDS = 4
"""A table counts whose sets took at least so many rounds."""


def tables_in(where: Path) -> tuple[Table, dict[str, Any]]:
    """All sets in a calibration's folder that were solved for the base of measuring under one text of the rules (today's, else the one with most sets), and
    what is known of them. Shards that are being made are left out. Raises FileNotFoundError when there are none."""
    found: dict[str, list[Table]] = {}
    names = [one.name for one in prior.uncertain()]
    for page in sorted(where.glob(f"{MEASURED_ON}-*/about.json")):
        about = json.loads(page.read_text(encoding="utf-8"))
        if about["constants"] != list(Balance._fields) or about["parameters"] != names or about["rounds"] < FIRST_ROUNDS or "twins" in about["start"]:
            continue
        shards = [read_whole(one, COLUMNS) for one in sorted(page.parent.glob("[0-9]*.npz"))]
        found.setdefault(str(about["rules"]), []).extend(Table(**one) for one in shards if one is not None and one["vectors"].shape[1] == len(Balance._fields))
    found = {rules: some for rules, some in found.items() if some}
    if not found:
        raise FileNotFoundError(f"{where}: no table of sets that today's parameters and constants fit; `make calibrate` makes one")
    rules = rules_hash() if rules_hash() in found else max(found, key=lambda one: len(found[one]))
    return joined(found[rules]), {"rules": rules, "base": MEASURED_ON}


def _ranges() -> dict[str, tuple[float, float, float]]:
    return {one.name: (one.low, one.default, one.high) for one in prior.uncertain()}


def _as_shares(places: Numbers) -> Numbers:
    """Points of the unit cube whose places, as `prediction` reckons them, are these."""
    return np.where(places < 0.0, 0.5 * (1.0 + places) ** 2, 1.0 - 0.5 * (1.0 - places) ** 2)


def learnt(shares: Numbers, vectors: Numbers, transfer: Transfer, about: dict[str, Any], most: int = MOST) -> Surrogate:
    """A surrogate of sets at these points of the unit cube; `vectors` are their constants for one unit. `transfer` is that of their own make-up of units."""
    values = prior.values_at(prior.uncertain(), shares)
    parameters, ranges = prior.as_parameters(prior.uncertain(), values), _ranges()
    places = np.column_stack([place_of(values[:, k], *ends) for k, ends in enumerate(ranges.values())])
    outputs = to_learn(vectors, parameters)
    fitted = learn(_as_shares(places), outputs, most)
    count = len(ranges)
    first, second = np.triu_indices(fitted.curved.size, 1)
    alone = np.arange(count)
    pairs = np.concatenate([np.column_stack([alone, np.full(count, count)]), np.column_stack([alone, alone]),
                            np.column_stack([fitted.curved[first], fitted.curved[second]])])
    used = np.any(fitted.weights != 0.0, axis=1)
    made = Surrogate(ranges, pairs[used], fitted.middle - fitted.centre @ fitted.weights, fitted.weights[used], outputs.min(axis=0), outputs.max(axis=0),
                     (transfer,), about)
    left = to_learn(made.here(parameters), parameters) - outputs
    doubt = without_luck(np.cov(left.T), transfer.slopes, made.here([Parameters()])[0])
    own = Transfer(transfer.shape, made.here([Parameters()])[0], np.zeros(len(Balance._fields)), doubt, transfer.slopes)
    return Surrogate(made.ranges, made.pairs, made.middle, made.weights, made.low, made.high, (own,), about)


def without_luck(spread: Numbers, slopes: Slopes, usual: Numbers) -> Numbers:
    """How far predictions miss ([constant, constant]), of how far they miss constants that were solved in a single lane: these bear that lane's luck.

    In the directions in which luck would explain all that is missed, a tenth of the variance is left."""
    gain = step_matrix(slopes, NEAR_REACH)
    luck = gain @ np.diag(slopes.luck**2) @ gain.T / np.outer(*[stretch_of(usual)] * 2)
    size = np.sqrt(np.maximum(np.diag(spread), 1e-12))
    values, axes = np.linalg.eigh(spread / np.outer(size, size) + 1e-6 * np.eye(size.size))
    root, back = axes * np.sqrt(values) @ axes.T, axes / np.sqrt(values) @ axes.T
    share, ways = np.linalg.eigh(back @ (luck / np.outer(size, size)) @ back)
    whole = root @ (ways * np.maximum(1.0 - share, 0.1) @ ways.T) @ root
    return np.asarray(whole * np.outer(size, size))
