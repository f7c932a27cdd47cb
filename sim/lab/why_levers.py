"""How a difference between two policies falls on the levers, conditions and events in which they differ: Shapley values over worlds in which some of them are
the second policy's and the others the first's, all lived by the same companies under the same luck.

Up to eight parts every set of them is lived. More are joined by their declared groups, or orders are drawn by lot, each with its reverse; then the intervals
hold the luck of the draw too. In every company the values add up to the whole difference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.lab.claims_verdict import Effect
from sim.lab.shapley import added_in, alone_and_last, interactions_of, orders_drawn, prefixes, second_difference, values_of
from sim.lab.why_luck import Companies, stands_out, widened
from sim.lab.why_parts import MOST_EXACT, Part, in_groups, mixed
from sim.lab.why_worlds import Care, Ground, Reading, Start, lived
from sim.measures import Numbers
from sim.scenario import Scenario, ScenarioError

Policies = tuple[Scenario, Scenario]
MOST_PAIRED = 12
"""Up to so many parts pairs are looked at where orders are drawn by lot."""
ORDERS, MOST_ORDERS, MOST_PARTS = 16, 2000, 60


@dataclass(frozen=True)
class Plan:
    """The parts whose worth is asked, and the worlds that are lived for it, as bit masks; `orders` are those drawn by lot, none where all sets are lived."""

    parts: tuple[Part, ...]
    masks: tuple[int, ...]
    orders: tuple[tuple[int, ...], ...] = ()

    @property
    def exact(self) -> bool:
        """Whether every set of parts is lived."""
        return not self.orders


@dataclass(frozen=True)
class Worth:
    """What one part is worth: its Shapley value, what it adds when it alone moves, and when it moves last. `clear`: it stands out among all parts.

    `lots` is the standard error that drawing orders by lot adds to the value."""

    part: Part
    value: Effect
    alone: Effect
    last: Effect
    clear: bool
    lots: float = 0.0


@dataclass(frozen=True)
class Pair:
    """How much more two parts are worth together than apart."""

    one: str
    other: str
    value: Effect
    clear: bool


@dataclass(frozen=True)
class Shared:
    """A difference shared out over parts, for one reading: `dropped` companies have no number in some world (they ended), and are left out."""

    reading: Reading
    whole: Effect
    worths: tuple[Worth, ...]
    pairs: tuple[Pair, ...]
    dropped: int
    by_company: Numbers = field(repr=False)
    """Values by [part, company]."""


def plan_of(parts: Sequence[Part], grouped: bool | None = None, orders: int = ORDERS, seed: int = 1) -> Plan:
    """The worlds that answer for these parts. `grouped`: join them by group, or not; None: where there are too many to live all sets."""
    chosen = in_groups(parts) if grouped or (grouped is None and len(parts) > MOST_EXACT) else list(parts)
    count = len(chosen)
    if count > MOST_PARTS:
        raise ScenarioError([f"{count} levers differ - at most {MOST_PARTS} can be taken one by one; --by group joins them"])
    if count <= MOST_EXACT:
        return Plan(tuple(chosen), tuple(range(1 << count)))
    drawn = orders_drawn(count, max(-(-orders // 2), 2), seed)
    whole = (1 << count) - 1
    ends = [mask for part in range(count) for mask in (1 << part, whole ^ 1 << part)]
    couples = [1 << a | 1 << b for a in range(count) for b in range(a)] if count <= MOST_PAIRED else []
    masks = dict.fromkeys([0, whole, *ends, *couples, *(whole ^ mask for mask in couples), *(mask for order in drawn for mask in prefixes(order))])
    return Plan(tuple(chosen), tuple(masks), tuple(drawn))


def worlds_of(plan: Plan, first: Scenario, second: Scenario) -> list[Scenario]:
    """The scenario of each world."""
    return [mixed(first, second, [part for k, part in enumerate(plan.parts) if mask >> k & 1]) for mask in plan.masks]


def share_out(plan: Plan, pair: Policies, ground: Ground, starts: Sequence[Start], readings: Sequence[Reading], care: Care) -> list[Shared]:
    """Every reading's difference shared out over the parts."""
    paths = [np.asarray(one.paths(), dtype=np.float64) for one in worlds_of(plan, *pair)]
    values = lived(ground, starts, paths, readings, care, "policies x companies")
    companies = Companies(len(ground.members))
    return [shared(plan, values[:, :, k], reading, companies) for k, reading in enumerate(readings)]


