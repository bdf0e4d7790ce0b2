"""Reading plain text that someone pastes: a mail's lines put together again, its lists, its paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
# Mail programs put this line before a signature; the words after it stay.
SIGNATURE = re.compile(r"^-- ?$")
BULLET = re.compile(r"^\s*(?:[*•·‣◦–-]\s+|(?P<number>\d{1,2}[.)]\s+))(?=\S)")
# Mail is wrapped somewhere between these widths; a longer line was never wrapped.
NARROWEST, WIDEST = 55, 100


@dataclass
class Piece:
    """One line of what was pasted: a paragraph, a subhead, or a line of a list."""

    kind: str
    html: str
    words: str
    numbered: bool = False


def tidy(text: str) -> str:
    """Return text without spaces at its ends and around its breaks, and without doubled ones."""
    text = text.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "").replace("\xad", "")
    return re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text)).strip()


def hangs_together(lines: list[str]) -> list[bool]:
    """Say of each line whether it goes on with the one before: a program wrapped it there, not its writer.

    It did if the first word of the line would not have fitted in the line before.
    """
    width = max(map(len, lines), default=0)
    if not NARROWEST <= width <= WIDEST:
        return [False] * len(lines)
    together = [False]
    for before, line in pairwise(lines):
        is_written = not before or not line or BULLET.match(line)
        first = line.split(" ", 1)[0] if line else ""
        together.append(not is_written and len(before) + 1 + len(first) > width - 3)
    return together


def read_text(text: str) -> list[Piece]:
    """Return the pieces of a plain text."""
    lines = [line.strip() for line in QUOTED.sub("", text).splitlines()]
    joins = hangs_together(lines)
    # Without one empty line and without wrapping, each line is a paragraph.
    is_spaced = any(not line for line in lines[1:-1]) or any(joins)
    pieces: list[Piece] = []
    for paragraph in _paragraphs(lines, joins, is_spaced=is_spaced):
        pieces += _pieces(paragraph)
    return pieces


def _paragraphs(lines: list[str], joins: list[bool], *, is_spaced: bool) -> Iterator[list[str]]:
    """Yield paragraphs as lists of lines; wrapped lines are one."""
    paragraph: list[str] = []
    for line, is_joined in zip(lines, joins, strict=True):
        is_end = not line or SIGNATURE.match(line) or (not is_spaced and not is_joined)
        if is_end and paragraph:
            yield paragraph
            paragraph = []
        if not line or SIGNATURE.match(line):
            continue
        if is_joined and paragraph:
            paragraph[-1] += " " + line
        else:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _pieces(lines: list[str]) -> Iterator[Piece]:
    """Yield the lines of one paragraph: those of a list one by one, others together with their breaks."""
    plain: list[str] = []
    for line in lines:
        bullet = BULLET.match(line)
        if not bullet:
            plain.append(line)
            continue
        if plain:
            yield _paragraph(plain)
            plain = []
        words = tidy(line[bullet.end() :])
        yield Piece("list", escape(words, quote=False), words, numbered=bool(bullet["number"]))
    if plain:
        yield _paragraph(plain)


def _paragraph(lines: list[str]) -> Piece:
    words = tidy("\n".join(lines))
    return Piece("paragraph", escape(words, quote=False).replace("\n", "<br/>"), words)
