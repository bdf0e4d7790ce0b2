"""Mail to donors goes out once at most, and nothing that happens on the way touches money (invariant 12)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.donations.models import Entry, Gift, Mailing, Pledge, Receipt
from broadsheet.donations.post import queue
from broadsheet.donations.posting.sending import (
    PAUSES,
    of_donors_mail,
    send_again,
    send_due,
    send_one,
)
from broadsheet.donations.tests.made import a_gift, pay, refund, the_site
from broadsheet.donations.tests.mail_servers import Choosy, Unwilling
from broadsheet.donations.tests.mailed import ADA, ada, at_once, mailing, text_of, the_mail
from broadsheet.press.turns import JOBS
from tests.mail import Mailboxes
from tests.running import free_port

pytestmark = pytest.mark.django_db
State = Mailing.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


def the_mailing() -> Mailing:
    return Mailing.objects.get()


def later(span: timedelta) -> None:
    send_due(timezone.now() + span)


def test_books_12_money_that_came_is_told_of_by_one_mail_however_often_it_is_looked_at(
    server: Mailboxes,
):
    gift = a_gift(2500, donor=ada())
    for _time in range(3):
        pay(gift)
        send_due()

    [mail] = server.mails
    assert mail["To"] == ADA
    assert the_mailing().state == State.SENT
    assert the_mailing().sent_at is not None


def test_the_worker_sends_what_is_due_each_minute(server: Mailboxes):
    [job] = [one for one in JOBS if one.name == "donors' mail"]
    pay(a_gift(donor=ada()))

    job.run()
    job.run()

    assert job.every == timedelta(minutes=1)
    assert len(server.mails) == 1


def test_a_receipt_comes_by_mail_with_its_number_and_its_amount(server: Mailboxes):
    gift = a_gift(2550, donor=ada())
    pay(gift)

    mail = the_mail(server)

    receipt = Receipt.objects.get()
    assert mail["Subject"] == f"The Larkmere Ledger: thank you; record of your gift, {receipt.name}"
    for words in ("Thank you, \u2068Ada Lund\u2069.", receipt.name, "$25.50", gift.code, "Check"):
        assert words in text_of(mail)


def test_g64_while_the_mail_server_is_down_money_comes_in_and_the_receipt_goes_out_later(
    server: Mailboxes,
    mail_server: Callable[[int], None],
):
    mail_server(free_port())
    gift = a_gift(2500, donor=ada())
    pay(gift)
    send_due()

    gift.refresh_from_db()
    assert (gift.state, Entry.objects.count()) == (Gift.State.PAID, 1)
    assert (the_mailing().state, the_mailing().tries) == (State.DUE, 1)
    assert the_mailing().next_at > timezone.now()

    mail_server(server.port)
    send_due()
    assert server.mails == [], "it waits out its pause"
    later(PAUSES[0])
    assert len(server.mails) == 1
    assert the_mailing().state == State.SENT


def test_g64_one_mail_finds_out_that_the_server_is_down_and_the_others_keep_their_tries(
    mail_server: Callable[[int], None],
):
    mail_server(free_port())
    for _number in range(3):
        pay(a_gift(donor=ada(email_proved_at=None)))

    send_due()

    assert sorted(Mailing.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_g64_it_is_tried_after_longer_and_longer_pauses_and_then_shown_to_staff(
    mail_server: Callable[[int], None],
):
    mail_server(free_port())
    pay(a_gift(donor=ada()))
    assert list(of_donors_mail()) == []
    now, waited = timezone.now(), []
    while the_mailing().state == State.DUE:
        send_due(now)
        waited.append(the_mailing().next_at - now)
        now = max(now, the_mailing().next_at)

    assert tuple(waited[:-1]) == PAUSES
    assert the_mailing().state == State.FAILED
    [sentence] = of_donors_mail()
    assert sentence.startswith("A mail to a donor was not taken.")


def test_g65_a_line_that_breaks_after_the_mail_was_handed_over_sends_it_no_second_time(
    unwilling: Unwilling,
    mail_server: Callable[[int], None],
):
    mail_server(unwilling.port)
    pay(a_gift(donor=ada()))
    send_due()
    later(timedelta(days=5))

    assert len(unwilling.mails) == 1
    assert the_mailing().state == State.UNSURE
    [sentence] = of_donors_mail()
    assert sentence.startswith("A mail to a donor was perhaps sent, perhaps not")


def test_g65_staff_may_have_it_sent_once_more_and_it_is_the_same_mail(
    server: Mailboxes,
    unwilling: Unwilling,
    mail_server: Callable[[int], None],
):
    mail_server(unwilling.port)
    pay(a_gift(donor=ada()))
    send_due()
    mail_server(server.port)

    assert send_again(the_mailing())
    send_due()

    assert [one["Message-ID"] for one in unwilling.mails] == [
        one["Message-ID"] for one in server.mails
    ]
    assert not send_again(the_mailing()), "what was taken is not sent again"


@pytest.mark.parametrize("answer", ["451 later, please", "554 not this one"])
def test_g64_a_server_that_says_no_is_asked_again(
    unwilling: Unwilling,
    mail_server: Callable[[int], None],
    answer: str,
):
    unwilling.answers = answer
    mail_server(unwilling.port)
    pay(a_gift(donor=ada()))
    send_due()
    assert (the_mailing().state, the_mailing().trouble) == (State.DUE, "SMTPDataError")

    unwilling.answers = "250 taken"
    later(PAUSES[0])
    assert the_mailing().state == State.SENT


def test_a_mailbox_that_is_not_there_is_shown_to_staff_at_once(
    choosy: Choosy,
    mail_server: Callable[[int], None],
):
    mail_server(choosy.port)
    pay(a_gift(donor=ada()))
    send_due()

    assert (the_mailing().state, the_mailing().trouble) == (State.FAILED, "SMTPRecipientsRefused")
    assert ADA not in the_mailing().trouble


def test_g65_what_a_worker_was_sending_when_it_died_is_unsure_and_not_sent_again(
    server: Mailboxes,
):
    pay(a_gift(donor=ada()))
    Mailing.objects.update(state=State.SENDING, next_at=timezone.now() + timedelta(minutes=30))
    send_due()
    assert the_mailing().state == State.SENDING, "whoever sends it may yet come back"

    later(timedelta(minutes=31))

    assert the_mailing().state == State.UNSURE
    assert server.mails == []


def test_books_12_of_two_workers_one_sends_a_mail(server: Mailboxes):
    pay(a_gift(donor=ada()))
    key = the_mailing().pk

    assert [send_one(key), send_one(key)] == [State.SENT, ""]
    assert len(server.mails) == 1


def test_books_12_a_mail_that_cannot_be_written_keeps_no_other_back(server: Mailboxes):
    pay(a_gift(donor=ada(email_proved_at=None)))
    Mailing.objects.update(kind="receipt", about={"receipt": "nonsense"})
    pay(a_gift(donor=ada(email_proved_at=None)))

    send_due()

    assert sorted(Mailing.objects.values_list("state", flat=True)) == [State.FAILED, State.SENT]
    assert len(server.mails) == 1


def test_g35_after_a_refund_the_receipt_that_took_the_others_place_is_mailed(
    server: Mailboxes,
):
    gift = a_gift(2500, donor=ada())
    pay(gift)
    refund(gift, 1000)
    first, second = Receipt.objects.order_by("pk")
    send_due()

    [mail] = server.mails
    assert f"This takes the place of {first.name}, which counts no longer." in text_of(mail)
    assert second.name in text_of(mail)
    states = Mailing.objects.filter(kind="receipt").order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.MOOT, State.SENT]


def test_a_donor_who_wants_no_mail_has_her_receipt_printed(server: Mailboxes):
    donor = ada()
    pay(a_gift(donor=donor))
    donor.wants_mail = False
    donor.save()
    send_due()

    assert server.mails == []
    assert the_mailing().state == State.PAPER


def test_who_wants_no_receipts_by_mail_still_hears_of_what_her_bank_is_asked_for(
    server: Mailboxes,
):
    donor = ada(wants_mail=False)
    mailing("pledge", donor, pledge=a_pledge(donor).pk)
    pay(a_gift(donor=donor))
    send_due()

    assert ["pledge" in mail["Subject"] for mail in server.mails] == [True]
    assert Mailing.objects.get(kind="receipt").state == State.PAPER


def test_a_paper_without_a_mail_server_prints_its_receipts(settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    pay(a_gift(donor=ada()))
    send_due()

    assert the_mailing().state == State.PAPER


def test_g57_nobody_who_was_erased_is_mailed(server: Mailboxes):
    donor = ada()
    pay(a_gift(donor=donor))
    donor.erased_at = timezone.now()
    donor.save()
    send_due()

    assert server.mails == []
    assert the_mailing().state == State.MOOT


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nBcc: everyone@example.org",
        "Ada\nSubject: another",
        "Ada\u2028To: x@example.org",
        "=?utf-8?b?QmNjOiB4?= Ada",
        "\u202eadA\u202c",
    ],
)
def test_g49_no_name_writes_into_the_head_of_a_mail(server: Mailboxes, name: str):
    donor = ada(name=name)
    gift = a_gift(donor=donor, honour="honour", honoured=name)
    pay(gift)

    mail = the_mail(server)

    head = "\n".join(f"{field}: {value}" for field, value in mail.items())
    assert "everyone@example.org" not in head
    assert "Bcc" not in head
    assert mail.get_all("To") == [ADA]
    assert "another" not in mail["Subject"]
    assert "\u202e" not in text_of(mail)


@pytest.mark.parametrize(
    "address", ["ada@example.org\nBcc: all@example.org", "no address", "a@b@c"]
)
def test_g49_an_address_that_is_none_is_mailed_nothing(server: Mailboxes, address: str):
    pay(a_gift(donor=ada(email=address)))
    send_due()

    assert server.mails == []
    assert the_mailing().state == State.FAILED


def test_a_mail_says_whose_it_is_and_that_no_person_sent_it(server: Mailboxes):
    pay(a_gift(donor=ada()))

    mail = the_mail(server)

    assert mail["From"] == "The Larkmere Ledger <newsroom@localhost>"
    assert mail["Reply-To"] == "news@larkmereledger.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert ADA not in mail["Message-ID"]
    assert mail["List-Unsubscribe"] is None, "a receipt is not subscribed to"


def a_pledge(donor: Any = None, **more: Any) -> Pledge:
    from broadsheet.donations.beginning import begin_pledge
    from broadsheet.donations.money import Money

    told = {"way": "cheque", **more}
    return begin_pledge(the_site(), Money(10000, "USD"), donor=donor or ada(), **told)


def test_nobody_fills_anothers_mailbox_with_pledges(server: Mailboxes):
    for number in range(3):
        donor = ada(email_proved_at=None, name=f"Buy at {number}.example")
        mailing("pledge", donor, f"pledge:{number}", pledge=a_pledge(donor).pk)
    send_due()

    [mail] = server.mails
    assert "Buy" not in text_of(mail), "no word of whoever filled in the form"
    now = timezone.now()
    send_due(now + timedelta(days=3))
    states = sorted(Mailing.objects.values_list("state", flat=True))
    assert states == [State.MOOT, State.MOOT, State.SENT]


@pytest.mark.django_db(transaction=True)
def test_books_12_of_workers_that_come_at_one_moment_one_sends_each_mail(
    server: Mailboxes,
):
    for _number in range(6):
        pay(a_gift(donor=ada(email_proved_at=None)))

    at_once(send_due, 3)

    assert len(server.mails) == 6
    assert len({mail["Message-ID"] for mail in server.mails}) == 6
    assert set(Mailing.objects.values_list("state", "trouble")) == {(State.SENT, "")}


def test_a_mail_of_one_key_is_written_down_once():
    donor = ada()

    assert queue(the_site(), "link", donor, "link:1") is not None
    assert queue(the_site(), "link", donor, "link:1") is None
