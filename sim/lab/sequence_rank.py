"""Plans of a sequence ranked: what each gains against staying put, how far it stays behind the best one, and what choosing it may be regretted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.lab import sequence_verdict as stats
from sim.lab.sequence_file import Question
from sim.lab.sequence_plans import Plan
from sim.lab.sequence_runs import VOICES, Lived
from sim.lab.sequence_verdict import Counting, Dip
from sim.measures import MEASURES, Numbers
from sim.measures.intervals import Estimate


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
class Pace:
    """All plans of one pace: their mean gain, and what the best of them gains on the worst (interval corrected); None for a pace with one plan."""

    pacing: str
    plans: int
    gain: Estimate
    between: Estimate | None


@dataclass(frozen=True)
class Scale:
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


@dataclass(frozen=True)
class Interplay:
    """The best and the worst order of a pace: how far they lie apart, and how far they would if each step brought what it brings alone, for the time it runs.
    What is left is what steps do to each other, and how they find the company."""

    best: tuple[str, ...]
    worst: tuple[str, ...]
    whole: Estimate
    by_time: Estimate
    rest: Estimate


def interplay(rows: Sequence[Ranked], single: dict[str, Lived], scale: Scale) -> Interplay | None:
    """Time and interplay told apart, for orders that come evenly and begin every step; None where the base moves by itself or profit is not what is ranked.

    A step that runs alone from week 0 shows what it brings in so many weeks; in a company at rest the week in which it begins makes no difference to that."""
    base, weeks = scale.question.base, scale.question.weeks
    plans = [one for one in rows if one.plan.pacing == "evenly" and not one.plan.together and len(one.plan.order) == len(single)]
    if len(plans) < 2 or base.timeline or base.events or scale.question.rank_by != "cumulative_profit":
        return None
    brought = {name: np.cumsum(one.profit - scale.base.profit, axis=1) for name, one in single.items()}
    expected = [sum((brought[name][:, weeks - start - 1] for name, start in zip(one.plan.order, one.plan.starts, strict=True)), np.zeros(len(one.lived.alive)))
                for one in (plans[0], plans[-1])]
    whole = scale.gap(plans[0].lived) - scale.gap(plans[-1].lived)
    by_time = expected[0] - expected[1]
    mean = scale.counting.mean
    return Interplay(plans[0].plan.order, plans[-1].plan.order, mean(whole), mean(by_time), mean(whole - by_time))


def ranked(kinds: Sequence[Plan], every: Sequence[Lived], scale: Scale) -> tuple[list[Ranked], float]:
    """Plans by their mean, the best first, and how far apart they must lie to be told apart."""
    units = scale.sign * scale.units(every)
    order = [int(place) for place in np.argsort(-units.mean(axis=1), kind="stable")]
    reach = stats.reach_together(stats.pair_blocks(units), units.shape[1])
    behind = stats.bounded(scale.sign * (units - units[order[0]]), reach)
    regret, is_best = stats.regret_of(scale.better(every))
    return [one_of(kinds[k], every[k], scale, behind[k], regret[k], is_best[k]) for k in order], reach


def one_of(plan: Plan, one: Lived, scale: Scale, behind: Estimate, regret: Numbers, is_best: Numbers) -> Ranked:
    gap = one.profit - scale.base.profit
    week, ahead = stats.break_even_of(gap, scale.counting)
    counting = scale.counting
    return Ranked(
        plan, one, scale.gain(one), behind, not stats.is_clear(behind), counting.mean(regret),
        float(np.nanquantile(regret, 0.9)) if np.isfinite(regret).any() else float("nan"), float(is_best.mean()), stats.dip_of(gap, counting), week, ahead,
        counting.mean(scale.gap(one, "cumulative_profit")), counting.mean(scale.gap(one, "profit")),
        {name: counting.mean(scale.gap(one, name)) for name in VOICES}, counting.share(stats.gone_back(one, scale.question.patience_weeks)),
        int((one.alive < 0.5).sum()))


def paces(kinds: Sequence[Plan], values: Numbers, reach: float) -> list[Pace]:
    """Each pace: its plans are ranked already, the best first."""
    found = []
    for pacing in dict.fromkeys(one.pacing for one in kinds):
        places = [place for place, one in enumerate(kinds) if one.pacing == pacing]
        mean = Counting().mean(values[places].mean(axis=0))
        between = stats.bounded(values[places[:1]] - values[places[-1:]], reach)[0] if len(places) > 1 else None
        found.append(Pace(pacing, len(places), mean, between))
    return found
