"""What a sweep costs beyond its runs, and what the same design costs with stock Mesa: a global sensitivity design over twenty levers.

`python benchmarks/bench_sweep.py` (about a minute of two quiet cores) tries it small. With `--whole` 112,640 runs of about 10 ms (22,528 points, 5 times each)
are lived on two workers, about ten minutes of two quiet cores. The company is `small` (one unit of 40 people); a sample on `reference` (240 people) is
extrapolated, unless `--reference 32768` lives 131,072 runs of it. What each part costs is told in processor time, which holds on a busy machine; how busy cores
are kept, and how long it all takes, is told by the clock and means something on a quiet machine only.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.engine.lanes import Block
from sim.engine.run import LANES, warm_up
from sim.lab.sweep import work
from sim.lab.sweep.design import drawn
from sim.lab.sweep.drive import Ways, drive
from sim.lab.sweep.study import Study
from sim.lab.sweep.study_file import load_study
from sim.lab.sweep.work import Rows, Shard
from sim.reference.run import reference_of
from sim.scenario import load_scenario

LEVERS = {
    "leader_listening": (0.1, 0.7), "psychological_safety": (0.1, 0.7), "autonomy": (0.2, 0.8), "control": (0.1, 0.7), "manager_doubt": (0.1, 0.6),
    "reward_intensity": (0.0, 0.2), "kpi_humility": (0.0, 0.6), "kpi_validity": (0.5, 0.9), "slack_share": (0.05, 0.2), "prioritisation": (0.0, 0.6),
    "recovery": (0.1, 0.7), "compliance_load": (0.03, 0.1), "yielding": (0.2, 0.8), "vision": (0.1, 0.7), "follow_through": (0.2, 0.8),
    "inspiration": (0.1, 0.6), "communication": (0.1, 0.7), "involvement": (0.1, 0.6), "rule_density": (0.2, 0.6), "standardisation": (0.2, 0.7),
}
OUTCOMES = ("profit", "engagement", "satisfaction", "heads")
HERE, MILLION = "TRIVOX_BENCH_FOLDER", 1_000_000
"""Where workers write down their times (an environment variable, so that it reaches them)."""


# --- the sweep, watched ---------------------------------------------------------------------------------------------------------------------------------


class _Spent:
    """Processor seconds of this worker in the engine: while policies are lived, and in run-ins."""

    weeks = run_in = 0.0
    inside = False
    before = begun = 0.0
    """Processor seconds of this process before its first shard, and after it, the engine's left out: loading libraries, and what is made only once."""


def _watch() -> None:
    """From now on this process times its engine."""
    honest, run_in = Block.advance, Block.run_in

    def advance(block: Block, *given: Any, **more: Any) -> Any:
        start = time.thread_time()
        try:
            return honest(block, *given, **more)
        finally:
            spent = time.thread_time() - start
            if _Spent.inside:
                _Spent.run_in += spent
            else:
                _Spent.weeks += spent

    def timed_run_in(block: Block, *given: Any, **more: Any) -> Any:
        _Spent.inside = True
        try:
            return run_in(block, *given, **more)
        finally:
            _Spent.inside = False

    Block.advance, Block.run_in = advance, timed_run_in  # type: ignore[method-assign]


