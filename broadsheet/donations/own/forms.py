"""What a donor fills in on her own pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations.models import Donor
from broadsheet.mailbag.mailing import refuse_unfit_address
from broadsheet.mailbag.typed import Line


class AskingForm(forms.Form):
    """The address with which somebody gave."""

    email = Line(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("The one with which you gave. It is used for this alone."),
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "inputmode": "email", "dir": "ltr"}
        ),
        error_messages={"required": gettext_lazy("Write your e-mail address.")},
    )

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip()
        if not address:
            raise ValidationError(_("Write your e-mail address."))
        refuse_unfit_address(address)
        return address


class WishesForm(forms.Form):
    """Whether the paper may mail receipts, and thank in public."""

    wants_mail = forms.BooleanField(
        label=gettext_lazy("Send me receipts by e-mail"), required=False
    )
    wall = forms.ChoiceField(
        label=gettext_lazy("Thanks on the paper’s page of thanks"),
        choices=Donor.Wall.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    wall_name = Line(
        label=gettext_lazy("The other name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Somebody at the paper looks at each name before it is shown."),
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("wall") == Donor.Wall.OTHER and not given.get("wall_name"):
            self.add_error("wall_name", _("Write the name by which you would be thanked."))
        return given
