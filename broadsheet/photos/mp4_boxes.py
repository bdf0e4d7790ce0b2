"""Looking into an MP4 file: what it holds, and where it keeps what its camera wrote down besides.

Source: ISO/IEC 14496-12, "ISO base media file format".
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from broadsheet.incoming.boxes import Box, OpenFile, boxes, read_at
from broadsheet.photos.errors import RecordingError

# The box of all descriptions. An hour of film has some two million bytes of them.
LARGEST_MOOV = 64 * 1024 * 1024
# More than any film has: a small file of endless boxes would fill the memory.
MOST_BOXES = 100_000
# A track's tables lie five deep.
DEEPEST = 8
A_PIECE = 1024 * 1024
HOLDING = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
# Device, place, time and names: phones write them, players need none of them.
BESIDES = (b"udta", b"meta", b"uuid")


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
    top = _all_of(boxes(file, 0, file.tell()))
    moov = next((box for box in top if box.kind == b"moov"), None)
    if moov is None or moov.ends - moov.begins > LARGEST_MOOV:
        raise RecordingError(
            _("The file is incomplete: what it should say of itself is missing. Export it anew.")
        )
    found = [*top, *_all_of(_all_boxes(file, moov))]
    tracks = {read_at(file, box.inside + 8, 4) for box in found if box.kind == b"hdlr"}
    codecs = {read_at(file, box.inside + 12, 4) for box in found if box.kind == b"stsd"}
    besides = tuple(box for box in found if box.kind in BESIDES)
    sizes = [_size(file, box) for box in found if box.kind == b"tkhd"]
    width, height = max(sizes, default=(0, 0))
    return Film(frozenset(tracks), frozenset(codecs), besides, width, height)


def _all_of(found: Iterable[Box]) -> list[Box]:
    listed = list(islice(found, MOST_BOXES + 1))
    if len(listed) > MOST_BOXES:
        raise RecordingError(
            _(
                "The file is made of more pieces than any film. Export it anew, picture and sound alone."
            )
        )
    return listed


def _size(file: OpenFile, head: Box) -> tuple[int, int]:
    """Return the width and height of a track, from its head."""
    # Times have 32 bits in version 0 and 64 in version 1; the matrix, width and height close the box.
    place = head.inside + (52 if read_at(file, head.inside, 1) == b"\x01" else 40)
    raw = read_at(file, place, 44)
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
        blank_here(file, box.ends - box.inside)


def blank_here(file: OpenFile, length: int) -> None:
    """Overwrite so many bytes from here on, a piece at a time: a file may say that it has notes of gigabytes."""
    while length > 0:
        file.write(bytes(min(length, A_PIECE)))
        length -= A_PIECE


def _all_boxes(file: OpenFile, within: Box, deep: int = 1) -> Iterator[Box]:
    for box in boxes(file, within.inside, within.ends):
        yield box
        if box.kind in HOLDING and deep < DEEPEST:
            yield from _all_boxes(file, box, deep + 1)
