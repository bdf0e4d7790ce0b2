"""One source has one name however it is written, and a gift that came by two ways is asked about."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from broadsheet.donations.importing.bringing import Brought
from broadsheet.donations.models import Gift, GiftFile
from broadsheet.donations.tests.files_of_others import (
    GIVEWP,
    PAYPAL,
    STRIPE,
    bring_in,
    file_of,
    givewp_row,
    look_at,
    paypal_row,
    sheet,
    stripe_row,
)
from broadsheet.donations.tests.made import a_donor, a_gift, pay
from broadsheet.donations.tests.typed import at_desk, somebody

pytestmark = pytest.mark.django_db
IMPORT = "/newsroom/gifts/books/import/"
PLAIN = b"When,Who,How much\n2026-05-04,Ada Lund,25.00\n2026-05-05,Bo Reed,10.00\n"


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any, books_kept: None) -> None:
    """All of it happens at a paper whose books are guarded."""


@pytest.fixture
def desk() -> Client:
    return at_desk(somebody())


@pytest.mark.parametrize("spelling", ["Give WP", "givewp", "GIVE-WP", "give_wp!"])
def test_one_source_under_two_spellings_brings_each_gift_once(spelling: str, desk: Client):
    data = file_of(GIVEWP, givewp_row("1"))
    bring_in(data, "givewp")

    sent = send(desk, data)
    desk.post(sent.url, chosen(processor=spelling, look="1"))

    assert GiftFile.objects.get().processor == "givewp"
    assert "New: 0. Known already: 1." in desk.get(sent.url).text


def test_a_source_of_the_papers_own_is_found_again_however_it_is_written():
    data = sheet("2026-05-04;Ada Lund;25.00;1")
    bring_in(data, "box-office")

    assert bring_in(data, "boxoffice") == Brought(0, 0)
    assert Gift.objects.get().account == "box-office"


def test_sources_that_the_paper_has_used_are_offered(desk: Client):
    bring_in(sheet("2026-05-04;Ada Lund;25.00;1"), "box-office")

    answer = desk.get(send(desk, PLAIN).url).text

    assert '<option value="box-office">' in answer
    assert '<option value="GiveWP">' in answer


# Gifts that came by two ways ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "is_alike"),
    [
        (givewp_row("1"), True),
        (givewp_row("1", Email_Address=""), True),
        (givewp_row("1", First_Name="A.", Last_Name="L."), True),
        (givewp_row("1", Donation_Total="26.00"), False),
        (givewp_row("1", Donation_Date="May 5, 2026"), False),
        (givewp_row("1", Email_Address="bo@example.org", First_Name="Bo"), False),
    ],
)
def test_a_gift_that_stands_in_the_books_by_another_way_is_told(
    row: dict[str, str], is_alike: bool
):
    bring_in(file_of(PAYPAL, paypal_row("T1")), "paypal")

    looked = look_at(file_of(GIVEWP, row))

    assert bool(looked.alike) is is_alike
    if is_alike:
        code = Gift.objects.get().code
        assert looked.alike[0].why == f"It looks like gift {code}, which came from “PayPal”."


def test_a_check_that_was_typed_is_told_when_it_stands_in_a_sheet():
    pay(a_gift(donor=a_donor("Lund, Ada")))

    [line] = look_at(sheet("2026-05-04;Ada Lund;25.00;1041")).alike

    assert line.why.endswith("which is in the books already.")


def test_a_file_whose_numbers_are_read_otherwise_is_told_and_not_brought_again():
    data = b"Date,Donor,Amount,Order\n2026-05-04,Ada Lund,25.00,A7\n"
    bring_in(data, "shop")

    assert look_at(data, "shop", columns={"ref": "Order"}).alike


def test_two_gifts_of_one_file_are_not_told_as_one():
    data = sheet("2026-05-04;Ada Lund;25.00;1041", "2026-05-04;Ada Lund;25.00;1042")
    assert not look_at(data).alike
    bring_in(data, "box-office")

    assert not look_at(data, "box-office").alike


# The screen ---------------------------------------------------------------------------------------
def send(desk: Client, data: bytes) -> Any:
    return desk.post(IMPORT, {"file": SimpleUploadedFile("gifts.csv", data, "text/csv")})


def chosen(**more: Any) -> dict[str, Any]:
    """Return the form as the screen shows it."""
    file = GiftFile.objects.get()
    columns = {f"column_{name}": column for name, column in file.columns.items()}
    return {"processor": file.processor, "order": "", **columns, **more}


def test_a_line_that_looks_like_a_known_gift_comes_in_only_by_a_tick(desk: Client):
    bring_in(file_of(PAYPAL, paypal_row("T1")), "paypal")
    sent = send(desk, file_of(GIVEWP, givewp_row("1")))
    assert "New, and perhaps in the books already: 1" in desk.get(sent.url).text

    refused = desk.post(sent.url, chosen(bring="1"))
    assert refused.status_code == 422
    assert "Tick this if they are other gifts" in refused.text
    assert Gift.objects.count() == 1

    desk.post(sent.url, chosen(bring="1", alike="on"))
    assert Gift.objects.count() == 2


def test_a_file_that_nobody_knows_shows_its_first_rows_and_what_is_missing(desk: Client):
    sent = send(desk, PLAIN)

    answer = desk.get(sent.url).text
    assert "Say which site the file is from: PayPal, for example." in answer
    assert "How much</th>" in answer
    assert "<td>Bo Reed</td>" in answer

    told = {"column_day": "When", "column_name": "Who", "column_amount": "How much"}
    desk.post(sent.url, chosen(look="1", processor="Box office", **told))
    assert "New: 2." in desk.get(sent.url).text


def test_tests_are_told_apart_from_what_is_no_gift(desk: Client):
    rows = (givewp_row("1"), givewp_row("2", Payment_Mode="Test"), givewp_row("3", Donation_Status="Abandoned"))  # fmt: skip

    answer = desk.get(send(desk, file_of(GIVEWP, *rows)).url).text

    assert "New: 1. Known already: 0. No gifts: 1." in answer
    assert "Tests, left out: 1." in answer


def test_what_brings_in_stands_under_the_summary_and_enter_does_not_press_it(desk: Client):
    answer = desk.get(send(desk, file_of(PAYPAL, paypal_row("T1"))).url).text

    summary, look, bring, how = (
        answer.index(words)
        for words in ("New: 1.", 'name="look"', 'name="bring"', "How the file is read")
    )
    assert look < summary < bring < how
    assert "May 4, 2026" in answer


def test_a_file_that_is_read_anew_is_looked_at_before_it_is_brought_in(desk: Client):
    sent = send(desk, file_of(PAYPAL, paypal_row("T1")))

    answer = desk.post(sent.url, chosen(bring="1", order="day"), follow=True)

    assert "The file is read in another way now." in answer.text
    assert "April 5, 2026" in answer.text
    assert not Gift.objects.exists()


def test_refunds_that_stand_in_a_gifts_own_line_are_counted(desk: Client):
    data = file_of(STRIPE, stripe_row("ch_1", Amount_Refunded="5.00"), stripe_row("ch_2"))
    sent = send(desk, data)
    desk.post(sent.url, chosen(bring="1"))

    assert "Brought in: gifts 2, refunds 1." in desk.get(sent.url).text
