"""Why claims hold, as words and plain data: what was asked, for the screen and for JSON. The page itself is made in `why_tables`."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sim.lab.claims import Ledger
from sim.lab.claims_runs import Settings, rules
from sim.lab.why_along import Curve, along
from sim.lab.why_boundary import Boundary, Sample, boundary, sample
from sim.lab.why_boxes import Box
from sim.lab.why_carriers import Carried, Carrier, carriers
from sim.lab.why_companies import Tell
from sim.lab.why_elsewhere import USUAL, Elsewhere, elsewhere
from sim.measures.intervals import Estimate
from sim.views.claims_page import effect

MOST_CURVES, MOST_MAPS = 8, 9
"""So many claims are drawn: those that hang most on what is varied."""


@dataclass(frozen=True)
class Told:
    """What was asked of some claims, and what came of it."""

    ledger: Ledger
    settings: Settings
    curves: tuple[Curve, ...]
    carried: tuple[Carried, ...]
    bounds: tuple[Boundary, ...]
    seen: Sample | None
    apart: tuple[Elsewhere, ...] = ()

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures of this."""
        return (*(("why_curves",) if self.curves else ()), *(("why_map",) if self.bounds else ()))

    @property
    def command(self) -> str:
        """The command that makes the page."""
        claims = self.ledger.claims
        whole = all(claim.kind == "headline" for claim in claims) and {claim.headline for claim in claims} == set(range(1, 21))
        names = list(dict.fromkeys(curve.parameter for curve in self.curves))
        parts = ["trivox why", *(() if whole else (claim.id for claim in claims)), *(f"--along {name}" for name in names),
                 "--carriers" if self.carried else "", "--elsewhere" if self.apart else "",
                 f"--boundary {len(self.seen.points)}" if self.seen else "", f"-n {self.settings.replications}",
                 "--page docs/claims_headlines.md --force"]
        return " ".join(part for part in parts if part)


def asked(ledger: Ledger, settings: Settings, names: Sequence[str], carry: bool, count: int, tell: Tell | None = None, other: bool = False) -> Told:
    """All that was asked of some claims: curves along numbers, what carries them, other places, and a sample of so many companies."""
    curves = tuple(curve for name in names for curve in along(ledger, name, settings, tell=tell))
    carried = tuple(carriers(ledger, settings, tell)) if carry else ()
    apart = tuple(elsewhere(ledger, settings, tell)) if other else ()
    seen = sample(ledger, count, settings, tell) if count else None
    bounds = tuple(boundary(claim, seen) for claim in ledger.claims) if seen else ()
    return Told(ledger, settings, curves, carried, bounds, seen, apart)


def pictured(told: Told) -> Told:
    """The claims that are drawn: those whose verdict changes most along the numbers, and those that hold nearest to half of the companies."""
    def turns(name: str) -> tuple[int, float]:
        own = [one for one in told.curves if one.claim == name]
        swing = sum(abs(one.points[-1].effect.mean - one.points[0].effect.mean) / max(one.size, 1e-9) for one in own)
        return -sum(len({point.verdict for point in one.points}) - 1 for one in own), -swing if math.isfinite(swing) else 0.0

    drawn = sorted(dict.fromkeys(one.claim for one in told.curves), key=turns)[:MOST_CURVES]
    mapped = [one.claim for one in sorted(told.bounds, key=lambda one: abs(one.share.value - 0.5) if one.counted else 1.0)[:MOST_MAPS]]
    return dataclasses.replace(told, curves=tuple(one for one in told.curves if one.claim in drawn),
                               bounds=tuple(one for one in told.bounds if one.claim in mapped))


def plain(told: Told) -> dict[str, Any]:
    """As plain data: the same bytes for the same question."""
    carried = [{**asdict(one), "carriers": [{**asdict(each), "share": one.share(each)} for each in one.carriers]} for one in told.carried]
    return {"curves": [{**asdict(one), "crossing": one.crossing()} for one in told.curves], "carriers": carried,
            "elsewhere": [asdict(one) for one in told.apart], "boundaries": [asdict(one) for one in told.bounds],
            "replications": told.settings.replications, "seed": told.settings.seed, "rules": rules()}


def percent(one: Estimate) -> str:
    """A share with its interval."""
    if not math.isfinite(one.value):
        return "no data"
    return f"{one.value:.0%}" + (f" ({one.low:.0%} to {one.high:.0%})" if math.isfinite(one.low) else "")


