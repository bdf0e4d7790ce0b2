"""What a photo's file said when it came in, with where it said so; and what of it was not taken over, and why."""

from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.metadata.reasons import Why
from broadsheet.photos.models import Photo

# Of what a photo has no field of its own for.
LABELS = {
    "creators": _("Made by"),
    "organisation": _("Source"),
    "ai_system": _("AI system"),
    "ai_system_version": _("Version of the AI system"),
    "ai_prompt": _("Prompt"),
    "ai_prompt_writer": _("Who wrote the prompt"),
}


class Said(NamedTuple):
    """One thing that a file said: of which field, the words, where they stood; a doubt, or why they were not taken over."""

    label: str
    words: str
    origin: str
    remark: str


class FileSaid(NamedTuple):
    """All that a file said."""

    found: list[Said]
    ignored: list[Said]


def file_said(photo: Photo) -> FileSaid:
    """Return what a photo keeps of its file's words."""
    said = photo.noted.get("said", {})
    found = [
        Said(label_of(name), words_of(one["value"]), one["origin"], reason(one.get("doubt", "")))
        for name, one in said.items()
    ]
    ignored = [
        Said(label_of(one["field"]), one["value"], one["origin"], reason(one["why"]))
        for one in photo.noted.get("ignored", ())
    ]
    return FileSaid(found, ignored)


def label_of(name: str) -> str:
    """Return what a field is called on the desk's screens; empty for none."""
    if not name or name in LABELS:
        return str(LABELS.get(name, ""))
    try:
        field: Any = Photo._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))
    return capfirst(str(field.verbose_name))


def words_of(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def reason(why: str) -> str:
    return str(Why(why).label) if why in Why.values else ""
