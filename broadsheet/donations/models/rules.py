"""How one paper asks for gifts and takes them: ways, sums, what the law needs to know; and its campaigns."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from broadsheet.donations.errors import MoneyError, WordingError
from broadsheet.donations.money import Money, is_currency, read_money
from broadsheet.donations.tax_words import read_ein
from broadsheet.masthead.models import paper_of
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source
from broadsheet.press.sources import Source

# What a page has noted that was printed before the paper had rules of its own.
NO_RULES = "list:gift-rules"
# Names that others chose, and the paper's own in law: "charity" may stand in them, and no promise about taxes.
NAMES_OF_OTHERS = frozenset(
    {"elsewhere_name", "sponsor_name", "sponsor_fund", "matcher", "legal_name", "street_address"}
)


def refused_words(
    source: models.Model, fields: tuple[str, ...], site: Site, **about_to_be: Any
) -> dict[str, str]:
    """Return what is wrong with fields that readers see beside a button: words that only a charity may say, by field.

    Args:
        fields: those of `source` that are looked at; in those that `NAMES_OF_OTHERS` lists, names keep the word "charity".
        about_to_be: as for `refused_in`.
    """
    # What is said about taxes is made from these rules.
    from broadsheet.donations.wording import refuse_charitys_words

    wrong: dict[str, str] = {}
    for name in fields:
        words, is_name = str(getattr(source, name)), name in NAMES_OF_OTHERS
        try:
            refuse_charitys_words(site, words, is_name=is_name, **about_to_be)
        except WordingError as error:
            wrong[name] = str(error)
    return wrong


def check_currency(code: str) -> None:
    if not is_currency(code):
        raise ValidationError(_("Write the currency's code in three capitals: USD."))


@register_setting(icon="pick", order=130)
class GiftRules(Source, BaseSiteSetting):
    """How one paper takes gifts."""

    source_kind = "gift-rules"
    # What readers are shown of it; what is said about taxes is looked at by itself.
    shown_texts: ClassVar[tuple[str, ...]] = (
        *("payee", "cheque_address", "bank_details", "elsewhere_name"),
        *("sponsor_name", "sponsor_fund"),
    )

    takes_gifts = models.BooleanField(
        _("asks for gifts"), default=True, help_text=_("Unset: no page asks for any.")
    )
    currency = models.CharField(max_length=3, default="USD", validators=[check_currency])
    sums = models.CharField(
        _("sums offered for one gift"),
        max_length=80,
        default="25 50 100 250",
        help_text=_("Parted by spaces. Readers may always write another."),
    )
    sums_monthly = models.CharField(
        _("sums offered each month"), max_length=80, default="5 10 15 25"
    )
    least = models.CharField(_("smallest gift by card"), max_length=12, default="1")
    takes_cheques = models.BooleanField(_("takes checks by post"), default=True)
    payee = models.CharField(
        _("checks are made out to"),
        max_length=120,
        blank=True,
        help_text=_("Empty: the paper's legal name."),
    )
    cheque_address = models.TextField(
        _("and sent to"), blank=True, help_text=_("Empty: the paper's street address.")
    )
    takes_pledges = models.BooleanField(_("takes pledges"), default=True)
    pledge_days = models.PositiveSmallIntegerField(
        _("days after which a pledge lapses"),
        default=90,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text=_("Counted from the day on which it is due."),
    )
    bank_details = models.TextField(
        _("bank account for transfers"),
        blank=True,
        help_text=_("As donors should type it. Empty: the page offers no transfer."),
    )
    elsewhere_name = models.CharField(
        _("name of another site that takes gifts for the paper"),
        max_length=80,
        blank=True,
        help_text=_("A community foundation, a payment page. Its own receipts count."),
    )
    elsewhere_address = models.URLField(_("its address"), blank=True)
    covers_fees = models.BooleanField(_("donors may add the processor's fee"), default=True)
    fee_percent = models.DecimalField(
        _("the processor takes, in per cent"),
        max_digits=4,
        decimal_places=2,
        default="2.90",
        validators=[MinValueValidator(0), MaxValueValidator(20)],
    )
    fee_fixed = models.CharField(_("and for each gift"), max_length=12, default="0.30")
    names_donors = models.BooleanField(
        _("thanks donors by name on a page"),
        default=False,
        help_text=_("Only those who wish it, each name once somebody has looked at it."),
    )

    # What the law needs to know (research into it: docs/publishers/gifts.md).
    tax_number = models.CharField(
        _("employer identification number (EIN)"),
        max_length=20,
        blank=True,
        help_text=_("For a nonprofit only."),
    )
    sponsor_name = models.CharField(_("fiscal sponsor"), max_length=120, blank=True)
    sponsor_fund = models.CharField(_("name of its fund for the paper"), max_length=120, blank=True)
    sponsor_number = models.CharField(_("its EIN"), max_length=20, blank=True)
    sponsor_address = models.URLField(_("its page for gifts"), blank=True)
    own_wording = models.TextField(
        _("what to say about taxes"),
        blank=True,
        help_text=_("Only outside the United States, and for public bodies."),
    )
    wording_checked_by = models.CharField(
        _("checked by"),
        max_length=120,
        blank=True,
        help_text=_("The adviser who says that this is right. Nothing else is shown before."),
    )
    keeps_receipts_years = models.PositiveSmallIntegerField(
        _("years for which names stay on receipts"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Ask your accountant. After that, and once a donor is erased, only sums stay."),
    )

    panels: ClassVar[list[Any]] = [
        HelpPanel(template="donations/panels/duties.html"),
        FieldPanel("takes_gifts"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("currency"), FieldPanel("least")]),
                FieldPanel("sums"),
                FieldPanel("sums_monthly"),
            ],
            heading=_("Sums"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("takes_cheques"),
                FieldPanel("payee"),
                FieldPanel("cheque_address"),
                FieldPanel("takes_pledges"),
                FieldPanel("pledge_days"),
                FieldPanel("bank_details"),
                FieldPanel("elsewhere_name"),
                FieldPanel("elsewhere_address"),
            ],
            heading=_("Ways without a card"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("covers_fees"),
                FieldRowPanel([FieldPanel("fee_percent"), FieldPanel("fee_fixed")]),
            ],
            heading=_("By card"),
        ),
        FieldPanel("names_donors"),
        MultiFieldPanel(
            [
                FieldPanel("tax_number"),
                FieldPanel("sponsor_name"),
                FieldPanel("sponsor_fund"),
                FieldPanel("sponsor_number"),
                FieldPanel("sponsor_address"),
                FieldPanel("own_wording"),
                FieldPanel("wording_checked_by"),
                FieldPanel("keeps_receipts_years"),
            ],
            heading=_("Taxes and receipts"),
        ),
    ]

    class Meta:
        verbose_name = _("rules for gifts")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def touches(self) -> set[str]:
        return {self.source, NO_RULES}

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        for name in ("sums", "sums_monthly", "least", "fee_fixed"):
            try:
                self.amounts(name)
            except MoneyError as error:
                wrong[name] = str(error)
        if bool(self.elsewhere_name) != bool(self.elsewhere_address):
            wrong["elsewhere_address"] = str(_("Write both: the site's name and its address."))
        wrong |= (numbers := self._wrong_numbers())
        if self.site_id is not None and not numbers:
            # Which words may be said is not known before the paper's number is.
            wrong |= self._wrong_words()
        if wrong:
            raise ValidationError(wrong)

    def _wrong_numbers(self) -> dict[str, str]:
        """Write the numbers of the tax office as it does; return what is wrong with those that are none."""
        wrong: dict[str, str] = {}
        for name in ("tax_number", "sponsor_number"):
            words = str(getattr(self, name)).strip()
            try:
                setattr(self, name, read_ein(words) if words else "")
            except WordingError as error:
                wrong[name] = str(error)
        return wrong

    def _wrong_words(self) -> dict[str, str]:
        """Return what is wrong in its texts, and in all other texts about gifts if another sentence is about to be said."""
        # What is said about taxes is made from these rules.
        from broadsheet.donations.texts import wrong_beside_rules
        from broadsheet.donations.wording import OWN_WORDING

        fields = self.shown_texts
        if paper_of(self.site).legal_kind not in OWN_WORDING:
            fields += ("own_wording",)
        return wrong_beside_rules(self) | refused_words(self, fields, self.site, rules=self)

    def amounts(self, name: str = "sums") -> list[Money]:
        """Return the sums that stand in a field.

        Errors:
            MoneyError: one is none.
        """
        return [read_money(one, self.currency) for one in str(getattr(self, name)).split()]


def kept_rules(site: Site) -> GiftRules:
    """Return a paper's rules for gifts as they are kept; as they are at the beginning, if it has set none."""
    found: GiftRules | None = GiftRules.objects.filter(site=site).first()
    if found is None:
        note_source(NO_RULES)
        found = GiftRules(site=site)
    return found


