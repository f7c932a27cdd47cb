"""A search as it is asked: by options, or as a file, in which every key but the levers may be left out:

    base = "small"                     # the baseline policy and its company: a scenario of the library, or a file beside this one
    members = 8                        # plausible companies, as `--members` takes them
    draws = 6                          # draws of the conditions
    robust = "worst-decile"
    aims = ["engagement", "satisfaction", "cumulative_profit", "price"]
    [levers]
    slack_share = [0.0, 0.3]           # the stretch that is searched
    autonomy = "all"                   # its whole range
    [conditions]
    demand = [0.9, 1.1]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.ensemble import store
from sim.lab.experiment import shared
from sim.lab.members import Chosen, choose
from sim.lab.search import Reserved
from sim.lab.search_aims import MOST_FUTURES, MOST_GENERATIONS, MOST_POPULATION, ROBUST, SAMPLERS, Task, aims_of, stretches
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.check import checked, plain
from sim.scenario.errors import Report, one_line
from sim.scenario.keys import Key
from sim.scenario.model import Run
from sim.scenario.text import read_document
from sim.vocabulary import rows

MEMBERS, ALONE, WITH_MEMBERS, DRAWS, GENERATIONS, POPULATION = 8, 4, 2, 8, 12, 24
"""Members that the search lives in unless told; replications of each future without members, and with; draws of the conditions; generations and their size."""
KEYS: Mapping[str, Key] = {
    "title": Key("text", "what is asked, in one line"),
    "base": Key("text", "the baseline", needed=True),
    **{row.name: Key("whole", row.about.meaning, row.about.low, row.about.high, row.about.unit) for row in rows(Run)},
    "draws": Key("whole", "draws of the conditions", 1, MOST_FUTURES, "draws"),
    "robust": Key("choice", "what counts over futures", options=ROBUST),
    "sampler": Key("choice", "the evolutionary sampler of Optuna", options=SAMPLERS),
    "generations": Key("whole", "how often the population is renewed", 1, MOST_GENERATIONS, "generations"),
    "population": Key("whole", "policies in a generation, an even number", 4, MOST_POPULATION, "policies"),
    "aims": Key("names", "what is aimed at", told='a list of measures, and "price"'),
}
STRETCHES = {"levers": "--lever", "conditions": "--condition"}
OWN = ("members", *STRETCHES)
"""Keys that have a shape of their own."""


def load_search(path: str | Path) -> dict[str, Any]:
    """What a file asks, as `task_of` takes it. Raises ScenarioError with one line for each problem."""
    report = Report(one_line(str(path)))
    content = plain(read_document(path, report).content, (), report)
    for key, value in content.items():
        if key not in KEYS and key not in OWN:
            report.add((key,), "unknown key", value, known=(*KEYS, *OWN))
    found = checked({key: value for key, value in content.items() if key in KEYS}, KEYS, (), report)
    for name, option in STRETCHES.items():
        found[name] = _stretches(content.get(name, {}), name, report)
        try:
            stretches(option, found[name]) if found[name] or name == "levers" else ()
        except ScenarioError as wrong:
            report.earlier += [f"{report.place}: {name}{line.removeprefix(option)}" for line in wrong.problems]
    if "members" in content:
        found["members"] = str(content["members"])
    if "base" in found:
        beside = Path(path).parent / f"{found['base'].removesuffix('.toml')}.toml"
        try:
            found["base"] = load_scenario(beside if beside.is_file() else found["base"])
        except ScenarioError as wrong:
            report.earlier += [f"{report.place}: base: {line}" for line in wrong.problems]
    report.stop()
    return found


def _stretches(given: Any, name: str, report: Report) -> list[str]:
    """Stretches as options write them."""
    if not isinstance(given, dict):
        report.add((name,), "must be a table", given, f"[{name}] with a stretch for each, such as {'autonomy' if name == 'levers' else 'demand'} = [0.2, 0.9]")
        return []
    found = []
    for key, ends in given.items():
        if ends == "all":
            found.append(key)
        elif isinstance(ends, list) and len(ends) == 2 and all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
            found.append(f"{key}={ends[0]!r}:{ends[1]!r}")
        else:
            report.add((name, key), "is no stretch", ends, '[low, high], or "all" for the whole range')
    return found


def task_of(given: Mapping[str, Any]) -> tuple[Task, int]:
    """What is searched, and for how many generations, with what is usual for all that is not said. `given` has the keys of a file, with `base` a scenario, and
    levers and conditions as options write them. Raises ScenarioError."""
    chosen = reserved(given.get("members"), given["base"])
    each = given.get("replications", WITH_MEMBERS if chosen.ensemble else ALONE)
    base = shared([given["base"]], weeks=given.get("weeks"), replications=each, seed=given.get("seed"))[0]
    levers, aims = stretches("--lever", given.get("levers", ())), aims_of(given.get("aims", ()))
    conditions = stretches("--condition", given["conditions"]) if given.get("conditions") else ()
    draws = given.get("draws", DRAWS if conditions else 1)
    task = Task(base, levers, aims, conditions, draws, chosen, given.get("robust", "mean"), given.get("sampler", "nsga2"), given.get("population", POPULATION))
    return task, given.get("generations", GENERATIONS)


def reserved(members: str | None, base: Scenario) -> Reserved | Chosen:
    """The members that a search lives in, and those that are kept for the fresh look: the next ones of the ensemble that comes along, or half of a file's."""
    found = choose(members, [base])
    if found.ensemble is None:
        return found
    whole = store.load() if found.source == store.SHIPPED.name else found.ensemble
    count = MEMBERS if members is None else len(found.ensemble) if len(found.ensemble) < len(whole) else max(len(whole) // 2, 1)
    count = min(count, max(len(whole) // 2, 1))
    spare = store.Ensemble(whole.members[count : 2 * count], whole.provenance)
    return Reserved(whole.first(count), found.source, found.note, spare)
