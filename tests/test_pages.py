"""What every kind of page promises its reader, looked at in a browser before the demo paper."""

from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from tests.running import RunningPaper, asks_no_other_host
from tests.tools import nu

pytestmark = pytest.mark.browser

KINDS = {
    "front": "/",
    "section": "/local-news/",
    "wire section": "/nation-world/",
    "story": "/2026/11/council-closes-mill-street-bridge/",
    "story with a chart": "/2026/10/orchard-plans-for-late-frost/",
    "story with a gallery": "/2026/11/three-ways-across-the-teal/",
    "story with a film": "/2026/11/who-paints-the-towns-name/",
    "opinion": "/2026/11/we-knew-about-the-bridge/",
    "wire story of 2016": "/2016/05/eleven-nations-near-deal-on-storm-buoys/",
    "journalist": "/people/odalys-brandt/",
    "month": "/2026/11/",
    "contact": "/contact/",
    "corrections": "/corrections/",
    "standing page": "/about/",
    "not found": "/no-such-page/",
}
WIDTHS = [320, 360, 768, 1440, 1600]
KIB = 1024
# First view on a phone, compressed (DESIGN-LANGUAGE.md, budgets), in bytes.
BUDGETS = {
    "document": 20 * KIB,
    "stylesheet": 12 * KIB,
    "font": 140 * KIB,
    "image": 120 * KIB,
    # None is needed to read; the little there is comes after the page, for comfort.
    "script": 10 * KIB,
}
FIRST_VIEW, WHOLE_PAGE, ELEMENTS = 300 * KIB, 800 * KIB, 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
OpenWindow = Callable[..., Page]


def go(page: Page, path: str) -> None:
    """Open a page and wait until its typefaces and the pictures in view are there."""
    page.goto(path)
    page.evaluate("document.fonts.ready")


@every_kind
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_shuts_nobody_out(open_window: OpenWindow, path: str, dark: bool):
    page = open_window(dark=dark)
    go(page, path)

    found = {}
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        found |= {f"{width} px": results.generate_report()} if results.violations_count else {}

    assert found == {}, "\n".join(f"{width}: {report}" for width, report in found.items())


@every_kind
def test_a_page_never_scrolls_sideways(open_window: OpenWindow, path: str):
    page = open_window()
    go(page, path)

    wider = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        wider |= {width: over} if over > 0 else {}

    assert wider == {}, "pixels too wide, by width of the window"


@every_kind
def test_a_page_can_be_read_with_text_twice_as_large(open_window: OpenWindow, path: str):
    page = open_window(width=640)
    go(page, path)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


@every_kind
def test_a_page_asks_no_other_host(open_window: OpenWindow, running_paper: RunningPaper, path: str):
    page = open_window(width=360)

    with asks_no_other_host(page, running_paper.address) as heard:
        go(page, path)
        scroll_to_the_end(page)

    assert len(heard) > 2


@every_kind
def test_a_page_keeps_its_own_rules_of_what_may_load(open_window: OpenWindow, path: str):
    page = open_window()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )

    go(page, path)

    expected = "404 (Not Found)" if path == KINDS["not found"] else None
    assert [one for one in complaints if not expected or expected not in one] == []


@every_kind
def test_a_page_reads_without_scripts(open_window: OpenWindow, path: str):
    page = open_window(scripts=False)

    page.goto(path)

    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()


@every_kind
def test_a_page_keeps_its_budget_on_a_phone(open_window: OpenWindow, path: str):
    page = open_window(width=360, height=740, device_scale_factor=2)
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))

    go(page, path)
    page.wait_for_load_state("networkidle")
    first_view = bytes_by_kind(asked)
    elements = page.evaluate("document.getElementsByTagName('*').length")
    scroll_to_the_end(page)
    whole = sum(bytes_by_kind(asked).values())

    over = {kind: size for kind, size in first_view.items() if size > BUDGETS.get(kind, 0)}
    assert over == {}, f"bytes over budget; the whole page: {first_view}"
    assert sum(first_view.values()) <= FIRST_VIEW, first_view
    assert whole <= WHOLE_PAGE
    assert elements <= ELEMENTS


def bytes_by_kind(asked: list[Request]) -> dict[str, int]:
    """Return how many bytes came over the wire for each kind of file; the icon is the browser's own wish."""
    sizes: dict[str, int] = {}
    for request in asked:
        if "icon" not in request.url:
            kind = request.resource_type
            sizes[kind] = sizes.get(kind, 0) + request.sizes()["responseBodySize"]
    return sizes


def scroll_to_the_end(page: Page) -> None:
    height = page.evaluate("document.scrollingElement.scrollHeight")
    for place in range(0, height, 600):
        page.evaluate(f"scrollTo(0, {place})")
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")


def test_the_keyboard_comes_first_to_the_text(open_window: OpenWindow):
    page = open_window()
    go(page, KINDS["story"])

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("location.hash && document.querySelector(location.hash).tagName") == "MAIN"


def test_every_page_is_valid_html(running_paper: RunningPaper, tmp_path: Path):
    pages = []
    for kind, path in KINDS.items():
        pages.append(tmp_path / f"{kind.replace(' ', '-')}.html")
        pages[-1].write_text(read_whatever_the_status(running_paper, path))

    assert nu.faults(pages) == []


def read_whatever_the_status(paper: RunningPaper, path: str) -> str:
    try:
        return paper.read(path)
    except HTTPError as error:
        return error.read().decode()


def test_pages_come_with_the_promised_status(running_paper: RunningPaper):
    statuses = {}
    for kind, path in KINDS.items():
        try:
            with urlopen(running_paper.address + path) as answer:
                statuses[kind] = answer.status
        except HTTPError as error:
            statuses[kind] = error.code

    assert statuses.pop("not found") == 404
    assert set(statuses.values()) == {200}, statuses
