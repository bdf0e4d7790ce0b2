"""Who of the paper did what with money, and when. Lines are added, never changed."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class Deed(models.Model):
    """One act of somebody of the paper. It names things by their codes and numbers, never a donor."""

    KINDS: ClassVar[dict[str, Any]] = {
        "batch_opened": _("opened a batch"),
        "batch_closed": _("closed a batch"),
        "batch_dropped": _("threw away a batch"),
        "received": _("noted money that came"),
        "cheque_returned": _("noted that a check came back"),
        "refund_asked": _("asked for a refund"),
        "refund_noted": _("noted a refund"),
        "entry_reversed": _("reversed an entry"),
        "receipt_issued": _("issued a receipt"),
        "receipt_printed": _("printed receipts"),
        "thanked": _("noted thanks"),
        "pledge_changed": _("changed a pledge"),
        "plan_ended": _("ended a recurring gift"),
        "donor_changed": _("changed a donor"),
        "donors_merged": _("merged two donors"),
        "donor_erased": _("erased a donor"),
        "link_sent": _("sent a donor a link"),
        "imported": _("brought in gifts from a file"),
        "exported": _("exported"),
        "wall_decided": _("decided on a name for the wall"),
    }

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    about = models.CharField(max_length=120)
    # What stood there before and what stands there now, of what is no donor's: sums, days, states.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # A line outlives the account of whoever acted: it is named here, not pointed at.
    by_key = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("act with gifts")
        verbose_name_plural = _("acts with gifts")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "-at"], name="donations_deed_newest")
        ]

    def __str__(self) -> str:
        return f"{self.by_name} {self.kind} {self.about}"

    @property
    def words(self) -> str:
        """What was done, in words."""
        return str(self.KINDS.get(self.kind, self.kind))
