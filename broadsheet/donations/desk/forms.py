"""What is filled in at the desk for gifts. What was typed stays in a form that is refused."""

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Site

from broadsheet.donations import batches, donors
from broadsheet.donations.errors import DonationError, MoneyError
from broadsheet.donations.models import Campaign, Donor, Payment, Pledge, rules_of
from broadsheet.donations.money import Money, read_money
from broadsheet.donations.reference import read_code
from broadsheet.mailbag.people import name_form
from broadsheet.mailbag.typed import Line, plain_text

DAY = {"type": "date"}


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more)


class SumField(forms.CharField):
    """A sum of money, read as people write it, in the currency that its form is given."""

    currency = "USD"

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        try:
            return read_money(words, self.currency)
        except MoneyError as refusal:
            raise ValidationError(str(refusal)) from refusal


class CodeField(Line):
    """The code of a slip or pledge, as it is read out or typed."""

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        code = read_code(words) if words else ""
        if words and not code:
            raise ValidationError(no_code())
        return code


def no_code() -> str:
    return _("This is no code of a slip or pledge: it has eight letters and digits. Look again.")


def looks_like_code(typed: str) -> bool:
    """Say whether whoever typed this may have meant a code: eight letters and digits, one of them a digit.

    >>> looks_like_code("6xrc-rab7"), looks_like_code("ZZZZ 9999"), looks_like_code("Ada Lund")
    (True, True, False)
    """
    plain = re.sub(r"[\s\-–.]", "", typed)
    return bool(re.fullmatch(r"[A-Za-z0-9]{8}", plain) and re.search(r"\d", plain))


