"""Changes in time and events in the words of a leader: `autonomy rises from 0.5 to 0.8 between week 13 and 39`, `lay-off of 10 % of staff in week 13`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.lab.words import counted
from sim.scenario.course import EVENT_KINDS, follow

if TYPE_CHECKING:
    from sim.scenario import Scenario

NAMES = {
    "crisis": "crisis",
    "boom": "boom",
    "layoffs": "lay-off",
    "labour_squeeze": "tight labour market",
    "labour_slump": "loose labour market",
    "competitor": "new competitor",
    "reorganisation": "reorganisation",
    "priority_shock": "priorities overturned",
    "cost_cut": "cost cut",
}
"""What a kind of event is called."""

_EVENTS = {
    "crisis": "demand falls by {size}{span}, then recovers over half a year",
    "boom": "demand rises by {size}{span}, then settles over half a year",
    "layoffs": "lay-off of {size} of staff{span}",
    "labour_squeeze": "the labour market is {size} tighter{span}",
    "labour_slump": "the labour market is {size} looser{span}",
    "competitor": "competitors offer {size} more{span}",
    "reorganisation": "{size} of teams are redrawn{span}",
    "priority_shock": "the priority of {size} of the work is overturned{span}",
    "cost_cut": "at least {size} of spending on tools, places and support is cut{span}",
}


def event_words(entry: Mapping[str, Any]) -> str:
    """One event of a scenario in a sentence."""
    kind, week, weeks = entry["kind"], entry["week"], entry.get("weeks", 0)
    about = EVENT_KINDS[kind]
    size = f"{100 * entry['size']:.4g} %" if about.unit.startswith("share") else f"{entry['size']:.4g} {about.unit}"
    said = _EVENTS[kind].format(size=size, span=f" in week {week}" + (f", for {counted(weeks, 'week')}" if weeks > 1 else ""))
    return said + (", and the seats are filled again" if entry.get("refill") else "")


def change_words(entry: Mapping[str, Any], scenario: Scenario) -> str:
    """One change of a lever or condition in time, with the value from which it starts."""
    name, week, end, to = entry["lever"], entry["week"], entry.get("until"), entry["to"]
    held = _held(name, week, scenario)
    plain, old, new = name.replace("_", " "), f"{held:.4g}", f"{to:.4g}"
    moves = "rises" if to > held else "falls" if to < held else "stays"
    if entry["shape"] == "on-off":
        on, off = counted(entry["on"], "week"), counted(entry["off"], "week")
        return f"{plain} goes to and fro between week {week} and {end}: {on} at {new}, {off} at {old}"
    if moves == "stays":
        return f"{plain} stays at {new} from week {week}" + (f" to {end}" if end is not None else "")
    if entry["shape"] == "ramp":
        return f"{plain} {moves} from {old} to {new} between week {week} and {end}"
    back = f", and is back at {old} from week {end}" if entry["shape"] == "pulse" else ""
    return f"{plain} {moves} from {old} to {new} in week {week}{back}"


def _held(name: str, week: int, scenario: Scenario) -> float:
    """The value of a lever or condition just before a change begins."""
    start = {**scenario.policy, **scenario.world}[name]
    earlier = [step for step in scenario.timeline if step.setting == name and step.start < week]
    return follow(start, earlier, week + 1)[week]


def entry_words(entry: Mapping[str, Any], scenario: Scenario) -> str:
    """A change in time or an event."""
    return event_words(entry) if "kind" in entry else change_words(entry, scenario)


def entries_words(entries: Any, scenario: Scenario) -> str:
    """All changes of one lever, or all events of one kind, in the order of their weeks; events that are alike are told once, with their weeks."""
    found = sorted(entries or [], key=lambda entry: int(entry["week"]))
    told: dict[str, list[int]] = {}
    for entry in found:
        told.setdefault(entry_words({**entry, "week": "{}"}, scenario) if "kind" in entry else entry_words(entry, scenario), []).append(entry["week"])
    return "; ".join(words.replace("week {}", _weeks(weeks)) for words, weeks in told.items())


def _weeks(weeks: list[int]) -> str:
    """week 26, or weeks 26, 52 and 104."""
    return f"week {weeks[0]}" if len(weeks) == 1 else f"weeks {', '.join(map(str, weeks[:-1]))} and {weeks[-1]}"


def usual(path: str, value: Any, scenario: Scenario) -> Any:
    """What stands for a change in time where there is none: the value that the lever keeps all the time."""
    name = path.removeprefix("timeline.")
    return {**scenario.policy, **scenario.world}.get(name, value) if path.startswith("timeline.") and not value else value


def gathered(differences: list[tuple[str, Any, Any]]) -> list[tuple[str, Any, Any]]:
    """Differences between two scenarios with one row for all changes of a lever in time, and one for all events of a kind; other settings as they are."""
    rows: dict[str, tuple[Any, Any]] = {}
    for path, mine, theirs in differences:
        name = path
        if path.startswith(("timeline.", "event.")):
            name = path.rsplit(" at week ", 1)[0]
            held = rows.get(name, ([], []))
            mine, theirs = [*held[0], *(mine or [])], [*held[1], *(theirs or [])]
        rows[name] = (mine, theirs)
    return [(name, mine, theirs) for name, (mine, theirs) in rows.items()]


def row_words(path: str) -> str:
    """What a row of settings is called: a lever by its name, a change in time or an event as such."""
    section, _, rest = path.partition(".")
    if section == "timeline":
        return f"{rest.replace('_', ' ')} over time"
    if section == "event":
        return f"{NAMES.get(rest, rest.replace('_', ' '))} (event)"
    return path
