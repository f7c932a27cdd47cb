"""Claims about the page: it fetches nothing, shows users' words as words, marks the right weeks, and says what it does not know."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from sim.lab.compare import Comparison
from sim.views import page_tables, report
from sim.views.charts_svg import Chart, reach, ticks
from sim.views.report import page, write_page
from tests.views.fakes import fake_comparison, fake_result, fake_weekly

VOID = {"meta", "br"}
NASTY = "<script>alert('x')</script>\"&"


class Outline(HTMLParser):
    """Collects tags, attributes and words, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def three() -> Comparison:
    """Reference, people first, profit chase."""
    return fake_comparison()


@pytest.fixture(scope="module")
def text(three: Comparison) -> str:
    """The page of the three."""
    return page(three)


def test_the_page_fetches_nothing_and_runs_nothing(text: str) -> None:
    outline = Outline(text)
    assert not {"script", "link", "iframe", "object", "embed", "img", "form", "base"} & set(outline.tags)
    assert not [row for row in outline.attributes if row[1] in ("src", "href", "action", "srcset", "xlink:href") or row[1].startswith("on")]
    assert not re.search(r"https?:|//[a-z]|url\(|@import|@font-face", text)


def test_every_tag_is_closed(text: str) -> None:
    assert Outline(text).open == []


def test_users_words_are_shown_as_words_and_never_as_markup() -> None:
    results = [fake_result("reference", 0.0), fake_result(NASTY, 1.0, question=NASTY, title=NASTY, source=NASTY)]
    results[1].record.provenance["comment"] = NASTY
    made = page(Comparison(results))
    outline = Outline(made)
    assert "script" not in outline.tags
    assert not [row for row in outline.attributes if row[1].startswith("on")]
    assert "<script>alert('x')</script>" in "".join(outline.words)


def test_marks_on_the_page_stand_in_the_weeks_that_the_comparison_names(three: Comparison, text: str) -> None:
    found = re.findall(r'data-mark="([a-z-]+)" data-week="(\d+)"', text)
    assert found == [("dip", str(three.dip(1).week)), ("break-even", str(three.break_even_week(1)))]


def test_the_verdict_counts_identical_companies_and_gives_an_interval(three: Comparison, text: str) -> None:
    words = "".join(Outline(text).words).replace("\u00a0", " ")
    lead = three.verdict(1).split(". ")[0].replace("people_first", "people first")
    assert lead in words
    assert "better in 16 of 16" in words
    assert "95 % interval" in words


def test_the_table_shows_the_comparisons_own_numbers(three: Comparison, text: str) -> None:
    gap = three.difference("voice_employee", scenario=1)
    assert f"▲ {gap.mean:+.1f}</span><small>{gap.low:+.1f} to {gap.high:+.1f}; {gap.better} of {gap.pairs}</small>" in text


@pytest.mark.parametrize(
    ("mean", "direction", "is_clear", "expected"),
    [(1, "up", True, ("good", "▲")), (1, "down", True, ("bad", "▲")), (-1, "down", True, ("good", "▼")), (-1, "up", True, ("bad", "▼")),
        (1, "none", True, ("open", "▲")), (1, "up", False, ("open", "≈")), (-1, "down", False, ("open", "≈"))])
def test_better_depends_on_the_measure_and_luck_is_not_called_better(mean: float, direction: str, is_clear: bool, expected: tuple[str, str]) -> None:
    assert page_tables.judged(SimpleNamespace(mean=mean, direction=direction, is_clear=is_clear)) == expected


def test_what_differs_lists_every_changed_lever_and_no_other(three: Comparison) -> None:
    named = re.findall(r'<th scope="row">([^<]+)<small', page_tables.levers(three))
    changed = {path for place in (1, 2) for path, _, _ in three.results[place].scenario.differences(three.base.scenario)}
    assert set(named) == {path.removeprefix("policy.").replace("_", " ") for path in changed}


def test_honest_limits_and_provenance_are_on_the_page(text: str) -> None:
    for said in ("simulated companies", "exponent with which improvement grows", "has no evidence", "Provenance", "a1b2c3d4e5f6"):
        assert said in text


