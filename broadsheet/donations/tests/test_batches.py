"""Cheques and cash are typed once, compared with the slip to the cent, and booked whole or not at all."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from broadsheet.donations.batches import (
    close_batch,
    drop_batch,
    drop_line,
    gap_in_words,
    open_batch,
)
from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.errors import (
    BooksError,
    DonationError,
    FirstComeError,
    NamesakeError,
    SameChequeError,
)
from broadsheet.donations.models import (
    Batch,
    BatchLine,
    Deed,
    Donor,
    Entry,
    Gift,
    Payment,
    Receipt,
    Settlement,
)
from broadsheet.donations.money import total_of
from broadsheet.donations.tests.made import a_donor, a_gift, pay, the_site
from broadsheet.donations.tests.typed import DAY, a_batch, a_pledge, somebody, type_in, usd
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(paper: Any) -> User:
    return somebody()


def test_a_batch_that_is_closed_stands_in_the_books_whole(bo: User):
    ada = a_donor("Ada Lund")
    batch = a_batch(12550, by=bo)
    type_in(batch, 10000, donor=ada, cheque_number="1042")
    type_in(batch, 2550, method="cash", cheque_number="", cheque_bank="", name="Nell Roe")

    settlement = close_batch(batch, by=bo)

    assert (settlement.kind, settlement.state, settlement.arrived_on) == (
        "deposit",
        "balanced",
        DAY,
    )
    entries = Entry.objects.filter(settled__settlement=settlement)
    assert total_of([one.amount for one in entries], "USD") == usd(12550)
    cheque, cash = Gift.objects.order_by("amount_minor").reverse()
    assert (cheque.state, cheque.received_on, cheque.donor) == ("paid", DAY, ada)
    assert cash.donor is not None
    assert cash.donor.name == "Nell Roe"
    assert sorted(one.snapshot["amount"]["minor"] for one in Receipt.objects.all()) == [2550, 10000]
    deeds = list(Deed.objects.order_by("pk").values_list("kind", flat=True))
    assert deeds == ["batch_opened", "batch_closed"]


def test_books_11_a_cheque_says_who_typed_it_when_and_on_which_day_it_came(bo: User):
    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, name="Ada Lund", cheque_number="1042")
    close_batch(batch, by=bo)

    payment = Payment.objects.get()
    assert (payment.entered_by, payment.received_on, payment.cheque_number) == (bo, DAY, "1042")
    assert payment.entries.get().recorded_at <= timezone.now()


@pytest.mark.parametrize(("slip", "said"), [(5001, "missing"), (4999, "too much")])
def test_g61_one_cent_off_the_slip_is_said_and_nothing_is_booked(bo: User, slip: int, said: str):
    batch = a_batch(slip, by=bo)
    type_in(batch, 5000)

    with pytest.raises(BooksError, match=rf"^\$0\.01 is {said}: .*\$50\.00"):
        close_batch(batch, by=bo)

    batch.refresh_from_db()
    assert not batch.is_closed
    for kind in (Entry, Gift, Payment, Receipt, Settlement):
        assert not kind.objects.exists()
    assert batch.lines.count() == 1


def test_books_11_a_batch_without_rows_is_not_closed(bo: User):
    with pytest.raises(BooksError, match="no row"):
        close_batch(a_batch(100, by=bo), by=bo)


def test_one_row_that_fails_keeps_all_out_of_the_books(bo: User, monkeypatch: pytest.MonkeyPatch):
    batch = a_batch(3000, by=bo)
    for _row in range(3):
        type_in(batch, 1000, name="Ada Lund")
    calls = []

    def full(*_args: Any, **_more: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise OSError("No space left on device")

    monkeypatch.setattr("broadsheet.donations.books.receipts.queue", full)
    with pytest.raises(OSError, match="No space"):
        close_batch(batch, by=bo)
    monkeypatch.undo()
    assert not Entry.objects.exists()

    close_batch(batch, by=bo)
    assert list(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_a_row_that_is_sent_again_is_one_row_and_its_donor_one_donor(bo: User):
    batch = a_batch(5000, by=bo)

    first = type_in(batch, 5000, key="k1", name="Ada Lund", cheque_number="7")
    again = type_in(batch, 5000, key="k1", name="Ada Lund", cheque_number="7")

    assert first.pk == again.pk
    assert Donor.objects.count() == 1
    assert BatchLine.objects.get().amount == usd(5000)


def test_a_name_that_is_known_is_asked_about_but_not_of_a_row_that_is_sent_again(bo: User):
    batch = a_batch(5000, by=bo)
    asked = {"name": "Lund, Ada", "is_new": False}
    type_in(batch, 100, key="k1", **asked)
    type_in(batch, 100, key="k1", **asked)

    with pytest.raises(NamesakeError, match="known"):
        type_in(batch, 200, name="Ada Lund", is_new=False)

    assert Donor.objects.count() == batch.lines.count() == 1


def test_a_row_can_be_typed_again_while_its_batch_is_open(bo: User):
    batch = a_batch(5000, by=bo)
    type_in(batch, 4000, key="k1", cheque_number="7")

    type_in(batch, 5000, key="k1", cheque_number="7")

    assert gap_in_words(batch) == ""


def test_g60_a_cheque_typed_twice_is_warned_of_and_a_tick_says_that_it_is_another(bo: User):
    batch = a_batch(10000, by=bo)
    type_in(batch, 5000, cheque_number="00123", cheque_bank="Teal County Bank")

    with pytest.raises(SameChequeError, match="number 123"):
        type_in(batch, 5000, cheque_number="123", cheque_bank="teal county  bank")
    assert batch.lines.count() == 1

    type_in(batch, 5000, cheque_number="123", cheque_bank="Teal County Bank", is_no_copy=True)
    assert batch.lines.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"cheque_number": "124"},
        {"cheque_bank": "Halden Savings"},
        {"minor": 5001},
        {"method": "cash"},
    ],
)
def test_g60_another_number_bank_or_sum_is_another_cheque(bo: User, other: dict[str, Any]):
    batch = a_batch(10000, by=bo)
    same = {"minor": 5000, "cheque_number": "123", "cheque_bank": "Teal County Bank"}
    type_in(batch, **same, name="Ada Lund")

    type_in(batch, **{**same, **other}, name="Nell Roe")

    assert batch.lines.count() == 2


@pytest.mark.parametrize("who", [{}, {"name": "Lund, Ada"}])
def test_g60_a_bank_that_is_spelled_otherwise_is_no_other_bank(bo: User, who: dict[str, Any]):
    batch = a_batch(10000, by=bo)
    type_in(batch, 5000, cheque_number="123", cheque_bank="Teal County Bank", name="Ada Lund")

    with pytest.raises(SameChequeError):
        type_in(batch, 5000, cheque_number="123", cheque_bank="Teal Cty Bk", **who)
    assert batch.lines.count() == 1

    # Of another day, a cheque of nobody and of another bank is another.
    if not who:
        later = a_batch(5000, by=bo)
        type_in(later, 5000, cheque_number="123", cheque_bank="Teal Cty Bk")


def test_a_row_that_is_changed_leaves_no_donor_of_the_mistyped_name(bo: User):
    batch = a_batch(5000, by=bo)
    type_in(batch, 5000, key="k1", cheque_number="7", name="Ada Lnud")

    type_in(batch, 5000, key="k1", cheque_number="7", name="Ada Lund")

    assert list(Donor.objects.values_list("name", flat=True)) == ["Ada Lund"]


def test_a_day_of_long_ago_is_taken_only_if_somebody_says_that_it_is_right(bo: User):
    told: dict[str, Any] = {"received_on": DAY.replace(year=1926), "slip": usd(1), "by": bo}

    with pytest.raises(DonationError, match="more than a year ago"):
        open_batch(the_site(), **told)

    assert open_batch(the_site(), **told, is_long_ago=True).received_on.year == 1926


@pytest.mark.parametrize(("days", "warns"), [(700, True), (760, False)])
def test_g60_cheques_of_the_last_two_years_are_remembered(bo: User, days: int, warns: bool):
    # Wherever the paper is, this day has begun.
    today = timezone.localdate() - timedelta(days=1)
    old = a_batch(5000, by=bo, received_on=today - timedelta(days=days), is_long_ago=True)
    type_in(old, 5000, cheque_number="123", cheque_bank="")
    close_batch(old, by=bo)
    new = a_batch(5000, by=bo, received_on=today)

    if warns:
        with pytest.raises(SameChequeError):
            type_in(new, 5000, cheque_number="123")
    else:
        type_in(new, 5000, cheque_number="123")


def test_a_slips_code_finds_the_gift_that_the_reader_began(bo: User):
    ada = a_donor("Ada Lund")
    gift = a_gift(2500, donor=ada, honour="memory", honoured="Otto Lund")
    batch = a_batch(3000, by=bo)

    line = type_in(batch, 3000, code=gift.code)
    close_batch(batch, by=bo)

    assert line.donor == ada
    gift.refresh_from_db()
    assert (gift.state, gift.amount, gift.honoured) == ("paid", usd(3000), "Otto Lund")
    assert Gift.objects.count() == 1


def test_a_slip_that_comes_a_second_time_is_a_second_gift_of_its_donor(bo: User):
    ada = a_donor("Ada Lund")
    gift = a_gift(2500, donor=ada)
    pay(gift)
    batch = a_batch(2500, by=bo)

    type_in(batch, 2500, code=gift.code)
    close_batch(batch, by=bo)

    assert list(Gift.objects.values_list("donor", "state")) == [(ada.pk, "paid")] * 2


def test_a_code_that_is_nobodys_is_refused(bo: User):
    with pytest.raises(DonationError, match="No slip and no pledge"):
        type_in(a_batch(100, by=bo), 100, code="0000-0000")


def test_g63_a_pledge_is_fulfilled_through_rows_in_part_and_in_full(bo: User):
    pledge = a_pledge(10000, a_donor("Ada Lund"), honour="honour", honoured="The ferry crew")
    states = []
    for minor in (4000, 6000):
        batch = a_batch(minor, by=bo)
        type_in(batch, minor, code=pledge.code)
        close_batch(batch, by=bo)
        pledge.refresh_from_db()
        states.append(pledge.state)

    assert states == ["part", "fulfilled"]
    gift = Gift.objects.last()
    assert gift is not None
    assert (gift.kind, gift.disclosure, gift.honoured) == (
        "pledged",
        pledge.disclosure,
        "The ferry crew",
    )


def test_money_without_a_name_is_booked_and_has_a_receipt_for_nobody(bo: User):
    batch = a_batch(2000, by=bo)
    type_in(batch, 2000, method="cash", cheque_number="")

    close_batch(batch, by=bo)

    assert Gift.objects.get().donor is None
    assert kept_of(Gift.objects.get()) == usd(2000)


def test_a_batch_that_is_thrown_away_takes_the_donors_with_it_whom_it_made(bo: User):
    ada = a_donor("Ada Lund")
    batch = a_batch(3000, by=bo)
    type_in(batch, 1000, donor=ada)
    type_in(batch, 2000, name="Nell Roe")

    drop_batch(batch, by=bo)

    assert list(Donor.objects.all()) == [ada]
    assert not Batch.objects.exists()
    assert Deed.objects.last().kind == "batch_dropped"  # type: ignore[union-attr]


def test_a_row_that_is_taken_out_is_gone_and_may_be_taken_out_twice(bo: User):
    batch = a_batch(3000, by=bo)
    line = type_in(batch, 1000)

    drop_line(batch, line.pk)
    drop_line(batch, line.pk)

    assert not batch.lines.exists()


def test_a_closed_batch_takes_no_row_and_is_closed_once(bo: User):
    batch = a_batch(1000, by=bo)
    type_in(batch, 1000)
    close_batch(batch, by=bo)

    with pytest.raises(FirstComeError, match="closed"):
        type_in(batch, 1000)
    with pytest.raises(FirstComeError, match="closed"):
        close_batch(batch, by=bo)
    with pytest.raises(FirstComeError, match="closed"):
        drop_batch(batch, by=bo)

    assert Entry.objects.count() == 1


def test_a_day_to_come_is_refused(bo: User):
    with pytest.raises(DonationError, match="still to come"):
        open_batch(
            the_site(), received_on=timezone.localdate() + timedelta(days=2), slip=usd(1), by=bo
        )


def test_another_papers_cheques_are_not_compared(bo: User, front: Any):
    theirs = Site.objects.create(hostname="harrowpost.example", root_page=front)
    batch = a_batch(5000, by=bo)
    line = type_in(batch, 5000, cheque_number="123")
    Batch.objects.update(site=theirs)
    mine = a_batch(5000, by=bo)

    type_in(mine, 5000, cheque_number="123", cheque_bank=line.cheque_bank)

    assert mine.lines.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_close_one_batch_at_once_book_it_once(paper: Any):
    bo = somebody()
    batch = a_batch(1000, by=bo)
    type_in(batch, 1000)
    start, said = Barrier(2), []

    def close() -> None:
        try:
            start.wait(10)
            said.append(close_batch(batch, by=bo).state)
        except FirstComeError as refusal:
            said.append(str(refusal)[:13])
        finally:
            connection.close()

    threads = [Thread(target=close) for _one in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)

    assert sorted(said) == ["Somebody else", "balanced"]
    assert Entry.objects.count() == 1
    assert Receipt.objects.count() == 1
