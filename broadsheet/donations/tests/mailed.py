"""Mail to donors as tests look at it: handed to a real mail server, read in both its parts."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from threading import Barrier
from typing import Any

from django.db import connection
from django.utils import timezone

from broadsheet.donations.models import Donor, Mailing
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_donor
from tests.mail import Mailboxes

ADA = "ada.lund@example.org"


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


def at_once(do: Callable[[], Any], times: int) -> list[Any]:
    """Do something in several threads that begin together; return what each came to."""
    gate = Barrier(times)

    def one() -> Any:
        gate.wait()
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return [found.result() for found in [threads.submit(one) for _time in range(times)]]
