"""What was said about taxes when a gift was asked for: each wording once, and never changed."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class Disclosure(models.Model):
    """One wording, with what of the law it was made from. Gifts and receipts name the one that was shown."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    text = models.TextField()
    # What receipts say of it: legal name, number, sponsor, as they were.
    facts = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("wording about taxes")
        verbose_name_plural = _("wordings about taxes")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "version"], name="donations_wording_version"),
            models.UniqueConstraint(fields=["site", "sha256"], name="donations_wording_once"),
        ]

    def __str__(self) -> str:
        return self.text
