"""Search for policies that serve several voices at once and hold up in many futures, through Optuna's evolutionary samplers (NSGA-II and NSGA-III).

    effect    a policy less the baseline in identical companies, by aim and future (mean over replications)
    score     mean over futures; or of the worst tenth of them; or of the worst tenth of regrets: how far below the best of the first generation in
              the same future
    front     the policies that no other betters in all aims

What a search shows as best is partly lucky (the winner's curse). The front is therefore lived again under fresh luck, in fresh draws of the conditions and in
members that the search has not seen, where there are any; the figures that are told are the fresh ones, beside what the search had thought. Generations that
were evaluated are kept, so that a search goes on where it was stopped: replayed with the same seed, it asks for the same policies.
Sources: Deb et al. 2002; Deb and Jain 2014; Kasprzyk et al. 2013 (many objectives, robust decisions); Smith and Winkler 2006 (optimiser's curse).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.lab.extras import fetched
from sim.lab.members import Chosen
from sim.lab.search_aims import PRICE, Task, far_apart, front_of, mean_known, over_futures, problems, scored, worst_part
from sim.measures import Numbers
from sim.measures.intervals import Estimate
from sim.scenario import Scenario, ScenarioError

Tell = Callable[[str, float], None]
FRESH, FRESH_TIMES, SEEDS = 7_919_017, 2, 2**32
"""How far off the seed of the fresh luck is; so many times as many replications are run then."""
READ_AS = "what is not known of a company that ended is the worst of all policies"
"""How runs become effects: generations that were read otherwise are those of another search."""
MOST_ENDED, EXCESS = 0.05, "companies ended beyond what is allowed"
"""A policy under which the share of companies that end is by more than this above the baseline's is never on the front."""


@dataclass(frozen=True)
class Lived:
    """What came of some policies: effects by [policy, aim, future], and the share of companies that ended beyond the baseline's, by [policy]; both are NaN for
    a policy that cannot be (its levers contradict each other). An effect is NaN, for all policies, where the baseline gives nothing to compare with."""

    effects: Numbers
    ended: Numbers


Live = Callable[[Task, Sequence[Mapping[str, float]], int], Lived]
"""Lives policies in the futures of a lot: 0 for the search, 1 for the fresh look."""
Look = Callable[[Task, Sequence[Mapping[str, float]]], Lived]


@dataclass(frozen=True)
class Policy:
    """A policy of the front: its levers, what the search had thought of it and what a fresh look says (means over futures with 95 % intervals), the worst tenth
    of futures and the regret in the fresh look, by aim, whether it is still on the front then, in which share of futures it betters the baseline in all voices,
    and how large a share of companies ended beyond the baseline's."""

    number: int
    levers: Mapping[str, float]
    thought: Mapping[str, float]
    fresh: Mapping[str, Estimate]
    worst: Mapping[str, float]
    regret: Mapping[str, float]
    holds: bool
    better_in: float
    ended: float = 0.0


@dataclass(frozen=True)
class Found:
    """A finished search. `policies` are the front (a spread of it where it is large); `tried` holds scores of all policies by [policy, aim] and `levers` what
    they are, `front` their places that no other betters; `flattered` is how much better the search thought its front than it is, by aim, in the good direction,
    with a 95 % interval over policies; in so many fresh futures (`silent`) the baseline gives nothing to compare with in some aim."""

    task: Task
    policies: tuple[Policy, ...]
    tried: Numbers
    front: tuple[int, ...]
    flattered: Mapping[str, Estimate]
    generations: int
    excluded: int
    fresh_members: int
    levers: tuple[Mapping[str, float], ...] = ()
    silent: int = 0

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""
        return ("pareto", "policies") if self.policies else ()

    @property
    def least_regret(self) -> Policy | None:
        """The policy whose largest regret, each aim by how far the front spreads in it, is smallest; prices are left out."""
        names = [one.name for one in self.task.aims if one.name != PRICE]
        spans = {name: max(np.ptp([one.fresh[name].value for one in self.policies]), 1e-12) for name in names} if self.policies else {}
        return min(self.policies, key=lambda one: max(one.regret[name] / spans[name] for name in names), default=None)


