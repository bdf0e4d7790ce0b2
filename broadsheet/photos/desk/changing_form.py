"""What several photos are to share from now on: only what is filled in, or expressly taken away."""

from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.desk.page_form import StoryField
from broadsheet.photos.desk.upload_form import SharedForm
from broadsheet.photos.models import Photo
from broadsheet.photos.source_types import SOURCE_TYPES, SourceTypeField

FIELDS = (
    *("credit", "first_ran_in", "first_ran_on", "copyright_notice", "caption", "headline", "place"),
    *("taken_at", "people", "keywords", "terms", "until", "only_for", "usage_terms"),
    *("web_statement", "licence_page", "instructions", "source_type", "data_mining"),
    *("assignment", "collection"),
)
ALWAYS_THERE = "collection"
# Added to what is there: each photo has its own besides.
ADDED = "keywords"


class Change(NamedTuple):
    """One field of one photo that would change, in words."""

    label: str
    before: str
    after: str


class ChangesForm(SharedForm):
    """What is to change in several photos at once. Empty fields change nothing."""

    only_for = StoryField(label=capfirst(_("only for this story")))
    source_type = SourceTypeField()
    emptied = forms.MultipleChoiceField(
        label=_("Take away"),
        help_text=_("What is ticked here is emptied in all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(SharedForm.Meta):
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collection = self.fields.get("collection")
        if collection is not None:
            collection.required, collection.empty_label = False, _("As it is")
            self.initial["collection"] = None
        self.fields[ADDED].label = _("Keywords to add")
        self.fields["emptied"].choices = [
            (name, label_of(name)) for name in FIELDS if name != ALWAYS_THERE
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        both = [name for name in cleaned.get("emptied", ()) if cleaned.get(name) not in ("", None)]
        for name in both:
            self.add_error(name, _("Write something here, or take it away: not both."))
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """Return the new value of each field that is to change."""
        filled = {name: value for name, value in self.shared().items() if name in FIELDS}
        return {**filled, **{name: emptied(name) for name in self.cleaned_data["emptied"]}}


def emptied(name: str) -> Any:
    """Return what a field holds that holds nothing."""
    return None if Photo._meta.get_field(name).null else ""


def label_of(name: str) -> str:
    field: Any = Photo._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def put_into(photo: Photo, wanted: dict[str, Any]) -> list[Change]:
    """Give a photo its new values, without saving it; return what that changes."""
    changes = []
    for name, value in wanted.items():
        before = getattr(photo, name)
        after = with_keywords(before, value) if name == ADDED and value else value
        if before != after:
            setattr(photo, name, after)
            changes.append(Change(label_of(name), in_words(name, before), in_words(name, after)))
    return changes


def with_keywords(there: str, more: str) -> str:
    """Return keywords with others added, each once.

    >>> with_keywords("ferry, river", "River, dusk")
    'ferry, river, dusk'
    """
    words = [word.strip() for word in f"{there},{more}".split(",") if word.strip()]
    first = {word.casefold(): word for word in reversed(words)}
    return ", ".join(word for word in words if first.pop(word.casefold(), ""))


def in_words(name: str, value: Any) -> str:
    """Return a field's value as people read it; a dash for none."""
    if name == "source_type" and value in SOURCE_TYPES:
        return str(SOURCE_TYPES[value].desk)
    if isinstance(value, models.Model):
        return str(value)
    if hasattr(value, "tzinfo"):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return str(value or "–")