def live(shard: Shard) -> Rows:
    """The rows of a shard, as ever; what it cost is written down beside."""
    first = not _Spent.before
    if first:
        _Spent.before = time.process_time()
        _watch()
    rows = work.live(shard)
    if first:
        _Spent.begun = time.process_time() - _Spent.weeks - _Spent.run_in
    told = {"weeks": _Spent.weeks, "run_in": _Spent.run_in, "cpu": time.process_time(), "loading": _Spent.begun,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
    Path(os.environ[HERE], f"{os.getpid()}.json").write_text(json.dumps(told), encoding="ascii")
    return rows


class Moment(NamedTuple):
    """Runs done, seconds since the start, processor seconds and memory of the parent."""

    runs: int
    wall: float
    cpu: float
    memory: float


def _memory_now() -> float:
    """Bytes that this process holds (Linux; elsewhere the most it held)."""
    try:
        return float(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


@dataclass
class Watched:
    """A sweep that was watched from its parent."""

    runs: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    disk: int = 0
    workers: list[dict[str, float]] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    planned: float = 0.0

    def of_workers(self, name: str) -> float:
        """Seconds of all workers together."""
        return sum(one[name] for one in self.workers)

    def steady(self) -> tuple[Moment, Moment]:
        """The moments after a tenth of the runs, and at the end."""
        first = next(one for one in self.moments if one.runs >= 0.1 * self.runs)
        return first, self.moments[-1]


def watched(study: Study, workers: int) -> Watched:
    """Drive a study, and write down what it takes."""
    found = Watched()
    with tempfile.TemporaryDirectory() as folder:
        times, out = Path(folder, "times"), Path(folder, "out")
        times.mkdir()
        os.environ[HERE] = str(times)
        wall, cpu = time.perf_counter(), time.process_time()

        def tell(text: str, _: float) -> None:
            if text.startswith("starting workers"):
                found.planned = time.perf_counter() - wall
            elif " runs, " in text:
                number = int(text.split(" of ")[0].replace(",", ""))
                found.moments.append(Moment(number, time.perf_counter() - wall, time.process_time() - cpu, _memory_now()))

        finished = drive(study, out, Ways(workers, tell, lives=live))
        found.runs, found.wall, found.cpu = finished.runs, time.perf_counter() - wall, time.process_time() - cpu
        assert not finished.failed, finished.problems
        found.disk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        found.workers = [json.loads(path.read_text(encoding="ascii")) for path in times.glob("*.json")]
    return found


# --- studies ----------------------------------------------------------------------------------------------------------------------------------------------


def study_of(base: str, design: str, weeks: int, replications: int) -> Study:
    """Twenty levers of a company, all over their ranges."""
    lines = [f'arms = ["{base}"]', f"weeks = {weeks}", f"replications = {replications}", "[design]", design]
    for name, (low, high) in LEVERS.items():
        lines += [f"[inputs.{name}]", f"low = {low}", f"high = {high}"]
    lines += [f"[outcomes.{name}]" for name in OUTCOMES]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "levers.toml")
        file.write_text("\n".join(lines), encoding="utf-8")
        return load_study(file)


def weeks_for(base: str, milliseconds: float) -> int:
    """How many weeks of a company one core lives in so many milliseconds, on this machine."""
    warm_up()
    scenario = load_scenario(base)
    block, path, best = Block(scenario, reference_of(scenario)[0], 1, range(LANES)), scenario.with_(weeks=52).paths(), math.inf
    block.run_in()
    for _ in range(10):
        start = time.thread_time()
        block.advance(path)
        best = min(best, (time.thread_time() - start) / 52 / LANES)
    return max(int(milliseconds / 1000 / best / 4) * 4, 52)


def tell(found: Watched, study: Study, workers: int) -> None:
    """What a sweep took, and what a million runs would."""
    first, last = found.steady()
    engine, run_in, cpu = found.of_workers("weeks"), found.of_workers("run_in"), found.of_workers("cpu")
    whole = found.cpu + cpu
    left = max(last.runs - first.runs, 1)
    rate = left / (last.wall - first.wall)
    parent = (last.cpu - first.cpu) / left
    beyond = cpu - found.of_workers("loading") - engine - run_in
    print(f"{found.runs:,} runs of {study.weeks} weeks of {study.arms[0].name} ({study.arms[0].organisation.employees} people) on {workers} workers: "
          f"{found.wall:.0f} s, {rate:,.0f} runs a second once begun (planning {found.planned:.1f} s)")
    print(f"processor time: engine {1e3 * engine / found.runs:.2f} ms a run, and {1e3 * run_in / found.runs:.2f} ms of run-ins; a worker beyond that "
          f"{1e6 * beyond / found.runs:.0f} microseconds a run, the parent {1e6 * parent:.0f}")
    each = (beyond / found.runs + parent) * found.runs / (engine + run_in)
    once = whole - engine - run_in - (beyond + parent * found.runs)
    print(f"overhead over the engine: {whole / (engine + run_in) - 1:.1%} of all (goal: 10 %), of which {each:.1%} grows with the runs, and {once:.1f} s are "
          f"spent once (loading, planning); with run-ins as overhead {whole / engine - 1:.1%}")
    print(f"cores kept busy, from the first call to the end: {whole / found.wall / workers:.1%} (goal: 90 %, on a quiet machine)")
    growth = (last.memory - first.memory) / left
    print(f"memory of the parent: {first.memory / 1e6:.0f} MB after {first.runs:,} runs, {last.memory / 1e6:.0f} MB after {last.runs:,} ({growth:.0f} bytes a "
          f"run); of a worker at most {max(one['memory'] for one in found.workers) / 1e6:.0f} MB")
    print(f"disk: {found.disk / found.runs:.0f} bytes a run with {len(study.outcomes)} outcomes")
    more = MILLION / rate + found.wall - last.runs / rate
    print(f"1,000,000 such runs, extrapolated: {_span(more)}, {found.disk / found.runs * MILLION / 1e6:.0f} MB on disk, "
          f"{(last.memory + max(growth, 0.0) * (MILLION - last.runs)) / 1e6:.0f} MB in the parent; 100,000: {_span(more - 0.9 * MILLION / rate)}")


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"


# --- the same design with stock Mesa ------------------------------------------------------------------------------------------------------------------------


def mesa_models(study: Study) -> dict[str, type]:
    """The project's own Mesa model (the engine inside, one run at a time), and the plain one (an object for each agent, Python's own numbers and luck; it
    starts from the engine's run-in, for nothing). Both take a point of the design."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from sim.mesa_model import Company, _moment
    from sim.policy import LEVERS as ALL
    from tests.oracle.plain_mesa import PlainCompany

    scenario, names = study.arms[0], [one.name for one in study.inputs]

    class EngineAtPoint(Company):
        """A company of the engine at a point."""

        def __init__(self, point: tuple[float, ...], rng: int = 1) -> None:
            super().__init__(scenario, rng=rng, collect=OUTCOMES[:2], **dict(zip(names, point, strict=True)))

    class PlainAtPoint(PlainCompany):
        """A company of plain objects at a point."""

        def __init__(self, point: tuple[float, ...], rng: int = 1) -> None:
            super().__init__(_moment(scenario, rng, 0)[0].copy(), fast_math=True, stock_luck=True)
            for name, value in zip(names, point, strict=True):
                self.coming[ALL.index(name)] = value

        def step(self) -> None:
            super().step()
            self.running = self.week - 156 < scenario.weeks

    return {"the project's own Mesa model (the engine inside)": EngineAtPoint, "a plain Mesa model (an object for each agent)": PlainAtPoint}


def seconds_with_mesa(model: type, points: list[tuple[float, ...]]) -> float:
    """Seconds of one core that stock `batch_run` takes for a run, after a first one."""
    from mesa.batchrunner import batch_run

    batch_run(model, {"point": points[:1]}, number_processes=1, max_steps=10_000, display_progress=False)
    start = time.process_time()
    batch_run(model, {"point": points[1:]}, number_processes=1, max_steps=10_000, display_progress=False)
    return (time.process_time() - start) / (len(points) - 1)


def compare_with_mesa(study: Study, samples: tuple[int, int], each: float, workers: int) -> None:
    """The same design with stock Mesa, extrapolated from a sample; `each` is what a run of the sweep takes of a core, in seconds."""
    design = drawn(study)
    lot = np.random.default_rng(1).permutation(len(design))
    for (what, model), count in zip(mesa_models(study).items(), samples, strict=True):
        spent = seconds_with_mesa(model, [tuple(map(float, design[k])) for k in lot[: count + 1]])
        whole, ours = (_span(one * len(design) / workers) for one in (spent, each))
        print(f"stock Mesa batch_run, {what}: {1e3 * spent:.0f} ms a run (mean of {count}), {spent / each:.0f} times the sweep's; the {len(design):,} points "
              f"of this design once, extrapolated and shared evenly by {workers} processes: {whole}, against {ours}")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="112,640 runs, and larger samples")
    parser.add_argument("--milliseconds", type=float, default=10.0, help="how long a run of the engine should take")
    parser.add_argument("--reference", type=int, metavar="POINTS", help="points on the reference organisation, 4 replications each (a power of two)")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    points, replications, alike, samples = (1024, 5, 512, (100, 20)) if asked.whole else (64, 2, 128, (10, 2))
    alike = asked.reference or alike
    study = study_of("small", f'kind = "saltelli"\npoints = {points}', weeks_for("small", asked.milliseconds), replications)
    found = watched(study, asked.workers)
    tell(found, study, asked.workers)
    print("-- a sample on the reference organisation")
    larger = study_of("reference", f'kind = "sobol"\npoints = {alike}', 260, 4)
    tell(watched(larger, asked.workers), larger, asked.workers)
    print("-- the first design with stock Mesa")
    compare_with_mesa(study, samples, (found.cpu + found.of_workers("cpu")) / found.runs, asked.workers)


if __name__ == "__main__":
    main()
