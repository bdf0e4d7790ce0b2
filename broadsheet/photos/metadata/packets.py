"""Finding the blocks of notes in a picture's file. Nothing is decoded, and no block larger than 2 MB is read.

Sources: ISO 16684-3 and Adobe's "XMP specification part 3" (where XMP is kept in each kind of file); W3C Portable Network
Graphics, third edition (iTXt, eXIf); Google, WebP Container Specification; CompuServe, GIF89a.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from broadsheet.incoming.boxes import OpenFile, read_at
from broadsheet.incoming.picture_headers import (
    MOST_GIF_PIECES,
    MOST_PIECES,
    chunks,
    length_of_colours,
    skip_blocks,
)
from broadsheet.photos.metadata.avif_items import items_of
from broadsheet.photos.metadata.jpeg_packets import read_jpeg
from broadsheet.photos.metadata.notes import LARGEST, Notes
from broadsheet.photos.metadata.reasons import Why

# A PNG may keep its points in pieces of 8 kB.
MOST_CHUNKS: Final = 20 * MOST_PIECES


def find_notes(file: OpenFile, kind: str) -> Notes:
    """Return the blocks of notes in a file, as they stand there.

    Args:
        kind: `jpeg`, `png`, `gif`, `webp` or `avif`; of any other nothing is found.
    """
    notes = Notes()
    look = KINDS.get(kind)
    if look is not None:
        try:
            look(file, notes)
        except (struct.error, IndexError, zlib.error):
            notes.ignore("", Why.DAMAGED)
    return notes


# PNG ----------------------------------------------------------------------------------------------
XMP_IN_PNG: Final = b"XML:com.adobe.xmp\0"
IIM_IN_PNG: Final = b"Raw profile type iptc\0"


def _read_png(file: OpenFile, notes: Notes) -> None:
    for kind, inside, length in _chunks_of_png(file):
        if kind == b"eXIf":
            notes.add("EXIF", file, inside, length)
        elif kind == b"iTXt" and read_at(file, inside, len(XMP_IN_PNG)) == XMP_IN_PNG:
            if length > LARGEST:
                notes.ignore("XMP", Why.TOO_LARGE)
            else:
                _add_text(notes, read_at(file, inside, length)[len(XMP_IN_PNG) :])
        elif kind in (b"zTXt", b"tEXt") and length <= LARGEST:
            raw = read_at(file, inside, len(IIM_IN_PNG))
            if raw == IIM_IN_PNG:
                _add_profile(notes, kind, read_at(file, inside, length)[len(IIM_IN_PNG) :])


def _chunks_of_png(file: OpenFile) -> Iterator[tuple[bytes, int, int]]:
    place = 8
    for _number in range(MOST_CHUNKS):
        head = read_at(file, place, 8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[:4], "big")
        yield head[4:], place + 8, length
        place += length + 12


def _add_text(notes: Notes, raw: bytes) -> None:
    is_packed, rest = raw[0], raw[2:]
    # Its language, and its name in that language.
    text = rest.split(b"\0", 2)[2]
    notes.keep("XMP", _unpacked(text) if is_packed else text)


def _add_profile(notes: Notes, kind: bytes, raw: bytes) -> None:
    """Take a block of IIM as ImageMagick keeps it, in digits: its name, its length, itself."""
    text = _unpacked(raw[1:]) if kind == b"zTXt" else raw
    digits = text.strip().partition(b"\n")[2].strip().partition(b"\n")[2]
    try:
        notes.keep_photoshop(bytes.fromhex(digits.decode("ascii")))
    except ValueError:
        notes.ignore("IIM", Why.DAMAGED)


def _unpacked(raw: bytes) -> bytes:
    return zlib.decompressobj().decompress(raw, LARGEST + 1)


# WebP ---------------------------------------------------------------------------------------------
NOTES_IN_WEBP: Final = {b"XMP ": "XMP", b"EXIF": "EXIF"}


def _read_webp(file: OpenFile, notes: Notes) -> None:
    for kind, inside in chunks(file):
        if kind in NOTES_IN_WEBP:
            (length,) = struct.unpack("<I", read_at(file, inside - 4, 4))
            notes.add(NOTES_IN_WEBP[kind], file, inside, length)


# AVIF ---------------------------------------------------------------------------------------------
def _read_avif(file: OpenFile, notes: Notes) -> None:
    for item in items_of(file):
        if item.kind == b"Exif":
            # Before it stands how far into it the notes begin.
            (begins,) = struct.unpack(">I", item.raw[:4])
            notes.keep("EXIF", item.raw[4 + begins :])
        elif item.is_too_large:
            notes.ignore("XMP", Why.TOO_LARGE)
        else:
            notes.keep("XMP", item.raw)


# GIF ----------------------------------------------------------------------------------------------
XMP_IN_GIF: Final = b"\x0bXMP DataXMP"


def _read_gif(file: OpenFile, notes: Notes) -> None:
    place = 13 + length_of_colours(read_at(file, 10, 1)[0])
    left = MOST_GIF_PIECES
    while left:
        head = read_at(file, place, 14)
        if head[:1] == b"!":
            begins = place + 2
        elif head[:1] == b",":
            begins = place + 11 + length_of_colours(head[9])
        else:
            return
        file.seek(begins)
        left = skip_blocks(file, left)
        place = file.tell()
        if head[:2] == b"!\xff" and head[2:] == XMP_IN_GIF:
            _add_block(notes, file, begins + len(XMP_IN_GIF), place)


def _add_block(notes: Notes, file: OpenFile, begins: int, ends: int) -> None:
    if ends - begins > LARGEST:
        notes.ignore("XMP", Why.TOO_LARGE)
        return
    raw = read_at(file, begins, ends - begins)
    # It is not cut into blocks; behind it stand 258 bytes that lead whoever takes it for such to its end.
    notes.keep("XMP", raw.partition(b"\x01\xff\xfe\xfd")[0] if raw[:1] in b"<\xef" else b"")


KINDS: Final[dict[str, Callable[[OpenFile, Notes], None]]] = {
    "jpeg": read_jpeg,
    "png": _read_png,
    "webp": _read_webp,
    "avif": _read_avif,
    "gif": _read_gif,
}
