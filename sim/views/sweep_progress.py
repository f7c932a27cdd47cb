"""Progress of work that takes minutes or days: a bar where there is a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 10.0
"""Seconds between lines where there is no terminal."""


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, float], None] | None]:
    """What is to be told of progress: a text (with rate and time left) and the share done."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("starting", total=1.0)
        yield lambda text, share: shown.update(task, description=text[:100], completed=share)


class _Lines:
    """A line when something new begins, when it ends, and every ten seconds in between."""

    def __init__(self) -> None:
        self.last, self.kind = 0.0, ""

    def __call__(self, text: str, share: float) -> None:
        kind = "".join(letter for letter in text if letter.isalpha() or letter == " ")
        now = time.monotonic()
        if now - self.last >= EVERY or share >= 1.0 or (kind != self.kind and kind.split()[:1] != self.kind.split()[:1]):
            print(f"trivox: {share:4.0%} {text[:140]}", file=sys.stderr, flush=True)
            self.last, self.kind = now, kind
