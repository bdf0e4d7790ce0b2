"""Who sent how much within the last day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """A file that someone sent in. Kept for a day, to be counted."""

    person: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        # For `quota.count_in`, at each upload.
        indexes = [models.Index(fields=["person", "at"], name="incoming_of_person")]

    def __str__(self) -> str:
        return f"{self.size_bytes} bytes"