def shared(plan: Plan, values: Numbers, reading: Reading, companies: Companies) -> Shared:
    """A difference shared out, from what every world came to, [mask, company]. Companies without a number in some world are left out of all."""
    whole_known = np.isfinite(values).all(axis=0)
    values = np.where(whole_known, values, np.nan)
    game = dict(zip(plan.masks, values, strict=True))
    count, full = len(plan.parts), (1 << len(plan.parts)) - 1
    worth, lots = _worth(plan, game)
    alone, last = alone_and_last(game, count)
    t, most = stands_out(companies.units(worth.T))
    freedom = len(plan.orders) // 2 - 1
    worths = tuple(Worth(part, widened(companies.effect(worth[k]), lots[k], freedom), companies.effect(alone[k]), companies.effect(last[k]),
                         bool(abs(t[k]) > most and abs(t[k]) > 0) and not _may_be_nought(companies.effect(worth[k]), lots[k], freedom), lots[k])
                   for k, part in enumerate(plan.parts))
    return Shared(reading, companies.effect(game[full] - game[0]), worths, _pairs(plan, game, companies), int((~whole_known).sum()), worth)


def _may_be_nought(effect: Effect, lots: float, freedom: int) -> bool:
    """Whether the drawing of orders alone may have made an effect."""
    wide = widened(effect, lots, freedom)
    return wide.low <= 0.0 <= wide.high


def _worth(plan: Plan, game: Mapping[int, Numbers]) -> tuple[Numbers, list[float]]:
    """Values by [part, company], and the standard error of each that orders drawn by lot make."""
    if plan.exact:
        return values_of(np.stack([game[mask] for mask in plan.masks])), [0.0] * len(plan.parts)
    added = added_in(game, plan.orders)
    pairs = added.reshape(len(plan.orders) // 2, 2, *added.shape[1:]).mean(axis=1)
    known = pairs[:, :, np.isfinite(pairs).all(axis=(0, 1))].mean(axis=2)
    spread = known.std(axis=0, ddof=1) / math.sqrt(len(known)) if known.size else np.zeros(len(plan.parts))
    return added.mean(axis=0), [float(one) for one in spread]


def _pairs(plan: Plan, game: Mapping[int, Numbers], companies: Companies) -> tuple[Pair, ...]:
    """All pairs of parts, those that matter most first; where orders are drawn by lot, the mean of what a pair is worth with no other part and with all."""
    count, full = len(plan.parts), (1 << len(plan.parts)) - 1
    couples = [(a, b) for a in range(count) for b in range(a + 1, count)]
    if not couples or (not plan.exact and count > MOST_PAIRED):
        return ()
    if plan.exact:
        table = interactions_of(np.stack([game[mask] for mask in plan.masks]))
        each = np.stack([table[a, b] for a, b in couples])
    else:
        each = np.stack([(second_difference(game, 0, a, b) + second_difference(game, full ^ (1 << a | 1 << b), a, b)) / 2.0 for a, b in couples])
    t, most = stands_out(companies.units(each.T))
    found = [Pair(plan.parts[a].name, plan.parts[b].name, companies.effect(each[k]), bool(abs(t[k]) > most and abs(t[k]) > 0))
             for k, (a, b) in enumerate(couples)]
    return tuple(sorted(found, key=lambda one: (not math.isfinite(one.value.mean), -abs(one.value.mean))))
