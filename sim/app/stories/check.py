"""What must hold for a lesson as a whole: nobody sees an answer before having predicted it, each prediction is told, each name stands for something."""

from __future__ import annotations

from collections import Counter

from sim.app.stories import keys
from sim.app.stories.judge import OUTCOMES
from sim.app.stories.lesson import CHARTS, FILLED, Debrief, Explain, Lesson, Lock, Pair, Predict, Reveal, Say, Text
from sim.policy import LEVERS
from sim.scenario.errors import Path, Report, ScenarioError
from sim.views.catalogue import files


def whole(lesson: Lesson, report: Report) -> None:
    """Add a problem for each thing that is wrong between the parts of a lesson."""
    for name, pair in lesson.comparison.items():
        _scenarios(pair, ("comparison", name), report)
    if report.problems:
        return
    for place, step in enumerate(lesson.steps):
        at: Path = ("step", place)
        _names(step, lesson, at, report)
        if isinstance(step, Predict):
            _prediction(step, lesson, at, report)
        elif isinstance(step, Explain):
            _chain(step, at, report)
    if not report.problems:
        _order(lesson, report)
        _filled(lesson, report)


def _scenarios(pair: Pair, at: Path, report: Report) -> None:
    """Levers exist and lie in range; both are of one organisation."""
    for key, levers in (("levers", pair.levers), ("baseline_levers", pair.baseline_levers)):
        for lever in levers:
            if lever not in LEVERS:
                report.add((*at, key, lever), "there is no such lever", known=list(LEVERS))
    if report.problems:
        return
    try:
        mine, base = pair.scenarios
    except ScenarioError as error:
        for line in error.problems:
            report.add((*at, "levers"), line)
        return
    if mine.organisation != base.organisation:
        report.add((*at, "baseline"), "is of another organisation, so that no companies are alike", pair.baseline)
    if mine == base:
        report.add((*at, "scenario"), "is the baseline itself", pair.scenario)


def _names(step: object, lesson: Lesson, at: Path, report: Report) -> None:
    """Comparisons and predictions that a step names are there."""
    known, asked = list(lesson.comparison), [one.id for one in lesson.predictions()]
    named: list[tuple[Path, str, list[str]]] = []
    if isinstance(step, Say) and step.comparison:
        named.append(((*at, "comparison"), step.comparison, known))
    elif isinstance(step, Predict):
        named.append(((*at, "comparison"), step.comparison, known))
        named += [((*at, "option", place, "comparison"), one.comparison, known) for place, one in enumerate(step.option) if one.comparison]
    elif isinstance(step, Reveal):
        named += [((*at, "comparisons", place), one, known) for place, one in enumerate(step.comparisons)]
        named += [((*at, "judges", place), one, asked) for place, one in enumerate(step.judges)]
    elif isinstance(step, Lock):
        named += [((*at, "locks", place), one, asked) for place, one in enumerate(step.locks)]
    for path, name, names in named:
        if name not in names:
            report.add(path, "this file has no such name", name, ", ".join(names), known=names, word=name)


def _prediction(step: Predict, lesson: Lesson, at: Path, report: Report) -> None:
    """A prediction has what its form needs, and what can come out is covered once."""
    if not keys.is_id(step.id):
        report.add((*at, "id"), "is not a usable name", step.id, "small letters, digits and _")
    pair = lesson.comparison.get(step.comparison)
    if pair and step.week > pair.scenarios[1].weeks:
        report.add((*at, "week"), "lies after the end of the comparison", step.week, f"at most {pair.scenarios[1].weeks}")
    if step.form == "line" and not step.low < 0 < step.high:
        report.add((*at, "low"), "a line needs low and high with nought between them", step.low)
    if step.form != "choice":
        if step.option or step.about:
            report.add((*at, "option"), f"a {step.form} has no options")
        return
    if len(step.option) < 2 or not step.about:
        report.add((*at, "option"), "a choice needs `about` and two options or more")
    elif step.about == "most":
        _among(step, lesson, at, report)
    else:
        _covered(step, at, report)


def _covered(step: Predict, at: Path, report: Report) -> None:
    """Whatever comes out, exactly one option says so."""
    said = Counter(way for option in step.option for way in option.right)
    for way in OUTCOMES[step.about]:
        if said[way] != 1:
            report.add((*at, "option"), f'"{way}" must be right in exactly one option', said[way])
    for way in said:
        if way not in OUTCOMES[step.about]:
            report.add((*at, "option"), f"cannot come out of a choice about {step.about}", way, ", ".join(OUTCOMES[step.about]))


