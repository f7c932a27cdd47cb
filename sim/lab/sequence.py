"""What first? Orders and paces of a set of measures, lived in identical companies under common luck and held against staying put and against each other.

Leaders who go back: with patience of so many weeks they drop a plan when weeks in which profit as they see it (a quarter's average) lies below that before the
policy, by more than a margin, have outnumbered the other weeks by so many. This is the model's own rule (mechanism leadership); it is counted here without
being acted upon. Leaders cannot tell a plan's effect from luck, so the same is counted for a policy that changes next to nothing: what luck alone ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.lab import sequence_verdict as stats
from sim.lab.members import Asked, Chosen, choose, run_chosen
from sim.lab.sequence_file import ALL_ORDERS, HOLD_ON, Question
from sim.lab.sequence_plans import Plan, Planned, entries, orders_of, placebo, plans_of
from sim.lab.sequence_runs import VOICES, Lived, Runner, Settings, Tell, left_to_do, live
from sim.lab.sequence_verdict import Contrast, Counting, Dip
from sim.measures import MEASURES, Numbers
from sim.measures.intervals import Estimate
from sim.scenario import Scenario, ScenarioError

if TYPE_CHECKING:
    from sim.measures import Measure

FOUND = {"own": "by own gain, largest first", "pairs": "agrees best with all pairs"}
"""Orders that are looked for where not all are tried."""


@dataclass(frozen=True)
class Ranked:
    """What one plan comes to. `gain` is the ranking measure against staying put, `behind` the same against the best plan (interval corrected); `regret` is how
    far it stays behind the best plan of the same company and luck; `back` the share of companies whose leaders go back."""

    plan: Plan
    lived: Lived
    gain: Estimate
    behind: Estimate
    may_be_best: bool
    regret: Estimate
    worst_regret: float
    best_in: float
    dip: Dip | None
    break_even_week: int | None
    ahead_in: float
    profit: Estimate
    last_year: Estimate
    voices: dict[str, Estimate]
    back: Estimate
    ended: int


@dataclass(frozen=True)
class Alone:
    """One step by itself from week 0, against staying put, and what it then spends in a full year (euro a head)."""

    name: str
    gain: Estimate
    price: float


@dataclass(frozen=True)
class Pace:
    """All plans of one pace: their mean gain, and what the best of them gains on the worst (interval corrected); None for a pace with one plan."""

    pacing: str
    plans: int
    gain: Estimate
    between: Estimate | None


@dataclass(frozen=True)
class Sequenced:
    """The answer; `ranked` holds the best plan first. `impatient` holds, for a few plans, what is gained when leaders act on their disappointment."""

    question: Question
    planned: Planned
    ranked: tuple[Ranked, ...]
    base: Lived
    alone: tuple[Alone, ...]
    before: tuple[Contrast, ...]
    first: tuple[Contrast, ...]
    paces: tuple[Pace, ...]
    luck_back: Estimate
    impatient: tuple[tuple[str, Estimate], ...]
    reach: float
    counting: Counting
    settings: Settings
    chosen: Chosen
    looked_for: tuple[tuple[str, tuple[str, ...]], ...] = ()

    pictures = ("sequence_paths", "sequence_regret")

    @property
    def measure(self) -> Measure:
        """What plans are ranked by."""
        return MEASURES[self.question.rank_by]

    @property
    def companies(self) -> int:
        """How many companies lived each plan."""
        return int(self.base.profit.shape[0])

    @property
    def best(self) -> Ranked:
        """The plan with the best mean."""
        return self.ranked[0]

    @property
    def contenders(self) -> list[Ranked]:
        """The plans that may be the best: no clear difference from the one that looks best."""
        return [one for one in self.ranked if one.may_be_best]


def sequence(question: Question, *, members: Asked = "none", settings: Settings | None = None, tell: Tell | None = None,
             runner: Runner = run_chosen) -> Sequenced:
    """Orders and paces compared. `members` as for `compare`, but none unless asked. Raises ScenarioError when no plan can be lived."""
    settings = settings or Settings()
    chosen = choose(members, [question.base])
    planned = plans(question)
    work = _Work(question, chosen, settings, tell, runner)
    alone = [_alone(question, place) for place in range(len(question.bundles))]
    fixed = [question.base, placebo(question), *alone]
    lived = work.live([*fixed, *(one.scenario for one in planned.plans)], 0.0, 0.9)
    base, sham, single, every = lived[0], lived[1], lived[2 : len(fixed)], lived[len(fixed) :]
    scale = _Scale(question, base, Counting(len(chosen.ensemble) if chosen.ensemble else 0))
    looked_for: list[tuple[str, tuple[str, ...]]] = []
    if len(question.bundles) > ALL_ORDERS and not question.orders:
        looked_for = _looked_for(question, planned, scale, single, every)
        planned, more = _with_more(question, planned, [order for _, order in looked_for])
        every = [*every, *work.live([one.scenario for one in more], 0.9, 0.95)]
    ranked, reach = _ranked(planned.plans, every, scale)
    values = scale.units([one.lived for one in ranked])
    kinds = [one.plan for one in ranked]
    return Sequenced(
        question, planned, tuple(ranked), base,
        tuple(Alone(name, scale.gain(one), _year(question, place)) for place, (name, one) in enumerate(zip(question.names, single, strict=True))),
        tuple(stats.precedence(kinds, values, question.names)), tuple(stats.comes_first(kinds, values, question.names)),
        tuple(_paces(kinds, values, reach, scale)), scale.counting.share(stats.gone_back(sham, question.patience_weeks)),
        tuple(_impatient(question, ranked, scale, work)), reach, scale.counting, settings, chosen, tuple(looked_for))


def plans(question: Question) -> Planned:
    """All plans of a question. Raises ScenarioError, with each reason, when none can be lived."""
    planned = plans_of(question, orders_of(question))
    if not planned.plans:
        reasons = list(dict.fromkeys(why for _, why in planned.refused))
        raise ScenarioError([f"no order can be lived: {reason}" for reason in reasons[:3]])
    if all(not one.order for one in planned.plans):
        raise ScenarioError([f"budget: no step fits into {', '.join(f'{value:g}' for value in question.budget)} euro a head and year"])
    return planned


def runs_to_do(question: Question, chosen: Chosen, settings: Settings) -> tuple[int, int]:
    """How many plans there are (those that are looked for later apart), and how many of them have not been lived yet."""
    planned = plans(question)
    whole = [question.base, placebo(question), *(_alone(question, place) for place in range(len(question.bundles))), *(one.scenario for one in planned.plans)]
    return len(whole), left_to_do(whole, question.rank_by, chosen, settings)


@dataclass(frozen=True)
class _Work:
    """How plans are lived."""

    question: Question
    chosen: Chosen
    settings: Settings
    tell: Tell | None
    runner: Runner

    def live(self, scenarios: Sequence[Scenario], begin: float, end: float) -> list[Lived]:
        """Scenarios lived; progress goes from one share of the whole to another."""
        def told(text: str, share: float) -> None:
            if self.tell is not None:
                self.tell(text, begin + (end - begin) * share)

        return live(scenarios, self.question.rank_by, self.chosen, self.settings, told, self.runner) if scenarios else []


@dataclass(frozen=True)
class _Scale:
    """The ranking measure against staying put, with more as better where rows are ranked."""

    question: Question
    base: Lived
    counting: Counting

    @property
    def sign(self) -> float:
        """-1 where less is better."""
        return -1.0 if MEASURES[self.question.rank_by].better == "down" else 1.0

    def gap(self, one: Lived, name: str = "") -> Numbers:
        """A measure against staying put by [company]."""
        name = name or self.question.rank_by
        return one.readings[name] - self.base.readings[name]

    def gain(self, one: Lived) -> Estimate:
        """The ranking measure against staying put."""
        return self.counting.mean(self.gap(one))

    def better(self, every: Sequence[Lived]) -> Numbers:
        """By [plan, company], more is better; companies without data in any plan are left out."""
        values = self.sign * np.stack([self.gap(one) for one in every])
        return values[:, np.isfinite(values).all(axis=0)] if self.counting.members < 2 else values

    def units(self, every: Sequence[Lived]) -> Numbers:
        """By [plan, unit], in the measure's own direction."""
        values = np.stack([self.counting.units(self.gap(one)) for one in every])
        return values[:, np.isfinite(values).all(axis=0)]


