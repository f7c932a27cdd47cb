"""Why two policies differ, in sentences: how the difference falls on levers, what it goes through, what moved first, and a typical story. In every language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.lab.claims_readings import unit_of
from sim.lab.claims_verdict import Effect
from sim.lab.story import COUNTED, DRAWN, Figure
from sim.lab.why_parts import Part
from sim.measures import MEASURES, WEEKS_A_YEAR
from sim.policy import LEVERS
from sim.views.claims_page import effect
from sim.views.texts import Texts

if TYPE_CHECKING:
    from sim.lab.why_levers import Shared, Worth
    from sim.lab.why_mechanisms import Carried, Through
    from sim.lab.why_policies import Why

MOST_NAMED, MOST_MOVED, TRIFLE, MOST_SHARE = 5, 12, 0.05, 1.5
"""So many mechanisms and measures are named; what is less than this part of the whole is a trifle; a larger part is no longer told as one."""
PLAIN_UNITS = {"0-100": "points"}


@dataclass(frozen=True)
class Words:
    """What the answer is told with, in one language."""

    said: Texts

    def say(self, word: str, **parts: object) -> str:
        """A sentence with its parts filled in."""
        return str(self.said.held["why"][word]).format(**parts)

    def head(self, word: str, **parts: object) -> str:
        """A head of a column or a name of a row."""
        return str(self.said.held["why"]["heads"][word]).format(**parts)

    def reading(self, word: str, **parts: object) -> str:
        """A line on how to read it."""
        return str(self.said.held["why"]["reading"][word]).format(**parts)

    def number(self, text: str) -> str:
        """A number in the way of the language."""
        return text.translate(str.maketrans(",.", ".,")) if self.said.held["words"]["decimals"] == "," else text

    def part(self, part: Part) -> str:
        """A lever, condition, kind of event or group by its plain name."""
        if len(part.members) > 1:
            return self.say("group", group=self.group(part.group))
        return self.setting(part.settings[0]) if part.settings else str(self.said.held["why"]["events"][part.events[0]])

    def setting(self, name: str) -> str:
        """A lever or condition by its plain name."""
        return self.said.lever(name).name if name in LEVERS else str(self.said.held["why"]["conditions"][name])

    def members(self, part: Part) -> str:
        """All that is in a part, by plain names."""
        return ", ".join([*(self.setting(name) for name in part.settings), *(str(self.said.held["why"]["events"][kind]) for kind in part.events)])

    def group(self, group: str) -> str:
        """A group of levers."""
        return str(self.said.held["why"]["groups"].get(group) or self.said.group(group))

    def mechanism(self, name: str) -> str:
        """A mechanism by its plain name."""
        return str(self.said.held["why"]["mechanisms"].get(name, name))

    def measure(self, name: str) -> str:
        """A measure by its plain name."""
        return self.said.measure(MEASURES[name]).name

    def unit(self, measure: str) -> str:
        """The unit in which effects on a measure are told."""
        unit = unit_of(measure)
        if unit.startswith("share"):
            return unit.replace("share", "%", 1)
        return str(self.said.held["why"]["units"].get(unit) or self.said.unit(PLAIN_UNITS.get(unit, unit)))

    def told(self, value: str) -> str:
        """What a figure of the story is told by."""
        return str(self.said.held["why"]["told"].get(value) or self.measure(value))

    def effect(self, one: Effect, measure: str) -> str:
        """An effect on a measure with the half-width of its interval and its unit."""
        return f"{self.bare(one, measure)} {self.unit(measure)}"

    def bare(self, one: Effect, measure: str) -> str:
        """An effect without its unit."""
        by = factor(measure)
        return self.number(effect(Effect(by * one.mean, by * one.low, by * one.high, one.count), ""))


def factor(measure: str) -> float:
    """Shares are told in hundredths."""
    return 100.0 if unit_of(measure).startswith("share") else 1.0


def is_sure(one: Effect) -> bool:
    """Whether the interval leaves out nought."""
    return one.low > 0.0 or one.high < 0.0


Section = tuple[str, list[list[str]]]
"""A part of the answer: its name, and its paragraphs as sentences."""


def sections(why: Why, said: Texts) -> list[Section]:
    """The answer in sentences: how the difference falls on levers, what it goes through, what moved first, a typical story."""
    words, names = Words(said), why.question.measures
    found: list[Section] = [("levers" if why.levers else "difference", [list(_about(why, name, words)) for name in names])]
    if why.mechanisms:
        told = [list(_mechanisms(one, one.reading.measure, words)) for one in why.mechanisms]
        found.append(("mechanisms", [*told, [_adding_up(why.mechanisms[0], words)]]))
    if why.chain:
        found.append(("chain", [list(chained(why, words))]))
    return [*found, ("story", [list(storied(why, words))])] if why.story else found


def _about(why: Why, measure: str, words: Words) -> Iterable[str]:
    first, second = why.names
    at_end = why.shared(measure)[-1] if why.levers else None
    whole = at_end.whole if at_end else _whole(why, measure)
    key = "lead" if is_sure(whole) else "unclear"
    yield words.say(key, first=first, second=second, weeks=why.question.weeks, measure=words.measure(measure), effect=words.effect(whole, measure))
    if at_end:
        yield from _levers(at_end, measure, words)


def _whole(why: Why, measure: str) -> Effect:
    """The difference itself, where neither levers nor mechanisms were asked for."""
    gap = why.comparison.difference(measure)
    by = _in_own_unit(why, measure)
    return Effect(gap.mean / by, gap.low / by, gap.high / by, gap.pairs)


def _in_own_unit(why: Why, measure: str) -> float:
    """One unit of effects on a measure, in the measure's unit."""
    from sim.lab.why_chain import scale_of

    return scale_of(why.comparison, measure)


