"""The command `trivox search`: policies that serve several voices at once and hold up in many futures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.members import Chosen
    from sim.lab.search import Found, Reserved
    from sim.lab.search_aims import Task
    from sim.scenario import Scenario

Tell = Callable[[str, float], None]
MEMBERS, ALONE, WITH_MEMBERS, DRAWS = 8, 4, 2, 8
"""Members that the search lives in unless told; replications of each future without members, and with; draws of the conditions."""
Levers = Annotated[
    list[str] | None,
    typer.Option("--lever", metavar="NAME=LOW:HIGH", help="What may be chosen; repeat for each. NAME alone: its whole range.", show_default=False),
]
Aims = Annotated[
    list[str] | None,
    typer.Option("--aim", metavar="MEASURE|price", help="What is aimed at; repeat for each.", show_default="three voices and price"),
]
Conditions = Annotated[
    list[str] | None,
    typer.Option("--condition", metavar="NAME=LOW:HIGH", help="What the world may do; repeat for each.", show_default="as in the scenario"),
]
Draws = Annotated[int | None, typer.Option("--draws", metavar="N", help="How many draws of the conditions.", show_default="8 with conditions")]
Robust = Annotated[str, typer.Option("--robust", metavar="mean|worst-decile|regret", help="What counts over futures.")]
Generations = Annotated[int, typer.Option("--generations", metavar="N", help="How often the population is renewed; more go on from where it stopped.")]
Population = Annotated[int, typer.Option("--population", metavar="N", help="Policies in a generation, an even number.")]
Sampler = Annotated[str, typer.Option("--sampler", metavar="nsga2|nsga3", help="The evolutionary sampler of Optuna.")]
Front = Annotated[int, typer.Option("--front", metavar="N", help="At most so many policies of the front are looked at afresh and shown.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Keep what was evaluated here; a search that was stopped goes on.", show_default="the cache")
]
Save = Annotated[Path | None, typer.Option("--save", metavar="FILE.toml", help="Write a policy of the front as a scenario file.", show_default=False)]
Number = Annotated[int | None, typer.Option("--policy", metavar="N", help="Which policy --save writes.", show_default="the least regretted")]


def search(
    name: o.Name,
    lever: Levers = None,
    aim: Aims = None,
    condition: Conditions = None,
    draws: Draws = None,
    members: o.Members = None,
    robust: Robust = "mean",
    generations: Generations = 12,
    population: Population = 24,
    sampler: Sampler = "nsga2",
    front: Front = 12,
    settings: o.Settings = None,
    weeks: o.Weeks = None,
    replications: o.Replications = None,
    seed: o.Seed = None,
    threads: o.Threads = None,
    out: Out = None,
    save: Save = None,
    policy: Number = None,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    plots: o.Plots = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Search policies that serve several voices at once, and hold up in many futures.

    The front is lived again under fresh luck before it is shown: a search picks what was lucky. Needs `pip install 'trivox[research]'`.
    """
    from sim.lab.search import search as searched
    from sim.lab.search_live import Living
    from sim.views import answer_files, asking, telling
    from sim.views import search_words as words

    asking.numbers(threads=threads)
    base = asking.scenarios([name], settings or [])[0]
    chosen = reserved(members, base)
    each = (WITH_MEMBERS if chosen.ensemble else ALONE) if replications is None else replications
    task = _task(_ready(base, weeks, each, seed), chosen, lever or [], aim or [], condition or [], draws, robust, sampler, population)
    _check(save, policy, front, force)
    files = answer_files.wanted(csv, plots, force, ["policies", "tried"])
    telling.note(chosen.note)
    with _progress(quiet) as tell:
        found = searched(task, generations, Living(threads), out, front, tell)
    if save is not None:
        files.written.append(_saved(found, policy, save))
    answer_files.answer(words.Told(found), files, as_json, quiet)


def _task(base: Scenario, chosen: Chosen, lever: list[str], aim: list[str], condition: list[str], draws: int | None, robust: str, sampler: str,
          population: int) -> Task:
    """What is searched. Raises ScenarioError."""
    from sim.lab.search_aims import Task, aims_of, stretches

    levers, aims = stretches("--lever", lever), aims_of(aim)
    conditions = stretches("--condition", condition) if condition else ()
    return Task(base, levers, aims, conditions, (DRAWS if conditions else 1) if draws is None else draws, chosen, robust, sampler, population)


def _ready(base: Scenario, weeks: int | None, replications: int, seed: int | None) -> Scenario:
    """The baseline with the numbers that were asked for. Raises ScenarioError."""
    from sim.lab.experiment import shared

    return shared([base], weeks=weeks, replications=replications, seed=seed)[0]


def reserved(members: str | None, base: Scenario) -> Reserved | Chosen:
    """The members that a search lives in, and those that are kept for the fresh look: the next ones of the ensemble that comes along, or half of a file's."""
    from sim.ensemble import store
    from sim.lab.members import choose
    from sim.lab.search import Reserved

    found = choose(members, [base])
    if found.ensemble is None:
        return found
    whole = store.load() if found.source == store.SHIPPED.name else found.ensemble
    count = MEMBERS if members is None else len(found.ensemble) if len(found.ensemble) < len(whole) else max(len(whole) // 2, 1)
    count = min(count, max(len(whole) // 2, 1))
    spare = store.Ensemble(whole.members[count : 2 * count], whole.provenance)
    return Reserved(whole.first(count), found.source, found.note, spare)


def _check(save: Path | None, policy: int | None, front: int, force: bool) -> None:
    """What would stop files from being written, and numbers that make no sense. Raises ScenarioError."""
    from sim.scenario.errors import ScenarioError
    from sim.views.answer_files import in_the_way

    problems = [] if 1 <= front <= 1000 else [f"--front: must lie between 1 and 1000 ({front})"]
    if save is not None:
        problems += in_the_way("--save", save, force)
        problems += [] if save.suffix == ".toml" else [f"--save: {save.name} does not end in .toml"]
    if policy is not None and (save is None or not 1 <= policy <= front):
        problems.append(f"--policy: says which policy (1 to {front}) --save writes ({policy})")
    if problems:
        raise ScenarioError(problems)


def _saved(found: Found, number: int | None, place: Path) -> Path:
    """A policy of the front as a scenario file. Raises ScenarioError where there is no such policy."""
    from sim.compiled import keep_file
    from sim.lab.search import as_scenario
    from sim.lab.sweep.export import as_toml
    from sim.scenario.errors import ScenarioError

    best = found.least_regret
    wanted = (best.number if best else 0) if number is None else number
    one = next((one for one in found.policies if one.number == wanted), None)
    if one is None:
        raise ScenarioError([f"--policy: the front has {len(found.policies)} policies ({wanted})"])
    keep_file(place, as_toml(as_scenario(found, one, place.stem)).encode("utf-8"))
    return place


def _progress(quiet: bool) -> AbstractContextManager[Tell]:
    """Progress where there is a terminal, and a word on the first compilation and on references that are solved first."""
    from sim.reference.run import is_warm
    from sim.views.running import _bar, _say

    if not is_warm():
        _say("The model is compiled first. This happens once and takes up to a minute; later runs start at once.", "compiling the model once", quiet)
    return _bar(quiet, "this organisation is new")
