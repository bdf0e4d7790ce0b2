"""What is kept of how the paper is doing: signs of life, troubles while they last, whom to tell, errors by their numbers."""

from datetime import UTC, datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting

from broadsheet.lib.outside import ForbiddenAddressError, outside

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Sign(models.Model):
    """When a program last gave a sign of life on a machine. Who stops in order takes its sign away."""

    machine = models.CharField(max_length=80, editable=False)
    program = models.CharField(max_length=10, editable=False)
    began = models.DateTimeField(editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["machine", "program"], name="health_one_sign")
        ]

    def __str__(self) -> str:
        return f"{self.program} on {self.machine}"


class Trouble(models.Model):
    """Something that is not as it should be, for as long as it is, and a little longer.

    `alert` is the sentence by which people are told of it, with nothing personal in it; empty for what only shows in the newsroom.
    `machine` is empty for what concerns all of them.
    """

    name = models.CharField(max_length=20, editable=False)
    machine = models.CharField(max_length=80, blank=True, editable=False)
    alert = models.CharField(max_length=500, blank=True, editable=False)
    since = models.DateTimeField(editable=False)
    over_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["name", "machine"], name="health_one_trouble")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.machine}".rstrip()


class LastAlert(models.Model):
    """When people were last told: one row, by which one machine alone may tell them, once an hour."""

    at = models.DateTimeField(default=LONG_AGO, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class NotedError(models.Model):
    """A fault that was met, by its number, and how often. It says nothing of who met it."""

    number = models.CharField(max_length=7, unique=True, editable=False)
    kind = models.CharField(max_length=120, editable=False)
    where = models.CharField(max_length=120, blank=True, editable=False)
    machine = models.CharField(max_length=80, editable=False)
    first_at = models.DateTimeField(editable=False)
    # The newest are shown, the oldest forgotten.
    last_at = models.DateTimeField(db_index=True, editable=False)
    times = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-last_at"]

    def __str__(self) -> str:
        return self.number


@register_setting(icon="warning", order=170)
class Alerts(BaseGenericSetting):
    """Who is told when something stops."""

    to_publishers = models.BooleanField(
        _("mail the publishers"),
        default=True,
        help_text=_("Everyone who may see how the paper is doing, at the e-mail of their account."),
    )
    also_to = models.TextField(
        _("others to mail"), blank=True, help_text=_("E-mail addresses, one a line.")
    )
    webhook = models.CharField(
        _("webhook of a chat"),
        max_length=500,
        blank=True,
        help_text=_(
            "An address that takes messages for Slack, Mattermost or Teams: https://… Whoever knows it can write there."
        ),
    )

    panels = [FieldPanel("to_publishers"), FieldPanel("also_to"), FieldPanel("webhook")]

    class Meta:
        verbose_name = _("alerts")

    def clean(self) -> None:
        super().clean()
        faults: dict[str, str] = {}
        for address in self.others():
            try:
                validate_email(address)
            except ValidationError:
                faults["also_to"] = _("“%(address)s” is no e-mail address.") % {"address": address}
        if self.webhook:
            try:
                outside(self.webhook)
            except ForbiddenAddressError as error:
                faults["webhook"] = str(error)
        if faults:
            raise ValidationError(faults)

    def others(self) -> list[str]:
        """Return the addresses of those who are not publishers."""
        return self.also_to.split()
