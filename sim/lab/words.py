"""Numbers in words: euro, shares, counts and spans of time, the same in tables, verdicts and pages."""

from __future__ import annotations

import math

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
    """A value in the measure's unit, as tables show it: shares as percentages, euro as amounts; with `sign`, a plus before what is positive."""
    if not math.isfinite(value):
        return NO_DATA
    if unit.startswith("euro"):
        text = euro(value)
    elif unit.startswith("share"):
        text = f"{100 * value:.1f}" + ("" if sign else " %")
    elif unit in ("0-100", "points"):
        text = f"{value:.1f}"
    elif unit in ("SD", "ratio", "log ratio", "-1 to 1", "SD of log demand"):
        text = f"{value:.2f}"
    else:
        text = rounded(value)
    if text.startswith("-") and not any(digit in text for digit in "123456789"):
        text = text[1:]
    return f"+{text}" if sign and value > 0 and any(digit in text for digit in "123456789") else text


def unit_words(unit: str) -> str:
    """The unit as a table's column shows it."""
    return {"share": "%", "share a year": "% a year", "share of hours": "% of hours"}.get(unit, unit)


def span(weeks: int) -> str:
    """A stretch of time in years when it is long, else in weeks."""
    if weeks % WEEKS_A_YEAR == 0 and weeks >= WEEKS_A_YEAR:
        years = weeks // WEEKS_A_YEAR
        return f"{years} year{'s' if years > 1 else ''}"
    return f"{weeks} week{'s' if weeks != 1 else ''}"
