"""Why two policies differ, as tables: the same rows for the terminal, for pages and for files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.lab.claims_verdict import Effect
from sim.lab.story import COUNTED, DRAWN, Figure
from sim.lab.story import unit_of as unit_told
from sim.lab.why_mechanisms import Carried
from sim.measures import WEEKS_A_YEAR
from sim.views.why_policy_words import Words, is_sure, matters

if TYPE_CHECKING:
    from sim.lab.why_levers import Shared
    from sim.lab.why_mechanisms import Through
    from sim.lab.why_policies import Why

Table = tuple[str, list[str], list[list[str]]]
"""A title, the heads of the columns, and rows of cells."""
MOST_PAIRS = 5


def tables(why: Why, words: Words, brief: bool = False) -> list[Table]:
    """Every table of an answer; in `brief` mechanisms that luck may explain are only counted."""
    found: list[Table] = []
    for name in why.question.measures:
        if why.levers:
            found.append(levers_table(why.shared(name)[-1], words))
            if why.shared(name)[-1].pairs:
                found.append(pairs_table(why.shared(name)[-1], words))
        if (carried := why.through(name)) is not None:
            found.append(mechanisms_table(carried, words, brief))
    if why.chain is not None and why.chain.moved:
        found.append(chain_table(why, words))
    return [*found, *(story_tables(why, words) if why.story else [])]


def levers_table(shared: Shared, words: Words) -> Table:
    """What each lever is worth, and what it adds when it alone moves, and when it moves last; in the end the sum, which is the whole."""
    measure = shared.reading.measure
    rows = [[_named(one.part.members, words.part(one.part), words.members(one.part)), words.bare(one.value, measure), words.bare(one.alone, measure),
             words.bare(one.last, measure), words.head("clear") if one.clear else ""]
            for one in sorted(shared.worths, key=lambda one: -abs(one.value.mean))]
    rows.append([words.head("all_levers"), words.bare(shared.whole, measure), "", "", ""])
    heads = [*(words.head(name) for name in ("lever", "worth", "alone", "last")), ""]
    return words.head("by_lever", measure=words.measure(measure), unit=words.unit(measure)), heads, rows


def _named(members: Sequence[str], name: str, all_of_them: str) -> str:
    return f"{name}: {all_of_them}" if len(members) > 1 else name


def pairs_table(shared: Shared, words: Words) -> Table:
    """The pairs that matter most."""
    measure, names = shared.reading.measure, {one.part.name: words.part(one.part) for one in shared.worths}
    rows = [[words.head("couple", one=names[one.one], other=names[one.other]), words.bare(one.value, measure), words.head("clear") if one.clear else ""]
            for one in shared.pairs[:MOST_PAIRS]]
    title = words.head("by_pair", measure=words.measure(measure), unit=words.unit(measure))
    return title, [words.head("pair"), words.head("together"), ""], rows


def mechanisms_table(carried: Through, words: Words, brief: bool = False) -> Table:
    """What goes through each mechanism."""
    measure, sure = carried.reading.measure, is_sure(carried.whole)
    shown = [one for one in carried.carried if not brief or one.all_of_it or (one.clear and matters(one, carried))]
    rows = []
    for one in shown:
        mark = words.head("by_definition") if one.all_of_it else words.head("clear") if one.clear else ""
        name, share = words.mechanism(one.mechanism), words.number(share_of(one)) if sure else ""
        rows.append([name, words.bare(one.through, measure), share, words.bare(one.left, measure), mark])
    if len(shown) < len(carried.carried):
        rows.append([words.head("others", count=len(carried.carried) - len(shown)), "", "", "", ""])
    rows += [[words.head(name), words.bare(value, measure), "", "", ""]
             for name, value in (("sum", carried.together), ("rest", carried.rest), ("whole", carried.whole))]
    heads = [*(words.head(name) for name in ("without", "through", "share", "left")), ""]
    return words.head("by_mechanism", measure=words.measure(measure), unit=words.unit(measure)), heads, rows


def share_of(one: Carried) -> str:
    """What part of the whole goes through a mechanism, with its interval."""
    if not math.isfinite(one.part.value):
        return ""
    return f"{one.part.value:.0%}" + (f" ({one.part.low:.0%} to {one.part.high:.0%})" if math.isfinite(one.part.low) else "")


def chain_table(why: Why, words: Words) -> Table:
    """When each measure left the band of luck, and how far it is at the end."""
    assert why.chain is not None
    rows = []
    for one in why.chain.moved:
        way = words.say("way_up" if one.rose else "way_down")
        rows.append([words.measure(one.measure), str(one.week), way, str(one.turned or ""), str(one.half or ""), words.effect(one.at_end, one.measure)])
    return words.head("by_week"), [words.head(name) for name in ("measure", "week", "way", "turned", "half", "at_end")], rows


def story_tables(why: Why, words: Words) -> list[Table]:
    """Each figure at some weeks under both policies."""
    assert why.story is not None
    found = []
    weeks = why.question.weeks
    stops = [week for week in (1, 13, 26, *range(WEEKS_A_YEAR, weeks, WEEKS_A_YEAR), weeks) if week <= weeks]
    for one in why.story.figures:
        drawn = DRAWN[one.cast.name]
        rows = [[str(week), *(words.number(f"{_at(one, name, 0, week)} | {_at(one, name, 1, week)}") for name in drawn)] for week in dict.fromkeys(stops)]
        title = words.head("figure", cast=words.say(one.cast.name), first=why.story.names[0], second=why.story.names[1])
        heads = [f"{words.told(name)}, {words.head('so_far')}" if name in COUNTED else words.told(name) for name in drawn]
        found.append((title, [words.head("week"), *heads], rows))
    return found


def _at(one: Figure, name: str, policy: int, week: int) -> str:
    """A figure's month up to a week; what is counted, since the start."""
    if name in COUNTED:
        return f"{one.mean(name, policy, 1, week) * week:.0f}"
    return f"{one.mean(name, policy, max(week - 3, 1), week):.2f}"


