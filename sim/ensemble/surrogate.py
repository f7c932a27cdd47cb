"""A company's constants foretold from its parameters: regressions learnt from thousands of sets solved before, shipped as data (made by `make surrogate`).

    constants = middle + weights x terms,   terms = places of parameters, their squares, and products of those that matter most
    place     = 0 at a parameter's default, -1 and 1 at the ends of its range (on a logarithmic scale where the range spans more than tenfold)

Obstacles of a team need no guess: they come and go one by one, so that their long-run mean is known exactly (a birth-death chain, Feller 1968, XVII). What
is learnt is only how far managers' and leaders' hours move it. A foretold start is a start and no more: `sim.ensemble.companies` improves and judges it, so a
surrogate of slightly older rules may still serve.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.balance import Balance
from sim.compiled import keep_file
from sim.parameters import Parameters
from sim.reference.many import Slopes

Numbers = NDArray[np.float64]
SHIPPED = Path(__file__).with_name("surrogate.json")
WIDE, DIGITS = 10.0, 6
"""A positive range that spans more than this is logarithmic; significant digits in the file."""
OBSTACLES = Balance._fields.index("obstacles_base")
MONEY = [Balance._fields.index(name) for name in ("price", "profit_week")]
MOST_OBSTACLES, STYLES = 240, 1.5
"""More obstacles than a team ever has; how much more luck they have than chance alone gives them, for managers differ (measured, 16 companies)."""


def expected_obstacles(arrival: Numbers, removal: Numbers) -> Numbers:
    """The long-run mean of a team's obstacles, by set: with this chance one comes in a week, with 1 - exp(-removal x obstacles) one goes, at most one of each.

    What goes up from n must come down from n + 1: weight(n + 1) / weight(n) = P(up from n) / P(down from n + 1)."""
    number = np.arange(MOST_OBSTACLES + 1)
    stays = np.exp(-np.asarray(removal, dtype=np.float64)[:, None] * number)
    come = np.asarray(arrival, dtype=np.float64)[:, None]
    ratio = np.log(come * stays[:, :-1]) - np.log((1.0 - come) * (1.0 - stays[:, 1:]))
    weight = np.concatenate([np.zeros_like(come), np.cumsum(ratio, axis=1)], axis=1)
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    return np.asarray((weight * number).sum(axis=1) / weight.sum(axis=1))


def _expected(parameters: Sequence[Parameters]) -> Numbers:
    known = np.array([[one.management.obstacle_chance, one.management.obstacle_removal] for one in parameters], dtype=np.float64).reshape(-1, 2)
    return expected_obstacles(known[:, 0], known[:, 1])


def to_learn(vectors: Numbers, parameters: Sequence[Parameters]) -> Numbers:
    """Vectors of constants as regressions see them: of obstacles, the part that is not known beforehand; of money, in the default company's wages."""
    seen = np.array(vectors, dtype=np.float64)
    wage = np.array([one.finance.wage for one in parameters], dtype=np.float64) / Parameters().finance.wage
    seen[:, MONEY] -= np.log(wage)[:, None]
    seen[:, OBSTACLES] = np.log(np.maximum(seen[:, OBSTACLES], 0.0) + 0.5) - np.log(_expected(parameters) + 0.5)
    return seen


def learnt_back(seen: Numbers, parameters: Sequence[Parameters]) -> Numbers:
    """The opposite of `to_learn`."""
    vectors = np.array(seen, dtype=np.float64)
    wage = np.array([one.finance.wage for one in parameters], dtype=np.float64) / Parameters().finance.wage
    vectors[:, MONEY] += np.log(wage)[:, None]
    vectors[:, OBSTACLES] = np.maximum(np.exp(seen[:, OBSTACLES] + np.log(_expected(parameters) + 0.5)) - 0.5, 0.0)
    return vectors


def stretch_of(vector: Numbers) -> Numbers:
    """How much further each constant of a company goes than what regressions see of it: a share of obstacles is so many of them."""
    by = np.ones(len(Balance._fields))
    by[OBSTACLES] = vector[OBSTACLES] + 0.5
    return by


def doubt_of(vector: Numbers, doubt: Numbers) -> Numbers:
    """Doubt as regressions see it ([constant, constant]) as doubt of one company's constants."""
    by = stretch_of(vector)
    return np.asarray(doubt * np.outer(by, by))


