"""The claims ledger: what is said of organisations, put so that a run can say no. One claim compares two scenarios in one measure over some weeks.

Nothing here runs or judges: a ledger is data. It is read in `claims_file`, run in `claims_runs`, judged in `claims_verdict`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sim.scenario import Scenario

Way = Literal["up", "down", "equal", "no worse"]
Kind = Literal["row", "headline", "disagreement", "condition"]
WAYS, KINDS = get_args(Way), get_args(Kind)
HEADLINE_COUNT = 20


@dataclass(frozen=True)
class Pair:
    """A scenario and what it is compared with, by the names of arms or of scenarios of the library."""

    scenario: str
    baseline: str


@dataclass(frozen=True)
class Claim:
    """One claim. `says` is the sentence; the rest is how it is tested, and must test just that.

    The effect is the measure in the scenario less that in the baseline, in the mean of the weeks `first` to `last` (from 1, both counted; sums since the
    start: what comes in during these weeks). With `beyond`, it is how far this effect exceeds that of another pair; with `since`, how far it exceeds the
    effect in those earlier weeks. `size` is the smallest that counts."""

    id: str
    says: str
    kind: Kind
    source: tuple[str, ...]
    pair: Pair
    measure: str
    first: int
    last: int
    way: Way
    size: float
    beyond: Pair | None = None
    since: tuple[int, int] | None = None
    headline: int = 0
    views: str = ""
    note: str = ""

    @property
    def arms(self) -> tuple[str, ...]:
        """The names of every scenario that the claim needs, each once."""
        pairs = [self.pair] if self.beyond is None else [self.pair, self.beyond]
        return tuple(dict.fromkeys(name for pair in pairs for name in (pair.scenario, pair.baseline)))

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """The stretches of weeks that are read: the claim's own, then those that it is held against."""
        return ((self.first, self.last),) if self.since is None else ((self.first, self.last), self.since)

    @property
    def test(self) -> dict[str, Any]:
        """What the verdict depends on, apart from the arms' content: neither texts nor notes."""
        pairs = [[pair.scenario, pair.baseline] for pair in (self.pair, self.beyond) if pair is not None]
        return {"pairs": pairs, "measure": self.measure, "weeks": [list(window) for window in self.windows], "way": self.way, "size": self.size}


@dataclass(frozen=True)
class Ledger:
    """All claims of a file, and every scenario that they name."""

    claims: tuple[Claim, ...]
    arms: Mapping[str, Scenario]
    file: str = "claims.toml"

    def only(self, wanted: Sequence[str]) -> Ledger:
        """The ledger with some claims alone; those asked for must be there."""
        return Ledger(tuple(claim for claim in self.claims if claim.id in wanted), self.arms, self.file) if wanted else self


def shipped() -> Path:
    """The ledger that comes along: inside the package when installed, else in the repository."""
    packaged = Path(__file__).resolve().parents[1] / "claims.toml"
    return packaged if packaged.is_file() else Path(__file__).resolve().parents[2] / "experiments" / "claims.toml"


def digest(content: Any) -> str:
    """A short name for some plain data: the same data, the same name."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:24]
