"""Who gave. Many give by cheque and have no e-mail; some give without a name."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from broadsheet.mailbag.sealing import seal, unseal


class Donor(models.Model):
    """A person, household or company that gives to one paper."""

    class Wall(models.TextChoices):
        """Whether and how the paper may thank in public; nothing unless the donor says so."""

        NO = "no", _("Not named")
        NAME = "name", _("By name")
        OTHER = "other", _("By another name")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    # As it was written, and as one mailbox has it (`mailbag.people.mail_form`).
    email = models.CharField(max_length=254, blank=True)
    mailbox = models.CharField(max_length=254, blank=True)
    # When somebody has shown that the mailbox is hers: by a link that we mailed, or to the processor.
    email_proved_at = models.DateTimeField(null=True)
    wall = models.CharField(max_length=5, choices=Wall, default=Wall.NO)
    wall_name = models.CharField(max_length=120, blank=True)
    # The name on the wall was looked at by somebody of the paper.
    wall_seen = models.BooleanField(default=False)
    wants_mail = models.BooleanField(_("wants receipts by e-mail"), default=True)
    # Links in mails from before this moment open nothing any more.
    links_from = models.DateTimeField(default=timezone.now)
    # Postal address, locked up with the key that is kept apart from the database.
    address_sealed = models.TextField(blank=True)
    notes = models.TextField(pgettext_lazy("about a donor", "notes"), blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("handle_gifts", "Handle gifts: type checks, send receipts, see who gave"),
            ("run_gifts", "Refund gifts, erase donors, and set how the paper asks"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "name"], name="donations_donor_name"),
            models.Index(fields=["site", "mailbox"], name="donations_donor_box"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "mailbox"],
                name="donations_proved_once",
                condition=~models.Q(mailbox="") & models.Q(email_proved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The postal address, in lines; empty if it is not known.

        Errors:
            LockedError: the key is another than the one with which it was locked up.
        """
        return str(unseal(self.address_sealed)["lines"]) if self.address_sealed else ""

    @address.setter
    def address(self, lines: str) -> None:
        self.address_sealed = seal({"lines": lines}) if lines else ""

    @property
    def is_known(self) -> bool:
        """Whether there is still a person behind it: not erased, not become another."""
        return self.erased_at is None and self.merged_into_id is None
