"""What is asked for with an assignment, and with its photos when they are in."""

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from broadsheet.photos.desk.meanwhile import MomentField, OnlyWhatChanged
from broadsheet.photos.desk.page_form import StoryField
from broadsheet.photos.models import Assignment, Photo

OFFERED = 60


class AssignmentForm(OnlyWhatChanged, WagtailAdminModelForm):
    """What, where, when, who goes, and for which story."""

    starts_at = MomentField(
        label=capfirst(_("when")),
        error_messages={"required": _("Say on which day, and at what time.")},
    )
    story = StoryField(label=capfirst(_("for the story")))

    class Meta:
        model = Assignment
        fields = ("what", "where", "starts_at", "photographer", "story", "notes")
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"what": {"required": _("Say what is to be photographed.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        journalists = apps.get_model("newsroom.Journalist").objects
        goes = Q(is_current=True) | Q(pk=self.instance.photographer_id)
        photographer = self.fields["photographer"]
        photographer.queryset = journalists.filter(goes).order_by("name")
        photographer.empty_label = _("Nobody yet")

    def save(self, commit: bool = True) -> Assignment:
        assignment = self.instance
        if assignment.state in (Assignment.State.OPEN, Assignment.State.TAKEN):
            goes = assignment.photographer_id is not None
            assignment.state = Assignment.State.TAKEN if goes else Assignment.State.OPEN
        saved: Assignment = super().save(commit)
        return saved


class PhotosForm(forms.Form):
    """Which photos came of an assignment, besides those that say so."""

    def __init__(self, *args: Any, offered: "QuerySet[Photo]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of a slice nothing can be picked out.
        keys = list(offered.values_list("pk", flat=True)[:OFFERED])
        photos = Photo.objects.filter(pk__in=keys)
        self.fields["photos"] = forms.ModelMultipleChoiceField(queryset=photos, required=False)
