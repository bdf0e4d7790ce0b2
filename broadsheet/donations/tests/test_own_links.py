"""The links by which donors reach their own gifts: nobody else gets in by one, and nobody learns who gives."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.models import Donor, Mailing, OwnLink, Pledge
from broadsheet.donations.own import asking
from broadsheet.donations.own.opening import COOKIE, LASTS, prove, to_be_merged
from broadsheet.donations.own.views import ASKED, FORM
from broadsheet.donations.posting import links
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.tests.mailed import (
    ADA,
    ada,
    mail_server,  # noqa: F401 (a fixture)
    path_in,
    server,  # noqa: F401 (a fixture)
    text_of,
)
from broadsheet.mailbag import passes
from broadsheet.mailbag.models import MailSent
from broadsheet.mailbag.views import PUZZLES
from tests.mail import Mailboxes

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}
GIFTS = "/support/mine/gifts/"


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it happens at a paper; nobody asked before, and nobody waits four seconds."""
    ASKED.forget()
    PUZZLES.forget()
    monkeypatch.setattr(passes, "LEAST", passes.LEAST * 0)


@pytest.fixture
def home(client: Client) -> Client:
    client.defaults["HTTP_HOST"] = the_site().hostname
    return client


def ask(address: str, client: Client | None = None) -> Any:
    """Ask for the link as a browser without scripts does, from the page where the address is read over."""
    fields = {"email": address, passes.READ_OVER: passes.page_pass(FORM)}
    return (client or Client()).post("/support/mine/", fields, headers=HERE)


def press(client: Client, path: str, **fields: str) -> Any:
    return client.post(path, fields, headers=HERE)


def let_time_pass(span: timedelta) -> None:
    for sent in MailSent.objects.all():
        MailSent.objects.filter(pk=sent.pk).update(at=sent.at - span)


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


def open_it(client: Client, secret_path: str) -> Any:
    """Follow a mailed link and press its button."""
    assert client.get(secret_path).status_code == 200
    return press(client, secret_path)


