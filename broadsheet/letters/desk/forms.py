"""What an editor fills in on a letter's screen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.letters.models import Call, Letter
from broadsheet.mailbag.typed import Line, plain_text


class EditForm(forms.Form):
    """Headline and text as they would be printed."""

    headline = Line(label=gettext_lazy("Headline"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 18})
    )

    def clean_text(self) -> str:
        return plain_text(self.cleaned_data["text"])


class CallForm(forms.ModelForm[Call]):
    """How a call to the writer went."""

    class Meta:
        model = Call
        fields = ("outcome", "number_from_elsewhere")
        widgets = {"outcome": forms.RadioSelect}
        labels = {
            "outcome": gettext_lazy("How it went"),
        }


class ReadingForm(forms.ModelForm[Letter]):
    """What an editor looks for in a letter."""

    class Meta:
        model = Letter
        fields = (
            *("criticises", "reply"),
            *("accuses", "tells_of_private", "tells_of_child", "cleared_because"),
            "no_new_charge",
        )

    def __init__(self, *args: Any, is_quiet: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_quiet:
            self.fields["no_new_charge"].widget = forms.HiddenInput()


class NoteForm(forms.Form):
    """A note for colleagues."""

    words = forms.CharField(
        label=gettext_lazy("A note for colleagues"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SendEditForm(forms.Form):
    """What the writer is told with the edit."""

    words = forms.CharField(
        label=gettext_lazy("A line to the writer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeclineForm(forms.Form):
    """Why a letter is not printed, and in which words its writer hears of it."""

    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=Letter.Why.choices)
    words = forms.CharField(
        label=gettext_lazy("What its writer is told"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Empty: our words for that reason."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("why") == Letter.Why.OTHER and not cleaned.get("words"):
            raise ValidationError({"words": _("Write what its writer is told.")})
        return cleaned


class PublishForm(forms.Form):
    """What is said of copies when a letter is printed."""

    tells_copies = forms.BooleanField(
        label=gettext_lazy("Say below it how many sent nearly the same words"), required=False
    )

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            self.fields["tells_copies"].widget = forms.HiddenInput()


class ScheduleForm(PublishForm):
    """When a letter is printed, too."""

    field_order = ("moment", "tells_copies")
    moment = forms.DateTimeField(
        label=gettext_lazy("Print on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_moment(self) -> Any:
        moment = self.cleaned_data["moment"]
        if moment <= timezone.now():
            raise ValidationError(_("That moment has passed. Choose one to come, or print it now."))
        return moment


class ReleaseForm(forms.Form):
    """Why a letter whose words are mostly another's is printed all the same."""

    because = Line(label=gettext_lazy("Why it is printed all the same"), max_length=300)
