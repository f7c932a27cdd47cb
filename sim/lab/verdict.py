"""The verdict: what a comparison shows in plain sentences, how sure that is, and what one company alone could have seen. It states; it does not advise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.lab.compare import interval
from sim.lab.words import euro, euro_between, rounded, span
from sim.measures import WEEKS_A_YEAR
from sim.measures.measure import QUARTER

if TYPE_CHECKING:
    from sim.lab.compare import Comparison, Difference

VOICES = (("employee", "voice_employee"), ("customer", "voice_customer"), ("business", "voice_business"))
VISIBLE = 2.0
"""A difference of one year's profit is called visible in one company when it is at least this many SDs of luck."""


def verdict(comparison: Comparison, place: int) -> str:
    """All sentences on one scenario against the baseline."""
    sentences = [
        _profit(comparison, place),
        _course(comparison, place),
        _voices(comparison, place),
        _failures(comparison, place),
        _luck(comparison, place),
        _unlike(comparison, place),
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
    pairs = f"{gap.pairs} pairs of identical companies"
    bounds = f"95 % interval {euro_between(gap.low, gap.high)}"
    count = f"it is better in {gap.better} of {gap.pairs}"
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
    lead = _lead(comparison, place, dip.week)
    opening = "It costs first: its" if even.week else "Its"
    if lead:
        opening = "The gain comes first and is followed by loss: its"
    if lead and even.week is None:
        ahead = f"the sum is ahead by {euro(lead[0])} in week {lead[1]} and behind for good from week {lead[2]}"
        opening = f"The gain comes first and is followed by loss: {ahead}. Its"
    week = comparison.base.reading.yard("profit_week")
    size = f" ({100 * -dip.depth / week:.0f} % of an ordinary week's profit)" if week > 0 else ""
    worst = f"{opening} worst quarter, up to week {dip.week}, brings {euro(-dip.depth)} a week less{size}."
    if even.week is None:
        return f"{worst} At the end of {span(comparison.weeks)} the mean company has not earned that back; {_of(comparison, even.share)} have."
    if lead and even.week <= start:
        return f"{worst} The sum stays ahead to the end, in {_of(comparison, even.share)}."
    return f"{worst} The mean company has earned that back for good in week {even.week}; by the end {_of(comparison, even.share)} have."


def _lead(comparison: Comparison, place: int, until: int) -> tuple[float, int, int] | None:
    """How far the mean sum is ahead at most before week `until`, when, and from when it is behind for good; nothing where the lead is not clear."""
    summed = comparison.paired("cumulative_profit", place)
    mean = summed.mean(axis=0)
    peak = int(mean[:until].argmax())
    if peak < QUARTER or not interval(summed[:, peak])[0] > 0:
        return None
    return float(mean[peak]), peak + 1, int((mean >= 0).nonzero()[0][-1]) + 2


def _of(comparison: Comparison, share: float) -> str:
    """A share of companies as a count."""
    return f"{round(share * comparison.replications)} of {comparison.replications} companies"


def _voices(comparison: Comparison, place: int) -> str:
    parts = []
    for word, measure in VOICES:
        gap = comparison.difference(measure, scenario=place)
        if math.isfinite(gap.mean):
            unsure = "" if gap.is_clear or gap.mean == 0 else " (not clear)" if gap.pairs > 1 else ""
            parts.append(f"{word} {gap.baseline:.0f} to {gap.scenario:.0f}{unsure}")
    return f"Voices (0-100), baseline to this policy: {', '.join(parts)}." if parts else ""


def _failures(comparison: Comparison, place: int) -> str:
    ours, theirs = comparison.results[place].bankrupt(), comparison.base.bankrupt()
    if not ours and not theirs:
        return ""
    return f"{ours} of {comparison.replications} companies went bankrupt, against {theirs} under the baseline."


def _unlike(comparison: Comparison, place: int) -> str:
    if comparison.results[place].scenario.organisation == comparison.base.scenario.organisation:
        return ""
    return "The two organisations differ in size or make-up, so that pairs share less of their luck and euro are not those of the same company."


def _luck(comparison: Comparison, place: int) -> str:
    luck = comparison.base.luck_of_a_year()
    if comparison.weeks < WEEKS_A_YEAR or not luck > 0:
        return ""
    yearly = abs(comparison.difference("profit", scenario=place).mean) * WEEKS_A_YEAR
    text = (
        f"Luck alone moves one company's profit of one year by about {euro(luck)} up or down (one SD); in the last year the policies differ by {euro(yearly)}"
    )
    if yearly < VISIBLE * luck:
        return f"{text}, so one company without an identical twin could hardly tell."
    return f"{text}, enough for one company to notice."
