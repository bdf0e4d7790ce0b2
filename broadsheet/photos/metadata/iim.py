"""Reading a block of IIM, in which programs have noted things since 1991: a row of numbered fields, many of them short.

Source: IPTC-NAA Information Interchange Model, version 4.2: 1.5 (how a field begins), 6 (the fields of record 2).
"""

from typing import Final

from broadsheet.photos.metadata.letters import decoded

FIELD: Final = 0x1C
# The record of what is said. Another says in which letters, which those who wrote it did not always do.
APPLICATION: Final = 2
MOST_FIELDS: Final = 2_000
# Fields whose words end here in bytes, whatever was to be said.
ROOM: Final = {
    5: 64, 25: 64, 40: 256, 80: 32, 90: 32, 92: 32, 95: 32, 101: 64, 105: 256, 110: 32, 115: 32, 116: 128, 120: 2000,
}  # fmt: skip


def read_iim(raw: bytes) -> dict[int, tuple[str, ...]]:
    """Return the fields of a block by their numbers in record 2, each as often as it stands there.

    Of a block that breaks off, what stands before that is read.
    """
    found: dict[int, list[bytes]] = {}
    place = 0
    for _number in range(MOST_FIELDS):
        head = raw[place : place + 5]
        if len(head) < 5 or head[0] != FIELD:
            break
        place, length = _length(raw, place + 3)
        content = raw[place : place + length]
        if length and not content:
            break
        if head[1] == APPLICATION:
            found.setdefault(head[2], []).append(content)
        place += length
    return {
        number: tuple(_words(number, content) for content in contents)
        for number, contents in found.items()
    }


def _length(raw: bytes, place: int) -> tuple[int, int]:
    """Return where a field's content begins, and how long it is."""
    length = int.from_bytes(raw[place : place + 2], "big")
    if not length & 0x8000:
        return place + 2, length
    # What looks like a length is how many bytes the length has.
    size = min(length & 0x7FFF, 4)
    return place + 2 + size, int.from_bytes(raw[place + 2 : place + 2 + size], "big")


def _words(number: int, content: bytes) -> str:
    return decoded(content, may_be_cut=len(content) >= ROOM.get(number, len(content) + 1))
