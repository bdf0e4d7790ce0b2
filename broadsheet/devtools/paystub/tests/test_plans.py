"""Plans: begun by a session, renewed by the clock, changed and ended."""

from datetime import UTC, datetime

import pytest
import stripe

from broadsheet.devtools.paystub import Paystub
from broadsheet.devtools.paystub.clock import later
from broadsheet.devtools.paystub.tests.asking import begin, begin_plan, client_of, kinds

DAY = 24 * 60 * 60


def paid(client) -> list[tuple[str, int]]:
    """Return the invoices, oldest first, with what was paid of each."""
    found = client.v1.invoices.list({"limit": 100}).data
    return [(one.billing_reason, one.amount_paid) for one in found][::-1]


def test_a_plan_begins_with_an_invoice_that_is_paid(stub, client):
    session = begin(client, 1000, every="month", subscription_data={"metadata": {"plan": "P-1"}})
    stub.pay(session.id, email="monthly@example.org")
    found = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["subscription.latest_invoice.payments", "customer"]}
    )
    invoice = found.subscription.latest_invoice

    assert found.payment_intent is None
    assert found.customer.email == "monthly@example.org"
    assert found.subscription.metadata.to_dict() == {"plan": "P-1"}
    assert (found.invoice, invoice.status) == (invoice.id, "paid")
    assert invoice.billing_reason == "subscription_create"
    assert invoice.parent.subscription_details.subscription == found.subscription.id
    assert invoice.parent.subscription_details.metadata.to_dict() == {"plan": "P-1"}
    assert "payment_intent" not in invoice.to_dict()
    payment = invoice.payments.data[0]
    intent = client.v1.payment_intents.retrieve(payment.payment.payment_intent)
    assert (payment.status, intent.amount_received) == ("paid", 1000)
    for kind in ("customer.subscription.created", "invoice.paid", "checkout.session.completed"):
        assert kinds(stub).count(kind) == 1


def test_a_plan_renews_each_month_as_the_clock_goes(stub, client):
    begin_plan(stub, client)
    stub.advance(days=31 * 3)

    assert paid(client) == [
        ("subscription_create", 1000),
        ("subscription_cycle", 1000),
        ("subscription_cycle", 1000),
        ("subscription_cycle", 1000),
    ]


def test_a_renewal_is_a_draft_for_an_hour(stub, client):
    plan = begin_plan(stub, client)
    stub.advance(seconds=plan["items"].data[0].current_period_end - stub.now() + 5)
    draft = client.v1.invoices.list().data[0]
    stub.advance(hours=1)
    after = client.v1.invoices.retrieve(draft.id)

    assert (draft.status, after.status) == ("draft", "paid")
    found = client.v1.subscriptions.retrieve(plan.id)
    assert found["items"].data[0].current_period_start == plan["items"].data[0].current_period_end


def test_a_yearly_plan_renews_after_a_year(stub, client):
    begin_plan(stub, client, every="year")
    stub.advance(days=360)
    before = len(paid(client))
    stub.advance(days=10)

    assert (before, len(paid(client))) == (1, 2)


def test_a_plan_of_the_31st_is_due_on_the_last_day_of_shorter_months():
    begun = int(datetime(2027, 1, 31, 12, tzinfo=UTC).timestamp())

    due = [datetime.fromtimestamp(later(begun, "month", count), UTC) for count in (1, 2, 3, 13)]

    assert [(one.month, one.day, one.hour) for one in due] == [
        (2, 28, 12),
        (3, 31, 12),
        (4, 30, 12),
        (2, 29, 12),
    ]


def test_a_gift_can_be_made_ten_years_from_now(stub, client):
    stub.advance(days=3660)

    assert stub.pay(begin(client).id) == "succeeded"


def test_an_invoice_is_found_by_its_plan_and_by_its_payment(stub, client):
    plan = begin_plan(stub, client)
    begin_plan(stub, client)
    [invoice] = client.v1.invoices.list({"subscription": plan.id}).data
    [payment] = client.v1.invoice_payments.list({"invoice": invoice.id}).data
    found = client.v1.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": payment.payment.payment_intent}}
    )

    assert [one.invoice for one in found.data] == [invoice.id]


def test_a_second_plan_of_the_same_donor_leaves_the_first_alone(stub, client):
    plan = begin_plan(stub, client)
    other = begin_plan(stub, client, 500, customer=str(plan.customer))
    client.v1.subscriptions.cancel(plan.id)

    assert client.v1.subscriptions.retrieve(other.id).status == "active"
    assert other.customer == plan.customer
    assert [one.id for one in client.v1.subscriptions.list({"customer": plan.customer}).data] == [
        other.id
    ]


