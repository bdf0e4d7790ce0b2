"""Gifts by card come into the books once, whatever is heard of them, how often, and in which order."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.donations.card.events import follow_due
from broadsheet.donations.card.resolving import follow_session
from broadsheet.donations.card.starting import start
from broadsheet.donations.card.sweeping import follow_begun, sweep
from broadsheet.donations.models import Gift, Mailing, Payment, ProviderEvent
from broadsheet.donations.money import Money
from broadsheet.donations.tests.card.at_the_processor import (
    Processor,
    a_card_gift,
    a_paid_gift,
    balance_of,
    books_of,
    follow_all,
    pay,
    session_of,
    states,
)
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db
S = Gift.State
DECLINED, GOOD = "4000 0000 0000 0002", "4242 4242 4242 4242"


@pytest.fixture(autouse=True)
def of_a_paper(paper: Paper) -> None:
    """All of it happens at a paper."""


def once(gift: Gift) -> None:
    """The gift is in the books, once, with one receipt."""
    gift.refresh_from_db()
    assert gift.state == S.PAID
    assert gift.payments.filter(state="paid").count() == 1
    assert gift.entries.filter(kind="gift").count() == 1
    assert gift.receipts.count() == 1


def test_g01_a_donor_who_pays_and_closes_the_tab_has_given(processor: Processor):
    gift = a_paid_gift(processor)

    once(gift)
    assert books_of() == balance_of(processor) == 2500 - 103
    assert gift.receipts.get().name.startswith("TEST-")
    assert Mailing.objects.get().kind == "receipt"


def test_g02_a_donor_who_is_back_before_the_processor_has_told_us_sees_her_gift(
    processor: Processor, client
):
    gift = a_card_gift()
    session = pay(processor, gift)

    page = client.get(f"/support/paid/?session={session}")
    processor.tell_and_follow()

    assert page.status_code == 200
    assert gift.receipts.get().name in page.text
    once(gift)


def test_g04_a_gift_of_which_no_delivery_ever_came_is_found_by_the_sweep(processor: Processor):
    gift = a_card_gift()
    pay(processor, gift)

    swept = sweep(timezone.now() - timedelta(days=1))

    assert (swept.repaired, swept.differing) == (1, [])
    once(gift)


def test_g05_four_days_without_the_webhook_are_made_good_by_the_long_sweep(processor: Processor):
    gifts = [a_card_gift(1000 + number) for number in range(5)]
    for gift in gifts:
        pay(processor, gift)
    processor.advance(days=4)

    swept = sweep(timezone.now() - timedelta(days=35))

    assert (swept.repaired, swept.differing) == (5, [])
    for gift in gifts:
        once(gift)
    assert books_of() == balance_of(processor)


def test_g06_a_delivery_that_comes_twice_is_one(processor: Processor):
    gift = a_card_gift()
    pay(processor, gift)
    events = processor.events

    processor.tell_and_follow(*events, *events)

    once(gift)
    assert ProviderEvent.objects.count() == len(events)


@pytest.mark.parametrize("seed", range(4))
def test_g07_g08_deliveries_in_any_order_make_one_payment(processor: Processor, seed: int):
    gift = a_card_gift()
    pay(processor, gift)
    events = processor.events
    random.Random(seed).shuffle(events)

    for event in events:
        processor.tell_and_follow(event)

    once(gift)


def test_g09_what_was_taken_on_the_processors_own_screens_waits_for_the_desk_and_nobody_is_mailed(
    processor: Processor,
):
    processor.take_elsewhere(4200, email="who@example.org")
    processor.tell_and_follow()

    gift = Gift.objects.get()
    assert (gift.provider, gift.donor, gift.amount) == ("stripe", None, Money(4200, "USD"))
    once(gift)
    assert not Mailing.objects.exists()
    assert books_of() == balance_of(processor)


def test_g10_a_gift_to_another_site_of_the_same_account_touches_nothing(processor: Processor):
    gift = a_card_gift()
    gift.site.hostname = "other.example"
    gift.site.save()
    pay(processor, gift)
    gift.site.hostname = "localhost"
    gift.site.save()
    Gift.objects.all().delete()

    processor.tell_and_follow()

    assert not Payment.objects.exists()
    assert states()["foreign"] > 0
    assert "again" not in states()


def test_g12_a_bank_debit_is_on_its_way_and_then_received(processor: Processor):
    gift = a_card_gift()
    session = session_of(start(gift))
    processor.pay_by_bank(session)
    processor.tell_and_follow()
    gift.refresh_from_db()
    assert (gift.state, gift.receipts.count()) == (S.COMING, 0)

    processor.advance(days=5)
    processor.tell_and_follow()

    once(gift)
    assert gift.payments.get().method == Payment.Method.BANK


def test_g13_a_bank_debit_that_comes_back_was_no_gift(processor: Processor):
    gift = a_card_gift()
    processor.pay_by_bank(session_of(start(gift)), "000111111116")
    processor.advance(days=5)
    processor.tell_and_follow()

    gift.refresh_from_db()
    assert (gift.state, gift.receipts.count(), books_of()) == (S.FAILED, 0, 0)


@pytest.mark.parametrize("another_intent", [False, True])
def test_g14_a_second_card_after_a_declined_one_pays_the_same_gift(
    processor: Processor, another_intent: bool
):
    processor.rules.new_intent_each_try = another_intent
    gift = a_card_gift()
    session = session_of(start(gift))
    assert processor.pay(session, DECLINED) == "declined"
    processor.tell_and_follow()
    gift.refresh_from_db()
    assert gift.state == S.FAILED

    assert processor.pay(session, GOOD) == "succeeded"
    processor.tell_and_follow()

    once(gift)
    assert gift.payments.count() == 1 + another_intent


def test_g17_a_page_on_which_nobody_paid_within_a_day_is_over(processor: Processor, clock_on):
    gift = a_card_gift()
    start(gift)
    processor.advance(hours=25)
    clock_on(timedelta(hours=25))

    follow_begun(timezone.now() - timedelta(days=3))

    gift.refresh_from_db()
    assert gift.state == S.FAILED
    assert start(gift)


@pytest.mark.parametrize("status", [429, 500, "drop", "timeout"])
def test_g21_what_the_processor_could_not_tell_is_asked_again(
    processor: Processor, impatient, clock_on, status
):
    gift = a_card_gift()
    pay(processor, gift)
    processor.tell()
    processor.fail_next(20, status=status)
    follow_due()
    gift.refresh_from_db()
    assert gift.state == S.BEGUN
    assert states()["again"] > 0
    assert not follow_due()

    processor.api.faults.waiting.clear()
    clock_on(timedelta(minutes=2))
    follow_all()

    once(gift)
    assert "again" not in states()


def test_an_event_that_can_not_be_followed_for_three_days_is_given_up_aloud(
    processor: Processor, impatient, clock_on
):
    pay(processor, a_card_gift())
    processor.tell()
    processor.fail_next(1000, status=500)

    for _hour in range(100):
        follow_due()
        clock_on(timedelta(hours=1))

    assert set(states()) <= {"dead", "ignored"}
    assert sum(ProviderEvent.objects.values_list("tries", flat=True)) > 8


def test_g22_d04_an_amount_that_is_not_ours_is_flagged_and_changes_nothing(processor: Processor):
    gift = a_card_gift(2500)
    pay(processor, gift)
    Gift.objects.filter(pk=gift.pk).update(amount_minor=9900)

    processor.tell_and_follow()

    gift.refresh_from_db()
    assert (gift.state, Payment.objects.count()) == (S.BEGUN, 0)
    [trouble] = set(ProviderEvent.objects.filter(state="dead").values_list("trouble", flat=True))
    assert gift.code in trouble
    swept = sweep(timezone.now() - timedelta(days=1))
    assert [one.money for one in swept.differing] == [Money(2397, "USD")]


@pytest.mark.parametrize(
    ("minor", "currency", "units"),
    [
        (2500, "JPY", 2500),
        (1230, "KWD", 1230),
        (500, "ISK", 50000),
        (99_999_999, "USD", 99_999_999),
        (50, "USD", 50),
    ],
)
def test_g23_amounts_of_every_kind_of_currency_come_back_as_they_were_given(
    processor: Processor, minor: int, currency: str, units: int
):
    gift = a_card_gift(minor, currency)
    pay(processor, gift)
    processor.tell_and_follow()

    once(gift)
    assert gift.entries.get(kind="gift").amount == Money(minor, currency)
    assert processor.all("payment_intent")[0]["amount"] == units


def test_g56_yesterdays_backup_and_a_sweep_bring_everything_back(processor: Processor):
    """The backup knows nothing of what came since; the processor's list does."""
    kept = a_paid_gift(processor)
    lost = a_card_gift(7700)
    code = lost.code
    pay(processor, lost)
    Gift.objects.filter(pk=lost.pk).delete()

    swept = sweep(timezone.now() - timedelta(days=35))

    once(kept)
    found = Gift.objects.get(code=code)
    once(found)
    assert found.donor is not None
    assert found.donor.email == "ada@larkmere.example"
    assert swept.differing == []
    assert books_of() == balance_of(processor)


def test_check_now_asks_the_processor_clock_on(processor: Processor):
    gift = a_card_gift()
    session = pay(processor, gift)

    assert follow_session(session) == gift

    once(gift)
