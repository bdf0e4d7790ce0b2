"""What stands in files of other sites is taken for what it is: a fee is no refund, a test is no money, a total is no gift."""

from typing import Any

import pytest

from broadsheet.donations.books.standing import kept_of, net_of
from broadsheet.donations.importing.bringing import Brought
from broadsheet.donations.importing.looking import refused_in_words
from broadsheet.donations.models import Campaign, Donor, Entry, Gift, Payment, Receipt
from broadsheet.donations.money import Money
from broadsheet.donations.reckoning.check import check_books
from broadsheet.donations.tests.files_of_others import (
    DONORBOX,
    GIVEWP,
    PAYPAL,
    STRIPE,
    bring_in,
    file_of,
    givewp_row,
    look_at,
    paypal_refund,
    paypal_row,
    sheet,
    stripe_row,
)
from broadsheet.donations.tests.made import a_gift, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any, books_kept: None) -> None:
    """All of it happens at a paper whose books are guarded."""


def badly() -> list[str]:
    return [one.check.number for one in check_books() if not one.is_well]


# Fees ---------------------------------------------------------------------------------------------
def fee_row(ref: str, of: str, gross: str = "-20.00", kind: str = "Chargeback Fee") -> Any:
    return paypal_row(ref, gross, Type=kind, Reference_Txn_ID=of, Fee="0.00")


def test_a_chargebacks_fee_is_no_refund_to_whoever_gave():
    gift_row = paypal_row("PP20", "100.00", Fee="0.00")
    bring_in(file_of(PAYPAL, gift_row, fee_row("CF1", "PP20")))

    gift = Gift.objects.get()
    assert (gift.state, kept_of(gift), net_of(gift)) == (
        "paid",
        Money(10_000, "USD"),
        Money(8_000, "USD"),
    )
    assert Entry.objects.get(ref="CF1").kind == "dispute_fee"
    assert Receipt.objects.count() == 1
    assert badly() == []


@pytest.mark.parametrize("named", ["PP20", "R1"])
def test_a_chargebacks_fee_comes_in_though_the_gift_was_taken_back_before(named: str):
    bring_in(file_of(PAYPAL, paypal_row("PP20", "100.00")))
    back = paypal_refund("R1", "PP20", "-100.00", Type="Chargeback")
    data = file_of(PAYPAL, back, fee_row("CF1", named))

    assert bring_in(data) == Brought(0, 1, 1)

    gift = Gift.objects.get()
    assert (gift.state, kept_of(gift)) == ("refunded", Money(0, "USD"))
    assert look_at(data).counts["known"] == 2
    assert badly() == []


@pytest.mark.parametrize("kind", ["Chargeback Fee", "Partner Fee", "PayPal fees"])
def test_a_fee_of_no_gift_is_left_out_by_name_and_keeps_nothing_out(kind: str):
    looked = look_at(file_of(PAYPAL, paypal_row("T1"), fee_row("CF1", "", kind=kind)))

    assert looked.counts == {"new": 1, "known": 0, "passed": 1, "refused": 0}
    assert looked.having("passed")[0].why == "A fee, and not of a gift that is in the books."


def test_money_that_came_back_is_no_new_gift():
    row = paypal_row("CR1", "100.00", Type="Chargeback Reversal", Reference_Txn_ID="PP20")

    [line] = look_at(file_of(PAYPAL, row)).having("passed")
    assert line.why == "Money that came back, and no gift: “Chargeback Reversal”."


# Tests --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        file_of(STRIPE, stripe_row("ch_1"), stripe_row("ch_2", Mode="Test")),
        file_of(GIVEWP, givewp_row("1"), givewp_row("2", Payment_Mode="Test")),
        b"Date,Donor,Amount,Livemode\n2026-05-04,Ada,25,true\n2026-05-04,Bo,25,false\n",
    ],
)
def test_a_test_at_another_site_is_never_money(data: bytes):
    looked = look_at(data)

    assert (looked.counts["new"], [line.number for line in looked.tests]) == (1, [3])
    assert looked.tests[0].why == "A test: no money moved."
    assert bring_in(data, "stripe") == Brought(1, 0)


def test_how_money_was_paid_is_no_test():
    data = b"Date,Donor,Amount,Payment Mode\n2026-05-04,Ada,25,Cash\n"

    assert look_at(data).counts["new"] == 1


# Words of other sites -----------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["Abandoned", "Revoked", "Preapproved", "Pending", "Failed"])
def test_what_givewp_calls_no_money_is_left_out_by_name(status: str):
    looked = look_at(file_of(GIVEWP, givewp_row("1"), givewp_row("2", Donation_Status=status)))

    assert looked.counts == {"new": 1, "known": 0, "passed": 1, "refused": 0}
    assert looked.having("passed")[0].why == f"“{status}”: it has not come."


@pytest.mark.parametrize("status", ["Disputed", "Requires capture", "requires_capture"])
def test_what_stripe_does_not_count_yet_is_left_out_by_name(status: str):
    [line] = look_at(file_of(STRIPE, stripe_row("ch_1", Status=status))).having("passed")

    assert line.why.startswith(f"“{status}”: ")


