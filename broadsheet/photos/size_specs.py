"""Which sizes of a photo readers get, and in which kinds.

- WebP at every width: what all browsers of the last years show.
- AVIF at every width: the same picture in a quarter fewer bytes.
- JPEG at two widths: for browsers that know neither, which are few and old, and for programs that know no choice.

Widths are the layout's columns, in pixels of the screen: a thumbnail (400), a phone's whole width at two pixels a point
(680) and at three (1280), a column of a desk's screen at one (800) and at two (1280), the widest photo there is at two (1600).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.photos.crops import WHOLE, Crop

WIDTHS = (400, 680, 800, 1280, 1600)


class Kind(NamedTuple):
    """One kind of file: its name in HTML and in Pillow, how its name ends, its quality, and widths in pixels."""

    name: str
    ending: str
    quality: int
    widths: tuple[int, ...]

    @property
    def specs(self) -> tuple[str, ...]:
        return tuple(
            f"width-{width}|format-{self.name}|{self.name}quality-{self.quality}"
            for width in self.widths
        )


WEBP = Kind("webp", "webp", 75, WIDTHS)
AVIF = Kind("avif", "avif", 55, WIDTHS)
JPEG = Kind("jpeg", "jpg", 78, (400, 800))
# As Wagtail would write them; before those of a part stands which part it is.
SPECS = WEBP.specs
KIND_OF = {spec: kind for kind in (WEBP, AVIF, JPEG) for spec in kind.specs}
CUT = "cut-"
OF_PART = re.compile(r"cut-l(\d+)-t(\d+)-w(\d+)-h(\d+)\|")
# In place of the specification of a size that pages showed until a moment ago; its stamp says when.
OLD = "old"


class Wanted(NamedTuple):
    """One size to be made: its specification, its kind, and its width in pixels."""

    spec: str
    kind: Kind
    width: int


def wanted(kind: Kind, full_width: int, crop: Crop | None = None) -> Iterator[Wanted]:
    """Go through the sizes of one kind, from small to large; none is wider than the photo, and no width comes twice.

    Args:
        full_width: of the photo, upright, in pixels.
        crop: the part that is shown; none: all of it.

    >>> [size.width for size in wanted(WEBP, 700)]
    [400, 680, 700]
    """
    most = max(1, round(full_width * crop.width / WHOLE)) if crop else full_width
    for spec, width in zip(kind.specs, kind.widths, strict=True):
        yield Wanted(of_part(crop) + spec, kind, min(width, most))
        if width >= most:
            break


def of_part(crop: Crop | None) -> str:
    """Return what stands before the specifications of a part's sizes; nothing before those of the whole."""
    return f"{CUT}{crop.key}|" if crop else ""


def part_of(spec: str) -> Crop | None:
    """Return the part that a specification is of; None for the whole.

    >>> part_of("cut-l0-t0-w500-h1000|width-400|format-webp|webpquality-75")
    Crop(left=0, top=0, width=500, height=1000)
    """
    found = OF_PART.match(spec)
    return Crop(*(int(number) for number in found.groups())) if found else None


def kind_of(spec: str) -> Kind | None:
    """Return the kind of a size that readers get; None for one that only the newsroom shows."""
    return KIND_OF.get(OF_PART.sub("", spec))
