"""Where photos ran, and from when until when: written down when a page is published, changed or taken down."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from broadsheet.photos.models import Photo, Run


class Shown(NamedTuple):
    """One photo as a page shows it: its key, its place (`Run.Place`), and its caption there."""

    photo: int
    place: str
    caption: str = ""


class ShownBy(NamedTuple):
    """A page that shows photos: its key, headline, address, and since when readers see it."""

    key: int
    headline: str
    address: str
    since: datetime


def note_runs(page: ShownBy, shown: Iterable[Shown], *, is_new: bool = False) -> None:
    """Write down what a page shows now. What it no longer shows ended now; what it shows anew began now.

    Of a page that is noted for the first time, everything began when readers first saw it.

    Args:
        is_new: it is known to be noted for the first time.
    """
    wanted = {(one.photo, one.place): one for one in shown}
    now = timezone.now()
    names = {"headline": page.headline[:255], "address": page.address[:255]}
    # It mostly stands in the transaction that publishes, and is whole or not with that.
    with transaction.atomic(savepoint=False):
        runs = [] if is_new else list(Run.objects.filter(page_id=page.key))
        for run in runs:
            if run.ended_at is None:
                one = wanted.pop((run.photo_id, run.place), None)
                _go_on(run, {**names, "caption": one.caption} if one else {"ended_at": now})
        began = now if runs else min(page.since, now)
        Run.objects.bulk_create(
            Run(
                photo_id=one.photo,
                place=one.place,
                page_id=page.key,
                caption=one.caption,
                began_at=began,
                **names,
            )
            for one in _kept(wanted.values())
        )


def _go_on(run: Run, words: dict[str, Any]) -> None:
    changed = [name for name, value in words.items() if getattr(run, name) != value]
    if changed:
        for name in changed:
            setattr(run, name, words[name])
        run.save(update_fields=changed)


def _kept(shown: Iterable[Shown]) -> list[Shown]:
    """Return those whose photos there are: one that was deleted may still be named in a text. A lead photo is always there."""
    named = {one.photo for one in shown if one.place != Run.Place.LEAD}
    kept = set(Photo.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [one for one in shown if one.place == Run.Place.LEAD or one.photo in kept]


def end_runs(*page_keys: int) -> None:
    """Write down that readers see pages no more."""
    Run.objects.filter(page_id__in=page_keys, ended_at=None).update(ended_at=timezone.now())


def begin_again(page_keys: Iterable[int]) -> None:
    """Write down that readers see pages again, as they were when they were hidden."""
    now, last = timezone.now(), dict[int | None, datetime]()
    again = []
    for run in Run.objects.filter(page_id__in=page_keys).order_by("page_id", "-ended_at"):
        if run.ended_at is not None and last.setdefault(run.page_id, run.ended_at) == run.ended_at:
            run.pk, run.began_at, run.ended_at = None, now, None
            again.append(run)
    Run.objects.bulk_create(again)
