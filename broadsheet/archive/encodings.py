"""Turning the bytes of a saved page into text, whatever wrote them."""

import codecs
import re
from typing import Final

from broadsheet.archive.errors import UnreadableError

# The first bytes by which other kinds of files can be told, with their names for a sentence.
MAGIC: Final = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"PK\x03\x04": "a ZIP or Word file",
    b"\x1f\x8b": "a compressed file",
    b"BZh": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"(\xb5/\xfd": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "a rich-text file",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
    b"ID3": "a sound",
    b"OggS": "a sound",
    b"fLaC": "a sound",
}
# UTF-32 first: its little-endian mark begins with the mark of UTF-16.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
# Five bytes mean nothing in cp1252; they keep their place in Latin-1.
CP1252: Final = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)
)
LETTERS_IN_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# UTF-8 that was once read as cp1252 and saved again: “â€™” for an apostrophe, “Ã©” for é.
CONTINUED: Final = "\x80-\xbf" + CP1252[0x80:0xA0].replace("\x81", "")
TWICE_ENCODED = re.compile(f"[ÂÃ][{CONTINUED}]|â[€\x80„\x84‚\x82][{CONTINUED}]")
SAMPLE_CHARS: Final = 200_000


def decode(data: bytes) -> str:
    """Return the text of a saved page, in whatever encoding it was saved.

    UTF-8, UTF-16 and UTF-32 are told by their marks or their NUL bytes; bytes that are not UTF-8 are
    read as cp1252 one by one, so that a page joined from two encodings comes out whole.

    Errors:
        UnreadableError: the file is empty, binary, or in an encoding that cannot be told.
    """
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            raise UnreadableError(
                f"The file is {name}, not text; save the page as text or HTML and import that."
            )
    text = repair(decode_unicode(data) or decode_bytes(data))
    if not text.strip("\ufeff\x00 \t\r\n\x0b\x0c\xa0"):
        raise UnreadableError("The file is empty; save the page again and import that.")
    sample = text[:SAMPLE_CHARS]
    if len(CONTROL.findall(sample)) > len(sample) // 200 or "\x00" in text:
        raise UnreadableError(
            "The file is binary, not text; save the page as text or HTML and import that."
        )
    if sample.count("\ufffd") > len(sample) // 50:
        raise UnreadableError(
            "The file is wrongly encoded, and letters of it are lost; save the page again as UTF-8."
        )
    return CONTROL.sub("", text)


def decode_unicode(data: bytes) -> str:
    """Return the text if a mark or a pattern of NULs tells the encoding; otherwise nothing."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            return decode_bytes(rest) if encoding == "utf-8" else rest.decode(encoding, "replace")
    even, odd = data[0:SAMPLE_CHARS:2].count(0), data[1:SAMPLE_CHARS:2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 4 or most <= 10 * least or most * 20 < min(len(data), SAMPLE_CHARS):
        return ""
    return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def decode_bytes(data: bytes) -> str:
    """Return UTF-8 text, with every byte that is not UTF-8 read as cp1252."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if LETTERS_IN_UTF8.search(data):
            text = data.decode("utf-8", "broadsheet-cp1252")
        else:
            text = codecs.charmap_decode(data, "strict", CP1252)[0]
    letters = [letter for letter in text[:SAMPLE_CHARS] if letter.isalpha()]
    foreign = sum("\x80" <= letter <= "\xff" for letter in letters)
    # No language written in Latin-1 has so many accents; Cyrillic, Greek or Japanese bytes look so.
    if foreign * 2 > len(letters):
        raise UnreadableError(
            "The file's encoding cannot be told; save the page again as UTF-8 and import that."
        )
    return text


def read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Answer for bytes that are not UTF-8: what they are in cp1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(CP1252[byte] for byte in error.object[error.start : error.end]), error.end


codecs.register_error("broadsheet-cp1252", read_as_cp1252)


def repair(text: str) -> str:
    """Undo a second encoding, where at least two places of the text show it."""
    places = TWICE_ENCODED.finditer(text)
    if next(places, None) is None or next(places, None) is None:
        return text
    return TWICE_ENCODED.sub(decode_again, text)


def decode_again(place: re.Match[str]) -> str:
    """Return the letter that a twice-encoded place stood for, or the place itself."""
    once = bytes(CP1252.index(letter) if letter in CP1252 else ord(letter) for letter in place[0])
    try:
        return once.decode("utf-8")
    except UnicodeDecodeError:
        return place[0]
