"""Fit: which situation lets each member show what a company shows, and how much weight each member deserves then.

    y = distance of the company's numbers from an ordinary company (or the numbers themselves, where a level is each member's own)
    member k in situation s:   y = f_k(s) + e,   s ~ N(0, 1) for each handle,   e ~ N(0, R),   R = measuring + a year's luck + luck of runs + the model's own
    best situation of k:       the s with the least  c_k(s) = (y - f_k(s))' R^-1 (y - f_k(s)) + s's,   by steps of Gauss and Newton that are lived, not trusted
    weight of k:               exp(-c_k / 2) / sqrt(det(I + G_k' R^-1 G_k)),   G_k the slopes of f_k: the chance of y under k (Laplace)

Members share their levels by construction, so a level alone gives no member more weight than another: only what it takes to come there does. That is little,
and the luck of our own runs moves it too. Runs are therefore cut in two halves: as far as scores of members do not repeat themselves from half to half, they
are drawn towards each other, down to equal weights.

    score used = mean + r (score - mean),   r = 2 c / (1 + c),   c = correlation over members of the scores of two halves (Spearman-Brown; 0 where below 0)

What luck is left in them is averaged over, so that no member carries an answer because it was lucky.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.lab.fit_aggregates import AGGREGATES
from sim.lab.fit_company import Company, Told
from sim.lab.fit_situation import BEYOND, STEP, Layout, steps
from sim.measures import Numbers

ROUNDS = 3
"""Situations that are tried after the slopes are known; most members need two."""
LEAST_SD = 1e-3
Lived = Callable[[Numbers], Numbers]
"""Lives situations ([situation, member, name]) and gives what companies show: [situation, member, company, aggregate]."""


class Doubts(NamedTuple):
    """Variances on the scale of comparison, by number of the company: of measuring, of a year's luck, of our own runs, of the model itself."""

    measuring: Numbers
    luck: Numbers
    runs: Numbers
    model: Numbers

    @property
    def whole(self) -> Numbers:
        """All of them together."""
        return np.maximum(self.measuring + self.luck + self.runs + self.model, LEAST_SD**2)


@dataclass(frozen=True)
class Fit:
    """What came of it. By member: its best situation (SDs by handle) with its covariance, misfit, what it shows in the ordinary situation and in its best one
    (on the scale of comparison, by number), and its weight. `together` is what members show when all live the mean situation, `common`;
    `repeats` is how far scores of members repeat themselves under other luck (1: wholly)."""

    company: Company
    layout: Layout
    names: tuple[str, ...]
    places: Numbers
    spreads: Numbers
    misfit: Numbers
    rest: Numbers
    shown: Numbers
    weights: Numbers
    slopes: Numbers
    doubts: Doubts
    together: Numbers
    common: Numbers

    repeats: Repeats

    @property
    def effective(self) -> float:
        """How many members of equal weight would say as much (Kish)."""
        return float(1.0 / np.sum(self.weights**2))

    @property
    def wanted(self) -> Numbers:
        """The company's numbers on the scale of comparison."""
        return np.array([one.place for one in self.company.told])

    @property
    def off(self) -> Numbers:
        """How far members are off in their best situation, in SDs of all doubt: [member, number]."""
        return (self.wanted - self.shown) / np.sqrt(self.doubts.whole)


class Scale:
    """Turns what companies of members show into places on the scale of comparison, from the ordinary company of each member where that is how it counts."""

    def __init__(self, told: Sequence[Told], ordinary: Numbers) -> None:
        """`ordinary` is what companies show in the reference: [member, company, aggregate]."""
        self.told = told
        self.columns = [list(AGGREGATES).index(one.about.name) for one in told]
        self.zero = self._shown(ordinary.mean(axis=1)) * np.array([one.usual is not None for one in told])

    def _shown(self, values: Numbers) -> Numbers:
        """Values by [..., aggregate] as places by [..., number]."""
        return np.stack([one.about.shown(values[..., k]) for one, k in zip(self.told, self.columns, strict=True)], axis=-1)

    def places(self, lived: Numbers) -> Numbers:
        """What members show: [situation, member, number], means over their companies first."""
        return np.asarray(self._shown(lived.mean(axis=2)) - self.zero)

    def luck(self, lived: Numbers) -> Numbers:
        """The variance between companies of one member, which differ by luck alone, on the scale of comparison: [number], mean over members."""
        spread, mean = lived.std(axis=1, ddof=1), lived.mean(axis=1)
        found = []
        for one, k in zip(self.told, self.columns, strict=True):
            step = np.maximum(0.1 * spread[:, k], 1e-6)
            slope = (one.about.shown(mean[:, k] + step) - one.about.shown(mean[:, k] - step)) / (2.0 * step)
            found.append(float(np.median((slope * spread[:, k]) ** 2)))
        return np.array(found)


