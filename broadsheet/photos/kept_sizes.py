"""Keeping the sizes of photos: their files, and a row for each. All that are asked for are kept, or none."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from broadsheet.incoming.pictures import CANNOT_BE_READ
from broadsheet.photos.crops import Crop
from broadsheet.photos.models import Photo, Rendition
from broadsheet.photos.models.photo import name_of_size, new_sign
from broadsheet.photos.scaling import Made, make_all
from broadsheet.photos.size_notes import notes_of, stamp_of
from broadsheet.photos.size_specs import CUT, KIND_OF, OLD, Wanted, kind_of, part_of

# A page that a reader has open goes on asking for the sizes that it names.
OLD_ARE_KEPT_FOR = timedelta(minutes=30)
WIDTH = re.compile(r"width-(\d+)")


def readers_sizes() -> "models.QuerySet[Rendition]":
    """Return the sizes that readers get, those of parts too; not those of the newsroom's screens."""
    of_parts = models.Q(filter_spec__startswith=CUT)
    return Rendition.objects.filter(models.Q(filter_spec__in=KIND_OF) | of_parts)


def make(photo: Photo, sizes: Iterable[Wanted], crop: Crop | None = None) -> list[Rendition]:
    """Make and keep sizes of a photo, or of a part of it; return their rows.

    What someone else made meanwhile is left as it is and returned in their place.

    Errors:
        SourceImageIOError: the photo's file is lost or damaged.
        OSError: there is no room for the files; none is left behind.
    """
    notes = notes_of(photo)
    rows = _drawn(photo, list(sizes), crop, notes)
    with _or_none(rows):
        Rendition.objects.bulk_create(rows, ignore_conflicts=True)
    kept = list(
        readers_sizes().filter(image=photo, filter_spec__in=[row.filter_spec for row in rows])
    )
    _delete_files(rows, without={row.file.name for row in kept})
    return kept


def make_by_name(photo: Photo, spec: str) -> Rendition | None:
    """Make and keep the one size that a specification names; None if it is none that readers get.

    Errors:
        as `make`.
    """
    kind = kind_of(spec)
    if kind is None:
        return None
    width = int(WIDTH.search(spec)[1])  # type: ignore[index]
    return make(photo, [Wanted(spec, kind, width)], part_of(spec))[0]


def make_anew(photo: Photo, sizes: dict[Crop | None, list[Wanted]]) -> None:
    """Make and keep sizes in place of all that there are. Pages that are open may show the old ones for a while.

    Errors:
        as `make`; then the old ones stay.
    """
    notes = notes_of(photo)
    rows: list[Rendition] = []
    with _or_none(rows):
        for crop, wanted in sizes.items():
            rows += _drawn(photo, wanted, crop, notes)
        with transaction.atomic():
            _retire(photo)
            Rendition.objects.bulk_create(rows)
            photo.note("sizes")


def take_away_sizes(photo: Photo) -> None:
    """Take away all sizes of a photo, rows and files: no address answers with it any more."""
    _forget(Rendition.objects.filter(image=photo))
    photo.known_sizes = None


def forget_old_sizes() -> None:
    """Take away the sizes that were made anew a while ago."""
    until = _stamp_of_moment(timezone.now() - OLD_ARE_KEPT_FOR)
    _forget(Rendition.objects.filter(filter_spec=OLD, stamp__lt=until))


def keep_ready(photo: Photo, ready: Iterable[Made]) -> None:
    """Keep sizes that were made before, and carry what `notes_of` says."""
    rows = _kept(photo, ready, None, stamp_of(photo, notes_of(photo)))
    with _or_none(rows):
        Rendition.objects.bulk_create(rows)


# Files --------------------------------------------------------------------------------------------
def _drawn(photo: Photo, sizes: list[Wanted], crop: Crop | None, notes: bytes) -> list[Rendition]:
    """Make files of a photo and put them in their place; return rows that are not kept yet."""
    try:
        with photo.open_file() as file:
            made = make_all(file, sizes, crop=crop, notes=notes)
    except CANNOT_BE_READ as error:
        raise SourceImageIOError(f"photo:{photo.pk} cannot be read") from error
    return _kept(photo, made, crop, stamp_of(photo, notes))


def _kept(photo: Photo, made: Iterable[Made], crop: Crop | None, stamp: str) -> list[Rendition]:
    sign = new_sign()
    rows: list[Rendition] = []
    with _or_none(rows):
        for one in made:
            row = Rendition(
                image=photo,
                filter_spec=one.wanted.spec,
                width=one.width,
                height=one.height,
                stamp=stamp,
            )
            words = [crop.key if crop else "", str(one.width), one.wanted.kind.ending]
            name = name_of_size(photo, *words, sign=sign)
            row.file = row.file.storage.save(name, ContentFile(one.content))
            rows.append(row)
    return rows


@contextmanager
def _or_none(rows: list[Rendition]) -> Iterator[None]:
    """Delete the files of rows that could not all be kept."""
    try:
        yield
    except BaseException:
        _delete_files(rows)
        raise


def _delete_files(rows: Iterable[Rendition], without: Iterable[str] = ()) -> None:
    for row in rows:
        if row.file.name not in without:
            row.file.storage.delete(row.file.name)


def _retire(photo: Photo) -> None:
    rows = list(Rendition.objects.filter(image=photo).exclude(filter_spec=OLD))
    if photo.until and photo.until < timezone.now() + OLD_ARE_KEPT_FOR:
        _forget(Rendition.objects.filter(pk__in=[row.pk for row in rows]))
        return
    for row in rows:
        row.filter_spec, row.focal_point_key = OLD, f"{row.pk:x}"
        row.stamp = _stamp_of_moment(timezone.now())
    Rendition.objects.bulk_update(rows, ["filter_spec", "focal_point_key", "stamp"])


def _stamp_of_moment(moment: datetime) -> str:
    return f"{int(moment.timestamp()):08x}"


def _forget(found: "models.QuerySet[Rendition]") -> None:
    rows = list(found)
    # Past Wagtail's signals: they would leave each file to the worker.
    Rendition.objects.filter(pk__in=[row.pk for row in rows])._raw_delete(found.db)
    transaction.on_commit(lambda: _delete_files(rows))
