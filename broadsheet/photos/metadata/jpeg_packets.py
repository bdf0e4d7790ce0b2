"""The blocks of notes in a JPEG: a segment each has room for 64 kB, so that long ones stand in several.

Source: Adobe's "XMP specification part 3", 1.1.3: XMP, and extended XMP in pieces; Photoshop's resources in APP13.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from broadsheet.incoming.boxes import OpenFile, read_at
from broadsheet.incoming.picture_headers import segments
from broadsheet.photos.metadata.notes import LARGEST, MOST_BLOCKS, Notes
from broadsheet.photos.metadata.reasons import Why

APP1, APP13 = 0xE1, 0xED
EXIF: Final = b"Exif\0"
XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED: Final = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP: Final = b"Photoshop 3.0\0"
# The number of the whole, its length, and where this piece of it belongs.
GUID, LENGTH, OFFSET = 32, 4, 4


@dataclass
class Pieces:
    """A packet of extended XMP, as far as it was found."""

    length: int
    found: dict[int, bytes] = field(default_factory=dict)

    def joined(self) -> bytes | None:
        """Return the whole packet; None if a piece is missing."""
        whole = b""
        for place in sorted(self.found):
            if place > len(whole):
                return None
            whole = whole[:place] + self.found[place]
        return whole if len(whole) == self.length else None


def read_jpeg(file: OpenFile, notes: Notes) -> None:
    """Find the blocks in a JPEG, up to where its points begin."""
    resources = b""
    extended: dict[str, Pieces] = {}
    for raw in _segments_of_notes(file):
        if raw.startswith(PHOTOSHOP):
            resources += raw[len(PHOTOSHOP) :] if len(resources) < LARGEST else b""
        elif raw.startswith(XMP):
            notes.keep("XMP", raw[len(XMP) :])
        elif raw.startswith(EXTENDED):
            _take_piece(raw[len(EXTENDED) :], extended)
        elif raw.startswith(EXIF):
            notes.keep("EXIF", raw)
    notes.keep_photoshop(resources)
    for number, pieces in extended.items():
        _join(number, pieces, notes)


def _segments_of_notes(file: OpenFile) -> Iterator[bytes]:
    for marker, inside in segments(file):
        if marker in (APP1, APP13):
            length = int.from_bytes(read_at(file, inside - 2, 2), "big") - 2
            yield read_at(file, inside, max(length, 0))


def _take_piece(raw: bytes, extended: dict[str, Pieces]) -> None:
    number = raw[:GUID].decode("latin-1")
    length = int.from_bytes(raw[GUID : GUID + LENGTH], "big")
    offset = int.from_bytes(raw[GUID + LENGTH : GUID + LENGTH + OFFSET], "big")
    if number not in extended and len(extended) < MOST_BLOCKS:
        extended[number] = Pieces(length)
    whole = extended.get(number)
    if whole is not None and whole.length <= LARGEST and offset < whole.length:
        whole.found.setdefault(offset, raw[GUID + LENGTH + OFFSET :])


def _join(number: str, pieces: Pieces, notes: Notes) -> None:
    whole = pieces.joined()
    if pieces.length > LARGEST:
        notes.ignore("XMP", Why.TOO_LARGE)
    elif whole is None:
        notes.ignore("XMP", Why.INCOMPLETE)
    else:
        notes.extended[number] = whole
