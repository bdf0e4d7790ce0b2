"""Making the sizes of photographs as the worker makes them, in the process that holds a paper."""

import resource
import time
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile

from bench.publishing import draft_story
from broadsheet.photos.kept_sizes import make, readers_sizes, take_away_sizes
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import make_sizes
from broadsheet.photos.size_specs import JPEG, WEBP, wanted
from broadsheet.stories.models import Story

CREDIT = "Ilse Markham / The Harrow Bend Courier"


def bring_photos(files: list[str]) -> list[int]:
    """Take photographs in; return their keys."""
    return [_taken_in(file).pk for file in files]


def _taken_in(file: str) -> Photo:
    with Path(file).open("rb") as opened:
        return Photo.objects.create(
            title=Path(file).stem, file=ImageFile(opened, name=Path(file).name), credit=CREDIT
        )


def time_sizes(keys: list[int]) -> dict[str, Any]:
    """Make all sizes of photos, one after another; return the seconds, of the processor too, and the bytes by kind."""
    first = _timed(keys, lambda photo: make(photo, _webp_and_jpeg(photo)))
    everything = _timed(keys, lambda photo: make_sizes.call(photo.pk))
    weights: dict[str, int] = {}
    for photo in Photo.objects.in_bulk(keys).values():
        for row in readers_sizes().filter(image=photo):
            kind = row.file.name.rpartition(".")[2]
            weights[kind] = weights.get(kind, 0) + row.file.size
        take_away_sizes(photo)
    return {"first": first, "all": everything, "bytes": weights}


def _webp_and_jpeg(photo: Photo) -> list[Any]:
    return [one for kind in (WEBP, JPEG) for one in wanted(kind, photo.width)]


def _timed(keys: list[int], act: Any) -> dict[str, float]:
    photos = Photo.objects.in_bulk(keys)
    for photo in photos.values():
        take_away_sizes(photo)
    began, used = time.perf_counter(), _processor()
    for key in keys:
        act(photos[key])
    return {"seconds": time.perf_counter() - began, "cpu": _processor() - used}


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def publish_with_photograph(file: str, title: str) -> str:
    """Publish a story that is led by a photograph, in all its sizes; return its path."""
    photo = _taken_in(file)
    make_sizes.call(photo.pk)
    story = draft_story(title)
    story.lead_photo = photo
    story.save_revision().publish()
    return str(Story.objects.values_list("permalink", flat=True).get(pk=story.pk))


ACTS = {
    "bring_photos": bring_photos,
    "time_sizes": time_sizes,
    "publish_with_photograph": publish_with_photograph,
}
