"""What a sequence of measures shows, in sentences: the best plan, whether the order matters, what comes first, the dip, and leaders' patience."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.lab.sequence_verdict import is_clear
from sim.lab.words import WEEKS_A_YEAR, agree, amount, counted, span

if TYPE_CHECKING:
    from sim.lab.sequence import Ranked, Sequenced
    from sim.measures.intervals import Estimate

CORRECTION = ("Each gain is paired: plan less staying put, in the same company under the same luck, with its own 95 % interval. Differences between plans "
              "have wider intervals, which hold for all pairs of plans together with 95 % chance (the largest t of all pairs, signs of whole companies "
              "drawn by lot). A plan that begins later has had less time: look at the last year as well as at the sum.")
RULE = ("Leaders with {patience} weeks of patience go back when weeks in which profit as they see it (a quarter's average) lies below that before the policy, "
        "by more than a margin, have outnumbered the other weeks by {patience}: the model's own rule, counted here without being acted upon.")
SMALL = 0.1
"""Below this part of what the best plan brings, the order is said to matter hardly."""


def told(one: Estimate, unit: str, sign: bool = True) -> str:
    """A number with its interval."""
    if not math.isfinite(one.value):
        return "no data"
    value = amount(one.value, unit, sign)
    return value if not math.isfinite(one.low) else f"{value} (95 %: {amount(one.low, unit, sign)} to {amount(one.high, unit, sign)})"


def share(one: Estimate) -> str:
    """A share of companies with its interval."""
    if not math.isfinite(one.value):
        return "not known"
    return f"{one.value:.0%}" + (f" ({one.low:.0%} to {one.high:.0%})" if math.isfinite(one.low) else "")


def plain(name: str) -> str:
    """A name as people read it."""
    return name.replace("_", " ")


def sentences(found: Sequenced) -> list[str]:
    """The verdict, each sentence about one thing."""
    said = [_best(found), *_order(found), _interplay(found), *_first(found), _dip(found), _leaders(found), _impatient(found), *_limits(found)]
    return [sentence for sentence in said if sentence]


def _best(found: Sequenced) -> str:
    best, unit = found.best, found.measure.unit
    rest = len(found.contenders) - 1
    others = "" if not rest else f"; {counted(rest, 'other plan')} of {len(found.ranked) - 1} cannot be told apart from it"
    when = f"after {span(found.question.weeks)}" if found.measure.at_end else "in the last year"
    sign = -1.0 if found.measure.better == "down" else 1.0
    if sign * best.gain.value < 0 and is_clear(best.gain):
        least = f"Least is lost by {plain(best.plan.label)}: {told(best.gain, unit)} in {found.measure.title}{others}."
        return f"No plan does as well as staying put {when}. {least}"
    return f"Best in the mean: {plain(best.plan.label)}, {told(best.gain, unit)} in {found.measure.title} against staying put {when}{others}."


def _order(found: Sequenced) -> list[str]:
    """Whether the order matters at one pace."""
    said, unit = [], found.measure.unit
    for pace in found.paces:
        if pace.between is None:
            continue
        gap = abs(pace.between.value)
        whole = abs(found.best.gain.value)
        text = f"Order, {plain(pace.pacing)}: the best and the worst of {counted(pace.plans, 'plan')} differ by {told(pace.between, unit, sign=False)}"
        if not is_clear(pace.between):
            said.append(f"{text}, which luck may explain.")
        else:
            part = gap / whole if whole > 0 else math.inf
            worth = "hardly anything beside" if part < SMALL else f"{part:.0%} of" if part < 10 else "many times"
            does = "brings" if (-1.0 if found.measure.better == "down" else 1.0) * found.best.gain.value > 0 else "loses"
            said.append(f"{text}, clearly more than luck: {worth} what the best plan {does}.")
    return said


def _interplay(found: Sequenced) -> str:
    """How much of the difference between orders is time, and how much is what steps do to each other."""
    one, unit = found.interplay, found.measure.unit
    if one is None or not is_clear(one.whole):
        return ""
    names = f"{plain(' > '.join(one.best))} and {plain(' > '.join(one.worst))}"
    rest = "clearly more than luck" if is_clear(one.rest) else "which luck may explain"
    return (f"Of the {amount(one.whole.value, unit)} between {names} (evenly), {told(one.by_time, unit)} is time: each step brings what it brings alone for "
            f"as long as it runs. The rest, {told(one.rest, unit)}, is what steps do to each other, {rest}.")


def _first(found: Sequenced) -> list[str]:
    """What comes first, as far as it is clear."""
    unit, sign = found.measure.unit, -1.0 if found.measure.better == "down" else 1.0
    if not found.first and not found.before:
        return []
    firsts = found.first if len(found.question.bundles) > 2 else ()
    good = [one for one in firsts if is_clear(one.effect) and sign * one.effect.value > 0]
    bad = [one for one in firsts if is_clear(one.effect) and sign * one.effect.value < 0]
    said = []
    for word, some in (("gain", good), ("lose", bad)):
        said += [f"Plans that begin with {plain(one.first)} {word}, against the mean of all orders: {told(one.effect, unit)}." for one in some]
    clear = [one for one in found.before if is_clear(one.effect)]
    pairs = [f"{plain(one.first)} before {plain(one.second)} ({amount(one.effect.value, unit, True)})" if sign * one.effect.value > 0 else
             f"{plain(one.second)} before {plain(one.first)} ({amount(-one.effect.value, unit, True)})" for one in clear]
    if pairs:
        said.append(f"Clear for {len(pairs)} of {counted(len(found.before), 'pair')} of steps: {'; '.join(pairs)}.")
    if not said:
        said.append("What comes first cannot be said: no step gains or loses clearly by coming first, and no pair of steps by its order.")
    return said


def _dip(found: Sequenced) -> str:
    best = found.best
    if best.dip is None:
        return ""
    unit = "euro a week"
    even = f"earned back in week {best.break_even_week}" if best.break_even_week is not None else "not earned back by the horizon"
    depth = f"dips to {told(best.dip.depth, unit)} in the quarter to week {best.dip.week}" if best.dip.depth.high < 0 else "shows no clear dip"
    shallow = max((one for one in found.ranked if one.dip is not None), key=lambda one: one.dip.depth.value if one.dip else -math.inf)
    other = ""
    if shallow is not best and shallow.dip is not None:
        other = f" The shallowest dip is that of {plain(shallow.plan.label)}: {amount(shallow.dip.depth.value, unit, True)}."
    return f"The best plan {depth}; {even} in the mean, ahead in {best.ahead_in:.0%} of companies.{other}"


def _leaders(found: Sequenced) -> str:
    best, patience = found.best, found.question.patience_weeks
    if not math.isfinite(best.back.value):
        return ""
    rows = [one for one in found.ranked if math.isfinite(one.back.value)]
    low, high = (edge(one.back.value for one in rows) for edge in (min, max))
    over = f"{low:.0%} to {high:.0%} over all plans" if high > low else "as in every plan"
    return (f"Leaders with {patience} weeks of patience go back on the best plan in {share(best.back)} of companies ({over}); by luck alone, on a policy that "
            f"changes next to nothing, in {share(found.luck_back)}.")


def _impatient(found: Sequenced) -> str:
    """What is gained when leaders do go back."""
    if not found.impatient:
        return ""
    unit = found.measure.unit
    parts = [f"{plain(label)} {told(gain, unit)}" for label, gain in found.impatient]
    return f"When such leaders act on it, against staying put: {'; '.join(parts)}."


def _limits(found: Sequenced) -> list[str]:
    """What makes the answer less sure."""
    said = []
    if any(one.plan.left_out for one in found.ranked):
        cut = sum(1 for one in found.ranked if one.plan.left_out)
        said.append(f"In {counted(cut, 'plan')} of {len(found.ranked)} the budget leaves out a step, so that plans do not end with the same measures.")
    if found.planned.refused:
        count = len(found.planned.refused)
        said.append(f"{counted(count, 'plan')} cannot be lived: {found.planned.refused[0][0]}: {found.planned.refused[0][1]}{'' if count == 1 else '; …'}.")
    if found.looked_for:
        tried, there_are = found.planned.orders, math.factorial(len(found.question.bundles))
        said.append(f"Of {there_are:,} orders {tried} were tried; orders that were looked for in these companies, and whatever looks best of many, look "
                    "better than they are.")
    ended = sum(one.ended for one in found.ranked)
    if ended:
        said.append(f"{counted(ended, 'company', 'companies')} (all plans together) could no longer pay before the horizon.")
    if found.companies < 6:
        said.append("Fewer than six companies: nothing is called clear.")
    return said


def row_order(one: Ranked) -> str:
    """The order of a row of a table, without its pace."""
    if not one.plan.order:
        return "nothing"
    if one.plan.together and not one.plan.left_out:
        return "all together"
    return plain(" > ".join(one.plan.order)) + (f" (without {plain(', '.join(one.plan.left_out))})" if one.plan.left_out else "")


def paced(one: Ranked) -> str:
    """The pace of a row, and the weeks in which steps begin."""
    weeks = sorted(set(one.plan.starts))
    told = "" if not weeks else f", from week {weeks[0]}" if len(weeks) == 1 else f", weeks {', '.join(map(str, weeks))}"
    return plain(one.plan.pacing) + (told if len(weeks) < 6 else f", weeks {weeks[0]} to {weeks[-1]}")


def budget(found: Sequenced) -> str:
    """What may be spent in a year."""
    limits = found.question.budget
    if not limits:
        return "No limit to what is spent in a year."
    return f"Budget a head and year: {', '.join(f'€ {value:,.0f}' for value in limits)}{', then the same' if len(limits) > 1 else ''}."


def week_of(one: Ranked) -> str:
    """When it is earned back."""
    return "never" if one.break_even_week is None else f"{one.break_even_week}"


def price(one: Ranked) -> str:
    """The dearest year, euro a head."""
    return amount(max(one.plan.spent, default=0.0), "euro")


def years(weeks: int) -> str:
    """A horizon in words."""
    return span(weeks) if weeks >= WEEKS_A_YEAR else counted(weeks, "week")


__all__ = ["CORRECTION", "RULE", "agree", "budget", "paced", "plain", "price", "row_order", "sentences", "share", "told", "week_of", "years"]
