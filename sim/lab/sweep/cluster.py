"""The same shards on a Dask cluster: `local` starts one on this machine, an address (tcp://... or tls://...) joins one that is there.

Dask gives a shard out again when its worker is lost, and gives up on it after several losses; it is then submitted anew, and put aside when that happens again
and again. What was done is known from the store, never from the scheduler. Dask's own wire is neither encrypted nor guarded: off this machine, use tls.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sim.lab.sweep.identity import model_version
from sim.lab.sweep.pool import Live, Stop
from sim.lab.sweep.store import StoreError
from sim.lab.sweep.study import Study
from sim.lab.sweep.work import Rows, Shard, live, take_up
from sim.scenario.errors import cut, one_line

LOCAL, SCHEMES = "local", ("tcp://", "tls://", "ucx://")
AHEAD, GIVEN_UP, PATIENCE = 2, 3, 15.0
"""Shards that a thread has waiting, how often Dask may give a shard up, and the seconds to wait for a cluster."""


def check(address: str) -> None:
    """Raises StoreError for what is no address, or when Dask is missing."""
    if address != LOCAL and not address.startswith(SCHEMES):
        raise StoreError(f"--cluster: {cut(one_line(address))} is no cluster - {LOCAL}, or the address of a scheduler such as tcp://10.0.0.1:8786")
    if importlib.util.find_spec("distributed") is None:
        raise StoreError("--cluster: Dask is not installed: pip install 'trivox[sweep]'")


def live_there(study: Study, lives: Live, shard: Shard) -> Rows:
    """The rows of a shard, in a worker of a cluster."""
    take_up(study)
    return lives(shard)


class Cluster:
    """Lives shards on a Dask cluster."""

    def __init__(self, study: Study, address: str, workers: int, stop: Stop, lives: Live = live) -> None:
        check(address)
        self.study, self.address, self.workers, self.stop, self.lives = study, address, workers, stop, lives
        self.lost = 0
        self.given_up: Counter[int] = Counter()
        self.waiting: dict[Any, Shard] = {}
        self._dask: Any = importlib.import_module("distributed")

    def run(self, shards: Iterator[Shard]) -> Iterator[tuple[Shard, Rows | None]]:
        """Each shard with its rows, as they come; None for one that Dask gave up again and again. Ends early when a pause is asked for."""
        local = self._local() if self.address == LOCAL else None
        client = self._joined(local)
        try:
            self._tell_versions(client)
            yield from self._all(client, shards)
        finally:
            client.close()
            if local is not None:
                local.close()

    def under_way(self) -> list[Shard]:
        """The shards that are on the cluster: all of them will be finished."""
        return list(self.waiting.values())

    def _local(self) -> Any:
        return self._dask.LocalCluster(n_workers=max(self.workers, 1), threads_per_worker=1, host="127.0.0.1", dashboard_address=None)

    def _joined(self, local: Any) -> Any:
        try:
            return self._dask.Client(local if local is not None else self.address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as trouble:
            why = one_line(str(trouble))[:100]
            raise StoreError(f"--cluster: nobody answers at {cut(one_line(self.address))} - is the scheduler running, and can it be reached? ({why})") from None

    def _tell_versions(self, client: Any) -> None:
        """Every worker must have this model."""
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
            found = set(client.run(model_version).values())
        except Exception as trouble:  # noqa: BLE001 - whatever a worker says when it cannot even import the model
            raise StoreError(f"--cluster: its workers cannot run this model: {one_line(str(trouble))[:160]}") from None
        if found != {model_version()}:
            raise StoreError(f"--cluster: its workers have another version of the model ({', '.join(sorted(found))}, here {model_version()})")

    def _all(self, client: Any, shards: Iterator[Shard]) -> Iterator[tuple[Shard, Rows | None]]:
        (study,) = client.scatter([self.study], broadcast=True, hash=False)
        done = self._dask.as_completed(loop=client.loop)
        while True:
            while not self.stop.asked and len(self.waiting) < AHEAD * max(sum(client.nthreads().values()), 1) and (shard := next(shards, None)) is not None:
                self._submit(client, study, shard, done)
            if not self.waiting:
                return
            future = next(done)
            shard = self.waiting.pop(future)
            rows = self._rows(future, shard)
            if rows is None and self.given_up[shard.number] < GIVEN_UP:
                self._submit(client, study, shard, done)
                continue
            yield shard, rows

    def _submit(self, client: Any, study: Any, shard: Shard, done: Any) -> None:
        future = client.submit(live_there, study, self.lives, shard, pure=False)
        self.waiting[future] = shard
        done.add(future)

    def _rows(self, future: Any, shard: Shard) -> Rows | None:
        """A shard's rows; None when Dask gave it up."""
        try:
            rows: Rows = future.result()
            return rows
        except (self._dask.KilledWorker, asyncio.CancelledError):
            self.lost += 1
            self.given_up[shard.number] += 1
            return None
