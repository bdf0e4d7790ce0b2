"""Reading what photographs' files say, and filling their photos: in the process that holds a paper, without saving."""

import struct
import time
from pathlib import Path
from statistics import median
from typing import Any

from django.core.files.base import File
from PIL import ExifTags, Image, PngImagePlugin

from broadsheet.photos.metadata.filling import fill_from_new_file
from broadsheet.photos.models import Photo

FILES = 60
# Each kind with its size in pixels, so that a file of noise has a few megabytes.
KINDS = {"jpg": (3000, 2000), "png": (1200, 1000), "webp": (2000, 1500), "avif": (1600, 1200)}
NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)


def packet(number: int) -> bytes:
    """Return XMP as an agency writes it: a caption with its credit, makers, keywords, a place, and room to change it."""
    caption = (
        f"Ferry {number} leaves the Depot Street landing on Friday, May 10, 2024, in Larkmere, Wis. It is the first boat of "
        "the year, and the county says that it will run until the ice comes. (Nell Roe / The Larkmere Ledger)"
    )
    words = "".join(f"<rdf:li>keyword {number} {place}</rdf:li>" for place in range(12))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        f'{NAMESPACES}><rdf:Description rdf:about="" photoshop:Credit="The Larkmere Ledger" photoshop:City="Larkmere" '
        f'photoshop:State="Wisconsin" photoshop:Headline="Ferry {number} runs" photoshop:DateCreated="2024-05-10T14:03:22-05:00" '
        'xmpRights:WebStatement="https://larkmereledger.example/rights/"><dc:description><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>Nell Roe</rdf:li>'
        f"</rdf:Seq></dc:creator><dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject><Iptc4xmpCore:AltTextAccessibility><rdf:Alt>"
        f'<rdf:li xml:lang="x-default">A small ferry, number {number}</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>'
        f'</rdf:Description></rdf:RDF></x:xmpmeta>{" " * 2000}<?xpacket end="w"?>'
    ).encode()


def exif(number: int) -> bytes:
    notes = Image.Exif()
    notes[ExifTags.Base.ImageDescription] = f"Ferry {number} leaves the Depot Street landing."
    notes[ExifTags.Base.Artist] = "Nell Roe"
    inner = {0x9003: "2024:05:10 14:03:22", 0x9011: "-05:00", 0x927C: bytes(range(256)) * 80}
    notes.get_ifd(ExifTags.IFD.Exif).update(inner)
    notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (44.0, 30.0, 48.0)})
    return notes.tobytes()


def photoshop(number: int) -> bytes:
    """Return a segment with IIM, as a JPEG has it."""
    said = {
        120: f"Ferry {number} leaves the Depot Street landing.",
        80: "Nell Roe",
        110: "The Ledger",
    }
    fields = b"".join(
        b"\x1c\x02" + bytes([name]) + struct.pack(">H", len(words)) + words.encode()
        for name, words in said.items()
    )
    block = (
        b"8BIM\x04\x04\0\0" + struct.pack(">I", len(fields)) + fields + b"\0" * (len(fields) & 1)
    )
    content = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def make_files(folder: str) -> dict[str, Any]:
    """Make the photographs, each with its own words; return how many megabytes they have in all."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    total = 0
    for kind, size in KINDS.items():
        picture = Image.effect_noise(size, 60).convert("RGB")
        for number in range(FILES // len(KINDS)):
            file = Path(folder, f"ferry-{number}.{kind}")
            picture.save(file, **_options(kind, number))
            total += file.stat().st_size
    return {"megabytes": total / 1e6}


def _options(kind: str, number: int) -> dict[str, Any]:
    if kind == "png":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", packet(number).decode())
        return {"pnginfo": text, "exif": exif(number), "compress_level": 1}
    more: dict[str, dict[str, Any]] = {
        "jpg": {"quality": 85, "extra": photoshop(number)},
        "webp": {"quality": 85, "method": 0},
        "avif": {"quality": 90, "speed": 10},
    }
    return {"exif": exif(number), "xmp": packet(number), **more[kind]}


def read_files(folder: str) -> dict[str, Any]:
    """Fill a photo from each file; return the milliseconds of each kind, in their order."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for file in sorted(Path(folder).iterdir()):
        with file.open("rb") as opened:
            photo = Photo(title=file.name, file=File(opened, name=file.name))
            began = time.perf_counter()
            changed = fill_from_new_file(photo)
            times[file.suffix[1:]].append((time.perf_counter() - began) * 1000)
        assert {"caption", "credit", "alt_text", "taken_at", "place"} <= changed, file.name
    return {"medians": {kind: median(taken) for kind, taken in times.items()}, "all": times}


ACTS = {"make_files": make_files, "read_files": read_files}
