"""Plans are lived under common luck, a few at a time, and only what is asked of them is kept: profit by week, measures at the horizon, and for how long leaders
were disappointed. What is done is kept in files, each named by all that it depends on and put in place whole, so that a run that was stopped goes on.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.compiled import cache_root, keep_file
from sim.lab.claims import digest
from sim.lab.members import Chosen, run_chosen
from sim.lab.result import Result
from sim.measures import Numbers
from sim.scenario import Scenario

COUNTER = "firm.disappointed"
BYTES_A_WEEK, MOST_BYTES = 1100, 256 * 1024 * 1024
"""What the record of one company's week takes, and how much may be held at once."""
VOICES = ("voice_employee", "voice_customer", "voice_business")
READ = ("cumulative_profit", "profit", *VOICES)
"""What is read at the horizon of every plan: sums since the start there, else means of the last year."""
Tell = Callable[[str, float], None]
Runner = Callable[..., list[Result]]


@dataclass(frozen=True)
class Settings:
    """How many companies (of each member), which luck, threads, and where to keep what is done."""

    replications: int = 16
    seed: int = 1
    threads: int | None = None
    out: Path | None = None


@dataclass(frozen=True)
class Lived:
    """One plan in every company: profit by [company, week], measures at the horizon by [company], the most weeks for which its leaders' disappointment
    outweighed their content (NaN where that was not recorded), and whether the company was still there."""

    profit: Numbers
    readings: dict[str, Numbers]
    disappointed: Numbers
    alive: Numbers

    def packed(self) -> bytes:
        """As the bytes of a file."""
        file = io.BytesIO()
        arrays = {f"reading-{name}": values for name, values in self.readings.items()}
        np.savez_compressed(file, profit=self.profit, disappointed=self.disappointed, alive=self.alive, **arrays)  # type: ignore[arg-type]
        return file.getvalue()


def unpacked(path: Path, companies: int, weeks: int) -> Lived | None:
    """What a file holds; none where it is missing, damaged or of another size."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            arrays = {name: np.asarray(kept[name], dtype=np.float64) for name in kept.files}
        readings = {name.removeprefix("reading-"): values for name, values in arrays.items() if name.startswith("reading-")}
        one = Lived(arrays["profit"], readings, arrays["disappointed"], arrays["alive"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    return one if one.profit.shape == (companies, weeks) else None


def read(one: Result, names: Sequence[str]) -> Lived:
    """What is kept of a result."""
    counter = one.record.parts.get(COUNTER)
    nothing = counter is None or not one.weeks
    shape = (one.replications, one.weeks)
    longest = np.full(one.replications, np.nan) if nothing else np.asarray(counter, dtype=np.float64).reshape(shape).max(axis=1)
    readings = {name: one.reading_at(name, one.weeks) for name in names}
    return Lived(np.array(one.series("profit")), readings, longest, np.array(one.series("alive")[:, -1]))


def at_once(companies: int, weeks: int) -> int:
    """How many plans are lived at once, so that their records fit in memory."""
    return int(max(1, min(16, MOST_BYTES // max(companies * weeks * BYTES_A_WEEK, 1))))


def companies_of(chosen: Chosen, settings: Settings) -> int:
    """How many companies live each plan."""
    return settings.replications * (1 if chosen.ensemble is None else len(chosen.ensemble))


def live(scenarios: Sequence[Scenario], rank_by: str, chosen: Chosen, settings: Settings, tell: Tell | None = None, runner: Runner = run_chosen) -> list[Lived]:
    """Every scenario in every company. All share organisation, weeks and numbers of the model. Raises ScenarioError for what cannot be run."""
    names = tuple(dict.fromkeys((*READ, rank_by)))
    weeks, companies = scenarios[0].weeks, companies_of(chosen, settings)
    places = [_place(one, names, chosen, settings) for one in scenarios]
    found = [unpacked(place, companies, weeks) for place in places]
    todo = [number for number, one in enumerate(found) if one is None]
    most, done = at_once(companies, weeks), 0
    for first in range(0, len(todo), most):
        some = todo[first : first + most]
        ready = [scenarios[number].with_(replications=settings.replications, seed=settings.seed) for number in some]
        results = runner(ready, chosen, threads=settings.threads, record=[COUNTER], progress=_part(tell, done, len(some), len(todo)))
        for number, result in zip(some, results, strict=True):
            one = read(result, names)
            keep_file(places[number], one.packed())
            found[number] = one
        done += len(some)
    return [one for one in found if one is not None]


def left_to_do(scenarios: Sequence[Scenario], rank_by: str, chosen: Chosen, settings: Settings) -> int:
    """How many scenarios have not been lived yet."""
    names = tuple(dict.fromkeys((*READ, rank_by)))
    return sum(not _place(one, names, chosen, settings).is_file() for one in scenarios)


def _part(tell: Tell | None, done: int, some: int, of: int) -> Tell:
    """Progress of some plans as a part of the whole."""
    def told(text: str, share: float) -> None:
        if tell is not None:
            tell(f"{done} of {of} plans done" if text.startswith("running") else text, (done + some * share) / of)

    return told


def _place(one: Scenario, names: Sequence[str], chosen: Chosen, settings: Settings) -> Path:
    """Where a plan's companies are kept, by all that they depend on."""
    from sim.lab.claims_runs import content, rules

    members: list[Any] = [] if chosen.ensemble is None else [member.content() for member in chosen.ensemble]
    name = digest([rules(), content(one), one.weeks, list(names), members, settings.replications, settings.seed, "sequence 1"])
    return (settings.out or cache_root() / "sequence") / f"{name}.npz"