@pytest.mark.parametrize("status", ["Renewal", "publish", "Complete"])
def test_a_renewal_is_money(status: str):
    assert look_at(file_of(GIVEWP, givewp_row("1", Donation_Status=status))).counts["new"] == 1


def test_what_came_by_the_papers_own_page_is_known_by_either_of_its_numbers():
    pay(a_gift(provider="stripe", account="acct_1"), ref="pi_1")

    row = stripe_row("ch_1", PaymentIntent_ID="pi_1")
    assert look_at(file_of(STRIPE, row)).counts["known"] == 1


# Addresses and campaigns --------------------------------------------------------------------------
def test_address_and_campaign_of_a_gift_come_with_it():
    bring_in(file_of(GIVEWP, givewp_row("1"), givewp_row("2")), "givewp")

    gift = Gift.objects.first()
    assert gift is not None
    assert gift.donor is not None
    assert gift.donor.address == "12 Mill Lane\nLarkmere, WI 54999\nUS"
    campaign = Campaign.objects.get()
    assert {one.campaign for one in Gift.objects.all()} == {campaign}
    assert (campaign.name, campaign.ends is not None) == ("Keep the courthouse covered", True)
    assert not campaign.runs_on(campaign.begins.replace(year=2027))


def test_a_donorbox_gift_is_for_the_papers_own_campaign_of_that_name(paper: Any):
    own = Campaign.objects.create(site_id=1, name="River fund", slug="r", begins="2026-01-01")
    row = {
        "Name": "Ada Lund",
        "Donor Email": "ada@example.org",
        "Amount": "25.00",
        "Currency": "USD",
        "Donated At": "05/04/26 15:15:00",
        "Receipt Id": "D1",
        "Status": "paid",
        "Campaign": "RIVER FUND",
        "Address": "1 Elm St",
        "City": "Larkmere",
    }

    bring_in(file_of(DONORBOX, row), "donorbox")

    gift = Gift.objects.get()
    assert gift.campaign == own
    assert gift.donor is not None
    assert gift.donor.address == "1 Elm St\nLarkmere"


def test_an_address_that_is_known_stays_as_it_is():
    bring_in(file_of(GIVEWP, givewp_row("1")), "givewp")
    bring_in(file_of(GIVEWP, givewp_row("2", Address_1="99 Other Road")), "givewp")

    assert Donor.objects.get().address.startswith("12 Mill Lane")


def test_a_campaigns_name_that_only_a_charity_may_say_is_not_taken_over():
    bring_in(file_of(GIVEWP, givewp_row("1", Form_Title="A tax-deductible gift")), "givewp")

    assert Gift.objects.get().campaign is None
    assert not Campaign.objects.exists()


# A sheet kept by hand -----------------------------------------------------------------------------
SHEET = sheet(
    "2026-05-04;Ada Lund;25.00;1041",
    "2026-05-04;Bo Reed;10.00;",
    "2026-05-04;Bo Reed;10.00;",
    "2026-05-05;;5.00;",
    ";Total;50.00;",
)


def test_a_sheet_kept_by_hand_comes_in_with_cash_and_all_and_only_once():
    assert bring_in(SHEET, "box-office") == Brought(4, 0)

    assert look_at(SHEET, "box-office").counts == {"new": 0, "known": 4, "passed": 1, "refused": 0}
    assert bring_in(SHEET, "box-office") == Brought(0, 0)
    check = Payment.objects.get(cheque_number="1041")
    assert (check.method, check.gift.donor and check.gift.donor.name) == ("cheque", "Ada Lund")
    assert badly() == []


def test_a_row_that_is_added_to_a_sheet_is_all_that_comes_in():
    bring_in(SHEET, "box-office")
    longer = sheet(
        "2026-05-06;Cy Holt;7.00;", "2026-05-04;Bo Reed;10.00;", "2026-05-04;bo  reed;10;",
        "2026-05-04;Bo Reed;10.00;", "2026-05-04;Ada Lund;25.00;1041",
    )  # fmt: skip

    assert bring_in(longer, "box-office") == Brought(2, 0)
    assert Gift.objects.count() == 6


@pytest.mark.parametrize(
    "total", [";Total;35.00;", "Total;;35.00;", ";GRAND TOTAL:;35.00;", ";;35.00;", "Sum;;35;"]
)
def test_a_line_of_totals_is_no_gift(total: str):
    looked = look_at(sheet("2026-05-04;Ada;25.00;1", "2026-05-04;Bo;10.00;", total))

    assert looked.counts == {"new": 2, "known": 0, "passed": 1, "refused": 0}
    assert looked.having("passed")[0].why == "The sum of other lines."


def test_a_company_called_total_gives_like_others():
    assert look_at(sheet("2026-05-04;Total;25.00;")).counts["new"] == 1


def test_a_row_without_a_day_is_refused_though_it_is_the_only_sum():
    [said] = refused_in_words(look_at(sheet("2026-05-04;Ada;25.00;", ";Bo;25.00;")))

    assert said == "Line 3: “” is no date."
