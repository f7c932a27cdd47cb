"""Numbers in words: euro, shares, counts and spans of time, the same in tables, verdicts and pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

WEEKS_A_YEAR = 52
NO_DATA = "no data"
_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def rounded(value: float, digits: int = 3) -> str:
    """A number with so many meaningful digits, and thousands set apart: 1,230,000 or 0.0123."""
    if not math.isfinite(value):
        return NO_DATA
    if value == 0:
        return "0"
    value = float(f"{value:.{digits - 1}e}")
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return f"{value:,.{max(places, 0)}f}"


def euro(value: float) -> str:
    """An amount as people say it: € 1.23 million, € 45,600, -€ 320."""
    if not math.isfinite(value):
        return NO_DATA
    sign, size = ("-" if value < 0 else ""), abs(value)
    for unit, word in _LARGE:
        if size >= unit * 0.9995:
            return f"{sign}€ {rounded(size / unit)} {word}"
    return f"{sign}€ {rounded(size) if size >= 100 else f'{size:,.0f}'}"


def euro_between(low: float, high: float) -> str:
    """Two ends of an interval in euro."""
    return f"{euro(low)} to {euro(high)}"


def amount(value: float, unit: str, sign: bool = False) -> str:
    """A value in the measure's unit, standing alone: shares as percentages, euro as amounts; with `sign`, a plus before what is above zero."""
    if not math.isfinite(value):
        return NO_DATA
    if unit.startswith("euro"):
        return f"+{euro(value)}" if sign and value > 0 else euro(value)
    by, places, _ = scaled(unit)
    if unit.startswith("share"):
        return figure(by * value, places, sign) + ("" if sign else " %")
    text = figure(by * value, places) if places else rounded(value)
    return f"+{text}" if sign and value > 0 and any(digit in text for digit in "123456789") else text


def scaled(unit: str, *values: float) -> tuple[float, int, str]:
    """How a table writes a row of such values: the factor, how many places, and the unit in words; euro in thousands or millions where they are many."""
    if unit.startswith("share"):
        return 100.0, 1, unit.replace("share", "%", 1)
    if unit.startswith("euro"):
        size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
        rest = unit.removeprefix("euro")
        for limit, word in ((1e9, "€ billion"), (1e6, "€ million"), (1e4, "€ thousand")):
            if size >= limit:
                return 1.0 / (limit if limit > 1e4 else 1e3), 2 if size < 100 * limit and limit > 1e4 else 1, word + rest
        return 1.0, 0, "€" + rest
    if unit in ("0-100", "points"):
        return 1.0, 1, unit
    if unit == "weeks":
        return 1.0, 2 if max((abs(value) for value in values if math.isfinite(value)), default=1.0) >= 0.1 else 4, unit
    if unit in ("SD", "ratio", "log ratio", "-1 to 1", "hours a week"):
        return 1.0, 2, unit
    return 1.0, 0, unit


def figure(value: float, places: int, sign: bool = False) -> str:
    """A number with so many places; with `sign`, a plus before what is above zero. Zero has no sign."""
    if not math.isfinite(value):
        return NO_DATA
    text = f"{value:,.{places}f}"
    if not any(digit in text for digit in "123456789"):
        return text.removeprefix("-")
    return f"+{text}" if sign and value > 0 else text


def agree(value: float, one: str, many: str = "") -> str:
    """The form of a word that goes with a number: `hour` with 1, `hours` with every other; the plural is the word with an s unless told."""
    return one if abs(value) == 1 else many or f"{one}s"


def counted(value: int, one: str, many: str = "") -> str:
    """A count with its word: 1 week, 2 weeks, 1,200 companies."""
    return f"{value:,} {agree(value, one, many)}"


def companies(count: int) -> str:
    """How many companies were run under one policy: one company, or 8 identical companies."""
    return counted(count, "identical company", "identical companies") if count != 1 else "one company"


def pairs(count: int) -> str:
    """How many pairs were compared: one pair, or 8 pairs of identical companies."""
    return f"{'one pair' if count == 1 else counted(count, 'pair')} of identical companies"


def ended(weeks: Sequence[int], total: int) -> str:
    """When companies could no longer pay; `weeks` are those (from 1) in which they ended, of `total` companies. Empty where none ended."""
    if not weeks:
        return ""
    if total == 1:
        return f"ended {when(weeks)} (could not pay)"
    who = f"all {total} companies" if len(weeks) == total else f"{len(weeks)} of {total} companies"
    return f"{who} ended {when(weeks)} (could not pay)"


def when(weeks: Sequence[int]) -> str:
    """A week, or the stretch that some weeks span."""
    return f"in week {min(weeks)}" if min(weeks) == max(weeks) else f"between week {min(weeks)} and {max(weeks)}"


def span(weeks: int) -> str:
    """A stretch of time in years when it is long, else in weeks."""
    return counted(weeks // WEEKS_A_YEAR, "year") if weeks % WEEKS_A_YEAR == 0 and weeks >= WEEKS_A_YEAR else counted(weeks, "week")


def last(weeks: int) -> str:
    """The stretch that tables and verdicts read: the last year, or the whole of a shorter run."""
    if weeks > WEEKS_A_YEAR:
        return f"the last year of {span(weeks)}"
    return "the one week" if weeks == 1 else f"all {span(weeks)}" if weeks < WEEKS_A_YEAR else "the one year"
