"""What readers write to the paper's people and desks: locked up whole, and gone after 90 days."""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from broadsheet.mailbag.sealing import seal, unseal
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist

KEPT_FOR: Final = timedelta(days=90)


class Message(models.Model):
    """What a reader wrote to one person or one desk. Name, address and words stand in `sealed` alone."""

    class Mail(models.TextChoices):
        """How far its way by mail has come; none is ever sent twice."""

        NONE = "none", _("Not sent by mail: it stands here alone.")
        DUE = "due", _("Not sent by mail yet. It is tried again by itself.")
        # From before the server is asked to after it has answered: whoever dies meanwhile leaves it so.
        GOING = "going", _("Being sent by mail.")
        SENT = "sent", _("Sent by mail too.")
        UNSURE = (
            "unsure",
            _(
                "The mail server did not say whether it took it. It is not sent again, so that it does not come twice."
            ),
        )
        FAILED = "failed", _("Not sent by mail: the mail server did not take it.")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    journalist = models.ForeignKey(
        Journalist, null=True, on_delete=models.CASCADE, related_name="messages"
    )
    desk = models.ForeignKey(Desk, null=True, on_delete=models.CASCADE, related_name="messages")
    came_at = models.DateTimeField(default=timezone.now)
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.NONE)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sealed = models.TextField()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            # What has to be forgotten, and what stands first on the screen.
            models.Index(fields=["came_at"], name="contact_age"),
            # What is to be tried again.
            models.Index(fields=["mail", "tried_at"], name="contact_mail"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(journalist=None, desk__isnull=False)
                | models.Q(desk=None, journalist__isnull=False),
                name="contact_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.came_at:%Y-%m-%d %H:%M}"

    @property
    def to(self) -> Journalist | Desk:
        """Whom it is for."""
        found = self.desk or self.journalist
        assert found is not None
        return found

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody who waits for mail alone would not hear of it."""
        return self.mail in (self.Mail.DUE, self.Mail.UNSURE, self.Mail.FAILED)

    @classmethod
    def keep(
        cls, *, site: Site, to: Journalist | Desk, details: dict[str, Any], mail: str
    ) -> "Message":
        """Keep what somebody wrote.

        Args:
            details: name, email (or empty) and words.
            mail: a state of `Mail`, NONE or DUE.
        """
        return cls.objects.create(
            site=site,
            journalist=to if isinstance(to, Journalist) else None,
            desk=to if isinstance(to, Desk) else None,
            sealed=seal(details),
            mail=mail,
        )

    def open(self) -> dict[str, Any]:
        """Return what was written: name, email, words.

        Errors:
            LockedError: it was sealed with another key.
        """
        return unseal(self.sealed)
