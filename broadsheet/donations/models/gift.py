"""A gift as it was meant: one sum, a plan of sums that come again, a pledge of one that is to come. Money is another thing."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.donations.models.disclosure import Disclosure
from broadsheet.donations.models.donor import Donor
from broadsheet.donations.models.rules import Campaign
from broadsheet.donations.money import Money
from broadsheet.donations.reference import new_code


class Sum(models.Model):
    """What has an amount: whole minor units of a currency."""

    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        abstract = True

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Asked(Sum):
    """What whoever gives has said about it, whatever the kind of gift."""

    class Honour(models.TextChoices):
        NONE = "", pgettext_lazy("a gift in honour of", "Nobody")
        HONOUR = "honour", _("In honor of")
        MEMORY = "memory", _("In memory of")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    # The wording about taxes that stood beside the button.
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    honour = models.CharField(max_length=6, choices=Honour, blank=True, default=Honour.NONE)
    honoured = models.CharField(max_length=120, blank=True)
    message = models.TextField(blank=True)
    # The page of ours on which it was asked for, as its path; never more of a reader's way.
    asked_on = models.CharField(max_length=255, blank=True)
    # Made through the stand-in: in no total, in no report.
    is_test = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Plan(Asked):
    """A gift that comes again each month or year until it is ended."""

    class Every(models.TextChoices):
        MONTH = "month", _("monthly")
        YEAR = "year", _("yearly")

    class State(models.TextChoices):
        BEGUN = "begun", pgettext_lazy("a plan of gifts", "Not paid yet")
        ACTIVE = "active", pgettext_lazy("a plan of gifts", "Active")
        LATE = "late", pgettext_lazy("a plan of gifts", "Last payment failed")
        PAUSED = "paused", pgettext_lazy("a plan of gifts", "Paused")
        ENDING = "ending", pgettext_lazy("a plan of gifts", "Ends with the paid time")
        ENDED = "ended", pgettext_lazy("a plan of gifts", "Ended")

    code = models.CharField(max_length=12, unique=True, default=new_code)
    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    # The processor's name for it, once it has one.
    ref = models.CharField(max_length=255, blank=True)
    every = models.CharField(max_length=5, choices=Every)
    state = models.CharField(max_length=6, choices=State, default=State.BEGUN)
    next_due = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=60, blank=True)
    # The terms beside the button, word for word, and when the button was pressed.
    terms = models.TextField(blank=True)

    class Meta:
        verbose_name = _("recurring gift")
        verbose_name_plural = _("recurring gifts")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "account", "ref"],
                name="donations_plan_once",
                condition=~models.Q(ref=""),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Pledge(Asked):
    """A promise. No money has come; what comes of it is counted as gifts that name it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("a pledge", "Open")
        PART = "part", pgettext_lazy("a pledge", "Fulfilled in part")
        FULFILLED = "fulfilled", pgettext_lazy("a pledge", "Fulfilled")
        LAPSED = "lapsed", pgettext_lazy("a pledge", "Lapsed")
        CANCELLED = "cancelled", pgettext_lazy("a pledge", "Canceled")

    class Way(models.TextChoices):
        """By which way whoever pledges means to pay."""

        CHEQUE = "cheque", pgettext_lazy("money", "Check")
        CASH = "cash", _("Cash")
        BANK = "bank", _("Bank transfer")
        CARD = "card", _("Card")

    code = models.CharField(max_length=12, unique=True, default=new_code)
    way = models.CharField(max_length=6, choices=Way)
    due_on = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reminded_at = models.DateTimeField(null=True)
    # Set by whoever follows the link in the mail: no further reminder.
    no_reminders = models.BooleanField(default=False)
    # Of the form that sent it: sent twice, it is the same pledge.
    form_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (none is no key: "" would be one)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.code


class Gift(Asked):
    """One sum that somebody gives; of a plan, one instalment. Its state follows from the books (`books/standing.py`)."""

    class Kind(models.TextChoices):
        ONCE = "once", _("One gift")
        INSTALMENT = "instalment", _("Instalment")
        PLEDGED = "pledged", _("Pledged before")

    class State(models.TextChoices):
        BEGUN = "begun", pgettext_lazy("a gift", "Begun")
        COMING = "coming", pgettext_lazy("a gift", "On its way")
        FAILED = "failed", pgettext_lazy("a gift", "Not paid")
        PAID = "paid", pgettext_lazy("a gift", "Received")
        PART_REFUNDED = "part", pgettext_lazy("a gift", "Refunded in part")
        REFUNDED = "refunded", pgettext_lazy("a gift", "Refunded")
        DISPUTED = "disputed", pgettext_lazy("a gift", "Disputed")
        LOST = "lost", pgettext_lazy("a gift", "Taken back by the bank")
        RETURNED = "returned", pgettext_lazy("a gift", "Check returned")
        MISTAKEN = "mistaken", pgettext_lazy("a gift", "Typed by mistake")

    code = models.CharField(max_length=12, unique=True, default=new_code)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ONCE)
    state = models.CharField(max_length=8, choices=State, default=State.BEGUN)
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="instalments"
    )
    pledge = models.ForeignKey(
        Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="gifts"
    )
    # `manual`, `stripe`, `import`; and whose account there.
    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    # The processor's page on which it is paid, by the processor's name for it.
    session_ref = models.CharField(max_length=255, blank=True)
    # Of `amount_minor`, what the donor added so that the fee takes nothing of the gift.
    fee_cover_minor = models.BigIntegerField(default=0)
    # What whoever gives gets for it, in words, and what that is worth; of one currency with the gift.
    benefit = models.CharField(max_length=200, blank=True)
    benefit_minor = models.BigIntegerField(default=0)
    # The day that counts for the year and the books: received, in the paper's own time.
    received_on = models.DateField(null=True)
    form_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (none is no key: "" would be one)
    thanked_at = models.DateTimeField(null=True)
    thanked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "-made_at"], name="donations_gift_newest"),
            models.Index(fields=["site", "received_on"], name="donations_gift_day"),
            models.Index(fields=["state", "made_at"], name="donations_gift_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "account", "session_ref"],
                name="donations_session_once",
                condition=~models.Q(session_ref=""),
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0), name="donations_gift_above_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def day(self) -> date:
        """The day on which it was received; while it was not, the day on which it was begun."""
        return self.received_on or self.made_at.date()