def _alone(question: Question, place: int) -> Scenario:
    """One step by itself, from week 0."""
    return question.base.with_(timeline=(*question.base.timeline, *entries(question, question.bundles[place], 0, "at_once")))


def _year(question: Question, place: int) -> float:
    """What one step spends in a full year, the second after its beginning."""
    from sim.scenario.budget import price_by_year
    from sim.scenario.model import replaced

    ours, theirs = (price_by_year(replaced(one, weeks=104))[1] for one in (_alone(question, place), question.base))
    return ours - theirs


def _looked_for(question: Question, planned: Planned, scale: _Scale, single: Sequence[Lived], every: Sequence[Lived]) -> list[tuple[str, tuple[str, ...]]]:
    """Orders that the runs so far speak for: steps by their own gain, and the order that agrees best with all pairs."""
    own = [scale.sign * scale.gain(one).value for one in single]
    by_gain = tuple(question.names[place] for place in sorted(range(len(own)), key=lambda place: -own[place]))
    pairs = stats.precedence(planned.plans, scale.sign * scale.units(every), question.names)
    return [(FOUND["own"], by_gain), (FOUND["pairs"], stats.agreeing_order(pairs, question.names))]


def _with_more(question: Question, planned: Planned, orders: Sequence[tuple[str, ...]]) -> tuple[Planned, list[Plan]]:
    """The plans with those of further orders, and which of them are new."""
    more = plans_of(question, [tuple(question.names.index(name) for name in order) for order in orders])
    known = {one.scenario.fingerprint() for one in planned.plans}
    new = [one for one in more.plans if one.scenario.fingerprint() not in known]
    refused = tuple(dict.fromkeys([*planned.refused, *more.refused]))
    return Planned((*planned.plans, *new), refused), new


