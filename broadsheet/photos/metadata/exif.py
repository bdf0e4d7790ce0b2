"""Reading a block of EXIF, in which cameras note things: a few of its words and times. Its place is not looked at.

Source: CIPA DC-008, "Exchangeable image file format for digital still cameras", 4.6.
"""

import warnings
from typing import Any, Final

from PIL import ExifTags, Image

from broadsheet.incoming.pictures import CANNOT_BE_READ
from broadsheet.photos.metadata.letters import decoded
from broadsheet.photos.metadata.reasons import NotesError, Why

OUTER: Final = (ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.Copyright)
INNER: Final = (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal)
# It warns of each damaged place that it passes over; what is left is read.
warnings.filterwarnings("ignore", module="PIL.TiffImagePlugin")
# What a remark begins with, to say in which letters it is written.
LETTERS: Final = 8


def read_exif(raw: bytes) -> dict[str, str]:
    """Return what a block says, by the names that the standard has: ImageDescription, Artist, DateTimeOriginal …

    Errors:
        NotesError: it is no EXIF.
    """
    notes = Image.Exif()
    try:
        notes.load(raw)
        inner = notes.get_ifd(ExifTags.IFD.Exif)
        found = {tag.name: _words(notes[tag]) for tag in OUTER if tag in notes}
        found |= {tag.name: _words(inner[tag]) for tag in INNER if tag in inner}
        if ExifTags.Base.UserComment in inner:
            remark = inner[ExifTags.Base.UserComment]
            found["UserComment"] = _remark(remark, notes.endian or "<")
    except CANNOT_BE_READ as error:
        raise NotesError(Why.DAMAGED) from error
    return found


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        value = value[0] if value else ""
    # Pillow takes all text for Latin-1, which keeps its bytes.
    text = value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")
    # A copyright may have two parts: the photographer's, and the editor's.
    parts = [part for part in decoded(text).split("\0") if part.strip()]
    return "; ".join(parts) if parts else decoded(text)


def _remark(value: Any, endian: str) -> str:
    if not isinstance(value, bytes):
        return _words(value)
    letters, text = value[:LETTERS], value[LETTERS:]
    if letters.startswith(b"UNICODE"):
        return text.decode(_utf_16(text, endian), errors="ignore")
    if letters.startswith(b"JIS"):
        return text.decode("iso2022_jp", errors="ignore")
    return decoded(text if letters[:5] in (b"ASCII", b"\0\0\0\0\0") else value)


def _utf_16(text: bytes, endian: str) -> str:
    """Return how a remark is written: as its mark says, or the other way round than the block if that makes sense."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    # Of letters of the West, one of the two bytes is empty.
    low, high = text[::2].count(0), text[1::2].count(0)
    if low != high:
        return "utf-16-le" if high > low else "utf-16-be"
    return "utf-16-le" if endian == "<" else "utf-16-be"
