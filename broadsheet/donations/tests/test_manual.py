"""What the desk notes by hand: money that came beside batches, cheques that came back, refunds, what was mistyped."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from broadsheet.donations import manual
from broadsheet.donations.batches import close_batch
from broadsheet.donations.books.receipts import amount_of
from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.correcting import correct
from broadsheet.donations.errors import BooksError, DonationError, FirstComeError
from broadsheet.donations.models import (
    Deed,
    Entry,
    Gift,
    Mailing,
    Pledge,
    Receipt,
    Refund,
    Settlement,
)
from broadsheet.donations.money import total_of
from broadsheet.donations.pledges import cancel_pledge, lapse_pledges
from broadsheet.donations.tests.made import a_donor, a_gift, pay, the_site
from broadsheet.donations.tests.typed import DAY, a_batch, a_pledge, somebody, type_in, usd
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(paper: Any) -> User:
    return somebody()


@pytest.fixture
def cheque(bo: User) -> Gift:
    """A cheque of $50 of Ada Lund's, in the books through a batch."""
    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, donor=a_donor("Ada Lund", email="ada@example.org"), cheque_number="1042")
    close_batch(batch, by=bo)
    return Gift.objects.get()


def counting(gift: Gift) -> list[int]:
    """Return the sums of the receipts that count."""
    found = Receipt.objects.filter(gifts=gift, voided=None)
    return [amount_of(one).minor for one in found]


# Coming back unpaid -------------------------------------------------------------------------------
def test_g42_a_cheque_that_comes_back_takes_its_receipt_back_and_says_why(cheque: Gift, bo: User):
    manual.cheque_returned(cheque, on=DAY, reason="No funds", by=bo)

    cheque.refresh_from_db()
    assert (cheque.state, kept_of(cheque), counting(cheque)) == ("returned", usd(0), [])
    returned = Entry.objects.get(kind="returned")
    assert returned.reverses is not None
    assert returned.reverses.kind == "gift"
    assert Deed.objects.get(kind="cheque_returned").after["reason"] == "No funds"
    assert Receipt.objects.get().voided.why == "returned"


def test_g42_two_who_note_it_are_told_and_it_is_noted_once(cheque: Gift, bo: User):
    manual.cheque_returned(cheque, on=DAY, reason="", by=bo)

    with pytest.raises(FirstComeError):
        manual.cheque_returned(cheque, on=DAY, reason="", by=bo)

    assert Entry.objects.filter(kind="returned").count() == 1


def test_g42_a_cheque_that_comes_back_opens_its_pledge_again(bo: User):
    pledge = a_pledge(5000, a_donor())
    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, code=pledge.code)
    close_batch(batch, by=bo)

    manual.cheque_returned(Gift.objects.get(), on=DAY, reason="", by=bo)

    pledge.refresh_from_db()
    assert pledge.state == Pledge.State.OPEN


def test_cash_and_gifts_that_never_came_do_not_come_back(bo: User):
    batch = a_batch(500, by=bo)
    type_in(batch, 500, method="cash", cheque_number="")
    close_batch(batch, by=bo)

    for gift in (Gift.objects.get(), a_gift()):
        with pytest.raises(DonationError):
            manual.cheque_returned(gift, on=DAY, reason="", by=bo)


# Paid back ----------------------------------------------------------------------------------------
def test_g35_two_refunds_of_one_amount_are_two(cheque: Gift, bo: User):
    for _time in range(2):
        manual.refund_by_hand(cheque, usd(1000), request=uuid4(), on=DAY, reason="", by=bo)

    cheque.refresh_from_db()
    assert (cheque.state, kept_of(cheque), counting(cheque)) == ("part", usd(3000), [3000])
    assert list(Refund.objects.values_list("state", flat=True)) == ["done", "done"]
    assert Mailing.objects.filter(kind="refunded").count() == 2


