"""Gifts that come again: each payment once, each failure and each end told once, whoever changed the plan and wherever."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.donations.card import plans, subscribing
from broadsheet.donations.card.errors import CardRefusedError
from broadsheet.donations.card.portal import portal_address
from broadsheet.donations.card.starting import start
from broadsheet.donations.card.sweeping import follow_plans, sweep
from broadsheet.donations.models import Gift, Mailing, Plan
from broadsheet.donations.money import Money
from broadsheet.donations.tests.card.at_the_processor import (
    PATH,
    Processor,
    a_card_gift,
    a_card_plan,
    a_paid_plan,
    balance_of,
    books_of,
    pay,
    session_of,
    states,
)
from broadsheet.masthead.models import Paper

pytestmark = pytest.mark.django_db
S = Plan.State
FAILS_LATER = "4000 0000 0000 0341"
ASKS_LATER = "4000 0027 6000 3184"


@pytest.fixture(autouse=True)
def of_a_paper(paper: Paper) -> None:
    """All of it happens at a paper."""


def gifts_of(plan: Plan) -> list[Gift]:
    return list(plan.instalments.order_by("pk"))


def mails(kind: str) -> int:
    return Mailing.objects.filter(kind=kind).count()


def subscription(processor: Processor, plan: Plan) -> Any:
    return processor.find(plan.ref)


def months(processor: Processor, count: int = 1) -> None:
    for _month in range(count):
        processor.advance(days=31, hours=2)


@pytest.mark.parametrize("told_backwards", [False, True])
def test_g24_the_first_payment_of_a_plan_is_one_gift_whatever_tells_of_it(
    processor: Processor, told_backwards: bool
):
    plan = a_card_plan(1000)
    pay(processor, plan)
    events = processor.events
    for event in reversed(events) if told_backwards else events:
        processor.tell_and_follow(event)

    plan.refresh_from_db()
    [gift] = gifts_of(plan)
    assert (gift.state, gift.amount, gift.donor) == (
        Gift.State.PAID,
        Money(1000, "USD"),
        plan.donor,
    )
    assert (plan.state, gift.receipts.count(), mails("plan_begun")) == (S.ACTIVE, 1, 1)
    assert plan.next_due is not None
    assert "dead" not in states()


@pytest.mark.parametrize("told_backwards", [False, True])
def test_g24_the_gift_that_the_form_wrote_down_is_the_plans_first_payment(
    processor: Processor, told_backwards: bool
):
    plan = a_card_plan(1000)
    gift = a_card_gift(1000, plan=plan, kind=Gift.Kind.INSTALMENT, form_key="form", message="Go on")
    processor.pay(session_of(start(gift)))
    months(processor)
    events = processor.events
    for event in reversed(events) if told_backwards else events:
        processor.tell_and_follow(event)

    first, second = gifts_of(plan)
    assert first == gift
    assert {first.state, second.state} == {Gift.State.PAID}
    assert books_of() == balance_of(processor)


def test_g25_renewals_while_the_site_is_down_come_with_the_sweep(processor: Processor):
    plan = a_paid_plan(processor)
    months(processor, 3)

    swept = sweep(timezone.now() - timedelta(days=35))

    assert swept.differing == []
    assert len(gifts_of(plan)) == 4
    assert books_of() == balance_of(processor)


def test_g26_a_payment_that_fails_and_then_succeeds_is_one_gift_and_one_mail(
    processor: Processor,
):
    plan = a_paid_plan(processor)
    customer = subscription(processor, plan)["customer"]
    processor.use_card(customer, FAILS_LATER)
    months(processor)
    processor.tell_and_follow()
    plan.refresh_from_db()
    assert (plan.state, mails("plan_late")) == (S.LATE, 1)
    assert {one.state for one in gifts_of(plan)} == {Gift.State.PAID, Gift.State.FAILED}

    processor.use_card(customer, "4242 4242 4242 4242")
    plans.try_again(plan)
    processor.tell_and_follow()

    assert (plan.state, mails("plan_late"), mails("plan_ended")) == (S.ACTIVE, 1, 0)
    assert [one.state for one in gifts_of(plan)] == [Gift.State.PAID] * 2
    assert books_of() == balance_of(processor)


@pytest.mark.parametrize("is_told", [True, False])
def test_g27_a_plan_that_fails_to_the_end_has_ended_and_its_donor_is_told_once(
    processor: Processor, clock_on, is_told: bool
):
    plan = a_paid_plan(processor)
    processor.use_card(subscription(processor, plan)["customer"], FAILS_LATER)
    months(processor, 2)
    if is_told:
        processor.tell_and_follow()
        processor.tell_and_follow(*processor.events)
    else:
        clock_on(timedelta(days=62))
        follow_plans(timezone.now() - timedelta(days=90), thorough=False)

    plan.refresh_from_db()
    assert (plan.state, plan.end_reason, mails("plan_ended")) == (S.ENDED, "payment_failed", 1)
    assert sum(one.state == Gift.State.PAID for one in gifts_of(plan)) == 1


def test_g28_a_bank_that_asks_for_the_donor_makes_the_plan_late_until_she_has_answered(
    processor: Processor,
):
    plan = a_card_plan()
    session = session_of(start(plan))
    assert processor.pay(session, ASKS_LATER) == "asks"
    processor.prove(session)
    months(processor)
    processor.tell_and_follow()
    plan.refresh_from_db()
    assert (plan.state, mails("plan_late")) == (S.LATE, 1)

    [invoice, _first] = processor.all("invoice")
    processor.prove(invoice["id"])
    processor.tell_and_follow()

    plan.refresh_from_db()
    assert plan.state == S.ACTIVE
    assert [one.state for one in gifts_of(plan)] == [Gift.State.PAID] * 2


def test_g29_a_plan_that_was_to_end_goes_on_when_its_donor_wishes_it(processor: Processor):
    plan = a_paid_plan(processor)
    processor_change(processor, plan, cancel_at_period_end="true")
    processor.tell_and_follow()
    plan.refresh_from_db()
    assert plan.state == S.ENDING

    plans.resume_plan(plan)

    assert plan.state == S.ACTIVE
    months(processor)
    processor.tell_and_follow()
    assert len(gifts_of(plan)) == 2


def processor_change(processor: Processor, plan: Plan, **params: str) -> None:
    """Change a plan on the processor's own screens."""
    from broadsheet.devtools.paystub import subscriptions

    with processor.books.lock:
        subscriptions.change(processor.books, processor.books.things[plan.ref], params)


