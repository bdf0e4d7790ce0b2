"""Whatever donors, banks and time do in whatever order: the balance, the objects and the events agree with each other."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from broadsheet.devtools.paystub import CallRefusedError, Paystub, Rules
from broadsheet.devtools.paystub.cards import ACCOUNTS, CARDS
from broadsheet.devtools.paystub.tests.asking import begin, client_of
from broadsheet.devtools.paystub.tests.library_types import CLASSES, faults

DEEDS = 120
Thing = dict[str, Any]


class Town:
    """People, banks and time, each doing something by chance."""

    def __init__(self, stub: Paystub, seed: int) -> None:
        self.stub = stub
        self.client = client_of(stub)
        self.chance = Random(seed)

    def any(self, kind: str) -> str:
        found = self.stub.all(kind)
        if not found:
            raise CallRefusedError("There is none yet.")
        return str(self.chance.choice(found)["id"])

    def begin(self) -> None:
        every = self.chance.choice(["", "", "", "month", "week"])
        currency = self.chance.choice(["usd", "usd", "jpy", "kwd"])
        begin(self.client, self.chance.randrange(500, 90_000, 10), every=every, currency=currency)

    def pay(self) -> None:
        self.begin()
        session = self.client.v1.checkout.sessions.list({"limit": 1}).data[0].id
        if self.chance.random() < 0.2:
            self.stub.pay_by_bank(session, self.chance.choice(list(ACCOUNTS)))
        else:
            good = "4242424242424242"
            self.stub.pay(session, self.chance.choice([good, good, good, *CARDS]))

    def refund(self) -> None:
        amount = self.chance.choice([None, 100, 1000])
        self.stub.refund(self.any("charge"), amount, waits=self.chance.random() < 0.3)

    def deeds(self) -> list[Callable[[], object]]:
        stub, chance = self.stub, self.chance
        return [
            *[self.pay] * 6,
            self.begin,
            *[self.refund] * 2,
            lambda: stub.advance(days=chance.choice([0.5, 1, 3, 8, 33])),
            lambda: stub.prove(self.any("payment_intent"), passed=chance.random() < 0.7),
            lambda: stub.dispute(self.any("charge"), withdrawn=chance.random() < 0.8),
            lambda: chance.choice([stub.win, stub.lose, stub.withdraw])(self.any("dispute")),
            lambda: chance.choice([stub.settle_refund, stub.fail_refund])(self.any("refund")),
            lambda: stub.fail_payout(self.any("payout")),
            lambda: stub.use_card(self.any("customer"), chance.choice(list(CARDS))),
            lambda: stub.cancel_plan(self.any("subscription")),
            stub.pay_out,
        ]

    def live(self) -> None:
        for _ in range(DEEDS):
            try:
                self.chance.choice(self.deeds())()
            except CallRefusedError:
                continue


@pytest.mark.parametrize("seed", range(1, 9))
def test_all_that_is_known_agrees_whatever_happened(seed: int):
    rules = Rules(new_intent_each_try=seed % 2 == 0)
    with Paystub(seed=seed, rules=rules) as stub:
        Town(stub, seed).live()

        entries = stub.all("balance_transaction")
        assert {entry["type"] for entry in entries} >= {"charge", "refund", "payout"}
        check_charges(stub, entries)
        check_invoices(stub)
        check_payouts(stub, entries)
        check_shapes(stub)


def check_charges(stub: Paystub, entries: list[Thing]) -> None:
    """Each payment that succeeded is one charge and one entry; no more is given back than was taken."""
    refunds = stub.all("refund")
    for charge in stub.all("charge"):
        mine = [one for one in entries if one["source"] == charge["id"]]
        assert [one["amount"] for one in mine] == [charge["amount"]] * (
            charge["status"] == "succeeded"
        )
        given_back = sum(
            one["amount"]
            for one in refunds
            if one["charge"] == charge["id"] and one["status"] in ("succeeded", "pending")
        )
        assert given_back == charge["amount_refunded"] <= charge["amount"]
    for intent in stub.all("payment_intent"):
        paid = [
            one
            for one in stub.all("charge")
            if one["payment_intent"] == intent["id"] and one["status"] == "succeeded"
        ]
        assert len(paid) == (intent["status"] == "succeeded")
        assert intent["amount_received"] == sum(one["amount"] for one in paid)


def check_invoices(stub: Paystub) -> None:
    """An invoice is paid by an intent that succeeded, and by no other."""
    for invoice in stub.all("invoice"):
        payments = [
            stub.find(one["payment"]["payment_intent"])
            for one in stub.all("invoice_payment")
            if one["invoice"] == invoice["id"]
        ]
        paid = sum(one["amount_received"] for one in payments)
        assert paid == invoice["amount_paid"]
        assert (invoice["status"] == "paid") == (paid == invoice["amount_due"])


def check_payouts(stub: Paystub, entries: list[Thing]) -> None:
    """Each payout is the sum of what it is made of, and what is in none makes up the balance."""
    client = client_of(stub)
    in_one: set[str] = set()
    for payout in stub.all("payout"):
        found = client.v1.balance_transactions.list({"payout": payout["id"], "limit": 100})
        parts = list(found.auto_paging_iter())
        assert sum(one.net for one in parts) == 0
        assert sum(one.net for one in parts if one.type != "payout") == payout["amount"]
        assert not in_one & {one.id for one in parts}
        in_one |= {one.id for one in parts}
    balance = client.v1.balance.retrieve()
    for currency in {one["currency"] for one in entries}:
        left = sum(
            one["net"] for one in entries if one["currency"] == currency and one["id"] not in in_one
        )
        shown = [one for one in (*balance.available, *balance.pending) if one.currency == currency]
        assert left == sum(one.amount for one in shown)


def check_shapes(stub: Paystub) -> None:
    """Every object, and what every event told of it, is as the library's types say."""
    told = [json.loads(event.body)["data"]["object"] for event in stub.events]
    now = [one for kind in CLASSES for one in stub.all(kind)]
    wrong = {
        fault
        for one in (*told, *now)
        if "deleted" not in one
        for fault in faults(one, CLASSES[one["object"]], one["object"])
    }
    assert wrong == set()