def test_a_plan_ended_at_its_periods_end_can_be_resumed_until_then(stub, client):
    plan, other = begin_plan(stub, client), begin_plan(stub, client)
    for one in (plan, other):
        changed = client.v1.subscriptions.update(one.id, {"cancel_at_period_end": True})
        assert changed.cancel_at == one["items"].data[0].current_period_end
    client.v1.subscriptions.update(other.id, {"cancel_at_period_end": False})
    stub.advance(days=32)

    assert client.v1.subscriptions.retrieve(plan.id).status == "canceled"
    assert client.v1.subscriptions.retrieve(other.id).status == "active"
    assert kinds(stub).count("customer.subscription.deleted") == 1
    assert len(paid(client)) == 3


def test_a_plan_that_has_ended_asks_for_nothing_more(stub, client):
    plan = begin_plan(stub, client)
    stub.cancel_plan(plan.id)
    stub.advance(days=100)

    assert len(paid(client)) == 1
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.subscriptions.cancel(plan.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": True})


def test_another_amount_is_asked_for_from_the_next_period_on(stub, client):
    plan = begin_plan(stub, client)
    item = plan["items"].data[0]
    price = {
        "currency": "usd",
        "unit_amount": 2000,
        "product": item.price.product,
        "recurring": {"interval": "month"},
    }
    wanted = {"items": [{"id": item.id, "price_data": price}]}
    with pytest.raises(stripe.InvalidRequestError, match="proration_behavior"):
        client.v1.subscriptions.update(plan.id, wanted)
    client.v1.subscriptions.update(plan.id, {**wanted, "proration_behavior": "none"})
    stub.advance(days=32)

    assert [amount for _, amount in paid(client)] == [1000, 2000]
    first = stub.events_of("customer.subscription.updated")[0]
    assert "items" in first.data["data"]["previous_attributes"]


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("void", "void"), ("mark_uncollectible", "uncollectible"), ("keep_as_draft", "draft")],
)
def test_a_plan_that_pauses_takes_nothing_until_it_resumes(stub, client, behaviour, status):
    plan = begin_plan(stub, client)
    client.v1.subscriptions.update(plan.id, {"pause_collection": {"behavior": behaviour}})
    stub.advance(days=32)
    assert client.v1.invoices.list().data[0].status == status
    client.v1.subscriptions.update(plan.id, {"pause_collection": ""})
    stub.advance(days=31)

    assert [amount for _, amount in paid(client)] == [1000, 0, 1000]


def test_a_pause_ends_by_itself_when_it_was_said_when(stub, client):
    plan = begin_plan(stub, client)
    pause = {"behavior": "void", "resumes_at": stub.now() + 40 * DAY}
    client.v1.subscriptions.update(plan.id, {"pause_collection": pause})
    stub.advance(days=63)

    assert [amount for _, amount in paid(client)] == [1000, 0, 1000]


def test_a_plan_paid_by_bank_runs_while_the_bank_decides(stub, client):
    session = begin(client, 1000, every="month")
    stub.pay_by_bank(session.id)
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription", "invoice"]})
    assert (done.payment_status, done.subscription.status, done.invoice.status) == (
        "unpaid",
        "active",
        "open",
    )
    stub.advance(days=5)

    assert client.v1.invoices.retrieve(done.invoice.id).status == "paid"
    assert kinds(stub).count("checkout.session.async_payment_succeeded") == 1


def test_a_customer_who_is_forgotten_leaves_her_payments_and_ends_her_plans(stub, client):
    plan = begin_plan(stub, client)
    client.v1.customers.delete(str(plan.customer))

    assert client.v1.customers.retrieve(str(plan.customer)).deleted
    assert client.v1.subscriptions.retrieve(plan.id).status == "canceled"
    assert paid(client) == [("subscription_create", 1000)]
    assert stub.events_of("customer.deleted")


def test_older_versions_are_told_of_invoices_in_their_own_shape():
    with Paystub() as stub:
        client = client_of(stub, stripe_version="2024-06-20")
        session = begin(client, 1000, every="month")
        stub.pay(session.id)
        invoice = client.v1.invoices.list().data[0].to_dict()
        plan = client.v1.subscriptions.list().data[0].to_dict()

    assert "parent" not in invoice
    assert invoice["subscription"] == plan["id"]
    assert invoice["payment_intent"].startswith("pi_")
    assert invoice["charge"].startswith("ch_")
    assert invoice["paid"] is True
    assert plan["current_period_end"] > plan["current_period_start"]