def test_bankruptcies_are_told_at_the_top() -> None:
    alive = np.ones((16, 260))
    alive[:5, 100:] = 0
    made = page(Comparison([fake_result("reference", 0.0), fake_result("profit_chase", -1.0, alive=alive)]))
    assert made.index("profit chase: 5 of 16 companies ended in week 101 (could not pay)") < made.index("The verdict")


def test_every_drawing_has_a_sentence_and_every_chart_a_table(text: str) -> None:
    drawings = re.findall(r"<svg [^>]*>", text)
    assert len(drawings) == 8
    assert all('role="img"' in tag and re.search(r'aria-label="[^"]{20,}"', tag) for tag in drawings)
    assert text.count("<summary>The numbers by year</summary>") == text.count('<figure class="card">') - 1


def test_the_page_knows_dark_paper_and_phones(text: str) -> None:
    for rule in ("prefers-color-scheme:dark", "@media print", "size:A4", "@media (max-width:600px)", 'name="viewport"'):
        assert rule in text


def test_the_page_is_small_even_with_many_policies_and_twenty_years() -> None:
    many = Comparison([fake_result(f"policy {place}", place / 8 - 0.4, 1040, 3) for place in range(8)])
    assert len(page(many).encode()) < 400_000


@pytest.mark.parametrize("weeks", [0, 1, 2, 20, 60])
@pytest.mark.parametrize("companies", [1, 2])
def test_short_runs_and_single_companies_make_a_page(weeks: int, companies: int) -> None:
    made = page(fake_comparison(weeks=weeks, companies=companies))
    assert Outline(made).open == []
    assert not re.search(r"\b(nan|inf)\b", made)
    if weeks and companies == 1:
        assert "Only one company was simulated" in made


def test_missing_numbers_are_called_no_data() -> None:
    weekly = fake_weekly(-1.0, 60, 4)
    weekly["satisfaction"][:] = np.nan
    made = page(Comparison([fake_result("reference", 0.0, 60, 4), fake_result("profit_chase", -1.0, 60, 4, **weekly)]))
    assert "<small>no data</small>" in made
    assert ">nan" not in made
    assert "no hand-overs" not in made


def test_where_nothing_is_handed_over_the_page_says_so() -> None:
    weekly = fake_weekly(-1.0, 60, 4)
    weekly["help_needed"][:] = 0.1
    made = page(Comparison([fake_result("reference", 0.0, 60, 4), fake_result("one_big_team", -1.0, 60, 4, **weekly)]))
    assert '<td><span class="open">–</span><small>no hand-overs</small></td>' in made
    assert "no data" not in made


def test_the_same_comparison_gives_the_same_page(three: Comparison, text: str) -> None:
    assert page(three) == text
    assert page(fake_comparison()) == text


def test_a_page_that_fails_leaves_the_old_one_whole(three: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_page(three, tmp_path / "new folder" / "page.html")
    before = path.read_bytes()
    monkeypatch.setattr(report, "page", lambda _: "half a page \ud800")
    with pytest.raises(UnicodeEncodeError):
        write_page(three, path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["page.html"]


def test_colours_are_dark_enough_to_read() -> None:
    from sim.views import style

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        return sum(w * (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    for colour in (*style.POLICY_COLOURS, *style.VOICE_COLOURS.values(), style.INK, style.SECONDARY):
        assert 1.05 / (light(colour) + 0.05) >= 4.5
    for colour in style.POLICY_COLOURS_DARK:
        assert (light(colour) + 0.05) / (light("#1B222B") + 0.05) >= 4.5


@pytest.mark.parametrize(("low", "high"), [(0, 100), (-0.8, 0.8), (13, 45), (0, 5), (1e6, 3e6), (0.001, 0.002)])
def test_ticks_are_few_and_within_sight(low: float, high: float) -> None:
    found = ticks(low, high)
    assert 2 <= len(found) <= 7
    assert low - 1e-9 <= min(found) <= max(found) <= high + 1e-9


def test_a_line_with_a_gap_is_drawn_in_two_strokes() -> None:
    values = np.ones(60)
    values[20:30] = np.nan
    chart = Chart(60, *reach([values]), "unit")
    chart.line(values, "red")
    assert chart.svg("a sentence").count('class="line') == 2
