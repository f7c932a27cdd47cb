"""What a search for robust policies aims at, over which levers, and in which futures.

An aim is a measure (in which way it is better is declared) read at the end of the runs as a difference from the baseline policy in identical companies, or
`price`, what a policy costs by its declared prices. A future is one draw of conditions lived by one plausible company, replications are its luck.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.lab.members import Chosen
from sim.lab.student import reach_of
from sim.measures import MEASURES, Numbers, UnknownMeasure
from sim.measures.intervals import Estimate
from sim.policy import CONDITIONS, LEVERS
from sim.scenario import Scenario, ScenarioError
from sim.scenario.errors import cut, did_you_mean, one_line
from sim.scenario.model import RANGES

USUAL = ("engagement", "satisfaction", "cumulative_profit", "price")
"""The three voices and what a policy costs."""
PRICE = "price"
ROBUST = ("mean", "worst-decile", "regret")
SAMPLERS = ("nsga2", "nsga3")
MOST_AIMS, MOST_FUTURES, MOST_POPULATION, MOST_GENERATIONS = 8, 1000, 1000, 10_000
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Aim:
    """Something that a policy should raise (`better` is up) or lower."""

    name: str
    title: str
    unit: str
    better: str

    @property
    def sign(self) -> float:
        """Plus one where more is better, else minus one."""
        return 1.0 if self.better == "up" else -1.0


@dataclass(frozen=True)
class Stretch:
    """A lever or condition with the stretch over which it is searched or drawn."""

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Task:
    """A search. `base` is the baseline policy with weeks, replications (of each future) and seed; `draws` counts draws of the conditions."""

    base: Scenario
    levers: tuple[Stretch, ...]
    aims: tuple[Aim, ...]
    conditions: tuple[Stretch, ...] = ()
    draws: int = 1
    chosen: Chosen = field(default_factory=Chosen)
    robust: str = "mean"
    sampler: str = "nsga2"
    population: int = 24

    @property
    def members(self) -> int:
        """How many plausible companies live each draw of the conditions."""
        return len(self.chosen.ensemble) if self.chosen.ensemble else 1

    @property
    def futures(self) -> int:
        """How many futures a policy is tried in."""
        return self.draws * self.members

    @property
    def signs(self) -> Numbers:
        """The way each aim is better, by [aim]."""
        return np.array([one.sign for one in self.aims])

    def content(self) -> dict[str, Any]:
        """What its answer depends on, apart from the rules."""
        ensemble = self.chosen.ensemble.fingerprint() if self.chosen.ensemble else "none"
        return {"base": self.base.canonical(), "levers": [[one.name, one.low, one.high] for one in self.levers], "aims": [one.name for one in self.aims],
                "conditions": [[one.name, one.low, one.high] for one in self.conditions], "draws": self.draws, "members": ensemble, "robust": self.robust,
                "sampler": self.sampler, "population": self.population}


def problems(task: Task, generations: int) -> list[str]:
    """Everything that is wrong with the numbers of a search, a line each."""
    found = []
    for option, value, most in (("--draws", task.draws, MOST_FUTURES), ("--generations", generations, MOST_GENERATIONS)):
        found += [f"{option}: must lie between 1 and {most:,} ({value})"] if not 1 <= value <= most else []
    odd = not 4 <= task.population <= MOST_POPULATION or task.population % 2
    found += [f"--population: must be an even number from 4 to {MOST_POPULATION:,} ({task.population})"] if odd else []
    found += [f"--robust: must be one of {', '.join(ROBUST)} ({one_line(task.robust[:60])})"] if task.robust not in ROBUST else []
    found += [f"--sampler: must be one of {', '.join(SAMPLERS)} ({one_line(task.sampler[:60])})"] if task.sampler not in SAMPLERS else []
    if task.draws > 1 and not task.conditions:
        found.append("--draws: there is nothing to draw; name the conditions, such as --condition demand=0.8:1.2")
    if task.robust != "mean" and task.futures < 2:
        found.append(f"--robust {task.robust}: needs several futures; name --condition and --draws, or --members")
    if task.base.timeline and {step.setting for step in task.base.timeline} & {one.name for one in (*task.levers, *task.conditions)}:
        found.append(f"--lever: {one_line(task.base.name)} has a course in time for a lever or condition that is searched; use a scenario without")
    return found


def aims_of(names: Sequence[str]) -> tuple[Aim, ...]:
    """The aims by name, the usual ones when none is named. Raises ScenarioError."""
    found, wrong = [], []
    for name in dict.fromkeys(names or USUAL):
        if name == PRICE:
            found.append(Aim(PRICE, "price", "euro a head", "down"))
        elif name not in MEASURES:
            wrong.append(f"--aim: {UnknownMeasure(name, [*MEASURES, PRICE])}")
        elif MEASURES[name].better == "none":
            wrong.append(f"--aim: {name} is better neither way - take a measure of which more or less is better")
        else:
            about = MEASURES[name]
            found.append(Aim(name, about.title, about.unit, about.better))
    if not wrong and not 2 <= len(found) <= MOST_AIMS:
        wrong.append(f"--aim: two to {MOST_AIMS} aims can be traded off ({len(found)} given)")
    if wrong:
        raise ScenarioError(wrong)
    return tuple(found)


def stretches(option: str, given: Sequence[str]) -> tuple[Stretch, ...]:
    """Levers or conditions read from `NAME=LOW:HIGH`, or `NAME` for its whole range. Raises ScenarioError with a line for each problem."""
    known, found, wrong = LEVERS if option == "--lever" else CONDITIONS, [], []
    for text in given:
        name, _, ends = text.partition("=")
        name = name.strip().removeprefix("world.").removeprefix("policy.")
        if name not in known:
            hint = did_you_mean(name, list(known))
            wrong.append(f'{option}: "{cut(one_line(name))}" is no {option[2:]}' + (f" - {hint}" if hint else "; `trivox levers` lists them"))
            continue
        least, most = RANGES[name]
        try:
            low, high = (float(end) for end in ends.split(":")) if ends else (least, most)
        except ValueError:
            wrong.append(f'{option}: "{cut(one_line(text))}" - write {name}=LOW:HIGH, such as {name}={least:g}:{most:g}')
            continue
        if not (math.isfinite(low) and math.isfinite(high) and least <= low < high <= most):
            wrong.append(f"{option}: {name}: {low:g} to {high:g} - allowed: a stretch within {least:g} to {most:g}")
        found.append(Stretch(name, low, high))
    wrong += [f"{option}: {one.name} is named twice" for k, one in enumerate(found) if one.name in {other.name for other in found[:k]}]
    if option == "--lever" and not given:
        wrong.append("--lever: name what may be chosen, such as --lever slack_share=0:0.3 --lever autonomy (its whole range)")
    if wrong:
        raise ScenarioError(wrong)
    return tuple(found)


def drawn(task: Task, lot: int) -> list[dict[str, float]]:
    """Draws of the conditions: a Latin hypercube over their stretches, another for another lot; what is not named stays as the baseline has it."""
    if not task.conditions:
        return [{}] * task.draws
    from scipy.stats import qmc

    shares = qmc.LatinHypercube(len(task.conditions), rng=np.random.default_rng([task.base.seed, 59, lot])).random(task.draws)
    return [{one.name: one.low + float(part) * (one.high - one.low) for one, part in zip(task.conditions, row, strict=True)} for row in shares]


def mean_known(values: Numbers) -> Numbers:
    """The mean over the last axis (futures) of what is known; NaN where nothing is."""
    known = np.isfinite(values)
    counts = known.sum(axis=-1)
    return np.asarray(np.where(counts > 0, np.where(known, values, 0.0).sum(axis=-1) / np.maximum(counts, 1), np.nan), dtype=np.float64)


def worst_part(values: Numbers, signs: Numbers) -> Numbers:
    """The mean of the worst tenth of the futures that are known (at least one), by [..., aim], of values by [..., aim, future]; NaN where none is."""
    ordered = np.sort(values * signs[:, None], axis=-1)
    counts = np.maximum(np.ceil(np.isfinite(values).sum(axis=-1) / 10), 1)
    worst = np.where(np.arange(values.shape[-1]) < counts[..., None], ordered, 0.0).sum(axis=-1) / counts
    return np.asarray(worst * signs, dtype=np.float64)


def scored(task: Task, values: Numbers, best: Numbers | None = None) -> Numbers:
    """What the search looks at, by [..., aim], of effects by [..., aim, future]. `best` is what is within reach in each future, by [aim, future]: with regret
    the worst tenth of shortfalls is looked at."""
    if task.robust == "mean":
        return mean_known(values)
    return worst_part(values - best if task.robust == "regret" and best is not None else values, task.signs)


def over_futures(values: Numbers, members: int = 1) -> Estimate:
    """The mean over futures (draw, then member) with its 95 % interval (Student's t); no interval for one future. NaN is "no data".

    Futures of one member are alike, and so are those of one draw of the conditions: the error is that of the mean of members and of the mean of draws, added up
    (a little too wide), where there are several of both; else futures are taken as independent. Welch and Satterthwaite's degrees of freedom, rounded down."""
    shaped = values.reshape(-1, members)
    means = [one[np.isfinite(one)] for one in (mean_known(shaped), mean_known(shaped.T))]
    mean = float(mean_known(values))
    if min(shaped.shape) < 2:
        known = values[np.isfinite(values)]
        parts = [(float(known.var(ddof=1)) / known.size, known.size - 1)] if known.size > 1 else []
    else:
        parts = [(float(one.var(ddof=1)) / one.size, one.size - 1) for one in means if one.size > 1]
    error = math.sqrt(sum(part for part, _ in parts))
    if not parts:
        return Estimate(mean, firms=values.size)
    free = int(sum(part for part, _ in parts) ** 2 / sum(part**2 / one for part, one in parts)) if error > 0 else parts[0][1]
    reach = reach_of(CONFIDENCE, max(free, 1)) * error
    return Estimate(mean, mean - reach, mean + reach, values.size)


def front_of(scores: Numbers, signs: Numbers) -> list[int]:
    """The rows that no other row betters: as good in all aims and better in one. `scores` is [policy, aim]."""
    good = scores * signs
    return [k for k, own in enumerate(good) if not ((good >= own).all(axis=1) & (good > own).any(axis=1)).any()]


def far_apart(scores: Numbers, most: int) -> list[int]:
    """At most so many rows that lie far apart: the best and worst of each aim first, then always the row farthest from those taken."""
    if len(scores) <= most:
        return list(range(len(scores)))
    spans = np.ptp(scores, axis=0)
    unit = (scores - scores.min(axis=0)) / np.where(spans > 0, spans, 1.0)
    taken = list(dict.fromkeys(int(place) for column in unit.T for place in (column.argmax(), column.argmin())))[:most]
    while len(taken) < most:
        gaps = np.sqrt(((unit[:, None] - unit[taken][None]) ** 2).sum(axis=2)).min(axis=1)
        taken.append(int(gaps.argmax()))
    return sorted(taken)
