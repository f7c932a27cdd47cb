"""The verdict: what a comparison shows in plain sentences, how sure that is, and what one company alone could have seen. It states; it does not advise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.lab.result import NEARLY_FULL
from sim.lab.verdict_members import doubt, plausible
from sim.lab.words import agree, counted, ended, euro, euro_between, rounded, span
from sim.measures import WEEKS_A_YEAR
from sim.measures.measure import QUARTER

if TYPE_CHECKING:
    from sim.lab.compare import Comparison, Difference, Dip
    from sim.lab.result import Result

VOICES = (("employee", "voice_employee"), ("customer", "voice_customer"), ("business", "voice_business"))
ORDERS = {"gain": "The gain comes first and is followed by loss", "dip": "It costs first, then gains, and then loses"}
"""How a lead that is lost again is told, by what the paired difference does first."""
WORTH_TELLING = 0.1
"""A sum counts as a turn from this part of what the worst quarter costs on; smaller ones may be luck, even when their interval leaves out zero."""
VISIBLE = 2.0
"""A difference of one year's profit is called visible in one company when it is at least this many SDs of luck."""


def verdict(comparison: Comparison, place: int) -> str:
    """All sentences on one scenario against the baseline."""
    sentences = [
        _unlike(comparison, place),
        _failures(comparison, place),
        _profit(comparison, place),
        doubt(comparison, comparison.profit(scenario=place), place),
        _course(comparison, place),
        _voices(comparison, place),
        _room(comparison, place),
        _luck(comparison, place),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _profit(comparison: Comparison, place: int) -> str:
    gap = comparison.profit(scenario=place)
    ours, theirs, time = comparison.labels[place], comparison.labels[comparison.baseline], span(comparison.weeks)
    if gap.pairs and gap.equal == gap.pairs:
        return f"Over {time}, {ours} and {theirs} earn exactly the same in every pair of identical companies."
    more = f"{euro(abs(gap.mean))} {'more' if gap.mean >= 0 else 'less'} than {theirs}{_in_years(comparison, gap)}"
    if gap.pairs < 2:
        doubt = "one pair gives no interval, so run more replications before believing it"
        return f"Over {time}, {ours} earns {more} in this one pair of identical companies; {doubt}."
    pairs = f"{gap.pairs} pairs of identical companies" if gap.over is None else plausible(comparison)
    bounds = f"95 % interval {euro_between(gap.low, gap.high)}"
    count = f"it is better in {gap.counted[0]} of {gap.counted[1]}" + ("" if gap.over is None else ", each by its mean")
    if not gap.is_clear:
        return f"Over {time}, {pairs} do not show which earns more: {ours} makes {more}, in the mean ({bounds}), and {count}."
    return f"Over {time}, {ours} earns {more}, in the mean of {pairs} ({bounds}); {count}."


def _in_years(comparison: Comparison, gap: Difference) -> str:
    year = comparison.year_of_profit()
    if not year > 0:
        return ""
    years = abs(gap.mean) / year
    return f", {f'{years:.1f}' if years >= 0.1 else rounded(years, 1)} years of the reference's profit"


def _course(comparison: Comparison, place: int) -> str:
    dip, even = comparison.dip(place), comparison.break_even(place)
    if dip is None or not dip.is_clear:
        return ""
    start = max(dip.week - QUARTER - 1, 0)
    lead = lead_of(comparison, place, dip)
    opening = _opening(first_turn(comparison, place), lead, even.week)
    week = comparison.base.reading.yard("profit_week")
    size = f" ({100 * -dip.depth / week:.0f} % of an ordinary week's profit)" if week > 0 else ""
    worst = f"{opening} worst quarter, up to week {dip.week}, brings {euro(-dip.depth)} a week less{size}."
    if even.week is None:
        return f"{worst} At the end of {span(comparison.weeks)} the mean company has not earned that back; {_of(comparison, even.share)} have."
    if lead and even.week <= start:
        return f"{worst} The sum stays ahead to the end, in {_of(comparison, even.share)}."
    return f"{worst} The mean company has earned that back for good in week {even.week}; by the end {_of(comparison, even.share)} have."


def worth_telling(dip: Dip) -> float:
    """The smallest sum in euro that counts as a turn: a part of what the worst quarter costs."""
    return WORTH_TELLING * QUARTER * -dip.depth


def first_turn(comparison: Comparison, place: int, until: int | None = None) -> str:
    """What the paired difference does first, summed from the start up to a week: "dip", "gain", or nothing where no order is clear.

    The first week counts in which the interval of the mean sum leaves out zero and the sum is as large as a tenth of what the worst quarter costs."""
    dip = comparison.dip(place)
    if dip is None or not dip.depth < 0:
        return ""
    summed = comparison.paired("cumulative_profit", place)[:, :until]
    for week in (abs(summed.mean(axis=0)) >= worth_telling(dip)).nonzero()[0]:
        low, high = comparison.sure(summed[:, week])
        if low > 0 or high < 0:
            return "gain" if low > 0 else "dip"
    return ""


def _opening(first: str, lead: tuple[float, int, int] | None, even: int | None) -> str:
    """How the sentence on the worst quarter begins: in the order in which cost and gain come, where that order is clear."""
    if lead is None:
        return "It costs first: its" if even and first == "dip" else "Its"
    order = ORDERS[first]
    if even is None:
        return f"{order}: the sum is ahead by {euro(lead[0])} in week {lead[1]} and behind for good from week {lead[2]}. Its"
    return f"{order}: its"


def lead_of(comparison: Comparison, place: int, dip: Dip) -> tuple[float, int, int] | None:
    """How far the mean sum is ahead at most before the dip, when, and from when it is behind for good; nothing where the lead is small or not clear."""
    summed = comparison.paired("cumulative_profit", place)
    mean = summed.mean(axis=0)
    peak = int(mean[: dip.week].argmax())
    if peak < QUARTER or mean[peak] < worth_telling(dip) or not comparison.sure(summed[:, peak])[0] > 0:
        return None
    return float(mean[peak]), peak + 1, int((mean >= 0).nonzero()[0][-1]) + 2


def _of(comparison: Comparison, share: float) -> str:
    """A share of companies as a count."""
    count = len(comparison.members) if comparison.several else comparison.replications
    return f"{round(share * count)} of {count} companies"


def _voices(comparison: Comparison, place: int) -> str:
    parts, left = [], comparison.replications
    if comparison.results[place].is_over() or comparison.base.is_over():
        return ""
    for word, measure in VOICES:
        gap = comparison.difference(measure, scenario=place)
        if math.isfinite(gap.mean):
            left = min(left, gap.pairs)
            unsure = "" if gap.is_clear or gap.mean == 0 else " (not clear)" if gap.pairs > 1 else ""
            parts.append(f"{word} {gap.baseline:.0f} to {gap.scenario:.0f}{unsure}")
    who = "" if left == comparison.replications else f" in the {left} of {comparison.replications} pairs in business in the last year, or a part of it"
    return f"Voices (0-100){who}, baseline to this policy: {', '.join(parts)}." if parts else ""


def _failures(comparison: Comparison, place: int) -> str:
    mine, base = comparison.results[place].ended(), comparison.base.ended()
    name, other, count = comparison.labels[place], comparison.labels[comparison.baseline], comparison.replications
    if not mine and not base:
        return ""
    if count == 1:
        told = [f"{label} {ended(weeks, 1)}" for label, weeks in ((name, mine), (other, base)) if weeks]
        return f"{'; '.join(told)}."
    text = f"{name}: {len(mine)} of {count} companies went bankrupt, against {len(base)} under the baseline"
    return f"{text}: {agree(len(mine), 'it', 'they')} {ended(mine, 1)}." if mine else f"{text}."


def _room(comparison: Comparison, place: int) -> str:
    """Growth that the model's own room for customers ended is no finding."""
    told = [room_words(label, result) for label, result in ((comparison.labels[k], comparison.results[k]) for k in (place, comparison.baseline))]
    return " ".join(sentence for sentence in told if sentence)


def room_words(label: str, result: Result) -> str:
    """A warning where the seats for customers were nearly all taken; empty where they were not."""
    full, count = result.cut_off(), result.replications
    if not full:
        return ""
    who = label if count == 1 else f"{full} of {counted(count, 'company', 'companies')} under {label}"
    start = result.scenario.organisation.customers
    return (
        f"Growth was cut off by the model's room: {who} came within {100 * (1 - NEARLY_FULL):.0f} % of the most customers that it has seats for "
        f"({result.customer_room():,}, {result.customer_room() / start:.3g} times the start), so that more growth may have been possible."
    )


def _unlike(comparison: Comparison, place: int) -> str:
    """That two organisations are compared, and not two policies, comes before all else; and how to have the same one."""
    mine, base = (one.scenario.organisation._asdict() for one in (comparison.results[place], comparison.base))
    other = [name for name in mine if mine[name] != base[name]]
    if not other:
        return ""
    people = [one["units"] * one["teams_per_unit"] * one["team_size"] for one in (mine, base)]
    name, against = comparison.labels[place], comparison.labels[comparison.baseline]
    sizes = f"{name} has {people[0]:,} people and {against} {people[1]:,}" if people[0] != people[1] else f"{name} and {against} are made up differently"
    same = " ".join(f"--set organisation.{one}={base[one]}" for one in other)
    return f"{sizes}: this compares two organisations, not two policies, and pairs share less of their luck. For the same organisation: {same}."


def _luck(comparison: Comparison, place: int) -> str:
    luck = comparison.base.luck_of_a_year()
    if comparison.weeks < WEEKS_A_YEAR or not luck > 0:
        return ""
    if comparison.profit(scenario=place).equal == comparison.replications:
        return ""
    yearly = abs(comparison.difference("profit", scenario=place).mean) * WEEKS_A_YEAR
    text = (
        f"Luck alone moves one company's profit of one year by about {euro(luck)} up or down (one SD); in the last year the policies differ by {euro(yearly)}"
    )
    if yearly < VISIBLE * luck:
        return f"{text}, so one company without an identical twin could hardly tell."
    return f"{text}, enough for one company to notice."
