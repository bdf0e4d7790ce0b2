"""The books: entries that are only added to, what they were settled by, and receipts. The database itself guards them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.donations.models.gift import Gift, Sum
from broadsheet.donations.models.money_moves import Payment

NO_RIGHTS: tuple[str, ...] = ()


class Entry(Sum):
    """One movement of money, its sign as the paper's purse sees it. Never changed: a mistake is reversed by another."""

    class Kind(models.TextChoices):
        GIFT = "gift", _("Gift")
        FEE = "fee", pgettext_lazy("of the processor", "Fee")
        REFUND = "refund", _("Refund")
        REFUND_FAILED = "refund_failed", _("Refund that came back")
        FEE_BACK = "fee_back", _("Fee paid back")
        DISPUTE = "dispute", _("Dispute")
        DISPUTE_FEE = "dispute_fee", _("Fee of a dispute")
        DISPUTE_WON = "dispute_won", _("Dispute that was won")
        RETURNED = "returned", _("Check returned")
        ADJUSTMENT = "adjustment", _("Correction")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    # The movement's name at whoever moved the money; one movement may have a gross and a fee.
    ref = models.CharField(max_length=255)
    kind = models.CharField(max_length=13, choices=Kind)
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="entries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="entries")
    reverses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    occurred_at = models.DateTimeField()
    # The day of the paper's books, in its own time.
    day = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    is_test = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        default_permissions = NO_RIGHTS
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "account", "ref", "kind"], name="donations_entry_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "day"], name="donations_entry_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.amount.plain} {self.currency}"


class Settlement(models.Model):
    """Money that reached the bank in one sum: a processor's payout, or what a deposit slip says."""

    class Kind(models.TextChoices):
        PAYOUT = "payout", _("Payout")
        DEPOSIT = "deposit", _("Deposit")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("a settlement", "Open")
        BALANCED = "balanced", pgettext_lazy("a settlement", "Balanced")
        DIFFERS = "differs", pgettext_lazy("a settlement", "Differs")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    ref = models.CharField(max_length=255)
    expected_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    arrived_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    # Rows of the processor that are not in our books, and ours that are not in its: [{"ref", "kind", "minor", "why"}].
    differing = models.JSONField(default=list)
    is_test = models.BooleanField(default=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        default_permissions = NO_RIGHTS
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "account", "ref"], name="donations_settlement_once"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class SettlementLine(models.Model):
    """Which entry a settlement brought."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="lines")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="settled")

    class Meta:
        verbose_name = _("line of a settlement")
        verbose_name_plural = _("lines of settlements")
        default_permissions = NO_RIGHTS

    def __str__(self) -> str:
        return str(self.entry_id)


class ReceiptCounter(models.Model):
    """The last number given in a series of a year. Grows in the transaction that issues the receipt, so no number is lost."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of receipts")
        verbose_name_plural = _("counters of receipts")
        default_permissions = NO_RIGHTS
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "series", "year"], name="donations_counter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.year}"


class Receipt(models.Model):
    """A receipt as it was issued. It is never edited: it is taken back, and another names it."""

    class Kind(models.TextChoices):
        SINGLE = "single", pgettext_lazy("a receipt", "For one gift")
        ANNUAL = "annual", pgettext_lazy("a receipt", "For a year")
        REPLACEMENT = "replacement", pgettext_lazy("a receipt", "In place of another")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=Kind)
    gifts = models.ManyToManyField(Gift, related_name="receipts")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    # All that stands on it but who it is for, and the sum of both (`books/receipts.py`).
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = NO_RIGHTS
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "series", "year", "number"], name="donations_receipt_number"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The number as it is written: TEST-2026-0007, 2026-0007."""
        return f"{self.series}{self.year}-{self.number:04}"

    @property
    def is_void(self) -> bool:
        return hasattr(self, "voided")


class ReceiptPerson(models.Model):
    """Whom a receipt was issued to, locked up; deleted when the paper need not keep it any longer."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="person")
    sealed = models.TextField()
    # The donor was erased: no screen shows it, it waits for its end.
    is_hidden = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("person of a receipt")
        verbose_name_plural = _("persons of receipts")
        default_permissions = NO_RIGHTS

    def __str__(self) -> str:
        return str(self.receipt_id)


class ReceiptVoid(models.Model):
    """That a receipt counts no longer, and why."""

    class Why(models.TextChoices):
        REFUNDED = "refunded", _("The gift was refunded.")
        PART = "part", _("The gift was refunded in part; another receipt takes its place.")
        RETURNED = "returned", _("The check came back unpaid.")
        DISPUTED = "disputed", _("The donor's bank took the gift back.")
        RESTORED = "restored", _("The money came again; another receipt takes its place.")
        MISTAKE = "mistake", _("It was issued by mistake; another receipt takes its place.")
        CHANGED = "changed", _("The year's gifts have changed; another statement takes its place.")

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="voided")
    why = models.CharField(max_length=8, choices=Why)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("receipt that counts no longer")
        verbose_name_plural = _("receipts that count no longer")
        default_permissions = NO_RIGHTS

    def __str__(self) -> str:
        return str(self.receipt_id)
