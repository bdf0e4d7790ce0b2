"""An edit shown as what it takes away and what it adds, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

PIECES = re.compile(r"\n+|[^\S\n]+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, was taken out, or was put in."""

    kind: Literal["same", "out", "in"]
    words: str


def compared(before: str, after: str) -> list[list[Piece]]:
    """Return the paragraphs of an edited text, with what was taken out of it and put into it.

    >>> [[(piece.kind, piece.words) for piece in part] for part in compared("It was red.", "It was not red.")]
    [[('same', 'It was '), ('in', 'not '), ('same', 'red.')]]
    """
    old, new = PIECES.findall(before), PIECES.findall(after)
    found: list[Piece] = []
    for tag, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[k:end])))
            continue
        if i < j:
            found.append(Piece("out", "".join(old[i:j])))
        if k < end:
            found.append(Piece("in", "".join(new[k:end])))
    return _in_paragraphs(found)


def _in_paragraphs(pieces: list[Piece]) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *more = re.split(r"\n\s*\n", piece.words)
        if first:
            parts[-1].append(Piece(piece.kind, first))
        parts.extend([Piece(piece.kind, words)] if words else [] for words in more)
    return [part for part in parts if part]
