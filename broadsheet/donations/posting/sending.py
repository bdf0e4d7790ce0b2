"""Sending the mail that is due to donors: each once at most, whatever happens on the way (decision 40). Money knows nothing of it.

Before the mail server is asked, a mail is claimed, by one update that a single worker wins. Refused before or in words, it
is due again, after a longer pause each time. Where the line broke after it was handed over, nobody knows: it is kept as
unsure, staff are told, and it is not sent again by itself.
"""

import logging
import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import ngettext
from django_tasks import task

from broadsheet.donations.models import Donor, Mailing, Pledge
from broadsheet.donations.post import goes_by_mail, otherwise
from broadsheet.donations.posting.writing import written_mail
from broadsheet.lib.error_numbers import note_error
from broadsheet.mailbag.errors import MailbagError
from broadsheet.mailbag.mailing import ONE_IN, can_mail, may_mail
from broadsheet.mailbag.models import MailSent
from broadsheet.mailbag.people import mail_form
from broadsheet.mailbag.sealing import mark
from broadsheet.newsroom.troubles import finds_troubles

logger = logging.getLogger(__name__)
State, Kind = Mailing.State, Mailing.Kind
# After the first refusal a minute, then longer: in all about four days.
PAUSES: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 960, 1440, 1440)
)
# Longer than a mail server is waited for; whoever was sending has died.
LEASE: Final = timedelta(minutes=30)
# Other mail of the paper's waits so long at most.
A_TURN: Final = 200
A_TURN_SECONDS: Final = 20.0
# What anybody can have sent to any address, by typing it into a form: no more of it than a mailbox is sent by all forms.
OF_FORMS: Final = {Kind.PLEDGE, Kind.REMINDER, Kind.LINK}
FORMS_AGAIN: Final = ONE_IN + timedelta(minutes=1)
FORMS_WAIT: Final = timedelta(days=2)
# Whoever asked for a link has gone by then.
LINK_WAITS: Final = timedelta(hours=1)
DOWN: Final = "down: "


def have_due_sent() -> None:
    """Have what is due sent among the worker's tasks: its turns, by which pages are printed, wait for no mail server."""
    now = timezone.now()
    is_due = Q(state__in=(State.DUE, State.SENDING), next_at__lte=now)
    if Mailing.objects.filter(is_due).exists():
        send_now.enqueue()


@task()
def send_now() -> None:
    """Send what is due."""
    send_due()


def send_due(now: datetime | None = None) -> int:
    """Send what is due, up to some; return how many were taken by the mail server."""
    now = now or timezone.now()
    _note_those_who_died(now)
    due = Mailing.objects.filter(state=State.DUE, next_at__lte=now).order_by("next_at", "pk")
    sent, began = 0, time.monotonic()
    for key in list(due.values_list("pk", flat=True)[:A_TURN]):
        came_to = send_one(key, now)
        sent += came_to == State.SENT
        is_down = came_to == State.DUE and not _answers(key)
        # While the mail server is down, the others keep their tries.
        if is_down or time.monotonic() - began > A_TURN_SECONDS:
            break
    return sent


def send_one(key: int, now: datetime | None = None) -> str:
    """Send one mail if it is due; return the state that it is in then, empty if somebody else has it."""
    now = now or timezone.now()
    claimed = Mailing.objects.filter(pk=key, state=State.DUE)
    if not claimed.update(state=State.SENDING, next_at=now + LEASE, tries=F("tries") + 1):
        return ""
    mailing = Mailing.objects.select_related("site", "donor__site").get(pk=key)
    came_to, more = _send(mailing, now)
    Mailing.objects.filter(pk=key, state=State.SENDING).update(state=came_to, **more)
    if came_to == State.SENT and mailing.kind == Kind.REMINDER:
        Pledge.objects.filter(pk=mailing.about.get("pledge")).update(reminded_at=now)
    return came_to


def send_again(mailing: Mailing) -> bool:
    """Make a mail due once more, because somebody of the paper says so; say whether it could be."""
    kept = Mailing.objects.filter(pk=mailing.pk, state__in=(State.UNSURE, State.FAILED))
    return bool(kept.update(state=State.DUE, next_at=timezone.now(), tries=0, trouble=""))


def queue_link(donor: Donor) -> Mailing:
    """Write down the mail of a new link to one's own gifts; the link itself is made when it is sent."""
    key = f"link:{donor.pk}:{secrets.token_hex(8)}"
    return Mailing.objects.create(site=donor.site, kind=Kind.LINK, donor=donor, key=key)