def unruly(parameters: Parameters) -> float:
    """How much further luck moves obstacles in a company than in the default one: they come at random, and the slower they go the longer that is remembered.

    Linear around the balance, P(comes) = P(goes): the variance of a mean over time goes as come (1 - come) / (removal (1 - come))^2."""
    def spread(one: Parameters) -> float:
        come = float(one.management.obstacle_chance)
        return float(np.sqrt(come / (1.0 - come)) / one.management.obstacle_removal)

    return STYLES * spread(parameters) / spread(Parameters())


def place_of(value: Numbers, low: float, default: float, high: float) -> Numbers:
    """Where values of one parameter lie: 0 at the default, -1 and 1 at the ends of the range."""
    def along(start: float, end: float) -> Numbers:
        if start == end:
            return np.zeros_like(value)
        held = np.clip(value, min(start, end), max(start, end))
        if min(start, end) > 0.0 and max(start, end) / min(start, end) > WIDE:
            return np.asarray(np.log(held / start) / np.log(end / start))
        return np.asarray((held - start) / (end - start))

    return np.asarray(along(default, high) - along(default, low))


@dataclass(frozen=True)
class Transfer:
    """From the make-up of units that was learnt to another one: constants there = offset + (1 + scale) (constants here - usual here) + weights x terms, how far
    such a guess may be wrong (as regressions see it), slopes there, and luck of one lane of the organisation on which references are solved."""

    shape: tuple[Any, ...]
    offset: Numbers
    scale: Numbers
    doubt: Numbers
    slopes: Slopes
    pairs: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    weights: Numbers = field(default_factory=lambda: np.zeros((0, len(Balance._fields))))


@dataclass(frozen=True)
class Surrogate:
    """What was learnt: parameters with their ranges ([name]: low, default, high), pairs of places that make terms (a number beyond the last stands for 1),
    weights ([term, constant]), the ends between which predictions are kept, and what belongs to each make-up of units, first that of the table."""

    ranges: Mapping[str, tuple[float, float, float]]
    pairs: NDArray[np.int64]
    middle: Numbers
    weights: Numbers
    low: Numbers
    high: Numbers
    transfers: Sequence[Transfer]
    about: Mapping[str, Any]

    def places(self, parameters: Sequence[Parameters]) -> Numbers:
        """Where companies lie, [company, parameter]."""
        columns = []
        for name, ends in self.ranges.items():
            group, _, field = name.partition(".")
            columns.append(place_of(np.array([float(getattr(getattr(one, group), field)) for one in parameters], dtype=np.float64), *ends))
        return np.column_stack(columns)

    def here(self, parameters: Sequence[Parameters]) -> Numbers:
        """Constants of companies, [company, constant] (positive ones as logarithms, money for one unit), in the make-up of units that was learnt."""
        terms = self.terms(parameters, self.pairs)
        return learnt_back(np.clip(self.middle + terms @ self.weights, self.low, self.high), parameters)

    def terms(self, parameters: Sequence[Parameters], pairs: NDArray[np.int64]) -> Numbers:
        """What regressions read of companies, [company, term]."""
        place = np.column_stack([self.places(parameters), np.ones(len(parameters))])
        return np.asarray(place[:, pairs[:, 0]] * place[:, pairs[:, 1]])

    def transfer(self, shape: tuple[Any, ...]) -> Transfer | None:
        """What was learnt of a make-up of units, or None."""
        return next((one for one in self.transfers if one.shape == shape), None)

    def start(self, parameters: Sequence[Parameters], shape: tuple[Any, ...], usual: Numbers | None = None) -> tuple[Numbers, Transfer] | None:
        """Foretold constants of companies of some make-up of units, and what belongs to it. A make-up that was not learnt is moved to where its own `usual`
        constants (those at the default parameters) lie; without these there is no start: None."""
        found = self.transfer(shape)
        here, middle = self.here(parameters), self.here([Parameters()])
        if found is None:
            if usual is None:
                return None
            near = next((one for one in self.transfers if one.shape[3] == shape[3]), self.transfers[0])
            found = replace(near, shape=shape, offset=usual, doubt=2.0 * near.doubt)
        return moved_to(found, here - middle, self.terms(parameters, found.pairs)), found

    def not_learnt(self, values: Mapping[str, float]) -> tuple[str, ...]:
        """Parameters that a company sets away from their default and of which the surrogate knows nothing, in order."""
        usual = Parameters()
        away = [name for name, value in values.items() if name not in self.ranges
                and float(value) != float(getattr(getattr(usual, name.partition(".")[0]), name.partition(".")[2]))]
        return tuple(sorted(away))


