"""The ledger is run: every arm once for each part of the ensemble, whatever number of claims reads it; members of a part share blocks. What is done is kept
at once, so that a run that was stopped goes on.

Two kinds of shards lie in the output folder, each put in place whole: `runs/` holds what was read off an arm in some members, `claims/` what a claim came
to. Each bears the name of all that it depends on (rules, measures, scenario, members, seed, replications; for a claim also its content): whatever has
changed is run anew.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.compiled import keep_file
from sim.ensemble.run import parts_of
from sim.ensemble.store import Ensemble, Member
from sim.lab.claims import Claim, Ledger, digest
from sim.lab.claims_members import ALONE, run_companies
from sim.lab.claims_readings import read, recorded_for
from sim.lab.claims_verdict import Effect, InMember, Judged, in_member, judged
from sim.lab.result import Result
from sim.measures import OUTCOMES, Numbers
from sim.scenario import Scenario

AT_ONCE, AT_ONCE_RECORDED, LENGTHS = 8, 2, (52, 104, 156, 208, 260)
"""So many arms are run at once; arms are run no longer than their claims ask, in whole years."""
Tell = Callable[[str, float], None]
Runner = Callable[..., list[list[Result]]]
"""Runs scenarios in members, as `run_companies` does."""


@dataclass(frozen=True)
class Settings:
    """How often, with which luck, and where to keep what is done (None: nowhere)."""

    replications: int = 16
    seed: int = 1
    out: Path | None = None
    threads: int | None = None


@dataclass
class Need:
    """What must be read off one arm: readings by key, and for how many weeks it must be run."""

    arm: str
    company: Scenario
    weeks: int = 0
    readings: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    def add(self, claim: Claim) -> None:
        """One more claim reads this arm."""
        last = max(end for _, end in claim.windows)
        self.readings |= {key_of(claim, window): (claim.measure, *window) for window in claim.windows}
        fixed = self.company.timeline or self.company.events or claim.measure in OUTCOMES
        weeks = self.company.weeks if fixed else next((length for length in LENGTHS if length >= last), self.company.weeks)
        self.weeks = max(self.weeks, min(max(weeks, last), self.company.weeks))

    @property
    def recorded(self) -> tuple[str, ...]:
        """Arrays that must be recorded beside the weekly record."""
        return tuple(sorted({name for measure, _, _ in self.readings.values() for name in recorded_for(measure)}))


def key_of(claim: Claim, window: tuple[int, int]) -> str:
    """The name of what a claim reads in a stretch of weeks."""
    return f"{claim.measure}@{window[0]}-{window[1]}"


def taken(claim: Claim, readings: dict[str, Numbers]) -> Numbers:
    """What a claim reads off an arm, by company: in its own weeks, less in those that it is held against."""
    values = [readings[key_of(claim, window)] for window in claim.windows]
    return values[0] if len(values) == 1 else np.asarray(values[0] - values[1], dtype=np.float64)


@functools.cache
def rules() -> str:
    """A name for the rules, the measures and the way of reading them: other ones ask for other runs."""
    from sim.compiled import source_hash
    from sim.engine.week import some_weeks
    from sim.reference.store import rules_hash

    folder = Path(__file__).parents[1] / "measures"
    texts = [path.read_bytes() for path in (*sorted(folder.glob("*.py")), Path(__file__).with_name("claims_readings.py"))]
    return digest([source_hash(some_weeks), rules_hash(), hashlib.sha256(b"|".join(texts)).hexdigest()])


def content(scenario: Scenario) -> dict[str, Any]:
    """What an arm's course depends on."""
    return {name: value for name, value in scenario.canonical().items() if name not in ("weeks", "replications", "seed")}