def doubts_of(company: Company, scale: Scale, ordinary: Numbers, moved: Numbers, people: float) -> Doubts:
    """How sure the comparison is. Luck shrinks with the size of the company where people and customers have it apart, and not where all share a market."""
    each = ordinary.shape[1]
    luck = scale.luck(ordinary)
    size = np.array([1.0 if one.about.shared else people / company.employees for one in company.told])
    pairs = np.median([scale.luck(one - ordinary + ordinary.mean(axis=1, keepdims=True)) for one in moved], axis=0)
    anchored = np.array([one.usual is not None for one in company.told])
    return Doubts(np.array([one.doubt**2 for one in company.told]), luck * size, np.where(anchored, pairs, luck) / each,
                  np.array([one.about.off**2 for one in company.told]))


def slopes_of(places: Numbers, handles: int) -> Numbers:
    """What a handle does by an SD of it: [member, number, handle], from the middle and each handle up and down."""
    return np.asarray(np.moveaxis((places[1 : handles + 1] - places[handles + 1 : 2 * handles + 1]) / (2.0 * STEP), 0, -1))


class Search:
    """All members look for their best situation side by side; what a step promised is lived, and a step that made it worse is halved."""

    def __init__(self, wanted: Numbers, doubt: Numbers, slopes: Numbers, start: Numbers, places: Numbers | None = None) -> None:
        """`start` is what each member shows in the middle, or in these places: [member, number]."""
        self.wanted, self.inverse, self.slopes = wanted, 1.0 / doubt, slopes.copy()
        self.places = np.zeros((slopes.shape[0], slopes.shape[2])) if places is None else places.copy()
        self.shown = start.copy()
        self.cost = self.cost_at(self.places)
        self.reach = np.ones(slopes.shape[0])

    def cost_at(self, places: Numbers, shown: Numbers | None = None) -> Numbers:
        """What it costs each member to show this in these situations."""
        return np.asarray(((self.wanted - (self.shown if shown is None else shown)) ** 2 * self.inverse).sum(axis=1) + (places**2).sum(axis=1))

    def proposal(self) -> Numbers:
        """The next situation of each member, in SDs."""
        towards = self._best()
        return np.clip(self.places + self.reach[:, None] * (towards - self.places), -BEYOND, BEYOND)

    def _best(self) -> Numbers:
        """The best situation of each member by its slopes alone."""
        left = self.wanted - self.shown + np.einsum("mak,mk->ma", self.slopes, self.places)
        return np.asarray(np.linalg.solve(self.information(), np.einsum("mak,a,ma->mk", self.slopes, self.inverse, left)[..., None])[..., 0])

    def best_cost(self) -> Numbers:
        """What it would cost there, by the slopes alone."""
        best = self._best()
        return self.cost_at(best, self.shown + np.einsum("mak,mk->ma", self.slopes, best - self.places))

    def information(self) -> Numbers:
        """How sharply numbers and the ordinary hold a situation: [member, handle, handle]."""
        return np.asarray(np.eye(self.slopes.shape[2]) + np.einsum("mak,a,mal->mkl", self.slopes, self.inverse, self.slopes))

    def take(self, places: Numbers, shown: Numbers) -> Numbers:
        """Keep what is better, member by member, and say who that was; slopes learn from steps that were long enough to stand out from luck (Broyden 1965)."""
        moved, answered = places - self.places, shown - self.shown
        far = (moved**2).sum(axis=1)
        wrong = answered - np.einsum("mak,mk->ma", self.slopes, moved)
        self.slopes += np.where(far > 0.1, 1.0, 0.0)[:, None, None] * wrong[:, :, None] * (moved / np.maximum(far, 0.1)[:, None])[:, None, :]
        cost = self.cost_at(places, shown)
        better = cost <= self.cost
        self.places[better], self.shown[better], self.cost[better] = places[better], shown[better], cost[better]
        self.reach = np.where(better, 1.0, 0.5 * self.reach)
        return np.asarray(better)


def scores_of(cost: Numbers, information: Numbers) -> Numbers:
    """The chance of the company's numbers under each member (its logarithm, but for what all have alike)."""
    return np.asarray(-0.5 * cost - 0.5 * np.linalg.slogdet(information)[1])