def in_words(box: Box, apart: Estimate, doing: str) -> str:
    """A box in plain words."""
    if not box.limits:
        return f"{doing} in {box.overall:.0%} of companies, and no stretch stands out"
    where = " and ".join(_limit(name, *ends) for name, ends in box.limits.items())
    if not math.isfinite(apart.value):
        return f"{doing} most often where {where}: {box.inside:.0%} of the {box.count} companies it was found in, against {box.overall:.0%} of all"
    if not apart.low > box.overall:
        return f"{doing} in {box.overall:.0%} of companies, and no stretch is surely better (the best found: {percent(apart)} in companies not used to find it)"
    return f"{doing} most often where {where}: {percent(apart)} of companies not used to find it, against {box.overall:.0%} of all; {box.support:.0%} lie there"


def _limit(name: str, low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f"{name} lies from {short(low)} to {short(high)}"
    return f"{name} is {short(low)} or more" if math.isfinite(low) else f"{name} is {short(high)} or less"


def short(value: float) -> str:
    """A number of a range, in few digits."""
    return f"{value:.2g}" if abs(value) < 1 else f"{value:.3g}" if abs(value) < 10 else f"{value:.0f}"


def on_curve(curve: Curve) -> str:
    """What a curve says, in one sentence."""
    first, last = curve.points[0], curve.points[-1]
    verdicts = list(dict.fromkeys(point.verdict for point in curve.points))
    ends = f"from {effect(first.effect, '')} at {short(first.value)} to {effect(last.effect, curve.unit)} at {short(last.value)}"
    if len(verdicts) == 1:
        return f"{curve.claim} along {curve.parameter}: {verdicts[0]} at every value tried, {ends}"
    where = " and ".join(f"between {short(low)} and {short(high)} (about {short(at)} on a straight line)" for low, high, at in curve.crossing())
    told = "; ".join(f"{one} at {', '.join(short(point.value) for point in curve.points if point.verdict == one)}" for one in verdicts)
    return f"{curve.claim} along {curve.parameter}: {ends} ({told})" + (f"; its mean passes the smallest effect that counts {where}" if where else "")


def spoken(told: Told) -> str:
    """All of it for the screen."""
    lines = []
    for curve in told.curves:
        lines += [on_curve(curve), *(f"  {short(p.value):>7}{' (default)' if p.is_default else '':10} {effect(p.effect, curve.unit):34} {p.verdict}"
                                     for p in curve.points)]
    for one in told.carried:
        lines.append(f"{one.claim}: {effect(one.whole, one.unit)}; without")
        lines += [f"  {c.mechanism:14} {effect(c.left, ''):20} {part(c)}{'' if c.clear else ' (luck may explain it)'}" for c in one.carriers]
    for place in told.apart:
        lines += [f"{place.claim}:", *(f"  {name:18} {effect(one, place.unit):34} {place.verdicts[name]}" for name, one in place.effects.items())]
    for bound in told.bounds:
        lines += [f"{bound.claim}: holds in {percent(bound.share)} of {bound.counted} companies (of {bound.asked})",
                  f"  {in_words(bound.holds, bound.holds_apart, 'holds')}", f"  {in_words(bound.fails, bound.fails_apart, 'fails')}"]
    return "\n".join(lines)


def turned(apart: Sequence[Elsewhere], name: str) -> str:
    """Which claims have another verdict at a place than as it is, in one sentence."""
    there = [one for one in apart if name in one.verdicts]
    other = [f"{one.claim} ({one.verdicts[USUAL]}, there {one.verdicts[name]})" for one in there if one.turned(name)]
    return f"{name}: {len(there) - len(other)} of {len(there)} claims keep their verdict" + (f"; not {', '.join(other)}" if other else "")


def part(carrier: Carrier) -> str:
    """What part of the whole goes with a mechanism, with its interval."""
    one = carrier.part
    if not math.isfinite(one.value):
        return "no data"
    return f"{one.value:+.1f}" + (f" ({one.low:+.1f} to {one.high:+.1f})" if math.isfinite(one.low) else "")


__all__ = ["Told", "asked", "in_words", "on_curve", "part", "percent", "pictured", "plain", "short", "spoken", "turned"]
