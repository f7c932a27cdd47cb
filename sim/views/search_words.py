"""A search for robust policies, as people read it: the front with fresh figures beside what the search had thought, and the same as JSON and tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.lab.search import Found, Policy
from sim.lab.search_aims import PRICE, Aim
from sim.lab.words import amount, counted, scaled
from sim.measures.intervals import Estimate
from sim.views import answers, tables
from sim.views.answer_files import Table
from sim.views.discovery_words import short
from sim.views.finding import Told

if TYPE_CHECKING:
    from rich.table import Table as RichTable

ONE_FUTURE = "; one future has no interval over futures (name --condition or --members)"
MARKED = "A policy marked - is bettered by another one of the table in the fresh look."
REGRET = "Regret: how far below the best of the table"
ACROSS = 6
"""So many policies stand side by side."""
ROBUST_WORDS = {"mean": "the mean over futures", "worst-decile": "the worst tenth of futures", "regret": "the worst tenth of regrets"}


def answer_of(found: Found) -> Told[Found]:
    """The answer that can be printed, drawn and written."""
    return Told(found, tell, as_json, tables_of)


def tables_of(found: Found) -> Iterator[Table]:
    """Every table as (name, column names, rows)."""
    names = [one.name for one in found.task.aims]
    head = [f"{name}{end}" for name in names for end in ("", "_low", "_high", "_search", "_worst_tenth", "_regret")]
    levers = [one.name for one in found.task.levers]
    yield "policies", ("policy", *levers, *head, "on_front", "better_in", "ended"), [
        (one.number, *(one.levers[name] for name in levers), *(number for name in names for number in _figures(one, name)),
         int(one.holds), one.better_in, one.ended)
        for one in found.policies]
    front = set(found.front)
    yield "tried", (*levers, *names, "on_front"), [
        (*(tried[name] for name in levers), *map(float, row), int(place in front))
        for place, (tried, row) in enumerate(zip(found.levers, found.tried, strict=True))]


def _figures(one: Policy, aim: str) -> tuple[float, ...]:
    fresh = one.fresh[aim]
    return fresh.value, fresh.low, fresh.high, one.thought[aim], one.worst[aim], one.regret[aim]


def figure(value: float, aim: Aim) -> str:
    """A difference in the aim's unit."""
    return amount(value, aim.unit, sign=True)


def cell(one: Policy, aim: Aim) -> str:
    """The fresh figure, its interval, and what the search had thought."""
    told = one.fresh[aim.name]
    if aim.name == PRICE:
        return figure(told.value, aim)
    lines = [figure(told.value, aim)]
    if math.isfinite(told.low):
        lines.append(f"{figure(told.low, aim)} to {figure(told.high, aim)}")
    return "\n".join([*lines, f"({figure(one.thought[aim.name], aim)})"])


def head(aim: Aim) -> str:
    """An aim with its unit, and that less is better where it is."""
    parts = [aim.title, scaled(aim.unit)[2], "less is better" if aim.better == "down" else ""]
    return "\n".join(part for part in parts if part)


def reading(found: Found) -> str:
    """How the tables are read."""
    several = found.task.futures > 1
    mean = "a mean over futures with its 95 % interval, from the fresh look" if several else "from the fresh look"
    price = f"Price: what the policy costs more than the baseline by declared prices, in euro for each person over {counted(found.task.base.weeks, 'week')}."
    figures = f"Each figure is the difference from the baseline in identical companies, {mean}; in brackets what the search had thought"
    regret = f"{REGRET}{' in the same future, in the worst tenth of futures' if several else ''}."
    parts = [f"{figures}{'' if several else ONE_FUTURE}.", MARKED, price if any(one.name == PRICE for one in found.task.aims) else "", regret]
    return " ".join(part for part in parts if part)


def table(found: Found) -> RichTable:
    """The front: what the policies give."""
    columns = (("policy", ""), *((head(one), "right") for one in found.task.aims))
    made = tables.no_break(tables.grid(f"Policies against {found.task.base.name}: the front, looked at afresh", columns))
    if tables.console().width < tables.NARROW:
        for column in made.columns[1:]:
            column.no_wrap = False
    for one in found.policies:
        made.add_row(f"{one.number}{'' if one.holds else ' -'}", *(cell(one, aim) for aim in found.task.aims), style="" if one.holds else "dim")
    return made


def lever_tables(found: Found) -> Iterator[RichTable]:
    """The front: what the policies are. A column for each, beside the baseline; some at a time."""
    for first in range(0, len(found.policies), ACROSS):
        some = found.policies[first : first + ACROSS]
        heads = [("lever", ""), ("baseline", "right"), *((f"policy {one.number}", "right") for one in some)]
        made = tables.no_break(tables.grid("What they are" if not first else "", heads))
        for lever in found.task.levers:
            made.add_row(lever.name, short(found.task.base.policy[lever.name]), *(short(one.levers[lever.name]) for one in some))
        yield made


