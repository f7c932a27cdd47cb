"""Levers and conditions run their course: what a timeline and the events make of the starting values, week by week.

Plain lists of float64, so that checking a file needs no NumPy; `Scenario.paths` turns them into one array.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.model import Event, Step

Columns = dict[str, list[float]]
RECOVERY_WEEKS = 26


def follow(base: float, steps: Iterable[Step], weeks: int) -> list[float]:
    """A lever keeps its value until a step changes it; steps are taken in the order of their weeks."""
    course = [base] * weeks
    for step in sorted(steps, key=lambda step: step.start):
        held = course[step.start] if step.start < weeks else 0.0
        for week in range(step.start, weeks):
            course[week] = _value(step, week, held)
    return course


def _value(step: Step, week: int, held: float) -> float:
    """What one step asks in one week, given the value that the lever held when the step began."""
    end = step.start if step.end is None else step.end
    if step.shape == "step" or (step.shape == "ramp" and week >= end):
        return step.value
    if step.shape == "ramp":
        return held + (step.value - held) * (week - step.start) / (end - step.start)
    if week >= end:
        return held
    if step.shape == "on-off" and (week - step.start) % (step.on_weeks + step.off_weeks) >= step.on_weeks:
        return held
    return step.value


def busy_until(step: Step) -> int:
    """Until this week a step claims its lever: another step of the same lever must not begin before."""
    return step.start + 1 if step.shape == "step" or step.end is None else step.end


def _scaled(name: str, sign: float) -> Callable[[Event, Columns], None]:
    """A condition is scaled by 1 ± size for some weeks and comes back in a straight line over half a year."""

    def apply(event: Event, columns: Columns) -> None:
        course, end = columns[name], event.week + event.weeks
        for week in range(event.week, min(len(course), end + RECOVERY_WEEKS)):
            left = 1.0 if week < end else 1.0 - (week - end) / RECOVERY_WEEKS
            course[week] *= 1.0 + sign * event.size * left

    return apply


def _dismissed(event: Event, columns: Columns) -> None:
    """A share of the staff goes in one week; unless seats are refilled, the budgeted head-count falls with it."""
    dismissal, staffing = columns["dismissal"], columns["staffing"]
    if event.week < len(dismissal):
        # Two rounds in one week dismiss a share of those whom the first round left.
        dismissal[event.week] = 1.0 - (1.0 - dismissal[event.week]) * (1.0 - event.size)
    if not event.refill:
        staffing[event.week :] = [value * (1.0 - event.size) for value in staffing[event.week :]]


def _moved(name: str, sign: float) -> Callable[[Event, Columns], None]:
    """A condition is moved by ± size for some weeks."""

    def apply(event: Event, columns: Columns) -> None:
        course = columns[name]
        for week in range(event.week, min(len(course), event.week + event.weeks)):
            course[week] += sign * event.size

    return apply


def _struck(name: str) -> Callable[[Event, Columns], None]:
    """A share is struck in one week; two strikes in one week take a share of what the first one left."""

    def apply(event: Event, columns: Columns) -> None:
        course = columns[name]
        if event.week < len(course):
            course[event.week] = 1.0 - (1.0 - course[event.week]) * (1.0 - event.size)

    return apply


def _cut(event: Event, columns: Columns) -> None:
    """For some weeks at least this share of spending is cut; what is cut more deeply already stays so."""
    course = columns["cost_cut"]
    for week in range(event.week, min(len(course), event.week + event.weeks)):
        course[week] = max(course[week], event.size)


@dataclass(frozen=True)
class EventKind:
    """One kind of event: what it means, how large it may be, which keys it takes, and what it does to the columns that it `moves`."""

    meaning: str
    low: float
    high: float
    unit: str
    moves: tuple[str, ...]
    apply: Callable[[Event, Columns], None]
    lasts: bool = True
    refills: bool = False


EVENT_KINDS: Mapping[str, EventKind] = {
    "crisis": EventKind("demand falls by this share, then recovers over 26 weeks", 0, 1, "share of demand", ("demand",), _scaled("demand", -1.0)),
    "boom": EventKind("demand rises by this share, then settles over 26 weeks", 0, 2, "share of demand", ("demand",), _scaled("demand", 1.0)),
    "layoffs": EventKind("this share of staff is dismissed in one week", 0, 1, "share of staff", ("dismissal", "staffing"), _dismissed,
        lasts=False, refills=True),
    "labour_squeeze": EventKind("the labour market is this much tighter", 0, 4, "SD", ("labour_market",), _moved("labour_market", 1.0)),
    "labour_slump": EventKind("the labour market is this much looser", 0, 4, "SD", ("labour_market",), _moved("labour_market", -1.0)),
    "competitor": EventKind("competitors offer this much more", 0, 3, "SD", ("competitor",), _moved("competitor", 1.0)),
    "reorganisation": EventKind("this share of teams is redrawn in one week", 0, 1, "share of teams", ("reorganisation",),
        _struck("reorganisation"), lasts=False),
    "priority_shock": EventKind("the priority of this share of work is overturned in one week", 0, 1, "share of work", ("priority_shift",),
        _struck("priority_shift"), lasts=False),
    "cost_cut": EventKind("at least this share of spending on tools, places and support is cut", 0, 0.3, "share of spending", ("cost_cut",), _cut),
}


def intended(start: Mapping[str, float], ranges: Mapping[str, tuple[float, float]], timeline: Iterable[Step], events: Iterable[Event], weeks: int) -> Columns:
    """What is intended each week: the timeline first, then the events in the order of their weeks, all kept within the declared ranges.

    Only the columns that move are returned.
    """
    steps: dict[str, list[Step]] = {}
    for step in timeline:
        steps.setdefault(step.setting, []).append(step)
    happening = sorted(events, key=lambda event: event.week)
    moved = set(steps).union(*(EVENT_KINDS[event.kind].moves for event in happening))
    columns = {name: follow(start[name], steps.get(name, ()), weeks) for name in start if name in moved}
    for event in happening:
        EVENT_KINDS[event.kind].apply(event, columns)
    return {name: [min(max(value, ranges[name][0]), ranges[name][1]) for value in course] for name, course in columns.items()}
