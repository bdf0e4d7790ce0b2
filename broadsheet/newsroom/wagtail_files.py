"""Wagtail's own screens that take a file and have no setting for it: they look at it first, like all others."""

from typing import Any

from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.admin.views.generic.multiple_upload import AddView
from wagtail.contrib.redirects.base_formats import DEFAULT_FORMATS, XLSX
from wagtail.contrib.redirects.forms import ImportForm

from broadsheet.incoming.fields import IncomingField, PictureField, refused_in_words
from broadsheet.incoming.pictures import remade
from broadsheet.incoming.uses import REDIRECTS

# In pixels, a side.
PORTRAIT = 400


class PortraitForm(AvatarPreferencesForm):
    """The picture by which colleagues know each other. It is made anew: a selfie says where it was taken."""

    avatar = PictureField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)

    def clean_avatar(self) -> Any:
        file = self.cleaned_data.get("avatar")
        if not file:
            return self._original_avatar
        with refused_in_words():
            return ContentFile(remade(file, most_side=PORTRAIT), name="portrait.jpg")


def ask_for_a_file(post: Any) -> Any:
    """Say that no file came where Wagtail would fail over it: several photos or documents, by a request of one's own."""

    def answer(view: Any, request: HttpRequest) -> HttpResponse:
        if "files[]" not in request.FILES:
            return HttpResponseBadRequest(_("Choose a file."))
        answered: HttpResponse = post(view, request)
        return answered

    return answer


def look_at_every_file() -> None:
    AddView.post = ask_for_a_file(AddView.post)
    AvatarSettingsPanel.form_class = PortraitForm
    # Wagtail's own says nothing of what was refused.
    AvatarSettingsPanel.template_name = "newsroom/desk/portrait.html"
    label = ImportForm.base_fields["import_file"].label
    ImportForm.base_fields["import_file"] = IncomingField(use=REDIRECTS, label=label)
    # A sheet of Excel is an archive, and reading it would unpack it.
    if XLSX in DEFAULT_FORMATS:
        DEFAULT_FORMATS.remove(XLSX)
