"""The command `trivox why A B`: how much of the difference between two policies falls on each lever and goes through each mechanism."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.lab.words import counted
from sim.scenario.errors import ScenarioError, one_line, show
from sim.views.export import PICTURES, Wanted, _folder_problem, write_csv

if TYPE_CHECKING:
    from sim.lab.why_policies import Cost, Question, Why
    from sim.views.texts import Texts

MOST_REPLICATIONS, MOST_ORDERS, LONG, MOST_MINUTES = 10_000, 2_000, 60.0, 90
LOOKS = ("levers", "mechanisms", "chain", "story")
BY = ("lever", "group")


@dataclass
class Asked:
    """What was asked of two policies on the command line, as it was written."""

    names: Sequence[str]
    settings: Sequence[str] = ()
    measures: Sequence[str] = ()
    weeks: int | None = None
    replications: int | None = None
    members: str | None = None
    seed: int | None = None
    by: str | None = None
    orders: int | None = None
    only: Sequence[str] = ()
    threads: int | None = None
    out: Path | None = None
    language: str = "en"
    quiet: bool = False
    as_json: bool = False


@dataclass
class Files(Wanted):
    """Files of an answer: tables as CSV, pictures, and a page (HTML or Markdown)."""

    said: Texts | None = field(default=None)

    def check(self, scenarios: Sequence[Any] = (), labels: Sequence[str] = (), more: Sequence[str] = ()) -> None:
        """Everything that would stop a file from being written, before time is spent. Raises ScenarioError with one line for each."""
        page, self.page = self.page, None
        problems: list[str] = []
        try:
            super().check(scenarios, labels, more)
        except ScenarioError as error:
            problems += error.problems
        self.page = page
        if page is not None:
            wrong = [f"--page: {show(str(page))} is a folder - give a file name such as page.html"] if page.is_dir() else []
            if not wrong and page.suffix.lower() not in (".html", ".htm", ".md"):
                wrong = [f"--page: {show(str(page))} ends neither in .html nor in .md - give a file name such as page.html"]
            beside = [page.parent / "pictures" / f"{name}.{PICTURES[0]}" for name in WHY_PICTURES] if page.suffix.lower() == ".md" else []
            problems += wrong or _folder_problem("--page", page.parent) or self._in_the_way("--page", [page, *beside])
        if problems:
            raise ScenarioError(problems)

    def _tables(self, thing: Any, folder: Path, ending: str) -> None:
        from sim.views.why_policy_tables import files

        folder.mkdir(parents=True, exist_ok=True)
        for name, head, body in files(thing):
            with self._placed(folder / f"{name}.{ending}") as path:
                write_csv(path, head, body)

    def _pictures(self, thing: Any, folder: Path) -> None:
        """The pictures of a Markdown page, beside it."""
        from sim.views.plots import save_plots

        with tempfile.TemporaryDirectory() as stage:
            for made in save_plots(thing, stage, PICTURES[:1]):
                folder.mkdir(parents=True, exist_ok=True)
                with self._placed(folder / made.name) as path:
                    path.write_bytes(made.read_bytes())

    def _page(self, page_of: Any, page: Path) -> None:
        from sim.views.why_policy_page import write

        assert self.said is not None
        page.parent.mkdir(parents=True, exist_ok=True)
        if page.suffix.lower() == ".md":
            self._pictures(page_of, page.parent / "pictures")
        with self._placed(page) as path:
            write(page_of, self.said, path)


WHY_PICTURES = ("why_levers", "why_wedge", "why_mechanisms", "why_chain", "why_story")


def tables_of_files() -> tuple[str, ...]:
    """The names of the tables that go into files."""
    return "why_levers", "why_pairs", "why_mechanisms", "why_chain", "why_story"


def policies(asked: Asked, files: Files) -> None:
    """Answer the question, and show, print or write the answer."""
    from sim.views.texts import texts

    said = texts(asked.language)
    files.said = said
    question = question_of(asked)
    files.check()
    _in_the_way(files)
    why = run(question, asked)
    files.write(why)
    if asked.as_json:
        from sim.views.cli import say_json
        from sim.views.why_policy_tables import plain

        return say_json(plain(why))
    from sim.views.why_policy_telling import tell

    return tell(why, said, [] if asked.quiet else files.written)


def _in_the_way(files: Files) -> None:
    """Tables that are there already are told before the run."""
    if files.csv is not None:
        held = files._in_the_way("--csv", [files.csv / f"{name}.csv" for name in tables_of_files()])
        if held:
            raise ScenarioError(held)


def question_of(asked: Asked) -> Question:
    """The question, checked. Raises ScenarioError with one line for each problem."""
    from sim.lab.members import choose
    from sim.lab.trial_setup import measures_asked
    from sim.lab.why_levers import ORDERS
    from sim.lab.why_policies import USUAL, Question, ready, refuse_what_is_too_much
    from sim.views import asking

    _check(asked)
    asking.numbers(threads=asked.threads)
    pair = asking.against_itself(asked.names[0], asked.settings) if len(asked.names) == 1 else asking.scenarios(asked.names, asked.settings)
    chosen = choose(asked.members or "none", pair)
    measures = measures_asked(asked.measures) if asked.measures else USUAL
    first, second = ready(*pair, weeks=asked.weeks, replications=asked.replications, seed=asked.seed, chosen=chosen)
    grouped = None if asked.by is None else asked.by == "group"
    question = Question(first, second, measures, chosen, grouped, asked.orders or ORDERS, tuple(asked.only) or LOOKS)
    refuse_what_is_too_much(question)
    return question


def _check(asked: Asked) -> None:
    """What no scenario checks."""
    from sim.scenario.errors import did_you_mean

    problems = []
    if len(asked.names) > 2:
        problems.append(f"{len(asked.names)} scenarios - why compares two; or one with --set")
    if asked.replications is not None and not 2 <= asked.replications <= MOST_REPLICATIONS:
        problems.append(f"--replications: must lie between 2 and {MOST_REPLICATIONS} ({asked.replications})")
    if asked.orders is not None and not 2 <= asked.orders <= MOST_ORDERS:
        problems.append(f"--orders: must lie between 2 and {MOST_ORDERS} ({asked.orders})")
    for option, given, allowed in (("--by", [asked.by] if asked.by else [], BY), ("--only", asked.only, LOOKS)):
        for one in given:
            if one not in allowed:
                hint = did_you_mean(one, allowed)
                problems.append(f"{option}: {show(one)} is not one of {', '.join(allowed)}" + (f" - {hint}" if hint else ""))
    if problems:
        raise ScenarioError(problems)


def run(question: Question, asked: Asked) -> Why:
    """The answer; cost and progress go to the error stream."""
    from sim.lab.why_policies import answer, cost_of, enough
    from sim.lab.why_worlds import Care, ground_of, usual_folder
    from sim.views import telling

    care = Care(question.first.seed, asked.threads, asked.out or usual_folder(), _Lines(asked.quiet).tell)
    for text in enough(question):
        telling.note(text)
    ground = ground_of(question.first, question.chosen, care)
    if not asked.quiet:
        print(f"trivox: {cost_words(cost_of(question, ground, care))}", file=sys.stderr, flush=True)
    return answer(question, care, ground)


def cost_words(cost: Cost) -> str:
    """What will be lived, and how long that takes."""
    parts = [f"{cost.policies} policies"] + ([f"2 policies with each of {cost.mechanisms} mechanisms off"] if cost.mechanisms else [])
    minutes = counted(round(cost.seconds / 60), "minute")
    long = f"{cost.seconds:.0f} s" if cost.seconds < LONG else minutes if cost.seconds < MOST_MINUTES * 60 else f"{cost.seconds / 3600:.1f} hours"
    rest = "; what is done is kept: stopped and asked again, it goes on" if cost.seconds >= LONG else ""
    return f"{' and '.join(parts)} in {cost.companies} companies, {cost.weeks} weeks each: about {long} if nothing of it is kept{rest}"


class _Lines:
    """Progress on the error stream: a line at most every two seconds, and what makes one wait even when quiet."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.last, self.said = quiet, 0.0, ""

    def tell(self, text: str, share: float) -> None:
        """One step of progress."""
        kind = text.split(":")[0]
        waits = text.startswith(("solving", "learning", "compiling"))
        if self.quiet and not (waits and kind != self.said):
            return
        now = time.monotonic()
        if kind != self.said or now - self.last >= 2.0 or share >= 1.0:
            print(f"trivox: {share:4.0%} {one_line(text)[:140]}", file=sys.stderr, flush=True)
            self.last, self.said = now, kind