def _ranked(kinds: Sequence[Plan], every: Sequence[Lived], scale: _Scale) -> tuple[list[Ranked], float]:
    """Plans by their mean, the best first, and how far apart they must lie to be told apart."""
    units = scale.sign * scale.units(every)
    order = [int(place) for place in np.argsort(-units.mean(axis=1), kind="stable")]
    reach = stats.reach_together(stats.pair_blocks(units), units.shape[1])
    behind = stats.bounded(scale.sign * (units - units[order[0]]), reach)
    regret, is_best = stats.regret_of(scale.better(every))
    return [_one(kinds[k], every[k], scale, behind[k], regret[k], is_best[k]) for k in order], reach


def _one(plan: Plan, one: Lived, scale: _Scale, behind: Estimate, regret: Numbers, is_best: Numbers) -> Ranked:
    gap = one.profit - scale.base.profit
    week, ahead = stats.break_even_of(gap, scale.counting)
    counting = scale.counting
    return Ranked(
        plan, one, scale.gain(one), behind, not stats.is_clear(behind), counting.mean(regret),
        float(np.nanquantile(regret, 0.9)) if np.isfinite(regret).any() else float("nan"), float(is_best.mean()), stats.dip_of(gap, counting), week, ahead,
        counting.mean(scale.gap(one, "cumulative_profit")), counting.mean(scale.gap(one, "profit")),
        {name: counting.mean(scale.gap(one, name)) for name in VOICES}, counting.share(stats.gone_back(one, scale.question.patience_weeks)),
        int((one.alive < 0.5).sum()))


def _paces(kinds: Sequence[Plan], values: Numbers, reach: float, scale: _Scale) -> list[Pace]:
    """Each pace: its plans are ranked already, the best first."""
    found = []
    for pacing in dict.fromkeys(one.pacing for one in kinds):
        places = [place for place, one in enumerate(kinds) if one.pacing == pacing]
        mean = Counting().mean(values[places].mean(axis=0))
        between = stats.bounded(values[places[:1]] - values[places[-1:]], reach)[0] if len(places) > 1 else None
        found.append(Pace(pacing, len(places), mean, between))
    return found


def _impatient(question: Question, ranked: Sequence[Ranked], scale: _Scale, work: _Work) -> list[tuple[str, Estimate]]:
    """The best plan, everything at once, and the worst one, lived with leaders who do go back."""
    if question.base.policy["patience_weeks"] < HOLD_ON:
        return []
    at_once = [one for one in ranked if one.plan.pacing == "at_once" and one.plan.together]
    chosen = list(dict.fromkeys(one.plan for one in (ranked[0], *at_once[:1], ranked[-1])))
    lived = work.live([one.scenario.with_(policy={"patience_weeks": float(question.patience_weeks)}) for one in chosen], 0.95, 1.0)
    return [(plan.label, scale.gain(one)) for plan, one in zip(chosen, lived, strict=True)]


__all__ = ["Alone", "Pace", "Ranked", "Sequenced", "plans", "runs_to_do", "sequence"]
