"""Lines inside a run of paragraphs that are no part of the story: its writer's card, words said twice."""

import re
from itertools import takewhile
from typing import Final

from broadsheet.archive.captions import SENTENCE
from broadsheet.archive.lines import IN_RAIL, QUOTES, Line, Mark
from broadsheet.archive.vocabulary import ROLE, WE, YOU

CARD_WORDS: Final = 60
# So many letters with a name beneath make a page of letters.
FEWEST_LETTERS: Final = 2
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
SPEAKER = re.compile(r"[—–-] ?[^\W\d_a-zß-ÿ][^.!?]{3,70}")
SURNAME_FIRST = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿ][\w’'-]+) (?:covers|reports (?:on|for|from)|writes (?:about|for|a)|joined the|has (?:written|covered|reported|worked)|is an? )"
)
COLON_NAME = re.compile(r"(?:[^\W\d_a-zß-ÿ][\w.'’-]+ ){1,3}[^\W\d_a-zß-ÿ][\w.'’-]+: ?\S")
SHORTEST_REPEAT_WORDS: Final = 5
LONGEST_REPEAT_WORDS: Final = 400


def without_closings(lines: list[Line], body: list[int], names: list[str]) -> list[int]:
    """Return the body without the lines that are not the story's own, and give those their reason.

    Args:
        names: the story's bylines.
    """
    mark_repeated(lines, body)
    for at in papers_asides(lines, body):
        lines[at].reason = "the paper speaking to its readers"
    card = next((at for at in body[1:][-6:] if is_writers_card(lines[at], names)), -1)
    for start in (card, writers_name(lines, body, names)):
        # Nothing of a story comes after the lines about its writer.
        for at in body[body.index(start) :] if start >= 0 else []:
            lines[at].reason = lines[at].reason or "about the writer"
    if len(body) > 1 and EMAIL.search(lines[body[-1]].text) and SEND.match(lines[body[-1]].text):
        lines[body[-1]].reason = Mark.ACTION.value
    left = [at for at in body if not lines[at].reason]
    while left and lines[left[-1]].mark in (Mark.HEADING, Mark.LABEL, Mark.TIME):
        left.pop()
    return left


def mark_repeated(lines: list[Line], body: list[int]) -> None:
    """Give their reason to quotes pulled out of the story, with the speaker's name beneath."""
    place = {at: number for number, at in enumerate(body)}
    for at in repeated_lines(lines, body):
        lines[at].reason = "said again elsewhere in the story"
        for name in body[place[at] + 1 : place[at] + 2]:
            if lines[name].mark in HEADS or SPEAKER.fullmatch(lines[name].text):
                lines[name].reason = "name beneath a quote"


def writers_name(lines: list[Line], body: list[int], names: list[str]) -> int:
    """Return the number of the line near the end that is only the writer's name, or “About” it; or -1."""
    titles = {f"{about}{name.casefold()}" for name in names for about in ("", "about ", "by ")}
    last = body[max(2, len(body) - 5) :]
    return next((at for at in last if lines[at].text.casefold().strip(" *_") in titles), -1)


def with_last_signature(lines: list[Line], body: list[int]) -> list[int]:
    """Return letters to the editor with the name beneath the last one, as beneath those before it."""
    marks = [lines[at].mark in HEADS for at in body]
    signed = sum(
        before and here and not above and not below
        for above, before, here, below in zip(marks, marks[1:], marks[2:], marks[3:], strict=False)
    )
    last = body[-1] + 1
    if signed < FEWEST_LETTERS or last >= len(lines) or lines[last].mark not in HEADS:
        return body
    return body if lines[last].reason == IN_RAIL else [*body, last]


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
    found = SURNAME_FIRST.match(text)
    if found and any(found["name"] in name.split() for name in names):
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
