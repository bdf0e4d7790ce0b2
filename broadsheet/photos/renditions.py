"""The sizes in which readers get a photo: made when it comes in, never while a reader waits.

`sizes_of` and `all_sizes_of` say which there are; the worker makes them (`make_sizes`). A page that is printed before there is
any makes what it cannot do without, WebP and JPEG; one that finds a few missing does without. Then the worker is asked, AVIF
follows, and what shows the photo is printed again.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models.signals import post_save
from django_tasks import task
from django_tasks.base import Task

from broadsheet.photos.crops import Crop, read_crop
from broadsheet.photos.kept_sizes import (
    forget_old_sizes,
    make,
    make_anew,
    readers_sizes,
    take_away_sizes,
)
from broadsheet.photos.models import Photo, Rendition, Terms
from broadsheet.photos.size_notes import notes_of, stamp_of
from broadsheet.photos.size_specs import (
    AVIF,
    JPEG,
    SPECS,
    WEBP,
    WIDTHS,
    Kind,
    Wanted,
    kind_of,
    of_part,
    part_of,
    wanted,
)

__all__ = [
    "SPECS",
    "WIDTHS",
    "Size",
    "Sizes",
    "all_sizes_of",
    "make_sizes",
    "remake_sizes",
    "sizes_along",
    "sizes_of",
    "take_away_sizes",
    "with_sizes",
]

AT_FIRST = (WEBP, JPEG)
ALL_KINDS = (*AT_FIRST, AVIF)
# Mail and the like go before photos, of which 200 may have come in at once.
AFTER_OTHERS = -10


class Size(NamedTuple):
    """One size of a photo: its address, width and height in pixels."""

    url: str
    width: int
    height: int


class Sizes(NamedTuple):
    """All sizes of a photo or of a part of it, each kind from small to large. AVIF and JPEG may be missing for a while."""

    webp: list[Size]
    avif: list[Size]
    jpeg: list[Size]


# What pages ask -----------------------------------------------------------------------------------
def with_sizes(photos: "models.QuerySet[Photo]") -> "models.QuerySet[Photo]":
    """Return the query with all sizes fetched along, so that a list of cards costs one more query, not one each."""
    return photos.prefetch_related(sizes_along())


def sizes_along(photo: str = "") -> "models.Prefetch[Any]":
    """Return what `prefetch_related` needs to fetch all sizes of photos at once, those of parts too.

    Args:
        photo: the way from the rows to their photo, with its two underscores: "lead_photo__".
    """
    return models.Prefetch(
        f"{photo}renditions", queryset=readers_sizes(), to_attr="prefetched_renditions"
    )


def sizes_of(photo: Photo, crop: Crop | None = None) -> list[Size]:
    """Return the sizes of a photo, or of a part of it, from small to large, as WebP, each width once.

    Errors:
        OSError: there are none yet, and the photo's file is lost or damaged.
    """
    return all_sizes_of(photo, crop).webp


def all_sizes_of(photo: Photo, crop: Crop | None = None) -> Sizes:
    """Return the sizes of a photo, or of a part of it, in all kinds; if there are none, they are made.

    Errors:
        as `sizes_of`.
    """
    part = of_part(crop)
    if photo.known_sizes is None:
        photo.known_sizes = {}
    if part not in photo.known_sizes:
        photo.known_sizes[part] = _found_or_made(photo, crop)
    return photo.known_sizes[part]


def _found_or_made(photo: Photo, crop: Crop | None) -> Sizes:
    rows = [row for row in _rows_of(photo) if part_of(row.filter_spec) == crop]
    if not any(kind_of(row.filter_spec) is WEBP for row in rows):
        rows += make(photo, _missing(photo, crop, AT_FIRST, rows), crop)
    if _missing(photo, crop, ALL_KINDS, rows):
        _put_off(make_sizes, photo.pk)
    return Sizes(*[_in_order(rows, kind) for kind in (WEBP, AVIF, JPEG)])


def _rows_of(photo: Photo) -> Iterable[Rendition]:
    fetched = getattr(photo, "prefetched_renditions", None)
    return readers_sizes().filter(image=photo) if fetched is None else fetched


def _in_order(rows: list[Rendition], kind: Kind) -> list[Size]:
    of_kind = sorted(
        (row for row in rows if kind_of(row.filter_spec) is kind), key=lambda row: row.width
    )
    return [Size(row.url, row.width, row.height) for row in of_kind]


def _missing(
    photo: Photo, crop: Crop | None, kinds: Iterable[Kind], rows: Iterable[Rendition]
) -> list[Wanted]:
    there = {row.filter_spec for row in rows}
    all_of_them = [one for kind in kinds for one in wanted(kind, photo.width, crop)]
    return [one for one in all_of_them if one.spec not in there]


# What the worker does -----------------------------------------------------------------------------
@task(priority=AFTER_OTHERS)
def make_sizes(photo_id: int, crop: str = "") -> None:
    """Make the sizes that a photo lacks, and all of them anew if it was changed in what they say of themselves.

    Args:
        crop: a part of it that a story is to show, as “120,0,760,1000”.
    """
    photo = _to_be_shown(photo_id)
    if photo is None:
        return
    rows = list(readers_sizes().filter(image=photo))
    stamp = stamp_of(photo, notes_of(photo))
    if any(row.stamp != stamp for row in rows):
        remake_sizes(photo)
        return
    made = False
    for part in {*_parts(rows), None, read_crop(crop)}:
        if missing := _missing(photo, part, ALL_KINDS, rows):
            made = bool(make(photo, missing, part)) or made
    # What no page can have shown yet need not be printed again.
    if made and rows:
        with transaction.atomic():
            photo.note("sizes")


def _to_be_shown(photo_id: int) -> Photo | None:
    """Return a photo; None if it is gone, or nobody may see it: then it has no sizes."""
    photo = Photo.objects.filter(pk=photo_id).first()
    return photo if photo is not None and photo.is_shown_at() else None


def remake_sizes(photo: Photo) -> None:
    """Make all sizes of a photo anew, under other addresses, and print again what shows it.

    Errors:
        OSError: its file is lost or damaged; the sizes that there are stay.
    """
    parts = {*_parts(readers_sizes().filter(image=photo)), None}
    make_anew(photo, {part: _missing(photo, part, ALL_KINDS, []) for part in parts})
    photo.known_sizes = None


@task(priority=AFTER_OTHERS)
def renew_sizes_under(terms_id: int) -> None:
    """Look whether terms of use say something else now than the sizes of the photos under them."""
    for key in Photo.objects.filter(terms_id=terms_id).values_list("pk", flat=True):
        make_sizes.enqueue(key)


def _parts(rows: Iterable[Rendition]) -> set[Crop | None]:
    return {part_of(row.filter_spec) for row in rows}


def _put_off(act: "Task[[int], None]", key: int) -> None:
    # Whatever keeps it from being put off, the page is printed.
    transaction.on_commit(lambda: act.enqueue(key), robust=True)


def _see_to_sizes(
    instance: Photo, update_fields: Iterable[str] | None = None, **_signal: Any
) -> None:
    if update_fields is None or not set(update_fields) <= Photo.not_shown:
        _put_off(make_sizes, instance.pk)


def _see_to_sizes_under(instance: Terms, **_signal: Any) -> None:
    _put_off(renew_sizes_under, instance.pk)


def watch_uploads() -> None:
    """Have the worker see to the sizes of each photo that comes in or is changed."""
    from broadsheet.press.turns import JOBS, Job

    post_save.connect(_see_to_sizes, sender=Photo, dispatch_uid="photos:sizes")
    post_save.connect(_see_to_sizes_under, sender=Terms, dispatch_uid="photos:sizes-under-terms")
    if all(job.run is not forget_old_sizes for job in JOBS):
        JOBS.append(Job("old sizes", timedelta(minutes=10), forget_old_sizes))
