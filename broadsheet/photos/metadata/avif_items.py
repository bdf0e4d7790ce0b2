"""The items of an AVIF file that are notes: its list of items says what each is, and another where it lies.

Source: ISO/IEC 14496-12, 8.11.3 (`iloc`), 8.11.6 (`iinf`); ISO/IEC 23008-12, A.2 (Exif) and A.3 (XMP).
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from broadsheet.incoming.av1_headers import MOST_ITEMS, Numbers
from broadsheet.incoming.boxes import Box, OpenFile, boxes, read_at
from broadsheet.photos.metadata.notes import LARGEST

LARGEST_LIST: Final = 1024 * 1024
XMP: Final = b"application/rdf+xml"


class Item(NamedTuple):
    """One block of notes: `Exif`, or `mime` for XMP."""

    kind: bytes
    raw: bytes
    is_too_large: bool = False


class Extent(NamedTuple):
    """A piece of an item: where it begins, and how many bytes it has; `inside` counts from where `idat` begins."""

    place: int
    length: int
    inside: bool


def items_of(file: OpenFile) -> Iterator[Item]:
    """Go through the blocks of notes in a file.

    Errors:
        struct.error, IndexError: one of its lists breaks off.
    """
    file.seek(0, 2)
    meta = next((box for box in boxes(file, 0, file.tell()) if box.kind == b"meta"), None)
    if meta is None:
        return
    within = {box.kind: box for box in boxes(file, meta.inside + 4, meta.ends)}
    if not {b"iinf", b"iloc"} <= within.keys():
        return
    kinds = dict(_kinds(file, within[b"iinf"]))
    data = within[b"idat"].inside if b"idat" in within else 0
    for number, extents in _places(_content(file, within[b"iloc"])):
        if number not in kinds:
            continue
        if sum(extent.length for extent in extents) > LARGEST:
            yield Item(kinds[number], b"", is_too_large=True)
            continue
        pieces = (
            read_at(file, extent.place + (data if extent.inside else 0), extent.length)
            for extent in extents
        )
        yield Item(kinds[number], b"".join(pieces))


def _content(file: OpenFile, box: Box) -> bytes:
    return read_at(file, box.inside, min(box.ends - box.inside, LARGEST_LIST))


def _kinds(file: OpenFile, iinf: Box) -> Iterator[tuple[int, bytes]]:
    """Go through the items that are notes: the number of each, and its kind."""
    wide = 2 if read_at(file, iinf.inside, 1) == b"\0" else 4
    for number, box in enumerate(boxes(file, iinf.inside + 4 + wide, iinf.ends)):
        if number == MOST_ITEMS:
            return
        raw = read_at(file, box.inside, min(box.ends - box.inside, 256))
        numbers = Numbers(raw, 4)
        item = numbers.take(2 if raw[0] < 3 else 4)
        numbers.take(2)
        kind, rest = raw[numbers.place : numbers.place + 4], raw[numbers.place + 4 :]
        # A name stands before what a `mime` is.
        if kind == b"Exif" or (kind == b"mime" and rest.split(b"\0")[1:2] == [XMP]):
            yield item, kind


def _places(raw: bytes) -> Iterator[tuple[int, list[Extent]]]:
    """Go through where the items lie: the number of each, and its pieces."""
    version, sizes, more_sizes = raw[0], raw[4], raw[5]
    index_size = more_sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    numbers = Numbers(raw, 6)
    for _number in range(min(numbers.take(wide), MOST_ITEMS)):
        item = numbers.take(wide)
        method = numbers.take(2) & 15 if version in (1, 2) else 0
        numbers.take(2)
        base = numbers.take(more_sizes >> 4)
        extents = []
        for _piece in range(min(numbers.take(2), MOST_ITEMS)):
            numbers.take(index_size)
            place, length = base + numbers.take(sizes >> 4), numbers.take(sizes & 15)
            extents.append(Extent(place, length, method == 1))
        yield item, extents
