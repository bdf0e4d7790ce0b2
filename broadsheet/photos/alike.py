"""Photos that look alike: the same one saved again, made smaller, in other colours, cut a little.

What a photo looks like is kept as 128 bits (dHash): whether each of 8 by 8 places is darker than its neighbour to the right,
and than the one below. Of photos that look alike, few bits differ.

Source: how far apart photos may be, and how they are found among many, was measured (decision 35).
"""

from collections.abc import Iterator
from typing import NamedTuple

from dhash import dhash_row_col, format_hex
from django.db import transaction
from PIL import Image
from wagtail.images.models import SourceImageIOError

from broadsheet.incoming.pictures import CANNOT_BE_READ
from broadsheet.photos.models import Glimpse, Photo
from broadsheet.photos.scaling import drawn

# Of 128 bits: what was saved again, made smaller or coloured differs in fewer, as does most of what lost a twentieth of a side.
MOST_DIFFERENCES = 20
# So many are shown: whoever has more of one picture has them in one place.
MOST_FOUND = 12
# In pixels: how wide a photo is when it is looked at.
WIDTH = 160
# Bits in a glimpse, and places across and down that are compared.
PART, PLACES = 16, 8
# What is kept of a photo whose file is lost or damaged.
UNSEEN = "-"


class Alike(NamedTuple):
    """A photo that looks like another, and in how many of 128 bits they differ."""

    photo: Photo
    distance: int


def look_alikes(photo: Photo) -> list[Alike]:
    """Return up to twelve photos that look like this one, the likest first; none as long as nobody looked at it."""
    if not photo.look or photo.look == UNSEEN:
        return []
    near = {value for part in _parts(photo.look) for value in _nearly(part)}
    found = Glimpse.objects.filter(value__in=near).exclude(photo=photo.pk).values("photo")
    looks = Photo.objects.filter(pk__in=found).exclude(look__in=("", UNSEEN))
    distances = {pk: _distance(photo.look, look) for pk, look in looks.values_list("pk", "look")}
    nearest = sorted((distance, pk) for pk, distance in distances.items())[:MOST_FOUND]
    photos = Photo.objects.in_bulk([pk for distance, pk in nearest if distance <= MOST_DIFFERENCES])
    return [Alike(photos[pk], distance) for distance, pk in nearest if pk in photos]


def note_look(photo: Photo) -> None:
    """Look at a photo, and keep what it looks like."""
    look = _look_of(photo)
    parts = [] if look == UNSEEN else _parts(look)
    with transaction.atomic():
        photo.look = look
        photo.save(update_fields=["look"])
        photo.glimpses.all().delete()
        Glimpse.objects.bulk_create(Glimpse(photo=photo, value=part) for part in parts)


def _look_of(photo: Photo) -> str:
    try:
        with photo.open_file() as file:
            picture = drawn(file, {WIDTH})[WIDTH]
    except (SourceImageIOError, *CANNOT_BE_READ):
        return UNSEEN
    side = PLACES + 1
    greys = picture.convert("L").resize((side, side), Image.Resampling.LANCZOS)
    across, down = dhash_row_col(list(greys.tobytes()), PLACES)
    return str(format_hex(across, down, PLACES))


def _distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _parts(look: str) -> list[int]:
    """Return a look as its glimpses' values."""
    digits = PART // 4
    return [
        place << PART | int(look[start : start + digits], 16)
        for place, start in enumerate(range(0, len(look), digits))
    ]


def _nearly(part: int) -> Iterator[int]:
    """Yield a glimpse's value and all that differ from it in one bit."""
    yield part
    yield from (part ^ 1 << bit for bit in range(PART))