class Repeats(NamedTuple):
    """How far scores of members repeat themselves under other luck (1: wholly), and how far luck moves one (SD)."""

    share: float
    luck: float


def repeated(one: Numbers, other: Numbers) -> Repeats:
    """The same of the mean of two halves: Spearman-Brown for the share; the luck from half of how far the halves lie apart, by the median, so that members
    that are far off anyway do not count."""
    if len(one) < 3 or min(one.std(), other.std()) < 1e-9:
        return Repeats(0.0, 0.0)
    alike, apart = max(float(np.corrcoef(one, other)[0, 1]), 0.0), (one - other) - np.median(one - other)
    return Repeats(2.0 * alike / (1.0 + alike), float(0.5 * 1.4826 * np.median(np.abs(apart))))


def weights_of(score: Numbers, repeats: Repeats, draws: int = 500) -> Numbers:
    """Scores as parts of one: drawn together as far as they do not repeat themselves, and averaged over the luck that is left in them."""
    noise = np.random.default_rng(1).standard_normal((draws, len(score)))
    drawn = repeats.share * (score - score.max()) + repeats.luck * np.sqrt(repeats.share) * noise
    found = np.exp(drawn - drawn.max(axis=1, keepdims=True))
    return np.asarray((found / found.sum(axis=1, keepdims=True)).mean(axis=0))


class Halves:
    """The same members on two halves of our runs: scores from each, which looks for its own best situation around the one that was lived."""

    def __init__(self, told: Sequence[Told], ordinary: Numbers, moved: Numbers, handles: int) -> None:
        """`ordinary` is [member, company, aggregate], `moved` the middle and the steps: [situation, member, company, aggregate]."""
        cut = ordinary.shape[1] // 2
        self.parts = (slice(0, cut), slice(cut, 2 * cut))
        self.scales = [Scale(told, ordinary[:, part]) for part in self.parts]
        self.slopes = [slopes_of(scale.places(moved[:, :, part]), handles) for scale, part in zip(self.scales, self.parts, strict=True)]

    def shown(self, lived: Numbers) -> list[Numbers]:
        """What members show in one situation, by half: [member, number], from [member, company, aggregate]."""
        return [scale.places(lived[None, :, part])[0] for scale, part in zip(self.scales, self.parts, strict=True)]

    def repeats(self, wanted: Numbers, doubt: Numbers, places: Numbers, shown: Sequence[Numbers]) -> Repeats:
        """How far scores repeat themselves from half to half."""
        found = [Search(wanted, doubt, slopes, one, places) for slopes, one in zip(self.slopes, shown, strict=True)]
        scores = [scores_of(one.best_cost(), one.information()) for one in found]
        return repeated(scores[0], scores[1])


def fit(company: Company, layout: Layout, names: Sequence[str], lived: Lived, people: float, rounds: int = ROUNDS, first_lived: Lived | None = None) -> Fit:
    """Fit members to a company. `people` is how many people each company that is lived employs; at least two companies of each member are needed. The first
    situations hang on no number of the company: `first_lived` may know them already."""
    members, handles = len(names), len(layout.handles)
    first = np.repeat(steps(layout.handles)[:, None], members, axis=1)
    seen = (first_lived or lived)(np.concatenate([layout.ordinary(members)[None], layout.values(first)]))
    scale, halves = Scale(company.told, seen[0]), Halves(company.told, seen[0], seen[1:], handles)
    doubts = doubts_of(company, scale, seen[0], seen[1:], people)
    places, wanted = scale.places(seen[1:]), np.array([one.place for one in company.told])
    search, best = Search(wanted, doubts.whole, slopes_of(places, handles), places[0]), halves.shown(seen[1])
    for _ in range(rounds if handles else 0):
        here = search.proposal()
        there = lived(layout.values(here)[None])
        better = search.take(here, scale.places(there)[0])
        best = [np.where(better[:, None], new, old) for new, old in zip(halves.shown(there[0]), best, strict=True)]
    repeats = halves.repeats(wanted, doubts.whole, search.places, best)
    information = search.information()
    weights = weights_of(scores_of(search.cost, information), repeats)
    common = np.einsum("m,mk->k", weights, search.places)
    together = scale.places(lived(layout.values(np.repeat(common[None], members, axis=0))[None]))[0]
    return Fit(company, layout, tuple(names), search.places, np.asarray(np.linalg.inv(information), dtype=np.float64), search.cost, scale.places(seen[1:2])[0],
               search.shown, weights, search.slopes, doubts, together, common, repeats)
