"""What every kind of page promises its reader, looked at in a browser before the demo paper."""

from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from tests.kinds import KINDS, STAND_INS, STATUSES, StandIns, every_kind, go, write_pages
from tests.running import RunningPaper, asks_no_other_host
from tests.tools import nu

pytestmark = pytest.mark.browser

WIDTHS = [320, 360, 768, 1440, 1600]
KIB = 1024
# First view on a phone, compressed (DESIGN-LANGUAGE.md, budgets), in bytes.
BUDGETS = {
    "document": 20 * KIB,
    "stylesheet": 12 * KIB,
    "font": 140 * KIB,
    "image": 120 * KIB,
    # None is needed to read; the little there is comes after the page, for comfort.
    "script": 2 * KIB,
}
FIRST_VIEW, WHOLE_PAGE, ELEMENTS = 300 * KIB, 800 * KIB, 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OpenWindow = Callable[..., Page]
# Layout may move by this much while a page loads (DESIGN-LANGUAGE.md, budgets).
MOST_SHIFT = 0.02
LISTEN_FOR_SHIFTS = """
globalThis.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.moved += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# WCAG 1.4.12, text spacing: what a reader may set for any page.
SPACE_OUT = """() => {
  for (const one of document.querySelectorAll("body *")) {
    const set = (name, value) => one.style.setProperty(name, value, "important");
    set("line-height", "1.5"); set("letter-spacing", "0.12em"); set("word-spacing", "0.16em");
    if (one.localName === "p") set("margin-block-end", "2em");
  }
}"""
# Boxes that hide what does not fit in them, with more in them than they show.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  const hides = (way) => ["hidden", "clip"].includes(way);
  if (one.clientHeight < 2 || !one.innerText?.trim() || one.closest("figure > img, svg")) return false;
  return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 8) ||
    (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 8);
}).map((one) => `${one.localName}.${one.className}`)"""


@every_kind
def test_a_page_shuts_nobody_out(open_kind: OpenWindow, kind: str):
    page = open_kind(kind)

    found = {}
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            if results.violations_count:
                found[f"{width} px, {scheme}"] = results.generate_report()

    assert found == {}, "\n".join(f"{where}: {report}" for where, report in found.items())


@every_kind
def test_a_page_never_scrolls_sideways(open_kind: OpenWindow, kind: str):
    page = open_kind(kind)

    wider = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        wider |= {width: over} if over > 0 else {}

    assert wider == {}, "pixels too wide, by width of the window"


@every_kind
def test_a_page_can_be_read_with_text_twice_as_large(open_kind: OpenWindow, kind: str):
    page = open_kind(kind, width=640)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


@every_kind
def test_a_page_can_be_read_with_its_lines_and_letters_spaced_out(open_kind: OpenWindow, kind: str):
    page = open_kind(kind, width=360)

    page.evaluate(SPACE_OUT)

    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(CUT_OFF) == []


@every_kind
def test_a_page_asks_no_other_host_and_stays_where_it_is(
    open_window: OpenWindow, all_kinds: StandIns, kind: str
):
    page = open_window(width=360)
    all_kinds.stand_in(page)
    page.add_init_script(LISTEN_FOR_SHIFTS)

    with asks_no_other_host(page, all_kinds.paper.address) as heard:
        go(page, KINDS[kind])
        scroll_to_the_end(page)

    assert len(heard) > 2
    assert page.evaluate("moved") <= MOST_SHIFT


@every_kind
def test_a_page_keeps_its_own_rules_of_what_may_load(
    open_window: OpenWindow, all_kinds: StandIns, kind: str
):
    page = open_window()
    all_kinds.stand_in(page)
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )

    go(page, KINDS[kind])

    # The browser tells its console of the page's own status too.
    expected = f"status of {STATUSES.get(kind, 0)} ("
    assert [one for one in complaints if expected not in one] == []


@every_kind
def test_a_page_reads_without_scripts(open_window: OpenWindow, all_kinds: StandIns, kind: str):
    page = open_window(scripts=False)
    all_kinds.stand_in(page)

    page.goto(KINDS[kind])

    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()


@every_kind
def test_a_page_keeps_its_budget_on_a_phone(
    open_window: OpenWindow, all_kinds: StandIns, kind: str
):
    page = open_window(width=360, height=740, device_scale_factor=2)
    all_kinds.stand_in(page)
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))

    go(page, KINDS[kind])
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
        # What stands in for an answer came over no wire.
        if "icon" not in request.url and not request.url.endswith(tuple(STAND_INS)):
            kind = request.resource_type
            sizes[kind] = sizes.get(kind, 0) + request.sizes()["responseBodySize"]
    return sizes


def scroll_to_the_end(page: Page) -> None:
    height = page.evaluate("document.scrollingElement.scrollHeight")
    for place in range(0, height, 600):
        page.evaluate(f"scrollTo(0, {place})")
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")


def test_every_page_is_valid_html(all_kinds: StandIns, tmp_path: Path):
    assert nu.faults(write_pages(all_kinds, tmp_path)) == []


def test_pages_come_with_the_promised_status(all_kinds: StandIns, running_paper: RunningPaper):
    statuses = {}
    for kind, path in KINDS.items():
        if path in STAND_INS:
            continue
        try:
            with urlopen(running_paper.address + path) as answer:
                statuses[kind] = answer.status
        except HTTPError as error:
            statuses[kind] = error.code

    expected = {kind: STATUSES.get(kind, 200) for kind in statuses}
    assert statuses == expected
