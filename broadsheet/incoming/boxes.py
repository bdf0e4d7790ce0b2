"""Finding one's way in a file that is a row of boxes: MP4, AVIF, HEIC.

Source: ISO/IEC 14496-12, "ISO base media file format": each box is begun by its length (4 bytes, or 8 more if that is 1)
and its kind (4 letters).
"""

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from django.core.files.base import File

# Open for bytes: Django's own kind of file, and Python's.
OpenFile: TypeAlias = "BinaryIO | File[Any]"
# No file that is taken in is nearly as long, and not every system can look farther.
FARTHEST = 2**40


class Box(NamedTuple):
    """One box: where it begins and what is in it, in bytes from the beginning of the file."""

    kind: bytes
    begins: int
    inside: int
    ends: int


def boxes(file: OpenFile, start: int, end: int) -> Iterator[Box]:
    """Go through the boxes between two places, as far as they can be told apart."""
    while start + 8 <= end:
        length, kind = struct.unpack(">I4s", read_at(file, start, 8))
        inside = start + 8
        if length == 1:
            inside += 8
            length = struct.unpack(">Q", read_at(file, start + 8, 8).ljust(8, b"\0"))[0]
        # Zero: to the end of the file.
        ends = start + length if length else end
        if ends < inside or ends > end:
            return
        yield Box(kind, start, inside, ends)
        start = ends


def read_at(file: OpenFile, place: int, length: int) -> bytes:
    """Return what stands at a place; less if the file ends before, wherever someone says that it is."""
    if place > FARTHEST:
        return b""
    file.seek(place)
    return file.read(length)
