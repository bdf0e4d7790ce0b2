"""What was done with a letter: each step with who took it, the calls to its writer, and what editors noted. Lines are added, never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.letters.models.letter import Letter
from broadsheet.letters.states import State


class Step(models.Model):
    """A letter went from one state to another."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=20)
    after = models.CharField(max_length=12, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.act}: {self.after}"


class Call(models.Model):
    """One try to reach a letter's writer by phone."""

    class Outcome(models.TextChoices):
        YES = "yes", _("Reached: it is hers or his")
        NOT_THEIRS = "not_theirs", _("Reached: did not write it")
        NOBODY = "nobody", _("Nobody answered")
        WRONG = "wrong", _("Wrong number")

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome)
    number_from_elsewhere = models.BooleanField(
        _("the number came from another source than the letter"), default=False
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class Note(models.Model):
    """What an editor noted for colleagues."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.words[:60]
