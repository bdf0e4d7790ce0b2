"""What a photo's form is filled with, made of what its file says."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Final, NamedTuple

from broadsheet.photos.credits.credit import Credit, Relation
from broadsheet.photos.credits.names import OwnNames, is_organisation, plain_name
from broadsheet.photos.credits.printing import printed
from broadsheet.photos.credits.reading import read_credit, tidy
from broadsheet.photos.credits.splitting import LONGEST_CAPTION_WORDS, split_credit
from broadsheet.photos.metadata.fields import BY_NAME, Kind
from broadsheet.photos.metadata.first_ran import take_first_ran
from broadsheet.photos.metadata.merging import LONGEST_TOLD, Found, Ignored
from broadsheet.photos.metadata.moments import in_zone
from broadsheet.photos.metadata.reasons import Why

# Makers of devices, which some programs write where an agency should stand.
DEVICES: Final = re.compile(
    r"\b(?:iphone|ipad|android|pixel \d|galaxy|canon|nikon|olympus|fujifilm|samsung|digital camera|scanner|screen ?shot)\b",
    re.IGNORECASE,
)


class Form(NamedTuple):
    """Each field of a photo that is filled, with what; and what of it is not taken."""

    filled: dict[str, Found]
    ignored: list[Ignored]


class Words(NamedTuple):
    """A caption, the credit at its end, and where the photo ran first."""

    caption: str
    credit: str
    ran_in: str
    ran_on: str


NO_WORDS: Final = Words("", "", "", "")


def compose(said: dict[str, Found], own: OwnNames, zone: tzinfo) -> Form:
    """Return what the form is filled with.

    Args:
        said: what the file says, field by field.
        own: the names of the papers published here.
        zone: where clocks stand that do not say it.
    """
    ignored: list[Ignored] = []
    filled = {name: found for name, found in said.items() if BY_NAME[name].fills}
    if "taken_at" in filled:
        found = filled["taken_at"]
        filled["taken_at"] = found._replace(words=(in_zone(found.line, zone).isoformat(),))
    if "people" in filled:
        filled["people"] = filled["people"]._replace(words=("\n".join(filled["people"].words),))
    _take_apart(said, filled, ignored, own)
    return Form(dict(_fitting(filled, ignored)), ignored)


def _take_apart(
    said: dict[str, Found], filled: dict[str, Found], ignored: list[Ignored], own: OwnNames
) -> None:
    """Give caption, credit and first run each its own field."""
    credit, caption = credit_said(said, own), said.get("caption")
    words = take_apart(caption.line) if caption else NO_WORDS
    if caption and words.credit:
        at_its_end = caption._replace(words=(words.credit,), doubt="")
        if credit is None or _holds(words.credit, credit.line):
            credit = at_its_end
        elif not _holds(credit.line, words.credit):
            told = words.credit[:LONGEST_TOLD]
            ignored.append(Ignored("credit", told, caption.origin, Why.CREDITS_DIFFER))
            words = words._replace(caption=f"{words.caption} ({words.credit})".strip())
    parts = {"caption": words.caption, "first_ran_in": words.ran_in, "first_ran_on": words.ran_on}
    filled.pop("caption", None)
    if caption:
        filled |= {name: caption._replace(words=(one,)) for name, one in parts.items() if one}
    if credit:
        filled["credit"] = credit


def take_apart(caption: str) -> Words:
    """Return a caption without the credit at its end and without the sentence on where its photo first ran.

    >>> take_apart("The depot burns. This photo originally appeared in The Ledger on Aug. 15, 2000. (Jon Abbey / The Ledger file)")
    Words(caption='The depot burns.', credit='Jon Abbey / The Ledger file', ran_in='The Ledger', ran_on='Aug. 15, 2000')
    """
    words = caption.split(" ")
    # A long caption is longer than those that stand on pages: what matters is its end.
    start = max(0, len(words) - LONGEST_CAPTION_WORDS + 10)
    before, end = " ".join(words[:start]), " ".join(words[start:])
    parted = split_credit(end)
    credit = ""
    if parted is not None and (parted.text or before):
        end, credit = parted.text.rstrip(), tidy(parted.credit)
    ran = take_first_ran(f"{before} {end}".strip())
    return Words(ran.caption, credit, ran.where, ran.when)


def credit_said(said: dict[str, Found], own: OwnNames) -> Found | None:
    """Return the credit line that a file has, or the one that its makers and their organisation make."""
    line, makers, organisation = (said.get(name) for name in ("credit", "creators", "organisation"))
    if line is not None:
        read = read_credit(line.line, own)
        # An agency asks for its name there, and says who took the picture in another place.
        is_agency_alone = (
            read.is_read and not read.creators and read.organisation == tidy(line.line)
        )
        if makers and is_agency_alone and not _is_named(read.organisation, makers.words):
            return _composed(makers, line, read.organisation)
        return line
    if makers is None:
        return None
    if (
        organisation
        and _is_credited(organisation.line)
        and not _is_named(organisation.line, makers.words)
    ):
        return _composed(makers, organisation, organisation.line)
    return makers._replace(words=(printed(Credit(makers.words)),))


def _composed(makers: Found, other: Found, organisation: str) -> Found:
    line = printed(Credit(makers.words, organisation, Relation.UNKNOWN))
    origin = ", ".join(dict.fromkeys((makers.origin, other.origin)))
    return Found((line,), origin, makers.doubt or other.doubt)


def _is_credited(organisation: str) -> bool:
    return is_organisation(organisation) and not DEVICES.search(organisation)


def _is_named(organisation: str, makers: tuple[str, ...]) -> bool:
    return any(_holds(name, plain_name(organisation)) for name in makers)


def _holds(line: str, other: str) -> bool:
    """Say whether a line has all words of another."""
    words, others = (set(re.findall(r"[^\W_]+", one.casefold())) for one in (line, other))
    return others <= words


def _fitting(filled: dict[str, Found], ignored: list[Ignored]) -> Iterator[tuple[str, Found]]:
    """Go through the fields in their order, each with what there is room for."""
    for name, field in BY_NAME.items():
        found = filled.get(name)
        if found is None:
            continue
        if not field.longest or len(found.line) <= field.longest:
            yield name, found._replace(words=(found.line,))
        elif field.kind in (Kind.ADDRESS, Kind.TERM):
            ignored.append(Ignored(name, found.line[:LONGEST_TOLD], found.origin, Why.TOO_LONG))
        else:
            words = (_shortened(found.line, field.longest),)
            yield name, Found(words, found.origin, Why.SHORTENED.value)


def _shortened(line: str, longest: int) -> str:
    short = line[: longest - 1]
    return f"{(short.rpartition(' ')[0] or short).rstrip(' ,;')}…"
