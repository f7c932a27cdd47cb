"""Predictions learnt from sets already run: ridge regressions on where a set lies between its defaults and the ends of its ranges.

Used twice: constants of the reference (a start from which two or three rounds are left), and targets (an emulator, which forgets the luck of single lanes).
How hard a regression is held back is chosen by generalised cross-validation (Golub, Heath and Wahba 1979), output by output.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
PENALTIES = np.logspace(-2, 5, 22)


def places(shares: Numbers) -> Numbers:
    """Where values lie: 0 at the default, -1 and 1 at the ends of the range."""
    return np.where(shares < 0.5, np.sqrt(np.clip(2.0 * shares, 0.0, 1.0)) - 1.0, 1.0 - np.sqrt(np.clip(2.0 - 2.0 * shares, 0.0, 1.0)))


def terms(shares: Numbers, curved: NDArray[np.int64], squares: bool = True) -> Numbers:
    """What regressions read: every parameter's place, its square, and the products of those that matter most."""
    place = places(shares)
    first, second = np.triu_indices(curved.size, 1)
    products = place[:, curved[first]] * place[:, curved[second]]
    return np.column_stack([place, place**2, products] if squares else [place, products])


class Prediction(NamedTuple):
    """A fitted regression of several outputs. `noise` is the SD that it leaves, `spread` what is needed for the error of the fit itself."""

    curved: NDArray[np.int64]
    centre: Numbers
    middle: Numbers
    weights: Numbers
    noise: Numbers
    spread: Numbers
    explained: Numbers

    def at(self, shares: Numbers) -> Numbers:
        """Predicted outputs, [set, output]."""
        return np.asarray(self.middle + (terms(shares, self.curved) - self.centre) @ self.weights)


def movers(shares: Numbers, outputs: Numbers, most: int) -> NDArray[np.int64]:
    """The parameters that go most with any output: the largest correlation with each, in turn over all sets."""
    place = places(shares)
    x = (place - place.mean(axis=0)) / place.std(axis=0)
    y = (outputs - outputs.mean(axis=0)) / np.maximum(outputs.std(axis=0), 1e-12)
    strength = np.abs(x.T @ y) / len(x)
    return np.sort(np.argsort(-strength.max(axis=1), kind="stable")[:most]).astype(np.int64)


def learn(shares: Numbers, outputs: Numbers, most: int = 0) -> Prediction:
    """Fit all outputs on the sets given; `most` parameters also count by their products."""
    curved = movers(shares, outputs, most)
    x = terms(shares, curved)
    centre, middle = x.mean(axis=0), outputs.mean(axis=0)
    x, y = x - centre, outputs - middle
    u, size, v = np.linalg.svd(x, full_matrices=False)
    turned, points = u.T @ y, len(x)
    weights, noise, spread = np.zeros((x.shape[1], y.shape[1])), np.zeros(y.shape[1]), np.zeros(y.shape[1])
    whole = (y**2).sum(axis=0)
    scores = []
    for penalty in PENALTIES:
        kept = size**2 / (size**2 + penalty)
        left = whole - ((2.0 * kept - kept**2)[:, None] * turned**2).sum(axis=0)
        scores.append(np.maximum(left, 1e-300) / np.maximum(1.0 - (kept.sum() + 1.0) / points, 1e-3) ** 2 / points)
    chosen = np.argmin(scores, axis=0)
    for k, place in enumerate(chosen):
        kept = size**2 / (size**2 + PENALTIES[place])
        weights[:, k] = v.T @ (kept / size * turned[:, k])
        noise[k] = np.sqrt(scores[place][k])
        spread[k] = noise[k] * np.sqrt((kept.sum() + 1.0) / points)
    explained = 1.0 - noise**2 / np.maximum(whole / points, 1e-300)
    return Prediction(curved, centre, middle, weights, noise, spread, explained)
