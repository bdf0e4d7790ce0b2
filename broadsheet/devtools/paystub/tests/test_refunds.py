"""Money given back: parts, equal parts, too much, later, in vain."""

import pytest
import stripe

from broadsheet.devtools.paystub.tests.asking import balance, begin, give, kinds


def test_two_equal_parts_are_two_refunds(stub, client):
    charge = give(stub, client)
    for _ in range(2):
        client.v1.refunds.create({"payment_intent": charge.payment_intent, "amount": 1000})
    found = client.v1.charges.retrieve(charge.id, {"expand": ["refunds"]})

    assert found.amount_refunded == 2000
    assert not found.refunded
    assert [one.amount for one in found.refunds.data] == [1000, 1000]
    assert balance(client)[1:] == [("refund", -1000, 0), ("refund", -1000, 0)]


def test_the_rest_is_refunded_when_no_amount_is_named_and_then_nothing_is_left(stub, client):
    charge = give(stub, client)
    client.v1.refunds.create({"charge": charge.id, "amount": 1000})
    rest = client.v1.refunds.create({"charge": charge.id, "reason": "requested_by_customer"})

    assert (rest.amount, rest.status, rest.reason) == (1500, "succeeded", "requested_by_customer")
    assert client.v1.charges.retrieve(charge.id).refunded
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": charge.id})
    assert refused.value.code == "charge_already_refunded"


@pytest.mark.parametrize("amount", [2501, 0, -1])
def test_more_than_is_left_or_less_than_something_is_refused(stub, client, amount: int):
    charge = give(stub, client)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": charge.id, "amount": amount})
    assert refused.value.param == "amount"
    assert client.v1.refunds.list().data == []


def test_the_same_request_asked_twice_gives_back_once(stub, client):
    charge = give(stub, client)
    wanted = {"charge": charge.id, "amount": 700}
    first = client.v1.refunds.create(wanted, {"idempotency_key": "refund-1"})
    again = client.v1.refunds.create(wanted, {"idempotency_key": "refund-1"})

    assert first.id == again.id
    assert client.v1.charges.retrieve(charge.id).amount_refunded == 700


def test_a_refund_that_fails_gives_the_money_back_to_the_paper(stub, client):
    stub.rules.refunds_wait = True
    charge = give(stub, client)
    made = client.v1.refunds.create({"charge": charge.id})
    assert (made.status, made.pending_reason) == ("pending", "processing")
    stub.fail_refund(made.id)
    found = client.v1.refunds.retrieve(made.id, {"expand": ["failure_balance_transaction"]})

    assert (found.status, found.failure_reason) == ("failed", "lost_or_stolen_card")
    assert found.failure_balance_transaction.amount == 2500
    after = client.v1.charges.retrieve(charge.id)
    assert (after.amount_refunded, after.refunded) == (0, False)
    assert balance(client) == [
        ("charge", 2500, 103),
        ("refund", -2500, 0),
        ("refund_failure", 2500, 0),
    ]
    assert "refund.failed" in kinds(stub)


def test_a_refund_that_waits_succeeds_on_demand(stub, client):
    charge = give(stub, client)
    made = stub.refund(charge.id, 500, waits=True)
    stub.settle_refund(made["id"])

    assert client.v1.refunds.retrieve(made["id"]).status == "succeeded"
    assert kinds(stub)[-2:] == ["refund.updated", "charge.refund.updated"]


def test_even_a_refund_that_succeeded_can_come_back(stub, client):
    charge = give(stub, client)
    made = client.v1.refunds.create({"charge": charge.id})
    stub.fail_refund(made.id)

    assert client.v1.refunds.retrieve(made.id).status == "failed"
    assert sum(amount for _, amount, _ in balance(client)) == 2500


def test_a_refund_that_waits_can_be_taken_back(stub, client):
    charge = give(stub, client)
    made = stub.refund(charge.id, waits=True)

    assert client.v1.refunds.cancel(made["id"]).status == "canceled"
    assert client.v1.charges.retrieve(charge.id).amount_refunded == 0


def test_a_bank_debits_refund_waits_for_the_bank(stub, client):
    session = begin(client)
    stub.pay_by_bank(session.id)
    stub.advance(days=4)
    intent = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    made = client.v1.refunds.create({"payment_intent": intent})
    before = made.status
    stub.advance(days=5)

    assert (before, client.v1.refunds.retrieve(made.id).status) == ("pending", "succeeded")


def test_what_was_never_paid_cannot_be_refunded(stub, client):
    session = begin(client)
    stub.pay(session.id, "4000000000000002")
    intent = client.v1.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create({"payment_intent": intent})


def test_a_refund_made_on_the_processors_own_screens_is_told(stub, client):
    charge = give(stub, client)
    stub.refund(charge.id, 400)

    assert kinds(stub)[-2:] == ["refund.created", "charge.refunded"]
    assert stub.events[-1].object["amount_refunded"] == 400
