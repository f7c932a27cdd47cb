"""A sweep that is killed at random moments (parent, worker or both, by SIGKILL) and begun again, and what is then lost, doubled or damaged.

    python -m tests.lab.sweep.killing 1000                    plants faults and sees them caught, then kills so many times, and tells what came of it
    python -m tests.lab.sweep.killing STUDY FOLDER FAULT      the sweep that is killed; FAULT plants one: lost, doubled, torn, or none
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

STUDY = """
arms = ["small", "more"]
weeks = 8
replications = 4
[arm.more]
extends = "small"
policy = { autonomy = 0.7 }
[design]
kind = "latin_hypercube"
points = 48
[inputs.slack_share]
range = true
[outcomes.profit]
"""
ROOT = Path(__file__).parents[3]
SHARD_SECONDS, WINDOW, PATIENCE = 0.05, 0.15, 60.0
FAULTS = {"lost": "lost", "doubled": "doubled", "torn": "damaged"}
"""Faults that can be planted, and the count of a verdict that must show each."""


@dataclass
class Verdict:
    """What came of it. `lost` and `doubled` count runs, `damaged` shards that cannot be used, `wrong` runs with other numbers than an undisturbed sweep's."""

    kills: Counter[str] = field(default_factory=Counter)
    sweeps: int = 0
    runs: int = 0
    lost: int = 0
    doubled: int = 0
    damaged: int = 0
    wrong: int = 0
    put_aside: int = 0
    orphans: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing is amiss."""
        return not (self.lost or self.doubled or self.damaged or self.wrong or self.put_aside or self.orphans)


def plant(fault: str) -> None:
    """Make the store do what it must not do."""
    from sim.lab.sweep import drive, frames, store

    honest = store.Store.write

    def first_said_then_done(self, kind, table):
        with (self.folder / "said").open("ab") as said:
            said.write(frames.run_numbers(frames.names_in(table["course"]), table["replication"].to_numpy() - 1).tobytes())
        time.sleep(WINDOW)
        return honest(self, kind, table)

    def torn(path, content):
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            time.sleep(WINDOW)
            file.write(content[len(content) // 2 :])

    if fault == "lost":
        store.Store.write = first_said_then_done
        held = drive.frames.known

        def as_said(store_):
            said = store_.folder / "said"
            return frames.Known(np.frombuffer(said.read_bytes()[: said.stat().st_size // 8 * 8], np.uint64)) if said.exists() else held(store_)

        drive.frames.known = as_said
    elif fault == "doubled":
        drive.frames.known = lambda _: frames.Known()
    elif fault == "torn":
        store.put, store.is_whole = torn, lambda _: True
        drive.frames.known = _what_can_be_read


def _what_can_be_read(store_):
    """Runs of a store whose damage nobody looks for: a shard that cannot be read is passed over."""
    from sim.lab.sweep import frames
    from sim.lab.sweep.store import shards_of, tables

    numbers = []
    for shard in shards_of(store_.folder):
        try:
            table = next(tables([shard]))
        except Exception:  # noqa: BLE001 - that is the fault
            continue
        numbers.append(frames.run_numbers(frames.names_in(table["course"]), table["replication"].to_numpy() - 1))
    return frames.Known(np.concatenate(numbers) if numbers else None)


def driven(study: str, folder: str, fault: str) -> None:
    """The sweep that is killed, in small shards."""
    from sim.lab.sweep import packing
    from sim.lab.sweep.drive import Ways, drive
    from sim.lab.sweep.study_file import load_study

    packing.SECONDS, packing.SHARDS_A_WORKER = SHARD_SECONDS, 24
    plant(fault)
    drive(load_study(study), Path(folder), Ways(workers=2))


def begin(study: Path, folder: Path, fault: str) -> subprocess.Popen[bytes]:
    """Start the sweep, or go on with it."""
    command = [sys.executable, "-m", "tests.lab.sweep.killing", str(study), str(folder), fault]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children_of(process: int) -> list[int]:
    """The processes that a process has begun, in whatever thread (Linux)."""
    try:
        return [int(child) for task in Path(f"/proc/{process}/task").iterdir() for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def is_worker(process: int) -> bool:
    """Whether a process was spawned to work."""
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def workers_of(process: int) -> list[int]:
    """The workers of a process."""
    return [child for child in children_of(process) if is_worker(child)]


def is_alive(process: int) -> bool:
    """Whether a process runs (and is no corpse)."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def caught(folder: Path, study: Path, fault: str) -> int:
    """Of how much the harness tells when a fault is planted and the parent is killed four times; 0: it has seen nothing."""
    verdict = kill_at_random(folder, study, kills=4, seed=5, fault=fault, whom=("parent",))
    assert sum(verdict.kills.values()) == 4
    return int(getattr(verdict, FAULTS[fault]))


