"""What the worker does with a photo whose file is new: it reads its Content Credentials, and looks at it."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_save
from django_tasks import task

from broadsheet.photos.alike import note_look
from broadsheet.photos.models import Photo
from broadsheet.photos.provenance import note_credentials
from broadsheet.press.turns import JOBS, Job

logger = logging.getLogger(__name__)
# A minute's work, beside all else that a worker does.
AT_ONCE = 100


@task()
def look_into(photo_id: int) -> None:
    """Read what a photo's file says of where it comes from, and what it looks like."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is not None:
        _look_into(photo)


def look_into_older() -> None:
    """Look into photos that came in before anybody looked, some at a time."""
    for photo in Photo.objects.filter(look="").order_by("-pk")[:AT_ONCE]:
        _look_into(photo)


def _look_into(photo: Photo) -> None:
    # Credentials first: what they say of how it was made is written into each size.
    note_credentials(photo)
    note_look(photo)


def _expect(instance: Photo, **_kwargs: Any) -> None:
    if instance.file and not instance.file._committed:
        transaction.on_commit(lambda: look_into.enqueue(instance.pk))


def watch_arrivals() -> None:
    # Before it is saved: afterwards nothing tells a new file from an old one.
    pre_save.connect(_expect, sender=Photo, dispatch_uid="photos:arrivals")
    if all(job.run is not look_into_older for job in JOBS):
        JOBS.append(Job("looks of photos", timedelta(minutes=1), look_into_older))
