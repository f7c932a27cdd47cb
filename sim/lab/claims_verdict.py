"""What the runs say of a claim: it holds, is contradicted, or is not shown; over an ensemble also that it mostly holds, is mostly contradicted, or depends on
the company. What luck may explain, or is too small to count, is not shown.

Within a member, companies are paired by common luck, and pairs in which one of the two has no data (it ended) drop out, as in `compare`. Between members,
the member is the unit: the interval is that of members' means.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from sim.lab.claims import Claim
from sim.lab.claims_readings import better_way, unit_of
from sim.lab.spread import interval
from sim.measures import Numbers
from sim.measures.intervals import wilson

Verdict = Literal["holds", "mostly holds", "depends", "not shown", "mostly contradicted", "contradicted"]
VERDICTS: tuple[Verdict, ...] = ("holds", "mostly holds", "depends", "not shown", "mostly contradicted", "contradicted")
NEARLY_ALL, SOME = 0.9, 0.1
"""From this share of members on a claim holds, or is contradicted, throughout. Where neither is shown of most, but it clearly holds or is clearly
contradicted in as many members as the smaller share, it depends on the company."""
Readings = Mapping[str, Numbers]
"""What a claim reads in one member, by arm."""


@dataclass(frozen=True)
class Effect:
    """An effect and its 95 % interval. `low` and `high` are NaN for fewer than two."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class InMember:
    """What one member shows: the effect over luck, the two means, how many pairs dropped out, and the verdict of this member alone."""

    member: str
    effect: Effect
    baseline: float
    scenario: float
    dropped: int
    verdict: Verdict
    has_way: bool
    against: bool

    @property
    def known(self) -> bool:
        """Whether any pair of it has data."""
        return math.isfinite(self.effect.mean)


@dataclass(frozen=True)
class Judged:
    """A claim as judged over all members. `share` is the share of members, of those with data, whose effect has the claimed way and counts."""

    claim: str
    verdict: Verdict
    effect: Effect
    unit: str
    share: float
    members: tuple[InMember, ...]
    why: str

    def clearly(self, what: Verdict) -> int:
        """In how many members luck does not explain that the claim holds, or is contradicted."""
        return sum(one.verdict == what for one in self.members)

    def plain(self) -> dict[str, Any]:
        """As plain data, for files."""
        return asdict(self)


def effects_of(claim: Claim, readings: Readings) -> Numbers:
    """The effect in each company; NaN where one of the arms has no data."""
    gap = readings[claim.pair.scenario] - readings[claim.pair.baseline]
    if claim.beyond is not None:
        gap = gap - (readings[claim.beyond.scenario] - readings[claim.beyond.baseline])
    return np.asarray(gap, dtype=np.float64)


def over(values: Numbers) -> Effect:
    """The mean of what is known, with its interval."""
    known = values[np.isfinite(values)]
    low, high = interval(known)
    return Effect(float(known.mean()) if known.size else math.nan, low, high, int(known.size))


def verdict_of(claim: Claim, effect: Effect) -> Verdict:
    """What one effect with its interval says."""
    if not math.isfinite(effect.low):
        return "not shown"
    mean, low, high = effect.mean, effect.low, effect.high
    if claim.way == "equal":
        return "holds" if -claim.size <= low and high <= claim.size else "contradicted" if low > claim.size or high < -claim.size else "not shown"
    if claim.way == "down" or (claim.way == "no worse" and better_way(claim.measure) == "down"):
        mean, low, high = -mean, -high, -low
    if claim.way == "no worse":
        return "holds" if low >= -claim.size else "contradicted" if high < -claim.size else "not shown"
    if low > 0.0 and mean >= claim.size:
        return "holds"
    return "contradicted" if high < 0.0 and -mean >= claim.size else "not shown"


def has_way(claim: Claim, mean: float) -> bool:
    """Whether a mean, taken for true, is what the claim says."""
    if not math.isfinite(mean):
        return False
    if claim.way == "equal":
        return abs(mean) <= claim.size
    if claim.way == "down" or (claim.way == "no worse" and better_way(claim.measure) == "down"):
        mean = -mean
    return mean >= -claim.size if claim.way == "no worse" else mean > 0.0 and mean >= claim.size


def is_against(claim: Claim, mean: float) -> bool:
    """Whether a mean, taken for true, is the contrary of what the claim says, and counts."""
    if not math.isfinite(mean):
        return False
    if claim.way in ("equal", "no worse"):
        return not has_way(claim, mean)
    return has_way(claim, -mean)


def in_member(claim: Claim, member: str, readings: Readings) -> InMember:
    """What one member shows of a claim."""
    gaps = effects_of(claim, readings)
    effect, known = over(gaps), np.isfinite(gaps)
    means = [float(readings[name][known].mean()) if known.any() else math.nan for name in (claim.pair.baseline, claim.pair.scenario)]
    return InMember(member, effect, means[0], means[1], int((~known).sum()), verdict_of(claim, effect), has_way(claim, effect.mean),
                    is_against(claim, effect.mean))


def judged(claim: Claim, members: Sequence[InMember]) -> Judged:
    """The verdict over all members."""
    known = [one for one in members if one.known]
    share = sum(one.has_way for one in known) / max(len(known), 1)
    if len(members) == 1:
        return Judged(claim.id, members[0].verdict, members[0].effect, unit_of(claim.measure), share, tuple(members), _why(claim, members[0].effect, members))
    effect = over(np.array([one.effect.mean for one in members]))
    found = _over_members(claim.way, verdict_of(claim, effect), known)
    return Judged(claim.id, found, effect, unit_of(claim.measure), share, tuple(members), _why(claim, effect, members))


def _over_members(way: str, mean: Verdict, known: Sequence[InMember]) -> Verdict:
    """What the mean over members says, where enough of those with data have that side: nearly all, or surely more than half (95 %)."""
    if not known:
        return "not shown"
    count = len(known)
    holding, opposed = sum(one.has_way for one in known), sum(one.against for one in known)
    if way == "equal" and wilson(opposed, count)[0] > 0.5:
        mean = "contradicted"  # gains here and losses there cancel in a mean
    if mean == "holds" and wilson(holding, count)[0] > 0.5:
        return "holds" if holding >= NEARLY_ALL * count else "mostly holds"
    if mean == "contradicted" and wilson(opposed, count)[0] > 0.5:
        return "contradicted" if opposed >= NEARLY_ALL * count else "mostly contradicted"
    clear = max(sum(one.verdict == what for one in known) for what in ("holds", "contradicted"))
    return "depends" if clear >= SOME * count else "not shown"


def _why(claim: Claim, effect: Effect, members: Sequence[InMember]) -> str:
    """Why a claim is not shown, in a few words; and how many pairs dropped out. Empty where the numbers say it."""
    lost, said = sum(one.dropped for one in members), ""
    if not math.isfinite(effect.low):
        said = "fewer than two pairs have data"
    elif verdict_of(claim, effect) == "not shown" and claim.way in ("up", "down"):
        clear = effect.low > 0.0 or effect.high < 0.0
        said = f"clear, but smaller than {claim.size:g}" if clear else "the interval covers nought"
    told = f"{lost} {'pair' if lost == 1 else 'pairs'} without data, as a company ended" if lost else ""
    return "; ".join(part for part in (said, told) if part)
