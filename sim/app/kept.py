"""A memory of the last so many things: each is made once, however many ask for it at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """Things by what they depend on."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[Hashable, Future[Thing]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing of this key, made now by whoever asks first; others wait for it. What fails is not kept, and its error is raised for all who wait."""
        with self._lock:
            future = self._held.get(key)
            if future is not None:
                self._held.move_to_end(key)
            else:
                made: Future[Thing] = Future()
                self._held[key] = made
                while len(self._held) > self.most:
                    self._held.popitem(last=False)
        if future is not None:
            return future.result()
        try:
            made.set_result(make())
        except BaseException as trouble:  # noqa: BLE001 - raised below, for all who wait
            with self._lock:
                if self._held.get(key) is made:
                    del self._held[key]
            made.set_exception(trouble)
        return made.result()

    def __len__(self) -> int:
        return len(self._held)
