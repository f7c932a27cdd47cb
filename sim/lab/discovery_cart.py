"""CART: the leaves of a small tree in which something mostly happens, through scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.lab.discovery import Flags, Limits, inside
from sim.lab.extras import fetched
from sim.measures import Numbers

MOST_LEAVES, LEAST_POINTS, LEAST_PART = 8, 10, 0.05
"""The tree has at most so many leaves, each with at least so many points and this part of all."""


def leaves_of(points: Numbers, cases: Flags, names: Sequence[str]) -> list[Limits]:
    """Leaves in which cases are nearer to all than to the usual share, those with most cases first. Raises ScenarioError where scikit-learn is missing."""
    trees = fetched("sklearn.tree", "CART")
    least = max(LEAST_POINTS, int(LEAST_PART * len(points)))
    tree = trees.DecisionTreeClassifier(max_leaf_nodes=MOST_LEAVES, min_samples_leaf=least, random_state=0).fit(points, cases).tree_
    found = []
    for limits in _paths(tree, names, 0, {}):
        kept = inside(points, names, limits)
        if limits and kept.any() and cases[kept].mean() >= (1.0 + float(cases.mean())) / 2.0:
            found.append((int(cases[kept].sum()), limits))
    return [limits for _, limits in sorted(found, key=lambda one: -one[0])]


def _paths(tree: Any, names: Sequence[str], node: int, limits: Limits) -> list[Limits]:
    """The limits of every leaf below a node. At a fork what is at most the threshold goes left."""
    if tree.children_left[node] < 0:
        return [limits]
    name, at = names[int(tree.feature[node])], float(tree.threshold[node])
    low, high = limits.get(name, (-np.inf, np.inf))
    return [*_paths(tree, names, int(tree.children_left[node]), {**limits, name: (low, min(high, at))}),
            *_paths(tree, names, int(tree.children_right[node]), {**limits, name: (max(low, float(np.nextafter(at, np.inf))), high)})]
