"""Mail to readers: at most one to a mailbox in ten minutes and three a day, whoever asks for it; never with words that nobody has read.

Django's own backend sends it. Without mail set up, the rooms above go on without (`can_mail`).
"""

import re
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.mailbag.errors import MailError
from broadsheet.mailbag.models import MailSent
from broadsheet.mailbag.people import mail_form
from broadsheet.mailbag.sealing import mark

ONE_IN: Final = timedelta(minutes=10)
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 3
# What would begin another line, and with it another header.
NOT_ONE_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def can_mail() -> bool:
    """Say whether the paper can send mail at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def refuse_unfit_address(address: str) -> None:
    """Refuse what is no address of mail, or would write headers of its own.

    Errors:
        ValidationError: what to do.
    """
    sentence = _("Write your e-mail address in one line, as in name@example.org.")
    if NOT_ONE_LINE.search(address) or len(address) > 254 or not address.isascii():
        raise ValidationError(sentence)
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(sentence) from error


def written(template: str, context: dict[str, Any]) -> str:
    """Return a mail as plain text, in which nothing is escaped."""
    # Django's own template behind the backend's: that one escapes everything.
    inner: Any = get_template(template)
    text: str = inner.template.render(Context(context, autoescape=False))
    return text


def may_mail(address: str) -> bool:
    """Say whether a mailbox may be sent one more."""
    now = timezone.now()
    sent = MailSent.objects.filter(mailbox=mark("mailbox", mail_form(address)), at__gt=now - A_DAY)
    moments = list(sent.order_by("-at").values_list("at", flat=True)[:MOST_A_DAY])
    return len(moments) < MOST_A_DAY and (not moments or moments[0] <= now - ONE_IN)


def mail_to_reader(address: str, subject: str, text: str, *, is_answer: bool = False) -> None:
    """Send a mail to a reader.

    Args:
        subject: our own words alone; line ends in it are refused.
        is_answer: an editor sends it, after somebody has shown that the mailbox is hers: no limit then.

    Errors:
        MailError: the mailbox has had as many as it may.
        OSError, smtplib.SMTPException: the mail server does not take it.
    """
    assert not NOT_ONE_LINE.search(subject)
    refuse_unfit_address(address)
    with transaction.atomic():
        if not is_answer:
            if not may_mail(address):
                raise MailError(
                    _(
                        "We have just written to this address. Look into your mail, or try again later."
                    )
                )
            MailSent.objects.create(mailbox=mark("mailbox", mail_form(address)), at=timezone.now())
        EmailMessage(
            subject, text, to=[address], headers={"Auto-Submitted": "auto-generated"}
        ).send()
