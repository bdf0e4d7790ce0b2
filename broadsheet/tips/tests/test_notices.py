"""What mail says of tips: at fixed hours, and always the same."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from broadsheet.newsroom.models import User
from broadsheet.tips.days import in_days
from broadsheet.tips.notices import CHANCE, HOURS, LATE, moment_of, send_due
from broadsheet.tips.tests.desks import DeskNewsroom, box, newsroom
from tests.mail import Mailboxes, mailboxes
from tests.running import free_port

__all__ = ["box", "mailboxes", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def zone(paper: Any) -> ZoneInfo:
    return ZoneInfo(paper.time_zone)


def each_minute(zone: ZoneInfo, days: int = 1) -> list[datetime]:
    """Return moments of some days at which the worker takes its turn: each minute around the hours of mails, else each tenth."""
    first = datetime(2026, 11, 25, tzinfo=zone)
    every = (first + timedelta(minutes=minute) for minute in range(days * 24 * 60))
    return [one for one in every if one.hour in (8, 9, 15, 16) or one.minute % 10 == 0]


def live_through(newsroom: DeskNewsroom, minutes: list[datetime]) -> list[datetime]:
    """Let the worker take each turn; return those at which mail went out."""
    return [now for now in minutes if send_due(newsroom.box, now)]


def test_t23_seven_hundred_tips_are_one_mail_to_each_reader(
    newsroom: DeskNewsroom, zone: ZoneInfo, publisher: User, editor: User
):
    for number in range(700):
        newsroom.tip(words=b"%d" % number)

    sent_at = live_through(newsroom, [one for one in each_minute(zone) if one.hour < 12])

    assert len(sent_at) == 1
    assert sorted(one.to for one in mail.outbox) == sorted([[publisher.email], [editor.email]])


def test_t30_a_mail_says_nothing_but_to_look_into_broadsheet(
    newsroom: DeskNewsroom, zone: ZoneInfo
):
    newsroom.tip()
    live_through(newsroom, each_minute(zone))
    one_tip = {(one.subject, one.body) for one in mail.outbox}
    mail.outbox.clear()
    for _more in range(20):
        newsroom.tip(words=b"x" * 100_000, ends=in_days(3).isoformat())
    live_through(newsroom, [one + timedelta(days=1) for one in each_minute(zone)])

    assert {(one.subject, one.body) for one in mail.outbox} == one_tip
    [(subject, body)] = one_tip
    assert subject == "Look into Broadsheet"
    assert "tip" not in body.lower()
    assert not any(sign.isdigit() for sign in body.replace("localhost:8000", ""))


def test_t30_at_most_two_mails_a_day_each_within_half_an_hour_of_its_hour(
    newsroom: DeskNewsroom, zone: ZoneInfo
):
    newsroom.tip()

    sent_at = live_through(newsroom, each_minute(zone, days=10))

    assert len(sent_at) == 20
    for day in range(10):
        for now, hour in zip(sent_at[2 * day : 2 * day + 2], HOURS, strict=True):
            due = datetime.combine(now.date(), hour, zone)
            assert abs(now - due) <= CHANCE + timedelta(minutes=1)
    # Nobody outside can tell the minute from that of another day.
    assert len({(one.hour * 60 + one.minute) for one in sent_at}) > 12


def test_the_minute_of_a_day_is_the_same_however_often_the_worker_starts(zone: ZoneInfo):
    now = datetime(2026, 11, 25, tzinfo=zone)

    assert moment_of(now, 1, HOURS[0]) == moment_of(now + timedelta(hours=3), 1, HOURS[0])


def test_without_anything_that_waits_no_mail_is_sent(newsroom: DeskNewsroom, zone: ZoneInfo):
    newsroom.tip(state="read")
    newsroom.tip(state="done", ends=in_days(10).isoformat())

    assert live_through(newsroom, each_minute(zone)) == []


def test_of_what_ends_in_fourteen_days_or_three_its_readers_are_told(
    newsroom: DeskNewsroom, zone: ZoneInfo
):
    newsroom.tip(state="read", ends=in_days(14).isoformat())

    assert len(live_through(newsroom, each_minute(zone))) == 2


def test_a_worker_that_was_down_sends_nothing_at_another_hour(
    newsroom: DeskNewsroom, zone: ZoneInfo
):
    newsroom.tip()
    late = datetime.combine(datetime(2026, 11, 25), HOURS[0], zone) + CHANCE + LATE

    assert send_due(newsroom.box, late) == 0


def test_a_mail_that_is_not_taken_is_tried_again_within_the_hour(
    newsroom: DeskNewsroom, zone: ZoneInfo, settings: Any
):
    newsroom.tip()
    due = moment_of(datetime(2026, 11, 25, tzinfo=zone), 1, HOURS[0])
    taken = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    with pytest.raises(ConnectionRefusedError):
        send_due(newsroom.box, due)
    settings.EMAIL_BACKEND = taken

    assert send_due(newsroom.box, due + timedelta(minutes=1)) == 2


def test_t30_nothing_in_what_a_mail_server_is_handed_tells_of_tips(
    newsroom: DeskNewsroom,
    zone: ZoneInfo,
    settings: Any,
    mailboxes: Mailboxes,
    editor: User,
    publisher: User,
):
    thread = newsroom.tip()
    settings.EMAIL_BACKEND = "broadsheet.health.mail.NotedMail"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailboxes.port

    assert live_through(newsroom, each_minute(zone))

    handed = [bytes(one).decode().lower() for one in mailboxes.mails]
    assert len(handed) == 4
    assert len(mailboxes.to(editor.email)) == len(mailboxes.to(publisher.email)) == 2
    for one in handed:
        assert "look into broadsheet" in one
        assert not re.search(r"\btips?\b|source|confiden|\bdrill", one)
        assert thread[:8] not in one


def test_t24_who_has_left_gets_no_mail(
    newsroom: DeskNewsroom, zone: ZoneInfo, editor: User, publisher: User
):
    newsroom.tip()
    editor.groups.clear()
    publisher.email = ""
    publisher.save()

    assert live_through(newsroom, each_minute(zone)) == []
    assert mail.outbox == []
