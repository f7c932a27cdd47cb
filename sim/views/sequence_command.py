"""The command `trivox sequence`: in which order, and at which pace, should some measures be taken?"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.views import options as o

if TYPE_CHECKING:
    from sim.lab.sequence_file import Question
    from sim.lab.sequence_runs import Tell

MOST_REPLICATIONS = 10_000
WORTH_TELLING, LONG_SECONDS = 0.05, 20.0
"""From this share on, and after so many seconds, the time that is left is told where no bar shows it."""
Scenarios = Annotated[list[str] | None,
    typer.Argument(metavar="[BASE [TARGET]]",
                 help="What stays as it is, and where all steps together lead: scenarios of the "
                                                       "library, or files (.toml).", show_default="reference")]
File = Annotated[Path | None,
    typer.Option("--file", metavar="FILE.toml",
                 help="The whole question as a file; options go before what it says.", show_default=False)]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="LEVER=VALUE", help="One more lever of the target; may be repeated.", show_default=False)]
Steps = Annotated[list[str] | None,
    typer.Option("--step", metavar="NAME=LEVER,...",
                 help="Levers that begin together; may be repeated.", show_default="each lever")]
ByGroup = Annotated[bool, typer.Option("--by-group", help="Each group of levers is a step (see `trivox levers`).")]
Budget = Annotated[list[float] | None,
    typer.Option("--budget", metavar="EURO",
                 help="Euro a head that may be spent in a year; repeated: year by year.", show_default="no limit")]
Pacing = Annotated[list[str] | None,
    typer.Option("--pacing", metavar="PACE",
                 help="at_once, evenly, small_steps or late; may be repeated.", show_default="all four")]
Over = Annotated[int | None, typer.Option("--over", metavar="WEEKS", help="Over how many weeks steps are spread.", show_default="three fifths of the run")]
Patience = Annotated[int | None,
    typer.Option("--patience", metavar="WEEKS",
                 help="Leaders who go back after so many weeks of disappointment.", show_default="the base's, else 52")]
RankBy = Annotated[str | None, typer.Option("--rank-by", metavar="MEASURE", help="What plans are ranked by, at the horizon.", show_default="cumulative_profit")]
Sample = Annotated[int | None, typer.Option("--sample", metavar="N", help="How many orders to try where there are more than four steps.", show_default="24")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Keep what is done here; a run that was stopped goes on.", show_default="the cache")]


def sequence(
    scenarios: Scenarios = None,
    file: File = None,
    settings: Settings = None,
    step: Steps = None,
    by_group: ByGroup = False,
    budget: Budget = None,
    pacing: Pacing = None,
    over: Over = None,
    patience: Patience = None,
    rank_by: RankBy = None,
    sample: Sample = None,
    weeks: o.Weeks = None,
    replications: Annotated[int | None, typer.Option("--replications", "-n", metavar="N", help="How many identical companies meet different luck.",
                                                     show_default="16, or 2 of each member")] = None,
    members: Annotated[str | None, typer.Option("--members", metavar="all|N|none|FILE", help="Plausible companies: of the ensemble that comes along, or of a "
                                                "file.", show_default="none: the default company, luck only")] = None,
    seed: o.Seed = None,
    threads: o.Threads = None,
    as_json: o.AsJson = False,
    csv: o.Csv = None,
    plots: o.Plots = None,
    page: o.Page = None,
    out: Out = None,
    quiet: o.Quiet = False,
    force: o.Force = False,
) -> None:
    """Say what to do first: orders and paces of some measures in identical companies, within a budget for each year.

    Up to four steps every order is tried. Each is held against staying put, and against the best one, under the same luck; which differences are clear is
    said, corrected for how many are looked at."""
    from sim.lab import sequence as lab
    from sim.lab.members import EACH, choose
    from sim.lab.sequence_runs import Settings as How
    from sim.views import asking, sequence_tables
    from sim.views.sequence_files import Files

    asking.numbers(threads=threads)
    more = {"budget": budget, "weeks": weeks, "over": over, "pacing": pacing, "patience": patience, "rank_by": rank_by, "sample": sample}
    question = _question(scenarios or [], file, settings or [], step, by_group, more)
    chosen = choose(members or "none", [question.base])
    how = How((EACH if chosen.ensemble else 16) if replications is None else replications, question.base.seed if seed is None else seed, threads, out)
    _check(how.replications, how.seed)
    files = Files(csv, None, plots, page, force)
    files.check_all()
    _tell_cost(question, lab.runs_to_do(question, chosen, how), how, chosen, quiet)
    found = _lived(question, members or "none", how, quiet)
    files.write(found)
    if as_json:
        from sim.views import sequence_answers
        from sim.views.cli import say_json

        return say_json(sequence_answers.answer(found))
    return sequence_tables.tell(found, [] if quiet else files.written)


def _question(names: list[str], file: Path | None, settings: list[str], steps: list[str] | None, by_group: bool, more: dict[str, Any]) -> Question:
    """What was asked: of a file, or of scenarios and settings. Raises ScenarioError."""
    from sim.lab.sequence_file import asked, load_question
    from sim.scenario import apply_settings, load_scenario
    from sim.scenario.errors import ScenarioError

    given = {name: value for name, value in more.items() if value is not None}
    if file is not None:
        if names or settings or steps or by_group:
            raise ScenarioError(["--file: the file says base, target and steps; give no scenario, --set, --step or --by-group beside it"])
        return load_question(file, **given)
    if len(names) > 2:
        raise ScenarioError([f"{len(names)} scenarios - at most a base and a target"])
    base = load_scenario(names[0] if names else "reference")
    if len(names) < 2 and not settings:
        raise ScenarioError(["nothing to put in order - name a base and a target (trivox sequence reference people_first), or change levers with --set"])
    target = load_scenario(names[1]) if len(names) == 2 else base
    target = apply_settings(target, settings) if settings else target
    return asked(base, target, steps=_steps(steps) if steps else None, by="group" if by_group else "lever", **given)


def _steps(given: list[str]) -> dict[str, list[str]]:
    """Steps of the command line as a file would hold them."""
    from sim.scenario.errors import ScenarioError, cut, one_line

    found: dict[str, list[str]] = {}
    for text in given:
        name, equals, levers = text.partition("=")
        if not equals or not name.strip() or not levers.strip() or name.strip() in found:
            wrong = "is given twice" if name.strip() in found else "is no step"
            raise ScenarioError([f"--step: {cut(one_line(text[:100]))} {wrong} - name=lever,lever such as pay=kpi_weight,csat_weight"])
        found[name.strip()] = [lever.strip() for lever in levers.split(",")]
    return found


def _check(replications: int, seed: int) -> None:
    """What no scenario checks. Raises ScenarioError with one line for each problem."""
    from sim.scenario.errors import ScenarioError

    problems = []
    if not 1 <= replications <= MOST_REPLICATIONS:
        problems.append(f"--replications: must lie between 1 and {MOST_REPLICATIONS} ({replications})")
    if not 0 <= seed < 2**32:
        problems.append(f"--seed: must lie between 0 and {2**32 - 1} ({seed})")
    if problems:
        raise ScenarioError(problems)


def _tell_cost(question: Question, plans: tuple[int, int], how: Any, chosen: Any, quiet: bool) -> None:
    """What it will take, before it is begun, on the error stream."""
    from sim.lab.sequence_runs import companies_of
    from sim.lab.words import counted, span
    from sim.views import telling

    if question.left_out:
        telling.note(f"these levers of the target stand in no step and keep the base's value: {', '.join(question.left_out)}")
    if not quiet:
        many, left = companies_of(chosen, how), plans[1]
        done = f", of which {plans[0] - left} were lived before" if left < plans[0] else ""
        each = counted(many, "company", "companies")
        text = f"{counted(plans[0], 'plan')}{done}: {counted(left * many, 'run')} of {span(question.weeks)} to do ({each} a plan)"
        print(f"trivox: {text}", file=sys.stderr, flush=True)


def _lived(question: Question, members: str, how: Any, quiet: bool) -> Any:
    """The runs, with progress; what is asked for anew goes on where it was stopped."""
    from sim.lab.sequence import sequence as run
    from sim.views.running import progress, why_solved

    with progress(quiet, why_solved([question.base])) as tell:
        return run(question, members=members, settings=how, tell=tell if quiet or sys.stderr.isatty() else _timed(tell))


def _timed(tell: Tell) -> Tell:
    """Progress that says once, where no bar can show it, how long the rest will take."""
    begun = time.monotonic()
    said: list[float] = []

    def told(text: str, share: float) -> None:
        tell(text, share)
        past = time.monotonic() - begun
        if not said and share >= WORTH_TELLING and past >= LONG_SECONDS:
            said.append(share)
            print(f"trivox: {share:.0%} done, about {max(round(past * (1.0 - share) / share / 60.0), 1)} min to go", file=sys.stderr, flush=True)

    return told
