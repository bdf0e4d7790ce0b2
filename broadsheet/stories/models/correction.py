"""A public note that a published story was wrong."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.stories.errors import CorrectionKeptError
from broadsheet.stories.models.story import Story


class KeptCorrections(models.QuerySet["Correction"]):
    """Corrections, which no query changes or deletes."""

    def update(self, **_kwargs: Any) -> int:
        raise CorrectionKeptError(_("A correction is not changed. Make another one."))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise CorrectionKeptError(_("A correction stays for good."))


class Correction(models.Model):
    """A public note that a published story was wrong, and what is right. Never edited, never deleted."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="corrections")
    wrong = models.TextField(help_text=_("What was wrong."))
    right = models.TextField(help_text=_("What is right."))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    # Whether its story is still shown, so that the list of corrections may name it; not kept.
    is_of_shown = True

    objects = KeptCorrections.as_manager()

    class Meta:
        ordering = ["-made_at"]
        # The corrections page, newest first.
        indexes = [models.Index(fields=["-made_at"], name="stories_corrections")]

    def __str__(self) -> str:
        return f"{self.story}: {self.right}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise CorrectionKeptError(_("A correction is not changed. Make another one."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise CorrectionKeptError(_("A correction stays for good."))
