"""What a photographer is asked to take."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """One thing to photograph: what, where, when, who goes, and for which story."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        TAKEN = "taken", _("Someone goes")
        DONE = "done", _("Photos are in")
        DROPPED = "dropped", _("Dropped")

    what = models.CharField(max_length=160, help_text=_("Opening night at the Grange hall"))
    where = models.CharField(max_length=160, blank=True, help_text=_("12 Mill Street; side door"))
    starts_at = models.DateTimeField(_("when"))
    photographer = models.ForeignKey(
        "newsroom.Journalist",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
        verbose_name=_("who goes"),
    )
    story = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("for the story"),
    )
    notes = models.TextField(
        blank=True, help_text=_("Whom to ask for; what must be in the picture.")
    )
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="photos_assignments")]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self) -> str:
        return self.what
