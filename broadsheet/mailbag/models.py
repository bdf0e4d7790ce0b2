"""What the mailbag remembers: passes that were used, and to which mailboxes mail went. Neither says whose they are."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpentPass(models.Model):
    """A pass that a form came with; kept until it would have ended anyhow, so that nobody uses it twice."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("used pass")
        verbose_name_plural = _("used passes")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return self.key


class MailSent(models.Model):
    """One mail to a mailbox, by the mark of its address (`sealing.mark`)."""

    mailbox = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mail that was sent")
        verbose_name_plural = _("mails that were sent")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["mailbox", "at"], name="mailbag_mail_to"),
            models.Index(fields=["at"], name="mailbag_mail_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
