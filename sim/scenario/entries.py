"""Entries of `[[timeline]]` and `[[event]]` become steps and events; entries that contradict each other are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sim.scenario.check import checked, percent
from sim.scenario.course import EVENT_KINDS, busy_until
from sim.scenario.errors import Path, Report
from sim.scenario.keys import EVENT, LEVER_KEYS, MOST_ENTRIES, TIMELINE, Key
from sim.scenario.model import Event, Scenario, Step

Entry = TypeVar("Entry")
Own = list[tuple[Path, Entry]]
_TAKES = {"step": (), "ramp": ("until",), "pulse": ("until",), "on-off": ("until", "on", "off")}


def _entries(content: Any, section: str, keys: Mapping[str, Key], report: Report) -> list[tuple[Path, dict[str, Any], Any]]:
    """The entries of a section as (path, right keys, all that was given)."""
    if not isinstance(content, list):
        report.add((section,), "must be a list of tables", content, f"each entry begins with [[{section}]]")
        return []
    if len(content) > MOST_ENTRIES:
        report.add((section,), f"has {len(content)} entries", allowed=f"at most {MOST_ENTRIES}")
        return []
    return [((section, index), checked(given, _told(given, keys), (section, index), report), given) for index, given in enumerate(content)]


def _told(given: Any, keys: Mapping[str, Key]) -> Mapping[str, Key]:
    """The keys of an entry, with the range of its own lever or kind of event where that is known, so that a missing or wrong number is told what is allowed."""
    if not isinstance(given, dict):
        return keys
    lever, kind = given.get("lever"), given.get("kind")
    if "to" in keys and isinstance(lever, str) and lever in LEVER_KEYS:
        return {**keys, "to": replace(keys["to"], told=LEVER_KEYS[lever].allowed)}
    if "size" in keys and isinstance(kind, str) and kind in EVENT_KINDS:
        return {**keys, "size": replace(keys["size"], told=_size(kind).allowed)}
    return keys


def _size(kind: str) -> Key:
    """The size that a kind of event can have."""
    about = EVENT_KINDS[kind]
    return Key("number", about.meaning, about.low, about.high, about.unit)


def own_steps(content: Any, report: Report) -> Own[Step]:
    """The steps of a timeline that make sense by themselves."""
    steps: Own[Step] = []
    for path, entry, given in _entries(content, "timeline", TIMELINE, report):
        if isinstance(given, dict):
            right = [_value_fits(path, entry, report), _shape_fits(path, entry, given, report), entry.keys() == given.keys()]
            if all(right):
                end = entry.get("until")
                steps.append((path, Step(entry["lever"], entry["shape"], entry["week"], end, float(entry["to"]), entry.get("on", 0), entry.get("off", 0))))
    return steps


def _value_fits(path: Path, entry: Mapping[str, Any], report: Report) -> bool:
    """The new value lies in the range of its lever."""
    if "lever" not in entry or "to" not in entry:
        return False
    key = LEVER_KEYS[entry["lever"]]
    if not key.low <= entry["to"] <= key.high:
        report.add((*path, "to"), f"is out of range for {entry['lever']}", entry["to"], key.allowed, percent(entry["to"], key))
        return False
    return True


def _shape_fits(path: Path, entry: Mapping[str, Any], given: Mapping[str, Any], report: Report) -> bool:
    """Each shape has the keys that it takes, no others, and ends after it begins."""
    if "shape" not in entry or "week" not in entry:
        return False
    shape, takes, right = entry["shape"], _TAKES[entry["shape"]], True
    for name in ("until", "on", "off"):
        if name in takes and name not in given:
            report.add((*path, name), f"is missing: {shape} needs it", allowed=TIMELINE[name].allowed)
            right = False
        if name in given and name not in takes:
            report.add((*path, name), f"means nothing for {shape}", given[name], "step and ramp stay; pulse and on-off go back at `until`")
            right = False
    if right and "until" in takes and entry.get("until", entry["week"] + 1) <= entry["week"]:
        report.add((*path, "until"), "must come after week", entry["until"], f"at least {entry['week'] + 1}")
        right = False
    if right and shape == "on-off" and entry.get("on", 0) >= entry.get("until", 0) - entry["week"]:
        report.add((*path, "on"), "never goes off before it ends", entry.get("on"), f"less than {entry.get('until', 0) - entry['week']} weeks, or a pulse")
        right = False
    return right


def own_events(content: Any, report: Report) -> Own[Event]:
    """The events that make sense by themselves."""
    events: Own[Event] = []
    for path, entry, given in _entries(content, "event", EVENT, report):
        if isinstance(given, dict) and "kind" in entry and _event_fits(path, entry, given, report) and entry.keys() == given.keys():
            events.append((path, Event(entry["kind"], entry["week"], float(entry["size"]), entry.get("weeks", 0), entry.get("refill", False))))
    return events


def _event_fits(path: Path, entry: Mapping[str, Any], given: Mapping[str, Any], report: Report) -> bool:
    """An event has a size that its kind can have, and the keys that its kind takes."""
    kind, right = EVENT_KINDS[entry["kind"]], "week" in entry and "size" in entry
    size = _size(entry["kind"])
    if "size" in entry and not kind.low <= entry["size"] <= kind.high:
        report.add((*path, "size"), f"is out of range for {entry['kind']}", entry["size"], size.allowed, percent(entry["size"], size))
        right = False
    if kind.lasts and "weeks" not in given:
        report.add((*path, "weeks"), f"is missing: {entry['kind']} needs it", allowed=EVENT["weeks"].allowed)
        right = False
    for name, takes in (("weeks", kind.lasts), ("refill", kind.refills)):
        if name in given and not takes:
            report.add((*path, name), f"means nothing for {entry['kind']}", given[name])
            right = False
    return right


def own_within_horizon(steps: Own[Step], events: Own[Event], weeks: int, report: Report) -> None:
    """What begins or ends after the last week would silently do nothing, so it is refused."""
    allowed = "a longer run" if weeks < 1 else "week 0, or a longer run" if weeks == 1 else f"weeks 0 to {weeks - 1}, or a longer run"
    horizon = f"lies after the horizon of {weeks} week{'' if weeks == 1 else 's'}"
    for path, step in steps:
        if step.start >= weeks:
            report.add((*path, "week"), horizon, step.start, allowed)
        elif step.end is not None and step.end > weeks:
            report.add((*path, "until"), horizon, step.end, f"at most {weeks}, or a longer run")
    for path, event in events:
        if event.week >= weeks:
            report.add((*path, "week"), horizon, event.week, allowed)


def inherited_within_horizon(base: Scenario, weeks: int, report: Report) -> None:
    """A shorter run than that of the scenario it extends must still reach what happens there."""
    late = [(step.start, step.setting) for step in base.timeline if weeks <= step.start < base.weeks]
    late += [(event.week, event.kind) for event in base.events if weeks <= event.week < base.weeks]
    if late:
        week, what = max(late)
        report.add(("weeks",), f"ends before week {week}, in which {what} begins in the scenario it extends", weeks, f"at least {week + 1}")


def tell_overlaps(steps: Own[Step], inherited: Sequence[Step], report: Report) -> None:
    """Two steps of the same lever may follow each other but not run at the same time."""
    earlier: list[tuple[str, Step]] = [("an entry of the scenario it extends", step) for step in inherited]
    for path, step in steps:
        for which, other in earlier:
            if other.setting == step.setting and step.start < busy_until(other) and other.start < busy_until(step):
                report.add((*path, "week"), f"{step.setting} already changes from week {other.start} to {busy_until(other)} by {which}", step.start,
                    f"one change of a lever at a time: before week {other.start}, or from week {busy_until(other)}")
                break
        earlier.append((f"timeline[{int(path[1]) + 1}]", step))
