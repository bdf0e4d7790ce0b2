"""Files for tests: some are what they say, others say what they are not. Those that claim much hold nearly nothing."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.town import jpeg

PAGE = b"<!DOCTYPE html><html><script>alert(1)</script>"
CONTENT_TYPES = "[Content_Types].xml"


def sent(name: str, raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def picture(kind: str, width: int = 48, height: int = 32, **more: Any) -> bytes:
    """Return a small picture of a kind that Pillow writes: red above, green below."""
    made = Image.new("RGB", (width, height), (200, 30, 30))
    made.paste((30, 160, 60), (0, height // 2, width, height))
    return written(made, kind, **more)


def written(made: Image.Image, kind: str, **more: Any) -> bytes:
    file = io.BytesIO()
    made.save(file, kind, **more)
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    length, check = len(content), zlib.crc32(kind + content)
    return struct.pack(">I", length) + kind + content + struct.pack(">I", check)


def png_claiming(width: int, height: int) -> bytes:
    """Return 74 bytes that say they are a picture of any size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = zlib.compress(bytes(100_000))[:17]
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    raw = bytearray(jpeg())
    place = raw.index(b"\xff\xc0") + 5
    raw[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(raw)


def gif_of(frames: int, width: int = 1, height: int = 1) -> bytes:
    """Return a GIF that moves, each of its frames a point."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    head = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes([0, 0, 0, 255, 255, 255])
    return b"GIF89a" + head + frame * frames + b";"


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)
        for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def webp_of(frames: int, width: int = 1, height: int = 1) -> bytes:
    """Return a WebP that moves, each of its frames a point."""
    point = picture("WEBP", 1, 1, lossless=True)[12:]
    place = bytes(6) + bytes(6) + (100).to_bytes(3, "little") + b"\0"
    canvas = b"\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    moving = [(b"ANMF", place + point)] * frames
    return riff((b"VP8X", canvas), (b"ANIM", bytes(6)), *moving)


def avif_claiming(width: int, height: int) -> bytes:
    raw = bytearray(picture("AVIF"))
    place = raw.index(b"ispe") + 8
    raw[place : place + 8] = struct.pack(">II", width, height)
    return bytes(raw)


def avif_understating() -> bytes:
    """Return an AVIF whose coded picture is larger than the file says."""
    raw = bytearray(written(Image.new("L", (20_016, 16)), "AVIF", speed=10))
    place = raw.index(b"ispe") + 8
    raw[place : place + 8] = struct.pack(">II", 100, 100)
    return bytes(raw)


def avif_of(before: bytes, coded: bytes = b"") -> bytes:
    """Return an AVIF whose coded picture lies at its end, with something before it."""
    raw = bytearray(picture("AVIF"))
    place = raw.index(b"iloc") + 18
    start, length = struct.unpack(">II", raw[place : place + 8])
    moved = before + (coded or bytes(raw[start : start + length]))
    raw[place : place + 8] = struct.pack(">II", len(raw), len(moved))
    return bytes(raw) + moved


# Units of AV1: a mark of time, filling of 300 bytes, and one that says a size.
MARK_OF_TIME, FILLING = b"\x12\x00", b"\x7a\xac\x02" + b"\x80" * 300


def sequence(*fields: tuple[int, int]) -> bytes:
    """Return a unit of AV1 that begins a picture: each field is a number and how many bits it has."""
    bits = "".join(f"{value:0{length}b}" for value, length in fields)
    raw = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    return b"\x0a" + bytes([len(raw)]) + raw


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(2000)


def archive(files: dict[str, bytes], **more: Any) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **more) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return file.getvalue()


def docx(**more: bytes) -> bytes:
    """Return a Word file with as little in it as can be, and what else is given, `__` standing for a slash."""
    others = {name.replace("__", "/"): content for name, content in more.items()}
    return archive({CONTENT_TYPES: b"<Types/>", "word/document.xml": b"<w/>", **others})


def xlsx() -> bytes:
    return archive({CONTENT_TYPES: b"<Types/>", "xl/workbook.xml": b"<x/>"})


def odt() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mimetype", b"application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", b"<o/>", zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx_bomb(megabytes: int) -> bytes:
    """Return a Word file of a few kilobytes whose text would unpack to so many megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(CONTENT_TYPES, b"<Types/>")
        with packed.open("word/document.xml", "w") as text:
            for _number in range(megabytes):
                text.write(bytes(1024 * 1024))
    return file.getvalue()


def understating(bomb: bytes) -> bytes:
    """Return an archive that says its second file is small, in its list and before the file."""
    raw = bytearray(bomb)
    for mark, behind in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.index(mark, raw.index(mark) + 1) + behind
        raw[place : place + 4] = struct.pack("<I", 4)
    return bytes(raw)


def docx_leading_out(name: str = "word/x", *, link: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(CONTENT_TYPES, b"<Types/>")
        packed.writestr("word/document.xml", b"<w/>")
        inner = zipfile.ZipInfo(name)
        if link:
            inner.external_attr = 0o120777 << 16
        packed.writestr(inner, b"/etc/passwd")
    return file.getvalue()


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PDF_THAT_RUNS = PDF.replace(
    b"/Pages 2 0 R>>", b"/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
)
PDF_AND_PAGE = b"%PDF-1.4\n" + PAGE + PDF
CSV = "Straße,Jahr\nDepot,2026\n".encode("cp1252")
# A picture 10,799 points wide: as a script, its first bytes open a remark that ends behind it.
GIF_AND_SCRIPT = picture("GIF", 0x2A2F, 1) + b"*/=1;alert('nell')//"
JPEG_AND_ZIP = jpeg() + archive({"nell.txt": b"nell"})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
