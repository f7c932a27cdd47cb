"""What the page knows comes from declarations, in each language alike, and there is no text in its code."""

from __future__ import annotations

import json
import re
import string
from typing import Any

import pytest

from sim.app import choices
from sim.app.schema import baseline_of, schema, step
from sim.app.web import STATIC
from sim.app.words import FOLDER, page_words
from sim.policy import CONDITIONS, LEVERS, Policy
from sim.scenario import load_scenario
from sim.scenario.course import EVENT_KINDS
from sim.views import style
from sim.views.texts import LANGUAGES
from sim.vocabulary import rows

BOTH = pytest.mark.parametrize("language", LANGUAGES)
TABLES = ("page", "summary", "timed", "voices", "activities", "presets", "events", "worlds")
SCRIPTS = sorted(STATIC.glob("*.js"))


def _flat(words: dict[str, Any], before: str = "") -> dict[str, str]:
    """All words by their path; the titles of scenarios are English by themselves."""
    found = {}
    for key, value in words.items():
        if not before and key in ("scenarios", "names"):
            continue
        found |= _flat(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}": str(value)}
    return found


@BOTH
def test_every_lever_is_offered_with_its_declared_range_and_words(language: str) -> None:
    offered = {one["id"]: one for one in json.loads(schema(language))["levers"]}
    assert list(offered) == list(LEVERS)
    for row in rows(Policy):
        one = offered[row.name]
        assert (one["low"], one["high"], one["reference"], one["group"]) == (row.about.low, row.about.high, row.default, row.about.group)
        assert all(one[word].strip() for word in ("name", "unit", "what", "does", "overdone", "price"))


@pytest.mark.parametrize("row", rows(Policy), ids=lambda row: row.name)
def test_a_lever_has_round_steps_that_reach_both_ends_and_come_near_its_reference(row: Any) -> None:
    one = next(one for one in json.loads(schema("en"))["levers"] if one["id"] == row.name)
    count = (one["high"] - one["low"]) / one["step"]
    assert 20 <= count <= 520
    assert count == pytest.approx(round(count), abs=1e-6)
    off = (row.default - one["low"]) / one["step"]
    assert off == pytest.approx(round(off), abs=1e-6), "the reference lies between two steps"
    assert step(0, 1) == 0.01


def test_so_many_levers_stand_in_front_as_a_screen_can_hold_and_every_group_shows_some_or_all() -> None:
    assert 16 <= len(choices.FRONT) <= 20
    assert set(choices.FRONT) <= set(LEVERS)


@pytest.mark.parametrize("name", choices.PRESETS)
def test_a_preset_can_be_compared_and_has_a_title_in_each_language(name: str) -> None:
    scenario, base = load_scenario(name), load_scenario(baseline_of(load_scenario(name)))
    assert (scenario.organisation, scenario.weeks, scenario.seed) == (base.organisation, base.weeks, base.seed)
    assert scenario.weeks == 260, "the page says five years"
    assert not scenario.parameters
    assert not scenario.off
    assert base.name in choices.PRESETS
    for language in LANGUAGES[1:]:
        assert page_words(language)["scenarios"][name]["title"]
        assert name == "reference" or page_words(language)["names"][name]


def test_there_is_one_file_of_words_for_each_language_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(LANGUAGES)


def test_words_have_the_same_keys_and_the_same_gaps_in_each_language() -> None:
    first, *others = (_flat(page_words(language)) for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)
        for key in first:
            gaps = [{name for _, name, _, _ in string.Formatter().parse(words[key]) if name} for words in (first, other)]
            assert gaps[0] == gaps[1], key


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    held = _flat(page_words("en"))
    used = set(re.findall(r"[\"`]([a-z]+\.[a-z_]+)[\"`]", code)) & {key for key in re.findall(r"[a-z]+\.[a-z_]+", code) if key.partition(".")[0] in TABLES}
    assert used <= set(held), used - set(held)
    cards = ("voices", "profit", "hours", "goodhart", "balance", "silos")
    made = {f"page.{name}_{part}" for name in cards for part in ("title", "about")}
    made |= {f"page.{name}" for name in ("undo", "redo", "reset", "theme", "undo_what", "redo_what", "policy", "clear_up", "clear_down")}
    made |= {"page.take_scenario", "page.take_table"}
    made |= {key for key in held if key.partition(".")[0] in ("presets", "activities", "voices", "limits", "numbers", "verdict", "events", "worlds")}
    assert not set(held) - used - made, "words that nobody says"


def test_what_can_happen_has_a_name() -> None:
    assert set(page_words("en")["events"]) == set(EVENT_KINDS)
    assert set(page_words("en")["worlds"]) == set(CONDITIONS)
    assert set(page_words("en")["activities"]) == set(choices.ACTIVITIES) == set(style.ACTIVITIES)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_code_of_the_page_has_no_text_and_stays_small(path: Any) -> None:
    code = path.read_text(encoding="utf-8")
    assert len(code.splitlines()) <= 220
    assert max(map(len, code.splitlines())) <= 200
    for said in re.findall(r"\"([^\"\n]*)\"|`([^`]*)`", re.sub(r"(?m)^\s*//.*$|\s//\s.*$", "", code)):
        plain = re.sub(r"\$\{[^}]*\}", "", "".join(said))
        assert not re.search(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{2,}", plain) or plain.startswith(("verdict ", "levers ", "use strict")), plain


def test_colours_of_the_voices_are_those_of_the_pictures() -> None:
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    for voice, colour in style.VOICE_COLOURS.items():
        assert f"--{voice.replace('_', '-')}: light-dark({colour.lower()}," in tokens
    for path in STATIC.glob("*.css"):
        if path.name != "tokens.css":
            assert not re.search(r":\s*#[0-9a-f]{3,8}", path.read_text(encoding="utf-8")), f"{path.name}: colours stand in tokens.css"


def _light(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ink", ["ink", "soft", "good", "bad", "accent", "voice-employee", "voice-customer", "voice-business", "profit"])
def test_what_is_read_stands_out_from_its_ground(ink: str, dark: bool) -> None:
    tokens = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", (STATIC / "tokens.css").read_text(encoding="utf-8")))
    one, other = sorted(_light(tokens[name].split(", ")[dark]) for name in (ink, "card"))
    assert (other + 0.05) / (one + 0.05) >= 4.5
