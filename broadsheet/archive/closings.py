"""Lines inside a run of paragraphs that are no part of the story: its writer's card, words said twice."""

import re
from itertools import takewhile
from typing import Final

from broadsheet.archive.captions import SENTENCE
from broadsheet.archive.lines import QUOTES, Line, Mark
from broadsheet.archive.vocabulary import ROLE, WE, YOU

CARD_WORDS: Final = 60
ASIDE_WORDS: Final = 45
CARD_CHARS: Final = 800
HEADS: Final = frozenset({Mark.HEADING, Mark.LABEL})
EMAIL = re.compile(r"\S@\S+\.\w|(?:^|[\s(])@\w{3,}")
PHONE = re.compile(r"\d{3}[-. ]\d{3,4}")
REACH = re.compile(
    r"\b(?:reach(?:ed)?|contact|follow|email|e-mail|write to|erreich\w*|kontakt\w*|schreiben|contactar|escriba|joindre|écrire)\b",
    re.IGNORECASE,
)
SEND = re.compile(
    r"(?:please )?(?:send|e-?mail|write|contact|submit|report|schreiben|senden|envíe|escriba|écrivez|envoyez|stuur)\b",
    re.IGNORECASE,
)
NAME_FIRST = re.compile(
    r"(?:[^\W\d_a-zß-ÿ][\w.'’-]+ ){1,3}[^\W\d_a-zß-ÿ][\w.'’-]+(?::|,| is | are | covers | writes | can | \()"
)
COLON_NAME = re.compile(r"(?:[^\W\d_a-zß-ÿ][\w.'’-]+ ){1,3}[^\W\d_a-zß-ÿ][\w.'’-]+: ?\S")
SHORTEST_REPEAT_WORDS: Final = 5
LONGEST_REPEAT_WORDS: Final = 400


def without_closings(lines: list[Line], body: list[int], names: list[str]) -> list[int]:
    """Return the body without the lines that are not the story's own, and give those their reason.

    Args:
        names: the story's bylines.
    """
    place = {at: number for number, at in enumerate(body)}
    for at in repeated_lines(lines, body):
        lines[at].reason = "said again elsewhere in the story"
        for name in neighbouring_heads(lines, body[place[at] + 1 : place[at] + 2]):
            lines[name].reason = "name beneath a quote"
    for at in papers_asides(lines, body):
        lines[at].reason = "the paper speaking to its readers"
    card = next((at for at in body[1:][-6:] if is_writers_card(lines[at], names)), None)
    if card is not None:
        # Nothing of a story comes after the lines about its writer.
        for at in body[body.index(card) :]:
            lines[at].reason = lines[at].reason or "about the writer"
    if len(body) > 1 and EMAIL.search(lines[body[-1]].text) and SEND.match(lines[body[-1]].text):
        lines[body[-1]].reason = Mark.ACTION.value
    left = [at for at in body if not lines[at].reason]
    while left and lines[left[-1]].mark in (Mark.HEADING, Mark.LABEL, Mark.TIME):
        left.pop()
    return left


def papers_asides(lines: list[Line], body: list[int]) -> set[int]:
    """Return boxes inside a story in which the paper speaks of itself to its readers.

    Such a box is a heading, a short text with both “we” and “you”, and short lines after it. Where
    the story's other paragraphs speak so too, it is a column, and none is a box.
    """
    speaking = {at for at in body if lines[at].mark is Mark.PROSE and speaks_to_readers(lines[at])}
    if len(speaking) * 5 > 2 * sum(lines[at].mark is Mark.PROSE for at in body):
        return set()
    found: set[int] = set()
    for place, at in enumerate(body):
        if at not in speaking or place < 2 or lines[body[place - 1]].mark not in HEADS:
            continue
        found.add(at)
        found.update(neighbouring_heads(lines, body[max(0, place - 4) : place][::-1]))
        found.update(neighbouring_heads(lines, body[place + 1 : place + 4]))
    return found


def neighbouring_heads(lines: list[Line], near: list[int]) -> list[int]:
    return list(takewhile(lambda at: lines[at].mark in HEADS, near))


def speaks_to_readers(line: Line) -> bool:
    if (
        line.words > ASIDE_WORDS
        or len(line.text) > CARD_CHARS
        or any(quote in line.text for quote in '“”„«»"')
    ):
        return False
    folded = line.text.casefold().replace("’", "'")
    return WE.search(folded) is not None and YOU.search(folded) is not None


def is_writers_card(line: Line, names: list[str]) -> bool:
    text = line.text.strip("*_ ")
    if line.words > CARD_WORDS or len(text) > CARD_CHARS or not text or text[0] in QUOTES:
        return False
    email = EMAIL.search(text) is not None
    role = ROLE.search(text.casefold()) is not None
    named = any(name.casefold() in text[:60].casefold() for name in names)
    if COLON_NAME.match(text) and (email or PHONE.search(text)) and line.words <= 25:
        return True
    if any(text.casefold().startswith(f"{name.casefold()} ") for name in names):
        return True
    reachable = email or (REACH.search(text) is not None and PHONE.search(text) is not None)
    if reachable and (named or role):
        return True
    return named and role and NAME_FIRST.match(text) is not None


def repeated_lines(lines: list[Line], body: list[int]) -> set[int]:
    """Return the lines that only say again what another paragraph says: quotes pulled out, captions."""
    sentences: set[str] = set()
    once: set[str] = set()
    found: set[int] = set()
    for at in body:
        if lines[at].words <= LONGEST_REPEAT_WORDS:
            parts = SENTENCE.split(lines[at].text)
            if len(parts) > 1:
                sentences.update(folded(part) for part in parts)
    for at in body:
        if lines[at].words > LONGEST_REPEAT_WORDS:
            continue
        said = folded(lines[at].text)
        if lines[at].words >= SHORTEST_REPEAT_WORDS and (said in sentences or said in once):
            found.add(at)
        once.add(said)
    return found


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