def claim_identity(claim: Claim, ledger: Ledger, asked: Ensemble, settings: Settings) -> str:
    """A name for all that a claim's result depends on."""
    arms = {name: content(ledger.arms[name]) for name in claim.arms}
    judging = hashlib.sha256(Path(__file__).with_name("claims_verdict.py").read_bytes()).hexdigest()
    return digest([rules(), judging, "shared blocks", claim.test, arms, [one.content() for one in asked.members], settings.replications, settings.seed])


class Shards:
    """What is done already, in files; without a folder only in memory."""

    def __init__(self, out: Path | None) -> None:
        self.out = out
        self.held: dict[str, dict[str, Numbers]] = {}

    def _file(self, kind: str, name: str) -> Path | None:
        return None if self.out is None else self.out / kind / f"{name}.json"

    def _load(self, kind: str, name: str) -> Any:
        """A shard's content; a missing or damaged one counts as none."""
        file = self._file(kind, name)
        try:
            return None if file is None else json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def _keep(self, kind: str, name: str, thing: Any) -> None:
        file = self._file(kind, name)
        if file is not None:
            keep_file(file, json.dumps(thing, sort_keys=True).encode("ascii"))

    def readings(self, name: str) -> dict[str, Numbers]:
        """What has been read off an arm in a member."""
        if name not in self.held:
            found = self._load("runs", name)
            right = {key: values for key, values in found.items() if isinstance(values, list)} if isinstance(found, dict) else {}
            self.held[name] = {key: _numbers(values) for key, values in right.items()}
        return self.held[name]

    def keep_readings(self, name: str, more: dict[str, Numbers]) -> None:
        """Add readings to those of an arm."""
        self.held[name] = {**self.readings(name), **more}
        self._keep("runs", name, {key: [float(v) if math.isfinite(v) else None for v in values] for key, values in self.held[name].items()})

    def result(self, claim: Claim, identity: str) -> Judged | None:
        """What a claim came to, if just that was run."""
        found = self._load("claims", claim.id)
        if not isinstance(found, dict) or found.get("identity") != identity:
            return None
        try:
            return _judged(found["judged"])
        except (KeyError, TypeError):
            return None

    def keep_result(self, result: Judged, identity: str) -> None:
        """Keep what a claim came to."""
        self._keep("claims", result.claim, {"identity": identity, "judged": _finite(result.plain())})


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def _finite(thing: Any) -> Any:
    """Plain data in which what is not a number is nothing."""
    if isinstance(thing, dict):
        return {key: _finite(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_finite(value) for value in thing]
    return None if isinstance(thing, float) and not math.isfinite(thing) else thing


def _judged(thing: Any) -> Judged:
    """A result from its plain data."""
    def number(value: Any) -> float:
        return math.nan if value is None else float(value)

    def effect(part: Any) -> Effect:
        return Effect(number(part["mean"]), number(part["low"]), number(part["high"]), part["count"])

    members = tuple(
        InMember(one["member"], effect(one["effect"]), number(one["baseline"]), number(one["scenario"]), one["dropped"], one["verdict"], one["has_way"],
                 one["against"])
        for one in thing["members"]
    )
    return Judged(thing["claim"], thing["verdict"], effect(thing["effect"]), thing["unit"], thing["share"], members, thing["why"])


def run_ledger(
    ledger: Ledger, asked: Ensemble | None = None, settings: Settings | None = None, tell: Tell | None = None, runner: Runner = run_companies
) -> list[Judged]:
    """Every claim judged, in the ledger's order. What lies done in the output folder is not run again."""
    asked, settings = asked or ALONE, settings or Settings()
    shards, found = Shards(settings.out), dict[str, Judged]()
    names = {claim.id: claim_identity(claim, ledger, asked, settings) for claim in ledger.claims}
    for claim in ledger.claims:
        done = shards.result(claim, names[claim.id])
        if done is not None:
            found[claim.id] = done
    open_claims = [claim for claim in ledger.claims if claim.id not in found]
    seen: dict[str, list[InMember]] = {claim.id: [] for claim in open_claims}
    for first, members in parts_of(asked.members, settings.replications):
        live = _Live(settings, shards, runner, _part(tell, first, len(members), len(asked.members)), members, first)
        readings = live.readings(ledger, open_claims) if open_claims else {}
        for claim in open_claims:
            whole = {arm: taken(claim, readings[arm]).reshape(len(members), -1) for arm in claim.arms}
            seen[claim.id] += [in_member(claim, one.name, {arm: rows[k] for arm, rows in whole.items()}) for k, one in enumerate(members)]
    for claim in open_claims:
        found[claim.id] = judged(claim, seen[claim.id])
        shards.keep_result(found[claim.id], names[claim.id])
    return [found[claim.id] for claim in ledger.claims]


def _part(tell: Tell | None, first: int, some: int, of: int) -> Tell:
    """Progress of some members as a part of the whole."""
    def told(text: str, share: float) -> None:
        if tell is not None:
            tell(text if of == 1 else f"members {first + 1} to {first + some} of {of}: {text}", (first + some * share) / of)

    return told


@dataclass(frozen=True)
class _Live:
    """Arms lived in some members of an ensemble, from the `first` on."""

    settings: Settings
    shards: Shards
    runner: Runner
    tell: Tell
    members: Sequence[Member]
    first: int

    def readings(self, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, dict[str, Numbers]]:
        """The readings of every arm, companies of one member after those of another: kept ones, and those that are run now."""
        needs: dict[str, Need] = {}
        for claim in claims:
            for arm in claim.arms:
                needs.setdefault(arm, Need(arm, ledger.arms[arm])).add(claim)
        names = {arm: self._name(need) for arm, need in needs.items()}
        to_run = [need for arm, need in needs.items() if not self._kept(need, names[arm])]
        done = 0
        for batch in batches(to_run):
            share = done / len(to_run)
            self.tell(f"{done} of {len(to_run)} runs done; now {', '.join(need.arm for need in batch)}", share)
            for need, results in zip(batch, self._run(batch, share), strict=True):
                found = {key: np.concatenate([read(one, *what) for one in results]) for key, what in need.readings.items()}
                self.shards.keep_readings(names[need.arm], found)
            done += len(batch)
        return {arm: self.shards.readings(name) for arm, name in names.items()}

    def _kept(self, need: Need, name: str) -> bool:
        """Whether all that is needed was read before, for just so many companies."""
        kept, whole = self.shards.readings(name), len(self.members) * self.settings.replications
        return all(key in kept and kept[key].size == whole for key in need.readings)

    def _name(self, need: Need) -> str:
        members = [one.content() for one in self.members]
        return digest([rules(), content(need.company), need.weeks, members, self.first, self.settings.replications, self.settings.seed])

    def _run(self, batch: Sequence[Need], share: float) -> list[list[Result]]:
        """Some arms under common luck. Of the engine's own progress only what makes one wait is told: compiling, and solving references."""

        def waiting(text: str, _: float) -> None:
            if not text.startswith("running"):
                self.tell(text, share)

        record = sorted({name for need in batch for name in need.recorded})
        asked = {"replications": self.settings.replications, "seed": self.settings.seed, "threads": self.settings.threads}
        scenarios = [need.company for need in batch]
        return self.runner(scenarios, self.members, first=self.first, weeks=batch[0].weeks, record=record, progress=waiting, **asked)


def batches(needs: Sequence[Need]) -> Iterator[list[Need]]:
    """Arms that share their organisation, numbers, switches and length, a few at once: they share one run-in."""
    groups: dict[str, list[Need]] = {}
    for need in needs:
        shared = (need.company.organisation, sorted(need.company.parameters.items()), sorted(need.company.off), need.weeks, bool(need.recorded))
        groups.setdefault(repr(shared), []).append(need)
    for group in groups.values():
        most = AT_ONCE_RECORDED if group[0].recorded else AT_ONCE
        yield from (group[start : start + most] for start in range(0, len(group), most))
