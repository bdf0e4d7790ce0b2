"""Blocks of notes, made by hand: what programs and cameras have been seen to write, and what nobody should."""

import hashlib
import io
import struct
from typing import Any, Final

from PIL import ExifTags, Image

from broadsheet.photos.metadata.reading import Reading, read_file
from broadsheet.photos.tests.noted import segment
from tests.town import jpeg

NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BEGIN: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'


def rdf(inner: str = "", **attributes: str) -> str:
    """Return a document of XMP: what stands in its description, and what stands as attributes of it (`photoshop__Credit`)."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
    said = " ".join(f'{name.replace("__", ":")}="{value}"' for name, value in attributes.items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}" {spaces}>'
        f'<rdf:Description rdf:about="" {said}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )


def packet(inner: str = "", **attributes: str) -> bytes:
    return f'{BEGIN}{rdf(inner, **attributes)}<?xpacket end="w"?>'.encode()


def caption_in_xmp(words: str) -> bytes:
    return packet(
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:description>'
    )


def iim(*fields: tuple[int, bytes], utf_8: bool = False) -> bytes:
    """Return a block of IIM: numbers of record 2 with what they hold."""
    rows = [(1, 90, b"\x1b%G")] if utf_8 else []
    rows += [(2, number, words) for number, words in fields]
    return b"".join(
        bytes([0x1C, record, number]) + struct.pack(">H", len(words)) + words
        for record, number, words in rows
    )


def resource(block: bytes, number: int = 0x0404) -> bytes:
    """Return a resource of Photoshop's, which holds a block of IIM."""
    size = struct.pack(">I", len(block))
    return b"8BIM" + struct.pack(">H", number) + b"\0\0" + size + block + bytes(len(block) & 1)


def exif(inner: dict[int, Any] | None = None, **outer: str | bytes) -> bytes:
    """Return a block of EXIF: `exif(ImageDescription="…")`, and by number what stands in its second part."""
    notes = Image.Exif()
    for name, value in outer.items():
        notes[ExifTags.Base[name]] = value
    notes.get_ifd(ExifTags.IFD.Exif).update(inner or {})
    return notes.tobytes()


def in_jpeg(
    *,
    xmp: tuple[bytes, ...] = (),
    iim: tuple[bytes, ...] = (),
    exif: bytes = b"",
    more: bytes = b"",
) -> bytes:
    """Return a picture with some blocks: each packet and each block of IIM in a segment of its own."""
    notes = [segment(0xE1, exif)] if exif else []
    notes += [segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + one) for one in xmp]
    notes += [segment(0xED, b"Photoshop 3.0\0" + resource(one)) for one in iim]
    raw = jpeg(48, 32)
    return raw[:2] + b"".join(notes) + more + raw[2:]


def extended(whole: bytes, *, number: str = "", piece: int = 65_000) -> list[bytes]:
    """Return a packet of extended XMP as segments, in the order of its pieces."""
    number = number or hashlib.md5(whole, usedforsecurity=False).hexdigest().upper()
    return [
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + number.encode()
            + struct.pack(">II", len(whole), place)
            + whole[place : place + piece],
        )
        for place in range(0, len(whole), piece)
    ]


def read(raw: bytes, **more: Any) -> Reading:
    return read_file(io.BytesIO(raw), **more)


def form(raw: bytes, **more: Any) -> dict[str, str]:
    """Return what the form is filled with, field by field."""
    return {name: found.line for name, found in read(raw, **more).form.items()}


def ignored(raw: bytes, **more: Any) -> list[tuple[str, str, str]]:
    """Return what was ignored: field, origin, reason."""
    return [(one.field, one.origin, one.why.value) for one in read(raw, **more).ignored]
