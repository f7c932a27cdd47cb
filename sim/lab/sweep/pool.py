"""Workers that may die: a pool of spawned processes that is built anew when one is lost. What was on its way is given out again.

Who killed a worker cannot be seen while several shards are on their way. A shard that was among those twice is lived alone from then on; one that loses its
worker twice while it is alone is put aside and told.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from sim.lab.sweep.study import Study
from sim.lab.sweep.work import Rows, Shard, begin, live, take_up
from sim.scenario.errors import ScenarioError

SUSPECT, ALONE, AHEAD, FRUITLESS = 2, 2, 2, 12
"""After how many losses a shard is lived alone, and after how many alone it is put aside; how many shards a worker has waiting; how often the pool may be lost
without a single answer."""
Live = Callable[[Shard], Rows]


class Stop:
    """Ctrl-C (or a scheduler's request to end) asks for a pause: what is being run is finished. Asked twice, it ends at once.

    `heard` is called at the first request, so that somebody says what is waited for."""

    def __init__(self) -> None:
        self.asked = False
        self.heard: Callable[[], None] = lambda: None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _heard(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        with contextlib.suppress(RuntimeError):  # the request came in the midst of writing to the same stream
            self.heard()


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """A worker that is started meanwhile never hears Ctrl-C, not even while it loads; this process hears it a moment later. (Windows: once it has loaded.)"""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Here:
    """Lives shards in this very process, one after another: for small studies, for tests, and where no other process may be started."""

    def __init__(self, study: Study, stop: Stop, lives: Live = live) -> None:
        self.study, self.stop, self.lives, self.lost = study, stop, lives, 0
        self._now: Shard | None = None

    def under_way(self) -> list[Shard]:
        """The shard that is being lived."""
        return [self._now] if self._now is not None else []

    def run(self, shards: Iterator[Shard]) -> Iterator[tuple[Shard, Rows | None]]:
        """Each shard with its rows. Ends early when a pause is asked for."""
        take_up(self.study)
        for shard in shards:
            if self.stop.asked:
                return
            self._now = shard
            rows = self.lives(shard)
            self._now = None
            yield shard, rows


class Pool:
    """Lives shards in so many processes."""

    def __init__(self, study: Study, workers: int, stop: Stop, lives: Live = live) -> None:
        self.study, self.workers, self.stop, self.lives = study, workers, stop, lives
        self.strikes: Counter[int] = Counter()
        self.again: dict[int, Shard] = {}
        self.waiting: dict[Future[Rows], Shard] = {}
        self.lost = 0
        self._executor: ProcessPoolExecutor | None = None

    def run(self, shards: Iterator[Shard]) -> Iterator[tuple[Shard, Rows | None]]:
        """Each shard with its rows, as they come; None for one that was put aside. Ends early, with nothing on its way, when a pause is asked for."""
        fruitless = 0
        try:
            while self._give_out(shards):
                done, _ = wait(self.waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                broken = False
                for future in done:
                    shard = self.waiting.pop(future)
                    try:
                        yield shard, future.result()
                        fruitless = 0
                    except BrokenProcessPool:
                        broken = True
                        self.waiting[future] = shard
                if broken:
                    fruitless += 1
                    if fruitless > FRUITLESS:
                        why = f"workers died {fruitless} times in a row before they finished anything"
                        raise ScenarioError([f"{why} - is there enough memory? Try fewer with --workers; what was finished is kept"])
                    for told in self._rebuilt():
                        yield told
                        fruitless = 0
        finally:
            self._close()

    def under_way(self) -> list[Shard]:
        """The shards that workers have taken up and will finish."""
        return [shard for future, shard in list(self.waiting.items()) if future.running()]

    def _give_out(self, shards: Iterator[Shard]) -> bool:
        """Keep every worker busy; says whether anything is on its way. A suspect is lived alone."""
        if self.stop.asked:
            for future in [one for one in self.waiting if one.cancel()]:
                del self.waiting[future]
            return bool(self.waiting)
        while len(self.waiting) < self.workers * AHEAD:
            suspect = next((one for one in self.again.values() if self.strikes[one.number] >= SUSPECT), None)
            if suspect is not None and self.waiting:
                break
            shard = suspect or next(iter(self.again.values()), None) or next(shards, None)
            if shard is None:
                break
            self.again[shard.number] = shard
            if self._submit(shard):
                del self.again[shard.number]
            elif self.waiting:
                break
            if suspect is not None:
                break
        return bool(self.waiting)

    def _submit(self, shard: Shard) -> bool:
        """Whether a shard is on its way; when the pool has just been lost, it is not."""
        if self._executor is None:
            self._fresh()
        assert self._executor is not None
        try:
            with _deaf():
                self.waiting[self._executor.submit(self.lives, shard)] = shard
        except BrokenProcessPool:
            if not self.waiting:
                self._close()
            return False
        return True

    def _fresh(self) -> None:
        self._executor = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), begin, (self.study,))

    def _rebuilt(self) -> Iterator[tuple[Shard, Rows | None]]:
        """After a loss: finished answers are kept, everything else has one strike more."""
        self.lost += 1
        on_its_way, self.waiting = self.waiting, {}
        alone = len(on_its_way) == 1 and all(self.strikes[shard.number] >= SUSPECT for shard in on_its_way.values())
        self._close()
        for future, shard in on_its_way.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                yield shard, future.result()
                continue
            self.strikes[shard.number] += 1
            if alone and self.strikes[shard.number] >= SUSPECT + ALONE:
                yield shard, None
            else:
                self.again[shard.number] = shard

    def _close(self) -> None:
        """End the pool; nothing it still does is waited for."""
        if self._executor is not None:
            processes = list((getattr(self._executor, "_processes", None) or {}).values())
            self._executor.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with contextlib.suppress(OSError, ValueError):
                    process.join(0.2)
                    if process.is_alive():
                        process.terminate()
            self._executor = None
