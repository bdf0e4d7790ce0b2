"""Money that goes back: refunds asked for here or there, once each, and disputes; what reached the bank, to the cent."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.card.amounts import units_of
from broadsheet.donations.card.errors import CardAwayError, CardRefusedError
from broadsheet.donations.card.payouts import settle
from broadsheet.donations.card.refunding import ask_again, refund
from broadsheet.donations.card.sweeping import sweep
from broadsheet.donations.errors import MoneyError
from broadsheet.donations.models import Gift, Mailing, Refund, Settlement
from broadsheet.donations.money import Money, total_of
from broadsheet.donations.posting.writing import written_mail
from broadsheet.donations.tests.card.at_the_processor import (
    Processor,
    a_card_gift,
    a_paid_gift,
    balance_of,
    books_of,
    charge_of,
    pay,
)
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from tests.mail import Mailboxes

pytestmark = pytest.mark.django_db
S = Gift.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Paper) -> None:
    """All of it happens at a paper."""


def asked(gift: Gift, minor: int) -> Refund:
    """Write down a refund, as the desk does."""
    return Refund.objects.create(
        payment=gift.payments.get(),
        amount_minor=minor,
        currency=gift.currency,
        request=uuid.uuid4(),
    )


def state_of(gift: Gift) -> str:
    gift.refresh_from_db()
    return gift.state


def test_g35_two_refunds_of_one_amount_are_two(processor: Processor):
    gift = a_paid_gift(processor, 3000)
    for _time in range(2):
        refund(asked(gift, 1000))
    processor.tell_and_follow()

    assert (state_of(gift), kept_of(gift)) == (S.PART_REFUNDED, Money(1000, "USD"))
    assert list(gift.payments.get().refunds.values_list("state", flat=True)) == ["done"] * 2
    assert books_of() == balance_of(processor)
    assert gift.receipts.filter(voided__isnull=True).count() == 1


def test_g36_more_than_is_left_is_refused_before_the_processor_is_asked(processor: Processor):
    gift = a_paid_gift(processor, 3000)
    refund(asked(gift, 2000))
    before = len(processor.all("refund"))
    second = asked(gift, 1500)

    with pytest.raises(CardRefusedError, match="More would go back"):
        refund(second)

    assert (second.state, len(processor.all("refund"))) == (Refund.State.CANCELLED, before)
    refund(asked(gift, 1000))
    assert state_of(gift) == S.REFUNDED


def test_g37_one_request_is_one_refund_however_often_it_is_sent(processor: Processor):
    gift = a_paid_gift(processor, 3000)
    request = asked(gift, 1000)
    for _time in range(3):
        refund(request)
        Refund.objects.filter(pk=request.pk).update(state=Refund.State.ASKED)
    processor.tell_and_follow()

    assert len(processor.all("refund")) == 1
    assert kept_of(gift) == Money(2000, "USD")


def test_g37_an_answer_that_never_came_is_asked_for_again_under_the_same_key(
    processor: Processor, impatient, clock_on
):
    gift = a_paid_gift(processor, 3000)
    request = asked(gift, 1000)
    processor.fail_next(1, status="timeout", path="/v1/refunds", done=True)
    with pytest.raises(CardAwayError):
        refund(request)
    assert request.state == Refund.State.ASKED
    clock_on(timedelta(minutes=5))

    ask_again()
    ask_again()

    request.refresh_from_db()
    assert (request.state, len(processor.all("refund"))) == (Refund.State.DONE, 1)
    assert kept_of(gift) == Money(2000, "USD")


def test_g37_after_a_day_it_is_looked_for_first(processor: Processor, impatient, clock_on):
    gift = a_paid_gift(processor, 3000)
    request = asked(gift, 1000)
    processor.fail_next(1, status="timeout", path="/v1/refunds", done=True)
    with pytest.raises(CardAwayError):
        refund(request)
    processor.advance(hours=25)
    clock_on(timedelta(hours=25))

    ask_again()

    request.refresh_from_db()
    assert (request.state, len(processor.all("refund"))) == (Refund.State.DONE, 1)


@pytest.mark.parametrize("is_told", [True, False])
def test_g38_a_refund_on_the_processors_own_screens_is_in_the_books(
    processor: Processor, is_told: bool
):
    gift = a_paid_gift(processor, 3000)
    processor.refund(charge_of(processor, gift))
    if is_told:
        processor.tell_and_follow()
    else:
        assert sweep(timezone.now() - timedelta(days=3)).differing == []

    assert (state_of(gift), gift.receipts.filter(voided__isnull=True).count()) == (S.REFUNDED, 0)
    assert books_of() == balance_of(processor)


@pytest.mark.parametrize("is_made_here", [True, False])
def test_whoever_gave_is_told_once_what_goes_back_wherever_it_was_made(
    processor: Processor, is_made_here: bool
):
    gift = a_paid_gift(processor, 3000)
    if is_made_here:
        refund(asked(gift, 1000))
    else:
        processor.refund(charge_of(processor, gift), 1000)
    for _time in range(2):
        for event in processor.events:
            processor.tell_and_follow(event)
        sweep(timezone.now() - timedelta(days=3))

    [mailing] = Mailing.objects.filter(kind="refunded")
    told = written_mail(mailing)
    assert mailing.donor == gift.donor
    assert told is not None
    assert "$10.00" in told.body
    assert "$20.00" in told.body


def test_a_refund_that_is_refused_is_told_to_nobody(processor: Processor):
    gift = a_paid_gift(processor, 3000)
    with pytest.raises(CardRefusedError):
        refund(asked(gift, 4000))

    assert not Mailing.objects.filter(kind="refunded").exists()


def test_a_refund_of_what_was_refunded_there_meanwhile_is_cancelled_and_the_books_know(
    processor: Processor,
):
    gift = a_paid_gift(processor, 3000)
    processor.refund(charge_of(processor, gift))
    request = asked(gift, 3000)

    with pytest.raises(CardRefusedError, match="refuses this"):
        refund(request)

    assert (request.state, state_of(gift)) == (Refund.State.CANCELLED, S.REFUNDED)


def test_g39_a_refund_that_came_back_leaves_the_gift_whole(processor: Processor):
    processor.rules.refunds_wait = True
    gift = a_paid_gift(processor, 3000)
    request = asked(gift, 1000)
    refund(request)
    assert request.state == Refund.State.COMING

    processor.fail_refund(request.ref)
    processor.tell_and_follow()

    request.refresh_from_db()
    assert (request.state, state_of(gift)) == (Refund.State.FAILED, S.PAID)
    assert kept_of(gift) == Money(3000, "USD")
    assert books_of() == balance_of(processor)


def test_g40_a_dispute_takes_the_gift_and_when_it_is_won_gives_it_back(processor: Processor):
    gift = a_paid_gift(processor, 3000)
    made = processor.dispute(charge_of(processor, gift))
    processor.tell_and_follow()
    assert (state_of(gift), gift.receipts.filter(voided__isnull=True).count()) == (S.DISPUTED, 0)
    assert gift.payments.get().disputes.get().answer_by is not None

    processor.win(made["id"])
    processor.tell_and_follow()

    assert (state_of(gift), gift.receipts.filter(voided__isnull=True).count()) == (S.PAID, 1)
    assert gift.entries.get(kind="dispute_fee").amount == Money(-1500, "USD")
    assert books_of() == balance_of(processor)


def test_g40_the_office_is_mailed_once_of_a_dispute_with_the_day_by_which_to_answer(
    processor: Processor, server: Mailboxes
):
    office = User.objects.create_user("cashier", "cashier@example.org")
    office.groups.add(Group.objects.get(name="Business office"))
    User.objects.create_user("reporter", "reporter@example.org")
    gift = a_paid_gift(processor, 3000)
    processor.dispute(charge_of(processor, gift))
    for event in processor.events * 2:
        processor.tell_and_follow(event)
    sweep(timezone.now() - timedelta(days=3))

    [mail] = server.mails
    words = str(mail.get_content())  # type: ignore[attr-defined]
    until = gift.payments.get().disputes.get().answer_by
    assert mail["To"] == "cashier@example.org"
    assert f"$30.00 of gift {gift.code}" in words
    assert f"{until:%Y}" in words
    assert "Lund" not in mail.as_string()
    path = urlsplit(words.split()[-1]).path
    assert path == reverse("gifts_gift", args=[gift.pk])


def test_g41_a_dispute_that_is_lost_after_a_refund_takes_the_rest(processor: Processor):
    gift = a_paid_gift(processor, 3000)
    refund(asked(gift, 1000))
    made = processor.dispute(charge_of(processor, gift))
    processor.lose(made["id"])
    processor.tell_and_follow()

    assert (state_of(gift), kept_of(gift)) == (S.LOST, Money(0, "USD"))
    assert books_of() == balance_of(processor)
    with pytest.raises(CardRefusedError):
        refund(asked(gift, 1000))


def test_a_cheque_is_not_refunded_by_card(processor: Processor):
    gift = a_paid_gift(processor)
    gift.payments.update(provider="manual")

    with pytest.raises(CardRefusedError, match="did not come by card"):
        refund(asked(gift, 100))


def test_what_is_finer_than_cards_take_is_refused():
    with pytest.raises(MoneyError, match="leave out its last digit"):
        units_of(Money(1234, "KWD"))


# Payouts -----------------------------------------------------------------------------------------------
def paid_out(processor: Processor) -> list[Settlement]:
    """Have the processor pay out all that it has, and follow each."""
    processor.advance(days=3)
    made = [one["id"] for one in processor.pay_out()]
    processor.advance(days=2)
    return [settle(ref) for ref in made]


def lines_of(settlement: Settlement) -> Money:
    entries = [line.entry.amount for line in settlement.lines.all()]
    return total_of(entries, settlement.currency)


def test_a_payout_is_explained_to_the_cent(processor: Processor):
    gifts = [a_paid_gift(processor, 1000 * number) for number in (1, 2, 3)]
    refund(asked(gifts[0], 400))
    processor.dispute(charge_of(processor, gifts[1]))

    [settlement] = paid_out(processor)

    assert (settlement.state, settlement.differing) == (Settlement.State.BALANCED, [])
    assert lines_of(settlement).minor == settlement.expected_minor == balance_of(processor)


def test_g38_a_payout_finds_what_was_made_elsewhere_and_never_told(processor: Processor):
    gift = a_card_gift(5000)
    pay(processor, gift)
    processor.take_elsewhere(700)
    [theirs, ours] = [one["id"] for one in processor.all("charge")]
    processor.refund(ours, 100)
    processor.dispute(theirs)

    [settlement] = paid_out(processor)

    assert (settlement.state, settlement.differing) == (Settlement.State.BALANCED, [])
    assert state_of(gift) == S.PART_REFUNDED


def test_g43_what_differs_is_named_row_by_row(processor: Processor):
    a_paid_gift(processor, 2500)
    with processor.books.lock:
        from broadsheet.devtools.paystub import balance

        source = processor.books.things[processor.all("charge")[0]["id"]]
        balance.enter(processor.books, source, kind="stripe_fee", amount=-700, at_once=True)

    [settlement] = paid_out(processor)

    assert settlement.state == Settlement.State.DIFFERS
    [row] = settlement.differing
    assert (row["kind"], row["minor"]) == ("stripe_fee", -700)
    assert row["why"] == "It is not in the paper's books."
    assert lines_of(settlement).minor == settlement.expected_minor + 700


def test_g44_where_more_went_back_than_came_the_bank_paid_and_it_balances(processor: Processor):
    gift = a_paid_gift(processor, 2500)
    [first] = paid_out(processor)
    processor.refund(charge_of(processor, gift))
    [second] = paid_out(processor)

    assert (first.state, second.state) == (Settlement.State.BALANCED,) * 2
    assert second.expected_minor == lines_of(second).minor == -2500


def test_a_payout_that_the_bank_sent_back_is_in_the_next_one_with_its_gifts(
    processor: Processor,
):
    a_paid_gift(processor, 2500)
    [first] = paid_out(processor)
    processor.fail_payout(first.ref)
    first = settle(first.ref)
    assert (first.expected_minor, first.lines.count()) == (0, 0)
    assert first.differing[0]["why"] == "The bank sent it back."
    a_paid_gift(processor, 1000)

    [second] = paid_out(processor)

    assert (second.state, second.differing) == (Settlement.State.BALANCED, [])
    assert lines_of(second).minor == second.expected_minor == balance_of(processor)


def test_each_payout_comes_with_the_sweep_where_nobody_told_of_it(processor: Processor):
    a_paid_gift(processor, 2500)
    processor.advance(days=3)
    processor.pay_out()
    processor.advance(days=2)

    sweep(timezone.now() - timedelta(days=3))

    assert Settlement.objects.get().state == Settlement.State.BALANCED
