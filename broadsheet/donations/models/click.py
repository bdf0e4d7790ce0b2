"""How often a link to another site, or the poster's code, was followed. Clicks are no gifts and never stand among them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.donations.models.rules import Campaign


class Click(models.Model):
    """One day's clicks on one link, while one campaign ran or none. It knows of no reader."""

    class On(models.TextChoices):
        ELSEWHERE = "elsewhere", _("Another site that takes gifts")
        SPONSOR = "sponsor", _("The fiscal sponsor’s page")
        POSTER = "poster", _("The code on the poster")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    on = models.CharField(max_length=9, choices=On)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="clicks"
    )
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("on a link", "click")
        verbose_name_plural = pgettext_lazy("on a link", "clicks")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "on", "day", "campaign"], name="donations_clicks_of_day"
            ),
            models.UniqueConstraint(
                fields=["site", "on", "day"],
                name="donations_clicks_of_day_alone",
                condition=models.Q(campaign__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.on}"
