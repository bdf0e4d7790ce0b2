"""How the desk finds photos: keys first, the newest first, never more than a thousand, never a count of all.

Words are looked for in `Words` and names in `Named`: both hold few bytes for each photo, so that going through a hundred
thousand takes less than a tenth of a second on either database, in every language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ReferenceIndex

from broadsheet.photos.credits.names import plain_name
from broadsheet.photos.folding import folded
from broadsheet.photos.models import Named, Photo, Run

MOST = 1_000
# In pixels: what a phone's whole width takes at three pixels a point, and a column of a desk's screen at two.
WIDE_ENOUGH = 1280
# So long before its end a photo is listed as ending.
SOON = timedelta(days=7)

EXPIRED, ENDING, WITHDRAWN = "expired", "ending", "withdrawn"
STANDINGS = [
    (ENDING, _("End within a week")),
    (EXPIRED, _("Have ended")),
    (WITHDRAWN, _("Were withdrawn")),
]
LACKS = [
    ("alt", _("Alt text")),
    ("caption", _("Caption")),
    ("credit", _("Credit")),
    ("reading", _("A credit that was understood")),
    ("width", _("Width for the largest size")),
]


class Span(NamedTuple):
    """From a moment until before another; None: without bound."""

    since: datetime | None = None
    until: datetime | None = None


EVER = Span()


@dataclass(frozen=True)
class Wanted:
    """What someone is looking for; empty means anything.

    - terms_id: 0 means those without.
    - uploader_id, or made_by: either is enough.
    """

    words: str = ""
    person: str = ""
    photographer: str = ""
    place: str = ""
    credit: str = ""
    taken: Span = EVER
    came: Span = EVER
    terms_id: int | None = None
    collection_id: int | None = None
    lacks: tuple[str, ...] = ()
    standing: str = ""
    is_unused: bool = False
    uploader_id: int | None = None
    made_by: str = ""


@dataclass(frozen=True)
class Found:
    """The keys of what was found, newest first; `is_all` is false if there are more than a thousand."""

    keys: list[int]
    is_all: bool = True


def find_photos(photos: "QuerySet[Photo]", wanted: Wanted) -> Found:
    """Return the newest of some photos that someone is looking for."""
    rows = narrow(photos, wanted).order_by("-created_at", "-pk")
    keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    return Found(keys[:MOST], is_all=len(keys) <= MOST)


def narrow(photos: "QuerySet[Photo]", wanted: Wanted) -> "QuerySet[Photo]":
    """Return those of some photos that someone is looking for."""
    photos = with_words(photos, wanted.words)
    for role, name in (
        (Named.Role.SHOWN, wanted.person),
        (Named.Role.MAKER, wanted.photographer),
        (Named.Role.PLACE, wanted.place),
        (Named.Role.LINE, wanted.credit),
    ):
        if name.strip():
            photos = photos.filter(pk__in=_named(role, name))
    photos = _within(_within(photos, "taken_at", wanted.taken), "created_at", wanted.came)
    if wanted.terms_id is not None:
        photos = photos.filter(terms=wanted.terms_id or None)
    if wanted.collection_id:
        photos = photos.filter(collection_id=wanted.collection_id)
    for what in wanted.lacks:
        photos = photos.filter(LACKING[what]())
    if wanted.standing:
        photos = photos.filter(STANDING[wanted.standing]())
    if wanted.is_unused:
        photos = photos.filter(~Exists(_runs()), ~Exists(_references()))
    return photos.filter(_of_someone(wanted))


def with_words(photos: "QuerySet[Photo]", words: str) -> "QuerySet[Photo]":
    """Return those of some photos in whose words all of these stand, by themselves or within others."""
    for word in folded(words).split():
        photos = photos.filter(words__text__contains=word)
    return photos


def _named(role: str, name: str) -> "QuerySet[Named, int]":
    """Return the keys of photos by a name or any part of it that begins a word."""
    plain = plain_name(name)
    # Written without a mark, as a single sign of punctuation is, it would be in every name.
    begins = Q(name__startswith=plain) | Q(name__contains=f" {plain}") if plain else Q(pk=None)
    return Named.objects.filter(begins, role=role).values_list("photo_id", flat=True)


def _of_someone(wanted: Wanted) -> Q:
    theirs = Q()
    if wanted.uploader_id:
        theirs |= Q(uploaded_by_user_id=wanted.uploader_id)
    if wanted.made_by:
        made = Named.objects.filter(role=Named.Role.MAKER, name=plain_name(wanted.made_by))
        theirs |= Q(pk__in=made.values("photo_id"))
    return theirs


def _within(photos: "QuerySet[Photo]", name: str, span: Span) -> "QuerySet[Photo]":
    if span.since:
        photos = photos.filter(**{f"{name}__gte": span.since})
    if span.until:
        photos = photos.filter(**{f"{name}__lt": span.until})
    return photos


def _runs() -> "QuerySet[Run]":
    return Run.objects.filter(photo=OuterRef("pk"))


def _references() -> "QuerySet[ReferenceIndex]":
    kind = ContentType.objects.get_for_model(Photo)
    found: QuerySet[ReferenceIndex] = ReferenceIndex.objects.filter(
        to_content_type=kind, to_object_id=Cast(OuterRef("pk"), CharField())
    )
    return found


LACKING: dict[str, Callable[[], Q]] = {
    "alt": lambda: Q(alt_text=""),
    "caption": lambda: Q(caption=""),
    "credit": lambda: Q(credit="", no_credit_needed=False),
    "reading": lambda: Q(credit_parts__is_read=False),
    "width": lambda: Q(width__lt=WIDE_ENOUGH),
}
STANDING: dict[str, Callable[[], Q]] = {
    EXPIRED: lambda: Q(until__lte=timezone.now()),
    ENDING: lambda: Q(until__gt=timezone.now(), until__lte=timezone.now() + SOON),
    WITHDRAWN: lambda: Q(withdrawn_at__isnull=False),
}
