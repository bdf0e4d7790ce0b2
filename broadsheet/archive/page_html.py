"""The words of a page that was saved as HTML, laid out as a crawler's plain text is."""

import re
from html.parser import HTMLParser
from typing import Final

from broadsheet.lib.words import word_set

UNSEEN: Final = word_set(
    """
    script style noscript template svg head select textarea button iframe object nav
    """
)
BLOCKS: Final = word_set(
    """
    address article aside blockquote body caption dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section
    summary table td th tr ul
    """
)
LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
TAGS = re.compile(r"</(?:p|div|li|h[1-6]|article|section)>", re.IGNORECASE)


def is_html(text: str) -> bool:
    start = text[:20_000]
    return LOOKS_LIKE_HTML.match(start) is not None or len(TAGS.findall(start)) >= 3


def visible_text(html: str) -> str:
    """Return what a reader of the page sees, each block parted from the next by a blank line."""
    reader = VisibleText()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)


class VisibleText(HTMLParser):
    """Gathers the text outside elements that show none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen.append(tag)
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in BLOCKS:
            # A page that never closes <head> must not lose its body.
            if tag == "body":
                self.unseen.clear()
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        elif tag in BLOCKS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))
