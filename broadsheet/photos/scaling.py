"""Making all sizes of a picture at once: it is decoded once, each size is made of the next larger one, and all are written
side by side.

What comes out is upright, in the colours of screens (sRGB), and holds nothing of what the file held besides the picture.
"""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple

from PIL import ExifTags, Image, ImageCms

from broadsheet.incoming.picture_headers import read_header
from broadsheet.incoming.pictures import CANNOT_BE_READ
from broadsheet.incoming.pictures import KINDS as READ
from broadsheet.photos.crops import WHOLE, Crop
from broadsheet.photos.size_specs import AVIF, Kind, Wanted

FILTER = Image.Resampling.LANCZOS
# A JPEG can be decoded at half its size, a quarter or an eighth. So much larger than what is made of it, the difference
# cannot be seen (47 dB and more, decision 34).
DRAFTS = (8, 4, 2)
LARGER = 1.5
# Of what is no plain picture so many points are turned into one at a time.
BAND_POINTS = 500_000
PLAIN_MODES = frozenset({"L", "RGB", "CMYK"})
# Pillow's words for each kind.
OPTIONS: dict[str, dict[str, Any]] = {
    "webp": {"method": 4},
    "jpeg": {"optimize": True, "progressive": True},
    "avif": {"max_threads": 1},
}
# How fast AVIF is written: of a photograph, 9 has the bytes and the looks of 6 in a tenth of the time; of words and lines, six
# times the bytes (decision 34). Those come as PNG or GIF.
OF_PHOTOGRAPHS, OF_DRAWINGS = 9, 6
# A large picture fills much of a small machine's memory: one after another.
_one_at_a_time = threading.Lock()

Box = tuple[float, float, float, float]


class Made(NamedTuple):
    """One size: what was wanted, its width and height in pixels, and the whole file."""

    wanted: Wanted
    width: int
    height: int
    content: bytes


def make_all(
    file: BinaryIO, sizes: Sequence[Wanted], *, crop: Crop | None = None, notes: bytes = b""
) -> list[Made]:
    """Return a picture, or a part of it, in all sizes that are wanted.

    Args:
        notes: the packet of XMP that each file carries.

    Errors:
        OSError, ValueError and what else `CANNOT_BE_READ` names: the file is no picture, or damaged.
    """
    header = read_header(file)
    speed = OF_DRAWINGS if header and header.kind in ("png", "gif") else OF_PHOTOGRAPHS
    pictures = drawn(file, {one.width for one in sizes}, crop)
    # The largest first, so that none is waited for in the end.
    in_order = sorted(sizes, key=lambda one: one.width, reverse=True)
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        files = pool.map(lambda one: written(pictures[one.width], one.kind, notes, speed), in_order)
        return [
            Made(one, *pictures[one.width].size, content)
            for one, content in zip(in_order, files, strict=True)
        ]


def written(picture: Image.Image, kind: Kind, notes: bytes, speed: int = OF_PHOTOGRAPHS) -> bytes:
    """Return a picture as a file."""
    file = BytesIO()
    words: dict[str, Any] = {"speed": speed} if kind is AVIF else {}
    if notes:
        words["xmp"] = notes
    # A copy: Pillow keeps what it is told here on the picture itself, which others write at the same time.
    picture.copy().save(
        file, kind.name.upper(), quality=kind.quality, **OPTIONS[kind.name], **words
    )
    return file.getvalue()


def drawn(
    file: BinaryIO, widths: Iterable[int], crop: Crop | None = None
) -> dict[int, Image.Image]:
    """Return a picture, or a part of it, at each width, as plain RGB; it is never made wider than it is."""
    in_order = sorted(widths, reverse=True)
    with _one_at_a_time:
        picture, shape = _largest(file, in_order[0], crop)
    made = {}
    for width in in_order:
        if width < picture.width:
            picture = picture.resize((width, max(1, round(width / shape))), FILTER)
        made[width] = picture
    return made


