"""Mail to donors as tests look at it: handed to a real mail server, read in both its parts."""

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from broadsheet.donations.models import Donor, Mailing
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_donor
from tests.mail import Mailboxes
from tests.running import free_port

ADA = "ada.lund@example.org"


class Unwilling(Mailboxes):
    """A mail server that answers so to every mail it is handed; to "", by hanging up when it has all of it."""

    answers = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        taken = await super().handle_DATA(server, session, envelope)
        if not self.answers:
            server.transport.close()
        return self.answers or taken


class Choosy(Mailboxes):
    """A mail server that knows no mailbox."""

    async def handle_RCPT(self, *_of: Any) -> str:  # noqa: N802
        return "550 no such mailbox"


def _served(boxes: Mailboxes) -> Iterator[Any]:
    port = free_port()
    controller = Controller(boxes, hostname="127.0.0.1", port=port)
    controller.start()
    boxes.port = port
    try:
        yield boxes
    finally:
        controller.stop()


@pytest.fixture
def unwilling() -> Iterator[Unwilling]:
    yield from _served(Unwilling())


@pytest.fixture
def choosy() -> Iterator[Choosy]:
    yield from _served(Choosy())


@pytest.fixture
def mail_server(settings: Any) -> Callable[[int], None]:
    """Return a function that lets the paper hand its mail to a port of this machine."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "broadsheet.health.mail.NotedMail"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5

    return use


@pytest.fixture
def server(mail_server: Callable[[int], None]) -> Iterator[Mailboxes]:
    """A mail server that takes all that the paper hands it."""
    for boxes in _served(Mailboxes()):
        mail_server(boxes.port)
        yield boxes


def ada(**more: Any) -> Donor:
    """Return a donor who has a mailbox."""
    told = {"email": ADA, "mailbox": ADA, "email_proved_at": timezone.now(), **more}
    return a_donor(**{"name": "Ada Lund", **told})


def the_mail(boxes: Mailboxes) -> EmailMessage:
    """Send what is due, and return the one mail that came."""
    send_due()
    [mail] = boxes.mails
    return mail  # type: ignore[return-value]


def text_of(mail: Any) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n")


def html_part(mail: Any) -> str:
    return str(mail.get_body(("html",)).get_content())


def path_in(mail: Any, beginning: str) -> str:
    """Return the path of the first link in a mail's text that leads to a page of this kind."""
    found = re.search(rf"https?://[^/\s]+(/support/mine/{beginning}/\S+)", text_of(mail))
    assert found, text_of(mail)
    return found[1]


def mailing(kind: str, donor: Donor, key: str = "", **about: Any) -> Mailing:
    """Queue one mail, as what tells of money does."""
    from broadsheet.donations.post import queue
    from broadsheet.donations.tests.made import the_site

    found = queue(the_site(), kind, donor, key or f"{kind}:1", **about)
    assert found is not None
    return found
