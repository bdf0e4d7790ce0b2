"""What tests of mail to donors and of their own pages have in common. It imports them when they are asked for, once Django is set up."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone


@pytest.fixture
def unwilling() -> Iterator[Any]:
    """A mail server that hangs up when it has all of a mail, or answers as it is told to."""
    from broadsheet.donations.tests.mail_servers import Unwilling, served

    yield from served(Unwilling())


@pytest.fixture
def choosy() -> Iterator[Any]:
    """A mail server that knows no mailbox."""
    from broadsheet.donations.tests.mail_servers import Choosy, served

    yield from served(Choosy())


@pytest.fixture
def mail_server(settings: Any) -> Callable[[int], None]:
    """Return a function that lets the paper hand its mail to a port of this machine."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "broadsheet.health.mail.NotedMail"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5

    return use


@pytest.fixture
def server(mail_server: Callable[[int], None]) -> Iterator[Any]:
    """A mail server that takes all that the paper hands it."""
    from broadsheet.donations.tests.mail_servers import served
    from tests.mail import Mailboxes

    for boxes in served(Mailboxes()):
        mail_server(boxes.port)
        yield boxes


@pytest.fixture
def home(client: Client) -> Client:
    """A browser at the paper's own address."""
    from broadsheet.donations.tests.made import the_site

    client.defaults["HTTP_HOST"] = the_site().hostname
    return client


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Return a function that lets time pass."""
    real_time, real_now = time.time, timezone.now
    since = timedelta()

    def wait(span: timedelta) -> None:
        nonlocal since
        since += span

    monkeypatch.setattr("time.time", lambda: real_time() + since.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda: real_now() + since)
    return wait


@pytest.fixture
def bo(paper: Any) -> Any:
    """Somebody of the business office."""
    from broadsheet.donations.tests.typed import somebody

    return somebody()


@pytest.fixture
def desk(bo: Any) -> Client:
    """Her browser, at the desk for gifts."""
    from broadsheet.donations.tests.typed import at_desk

    return at_desk(bo)


@pytest.fixture
def batch(bo: Any) -> Any:
    """A batch of hers whose slip says $50."""
    from broadsheet.donations.tests.typed import a_batch

    return a_batch(5000, by=bo)
