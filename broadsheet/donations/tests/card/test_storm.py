"""However deliveries are lost, doubled, mixed, forged and late, and wherever the machine is switched off: the sums are the same."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.donations.books.receipts import amount_of
from broadsheet.donations.books.standing import kept_of
from broadsheet.donations.card.events import follow_due
from broadsheet.donations.card.sweeping import sweep
from broadsheet.donations.models import Entry, Gift, Mailing, Payment, Plan, Receipt, Settlement
from broadsheet.donations.money import nothing, total_of
from broadsheet.donations.tests.card.at_the_processor import (
    Processor,
    balance_of,
    books_of,
    follow_all,
)
from broadsheet.donations.tests.card.storm import Storm
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db
SEEDS = 200


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_d02_g52_nothing_that_befalls_deliveries_or_the_machine_changes_what_the_books_say(
    seed: int, paper: Paper, processor: Processor, clock_on
):
    since = timezone.now() - timedelta(days=2)
    processor.rules.daily_payouts = True
    storm = Storm(processor, seed)
    for _month in storm.months(3):
        storm.deliver()
        storm.do_and_die(follow_due, 6)
        clock_on(timedelta(days=1))
    # Its last payments come to the bank, and each plan's next day is over.
    processor.rules.daily_payouts = False
    processor.advance(days=9)
    storm.deliver()
    clock_on(timedelta(days=120))

    storm.do_and_die(follow_due, 3)
    storm.do_and_die(lambda: sweep(since), 4)
    follow_all()
    swept = sweep(since, thorough=True)

    assert swept.differing == []
    the_sums_are_the_same(processor)
    the_receipts_are_gapless_and_true()
    the_plans_are_as_the_processor_has_them(processor)
    each_payout_is_explained(processor)
    assert sweep(since, thorough=True).repaired == 0


def the_sums_are_the_same(processor: Processor) -> None:
    for currency in ("USD", "CAD", "JPY"):
        assert books_of(currency) == balance_of(processor, currency.lower())
    succeeded = {
        one["id"] for one in processor.all("payment_intent") if one["status"] == "succeeded"
    }
    paid = Payment.objects.filter(state="paid")
    assert set(paid.values_list("ref", flat=True)) == succeeded
    assert paid.count() == Entry.objects.filter(kind="gift").count()
    named = Entry.objects.values_list("ref", "kind")
    assert max(Counter(named).values(), default=1) == 1
    charged = Gift.objects.filter(payments__state="paid")
    assert charged.distinct().count() == charged.count()


def the_receipts_are_gapless_and_true() -> None:
    numbers: dict[int, list[int]] = {}
    for receipt in Receipt.objects.all():
        assert receipt.series == "TEST-"
        numbers.setdefault(receipt.year, []).append(receipt.number)
    for found in numbers.values():
        assert sorted(found) == list(range(1, len(found) + 1))
    for gift in Gift.objects.all():
        kept = kept_of(gift)
        counting = gift.receipts.filter(voided__isnull=True)
        assert [amount_of(one) for one in counting] == (
            [kept] if kept > nothing(kept.currency) else []
        )


def the_plans_are_as_the_processor_has_them(processor: Processor) -> None:
    for told in processor.all("subscription"):
        plan = Plan.objects.get(ref=told["id"])
        ended = told["status"] == "canceled"
        assert (plan.state == Plan.State.ENDED) is ended
        if ended and plan.donor is not None:
            assert Mailing.objects.filter(key=f"plan_ended:{plan.pk}").count() == 1


def each_payout_is_explained(processor: Processor) -> None:
    payouts = {one["id"]: one for one in processor.all("payout")}
    settled = {one.ref: one for one in Settlement.objects.all()}
    assert set(settled) == set(payouts)
    for one in settled.values():
        assert (one.state, one.differing) == (Settlement.State.BALANCED, [])
        lines = [line.entry.amount for line in one.lines.select_related("entry")]
        assert total_of(lines, one.currency).minor == one.expected_minor
