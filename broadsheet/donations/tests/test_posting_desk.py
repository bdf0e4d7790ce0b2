"""What became of a mail is for people to decide where nobody can know it: on one screen, by one button each."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.donations.models import Deed, Donor, Mailing
from broadsheet.donations.tests.made import a_gift, pay, the_site
from broadsheet.donations.tests.mailed import ADA, ada, mailing
from broadsheet.newsroom.models import User
from tests.mail import Mailboxes
from tests.town import someone

pytestmark = pytest.mark.django_db
State = Mailing.State


@pytest.fixture
def desk(paper: Any, client: Client) -> Client:
    """Somebody of the business office, at the newsroom's screens."""
    client.force_login(someone("beryl", "Business office"))
    return client


def a_mailing(state: str, **more: Any) -> Mailing:
    pay(a_gift(donor=ada(email_proved_at=None)))
    found = Mailing.objects.latest("pk")
    for name, value in {"state": state, **more}.items():
        setattr(found, name, value)
    found.save()
    return found


def press(desk: Client, one: Mailing, act: str) -> str:
    answer = desk.post(reverse("act_on_donors_mail", args=[one.pk, act]), follow=True)
    assert answer.status_code == 200
    one.refresh_from_db()
    return str(answer.text)


def test_g65_what_was_perhaps_sent_stands_there_with_what_can_be_done(desk: Client):
    a_mailing(State.UNSURE)
    a_mailing(State.FAILED, trouble="SMTPRecipientsRefused")

    screen = desk.get(reverse("donors_mail")).text

    for words in (
        "Perhaps sent, perhaps not",
        "Ada Lund",
        "It has arrived",
        "there is no such mailbox",
    ):
        assert words in screen
    assert ADA not in screen


@pytest.mark.parametrize(
    ("act", "state"),
    [("arrived", State.SENT), ("again", State.DUE), ("print", State.PAPER), ("drop", State.MOOT)],
)
def test_g65_one_button_says_what_becomes_of_it_and_of_two_colleagues_one_decides(
    desk: Client, act: str, state: str
):
    one = a_mailing(State.UNSURE)
    press(desk, one, act)
    assert one.state == state

    told = press(desk, one, "arrived" if act != "arrived" else "drop")
    assert "A colleague has decided on it meanwhile." in told
    assert one.state == state


def test_what_is_of_no_use_on_paper_is_not_printed(desk: Client, paper: Any):
    one = mailing("link", ada())
    Mailing.objects.update(state=State.FAILED)

    assert "Print it instead" not in desk.get(reverse("donors_mail")).text
    press(desk, one, "print")
    assert one.state == State.FAILED


def test_what_is_due_is_not_touched(desk: Client):
    one = a_mailing(State.DUE)
    for act in ("arrived", "again", "print", "drop"):
        press(desk, one, act)

    assert (one.state, one.tries) == (State.DUE, 0)


def test_only_who_handles_gifts_sees_them(paper: Any, client: Client, reporter: User):
    one = a_mailing(State.UNSURE)
    client.force_login(reporter)

    assert client.get(reverse("donors_mail")).status_code in (302, 403)
    client.post(reverse("act_on_donors_mail", args=[one.pk, "arrived"]))
    client.post(reverse("send_own_link", args=[one.donor_id]))
    one.refresh_from_db()
    assert one.state == State.UNSURE
    assert Mailing.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["gifts/mail/1/nonsense/", "gifts/mail/99999999999999999999/again/"]
)
def test_an_address_that_is_none_is_answered_so(desk: Client, path: str):
    assert desk.post(f"/newsroom/{path}").status_code == 404


def test_staff_send_a_donor_her_link_to_the_address_on_record_and_it_is_noted(
    desk: Client,
    server: Mailboxes,
):
    from broadsheet.donations.posting.sending import send_due

    donor = ada()
    answer = desk.post(reverse("send_own_link", args=[donor.pk]), {"back": "/newsroom/gifts/mail/"})
    send_due()

    assert answer.url == "/newsroom/gifts/mail/"
    assert [mail["To"] for mail in server.mails] == [ADA]
    deed = Deed.objects.get()
    assert (deed.kind, deed.about, deed.by_name) == ("link_sent", str(donor.uuid), "beryl")


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/newsroom/\\x", ""]
)
def test_the_way_back_leads_to_the_newsroom_alone(desk: Client, back: str):
    answer = desk.post(reverse("send_own_link", args=[ada().pk]), {"back": back})

    assert answer.url == "/newsroom/"


def test_nobody_sends_a_link_to_whom_there_is_none(desk: Client):
    erased = ada(erased_at=timezone.now())
    assert desk.post(reverse("send_own_link", args=[erased.pk])).status_code == 404

    bare = Donor.objects.create(site=the_site(), name="Bo")
    desk.post(reverse("send_own_link", args=[bare.pk]))
    assert not Mailing.objects.exists()


def test_a_donors_record_has_the_button_and_names_who_shares_her_mailbox(desk: Client):
    first, second = ada(), ada(name="Bo Lund", email_proved_at=None)
    screen = desk.get(reverse("gifts_donor", args=[first.pk])).text

    assert reverse("send_own_link", args=[first.pk]) in screen
    assert reverse("gifts_merge_donors", args=[first.pk, second.pk]) in screen
    assert reverse("donors_mail") in desk.get(reverse("gifts_desk")).text


def test_who_gives_is_told_the_way_to_what_she_gave(desk: Client):
    for path in ("/support/", "/text/support/"):
        assert '/support/mine/"' in desk.get(path, HTTP_HOST=the_site().hostname).text