def kill_at_random(folder: Path, study: Path, kills: int, seed: int, fault: str = "none", whom: tuple[str, ...] = ("parent", "worker", "both"),
                   tell: Callable[[Verdict], None] | None = None) -> Verdict:
    """Kill sweeps so many times, each time another one of `whom`; a sweep that is done makes room for a new one. Then look at what is there."""
    chance, verdict = random.Random(seed), Verdict()
    truth = undisturbed(study, folder / "truth")
    while sum(verdict.kills.values()) < kills:
        place = folder / f"sweep-{verdict.sweeps}" / "out"
        while not _lived_through(study, place, fault, chance, verdict, kills, whom):
            pass
        verdict.sweeps += 1
        look_at(place, truth, verdict)
        if tell:
            tell(verdict)
    return verdict


def _lived_through(study: Path, place: Path, fault: str, chance: random.Random, verdict: Verdict, kills: int, whom: tuple[str, ...]) -> bool:
    """One life of the parent; says whether the sweep came to its end."""
    process, before = begin(study, place, fault), _shards(place)
    try:
        return _killed_or_done(process, before, place, chance, verdict, kills, whom)
    finally:
        process.kill()
        process.wait()


def _killed_or_done(process: subprocess.Popen[bytes], before: int, place: Path, chance: random.Random, verdict: Verdict, kills: int,
                    whom: tuple[str, ...]) -> bool:
    while process.poll() is None:
        _await_moment(process, place, before, chance)
        workers = workers_of(process.pid)
        if process.poll() is not None or not workers or sum(verdict.kills.values()) >= kills:
            _wait(process, 0.2)
            continue
        victim = chance.choice(whom)
        verdict.kills[victim] += 1
        if victim != "parent":
            _kill(chance.choice(workers))
        if victim != "worker":
            process.kill()
            process.wait()
            _await_orphans(workers, verdict)
            return False
        before = _shards(place)
    return True


def _shards(place: Path) -> int:
    return len(list((place / "runs").glob("*.parquet")))


def _await_moment(process: subprocess.Popen[bytes], place: Path, before: int, chance: random.Random) -> None:
    """One moment in four lies anywhere after the start (workers are loading then); the others lie within half a second of a shard that was written."""
    if chance.random() < 0.25:
        _wait(process, chance.uniform(0.2, 4.0))
        return
    while process.poll() is None and _shards(place) <= before:
        time.sleep(0.01)
    _wait(process, chance.uniform(0.0, 0.5))


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def _await_orphans(workers: list[int], verdict: Verdict) -> None:
    """Workers end by themselves when their parent is dead, those that were just starting as soon as they have started; those that do not are counted."""
    end = time.monotonic() + PATIENCE
    while any(map(is_alive, workers)) and time.monotonic() < end:
        time.sleep(0.02)
    left = [worker for worker in workers if is_alive(worker)]
    verdict.orphans += len(left)
    for worker in left:
        _kill(worker)


def undisturbed(study: Path, place: Path) -> dict[bytes, float]:
    """What a sweep comes to that nobody disturbs, by run."""
    process = begin(study, place, "none")
    assert process.wait(300) == 0
    return dict(rows_of(place)[0])


def rows_of(place: Path) -> tuple[list[tuple[bytes, float]], int]:
    """All rows that lie in a folder, by run, and how many shards cannot be used. Read without the code that is being tested."""
    import pyarrow.parquet

    rows, damaged = [], 0
    for shard in sorted((place / "runs").glob("*.parquet")):
        raw = shard.read_bytes()
        if hashlib.sha256(raw).hexdigest()[:16] != shard.stem[-16:]:
            damaged += 1
            continue
        table = pyarrow.parquet.ParquetFile(shard).read().to_pylist()
        rows += [(row["course"] + row["replication"].to_bytes(4, "big"), row["profit"]) for row in table]
    return rows, damaged


def look_at(place: Path, truth: dict[bytes, float], verdict: Verdict) -> None:
    """Compare what lies in a folder with the truth."""
    rows, damaged = rows_of(place)
    times = Counter(name for name, _ in rows)
    verdict.runs += len(times)
    verdict.lost += len(truth.keys() - times.keys())
    verdict.doubled += sum(times.values()) - len(times)
    verdict.damaged += damaged
    verdict.wrong += sum(truth.get(name) != value for name, value in rows)
    verdict.put_aside += len(list((place / "problems").glob("*.parquet")))


def trial(kills: int) -> None:
    """Plant faults, then kill so many times, and print what came of it. Raises AssertionError when a fault is missed, or anything is amiss."""
    with tempfile.TemporaryDirectory() as folder:
        study, start = Path(folder, "study.toml"), time.monotonic()
        study.write_text(STUDY, encoding="utf-8")
        for fault, what in FAULTS.items():
            seen = caught(Path(folder, fault), study, fault)
            print(f"planted fault {fault}: {seen} {what}, so it is {'caught' if seen else 'MISSED'} ({time.monotonic() - start:.0f} s)", flush=True)
            assert seen
        start = time.monotonic()

        def tell(verdict: Verdict) -> None:
            done = sum(verdict.kills.values())
            print(f"{done} kills, {time.monotonic() - start:.0f} s: {verdict}", flush=True)

        assert kill_at_random(Path(folder, "kills"), study, kills, 2, tell=tell).clean


if __name__ == "__main__":
    if len(sys.argv) == 4:
        driven(*sys.argv[1:])
    else:
        trial(int(sys.argv[1]))
