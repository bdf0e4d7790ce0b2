"""The links by which donors reach their own gifts: nobody else gets in by one, and nobody learns who gives."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.donors import of_one_mailbox
from broadsheet.donations.models import Donor, Mailing, OwnLink, Pledge
from broadsheet.donations.own.opening import COOKIE, LASTS, prove
from broadsheet.donations.own.views import ASKED, FORM
from broadsheet.donations.posting import links
from broadsheet.donations.posting.sending import send_due
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.tests.mailed import ADA, ada, at_once, path_in, text_of
from broadsheet.donations.tests.owned import (
    GIFTS,
    HERE,
    a_pledge,
    open_it,
    opened,
    press,
    the_link,
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


def test_g51_a_link_works_once(home: Client):
    path = the_link(ada())
    assert open_it(home, path).status_code == 302

    other = Client(HTTP_HOST=the_site().hostname)
    assert other.get(path).status_code == 404
    assert press(other, path).status_code == 404
    assert COOKIE not in other.cookies


@pytest.mark.django_db(transaction=True)
def test_g51_of_two_who_use_a_link_at_one_moment_one_gets_in():
    secret = the_link(ada()).split("/")[4]

    found = at_once(lambda: links.use_link(secret), 4)

    assert sum(one is not None for one in found) == 1


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
    server: Mailboxes,
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


def test_g51_a_link_is_kept_nowhere(server: Mailboxes):
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
    assert of_one_mailbox(first) == [second]
    assert of_one_mailbox(second) == [first]


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