def _send(mailing: Mailing, now: datetime) -> tuple[str, dict[str, Any]]:
    """Write a mail and hand it over; return the state that it is in then, and what else is noted of it."""
    if (other := _not_by_mail(mailing, now)) is not None:
        return other, {}
    if mailing.kind in OF_FORMS and not may_mail(mailing.donor.email):
        return _of_later(mailing, now)
    try:
        mail = written_mail(mailing)
        if mail is None:
            return State.MOOT, {}
        # What cannot be made a mail of is found before anybody is handed it.
        mail.message().as_bytes()
    except (ValidationError, MailbagError) as refusal:
        return State.FAILED, {"trouble": type(refusal).__name__}
    except Exception as error:  # noqa: BLE001 (one mail that cannot be written keeps no other back; it is noted and shown)
        return State.FAILED, {"trouble": note_error(error, "donors' mail")}
    handed, why = hand_over(mail)
    if mailing.kind in OF_FORMS and handed in (State.SENT, State.UNSURE):
        box = mark("mailbox", mail_form(mailing.donor.email))
        MailSent.objects.create(mailbox=box, at=timezone.now())
    return _came_to(handed, why, mailing, now)


def _of_later(mailing: Mailing, now: datetime) -> tuple[str, dict[str, Any]]:
    """Put off what a mailbox has had its share of; this is no try. Whoever fills it by forms fills it for two days at most."""
    if mailing.kind == Kind.LINK or mailing.made_at < now - FORMS_WAIT:
        return State.MOOT, {}
    return State.DUE, {"next_at": now + FORMS_AGAIN, "tries": mailing.tries - 1}


def _not_by_mail(mailing: Mailing, now: datetime) -> str | None:
    """Return what becomes of a mail that is not to be mailed any more; None if it is."""
    donor, is_link = mailing.donor, mailing.kind == Kind.LINK
    if not donor.is_known or (is_link and mailing.made_at < now - LINK_WAITS):
        return State.MOOT
    if goes_by_mail(donor, mailing.kind) and can_mail():
        return None
    return otherwise(mailing.kind)


def hand_over(mail: EmailMessage) -> tuple[str, str]:
    """Hand a mail to the mail server; return the state that it is in then, and why."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        # Before the server was handed anything, nothing has been sent.
        return State.DUE, f"{DOWN}{type(error).__name__}"
    try:
        connection.send_messages([mail])
    except SMTPServerDisconnected as error:
        return State.UNSURE, type(error).__name__
    except SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        is_for_good = bool(codes) and min(codes) >= 500
        return State.FAILED if is_for_good else State.DUE, type(error).__name__
    except SMTPException as error:
        # The server answered, and not with yes.
        return State.DUE, type(error).__name__
    except OSError as error:
        return State.UNSURE, type(error).__name__
    finally:
        _close(connection)
    return State.SENT, ""


def _came_to(state: str, why: str, mailing: Mailing, now: datetime) -> tuple[str, dict[str, Any]]:
    if state == State.SENT:
        return state, {"trouble": "", "sent_at": now}
    if state == State.DUE and mailing.tries > len(PAUSES):
        return State.FAILED, {"trouble": why}
    if state == State.DUE:
        return state, {"trouble": why, "next_at": now + PAUSES[mailing.tries - 1]}
    return state, {"trouble": why}


def _answers(key: int) -> bool:
    """Say whether the mail server was there for a mail that is due again."""
    return not Mailing.objects.filter(pk=key, trouble__startswith=DOWN).exists()


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        logger.info("The mail server ended the line first.")


def _note_those_who_died(now: datetime) -> None:
    """Keep as unsure what somebody was sending who never came back."""
    died = Mailing.objects.filter(state=State.SENDING, next_at__lt=now)
    died.update(state=State.UNSURE, trouble="")


@finds_troubles
def of_donors_mail() -> Iterator[str]:
    """Say what of the mail to donors somebody has to look at."""
    unsure = Mailing.objects.filter(state=State.UNSURE).count()
    if unsure:
        yield ngettext(
            "A mail to a donor was perhaps sent, perhaps not: the line to the mail server broke. Look into Gifts, Mail.",
            "%(count)d mails to donors were perhaps sent, perhaps not: the line to the mail server broke. Look into Gifts, Mail.",
            unsure,
        ) % {"count": unsure}
    failed = Mailing.objects.filter(state=State.FAILED).count()
    if failed:
        yield ngettext(
            "A mail to a donor was not taken. Print it, or put the address right: Gifts, Mail.",
            "%(count)d mails to donors were not taken. Print them, or put the addresses right: Gifts, Mail.",
            failed,
        ) % {"count": failed}
