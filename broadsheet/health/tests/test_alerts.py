"""People are told when something stops, and once when it is over; at most once an hour, whatever happens."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from broadsheet.health import alerts, watching
from broadsheet.health.kept import kept
from broadsheet.health.models import Alerts, LastAlert, Trouble
from broadsheet.health.state import State
from broadsheet.health.tests.outside import MailServer, text_of
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
WELL = State("worker", [], [])
STOPPED = State("worker", [], ["It stopped. Start it."], {"ledger-1": "The worker has stopped."})
SHORT = State("disk", [], ["It is full."], {"": "The disk is nearly full."}, is_of_machine=True)
At = Callable[..., None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, paper: Any, publisher: User) -> At:
    """Return a function that looks how things are, some minutes after noon: `at(3, STOPPED)`."""
    noon = timezone.now()
    moment: list[datetime] = [noon]
    for module in (alerts, watching):
        monkeypatch.setattr(module.timezone, "now", lambda: moment[0])
    monkeypatch.setattr(alerts.time, "time", lambda: moment[0].timestamp())

    def look(minutes: float, *found: State) -> None:
        moment[0] = noon + timedelta(minutes=minutes)
        watching.write_down(list(found))
        alerts.keep_for_later()
        alerts.tell()

    return look


def test_who_publishes_is_mailed_when_something_has_stopped_for_a_while(
    at: At, mail_server: MailServer
):
    at(0, STOPPED)
    assert mail_server.taken == []

    at(2, STOPPED)

    [(to, mail)] = mail_server.taken
    assert to == ["wendell@larkmereledger.example"]
    assert mail["Subject"] == "The Larkmere Ledger needs you"
    assert "The worker has stopped." in text_of(mail)
    assert "/newsroom/health/" in text_of(mail)


def test_what_is_over_within_moments_is_told_to_nobody(at: At, mail_server: MailServer):
    at(0, STOPPED)
    at(1, WELL)
    at(2, STOPPED)
    at(3, WELL)
    at(10, WELL)

    assert mail_server.taken == []
    assert not Trouble.objects.exists()


def test_nobody_is_told_twice_of_what_goes_on(at: At, mail_server: MailServer):
    for minutes in (0, 2, 3, 61, 63, 125, 600):
        at(minutes, STOPPED)

    assert len(mail_server.taken) == 1


def test_what_goes_on_for_a_day_is_told_again(at: At, mail_server: MailServer):
    for minutes in (0, 2, 24 * 60 + 5):
        at(minutes, STOPPED)

    assert len(mail_server.taken) == 2


def test_the_end_is_told_once(at: At, mail_server: MailServer):
    at(0, STOPPED)
    at(2, STOPPED)
    for minutes in (70, 71, 72, 90, 200):
        at(minutes, WELL)

    assert len(mail_server.taken) == 2
    mail = mail_server.taken[1][1]
    assert mail["Subject"] == "The Larkmere Ledger is well again"
    assert "Over: Worker ledger-1." in text_of(mail)
    assert not Trouble.objects.exists()


def test_nobody_is_told_more_than_once_an_hour_whatever_happens(at: At, mail_server: MailServer):
    """Three hours in which things stop and go, each as often as a look can see it."""
    for minute in range(0, 180, 2):
        at(
            minute,
            STOPPED if minute // 4 % 2 else WELL,
            SHORT if minute // 10 % 2 else State("disk", [], [], is_of_machine=True),
        )

    assert 1 <= len(mail_server.taken) <= 3


def test_a_second_trouble_waits_for_the_hour_and_is_told_with_the_first(
    at: At, mail_server: MailServer
):
    at(0, STOPPED)
    at(2, STOPPED, SHORT)
    at(4, STOPPED, SHORT)
    assert len(mail_server.taken) == 1

    at(63, STOPPED, SHORT)

    said = text_of(mail_server.taken[1][1])
    assert "The worker has stopped." in said
    assert "The disk is nearly full." in said


def test_of_two_machines_one_alone_tells(at: At, mail_server: MailServer):
    at(0, STOPPED)
    at(2, STOPPED)
    Trouble.objects.update(told_at=None)
    # The other machine has told nobody, and knows nothing but the row.
    (alerts.settings.HOME / "watch" / "alerts.json").unlink()

    at(3, STOPPED)

    assert len(mail_server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_however_many_machines_claim_the_hour_at_once_one_has_it():
    def claim(_machine: int) -> bool:
        try:
            return alerts.claim_hour()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as machines:
        claimed = list(machines.map(claim, range(12)))

    assert claimed.count(True) == 1


def test_the_worker_of_another_machine_is_told_of_by_itself(at: At, mail_server: MailServer):
    both = State("worker", [], ["."], {"ledger-1": "One stopped.", "ledger-2": "Two stopped."})
    at(0, STOPPED)
    at(2, STOPPED)

    at(70, both)
    at(72, both)

    assert "Two stopped." in text_of(mail_server.taken[1][1])


def test_a_clock_that_was_put_back_silences_nobody_for_long(at: At, mail_server: MailServer):
    at(600, WELL)
    LastAlert.objects.update_or_create(pk=1, defaults={"at": timezone.now()})
    alerts.bring_hours_together(timezone.now())

    at(0, STOPPED)
    at(2, STOPPED)
    at(63, STOPPED)
    at(65, STOPPED)

    assert len(mail_server.taken) == 1


# Whom, and how -------------------------------------------------------------------------------------
def test_a_chat_is_written_into(at: At, chat: Any):
    at(0, STOPPED)
    at(2, STOPPED)

    [text] = chat.texts
    assert text.startswith("The Larkmere Ledger needs you\n")
    assert "- The worker has stopped." in text


def test_with_neither_mail_nor_chat_nothing_is_claimed_and_the_first_way_that_is_set_up_tells(
    at: At, settings: Any, request: pytest.FixtureRequest
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    at(0, STOPPED)
    at(2, STOPPED)
    chat = request.getfixturevalue("chat")

    at(3, STOPPED)

    assert len(chat.texts) == 1


def test_others_are_mailed_too_and_each_by_themselves(at: At, mail_server: MailServer):
    Alerts.objects.create(also_to="owner@town.example\nit@town.example")

    at(0, STOPPED)
    at(2, STOPPED)

    assert [to for to, _mail in mail_server.taken] == [
        ["owner@town.example"],
        ["it@town.example"],
        ["wendell@larkmereledger.example"],
    ]
    assert {str(mail["To"]) for _to, mail in mail_server.taken} == {
        "owner@town.example",
        "it@town.example",
        "wendell@larkmereledger.example",
    }


def test_publishers_who_do_not_want_it_are_left_alone(at: At, mail_server: MailServer):
    Alerts.objects.create(to_publishers=False, also_to="it@town.example")

    at(0, STOPPED)
    at(2, STOPPED)

    assert [to for to, _mail in mail_server.taken] == [["it@town.example"]]


def test_one_who_is_refused_keeps_no_other_from_being_told(at: At, mail_server: MailServer):
    Alerts.objects.create(also_to="nobody@town.example")
    refuse = mail_server.answers
    refuse["RCPT"] = 550
    assert not alerts.mail_each(["nobody@town.example"], "x", "y")
    del refuse["RCPT"]

    at(0, STOPPED)
    at(2, STOPPED)

    assert len(mail_server.taken) == 2


def test_what_nobody_could_be_told_is_tried_again_after_an_hour(at: At, mail_server: MailServer):
    mail_server.answers["MAIL"] = 451
    at(0, STOPPED)
    at(2, STOPPED)
    del mail_server.answers["MAIL"]

    at(4, STOPPED)
    assert mail_server.taken == []
    at(63, STOPPED)

    assert len(mail_server.taken) == 1


# Without a database ------------------------------------------------------------------------------------
@pytest.fixture
def down(at: At, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that looks some minutes after noon, while the database is down."""
    at(0, WELL)
    noon = alerts.time.time()

    def look(minutes: float) -> None:
        monkeypatch.setattr(alerts.time, "time", lambda: noon + minutes * 60)
        alerts.tell_without_database()

    return look


