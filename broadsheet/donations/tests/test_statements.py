"""At the year's end each donor is told once what the paper had of her, and again only if it was something else."""

from datetime import UTC, datetime
from typing import Any

import pytest

from broadsheet.donations.errors import BooksError
from broadsheet.donations.models import Disclosure, Donor, GiftRules, Mailing, Receipt
from broadsheet.donations.papers.receipt_page import render_receipt, render_receipt_text
from broadsheet.donations.papers.statements import Made, lacking, make_statements
from broadsheet.donations.tests.made import a_donor, a_gift, pay, the_site
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db
SPRING = datetime(2025, 4, 1, 15, tzinfo=UTC)
AUTUMN = datetime(2025, 10, 1, 15, tzinfo=UTC)
# In Larkmere it is still the old year.
NEW_YEARS_NIGHT = datetime(2026, 1, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def of_a_paper(paper: Any) -> None:
    """All of it happens at a paper."""


def given(donor: Donor, minor: int, at: datetime, **more: Any) -> Any:
    gift = a_gift(minor, donor=donor, **more)
    pay(gift, at)
    return gift


def make(year: int = 2025) -> Made:
    return make_statements(the_site(), year)


def statements() -> list[Receipt]:
    return list(Receipt.objects.filter(kind="annual").order_by("number"))


def test_a_statement_lists_all_gifts_of_the_year_that_were_kept():
    donor = a_donor()
    kept = [given(donor, 2500, SPRING), given(donor, 5000, NEW_YEARS_NIGHT)]
    part, gone = given(donor, 4000, AUTUMN), given(donor, 9900, AUTUMN)
    given(donor, 7700, datetime(2026, 1, 1, 7, tzinfo=UTC))
    refund_at(part, 1000)
    refund_at(gone, 9900)

    assert make() == Made(made=1)

    [statement] = statements()
    assert statement.name.startswith("Y-")
    assert statement.number == 1
    text = render_receipt_text(statement)
    assert "Gifts in all: $105.00" in text
    assert "Year: 2025" in text
    assert all(gift.code in text for gift in (*kept, part))
    assert gone.code not in text
    assert "$77" not in text
    assert NOT_DEDUCTIBLE in text
    assert NOT_DEDUCTIBLE in render_receipt(statement)


def refund_at(gift: Any, minor: int) -> None:
    from broadsheet.donations.books.applying import apply
    from broadsheet.donations.books.movements import FoundRefund
    from broadsheet.donations.money import Money
    from broadsheet.donations.tests.made import found, moved

    ref = f"re-{gift.pk}"
    asked = FoundRefund(ref, Money(minor, gift.currency), "done")
    apply(gift, found(gift, moved(gift, "refund", -minor, ref), refunds=(asked,)))


def test_made_again_nothing_is_made_twice():
    given(a_donor(), 2500, SPRING)
    make()

    assert make() == Made(kept=1)
    assert len(statements()) == 1
    assert Mailing.objects.filter(kind="statement").count() == 1


def test_a_statement_that_is_not_right_any_more_is_taken_back_and_replaced():
    donor = a_donor()
    gift = given(donor, 2500, SPRING)
    make()
    refund_at(gift, 500)
    assert lacking(the_site(), 2025) == 1

    assert make() == Made(replaced=1)

    old, new = statements()
    assert old.is_void
    assert "Y-" in render_receipt_text(old)
    assert new.replaces == old
    assert "$20.00" in render_receipt_text(new)
    assert lacking(the_site(), 2025) == 0


def test_a_statement_of_gifts_that_all_went_back_is_taken_back():
    gift = given(a_donor(), 2500, SPRING)
    make()
    refund_at(gift, 2500)

    assert make() == Made(taken_back=1)
    assert statements()[0].is_void
    assert make() == Made(kept=1)


def test_two_donors_who_became_one_get_one_statement():
    ada, again = a_donor("Ada Lund"), a_donor("A. Lund")
    given(ada, 2500, SPRING)
    given(again, 1000, SPRING)
    make()
    Donor.objects.filter(pk=again.pk).update(merged_into=ada)

    assert make() == Made(replaced=1)

    counts = [one for one in statements() if not one.is_void]
    assert len(counts) == 1
    assert "$35.00" in render_receipt_text(counts[0])
    assert make() == Made(kept=1)


def test_two_currencies_are_two_statements_and_never_one_sum():
    donor = a_donor()
    given(donor, 2500, SPRING)
    given(donor, 3000, SPRING, currency="CAD")

    assert make() == Made(made=2)
    assert sorted(one.snapshot["amount"]["currency"] for one in statements()) == ["CAD", "USD"]


def test_numbers_of_statements_have_no_gap_and_are_their_own():
    for name in ("Ada", "Bo", "Cy"):
        given(a_donor(name), 2500, SPRING)
    make()

    assert [one.number for one in statements()] == [1, 2, 3]
    assert not Receipt.objects.exclude(kind="annual").filter(series="Y-").exists()


def test_test_gifts_strangers_and_the_erased_get_none():
    given(a_donor(), 2500, SPRING, is_test=True)
    erased = a_donor("")
    given(erased, 2500, SPRING)
    Donor.objects.filter(pk=erased.pk).update(erased_at=SPRING)

    assert make() == Made()


def test_a_year_that_is_not_over_has_no_statements():
    with pytest.raises(BooksError, match="is not over"):
        make(2099)


def test_who_has_no_email_gets_it_on_paper():
    given(a_donor("Ada", email="ada@example.org"), 2500, SPRING)
    given(a_donor("Bo"), 2500, SPRING)
    make()

    assert sorted(Mailing.objects.filter(kind="statement").values_list("state", flat=True)) == [
        "due",
        "paper",
    ]


def test_a_charitys_year_names_single_gifts_of_250_dollars_and_each_sentence_stands_below_its_gifts():
    donor = a_donor()
    business = given(donor, 1000, SPRING)
    paper = Paper.objects.get()
    paper.legal_kind, paper.legal_name = Paper.LegalKind.NONPROFIT, "Larkmere News Trust"
    paper.save()
    GiftRules.objects.create(site=paper.site, tax_number="12-3456789")
    large = given(donor, 25000, AUTUMN, benefit="A mug", benefit_minor=1000)
    small = given(donor, 24999, AUTUMN)
    make()

    text = render_receipt_text(statements()[0])

    assert "Acknowledgement of gifts in a year" in text
    places = [
        text.index(told)
        for told in (
            business.code,
            NOT_DEDUCTIBLE,
            "Single gifts of $250 or more",
            large.code,
            "worth $10.00",
            "Other gifts",
            small.code,
            "No goods or services",
            "is a 501(c)(3) organization",
        )
    ]
    assert places == sorted(places)
    assert Disclosure.objects.count() == 2
