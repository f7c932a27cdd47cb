"""A study file is read with limits and checked, as scenarios are: every problem is one line with its place, what is allowed and the nearest right name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.ensemble.store import Ensemble, EnsembleError
from sim.lab.sweep.design import count, missing_library
from sim.lab.sweep.study import DESIGNS, MOST_COURSES, MOST_POINTS, MOST_RUNS, Design, Input, Outcome, Study, Until
from sim.lab.sweep.study_inputs import read_inputs, some_levels
from sim.lab.sweep.study_readings import read_outcomes
from sim.scenario import Scenario, ScenarioError, load_scenario
from sim.scenario.check import checked, plain
from sim.scenario.errors import Path as Place
from sim.scenario.errors import Report, cut, did_you_mean, one_line, show
from sim.scenario.keys import Key
from sim.scenario.model import Run, replaced
from sim.scenario.names import RULE, good_name, name_from_file
from sim.scenario.overlay import overlay
from sim.scenario.read import library_names
from sim.scenario.text import read_document
from sim.vocabulary import rows

MOST_BYTES, MOST_KEYS = 4 * 1024 * 1024, 200_000
_RUN = {row.name: Key("whole", row.about.meaning, row.about.low, row.about.high, row.about.unit, default=row.default) for row in rows(Run)}
TOP: Mapping[str, Key] = {
    "name": Key("text", "short name of the study; the file's name when left out"),
    "title": Key("text", "what is asked, in one line"),
    "arms": Key("names", "scenarios that are lived at every point, of the library, of a file, or of [arm.NAME] below; the first is the baseline"),
    **_RUN,
}
TABLES = ("design", "inputs", "outcomes", "until", "arm", "common")
DESIGN: Mapping[str, Key] = {
    "kind": Key("choice", "how points are drawn", options=DESIGNS, needed=True),
    "points": Key("whole", "how many points; saltelli: base samples; morris: trajectories", 1, MOST_POINTS, "points"),
    "seed": Key("whole", "which draw of points", 0, 2**32 - 1, "number"),
    "second_order": Key("flag", "saltelli: whether interactions of pairs can be told too"),
    "levels": Key("whole", "morris: levels of each input, an even number", 2, 1000, "levels"),
    "rows": Key("flag", "list: the points themselves"),
}
UNTIL: Mapping[str, Key] = {
    "outcome": Key("text", "the outcome whose interval must become narrow", needed=True),
    "width": Key("number", "the widest interval (95 %) that will do, from end to end, in the outcome's unit", 1e-12, 1e15, "", needed=True),
    "most": Key("whole", "the most replications of a point", 2, 100_000, "runs", needed=True),
    "arm": Key("text", "the arm whose difference from the baseline is meant; the last arm when left out"),
}


@dataclass
class _Within(Report):
    """A report that looks for its problems inside one part of a larger file."""

    within: Place = ()

    def add(self, path: Place, *rest: Any, **more: Any) -> None:
        """One more problem, at its place in the whole file."""
        super().add((*self.within, *path), *rest, **more)


def load_study(path: str | Path) -> Study:
    """The study of a file. Raises ScenarioError, with one line for each problem, and nothing else."""
    report = Report(one_line(str(path)))
    document = read_document(path, report, MOST_BYTES, MOST_KEYS)
    content = plain(document.content, (), report)
    for key, value in content.items():
        if key not in TOP and key not in TABLES and key != "members":
            report.add((key,), "unknown key", value, known=(*TOP, *TABLES, "members"))
    top = checked({key: value for key, value in content.items() if key in TOP}, TOP, (), report)
    name = str(top.get("name", name_from_file(Path(path).stem)))
    if not good_name(name):
        report.add(("name",), "is not a usable name", name, RULE)
    arms = _arms(content, top, Path(path), report)
    weeks = int(top.get("weeks", arms[0].weeks if arms else 260))
    names = [one.name for one in arms]
    if len(set(names)) < len(names):
        report.add(("arms",), "two scenarios bear one name", ", ".join(names))
    before = len(report.problems)
    inputs = read_inputs(content, names, report)
    _tell_idle(inputs, arms, report)
    outcomes = read_outcomes(content.get("outcomes"), weeks, [one.name for one in inputs], report)
    design = _design(content.get("design"), inputs, bool(content.get("inputs")) and len(report.problems) > before, report)
    until = _until(content.get("until"), outcomes, names, report)
    members = _members(content.get("members", "none"), report)
    report.stop()
    replications = int(top.get("replications", 8))
    study = Study(name, one_line(str(top.get("title", name))), tuple(one.with_(weeks=weeks) for one in arms), inputs, outcomes, design, weeks, replications,
                  int(top.get("seed", 1)), members, str(content.get("members", "none")), until, str(path))
    _tell_size(study, report)
    report.stop()
    return study


def _arms(content: Mapping[str, Any], top: Mapping[str, Any], file: Path, report: Report) -> tuple[Scenario, ...]:
    """The scenarios that are lived at every point, with what `[common]` says laid over each."""
    own = content.get("arm", {})
    if not isinstance(own, dict) or not all(isinstance(one, dict) for one in own.values()):
        report.add(("arm",), "must be tables", own, "[arm.NAME] with settings below it, as in a scenario file")
        return ()
    wanted = top.get("arms", list(own) or ["reference"])
    if not wanted:
        report.add(("arms",), "names nobody", allowed='["reference"], the baseline first')
    if len(set(wanted)) < len(wanted):
        report.add(("arms",), "names a scenario twice", wanted)
    found = [_arm(name, own, content.get("common", {}), file, report) for name in dict.fromkeys(wanted)]
    for name in own:
        if name not in wanted:
            report.add(("arm", name), "is not among `arms`", allowed=", ".join(wanted))
    return tuple(one for one in found if one is not None)


def _arm(name: str, own: Mapping[str, Any], common: Any, file: Path, report: Report) -> Scenario | None:
    """One arm: of the file itself, beside the file, or of the library."""
    given = own.get(name, {})
    parent = given.get("extends", "reference") if name in own else name
    beside = file.parent / (parent if str(parent).endswith(".toml") else f"{parent}.toml")
    try:
        base = load_scenario(beside if beside.is_file() else str(parent))
    except ScenarioError as error:
        near = did_you_mean(name, [*own, *library_names()])
        unknown = name not in own and name not in library_names() and not name.endswith(".toml")
        lines = [f"{show(name)}: there is neither [arm.{cut(one_line(name))}] nor a scenario of this name"] if unknown else error.problems
        report.earlier += [f"{report.place}: arms: {line}" + (f" - {near}" if near and unknown else "") for line in lines]
        return None
    for at, laid in ((("common",), common), (("arm", name), {key: value for key, value in given.items() if key != "extends"})):
        inner = _Within(report.place, report.line_of, within=at)
        base = overlay(base, laid if isinstance(laid, dict) else {}, inner, whole_file=False)
        report.earlier += [line for line in inner.lines() if line not in report.earlier]
    return replaced(base, name=base.name if name not in own else name)


def _tell_idle(inputs: tuple[Input, ...], arms: tuple[Scenario, ...], report: Report) -> None:
    """A lever that an arm's timeline sets from the first week on cannot vary there."""
    for one in inputs:
        for arm in arms:
            if (not one.arms or arm.name in one.arms) and any(step.setting == one.key and step.start == 0 and step.shape == "step" for step in arm.timeline):
                report.add(("inputs", one.name), f"would do nothing in {arm.name}: its timeline sets it from week 0", hint="name the others: arms = [...]")


