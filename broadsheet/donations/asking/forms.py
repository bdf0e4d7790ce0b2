"""The form of a gift as a reader fills it in. Sums, ways and currency are the paper's own: what a browser sends is only a choice."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.models import Site

from broadsheet.donations.asking.own_ways import CHEQUE, PLEDGE, ways_to_fulfil
from broadsheet.donations.asking.page import Asking
from broadsheet.donations.asking.sums import fee_fixed, least_by_card, sums_of
from broadsheet.donations.asking.ways_to_give import MONTH, ONCE, YEAR, WayToGive, ways_of
from broadsheet.donations.beginning import PLEDGE_DUE
from broadsheet.donations.errors import MoneyError
from broadsheet.donations.models import Donor
from broadsheet.donations.models.gift import Asked
from broadsheet.donations.money import Money, read_money
from broadsheet.donations.posting.directions import in_sentence
from broadsheet.mailbag.mailing import refuse_unfit_address
from broadsheet.mailbag.typed import Line, plain_text
from broadsheet.masthead.models import paper_of
from broadsheet.press.asking import rank_of_path

OWN = "own"
PATH = re.compile(r"/(?:[\w-]+/)*")
# Nobody promises for longer ahead.
LONGEST_PLEDGE = timedelta(days=366)


class GiftForm(forms.Form):
    """What a reader sends. Every error is one sentence that says what to do."""

    often = forms.ChoiceField(
        choices=[(ONCE, ""), (MONTH, ""), (YEAR, "")],
        initial=ONCE,
        required=False,
        widget=forms.HiddenInput,
    )
    sum = forms.ChoiceField(label=gettext_lazy("Amount"), required=False, widget=forms.RadioSelect)
    own = Line(
        label=gettext_lazy("Another amount"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    for_campaign = forms.BooleanField(required=False, initial=True)
    way = forms.ChoiceField(
        label=gettext_lazy("How you give"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you give.")},
    )
    covers_fee = forms.BooleanField(required=False)
    pledge_way = forms.ChoiceField(
        label=gettext_lazy("How you mean to pay"), required=False, widget=forms.RadioSelect
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        required=False,
        help_text=gettext_lazy("Empty: within thirty days."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as in 2027-03-31.")},
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
    honour = forms.ChoiceField(
        label=gettext_lazy("In honor or memory of somebody"),
        choices=Asked.Honour.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    honoured = Line(label=gettext_lazy("Of whom"), max_length=120, required=False)
    message = forms.CharField(
        label=gettext_lazy("A word to the newsroom"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    wall = forms.ChoiceField(
        label=gettext_lazy("May we thank you by name on our page?"),
        choices=Donor.Wall.choices,
        initial=Donor.Wall.NO,
        required=False,
        widget=forms.RadioSelect,
    )
    wall_name = Line(
        label=gettext_lazy("The other name"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As it should stand there: “A reader in Harrow”."),
    )
    asked_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, site: Site, often: str = ONCE, chosen: Money | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.site, self.asking = site, Asking(site)
        self.rules = self.asking.rules
        sent = self.data.get("often") if self.is_bound else often
        self.shown_often: str = sent if sent in (ONCE, MONTH, YEAR) else ONCE
        self.initial["often"] = self.shown_often
        self.ways = ways_of(site, self.shown_often)
        self._offer_sums(chosen)
        self._offer_ways()
        if self.asking.campaign is None:
            del self.fields["for_campaign"]
        if not self.rules.names_donors:
            del self.fields["wall"], self.fields["wall_name"]

    def _offer_sums(self, chosen: Money | None) -> None:
        self.sums = {one.plain: one for one in sums_of(self.site, self.shown_often)}
        listed = [(plain, str(one)) for plain, one in self.sums.items()]
        self.fields["sum"].choices = [*listed, (OWN, pgettext("amount", "Other"))]  # type: ignore[attr-defined]
        self.fields["sum"].error_messages["invalid_choice"] = _("Choose one of the amounts.")
        if chosen is not None:
            self.initial["sum"] = chosen.plain

    def _offer_ways(self) -> None:
        self.fields["way"].choices = [(one.name, one.label) for one in self.ways]  # type: ignore[attr-defined]
        self.fields["way"].error_messages["invalid_choice"] = _("Choose how you give.")
        if self.ways:
            self.initial["way"] = self.ways[0].name
        fulfilling = ways_to_fulfil(self.site)
        if any(one.name == PLEDGE for one in self.ways) and fulfilling:
            self.fields["pledge_way"].choices = fulfilling  # type: ignore[attr-defined]
            self.initial["pledge_way"] = fulfilling[0][0]
        else:
            del self.fields["pledge_way"], self.fields["due_on"]
        by_cheque = any(one.name == CHEQUE for one in self.ways)
        self.fields["email"].help_text = (
            _("For your receipt. Leave it empty if you mail a check and want it on paper.")
            if by_cheque
            else _("For your receipt.")
        )
        if not (self.rules.covers_fees and any(one.is_by_card for one in self.ways)):
            del self.fields["covers_fee"]

    @property
    def needs_said(self) -> list[tuple[WayToGive, str]]:
        """What each way cannot do without, in a sentence."""
        said = {
            frozenset({"name", "email"}): _("%(way)s: we need your name and your e-mail."),
            frozenset({"name"}): _("%(way)s: we need your name."),
            frozenset({"email"}): _("%(way)s: we need your e-mail."),
        }
        return [(one, said[one.needs] % {"way": one.label}) for one in self.ways if one.needs]

    @property
    def fee_said(self) -> dict[str, str]:
        """The processor's fee as it stands in a sentence: 2.9% and $0.30."""
        percent = Decimal(self.rules.fee_percent).normalize()
        return {
            "percent": in_sentence(number_format(f"{percent:f}") + "%"),
            "fixed": in_sentence(fee_fixed(self.rules).exact),
        }

    @property
    def chosen_way(self) -> WayToGive | None:
        name = self.cleaned_data.get("way")
        return next((one for one in self.ways if one.name == name), None)

    def clean_often(self) -> str:
        """Take how often it comes; the page offers what works, and nothing else is taken."""
        often: str = self.cleaned_data["often"] or ONCE
        if not self.ways:
            raise ValidationError(_("Nobody can give so often here. Choose another."))
        return often

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip()
        if address:
            refuse_unfit_address(address)
        return address

    def clean_message(self) -> str:
        return plain_text(self.cleaned_data["message"])

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        today = timezone.localdate(timezone=paper_of(self.site).zone)
        if due is not None and not today <= due <= today + LONGEST_PLEDGE:
            raise ValidationError(_("Choose a day from today on, within a year."))
        return due

    def clean_asked_on(self) -> str:
        """Keep the page alone on which it was asked for, if it is one of the paper's."""
        path: str = self.cleaned_data["asked_on"]
        is_ours = PATH.fullmatch(path) and len(path) <= 255 and rank_of_path(path) is not None
        return path if is_ours else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_sum(cleaned)
        way = self.chosen_way
        if way is not None:
            self._check_way(way, cleaned)
        if cleaned.get("honour") and not cleaned.get("honoured") and "honoured" not in self.errors:
            self.add_error("honoured", _("Write the name, or choose “Nobody” above."))
        if cleaned.get("wall") == Donor.Wall.OTHER and not cleaned.get("wall_name"):
            self.add_error("wall_name", _("Write the name under which we may thank you."))
        if cleaned.get("wall") == Donor.Wall.NAME and not cleaned.get("name"):
            self.add_error("name", _("Write your name, since you wish to be thanked by it."))
        return cleaned

    def _check_sum(self, cleaned: dict[str, Any]) -> None:
        """Take the sum: one of the paper's, or the reader's own, which is read in the paper's currency."""
        if {"sum", "own"} & set(self.errors):
            return
        try:
            # What was typed was meant, whatever stands marked above it.
            if cleaned.get("own"):
                cleaned["amount"] = read_money(cleaned["own"], self.rules.currency)
            elif cleaned.get("sum") in self.sums:
                cleaned["amount"] = self.sums[cleaned["sum"]]
            elif cleaned.get("sum") == OWN:
                self.add_error("own", _("Write the amount that you give."))
            else:
                self.add_error("sum", _("Choose one of the amounts, or write your own."))
        except MoneyError as error:
            self.add_error("own", str(error))

    def _check_way(self, way: WayToGive, cleaned: dict[str, Any]) -> None:
        missing = {
            "name": _("Write your name."),
            "email": _("Write your e-mail address. Your receipt goes there."),
        }
        for field in sorted(way.needs):
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, missing[field])
        amount = cleaned.get("amount")
        if way.is_by_card and amount is not None and amount < least_by_card(self.rules):
            words = _("By card we take %(least)s and more. Choose a larger amount or another way.")
            least = in_sentence(str(least_by_card(self.rules)))
            self.add_error("own", words % {"least": least})
        if way.name == PLEDGE:
            if not cleaned.get("pledge_way") and "pledge_way" not in self.errors:
                self.add_error("pledge_way", _("Choose how you mean to pay."))
            today = timezone.localdate(timezone=paper_of(self.site).zone)
            cleaned["due_on"] = cleaned.get("due_on") or today + PLEDGE_DUE
