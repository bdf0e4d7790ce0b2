"""What a processor tells us and what we ask of it: each event once, each call under a key that was written down before."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProviderEvent(models.Model):
    """One event, as it arrived. It only says where to look; what happened is read from the processor itself."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("an event of a processor", "New")
        AGAIN = "again", pgettext_lazy("an event of a processor", "To be tried again")
        DONE = "done", pgettext_lazy("an event of a processor", "Done")
        IGNORED = "ignored", pgettext_lazy("an event of a processor", "Not used")
        FOREIGN = "foreign", pgettext_lazy("an event of a processor", "Of another site or mode")
        DEAD = "dead", pgettext_lazy("an event of a processor", "Given up")

    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    event = models.CharField(max_length=255)
    type = models.CharField(max_length=80)
    # Only names of objects: nothing of a donor is kept here.
    about = models.JSONField(default=dict)
    api_version = models.CharField(max_length=40, blank=True)
    is_live = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    trouble = models.CharField(max_length=200, blank=True)
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event of a processor")
        verbose_name_plural = _("events of processors")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "account", "event"], name="donations_event_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"],
                name="donations_events_due",
                condition=models.Q(state__in=("new", "again")),
            )
        ]

    def __str__(self) -> str:
        return self.event


class ProviderCall(models.Model):
    """One thing asked of a processor: its key and what was asked stand here before it is asked."""

    class State(models.TextChoices):
        WRITTEN = "written", pgettext_lazy("a call to a processor", "Written down")
        ANSWERED = "answered", pgettext_lazy("a call to a processor", "Answered")
        REFUSED = "refused", pgettext_lazy("a call to a processor", "Refused")

    key = models.CharField(max_length=64, primary_key=True)
    provider = models.CharField(max_length=12)
    account = models.CharField(max_length=64, blank=True)
    operation = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WRITTEN)
    ref = models.CharField(max_length=255, blank=True)
    first_sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("call to a processor")
        verbose_name_plural = _("calls to processors")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.key
