"""Payments that a donor's bank takes back: opened, withdrawn, answered, won, lost."""

import pytest
import stripe

from broadsheet.devtools.paystub import CallRefusedError
from broadsheet.devtools.paystub.tests.asking import balance, give, kinds


def test_a_dispute_takes_the_money_and_a_fee_and_a_won_one_gives_the_money_back(stub, client):
    charge = give(stub, client)
    made = stub.dispute(charge.id)
    assert client.v1.charges.retrieve(charge.id).disputed
    stub.win(made["id"])
    found = client.v1.disputes.retrieve(made["id"])

    assert found.status == "won"
    assert [one.amount for one in found.balance_transactions] == [-2500, 2500]
    assert balance(client)[1:] == [("adjustment", -2500, 1500), ("adjustment", 2500, 0)]
    assert kinds(stub)[-4:] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "charge.dispute.closed",
    ]


def test_a_dispute_may_be_open_before_the_money_is_taken(stub, client):
    made = stub.dispute(give(stub, client).id, withdrawn=False)
    before = balance(client)
    stub.withdraw(made["id"])

    assert len(before) == 1
    assert balance(client)[-1] == ("adjustment", -2500, 1500)
    with pytest.raises(CallRefusedError):
        stub.withdraw(made["id"])


def test_a_dispute_after_a_partial_refund_is_over_the_rest_and_is_lost(stub, client):
    charge = give(stub, client)
    client.v1.refunds.create({"charge": charge.id, "amount": 1000})
    made = stub.dispute(charge.id)
    stub.lose(made["id"])

    assert (made["amount"], client.v1.disputes.retrieve(made["id"]).status) == (1500, "lost")
    assert sum(amount for _, amount, _ in balance(client)) == 0
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": charge.id})
    assert refused.value.code == "charge_disputed"


def test_a_dispute_that_nobody_answers_is_lost_in_time(stub, client):
    made = stub.dispute(give(stub, client).id)
    stub.advance(days=10)
    found = client.v1.disputes.retrieve(made["id"])

    assert (found.status, found.evidence_details.past_due) == ("lost", True)


@pytest.mark.parametrize(
    ("words", "status"),
    [("winning_evidence", "won"), ("losing_evidence", "lost"), ("A letter", "under_review")],
)
def test_what_is_answered_decides_as_with_the_processors_own_test_cards(
    stub, client, words: str, status: str
):
    made = stub.dispute(give(stub, client).id)
    client.v1.disputes.update(made["id"], {"evidence": {"uncategorized_text": words}})

    assert client.v1.disputes.retrieve(made["id"]).status == status


def test_a_dispute_can_be_accepted(stub, client):
    made = stub.dispute(give(stub, client).id)

    assert client.v1.disputes.close(made["id"]).status == "lost"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.close(made["id"])


def test_disputes_are_found_by_their_payment(stub, client):
    charge = give(stub, client)
    made = stub.dispute(charge.id)
    found = client.v1.disputes.list({"payment_intent": charge.payment_intent})

    assert [one.id for one in found.data] == [made["id"]]
