"""Make the sizes of the demo paper's pictures, so that its first start need make none.

    python scripts/make_demo_sizes.py

A picture is `demo/photos/KEY-1280.webp`. Beside it are written the other widths and kinds that readers get, each with the
words of `photos.toml` in its packet of XMP, as the newsroom would write it. Sizes in WebP that are there keep their points.
"""

import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.tools import built

ROOT = Path(__file__).parent.parent
PHOTOS = ROOT / "demo" / "photos"
# Source: Google, WebP Container Specification: flags of VP8X.
HAS_XMP = 0x04


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        shutil.copy(built.bring(), Path(home, "paper.sqlite3"))
        os.environ |= {"BROADSHEET_HOME": home, "DJANGO_SETTINGS_MODULE": "broadsheet.settings"}
        import django

        django.setup()
        from broadsheet.demo.loading import Loader

        loader = Loader(datetime.now(UTC))
        loader.load()
        for key, photo in loader.photos.items():
            write_sizes(key, photo)


def write_sizes(key: str, photo: Any) -> None:
    from broadsheet.photos.scaling import make_all
    from broadsheet.photos.size_notes import notes_of
    from broadsheet.photos.size_specs import AVIF, JPEG, WEBP, wanted

    notes = notes_of(photo)
    sizes = [one for kind in (WEBP, AVIF, JPEG) for one in wanted(kind, photo.width)]
    with photo.open_file() as file:
        for made in make_all(file, sizes, notes=notes):
            path = PHOTOS / f"{key}-{made.width}.{made.wanted.kind.ending}"
            is_drawn = made.wanted.kind is WEBP and path.exists()
            path.write_bytes(with_notes(path.read_bytes(), notes) if is_drawn else made.content)


def with_notes(webp: bytes, notes: bytes) -> bytes:
    """Return a WebP with these notes and no others; its points are not written anew."""
    with Image.open(BytesIO(webp)) as picture:
        width, height = picture.size
    canvas = struct.pack("<I", HAS_XMP)
    canvas += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    points = [one for one in chunks_of(webp) if one[0] in (b"VP8 ", b"VP8L")]
    body = b"".join(map(chunk, [(b"VP8X", canvas), *points, (b"XMP ", notes)]))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def chunks_of(webp: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 12
    while place + 8 <= len(webp):
        (length,) = struct.unpack("<I", webp[place + 4 : place + 8])
        yield webp[place : place + 4], webp[place + 8 : place + 8 + length]
        place += 8 + length + (length & 1)


def chunk(named: tuple[bytes, bytes]) -> bytes:
    kind, content = named
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)


if __name__ == "__main__":
    main()
