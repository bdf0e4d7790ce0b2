"""An entry's words as they are typed on a phone, and as HTML.

Every line is a paragraph; `*word*` is italic, `**word**` bold, `[words](address)` a link, and a bare address becomes one.
No editor with buttons: a plain field works on any phone, and what stands in it is easily kept while the line is down.
"""

import re
from html.parser import HTMLParser

from django.utils.html import escape
from wagtail.rich_text import expand_db_html

# Addresses that a browser may open; anything else stays the words that it is.
LINK = re.compile(
    r"\[([^\]\n]+)\]\(((?:https?://|mailto:|/)[^\s()]+)\)|(https?://[^\s<>]+[^\s<>.,;:!?)\]’”'\"])"
)
BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
ITALIC = re.compile(r"\*(\S(?:[^*]*\S)?)\*")


def as_html(words: str) -> str:
    """Return typed words as the HTML that is kept.

    >>> as_html("The *Halcyon* is in.\\nMore at https://ledger.example/river.")
    '<p>The <i>Halcyon</i> is in.</p><p>More at <a href="https://ledger.example/river">https://ledger.example/river</a>.</p>'
    >>> as_html("5 * 3 <b>")
    '<p>5 * 3 &lt;b&gt;</p>'
    """
    lines = [line.strip() for line in words.splitlines()]
    return "".join(f"<p>{_line(line)}</p>" for line in lines if line)


def _line(line: str) -> str:
    pieces: list[str] = []
    end = 0
    for link in LINK.finditer(line):
        words, address, bare = link.groups()
        pieces.append(_stressed(line[end : link.start()]))
        shown = _stressed(words) if words else escape(bare)
        pieces.append(f'<a href="{escape(address or bare)}">{shown}</a>')
        end = link.end()
    return "".join([*pieces, _stressed(line[end:])])


def _stressed(words: str) -> str:
    return ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", escape(words)))


def as_words(html: str) -> str:
    """Return kept HTML as it would be typed.

    >>> as_words('<p>The <i>Halcyon</i> &amp; crew.</p><p>See <a href="/river/">the river</a>.</p>')
    'The *Halcyon* & crew.\\n\\nSee [the river](/river/).'
    """
    reading = _Reading()
    reading.feed(expand_db_html(html))
    reading.close()
    lines = "".join(reading.words).split("\n")
    return "\n\n".join(line.strip() for line in lines if line.strip())


class _Reading(HTMLParser):
    """Reads the few elements that an entry may hold."""

    MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._addresses: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._addresses.append((dict(attrs).get("href") or "", len(self.words)))
        elif tag == "br":
            self.words.append("\n")
        else:
            self.words.append(self.MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._addresses:
            address, start = self._addresses.pop()
            shown = "".join(self.words[start:])
            del self.words[start:]
            self.words.append(f"[{shown}]({address})" if address and shown != address else shown)
        else:
            self.words.append("\n" if tag == "p" else self.MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.words.append(data.replace("\n", " "))