def test_g29_a_plan_ends_with_the_time_that_is_paid(processor: Processor):
    plan = a_paid_plan(processor)
    processor_change(processor, plan, cancel_at_period_end="true")
    months(processor)
    processor.tell_and_follow()

    plan.refresh_from_db()
    assert (plan.state, mails("plan_ended"), len(gifts_of(plan))) == (S.ENDED, 1, 1)


def test_g30_a_plan_that_was_ended_on_the_processors_own_screens_has_ended(
    processor: Processor,
):
    plan = a_paid_plan(processor)
    processor.cancel_plan(plan.ref)
    processor.tell_and_follow()

    plan.refresh_from_db()
    assert (plan.state, plan.next_due, mails("plan_ended")) == (S.ENDED, None, 1)


def test_g31_a_second_plan_of_the_same_donor_leaves_the_first_alone(processor: Processor):
    first = a_paid_plan(processor)
    second = a_paid_plan(processor, donor=first.donor, minor=2500)

    plans.end_plan(second)

    first.refresh_from_db()
    assert (first.state, second.state) == (S.ACTIVE, S.ENDED)
    months(processor)
    processor.tell_and_follow()
    assert (len(gifts_of(first)), len(gifts_of(second))) == (2, 1)


def test_g32_another_amount_holds_from_the_next_time_on(processor: Processor):
    plan = a_paid_plan(processor, minor=1000)

    plans.change_plan(plan, Money(1500, "USD"))
    months(processor)
    processor.tell_and_follow()

    assert plan.amount == Money(1500, "USD")
    assert [one.amount.minor for one in gifts_of(plan)] == [1000, 1500]
    assert books_of() == balance_of(processor)


def test_g33_a_card_that_the_network_has_replaced_goes_on_paying(processor: Processor):
    plan = a_paid_plan(processor)
    processor.replace_by_network(subscription(processor, plan)["default_payment_method"])
    months(processor)
    processor.tell_and_follow()

    assert [one.state for one in gifts_of(plan)] == [Gift.State.PAID] * 2


