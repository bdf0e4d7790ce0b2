"""A browser that reads pages as a reader's does, and says of each what it is made of, where it leads, and what ran in it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import sync_playwright

from tests.running import missing
from tests.tools import MissingToolError, chromium

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# What our own templates make of words: a paragraph where a line ended, a figure that stays on one line.
FREE = {("p", ""), ("br", ""), ("span", "nb")}
LEADING = ("href", "src", "srcset", "action", "poster", "data-frame")
PARSE = """(html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const remarks = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const attributes = (one) => [...one.attributes].map((each) => [each.name, each.value]);
  // As one word: what is nested would cross over to here piece by piece.
  return JSON.stringify({
    elements: [...page.querySelectorAll("*")].map((one) => [one.localName, attributes(one)]),
    text: page.documentElement.textContent,
    data: [...page.querySelectorAll("script[type='application/ld+json']")].map((one) => one.text),
    remarks: remarks.nextNode() ? 1 : 0,
  });
}"""


@dataclass(repr=False)
class Read:
    """What a browser makes of a page: its shape, where it leads, and all words in it, without the spaces between them."""

    shape: Counter[Any]
    leads: set[str]
    words: str


class Reader:
    """Chromium in a thread of its own, since Django refuses its database to a browser's."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._window: Window = self._thread.submit(self._open).result()

    def _open(self) -> Window:
        self._playwright = sync_playwright().start()
        window = chromium.launch(self._playwright.chromium).new_page()
        window.route("**/*", lambda route: route.abort())
        window.add_init_script("globalThis.hits = []; globalThis.ran = (which) => hits.push(which)")
        return window

    def close(self) -> None:
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()

    def parse(self, html: str) -> dict[str, Any]:
        """Return what the browser makes of a page that it only reads."""
        return json.loads(self._thread.submit(self._window.evaluate, PARSE, html).result())

    def run(self, html: str) -> list[int]:
        """Open a page, no policy holding anything back; return what of the hostile words ran."""
        return self._thread.submit(self._run, html).result()

    def _run(self, html: str) -> list[int]:
        self._window.goto("about:blank")
        self._window.set_content(html)
        self._window.wait_for_timeout(30)
        return self._window.evaluate("hits")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    try:
        reader = Reader()
    except MissingToolError as error:
        missing(str(error))
    yield reader
    reader.close()


def read_page(reader: Reader, html: str) -> Read:
    found = reader.parse(html)
    assert found["remarks"] == html.count("<!--") == 0
    shape: Counter[Any] = Counter()
    leads: set[str] = set()
    values: list[str] = []
    for name, attributes in found["elements"]:
        held = dict(attributes)
        # A story whose headline our type cannot set is shared without a picture of it.
        if held.get("property", held.get("name", "")).startswith(("og:image", "twitter:card")):
            continue
        kind = (name, held.get("class", ""))
        if kind not in FREE:
            shape[*kind, *sorted(held)] += 1
        leads |= {held[one] for one in LEADING if one in held}
        values += held.values()
    data = [word for one in found["data"] for word in strings_in(json.loads(one))]
    return Read(shape, leads, without_spaces("\0".join([found["text"], *values, *data])))


def strings_in(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    for one in (
        thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
    ):
        yield from strings_in(one)


def read_feed(reader: Reader, xml: bytes) -> Read:
    """Read a feed with an XML parser, and each text in it with a browser."""
    feed = ElementTree.fromstring(xml)
    shape: Counter[Any] = Counter((one.tag, *sorted(one.attrib)) for one in feed.iter())
    words = "\0".join([*feed.itertext(), *(v for one in feed.iter() for v in one.attrib.values())])
    leads: set[str] = set()
    for text in feed.iter(CONTENT):
        inside = read_page(reader, text.text or "")
        shape += inside.shape
        leads |= inside.leads
        words += inside.words
    return Read(shape, leads, without_spaces(words))


def without_spaces(words: str) -> str:
    return re.sub(r"\s+", "", words)
