"""One sentence for each picture that says what is seen; the title of the plot and the summary for those who cannot see it are the same sentence."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.lab.verdict import first_turn
from sim.lab.words import agree
from sim.views import seen, style
from sim.views.seen import View
from sim.views.turns import cumulative, turns

LED = 0.02
"""A policy that ends behind is said to have led when its mean sum was ahead by so many years of profit."""


def _base(thing: Any) -> View | None:
    return next((view for view in seen.views(thing) if view.is_baseline), None)


def _others(thing: Any) -> list[View]:
    return [view for view in seen.views(thing) if not view.is_baseline]


def _list(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""


def _few(parts: list[str]) -> str:
    return "; ".join(parts[:3]) + ("; …" if len(parts) > 3 else "")


def _up(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _over(view: View) -> str:
    """That no company was left in the last year, and when the last one ended; or an empty text."""
    weeks = seen.ended(view)
    return f"{view.label} {'ended' if len(weeks) == 1 else 'all ended'} by week {weeks[-1]} (could not pay)" if view.result.is_over() else ""


def voices(thing: Any) -> str:
    """Which voices end higher than under the baseline (or than the reference), and which lower."""
    base, parts = _base(thing), []
    for view in _others(thing) or seen.views(thing):
        ups: list[str] = []
        downs: list[str] = []
        for voice in style.VOICES:
            start = seen.last_year(base.series(voice)) if base is not None and base is not view else 50.0
            shift = seen.last_year(view.series(voice)) - start
            (ups if shift >= 2 else downs if shift <= -2 else []).append(style.VOICE_NAMES[voice].lower())
        if not ups and not downs:
            said = "all three voices end where they were"
        elif len(ups) == 3 or len(downs) == 3:
            said = f"all three voices end {'higher' if ups else 'lower'}"
        else:
            said = _list([f"{_list(names)} {word}" for names, word in ((ups, "up"), (downs, "down")) if names])
        parts.append(_over(view) or f"{view.label}: {said}")
    return _up(_few(parts))


def profit(thing: Any) -> str:
    """Whether each policy earns more or less than the baseline over the horizon, and from when."""
    base = _base(thing)
    if base is None or not _others(thing):
        view = seen.views(thing)[0]
        end = seen.last_year(view.series("profit"))
        return _up(f"{view.label}: profit is {end / 1000:,.0f} thousand euro a week in the last year") if np.isfinite(end) else "Profit"
    parts = []
    for view in _others(thing):
        total = seen.mean(cumulative(thing, view))
        end = float(total[-1]) if total.size and np.isfinite(total[-1]) else float("nan")
        mark = turns(thing, view)
        if over := _over(view):
            parts.append(over)
        elif not np.isfinite(end) or abs(end) < 0.005:
            parts.append(f"{view.label} earns the same")
        elif (gap := thing.profit(scenario=view.place)).counted[1] > 1 and not gap.is_clear:
            parts.append(f"{view.label} is ahead in {gap.counted[0]} of {gap.counted[1]} companies (mean {end:+.2f} years' profit, unclear)")
        elif end > 0 and mark.dip_week is not None and mark.break_even_week is not None:
            parts.append(f"{view.label} dips, then leads from year {mark.break_even_week / style.WEEKS_A_YEAR:.1f}")
        else:
            ahead = np.flatnonzero(total >= 0)
            led = ""
            if end < 0 and np.nanmax(total) >= LED:
                first = "dips first, " if first_turn(thing, view.place, int(ahead[-1])) == "dip" else ""
                led = f"{first}leads until year {(ahead[-1] + 1) / style.WEEKS_A_YEAR:.1f}, then "
            parts.append(f"{view.label} {led}ends {abs(end):.2f} years' profit {'ahead' if end > 0 else 'behind'}")
    return _up(_few(parts))


def hours(thing: Any) -> str:
    """How much of the working time goes to care and help, and how much to gaming."""
    parts = []
    for view in seen.views(thing):
        share = {name: seen.last_year(view.series(name)) * 100 for name in style.ACTIVITIES}
        parts.append(_over(view) or f"{view.label}: {share['share_care'] + share['share_help']:.0f} % care and help, {share['share_gaming']:.0f} % gaming")
    return _up(_few(parts))


def practice(thing: Any) -> str:
    """How much of the policy that leaders intend is lived at the end."""
    parts = []
    for view in _others(thing) or seen.views(thing):
        meant, lived = seen.last_year(view.series("policy_intended")), seen.last_year(view.series("policy_lived"))
        if over := _over(view):
            parts.append(over)
        elif meant <= 0.005:
            parts.append(f"{view.label}: nobody means to change anything")
        elif lived > 1.02 * meant:
            parts.append(f"{view.label}: practice moves further than was intended")
        else:
            parts.append(f"{view.label}: {100 * lived / meant:.0f} % of the policy is lived")
    return _up(_few(parts))


def goodhart(thing: Any) -> str:
    """How far the reported KPI has run away from the true one."""
    parts = []
    for view in seen.views(thing):
        gap = seen.last_year(view.indexed("kpi_reported")) - seen.last_year(view.indexed("kpi_true"))
        off = f"KPI {abs(gap):.0f} {agree(float(f'{gap:.0f}'), 'point')} {'above' if gap > 0 else 'below'} the truth"
        said = off if abs(gap) >= 1 else "KPI tells the truth" if np.isfinite(gap) else "no data"
        parts.append(_over(view) or f"{view.label}: {said}")
    return _up(_few(parts))


def balance(thing: Any) -> str:
    """What part of the three voices together each is at the end; not "weighs most", for a voice that fell least is not a strong one."""
    parts = []
    for view in seen.views(thing):
        shares = seen.voice_shares(view)
        known = shares[np.isfinite(shares).all(axis=1)]
        if over := _over(view):
            parts.append(over)
            continue
        if not len(known):
            continue
        even = float(known[-1].max() - known[-1].min()) < 0.03
        each = ":".join(f"{100 * share:.0f}" for share in known[-1])
        parts.append(f"{view.label} {'in balance' if even else each}")
    if parts:
        return _up(":".join(style.VOICE_NAMES[voice].lower() for voice in style.VOICES)) + " in %: " + _few(parts)
    return "Balance of the three voices"


def between(matrix: seen.Numbers) -> float:
    """Hours a week that pass from one function to another."""
    return float(np.nansum(matrix) - np.nansum(np.diag(matrix)))


def helping(thing: Any) -> str:
    """How many hours of help pass between functions."""
    parts, base = [], None
    for view in seen.views(thing):
        matrix = seen.help_matrix(view)
        if not matrix.size:
            continue
        base = between(matrix) if view.is_baseline else base
        parts.append((view, between(matrix)))
    said = []
    for view, ours in parts:
        if base and not view.is_baseline and view.result.is_over():
            said.append(_over(view))
        elif base and not view.is_baseline:
            said.append(f"{view.label}: {100 * abs(ours / base - 1):.0f} % {'more' if ours >= base else 'less'}")
    if said:
        return "Help between functions, " + _few(said)
    return "Who helps whom"
