"""Looking into an MP4 file: what it holds, and where it keeps what its camera wrote down besides.

Source: ISO/IEC 14496-12, "ISO base media file format": a file is a row of boxes, each begun by its length (4 bytes, or 8
more if that is 1) and its kind (4 letters).
"""

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from django.core.files.base import File
from django.utils.translation import gettext as _

from broadsheet.photos.errors import RecordingError

# Open for bytes: Django's own kind of file, and Python's.
OpenFile: TypeAlias = "BinaryIO | File[Any]"
# The box of all descriptions. An hour of film has some two million bytes of them.
LARGEST_MOOV = 64 * 1024 * 1024
HOLDING = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
# Device, place, time and names: phones write them, players need none of them.
BESIDES = (b"udta", b"meta", b"uuid")


class Box(NamedTuple):
    """One box: where it begins and what is in it, in bytes from the beginning of the file."""

    kind: bytes
    begins: int
    inside: int
    ends: int


class Film(NamedTuple):
    """What an MP4 file holds: kinds of track (`vide`, `soun`), codecs, and boxes that readers need not have.

    Width and height are in pixels as the film is shown: phones note separately that they were held upright. 0 for sound.
    """

    tracks: frozenset[bytes]
    codecs: frozenset[bytes]
    besides: tuple[Box, ...]
    width: int
    height: int


def read_film(file: OpenFile) -> Film:
    """Return what an MP4 file holds.

    Errors:
        RecordingError: it has no description of what is in it, as when a recording or a download broke off.
    """
    file.seek(0, 2)
    top = list(_boxes(file, 0, file.tell()))
    moov = next((box for box in top if box.kind == b"moov"), None)
    if moov is None or moov.ends - moov.begins > LARGEST_MOOV:
        raise RecordingError(
            _("The file is incomplete: what it should say of itself is missing. Export it anew.")
        )
    found = [*top, *_all_boxes(file, moov)]
    tracks = {_at(file, box.inside + 8, 4) for box in found if box.kind == b"hdlr"}
    codecs = {_at(file, box.inside + 12, 4) for box in found if box.kind == b"stsd"}
    besides = tuple(box for box in found if box.kind in BESIDES)
    sizes = [_size(file, box) for box in found if box.kind == b"tkhd"]
    width, height = max(sizes, default=(0, 0))
    return Film(frozenset(tracks), frozenset(codecs), besides, width, height)


def _size(file: OpenFile, head: Box) -> tuple[int, int]:
    """Return the width and height of a track, from its head."""
    # Times have 32 bits in version 0 and 64 in version 1; the matrix, width and height close the box.
    place = head.inside + (52 if _at(file, head.inside, 1) == b"\x01" else 40)
    raw = _at(file, place, 44)
    if len(raw) < 44:
        return 0, 0
    matrix, (width, height) = struct.unpack(">9i", raw[:36]), struct.unpack(">2I", raw[36:])
    # 16.16 fixed point. No scale across itself: turned by a quarter.
    size = (width >> 16, height >> 16)
    return size if matrix[0] else (size[1], size[0])


def blank(file: OpenFile, boxes: tuple[Box, ...]) -> None:
    """Overwrite boxes by empty space of the same length, so that nothing behind them moves."""
    for box in boxes:
        file.seek(box.begins + 4)
        file.write(b"free")
        file.seek(box.inside)
        file.write(bytes(box.ends - box.inside))


def _all_boxes(file: OpenFile, within: Box) -> Iterator[Box]:
    for box in _boxes(file, within.inside, within.ends):
        yield box
        if box.kind in HOLDING:
            yield from _all_boxes(file, box)


def _boxes(file: OpenFile, start: int, end: int) -> Iterator[Box]:
    while start + 8 <= end:
        length, kind = struct.unpack(">I4s", _at(file, start, 8))
        inside = start + 8
        if length == 1:
            inside += 8
            length = struct.unpack(">Q", _at(file, start + 8, 8).ljust(8, b"\0"))[0]
        # Zero: to the end of the file.
        ends = start + length if length else end
        if ends < inside or ends > end:
            return
        yield Box(kind, start, inside, ends)
        start = ends


def _at(file: OpenFile, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)
