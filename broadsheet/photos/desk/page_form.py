"""All that the desk knows of one photo, as a form."""

from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.forms import BaseImageForm, formfield_for_dbfield
from wagtail.models import Page

from broadsheet.photos.desk.meanwhile import MomentField, OnlyWhatChanged
from broadsheet.photos.models import Assignment, Photo, Terms
from broadsheet.photos.photo_form import PhotoForm
from broadsheet.photos.source_types import SourceTypeField

# So long after its day an assignment is still offered to photos.
OFFERED_FOR = timedelta(days=60)


class Group(NamedTuple):
    """Some fields under one heading."""

    key: str
    heading: Any
    names: tuple[str, ...]


GROUPS = (
    Group(
        "shows",
        _("What it shows"),
        ("title", "caption", "alt_text", "headline", "people", "place", "taken_at", "keywords"),
    ),
    Group(
        "whose",
        _("Whose it is"),
        ("credit", "no_credit_needed", "first_ran_in", "first_ran_on", "copyright_notice"),
    ),
    Group(
        "rights",
        _("What may be done with it"),
        (
            "terms",
            "until",
            "only_for",
            "usage_terms",
            "web_statement",
            "licence_page",
            "instructions",
        ),
    ),
    Group("made", _("How it was made"), ("source_type", "data_mining")),
    Group("kept", _("Where it belongs"), ("assignment", "collection")),
)
FOCAL = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
ROWS = {
    "caption": 3,
    "alt_text": 2,
    "people": 2,
    "keywords": 2,
    "usage_terms": 3,
    "instructions": 2,
}


class AssignmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Asks for what a photo was taken for: what is still to be done, or was lately."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Taken for"))
        super().__init__(queryset=Assignment.objects.none(), required=False, **kwargs)

    def offer(self, kept_id: int | None = None) -> None:
        """Offer the assignments of these weeks, and the one that is kept, however old."""
        since = timezone.now() - OFFERED_FOR
        current = Q(starts_at__gte=since) & ~Q(state=Assignment.State.DROPPED)
        self.queryset = Assignment.objects.filter(current | Q(pk=kept_id)).order_by("-starts_at")


class StoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Asks for a story, by Wagtail's own window; a list of all would hold the archive."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Page.objects.all(), required=False, **kwargs)
        self.widget = AdminPageChooser(target_models=[apps.get_model("stories.Story")])


def field_for(column: models.Field[Any, Any], **more: Any) -> Any:
    """Return what a form asks a column with, as Wagtail does; an address without its beginning is taken for a safe one."""
    if isinstance(column, models.URLField):
        more["assume_scheme"] = "https"
    return formfield_for_dbfield(column, **more)


class PhotoPageForm(OnlyWhatChanged, PhotoForm):
    """A photo's own page: everything but its file, which is replaced by an act of its own."""

    taken_at = MomentField(label=capfirst(_("taken on")), required=False)
    until = MomentField(
        label=capfirst(_("may be shown until")),
        required=False,
        help_text=Photo._meta.get_field("until").help_text,
    )
    terms = forms.ModelChoiceField(
        label=capfirst(_("rights")), queryset=Terms.objects.order_by("name"), required=False
    )
    assignment = AssignmentField()
    source_type = SourceTypeField()

    class Meta(BaseImageForm.Meta):
        model = Photo
        fields = [name for group in GROUPS for name in group.names] + list(FOCAL)
        formfield_callback = field_for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_for = self.fields["only_for"]
        self.fields["only_for"] = StoryField(label=only_for.label, help_text=only_for.help_text)
        self.fields["assignment"].offer(self.instance.assignment_id)
        for name, rows in ROWS.items():
            limit = {"maxlength": 300} if name == "alt_text" else {}
            self.fields[name].widget = forms.Textarea(attrs={"rows": rows, **limit})

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields under their headings, as the template shows them."""
        return [
            {
                "key": group.key,
                "heading": group.heading,
                "fields": [
                    self[name]
                    for name in group.names
                    if name in self.fields and not self[name].is_hidden
                ],
            }
            for group in GROUPS
        ]