class DeskForm(forms.Form):
    """A form for one paper: sums are in its currency, campaigns are its own."""

    def __init__(self, *args: Any, site: Site, currency: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.site = site
        for field in self.fields.values():
            if isinstance(field, SumField):
                field.currency = currency or rules_of(site).currency
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = Campaign.objects.filter(site=site).order_by("-begins", "name")


class SlipForm(DeskForm):
    """A batch's slip."""

    received_on = DayField(label=gettext_lazy("Received on"))
    slip = SumField(label=gettext_lazy("Total of the deposit slip"))
    slip_number = Line(label=gettext_lazy("Number of the slip"), max_length=40, required=False)
    is_long_ago = forms.BooleanField(
        label=gettext_lazy("The day is right: it came that long ago"), required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        try:
            day = DayField().to_python(self["received_on"].value())
        except ValidationError:
            day = None
        if day is None or not batches.is_long_ago(self.site, day):
            del self.fields["is_long_ago"]


def campaign_field() -> "forms.ModelChoiceField[Campaign]":
    return forms.ModelChoiceField(
        Campaign.objects.none(),
        label=pgettext_lazy("for gifts", "Campaign"),
        required=False,
        empty_label=pgettext_lazy("a campaign for gifts", "None"),
    )


class WhoForm(DeskForm):
    """Who gave. What is typed is a name, or the code of a slip or pledge; `donor` is who was chosen from the list."""

    donor = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)
    who = Line(
        label=gettext_lazy("Donor, or code of a slip or pledge"), max_length=160, required=False
    )
    is_name = forms.BooleanField(label=gettext_lazy("This is the donor’s name"), required=False)
    is_new = forms.BooleanField(label=gettext_lazy("Another donor of that name"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # What was typed looks like a code, and is none.
        self.is_no_code = False
        for name, field in self.fields.items():
            if name in ("who", "cheque_number", "street", "town", "email"):
                field.widget.attrs["autocomplete"] = "off"

    def clean_donor(self) -> Donor | None:
        key = self.cleaned_data["donor"]
        if key is None:
            return None
        found = Donor.objects.filter(site=self.site, pk=key).first()
        if found is None:
            raise ValidationError(_("This donor is not here. Choose one from the list."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        who = cleaned.get("who", "")
        code = read_code(who)
        cleaned["name"] = "" if code or cleaned.get("donor") else who
        cleaned["code"] = code or cleaned.get("code", "")
        if len(cleaned["name"]) > 120:
            self.add_error("who", _("Write a name of at most 120 signs."))
        # Nobody is given a receipt in the name of a code that was mistyped.
        self.is_no_code = looks_like_code(cleaned["name"]) and not cleaned.get("is_name")
        if self.is_no_code:
            self.add_error("who", no_code())
        return cleaned


class RowForm(WhoForm):
    """One row of a batch."""

    key = forms.RegexField(r"^[\w-]{8,40}$", widget=forms.HiddenInput)
    amount = SumField(label=gettext_lazy("Amount"))
    cheque_number = Line(label=gettext_lazy("Check number"), max_length=40, required=False)
    cheque_bank = Line(label=gettext_lazy("Bank"), max_length=80, required=False)
    street = Line(label=gettext_lazy("Street of a new donor"), max_length=120, required=False)
    town = Line(label=gettext_lazy("Town and postcode"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    method = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(one.value, one.label) for one in (Payment.Method.CHEQUE, Payment.Method.CASH)],
        required=False,
    )
    campaign = campaign_field()
    is_no_copy = forms.BooleanField(label=gettext_lazy("This is another check"), required=False)

    @staticmethod
    def new_key() -> str:
        return uuid.uuid4().hex

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed: such a row is none."""
        typed = ("amount", "cheque_number", "cheque_bank", "who", "donor", "street", "town")
        return not any(self.data.get(name, "").strip() for name in (*typed, "email"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["method"] = cleaned.get("method") or Payment.Method.CHEQUE
        if cleaned["method"] == Payment.Method.CHEQUE and not cleaned.get("cheque_number"):
            self.add_error("cheque_number", _("Write the number that is printed on the check."))
        return cleaned


class MoneyForm(DeskForm):
    """Money that came beside batches."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    amount = SumField(label=gettext_lazy("Amount"))
    on = DayField(label=gettext_lazy("Came on"))
    method = forms.ChoiceField(
        label=pgettext_lazy("the way of money", "By"),
        choices=[
            (one.value, one.label)
            for one in (Payment.Method.BANK, Payment.Method.CARD, Payment.Method.OTHER)
        ],
    )
    reference = Line(
        label=gettext_lazy("Reference on the statement"), max_length=40, required=False
    )
    code = CodeField(
        label=gettext_lazy("Code of the slip or pledge"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("If one was named. Then its donor is known."),
    )
    name = Line(label=gettext_lazy("Name, of a new donor"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    campaign = campaign_field()


class PledgeMoneyForm(DeskForm):
    """Money that came for a pledge."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    amount = SumField(label=gettext_lazy("Amount"))
    on = DayField(label=gettext_lazy("Came on"))
    method = forms.ChoiceField(
        label=pgettext_lazy("the way of money", "By"),
        choices=[
            (one.value, one.label)
            for one in (Payment.Method.BANK, Payment.Method.CARD, Payment.Method.OTHER)
        ],
    )
    reference = Line(
        label=gettext_lazy("Reference on the statement"), max_length=40, required=False
    )


class ReturnForm(forms.Form):
    """That a cheque came back."""

    on = DayField(label=gettext_lazy("Came back on"))
    reason = Line(
        label=gettext_lazy("Why, in the bank’s words"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("No name: it stays in the record of acts."),
    )


class RefundForm(DeskForm):
    """What goes back."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    amount = SumField(label=gettext_lazy("Paid back"))
    on = DayField(label=gettext_lazy("On"))
    reason = Line(
        label=gettext_lazy("Why"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("No name: it stays in the record of acts."),
    )


class CorrectionForm(WhoForm):
    """A cheque as it should have been typed."""

    amount = SumField(label=gettext_lazy("Amount"))
    cheque_number = Line(label=gettext_lazy("Check number"), max_length=40, required=False)
    cheque_bank = Line(label=gettext_lazy("Bank"), max_length=80, required=False)
    code = CodeField(
        label=gettext_lazy("Code of the slip or pledge"), max_length=40, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # Who else is called so, each with words by which she is told from the others.
        self.namesakes: list[tuple[Donor, str]] = []

    def clean(self) -> dict[str, Any]:
        donor, who = self.cleaned_data.get("donor"), self.cleaned_data.get("who", "")
        # Another name was typed over that of whoever was chosen before.
        if donor is not None and name_form(donor.name) != name_form(who):
            self.cleaned_data["donor"] = None
        cleaned = super().clean()
        if cleaned["name"] and not cleaned.get("is_new"):
            same = donors.namesakes(self.site, cleaned["name"])
            self.namesakes = [(one, donors.described(one)) for one in same]
        if self.namesakes:
            self.add_error("who", donors.name_is_known())
        return cleaned


class DonorForm(forms.Form):
    """What is known of a donor."""

    name = Line(label=gettext_lazy("Name"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    address = forms.CharField(
        label=gettext_lazy("Postal address"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wants_mail = forms.BooleanField(label=gettext_lazy("Wants receipts by e-mail"), required=False)
    wall = forms.ChoiceField(
        label=gettext_lazy("Thanked in public"),
        choices=Donor.Wall.choices,
        help_text=gettext_lazy("Only what the donor has said."),
    )
    wall_name = Line(label=gettext_lazy("By which name"), max_length=120, required=False)
    notes = forms.CharField(
        label=pgettext_lazy("about a donor", "Notes"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_address(self) -> str:
        return plain_text(self.cleaned_data["address"])

    def clean_notes(self) -> str:
        return plain_text(self.cleaned_data["notes"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("wall") == Donor.Wall.OTHER and not cleaned.get("wall_name"):
            self.add_error("wall_name", _("Write the name under which this donor is thanked."))
        return cleaned


class NoteForm(forms.Form):
    """The text of thank-you notes."""

    text = forms.CharField(
        label=gettext_lazy("Text of the notes"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean_text(self) -> str:
        return plain_text(self.cleaned_data["text"])


def refuse(form: forms.Form, refusal: DonationError, field: str | None = None) -> None:
    """Say in a form why what it asks for was not done."""
    form.add_error(field, str(refusal))


def left_of(pledge: Pledge, came: Money) -> Money:
    """Return what is still to come of a pledge; nothing, if more came than was pledged."""
    return max(pledge.amount - came, Money(0, pledge.currency), key=lambda money: money.minor)
