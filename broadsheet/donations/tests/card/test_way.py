"""The way by card on the page for gifts, and the pages that the processor leads back to."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from broadsheet.donations.asking.ways_to_give import ways_of
from broadsheet.donations.card import pages
from broadsheet.donations.card.offering import notice_change
from broadsheet.donations.card.testers import WATCH
from broadsheet.donations.models import Gift, Plan
from broadsheet.donations.money import Money
from broadsheet.donations.tests.card.at_the_processor import (
    Processor,
    a_card_gift,
    a_card_plan,
    a_paid_gift,
    pay,
    session_of,
    the_site,
)
from broadsheet.donations.wording import NOT_DEDUCTIBLE
from broadsheet.press.keeping import forget_pieces
from broadsheet.press.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_card(paper: Any, processor: Processor, give: Any) -> Any:
    """Return a function that gives by card, and returns where the donor is led."""
    a_paid_gift(processor)
    forget_pieces()
    WATCH.forget()

    def go(**changes: Any) -> Any:
        return give(way="card", **changes)

    return go


def led_to(answer: Any, processor: Processor) -> str:
    found = re.search(rf"{re.escape(processor.address)}/c/pay/(cs_\w+)", answer.text)
    assert found, answer.text[:2000]
    return found[1]


def test_a_reader_gives_once_by_card(by_card: Any, processor: Processor):
    session = led_to(by_card(), processor)
    processor.pay(session)
    page = Client().get(f"/support/paid/?session={session}")

    gift = Gift.objects.get(session_ref=session)
    assert (gift.state, gift.amount, gift.donor.email, gift.is_test) == (
        Gift.State.PAID,
        Money(5000, "USD"),
        "nell.roe@example.org",
        True,
    )
    assert "Thank you for your gift" in page.text
    assert gift.receipts.get().name in page.text
    assert NOT_DEDUCTIBLE in page.text
    assert "TEST, no money moves" in page.text
    assert page["Referrer-Policy"] == "no-referrer"


def test_a_reader_gives_each_month(by_card: Any, processor: Processor):
    session = led_to(by_card(often="month", sum="10.00"), processor)
    processor.pay(session)
    processor.advance(days=32)
    processor.tell_and_follow()

    plan = Plan.objects.get()
    assert "each month" in plan.terms
    assert [one.state for one in plan.instalments.all()] == [Gift.State.PAID] * 2
    assert plan.terms in Client().get(f"/support/paid/?session={session}").text


def test_g16_the_same_form_sent_twice_is_one_gift_and_one_page(by_card: Any, processor: Processor):
    from broadsheet.donations.asking.sending import FORM
    from broadsheet.mailbag import passes

    proof = {passes.READ_OVER: passes.page_pass(FORM)}
    before = len(processor.all("checkout.session"))

    pages = {led_to(by_card(often="month", sum="10.00", **proof), processor) for _time in range(3)}

    assert len(pages) == 1
    assert len(processor.all("checkout.session")) == before + 1
    assert Plan.objects.count() == 1


def test_the_fee_is_added_when_the_donor_wishes_it(by_card: Any, processor: Processor):
    session = led_to(by_card(covers_fee="on"), processor)
    processor.pay(session)
    processor.tell_and_follow()

    gift = Gift.objects.get(session_ref=session)
    net = sum(one.amount_minor for one in gift.entries.all())
    assert 5000 <= net <= 5001
    assert gift.amount_minor == 5000 + gift.fee_cover_minor


@pytest.mark.parametrize("status", [429, 500, "drop", "timeout"])
def test_g20_while_the_processor_is_away_the_form_keeps_all_and_offers_a_pledge(
    by_card: Any, processor: Processor, impatient: None, status: Any
):
    processor.fail_next(50, status=status)

    answer = by_card()

    assert answer.status_code == 503
    for words in ("does not answer now", "Nothing is lost", "Pledge", "Keep at it.", "Nell Roe"):
        assert words in answer.text


def test_what_the_processor_has_not_told_is_said_as_it_is(
    paper: Any, processor: Processor, impatient: None
):
    gift = a_card_gift()
    session = pay(processor, gift)
    processor.fail_next(50, status=500)

    page = Client().get(f"/support/paid/?session={session}")

    assert page.status_code == 200
    assert "does not answer now" in page.text
    assert "Thank you for your gift" not in page.text
    assert "Look again" in page.text


def test_nobody_is_thanked_who_has_not_paid(paper: Any, processor: Processor):
    session = session_of_begun(a_card_gift())

    page = Client().get(f"/support/paid/?session={session}")

    assert "No payment has arrived yet" in page.text
    assert "Thank you for your gift" not in page.text


def session_of_begun(begun: Any) -> str:
    from broadsheet.donations.card.starting import start

    return session_of(start(begun))


def test_a_bank_debit_is_said_to_be_on_its_way(paper: Any, processor: Processor):
    session = session_of_begun(a_card_gift())
    processor.pay_by_bank(session)

    assert "takes some days" in Client().get(f"/support/paid/?session={session}").text


def test_a_plan_without_a_form_has_its_page_too(paper: Any, processor: Processor):
    session = pay(processor, a_card_plan())

    assert "Thank you for your gift" in Client().get(f"/support/paid/?session={session}").text


@pytest.mark.parametrize("session", ["", "cs_test_unknown", "x" * 300])
def test_a_page_that_we_never_made_is_not_found_and_the_processor_is_not_asked(
    paper: Any, processor: Processor, monkeypatch: pytest.MonkeyPatch, session: str
):
    def never() -> None:
        raise AssertionError("the processor was asked")

    monkeypatch.setattr("broadsheet.donations.card.talking.client", never)

    assert Client().get("/support/paid/", {"session": session}).status_code == 404


def test_who_has_left_without_paying_is_told_so_and_led_on(by_card: Any, processor: Processor):
    session = led_to(by_card(), processor)
    address = processor.find(session)["cancel_url"]

    page = Client().get(address.partition("//")[2].partition("/")[2].join(["/", ""]))

    assert "Nothing was paid" in page.text
    assert NOT_DEDUCTIBLE in page.text


def left_at(processor: Processor, session: str) -> str:
    """Return the path to which the processor leads back whoever does not pay."""
    return "/" + processor.find(session)["cancel_url"].partition("//")[2].partition("/")[2]


def test_who_paid_in_one_tab_and_goes_back_in_the_other_is_never_told_that_nothing_was_paid(
    by_card: Any, processor: Processor
):
    session = led_to(by_card(), processor)
    processor.pay(session)

    # No delivery has come: it is read from the processor.
    page = Client().get(left_at(processor, session)).text

    assert "Nothing was paid" not in page
    assert "Thank you for your gift" in page
    assert Gift.objects.get(session_ref=session).receipts.get().name in page


def test_who_goes_back_while_the_processor_is_away_is_not_told_that_nothing_was_paid(
    by_card: Any, processor: Processor, impatient: None
):
    session = led_to(by_card(), processor)
    back = left_at(processor, session)
    processor.fail_next(50, status=500)

    page = Client().get(back).text

    assert "Nothing was paid" not in page
    assert "we cannot say yet" in page


def test_who_backs_out_of_a_monthly_gift_comes_back_to_the_monthly_form(
    by_card: Any, processor: Processor
):
    session = led_to(by_card(often="month", sum="10.00"), processor)

    page = Client().get(left_at(processor, session)).text

    assert "Nothing was paid" in page
    assert 'class="button" href="/support/monthly/"' in page
    # That the form is kept is said by a script, which looks.
    assert re.search(r"<span data-if-kept=\"broadsheet-support\" hidden>", page)


def test_a_monthly_gift_paid_in_another_tab_is_thanked_for(by_card: Any, processor: Processor):
    session = led_to(by_card(often="month", sum="10.00"), processor)
    processor.pay(session)

    assert "Thank you for your gift" in Client().get(left_at(processor, session)).text


def test_g50_whoever_tries_codes_of_gifts_by_card_is_shown_none_after_a_while(
    by_card: Any, processor: Processor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pages.LOOKS, "seconds", 1e9)
    pages.LOOKS.forget()
    back = left_at(processor, led_to(by_card(), processor))
    assert Client().get("/support/not-paid/?gift=nonsense").status_code == 404
    for _time in range(60):
        Client().get("/support/not-paid/?gift=0000-0000")

    assert Client().get(back).status_code == 404
    pages.LOOKS.forget()


def test_a_gift_to_one_paper_is_shown_at_no_other(by_card: Any, processor: Processor):
    session = led_to(by_card(), processor)
    back = left_at(processor, session)
    other = Site.objects.create(
        hostname="other.example", root_page=the_site().root_page, site_name="Other"
    )
    Gift.objects.filter(session_ref=session).update(site=other)

    assert Client().get(back).status_code == 404
    assert Client().get(f"/support/paid/?session={session}").status_code == 404


def test_a_payment_that_is_disputed_at_once_is_not_said_to_be_missing(
    by_card: Any, processor: Processor
):
    session = led_to(by_card(), processor)
    processor.pay(session, "4000 0000 0000 0259")
    processor.tell_and_follow()
    assert Gift.objects.get(session_ref=session).state == Gift.State.DISPUTED

    page = Client().get(f"/support/paid/?session={session}").text

    assert "No payment has arrived yet" not in page
    assert "Thank you for your gift" not in page
    assert "How it stands now: Disputed." in page


def test_from_the_page_of_thanks_she_comes_to_her_gifts_and_to_the_front(
    by_card: Any, processor: Processor
):
    session = led_to(by_card(), processor)
    processor.pay(session)

    page = Client().get(f"/support/paid/?session={session}").text.partition("<main")[2]

    assert '<a href="/support/mine/">Your gifts</a>' in page
    assert '<a href="/">Front page</a>' in page


def test_the_way_stands_on_the_page_from_the_first_signed_delivery_on(
    paper: Any, processor: Processor
):
    site = the_site()
    assert "card" not in [one.name for one in ways_of(site)]
    notice_change()
    a_paid_gift(processor)
    forget_pieces()
    before = Change.objects.count()

    notice_change()
    notice_change()

    assert next(one.name for one in ways_of(site)) == "card"
    assert Change.objects.count() == before + 1
