"""Passing a message on by mail to whom it is for: once at most, whatever happens on the way."""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Final

from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from broadsheet.contact.models import Message
from broadsheet.mailbag.errors import MailbagError
from broadsheet.mailbag.mailing import can_mail
from broadsheet.masthead.locale import papers_words
from broadsheet.masthead.models import facts_of
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist

logger = logging.getLogger(__name__)
Mail = Message.Mail
# For two days: some soon, then one every two hours (`housekeeping.py`).
MOST_TRIES: Final = 30
# Longer than a mail server is waited for; whoever was sending has died.
GIVEN_UP_AFTER: Final = timedelta(minutes=30)


def address_of(to: Journalist | Desk) -> str:
    """Return where a message is mailed to; nothing if it stands in the newsroom alone."""
    if isinstance(to, Desk):
        return to.mail_to
    user = to.user if to.is_current else None
    return user.email if user is not None and user.is_active else ""


def mail_for(to: Journalist | Desk) -> str:
    """Return the state in which the mail of a new message begins."""
    return Mail.DUE if can_mail() and address_of(to) else Mail.NONE


@task()
def pass_on(message_id: int) -> None:
    """Mail a message to whom it is for. Whoever answers that mail answers the reader."""
    now = timezone.now()
    # Of several that come to it at once, one finds it due.
    due = Message.objects.filter(pk=message_id, mail=Mail.DUE)
    if not due.update(mail=Mail.GOING, tried_at=now, tries=F("tries") + 1):
        return
    message = Message.objects.select_related("site", "journalist__user", "desk").get(pk=message_id)
    Message.objects.filter(pk=message_id).update(mail=_hand_over(message))


def _hand_over(message: Message) -> str:
    """Hand a message to the mail server; return the state that its mail is in then."""
    again = Mail.DUE if message.tries < MOST_TRIES else Mail.FAILED
    address = address_of(message.to)
    if not address or not can_mail():
        return Mail.NONE
    try:
        mail = written_mail(message, address)
    except MailbagError:
        # It cannot be opened; the screen says why.
        return Mail.FAILED
    connection = get_connection()
    try:
        connection.open()
    # Before the server was handed anything, nothing has been sent.
    except OSError:
        return again
    try:
        connection.send_messages([mail])
    except SMTPServerDisconnected:
        return Mail.UNSURE
    # The server answered, and not with yes.
    except SMTPException:
        return again
    except OSError:
        return Mail.UNSURE
    finally:
        _close(connection)
    return Mail.SENT


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except OSError:
        logger.info("The mail server ended the line first.")


def written_mail(message: Message, address: str) -> EmailMessage:
    """Return the mail. What a reader typed stands in its text alone, but for her address, which was checked.

    Errors:
        LockedError: it was sealed with another key.
    """
    written = message.open()
    with papers_words(message.site):
        paper = facts_of(message.site)
        subject = _("%(paper)s: a message from a reader") % {"paper": paper.name}
        to = message.desk.name if message.desk else _("you")
        lines = [
            _("%(name)s wrote to %(to)s by the paper's form:") % {"name": written["name"], "to": to}
        ]
        lines += ["", written["words"], "", "--"]
        lines.append(
            _(
                "Answer this mail to answer the reader, who then sees the address that you write from."
            )
            if written["email"]
            else _("No address was left for an answer.")
        )
    return EmailMessage(
        " ".join(subject.split()),
        "\n".join(lines) + "\n",
        to=[address],
        reply_to=[written["email"]] if written["email"] else None,
        # So that nobody's absence notice tells a reader the address.
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
