"""Renewals that are not paid: tried again, ended, or waiting for the donor."""

import pytest
import stripe

from broadsheet.devtools.paystub import Paystub, Rules
from broadsheet.devtools.paystub.tests.asking import begin_plan, client_of, kinds

REFUSED = "4000000000000341"
ASKS = "4000002760003184"


def month_later(stub: Paystub) -> None:
    stub.advance(days=31, hours=2)


def test_a_renewal_that_fails_is_tried_again_and_then_the_plan_ends(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, REFUSED)
    month_later(stub)
    waiting = client.v1.invoices.list().data[0]
    assert client.v1.subscriptions.retrieve(plan.id).status == "past_due"
    assert (waiting.status, waiting.attempt_count) == ("open", 1)
    assert waiting.next_payment_attempt > stub.now()
    stub.advance(days=16)

    ended = client.v1.subscriptions.retrieve(plan.id)
    assert (ended.status, ended.cancellation_details.reason) == ("canceled", "payment_failed")
    last = client.v1.invoices.retrieve(waiting.id)
    assert (last.status, last.attempt_count, last.next_payment_attempt) == ("open", 4, None)
    assert kinds(stub).count("invoice.payment_failed") == 4
    assert kinds(stub).count("customer.subscription.deleted") == 1


def test_how_often_it_is_tried_is_the_accounts_own_rule():
    with Paystub(rules=Rules(retry_days=(1,))) as stub:
        client = client_of(stub)
        plan = begin_plan(stub, client)
        stub.use_card(plan.customer, REFUSED)
        stub.advance(days=33)

        assert client.v1.subscriptions.retrieve(plan.id).status == "canceled"
        assert kinds(stub).count("invoice.payment_failed") == 2


def test_a_renewal_that_failed_succeeds_with_another_card(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, REFUSED)
    month_later(stub)
    stub.use_card(plan.customer, "5555555555554444")
    stub.advance(days=3)

    assert client.v1.subscriptions.retrieve(plan.id).status == "active"
    invoice = client.v1.invoices.list().data[0]
    assert (invoice.status, invoice.attempt_count) == ("paid", 2)
    charges = client.v1.charges.list({"limit": 2}).data
    assert charges[0].payment_method_details.card.brand == "mastercard"
    assert charges[0].payment_intent == charges[1].payment_intent


def test_a_renewal_that_needs_3d_secure_waits_for_the_donor(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, ASKS)
    month_later(stub)
    invoice = client.v1.invoices.list({"expand": ["data.payments"]}).data[0]
    assert invoice.status == "open"
    assert invoice.hosted_invoice_url == f"{stub.address}/i/{invoice.id}"
    assert kinds(stub).count("invoice.payment_action_required") == 1
    intent = invoice.payments.data[0].payment.payment_intent
    assert client.v1.payment_intents.retrieve(intent).status == "requires_action"
    stub.prove(invoice.id)

    assert client.v1.invoices.retrieve(invoice.id).status == "paid"
    assert client.v1.subscriptions.retrieve(plan.id).status == "active"


def test_a_card_that_asks_only_once_renews_by_itself(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, "4000002500003155")
    month_later(stub)

    assert client.v1.invoices.list().data[0].status == "paid"


def test_a_card_replaced_by_its_network_goes_on_paying(stub, client):
    plan = begin_plan(stub, client)
    before = client.v1.payment_methods.retrieve(str(plan.default_payment_method)).card.last4
    stub.replace_by_network(plan.default_payment_method)
    month_later(stub)
    now = client.v1.payment_methods.retrieve(str(plan.default_payment_method)).card.last4

    assert (before, now) == ("4242", "4243")
    assert "payment_method.automatically_updated" in kinds(stub)
    assert client.v1.invoices.list().data[0].status == "paid"


def test_the_paper_can_have_an_invoice_paid_at_once(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, REFUSED)
    month_later(stub)
    invoice = client.v1.invoices.list().data[0]
    with pytest.raises(stripe.CardError):
        client.v1.invoices.pay(invoice.id)
    stub.use_card(plan.customer, "4242424242424242")

    assert client.v1.invoices.pay(invoice.id).status == "paid"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.invoices.pay(invoice.id)


def test_an_invoice_that_is_void_is_not_tried_again(stub, client):
    plan = begin_plan(stub, client)
    stub.use_card(plan.customer, REFUSED)
    month_later(stub)
    invoice = client.v1.invoices.list().data[0]
    client.v1.invoices.void_invoice(invoice.id)
    stub.advance(days=10)

    assert client.v1.invoices.retrieve(invoice.id).attempt_count == 1
    assert kinds(stub).count("invoice.payment_failed") == 1