def search(task: Task, generations: int, live: Live, folder: Path | None = None, most: int = 16, tell: Tell | None = None) -> Found:
    """The front after so many generations, looked at afresh. What was evaluated before in the folder is not run again.

    Raises ScenarioError for a task that cannot be searched, a folder of another search, or where Optuna is missing."""
    wrong = problems(task, generations)
    if wrong:
        raise ScenarioError(wrong)
    optuna = fetched("optuna", "search")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    kept = Kept(task, folder)
    study = _study(optuna, task)
    space = {one.name: optuna.distributions.FloatDistribution(one.low, one.high) for one in task.levers}
    levers: list[dict[str, float]] = []
    effects, ended, best = [], [], None
    for turn in range(generations):
        if tell:
            tell(f"generation {turn + 1} of {generations}", turn / (generations + 1))
        trials = [study.ask(space) for _ in range(task.population)]
        asked = [dict(one.params) for one in trials]
        lived = kept.lived(f"{turn:05d}", asked, functools.partial(live, task, asked, 0))
        best = _within_reach(task, lived) if best is None else best
        scores = scored(task, lived.effects, best)
        for trial, own, over in zip(trials, scores, lived.ended, strict=True):
            _tell(study, trial, own, float(over) - MOST_ENDED if np.isfinite(over) and np.isfinite(own).all() else 1.0)
        levers += asked
        effects.append(lived.effects)
        ended.append(lived.ended)
    if tell:
        tell("looking at the front afresh", generations / (generations + 1))
    whole = Lived(np.concatenate(effects), np.concatenate(ended))
    return _finished(task, generations, levers, whole, best, most, lambda later, asked: kept.lived("fresh", asked, functools.partial(live, later, asked, 1)))


def _study(optuna: Any, task: Task) -> Any:
    """An empty study. Its sampler's luck is the seed's."""
    import warnings

    kinds = {"nsga2": optuna.samplers.NSGAIISampler, "nsga3": optuna.samplers.NSGAIIISampler}
    more = {} if hasattr(optuna.trial.Trial, "set_constraint") else {"constraints_func": _excess}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)  # Optuna 4 calls constraints experimental
        sampler = kinds[task.sampler](population_size=task.population, seed=task.base.seed % SEEDS, **more)
    return optuna.create_study(directions=["maximize" if one.better == "up" else "minimize" for one in task.aims], sampler=sampler)


def _excess(trial: Any) -> tuple[float]:
    """Above nought for a policy that must not be on the front."""
    return (float(trial.user_attrs.get(EXCESS, 1.0)),)


def _tell(study: Any, trial: Any, scores: Numbers, excess: float) -> None:
    """The answer to one question of the study, and by how much it breaks what must hold: Optuna 5 is told so outright, Optuna 4 asks `_excess`."""
    if hasattr(trial, "set_constraint"):
        trial.set_constraint(EXCESS, excess)
    else:
        trial.set_user_attr(EXCESS, excess)
    study.tell(trial, [float(value) if np.isfinite(value) else 0.0 for value in scores])


def _within_reach(task: Task, lived: Lived) -> Numbers:
    """The best of the first generation, and of the baseline itself, by [aim, future]."""
    good = np.where(np.isfinite(lived.effects), lived.effects * task.signs[:, None], -np.inf).max(axis=0)
    return np.asarray(np.maximum(good, 0.0) * task.signs[:, None], dtype=np.float64)


def _finished(task: Task, generations: int, levers: list[dict[str, float]], lived: Lived, best: Numbers | None, most: int, look: Look) -> Found:
    """The front of all that was tried, looked at afresh."""
    scores = scored(task, lived.effects, best)
    allowed = np.flatnonzero((lived.ended <= MOST_ENDED) & np.isfinite(scores).all(axis=1))
    front = [int(allowed[place]) for place in front_of(scores[allowed], task.signs)] if allowed.size else []
    unlike = list({tuple(np.round(scores[place], 9)): place for place in reversed(front)}.values())
    shown = [unlike[place] for place in far_apart(scores[unlike], most)] if unlike else []
    later, seen = fresh_task(task)
    again = look(later, [levers[place] for place in shown]) if shown else Lived(np.empty((0, len(task.aims), 1)), np.empty(0))
    policies = _policies(later, [levers[place] for place in shown], lived.effects[shown], again)
    silent = int(np.isnan(again.effects).any(axis=(0, 1)).sum())
    return Found(task, policies, scores, tuple(front), _flattered(task, lived.effects[shown], again.effects), generations, len(levers) - allowed.size, seen,
                 tuple(levers), silent)


