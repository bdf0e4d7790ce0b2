"""Stacks of short lines that are a story's own: scores, ingredients, programmes, what and when and where.

Menus and forms are stacks of short lines too. What tells the two apart is that the lines of a table
hold numbers, or a word and a colon, and that a table stands in one piece.
"""

import re
from collections.abc import Iterator
from typing import Final

from broadsheet.archive.lines import Line, Mark

SHORTEST_TABLE: Final = 3
# Two lines with so many numbers each are a score.
SCORE_NUMBERS: Final = 4
TALLEST_TABLE: Final = 120
LINE_WORDS: Final = 24
# Share of lines with a number or a colon, from which a stack is a table.
SHARE_OF_ENTRIES: Final = 0.6
HEADS: Final = frozenset({Mark.HEADING, Mark.LABEL})
# A score with dots or a telephone number may look like a row of links or an address.
CELLS: Final = HEADS | {Mark.ITEM, Mark.PROSE, Mark.NAVIGATION, Mark.TIME, Mark.DATE}
NUMBER = re.compile(r"\d+")
ENTRY = re.compile(r"\d|^[^\W\d_][\w' ’/-]{1,24}: ?\S")
LABELLED = re.compile(r"[^\W\d_][\w' ’/-]{1,24}: ?\S")
CONTACT = re.compile(
    r"@|^(?:e-?mail|phone|tel|telephone|fax|mobile|twitter|facebook|instagram|web(?:site)?|address|contact|tags?|topics?|categor)",
    re.IGNORECASE,
)
# Lists that furniture numbers: places in a list of links, comments and shares, pages of a gallery.
COUNTED = re.compile(r"\d{1,2}[.)]? +[A-Z].{24,}|\d+ (?:comments?|shares?|views?)|page \d", re.I)


def tables(lines: list[Line], between: list[int]) -> list[range]:
    """Return the tables among lines that stand together, each as the numbers of its lines."""
    stacks = list(stacks_of(lines, between))
    found = [stack for stack in stacks if is_table(lines, stack)]
    if not found:
        return []
    # Beside a table two lines with a number each are one more: “Yes 7,002”, “No 5,190”.
    return [stack for stack in stacks if stack in found or is_small_table(lines, stack)]


def stacks_of(lines: list[Line], between: list[int]) -> Iterator[range]:
    start = 0
    for place in range(1, len(between) + 1):
        if place < len(between) and joined(lines, between[place - 1], between[place]):
            continue
        yield range(between[start], between[place - 1] + 1)
        start = place


def is_small_table(lines: list[Line], stack: range) -> bool:
    return len(stack) == 2 and all(
        lines[at].mark in HEADS and NUMBER.search(lines[at].text) for at in stack
    )


def joined(lines: list[Line], above: int, below: int) -> bool:
    """Return whether two lines stand in one stack: the next line, in the same block."""
    return below == above + 1 and lines[below].block == lines[above].block


def is_table(lines: list[Line], stack: range) -> bool:
    scores = all(len(NUMBER.findall(lines[at].text)) >= SCORE_NUMBERS for at in stack)
    shortest = 2 if scores else SHORTEST_TABLE
    if not shortest <= len(stack) <= TALLEST_TABLE:
        return False
    if any(lines[at].mark not in CELLS or lines[at].words > LINE_WORDS for at in stack):
        return False
    entries = sum(ENTRY.search(lines[at].text) is not None for at in stack)
    counted = sum(COUNTED.match(lines[at].text) is not None for at in stack)
    return entries >= SHARE_OF_ENTRIES * len(stack) and 2 * counted < len(stack)


def mark_tables(lines: list[Line]) -> None:
    """Mark stacks of “What: …”, “When: …”, “Where: …” as lists, unless they say how to reach somebody."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and joined(lines, at - 1, at) and is_labelled(lines[at - 1]):
            continue
        stop = at if is_labelled(lines[at - 1]) else at - 1
        stack = lines[start:stop]
        if len(stack) >= SHORTEST_TABLE and not any(CONTACT.search(line.text) for line in stack):
            for line in stack:
                line.mark = Mark.ITEM
        start = at


def is_labelled(line: Line) -> bool:
    return line.mark in CELLS and line.words <= LINE_WORDS and LABELLED.match(line.text) is not None
