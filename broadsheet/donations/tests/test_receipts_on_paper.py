"""Receipts and statements as a browser prints them: a page each, the sentence about taxes as large as the rest."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser

from broadsheet.donations.money import Money
from broadsheet.donations.papers.reading import GiftLine, Paperwork, Part
from broadsheet.donations.papers.receipt_page import printed
from broadsheet.donations.tests.paper_sheets import as_pdf_pages, contrast_of, shown
from broadsheet.donations.wording import NOT_DEDUCTIBLE

SIZES = "[...document.querySelectorAll('.receipt-sentence')].map(one => parseFloat(getComputedStyle(one).fontSize))"


def a_line(minor: int, code: str = "0000-0001", goods: str = "") -> GiftLine:
    day, amount = date(2026, 5, 4), Money(minor, "USD")
    return GiftLine(code, day, amount, None, "Cheque", "", "", "", goods)


RECEIPT = Paperwork(
    number="2026-0001",
    title="Record of a gift",
    language="en-us",
    paper="The Larkmere Ledger",
    legal_name="The Larkmere Ledger, Inc.",
    legal_number="",
    legal_address="14 Depot Street, Larkmere, Wis.",
    issued_on=date(2026, 5, 5),
    of_year=None,
    amount=Money(12550, "USD"),
    parts=(Part(NOT_DEDUCTIBLE, "", (a_line(12550),)),),
    goods="",
    replaces="2026-0000",
    is_test=False,
    void="",
    replaced_by="",
    name="Ada Lund",
    lines=("1 Mill Lane", "Larkmere, Wis."),
)
VOID = replace(RECEIPT, is_test=True, void="The gift was refunded.")
NONE = "No goods or services were provided in exchange for this gift."
YEAR = replace(
    RECEIPT,
    number="Y-2027-0001",
    title="Acknowledgement of gifts in a year",
    of_year=2026,
    replaces="",
    legal_number="12-3456789",
    parts=(
        Part(
            "Larkmere News Trust is a 501(c)(3) organization, EIN 12-3456789.",
            "",
            tuple(a_line(minor, goods=NONE) for minor in (30000, 2500, 2500, 25000, *[900] * 20)),
        ),
        Part(NOT_DEDUCTIBLE, "", (a_line(2000),)),
    ),
)


def test_receipts_are_printed_a_page_each(browser: Browser):
    with shown(browser, printed([RECEIPT, VOID, RECEIPT])) as page:
        assert as_pdf_pages(page) == 3


@pytest.mark.parametrize("paperwork", [RECEIPT, VOID, YEAR], ids=["receipt", "void", "year"])
@pytest.mark.parametrize("media", ["print", "screen"])
def test_the_sentence_is_as_large_as_the_rest_and_can_be_read(
    browser: Browser, paperwork: Paperwork, media: str
):
    with shown(browser, printed([paperwork]), media) as page:
        body = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        sizes = page.evaluate(SIZES)

        assert len(sizes) == len(paperwork.parts)
        assert all(size >= max(16, body) for size in sizes)
        assert contrast_of(page, ".receipt-sentence") >= 4.5


def test_a_year_names_single_large_gifts_apart(browser: Browser):
    with shown(browser, printed([YEAR])) as page:
        large, others, _business = page.locator("table").all()

        assert page.locator("h2").all_inner_texts() == [
            "Single gifts of $250 or more",
            "Other gifts",
        ]
        assert large.locator("tbody tr").count() == 2
        assert others.locator("tbody tr").count() == 22
        assert large.inner_text().count(NONE) == 2


def test_a_receipt_fits_a_phone(browser: Browser):
    with shown(browser, printed([YEAR, VOID]), "screen", width=320) as page:
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
