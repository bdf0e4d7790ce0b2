"""Links that let someone choose a password, once: invitations, and new passwords for those who have lost theirs.

They go by mail if the paper has a mail server. If not, the publisher is shown the link and hands it over.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.staff.devices import fingerprint_of
from broadsheet.staff.errors import LinkOverError
from broadsheet.staff.models import Link
from broadsheet.staff.sessions import end_sessions

LASTS = {Link.Purpose.INVITE: timedelta(days=7), Link.Purpose.RESET: timedelta(days=1)}


def can_mail() -> bool:
    """Say whether the paper has a mail server."""
    return bool(settings.MAIL)


def make_link(user: User, purpose: str, *, by: User | None, base: str = "") -> str:
    """Make a link for someone and return its address; links that were made before for them end.

    Args:
        base: the newsroom's address where the settings name none, such as http://localhost:8123.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Link.objects.filter(user=user, used_at=None).delete()
        Link.objects.create(
            user=user,
            purpose=purpose,
            fingerprint=fingerprint_of(secret),
            ends_at=timezone.now() + LASTS[Link.Purpose(purpose)],
            made_by=by,
        )
        note_act("link_made", by=by, about=user.get_username())
    # From the settings, never from the request: a forged Host header must not lead anyone elsewhere.
    return (settings.NEWSROOM_ADDRESS or base or settings.WAGTAILADMIN_BASE_URL) + reverse(
        "choose_password", args=[secret]
    )


def open_link(secret: str) -> Link | None:
    """Return the link with this secret, if it can still be used."""
    link = Link.objects.filter(fingerprint=fingerprint_of(secret)).select_related("user").first()
    return link if link is not None and link.is_open else None


def use_link(link: Link, password: str) -> None:
    """Set the password that someone chose, end the link and all their sessions.

    Errors:
        LinkOverError: another browser was faster.
    """
    with transaction.atomic():
        now = timezone.now()
        if not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
            raise LinkOverError
        user = link.user
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions(user)
        note_act("link_used", by=user, about=user.get_username())


def mail_link(user: User, address: str, purpose: str) -> None:
    """Send someone their link. The subject says what it is; nothing else of the paper's inside stands there."""
    if purpose == Link.Purpose.INVITE:
        subject = _("Your account in the newsroom")
        sentence = _(
            "You were invited to the newsroom. Choose your password here, within seven days:"
        )
    else:
        subject = _("A new password for the newsroom")
        sentence = _(
            "Choose a new password here, within a day. If you did not ask for this, ignore it:"
        )
    send_mail(subject, f"{sentence}\n\n{address}\n", None, [user.email])
