"""Whom readers write to, and messages as they write them, for tests."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from broadsheet.contact.views import FORM, MESSAGES
from broadsheet.mailbag import passes
from broadsheet.mailbag.views import PUZZLES
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist, User

HERE = {"sec-fetch-site": "same-origin"}
TYPED = {
    "text": "The paper of Tuesday did not come.\n\nThe hedge has been looked through.",
    "name": "Nell Roe",
    "email": "nell.roe@example.org",
}


def send(path: str, *, client: Client | None = None, **changes: str) -> Any:
    """Send a message as a browser without scripts does, from the page where it is read over."""
    fields = {**TYPED, **changes, passes.READ_OVER: passes.page_pass(FORM)}
    return (client or Client()).post(path, fields, headers=HERE)


@pytest.fixture
def nothing_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """No message was sent before, and nobody waits four seconds."""
    MESSAGES.forget()
    PUZZLES.forget()
    monkeypatch.setattr(passes, "LEAST", passes.LEAST * 0)


@pytest.fixture
def delivery(site: Site, nothing_written: None) -> Desk:
    """A desk whose messages are mailed to an address that nobody sees."""
    return Desk.objects.create(
        site=site, name="Delivery", mail_to="circulation@larkmereledger.example"
    )


@pytest.fixture
def odalys(journalist: Journalist, reporter: User, nothing_written: None) -> Journalist:
    """Someone whom readers write to by the form, and whose address nobody sees."""
    reporter.email = "desk-of-odalys@larkmereledger.example"
    reporter.save()
    journalist.user, journalist.email, journalist.takes_messages = reporter, "", True
    journalist.save()
    return journalist
