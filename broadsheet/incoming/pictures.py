"""Looking at a picture that comes in: first at what it says of itself, and only then, once and small, at its points."""

import struct
import threading
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps
from willow import Image as Sized

from broadsheet.incoming.boxes import OpenFile, read_at
from broadsheet.incoming.errors import IncomingError, of_another_kind
from broadsheet.incoming.picture_headers import Header, read_header

MOST_PIXELS = 50_000_000
# Their decoders take sixteen and nine bytes for each point, where others take four: none may fill 300 MB.
MOST_PIXELS_OF = {"webp": 16_000_000, "avif": 25_000_000}
# So do those of an AVIF that shines through, and of a JPEG in four inks that comes in ever finer scans.
MOST_PIXELS_IN = {("avif", "RGBA"): 16_000_000, ("jpeg", "CMYK"): 25_000_000}
MOST_SIDE = 20_000
MOST_FRAMES = 100
# A JPEG may come in ever finer scans, each gone through for the whole picture; programs write ten or so.
MOST_SCANS = 50
A_PIECE = 1024 * 1024
# How each kind is called, and how names of its files end.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "jpeg": ("JPEG", ("jpg", "jpeg")),
    "png": ("PNG", ("png",)),
    "webp": ("WebP", ("webp",)),
    "avif": ("AVIF", ("avif",)),
    "gif": ("GIF", ("gif",)),
}
# The kinds of ISO/IEC 23008-12 that telephones write: libheif, which reads them, is not free for us (decision 7).
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# A large picture fills much of a small machine's memory: one after another.
_one_at_a_time = threading.Lock()
IS_HEIC = gettext_lazy(
    "This is a HEIC picture, which browsers do not show. Save it as JPEG. An iPhone does so by itself under Settings, "
    "Camera, Formats, Most Compatible."
)
IS_DAMAGED = gettext_lazy(
    "The picture is damaged or cut short. Open it, save it anew and send it again."
)
# What Pillow raises for a file that is not what it says.
CANNOT_BE_READ = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    LookupError,
    MemoryError,
    RuntimeError,
    ArithmeticError,
    struct.error,
    Image.DecompressionBombError,
)


def look_at_picture(file: "File[Any]", ending: str) -> None:
    """Let a picture in.

    Args:
        ending: the last part of the file's name.

    Errors:
        IncomingError: it is none that browsers show, of another kind than its name says, too large in pixels or frames, or
            damaged.
    """
    header = measure(file)
    name, endings = KINDS[header.kind]
    if ending not in endings:
        raise of_another_kind(ending, name, endings[0])
    _try(file, header)


def measure(file: OpenFile) -> Header:
    """Return what a picture says of itself, within what can be shown. Nothing is decoded, whatever it says.

    Errors:
        IncomingError: it is none that browsers show, or has too many pixels or frames.
    """
    header = read_header(file, enough=MOST_FRAMES + 1)
    if header is None:
        raise IncomingError(_what_it_is(read_at(file, 0, 32)))
    most = MOST_PIXELS_OF.get(header.kind, MOST_PIXELS)
    _check_pixels(header, most)
    if header.frames > 1:
        _check_frames(header)
    return header


def _check_pixels(header: Header, most: int) -> None:
    if header.width * header.height > most or max(header.width, header.height) > MOST_SIDE:
        raise IncomingError(
            _(
                "The picture has %(width)d by %(height)d pixels. At most %(most)d million are taken in, and 20,000 a side. "
                "Save it smaller."
            )
            % {"width": header.width, "height": header.height, "most": most // 1_000_000}
        )


def _check_frames(header: Header) -> None:
    if header.kind in ("png", "avif"):
        raise IncomingError(
            _(
                "%(kind)s pictures that move are not taken in. Save it as GIF or WebP, or as a still."
            )
            % {"kind": KINDS[header.kind][0]}
        )
    if header.frames > MOST_FRAMES or header.frames * header.width * header.height > MOST_PIXELS:
        raise IncomingError(
            _(
                "The picture moves for too long: at most 100 frames are taken in, with 50 million pixels in all. Make it "
                "shorter or smaller, or bring it as a film."
            )
        )


def _what_it_is(start: bytes) -> str:
    """Return the sentence for what is no picture."""
    if start[4:8] == b"ftyp" and start[8:12] in HEIC:
        return str(IS_HEIC)
    return _(
        "This is no picture that browsers show, or it broke off. Save it as JPEG, PNG, WebP, AVIF or GIF and send it again."
    )


def _try(file: OpenFile, header: Header) -> None:
    """Decode a picture once: what cannot be decoded later would break every page that shows it."""
    try:
        file.seek(0)
        if Sized.open(file).format_name != header.kind:
            raise ValueError
        if header.kind == "jpeg" and _count(file, b"\xff\xda") > MOST_SCANS:
            raise ValueError
        with _one_at_a_time:
            picture = _opened(file, header)
            _check_pixels(header, MOST_PIXELS_IN.get((header.kind, picture.mode), MOST_PIXELS))
            # A JPEG is decoded at an eighth of its size: all of the file is read for it, and little memory is taken.
            picture.draft(None, (max(1, header.width // 8), max(1, header.height // 8)))
            picture.load()
    except CANNOT_BE_READ as error:
        raise IncomingError(str(IS_DAMAGED)) from error


def _opened(file: OpenFile, header: Header) -> Image.Image:
    file.seek(0)
    picture = Image.open(file, formats=[header.kind.upper()])
    if picture.width > header.width or picture.height > header.height:
        raise ValueError
    return picture


def _count(file: OpenFile, mark: bytes) -> int:
    file.seek(0)
    return sum(piece.count(mark) for piece in iter(lambda: file.read(A_PIECE), b""))


def remade(file: OpenFile, *, most_side: int) -> bytes:
    """Return a picture as a fresh JPEG, the right way up: nothing of what the file held besides the picture stays.

    Args:
        most_side: its largest width and height, in pixels.

    Errors:
        IncomingError: as `measure`; or it is damaged.
    """
    header = measure(file)
    try:
        upright = ImageOps.exif_transpose(_opened(file, header))
        upright.thumbnail((most_side, most_side))
        seen = upright.convert("RGBA")
    except CANNOT_BE_READ as error:
        raise IncomingError(str(IS_DAMAGED)) from error
    # A fresh one: Pillow would write a file's comment and profile again.
    made = Image.new("RGB", seen.size, "white")
    made.paste(seen, mask=seen)
    into = BytesIO()
    made.save(into, "JPEG", quality=85)
    return into.getvalue()
