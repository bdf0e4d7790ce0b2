"""Mails to those who read tips: at most two a day, at fixed hours with half an hour of chance around them, always the same words.

Whoever sees one, at the mail server or over a shoulder, learns that somebody is to look into Broadsheet, and neither how
much waits there, nor when it came.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from broadsheet.tips.box import Box
from broadsheet.tips.days import WARNED_BEFORE, in_days
from broadsheet.tips.lists import in_force
from broadsheet.tips.offering import paper
from broadsheet.tips.rights import may_read

# In the paper's own time zone.
HOURS: Final = (time(9), time(16))
CHANCE: Final = timedelta(minutes=30)
# A worker that was down sends nothing at another hour: what it sends then would say when something came.
LATE: Final = timedelta(hours=1)


def send_due(box: Box, now: datetime | None = None) -> int:
    """Send the notice whose time has come, if something waits; return how many people it went to.

    Errors:
        OSError: the mail server does not take it. It is tried again within the hour.
    """
    now = (now or timezone.now()).astimezone(ZoneInfo(paper().time_zone))
    sent = 0
    for number, hour in enumerate(HOURS, 1):
        due = moment_of(now, number, hour)
        if due <= now < due + LATE and something_waits(box) and claim(box, now, number):
            try:
                sent += send_all(box)
            except BaseException:
                give_back(box, now, number)
                raise
    return sent


def moment_of(now: datetime, number: int, hour: time) -> datetime:
    """Return when a day's notice is due: within half an hour of its hour, nobody outside can tell when."""
    said = f"tips-notice:{now.date().isoformat()}:{number}".encode()
    drawn = hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)
    share = int.from_bytes(drawn[:8]) / 2**64
    return datetime.combine(now.date(), hour, now.tzinfo) - CHANCE + share * 2 * CHANCE


def something_waits(box: Box) -> bool:
    """Say whether something was not opened yet, or ends in fourteen days or three."""
    warned = [in_days(days).isoformat() for days in WARNED_BEFORE]
    with box.reading() as rows:
        [count] = rows.execute(
            "SELECT COUNT(*) FROM threads WHERE NOT is_drill AND (state='new' OR ends IN (?, ?))",
            warned,
        ).fetchone()
    return bool(count)


def claim(box: Box, now: datetime, number: int) -> bool:
    """Note that a notice is sent; return whether it was not yet."""
    with box.writing() as rows:
        try:
            rows.execute("INSERT INTO notices VALUES (?, ?)", (now.date().isoformat(), number))
        except sqlite3.IntegrityError:
            return False
    return True


def give_back(box: Box, now: datetime, number: int) -> None:
    with box.writing() as rows:
        rows.execute(
            "DELETE FROM notices WHERE day=? AND number=?", (now.date().isoformat(), number)
        )


def send_all(box: Box) -> int:
    """Write to each recipient of the list by herself; return to how many.

    Errors:
        OSError: nobody's mail was taken. If only some was, the others get the next: nobody gets this one twice.
    """
    written, failures = 0, list[OSError]()
    with translation.override(paper().language):
        for address in addresses(box):
            notice = EmailMessage(
                _("Look into Broadsheet"),
                _("Please look into Broadsheet when you can.\n\n%(address)s/newsroom/\n")
                % {"address": settings.WAGTAILADMIN_BASE_URL},
                to=[address],
            )
            try:
                written += notice.send()
            except OSError as error:
                failures.append(error)
    if failures and not written:
        raise failures[0]
    return written


def addresses(box: Box) -> Iterator[str]:
    """Give the e-mail address of each recipient of the list who may still read tips."""
    kept = in_force(box)
    people = get_user_model().objects.filter(pk__in=kept.people if kept else [], is_active=True)
    for person in people.order_by("pk"):
        if person.email and may_read(person):
            yield person.email
