"""Cheques and cash as they are typed, before they are booked: a batch is checked against the slip that the bank stamps."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.donations.models.books import Settlement
from broadsheet.donations.models.donor import Donor
from broadsheet.donations.models.gift import Gift, Pledge, Sum
from broadsheet.donations.models.money_moves import Payment
from broadsheet.donations.models.rules import Campaign


class Batch(models.Model):
    """What goes to the bank with one slip. Open, its lines can be changed; closed, they are in the books."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    currency = models.CharField(max_length=3)
    slip_minor = models.BigIntegerField()
    slip_number = models.CharField(max_length=40, blank=True)
    settlement = models.OneToOneField(
        Settlement, null=True, blank=True, on_delete=models.PROTECT, related_name="batch"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("of cheques", "batch")
        verbose_name_plural = pgettext_lazy("of cheques", "batches")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.received_on} {self.slip_number}".strip()

    @property
    def is_closed(self) -> bool:
        return self.settlement_id is not None


class BatchLine(Sum):
    """One cheque, or cash of one donor, as it was typed."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    # Of the row on the screen: typed once, it is kept once, however often it is sent.
    key = models.CharField(max_length=40)
    method = models.CharField(max_length=6, choices=Payment.Method, default=Payment.Method.CHEQUE)
    cheque_number = models.CharField(max_length=40, blank=True)
    cheque_bank = models.CharField(max_length=80, blank=True)
    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pledge = models.ForeignKey(
        Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The code of the slip that came with it, if one did.
    slip_code = models.CharField(max_length=12, blank=True)
    # That it looks like another cheque was seen, and it is another all the same.
    is_no_copy = models.BooleanField(default=False)
    gift = models.OneToOneField(
        Gift, null=True, blank=True, on_delete=models.PROTECT, related_name="batch_line"
    )

    class Meta:
        verbose_name = _("line of a batch")
        verbose_name_plural = _("lines of batches")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "key"], name="donations_line_once")
        ]

    def __str__(self) -> str:
        return self.cheque_number or self.key
