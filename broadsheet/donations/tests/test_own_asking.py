"""Asking for the link to one's own gifts: nobody learns who gives, and nobody's mailbox is filled."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.donations.models import OwnLink
from broadsheet.donations.own import asking
from broadsheet.donations.own.views import ASKED, FORM
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_gift, pay
from broadsheet.donations.tests.mailed import ADA, ada, path_in
from broadsheet.donations.tests.owned import (
    GIFTS,
    HERE,
    open_it,
)
from broadsheet.mailbag import passes
from broadsheet.mailbag.models import MailSent
from broadsheet.mailbag.views import PUZZLES
from tests.mail import Mailboxes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it happens at a paper; nobody asked before, and nobody waits four seconds."""
    ASKED.forget()
    PUZZLES.forget()
    monkeypatch.setattr(passes, "LEAST", passes.LEAST * 0)


def ask(address: str, client: Client | None = None) -> Any:
    """Ask for the link as a browser without scripts does, from the page where the address is read over."""
    fields = {"email": address, passes.READ_OVER: passes.page_pass(FORM)}
    return (client or Client()).post("/support/mine/", fields, headers=HERE)


def let_time_pass(span: timedelta) -> None:
    for sent in MailSent.objects.all():
        MailSent.objects.filter(pk=sent.pk).update(at=sent.at - span)


def test_a_donor_comes_to_her_gifts_by_a_mailed_link_without_a_password(
    home: Client,
    server: Mailboxes,
):
    donor = ada(email_proved_at=None)
    pay(gift := a_gift(donor=donor))
    send_due()
    server.mails.clear()
    answer = ask(ADA)
    assert answer.url == "/support/mine/asked/"
    [mail] = server.mails

    opened = open_it(home, path_in(mail, "open"))

    assert opened.url == GIFTS
    page = home.get(GIFTS)
    assert page.status_code == 200
    assert gift.code in page.text
    donor.refresh_from_db()
    assert donor.email_proved_at is not None


def test_g51_nobody_learns_from_the_answer_whether_an_address_gives(
    server: Mailboxes,
):
    ada()
    known, unknown = ask(ADA), ask("nobody@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert dict(known.items()) == dict(unknown.items())
    assert known.content == unknown.content
    assert [mail["To"] for mail in server.mails] == [ADA]


def test_g51_the_request_does_the_same_work_for_any_address(
    monkeypatch: pytest.MonkeyPatch, settings: Any
):
    """What differs is done by the worker, so that no stopwatch tells a donor from others."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ada()
    asked: list[Any] = []
    monkeypatch.setattr(type(asking.mail_link), "enqueue", lambda _task, *args: asked.append(args))
    counts = []
    for address in (ADA, "nobody@example.org", ADA):
        with CountedQueries() as counted:
            ask(address)
        counts.append(counted.statements)

    assert counts[1] == counts[2]
    assert len(asked[0][1]) > 40
    assert all(ADA not in sealed for _site, sealed in asked), "locked up until the worker reads it"


class CountedQueries:
    """Which statements were asked of the database, without what was put into them."""

    def __enter__(self) -> "CountedQueries":
        from django.db import connection

        self.statements: list[str] = []

        def look(execute: Any, sql: str, *rest: Any) -> Any:
            # Savepoints are numbered.
            self.statements.append(re.sub(r"_x\d+", "", sql))
            return execute(sql, *rest)

        self._wrapper = connection.execute_wrapper(look)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *_of: Any) -> None:
        self._wrapper.__exit__(None, None, None)


def test_g51_a_mailbox_is_sent_one_link_in_ten_minutes_and_three_a_day(
    server: Mailboxes,
):
    ada()
    for _time in range(3):
        ask(ADA)
        ask("Ada.Lund@example.org")
    assert len(server.mails) == 1

    for _hour in range(4):
        let_time_pass(timedelta(hours=1))
        ask(ADA)
    assert len(server.mails) == 3


def test_g51_one_household_asks_only_so_often(server: Mailboxes):
    answers = [ask(f"one{number}@example.org").status_code for number in range(12)]

    assert answers[:10] == [302] * 10
    assert answers[10:] == [429] * 2


def test_g51_without_a_pass_nobody_asks(server: Mailboxes):
    ada()
    answer = Client().post("/support/mine/", {"email": ADA}, headers=HERE)

    assert answer.status_code == 200
    assert "Is this your address?" in answer.text
    assert server.mails == []
    assert Client().post("/support/mine/", {"email": ADA}).status_code == 403


def test_the_link_goes_to_the_address_on_record_and_never_to_the_one_that_was_typed(
    server: Mailboxes,
):
    """With some providers a plus is part of the name, and leads to somebody else."""
    ada()
    ask("ada.lund+else@example.org")

    assert [mail["To"] for mail in server.mails] == [ADA]


def test_who_wants_no_receipts_by_mail_still_gets_the_link_that_she_asks_for(
    server: Mailboxes,
):
    ada(wants_mail=False)
    ask(ADA)

    assert len(server.mails) == 1


def test_a_paper_that_sends_no_mail_says_so_and_shows_no_form(home: Client, settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = home.get("/support/mine/")

    assert "sends no mail at present" in page.text
    assert 'name="email"' not in page.text
    assert ask(ADA).url == "/support/mine/asked/"


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@example.org\nBcc: x@example.org", "ä@example.org"]
)
def test_an_address_that_is_none_is_asked_for_again_with_what_was_typed(home: Client, typed: str):
    answer = ask(typed, home)

    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.text
    assert OwnLink.objects.count() == 0
