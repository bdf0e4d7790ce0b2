"""Gifts of other sites come in by their files: each once, with what went back of it, and nothing by guess."""

from datetime import date
from typing import Any

import pytest

from broadsheet.donations.books.standing import kept_of, net_of
from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.bringing import Brought, refuse_bad_lines
from broadsheet.donations.importing.looking import refused_in_words
from broadsheet.donations.models import Deed, Donor, Entry, Gift, Mailing, Payment, Receipt
from broadsheet.donations.money import Money
from broadsheet.donations.reckoning.check import check_books
from broadsheet.donations.tests.files_of_others import (
    DONORBOX,
    GIVEBUTTER,
    PAYPAL,
    STRIPE,
    bring_in,
    file_of,
    look_at,
    paypal_refund,
    paypal_row,
    stripe_row,
)
from broadsheet.donations.tests.made import a_gift, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any, books_kept: None) -> None:
    """All of it happens at a paper whose books are guarded."""


def in_books() -> list[Any]:
    return [
        *Gift.objects.order_by("pk").values_list("pk", "state", "amount_minor"),
        *Entry.objects.order_by("pk").values_list("ref", "kind", "amount_minor"),
        *Receipt.objects.order_by("pk").values_list("number", "sha256"),
        *Donor.objects.order_by("pk").values_list("pk", "name"),
    ]


def test_a_gift_of_a_file_is_a_gift_with_its_fee_day_and_donor():
    assert bring_in(file_of(PAYPAL, paypal_row("T1"))) == Brought(1, 0)

    gift = Gift.objects.get()
    assert (gift.provider, gift.account, gift.state) == ("import", "paypal", "paid")
    assert (gift.received_on, gift.amount, net_of(gift)) == (
        date(2026, 5, 4),
        Money(2500, "USD"),
        Money(2397, "USD"),
    )
    assert gift.donor is not None
    assert (gift.donor.name, gift.donor.email) == ("Ada Lund", "ada@example.org")
    assert Payment.objects.get().ref == "T1"
    assert [one.check.number for one in check_books() if not one.is_well] == []
    assert Deed.objects.get(kind="imported").after == {"gifts": 1, "refunds": 0, "fees": 0}


def test_g62_the_same_file_twice_changes_nothing():
    data = file_of(
        PAYPAL, paypal_row("T1"), paypal_row("T2", "10.00"), paypal_refund("R1", "T1", "-5.00")
    )
    bring_in(data)
    before = in_books()

    assert look_at(data).counts == {"new": 0, "known": 3, "passed": 0, "refused": 0}
    assert bring_in(data) == Brought(0, 0)
    assert in_books() == before


def test_g62_files_whose_dates_overlap_bring_each_gift_once():
    bring_in(file_of(PAYPAL, paypal_row("T1"), paypal_row("T2")))

    looked = look_at(file_of(PAYPAL, paypal_row("T2"), paypal_row("T3")))
    assert (looked.counts["new"], looked.counts["known"]) == (1, 1)
    bring_in(file_of(PAYPAL, paypal_row("T2"), paypal_row("T3")))

    assert sorted(Payment.objects.values_list("ref", flat=True)) == ["T1", "T2", "T3"]


def test_g62_a_gift_that_stands_twice_in_one_file_is_one_gift():
    assert bring_in(file_of(PAYPAL, paypal_row("T1"), paypal_row("T1"))) == Brought(1, 0)


def test_the_same_number_at_two_processors_is_two_gifts():
    bring_in(file_of(PAYPAL, paypal_row("T1")), "paypal")
    bring_in(file_of(PAYPAL, paypal_row("T1")), "foundation")

    assert Gift.objects.count() == 2


def test_a_known_number_with_another_amount_is_refused():
    bring_in(file_of(PAYPAL, paypal_row("T1")))

    [said] = refused_in_words(look_at(file_of(PAYPAL, paypal_row("T1", "26.00"))))

    assert said == "Line 2: Transaction T1 is known with another amount: $25.00."


# Refunds ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("newest_first", [True, False])
def test_a_refund_of_a_file_goes_out_of_the_books(newest_first: bool):
    rows = [
        paypal_row("T1"),
        paypal_refund("R1", "T1", "-5.00"),
        paypal_refund("R2", "T1", "-5.00"),
    ]
    bring_in(file_of(PAYPAL, *(rows[::-1] if newest_first else rows)))

    gift = Gift.objects.get()
    assert (gift.state, kept_of(gift)) == ("part", Money(1500, "USD"))
    assert [one.check.number for one in check_books() if not one.is_well] == []


def test_a_refund_that_comes_in_a_later_file_is_applied():
    bring_in(file_of(PAYPAL, paypal_row("T1")))
    assert bring_in(file_of(PAYPAL, paypal_refund("R1", "T1", "-25.00", Fee="0.50"))) == Brought(
        0, 1
    )

    gift = Gift.objects.get()
    assert gift.state == "refunded"
    assert net_of(gift) == Money(-53, "USD")
    assert Receipt.objects.get().is_void


def test_a_refund_of_nothing_that_is_known_is_refused():
    [said] = refused_in_words(look_at(file_of(PAYPAL, paypal_refund("R1", "T9", "-5.00"))))

    assert said.startswith("Line 2: It refunds transaction T9, which is not in the books.")


def test_more_than_came_is_not_refunded():
    looked = look_at(file_of(PAYPAL, paypal_row("T1"), paypal_refund("R1", "T1", "-26.00")))

    assert list(refused_in_words(looked)) == ["Line 3: It refunds more than came."]


