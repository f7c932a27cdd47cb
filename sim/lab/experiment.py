"""Running scenarios from Python: one call for one result, one call for a comparison by common luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from sim.lab.compare import Comparison
from sim.lab.result import Result
from sim.measures import Record
from sim.scenario import Scenario, ScenarioError, load_scenario

if TYPE_CHECKING:
    from sim.ensemble.store import Ensemble

Progress = Callable[[str, float], None]
SHARED = ("replications", "weeks", "seed")


class Engine(Protocol):
    """What the laboratory asks of an engine."""

    def __call__(self, scenarios: Sequence[Scenario], **settings: Any) -> list[Any]:
        """One record for each scenario."""


def opened(scenario: Scenario | str | Path) -> Scenario:
    """A scenario as it is, or read by its name in the library or from its file. Raises ScenarioError with one line for each problem."""
    return scenario if isinstance(scenario, Scenario) else load_scenario(str(scenario))


def shared(scenarios: Sequence[Scenario], **wanted: int | None) -> list[Scenario]:
    """The same scenarios with the same replications, weeks and seed: those wanted, else those on which all agree.

    Raises ScenarioError when they disagree and nothing is wanted, or when a wanted number is out of range."""
    problems, values = [], {}
    for what in SHARED:
        held = list(dict.fromkeys(getattr(scenario, what) for scenario in scenarios))
        chosen = wanted.get(what)
        if chosen is None and len(held) > 1:
            problems.append(f"{what}: the scenarios ask for {', '.join(map(str, held))}; say which, for instance --{what} {max(held)}")
        values[what] = held[0] if chosen is None else chosen
    if problems:
        raise ScenarioError(problems)
    try:
        return [scenario.with_(**values) for scenario in scenarios]
    except ScenarioError as error:
        raise ScenarioError([problem.removeprefix("with_: ") for problem in error.problems]) from None


def run_all(
    scenarios: Sequence[Scenario | str | Path],
    *,
    replications: int | None = None,
    weeks: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    record: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Result]:
    """One result for each scenario, all under common luck. Weeks, replications and seed are the scenarios' own unless given.

    `record` names arrays to keep beside the weekly record, such as `teams.backlog`. `progress` is told a text and the share done.
    Raises ScenarioError (its `problems` are one-line texts) for a scenario that cannot be read or run."""
    from sim.reference.run import run_scenarios

    ready = shared([opened(scenario) for scenario in scenarios], replications=replications, weeks=weeks, seed=seed)
    first = ready[0]
    engine = cast(Engine, run_scenarios)
    records = engine(ready, replications=first.replications, seed=first.seed, weeks=first.weeks, threads=threads, record=record, progress=progress)
    return [Result(cast(Record, record)) for record in records]


def run(scenario: Scenario | str | Path, **settings: Any) -> Result:
    """The result of one scenario: a Scenario, a name in the library, or a file. Settings as for `run_all`. Raises ScenarioError."""
    return run_all([scenario], **settings)[0]


def compare(
    *scenarios: Scenario | str | Path,
    baseline: int = 0,
    members: Ensemble | str | int | Path | None = None,
    replications: int | None = None,
    weeks: int | None = None,
    seed: int | None = None,
    **settings: Any,
) -> Comparison:
    """Scenarios compared in identical companies; the first is the baseline unless told otherwise. Settings as for `run_all`.

    `members` says in which companies: those of the ensemble that comes along ("all", or so many), of a file or an Ensemble, or "none" for the default company,
    where only luck differs. Nothing given takes some of the ensemble that comes along (64 for most scenarios) where it fits, else none; `Comparison.note`
    says why one that is there was left out. `replications` counts the companies of each member, 2 unless given.

    Raises ScenarioError for a scenario or ensemble that cannot be used, ValueError for fewer than two scenarios or a baseline that is not there."""
    from sim.lab.members import EACH, choose, run_chosen

    if len(scenarios) < 2 or not 0 <= baseline < len(scenarios):
        raise ValueError(f"compare needs two scenarios or more and a baseline among them, not {len(scenarios)} and {baseline}")
    asked = [opened(scenario) for scenario in scenarios]
    chosen = choose(members, asked)
    each = EACH if replications is None and chosen.ensemble else replications
    return Comparison(run_chosen(shared(asked, replications=each, weeks=weeks, seed=seed), chosen, **settings), baseline, chosen.note)


__all__ = ["Progress", "compare", "opened", "run", "run_all", "shared"]
