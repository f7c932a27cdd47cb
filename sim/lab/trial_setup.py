"""A trial is set up: the same scenario twice, the second with levers that change from a week on; and it is judged, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.lab.result import Result
from sim.lab.trial import FEWEST, Found, judged
from sim.measures import MEASURES, UnknownMeasure
from sim.policy import CONDITIONS, LEVERS
from sim.scenario import Scenario, ScenarioError
from sim.scenario.model import Step
from sim.scenario.settings import apply_settings

USUAL = ("engagement", "satisfaction", "quit_rate_year", "output", "profit")
"""Measures that a trial looks at when nobody asks for others."""
MOST_COMPANIES = 10_000


@dataclass(frozen=True)
class Trial:
    """What a trial found, and of what."""

    treatment: str
    from_week: int
    control: Result
    treated: Result
    found: tuple[Found, ...]
    pictures: tuple[str, ...] = ("trial",)


def treated_levers(scenario: Scenario, settings: Sequence[str], treatment: Scenario | None) -> dict[str, float]:
    """What the treatment changes, by lever or condition: the other scenario's policy, and settings laid over it. Raises ScenarioError."""
    problems, change = [], {}
    if treatment is not None:
        if treatment.timeline or treatment.events or treatment.off or treatment.parameters != scenario.parameters:
            problems.append(f"--treatment: {treatment.name} changes more than levers at its start (a course in time, events, parameters); use --set")
        change = {name: value for name, value in treatment.policy.items() if value != scenario.policy[name]}
    for path, value, _ in apply_settings(scenario, settings).differences(scenario) if settings else ():
        name = path.split(".")[-1]
        if name in (*LEVERS, *CONDITIONS):
            change[name] = float(value)
        elif path not in ("name", "title"):
            problems.append(f"--set: {path} cannot be given to half of the companies - a trial changes levers and conditions only")
    fixed = {step.setting for step in scenario.timeline} & set(change)
    problems += [f"--set: {scenario.name} has a course in time for {name} already - a trial needs a scenario without" for name in sorted(fixed)]
    if not problems and not change:
        problems = ["a trial needs a treatment: --set LEVER=VALUE, or --treatment SCENARIO, that changes something"]
    if problems:
        raise ScenarioError(problems)
    return change


def set_up(scenario: Scenario, change: dict[str, float], *, units: int, weeks: int, from_week: int, seed: int | None, branches: bool) -> list[Scenario]:
    """The scenario without and with the treatment. Raises ScenarioError."""
    problems = []
    if not FEWEST <= units <= MOST_COMPANIES:
        problems.append(f"--units: must lie between {FEWEST} and {MOST_COMPANIES:,} ({units})")
    if not 0 <= from_week < weeks:
        problems.append(f"--from-week: must lie between 0 and the last week, {weeks - 1} ({from_week})")
    if problems:
        raise ScenarioError(problems)
    more = {"organisation": {"units": 1}} if branches else {}
    try:
        control = scenario.with_(weeks=weeks, replications=units, **({} if seed is None else {"seed": seed}), **more)
        steps = tuple(Step(name, "step", from_week, None, value) for name, value in change.items())
        treated = control.with_(name=f"{scenario.name} treated", timeline=(*control.timeline, *steps))
    except ScenarioError as error:
        raise ScenarioError([problem.removeprefix("with_: ") for problem in error.problems]) from None
    return [control, treated]


def measures_asked(names: Sequence[str]) -> tuple[str, ...]:
    """The measures by name, the usual ones when none is asked for. Raises ScenarioError with one line for each that is not known."""
    problems = [f"--measure: {UnknownMeasure(name, list(MEASURES))}" for name in names if name not in MEASURES]
    if problems:
        raise ScenarioError(problems)
    return tuple(dict.fromkeys(names)) or USUAL


def in_words(change: dict[str, float], treatment: Scenario | None) -> str:
    """What treated companies get: a policy by its name, or the levers."""
    if treatment is not None:
        return f"the policy of {treatment.name}"
    words = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in list(change.items())[:4])
    return words + (f" and {len(change) - 4} more" if len(change) > 4 else "")


def concluded(control: Result, treated: Result, words: str, measures: Sequence[str], from_week: int, seed: int) -> Trial:
    """The trial judged in each measure."""
    return Trial(words, from_week, control, treated, tuple(judged(control, treated, name, from_week, seed) for name in measures))
