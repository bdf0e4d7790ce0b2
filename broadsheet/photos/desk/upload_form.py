"""What is asked for when photos come in: what all of them share, and each file by itself."""

from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm
from wagtail.images.utils import find_image_duplicates
from wagtail.utils.file import hash_filelike

from broadsheet.incoming.names import plain_words
from broadsheet.photos.desk.meanwhile import MomentField
from broadsheet.photos.desk.page_form import AssignmentField, field_for
from broadsheet.photos.desk.rights import policy
from broadsheet.photos.models import Photo, Terms
from broadsheet.photos.photo_form import PhotoForm

SHARED = (
    "credit",
    "caption",
    "place",
    "taken_at",
    "people",
    "keywords",
    "terms",
    "until",
    "usage_terms",
    "instructions",
    "assignment",
    "collection",
)
LONGEST_TITLE = 255
# So long after it was sent the answer to a file is still asked for.
LATELY = timedelta(hours=1)


class SharedForm(PhotoForm):
    """What all photos of one upload share. Whatever is left empty is filled from each file, as far as it says it."""

    taken_at = MomentField(label=capfirst(_("taken on")), required=False)
    until = MomentField(label=capfirst(_("may be shown until")), required=False)
    terms = forms.ModelChoiceField(
        label=capfirst(_("rights")), queryset=Terms.objects.order_by("name"), required=False
    )
    assignment = AssignmentField()

    class Meta(BaseImageForm.Meta):
        model = Photo
        fields: tuple[str, ...] = SHARED
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment"].offer()
        for name in ("caption", "people", "keywords", "usage_terms", "instructions"):
            self.fields[name].widget.attrs["rows"] = 2

    def shared(self) -> dict[str, Any]:
        """Return what was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class FileForm(PhotoForm):
    """One file of an upload."""

    class Meta(BaseImageForm.Meta):
        model = Photo
        fields = ("title", "file", "collection")
        formfield_callback = field_for


def take_in(
    file: "UploadedFile[Any]", shared: dict[str, Any], user: Any
) -> tuple[Photo | None, str]:
    """Take in one photo with what it shares with others.

    Returns the photo, or None and the sentence that says why it was refused.
    """
    photo = Photo(uploaded_by_user=user, **shared)
    said = {"title": title_of(file), "collection": photo.collection_id}
    form = FileForm(said, {"file": file}, instance=photo, user=user)
    if not form.is_valid():
        return None, " ".join(error for errors in form.errors.values() for error in errors)
    return form.save(), ""


def title_of(file: "UploadedFile[Any]") -> str:
    """Return the title under which a photo comes in: its file's name, without what nobody reads.

    >>> from django.core.files.uploadedfile import SimpleUploadedFile
    >>> title_of(SimpleUploadedFile("Ferry_at_dusk-2.JPG", b""))
    'Ferry at dusk-2'
    """
    words = plain_words(PurePath(file.name or "").stem.replace("_", " "))
    return " ".join(words.split())[:LONGEST_TITLE] or str(_("Photo"))


def same_as(photo: Photo, user: Any) -> Photo | None:
    """Return another photo with the very same file, among those that someone may choose."""
    found: Photo | None = find_image_duplicates(photo, user, policy()).order_by("pk").first()
    return found


def came_already(file: "UploadedFile[Any]", user: Any) -> Photo | None:
    """Return the photo that this very file became when this person sent it before, and the answer was lost on its way."""
    file.seek(0)
    digest = hash_filelike(file)
    file.seek(0)
    lately = timezone.now() - LATELY
    mine = Photo.objects.filter(file_hash=digest, uploaded_by_user=user, created_at__gte=lately)
    return mine.order_by("-pk").first()
