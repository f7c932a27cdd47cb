"""Stories in a real browser, played alone: predict by hand, keys or numbers, lock, see, look back; nothing to see before, no barrier for anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from sim.app.story_page import known

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.thorough

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
WIDTHS = (1440, 800, 390, 320)
SECONDS = 60_000
STORY = "twenty_percent"
CUT = """() => [...document.querySelectorAll('h1, h2, h3, .option span, .chip, .tile *, button, .button, label, .judge p, .gap, .big')]
    .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== 'inline' && !node.matches('.hidden'))
    .filter((node) => node.scrollWidth > node.clientWidth + 1)
    .map((node) => node.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    with playwright.sync_playwright() as made:
        opened = made.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    """Open a page; what the browser complains of, and whatever it asks of another place, fails the test."""
    troubles: list[str] = []
    contexts: list[Any] = []

    def opened(path: str, size: dict[str, int] | None = None, **more: Any) -> Any:
        contexts.append(browser.new_context(viewport=size or DESK, **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(SECONDS)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda told: troubles.append(told.text) if told.type in ("error", "warning") else None)
        page.on("request", lambda asked: None if asked.url.startswith((address, "data:", "blob:")) else troubles.append(asked.url))
        page.heard = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: page.heard.append(frame)))  # noqa: PLW0108 - a built-in method cannot be wrapped
        page.goto(address + path)
        page.wait_for_selector("main.story")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def kind(page: Any) -> str:
    return str(page.locator("main.story").get_attribute("class").partition("at-")[2])


def predict(page: Any) -> None:
    """Answer the prediction that is shown."""
    form = page.locator(".predict").get_attribute("class").partition("form-")[2]
    if form == "choice":
        page.get_by_role("radio").nth(1).check()
    elif form == "share":
        page.get_by_role("slider").press("ArrowRight")
    else:
        draw(page)


def draw(page: Any) -> None:
    """Draw a line from left to right with the mouse."""
    box = page.locator(".canvas").bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 160)
    page.mouse.down()
    for part in (0.2, 0.5, 0.8, 0.99):
        page.mouse.move(box["x"] + part * box["width"], box["y"] + 160 - 60 * part)
    page.mouse.up()


def onward(page: Any) -> None:
    """Do what a step asks, and go to the next one."""
    before = page.url
    if kind(page) == "predict" and page.locator(".locked").count() == 0:
        predict(page)
    if kind(page) == "reveal":
        page.wait_for_selector(".reveal")
    if kind(page) == "lock" and page.locator(".locked").count() == 0:
        page.get_by_role("button", name=re.compile("^(Lock and see|Vastzetten en zien)$")).click()
    else:
        page.locator("#next").click()
    page.wait_for_function("(before) => location.href !== before", arg=before)


def until(page: Any, wanted: str) -> Any:
    while kind(page) != wanted:
        onward(page)
    return page


def stored(page: Any) -> Any:
    return json.loads(page.evaluate(f"sessionStorage.getItem('trivox-story-{STORY}')"))


def test_a_story_is_reached_from_explore_and_chosen_from_a_list(visit: Any, address: str) -> None:
    page = visit("/stories?l=en")
    assert page.locator(".tale").count() == len(known())
    assert "30 minutes" in page.locator(".tale").first.inner_text()
    page.get_by_role("link", name="The KPI trap").click()
    page.wait_for_url("**/story/kpi_trap**step=1**l=en**")
    page.get_by_role("link", name="Explore").click()
    page.wait_for_selector("body[data-size]")
    page.get_by_role("link", name="Stories").click()
    page.wait_for_selector(".tale")


