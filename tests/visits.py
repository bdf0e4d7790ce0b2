"""One reader's visit to one kind of page, on her phone to its end; many tests look at the same one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests import access
from tests.kinds import KINDS, STAND_INS, StandIns, go
from tests.running import LOOK_SECONDS, watch

Ways = tuple[tuple[int, Literal["light", "dark"]], ...]
WIDTHS = [320, 360, 768, 1440, 1600]
KIB = 1024
DAY_AND_NIGHT: Ways = ((360, "light"), (1440, "dark"))
NIGHT_AND_DAY: Ways = ((360, "dark"), (1440, "light"))
LISTEN_FOR_SHIFTS = """
globalThis.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.moved += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# WCAG 1.4.4: what a reader may set for any page.
TWICE_AS_LARGE = ":root { font-size: 200% !important; }"
TOO_WIDE = "document.scrollingElement.scrollWidth - innerWidth"


class Visit(NamedTuple):
    """One reader's way through one kind of page on her phone, to its end; the page is still open.

    `first_view` are bytes by kind of file until all in view was there; `whole` are those of the whole way. `moved` is
    by how much the layout shifted, `complaints` is what the browser told its console; `asked` are the addresses that
    were asked for, and `foreign` those of other hosts among them. The icon, the browser's own wish, is left out.
    """

    page: Page
    first_view: dict[str, int]
    whole: int
    moved: float
    complaints: list[str]
    foreign: list[str]
    asked: list[str]

    def over(self, width: int) -> int:
        """Return by how many pixels the page is too wide for a window."""
        self.page.set_viewport_size({"width": width, "height": 900})
        return int(self.page.evaluate(TOO_WIDE))

    def faults(self, *, whole: bool) -> str:
        """Return what shuts people out, on a phone and at a desk, by day and by night; nothing if all is well.

        Without `whole`, a phone by day and a desk by night, or a phone by night and a desk by day, as it falls out.
        """
        found = []
        ways = Random(self.page.url).choice([DAY_AND_NIGHT, NIGHT_AND_DAY])
        for width, scheme in (*DAY_AND_NIGHT, *NIGHT_AND_DAY) if whole else ways:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            if fault := access.faults(self.page, access.ADVISED):
                found.append(f"{width} px, {scheme}: {fault}")
        self.page.emulate_media(color_scheme="light")
        return "\n".join(found)

    def too_wide(self) -> dict[int, int]:
        """Return by how many pixels the page is too wide, by width of the window."""
        return {width: over for width in WIDTHS if (over := self.over(width)) > 0}


class Ears:
    """What is heard of a page's requests and of its browser's console."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.asked: list[Request] = []
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self._under_way: set[Request] = set()
        page.on("request", lambda request: self._under_way.add(request))
        page.on("requestfailed", lambda request: self._under_way.discard(request))
        page.on("requestfinished", self._note_answer)
        page.on("console", self._note_complaint)
        watch(page, address, self.foreign)

    def _note_answer(self, request: Request) -> None:
        self._under_way.discard(request)
        self.asked.append(request)

    def _note_complaint(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def wait_for_all(self) -> None:
        """Wait until nothing has been under way to this page for a fifth of a second."""
        calm = 0
        while calm < 4:
            self.page.wait_for_timeout(50)
            calm = 0 if self._under_way else calm + 1


@contextmanager
def visiting(browser: Browser, kinds: StandIns, path: str) -> Iterator[Visit]:
    """Go to a page on a phone, and through it to its end."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, base_url=kinds.paper.address
    )
    context.set_default_timeout(LOOK_SECONDS * 1000)
    page = context.new_page()
    kinds.stand_in(page)
    page.add_init_script(LISTEN_FOR_SHIFTS)
    ears = Ears(page, kinds.paper.address)

    go(page, path)
    ears.wait_for_all()
    first_view = bytes_by_kind(ears.asked)
    scroll_to_the_end(page)
    ears.wait_for_all()
    whole = sum(bytes_by_kind(ears.asked).values())
    moved = page.evaluate("moved")
    addresses = [one.url for one in ears.asked if "icon" not in one.url]
    yield Visit(page, first_view, whole, moved, ears.complaints, ears.foreign, addresses)
    context.close()


@pytest.fixture(scope="module")
def visit(request: pytest.FixtureRequest, browser: Browser, all_kinds: StandIns) -> Iterator[Visit]:
    """A visit to the kind of page that the test names; made once for all tests that look at that kind."""
    with visiting(browser, all_kinds, KINDS[request.param]) as visit:
        yield visit


@pytest.fixture(scope="module")
def text_visit(
    request: pytest.FixtureRequest, browser: Browser, all_kinds: StandIns
) -> Iterator[Visit]:
    """A visit to a kind of page in the text-only edition."""
    with visiting(browser, all_kinds, f"/text{KINDS[request.param]}") as visit:
        yield visit


every_visit = pytest.mark.parametrize("visit", KINDS, indirect=True, scope="module")
# What stands in for a page has no edition.
IN_TEXT = {kind: path for kind, path in KINDS.items() if path not in STAND_INS}
_each_text_visit = pytest.mark.parametrize("text_visit", IN_TEXT, indirect=True, scope="module")


def every_text_visit(test: Callable[..., None]) -> Callable[..., None]:
    """Look at every kind of page in the text-only edition, or at twenty of them."""
    return pytest.mark.sampled(20)(_each_text_visit(test))


@contextmanager
def set_by_the_reader(page: Page, style: str) -> Iterator[None]:
    """Look at a page with a style of the reader's own, and take it away again."""
    page.evaluate(
        """async (words) => {
          globalThis.readers = await new CSSStyleSheet().replace(words);
          document.adoptedStyleSheets.push(readers);
        }""",
        style,
    )
    yield
    page.evaluate("document.adoptedStyleSheets = []")


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
