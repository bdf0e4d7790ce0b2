"""The lines of a page: one for each paragraph, heading or link, with what can be measured of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from itertools import pairwise
from typing import Final

from broadsheet.archive.errors import NoStoryError
from broadsheet.lib.words import word_set

MOST_LINES: Final = 2_000_000
LONGEST_BLOCK_LINES: Final = 20_000
WIDEST_WRAP_CHARS: Final = 100
SPACES: Final = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]")
ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
# Chinese, Japanese and Thai set no spaces between words; two letters count as a word there.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
QUESTION_END = re.compile(r"[!?！？؟][\"'”“’‘»«)\]]*$")
# The reason of the lines that make up the items of a rail: they are neither story nor furniture.
IN_RAIL: Final = "in the rail"
QUOTES: Final = "\"“”„‚‘’«»'「『"


class Mark(StrEnum):
    """What a line is by itself, before its neighbours are looked at."""

    PROSE = "prose"
    ITEM = "item of a list"
    HEADING = "heading"
    LABEL = "label"
    CAPTION = "photo caption"
    CREDIT = "photo credit"
    BYLINE = "byline"
    DATE = "date"
    TIME = "time of day"
    DATELINE = "dateline"
    RAIL_TITLE = "title of a list of other stories"
    RELATED = "link to another story"
    ACTION = "call to action"
    PLEA = "plea to subscribe or give"
    SHARE = "buttons to share or comment"
    COMMENTS = "readers’ comments"
    LEGAL = "legal line"
    CONSENT = "what the reader is made to agree to"
    ADVERTISEMENT = "advertisement"
    NAVIGATION = "navigation"
    ORNAMENT = "ornament"


@dataclass(slots=True)
class Line:
    """One line of a page; lines with no blank line between them share a block."""

    text: str
    block: int
    words: int
    mark: Mark = Mark.PROSE
    # Why it is no part of the story, once that is known; empty for what is.
    reason: str = ""

    @property
    def is_furniture(self) -> bool:
        return self.reason not in ("", IN_RAIL)


def read_lines(text: str) -> list[Line]:
    """Return the lines that say something, with the hard-wrapped ones joined to paragraphs.

    Errors:
        NoStoryError: there are more lines than a page can have.
    """
    lines: list[Line] = []
    for block, texts in enumerate(blocks(clean(text))):
        lines += [Line(line, block, count_words(line)) for line in texts]
        if len(lines) > MOST_LINES:
            raise NoStoryError(
                f"The file has more than {MOST_LINES} lines, so it is no page; "
                "cut out the part that holds the story and import that."
            )
    return lines


def clean(text: str) -> str:
    """Return the text with one kind of line end and of space, and nothing that cannot be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = re.sub("[\x0b\x0c\x85]", "\n", text.replace("\u2029", "\n\n"))
    if "&" in text:
        text = ENTITY.sub(lambda entity: unescape(entity[0]), text)
    if not text.isascii():
        text = UNSEEN.sub("", text)
    for space in SPACES:
        text = text.replace(space, " ")
    return re.sub("  +", " ", text)


def blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines of each block, joined where they are one wrapped paragraph."""
    width = wrap_width(text)
    block: list[str] = []
    for line in text.split("\n"):
        if line := line.strip():
            block.append(line)
        if block and (not line or len(block) >= LONGEST_BLOCK_LINES):
            yield unwrap(block, width)
            block = []
    if block:
        yield unwrap(block, width)


def wrap_width(text: str) -> int:
    """Return the width in letters at which the page's lines were cut, or 0 if they were not.

    A page was cut if it has no long line, and most lines that have a follower could not have
    taken the follower's first word.
    """
    sample = [line.strip() for line in text[:400_000].split("\n")]
    width = max((len(line) for line in sample), default=0)
    if not 30 <= width <= WIDEST_WRAP_CHARS:
        return 0
    pairs = [(a, b) for a, b in pairwise(sample) if a and b]
    full = sum(is_full(a, b, width) for a, b in pairs)
    return width if full >= 5 and full * 2 > len(pairs) else 0


def is_full(line: str, follower: str, width: int) -> bool:
    # Editors cut a few letters earlier or later, so the width is not taken to the letter.
    return len(line) > width // 2 and len(line) + 1 + len(follower.split(" ", 1)[0]) > width - 3


def unwrap(block: list[str], width: int) -> list[str]:
    """Return a block's lines, each wrapped paragraph as one line."""
    if not width:
        return block
    joined = [block[0]]
    for line, follower in pairwise(block):
        if not is_full(line, follower, width) or re.match(r"[>•·*-] |\d{1,2}[.)] ", follower):
            joined.append(follower)
        elif re.search(r"\w-$", line):
            joined[-1] += follower
        else:
            joined[-1] += f" {follower}"
    return joined


def count_words(text: str) -> int:
    unspaced = 0 if text.isascii() else len(UNSPACED.findall(text))
    return max(len(text.split()), unspaced // 2) if unspaced else text.count(" ") + 1


def stems(text: str) -> set[str]:
    """Return the beginnings of the longer words, by which two texts can be compared."""
    found = {word[:6].casefold() for word in re.findall(r"[^\W_]{4,}", text) if word.isascii()}
    for word in re.findall(r"[^\W_]{2,}", text):
        if UNSPACED.search(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif not word.isascii() and len(word) > 3:
            found.add(word[:6].casefold())
    return found - COMMONEST


# Words too common in news to say what a text is about.
COMMONEST: Final = word_set(
    """
    about after also been before could first from have into just last like many more most
    news only other over said some than that their them then there these they this through
    time today under until were what when where which while will with would year years your
    aber auch dass dem diese einer eines haben nach noch oder sein sich sind über wird wurde
    como desde entre este esta hasta para pero porque sobre también tiene avec dans elle
    pour mais plus sont être dell della sono alla
    """
)
