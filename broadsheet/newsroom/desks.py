"""Desks: the departments of a paper, each with what it is for and how it is reached."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.press.sources import Source

DESKS = "list:desks"


class Desk(Source):
    """One desk of a paper that readers write to or call: news, delivery, advertising, jobs."""

    source_kind = "desk"

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("paper")
    )
    name = models.CharField(max_length=80, help_text=_("Delivery"))
    about = models.CharField(
        _("what for"),
        max_length=160,
        blank=True,
        help_text=_("A paper that did not come; holidays; a new address."),
    )
    order = models.PositiveSmallIntegerField(
        _("place on the page"), default=100, help_text=_("Small numbers stand first.")
    )
    phone = models.CharField(max_length=40, blank=True, help_text=_("Shown to readers."))
    email = models.EmailField(blank=True, help_text=_("Shown to readers."))
    hours = models.CharField(max_length=120, blank=True, help_text=_("Weekdays 9 to 5"))
    takes_messages = models.BooleanField(
        _("has a form"),
        default=True,
        help_text=_("Readers write by it, and see no address. Messages stand in the newsroom."),
    )
    mail_to = models.EmailField(
        _("messages go to"),
        blank=True,
        help_text=_("Never shown. Empty: they stand in the newsroom alone."),
    )

    class Meta:
        app_label = "newsroom"
        ordering: ClassVar[list[str]] = ["order", "name", "pk"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="newsroom_desk_name",
                violation_error_message=_("This paper has a desk of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def touches(self) -> set[str]:
        return {self.source, DESKS}

    @property
    def can_be_reached(self) -> bool:
        """Whether it has a way of its own."""
        return bool(self.phone or self.email or self.takes_messages)


def desks_of(site: Site) -> "models.QuerySet[Desk]":
    """Return the desks of the paper published at a site, in their order."""
    return Desk.objects.filter(site=site)
