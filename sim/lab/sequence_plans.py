"""Orders and paces become plans: in which week each step begins, within the budget of each year, as timeline entries of a scenario.

A step begins in the first quarter, from the week of its pace on and not before the step ahead of it, in which what then runs costs no more than the budget in
any year, to the end of the year after the horizon (so that nobody begins at the end what could not be kept up). What runs already counts, and so does what
a step saves. A step for which no quarter is left is not begun, and named.
Up to four steps every order is planned. Beyond that: the order as given, its reverse, and rows of Latin squares drawn by lot, in which every step stands
equally often in every place.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.lab.sequence_file import ALL_ORDERS, Bundle, Question
from sim.scenario import Scenario, ScenarioError, Step
from sim.scenario.budget import WEEKS_A_YEAR, price_by_year
from sim.scenario.model import replaced
from sim.vocabulary import rows

QUARTER = 13
LUCK_OF_THE_DRAW = 1
"""Which sample of orders is drawn: always the same."""
Order = tuple[int, ...]
PAY = frozenset({"reward_intensity", "kpi_weight", "csat_weight", "joint_okr_weight"})
"""Levers whose price hangs on one another."""


@dataclass(frozen=True)
class Plan:
    """One order at one pace: steps that are begun, in which weeks, and what is spent beyond the base in each year (euro a head)."""

    order: tuple[str, ...]
    pacing: str
    starts: tuple[int, ...]
    left_out: tuple[str, ...]
    scenario: Scenario
    spent: tuple[float, ...]
    stands_for: int = 1

    @property
    def together(self) -> bool:
        """Whether all that is begun is begun in one week, so that there is no order."""
        return len(set(self.starts)) < 2

    @property
    def label(self) -> str:
        """The plan in a few words."""
        pace = self.pacing.replace("_", " ")
        if not self.order:
            return f"nothing ({pace}: the budget allows no step)"
        if self.together and not self.left_out:
            return f"all {pace}" if self.pacing == "at_once" else f"all in week {self.starts[0]} ({pace})"
        return f"{' > '.join(self.order)} ({pace})"


@dataclass(frozen=True)
class Planned:
    """All plans, and those that cannot be lived, with the reason."""

    plans: tuple[Plan, ...]
    refused: tuple[tuple[str, str], ...]
    orders: int


def orders_of(question: Question) -> list[Order]:
    """The orders to try, as places of steps."""
    count = len(question.bundles)
    if question.orders:
        return [tuple(question.names.index(name) for name in order) for order in question.orders]
    if count <= ALL_ORDERS:
        return list(itertools.permutations(range(count)))
    generator = np.random.default_rng(LUCK_OF_THE_DRAW)
    found: dict[Order, None] = {tuple(range(count)): None, tuple(reversed(range(count))): None}
    while len(found) < question.sample:
        square = (np.arange(count)[:, None] + np.arange(count)[None, :]) % count
        named, shifted = generator.permutation(count), generator.permutation(count)
        for row in generator.permutation(square):
            found.setdefault(tuple(int(named[place]) for place in row[shifted]))
    return list(found)[: question.sample]


def plans_of(question: Question, orders: Sequence[Order], pacings: Sequence[str] = ()) -> Planned:
    """Every order at every pace. Plans that come to the same are kept once; of orders that come to one plan, it stands for how many."""
    purse = _Purse(question)
    found: dict[str, Plan] = {}
    refused: dict[str, str] = {}
    for pacing in pacings or question.pacings:
        # Without a budget, what is begun together has no order.
        free = not question.budget and pacing in ("at_once", "late")
        for order in orders[:1] if free else orders:
            placed = _placed(question, order, pacing, purse)
            try:
                one = _plan(question, order, pacing, placed, purse)
            except ScenarioError as error:
                names = " > ".join(question.names[place] for place in order)
                refused[f"{names} ({pacing.replace('_', ' ')})"] = error.problems[0].replace("with_: ", "")
                continue
            key = one.scenario.fingerprint()
            same = found.get(key)
            found[key] = one if same is None else dataclasses.replace(same, stands_for=same.stands_for + 1)
    return Planned(tuple(found.values()), tuple(refused.items()), len(orders))


def distance(question: Question) -> int:
    """Weeks between steps that come evenly."""
    return max(question.over_weeks // len(question.bundles), 1)


def earliest(question: Question, pacing: str, place: int) -> int:
    """The first week in which the step at a place of an order may begin."""
    apart = distance(question)
    return {"at_once": 0, "late": apart * (len(question.bundles) - 1)}.get(pacing, apart * place)


def _placed(question: Question, order: Order, pacing: str, purse: _Purse) -> list[tuple[int, int]]:
    """(step, week) of those that the budget allows, in order."""
    placed: list[tuple[int, int]] = []
    before = 0
    for bundle in order:
        week = max(earliest(question, pacing, len(placed)), before)
        while week < question.weeks and not purse.allows([*placed, (bundle, week)], pacing):
            week += QUARTER
        if week < question.weeks:
            placed.append((bundle, week))
            before = week
    return placed


def _plan(question: Question, order: Order, pacing: str, placed: Sequence[tuple[int, int]], purse: _Purse) -> Plan:
    steps = [step for bundle, week in placed for step in entries(question, question.bundles[bundle], week, pacing)]
    scenario = question.base.with_(timeline=(*question.base.timeline, *steps))
    begun = tuple(question.names[bundle] for bundle, _ in placed)
    left = tuple(question.names[bundle] for bundle in order if question.names[bundle] not in begun)
    spent = tuple(float(value) for value in purse.spent(placed, pacing)[: purse.years])
    return Plan(begun, pacing, tuple(week for _, week in placed), left, scenario, spent)


def entries(question: Question, bundle: Bundle, week: int, pacing: str) -> list[Step]:
    """The timeline entries of one step: at once, or in a straight line until the next one would begin; what lasts some weeks is a pulse."""
    until = week + distance(question)
    gradual = pacing == "small_steps" and until > week + 1
    return [
        Step(move.lever, "pulse", week, week + move.weeks, move.to) if move.weeks is not None
        else Step(move.lever, "ramp", week, until, move.to) if gradual else Step(move.lever, "step", week, None, move.to)
        for move in bundle.moves
    ]


class _Purse:
    """What plans spend in each year beyond the base; prices of steps add up, apart from those of pay, which are worked out together."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.years = -(-question.weeks // WEEKS_A_YEAR)
        self.longer = replaced(question.base, weeks=(self.years + 1) * WEEKS_A_YEAR)
        self.base = np.array(price_by_year(self.longer))
        count, given = self.base.size, question.budget
        self.budget = np.array([given[min(year, len(given) - 1)] for year in range(count)] if given else [np.inf] * count)
        self.known: dict[tuple[tuple[tuple[int, int], ...], bool], np.ndarray] = {}
        self.pays = {place for place, one in enumerate(question.bundles) if PAY & {move.lever for move in one.moves}}

    def spent(self, placed: Sequence[tuple[int, int]], pacing: str) -> np.ndarray:
        """Euro a head in each year, and in the year after the horizon."""
        alone = [(one,) for one in placed if one[0] not in self.pays]
        pay = tuple(one for one in placed if one[0] in self.pays)
        return np.asarray(sum((self._price(some, pacing) for some in [*alone, *([pay] if pay else [])]), np.zeros(self.base.size)))

    def allows(self, placed: Sequence[tuple[int, int]], pacing: str) -> bool:
        """Whether no year costs more than its budget."""
        return not self.question.budget or bool((self.spent(placed, pacing) <= self.budget + 1e-6).all())

    def _price(self, placed: tuple[tuple[int, int], ...], pacing: str) -> np.ndarray:
        key = (placed, pacing == "small_steps")
        if key not in self.known:
            base = self.longer
            steps = [step for bundle, week in placed for step in entries(self.question, self.question.bundles[bundle], week, pacing)]
            self.known[key] = np.array(price_by_year(replaced(base, timeline=(*base.timeline, *steps)))) - self.base
        return self.known[key]


def placebo(question: Question) -> Scenario:
    """A policy that changes next to nothing, a thousandth of a lever's range from week 0: what leaders then make of luck alone."""
    from sim.policy import Policy

    move = question.bundles[0].moves[0]
    about = next(row.about for row in rows(Policy) if row.name == move.lever)
    usual = question.base.policy[move.lever]
    little = 0.001 * (about.high - about.low)
    return question.base.with_(timeline=(*question.base.timeline, Step(move.lever, "step", 0, None, usual + (little if move.to > usual else -little))))
