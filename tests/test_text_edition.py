"""The text-only edition in a browser: nothing but two requests, at any width, and a way there and back."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import broadsheet
from tests.kinds import KINDS, StandIns
from tests.tools import nu
from tests.visits import (
    IN_TEXT,
    KIB,
    TWICE_AS_LARGE,
    Visit,
    every_text_visit,
    set_by_the_reader,
)

PACKAGE = Path(broadsheet.__file__).parent
OpenWindow = Callable[..., Page]


def test_every_template_of_a_page_has_its_twin_in_text():
    """A page without one would fail in the text-only edition, and for everyone in an emergency."""
    pages = [
        path
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        # Samples are shown in the newsroom, and have no address of readers'.
        if '{% extends "masthead/base.html" %}' in path.read_text() and "sample_" not in path.name
    ]

    without = [str(page) for page in pages if not (page.parent / "text" / page.name).exists()]

    assert len(pages) > 8
    assert without == []


@pytest.mark.browser
@pytest.mark.reader
@every_text_visit
def test_a_text_page_is_two_requests_and_ten_kib_at_most(text_visit: Visit):
    assert len(text_visit.asked) == 2, text_visit.asked
    assert set(text_visit.first_view) == {"document", "stylesheet"}
    assert text_visit.whole <= 10 * KIB, text_visit.first_view


@pytest.mark.browser
@pytest.mark.reader
@every_text_visit
def test_a_text_page_shuts_nobody_out(text_visit: Visit, whole: bool):
    assert text_visit.faults(whole=whole) == ""


@pytest.mark.browser
@pytest.mark.reader
@every_text_visit
def test_a_text_page_never_scrolls_sideways(text_visit: Visit):
    assert text_visit.too_wide() == {}, "pixels too wide, by width of the window"
    with set_by_the_reader(text_visit.page, TWICE_AS_LARGE):
        assert text_visit.over(320) <= 0, "too wide with text twice as large"


@pytest.mark.browser
@pytest.mark.reader
def test_every_text_page_is_valid_html(all_kinds: StandIns, tmp_path: Path):
    pages = []
    for kind, path in IN_TEXT.items():
        pages.append(tmp_path / f"{kind.replace(' ', '-')}.html")
        pages[-1].write_text(all_kinds.read(f"/text{path}"))

    assert nu.faults(pages) == []


@pytest.mark.browser
@pytest.mark.reader
@pytest.mark.parametrize("width", [320, 1440])
def test_a_reader_goes_to_the_text_of_a_story_and_back(open_window: OpenWindow, width: int):
    page = open_window(width=width, scripts=False)
    page.goto(KINDS["story"])
    headline = page.locator("h1").inner_text()

    page.locator(".masthead").get_by_role("link", name="Text only").click()
    expect(page.locator("h1")).to_have_text(headline)
    assert page.url.endswith(f"/text{KINDS['story']}")

    page.get_by_role("link", name="The Larkmere Ledger").first.click()
    assert page.url.endswith("/text/")
    page.go_back()
    page.get_by_role("link", name="Full page").click()
    expect(page.locator(".masthead")).to_be_visible()
    assert page.url.endswith(KINDS["story"])

    page.locator(".acts").get_by_role("link", name="Text only").click()
    assert page.url.endswith(f"/text{KINDS['story']}")


@pytest.mark.browser
@pytest.mark.reader
@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_the_utility_line_stays_one_line(open_window: OpenWindow, width: int):
    page = open_window(width=width)
    page.goto("/")

    tops = page.evaluate(
        "[...document.querySelectorAll('.utility > *, .text-only')].filter(one => one.offsetParent)"
        ".map(one => Math.round(one.getBoundingClientRect().top + one.offsetHeight / 2))"
    )

    assert len(tops) >= 3
    assert max(tops) - min(tops) <= 2

    page.locator(".display-panel summary").click()
    form = page.locator(".display-panel form").bounding_box()
    assert form
    assert form["x"] >= 0
    assert form["x"] + form["width"] <= width
    assert form["y"] >= max(tops)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_a_changed_script_gets_another_name():
    """Browsers keep it for a year."""
    [script] = PACKAGE.rglob("static/stories/story_acts.*.js")

    assert script.name.split(".")[1] == sha256(script.read_bytes()).hexdigest()[:8]


@pytest.mark.browser
@pytest.mark.reader
def test_a_reader_prints_a_story_by_its_button(open_window: OpenWindow):
    page = open_window()
    page.add_init_script("window.print = () => { window.hasPrinted = true }")
    page.goto(KINDS["story"])

    page.get_by_role("button", name="Print").click()

    assert page.evaluate("window.hasPrinted")


@pytest.mark.browser
@pytest.mark.reader
def test_without_scripts_there_is_no_button_that_does_nothing(open_window: OpenWindow):
    page = open_window(scripts=False)
    page.goto(KINDS["story"])

    expect(page.get_by_role("link", name="Email this story")).to_be_visible()
    expect(page.locator(".print-story")).to_be_hidden()
