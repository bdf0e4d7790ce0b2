"""Money that came, went back, or was taken back. One gift may need several tries; each try that a processor names is a payment."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from broadsheet.donations.models.gift import Gift, Sum


class Payment(Sum):
    """One payment of a gift, by the name that whoever moved the money has for it."""

    class Method(models.TextChoices):
        CARD = "card", _("Card")
        BANK = "bank", _("Bank transfer")
        CHEQUE = "cheque", pgettext_lazy("money", "Check")
        CASH = "cash", _("Cash")
        OTHER = "other", pgettext_lazy("a way of paying", "Other")

    class State(models.TextChoices):
        COMING = "coming", pgettext_lazy("a payment", "On its way")
        PAID = "paid", pgettext_lazy("a payment", "Received")
        FAILED = "failed", pgettext_lazy("a payment", "Failed")

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    ref = models.CharField(max_length=255)
    method = models.CharField(max_length=6, choices=Method)
    state = models.CharField(max_length=6, choices=State)
    received_on = models.DateField(null=True)
    cheque_number = models.CharField(max_length=40, blank=True)
    cheque_bank = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "account", "ref"], name="donations_payment_once"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Refund(Sum):
    """Money that goes back, asked for here or at the processor. Two of one amount are two."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("a refund", "Asked for")
        COMING = "coming", pgettext_lazy("a refund", "On its way")
        DONE = "done", pgettext_lazy("a refund", "Paid back")
        FAILED = "failed", pgettext_lazy("a refund", "Failed: the money came back")
        CANCELLED = "cancelled", pgettext_lazy("a refund", "Canceled")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    # Ours, made before the processor is asked; none if it was made there.
    request = models.UUIDField(null=True, unique=True)
    ref = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["payment", "ref"],
                name="donations_refund_once",
                condition=~models.Q(ref=""),
            )
        ]

    def __str__(self) -> str:
        return self.ref or str(self.request)


class Dispute(Sum):
    """A donor's bank asks the money back."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("a dispute", "Open")
        WON = "won", pgettext_lazy("a dispute", "Won: the money came back")
        LOST = "lost", pgettext_lazy("a dispute", "Lost")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    ref = models.CharField(max_length=255)
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    answer_by = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payment", "ref"], name="donations_dispute_once")
        ]

    def __str__(self) -> str:
        return self.ref
