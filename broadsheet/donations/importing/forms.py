"""What is asked when a file of another site is brought in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.donations.importing.columns import FIELDS, NEEDED, processor_named
from broadsheet.donations.importing.reading import MOST_BYTES
from broadsheet.donations.models import GiftFile
from broadsheet.incoming.documents import look_at_text
from broadsheet.incoming.fields import IncomingField
from broadsheet.incoming.uses import Use

GIFTS = Use(gettext_lazy("Gifts of another site"), ("csv", "tsv", "txt"), MOST_BYTES, look_at_text)


class FileOfGiftsForm(forms.Form):
    """The file itself."""

    file = IncomingField(
        use=GIFTS,
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV as PayPal, Stripe, Donorbox, Givebutter or another site exports it, up to 12 megabytes. "
            "You see what is in it before anything is brought in."
        ),
    )


class ColumnsForm(forms.Form):
    """Whose file it is, which column is what, and what is done with its gifts."""

    processor = forms.CharField(
        label=gettext_lazy("Which site it is from"),
        max_length=60,
        help_text=gettext_lazy(
            "In one or two words, always the same: paypal, community-foundation."
        ),
    )
    order = forms.ChoiceField(
        label=gettext_lazy("How it writes days"), choices=GiftFile.Order.choices, required=False
    )
    receipts = forms.BooleanField(
        label=gettext_lazy("Send donors our receipts for these gifts"),
        required=False,
        help_text=gettext_lazy("The other site has sent its own, as a rule."),
    )
    good_lines = forms.BooleanField(
        label=gettext_lazy("Bring in the good lines, although some cannot be read"), required=False
    )

    def __init__(self, *args: Any, names: list[str], columns: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("not in this file")), *((name, name) for name in names if name)]
        for name, label in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=name in NEEDED,
                initial=columns.get(name, ""),
            )

    def clean_processor(self) -> str:
        found = processor_named(self.cleaned_data["processor"])
        if not found:
            raise forms.ValidationError(_("Write the site's name in letters: paypal."))
        return found

    @property
    def columns(self) -> dict[str, str]:
        """Which column is what, as it was chosen."""
        chosen = {name: self.cleaned_data[f"column_{name}"] for name in FIELDS}
        return {name: column for name, column in chosen.items() if column}
