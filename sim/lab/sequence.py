"""What first? Orders and paces of a set of measures, lived in identical companies under common luck and held against staying put and against each other.

Leaders who go back: with patience of so many weeks they drop a plan when weeks in which profit as they see it (a quarter's average) lies below that before the
policy, by more than a margin, have outnumbered the other weeks by so many. This is the model's own rule (mechanism leadership); it is counted here without
being acted upon. Leaders cannot tell a plan's effect from luck, so the same is counted for a policy that changes next to nothing: what luck alone ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.lab import sequence_verdict as stats
from sim.lab.members import Asked, Chosen, choose, run_chosen
from sim.lab.sequence_file import ALL_ORDERS, HOLD_ON, Question
from sim.lab.sequence_plans import Plan, Planned, entries, orders_of, placebo, plans_of
from sim.lab.sequence_rank import Interplay, Pace, Ranked, Scale, interplay, paces, ranked
from sim.lab.sequence_runs import Lived, Runner, Settings, Tell, left_to_do, live
from sim.lab.sequence_verdict import Contrast, Counting
from sim.measures import MEASURES
from sim.measures.intervals import Estimate
from sim.scenario import Scenario, ScenarioError

if TYPE_CHECKING:
    from sim.measures import Measure

FOUND = {"own": "by own gain, largest first", "pairs": "agrees best with all pairs"}
"""Orders that are looked for where not all are tried."""


@dataclass(frozen=True)
class Alone:
    """One step by itself from week 0, against staying put, and what it then spends in a full year (euro a head)."""

    name: str
    gain: Estimate
    price: float


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
    interplay: Interplay | None = None

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
    base, sham, single, every = _first_round(question, planned, work)
    scale = Scale(question, base, Counting(len(chosen.ensemble) if chosen.ensemble else 0))
    looked_for: list[tuple[str, tuple[str, ...]]] = []
    if len(question.bundles) > ALL_ORDERS and not question.orders:
        looked_for = _looked_for(question, planned, scale, single, every)
        planned, more = _with_more(question, planned, [order for _, order in looked_for])
        every = [*every, *work.live([one.scenario for one in more], 0.9, 0.95)]
    rows, reach = ranked(planned.plans, every, scale)
    values, kinds = scale.units([one.lived for one in rows]), [one.plan for one in rows]
    return Sequenced(
        question, planned, tuple(rows), base,
        tuple(Alone(name, Estimate(math.nan) if one is None else scale.gain(one), _year(question, place))
              for place, (name, one) in enumerate(zip(question.names, single, strict=True))),
        tuple(stats.precedence(kinds, values, question.names)), tuple(stats.comes_first(kinds, values, question.names)),
        tuple(paces(kinds, values, reach)), scale.counting.share(stats.gone_back(sham, question.patience_weeks)),
        tuple(_impatient(question, rows, scale, work)), reach, scale.counting, settings, chosen, tuple(looked_for),
        interplay(rows, {name: one for name, one in zip(question.names, single, strict=True) if one is not None}, scale))


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
    whole = [question.base, placebo(question), *(one for one in _singles(question) if one is not None), *(one.scenario for one in planned.plans)]
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


def _singles(question: Question) -> list[Scenario | None]:
    """Each step by itself, from week 0; none for a step that cannot be lived by itself."""
    found: list[Scenario | None] = []
    for one in question.bundles:
        try:
            found.append(question.base.with_(timeline=(*question.base.timeline, *entries(question, one, 0, "at_once"))))
        except ScenarioError:
            found.append(None)
    return found


def _first_round(question: Question, planned: Planned, work: _Work) -> tuple[Lived, Lived, list[Lived | None], list[Lived]]:
    """Staying put, next to nothing, each step by itself, and every plan, lived."""
    singles = _singles(question)
    able = [one for one in singles if one is not None]
    base, sham, *rest = work.live([question.base, placebo(question), *able, *(one.scenario for one in planned.plans)], 0.0, 0.9)
    waiting = iter(rest[: len(able)])
    return base, sham, [None if one is None else next(waiting) for one in singles], rest[len(able) :]


def _year(question: Question, place: int) -> float:
    """What one step spends in a full year, the second after its beginning."""
    from sim.scenario.budget import price_by_year
    from sim.scenario.model import replaced

    base = replaced(question.base, weeks=104)
    steps = entries(question, question.bundles[place], 0, "at_once")
    return price_by_year(replaced(base, timeline=(*base.timeline, *steps)))[1] - price_by_year(base)[1]


def _looked_for(question: Question, planned: Planned, scale: Scale, single: Sequence[Lived | None],
                every: Sequence[Lived]) -> list[tuple[str, tuple[str, ...]]]:
    """Orders that the runs so far speak for: steps by their own gain, and the order that agrees best with all pairs."""
    own = [-math.inf if one is None else scale.sign * scale.gain(one).value for one in single]
    by_gain = tuple(question.names[place] for place in sorted(range(len(own)), key=lambda place: -own[place]))
    pairs = stats.precedence(planned.plans, scale.sign * scale.units(every), question.names)
    return [(FOUND["own"], by_gain), (FOUND["pairs"], stats.agreeing_order(pairs, question.names))]


def _with_more(question: Question, planned: Planned, orders: Sequence[tuple[str, ...]]) -> tuple[Planned, list[Plan]]:
    """The plans with those of further orders, and which of them are new."""
    more = plans_of(question, [tuple(question.names.index(name) for name in order) for order in orders])
    known = {one.scenario.fingerprint() for one in planned.plans}
    new = [one for one in more.plans if one.scenario.fingerprint() not in known]
    refused = tuple(dict.fromkeys([*planned.refused, *more.refused]))
    return Planned((*planned.plans, *new), refused, planned.orders + len(dict.fromkeys(orders))), new


def _impatient(question: Question, rows: Sequence[Ranked], scale: Scale, work: _Work) -> list[tuple[str, Estimate]]:
    """The best plan, everything at once, and the worst one, lived with leaders who do go back."""
    if question.base.policy["patience_weeks"] < HOLD_ON:
        return []
    at_once = [one for one in rows if one.plan.pacing == "at_once" and one.plan.together]
    chosen = list(dict.fromkeys(one.plan for one in (rows[0], *at_once[:1], rows[-1])))
    lived = work.live([one.scenario.with_(policy={"patience_weeks": float(question.patience_weeks)}) for one in chosen], 0.95, 1.0)
    return [(plan.label, scale.gain(one)) for plan, one in zip(chosen, lived, strict=True)]


__all__ = ["Alone", "Pace", "Ranked", "Sequenced", "plans", "runs_to_do", "sequence"]