def test_a_whole_story_is_played_alone_from_the_scene_to_the_debrief(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    seen = []
    while kind(page) != "debrief":
        seen.append(kind(page))
        if kind(page) == "reveal":
            page.wait_for_selector(".reveal")
            assert page.locator(".judge").count() > 0
            assert page.locator(".judge p").first.inner_text().strip()
        onward(page)
    assert seen == [step.kind for step in known()[STORY].steps[:-1]]
    page.get_by_label("What I found").fill("Less than I thought")
    with page.expect_download() as got:
        page.get_by_role("button", name="Save as a file").click()
    words = got.value.path().read_text(encoding="utf-8")
    assert "Less than I thought" in words
    assert "A line that ends at" in words


def test_nothing_of_the_answer_reaches_the_browser_before_the_lock(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    until(page, "lock")
    page.wait_for_function("document.querySelector('#step').dataset.part === '1'")
    assert {json.loads(one)["kind"] for one in page.heard} <= {"progress", "ready"}
    onward(page)
    page.wait_for_selector(".reveal")
    assert any(isinstance(one, bytes) for one in page.heard)


def test_a_link_goes_no_further_than_the_lock_that_stands_open(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en&step=99")
    assert kind(page) == "lock"
    assert page.get_by_role("button", name="Lock and see").is_disabled()
    assert page.locator("#next").is_disabled()
    page.get_by_role("button", name="Not predicted yet").first.click()
    assert kind(page) == "predict"
    for odd in ("-4", "x", "1e99", "%00"):
        assert kind(visit(f"/story/{STORY}?l=en&step={odd}")) in ("text", "lock")


def test_what_is_locked_stays_as_it_is_and_is_still_there_after_a_reload(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    until(page, "reveal")
    page.wait_for_selector(".reveal")
    before = stored(page)
    page.reload()
    page.wait_for_selector(".reveal")
    assert stored(page) == before
    while kind(page) != "predict":
        page.locator("#back").click()
    assert page.get_by_text("Locked: this prediction stays as it is.").is_visible()
    assert page.locator("input, .canvas").count() == 0
    page.get_by_role("button", name="Begin this story again").click()
    page.get_by_role("button", name="Clear predictions and notes?").click()
    assert stored(page) == {"guesses": {}, "locked": [], "notes": {}}
    assert kind(page) == "text"


def test_a_line_is_drawn_with_keys_alone(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    until(page, "predict")
    points = page.locator(".canvas").get_by_role("slider")
    assert points.first.get_attribute("aria-valuetext") == "not drawn yet"
    points.first.focus()
    page.keyboard.press("ArrowDown")
    assert points.first.get_attribute("aria-valuetext").startswith("−")
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    assert points.last.evaluate("node => node === document.activeElement")
    assert points.nth(4).get_attribute("aria-valuetext") != "not drawn yet", "what lies between is filled in"
    page.keyboard.press("ArrowLeft")
    assert points.nth(-2).evaluate("node => node === document.activeElement")
    line = next(iter(stored(page)["guesses"].values()))["line"]
    assert line[-1][0] == 260
    assert line[0][1] < 0 < line[-1][1]


def test_a_line_can_be_given_as_numbers(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    until(page, "predict")
    page.get_by_text("Enter numbers instead").click()
    page.get_by_role("spinbutton", name="Year 5").fill("99")
    page.get_by_role("spinbutton", name="Year 5").press("Tab")
    step = next(known()[STORY].predictions())
    assert next(iter(stored(page)["guesses"].values()))["line"][-1] == [260, step.high]


def test_keys_go_on_and_back_and_the_heading_is_told(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**step=2**")
    assert page.evaluate("document.activeElement.id") == "step-title"
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url("**step=1&**")
    page.go_back()
    page.wait_for_url("**step=2**")


def test_the_language_changes_everything_and_nothing_is_lost(visit: Any) -> None:
    page = visit(f"/story/{STORY}?l=en")
    until(page, "reveal")
    page.wait_for_selector(".reveal")
    before = stored(page)
    page.get_by_role("button", name="NL", exact=True).click()
    page.wait_for_selector("html[lang=nl] .reveal")
    assert stored(page) == before
    left = page.locator("main").inner_text()
    assert not re.search(r"\b(companies|baseline|prediction|the|came out|interval is)\b", left)
    page.wait_for_url("**l=nl**")


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_is_a_barrier_and_nothing_sticks_out(visit: Any, language: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(f"/stories?l={language}", color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    _looked_at(page, axe)
    page = visit(f"/story/{STORY}?l={language}", color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    seen = set()
    while True:
        now = kind(page) + str(page.locator(".predict").get_attribute("class") if kind(page) == "predict" else "")
        if kind(page) == "reveal":
            page.wait_for_selector(".reveal")
        if now not in seen or kind(page) == "reveal":
            seen.add(now)
            _looked_at(page, axe)
        if kind(page) == "debrief":
            return
        onward(page)
        page.set_viewport_size(DESK)


def _looked_at(page: Any, axe: Any) -> None:
    """Nothing is wider than its place at any width, and axe finds nothing."""
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(80)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
        assert page.evaluate(CUT) == [], (page.url, width)
        if width in (1440, 390):
            found = axe.run(page)
            assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(DESK)
