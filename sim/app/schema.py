"""What the page needs to know before it asks anything: levers, presets, measures and words in one language, all made from their declarations."""

from __future__ import annotations

import functools
import json
import math
from typing import Any

from sim.app import choices
from sim.app.words import page_words
from sim.measures import MEASURES
from sim.policy import Policy, World
from sim.scenario import Scenario, load_scenario
from sim.views.levers import price
from sim.views.texts import LANGUAGES, Texts, texts
from sim.vocabulary import Row, rows

STEPS = 100
"""About as many places as a lever has."""
LONG = 300
"""From this many weeks on, a lever moves by four at a time."""


@functools.cache
def schema(language: str) -> bytes:
    """The schema in a language, as JSON text. Raises ScenarioError for an unknown language."""
    said = texts(language)
    whole = {
        "language": language, "languages": LANGUAGES, "words": page_words(language),
        "first": {"scenario": choices.FIRST, "baseline": choices.FIRST_BASELINE},
        "groups": _groups(said), "levers": [_lever(row, said) for row in rows(Policy)],
        "presets": _presets(language), "measures": [_measure(name, said) for name in (*choices.TILES, *choices.ACTIVITIES)],
        "voices": choices.VOICES, "tiles": choices.TILES, "activities": choices.ACTIVITIES,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def step(low: float, high: float, unit: str = "") -> float:
    """The size of one step of a lever: a round number, about a hundredth of its range; weeks go one by one, or four by four where there are many."""
    if unit == "weeks":
        return 1.0 if high - low < LONG else 4.0
    raw = (high - low) / STEPS
    size = 10.0 ** math.floor(math.log10(raw))
    return float(f"{next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw * 0.8):.3g}")


def _groups(said: Texts) -> list[dict[str, str]]:
    return [{"id": name, "name": spelt(said.group(name))} for name in dict.fromkeys(row.about.group for row in rows(Policy))]


def _lever(row: Row, said: Texts) -> dict[str, Any]:
    about, told = row.about, said.lever(row.name)
    return {
        "id": row.name, "name": spelt(told.name), "group": about.group, "front": row.name in choices.FRONT, "low": about.low, "high": about.high,
        "step": step(about.low, about.high, about.unit),
        "reference": row.default, "kind": about.unit, "unit": said.unit(about.unit),
        "what": told.what, "does": told.does, "overdone": told.overdone, "price": price(row.name, about, said),
        "delay": said.say("delay", up=said.counted(about.ramp_weeks, "week"), back=said.counted(about.fade_weeks, "week")),
    }


def spelt(name: str) -> str:
    """A name as it stands alone: with a capital, and abbreviations in capitals."""
    told = " ".join(word.upper() if word in ("kpi", "csat", "okr") else word for word in name.split())
    return told[:1].upper() + told[1:]


def _measure(name: str, said: Texts) -> dict[str, Any]:
    about = MEASURES[name]
    told = said.measure(about)
    return {
        "id": name, "name": spelt(told.name), "unit": about.unit, "unit_name": said.unit(about.unit), "better": about.better, "what": told.what,
        "read": told.read}


def _presets(language: str) -> list[dict[str, Any]]:
    return [{"group": group, "scenarios": [_preset(name, language) for name in names]} for group, names in choices.PRESET_GROUPS.items()]


def _preset(name: str, language: str) -> dict[str, Any]:
    """A scenario as a starting point: its levers where they differ from the reference, and what of it no lever shows."""
    scenario = load_scenario(name)
    moved = {lever: value for lever, value in scenario.policy.items() if value != Policy._field_defaults[lever]}
    told = page_words(language)["scenarios"].get(name, {})
    return {"id": name, "title": told.get("title", scenario.title), "about": told.get("about", scenario.question), "levers": moved,
            "baseline": baseline_of(scenario), "timed": _timed(scenario), "weeks": scenario.weeks}


def baseline_of(scenario: Scenario) -> str:
    """What a preset is compared with unless told otherwise: the nearest preset that it extends, so that the same crisis befalls both."""
    return next((file.removesuffix(".toml") for file, _ in scenario.files[1:] if file.removesuffix(".toml") in choices.PRESETS), choices.FIRST_BASELINE)


def _timed(scenario: Scenario) -> list[dict[str, Any]]:
    """What of a scenario no lever shows: another world, changes in time, and events."""
    world = [{"lever": name, "week": 1, "to": value, "shape": "step"} for name, value in scenario.world.items() if value != World._field_defaults[name]]
    steps = [{"lever": one.setting, "week": one.start, "to": one.value, "shape": one.shape} for one in scenario.timeline]
    return world + steps + [{"event": one.kind, "week": one.week, "size": one.size} for one in scenario.events]
