"""Trials: each mutant in a process of its own meets the tests that speak of it, until one fails.

A plugin of pytest: tests are collected once, and a child is forked for every mutant, in which the compiler's door `sim.compiled._definition` hands out the
mutant's statements instead of the true ones. Nothing is compiled: laws and sweeps run in plain Python, and a sweep's mutant makes the engine run plain."""

from __future__ import annotations

import inspect
import os
import signal
import sys
import time
import types
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from sim import compiled
from tests.mutation.mutants import Mutant

LONGEST = 60
"""Seconds after which a mutant counts as caught: it runs in circles."""


def spoken_of(item: pytest.Item) -> set[str]:
    """The names that a test, or a helper of its own file, uses; a parametrised test speaks of the functions that it is given."""
    function = getattr(item, "function", None)
    if function is None:
        return set()
    found: set[str] = set()

    def read(code: types.CodeType, depth: int) -> None:
        for name in code.co_names:
            helper = function.__globals__.get(name)
            if name not in found:
                found.add(name)
                if depth < 3 and isinstance(helper, types.FunctionType) and helper.__module__ == function.__module__:
                    read(helper.__code__, depth + 1)
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                read(constant, depth)

    read(inspect.unwrap(getattr(getattr(function, "hypothesis", None), "inner_test", function)).__code__, 0)
    for value in getattr(getattr(item, "callspec", None), "params", {}).values():
        if callable(value) and hasattr(value, "__name__"):
            found.add(value.__name__)
    return found


def plain_kernel(page: Callable[..., Any]) -> Callable[..., None]:
    """A page as the engine calls its machine code, in plain Python."""

    def run(lanes: int, groups: dict[str, Any], **numbers: Any) -> None:
        known = {**groups, **numbers}
        with np.errstate(all="ignore"):
            compiled.plain(page)(*(known[name] for name in inspect.signature(page).parameters))

    return run


def plant(mutant: Mutant) -> None:
    """From now on this process knows the mutant instead of the true function, and an engine in plain Python if it is no law."""
    true = compiled._definition

    def definition(function: Callable[..., Any]) -> Any:
        return mutant.definition if function is mutant.function else true(function)

    compiled._definition = definition
    compiled.plain.cache_clear()
    if compiled._role[mutant.function] != "law":
        from sim.engine import lanes
        from sim.engine.week import some_weeks

        lanes.week_kernel = plain_kernel(some_weeks)  # type: ignore[assignment]


class Trials:
    """The plugin: lets mutants meet tests instead of running the tests once."""

    def __init__(self, mutants: Sequence[Mutant], chosen: Callable[[Mutant, Sequence[pytest.Item]], list[pytest.Item]],
                 none: Sequence[Mutant] = (), minutes: float = 1e6) -> None:
        self.mutants, self.chosen, self.none = mutants, chosen, none
        self.until = time.monotonic() + 60.0 * minutes
        self.caught: dict[str, str] = {}
        self.survived: list[Mutant] = []
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails catches the mutant."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """One child for each mutant; first some that are none, which no test may notice."""
        for none in self.none:
            by = self._try(none, self.chosen(none, session.items))
            if by:
                raise AssertionError(f"{by} fails without any mutant ({none.name})")
        for number, mutant in enumerate(self.mutants, 1):
            by = self._try(mutant, self.chosen(mutant, session.items))
            if by:
                self.caught[mutant.name] = by
            else:
                self.survived.append(mutant)
                print(f"\n{number}: not noticed: {mutant.name}", file=sys.__stderr__, flush=True)
            if time.monotonic() > self.until:
                break
        return True

    def _try(self, mutant: Mutant, items: list[pytest.Item]) -> str:
        """The test that caught a mutant, or nothing."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            signal.alarm(LONGEST)
            by = ""
            try:
                plant(mutant)
                for item in items:
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                    if self.failed:
                        by = item.nodeid
                        break
            except BaseException as trouble:  # noqa: BLE001 - whatever leaves a test shows that the mutant was seen
                by = f"error {type(trouble).__name__}"
            os.write(writer, by.encode()[:4000])
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as told:
            by = told.read()
        _, status = os.waitpid(child, 0)
        return by or ("" if status == 0 else "time or a crash")
