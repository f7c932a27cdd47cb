"""The facilitator kit says the same in both languages, and everything that it points to is there: papers, headings, lessons, scenarios, levers."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from sim.app.choices import PRESETS
from sim.app.stories import lessons
from sim.policy import Policy
from sim.scenario.read import library_names
from sim.views.texts import LANGUAGES
from sim.vocabulary import rows

KIT = Path(__file__).parents[2] / "docs" / "facilitator"
PAGES = sorted(KIT.rglob("*.md"))
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
MARK = re.compile(r"`(\[later: \w+\])`")
PARTS = (r"^#", r"^\|", r"^\d\.", r"\]\(", r"`\[later")
SCRIPTS = {30: "script_30.md", 60: "script_60.md", 90: "script_90.md"}


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _slugs(page: Path) -> set[str]:
    """Headings as addresses, the way that pages of repositories make them."""
    heads = re.findall(r"^#+ (.+)$", _text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def _below(language: str) -> dict[str, Path]:
    return {page.relative_to(KIT / language).as_posix(): page for page in sorted((KIT / language).rglob("*.md"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(KIT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(_text(page)):
        path, _, head = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "://" in link or not target.exists() or (head and head not in _slugs(target)):
            lost.append(link)
    assert not lost, f"these links lead nowhere: {lost}"


def test_both_languages_have_the_same_pages_with_the_same_parts() -> None:
    pages = {language: _below(language) for language in LANGUAGES}
    assert len({tuple(found) for found in pages.values()}) == 1
    for name in pages["en"]:
        counts = {language: [len(re.findall(pattern, _text(pages[language][name]), re.MULTILINE)) for pattern in PARTS] for language in LANGUAGES}
        assert len({tuple(count) for count in counts.values()}) == 1, f"{name}: {counts}"


def test_addresses_and_commands_name_what_there_is() -> None:
    ranges = {row.name: row.about for row in rows(Policy)}
    found = {}
    for language in LANGUAGES:
        text = _text(KIT / language / "README.md")
        asked = [dict(parse_qsl(address)) for address in re.findall(r"`\?([^`]+)`", text)]
        assert {one.pop("v") for one in asked} == {"1"}
        assert {one.pop("l", "en") for one in asked} == {language}
        found[language] = asked
        assert all(one.pop("s") in PRESETS and one.pop("b") in PRESETS for one in [dict(one) for one in asked])
        for one in asked:
            for lever, value in one.items():
                assert lever in ("s", "b") or ranges[lever].low <= float(value) <= ranges[lever].high
        named = re.findall(r"trivox compare ([a-z_ ]+)", text)
        assert named
        assert all(name in library_names() for names in named for name in names.split())
    assert found["en"] == found["nl"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_yet_is_marked_and_listed(language: str) -> None:
    listed = set(MARK.findall(_text(KIT / language / "README.md")))
    used = {mark for name in SCRIPTS.values() for mark in MARK.findall(_text(KIT / language / name))}
    assert used == listed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minutes", SCRIPTS)
def test_a_script_fills_its_time_without_a_gap(language: str, minutes: int) -> None:
    times = [(int(start), int(end)) for start, end in re.findall(r"^## (\d+)–(\d+) · ", _text(KIT / language / SCRIPTS[minutes]), re.MULTILINE)]
    assert (times[0][0], times[-1][1]) == (0, minutes)
    assert all(one[1] == after[0] for one, after in itertools.pairwise(times))


@pytest.mark.parametrize(("language", "say", "see", "room"), [("en", "Say", "See", "The room"), ("nl", "Zeg", "Kijk", "De zaal")])
def test_scripts_name_lessons_and_say_what_to_say_and_see(language: str, say: str, see: str, room: str) -> None:
    titles = {one.title.held[language] for one in lessons()}
    table = _text(KIT / language / "README.md")
    assert all(f"| {title} |" in table for title in titles), "each lesson can be shown by hand"
    for name in SCRIPTS.values():
        text = _text(KIT / language / name)
        assert all(f"**{word}**" in text for word in (say, see, room))
    text = " ".join(re.sub(r"\*\*.*?\*\*", "", _text(KIT / language / name)) for name in ("script_60.md", "script_90.md"))
    assert set(re.findall(r"\*([^*\n]+)\*", text)) & titles == titles, "each lesson has a place in a script, by its title"


def test_handouts_fit_one_page() -> None:
    """A page of A4 takes about 56 lines of 95 letters."""
    for page in PAGES:
        if page.parent.name == "handouts":
            lines = sum(max(1, -(-len(line) // 95)) for line in _text(page).splitlines())
            assert lines <= 56, f"{page.name}: about {lines} lines"