def test_g37_a_refund_that_is_sent_twice_is_one(cheque: Gift, bo: User):
    request = uuid4()
    told: dict[str, Any] = {"request": request, "on": DAY, "reason": "Moved away", "by": bo}

    first = manual.refund_by_hand(cheque, usd(1000), **told)
    second = manual.refund_by_hand(cheque, usd(1000), **told)

    assert first.pk == second.pk
    assert (second.reason, second.asked_by, kept_of(cheque)) == ("Moved away", bo, usd(4000))


def test_g36_more_than_is_left_is_refused_and_changes_nothing(cheque: Gift, bo: User):
    manual.refund_by_hand(cheque, usd(4999), request=uuid4(), on=DAY, reason="", by=bo)

    with pytest.raises(BooksError, match=r"\$0\.01 is left"):
        manual.refund_by_hand(cheque, usd(2), request=uuid4(), on=DAY, reason="", by=bo)

    assert Refund.objects.count() == 1
    assert counting(cheque) == [1]


def test_a_full_refund_leaves_no_receipt_that_counts(cheque: Gift, bo: User):
    manual.refund_by_hand(cheque, usd(5000), request=uuid4(), on=DAY, reason="", by=bo)

    cheque.refresh_from_db()
    assert (cheque.state, counting(cheque)) == ("refunded", [])


def test_what_came_by_card_is_not_paid_back_by_hand(bo: User):
    gift = a_gift(provider="stripe")
    pay(gift, method="card")

    with pytest.raises(DonationError, match="card"):
        manual.refund_by_hand(gift, usd(100), request=uuid4(), on=DAY, reason="", by=bo)

    assert not Refund.objects.exists()


def test_nothing_goes_back_before_it_came(cheque: Gift, bo: User):
    before = DAY - timedelta(days=1)

    with pytest.raises(DonationError, match="before the gift came"):
        manual.cheque_returned(cheque, on=before, reason="", by=bo)
    with pytest.raises(DonationError, match="before the gift came"):
        manual.refund_by_hand(cheque, usd(100), request=uuid4(), on=before, reason="", by=bo)

    cheque.refresh_from_db()
    assert (cheque.state, Refund.objects.count()) == ("paid", 0)


# Mistyped -----------------------------------------------------------------------------------------
def corrected(gift: Gift, minor: int, bo: User, **more: Any) -> Gift:
    told = {"donor": gift.donor, "cheque_number": "1042", "cheque_bank": "Teal", **more}
    return correct(gift, usd(minor), by=bo, **told)


def test_books_10_a_mistyped_cheque_is_reversed_and_typed_again(
    cheque: Gift, bo: User, books_kept: None
):
    right = corrected(cheque, 5500, bo)

    cheque.refresh_from_db()
    assert (cheque.state, kept_of(cheque), counting(cheque)) == ("mistaken", usd(0), [])
    assert (right.state, counting(right), right.received_on) == ("paid", [5500], DAY)
    assert Receipt.objects.get(gifts=cheque).voided.why == "mistake"
    assert Entry.objects.get(kind="adjustment").reverses is not None
    assert Entry.objects.count() == 3


def test_a_correction_of_the_sum_says_that_the_deposit_differs(cheque: Gift, bo: User):
    corrected(cheque, 5500, bo)

    settlement = Settlement.objects.get()
    assert (settlement.state, settlement.differing[0]["minor"]) == ("differs", 500)
    entries = [line.entry.amount for line in settlement.lines.all()]
    assert total_of(entries, "USD") == usd(5500)


def test_a_correction_of_the_donor_leaves_the_deposit_balanced(cheque: Gift, bo: User):
    nell = a_donor("Nell Roe")

    right = corrected(cheque, 5000, bo, donor=nell)

    assert right.donor == nell
    assert Settlement.objects.get().state == "balanced"
    assert Receipt.objects.filter(voided=None).count() == 1


def test_two_who_correct_one_cheque_make_one_correction(cheque: Gift, bo: User):
    corrected(cheque, 5500, bo)

    with pytest.raises(FirstComeError):
        corrected(cheque, 5500, bo)

    assert Gift.objects.count() == 2


