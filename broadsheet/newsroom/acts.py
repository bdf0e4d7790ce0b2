"""The record of acts that matter: who signed in, who was given a role, what was deleted. Lines are added, never changed.

No line holds what a reader or a source entrusted to the paper, nor a name that somebody typed and that is nobody's: it may
have been a password.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.newsroom.models import User
from broadsheet.press.acting import who_acts

KINDS = {
    "signed_in": _("signed in"),
    "sign_in_failed": _("failed to sign in"),
    "signed_out_elsewhere": _("ended sessions"),
    "proof_added": _("added a second proof"),
    "proof_removed": _("removed a second proof"),
    "codes_made": _("made recovery codes"),
    "password_changed": _("changed the password"),
    "link_made": _("made a link to choose a password"),
    "link_used": _("chose a password by a link"),
    "account_made": _("made an account"),
    "account_changed": _("changed an account"),
    "roles_changed": _("changed the roles of"),
    "left": _("ended the account of"),
    "draft_shown": _("showed a draft outside"),
    "showing_ended": _("ended a link to a draft"),
    "settings_changed": _("changed settings"),
    "deleted": _("deleted"),
    "exported": _("exported"),
    "whereabouts_seen": _("saw where the writer lives:"),
    "sender_seen": _("saw who sent:"),
    "versions_changed": _("took a name out of earlier versions of"),
}


class Act(models.Model):
    """One line of the record. People are named as they were: a line outlives their account."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=24, choices=KINDS)
    by_key = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    about = models.CharField(max_length=255, blank=True)
    where = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "newsroom"
        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = _("act")
        verbose_name_plural = _("record of acts")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.by_name} {self.get_kind_display()} {self.about}"


def note_act(kind: str, *, by: User | None = None, about: str = "", where: str = "") -> Act:
    """Add a line to the record.

    Args:
        kind: one of `KINDS`.
        by: who did it; whoever makes the request if nobody is given, and nobody if it is the program itself.
        about: what or whom it was done to, in words.
        where: browser and block of addresses, for signing in.
    """
    key = by.pk if by is not None else who_acts()
    person = by if by is not None else User.objects.filter(pk=key).first() if key else None
    name = person.get_username() if person is not None else ""
    return Act.objects.create(
        kind=kind, by_key=key, by_name=name, about=about[:255], where=where[:80]
    )
