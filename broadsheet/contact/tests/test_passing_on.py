"""A message is mailed to whom it is for: by a real mail server, once at most, with nothing of the reader's in its head."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone

from broadsheet.contact import housekeeping
from broadsheet.contact.models import Message
from broadsheet.contact.passing_on import MOST_TRIES, pass_on
from broadsheet.contact.tests.to_be_written import TYPED, send
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist
from tests.mail import Mailboxes, mailboxes  # noqa: F401 (a fixture)
from tests.running import free_port

pytestmark = pytest.mark.django_db
Mail = Message.Mail


class Unwilling(Mailboxes):
    """A mail server that answers so to every mail it is handed; to "", by hanging up when it has all of it."""

    answers = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        taken = await super().handle_DATA(server, session, envelope)
        if not self.answers:
            server.transport.close()
        return self.answers or taken


@pytest.fixture
def unwilling() -> Iterator[Unwilling]:
    boxes, port = Unwilling(), free_port()
    controller = Controller(boxes, hostname="127.0.0.1", port=port)
    controller.start()
    boxes.port = port  # type: ignore[attr-defined]
    try:
        yield boxes
    finally:
        controller.stop()


@pytest.fixture
def mail_server(settings: Any) -> Callable[[int], None]:
    """Return a function that lets the paper hand its mail to a port of this machine."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "broadsheet.health.mail.NotedMail"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5

    return use


@pytest.fixture
def server(mailboxes: Mailboxes, mail_server: Callable[[int], None]) -> Mailboxes:  # noqa: F811
    mailboxes.mails.clear()
    mail_server(int(mailboxes.address.rpartition(":")[2]))  # type: ignore[attr-defined]
    return mailboxes


def let_time_pass(span: timedelta) -> None:
    for one in Message.objects.all():
        tried = one.tried_at - span if one.tried_at else None
        Message.objects.filter(pk=one.pk).update(came_at=one.came_at - span, tried_at=tried)


def test_a_desks_message_comes_by_mail_and_is_answered_to_the_reader(
    home: Any, delivery: Desk, server: Mailboxes
):
    send(f"/contact/desks/{delivery.pk}/")

    [mail] = server.mails
    assert (mail["To"], mail["Reply-To"]) == (delivery.mail_to, TYPED["email"])
    assert mail["Subject"] == "The Larkmere Ledger: a message from a reader"
    assert mail["Auto-Submitted"] == "auto-generated"
    body = str(mail.get_payload(decode=True).decode())  # type: ignore[union-attr]
    assert "Nell Roe wrote to Delivery" in body
    assert TYPED["text"] in body.replace("\r\n", "\n")
    assert Message.objects.get().mail == Mail.SENT


def test_a_persons_message_goes_to_the_address_of_her_account(
    home: Any, odalys: Journalist, server: Mailboxes
):
    send(f"/contact/people/{odalys.slug}/", email="")

    [mail] = server.mails
    assert mail["To"] == odalys.user.email  # type: ignore[union-attr]
    assert mail["Reply-To"] is None


def test_l07_nothing_that_was_typed_gets_into_the_head_of_a_mail(
    home: Any, delivery: Desk, server: Mailboxes
):
    text = "Hello\r\nBcc: everyone@example.org\r\n.\r\nRCPT TO:<everyone@example.org>"
    send(f"/contact/desks/{delivery.pk}/", text=text, name="Subject: Bcc@example.org")

    [mail] = server.mails
    head = "\n".join(f"{name}: {value}" for name, value in mail.items())
    assert "everyone@example.org" not in head
    assert "Bcc" not in head
    assert mail.get_all("To") == [delivery.mail_to]


def test_a_mail_server_that_is_down_loses_nothing_and_is_tried_again(
    home: Any, delivery: Desk, server: Mailboxes, mail_server: Callable[[int], None]
):
    port = int(server.address.rpartition(":")[2])  # type: ignore[attr-defined]
    mail_server(free_port())
    assert send(f"/contact/desks/{delivery.pk}/").status_code == 302
    assert Message.objects.get().mail == Mail.DUE

    mail_server(port)
    housekeeping.keep_house()
    assert server.mails == []
    let_time_pass(timedelta(minutes=11))
    for _turn in range(2):
        housekeeping.keep_house()

    assert len(server.mails) == 1
    assert Message.objects.get().mail == Mail.SENT


@pytest.mark.parametrize(
    ("answers", "state"), [("451 later", Mail.DUE), ("554 never", Mail.DUE), ("", Mail.UNSURE)]
)
def test_what_a_server_may_have_taken_is_never_sent_again(
    home: Any,
    delivery: Desk,
    unwilling: Unwilling,
    mail_server: Callable[[int], None],
    answers: str,
    state: str,
):
    unwilling.answers = answers
    mail_server(unwilling.port)  # type: ignore[attr-defined]
    send(f"/contact/desks/{delivery.pk}/")
    assert Message.objects.get().mail == state

    let_time_pass(timedelta(hours=3))
    housekeeping.keep_house()

    assert len(unwilling.mails) == (2 if state == Mail.DUE else 1)


def test_after_two_days_nobody_tries_any_more_and_the_screen_says_so(
    home: Any, delivery: Desk, mail_server: Callable[[int], None], publisher: Any
):
    mail_server(free_port())
    send(f"/contact/desks/{delivery.pk}/")
    turns = 0
    while Message.objects.get().mail == Mail.DUE and turns < 40:
        let_time_pass(timedelta(hours=2, minutes=1))
        housekeeping.try_again()
        turns += 1

    message = Message.objects.get()
    assert (message.mail, message.tries) == (Mail.FAILED, MOST_TRIES)
    screen = Client()
    screen.force_login(publisher)
    shown = screen.get(f"/newsroom/messages/{message.pk}/").text
    assert "the mail server did not take it" in shown
    assert TYPED["name"] in shown


def test_whoever_dies_while_sending_leaves_no_second_mail(
    home: Any, delivery: Desk, server: Mailboxes
):
    send(f"/contact/desks/{delivery.pk}/")
    Message.objects.update(mail=Mail.GOING)
    let_time_pass(timedelta(minutes=31))

    housekeeping.keep_house()
    pass_on.enqueue(Message.objects.get().pk)

    assert Message.objects.get().mail == Mail.UNSURE
    assert len(server.mails) == 1


def test_someone_who_left_meanwhile_is_mailed_nothing(
    home: Any, odalys: Journalist, server: Mailboxes, mail_server: Callable[[int], None]
):
    port = int(server.address.rpartition(":")[2])  # type: ignore[attr-defined]
    mail_server(free_port())
    send(f"/contact/people/{odalys.slug}/")
    odalys.is_current = False
    odalys.save()
    mail_server(port)
    let_time_pass(timedelta(hours=3))

    housekeeping.keep_house()

    assert server.mails == []
    assert Message.objects.get().mail == Mail.NONE


def test_without_mail_it_stands_in_the_newsroom_alone(delivery: Desk, settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    send(f"/contact/desks/{delivery.pk}/")

    assert Message.objects.get().mail == Mail.NONE


def test_it_is_forgotten_after_90_days(delivery: Desk):
    send(f"/contact/desks/{delivery.pk}/")
    Message.objects.update(came_at=timezone.now() - timedelta(days=89))
    housekeeping.keep_house()
    assert Message.objects.exists()

    Message.objects.update(came_at=timezone.now() - timedelta(days=90, minutes=1))
    housekeeping.keep_house()

    assert not Message.objects.exists()