@pytest.mark.parametrize("version", ["2024-06-20", "2026-10-28.endive"])
def test_g34_deliveries_in_the_old_shape_and_in_the_new_one_lead_to_the_same_gift(
    processor: Processor, version: str
):
    processor.webhooks.append("http://127.0.0.1:9" + PATH, api_version=version)
    plan = a_card_plan()
    pay(processor, plan)
    months(processor)
    for event in processor.events_of("invoice.paid"):
        assert processor.post(event.body_as(version)).status_code == 200
    processor.tell_and_follow()

    assert len(gifts_of(plan)) == 2
    assert books_of() == balance_of(processor)


def test_g34_an_invoice_is_read_in_either_shape():
    new = {
        "parent": {"subscription_details": {"subscription": "sub_1"}},
        "payments": {"data": [{"payment": {"type": "payment_intent", "payment_intent": "pi_1"}}]},
    }
    old = {"subscription": "sub_1", "payment_intent": "pi_1"}
    none: dict[str, Any] = {"parent": None, "payments": {"data": []}}

    for invoice in (new, old):
        assert subscribing.plan_named_by(invoice) == "sub_1"
        assert list(subscribing.payments_by(invoice)) == ["pi_1"]
    assert (subscribing.plan_named_by(none), list(subscribing.payments_by(none))) == ("", [])


def test_a_plan_pauses_and_goes_on(processor: Processor):
    plan = a_paid_plan(processor)
    plans.pause_plan(plan)
    assert plan.state == S.PAUSED
    months(processor)
    processor.tell_and_follow()
    assert len(gifts_of(plan)) == 1

    plans.resume_plan(plan)
    months(processor)
    processor.tell_and_follow()

    assert (plan.state, len(gifts_of(plan))) == (S.ACTIVE, 2)


def test_ending_twice_is_ending_once_and_an_ended_plan_is_not_changed(processor: Processor):
    plan = a_paid_plan(processor)
    plans.end_plan(plan)
    plans.end_plan(plan)
    Plan.objects.filter(pk=plan.pk).update(state=S.ACTIVE)
    plan.refresh_from_db()
    plans.end_plan(plan)

    assert (plan.state, mails("plan_ended")) == (S.ENDED, 1)
    for change in (plans.pause_plan, plans.resume_plan, plans.try_again):
        with pytest.raises(CardRefusedError, match="has ended"):
            change(plan)
    with pytest.raises(CardRefusedError, match="has ended"):
        plans.change_plan(plan, Money(1, "USD"))


def test_a_plan_on_whose_page_nobody_ever_paid_ends_without_a_mail(processor: Processor, clock_on):
    plan = a_card_plan()
    start(plan)
    processor.advance(hours=25)
    clock_on(timedelta(hours=25))

    follow_plans(timezone.now() - timedelta(days=3), thorough=False)

    plan.refresh_from_db()
    assert (plan.state, Mailing.objects.count()) == (S.ENDED, 0)


def test_g56_a_plan_that_an_older_backup_forgot_comes_back_with_its_next_payment(
    processor: Processor,
):
    plan = a_paid_plan(processor)
    code = plan.code
    Mailing.objects.all().delete()
    Plan.objects.filter(pk=plan.pk).update(code="0000-0000", ref="sub_other")
    months(processor)

    sweep(timezone.now() - timedelta(days=35))

    found = Plan.objects.get(code=code)
    assert (found.state, len(gifts_of(found))) == (S.ACTIVE, 1)
    assert books_of() == balance_of(processor)


def test_a_donor_changes_her_card_on_a_page_whose_address_is_kept_nowhere(processor: Processor):
    plan = a_paid_plan(processor)

    address = portal_address(plan)

    assert address.startswith(processor.address)
    assert portal_address(plan) != address
    plans.end_plan(plan)
    with pytest.raises(CardRefusedError, match="no recurring gift"):
        portal_address(plan)


def test_of_two_recurring_gifts_each_has_its_own_card_changed(processor: Processor):
    """They may be of two customers there, though one donor gives both."""
    first, second = a_paid_plan(processor), a_paid_plan(processor)
    Plan.objects.filter(pk=second.pk).update(donor=first.donor)

    for one in (first, second):
        portal_address(one)

    shown = [one["customer"] for one in reversed(processor.all("billing_portal.session"))]
    assert shown == [subscription(processor, one)["customer"] for one in (first, second)]
    assert shown[0] != shown[1]
