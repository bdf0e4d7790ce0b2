"""Machines, mail servers and chats for the tests of this room.

What needs the program is imported inside: this file is read before the program is set up.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from broadsheet.health.tests.outside import MailServer, a_mail_server


class Chat(NamedTuple):
    """A chat: the words that were written into it."""

    taken: list[bytes]

    @property
    def texts(self) -> list[str]:
        return [json.loads(one)["text"] for one in self.taken]


@pytest.fixture(autouse=True)
def a_machine_of_its_own(home: Any, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A paper's folder for this test alone, on a machine named ledger-1, on which nothing has gone wrong yet."""
    from broadsheet.health import alerts, programs
    from broadsheet.lib.error_numbers import forget_errors

    monkeypatch.setattr(programs.platform, "node", lambda: "ledger-1")
    monkeypatch.setattr(alerts, "_down_since", None)
    forget_errors()
    yield
    forget_errors()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A mail server, and the paper set up to use it."""
    with a_mail_server() as server:
        settings.EMAIL_BACKEND = "broadsheet.health.mail.NotedMail"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def chat(settings: Any, db: None) -> Iterator[Chat]:
    """A chat that takes messages, and is named in the paper's settings."""
    from broadsheet.health.models import Alerts
    from broadsheet.lib.tests.outsider import an_outsider, page, takes

    with an_outsider() as outsider:
        settings.FETCH_ALLOWED_PRIVATE = [outsider.place]
        chat = Chat([])
        outsider.answers["/hook"] = takes(chat.taken, page("ok"))
        alerts = Alerts.load()
        alerts.webhook = f"{outsider.address}/hook"
        alerts.save()
        yield chat
