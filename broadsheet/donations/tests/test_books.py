"""Money comes into the books once, whoever brings it and in whatever order, and goes out of them as it went."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from broadsheet.donations.books.applying import apply
from broadsheet.donations.books.movements import FoundRefund
from broadsheet.donations.books.receipts import amount_of, is_untouched
from broadsheet.donations.books.standing import kept_of, net_of
from broadsheet.donations.errors import BooksError
from broadsheet.donations.models import (
    Deed,
    Disclosure,
    Entry,
    Gift,
    Payment,
    Pledge,
    Receipt,
    ReceiptPerson,
    ReceiptVoid,
)
from broadsheet.donations.money import Money
from broadsheet.donations.tests.made import (
    a_donor,
    a_gift,
    behind_our_back,
    came,
    dispute,
    found,
    moved,
    pay,
    refund,
    the_site,
)
from broadsheet.donations.trail import note_deed
from broadsheet.donations.wording import disclosure_of

pytestmark = pytest.mark.django_db
S = Gift.State


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def the_receipt(gift: Gift) -> Receipt:
    return gift.receipts.get(voided__isnull=True)


def test_books_01_a_gift_that_is_told_of_twice_is_one_gift_with_one_receipt():
    gift = a_gift(2500)

    first, second = pay(gift), pay(gift)

    assert first.pk == second.pk
    gift.refresh_from_db()
    assert (gift.state, gift.received_on) == (S.PAID, date(2026, 5, 4))
    assert net_of(gift) == usd(2500)
    [receipt] = Receipt.objects.all()
    assert (receipt.name, amount_of(receipt)) == ("2026-0001", usd(2500))


def test_books_02_what_the_fee_takes_is_the_papers_and_not_the_donors():
    gift = a_gift(2500)

    apply(gift, found(gift, came(gift), moved(gift, "fee", -103)))

    assert (net_of(gift), kept_of(gift)) == (usd(2397), usd(2500))
    assert amount_of(the_receipt(gift)) == usd(2500)


@pytest.mark.parametrize("minor", [2400, 2600])
def test_g22_another_sum_than_ours_is_refused_and_changes_nothing(minor: int):
    gift = a_gift(2500)
    other = a_gift(minor)

    with pytest.raises(BooksError, match=r"\$25\.00"):
        apply(gift, found(other, came(other)))

    gift.refresh_from_db()
    assert gift.state == S.BEGUN
    assert not Entry.objects.exists()
    assert not Payment.objects.exists()


def test_g22_another_currency_than_ours_is_refused():
    gift, other = a_gift(2500), a_gift(2500, "CAD")

    with pytest.raises(BooksError):
        apply(gift, found(other, came(other)))

    assert not Entry.objects.exists()


def test_a_payment_belongs_to_one_gift():
    gift, other = a_gift(), a_gift()
    pay(gift, ref="pi_1")

    with pytest.raises(BooksError, match="another gift"):
        pay(other, ref="pi_1")

    other.refresh_from_db()
    assert other.state == S.BEGUN


def test_an_entry_that_comes_again_with_another_sum_is_refused():
    gift = a_gift()
    pay(gift)

    with pytest.raises(BooksError, match="another amount"):
        apply(gift, found(gift, moved(gift, "gift", 2499)))


def test_g14_a_card_that_was_declined_and_then_another_make_one_gift():
    gift = a_gift()
    apply(gift, found(gift, ref="pi_1", state="failed"))
    gift.refresh_from_db()
    assert gift.state == S.FAILED

    pay(gift, ref="pi_2")

    gift.refresh_from_db()
    assert gift.state == S.PAID
    assert gift.payments.count() == 2
    assert Receipt.objects.count() == 1


def test_g12_money_on_its_way_has_no_receipt():
    gift = a_gift()

    apply(gift, found(gift, state="coming"))

    gift.refresh_from_db()
    assert gift.state == S.COMING
    assert not Receipt.objects.exists()


def test_an_older_word_that_comes_late_takes_nothing_back():
    gift = a_gift()
    pay(gift)

    apply(gift, found(gift, state="coming"))
    apply(gift, found(gift, state="failed"))

    gift.refresh_from_db()
    assert gift.state == S.PAID
    assert gift.payments.get().state == "paid"


def test_g35_two_refunds_of_one_sum_are_two_and_each_takes_the_receipts_place():
    gift = a_gift(2500)
    pay(gift)
    refund(gift, 500, "re_1")
    refund(gift, 500, "re_1")
    refund(gift, 500, "re_2")

    gift.refresh_from_db()
    assert (gift.state, kept_of(gift)) == (S.PART_REFUNDED, usd(1500))
    receipts = list(Receipt.objects.order_by("number"))
    assert [amount_of(one).minor for one in receipts] == [2500, 2000, 1500]
    assert [one.is_void for one in receipts] == [True, True, False]
    assert receipts[2].snapshot["replaces"] == receipts[1].name
    assert receipts[2].replaces == receipts[1]
    assert {one.why for one in ReceiptVoid.objects.all()} == {"part"}


def test_books_03_more_than_came_never_goes_back():
    gift = a_gift(2500)
    pay(gift)
    refund(gift, 2000, state="coming")

    with pytest.raises(BooksError, match="More would go back"):
        refund(gift, 501, state="coming")

    assert gift.payments.get().refunds.count() == 1


def test_books_07_a_gift_that_was_paid_back_whole_has_no_receipt_any_longer():
    gift = a_gift(2500)
    pay(gift)

    refund(gift, 2500)

    gift.refresh_from_db()
    assert gift.state == S.REFUNDED
    [receipt] = Receipt.objects.all()
    assert receipt.voided.why == "refunded"


def test_g39_a_refund_that_failed_gives_the_money_and_a_receipt_back():
    gift = a_gift(2500)
    pay(gift)
    refund(gift, 2500, "re_1")

    back = (came(gift), moved(gift, "refund", -2500, "re_1"), moved(gift, "refund_failed", 2500))
    apply(gift, found(gift, *back, refunds=(FoundRefund("re_1", usd(2500), "failed"),)))

    gift.refresh_from_db()
    assert (gift.state, kept_of(gift)) == (S.PAID, usd(2500))
    receipt = the_receipt(gift)
    assert (receipt.number, receipt.kind) == (2, "replacement")
    assert receipt.replaces is not None
    assert gift.payments.get().refunds.get().state == "failed"


def test_g40_a_dispute_takes_the_gift_and_winning_it_brings_it_back():
    gift = a_gift(2500)
    pay(gift)

    dispute(gift)
    gift.refresh_from_db()
    assert (gift.state, kept_of(gift)) == (S.DISPUTED, usd(0))
    assert not gift.receipts.filter(voided__isnull=True).exists()

    dispute(gift, "won")
    gift.refresh_from_db()
    assert gift.state == S.PAID
    assert amount_of(the_receipt(gift)) == usd(2500)


def test_a_dispute_that_was_lost_leaves_nothing():
    gift = a_gift()
    pay(gift)
    dispute(gift)

    dispute(gift, "lost")

    gift.refresh_from_db()
    assert gift.state == S.LOST
    assert Receipt.objects.get().voided.why == "disputed"


def test_g41_a_dispute_after_a_refund_takes_what_was_left():
    gift = a_gift(2500)
    pay(gift)
    refund(gift, 500, "re_1")
    taken = moved(gift, "dispute", -2000)

    apply(gift, found(gift, came(gift), moved(gift, "refund", -500, "re_1"), taken))

    assert kept_of(gift) == usd(0)
    assert not gift.receipts.filter(voided__isnull=True).exists()


def test_g42_a_cheque_that_bounced_takes_its_receipt_back():
    gift = a_gift(5000)
    pay(gift)

    apply(gift, found(gift, came(gift), moved(gift, "returned", -5000)))

    gift.refresh_from_db()
    assert gift.state == S.RETURNED
    assert Receipt.objects.get().voided.why == "returned"


def test_a_gift_that_was_paid_and_paid_back_before_we_heard_of_it_gets_no_receipt():
    gift = a_gift(2500)

    refund(gift, 2500)

    gift.refresh_from_db()
    assert gift.state == S.REFUNDED
    assert not Receipt.objects.exists()


def test_g63_a_pledge_is_fulfilled_in_part_and_then_whole():
    site = the_site()
    donor = a_donor()
    pledge = Pledge.objects.create(
        site=site,
        donor=donor,
        amount_minor=10000,
        currency="USD",
        disclosure=disclosure_of(site),
        way="cheque",
        due_on=date(2026, 6, 1),
    )
    states = []
    for minor in (4000, 6000):
        pay(a_gift(minor, donor=donor, kind="pledged", pledge=pledge))
        pledge.refresh_from_db()
        states.append(pledge.state)

    assert states == ["part", "fulfilled"]


def test_books_06_receipts_are_numbered_without_a_gap_even_if_one_fails(
    monkeypatch: pytest.MonkeyPatch,
):
    gifts = [a_gift() for _gift in range(5)]
    pay(gifts[0])
    pay(gifts[1])
    monkeypatch.setattr("broadsheet.donations.books.receipts.queue", _fails)
    with pytest.raises(OSError, match="No space left"):
        pay(gifts[2])
    monkeypatch.undo()
    pay(gifts[3])
    pay(gifts[2])

    assert list(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def _fails(*_args: Any, **_about: Any) -> None:
    raise OSError("No space left on device")


def test_books_06_gifts_of_the_stand_in_have_a_series_of_their_own():
    pay(a_gift(is_test=True))
    pay(a_gift())

    assert {one.name for one in Receipt.objects.all()} == {"TEST-2026-0001", "2026-0001"}
    assert Entry.objects.get(gift__is_test=True).is_test


def test_g55_a_receipt_belongs_to_the_year_in_which_the_paper_is(
    paper: Any, monkeypatch: pytest.MonkeyPatch
):
    assert paper.time_zone == "America/Chicago"
    for hour in (5, 7):
        # Six hours behind: at five it is still the old year.
        monkeypatch.setattr(
            "broadsheet.donations.books.receipts.timezone.now",
            lambda hour=hour: datetime(2027, 1, 1, hour, tzinfo=UTC),
        )
        pay(a_gift(), at=datetime(2026, 12, 31, tzinfo=UTC))

    assert [one.name for one in Receipt.objects.order_by("pk")] == ["2026-0001", "2027-0001"]


def test_books_08_gift_and_receipt_keep_the_wording_that_was_shown(paper: Any):
    gift = a_gift()
    paper.legal_kind = "exempt"
    paper.save()
    later = a_gift()
    pay(gift)
    pay(later)

    assert (gift.disclosure.version, later.disclosure.version) == (1, 2)
    first, second = (the_receipt(one).snapshot["wording"] for one in (gift, later))
    assert first == "Donations processed in this system are not tax deductible."
    assert second.startswith("Contributions or gifts to ")


CHANGES: dict[str, Callable[[], Any]] = {
    "change an entry": lambda: Entry.objects.update(amount_minor=1),
    "delete an entry": lambda: Entry.objects.all()._raw_delete("default"),
    "change a receipt": lambda: Receipt.objects.update(snapshot={}),
    "delete a receipt": lambda: Receipt.objects.all()._raw_delete("default"),
    "take back that it is void": lambda: ReceiptVoid.objects.all()._raw_delete("default"),
    "change a wording": lambda: Disclosure.objects.update(text="Gifts are tax deductible."),
    "change who did it": lambda: Deed.objects.update(by_name="somebody"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_books_10_the_database_itself_lets_nobody_change_the_books(books_kept: None, change: str):
    gift = a_gift()
    pay(gift)
    refund(gift, 2500)
    note_deed(the_site(), "refund_noted", gift.code)

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        CHANGES[change]()

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM donations_entry WHERE amount_minor = 1")
        assert cursor.fetchone() == (0,)


def test_books_07_a_receipt_that_was_changed_behind_our_back_is_known():
    pay(a_gift())
    receipt = Receipt.objects.get()
    assert is_untouched(receipt)
    told = json.dumps({**receipt.snapshot, "amount": {"minor": 9900, "currency": "USD"}})

    behind_our_back(f"UPDATE donations_receipt SET snapshot = '{told}' WHERE id = {receipt.pk}")

    receipt.refresh_from_db()
    assert not is_untouched(receipt)


def test_a_receipt_without_its_person_names_nobody():
    pay(a_gift(donor=a_donor("Ada Lund")))
    receipt = Receipt.objects.get()
    assert "Lund" not in str(receipt.snapshot)
    assert "Lund" not in ReceiptPerson.objects.get().sealed
