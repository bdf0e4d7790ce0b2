"""The sizes in which readers get a photo: made when it comes in, never while a reader waits."""

from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models.signals import post_save
from django_tasks import task

from broadsheet.photos.models import Photo, Rendition

# Widths in pixels; the layout's columns at one and two pixels a point.
WIDTHS = (400, 800, 1280)
SPECS = tuple(f"width-{width}|format-webp|webpquality-75" for width in WIDTHS)


class Size(NamedTuple):
    """One size of a photo: its address, width and height in pixels."""

    url: str
    width: int
    height: int


def with_sizes(photos: "models.QuerySet[Photo]") -> "models.QuerySet[Photo]":
    """Return the query with all sizes fetched along, so that a list of cards costs one more query, not one each."""
    return photos.prefetch_related(sizes_along())


def sizes_along(photo: str = "") -> "models.Prefetch[Any]":
    """Return what `prefetch_related` needs to fetch all sizes of photos at once.

    Args:
        photo: the way from the rows to their photo, with its two underscores: "lead_photo__".
    """
    return models.Prefetch(
        f"{photo}renditions",
        queryset=Rendition.objects.filter(filter_spec__in=SPECS),
        to_attr="prefetched_renditions",
    )


def sizes_of(photo: Photo) -> list[Size]:
    """Return a photo's sizes from small to large, each width once; missing ones are made."""
    known = getattr(photo, "known_sizes", None)
    if known is None:
        fetched = getattr(photo, "prefetched_renditions", [])
        ready = [one for one in fetched if not one.focal_point_key]
        # Wagtail's own search among renditions takes apart each specification for each photo anew.
        made = ready if len(ready) == len(SPECS) else photo.get_renditions(*SPECS).values()
        # Of a photo narrower than the widths asked for, two sizes are the same: the first is always taken.
        in_order = sorted(made, key=lambda one: SPECS.index(one.filter_spec), reverse=True)
        sizes = {one.width: Size(one.url, one.width, one.height) for one in in_order}
        known = photo.known_sizes = [sizes[width] for width in sorted(sizes)]
    return known


@task()
def make_sizes(photo_id: int) -> None:
    """Make all sizes of a photo that has just come in."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is not None:
        sizes_of(photo)


def _make_sizes_later(instance: Photo, **_kwargs: Any) -> None:
    photo_id = instance.pk
    transaction.on_commit(lambda: make_sizes.enqueue(photo_id))


def watch_uploads() -> None:
    post_save.connect(_make_sizes_later, sender=Photo, dispatch_uid="photos:sizes")
