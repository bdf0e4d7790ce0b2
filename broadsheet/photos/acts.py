"""What an editor does with one photo wherever it shows: withdraw it, give it back, replace it, allow what its terms forbid."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from broadsheet.photos.errors import PhotoError
from broadsheet.photos.kept_sizes import take_away_sizes
from broadsheet.photos.models import Exemption, Photo, Use
from broadsheet.press.models import Change


@transaction.atomic
def withdraw(photo: Photo, *, why: str) -> None:
    """Take a photo from every copy. A placeholder stands where it stood; its sizes are deleted, the original is kept.

    Errors:
        PhotoError: nobody said why, or it is withdrawn already.
    """
    if photo.withdrawn_at is not None:
        raise PhotoError(_("It is withdrawn already."))
    if not why.strip():
        raise PhotoError(_("Say in a sentence why readers may no longer see it."))
    photo.withdrawn_at, photo.withdrawn_why = timezone.now(), why.strip()
    photo.save()
    photo.note("withdrawn", kind=Change.Kind.HIDDEN)
    take_away_sizes(photo)


@transaction.atomic
def give_back(photo: Photo) -> None:
    """Show a photo again wherever it stood before it was withdrawn.

    Errors:
        PhotoError: it is not withdrawn.
    """
    if photo.withdrawn_at is None:
        raise PhotoError(_("It is not withdrawn."))
    photo.withdrawn_at, photo.withdrawn_why = None, ""
    photo.save()
    photo.note("given back")


@transaction.atomic
def replace(photo: Photo, file: "File[Any]", **words: str) -> None:
    """Put another picture in a photo's place, in every copy at once.

    Args:
        file: looked at already (`incoming`).
        words: caption, alt text and credit of the new picture. What the old one's file said goes with it.
    """
    storage, old = photo.file.storage, photo.file.name
    photo.file = file
    photo.focal_point_x = photo.focal_point_y = None
    photo.focal_point_width = photo.focal_point_height = None
    photo.credentials, photo.look = {}, ""
    # What might be done with the old picture, and until when, says nothing of the new one: its credit gives it its own terms.
    photo.terms = photo.until = photo.only_for = photo.withdrawn_at = None
    photo.withdrawn_why, photo.credit_parts = "", {}
    for name, value in words.items():
        setattr(photo, name, value)
    # As Wagtail's own form does: size, and what tells equal files.
    photo._set_image_file_metadata()
    photo.save()
    photo.note("replaced")
    # At once, and not after a while: the old picture may be one that nobody may see. The pages that are printed next make its
    # sizes anew, when the database is no longer held.
    take_away_sizes(photo)
    transaction.on_commit(lambda: storage.delete(old))


def exempt(photo: Photo, use: str, page: Page | None, *, reason: str, by: Any) -> Exemption:
    """Allow what a photo's terms do not, for one story or everywhere; the reason is kept.

    Errors:
        PhotoError: nobody gave a reason, or the photo may not be shown at all.
    """
    if not photo.is_shown_at():
        raise PhotoError(
            _(
                "A photo that is over or withdrawn cannot be allowed. Change its end, or give it back."
            )
        )
    if not reason.strip():
        raise PhotoError(_("Give the reason in a sentence. It is kept with the photo."))
    with transaction.atomic():
        return Exemption.objects.create(
            photo=photo, use=Use(use), page=page, reason=reason.strip(), by=by
        )
