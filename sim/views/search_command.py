"""The command `trivox search`: policies that serve several voices at once and hold up in many futures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.search import Found

Tell = Callable[[str, float], None]
Name = Annotated[str | None, typer.Argument(metavar="NAME|FILE", help="The baseline: a scenario of the library, or a file (.toml).", show_default=False)]
File = Annotated[
    Path | None, typer.Option("--file", metavar="FILE.toml", help="The whole search as a file (docs/sweeps.md); options go before it.", show_default=False)
]
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
Robust = Annotated[str | None, typer.Option("--robust", metavar="mean|worst-decile|regret", help="What counts over futures.", show_default="mean")]
Generations = Annotated[
    int | None, typer.Option("--generations", metavar="N", help="How often the population is renewed; more go on from where it stopped.", show_default="12")
]
Population = Annotated[int | None, typer.Option("--population", metavar="N", help="Policies in a generation, an even number.", show_default="24")]
Sampler = Annotated[str | None, typer.Option("--sampler", metavar="nsga2|nsga3", help="The evolutionary sampler of Optuna.", show_default="nsga2")]
Front = Annotated[int, typer.Option("--front", metavar="N", help="At most so many policies of the front are looked at afresh and shown.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Keep what was evaluated here; a search that was stopped goes on.", show_default="the cache")
]
Save = Annotated[Path | None, typer.Option("--save", metavar="FILE.toml", help="Write a policy of the front as a scenario file.", show_default=False)]
Number = Annotated[int | None, typer.Option("--policy", metavar="N", help="Which policy --save writes.", show_default="the least regretted")]


def search(
    name: Name = None,
    file: File = None,
    lever: Levers = None,
    aim: Aims = None,
    condition: Conditions = None,
    draws: Draws = None,
    members: o.Members = None,
    robust: Robust = None,
    generations: Generations = None,
    population: Population = None,
    sampler: Sampler = None,
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

    The front is lived again under fresh luck before it is shown: a search picks what was lucky. Needs the extra `research`: pip install 'trivox\\[research]'.
    """
    from sim.lab.search import search as searched
    from sim.lab.search_asked import task_of
    from sim.lab.search_live import Living
    from sim.views import answer_files, asking, telling
    from sim.views import search_words as words

    asking.numbers(threads=threads)
    said = {"levers": lever, "aims": aim, "conditions": condition, "draws": draws, "members": members, "robust": robust, "generations": generations,
            "population": population, "sampler": sampler, "weeks": weeks, "replications": replications, "seed": seed}
    task, turns = task_of({**_base(name, file, settings or []), **{key: value for key, value in said.items() if value not in (None, [])}})
    _check(save, policy, front, force)
    files = answer_files.wanted(csv, plots, force, ["policies", "tried"])
    telling.note(task.chosen.note)
    with _progress(quiet) as tell:
        found = searched(task, turns, Living(threads), out, front, tell)
    if save is not None:
        files.written.append(_saved(found, policy, save))
    answer_files.answer(words.answer_of(found), files, as_json, quiet)


def _base(name: str | None, file: Path | None, settings: list[str]) -> dict[str, Any]:
    """What a file asks, or the named baseline alone. Raises ScenarioError."""
    from sim.lab.search_asked import load_search
    from sim.scenario import apply_settings
    from sim.scenario.errors import ScenarioError
    from sim.views import asking

    if (name is None) == (file is None):
        both = ", not both" if name else ""
        raise ScenarioError([f"search needs a baseline (`trivox search small --lever autonomy`) or a --file, which names its own{both}"])
    if file is None:
        return {"base": asking.scenarios([str(name)], settings)[0]}
    given = load_search(file)
    return {**given, "base": apply_settings(given["base"], settings)} if settings else given


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
    from sim.views import telling
    from sim.views.search_words import doubt

    best = found.least_regret
    wanted = (best.number if best else 0) if number is None else number
    one = next((one for one in found.policies if one.number == wanted), None)
    if one is None:
        raise ScenarioError([f"--policy: the front has {len(found.policies)} policies ({wanted})"])
    keep_file(place, as_toml(as_scenario(found, one, place.stem)).encode("utf-8"))
    if against := doubt(found, one):
        telling.note(f"{place.name}: {against}")
    return place


def _progress(quiet: bool) -> AbstractContextManager[Tell]:
    """Progress where there is a terminal, and a word on the first compilation and on references that are solved first."""
    from sim.views.running import progress

    return progress(quiet, "this organisation is new")
