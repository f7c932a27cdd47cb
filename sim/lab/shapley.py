"""Shapley values: what each part of a whole is worth, when what a part adds depends on which others are there.

A game gives every set of parts a value. A part's value is what it adds, averaged over all orders in which parts can come in; the values of all parts
add up to the value of the whole. Sets are bit masks: part k is in a set when bit k is set. Values may be arrays; all is done element by element.
Sources: Shapley 1953; Grabisch and Roubens 1999 (interaction); Castro and others 2009, Mitchell and others 2022 (sampled orders, antithetic).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from sim.measures import Numbers

Order = tuple[int, ...]


def values_of(game: Numbers) -> Numbers:
    """The value of each part, [part, ...], from the values of all sets, [mask, ...]. Raises ValueError unless every set has one."""
    parts = _parts(game)
    out = np.zeros((parts, *game.shape[1:]))
    for part in range(parts):
        for mask in _without(parts, part):
            size = mask.bit_count()
            out[part] += (game[mask | 1 << part] - game[mask]) / (parts * math.comb(parts - 1, size))
    return out


def interactions_of(game: Numbers) -> Numbers:
    """How much more two parts are worth together than apart, averaged over what else is there: [part, part, ...], symmetric, noughts on the diagonal."""
    parts = _parts(game)
    out = np.zeros((parts, parts, *game.shape[1:]))
    for one in range(parts):
        for other in range(one + 1, parts):
            for mask in (each for each in _without(parts, one) if not each >> other & 1):
                size = mask.bit_count()
                out[one, other] += second_difference(game, mask, one, other) / ((parts - 1) * math.comb(parts - 2, size))
            out[other, one] = out[one, other]
    return out


def second_difference(game: Numbers | Mapping[int, Numbers], mask: int, one: int, other: int) -> Numbers:
    """How much more a part adds when another is there, with the set `mask` there in any case."""
    a, b = 1 << one, 1 << other
    return np.asarray(game[mask | a | b] - game[mask | a] - game[mask | b] + game[mask])


def alone_and_last(game: Numbers | Mapping[int, Numbers], parts: int) -> tuple[Numbers, Numbers]:
    """What each part adds when it comes first, and when it comes last, each [part, ...]."""
    whole = (1 << parts) - 1
    first = np.stack([np.asarray(game[1 << part] - game[0]) for part in range(parts)])
    last = np.stack([np.asarray(game[whole] - game[whole ^ 1 << part]) for part in range(parts)])
    return first, last


def orders_drawn(parts: int, pairs: int, seed: int) -> list[Order]:
    """Orders of parts drawn by lot, each followed by its reverse: what a part gains by coming early it loses in the other."""
    draws = np.random.default_rng(seed)
    found: list[Order] = []
    for _ in range(pairs):
        order = tuple(int(part) for part in draws.permutation(parts))
        found += [order, order[::-1]]
    return found


def prefixes(order: Order) -> list[int]:
    """The sets that arise when parts come in one by one, from nobody to all."""
    masks = [0]
    for part in order:
        masks.append(masks[-1] | 1 << part)
    return masks


def added_in(game: Mapping[int, Numbers], orders: Sequence[Order]) -> Numbers:
    """What each part adds in each order, [order, part, ...]; in every order these add up to the whole."""
    parts = len(orders[0])
    rows = []
    for order in orders:
        masks = prefixes(order)
        added = dict(zip(order, (np.asarray(game[after] - game[before]) for before, after in pairwise(masks)), strict=True))
        rows.append(np.stack([added[part] for part in range(parts)]))
    return np.stack(rows)


def _parts(game: Numbers) -> int:
    parts = len(game).bit_length() - 1
    if len(game) != 1 << parts:
        raise ValueError(f"a game has a value for every set of its parts: 2, 4, 8, ... of them, not {len(game)}")
    return parts


def _without(parts: int, part: int) -> list[int]:
    """All sets without a part."""
    return [mask for mask in range(1 << parts) if not mask >> part & 1]
