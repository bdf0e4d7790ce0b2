"""What is filled in on the standards desk's screens."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.mailbag.typed import Line
from broadsheet.standards.forms import Text
from broadsheet.standards.initials import Names
from broadsheet.standards.models import ErrorReport, UnpublishRequest
from broadsheet.stories.forms import CorrectionForm
from broadsheet.stories.models import Story

Remedy = UnpublishRequest.Remedy
CHOOSE = ("", gettext_lazy("Choose"))
LONGEST_OUTCOME = Story._meta.get_field("update_note").max_length
MOST_FORMS = 20


class KindField(forms.ChoiceField):
    """What kind of error it was."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Kind of error"),
            choices=[CHOOSE, *ErrorReport.Kind.choices],
            error_messages={"required": gettext_lazy("Say what kind of error it was.")},
        )


class CorrectForm(CorrectionForm):
    """A correction, with the kind of error for the figures."""

    kind = KindField()


class SlipForm(forms.Form):
    """A slip that was put right without a note."""

    kind = KindField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = ErrorReport.Kind.SPELLING


class AnswerForm(forms.Form):
    """Why there is no error, and in which words whoever reported one hears of it."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[CHOOSE, *ErrorReport.Why.choices],
        error_messages={"required": gettext_lazy("Say why.")},
    )
    words = Text(
        label=gettext_lazy("What is said in the answer"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Empty: our words for that reason."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("why") == ErrorReport.Why.OTHER and not cleaned.get("words"):
            raise ValidationError({"words": _("Write the answer.")})
        return cleaned


class NoteForm(forms.Form):
    """A note for colleagues."""

    words = Text(
        label=gettext_lazy("A note for colleagues"),
        rows=2,
        max_length=2000,
        help_text=gettext_lazy("It stays when the sender's name is erased: write no names."),
        error_messages={"required": gettext_lazy("Write the note.")},
    )


class RecommendForm(forms.Form):
    """What someone who has looked into a request would do."""

    remedy = forms.ChoiceField(
        label=gettext_lazy("What should be done"),
        choices=[CHOOSE, *Remedy.choices],
        error_messages={"required": gettext_lazy("Say what should be done.")},
    )
    words = Text(
        label=gettext_lazy("Why, and what you found"),
        rows=4,
        max_length=4000,
        help_text=gettext_lazy("It stays when the sender's name is erased: write no names."),
        error_messages={"required": gettext_lazy("Say what you found.")},
    )


class ReviewField(forms.DateField):
    """The day on which a decision is looked at again."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Look at it again on"),
            required=False,
            help_text=gettext_lazy("Empty: never."),
            widget=forms.DateInput(attrs={"type": "date"}),
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day <= timezone.localdate():
            raise ValidationError(_("That day has passed. Choose one to come."))
        return day


class AnswerField(Text):
    """What whoever asked is told of the decision."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("What is said in the answer"),
            rows=5,
            max_length=3000,
            required=False,
            help_text=gettext_lazy("Empty: our words for that remedy."),
        )


class DecideForm(forms.Form):
    """What is done about a story. Initials have a screen of their own, on which they are looked at first."""

    remedy = forms.ChoiceField(
        label=gettext_lazy("What is done"),
        choices=[CHOOSE, *(one for one in Remedy.choices if one[0] != Remedy.INITIALS)],
        error_messages={"required": gettext_lazy("Say what is done.")},
    )
    outcome = Line(
        label=gettext_lazy("What came of it"),
        max_length=LONGEST_OUTCOME,
        required=False,
        help_text=gettext_lazy(
            "For “Add what came of it”: a sentence for readers, at the head of the story with today's date. "
            "It takes the place of the update note that stands there."
        ),
    )
    review_on = ReviewField()
    words = AnswerField()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("remedy") == Remedy.OUTCOME and not cleaned.get("outcome"):
            raise ValidationError({"outcome": _("Say in a sentence what came of it.")})
        return cleaned


class InitialsForm(forms.Form):
    """The name that is replaced, in all its forms."""

    name = Line(
        label=gettext_lazy("The name in full"),
        max_length=120,
        help_text=gettext_lazy("As the story has it: Ilse Markham"),
        error_messages={"required": gettext_lazy("Write the name.")},
    )
    alone = Text(
        label=gettext_lazy("And as it stands alone"),
        rows=3,
        max_length=1000,
        required=False,
        help_text=gettext_lazy(
            "One in each line: the last name, a nickname. Beware of others who are called so."
        ),
    )
    in_versions = forms.BooleanField(
        label=gettext_lazy("Remove the name from earlier versions too"),
        required=False,
        help_text=gettext_lazy(
            "The newsroom's versions are changed for good. Without this, colleagues still find it there."
        ),
    )
    review_on = ReviewField()
    words = AnswerField()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if len(cleaned.get("alone", "").splitlines()) > MOST_FORMS:
            raise ValidationError({"alone": _("These are too many. Write the most frequent ones.")})
        return cleaned

    @property
    def names(self) -> Names:
        return Names([self.cleaned_data["name"], *self.cleaned_data["alone"].splitlines()])


class KeepForm(forms.Form):
    """A decision that was looked at again and stays."""

    review_on = ReviewField()
    words = Text(
        label=gettext_lazy("What you found"),
        rows=2,
        max_length=2000,
        required=False,
        help_text=gettext_lazy("It stays when the sender's name is erased: write no names."),
    )