def _design(given: Any, inputs: tuple[Input, ...], some_wrong: bool, report: Report) -> Design:
    """How points are drawn; what cannot be drawn is told. Of inputs some of which are wrong, nothing is told that only follows from that."""
    content = dict(given) if isinstance(given, dict) else {}
    rows_given = content.pop("rows", None)
    found = checked(content if isinstance(given, dict) or given is None else given, DESIGN, ("design",), report)
    kind = found.get("kind", "")
    if not kind:
        return Design("grid")
    points, second = int(found.get("points", 0)), bool(found.get("second_order", False))
    if kind in ("grid", "list"):
        if points:
            report.add(("design", "points"), f"means nothing for a {kind}: its points are counted", points)
    elif not points:
        report.add(("design", "points"), f"is missing: a {kind} design needs it", allowed=DESIGN["points"].allowed)
    if kind in ("sobol", "saltelli") and points & (points - 1):
        report.add(("design", "points"), f"a {kind} design takes a power of two", points, f"{2 ** (points.bit_length() - 1)} or {2 ** points.bit_length()}")
    if second and kind != "saltelli":
        report.add(("design", "second_order"), f"means nothing for a {kind} design")
    if kind == "morris" and found.get("levels", 4) % 2:
        report.add(("design", "levels"), "must be even", found["levels"])
    if kind == "morris" and points == 1:
        report.add(("design", "points"), "one trajectory tells nothing of the spread", points, "2 or more; 10 to 50 are usual")
    if kind not in ("grid", "list") and not inputs and not some_wrong:
        report.add(("inputs",), "nothing varies", allowed="[inputs.NAME] for each thing that varies")
    _tell_levels(kind, inputs, report)
    missing = missing_library(kind)
    if missing:
        report.add(("design", "kind"), missing)
    rows_read = () if some_wrong else _rows(rows_given, kind, inputs, report)
    return Design(kind, points, int(found.get("seed", 1)), second, int(found.get("levels", 4)), rows_read)


