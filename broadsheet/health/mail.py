"""The paper's mail: whether it can be sent, and how the last one went."""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.health.kept import keep, kept
from broadsheet.health.state import State, said_at, told
from broadsheet.newsroom.troubles import of_mail

SENT, REFUSED = "mail-sent", "mail-refused"
# What commonly stands in the way, by the name of the error.
COMMON = {
    "ConnectionRefusedError": gettext_lazy("nobody listens there"),
    "TimeoutError": gettext_lazy("it does not answer"),
    "gaierror": gettext_lazy("there is no host of that name"),
    "SMTPAuthenticationError": gettext_lazy("it does not know this user with this password"),
    "SMTPSenderRefused": gettext_lazy("it takes nothing from this sender"),
    "SMTPRecipientsRefused": gettext_lazy("it takes nothing for this address"),
    "SMTPNotSupportedError": gettext_lazy("it speaks no TLS"),
    "SSLError": gettext_lazy("no secure connection can be made"),
    "SSLCertVerificationError": gettext_lazy("its certificate is not good"),
}


class NotedMail(EmailBackend):
    """Django's own way of handing mail to a server, which notes when that last went well, and when it did not."""

    def open(self) -> bool | None:
        try:
            return super().open()
        except OSError as error:
            _note(REFUSED, why=reason(error))
            raise

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        try:
            sent: int = super().send_messages(email_messages)
        # Of all that a mail server may answer, too.
        except OSError as error:
            _note(REFUSED, why=reason(error))
            raise
        if sent:
            _note(SENT)
        return sent


def _note(name: str, **facts: str) -> None:
    """Note how it went. On a full disk nothing is noted: what was sent must not look as if it was not, and be sent again."""
    with suppress(OSError):
        keep(name, {"at": time.time(), **facts})


def reason(error: OSError) -> str:
    """Return why mail was not taken, without what the server says of the people it was for.

    >>> reason(ConnectionRefusedError(111, "Connection refused"))
    'ConnectionRefusedError 111'
    """
    # SMTP's answers have a code of three figures, in whatever kind of error they come.
    code: Any = getattr(error, "smtp_code", error.errno)
    return f"{type(error).__name__} {code or ''}".rstrip()


def explained(why: str) -> str:
    """Return the reason as people understand it, with that of the program behind it.

    >>> explained("ConnectionRefusedError 111"), explained("SMTPDataError 554")
    ('nobody listens there, ConnectionRefusedError 111', 'SMTPDataError 554')
    """
    words = COMMON.get(why.partition(" ")[0])
    return f"{words}, {why}" if words else why


def can_mail() -> bool:
    """Say whether the paper has a mail server."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def mail() -> State:
    """Say whether mail can be sent, and how the last one went on this machine."""
    sent, refused = kept(SENT).get("at"), kept(REFUSED).get("at")
    says: list[str] = []
    if can_mail():
        says.append(_("Mail is handed to %(host)s.") % {"host": settings.EMAIL_HOST})
        if sent is not None:
            says.append(_("The last mail was taken at %(time)s.") % {"time": _at(sent)})
    troubles, alert = list(of_mail()), ""
    if can_mail() and refused is not None and refused > (sent or 0):
        alert = _("The mail server does not take the paper's mail, since %(time)s (%(why)s).") % {
            "time": _at(refused),
            "why": explained(kept(REFUSED).get("why", "")),
        }
        advice = _("Look into the setting MAIL, and send yourself a test mail from here.")
        troubles.append(f"{alert} {advice}")
    return State("mail", says, troubles, alerts=told(alert), is_of_machine=True)


def send_test_mail(address: str, paper: str) -> None:
    """Send someone a mail that says no more than that it has come.

    Errors:
        OSError: it was not taken; `reason` says why.
    """
    EmailMessage(
        _("A test mail from %(paper)s") % {"paper": paper},
        _("It has arrived: the paper can send mail."),
        to=[address],
    ).send()


def _at(seconds: float) -> str:
    return said_at(datetime.fromtimestamp(seconds, UTC))
