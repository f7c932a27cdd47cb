"""What may vary, and how far: the parameters' own declarations, read as a prior.

The default is the best guess, so half of the mass lies on each side of it, and falls off in a straight line to nothing at the end of the declared range
(on a logarithmic scale where a side spans more than tenfold). Evenly spread mass was tried: with hundreds of parameters at once most sets then had no
organisation that can stand still. Nothing is said of dependence, but for parts of one whole: what is sold on contact has what subscriptions leave of revenue.
What describes an organisation, money's unit or a switch is no uncertainty and is held.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.parameters import Parameters
from sim.scenario.overlay import REVENUE_SHARES
from sim.vocabulary import walk

Numbers = NDArray[np.float64]
WIDE, SHORT = 10.0, 1e-6
"""A side that spans more than this is logarithmic; so little is left of a whole, lest rounding in a file make its parts more than all of it."""

HELD = {
    "finance.wage": "the unit of money",
    "finance.manager_pay": "describes an organisation",
    "finance.cash_weeks": "describes an organisation",
    "finance.credit_weeks": "describes an organisation",
    "finance.repeats_billed": "a rule of billing, on or off",
    "demand.request_rate": "describes an organisation",
    "leadership.week_hours": "describes an organisation",
    "management.week_hours": "describes an organisation",
    "turnover.staff_gain": "1 is conservation of work and people: head-count follows demand",
    "experience.ordinary_grievance": "centres a rule",
    "loyalty.ordinary_delight": "centres a rule",
    "complaints.ordinary": "centres a rule",
    "engagement.talk_reference": "centres a rule",
}
"""Parameters that are held at their default, with the reason. Switches (unit 0/1) are held too."""


@dataclass(frozen=True)
class Uncertain:
    """One parameter that varies: its default and the ends of its range."""

    name: str
    low: float
    default: float
    high: float

    def at(self, share: Numbers) -> Numbers:
        """The value below which so large a share of the prior lies."""
        below, above = np.sqrt(np.clip(2.0 * share, 0.0, 1.0)), 1.0 - np.sqrt(np.clip(2.0 - 2.0 * share, 0.0, 1.0))
        if self.default == self.low:
            above = 1.0 - np.sqrt(np.clip(1.0 - share, 0.0, 1.0))
        elif self.default == self.high:
            below = np.sqrt(np.clip(share, 0.0, 1.0))
        under = (share < 0.5) | (self.default == self.high)
        value = np.where(under & (self.default != self.low), _between(self.low, self.default, below), _between(self.default, self.high, above))
        return np.clip(value, self.low, self.high)

    def share_of(self, value: Numbers) -> Numbers:
        """The share of the prior that lies below a value."""
        if self.default == self.low:
            return np.asarray(1.0 - (1.0 - _along(self.default, self.high, value)) ** 2)
        under = _along(self.low, self.default, value) ** 2
        if self.default == self.high:
            return np.asarray(under)
        over = (1.0 - _along(self.default, self.high, value)) ** 2
        return np.clip(np.where(value < self.default, 0.5 * under, 1.0 - 0.5 * over), 0.0, 1.0)


def _is_wide(low: float, high: float) -> bool:
    return low > 0.0 and high / low > WIDE


def _between(low: float, high: float, share: Numbers) -> Numbers:
    part = np.clip(share, 0.0, 1.0)
    return np.asarray(low * (high / low) ** part if _is_wide(low, high) else low + (high - low) * part)


def _along(low: float, high: float, value: Numbers) -> Numbers:
    held = np.clip(value, low, high)
    return np.asarray(np.log(held / low) / np.log(high / low) if _is_wide(low, high) else (held - low) / (high - low))


def uncertain() -> tuple[Uncertain, ...]:
    """All parameters that vary, in the order of their declaration."""
    return tuple(Uncertain(name, row.about.low, float(row.default), row.about.high) for name, row in walk(Parameters)
                 if name not in HELD and row.about.unit != "0/1")


def shares(points: int, first: int, size: int, seed: int) -> Numbers:
    """Points of the unit cube that fill it evenly (Sobol 1967, moved by lot as a whole), from the first wanted on: the same seed, the same points."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(size, scramble=False)
    if first:
        sequence.fast_forward(first)
    asked = 1 << (points - 1).bit_length()
    moved = (sequence.random(asked)[:points] + np.random.default_rng(seed).random(size)) % 1.0
    return np.asarray(np.clip(moved, 1e-6, 1.0 - 1e-6))


def values_at(about: Sequence[Uncertain], where: Numbers) -> Numbers:
    """Values of the parameters at points of the unit cube, [point, parameter]."""
    free = np.column_stack([one.at(where[:, k]) for k, one in enumerate(about)])
    return _shared_out(about, free)


def shares_of(about: Sequence[Uncertain], values: Numbers) -> Numbers:
    """The points of the unit cube at which parameters have these values."""
    free = _shared_out(about, values, back=True)
    return np.column_stack([one.share_of(free[:, k]) for k, one in enumerate(about)])


def _shared_out(about: Sequence[Uncertain], values: Numbers, back: bool = False) -> Numbers:
    """Values in which sales on contact and subscriptions are parts of one revenue, as scenarios ask: what of the range of sales lies above its default is
    drawn together to what subscriptions leave, so that the default stays the middle. `back` undoes it."""
    places = {one.name: k for k, one in enumerate(about)}
    if not set(REVENUE_SHARES) <= set(places):
        return values
    fixed, sold = (places[name] for name in REVENUE_SHARES)
    one = about[sold]
    room = np.clip(1.0 - SHORT - values[:, fixed] - one.default, SHORT, one.high - one.default) / (one.high - one.default)
    made = np.array(values, dtype=np.float64)
    above = made[:, sold] - one.default
    made[:, sold] = np.where(above > 0.0, one.default + above * (1.0 / room if back else room), made[:, sold])
    return made


def as_parameters(about: Sequence[Uncertain], values: Numbers) -> list[Parameters]:
    """Sets of parameters, one for each row of values."""
    places = {group: [(k, one.name.partition(".")[2]) for k, one in enumerate(about) if one.name.partition(".")[0] == group] for group in Parameters._fields}
    usual = Parameters()
    return [Parameters(*(group._replace(**{field: float(row[k]) for k, field in places[name]}) for name, group in usual._asdict().items())) for row in values]
