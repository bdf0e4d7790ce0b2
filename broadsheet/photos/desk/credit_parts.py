"""A credit part by part: how it was understood, in words; and how someone says it who knows better."""

from dataclasses import replace
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from broadsheet.photos.credits.credit import NOTHING, Credit, Relation
from broadsheet.photos.credits.own import names_of_papers
from broadsheet.photos.credits.printing import PLAIN, Pattern, printed
from broadsheet.photos.credits.reading import LONGEST, read_credit, tidy
from broadsheet.photos.models import Photo

# Beside the parts that are kept: somebody said them, and no reading takes their place.
BY_HAND = "by_hand"
LABELS = {
    "creators": _("Who made it"),
    "organisation": _("Of or from"),
    "relation": _("How we got it"),
    "for_whom": _("Made for"),
    "via": _("Through"),
    "platform": _("Seen on, or made by"),
    "account": _("Whose account"),
    "is_video": _("From a video"),
    "is_file": _("From the files"),
    "licence": _("License"),
    "made_from": _("Made from a photo by"),
}
SEVERAL = ("creators", "made_from")
YES_OR_NO = ("is_video", "is_file")


class Understood(NamedTuple):
    """A credit line as the paper prints it, and its parts by their names; none if it is empty or was not understood."""

    line: str
    is_read: bool
    parts: list[tuple[str, str]]


def understood(credit: Credit, pattern: Pattern = PLAIN) -> Understood:
    """Return how a credit was understood.

    >>> said = understood(read_credit("Ilse Markham for AP"))
    >>> said.line, [words for _label, words in said.parts]
    ('Ilse Markham for AP', ['Ilse Markham', 'Made for us', 'AP'])
    """
    parts = [(str(LABELS[name]), _in_words(credit, name)) for name in LABELS]
    found = [(label, words) for label, words in parts if words] if credit.is_read else []
    return Understood(printed(credit, pattern), credit.is_read, found)


def _in_words(credit: Credit, name: str) -> str:
    value = getattr(credit, name)
    if name in SEVERAL:
        return ", ".join(value)
    if name in YES_OR_NO:
        return _now("yes") if value else ""
    return str(Relation(value).label) if name == "relation" and value else str(value)


def _names() -> forms.CharField:
    return forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name a line."),
        max_length=LONGEST,
    )


def _words() -> forms.CharField:
    return forms.CharField(required=False, max_length=120)


class CreditPartsForm(forms.Form):
    """The parts of a photo's credit, for one that was misread."""

    prefix = "part"

    creators = _names()
    organisation = _words()
    relation = forms.ChoiceField(choices=Relation, required=False)
    for_whom = _words()
    via = _words()
    platform = _words()
    account = _words()
    is_video = forms.BooleanField(required=False)
    is_file = forms.BooleanField(required=False)
    licence = _words()
    made_from = _names()
    by_hand = forms.BooleanField(
        label=_("These parts hold, whatever the line seems to say"), required=False
    )

    def __init__(self, *args: Any, photo: Photo, **kwargs: Any) -> None:
        kwargs["initial"] = {**fields_of(photo.credit_read), BY_HAND: is_said_by_hand(photo)}
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = label

    def put_into(self, photo: Photo) -> None:
        """Have a photo keep what was said: the parts, if somebody said them; else its line is read anew.

        Args:
            photo: with the new line in `credit`; it is not saved here.
        """
        line = tidy(photo.credit)
        said = credit_of(self.cleaned_data)
        # Parts that nobody touched go with the line that they were said for.
        is_current = bool(self.changed_data) or photo.credit_parts.get("words") == line
        is_said = (self.cleaned_data[BY_HAND] and is_current) or self._is_other_than(line)
        if not is_said or said.is_empty:
            photo.credit_parts = {}
            photo.read_credit_anew()
            return
        photo.credit = line or printed(said)[:LONGEST]
        photo.credit_parts = {**replace(said, words=tidy(photo.credit)).parts(), BY_HAND: True}

    def _is_other_than(self, line: str) -> bool:
        """Say whether these parts are neither those that the form was opened with nor those that the line gives.

        Without scripts, who says them may forget to say that they hold.
        """
        if not set(self.changed_data) - {BY_HAND}:
            return False
        return fields_of(credit_of(self.cleaned_data)) != fields_of(read_line(line))


def read_line(line: str) -> Credit:
    return read_credit(line, names_of_papers())


def is_said_by_hand(photo: Photo) -> bool:
    return bool(photo.credit_parts.get(BY_HAND))


def fields_of(credit: Credit) -> dict[str, Any]:
    """Return what the form's fields hold for a credit."""
    values = {name: getattr(credit, name) for name in LABELS}
    return {name: "\n".join(value) if name in SEVERAL else value for name, value in values.items()}


def credit_of(fields: dict[str, Any]) -> Credit:
    """Return the credit that the form's fields say."""
    said: dict[str, Any] = {name: fields.get(name) or getattr(NOTHING, name) for name in LABELS}
    for name in SEVERAL:
        said[name] = tuple(
            filter(None, (tidy(one) for one in (fields.get(name) or "").splitlines()))
        )
    return Credit(**said)
