"""What a picture says of itself before its points: its kind, its size, how many pictures it holds. Nothing is decoded.

Whoever made the file may have written anything there; where it says several sizes, the largest counts.
"""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from broadsheet.incoming.av1_headers import coded_sizes
from broadsheet.incoming.boxes import Box, OpenFile, boxes, read_at

# More pieces than any real picture has: a small file of endless pieces would keep the machine reading.
MOST_PIECES = 5_000
MOST_GIF_PIECES = 500_000


class Header(NamedTuple):
    """A picture's kind (`jpeg`, `png`, `gif`, `webp`, `avif`), width and height in pixels as stored, and its frames.

    Frames are counted until there are too many: see `enough`.
    """

    kind: str
    width: int
    height: int
    frames: int = 1


def read_header(file: OpenFile, *, enough: int = 1000) -> Header | None:
    """Return what a picture says of itself; None if it is none of these kinds, or broken off before it says its size.

    Args:
        enough: when so many frames have been seen, no more are looked for.
    """
    start = read_at(file, 0, 32)
    for looks_like, read in KINDS:
        if looks_like(start):
            try:
                found = read(file, enough)
            except (struct.error, IndexError):
                return None
            return found if found and found.width and found.height else None
    return None


def _size(file: OpenFile) -> int:
    file.seek(0, 2)
    return file.tell()


# JPEG ---------------------------------------------------------------------------------------------
# Source: ITU-T T.81, annex B. Frame headers are C0 to CF but for three of them; a scan begins with DA.
SIZES_OF_JPEG = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
SCAN, END = 0xDA, 0xD9


def _read_jpeg(file: OpenFile, _enough: int) -> Header | None:
    width = height = 0
    for marker, inside in segments(file):
        if marker in SIZES_OF_JPEG:
            high, wide = struct.unpack(">HH", read_at(file, inside + 1, 4))
            width, height = max(width, wide), max(height, high)
    return Header("jpeg", width, height)


def segments(file: OpenFile) -> Iterator[tuple[int, int]]:
    """Go through what stands before the first scan: each marker, and where what it brings begins."""
    place = 2
    for _number in range(MOST_PIECES):
        start = read_at(file, place, 64)
        skipped = start.find(b"\xff")
        if skipped < 0 or skipped + 1 >= len(start):
            return
        marker = start[skipped + 1]
        place += skipped + 1
        # Any number of FF may stand before a marker; FF 00 is none.
        if marker in (0xFF, 0x00):
            continue
        place += 1
        if marker in (SCAN, END):
            return
        if marker in ALONE:
            continue
        (length,) = struct.unpack(">H", read_at(file, place, 2))
        yield marker, place + 2
        place += length


# PNG ----------------------------------------------------------------------------------------------
# Source: W3C Portable Network Graphics, third edition. IHDR comes first, acTL before the first IDAT.
def _read_png(file: OpenFile, _enough: int) -> Header | None:
    if read_at(file, 12, 4) != b"IHDR":
        return None
    width, height = struct.unpack(">II", read_at(file, 16, 8))
    return Header("png", width, height, _frames_of_png(file))


def _frames_of_png(file: OpenFile) -> int:
    place = 8
    for _number in range(MOST_PIECES):
        head = read_at(file, place, 12)
        if len(head) < 12 or head[4:8] == b"IDAT":
            return 1
        length = int.from_bytes(head[:4], "big")
        if head[4:8] == b"acTL":
            # One frame too: the program that makes sizes takes it for a kind that it does not know.
            return max(2, int.from_bytes(head[8:12], "big"))
        place += length + 12
    return 1


# GIF ----------------------------------------------------------------------------------------------
# Source: CompuServe, GIF89a Specification.
def _read_gif(file: OpenFile, enough: int) -> Header | None:
    width, height, flags = struct.unpack("<HHB", read_at(file, 6, 5))
    frames, left = 0, MOST_GIF_PIECES
    file.seek(13 + length_of_colours(flags))
    while left and frames < enough:
        kind = file.read(1)
        if kind == b"!":
            file.read(1)
        elif kind == b",":
            across, down, wide, high, flags = struct.unpack("<HHHHB", file.read(9))
            # A frame that reaches beyond the screen makes it larger.
            width, height, frames = max(width, across + wide), max(height, down + high), frames + 1
            file.seek(length_of_colours(flags) + 1, 1)
        else:
            break
        left = skip_blocks(file, left)
    return Header("gif", width, height, max(frames, 1)) if left else None


