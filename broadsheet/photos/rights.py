"""What may be done with a photo: whether a use is allowed, why not, and what new photos may do."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_save
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.photos.credits.credit import Credit
from broadsheet.photos.models import Exemption, Photo, Run, Terms, Use
from broadsheet.photos.models.terms import ALL_TERMS
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import not_after, note_source, print_again_at, unrecorded


def terms_of(photo: Photo) -> Terms | None:
    """Return a photo's terms. While pages are printed all terms are read once; each page notes its own photos' alone."""
    if photo.terms_id is None:
        return None
    note_source(f"{Terms.source_kind}:{photo.terms_id}")
    with unrecorded():
        return kept("photos:terms", _all_terms).get(photo.terms_id)


def _all_terms() -> dict[int, Terms]:
    note_source(ALL_TERMS)
    return Terms.objects.in_bulk()


def may(photo: Photo, use: str, page_key: int | None = None) -> bool:
    """Say whether a photo may be used so.

    Args:
        use: one of `Use`.
        page_key: of the story that it stands with.
    """
    return photo.is_shown_at() and (
        not _forbidden(photo, use, page_key) or _is_exempted(photo, use, page_key)
    )


def allowed(photo: Photo | None, use: str, page_key: int | None = None) -> Photo | None:
    """Return a photo if its terms allow it to be used so. One that is over stays: a placeholder takes its place."""
    if photo is None or not photo.pk:
        return photo
    if _forbidden(photo, use, page_key) and not _is_exempted(photo, use, page_key):
        return None
    return photo


def is_shown(photo: Photo) -> bool:
    """Say whether readers may see a photo now. What is being printed is refused from its end on, and then printed anew."""
    not_after(photo.until)
    print_again_at(photo.until)
    return photo.is_shown_at()


def refusal(photo: Photo, use: str, page_key: int | None = None) -> str:
    """Return why a photo may not be used so, in a sentence; empty if it may."""
    if photo.withdrawn_at is not None:
        return _("It was withdrawn: %(why)s") % {"why": photo.withdrawn_why}
    if not photo.is_shown_at():
        return _("It might be shown until %(day)s.") % {"day": _day(photo.until)}
    why = _forbidden(photo, use, page_key)
    return "" if not why or _is_exempted(photo, use, page_key) else why


def _forbidden(photo: Photo, use: str, page_key: int | None) -> str:
    """Return what terms say against a use; empty if nothing."""
    if photo.only_for_id is not None and page_key not in (None, photo.only_for_id):
        return _("It is only for the story “%(story)s”.") % {
            "story": photo.only_for.title if photo.only_for else ""
        }
    terms = terms_of(photo)
    if terms is None:
        return ""
    words = {"terms": terms.name}
    if use == Use.AGAIN and terms.one_story:
        return _("Its terms, “%(terms)s”, allow it with one story only.") % words
    if not terms.allow(use):
        words["use"] = str(Use(use).label)
        return _("Its terms, “%(terms)s”, do not allow it %(use)s.") % words
    return ""


def _is_exempted(photo: Photo, use: str, page_key: int | None) -> bool:
    places = Q(page=None) | Q(page=page_key) if page_key else Q(page=None)
    return Exemption.objects.filter(places, photo_id=photo.pk, use=use).exists()


def use_with(photo: Photo, page_key: int | None) -> Use:
    """Return whether a story would be the first that a photo stands with, or a further one."""
    ran = Run.objects.filter(photo_id=photo.pk).exclude(page=None)
    others = ran.exclude(page=page_key) if page_key else ran
    return Use.AGAIN if others.exists() else Use.STORY


def _day(when: datetime | None) -> str:
    return date_format(timezone.localtime(when), "DATE_FORMAT") if when else ""


# What new photos get ------------------------------------------------------------------------------
def terms_for(credit: Credit) -> Terms | None:
    """Return the terms that the desk gives to photos with such a credit; those that name its organisation first."""
    if not credit.is_read or credit.is_empty:
        return None
    if credit.licence:
        return Terms.objects.filter(licence__iexact=credit.licence).first()
    if not credit.relation:
        return None
    found = Terms.objects.filter(relation=credit.relation)
    givers = {name.casefold() for name in (credit.organisation, credit.via) if name}
    named = [one for one in found if one.organisation and one.organisation.casefold() in givers]
    return next(iter([*named, *(one for one in found if not one.organisation)]), None)


def end_by(terms: Terms, came_in: datetime | None = None) -> datetime | None:
    """Return when a photo must be gone by its terms; None without end."""
    if terms.days is None:
        return None
    return (came_in or timezone.now()) + timedelta(days=terms.days)


def take_terms(photo: Photo) -> None:
    """Give a photo the terms of its credit, and the end that they set, unless someone gave it others."""
    if photo.terms_id is None and photo.credit_is_new:
        photo.terms = terms_for(photo.credit_read)
    if photo.terms is not None and photo.until is None:
        photo.until = end_by(photo.terms, photo.created_at)


def _take_terms_first(instance: Photo, update_fields: Any = None, **_kwargs: Any) -> None:
    if update_fields is None:
        take_terms(instance)


def watch_photos() -> None:
    pre_save.connect(_take_terms_first, sender=Photo, dispatch_uid="photos:terms")