def _tell_levels(kind: str, inputs: tuple[Input, ...], report: Report) -> None:
    """A grid needs levels for each of its inputs."""
    for one in inputs:
        if kind == "grid" and not one.values:
            report.add(("inputs", one.name), "a grid needs its values", allowed=f"{some_levels(one.low, one.high)}, or low, high and steps")


def _rows(given: Any, kind: str, inputs: tuple[Input, ...], report: Report) -> tuple[tuple[float, ...], ...]:
    """The points of a list: a number for each input, in the order in which inputs stand in the file, and within their ranges."""
    if kind != "list":
        if given is not None:
            report.add(("design", "rows"), f"means nothing for a {kind} design")
        return ()
    if not isinstance(given, list) or not given:
        report.add(("design", "rows"), "is missing: a list needs its points", allowed=f"rows = [[...], ...] with {len(inputs)} numbers each")
        return ()
    found = []
    for number, row in enumerate(given):
        at: Place = ("design", "rows", number)
        if not isinstance(row, list) or len(row) != len(inputs) or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in row):
            report.add(at, "must be a list of numbers, one for each input", row, ", ".join(one.name for one in inputs))
            continue
        for value, one in zip(row, inputs, strict=True):
            if not one.low <= value <= one.high:
                report.add(at, f"is out of range for {one.name}", value, f"{one.low:g} to {one.high:g} {one.unit}")
        found.append(tuple(float(value) for value in row))
    return tuple(found)


def _until(given: Any, outcomes: tuple[Outcome, ...], arms: list[str], report: Report) -> Until | None:
    """When enough replications have been run."""
    if given is None:
        return None
    found = checked(given, UNTIL, ("until",), report)
    known = [one.name for one in outcomes]
    if "outcome" in found and found["outcome"] not in known:
        report.add(("until", "outcome"), "is no outcome of this study", found["outcome"], known=known, word=found["outcome"])
    if "arm" in found and found["arm"] not in arms:
        report.add(("until", "arm"), "is no arm of this study", found["arm"], known=arms, word=found["arm"])
    if not {"outcome", "width", "most"} <= set(found):
        return None
    return Until(str(found["outcome"]), float(found["width"]), int(found["most"]), str(found.get("arm", "")))


def _members(asked: Any, report: Report) -> Ensemble | None:
    """The companies of an ensemble; none for the default company alone."""
    from sim.lab.members import choose

    if not isinstance(asked, str | int) or isinstance(asked, bool):
        report.add(("members",), "must be a number or a text", asked, "all, none, a number, or a file of parameter sets")
        return None
    try:
        return choose(asked, []).ensemble
    except EnsembleError as error:
        report.earlier += [f"{report.place}: {line}" for line in error.problems]
        return None


def _tell_size(study: Study, report: Report) -> None:
    """Designs that nobody can wait for are refused before anything is drawn."""
    points = count(study.design, study.inputs)
    courses = points * len(study.arms) * len(study.members)
    runs = courses * (study.until.most if study.until else study.replications)
    if points > MOST_POINTS:
        sums = " x ".join(str(len(one.values)) for one in study.inputs) if study.design.kind == "grid" else study.design.kind
        report.add(("design",), f"too many points: {sums} = {points:.3g}", allowed=f"at most {MOST_POINTS:,}",
                   hint="fewer levels, or a sobol or latin_hypercube design")
    elif courses > MOST_COURSES or runs > MOST_RUNS:
        whole = f"{points:,} points x {len(study.arms)} arms x {len(study.members)} members = {courses:,}; {runs:.3g} runs"
        report.add(("design",), f"too much for one study: {whole}", allowed=f"at most {MOST_COURSES:,}; {MOST_RUNS:,} runs",
                   hint="several studies with other seeds, side by side")
    if study.until and study.until.most < study.replications:
        report.add(("until", "most"), "is less than the replications to start with", study.until.most, f"at least {study.replications}")