def length_of_colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def skip_blocks(file: OpenFile, left: int) -> int:
    """Go behind a row of blocks, each begun by its length; return how many more may be gone through in this file."""
    while left:
        length = file.read(1)
        if length in (b"", b"\0"):
            return left - 1
        file.seek(length[0], 1)
        left -= 1
    return 0


# WebP ---------------------------------------------------------------------------------------------
# Source: Google, WebP Container Specification; RFC 9649.
def _read_webp(file: OpenFile, enough: int) -> Header | None:
    width = height = frames = 0
    for kind, inside in chunks(file):
        start = read_at(file, inside, 16)
        wide, high = _size_in_chunk(kind, start)
        width, height = max(width, wide), max(height, high)
        frames += kind == b"ANMF"
        if frames >= enough:
            break
    return Header("webp", width, height, max(frames, 1))


def chunks(file: OpenFile) -> Iterator[tuple[bytes, int]]:
    place, end = 12, _size(file)
    for _number in range(MOST_PIECES):
        head = read_at(file, place, 8)
        if len(head) < 8 or place >= end:
            return
        yield head[:4], place + 8
        length = int.from_bytes(head[4:], "little")
        place += 8 + length + (length & 1)


def _size_in_chunk(kind: bytes, start: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return _three(start, 4) + 1, _three(start, 7) + 1
    if kind == b"ANMF":
        # Where it stands, halved, and its own size.
        left, top = 2 * _three(start, 0), 2 * _three(start, 3)
        return left + _three(start, 6) + 1, top + _three(start, 9) + 1
    if kind == b"VP8 ":
        wide, high = struct.unpack("<HH", start[6:10])
        return wide & 0x3FFF, high & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(start[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0


def _three(start: bytes, place: int) -> int:
    return int.from_bytes(start[place : place + 3], "little")


# AVIF ---------------------------------------------------------------------------------------------
# Source: AV1 Image File Format; ISO/IEC 23008-12 (ispe).
HOLDING = {b"meta": 4, b"iprp": 0, b"ipco": 0}


def _read_avif(file: OpenFile, _enough: int) -> Header | None:
    found = list(_all_boxes(file, 0, _size(file)))
    sizes = [
        struct.unpack(">II", read_at(file, box.inside + 4, 8))
        for box in found
        if box.kind == b"ispe"
    ]
    if not sizes:
        return None
    inside_meta = next((box.inside for box in found if box.kind == b"idat"), 0)
    for box in found:
        if box.kind == b"iloc":
            sizes += coded_sizes(file, box, inside_meta)
    # A track is what moves.
    frames = 2 if any(box.kind == b"moov" for box in found) else 1
    return Header(
        "avif", max(wide for wide, _high in sizes), max(high for _wide, high in sizes), frames
    )


def _all_boxes(file: OpenFile, start: int, end: int) -> Iterator[Box]:
    left = MOST_PIECES
    within = [(start, end)]
    while within and left:
        for box in boxes(file, *within.pop()):
            yield box
            left -= 1
            if not left:
                return
            if box.kind in HOLDING:
                within.append((box.inside + HOLDING[box.kind], box.ends))


def _is_avif(start: bytes) -> bool:
    # As the program that makes sizes knows it: by its first name, or by a later one behind a general first.
    return start[4:12] in (b"ftypavif", b"ftypavis") or (
        start[4:12] in (b"ftypmif1", b"ftypmsf1") and b"avif" in start[16:32]
    )


Read = Callable[[OpenFile, int], "Header | None"]
KINDS: tuple[tuple[Callable[[bytes], bool], Read], ...] = (
    (lambda start: start.startswith(b"\xff\xd8\xff"), _read_jpeg),
    (lambda start: start.startswith(b"\x89PNG\r\n\x1a\n"), _read_png),
    (lambda start: start.startswith((b"GIF87a", b"GIF89a")), _read_gif),
    (lambda start: start.startswith(b"RIFF") and start[8:12] == b"WEBP", _read_webp),
    (_is_avif, _read_avif),
)
