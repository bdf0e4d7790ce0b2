"""When a picture was taken: three ways to write it, and what is no day at all."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Final

from django.utils import timezone

from broadsheet.photos.metadata.blocks import Blocks, Said
from broadsheet.photos.metadata.xmp import words_at

# 2024-05-10T14:03:22.17-05:00 of XMP, 20240510 140322-0500 of IIM, 2024:05:10 14:03:22 of EXIF.
WRITTEN: Final = re.compile(
    r"(\d{4})[-:./]?(\d\d)[-:./]?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?"
)
# Niépce's view from his window.
FIRST_PHOTOGRAPH: Final = 1826
NOON: Final = "T12:00:00"


def said_of_moment(blocks: Blocks) -> Iterator[Said]:
    """Go through what a file says of when it was taken. When it was scanned or changed is none of it."""
    for label, packet in blocks.xmp:
        for name in ("photoshop:DateCreated", "exif:DateTimeOriginal"):
            for words in words_at(packet, name):
                yield Said(f"{label} {name}", (words,))
    for label, block in blocks.iim:
        for day, hour in zip(block.get(55, ()), (*block.get(60, ()), ""), strict=False):
            yield Said(f"{label} 2:55", (f"{day} {hour}".strip(),))
    for label, notes in blocks.exif:
        if "DateTimeOriginal" in notes:
            words = notes["DateTimeOriginal"] + notes.get("OffsetTimeOriginal", "")
            yield Said(f"{label} DateTimeOriginal", (words,))


def moment(words: str) -> str:
    """Return when it was, as far as it is said: the day, or day and hour, and the hour's distance from UTC if that is known.

    Midnight to the second is what programs write who know the day alone.

    >>> moment("2024:05:10 14:03:22-05:00"), moment("20240510 000000+0000"), moment("2024-05"), moment("0000:00:00 00:00:00")
    ('2024-05-10T14:03:22-05:00', '2024-05-10', '', '')
    """
    found = WRITTEN.fullmatch(words.strip(" \0"))
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    text = f"{year}-{month}-{day}"
    if f"{hour or '00'}{minute or '00'}{second or '00'}" != "000000":
        distance = "+00:00" if zone == "Z" else re.sub(r"^(...)(\d\d)$", r"\1:\2", zone or "")
        text += f"T{hour}:{minute}:{second or '00'}{distance}"
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return ""
    tomorrow = timezone.now().replace(tzinfo=None) + timedelta(days=1)
    is_possible = when.year >= FIRST_PHOTOGRAPH and when.replace(tzinfo=None) <= tomorrow
    return text if is_possible else ""


def in_zone(text: str, zone: tzinfo) -> datetime:
    """Return the moment that a form is filled with: of a day alone, its noon; where no zone is said, in the paper's.

    >>> from datetime import UTC
    >>> in_zone("2024-05-10", UTC).isoformat(), in_zone("2024-05-10T14:03:22-05:00", UTC).isoformat()
    ('2024-05-10T12:00:00+00:00', '2024-05-10T14:03:22-05:00')
    """
    when = datetime.fromisoformat(text if "T" in text else text + NOON)
    return when if when.tzinfo else when.replace(tzinfo=zone)
