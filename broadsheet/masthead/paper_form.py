"""What a publisher fills in about the paper; its colours and nameplate are cleaned here and say what is wrong."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from broadsheet.incoming.fields import IncomingField
from broadsheet.incoming.uses import MEGABYTE, Use
from broadsheet.masthead.nameplates import MOST_CHARACTERS

# What of it may stand in a page is for `nameplates.py` to say: it is read, taken apart, and not kept.
DRAWING = Use(gettext_lazy("Nameplate"), ("svg",), MEGABYTE, lambda _file, _ending: None)


class PaperForm(WagtailAdminModelForm):
    """The paper's settings, with a way to hand over the nameplate's drawing as a file."""

    nameplate_file = IncomingField(
        use=DRAWING,
        required=False,
        label=gettext_lazy("nameplate from a file"),
        help_text=gettext_lazy("An .svg file; its drawing takes the place of the one above."),
        widget=forms.FileInput(attrs={"accept": ".svg,image/svg+xml"}),
    )

    def clean_nameplate_file(self) -> str:
        """Return the drawing in the file; whether it may stand in a page is for the model to say."""
        file = self.cleaned_data.get("nameplate_file")
        if not file:
            return ""
        if file.size > 4 * MOST_CHARACTERS:
            raise ValidationError(
                _("The drawing is too large. Simplify its outlines and try again.")
            )
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise ValidationError(_("This is no SVG file.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("nameplate_file"):
            cleaned["nameplate_svg"] = cleaned["nameplate_file"]
        return cleaned
