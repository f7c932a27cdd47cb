"""What the plain twin shares with the engine: the laws. What it does not: luck has a Threefry of its own, in Python's whole numbers.

Exact, every number is a NumPy scalar of the kind that the state declares and every law comes from `sim.compiled.plain`. Quick (for timing only), numbers are
Python's own and exp, log and sqrt are those of the `math` module: what somebody would write who never heard of this engine.
"""

from __future__ import annotations

import functools
import importlib
import math
import random
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from sim import arithmetic, compiled, draws
from sim.parameters import MECHANISMS

MASK = 0xFFFFFFFF
ROUNDS = ((13, 15, 26, 6), (17, 29, 16, 24))


def threefry(key: tuple[int, int], counter: tuple[int, int]) -> tuple[int, int]:
    """Threefry-2x32 with twenty rounds, after the paper (Salmon et al. 2011), in whole numbers."""
    keys = (key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA)
    left, right = (counter[0] + keys[0]) & MASK, (counter[1] + keys[1]) & MASK
    for group in range(5):
        for by in ROUNDS[group % 2]:
            left = (left + right) & MASK
            right = (right << by | right >> 32 - by) & MASK ^ left
        left = (left + keys[(group + 1) % 3]) & MASK
        right = (right + keys[(group + 2) % 3] + group + 1) & MASK
    return left, right


def _logarithm(x: float) -> float:
    return math.log(max(x, 1e-37))


_QUICK_NUMPY = types.SimpleNamespace(sqrt=math.sqrt, floor=math.floor, ceil=math.ceil, float32=float, float64=float, int32=int, uint32=int)
_QUICK = {arithmetic.exp: math.exp, arithmetic.log: _logarithm}


@functools.cache
def quick(law: Callable[..., Any]) -> Callable[..., Any]:
    """A law in Python's own numbers, with the `math` module's functions."""
    if law in _QUICK:
        return _QUICK[law]
    constants = {name: value.item() for name, value in law.__globals__.items() if isinstance(value, np.generic)}
    space = {**law.__globals__, **constants, "np": _QUICK_NUMPY}
    space.update({name: quick(other) for name, other in compiled._callees(law).items()})
    return types.FunctionType(law.__code__, space, law.__name__)


def laws_of(module: types.ModuleType, made: Callable[[Callable[..., Any]], Callable[..., Any]]) -> types.SimpleNamespace:
    """The laws that a module knows, its own and imported ones, by name."""
    marked = {name: thing for name, thing in vars(module).items() if isinstance(thing, types.FunctionType) and compiled._role.get(thing) == "law"}
    return types.SimpleNamespace(**{name: made(law) for name, law in marked.items()})


class Rules:
    """Numbers, laws and luck for one company. `laws.strain.next_exhaustion` is a law; a test may put another in its place."""

    def __init__(self, seed: int, replication: int, fast_math: bool, stock_luck: random.Random | None = None) -> None:
        made = quick if fast_math else compiled.plain
        self.quick = fast_math
        self.single: Callable[[Any], Any] = float if fast_math else np.float32
        self.double: Callable[[Any], Any] = float if fast_math else np.float64
        self.root: Callable[[Any], Any] = math.sqrt if fast_math else np.sqrt
        self.whole: Callable[[Any], Any] = int if fast_math else np.int32
        self.word: Callable[[Any], Any] = int if fast_math else np.uint32
        self.key, self.stock_luck = (seed, replication), stock_luck
        modules = {name: importlib.import_module(f"sim.mechanisms.{name}") for name in MECHANISMS}
        self.laws = types.SimpleNamespace(**{name: laws_of(module, made) for name, module in modules.items()}, draws=laws_of(draws, made))

    def words(self, entity: int, when: int) -> tuple[Any, Any]:
        """Two random words."""
        if self.stock_luck:
            return self.word(self.stock_luck.getrandbits(32)), self.word(self.stock_luck.getrandbits(32))
        first, second = threefry(self.key, (entity, when))
        return self.word(first), self.word(second)

    def in_week(self, entity: int, week: int, purpose: Any) -> tuple[Any, Any]:
        """Luck of a week."""
        return self.words(entity, (week << 6 | int(purpose)) & MASK)

    def at_birth(self, entity: int, generation: int, purpose: Any) -> tuple[Any, Any]:
        """Luck of somebody who comes."""
        return self.words(entity, (int(generation) << 6 | int(purpose)) & MASK | 0x80000000)

    def number(self, value: Any) -> Any:
        """A number from an array, in the twin's own kind."""
        return value.item() if self.quick else value
