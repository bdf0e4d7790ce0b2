"""Pictures with all that cameras, telephones and programs note in them: each note holds the same words."""

import struct
from collections.abc import Callable

from PIL import ExifTags, Image

from broadsheet.incoming.tests.made import chunk, picture, riff, written
from tests.town import jpeg

NOTE = b"Nell's kitchen, 44.5133 N"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>' + NOTE + b"</dc:creator></x:xmpmeta>"
UPRIGHT = 1


def exif(orientation: int = UPRIGHT) -> bytes:
    """Return a block of EXIF: place, maker's note, owner, remark, and a small picture with a remark of its own."""
    words = NOTE.decode()
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.Base.ImageDescription] = notes[ExifTags.Base.Artist] = words
    notes.get_ifd(ExifTags.IFD.Exif).update({0x927C: NOTE, 0x9286: b"ASCII\0\0\0" + NOTE})
    notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (44.0, 30.0, 48.0), 27: NOTE})
    thumbnail = jpeg(16, 16)
    return notes.tobytes() + thumbnail[:2] + segment(0xFE, NOTE) + thumbnail[2:]


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def noted_jpeg() -> bytes:
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(NOTE)) + NOTE
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0"
    notes = [
        segment(0xE1, exif()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xED, photoshop),
        segment(0xFE, NOTE),
        segment(0xEC, b"Ducky" + NOTE),
    ]
    raw = jpeg()
    # And a film behind the picture, as telephones keep the second before it.
    return raw[:2] + b"".join(notes) + raw[2:] + b"\0\0\0\x18ftypmp42" + NOTE


def noted_png() -> bytes:
    raw = picture("PNG")
    profile = b"\nexif\n" + str(len(exif())).encode().rjust(8) + b"\n" + exif().hex().encode()
    notes = [
        chunk(b"eXIf", exif()[6:]),
        chunk(b"tEXt", b"Comment\0" + NOTE),
        chunk(b"tEXt", b"Raw profile type exif\0" + profile),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        chunk(b"tIME", b"\x07\xea\x0b\x1a\x05\x00\x00"),
    ]
    return raw[:33] + b"".join(notes) + raw[33:] + NOTE


def noted_gif() -> bytes:
    raw = picture("GIF")
    place = raw.index(b"\x2c")
    remark = b"\x21\xfe" + bytes([len(NOTE)]) + NOTE + b"\0"
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(XMP)]) + XMP + b"\0"
    return raw[:place] + remark + xmp + raw[place:]


def noted_webp() -> bytes:
    point = picture("WEBP")[12:]
    size = (47).to_bytes(3, "little") + (31).to_bytes(3, "little")
    head = point[8 : 8 + int.from_bytes(point[4:8], "little")]
    return riff(
        (b"VP8X", b"\x0c\0\0\0" + size), (point[:4], head), (b"EXIF", exif()[6:]), (b"XMP ", XMP)
    )


def noted_avif() -> bytes:
    return picture("AVIF", exif=exif(), xmp=XMP)


NOTED: dict[str, Callable[[], bytes]] = {
    "jpg": noted_jpeg,
    "png": noted_png,
    "gif": noted_gif,
    "webp": noted_webp,
    "avif": noted_avif,
}
# What each orientation in EXIF tells a program to do, undone.
UNDONE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def turned(kind: str, orientation: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a picture as a camera keeps it that was held otherwise: of this size when upright, its upper left corner red."""
    width, height = size
    seen = Image.new("RGB", size, (30, 60, 200))
    seen.paste((220, 20, 20), (0, 0, width // 2, height // 2))
    kept = seen.transpose(UNDONE[orientation]) if orientation in UNDONE else seen
    return written(kept, kind, exif=exif(orientation), quality=95)
