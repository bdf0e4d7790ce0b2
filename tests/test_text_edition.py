"""The text-only edition in a browser: nothing but two requests, at any width, and a way there and back."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import broadsheet
from tests.running import RunningPaper
from tests.test_pages import KIB, KINDS, RULES, WIDTHS, bytes_by_kind, read_whatever_the_status
from tests.tools import nu

PACKAGE = Path(broadsheet.__file__).parent
OpenWindow = Callable[..., Page]
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


def test_every_template_of_a_page_has_its_twin_in_text():
    """A page without one would fail in the text-only edition, and for everyone in an emergency."""
    pages = [
        path
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        if '{% extends "masthead/base.html" %}' in path.read_text()
    ]

    without = [str(page) for page in pages if not (page.parent / "text" / page.name).exists()]

    assert len(pages) > 8
    assert without == []


@pytest.mark.browser
@every_kind
def test_a_text_page_is_two_requests_and_ten_kib_at_most(open_window: OpenWindow, path: str):
    page = open_window(width=360, height=740)
    asked = []
    page.on("requestfinished", lambda request: asked.append(request))

    page.goto(f"/text{path}")
    page.wait_for_load_state("networkidle")
    # The icon is the browser's own wish.
    asked = [request for request in asked if "icon" not in request.url]
    sizes = bytes_by_kind(asked)

    assert len(asked) == 2, [request.url for request in asked]
    assert set(sizes) == {"document", "stylesheet"}
    assert sum(sizes.values()) <= 10 * KIB, sizes


@pytest.mark.browser
@every_kind
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_text_page_shuts_nobody_out_and_never_scrolls_sideways(
    open_window: OpenWindow, path: str, dark: bool
):
    page = open_window(dark=dark, scripts=True)
    page.goto(f"/text{path}")

    found, wider = {}, {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        wider |= {width: over} if over > 0 else {}
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        found |= {f"{width} px": results.generate_report()} if results.violations_count else {}
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")

    assert wider == {}, "pixels too wide, by width of the window"
    assert found == {}, "\n".join(f"{width}: {report}" for width, report in found.items())
    assert over <= 0, "too wide with text twice as large"


@pytest.mark.browser
def test_every_text_page_is_valid_html(running_paper: RunningPaper, tmp_path: Path):
    pages = []
    for kind, path in KINDS.items():
        pages.append(tmp_path / f"{kind.replace(' ', '-')}.html")
        pages[-1].write_text(read_whatever_the_status(running_paper, f"/text{path}"))

    assert nu.faults(pages) == []


@pytest.mark.browser
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
    for script in PACKAGE.rglob("static/stories/print_story.*.js"):
        assert script.name.split(".")[1] == sha256(script.read_bytes()).hexdigest()[:8]


@pytest.mark.browser
def test_a_reader_prints_a_story_by_its_button(open_window: OpenWindow):
    page = open_window()
    page.add_init_script("window.print = () => { window.hasPrinted = true }")
    page.goto(KINDS["story"])

    page.get_by_role("button", name="Print").click()

    assert page.evaluate("window.hasPrinted")


@pytest.mark.browser
def test_without_scripts_there_is_no_button_that_does_nothing(open_window: OpenWindow):
    page = open_window(scripts=False)
    page.goto(KINDS["story"])

    expect(page.get_by_role("link", name="Email this story")).to_be_visible()
    expect(page.locator(".print-story")).to_be_hidden()
