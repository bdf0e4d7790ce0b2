"""Mail that is due to donors: written down with the money it tells of, sent later, once."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.donations.models.donor import Donor


class Mailing(models.Model):
    """One mail to one donor: what it is about, never its text, which is written when it is sent."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        PLEDGE = "pledge", _("Thanks for a pledge")
        REMINDER = "reminder", _("Reminder of a pledge")
        PLAN_BEGUN = "plan_begun", _("Terms of a recurring gift")
        PLAN_LATE = "plan_late", _("A payment failed")
        PLAN_ENDED = "plan_ended", _("A recurring gift has ended")
        PLAN_YEARLY = "plan_yearly", _("Reminder of a recurring gift")
        COMING = "coming", _("A gift is on its way")
        REFUNDED = "refunded", _("A gift was paid back")
        STATEMENT = "statement", _("Year-end statement")
        LINK = "link", _("Link to one's own gifts")
        THANKS = "thanks", _("Thank-you note")

    class State(models.TextChoices):
        DUE = "due", pgettext_lazy("mail", "Due")
        SENDING = "sending", pgettext_lazy("mail", "Being sent")
        SENT = "sent", pgettext_lazy("mail", "Sent")
        UNSURE = "unsure", pgettext_lazy("mail", "Perhaps sent")
        FAILED = "failed", pgettext_lazy("mail", "Not taken")
        PAPER = "paper", pgettext_lazy("mail", "To be printed")
        # What it would tell is true no longer: a receipt that was taken back meanwhile, a pledge that was fulfilled.
        MOOT = "moot", pgettext_lazy("mail", "No longer needed")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    # "receipt:123", "plan_late:45:2026-12": one mail for each, however often the money is looked at.
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="mailings")
    about = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is due; while it is being sent, until when whoever sends it is waited for.
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mail to a donor")
        verbose_name_plural = _("mails to donors")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_at"],
                name="donations_mail_due",
                condition=models.Q(state="due"),
            )
        ]

    def __str__(self) -> str:
        return self.key


class OwnLink(models.Model):
    """A link to a donor's own gifts that was mailed and works once: only its mark is kept (`sealing.mark`)."""

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="own_links")
    mark = models.CharField(max_length=40, unique=True)
    # The mailbox that it was mailed to, by its mark: of another address it opens nothing.
    mailbox = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link to one's own gifts")
        verbose_name_plural = _("links to one's own gifts")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.pk)
