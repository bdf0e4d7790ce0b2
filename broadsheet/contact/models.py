"""Desks of the paper, and what readers write to them and to its people."""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Site
from wagtail.snippets.models import register_snippet

from broadsheet.mailbag.sealing import seal, unseal
from broadsheet.newsroom.models import Journalist
from broadsheet.press.sources import Source

KEPT_FOR: Final = timedelta(days=90)
DESKS = "list:desks"


@register_snippet
class Desk(Source):
    """One desk of a paper that readers write to or call: news, delivery, advertising, jobs."""

    source_kind = "desk"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("paper"))
    name = models.CharField(max_length=80, help_text=_("Delivery"))
    about = models.CharField(
        _("what for"), max_length=160, blank=True, help_text=_("A paper that did not come; holidays; a new address.")
    )
    order = models.PositiveSmallIntegerField(default=100, help_text=_("Small numbers stand first."))
    phone = models.CharField(max_length=40, blank=True, help_text=_("Shown to readers."))
    email = models.EmailField(blank=True, help_text=_("Shown to readers."))
    hours = models.CharField(max_length=120, blank=True)
    takes_messages = models.BooleanField(
        _("has a form"), default=True, help_text=_("By which readers write without an address being shown.")
    )
    mail_to = models.EmailField(
        _("messages go to"), blank=True, help_text=_("Never shown. Empty: they stand in the newsroom alone.")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("site"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("order")]),
        FieldPanel("about"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]), FieldPanel("hours")],
            heading=_("What readers see"),
        ),
        MultiFieldPanel(
            [FieldPanel("takes_messages"), FieldPanel("mail_to")], heading=_("Messages")
        ),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "name"]
        verbose_name = _("desk")
        verbose_name_plural = _("desks")

    def __str__(self) -> str:
        return self.name

    def touches(self) -> set[str]:
        return {self.source, DESKS}


class Message(models.Model):
    """What a reader wrote to somebody or to a desk: locked up whole, and gone after 90 days."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    journalist = models.ForeignKey(
        Journalist, null=True, on_delete=models.CASCADE, related_name="messages"
    )
    desk = models.ForeignKey(Desk, null=True, on_delete=models.CASCADE, related_name="messages")
    came_at = models.DateTimeField(default=timezone.now, db_index=True)
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    sealed = models.TextField()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(journalist=None, desk__isnull=False)
                | models.Q(desk=None, journalist__isnull=False),
                name="contact_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.came_at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, *, site: Site, to: "Journalist | Desk", details: dict[str, Any]) -> "Message":
        """Keep what somebody wrote: name, email, words."""
        target = {"journalist": to} if isinstance(to, Journalist) else {"desk": to}
        return cls.objects.create(site=site, sealed=seal(details), **target)

    def open(self) -> dict[str, Any]:
        """Return what was written.

        Errors:
            LockedError: it was sealed with another key.
        """
        return unseal(self.sealed)