def files(why: Why) -> Iterable[tuple[str, list[str], list[list[Any]]]]:
    """The tables that go into files: every number, plain."""
    head = ["mean", "low", "high", "companies"]

    def of(one: Effect) -> list[Any]:
        return [one.mean, one.low, one.high, one.count]

    yield ("why_levers", ["measure", "first_week", "last_week", "part", "members", "kind", *head, "stands_out"],
           [[s.reading.measure, s.reading.first, s.reading.last, w.part.name, " ".join(w.part.members), kind, *of(value), w.clear]
            for s in why.levers for w in s.worths for kind, value in (("shapley", w.value), ("alone", w.alone), ("last", w.last))])
    yield ("why_pairs", ["measure", "first_week", "last_week", "one", "other", *head, "stands_out"],
           [[s.reading.measure, s.reading.first, s.reading.last, p.one, p.other, *of(p.value), p.clear] for s in why.levers for p in s.pairs])
    yield ("why_mechanisms", ["measure", "mechanism", "kind", *head, "share_of_whole", "stands_out"],
           [[t.reading.measure, c.mechanism, kind, *of(value), c.part.value, c.clear]
            for t in why.mechanisms for c in t.carried for kind, value in (("through", c.through), ("left", c.left))])
    if why.chain is not None:
        yield ("why_chain", ["measure", "unit", "week", "rose", "turned", "half_way", *head, "luck_sd"],
               [[one.measure, one.unit, one.week, one.rose if one.week else None, one.turned, one.half, *of(one.at_end), one.luck] for one in why.chain.links])
    if why.story is not None:
        yield ("why_story", ["figure", "row", "week", "policy", "what", "unit", "value"],
               [[one.cast.name, one.row, week + 1, why.story.names[policy], name, unit_told(one.cast, name)[0], float(values[policy, week])]
                for one in why.story.figures for name, values in one.weeks.items() for policy in (0, 1) for week in range(values.shape[1])])


def plain(why: Why) -> dict[str, Any]:
    """The answer as plain data: the same bytes for the same question."""
    from sim.lab.claims_runs import rules

    first, second = why.names
    return {
        "first": first, "second": second, "weeks": why.question.weeks, "companies": why.question.companies, "members": list(why.comparison.members),
        "seed": why.question.first.seed, "rules": rules(), "exact": why.plan.exact, "orders": len(why.plan.orders), "policies": len(why.plan.masks),
        "levers": [{**_named_reading(one), "whole": asdict(one.whole), "parts": [{**asdict(w), "part": w.part.name, "members": w.part.members}
                                                                                 for w in one.worths],
                    "pairs": [asdict(p) for p in one.pairs], "dropped": one.dropped} for one in why.levers],
        "mechanisms": [{**_named_reading(one), **{name: asdict(getattr(one, name)) for name in ("whole", "together", "rest")},
                        "carried": [asdict(c) for c in one.carried], "dropped": one.dropped} for one in why.mechanisms],
        "chain": None if why.chain is None else asdict(why.chain),
        "story": None if why.story is None else {
            "company": why.story.company, "member": why.story.member, "gain": why.story.gain, "median": why.story.median,
            "figures": [{"figure": one.cast.name, "row": one.row, "distance": one.distance, "among": one.among, "until": one.until,
                         "weeks": {name: values.tolist() for name, values in one.weeks.items()}} for one in why.story.figures]},
    }


def _named_reading(one: Any) -> dict[str, Any]:
    return {"measure": one.reading.measure, "first_week": one.reading.first, "last_week": one.reading.last}
