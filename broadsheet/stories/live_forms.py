"""What is filled in at the live desk and for a mark as breaking."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike

from broadsheet.incoming.fields import PictureField
from broadsheet.newsroom.models import User
from broadsheet.photos.crop_field import CropFormField
from broadsheet.photos.crops import marked
from broadsheet.photos.models import Photo
from broadsheet.photos.use_words import LONGEST_ALT, AltInput, CaptionInput
from broadsheet.stories.breaking import HOURS
from broadsheet.stories.live import Told, may_lead, name_of
from broadsheet.stories.live_words import as_html, as_words
from broadsheet.stories.models import LiveEntry, Story

MOMENT = "%Y-%m-%dT%H:%M"


class LiveEntryForm(forms.Form):
    """One entry of live coverage, as it is typed on a phone."""

    posting_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For key moments. Empty for all else."),
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Each line is a paragraph. *Italic*, **bold**, [words](https://address)."
        ),
        error_messages={"required": gettext_lazy("Write what happened.")},
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=gettext_lazy("Empty: now."),
    )
    photo = PictureField(label=gettext_lazy("Photo"), required=False, widget=forms.FileInput())
    crop = CropFormField("photo")
    alt_text = forms.CharField(
        label=gettext_lazy("What is to be seen in it"),
        max_length=LONGEST_ALT,
        required=False,
        widget=AltInput("photo"),
        help_text=gettext_lazy("For readers who cannot see it."),
    )
    caption = forms.CharField(
        label=gettext_lazy("Caption"),
        max_length=1000,
        required=False,
        widget=CaptionInput("photo"),
    )
    credit = forms.CharField(label=gettext_lazy("Credit"), max_length=255, required=False)
    author = forms.CharField(label=gettext_lazy("Signed"), max_length=120, required=False)
    without_photo = forms.BooleanField(label=gettext_lazy("Take the photo away"), required=False)

    def __init__(
        self, *args: Any, story: Story, user: User, entry: LiveEntry | None = None, **kwargs: Any
    ) -> None:
        self.user, self.entry = user, entry
        self.photo_before = entry.photo if entry else None
        super().__init__(*args, **{"initial": _beginning(user, entry), **kwargs})
        if not may_lead(story, user):
            del self.fields["author"]
        if self.photo_before is None:
            del self.fields["without_photo"]
        else:
            self.fields["photo"].widget.attrs["data-photo"] = self.photo_before.pk
        if entry is not None:
            del self.fields["posting_key"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("photo"):
            return cleaned
        if not cleaned.get("alt_text"):
            self.add_error("alt_text", _("Say what is to be seen in the photo."))
        if not _collections(self.user).exists():
            self.add_error("photo", _("Your role may not add photos. Post without it."))
        return cleaned

    def told(self) -> Told:
        """Return what was filled in; a photo that was sent is taken in first."""
        words = self.cleaned_data
        photo = None if words.get("without_photo") else self.photo_before
        if words.get("photo"):
            photo = take_in(self.user, words)
        return Told(
            text=as_html(words["text"]),
            at=words["at"],
            headline=words["headline"],
            author=words.get("author", ""),
            photo=photo,
            crop=marked(words["crop"], photo) if photo else "",
            caption=words["caption"] if photo else "",
            alt_text=words["alt_text"] if photo else "",
        )


def _beginning(user: User, entry: LiveEntry | None) -> dict[str, Any]:
    if entry is None:
        return {"posting_key": uuid4(), "author": name_of(user), "credit": name_of(user)}
    return {
        "headline": entry.headline,
        "text": as_words(entry.text),
        "at": entry.at,
        "crop": entry.crop,
        "alt_text": entry.alt_text,
        "caption": entry.caption,
        "author": entry.author,
        "credit": name_of(user),
    }


def _collections(user: User) -> Any:
    """Return the collections to which someone may add photos."""
    policy = policy_registry.get_by_type(Photo)
    return policy.collections_user_has_permission_for(user, "add")


def take_in(user: User, words: dict[str, Any]) -> Photo:
    """Keep a photo that was sent; one that this person sent before is the same photo."""
    file = words["photo"]
    known = Photo.objects.filter(file_hash=hash_filelike(file), uploaded_by_user=user).first()
    if known is not None:
        return known
    photo = Photo(
        title=words["headline"] or words["alt_text"][:100],
        file=file,
        caption=words["caption"],
        alt_text=words["alt_text"],
        credit=words["credit"],
        uploaded_by_user=user,
        collection=_collections(user).first(),
    )
    # As Wagtail's own form does, so that a photo sent twice is known by its bytes.
    photo._set_image_file_metadata()
    photo.save()
    return photo


class BreakingForm(forms.Form):
    """For how long a story is breaking."""

    hours = forms.TypedChoiceField(
        label=gettext_lazy("For how long"),
        coerce=int,
        widget=forms.RadioSelect,
        initial=HOURS[1],
        error_messages={"required": gettext_lazy("Choose for how long.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (hours, ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
            for hours in HOURS
        ]

    @property
    def until(self) -> Any:
        """The moment at which the mark ends."""
        return timezone.now() + timedelta(hours=self.cleaned_data["hours"])
