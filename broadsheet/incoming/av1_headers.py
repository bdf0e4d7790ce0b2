"""How large the pictures are that an AVIF file really holds: what the file says of them may be smaller.

A decoder makes room for what the coded picture says, and only then makes it as small as the file said.

Source: ISO/IEC 14496-12, 8.11.3, for where each is (`iloc`); AV1 Bitstream Specification, 5.3 to 5.5, for what it says.
"""

import struct
from collections.abc import Iterator

from broadsheet.incoming.boxes import Box, OpenFile, read_at

# Pictures in one file: the grid's pieces, their transparency, a small one, a map of light.
MOST_ITEMS = 2_000
SEQUENCE_HEADER = 1
# So many units stand before what says the size; nothing but a mark of time does, in what programs write.
MOST_UNITS = 32
LONGEST_HEADER = 256
WIDEST = 65_536


def coded_sizes(file: OpenFile, iloc: Box, inside_meta: int) -> Iterator[tuple[int, int]]:
    """Go through the pictures that `iloc` names; yield width and height of each that says them.

    Args:
        inside_meta: where what is kept in the box `idat` begins, in bytes from the beginning of the file.

    Errors:
        struct.error, IndexError: the box breaks off.
    """
    for place, is_inside in _places(
        read_at(file, iloc.inside, min(iloc.ends - iloc.inside, 1 << 20))
    ):
        size = _size_of_item(file, place + (inside_meta if is_inside else 0))
        if size:
            yield size


def _places(raw: bytes) -> Iterator[tuple[int, bool]]:
    """Go through where each item begins, and whether that is counted from the beginning of `idat`."""
    version, sizes, more_sizes = raw[0], raw[4], raw[5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more_sizes >> 4
    index_size = more_sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    numbers = Numbers(raw, 6)
    for _number in range(min(numbers.take(wide), MOST_ITEMS)):
        numbers.take(wide)
        method = numbers.take(2) & 15 if version in (1, 2) else 0
        numbers.take(2)
        base, extents = numbers.take(base_size), numbers.take(2)
        for extent in range(min(extents, MOST_ITEMS)):
            numbers.take(index_size)
            offset = numbers.take(offset_size)
            numbers.take(length_size)
            if extent == 0:
                yield base + offset, method == 1


class Numbers:
    """Whole numbers that stand one behind another, each of so many bytes."""

    def __init__(self, raw: bytes, place: int) -> None:
        self.raw, self.place = raw, place

    def take(self, length: int) -> int:
        piece = self.raw[self.place : self.place + length]
        if len(piece) < length:
            raise struct.error
        self.place += length
        return int.from_bytes(piece, "big")


def _size_of_item(file: OpenFile, place: int) -> tuple[int, int] | None:
    """Return what a coded picture says of its size; None for what is no coded picture, such as the notes of a camera."""
    for _number in range(MOST_UNITS):
        start = read_at(file, place, LONGEST_HEADER)
        # The first bit is never set; another says that a length follows.
        if len(start) < 2 or start[0] & 0x80 or not start[0] & 0x02:
            return None
        length, inside = _leb128(start, 2 if start[0] & 0x04 else 1)
        if start[0] >> 3 & 15 == SEQUENCE_HEADER:
            return _size_in_sequence(start[inside : inside + length])
        place += inside + length
    return WIDEST, WIDEST


def _leb128(raw: bytes, place: int) -> tuple[int, int]:
    """Return a number that has seven bits to a byte, and where it ends."""
    value = 0
    for number in range(8):
        byte = raw[place + number]
        value |= (byte & 0x7F) << 7 * number
        if not byte & 0x80:
            return value, place + number + 1
    return value, place + 8


def _size_in_sequence(raw: bytes) -> tuple[int, int]:
    bits = _Bits(raw)
    bits.take(4)
    is_still = bits.take(1)
    if is_still:
        bits.take(5)
    elif bits.take(1):
        # With times, as films have and pictures have not. Counted as the widest there can be.
        return WIDEST, WIDEST
    else:
        _skip_operating_points(bits)
    wide, high = bits.take(4) + 1, bits.take(4) + 1
    width, height = bits.take(wide) + 1, bits.take(high) + 1
    if is_still:
        return width, height
    # Each frame may say its own size, within these bits.
    return _widest(width, wide), _widest(height, high)


def _widest(size: int, bits: int) -> int:
    return size if 1 << bits < 2 * size else 1 << bits


def _skip_operating_points(bits: "_Bits") -> None:
    has_delay = bits.take(1)
    for _number in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if has_delay and bits.take(1):
            bits.take(4)


class _Bits:
    """Whole numbers that stand one behind another, each of so many bits."""

    def __init__(self, raw: bytes) -> None:
        self.value, self.left = int.from_bytes(raw, "big"), len(raw) * 8

    def take(self, length: int) -> int:
        if length > self.left:
            raise struct.error
        self.left -= length
        return self.value >> self.left & ((1 << length) - 1)
