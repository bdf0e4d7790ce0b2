"""What a reader fills in to write to somebody at the paper."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.mailbag.mailing import refuse_unfit_address
from broadsheet.mailbag.typed import Line, plain_text

LONGEST = 20_000


class MessageForm(forms.Form):
    """A message: what its writer says, who she is, and how she can be answered."""

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": gettext_lazy("Write your message."),
            "max_length": gettext_lazy(
                "Shorten it to %(limit_value)s signs; it has %(show_value)s. What is longer goes by post."
            ),
        },
    )
    name = Line(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    email = Line(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("If you want an answer. Only those who read the message see it."),
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "inputmode": "email", "dir": "ltr"}
        ),
    )

    def clean_text(self) -> str:
        text = plain_text(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write your message."))
        return text

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not name:
            raise ValidationError(_("Write your name."))
        return name

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip()
        if address:
            refuse_unfit_address(address)
        return address
