"""How far a sweep is, as it goes: runs, rate and time left; and, once a pause is asked for, what is still waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sim.lab.sweep.work import Shard
from sim.lab.words import counted

Tell = Callable[[str, float], None]


class Clock:
    """Progress of so many runs on so many workers, told to somebody."""

    def __init__(self, tell: Tell | None, total: int, workers: int) -> None:
        self.tell, self.total, self.workers, self.done, self.start = tell, total, max(workers, 1), 0, time.monotonic()
        self._pausing = False
        self._say("starting workers" if total else "nothing is missing")

    def step(self, runs: int) -> None:
        """So many runs more are done."""
        self.done += runs
        if self._pausing:
            return self._say(f"pausing: {self.done:,} of {self.total:,} runs are done")
        return self._say(f"{self.done:,} of {self.total:,} runs, {self._rate():,.0f} a second, {span((self.total - self.done) / self._rate())} left")

    def pausing(self, under_way: Callable[[], Sequence[Shard]]) -> None:
        """Say at once that a pause was heard, and what it waits for: shards that a worker has taken up."""
        self._pausing, shards = True, under_way()
        runs = sum(one.runs for one in shards)
        seconds = runs / self._rate() if self.done else sum(one.seconds for one in shards) / self.workers
        last = "the last " if runs == self.total - self.done else ""
        waits = f"waits for {last}{counted(runs, 'run')} under way, about {span(max(seconds, 1.0))}; " if runs else ""
        self._say(f"pausing: {waits}Ctrl-C again ends at once")

    def _rate(self) -> float:
        return self.done / max(time.monotonic() - self.start, 1e-6)

    def _say(self, text: str) -> None:
        if self.tell:
            self.tell(text, self.done / max(self.total, 1))


def span(seconds: float) -> str:
    """A stretch of time in words."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
