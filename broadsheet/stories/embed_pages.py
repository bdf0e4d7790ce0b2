"""What a page of the web says of itself in its head: title, site, author and picture, for those who link to it.

Source: https://ogp.me, and HTML's own `<title>` and `<meta name="author">`.
"""

import re
from html.parser import HTMLParser

from broadsheet.lib.fetching import Fetched

NAMED = frozenset({"og:title", "og:site_name", "og:image", "author", "article:author"})
CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


class _Head(HTMLParser):
    """Collects what is said in the head; the first of each, and nothing after it ended."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self._in_title = self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title" and "title" not in self.said
        self._is_over = self._is_over or tag == "body"
        if tag == "meta" and not self._is_over:
            fields = dict(attrs)
            name = (fields.get("property") or fields.get("name") or "").lower()
            words = " ".join((fields.get("content") or "").split())
            if name in NAMED and words:
                self.said.setdefault(name, words)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title and not self._is_over:
            self.said["title"] = " ".join((self.said.get("title", "") + data).split())


def facts_of_page(page: Fetched) -> dict[str, str]:
    """Return what a page says of itself, by these names: title, author, site, picture. Any may be missing.

    >>> facts_of_page(Fetched("https://town.example/", "text/html", "", b"<title>The&#32;ferry</title>"))
    {'title': 'The ferry'}
    """
    head = _Head()
    head.feed(_decoded(page))
    said = head.said
    author = said.get("author") or said.get("article:author", "")
    facts = {
        "title": said.get("og:title") or said.get("title", ""),
        # Some give the address of a profile there, which is nobody's name.
        "author": "" if author.startswith(("http:", "https:")) else author,
        "site": said.get("og:site_name", ""),
        "picture": said.get("og:image", ""),
    }
    return {name: words for name, words in facts.items() if words}


def _decoded(page: Fetched) -> str:
    named = CHARSET.search(page.body[:4096])
    for charset in (page.charset, named[1].decode() if named else "", "utf-8"):
        try:
            # A page that was cut may end within a letter.
            return page.body.decode(
                charset or "?", errors="strict" if charset == "utf-8" else "replace"
            )
        except (LookupError, UnicodeDecodeError):
            continue
    return page.body.decode("cp1252", errors="replace")
