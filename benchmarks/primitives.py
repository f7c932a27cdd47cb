"""What a week costs at least: the model's own exp, divisions and draws, counted in the rules and timed alone on this machine."""

from __future__ import annotations

import ast
import inspect
import textwrap
import time
from collections import Counter, namedtuple
from collections.abc import Callable
from typing import Any

import numpy as np

from sim import arithmetic, draws
from sim.compiled import closure, sweep
from sim.engine.week import one_week
from sim.kernel import Kernel

exp, words, in_week = arithmetic.exp, draws.words, draws.in_week


@sweep
def exponentials(state):
    """One exp for each number."""
    for i in range(state.x.shape[0]):
        for lane in range(state.x.shape[1]):
            state.y[i, lane] = exp(state.x[i, lane])


@sweep
def quotients(state):
    """One division for each number."""
    for i in range(state.x.shape[0]):
        for lane in range(state.x.shape[1]):
            state.y[i, lane] = state.x[i, lane] / state.z[i, lane]


@sweep
def random_words(state):
    """One pair of random words for each number."""
    for i in range(state.x.shape[0]):
        for lane in range(state.x.shape[1]):
            a, b = words(state.seed[lane], state.seed[lane], np.uint32(i), in_week(7, np.uint32(1)))
            state.y[i, lane] = np.float32(np.int32(a >> np.uint32(8))) + np.float32(np.int32(b >> np.uint32(8)))


def nanoseconds(work: Callable[..., Any], rows: int = 2000, lanes: int = 16) -> float:
    """Time of one operation, in nanoseconds: the best of many calls, on arrays that fit the cache."""
    rng = np.random.default_rng(1)
    x, z = rng.random((rows, lanes), dtype=np.float32), 0.5 + rng.random((rows, lanes), dtype=np.float32)
    group = namedtuple("group", "x y z seed")(x, np.zeros_like(x), z, np.arange(lanes, dtype=np.uint32))
    kernel = Kernel(work, "primitives")
    kernel(lanes, {"state": group})
    best = np.inf
    for _ in range(40):
        start = time.process_time()
        for _ in range(20):
            kernel(lanes, {"state": group})
        best = min(best, time.process_time() - start)
    return best / 20 / rows / lanes * 1e9


_PRIMITIVE = {"exp": "exponentials", "log": "exponentials", "words": "random_words"}
_INNER = {"i": "person", "c": "customer"}


def _operations(node: ast.AST, known: dict[str, Counter[str]]) -> Counter[str]:
    """Primitives in a piece of code; what newcomers cost is left out (they are few)."""
    found: Counter[str] = Counter()
    if isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and "newcomers" in ast.unparse(node.test):
        return found
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        found["quotients"] += 1
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in _PRIMITIVE:
            found[_PRIMITIVE[name]] += 1
        elif name == "sqrt":
            found["quotients"] += 1
        else:
            found += known.get(name, Counter())
    for child in ast.iter_child_nodes(node):
        found += _operations(child, known)
    return found


def counted() -> dict[str, Counter[str]]:
    """Primitives in a week for one person and for one customer, counted in the text of the rules."""
    known: dict[str, Counter[str]] = {}
    each: dict[str, Counter[str]] = {"person": Counter(), "customer": Counter()}
    for function in closure(one_week):
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        known[function.__name__] = _operations(tree, known)
        for node in ast.walk(tree):
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id in _INNER and "_entity" not in ast.unparse(node.iter):
                each[_INNER[node.target.id]] += sum((_operations(part, known) for part in node.body), Counter())
    return each


def floor_of_a_week(customers_each: float) -> tuple[float, dict[str, Any]]:
    """Nanoseconds of the primitives of one person and its customers in a week, and how they add up."""
    price = {work.__name__: nanoseconds(work) for work in (exponentials, quotients, random_words)}
    counts = counted()
    per = {who: sum(n * price[name] for name, n in counts[who].items()) for who in counts}
    return per["person"] + customers_each * per["customer"], {"price": price, "counts": {k: dict(v) for k, v in counts.items()}, "each": per}
