"""Sheets of paper as a browser prints them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

STYLES = Path(__file__).parent.parent / "static"


@contextmanager
def shown(
    browser: Browser, document: str, media: Literal["print", "screen"] = "print", width: int = 794
) -> Iterator[Page]:
    """Open a document as it is printed or looked at, with the styles that it names."""
    page = browser.new_page(viewport={"width": width, "height": 1123})
    page.route("**/*", lambda route: route.fulfill(body=document, content_type="text/html"))
    page.route(
        "**/static/**",
        lambda route: route.fulfill(
            path=STYLES / route.request.url.split("/static/")[1].split("?")[0]
        ),
    )
    page.emulate_media(media=media)
    page.goto("http://paper.example/")
    yield page
    page.close()


def as_pdf_pages(page: Page) -> int:
    """Return on how many sheets of A4 it is printed."""
    pdf = page.pdf(format="A4", prefer_css_page_size=False)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def contrast_of(page: Page, selector: str) -> float:
    """Return how much some words stand out from the white or coloured paper under them (WCAG 2.2, 1.4.3)."""
    colours = page.evaluate(
        """selector => {
          const words = document.querySelector(selector);
          let paper = words;
          while (getComputedStyle(paper).backgroundColor === 'rgba(0, 0, 0, 0)') paper = paper.parentElement;
          return [getComputedStyle(words).color, getComputedStyle(paper).backgroundColor];
        }""",
        selector,
    )
    light, dark = sorted(map(_brightness, colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _brightness(colour: str) -> float:
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