def test_without_a_database_the_same_people_are_told_by_the_file(
    down: Callable[[float], None],
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: Any,
):
    with django_db_blocker.block():
        for minutes in (0, 1, 2, 3, 60, 61, 120):
            down(minutes)

    [(to, mail)] = mail_server.taken
    assert to == ["wendell@larkmereledger.example"]
    assert "The database does not answer." in text_of(mail)
    assert mail["Subject"] == "The Larkmere Ledger needs you"


def test_after_an_alert_the_file_keeps_the_hour_when_the_database_goes(
    at: At, down: Callable[[float], None], mail_server: MailServer
):
    at(1, STOPPED)
    at(3, STOPPED)

    for minutes in (4, 10, 50):
        down(minutes)
    assert len(mail_server.taken) == 1
    down(64)

    assert len(mail_server.taken) == 2


def test_when_the_database_is_back_that_is_told_once_after_the_hour(
    at: At, down: Callable[[float], None], mail_server: MailServer
):
    for minutes in (0, 2):
        down(minutes)
    assert len(mail_server.taken) == 1

    for minutes in (10, 12, 63, 65, 130):
        at(minutes, WELL)

    assert len(mail_server.taken) == 2
    assert "Over: Database." in text_of(mail_server.taken[1][1])
    assert "told_down" not in kept(alerts.KEPT)


def test_what_is_kept_for_then_is_read_by_nobody_else(at: At):
    at(0, WELL)

    file = alerts.settings.HOME / "watch" / "alerts.json"
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


# What is set -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("webhook", "not an address", "Copy it from the browser again"),
        ("webhook", "ftp://chat.example/x", "beginning with https://"),
        ("also_to", "owner@town.example, x", "is no e-mail address"),
    ],
)
def test_what_cannot_be_told_is_refused_when_it_is_set(field: str, words: str, said: str):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=said):
        Alerts(**{field: words}).full_clean()
