"""Who took the pictures that a page names, and captions that ran into its text."""

import re

from broadsheet.photos.credits.splitting import (
    LONGEST_CAPTION_WORDS,
    NAMES,
    TOKEN,
    could_be_credit,
    count,
    is_strong_credit,
    split_brackets,
    split_credit,
)

GLUED = re.compile(r"[.!?”\"’] ?\((?P<credit>[^()]{4,110})\) +(?=[\"“„«‘'¿¡]?[^\W_a-zß-ÿ])")
PHOTOGRAPHER = re.compile(
    rf"(?i:(?:photos?|photograph(?:s|y)|pictures|fotos?|bilder)(?: by| von| de)?:? )(?P<name>{TOKEN} {TOKEN})$"
)
SENTENCE = re.compile(r"(?<=[.!?”\"]) +(?=[\"“„«‘'¿¡]?[^\W_a-zß-ÿ])")


def photographers(line: str) -> list[str]:
    """Return the names of those whose pictures a credit or byline names."""
    found = PHOTOGRAPHER.search(line)
    if found is not None:
        return [found["name"]]
    caption = split_credit(line)
    name = re.split(r" ?[/|,] ?", caption.credit)[0] if caption else ""
    return [name] if 2 <= count(name) <= 3 and NAMES.fullmatch(name) else []


def unglue(line: str) -> list[str]:
    """Return a line's pieces: captions that ran into the text stand for themselves.

    A caption at the beginning is all that stands before its credit; further on it is the one
    sentence before the credit.
    """
    pieces: list[str] = []
    at = 0
    for found in GLUED.finditer(line):
        if not (could_be_credit(found["credit"]) and is_strong_credit(found["credit"])):
            continue
        before = line[at : found.start() + 1]
        sentences = SENTENCE.split(before)
        if at == 0 and len(sentences) <= 3 and count(before) <= LONGEST_CAPTION_WORDS:
            start = at
        else:
            start = at + len(before) - len(sentences[-1])
        pieces += [line[at:start].strip(), line[start : found.end()].strip()]
        at = found.end()
    last = line[at:].strip()
    return [piece for piece in [*pieces, *unglue_end(last)] if piece]


def unglue_end(line: str) -> list[str]:
    """Return a long paragraph and the caption at its end as two."""
    if count(line) <= LONGEST_CAPTION_WORDS or not line.endswith(")"):
        return [line]
    sentences = SENTENCE.split(line[-700:])
    if len(sentences) < 2:
        return [line]
    # The credit may count as a sentence of its own, since it begins with a bracket.
    tail = sentences[-1]
    caption = split_brackets(tail)
    if caption is None or not caption.text:
        return [line]
    return [line[: -len(tail)].strip(), tail]
