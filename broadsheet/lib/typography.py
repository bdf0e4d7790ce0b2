"""Quotation marks, apostrophes, dashes and dots, set as a printer sets them.

Only text is touched: no tag, no address in the text, nothing inside code. What has been set is not set again. For
languages whose marks are not known here, nothing is changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Marks:
    """The quotation marks of a language: outer and inner. The apostrophe is the same in all of these."""

    opens: str
    closes: str
    opens_within: str
    closes_within: str


APOSTROPHE = "’"
CURLY = Marks("“", "”", "‘", "’")
# By the first word of the language's code. Spanish as newspapers of the Americas print it.
MARKS = {
    "en": CURLY,
    "es": CURLY,
    "pt": CURLY,
    "tl": CURLY,
    "vi": CURLY,
    "ht": CURLY,
    "so": CURLY,
    "de": Marks("„", "“", "‚", "‘"),
    "pl": Marks("„", "”", "‚", "’"),
}

TAG = re.compile(r"<[^>]*>")
# Tags that stand within a line of text; any other ends it.
INLINE = frozenset(
    [
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "sub",
        "sup",
        "s",
        "u",
        "small",
        "mark",
        "q",
        "cite",
        "abbr",
    ]
)
TAG_NAME = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
LITERAL = frozenset(["code", "pre", "kbd", "samp", "script", "style"])
# As editors write them into text; outside of attributes each is the plain character.
WRITTEN_OUT = {"&quot;": '"', "&#34;": '"', "&#39;": "'", "&#x27;": "'", "&apos;": "'"}
WRITTEN_OUT_RULE = re.compile("|".join(map(re.escape, WRITTEN_OUT)))

ADDRESS = re.compile(
    r"""(?:\b(?:https?|ftp|mailto|tel):|\bwww\.)[^\s"“”«»<>]+
    |[\w.+-]+(?:'[\w.+-]+)*@[\w-]+(?:\.[\w-]+)+
    |\b[\w-]+(?:\.[\w-]+)+/[^\s"“”«»<>]*""",
    re.VERBOSE,
)
SETTABLE = re.compile(
    r"""(?P<dash>(?<!-)-{2,3}(?!-))
    |(?P<dots>(?<!\.)\.{3,4}(?!\.))
    |(?P<gap>(?<=[.!?…”])\ {2,}(?=\S))
    |(?P<double>")
    |(?P<single>')""",
    re.VERBOSE,
)
OPENS_BEFORE = frozenset("([{<¿¡—–-/“„‘‚«")
# Words that begin with an apostrophe. Not 'cause or 'round: those begin quoted headlines as well.
CLIPPED = re.compile(r"'(?:n|tis|twas|twere|twill|em|til|nuff)\b", re.IGNORECASE)
YEAR = re.compile(r"'\d\ds?(?!\w)")
FEET_AND_INCHES = re.compile(r"\d'\s?\d{1,2}\"?$")


def set_marks(text: str, language: str = "en") -> str:
    """Return plain text with its marks set.

    >>> set_marks('"It\\'s the \\'90s," she said -- "again..."')
    '“It’s the ’90s,” she said — “again…”'
    """
    return _set_nodes([text], [False], language)[0]


def set_marks_in_html(html: str, language: str = "en") -> str:
    """Return rich text with the marks of its words set.

    >>> set_marks_in_html('<p>"<b>Stop</b>" is <code>"stop"</code></p>')
    '<p>“<b>Stop</b>” is <code>"stop"</code></p>'
    """
    pieces, is_text, is_literal = _split(html)
    nodes = [at for at, text in enumerate(is_text) if text]
    texts = [pieces[at] for at in nodes]
    done = _set_nodes(texts, [is_literal[at] for at in nodes], language, breaks=_breaks(pieces))
    for at, text in zip(nodes, done, strict=True):
        pieces[at] = text
    return "".join(pieces)


def _split(html: str) -> tuple[list[str], list[bool], list[bool]]:
    """Return text and tags by turns, which of them is text, and which stands inside code."""
    pieces, is_text, is_literal = [], [], []
    last = depth = 0
    for tag in TAG.finditer(html):
        between = html[last : tag.start()]
        pieces += [between if depth else _plain(between), tag[0]]
        is_text += [True, False]
        is_literal += [depth > 0, False]
        name = TAG_NAME.match(tag[0])
        if name and name[1].lower() in LITERAL:
            depth = max(0, depth - 1) if tag[0].startswith("</") else depth + 1
        last = tag.end()
    rest = html[last:]
    return (
        [*pieces, rest if depth else _plain(rest)],
        [*is_text, True],
        [*is_literal, depth > 0],
    )


def _plain(text: str) -> str:
    return WRITTEN_OUT_RULE.sub(lambda found: WRITTEN_OUT[found[0]], text)


def _breaks(pieces: list[str]) -> list[bool]:
    """Say of each text whether a new line of words begins with it: the tag before it is no inline one."""
    starts = [True]
    for tag in pieces[1::2]:
        name = TAG_NAME.match(tag)
        starts.append(not (name and name[1].lower() in INLINE | LITERAL))
    return starts


def _set_nodes(
    texts: list[str], literal: list[bool], language: str, breaks: list[bool] | None = None
) -> list[str]:
    marks = MARKS.get(language.split("-")[0])
    if marks is None:
        return texts
    starts = breaks or [True] * len(texts)
    # Each pass takes away straight marks and adds none, so this ends; most texts need one.
    while True:
        done = _pass(texts, literal, starts, marks)
        if done == texts:
            return done
        texts = done


def _pass(texts: list[str], literal: list[bool], starts: list[bool], marks: Marks) -> list[str]:
    """Set what stands in these texts once, each line of words as one, whatever tags stand in it."""
    done: list[str] = []
    for first, end in _lines(starts):
        line = "".join(texts[first:end])
        bounds = [0]
        for text in texts[first:end]:
            bounds.append(bounds[-1] + len(text))
        fixed = [
            range(bounds[at], bounds[at + 1]) for at in range(end - first) if literal[first + at]
        ]
        fixed += [range(found.start(), found.end()) for found in ADDRESS.finditer(line)]
        changes = list(_changes(line, marks, fixed))
        done += [_changed(line, *span, changes) for span in pairwise(bounds)]
    return done


def _lines(starts: list[bool]) -> Iterator[tuple[int, int]]:
    first = 0
    for at in range(1, len(starts) + 1):
        if at == len(starts) or starts[at]:
            yield first, at
            first = at


def _changed(line: str, start: int, end: int, changes: list[tuple[int, int, str]]) -> str:
    """Return one text of a line: a mark that reaches over a tag belongs to where it begins."""
    out, here = "", start
    for left, right, instead in changes:
        if right <= start or left >= end:
            continue
        out += line[here : max(here, left)]
        out += instead if left >= start else ""
        here = max(here, min(right, end))
    return out + line[here:end]


def _changes(line: str, marks: Marks, fixed: list[range]) -> Iterator[tuple[int, int, str]]:
    """Yield each place of a line that is set otherwise than it was typed: from, to, instead."""
    is_open = is_open_within = False
    before = ""
    last = 0
    for found in SETTABLE.finditer(line):
        at = found.start()
        if any(at in one for one in fixed):
            continue
        between = line[last:at]
        is_open = _still(is_open, between, marks.opens, marks.closes)
        is_open_within = _still(is_open_within, between, marks.opens_within, marks.closes_within)
        before, last = (between[-1:] or before), found.end()
        kind = found.lastgroup
        if kind == "double":
            instead = _double(line, at, before, marks, is_open)
            is_open = _still(is_open, instead, marks.opens, marks.closes)
        elif kind == "single":
            instead = _single(line, at, before, marks, is_open_within)
            is_open_within = instead == marks.opens_within or (
                is_open_within and instead != marks.closes_within
            )
        else:
            instead = {"dash": "—", "gap": " "}.get(kind or "", "…" + "." * (len(found[0]) - 3))
        before = instead[-1:]
        if instead != found[0]:
            yield at, found.end(), instead


def _still(is_open: bool, text: str, opens: str, closes: str) -> bool:
    """Say whether a quotation is open after some text that may hold set marks."""
    for mark in text:
        if mark == opens and opens != closes:
            is_open = True
        elif mark == closes:
            is_open = False
    return is_open


def _begins(line: str, at: int, before: str) -> bool:
    """Say whether a mark stands where a quotation begins: after a space or bracket, before a word."""
    after = line[at + 1 : at + 2]
    is_free = not before or before.isspace() or before in OPENS_BEFORE
    return is_free and bool(after) and not after.isspace()


def _double(line: str, at: int, before: str, marks: Marks, is_open: bool) -> str:
    if before.isdigit() and (not is_open or _is_measure(line, at)):
        return '"'  # inches
    return marks.opens if _begins(line, at, before) else marks.closes


def _is_measure(line: str, at: int) -> bool:
    """Say of a mark after a figure, in an open quotation, whether another mark ends that quotation."""
    if FEET_AND_INCHES.search(line[max(0, at - 6) : at]):
        return True
    rest = line[at + 1 :]
    following = re.search('["“”]', rest)
    if following is None or following[0] == "“":
        return False
    return following[0] == "”" or not _begins(
        rest, following.start(), rest[: following.start()][-1:]
    )


def _single(line: str, at: int, before: str, marks: Marks, is_open: bool) -> str:
    after = line[at + 1 : at + 2]
    if CLIPPED.match(line, at) or (not before.isalnum() and YEAR.match(line, at)):
        return APOSTROPHE
    if before.isdigit() and not after.isalpha() and not (is_open and not after.isdigit()):
        return "'"  # feet, minutes
    if before.isalnum() and after.isalnum():
        return APOSTROPHE
    if _begins(line, at, before):
        return marks.opens_within
    return marks.closes_within if is_open else APOSTROPHE
