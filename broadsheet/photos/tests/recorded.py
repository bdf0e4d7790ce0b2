"""Recordings for tests: files that are what they say, and nearly nothing in them."""

import struct
from typing import Any

from django.core.files.base import ContentFile

from broadsheet.photos.models import Recording
from broadsheet.photos.recordings import take_in

VTT = b"WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Ruth>The ferry <i>runs</i>.\n"
SRT = b"1\r\n00:00:01,000 --> 00:00:03,500\r\nThe ferry runs.\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\nAgain.\r\n"
PLACE = b"+44.5133-088.0133/"


def box(kind: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I4s", len(content) + 8, kind) + content


# 640 by 360 pixels, held upright: turned by a quarter, and straight.
UPRIGHT = (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
STRAIGHT = (65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)


def track(kind: bytes, codec: bytes, matrix: tuple[int, ...] = STRAIGHT) -> bytes:
    handler = box(b"hdlr", bytes(8), kind, bytes(13))
    table = box(b"stsd", bytes(4), struct.pack(">I", 1), box(codec, bytes(8)))
    width, height = (640, 360) if kind == b"vide" else (0, 0)
    size = struct.pack(">9i2I", *matrix, width << 16, height << 16)
    return box(
        b"trak",
        box(b"tkhd", bytes(40), size),
        box(b"mdia", handler, box(b"minf", box(b"stbl", table))),
    )


def mp4(*tracks: tuple[Any, ...], brand: bytes = b"isom", size: int = 1000) -> bytes:
    """Return an MP4 as a phone writes it, with the place where it was made."""
    held = tracks or ((b"vide", b"avc1"), (b"soun", b"mp4a"))
    where = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE))
    moov = box(b"moov", box(b"mvhd", bytes(100)), *(track(*one) for one in held), where)
    return box(b"ftyp", brand, bytes(4)) + box(b"mdat", b"\x07" * size) + moov


def mp3(*, tag: bytes = b"", size: int = 1000) -> bytes:
    head = b"ID3\x04\x00\x00" + bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F]) + tag if tag else b""
    return head + b"\xff\xfb\x50\xc4" + bytes(size)


def ogg(codec: bytes = b"OpusHead") -> bytes:
    return b"OggS" + bytes(24) + codec + bytes(100)


def webm(codec: bytes = b"V_VP9", kind: bytes = b"webm") -> bytes:
    return b"\x1a\x45\xdf\xa3\x01\x42\x82\x84" + kind + bytes(20) + codec + bytes(100)


def recording(raw: bytes = b"", *, captions: bytes = b"", **fields: Any) -> Recording:
    """Take a recording in: sound of a horn, if nothing else is given."""
    made = Recording(**{"title": "The ferry’s horn", **fields})
    if not captions:
        made.transcript = fields.get("transcript", "[A horn.]")
    return take_in(made, file=ContentFile(raw or mp3(), name="x"), captions=captions)