def _levers(shared: Shared, measure: str, words: Words) -> Iterable[str]:
    """How the difference falls on levers, and which belong together."""
    clear = sorted((one for one in shared.worths if one.clear), key=lambda one: -abs(one.value.mean))
    if not clear:
        yield words.say("nothing_clear")
        return
    yield words.say("levers", list=", ".join(words.say("plain", name=words.part(one.part), effect=words.bare(one.value, measure)) for one in clear))
    if len(clear) < len(shared.worths):
        yield words.say("rest_unclear")
    names = {one.part.name: words.part(one.part) for one in shared.worths}
    pairs = [one for one in shared.pairs if one.clear][:3]
    if pairs:
        listed = (words.say("pair", one=names[one.one], other=names[one.other], effect=words.bare(one.value, measure)) for one in pairs)
        yield words.say("together", list=", ".join(listed))
    elif shared.pairs:
        yield words.say("apart")
    if (one := turned_by_order(shared)) is not None:
        yield words.say("order", part=words.part(one.part), alone=words.bare(one.alone, measure), last=words.bare(one.last, measure))


def turned_by_order(shared: Shared) -> Worth | None:
    """The part that adds most differently when it alone moves and when it moves last, of those whose two intervals lie apart."""
    apart = [one for one in shared.worths if one.alone.high < one.last.low or one.last.high < one.alone.low]
    return max(apart, key=lambda one: abs(one.alone.mean - one.last.mean), default=None)


def _mechanisms(carried: Through, measure: str, words: Words) -> Iterable[str]:
    """What the difference goes through, and what works against it."""
    sign = 1.0 if carried.whole.mean > 0 else -1.0
    held = [one for one in carried.carried if one.all_of_it]
    clear = [one for one in carried.carried if one.clear and not one.all_of_it and matters(one, carried)]
    with_it = [one for one in clear if sign * one.through.mean > 0][:MOST_NAMED]
    against = [one for one in reversed(clear) if sign * one.through.mean < 0][:MOST_NAMED]
    sure = is_sure(carried.whole)
    listed = ", ".join(_carrier(one, measure, words, sure) for one in with_it)
    name = words.measure(measure)
    yield words.say("carried" if with_it else "uncarried", measure=name[:1].upper() + name[1:], effect=words.effect(carried.whole, measure), list=listed)
    if against:
        yield words.say("against", list=", ".join(_carrier(one, measure, words, sure) for one in against))
    if sure and with_it and is_sure(with_it[0].left) and -sign * with_it[0].left.mean > TRIFLE * abs(carried.whole.mean):
        yield words.say("balance", name=words.mechanism(with_it[0].mechanism), left=words.bare(with_it[0].left, measure))
    if held:
        yield words.say("whole_through", list=", ".join(words.mechanism(one.mechanism) for one in held))