def _largest(file: BinaryIO, width: int, crop: Crop | None) -> tuple[Image.Image, float]:
    """Decode a picture, and return it in the largest size that is wanted: upright, in sRGB, with nothing but itself.

    With it comes its shape, width by height, before anything was rounded.
    """
    picture = _opened(file)
    turn = TURNS[orientation_of(picture)]
    part = turn.stored(*_part(crop))
    wide, high = _size(_on(picture.size, part))
    shrunk = min(1, width / (high if turn.is_sideways else wide))
    size = max(1, round(wide * shrunk)), max(1, round(high * shrunk))
    profile = picture.info.get("icc_profile") or b""
    for draft in DRAFTS:
        if min(wide / size[0], high / size[1]) >= draft * LARGER:
            picture.draft(None, (-(-picture.width // draft), -(-picture.height // draft)))
            break
    small = in_srgb(_shrunk(picture, _on(picture.size, part), size), profile)
    small.info = {}
    upright = small if turn.how is None else small.transpose(turn.how)
    return upright, high / wide if turn.is_sideways else wide / high


def _on(size: tuple[int, int], part: Box) -> Box:
    """Return the edges of a part in pixels."""
    width, height = size
    left, top, right, bottom = part
    return left * width, top * height, min(right, 1) * width, min(bottom, 1) * height


def _size(box: Box) -> tuple[float, float]:
    return box[2] - box[0], box[3] - box[1]


def _part(crop: Crop | None) -> Box:
    if crop is None:
        return 0, 0, 1, 1
    left, top, width, height = (number / WHOLE for number in crop)
    return left, top, left + width, top + height


# The right way up ---------------------------------------------------------------------------------
class Turn(NamedTuple):
    """What makes a picture upright: how it is turned, and where a part of it stands in the picture as it is stored."""

    how: Image.Transpose | None
    stored: Callable[[float, float, float, float], Box]
    is_sideways: bool = False


# Source: Exif 2.32, 4.6.4 A, Orientation. A part is given by its left, top, right and bottom edge.
TURNS = {
    1: Turn(None, lambda x, y, x2, y2: (x, y, x2, y2)),
    2: Turn(Image.Transpose.FLIP_LEFT_RIGHT, lambda x, y, x2, y2: (1 - x2, y, 1 - x, y2)),
    3: Turn(Image.Transpose.ROTATE_180, lambda x, y, x2, y2: (1 - x2, 1 - y2, 1 - x, 1 - y)),
    4: Turn(Image.Transpose.FLIP_TOP_BOTTOM, lambda x, y, x2, y2: (x, 1 - y2, x2, 1 - y)),
    5: Turn(Image.Transpose.TRANSPOSE, lambda x, y, x2, y2: (y, x, y2, x2), True),
    6: Turn(Image.Transpose.ROTATE_270, lambda x, y, x2, y2: (y, 1 - x2, y2, 1 - x), True),
    7: Turn(Image.Transpose.TRANSVERSE, lambda x, y, x2, y2: (1 - y2, 1 - x2, 1 - y, 1 - x), True),
    8: Turn(Image.Transpose.ROTATE_90, lambda x, y, x2, y2: (1 - y2, x, 1 - y, x2), True),
}


def orientation_of(picture: Image.Image) -> int:
    """Return how a camera was held, as its notes say; 1, upright, where they say nothing or are damaged."""
    try:
        # Of a PNG only what stands before the picture itself: Pillow would decode all of it to look behind.
        said: int = Image.Image.getexif(picture).get(ExifTags.Base.Orientation, 1)
    except CANNOT_BE_READ:
        return 1
    return said if said in TURNS else 1


def lies_on_its_side(file: BinaryIO) -> bool:
    """Say whether a picture's file holds it with width and height exchanged. Nothing is decoded."""
    try:
        return TURNS[orientation_of(_opened(file))].is_sideways
    except CANNOT_BE_READ:
        return False


def _opened(file: BinaryIO) -> Image.Image:
    file.seek(0)
    return Image.open(file, formats=[kind.upper() for kind in READ])


# Points and colours -------------------------------------------------------------------------------
def _shrunk(picture: Image.Image, box: Box, size: tuple[int, int]) -> Image.Image:
    if picture.mode in PLAIN_MODES and not has_alpha(picture):
        return picture.resize(size, FILTER, box, reducing_gap=2.0)
    # Band by band: turned as a whole, a large picture would fill four times its memory.
    left, top, right, bottom = (round(edge) for edge in box)
    wide, high = right - left, bottom - top
    factor = max(1, int(min(wide / size[0], high / size[1]) / LARGER))
    step = max(1, BAND_POINTS // wide // factor) * factor
    whole: Image.Image | None = None
    for start in range(0, high, step):
        band = plain(picture.crop((left, top + start, right, min(top + start + step, bottom))))
        whole = whole or Image.new(band.mode, (-(-wide // factor), -(-high // factor)))
        whole.paste(band.reduce(factor), (0, start // factor))
    assert whole
    return whole.resize(size, FILTER, (0, 0, wide / factor, high / factor))


def has_alpha(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def plain(picture: Image.Image) -> Image.Image:
    """Return a picture of any kind in eight bits of grey, RGB or CMYK; what shines through is white."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey; Pillow would take all above eight for white.
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    if has_alpha(picture):
        seen = picture.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen)
        return ground
    if picture.mode in PLAIN_MODES:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture in the colours that browsers take for granted, so that no profile need be sent along.

    A profile may name the screen that it was made for, with its number; readers get none of it.
    """
    if profile:
        try:
            made = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, *CANNOT_BE_READ):
            made = None
        if made is not None:
            return made
    return picture.convert("RGB")
