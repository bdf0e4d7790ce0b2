"""The paper's own thank-you note: one text, with places for name, amount and day."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class ThanksNote(models.Model):
    """What one paper writes to those who gave. Which places it may have, and our own words, stand in `thanking.py`."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=4000)

    class Meta:
        verbose_name = _("thank-you note")
        verbose_name_plural = _("thank-you notes")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
