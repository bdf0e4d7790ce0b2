"""One answer for each field: XMP goes before IIM, and IIM before EXIF, unless what goes before is none or is cut off."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from broadsheet.photos.metadata.blocks import Blocks, Said
from broadsheet.photos.metadata.fields import BY_NAME, FIELDS, Field, Kind
from broadsheet.photos.metadata.iim import ROOM
from broadsheet.photos.metadata.letters import tidied
from broadsheet.photos.metadata.moments import said_of_moment
from broadsheet.photos.metadata.places import said_of_place
from broadsheet.photos.metadata.reasons import Why
from broadsheet.photos.metadata.traps import answer, why_not

# Of what is ignored, so much is told.
LONGEST_TOLD: Final = 200
MOST_NAMES: Final = 200
# A field whose room ends so many bytes before a letter would, has none left.
LAST_LETTER: Final = 3


class Found(NamedTuple):
    """The answer for one field.

    - words: one, or several names.
    - origin: where it was said: “XMP dc:creator”; several with commas between them.
    - doubt: a name of `Why`, of what is taken over all the same; empty: none.
    """

    words: tuple[str, ...]
    origin: str
    doubt: str = ""

    @property
    def line(self) -> str:
        return ", ".join(self.words)

    def as_json(self, value: Any = None) -> dict[str, Any]:
        told = {"value": self.line if value is None else value, "origin": self.origin}
        return {**told, "doubt": self.doubt} if self.doubt else told


class Ignored(NamedTuple):
    """What was not taken over: of which field (empty: a whole block), what it said, where, and why."""

    field: str
    value: str
    origin: str
    why: Why

    def as_json(self) -> dict[str, str]:
        return {
            "field": self.field,
            "value": self.value,
            "origin": self.origin,
            "why": self.why.value,
        }


class Merged(NamedTuple):
    """What a file says: an answer for each field that it says anything of, and what is none."""

    found: dict[str, Found]
    ignored: list[Ignored]


def merge(blocks: Blocks, *, language: str = "", file_name: str = "") -> Merged:
    """Return what the blocks of a file say, field by field.

    Args:
        language: the one that is wanted where something is said in several, such as “es-mx”.
        file_name: under which the file came; where a caption should be it is none.
    """
    ignored = [Ignored("", "", origin, why) for origin, why in blocks.ignored]
    found: dict[str, Found] = {}
    for field in FIELDS:
        choice = Choice(field, file_name)
        for said in _said(blocks, field, language):
            choice.weigh(said)
        if choice.best is not None:
            found[field.name] = choice.best
        ignored += choice.ignored
    _complete_credit(found, ignored)
    alt, caption = found.get("alt_text"), found.get("caption")
    if alt and caption and _plain(alt.line) == _plain(caption.line):
        ignored.append(_told(BY_NAME["alt_text"], found.pop("alt_text"), Why.CAPTION_AGAIN))
    return Merged(found, ignored)


def _said(blocks: Blocks, field: Field, language: str) -> Iterable[Said]:
    if field.kind == Kind.MOMENT:
        return said_of_moment(blocks)
    return (
        said_of_place(blocks, language) if field.name == "place" else blocks.said(field, language)
    )


class Choice:
    """The best of what was said of one field so far, and what was ignored."""

    def __init__(self, field: Field, file_name: str) -> None:
        self.field, self.file_name = field, file_name
        self.best: Found | None = None
        self.ignored: list[Ignored] = []

    def weigh(self, said: Said) -> None:
        """Take what goes before all others, unless it is no answer or another has more of the same."""
        words = tuple(self.answers(said))
        if not words:
            return
        now = Found(words, said.origin, Why.MAY_BE_CUT if self.is_full(said) else "")
        if self.best is None:
            self.best = now
        elif self.has_more(now, self.best):
            if self.field.kind != Kind.MOMENT:
                self.ignored.append(_told(self.field, self.best, Why.CUT))
            self.best = now
        elif self.has_more(self.best, now):
            if self.field.kind != Kind.MOMENT:
                self.ignored.append(_told(self.field, now, Why.CUT))
        elif self.differs(now):
            self.ignored.append(_told(self.field, now, Why.OTHERWISE))

    def answers(self, said: Said) -> Iterator[str]:
        several = self.field.kind == Kind.NAMES
        parted = re.compile("[;,\n]" if self.field.name == "keywords" else "[;\n]")
        pieces = [
            one for words in said.words for one in (parted.split(words) if several else [words])
        ]
        for piece in dict.fromkeys(pieces[:MOST_NAMES]):
            words = tidied(piece, lines=self.field.kind == Kind.LINES)
            why = why_not(self.field, words, self.file_name)
            if why is None:
                yield answer(self.field, words)
            elif words or not several or len(pieces) == 1:
                told = "" if why == Why.DEVICE else words[:LONGEST_TOLD]
                self.ignored.append(Ignored(self.field.name, told, said.origin, why))

    def is_full(self, said: Said) -> bool:
        """Say whether an answer fills all the room that IIM has for it."""
        return " 2:" in said.origin and any(self.fills_room(words) for words in said.words)

    def fills_room(self, words: str) -> bool:
        room = ROOM.get(self.field.iim[0], 0) if self.field.iim else 0
        return bool(room) and room - LAST_LETTER <= len(words.encode()) <= room

    def has_more(self, one: Found, other: Found) -> bool:
        """Say whether one answer is the other, gone on with: what the other's place had no room for, or a day's hour."""
        if self.field.kind == Kind.MOMENT:
            return one.line != other.line and one.line.startswith(other.line)
        if len(one.words) != len(other.words) or one.words == other.words:
            return False
        return all(
            mine == theirs or (mine.startswith(theirs) and self.fills_room(theirs))
            for mine, theirs in zip(one.words, other.words, strict=True)
        )

    def differs(self, now: Found) -> bool:
        assert self.best is not None
        if self.field.kind == Kind.MOMENT:
            return self.best.line[:16] != now.line[:16] and not self.best.line.startswith(now.line)
        return {_plain(words) for words in self.best.words} != {
            _plain(words) for words in now.words
        }


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _told(field: Field, found: Found, why: Why) -> Ignored:
    return Ignored(field.name, found.line[:LONGEST_TOLD], found.origin, why)


def _complete_credit(found: dict[str, Found], ignored: list[Ignored]) -> None:
    """Take a credit that was cut off from another field that has all of it."""
    credit = found.get("credit")
    if credit is None or credit.doubt != Why.MAY_BE_CUT:
        return
    for name in ("creators", "organisation", "copyright_notice"):
        whole = found.get(name)
        if whole and len(whole.line) > len(credit.line) and whole.line.startswith(credit.line):
            ignored.append(_told(BY_NAME["credit"], credit, Why.CUT))
            found["credit"] = Found((whole.line,), whole.origin)
            return
