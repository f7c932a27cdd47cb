"""The command `trivox why A B`: how much of the difference between two policies falls on each lever and goes through each mechanism."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.lab.words import counted
from sim.scenario.errors import ScenarioError, one_line, show

if TYPE_CHECKING:
    from sim.lab.why_policies import Cost, Question, Why
    from sim.views.why_policy_files import Files

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


def policies(asked: Asked, files: Files) -> None:
    """Answer the question, and show, print or write the answer."""
    from sim.views.texts import texts

    said = texts(asked.language)
    files.said = said
    question = question_of(asked)
    files.check_all()
    why = run(question, asked)
    files.write(why)
    if asked.as_json:
        from sim.views.cli import say_json
        from sim.views.why_policy_tables import plain

        return say_json(plain(why))
    from sim.views.why_policy_telling import tell

    return tell(why, said, [] if asked.quiet else files.written)


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