# Asking --------------------------------------------------------------------------------------------
def test_a_donor_comes_to_her_gifts_by_a_mailed_link_without_a_password(
    home: Client,
    server: Mailboxes,  # noqa: F811
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
    server: Mailboxes,  # noqa: F811
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
    server: Mailboxes,  # noqa: F811
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


def test_g51_one_household_asks_only_so_often(server: Mailboxes):  # noqa: F811
    answers = [ask(f"one{number}@example.org").status_code for number in range(12)]

    assert answers[:10] == [302] * 10
    assert answers[10:] == [429] * 2


def test_g51_without_a_pass_nobody_asks(server: Mailboxes):  # noqa: F811
    ada()
    answer = Client().post("/support/mine/", {"email": ADA}, headers=HERE)

    assert answer.status_code == 200
    assert "Is this your address?" in answer.text
    assert server.mails == []
    assert Client().post("/support/mine/", {"email": ADA}).status_code == 403


def test_the_link_goes_to_the_address_on_record_and_never_to_the_one_that_was_typed(
    server: Mailboxes,  # noqa: F811
):
    """With some providers a plus is part of the name, and leads to somebody else."""
    ada()
    ask("ada.lund+else@example.org")

    assert [mail["To"] for mail in server.mails] == [ADA]


def test_who_wants_no_receipts_by_mail_still_gets_the_link_that_she_asks_for(
    server: Mailboxes,  # noqa: F811
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


# Links that work once -------------------------------------------------------------------------------
def the_link(donor: Donor) -> str:
    return "/" + links.link_for(donor).split("/", 3)[3]


def test_g51_a_link_works_once(home: Client):
    path = the_link(ada())
    assert open_it(home, path).status_code == 302

    other = Client(HTTP_HOST=the_site().hostname)
    assert other.get(path).status_code == 404
    assert press(other, path).status_code == 404
    assert COOKIE not in other.cookies


def test_g51_using_a_link_ends_the_others_that_wait(home: Client):
    donor = ada()
    first, second = the_link(donor), the_link(donor)
    open_it(home, second)

    assert home.get(first).status_code == 404


def test_g51_a_link_is_over_after_half_an_hour(home: Client, at: Callable[[timedelta], None]):
    path = the_link(ada())
    at(timedelta(minutes=29))
    assert home.get(path).status_code == 200
    at(timedelta(minutes=2))

    assert home.get(path).status_code == 404
    assert press(home, path).status_code == 404


@pytest.mark.parametrize("method", ["get", "head"])
def test_g69_programs_that_open_every_link_of_a_mail_use_none(
    home: Client,
    server: Mailboxes,  # noqa: F811
    method: str,
):
    donor = ada(email_proved_at=None)
    pay(a_gift(donor=donor))
    ask(ADA)
    send_due()
    paths = [
        "/" + line.split("/", 3)[3]
        for mail in server.mails
        for line in text_of(mail).split("\n")
        if line.startswith("http")
    ]
    before = list(OwnLink.objects.values())

    answers = [getattr(home, method)(path) for path in paths]

    assert {answer.status_code for answer in answers} == {200}
    assert all(COOKIE not in answer.cookies for answer in answers)
    assert list(OwnLink.objects.values()) == before
    donor.refresh_from_db()
    assert donor.email_proved_at is None
    assert open_it(home, path_in(server.mails[0], "open")).status_code == 302


def test_g51_a_link_is_kept_nowhere(server: Mailboxes):  # noqa: F811
    ada()
    ask(ADA)
    secret = path_in(server.mails[0], "open").split("/")[4]

    kept = str(list(OwnLink.objects.values())) + str(list(Mailing.objects.values()))
    assert secret not in kept
    assert ADA not in kept


@pytest.mark.parametrize("secret", ["x", "a" * 500, "%00", "é", "{{7}}"])
def test_g51_a_guess_opens_nothing_and_is_told_what_an_old_link_is_told(home: Client, secret: str):
    old = the_link(ada())
    open_it(home, old)
    guess, used = home.get(f"/support/mine/open/{secret}/"), home.get(old)

    assert guess.status_code == used.status_code == 404
    assert "This link opens nothing" in guess.text
    assert "This link opens nothing" in used.text


def test_g51_a_donor_whose_address_was_changed_is_not_opened_by_what_went_to_the_old_one(
    home: Client,
):
    donor = ada()
    once, standing = the_link(donor), links.standing_token(donor)
    donor.email = donor.mailbox = "new@example.org"
    donor.save()

    assert home.get(once).status_code == 404
    assert home.get(f"/support/mine/mail/{standing}/").status_code == 404


# The cookie -----------------------------------------------------------------------------------------
def opened(client: Client, donor: Donor) -> Client:
    open_it(client, the_link(donor))
    return client


def test_the_cookie_is_of_these_pages_alone_and_no_script_reads_it(home: Client):
    answer = open_it(home, the_link(ada()))
    cookie = answer.cookies[COOKIE]

    assert cookie["path"] == "/support/mine/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == LASTS.total_seconds()
    assert ADA not in cookie.value


def test_g51_a_browser_is_let_in_for_half_an_hour(home: Client, at: Callable[[timedelta], None]):
    opened(home, ada())
    at(timedelta(minutes=29))
    assert home.get(GIFTS).status_code == 200
    at(timedelta(minutes=2))

    assert home.get(GIFTS).status_code == 404
    assert press(home, GIFTS, act="wishes").status_code == 404


@pytest.mark.parametrize("change", [lambda one: one + "x", lambda one: one[1:], lambda _one: ""])
def test_g51_a_cookie_that_was_changed_opens_nothing(home: Client, change: Callable[[str], str]):
    opened(home, ada())
    home.cookies[COOKIE] = change(home.cookies[COOKIE].value)

    assert home.get(GIFTS).status_code == 404


def test_at_a_shared_machine_the_page_can_be_closed(home: Client):
    opened(home, ada())
    assert press(home, GIFTS, act="close").url == "/support/mine/"

    assert home.get(GIFTS).status_code == 404


def test_links_in_older_mails_can_be_ended_and_this_browser_stays_in(
    home: Client, at: Callable[[timedelta], None]
):
    donor = ada()
    token = links.standing_token(donor)
    opened(home, donor)
    at(timedelta(minutes=1))

    assert press(home, GIFTS, act="end_links").url == f"{GIFTS}?done=links_ended"

    assert home.get(GIFTS).status_code == 200
    assert home.get(f"/support/mine/mail/{token}/").status_code == 404
    at(timedelta(seconds=2))
    donor.refresh_from_db()
    assert home.get(f"/support/mine/mail/{links.standing_token(donor)}/").status_code == 200


def test_g57_an_erased_donor_has_no_page(home: Client):
    donor = ada()
    token = links.standing_token(donor)
    opened(home, donor)
    donor.erased_at = timezone.now()
    donor.save()

    assert home.get(GIFTS).status_code == 404
    assert home.get(f"/support/mine/mail/{token}/").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_x01_no_other_site_presses_a_button_here(home: Client, headers: dict[str, str]):
    donor = ada()
    path, token = the_link(donor), links.standing_token(donor)
    opened(home, donor)
    for where in (path, GIFTS, f"/support/mine/mail/{token}/"):
        assert home.post(where, {"act": "end_links"}, headers=headers).status_code == 403


# Links of mails --------------------------------------------------------------------------------------
def test_g51_a_mails_link_is_good_until_the_next_years_mail_and_not_for_ever(
    home: Client, at: Callable[[timedelta], None]
):
    path = f"/support/mine/mail/{links.standing_token(ada())}/"
    at(timedelta(days=399))
    assert home.get(path).status_code == 200
    at(timedelta(days=2))

    assert home.get(path).status_code == 404


@pytest.mark.parametrize("place", [0, 2, -1])
def test_g51_a_mails_link_that_was_changed_opens_nothing(home: Client, place: int):
    signs = list(links.standing_token(ada()))
    signs[place] = "b" if signs[place] == "a" else "a"

    assert home.get(f"/support/mine/mail/{''.join(signs)}/").status_code == 404


def test_g51_a_link_for_one_thing_does_no_other(home: Client):
    donor = ada()
    pledge = a_pledge(donor)
    stop = links.standing_token(donor, links.STOP, pledge.pk)

    assert home.get(f"/support/mine/stop/{stop}/").status_code == 200
    assert home.get(f"/support/mine/mail/{stop}/").status_code == 404
    assert home.get(f"/support/mine/stop/{links.standing_token(donor)}/").status_code == 404


def test_g51_a_link_of_one_paper_opens_nothing_at_another(home: Client):
    donor = ada()
    other = Site.objects.create(hostname="second.example", root_page=the_site().root_page)
    Donor.objects.filter(pk=donor.pk).update(site=other)
    donor.refresh_from_db()

    assert home.get(f"/support/mine/mail/{links.standing_token(donor)}/").status_code == 404
    assert home.get(the_link(donor)).status_code == 404


def test_g58_after_two_donors_became_one_the_mails_of_both_lead_to_it(home: Client):
    one, other = ada(), ada(email_proved_at=None)
    strange = ada(email="else@example.org", mailbox="else@example.org", email_proved_at=None)
    tokens = [links.standing_token(each) for each in (other, strange)]
    Donor.objects.filter(pk__in=[other.pk, strange.pk]).update(merged_into=one)

    answers = [home.get(f"/support/mine/mail/{token}/").status_code for token in tokens]

    assert answers == [200, 404], "of another mailbox it opens nothing"


# Whose the mailbox is --------------------------------------------------------------------------------
def test_two_records_of_one_mailbox_are_offered_to_the_desk_and_become_one_by_nobodys_click():
    first, second = ada(email_proved_at=None), ada(email_proved_at=None)

    assert prove(first)
    assert prove(first), "it stays proved"
    assert not prove(second)

    second.refresh_from_db()
    assert second.email_proved_at is None
    assert second.merged_into is None
    assert to_be_merged(the_site().pk) == [(first, [second])]


def test_who_has_shown_her_mailbox_sees_all_records_with_her_very_address(home: Client):
    first, second = ada(email_proved_at=None), ada(email_proved_at=None)
    else_ = ada(email="ada.lund+else@example.org", email_proved_at=None)
    codes = []
    for donor in (first, second, else_):
        pay(gift := a_gift(donor=donor))
        codes.append(gift.code)
    opened(home, second)

    page = home.get(GIFTS).text

    assert [code in page for code in codes] == [True, True, False]


# Stopping reminders ----------------------------------------------------------------------------------
def a_pledge(donor: Donor) -> Pledge:
    from broadsheet.donations.beginning import begin_pledge
    from broadsheet.donations.money import Money

    return begin_pledge(the_site(), Money(10000, "USD"), donor=donor, way="cheque")


def test_reminders_are_stopped_by_a_button_and_by_the_program_of_mail_as_often_as_it_likes(
    home: Client,
):
    pledge = a_pledge(donor := ada())
    path = f"/support/mine/stop/{links.standing_token(donor, links.STOP, pledge.pk)}/"
    home.get(path)
    pledge.refresh_from_db()
    assert not pledge.no_reminders, "opening it changes nothing"
    assert home.post(path).status_code == 403

    for _time in range(2):
        # From nowhere, without a cookie (RFC 8058, section 3.2).
        answer = home.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    pledge.refresh_from_db()
    assert pledge.no_reminders
    assert pledge.state == Pledge.State.OPEN
