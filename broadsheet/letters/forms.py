"""The form of a letter, as a reader fills it in; and the same as an editor types in what came by post or phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from broadsheet.letters.checking import elections_on, length_fault
from broadsheet.letters.models import Letter, LetterRules
from broadsheet.mailbag.mailing import can_mail, refuse_unfit_address
from broadsheet.mailbag.people import phone_form
from broadsheet.mailbag.typed import Line, plain_text
from broadsheet.stories.models import Story
from broadsheet.stories.papers import story_named

# What is said where nothing was filled in.
MISSING = {
    "text": gettext_lazy("Write your letter."),
    "name": gettext_lazy("Write your name in full."),
    "town": gettext_lazy("Write the town you live in."),
    "street": gettext_lazy("Write your street and number. They are never printed."),
    "phone": gettext_lazy("Write a phone number at which we reach you in the daytime."),
    "email": gettext_lazy("Write your e-mail address. We send the link there."),
}


class LetterForm(forms.Form):
    """What a reader sends. `text` says itself what must be put right; every other error is one sentence too."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What you send"),
        choices=Letter.Kind.choices,
        initial=Letter.Kind.LETTER,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Your letter"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )
    headline = Line(
        label=gettext_lazy("Headline"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("If you have one in mind; we may choose another."),
    )
    answers = forms.CharField(
        label=gettext_lazy("The story it answers"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Its address, if it answers one of ours."),
    )
    race = forms.ChoiceField(
        label=gettext_lazy("About the election"),
        required=False,
        help_text=gettext_lazy(
            "If your letter is for or against somebody or something on the ballot."
        ),
    )
    is_candidates = forms.BooleanField(
        label=gettext_lazy("I am a candidate, or work for one"), required=False
    )
    name = Line(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("In full. It is printed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    town = Line(
        label=gettext_lazy("Your town"),
        max_length=80,
        help_text=gettext_lazy("It is printed."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    street = Line(
        label=gettext_lazy("Street and number"),
        max_length=200,
        help_text=gettext_lazy("Never printed. It is erased 90 days after we have decided."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    phone = Line(
        label=gettext_lazy("Phone in the daytime"),
        max_length=40,
        help_text=gettext_lazy("Never printed. We call to ask whether the letter is yours."),
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
        ),
    )
    best_time = Line(label=gettext_lazy("Best time to call"), max_length=80, required=False)
    email = Line(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy(
            "Never printed. We send you a link by which you confirm the letter."
        ),
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "inputmode": "email", "dir": "ltr"}
        ),
    )
    stake = Line(
        label=gettext_lazy("Your part in it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A position, a group or a business that readers should know of."),
    )
    own_words = forms.BooleanField(label=gettext_lazy("These are my own words"), required=False)
    only_here = forms.BooleanField(
        label=gettext_lazy("I have sent this to no other paper"), required=False
    )
    machine = Line(
        label=gettext_lazy("Help by AI"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What it did, if you used any. Empty: none."),
    )

    def __init__(self, *args: Any, site: Site, rules: LetterRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site, self.rules = site, rules
        for name, sentence in MISSING.items():
            self.fields[name].error_messages["required"] = sentence
        if not can_mail():
            self.fields["email"].required = False
            self.fields["email"].help_text = _("Never printed. If you have one.")
        if not rules.takes_columns:
            del self.fields["kind"]
        if rules.machines == LetterRules.Machines.NOTHING:
            del self.fields["machine"]
        elif rules.machines == LetterRules.Machines.REFUSE:
            self.fields["machine"] = forms.BooleanField(
                label=gettext_lazy("I wrote it myself, without AI")
            )
        sides = [
            (f"{race}: {side}", side)
            for election in elections_on(rules)
            for race, listed in election.race_list.items()
            for side in listed
        ]
        if sides:
            self._offer(sides)
        else:
            del self.fields["race"], self.fields["is_candidates"]

    def _offer(self, sides: list[tuple[str, str]]) -> None:
        races: dict[str, list[tuple[str, str]]] = {}
        for value, side in sides:
            races.setdefault(value.rpartition(": ")[0], []).append((value, side))
        self.fields["race"].choices = [("", _("Not about an election")), *races.items()]  # type: ignore[attr-defined]

    @property
    def kind_sent(self) -> str:
        return str(self.cleaned_data.get("kind") or Letter.Kind.LETTER)

    def clean_text(self) -> str:
        text = plain_text(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write your letter."))
        if fault := length_fault(self.rules, self.kind_sent, text):
            raise ValidationError(fault)
        return text

    def clean_answers(self) -> Story | None:
        """Take an address of ours, whole or its path alone."""
        given = self.cleaned_data["answers"].strip()
        if not given:
            return None
        story = story_named(given, self.site)
        if story is None:
            raise ValidationError(
                _("We have no story at that address. Copy it from the story, or leave this empty.")
            )
        return story

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not phone_form(phone):
            raise ValidationError(_("Write a phone number with its area code, as in 715 555 0134."))
        return phone

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip()
        if address:
            refuse_unfit_address(address)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = cleaned.get("race", "")
        race, _colon, side = given.rpartition(": ")
        cleaned["race"], cleaned["side"] = race, side
        if self.rules.machines == LetterRules.Machines.REFUSE:
            cleaned["machine"] = ""
        return cleaned


class TypedForm(LetterForm):
    """A letter that came by post, phone or mail, typed in by an editor: what the writer did not tell may be left out."""

    came_by = forms.ChoiceField(
        label=gettext_lazy("Came by"),
        choices=[one for one in Letter.CameBy.choices if one[0] != Letter.CameBy.FORM],
    )
    may_be_missing = ("street", "phone", "email", "machine")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.may_be_missing:
            if name in self.fields:
                self.fields[name].required = False
        self.order_fields(["came_by"])
