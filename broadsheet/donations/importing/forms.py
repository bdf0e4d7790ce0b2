"""What is asked when a file of another site is brought in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from broadsheet.donations.importing.columns import FIELDS, needed_of, processor_named
from broadsheet.donations.importing.reading import MOST_BYTES
from broadsheet.donations.importing.sources import SOURCES, source_named, title_of, used_sources
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
            "CSV as PayPal, Stripe, Donorbox, GiveWP, Givebutter or another site exports it, up to 12 megabytes. "
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
        widget=forms.TextInput(attrs={"list": "gift-sources"}),
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

    alike = forms.BooleanField(
        label=gettext_lazy(
            "They are other gifts: bring in those too that look like gifts in the books"
        ),
        required=False,
    )
    # How the file is brought in; all other fields tell how it is read.
    BRINGING = ("alike", "good_lines", "receipts")

    def __init__(
        self, *args: Any, site: Site, names: list[str], columns: dict[str, str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.site, needed = site, needed_of(names)
        choices = [("", _("not in this file")), *((name, name) for name in names if name)]
        for name, label in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=name in needed,
                initial=columns.get(name, ""),
            )

    def clean_processor(self) -> str:
        found = source_named(self.site, processor_named(self.cleaned_data["processor"]))
        if not found:
            raise forms.ValidationError(_("Write the site's name in letters: paypal."))
        return found

    @property
    def sources(self) -> list[str]:
        """Sources to choose from: those of which gifts stand in the books, then those whose files are known."""
        used = used_sources(self.site)
        others = [one.title for one in SOURCES if one.processor not in used]
        return [title_of(one) for one in used] + others

    @property
    def of_bringing(self) -> list[forms.BoundField]:
        return [self[name] for name in self.BRINGING if name != "alike"]

    @property
    def of_reading(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.BRINGING]

    @property
    def reads_anew(self) -> bool:
        """Whether the file is to be read in another way than it was shown."""
        return bool(set(self.changed_data) - set(self.BRINGING))

    @property
    def columns(self) -> dict[str, str]:
        """Which column is what, as it was chosen."""
        chosen = {name: self.cleaned_data[f"column_{name}"] for name in FIELDS}
        return {name: column for name, column in chosen.items() if column}
