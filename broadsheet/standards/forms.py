"""The two forms that readers fill in: an error in a story, and a request to change or take one down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from broadsheet.mailbag.mailing import refuse_unfit_address
from broadsheet.mailbag.people import phone_form
from broadsheet.mailbag.typed import Line, plain_text
from broadsheet.standards.models import UnpublishRequest, rules_of
from broadsheet.stories.models import Story
from broadsheet.stories.papers import story_named

Reason = UnpublishRequest.Reason


class Text(forms.CharField):
    """Words in several lines."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return plain_text(super().to_python(value) or "")


class AboutStory(forms.Form):
    """What both forms ask: which story, and who writes."""

    story = forms.CharField(
        label=gettext_lazy("The story"),
        max_length=500,
        help_text=gettext_lazy("Its address, as it stands in your browser."),
        error_messages={"required": gettext_lazy("Say which story: copy its address.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
    )
    name = Line(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = Line(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "inputmode": "email", "dir": "ltr"}
        ),
    )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site

    def clean_story(self) -> Story:
        story = story_named(self.cleaned_data["story"], self.site)
        if story is None:
            raise ValidationError(
                _("We have no story at that address. Copy it from the story you mean.")
            )
        return story

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip()
        if address:
            refuse_unfit_address(address)
        return address


class ReportForm(AboutStory):
    """An error in a story."""

    passage = Text(
        label=gettext_lazy("What the story says"),
        rows=4,
        max_length=2000,
        help_text=gettext_lazy("Copied from the story: the sentence, the caption, the figure."),
        error_messages={"required": gettext_lazy("Copy the passage from the story.")},
    )
    wrong = Text(
        label=gettext_lazy("What is wrong with it"),
        rows=4,
        max_length=4000,
        error_messages={"required": gettext_lazy("Say what is wrong.")},
    )
    right = Text(
        label=gettext_lazy("What is right, if you know"), rows=3, max_length=4000, required=False
    )
    source = Text(
        label=gettext_lazy("How you know"),
        rows=2,
        max_length=2000,
        required=False,
        help_text=gettext_lazy("A link, a document, or that you were there."),
    )
    tell = forms.BooleanField(label=gettext_lazy("Tell me what came of it"), required=False)
    field_order = ("story", "passage", "wrong", "right", "source", "name", "email", "tell")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("If you like. It is erased 90 days after we decide.")
        self.fields["email"].help_text = _("Needed only if you want to hear from us.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("tell") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address at which we tell you."))
        return cleaned


class RequestForm(AboutStory):
    """A request to change or take down a story."""

    asker = forms.ChoiceField(
        label=gettext_lazy("Who asks"),
        choices=UnpublishRequest.Asker.choices,
        error_messages={"required": gettext_lazy("Say who you are to the story.")},
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=Reason.choices,
        error_messages={"required": gettext_lazy("Choose the reason that comes closest.")},
        widget=forms.RadioSelect,
    )
    why = Text(
        label=gettext_lazy("In your words"),
        rows=6,
        max_length=6000,
        help_text=gettext_lazy("What has happened since, and what the story does to you."),
        error_messages={"required": gettext_lazy("Tell us in your words.")},
    )
    asks = Text(
        label=gettext_lazy("What you ask for"),
        rows=3,
        max_length=2000,
        error_messages={"required": gettext_lazy("Say what you ask for.")},
    )
    phone = Line(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
        ),
    )
    field_order = ("story", "asker", "reason", "why", "asks", "name", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in (
            ("name", _("Write your name in full.")),
            ("email", _("Write the e-mail address at which we answer.")),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.fields["email"].help_text = _(
            "Name, e-mail and phone are locked up, and erased 90 days after we decide."
        )

    @property
    def is_about_an_error(self) -> bool:
        """Whether what is asked for is a correction: that is another form's business."""
        is_wrong = self.data.get("reason") == Reason.WRONG
        return is_wrong and rules_of(self.site).takes_reports

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if self.is_about_an_error:
            raise ValidationError(
                _("What is wrong is corrected, and quickly: report the error instead.")
            )
        return reason

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not phone_form(phone):
            raise ValidationError(_("Write a phone number with its area code, as in 715 555 0134."))
        return phone