def test_what_was_refunded_grows_from_file_to_file_in_a_column_of_its_own():
    row = {
        "id": "ch_1",
        "Created date (UTC)": "2026-05-04 15:00:00",
        "Amount": "25.00",
        "Currency": "usd",
        "Fee": "1.03",
        "Converted Currency": "usd",
        "Status": "Paid",
        "Customer Email": "ada@example.org",
    }
    for refunded, kept in (("0.00", 2500), ("5.00", 2000), ("5.00", 2000), ("25.00", 0)):
        bring_in(file_of(STRIPE, {**row, "Amount Refunded": refunded}), "stripe")
        assert kept_of(Gift.objects.get()) == Money(kept, "USD")
    assert [one.check.number for one in check_books() if not one.is_well] == []


# What is no gift ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"Type": "General Withdrawal", "Gross": "-500.00"}, "no refund"),
        ({"Type": "General Currency Conversion"}, "within the account"),
        ({"Status": "Pending"}, "has not come"),
        ({"Status": "Denied"}, "has not come"),
        ({"Gross": "0.00"}, "of nothing"),
    ],
)
def test_what_is_no_gift_is_passed_over_and_said_why(more: dict[str, str], why: str):
    looked = look_at(file_of(PAYPAL, paypal_row("T1", **more)))

    [line] = looked.having("passed")
    assert why in line.why


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"Date": "soon"}, "“soon” is no date."),
        ({"Date": "02/30/2026"}, "“02/30/2026” is no date."),
        ({"Date": "01/01/2199"}, "Its day is still to come."),
        ({"Gross": "twenty"}, "Write an amount as a number"),
        ({"Gross": "NaN"}, "Write an amount as a number"),
        ({"Currency": "dollars"}, "“DOLLARS” is no currency."),
        ({"Transaction_ID": ""}, "It has no transaction number."),
        ({"Status": "Astounded"}, "“Astounded” is a status that is not known."),
        ({"Fee": "-26.00"}, "Its fee is larger than its amount."),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_one_sentence(more: dict[str, str], why: str):
    looked = look_at(file_of(PAYPAL, paypal_row("T0"), paypal_row("T1", **more)))

    [said] = refused_in_words(looked)
    assert said.startswith(f"Line 3: {why}")
    with pytest.raises(DonationError, match="line 3"):
        refuse_bad_lines(looked)
    assert not Gift.objects.exists()


def test_what_came_through_the_papers_own_page_is_not_brought_again():
    pay(a_gift(provider="stripe", account="acct_1"), ref="ch_1")
    row = {"id": "ch_1", "Created date (UTC)": "2026-05-04", "Amount": "25.00", "Currency": "usd"}

    assert look_at(file_of(STRIPE, {**row, "Status": "Paid"})).counts["known"] == 1


# Donors and their mail ----------------------------------------------------------------------------
def test_one_mailbox_is_one_donor_among_those_of_files():
    bring_in(
        file_of(PAYPAL, paypal_row("T1"), paypal_row("T2", From_Email_Address="ADA@example.org"))
    )
    bring_in(
        file_of(PAYPAL, paypal_row("T3"), paypal_row("T4", From_Email_Address="bo@example.org"))
    )

    assert Donor.objects.count() == 2


def test_whoever_only_wrote_an_address_into_a_form_is_another_donor():
    Donor.objects.create(
        site_id=1, name="Mallory", email="ada@example.org", mailbox="ada@example.org"
    )

    bring_in(file_of(PAYPAL, paypal_row("T1")))

    donor = Gift.objects.get().donor
    assert donor is not None
    assert donor.name == "Ada Lund"


def test_receipts_are_in_the_books_and_mailed_only_if_that_is_wished():
    bring_in(file_of(PAYPAL, paypal_row("T1")))
    assert (Receipt.objects.count(), Mailing.objects.count()) == (1, 0)

    bring_in(file_of(PAYPAL, paypal_row("T2")), receipts=True)
    assert (Receipt.objects.count(), Mailing.objects.count()) == (2, 1)


# Files --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("names", "row", "processor"),
    [
        (PAYPAL, paypal_row("T1"), "paypal"),
        (STRIPE, stripe_row("T1"), "stripe"),
        (
            DONORBOX,
            {
                "Name": "Ada Lund",
                "Donor Email": "ada@example.org",
                "Amount": "25.00",
                "Currency": "USD",
                "Total Fee": "1.03",
                "Fee Currency": "USD",
                "Donated At": "05/04/26 15:15:00",
                "Receipt Id": "T1",
                "Status": "paid",
            },
            "donorbox",
        ),
        (
            GIVEBUTTER,
            {
                "Transaction ID": "T1",
                "First Name": "Ada",
                "Last Name": "Lund",
                "Email": "ada@example.org",
                "Amount": "25.00",
                "Fee": "1.03",
                "Payout": "23.97",
                "Currency": "USD",
                "Status": "succeeded",
                "Transaction Date (UTC)": "2026-05-04 15:15:00",
            },
            "givebutter",
        ),
        (
            ["Donation ID", "Donation date", "Amount", "Fee", "Donor name", "E-mail"],
            {
                "Donation ID": "T1",
                "Donation date": "May 4, 2026",
                "Amount": "$25.00",
                "Fee": "1.03",
                "Donor name": "Ada Lund",
                "E-mail": "ada@example.org",
            },
            "elsewhere",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_files_of_known_sites_are_read_without_a_question(
    names: list[str], row: dict[str, str], processor: str
):
    looked = look_at(file_of(names, row))

    [line] = looked.lines
    assert (line.outcome, line.ref, line.amount, line.fee) == (
        "new",
        "T1",
        Money(2500, "USD"),
        Money(103, "USD"),
    )
    assert (line.name, line.email) == ("Ada Lund", "ada@example.org")
    assert line.at is not None
    assert line.at.date() == date(2026, 5, 4)
    assert bring_in(file_of(names, row), processor) == Brought(1, 0)