def _among(step: Predict, lesson: Lesson, at: Path, report: Report) -> None:
    """Comparisons to choose among meet the same baseline, and each is one option; at most one option stays with the baseline."""
    named = [one.comparison for one in step.option]
    if len(set(named)) < len(named) or any(one.right != OUTCOMES["most"] for one in step.option):
        report.add((*at, "option"), f'each option of a choice about most has a comparison of its own and right = ["{OUTCOMES["most"][0]}"]')
    pairs = [lesson.comparison[name] for name in step.comparisons if name in lesson.comparison]
    if len({(one.baseline, str(one.baseline_levers), one.weeks, one.companies) for one in pairs}) > 1:
        report.add((*at, "option"), "compares with several baselines; a choice needs the same one, over the same weeks and companies")


def _chain(step: Explain, at: Path, report: Report) -> None:
    """Each link names a mechanism that works the row it names."""
    workers = files()
    for place, link in enumerate(step.link):
        if link.mechanism not in workers.get(link.row, []):
            report.add((*at, "link", place, "row"), f"{link.mechanism} does not work this row", link.row, f"worked by {', '.join(workers.get(link.row, []))}")


def _order(lesson: Lesson, report: Report) -> None:
    """Predict, lock, reveal; every prediction is locked and told once; explanations, limits and a debrief at the end."""
    asked: dict[str, Predict] = {}
    locked: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for place, step in enumerate(lesson.steps):
        at: Path = ("step", place)
        if isinstance(step, Predict):
            if step.id in asked:
                report.add((*at, "id"), "names an earlier prediction too", step.id)
            if any((name, step.measure) in seen for name in step.comparisons):
                report.add((*at, "comparison"), "was shown before it is predicted", step.comparison)
            asked[step.id] = step
        elif isinstance(step, Lock):
            locked.update(step.locks)
            early = [name for name in step.locks if name not in asked]
            if early:
                report.add((*at, "locks"), "is locked before it is asked", early[0])
        elif isinstance(step, Reveal):
            judged.update(step.judges)
            _revealed(step, asked, locked, at, report)
            seen |= _shown(step)
    for name in asked:
        if locked[name] != 1 or judged[name] != 1:
            report.add(("step",), f"{name} must be locked once and told once", allowed=f"locked {locked[name]} times, told {judged[name]} times")
    kinds = [step.kind for step in lesson.steps]
    for kind in ("text", "question", "predict", "reveal", "explain", "limits"):
        if kind not in kinds:
            report.add(("step",), f"a lesson has a step of kind {kind}")
    if not isinstance(lesson.steps[-1], Debrief):
        report.add(("step", len(kinds) - 1, "kind"), "a lesson ends with its debrief", kinds[-1])


def _shown(step: Reveal) -> set[tuple[str, str]]:
    """Which measures of which comparisons a reveal lets people read off, also from its charts."""
    measures = {*step.measures, *(measure for chart in step.charts for measure in CHARTS[chart])}
    return {(name, measure) for name in step.comparisons for measure in measures}


def _revealed(step: Reveal, asked: dict[str, Predict], locked: Counter[str], at: Path, report: Report) -> None:
    """What is told was asked, is locked, and is shown; nothing still open is given away."""
    for name in step.judges:
        if name not in asked or not locked[name]:
            report.add((*at, "judges"), "is told before it is locked", name)
        elif asked[name].measure not in step.measures or not set(asked[name].comparisons) <= set(step.comparisons):
            report.add((*at, "measures"), f"lacks what {name} was asked about", asked[name].measure)
    for name, one in asked.items():
        if not locked[name] and any((comparison, one.measure) in _shown(step) for comparison in one.comparisons):
            report.add((*at, "comparisons"), f"gives away {name}, which is not locked yet")


def _filled(lesson: Lesson, report: Report) -> None:
    """Braces stand for something in their step."""
    for place, step in enumerate(lesson.steps):
        pair = lesson.pair_of(step)
        for text in texts_of(step):
            for hole in text.holes("en"):
                if pair is None or (hole not in FILLED and hole.removeprefix("baseline_") not in LEVERS):
                    report.add(("step", place), f"{{{hole}}} stands for nothing here", allowed="in a step with a comparison: companies, years, or a lever")


def texts_of(thing: object) -> list[Text]:
    """All texts of a step, or of a lesson without its steps."""
    if isinstance(thing, Text):
        return [thing]
    if isinstance(thing, tuple):
        return [text for one in thing for text in texts_of(one)]
    fields = getattr(thing, "__dataclass_fields__", {})
    return [text for name in fields for text in texts_of(getattr(thing, name))]