def fresh_task(task: Task) -> tuple[Task, int]:
    """The same search under luck that it has not seen, with more replications; and how many members are new, where the ensemble has any left over."""
    base = replace(task.base, seed=(task.base.seed + FRESH) % SEEDS, replications=task.base.replications * FRESH_TIMES)
    spare = task.chosen.spare if isinstance(task.chosen, Reserved) else None
    if spare is None or not len(spare):
        return replace(task, base=base), 0
    return replace(task, base=base, chosen=Chosen(spare, task.chosen.source)), len(spare)


@dataclass(frozen=True)
class Reserved(Chosen):
    """Members that the search lives in, and others that are kept for the fresh look."""

    spare: Any = None


def _policies(task: Task, levers: Sequence[Mapping[str, float]], thought: Numbers, fresh: Lived) -> tuple[Policy, ...]:
    """The front with both figures, in the order of the first aim. `task` is that of the fresh look."""
    if not levers:
        return ()
    again, names = fresh.effects, [one.name for one in task.aims]
    means, before = mean_known(again), mean_known(thought)
    still = set(front_of(means, task.signs))
    reach = np.fmax.reduce(again * task.signs[:, None], axis=0) * task.signs[:, None]
    short = -worst_part(again - reach, task.signs) * task.signs
    worst = worst_part(again, task.signs)
    voices = [place for place, name in enumerate(names) if name != PRICE]
    better = mean_known(np.where(np.isnan(again[:, voices]).any(axis=1), np.nan, (again[:, voices] * task.signs[voices, None] > 0).all(axis=1)))
    order = np.argsort(-means[:, 0] * task.signs[0], kind="stable")
    return tuple(
        Policy(rank, dict(levers[place]), dict(zip(names, before[place].tolist(), strict=True)),
               {name: over_futures(again[place, k], task.members) for k, name in enumerate(names)}, dict(zip(names, worst[place].tolist(), strict=True)),
               dict(zip(names, short[place].tolist(), strict=True)), int(place) in still, float(better[place]), float(fresh.ended[place]))
        for rank, place in enumerate(order, 1))


def _flattered(task: Task, thought: Numbers, again: Numbers) -> dict[str, Estimate]:
    """How much better the search thought its front than it is."""
    if len(thought) < 2:
        return {}
    gaps = (mean_known(thought) - mean_known(again)) * task.signs
    return {one.name: over_futures(gaps[:, place]) for place, one in enumerate(task.aims)}


class Kept:
    """Generations that were evaluated, one file each, whole or not there."""

    def __init__(self, task: Task, folder: Path | None) -> None:
        """Raises ScenarioError for a folder of another search."""
        from sim.compiled import cache_root
        from sim.lab.claims import digest
        from sim.reference.store import rules_hash

        self.name = digest([rules_hash(), READ_AS, task.content()])
        self.folder = (folder or cache_root() / "search" / self.name) / "generations"
        for place in sorted(self.folder.glob("*.json"))[:1]:
            if self._load(place).get("search") not in (None, self.name):
                raise ScenarioError(["--out: this folder holds another search (other levers, aims, futures, seed or rules) - take another folder"])

    @staticmethod
    def _load(place: Path) -> dict[str, Any]:
        try:
            found = json.loads(place.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def lived(self, name: str, asked: Sequence[Mapping[str, float]], live: Callable[[], Lived]) -> Lived:
        """What came of some policies: as it was written down, if it was, and for these policies; else lived now, and written down."""
        from sim.compiled import keep_file

        place, levers = self.folder / f"{name}.json", [dict(one) for one in asked]
        held = self._load(place)
        if held.get("search") == self.name and held.get("levers") == levers:
            return Lived(np.array(held["effects"], dtype=np.float64), np.array(held["ended"], dtype=np.float64))
        lived = live()
        text = json.dumps({"search": self.name, "levers": levers, "effects": lived.effects.tolist(), "ended": lived.ended.tolist()})
        keep_file(place, text.encode())
        return lived


def laid_over(base: Scenario, levers: Mapping[str, float]) -> Scenario | None:
    """A policy laid over the baseline; None where its levers contradict each other."""
    try:
        return base.with_(policy=dict(levers))
    except ScenarioError:
        return None


def as_scenario(found: Found, policy: Policy, name: str) -> Scenario:
    """A policy of the front as a scenario of its own."""
    from sim.scenario.model import replaced
    from sim.scenario.names import name_from_file

    task = found.task
    lived = task.base.with_(policy=dict(policy.levers))
    told = f"Policy {policy.number} of a search over {', '.join(one.name for one in task.levers)}, against {task.base.name}"
    return replaced(lived, name=name_from_file(name), title=told, question="", look_at="", source="trivox search", group="")
