"""Predictions learnt from sets already run: regressions on where a set lies between its defaults and the ends of its ranges.

Used twice: constants of the reference (a start from which two or three rounds are left), and targets (an emulator, which forgets the luck of single lanes).
Of a thousand terms few matter for one output, so terms are taken up one by one, the strongest first, as long as they stand out from what the best of so
many idle terms would do by chance (the risk inflation criterion of Foster and George 1994). A ridge over all terms was tried: with fewer sets than terms it
found a fifth of what a single parameter does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
MOST_TERMS = 250


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
    centre, middle, points = x.mean(axis=0), outputs.mean(axis=0), len(x)
    x, y = x - centre, outputs - middle
    gram, answers, whole = x.T @ x, x.T @ y, np.maximum((y**2).sum(axis=0), 1e-300)
    weights, noise, used = np.zeros((x.shape[1], y.shape[1])), np.zeros(y.shape[1]), np.zeros(y.shape[1])
    for k in range(y.shape[1]):
        chosen, held = selected(gram, answers[:, k], float(whole[k]), points)
        weights[chosen, k] = held
        left = max(float(whole[k] - answers[chosen, k] @ held), 0.0)
        used[k] = len(chosen) + 1
        noise[k] = np.sqrt(left / max(points - used[k], 1.0))
    return Prediction(curved, centre, middle, weights, noise, noise * np.sqrt(used / points), 1.0 - noise**2 / (whole / points))


def selected(gram: Numbers, answer: Numbers, whole: float, points: int) -> tuple[list[int], Numbers]:
    """The terms that stand out, and their weights: each in turn is the one that goes most with what is left."""
    size = np.maximum(np.diag(gram), 1e-12)
    limit = 2.0 * np.log(len(size))
    chosen: list[int] = []
    held: Numbers = np.array([], dtype=np.float64)
    rest: Numbers = answer
    while len(chosen) < min(MOST_TERMS, points // 5):
        spread = max(whole - float(answer[chosen] @ held), 1e-12 * whole) / (points - len(chosen) - 2)
        gain = rest**2 / size / spread
        gain[chosen] = 0.0
        best = int(np.argmax(gain))
        if gain[best] < limit:
            break
        chosen.append(best)
        own = gram[np.ix_(chosen, chosen)]
        held = np.asarray(np.linalg.solve(own + 1e-9 * np.diag(np.diag(own)), answer[chosen]), dtype=np.float64)
        rest = np.asarray(answer - gram[:, chosen] @ held, dtype=np.float64)
    return chosen, held