def moved_to(transfer: Transfer, away: Numbers, terms: Numbers | None = None) -> Numbers:
    """Constants in another make-up of units, of companies whose constants lie so far from the usual ones here (and whose terms, if any, are these)."""
    found = np.asarray(transfer.offset + (1.0 + transfer.scale) * away)
    if terms is not None:
        found = found + terms @ transfer.weights
    found[:, OBSTACLES] = np.maximum(found[:, OBSTACLES], 0.0)
    return found


def _short(values: Numbers) -> Any:
    return json.loads(json.dumps(np.asarray(values).tolist()), parse_float=lambda text: float(f"{float(text):.{DIGITS}g}"))


def _told(pairs: NDArray[np.int64], weights: Numbers, names: Sequence[str]) -> list[Any]:
    """Terms by the names of their parameters, and of their weights those that are not nothing."""
    rows = [{Balance._fields[k]: value for k, value in enumerate(_short(row)) if value} for row in weights]
    return [[[names[place] for place in pair if place < len(names)], row] for pair, row in zip(pairs, rows, strict=True)]


def _untold(terms: Sequence[Any], names: Sequence[str]) -> tuple[NDArray[np.int64], Numbers]:
    number = {name: k for k, name in enumerate(names)}
    pairs = np.array([([number[name] for name in some] + [len(names)])[:2] for some, _ in terms], np.int64).reshape(-1, 2)
    weights = np.array([[float(row.get(name, 0.0)) for name in Balance._fields] for _, row in terms], dtype=np.float64)
    return pairs, weights.reshape(-1, len(Balance._fields))


def save(path: Path, one: Surrogate) -> None:
    """Write a surrogate, whole or not at all: of weights, those that are not nothing."""
    names = list(one.ranges)
    told = {"about": dict(one.about), "constants": list(Balance._fields), "ranges": {name: list(ends) for name, ends in one.ranges.items()},
            "middle": _short(one.middle), "low": _short(one.low), "high": _short(one.high), "terms": _told(one.pairs, one.weights, names),
            "transfers": [{"shape": list(t.shape), "offset": _short(t.offset), "scale": _short(t.scale), "doubt": _short(t.doubt),
                           "slopes": _short(t.slopes.slopes), "luck": _short(t.slopes.luck), "terms": _told(t.pairs, t.weights, names)} for t in one.transfers]}
    text = json.dumps(told, separators=(",", ":"))
    for mark in ('[["', '{"shape"', '"offset"', '"scale"', '"doubt"', '"slopes"', '"luck"', '"ranges"', '"middle"', '"terms"'):
        text = text.replace(mark, "\n" + mark)
    keep_file(path, text.encode() + b"\n")


@functools.cache
def load(path: Path = SHIPPED) -> Surrogate | None:
    """The shipped surrogate, or None when it is not there, damaged, or made for other constants or parameters that no longer exist."""
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _read(found: dict[str, Any]) -> Surrogate | None:
    ranges = {str(name): (float(low), float(default), float(high)) for name, (low, default, high) in found["ranges"].items()}
    usual = Parameters()
    if found["constants"] != list(Balance._fields) or any(not hasattr(getattr(usual, name.partition(".")[0]), name.partition(".")[2]) for name in ranges):
        return None
    names = list(ranges)
    pairs, weights = _untold(found["terms"], names)

    def array(values: Any) -> Numbers:
        return np.array(values, dtype=np.float64)

    transfers = tuple(Transfer(tuple(t["shape"]), array(t["offset"]), array(t["scale"]), array(t["doubt"]), Slopes(array(t["slopes"]), array(t["luck"])),
                               *_untold(t.get("terms", ()), names)) for t in found["transfers"])
    return Surrogate(ranges, pairs, array(found["middle"]), weights, array(found["low"]), array(found["high"]), transfers, dict(found["about"]))
