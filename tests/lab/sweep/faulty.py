"""Ways of living a shard that go wrong, for workers to import."""

from __future__ import annotations

import os
import signal
import time

import numpy as np

from sim.lab.sweep import work
from sim.lab.sweep.work import Rows, Shard


def _plain(shard: Shard) -> Rows:
    """Made-up rows: the outcome is the arm, the first input and the replication put together."""
    rows = Rows(process=os.getpid())
    for block in shard.blocks:
        for lane in block:
            for course in lane.courses:
                rows.courses.append(course.name)
                rows.replications.append(lane.replication)
                rows.outcomes.append(np.array([100.0 * course.arm + (course.row[0] if course.row else 0.0) + lane.replication / 1000.0] * 3))
    return rows


plain = _plain


def deadly(shard: Shard) -> Rows:
    """A shard in which the first input is .1 kills its worker."""
    if any(course.row[0] == 0.1 and course.arm == 1 for block in shard.blocks for lane in block for course in lane.courses):
        os.kill(os.getpid(), signal.SIGKILL)
    return _plain(shard)


def noisy(shard: Shard) -> Rows:
    """Outcomes whose luck has a spread that grows with the first input."""
    rows = _plain(shard)
    luck = np.random.default_rng(7).standard_normal(100_000)
    place = 0
    for block in shard.blocks:
        for lane in block:
            for course in lane.courses:
                rows.outcomes[place] = np.array([course.row[0] * luck[lane.replication] * course.arm] * 3)
                place += 1
    return rows


def broken(shard: Shard) -> Rows:
    """Replication 1 of arm 1 fails, in the real way of living."""
    honest = work._outcomes

    def failing(study, own, courses, weekly):
        if any(course.arm == 1 and course.row[0] == 0.15 for course in courses):
            raise FloatingPointError("made up")
        return honest(study, own, courses, weekly)

    work._outcomes = failing
    try:
        return work.live(shard)
    finally:
        work._outcomes = honest


def interrupted(shard: Shard) -> Rows:
    """Somebody presses Ctrl-C while a shard is lived."""
    os.kill(os.getpid(), signal.SIGINT)
    return _plain(shard)


def slow(shard: Shard) -> Rows:
    """Somebody presses Ctrl-C at the parent while a worker is in the midst of its shard."""
    time.sleep(0.5)
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(0.5)
    return _plain(shard)


def deaf(shard: Shard) -> Rows:
    """Refuses to live anything in a process that could hear Ctrl-C since it was started."""
    if signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()):
        raise AssertionError("this worker heard Ctrl-C while it loaded")
    return _plain(shard)
