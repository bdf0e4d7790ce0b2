"""What comes to the bank, and that each payout is the sum of what it is made of."""

from broadsheet.devtools.paystub import Paystub, Rules
from broadsheet.devtools.paystub.tests.asking import balance, client_of, give, kinds


def parts(client, payout: str) -> list[tuple[str, int]]:
    found = client.v1.balance_transactions.list({"payout": payout, "limit": 100})
    return [(one.type, one.net) for one in found.auto_paging_iter()][::-1]


def test_money_is_paid_out_by_itself_when_it_is_available_and_balances_to_zero(stub, client):
    give(stub, client)
    give(stub, client, 1000)
    stub.advance(days=4)
    [payout] = client.v1.payouts.list().data

    assert payout.amount == 2397 + 941
    assert (payout.status, payout.reconciliation_status) == ("paid", "completed")
    assert sorted(parts(client, payout.id)) == [
        ("charge", 941),
        ("charge", 2397),
        ("payout", -3338),
    ]
    assert [one for one in kinds(stub) if one.startswith("payout.")] == [
        "payout.created",
        "payout.paid",
        "payout.reconciliation_completed",
    ]


def test_nothing_is_paid_out_before_it_is_available(stub, client):
    charge = give(stub, client)
    entry = str(charge.balance_transaction)

    assert stub.pay_out() == []
    assert client.v1.balance_transactions.retrieve(entry).status == "pending"
    assert client.v1.balance.retrieve().pending[0].amount == 2397
    stub.rules.daily_payouts = False
    stub.advance(days=2)
    assert client.v1.balance_transactions.retrieve(entry).status == "available"
    assert [one["amount"] for one in stub.pay_out()] == [2397]


def test_each_currency_is_paid_out_by_itself(stub, client):
    give(stub, client)
    give(stub, client, 5000, currency="jpy")
    stub.advance(days=4)

    assert {(one.currency, one.amount) for one in client.v1.payouts.list().data} == {
        ("usd", 2397),
        ("jpy", 4825),
    }


def test_a_payout_that_comes_back_is_in_the_next_one(stub, client):
    give(stub, client)
    stub.advance(days=4)
    [first] = client.v1.payouts.list().data
    stub.fail_payout(first.id)
    stub.advance(days=2)
    second, failed = client.v1.payouts.list().data

    assert (failed.status, failed.failure_code) == ("failed", "account_closed")
    assert parts(client, second.id) == [("payout_failure", 2397), ("payout", -2397)]
    assert balance(client)[-2:] == [("payout_failure", 2397, 0), ("payout", -2397, 0)]
    assert "payout.failed" in kinds(stub)


def test_where_refunds_outweigh_gifts_the_bank_pays(stub, client):
    charge = give(stub, client)
    stub.advance(days=4)
    client.v1.refunds.create({"charge": charge.id})
    stub.advance(days=1)
    payout = client.v1.payouts.list().data[0]

    assert payout.amount == -2500
    assert sorted(parts(client, payout.id)) == [("payout", 2500), ("refund", -2500)]


def test_what_evens_out_waits_for_the_next_payout():
    with Paystub(rules=Rules(daily_payouts=False)) as stub:
        client = client_of(stub)
        charge = give(stub, client)
        made = client.v1.refunds.create({"charge": charge.id})
        stub.fail_refund(made.id)

        assert stub.pay_out() == []


def test_entries_are_found_by_source_kind_and_time(stub, client):
    charge = give(stub, client)
    stub.advance(hours=1)
    then = stub.now()
    client.v1.refunds.create({"charge": charge.id})
    entries = client.v1.balance_transactions

    assert [one.type for one in entries.list({"source": charge.id}).data] == ["charge"]
    assert [one.type for one in entries.list({"created": {"gte": then}}).data] == ["refund"]
    [refund] = entries.list({"type": "refund", "expand": ["data.source"]}).data
    assert (refund.source.object, refund.source.charge) == ("refund", charge.id)