def _adding_up(carried: Through, words: Words) -> str:
    """That shares need not add up, on the first measure."""
    name = carried.reading.measure
    return words.say("rest", measure=words.measure(name), sum=words.bare(carried.together, name), whole=words.bare(carried.whole, name))


def matters(one: Carried, carried: Through) -> bool:
    """Whether what goes through a mechanism is no trifle beside the whole."""
    return abs(one.through.mean) >= TRIFLE * abs(carried.whole.mean)


def _carrier(one: Carried, measure: str, words: Words, sure: bool) -> str:
    name, share = words.mechanism(one.mechanism), one.part.value
    if sure and math.isfinite(share) and abs(share) <= MOST_SHARE:
        return words.say("part_of", name=name, effect=words.bare(one.through, measure), share=f"{share:.0%}".replace("%", " %"))
    return words.say("plain", name=name, effect=words.bare(one.through, measure))


def chained(why: Why, words: Words) -> Iterable[str]:
    """What moved first, what turned, and when costs are earned back."""
    if why.chain is None:
        return
    if not math.isfinite(why.chain.limit):
        yield words.say("too_few")
        return
    moved = why.chain.moved
    if moved:
        listed = (words.say("up" if one.rose else "down", name=words.measure(one.measure), week=one.week) for one in moved[:MOST_MOVED])
        yield words.say("chain", list=", ".join(listed))
    for one in moved:
        if one.turned is not None:
            way = words.say("way_up" if one.rose else "way_down")
            yield words.say("turned", name=words.measure(one.measure).capitalize(), way=way, week=one.week, turn=one.turned)
    still = [words.measure(one.measure) for one in why.chain.links if one.week is None]
    if still:
        yield words.say("still", list=", ".join(still))
    yield from _earned(why, words)


def _earned(why: Why, words: Words) -> Iterable[str]:
    dip = why.comparison.dip()
    if dip is None or not dip.is_clear:
        return
    usual = why.comparison.base.reading.yard("profit_week")
    yield words.say("dip", first=why.names[0], week=dip.week, depth=words.number(f"{100 * dip.depth / usual:+.0f}") + " %")
    week = why.comparison.break_even_week()
    yield words.say("earned", week=week) if week is not None else words.say("never_earned", weeks=why.question.weeks)


def storied(why: Why, words: Words) -> Iterable[str]:
    """The typical company, and what became of each figure in the last year."""
    told = why.story
    if told is None:
        return
    gain = f"{words.number(f'{told.gain:+.2f}')} {words.unit('cumulative_profit')}"
    yield words.say("story", gain=gain, count=told.count)
    for one in told.figures:
        yield words.say("figure", cast=words.say(one.cast.name), among=one.among, distance=words.number(f"{one.distance:.2f}"), first=told.names[0],
                        second=told.names[1], list=", ".join(_figure_values(one, words)))


def _figure_values(one: Figure, words: Words) -> Iterable[str]:
    """What is drawn of a figure: means of the last year, or in how many weeks of all something happened."""
    weeks: Any = next(iter(one.weeks.values())).shape[1]
    for name in DRAWN[one.cast.name]:
        if name in COUNTED:
            yield words.say("counted", name=words.told(name), one=one.count(name, 0), other=one.count(name, 1))
        else:
            values = [words.number(f"{one.mean(name, policy, max(weeks - WEEKS_A_YEAR + 1, 1), weeks):.2f}") for policy in (0, 1)]
            yield words.say("valued", name=words.told(name), one=values[0], other=values[1])


__all__ = ["Words", "chained", "factor", "is_sure", "sections", "storied", "turned_by_order"]
