"""What was asked on the command line becomes scenarios ready to run; whatever cannot be used is told in one line each, before anything is run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.scenario.errors import ScenarioError, cut, did_you_mean, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from sim.lab.finished import Asked
    from sim.scenario import Scenario

MOST_THREADS = 1024
MOST_SCENARIOS = 32


def scenarios(names: Sequence[str], settings: Sequence[str]) -> list[Scenario]:
    """The named scenarios, each with the settings laid over it. Raises ScenarioError with the problems of all of them."""
    from sim.scenario import apply_settings, load_scenario

    if len(names) > MOST_SCENARIOS:
        raise ScenarioError([f"{len(names)} scenarios - at most {MOST_SCENARIOS} can be compared at once"])
    found, problems = [], []
    for name in names:
        try:
            found.append(load_scenario(name))
        except ScenarioError as error:
            problems += error.problems
    if found and settings:
        try:
            changed = [apply_settings(scenario, settings) for scenario in found]
            _note_idle(found, settings)
            found = changed
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return found


def _note_idle(found: Sequence[Scenario], settings: Sequence[str]) -> None:
    """A setting that changes nothing is said, once and on the error stream: it is no error, but somebody meant it to do something."""
    for setting in dict.fromkeys(settings):
        idle = [scenario.name for scenario in found if _changes_nothing(scenario, setting)]
        if len(idle) == len(found):
            print(f"trivox: note: --set {cut(one_line(setting))} changes nothing: that is its value already", file=sys.stderr)


def _changes_nothing(scenario: Scenario, setting: str) -> bool:
    """Whether one setting leaves a scenario as it is. What only makes sense together with another setting is not judged."""
    from sim.scenario import apply_settings

    try:
        return apply_settings(scenario, [setting]) == scenario
    except ScenarioError:
        return False


def compared(
    names: Sequence[str], settings: Sequence[str], company: str | None, start: int | None, weeks: int | None = None
) -> tuple[list[Scenario], list[str]]:
    """The scenarios of a comparison, and how each was asked for: as they are; one against itself as changed; or in a company, which then comes first as it is.
    """
    if company is not None:
        from sim.lab.lived_in import lived_in

        host = scenarios([company], settings)[0]
        others = [name for name in names if name != company]
        if not others:
            raise ScenarioError(["--in: name a scenario whose levers are lived in this company"])
        return [host, *(lived_in(one, host, start or 0) for one in scenarios(others, []))], [company, *others]
    if start is not None:
        raise ScenarioError(["--from: means nothing without --in"])
    found = against_itself(names[0], settings) if len(names) == 1 else scenarios(names, settings)
    if weeks is None:
        _refuse_horizons(found, names)
    return found, list(names)


def _refuse_horizons(found: Sequence[Scenario], names: Sequence[str]) -> None:
    """Raises ScenarioError for other companies watched for another time: what is wanted is mostly one company under two policies."""
    first = found[0]
    for name, one in zip(names[1:], found[1:], strict=False):
        if one.weeks != first.weeks and one.organisation != first.organisation:
            sizes = f"{first.name} has {first.organisation.employees} people and {first.weeks} weeks, {one.name} {one.organisation.employees} and {one.weeks}"
            live = f"`trivox compare {cut(one_line(name))} --in {cut(one_line(names[0]))}` (--from WEEK: later) lives the levers of {one.name} in {first.name}"
            raise ScenarioError([f"{sizes}: two organisations, not two policies of one - {live}; --weeks compares the two as they are"])


def against_itself(name: str, settings: Sequence[str]) -> list[Scenario]:
    """One scenario without and with the settings: what would they change?"""
    import dataclasses

    if not settings:
        raise ScenarioError(["compare needs two scenarios, or one scenario and a --set that changes it"])
    plain, changed = scenarios([name], []), scenarios([name], settings)
    if changed[0].name == plain[0].name:
        changed = [dataclasses.replace(changed[0], name=f"{plain[0].name} changed", title=f"{plain[0].title or plain[0].name} with {', '.join(settings)}")]
    return plain + changed


def baseline_place(wanted: str | None, asked: Sequence[str], labels: Sequence[str]) -> int:
    """Which scenario is the baseline: the first, or the one that was named as it was asked for, by its label, or by its place from 1."""
    if wanted is None:
        return 0
    for known in (list(asked), list(labels)):
        if wanted in known:
            return known.index(wanted)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:4]) <= len(labels):
        return int(wanted) - 1
    hint = did_you_mean(wanted, list(labels))
    known_names = ", ".join(labels)
    raise ScenarioError([f'--baseline: "{cut(one_line(wanted))}" is not one of the scenarios compared - {known_names}' + (f" - {hint}" if hint else "")])


def outcome_of(folder: Path, outcome: str, arm: str, levels: bool, by_member: bool = False) -> Asked:
    """One outcome of the sweep in a folder, the only one where none is named. Raises ScenarioError."""
    from sim.lab.finished import ask
    from sim.lab.finished_members import ByMember
    from sim.lab.sweep.table import open_sweep
    from sim.lab.words import agree, counted

    sweep = open_sweep(folder)
    if missing := sweep.missing:
        lack = f"{counted(missing, 'run')} of it {agree(missing, 'is', 'are')} missing, so that this answer may change"
        print(f"trivox: note: this sweep is not finished: {lack}; `trivox sweep` goes on with it", file=sys.stderr, flush=True)
    names = [str(one.name) for one in sweep.outcomes]
    if not outcome and len(names) != 1:
        raise ScenarioError([f"--outcome: this sweep has {len(names)} outcomes; say which one is asked about - {', '.join(names)}"])
    return ask(ByMember(sweep) if by_member else sweep, outcome or names[0], arm, levels)


def numbers(**given: int | None) -> None:
    """Numbers that no scenario checks. Raises ScenarioError."""
    threads = given.get("threads")
    if threads is not None and not 1 <= threads <= MOST_THREADS:
        raise ScenarioError([f"--threads: must lie between 1 and {MOST_THREADS} ({threads})"])


def base_of(scenario: Scenario, asked: str) -> Scenario:
    """The scenario that this one extends, beside its file or in the library; the reference when it extends none."""
    from pathlib import Path

    from sim.scenario import Scenario, load_scenario

    if len(scenario.files) < 2:
        return Scenario()
    file = scenario.files[1][0]
    neighbour = Path(asked).with_name(file)
    beside = asked.endswith(".toml") and neighbour.is_file() and neighbour.name != Path(asked).name
    return load_scenario(str(neighbour) if beside else Path(file).stem)