def rules_of(site: Site) -> GiftRules:
    """Return a paper's rules for gifts as they are shown and followed. A page that shows them notes it.

    However they were saved, what the paper may not say and what is no number of the tax office is left out of them: then the
    paper's own name and address stand there, and what cannot do without is not offered.
    """

    def find() -> GiftRules:
        found = kept_rules(site)
        for name in refused_words(found, found.shown_texts, site, rules=found):
            setattr(found, name, "")
        for name in found._wrong_numbers():
            setattr(found, name, "")
        return found

    rules: GiftRules = kept(f"gift-rules:{site.pk}", find)
    return rules


class Campaign(Source):
    """An appeal with a name: perhaps a goal, a time, someone who doubles each gift, something that donors get."""

    source_kind = "campaign"
    # What readers are shown of it.
    shown_texts: ClassVar[tuple[str, ...]] = (
        "name",
        "appeal",
        "restricted_to",
        "matcher",
        "benefit",
    )

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, help_text=_("Keep the courthouse covered"))
    slug = models.SlugField(max_length=80)
    appeal = models.TextField(
        blank=True, help_text=_("Why now, in two sentences. It stands in the band and the box.")
    )
    goal = models.CharField(
        max_length=16, blank=True, help_text=_("20000. Empty: no goal is shown.")
    )
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    restricted_to = models.CharField(
        _("for this purpose alone"),
        max_length=200,
        blank=True,
        help_text=_("What the money may be used for. Empty: for the paper's work."),
    )
    matcher = models.CharField(
        _("who doubles gifts"), max_length=120, blank=True, help_text=_("The Teal Foundation")
    )
    match_up_to = models.CharField(
        _("up to, in all"), max_length=16, blank=True, help_text=_("10000")
    )
    benefit = models.CharField(
        _("what donors get for it"), max_length=200, blank=True, help_text=_("A mug")
    )
    benefit_from = models.CharField(_("from gifts of"), max_length=16, blank=True)
    benefit_worth = models.CharField(
        _("its worth, estimated in good faith"), max_length=16, blank=True
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("appeal"),
        FieldRowPanel([FieldPanel("goal"), FieldPanel("begins"), FieldPanel("ends")]),
        FieldPanel("restricted_to"),
        FieldRowPanel([FieldPanel("matcher"), FieldPanel("match_up_to")]),
        FieldRowPanel(
            [FieldPanel("benefit"), FieldPanel("benefit_from"), FieldPanel("benefit_worth")]
        ),
    ]

    class Meta:
        verbose_name = pgettext_lazy("for gifts", "campaign")
        verbose_name_plural = pgettext_lazy("for gifts", "campaigns")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "slug"], name="donations_campaign_slug")
        ]

    def __str__(self) -> str:
        return self.name

    def touches(self) -> set[str]:
        return {self.source, f"list:campaigns/{self.site_id}"}

    def money(self, name: str) -> Money | None:
        """Return the sum that stands in one of `goal`, `match_up_to`, `benefit_from`, `benefit_worth`; None if none does.

        Errors:
            MoneyError: it is none.
        """
        words = str(getattr(self, name)).strip()
        return read_money(words, rules_of(self.site).currency) if words else None

    def runs_on(self, day: date) -> bool:
        """Say whether readers are shown it on a day: never while it says what the paper may not, however it was saved."""
        runs = self.begins <= day and (self.ends is None or day <= self.ends)
        return runs and not refused_words(self, self.shown_texts, self.site)

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        for name in ("goal", "match_up_to", "benefit_from", "benefit_worth"):
            try:
                self.money(name)
            except MoneyError as error:
                wrong[name] = str(error)
        if self.ends and self.begins and self.ends < self.begins:
            wrong["ends"] = str(_("It ends before it begins."))
        if bool(self.matcher) != bool(self.match_up_to):
            wrong["match_up_to"] = str(_("Write both: who doubles gifts, and up to which sum."))
        if bool(self.benefit) != bool(self.benefit_worth):
            wrong["benefit_worth"] = str(_("Write both: what donors get, and what it is worth."))
        if self.site_id is not None:
            wrong |= refused_words(self, self.shown_texts, self.site)
        if wrong:
            raise ValidationError(wrong)
