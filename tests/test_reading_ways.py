"""Other ways to read the paper: on paper, by keyboard, with a choice of colours and size, along every link."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.kinds import KINDS, STAND_INS, STATUSES, StandIns, go
from tests.running import RunningPaper
from tests.tools import chromium

pytestmark = [pytest.mark.browser, pytest.mark.reader]

OpenWindow = Callable[..., Page]
STORY, OPINION = KINDS["story"], KINDS["opinion"]
# Holds a pull quote.
QUOTED = "/2026/11/council-closes-mill-street-bridge/"
# What makes no sense on paper, by its class.
NOT_ON_PAPER = [
    ".utility",
    ".navigation",
    ".skip",
    ".rail",
    ".support",
    ".support-band",
    ".talk-to-us",
    ".pull-quote",
    ".footer nav",
    ".acts",
    "form",
]
LETTER_PAGES = 2
OUTLINE = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    what: one.textContent.trim().slice(0, 30) || one.id || one.localName,
    ring: style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    atEnd: one === document.body,
  };
}"""


# On paper ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["front", "section", "story", "opinion", "contact", "month"])
def test_a_printout_holds_the_news_and_leaves_out_what_only_works_on_a_screen(
    open_window: OpenWindow, running_paper: RunningPaper, kind: str
):
    page = open_window()
    go(page, KINDS[kind])
    assert page.locator(".navigation:visible, .utility:visible").count() == 2

    page.emulate_media(media="print")

    shown = [one for one in NOT_ON_PAPER if page.locator(f"{one}:visible").count()]
    assert shown == []
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".masthead .name")).to_be_visible()


def test_a_printed_story_keeps_text_picture_correction_and_address(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window()
    page.emulate_media(media="print")
    go(page, STORY)

    expect(page.locator(".prose p").first).to_be_visible()
    expect(page.locator(".story-body figure").first).to_be_visible()
    expect(page.locator(".cutline .credit").first).to_be_visible()
    expect(page.locator(".print-only")).to_contain_text(STORY)
    assert page.locator(".correction").count() == page.locator(".correction:visible").count()


def test_what_is_left_out_on_paper_stands_on_the_screen(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window()
    seen: set[str] = set()
    for path in ("/", QUOTED):
        go(page, path)
        page.locator(".display-panel summary").click()
        page.locator(".skip").focus()
        seen |= {one for one in NOT_ON_PAPER if page.locator(f"{one}:visible").count()}

    assert sorted(seen) == sorted(NOT_ON_PAPER)


def test_the_sample_story_prints_on_two_letter_pages(browser: Browser, running_paper: RunningPaper):
    # Printed by the browser that people have: others set other margins.
    whole = chromium.launch(browser.browser_type, whole=True)
    page = whole.new_page(base_url=running_paper.address)
    go(page, STORY)

    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="Letter"))
    whole.close()

    assert 1 <= len(pages) <= LETTER_PAGES


# By keyboard ---------------------------------------------------------------------------------------
def stops(page: Page, most: int) -> Iterator[dict[str, object]]:
    """Give each thing that Tab comes to, to the end of the page."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(OUTLINE)
        if stop["atEnd"]:
            return
        yield stop


def test_the_keyboard_comes_first_to_the_text(open_window: OpenWindow, running_paper: RunningPaper):
    page = open_window()
    go(page, STORY)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("location.hash && document.querySelector(location.hash).tagName") == "MAIN"


@pytest.mark.parametrize("kind", ["front", "story", "contact"])
@pytest.mark.parametrize("width", [360, 1440])
def test_whoever_reads_by_keyboard_sees_where_she_is(
    open_window: OpenWindow, running_paper: RunningPaper, kind: str, width: int
):
    page = open_window(width=width)
    go(page, KINDS[kind])

    found = list(stops(page, 60))

    assert len(found) > 12
    assert [stop["what"] for stop in found if stop["ring"] < 2] == []
    assert [stop["what"] for stop in found if not stop["seen"]] == []


def test_a_section_is_opened_by_keyboard(open_window: OpenWindow, running_paper: RunningPaper):
    page = open_window(width=360)
    go(page, "/")

    for stop in stops(page, 30):
        if stop["what"] == "Sports":
            break
    page.keyboard.press("Enter")

    page.wait_for_url("**/sports/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sports")


def test_colours_and_size_are_chosen_by_keyboard_and_stay(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window()
    go(page, STORY)
    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")

    page.locator(".display-panel summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("#colours-dark").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**" + STORY)
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") != size
    go(page, "/")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")


# The Display panel without scripts ----------------------------------------------------------------
def darkness(page: Page) -> float:
    """Return how dark the page's ground is, from 0 to 1, as it is seen."""
    shot = Image.open(BytesIO(page.screenshot())).convert("L")
    return 1 - float(shot.getpixel((4, shot.height - 5))) / 255  # type: ignore[arg-type]


def test_the_display_panel_works_without_scripts(
    open_window: OpenWindow, running_paper: RunningPaper
):
    page = open_window(scripts=False)
    page.goto(STORY)
    assert darkness(page) < 0.1

    page.locator(".display-panel summary").click()
    page.get_by_label("Dark", exact=True).check()
    page.get_by_label("Larger", exact=True).check()
    # Seen at once, before anything is kept.
    assert darkness(page) > 0.8
    page.get_by_role("button", name="Keep this choice").click()

    page.wait_for_url("**" + STORY)
    assert darkness(page) > 0.8
    assert page.context.cookies()[0]["value"] == "dark.larger"
    page.goto(OPINION)
    assert darkness(page) > 0.8


# Along every link ----------------------------------------------------------------------------------
class Links(HTMLParser):
    """Everything that a page leads to or loads from its own paper, and the places in it that can be led to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.places: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places.add(given.get("id", ""))
        if "href" in given:
            self.found.add(given["href"])
        if "src" in given:
            self.found.add(given["src"])
        for one in given.get("srcset", "").split(","):
            self.found |= {one.split()[0]} if one.strip() else set()


def links_of(html: str) -> Links:
    links = Links()
    links.feed(html)
    return links


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_no_link_of_the_demo_paper_is_dead(all_kinds: StandIns, running_paper: RunningPaper):
    leads: dict[str, str] = {}
    nowhere: list[str] = []
    for kind, path in KINDS.items():
        links = links_of(all_kinds.read(path))
        for link in links.found:
            if link.startswith("#"):
                nowhere += [f"{kind}: {link}"] if link[1:] not in links.places else []
            elif not re.match(r"[a-z]+:", link) or link.startswith(running_paper.address):
                leads[urljoin(running_paper.address + path, link)] = kind
    for kind in STATUSES:
        # The text-only edition of what is gone is gone too.
        leads.pop(f"{running_paper.address}/text{KINDS[kind]}", None)
    dead = [
        f"{kind}: {link}"
        for link, kind in sorted(leads.items())
        if status(urldefrag(link).url) != 200
    ]

    assert len(leads) > 60
    assert nowhere == []
    assert dead == []


def test_a_link_to_a_place_in_a_page_finds_it(all_kinds: StandIns):
    pages = {
        path: links_of(all_kinds.read(path)) for path in KINDS.values() if path not in STAND_INS
    }
    within = {
        (path, place)
        for links in pages.values()
        for path, place in map(urldefrag, links.found)
        if place and path in pages
    }

    assert ("/support/", "id_own") in within
    assert [one for one in within if one[1] not in pages[one[0]].places] == []
