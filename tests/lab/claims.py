"""Small ledgers for tests: as text for the reader, and as data with planted readings for the judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sim.lab.claims import Claim, Pair
from sim.lab.result import Result
from sim.scenario import Scenario
from tests.lab.fake import fake

GOOD = """
[smallest]
SD = 0.02

[arms]
free = { policy = { autonomy = 0.9 } }
freer = { extends = "free", policy = { control = 0.1 } }

[[claim]]
id = "A7a"
says = "Autonomy engages people."
kind = "row"
source = ["A7"]
scenario = "free"
measure = "engagement"
weeks = [53, 104]
direction = "up"

[[claim]]
id = "A7b"
says = "Less control engages people beyond autonomy."
kind = "row"
source = ["A7"]
scenario = "freer"
baseline = "free"
beyond = ["free", "reference"]
measure = "engagement"
weeks = [53, 104]
direction = "up"
size = 0.1
note = "a note"
"""


def written(folder: Path, text: str = GOOD) -> Path:
    """A claims file."""
    path = folder / "ledger.toml"
    path.write_text(text, encoding="utf-8")
    return path


def claim(**changes: Any) -> Claim:
    """A claim on engagement that must rise by .1."""
    settled: dict[str, Any] = {"id": "X1", "says": "Something rises.", "kind": "row", "source": ("A7",), "pair": Pair("one", "reference"),
                               "measure": "engagement", "first": 1, "last": 52, "way": "up", "size": 0.1}
    return Claim(**{**settled, **changes})


def readings(gap: float, spread: float = 0.05, size: int = 16, **more: float) -> dict[str, np.ndarray]:
    """Readings of two arms (or more) in which the first differs from the reference by a gap, with some luck that is not shared."""
    draws = np.random.default_rng(5)
    base = draws.standard_normal(size)
    own = draws.standard_normal(size)
    own = (own - own.mean()) / own.std(ddof=1)
    return {"reference": base, "one": base + gap + spread * own, **{name: base + value for name, value in more.items()}}


class Counting:
    """An engine that gives each arm a planted engagement and counts what it was asked; it can be told to break."""

    def __init__(self, breaks_at: int | None = None, **engagement: float) -> None:
        self.engagement, self.asked, self.breaks_at = engagement, list[str](), breaks_at

    def __call__(self, scenarios: list[Scenario], members: Any = (None,), *, replications: int, weeks: int, seed: int, progress: Any = None, **_: Any,
                 ) -> list[list[Result]]:
        if self.breaks_at is not None and len(self.asked) >= self.breaks_at:
            raise KeyboardInterrupt
        if progress is not None:
            progress("running", 0.5)
        self.asked += [scenario.name for scenario in scenarios]
        luck = np.random.default_rng(seed).standard_normal((replications, 1))
        return [[Result(fake(one, replications=replications, weeks=weeks, seed=seed, engagement=self.engagement.get(one.name, 0.0) + luck)) for _ in members]
                for one in scenarios]
