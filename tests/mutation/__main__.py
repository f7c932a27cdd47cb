"""`python -m tests.mutation SUITE [--share 0.2] [--seed 1]`: how many wrong rules the tests notice. Survivors must be explained in `survivors.toml`.

Suites: laws (pure functions, arithmetic and luck included), luck, books (laws and sweeps of finance), sweeps (all the others)."""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from sim import compiled
from sim.engine.birth import organisation_is_born
from sim.engine.week import some_weeks
from tests.mutation.mutants import Mutant, mutants, unchanged
from tests.mutation.trial import Trials, spoken_of

EXPLAINED = Path(__file__).with_name("survivors.toml")
GOALS = {"luck": 0.95, "books": 0.95, "laws": 0.95, "sweeps": 0.85}
WHERE = ["tests/laws", "tests/limits", "tests/mutation/test_week.py", "tests/golden/test_golden_laws.py"]
Function = Callable[..., Any]


def functions(suite: str) -> list[Function]:
    """The marked functions of a suite, as the week and the birth reach them."""
    reached = dict.fromkeys([*compiled.closure(organisation_is_born), *compiled.closure(some_weeks)])
    kind = {one: compiled._role[one] for one in reached if compiled._role[one] != "page"}
    luck = [one for one in kind if one.__module__ in ("sim.draws", "sim.arithmetic")]
    books = [one for one in kind if one.__module__ == "sim.mechanisms.finance"]
    return {"luck": luck, "books": books, "laws": [one for one in kind if kind[one] == "law" and one not in luck and one not in books],
            "sweeps": [one for one in kind if kind[one] != "law" and one not in books]}[suite]


def chosen(mutant: Mutant, items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests that can see a mutant: those that speak of it, for a law those that run a sweep which uses it, for a sweep the plain week against the twin."""
    is_law = compiled._role[mutant.function] == "law"
    names = {one.__name__ for one in compiled._role if one.__module__ == mutant.function.__module__ and mutant.function in compiled.closure(one)}
    users = {one.__name__ for one in compiled._role if compiled._role[one] == "sweep" and mutant.function in compiled.closure(one)} if is_law else names
    own, by_sweep, week, stored = [], [], [], []
    for item in items:
        words, machine = SPOKEN.setdefault(item.nodeid, spoken_of(item)), "machine_code" in item.nodeid or item.get_closest_marker("slow")
        if machine and "plain" not in item.name and "finite" not in item.name:
            continue
        if names & words and "tests/laws" in item.nodeid:
            own.append(item)
        elif "alone" in words and users & words:
            by_sweep.append(item)
        elif "test_week" in item.nodeid and not is_law:
            week.append(item)
        elif "golden_laws" in item.nodeid and is_law:
            stored.append(item)
    return [*week[:1], *own, *by_sweep, *week[1:]] if not is_law else [*stored, *own, *by_sweep] if QUICK else [*own, *by_sweep, *stored]


QUICK = False
"""Whether stored values are asked before the claims: the same score, sooner, without knowing which claim would have noticed."""
SPOKEN: dict[str, set[str]] = {}


def main() -> int:
    """Runs a suite and says what was not noticed."""
    ask = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    ask.add_argument("suite", choices=sorted(GOALS))
    ask.add_argument("--share", type=float, default=1.0, help="a part of the mutants, drawn by the seed")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--minutes", type=float, default=1e6, help="stop after so long: those tried are a random part")
    ask.add_argument("--only", default="", help="a part of a name")
    ask.add_argument("--quick", action="store_true", help="ask the stored values first")
    given = ask.parse_args()
    globals()["QUICK"] = given.quick
    known = [one for function in functions(given.suite) for one in mutants(function)]
    asked = [one for one in random.Random(given.seed).sample(known, round(given.share * len(known))) if given.only in one.name]
    none = [unchanged(one) for one in random.Random(given.seed).sample(functions(given.suite), 6)]
    trials = Trials(asked, chosen, none, given.minutes)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-showlocals", "--tb=no", "--disable-warnings", *WHERE], plugins=[trials])
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")) if EXPLAINED.exists() else {}
    reasons = {name: reason for group in explained.values() for name, reason in group.items()}
    left = [one for one in trials.survived if one.name not in reasons]
    for one in left:
        print(f"not noticed: {one.name}  (line {one.line})")
    stored = sum("golden_laws" in by for by in trials.caught.values())
    tried = len(trials.caught) + len(trials.survived)
    raw, adjusted = len(trials.caught) / max(tried, 1), len(trials.caught) / max(tried - (len(trials.survived) - len(left)), 1)
    print(f"{given.suite}: {tried} of {len(known)} mutants, {len(trials.caught)} noticed; score {raw:.1%}, without explained ones {adjusted:.1%}; "
          f"by stored values {'first' if given.quick else 'alone'} {stored}")
    return 0 if adjusted >= GOALS[given.suite] else 1


if __name__ == "__main__":
    sys.exit(main())
