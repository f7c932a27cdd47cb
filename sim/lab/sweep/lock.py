"""One writer a store: a lock file names the process that holds it. The system gives the lock back when that process ends, however it ends."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from sim.scenario.errors import ScenarioError, one_line


class Lock:
    """A lock on a folder. A process that died left its name, not the lock: `was` is then the number of that process."""

    def __init__(self, path: Path) -> None:
        self.path, self.was = path, 0
        self._handle: int | None = None

    def take(self) -> None:
        """Raises ScenarioError naming the process that holds it, and OSError where the file cannot be written."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _hold(handle)
        except BlockingIOError:
            os.close(handle)
            who = f"{one_line(self.path.parent.name)}: another process ({self._holder() or 'unknown'}) is at work on this sweep"
            raise ScenarioError([f"{who} - wait for it or stop it, or choose another folder with --out"]) from None
        except OSError:
            os.close(handle)
            raise
        self.was, self._handle = self._holder(), handle
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps({"process": os.getpid()}).encode())

    def _holder(self) -> int:
        """The process that the file names; 0 for none."""
        try:
            return int(json.loads(self.path.read_text(encoding="utf-8"))["process"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def give_back(self) -> None:
        """Let others write; the file stays, without a name."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)
        self._handle = None


def holder(path: Path) -> int:
    """The living process that holds a lock; 0 for none."""
    lock = Lock(path)
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return 0
    try:
        _hold(handle)
    except OSError:
        return lock._holder() or -1
    finally:
        os.close(handle)
    return 0


def _hold(handle: int) -> None:
    """Take the system's lock, or raise BlockingIOError at once."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
