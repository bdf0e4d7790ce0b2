"""A file of another site while it is looked at: locked up, and gone once it is brought in, or after a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site


class GiftFile(models.Model):
    """A file and how it is to be read. It names people, so it is kept no longer than it takes."""

    class State(models.TextChoices):
        LOOKED = "looked", pgettext_lazy("a file of gifts", "Looked at")
        BRINGING = "bringing", pgettext_lazy("a file of gifts", "Being brought in")
        BROUGHT = "brought", pgettext_lazy("a file of gifts", "Brought in")
        REFUSED = "refused", pgettext_lazy("a file of gifts", "Refused")

    class Order(models.TextChoices):
        """In which order the file writes days."""

        FOUND = "", _("As the file tells by itself")
        MONTH = "month", _("Month first: 5/14/2026")
        DAY = "day", _("Day first: 14/5/2026")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField(blank=True)
    processor = models.CharField(max_length=32, blank=True)
    # Which column is what, by field.
    columns = models.JSONField(default=dict)
    order = models.CharField(max_length=5, choices=Order, blank=True, default=Order.FOUND)
    good_lines = models.BooleanField(default=False)
    receipts = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.LOOKED)
    # How many were brought in, or why nothing was.
    told = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file of gifts")
        verbose_name_plural = _("files of gifts")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.pk)