def test_a_mistyped_pledges_code_is_put_right_and_the_pledge_is_fulfilled(
    bo: User, books_kept: None
):
    ada = a_donor("Ada Lund")
    pledge = a_pledge(5000, ada)
    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, name="6XRC-RABA")
    close_batch(batch, by=bo)
    wrong = Gift.objects.get()

    right = corrected(wrong, 5000, bo, code=pledge.code)

    pledge.refresh_from_db()
    assert (right.donor, right.kind, pledge.state) == (ada, "pledged", "fulfilled")
    assert Settlement.objects.get().state == "balanced"


def test_a_code_that_is_nobodys_corrects_nothing(cheque: Gift, bo: User):
    with pytest.raises(DonationError, match="No slip and no pledge"):
        corrected(cheque, 5000, bo, code="0000-0000")

    cheque.refresh_from_db()
    assert (cheque.state, Gift.objects.count()) == ("paid", 1)


def test_money_that_was_credited_to_a_pledge_by_mistake_is_taken_off_it(bo: User):
    pledge = a_pledge(5000, a_donor("Ada Lund"))
    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, code=pledge.code)
    close_batch(batch, by=bo)

    right = corrected(Gift.objects.get(), 5000, bo, code="")

    pledge.refresh_from_db()
    assert (right.pledge, right.kind, pledge.state) == (None, "once", "open")


def test_a_slips_code_that_was_forgotten_is_credited_to_the_gift_that_it_began(
    cheque: Gift, bo: User
):
    nell = a_donor("Nell Roe")
    begun = a_gift(5000, donor=nell, honour="memory", honoured="Otto Roe")

    right = corrected(cheque, 5000, bo, code=begun.code)

    assert (right, right.donor, right.state, right.honoured) == (begun, nell, "paid", "Otto Roe")


# Beside batches -----------------------------------------------------------------------------------
def test_g63_a_pledge_is_fulfilled_by_a_transfer_that_is_sent_twice_and_counted_once(bo: User):
    pledge = a_pledge(5000, a_donor())
    told: dict[str, Any] = {"on": DAY, "method": "bank", "reference": "TRN 77", "by": bo}
    request = uuid4()

    for _click in range(2):
        gift = manual.receive(
            the_site(), usd(5000), request=request, donor=None, pledge=pledge, **told
        )

    pledge.refresh_from_db()
    assert (pledge.state, gift.donor, Gift.objects.count()) == ("fulfilled", pledge.donor, 1)
    assert gift.payments.get().method == "bank"


def test_g63_more_than_was_pledged_is_taken_too(bo: User):
    pledge = a_pledge(5000, a_donor())
    batch = a_batch(7000, by=bo)
    type_in(batch, 7000, code=pledge.code)

    close_batch(batch, by=bo)

    pledge.refresh_from_db()
    assert pledge.state == "fulfilled"


def test_a_pledge_that_is_cancelled_is_fulfilled_all_the_same_when_money_comes(bo: User):
    pledge = a_pledge(5000, a_donor())
    cancel_pledge(pledge, by=bo)
    with pytest.raises(FirstComeError, match="canceled"):
        cancel_pledge(pledge, by=bo)

    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, code=pledge.code)
    close_batch(batch, by=bo)

    pledge.refresh_from_db()
    assert pledge.state == "fulfilled"


def test_a_pledge_lapses_when_its_days_are_over_and_not_before(paper: Any):
    today = timezone.localdate(timezone=paper.zone)
    late = a_pledge(100, a_donor(), due_on=today - timedelta(days=91))
    just = a_pledge(100, a_donor(), due_on=today - timedelta(days=90))

    assert lapse_pledges() == 1
    assert lapse_pledges() == 0

    late.refresh_from_db()
    just.refresh_from_db()
    assert (late.state, just.state) == ("lapsed", "open")
    assert Deed.objects.get().after == {"state": "lapsed"}
