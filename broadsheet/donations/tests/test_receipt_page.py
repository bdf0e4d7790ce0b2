"""A printed receipt says what was issued, in words large enough, and nothing that is known only now."""

from typing import Any

import pytest

from broadsheet.donations.models import Disclosure, Donor, Gift, GiftRules, Receipt, ReceiptPerson
from broadsheet.donations.papers.receipt_page import (
    render_receipt,
    render_receipt_text,
)
from broadsheet.donations.tests.made import a_donor, a_gift, pay, refund, the_site
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


def receipt_of(gift: Gift) -> Receipt:
    return Receipt.objects.filter(gifts=gift).order_by("-pk")[0]


def ada() -> Donor:
    donor = a_donor("Ada Lund")
    donor.address = "1 Mill Lane\nLarkmere, Wis."
    donor.save()
    return donor


def a_charity() -> None:
    paper = Paper.objects.get()
    paper.legal_kind, paper.legal_name = Paper.LegalKind.NONPROFIT, "Larkmere News Trust"
    paper.save()
    GiftRules.objects.create(site=paper.site, tax_number="12-3456789")


def test_a_receipt_says_number_amount_date_donor_and_the_sentence():
    gift = a_gift(12550, donor=ada(), honour="memory", honoured="Old Tom")
    pay(gift)
    receipt = receipt_of(gift)

    for text in (render_receipt(receipt), render_receipt_text(receipt)):
        for told in (
            "2026-0001",
            "$125.50",
            "May 4, 2026",
            gift.code,
            "Ada Lund",
            "1 Mill Lane",
            "The Larkmere Ledger",
            "Check",
            "In memory of",
            "Old Tom",
            NOT_DEDUCTIBLE,
        ):
            assert told in text


def test_a_receipt_says_what_was_known_when_it_was_issued():
    donor = ada()
    gift = a_gift(donor=donor)
    pay(gift)
    Donor.objects.filter(pk=donor.pk).update(name="Ada Moved", address_sealed="")
    a_charity()

    text = render_receipt_text(Receipt.objects.get())

    assert "Ada Lund\n1 Mill Lane" in text
    assert "Moved" not in text
    assert NOT_DEDUCTIBLE in text
    assert "EIN" not in text


@pytest.mark.parametrize("way", ["hidden", "gone"])
def test_a_receipt_whose_person_is_hidden_or_gone_names_nobody(way: str):
    pay(a_gift(donor=ada(), honour="honour", honoured="Old Tom"))
    people = ReceiptPerson.objects.all()
    people.delete() if way == "gone" else people.update(is_hidden=True)

    for text in (
        render_receipt(Receipt.objects.get()),
        render_receipt_text(Receipt.objects.get()),
    ):
        assert "$25.00" in text
        for gone in ("Ada", "Mill Lane", "Old Tom", "In honor of"):
            assert gone not in text


def test_a_void_receipt_says_so_and_why_and_which_one_counts():
    gift = a_gift(2500)
    pay(gift)
    refund(gift, 1000)
    void, counts = Receipt.objects.order_by("number")

    for text in (render_receipt(void), render_receipt_text(void)):
        assert "VOID" in text
        assert "refunded in part" in text
        assert "2026-0002" in text
    for text in (render_receipt(counts), render_receipt_text(counts)):
        assert "VOID" not in text
        assert "2026-0001" in text
        assert "$15.00" in text
        assert "of $25.00" in text


def test_a_test_receipt_says_that_no_money_moved():
    pay(a_gift(is_test=True))

    for text in (
        render_receipt(Receipt.objects.get()),
        render_receipt_text(Receipt.objects.get()),
    ):
        assert "TEST, no money moved" in text
        assert "TEST-2026-0001" in text


def test_a_charity_acknowledges_and_says_what_was_given_in_exchange():
    a_charity()
    pay(a_gift(30000, benefit="A mug", benefit_minor=1000))
    pay(a_gift(2500))
    mug, plain = Receipt.objects.order_by("number")

    for text in (render_receipt(mug), render_receipt_text(mug)):
        assert "Acknowledgement of a gift" in text
        assert "EIN 12-3456789" in text
        assert "worth $10.00" in text
        assert "above that: $290.00" in text
    assert "No goods or services" in render_receipt_text(plain)


def test_the_sentence_stands_in_english_and_in_the_papers_language():
    said = "Los donativos no desgravan."
    spanish = Disclosure.objects.create(
        site=the_site(), version=9, language="es", text=NOT_DEDUCTIBLE, facts={"said": said}
    )
    pay(a_gift(disclosure=spanish))
    page = render_receipt(Receipt.objects.get())

    assert f'lang="en" dir="ltr">{NOT_DEDUCTIBLE}' in page
    assert f'<p class="receipt-sentence">{said}</p>' in page


def test_a_name_that_is_markup_is_words():
    pay(a_gift(donor=a_donor("<b>Ada</b>\nBcc: x")))

    assert "&lt;b&gt;Ada&lt;/b&gt; Bcc: x" in render_receipt(Receipt.objects.get())
    assert "<b>Ada</b> Bcc: x" in render_receipt_text(Receipt.objects.get())
