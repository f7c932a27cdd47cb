"""Workers that share the cores: small pieces of work, the urgent ones first, so that nobody who moves a lever waits for somebody's long answer."""

from __future__ import annotations

import heapq
import itertools
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

URGENT, PATIENT = 0, 1
"""Previews go before full answers, piece by piece."""

Piece = Callable[[], bool]
"""One piece of a job; true when the job is done, false when more pieces follow."""


class Stopped(Exception):  # noqa: N818 - no error: somebody asked for something newer
    """A job was given up because a newer question came."""


class Crew:
    """As many threads as cores. A job is done piece by piece and lines up again after each, behind what is more urgent."""

    def __init__(self, threads: int | None = None) -> None:
        self.size = threads or os.cpu_count() or 1
        self._heap: list[tuple[int, int, Piece, Future[None]]] = []
        self._order = itertools.count()
        self._ready = threading.Condition()
        self._open = True
        self._threads = [threading.Thread(target=self._work, name=f"trivox-{k}", daemon=True) for k in range(self.size)]
        for thread in self._threads:
            thread.start()

    def submit(self, piece: Piece, urgency: int) -> Future[None]:
        """A job as something to wait for. Its error, if it raises one, is the future's."""
        done: Future[None] = Future()
        self._line_up(urgency, piece, done)
        return done

    @property
    def is_open(self) -> bool:
        """Whether work is still taken."""
        return self._open

    def close(self) -> None:
        """Let the threads go home after their piece; what still waits is given up."""
        with self._ready:
            self._open = False
            waiting, self._heap = self._heap, []
            self._ready.notify_all()
        for _, _, _, done in waiting:
            done.set_exception(Stopped())

    def _line_up(self, urgency: int, piece: Piece, done: Future[None]) -> None:
        with self._ready:
            if not self._open:
                done.set_exception(Stopped())
                return
            heapq.heappush(self._heap, (urgency, next(self._order), piece, done))
            self._ready.notify()

    def _next(self) -> tuple[int, int, Piece, Future[None]] | None:
        with self._ready:
            while self._open and not self._heap:
                self._ready.wait()
            return heapq.heappop(self._heap) if self._heap else None

    def _work(self) -> None:
        while (job := self._next()) is not None:
            urgency, _, piece, done = job
            try:
                is_done = piece()
            except BaseException as trouble:  # noqa: BLE001 - handed to whoever waits
                done.set_exception(trouble)
                continue
            if is_done:
                done.set_result(None)
            else:
                self._line_up(urgency, piece, done)


def wait_for(jobs: list[Future[Any]]) -> None:
    """Wait until all jobs are over; then raise the first error, if there is one."""
    troubles = [trouble for job in jobs if (trouble := job.exception()) is not None]
    if troubles:
        raise troubles[0]
