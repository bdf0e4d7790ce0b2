"""What comes of paying: cards that are taken, refused, proved and disputed, and debits that are decided later."""

import pytest
import stripe

from broadsheet.devtools.paystub import CallRefusedError
from broadsheet.devtools.paystub.tests.asking import balance, begin, give, kinds


def test_a_gift_is_paid_with_its_fee_and_told_in_order(stub, client):
    session = begin(client)

    assert stub.pay(session.id) == "succeeded"
    found = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}
    )
    assert (found.status, found.payment_status) == ("complete", "paid")
    entry = found.payment_intent.latest_charge.balance_transaction
    assert (entry.amount, entry.fee, entry.net, entry.type) == (2500, 103, 2397, "charge")
    assert kinds(stub) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


@pytest.mark.parametrize(
    ("card", "code", "decline"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
    ],
)
def test_a_refused_card_leaves_the_session_open_for_another(
    stub, client, card: str, code: str, decline: str
):
    session = begin(client)

    assert stub.pay(session.id, card) == "declined"
    open_still = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    error = open_still.payment_intent.last_payment_error
    assert (open_still.status, error.code, error.decline_code) == ("open", code, decline)
    assert balance(client) == []
    assert stub.pay(session.id) == "succeeded"
    paid = client.v1.checkout.sessions.retrieve(session.id)
    assert paid.payment_intent == open_still.payment_intent.id
    assert [one.status for one in client.v1.charges.list().data] == ["succeeded", "failed"]
    assert balance(client) == [("charge", 2500, 103)]


def test_a_second_card_makes_another_intent_where_the_account_is_like_that(stub, client):
    stub.rules.new_intent_each_try = True
    session = begin(client)
    stub.pay(session.id, "4000000000000002")
    first = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    stub.pay(session.id)
    second = client.v1.checkout.sessions.retrieve(session.id).payment_intent

    assert first != second
    assert client.v1.payment_intents.retrieve(second).status == "succeeded"


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("4111111111111111", "was declined"),
        ("4242424242424241", "number is incorrect"),
        ("4242", "number is incorrect"),
    ],
)
def test_no_real_card_and_no_mistyped_one_is_taken(stub, client, card: str, words: str):
    session = begin(client)

    with pytest.raises(CallRefusedError, match=words):
        stub.pay(session.id, card)
    assert client.v1.payment_intents.list().data == []


def test_3d_secure_is_asked_then_passed_or_failed(stub, client):
    session, other = begin(client), begin(client)
    for one in (session, other):
        assert stub.pay(one.id, "4000002500003155") == "asks"
    waiting = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert waiting.payment_intent.status == "requires_action"
    assert waiting.payment_intent.next_action.redirect_to_url.url.startswith(stub.address)

    assert stub.prove(session.id) == "succeeded"
    assert stub.prove(other.id, passed=False) == "declined"
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    failed = client.v1.checkout.sessions.retrieve(other.id, {"expand": ["payment_intent"]})
    assert failed.status == "open"
    assert failed.payment_intent.last_payment_error.code == "payment_intent_authentication_failure"
    assert stub.pay(other.id) == "succeeded"


def test_a_card_that_is_disputed_is_paid_first(stub, client):
    session = begin(client)
    stub.pay(session.id, "4000000000000259")

    assert kinds(stub)[-4:] == [
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
    ]
    assert balance(client) == [("charge", 2500, 103), ("adjustment", -2500, 1500)]


def test_a_bank_debit_is_unpaid_until_the_bank_pays_four_days_later(stub, client):
    session = begin(client)

    assert stub.pay_by_bank(session.id) == "processing"
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (done.status, done.payment_status) == ("complete", "unpaid")
    assert done.payment_intent.status == "processing"
    assert balance(client) == []
    stub.advance(days=4)
    paid = client.v1.checkout.sessions.retrieve(session.id)
    assert paid.payment_status == "paid"
    assert kinds(stub)[-3:] == [
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
    ]
    assert balance(client)[0] == ("payment", 2500, 103)


def test_a_bank_debit_that_the_bank_refuses_is_told_once(stub, client):
    session = begin(client)
    stub.pay_by_bank(session.id, "000111111116")
    stub.advance(days=10)

    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
    assert kinds(stub).count("checkout.session.async_payment_failed") == 1
    assert balance(client) == []


@pytest.mark.parametrize(("passed", "status"), [(True, "paid"), (False, "unpaid")])
def test_a_bank_debit_can_be_decided_on_demand(stub, client, passed: bool, status: str):
    session = begin(client)
    stub.pay_by_bank(session.id)
    intent = client.v1.checkout.sessions.retrieve(session.id).payment_intent
    stub.settle_debit(intent, passed=passed)
    stub.advance(days=10)

    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == status
    assert len(client.v1.charges.list().data) == 1


def test_nothing_is_paid_twice_in_one_session(stub, client):
    session = begin(client)
    stub.pay(session.id)

    with pytest.raises(CallRefusedError, match="complete"):
        stub.pay(session.id)
    assert len(client.v1.charges.list().data) == 1


def test_a_gift_taken_on_the_processors_own_screens_has_nothing_of_ours(stub, client):
    taken = stub.take_elsewhere(1234)
    intent = client.v1.payment_intents.retrieve(taken["id"])

    assert (intent.amount_received, intent.metadata.to_dict()) == (1234, {})
    assert client.v1.checkout.sessions.list({"payment_intent": intent.id}).data == []


def test_an_intent_that_is_paid_cannot_be_cancelled(stub, client):
    charge = give(stub, client)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.cancel(charge.payment_intent)
    assert refused.value.code == "payment_intent_unexpected_state"


def test_no_card_number_is_kept_or_told(stub, client):
    give(stub, client)
    told = b"".join(event.body for event in stub.events)

    assert b"4242424242424242" not in told
    assert "4242424242424242" not in repr(stub.books.things)
    assert b'"last4": "4242"' in told
