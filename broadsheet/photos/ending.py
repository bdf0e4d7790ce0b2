"""Photos whose time is over: their files go, and the desk is told a week and a day before.

That no page shows them needs nothing of this: the shelf and the addresses of their files refuse them to the second.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from broadsheet.masthead.locale import papers_words
from broadsheet.photos.kept_sizes import take_away_sizes
from broadsheet.photos.models import EndTold, Photo, Rendition, Run
from broadsheet.press.models import Change

logger = logging.getLogger(__name__)
A_WEEK, A_DAY = 7, 1
PHOTOS_A_TURN = 200


def take_away_what_is_over() -> int:
    """Delete the sizes of photos whose time has passed; return how many photos that were."""
    kept = Rendition.objects.filter(image=OuterRef("pk"))
    over = Photo.objects.filter(Exists(kept), until__lte=timezone.now()).order_by("until")
    photos = list(over[:PHOTOS_A_TURN])
    for photo in photos:
        with transaction.atomic():
            photo.note("over", kind=Change.Kind.HIDDEN)
            take_away_sizes(photo)
    return len(photos)


def ending_within(days: int, now: datetime | None = None) -> list[Photo]:
    """Return the photos that readers see now and that end within so many days, the first to end first."""
    now = now or timezone.now()
    shows = Run.objects.filter(photo=OuterRef("pk"), ended_at=None)
    soon = Q(until__gt=now, until__lte=now + timedelta(days=days), withdrawn_at=None)
    return list(Photo.objects.filter(soon, Exists(shows)).order_by("until", "pk")[:PHOTOS_A_TURN])


def tell_of_ends() -> None:
    """Tell the desk of each end once a week before it and once a day before it."""
    now = timezone.now()
    to_tell = []
    for photo in ending_within(A_WEEK, now):
        assert photo.until is not None
        days = A_DAY if photo.until <= now + timedelta(days=A_DAY) else A_WEEK
        told = EndTold.objects.filter(photo=photo, until=photo.until, days__lte=days)
        if not told.exists():
            to_tell.append(EndTold(photo=photo, until=photo.until, days=days))
    if to_tell:
        # First the mail: if it cannot be sent, the next turn tries again.
        _mail([one.photo for one in to_tell])
        EndTold.objects.bulk_create(to_tell, ignore_conflicts=True)


def desk() -> list[str]:
    """Return the addresses of those who may change any photo."""
    # Wagtail gives rights on photos by its own name for them.
    may = Permission.objects.filter(
        content_type__app_label__in=("photos", "wagtailimages"),
        codename__in=("change_photo", "change_image"),
    )
    people = get_user_model().objects.filter(is_active=True).exclude(email="")
    in_roles = Q(groups__collection_permissions__permission__in=may)
    return list(
        people.filter(in_roles | Q(is_superuser=True))
        .order_by("email")
        .values_list("email", flat=True)
        .distinct()
    )


def _mail(photos: list[Photo]) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    people = desk()
    if site is None or not people:
        return
    with papers_words(site):
        lines = [f"{sentence_of(photo)}\n{site.root_url}{_screen(photo)}" for photo in photos]
        subject = ngettext(
            "A photo that readers see is about to end",
            "%(count)d photos that readers see are about to end",
            len(photos),
        ) % {"count": len(photos)}
        text = "\n\n".join([*lines, _("Replace them in their stories, or prolong them.")])
    for person in people:
        # One by one: nobody is shown who else works there.
        send_mail(subject, f"{text}\n", None, [person], fail_silently=False)


def sentence_of(photo: Photo) -> str:
    """Return what is about to happen to a photo, in a sentence."""
    when = date_format(timezone.localtime(photo.until), "DATETIME_FORMAT")
    return _(
        "“%(photo)s” may be shown until %(when)s; then a box of its shape takes its place."
    ) % {
        "photo": photo.title,
        "when": when,
    }


def _screen(photo: Photo) -> str:
    return reverse("wagtailimages:edit", args=[photo.pk])
