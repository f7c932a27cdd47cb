"""What can vary in a study, by name: a lever (`slack_share`), a condition (`world.demand`), a number of the model (`strain.load`), a size
(`organisation.team_size`)."""

from __future__ import annotations

from sim.lab.sweep.study import Kind
from sim.policy import CONDITIONS, LEVERS
from sim.scenario.errors import did_you_mean
from sim.scenario.keys import TABLES, Key, parameter_keys


def resolved(name: str) -> tuple[str, Kind, Key] | None:
    """The name in the table of results, what it is, and its declaration; None for a name that nothing bears."""
    section, _, rest = name.partition(".")
    bare = rest if section in ("policy", "world", "organisation", "parameters") else name
    sizes = {key: about for key, about in TABLES["organisation"].items() if about.kind in ("number", "whole")}
    if section in ("policy", bare) and bare in LEVERS:
        return bare, "lever", TABLES["policy"][bare]
    if section in ("world", bare) and bare in CONDITIONS:
        return f"world.{bare}", "condition", TABLES["world"][bare]
    if section in ("organisation", bare) and bare in sizes:
        return f"organisation.{bare}", "organisation", sizes[bare]
    if (section == "parameters" or bare == name) and bare in parameter_keys():
        return bare, "parameter", parameter_keys()[bare]
    return None


def nearest_input(name: str) -> str:
    """The nearest name that can vary, as a question; empty when none is near."""
    known = [*LEVERS, *(f"world.{one}" for one in CONDITIONS), *CONDITIONS, *parameter_keys(), *(f"organisation.{one}" for one in TABLES["organisation"])]
    return did_you_mean(name, known)
