"""The engine's speed as ratios measured in one run: against its own primitives, over sizes, over threads, and against a plain Mesa twin.

Run: `make bench` (or `python benchmarks/bench_engine.py`). Times are processor times, the best of several, on a machine that may be busy: trust ratios.
"""

from __future__ import annotations

import resource
import sys
import threading
import time
from pathlib import Path

import numpy as np
from primitives import floor_of_a_week

from sim.engine.lanes import Block, state_arrays
from sim.policy import Policy, World
from sim.reference.run import reference_of
from sim.scenario import load_scenario

ORDINARY = np.array(list(Policy()) + list(World()), np.float32)


def company(units: int, lanes: int, run_in: bool = True) -> Block:
    """A reference company of so many units, ready to be timed."""
    scenario = load_scenario("reference").with_(organisation={"units": units})
    balance, _, _ = reference_of(scenario)
    block = Block(scenario, balance, 1, list(range(lanes)))
    if run_in:
        block.run_in()
    return block


def nanoseconds_each(block: Block, weeks: int, times: int = 5) -> float:
    """Processor time of one employee and its customers in a week, in nanoseconds."""
    people = block.chart.team_size[0] * (block.chart.team_first_person.size - 1)
    path, best = np.repeat(ORDINARY[None], weeks, axis=0), np.inf
    for _ in range(times):
        start = time.process_time()
        block.advance(path)
        best = min(best, time.process_time() - start)
    return best / weeks / block.lanes / people * 1e9


def two_threads(blocks: list[Block], weeks: int = 104) -> float:
    """How much faster two blocks run on two threads than one after the other (wall time)."""
    path = np.repeat(ORDINARY[None], weeks, axis=0)
    ratios = []
    for _ in range(5):
        start = time.perf_counter()
        for block in blocks:
            block.advance(path)
        alone = time.perf_counter() - start
        start = time.perf_counter()
        threads = [threading.Thread(target=block.advance, args=(path,)) for block in blocks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ratios.append(alone / (time.perf_counter() - start))
    return float(np.max(ratios))


def twin_nanoseconds(weeks: int = 2) -> float:
    """Processor time of the plain Mesa twin for one employee and its customers in a week.

    It uses the math module's exp and log and stock random numbers, and collects the same measures."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.oracle.plain_mesa import PlainCompany

    block = company(6, 1)
    twin = PlainCompany(block, fast_math=True, stock_luck=True)
    twin.step()
    best = np.inf
    for _ in range(3):
        start = time.process_time()
        for _ in range(weeks):
            twin.step()
        best = min(best, time.process_time() - start)
    return best / weeks / 240 * 1e9


def main() -> None:
    """Print the ratios."""
    block = company(6, 16)
    week = nanoseconds_each(block, 104)
    floor, parts = floor_of_a_week(12.5)
    print(f"one employee and its customers in a week, 240 people, 16 lanes: {week:.0f} ns")
    print(f"against its primitives ({floor:.0f} ns: exp, divisions, draws; 12.5 customer seats a person): {week / floor:.2f} times (goal: at most 4)")
    print(f"  counted: {parts['counts']}, each in ns: {({k: round(v, 2) for k, v in parts['price'].items()})}")
    each = {n: nanoseconds_each(company(n // 40, 16, n < 20_000), 52 if n < 20_000 else 4, 3) for n in (120, 240, 2_400, 12_000, 100_000)}
    text = ", ".join(f"{people:,} people {ns:.0f} ns" for people, ns in each.items())
    print(f"size, 16 lanes: {text}; largest / smallest {max(each.values()) / min(each.values()):.2f} (goal: 1.3)")
    bytes_each = sum(a.nbytes for a in state_arrays(block.state).values()) / block.lanes
    print(f"memory of one lane of 240 people: {bytes_each / 1e6:.2f} MB; of 100,000 people and 1,000,000 customers: {bytes_each * 100_000 / 240 / 1e6:.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory of this benchmark, 100,000 people and 1,000,000 customers in 16 lanes included: {peak:.1f} GB (goal: 4)")
    print(f"two threads against one: {two_threads([company(6, 16), company(6, 16)]):.2f} times (goal: 1.7 on idle cores)")
    twin = twin_nanoseconds()
    print(f"plain Mesa twin: {twin / 1e3:.0f} microseconds; the engine is {twin / week:.0f} times faster on one core (goal: 200)")


if __name__ == "__main__":
    main()