def flattered(found: Found) -> str:
    """How far luck had flattered the front, in a sentence."""
    told = [f"{one.title} by {amount(abs(gap.value), one.unit)}{_between(gap, one)}" for one in found.task.aims
            if one.name != PRICE and (gap := found.flattered.get(one.name)) is not None and gap.value > 0]
    if not told:
        return "The fresh look does not take back what the search had thought of its front."
    return f"The search had flattered its front (a search picks what was lucky): on average {'; '.join(told)}."


def _between(one: Estimate, aim: Aim) -> str:
    return f" ({figure(one.low, aim)} to {figure(one.high, aim)})" if math.isfinite(one.low) else ""


def lived(found: Found) -> str:
    """In how many futures, and which were fresh."""
    task = found.task
    parts = [f"{counted(found.generations * task.population, 'policy', 'policies')} tried in {counted(task.futures, 'future')}"]
    names = ", ".join(one.name for one in task.conditions)
    parts.append(f"({counted(task.draws, 'draw')} of {names})" if task.conditions else "(conditions as in the baseline)")
    parts.append(f"of {counted(task.members, 'plausible company', 'plausible companies')}" if task.members > 1 else "of the default company")
    fresh = "fresh luck" + (", fresh draws" if task.conditions else "")
    fresh += f", {counted(found.fresh_members, 'member')} that the search had not seen" if found.fresh_members else ""
    out = counted(found.excluded, "policy", "policies")
    lost = f" {out} left out: levers that contradict each other, or more companies that end." if found.excluded else ""
    return f"{' '.join(parts)}, for {ROBUST_WORDS[task.robust]}. Looked at afresh: {fresh}.{lost}"


def gone(found: Found) -> str:
    """Under which policies more companies ended than under the baseline, and what counts of them; in how many futures the baseline's own had ended."""
    more = [one for one in found.policies if one.ended > 0]
    told = ", ".join(f"policy {one.number} ({100 * one.ended:.2g} % of them more than under the baseline)" for one in more)
    counts = "they earn nothing from then on, and what nobody knows of them counts as the worst that a policy of the table brings in the same future"
    ended = f"In the fresh look companies ended under {told}: {counts}." if told else ""
    nothing = "the baseline's own companies ended or had no data, so that nothing can be said of some aim there"
    silent = f"In {counted(found.silent, 'fresh future')} {nothing}." if found.silent else ""
    return " ".join(part for part in (ended, silent) if part)


def choice(found: Found) -> str:
    """Which policy is regretted least, in a sentence."""
    one = found.least_regret
    if one is None or len(found.policies) < 2:
        return ""
    share = f"{one.better_in:.0%}".replace("%", " %")
    better = f"It betters the baseline in all voices at once in {share} of the fresh futures."
    return f"Least regretted, whichever voice one listens to: policy {one.number}. {better} {doubt(found, one)}".strip()


def doubt(found: Found, one: Policy) -> str:
    """What speaks against a policy in the fresh look, in a sentence: it is surely better than the baseline in nothing, or another one betters it."""
    aims = [aim for aim in found.task.aims if aim.name != PRICE]
    better = [aim.title for aim in aims if one.fresh[aim.name].value * aim.sign > 0]
    sure = [aim for aim in aims if (ends := one.fresh[aim.name]).value * aim.sign > 0 and not ends.low <= 0.0 <= ends.high]
    cheaper = " but in its price" if any(aim.name == PRICE for aim in found.task.aims) and one.fresh[PRICE].value < 0 else ""
    told = []
    if not better:
        told.append(f"Policy {one.number} betters the baseline in nothing{cheaper}.")
    elif not sure:
        told.append(f"Policy {one.number} is not surely better than the baseline in anything{cheaper}.")
    if not one.holds:
        told.append(f"Another policy of the table is as good as policy {one.number} in every aim and better in one.")
    return " ".join(told)


def tell(found: Found) -> None:
    """The whole answer for people."""
    out = tables.console()
    out.print()
    if not found.policies:
        return tables.paragraph(out, f"No policy could be lived. {lived(found)}")
    for made in (table(found), *lever_tables(found)):
        out.print(made)
        out.print()
    for text in (choice(found), gone(found), flattered(found), lived(found)):
        if text:
            tables.paragraph(out, text)
    return tables.paragraph(out, reading(found), style="dim")


def as_json(found: Found) -> dict[str, Any]:
    """The answer to `trivox search --json`."""
    task, best = found.task, found.least_regret
    return {
        "kind": "trivox search", "baseline": answers.scenario(task.base), "robust": task.robust, "sampler": task.sampler, "population": task.population,
        "generations": found.generations, "futures": task.futures, "members": task.members, "fresh_members": found.fresh_members, "excluded": found.excluded,
        "ensemble": task.chosen.about() if task.chosen.ensemble else None,
        "levers": [asdict(one) for one in task.levers], "conditions": [asdict(one) for one in task.conditions], "aims": [asdict(one) for one in task.aims],
        "policies": [{**asdict(one), "doubt": doubt(found, one)} for one in found.policies], "least_regret": best.number if best else None,
        "flattered": {name: asdict(one) for name, one in found.flattered.items()}, "tried": len(found.tried), "on_front": len(found.front),
        "sentences": [text for text in (choice(found), gone(found), flattered(found), lived(found)) if text],
    }
