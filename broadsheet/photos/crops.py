"""The part of a photo that one use of it shows."""

import re
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from broadsheet.photos.models import Photo

WHOLE = 1000
# A strip of less shows nothing.
SMALLEST = 50
# Hexadecimal digits.
MARK = 6
KEPT = re.compile(r"([0-9]{1,4}),([0-9]{1,4}),([0-9]{1,4}),([0-9]{1,4})(?:@(?P<mark>[0-9a-f]{6}))?")


class Crop(NamedTuple):
    """A part of a photo: left and top edge, width and height, in thousandths of the whole photo's."""

    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return ",".join(str(number) for number in self)

    @property
    def key(self) -> str:
        """As it stands in the name of a size: “l120-t0-w760-h1000”."""
        return "l{}-t{}-w{}-h{}".format(*self)


def read_crop(words: str) -> Crop | None:
    """Return the crop that is kept as “120,0,760,1000”; None for the whole photo, and for words that are no crop."""
    found = KEPT.fullmatch(words or "")
    crop = Crop(*(int(number) for number in found.groups()[:4])) if found else None
    return crop if crop and _is_inside(crop) and crop != (0, 0, WHOLE, WHOLE) else None


def crop_of(photo: "Photo | None", words: str) -> Crop | None:
    """Return the crop that is kept, as it holds for a photo; None, the whole of it, if it was made for another picture.

    So a part of what a photo showed before its file was replaced is never cut out of what it shows now.
    """
    found = KEPT.fullmatch(words or "")
    mark = found["mark"] if found else None
    return read_crop(words) if photo and mark in (None, mark_of(photo)) else None


def mark_of(photo: "Photo") -> str:
    """Return what tells a photo's picture from others: the first digits of its file's hash; empty if that is not known."""
    return photo.file_hash[:MARK]


def marked(words: str, photo: "Photo") -> str:
    """Return a crop as it is kept when it is known for which picture it was made: “120,0,760,1000@3f9c2a”."""
    is_open = bool(words) and "@" not in words and bool(mark_of(photo))
    return f"{words}@{mark_of(photo)}" if is_open else words


def _is_inside(crop: Crop) -> bool:
    return (
        min(crop.width, crop.height) >= SMALLEST
        and crop.left + crop.width <= WHOLE
        and crop.top + crop.height <= WHOLE
    )


def check_crop(words: str) -> None:
    """Refuse what is no crop.

    Errors:
        ValidationError: the words are no four numbers inside the photo.
    """
    is_whole = words.partition("@")[0] in ("", f"0,0,{WHOLE},{WHOLE}")
    if not is_whole and read_crop(words) is None:
        raise ValidationError(
            _("This part lies outside the photo or is too small to show anything. Choose it anew.")
        )
