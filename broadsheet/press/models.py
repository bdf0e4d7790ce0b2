"""The press's own records in the main database: the log of changes, and addresses that pages have left."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.press.acting import who_acts


class Change(models.Model):
    """One line of the log: something that pages show was changed. Never edited; each node reads it once."""

    class Kind(models.TextChoices):
        CHANGED = "changed", _("changed")
        # Readers may not see it any more: what showed it leaves the shelf at once, not in its turn.
        HIDDEN = "hidden", _("taken from readers")

    source = models.CharField(max_length=80, help_text="What was changed, for example story:812.")
    touches = models.JSONField(help_text="All sources that are touched by it, lists too.")
    addresses = models.JSONField(help_text="Host and path of sheets to print, shown before or not.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHANGED)
    why = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        # The receipt of one story.
        indexes = [models.Index(fields=["source", "id"], name="press_change_source")]

    def __str__(self) -> str:
        return f"{self.id}: {self.source} {self.why}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line, with the name of whoever acts if nobody else was named."""
        if self._state.adding and self.by_id is None:
            self.by_id = who_acts()
        super().save(*args, **kwargs)


class FormerAddress(models.Model):
    """An address that once showed a page: readers are sent on, or told that the page is gone."""

    host = models.CharField(max_length=255)
    path = models.CharField(max_length=500)
    moved_to = models.CharField(max_length=500, blank=True, help_text="Empty: the page is gone.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "path"], name="press_one_former_address")
        ]
        # All addresses that lead to a page, when that page moves on.
        indexes = [models.Index(fields=["host", "moved_to"], name="press_former_moved_to")]

    def __str__(self) -> str:
        return f"{self.path} → {self.moved_to or 'gone'}"


class Turn(models.Model):
    """When a job that comes round by itself last ran, and how it went: the newsroom shows it."""

    name = models.CharField(max_length=40, unique=True)
    last_ran = models.DateTimeField()
    failure = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
