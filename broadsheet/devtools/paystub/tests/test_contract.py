"""That answers are what the pinned library's own types say, with what the donations room reads of them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import stripe

from broadsheet.devtools.paystub import API_VERSION, Paystub
from broadsheet.devtools.paystub.tests.asking import asked_for, begin, begin_plan, client_of, give
from broadsheet.devtools.paystub.tests.library_types import CLASSES, faults

# What is read of each, with dots; `0` is the first of a list.
READ = {
    "checkout.session": "id url status payment_status mode amount_total currency client_reference_id metadata customer "
    "customer_details.email customer_details.name payment_intent subscription invoice expires_at livemode",
    "payment_intent": "id status amount amount_received currency metadata latest_charge customer last_payment_error livemode",
    "charge": "id amount amount_refunded currency balance_transaction payment_intent customer disputed refunded paid status "
    "failure_code billing_details.email payment_method_details.type metadata created livemode",
    "balance_transaction": "id amount fee net currency type source created available_on status reporting_category",
    "invoice": "id status billing_reason amount_due amount_paid currency customer created next_payment_attempt attempt_count "
    "parent.subscription_details.subscription parent.subscription_details.metadata lines.data.0.period.end "
    "lines.data.0.pricing.price_details.price hosted_invoice_url status_transitions.paid_at livemode",
    "invoice_payment": "id invoice payment.type payment.payment_intent status amount_paid is_default",
    "subscription": "id status customer metadata cancel_at_period_end cancel_at canceled_at ended_at latest_invoice "
    "default_payment_method pause_collection items.data.0.id items.data.0.current_period_end "
    "items.data.0.price.unit_amount items.data.0.price.recurring.interval items.data.0.price.product livemode",
    "customer": "id email name metadata invoice_settings.default_payment_method livemode",
    "price": "id unit_amount currency product recurring type",
    "product": "id name metadata",
    "payment_method": "id type card.last4 card.brand card.exp_month card.exp_year",
    "refund": "id amount currency charge payment_intent status reason balance_transaction failure_balance_transaction",
    "dispute": "id amount currency charge payment_intent status reason evidence_details.due_by balance_transactions.0.id "
    "is_charge_refundable livemode",
    "payout": "id amount currency status arrival_date automatic balance_transaction failure_code livemode",
    "event": "id type created api_version data.object.id livemode",
    "billing_portal.session": "id url customer return_url livemode",
    "webhook_endpoint": "id url status enabled_events livemode",
    "balance": "available.0.amount available.0.currency pending.0.amount livemode",
    "account": "id charges_enabled country default_currency",
    "plan": "id amount currency interval",
    "item": "id amount_total currency price.id quantity",
    "subscription_item": "id current_period_end current_period_start price.id",
}
# In the processor's interface, these say nothing of whether they are live.
SILENT = {"balance_transaction", "refund", "item", "subscription_item", "account"}


def everything(stub: Paystub, client: stripe.StripeClient) -> list[Any]:
    """Return one answer of each kind, and more where an object has several states."""
    v1 = client.v1
    charge = give(stub, client, 5000, metadata={"gift": "1"})
    v1.refunds.create({"charge": charge.id, "amount": 1000, "reason": "requested_by_customer"})
    dispute = stub.dispute(give(stub, client).id)
    plan = begin_plan(stub, client, 1500, every="year")
    declined = begin(client)
    stub.pay(declined.id, "4000000000000002")
    asking = begin(client)
    stub.pay(asking.id, "4000002500003155")
    debited = begin(client)
    stub.pay_by_bank(debited.id)
    stub.advance(days=3)
    first = v1.checkout.sessions.list({"limit": 1, "status": "complete"}).data[0]
    portal = v1.billing_portal.sessions.create({"customer": str(plan.customer)})
    hook = v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/", "enabled_events": ["*"]})
    lists = [
        v1.checkout.sessions.list({"limit": 100, "expand": ["data.line_items"]}),
        *(
            getattr(v1, name).list({"limit": 100})
            for name in [
                "payment_intents",
                "charges",
                "balance_transactions",
                "invoices",
                "invoice_payments",
                "subscriptions",
                "customers",
                "prices",
                "products",
                "payment_methods",
                "refunds",
                "disputes",
                "payouts",
                "events",
                "webhook_endpoints",
            ]
        ),
    ]
    return [
        *(one for each in lists for one in each.data),
        v1.checkout.sessions.create(asked_for(custom_text={"submit": {"message": "Said"}})),
        v1.checkout.sessions.retrieve(first.id),
        v1.disputes.retrieve(dispute["id"]),
        v1.balance.retrieve(),
        v1.accounts.retrieve_current(),
        portal,
        hook,
    ]


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    """All answers as they came, and all that stands in them in full."""
    with Paystub() as stub:
        found = [json.loads(str(one)) for one in everything(stub, client_of(stub))]
    return [*found, *(inner for one in found for inner in objects_in(one) if inner is not one)]


def objects_in(value: Any) -> list[dict[str, Any]]:
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [one for each in within for one in objects_in(each)]
    return [value, *found] if named(value) in CLASSES else found


def named(value: Any) -> str:
    name = value.get("object") if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""


def test_the_librarys_version_of_the_interface_is_the_one_spoken_here():
    assert stripe.api_version == API_VERSION


def test_each_kind_of_answer_has_no_field_missing_invented_or_of_another_type(answers):
    wrong = {
        fault for one in answers for fault in faults(one, CLASSES[one["object"]], one["object"])
    }

    assert sorted(wrong) == []
    assert {one["object"] for one in answers} == set(READ)


def test_a_missing_an_invented_and_a_mistaken_field_are_found(answers):
    charge = next(one for one in answers if one["object"] == "charge")
    spoilt = {**charge, "amount": "25.00", "status": "done", "donor": "x"}
    del spoilt["paid"]

    assert sorted(one.partition(":")[0] for one in faults(spoilt, stripe.Charge, "charge")) == [
        "charge.amount",
        "charge.donor",
        "charge.paid",
        "charge.status",
    ]


@pytest.mark.parametrize("kind", READ)
def test_what_the_paper_reads_is_there(kind: str, answers):
    found = [one for one in answers if one["object"] == kind]

    assert found
    for path in READ[kind].split():
        assert any(leads_somewhere(one, path) for one in found), path


def leads_somewhere(value: Any, path: str) -> bool:
    for name in path.split("."):
        try:
            value = value[int(name) if isinstance(value, list) else name]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def test_the_manuals_example_does_what_it_says():
    manual = Path(__file__).parents[4] / "docs" / "developers" / "paystub.md"
    [example] = re.findall(r"```python\n(.*?)```", manual.read_text(), re.DOTALL)

    exec(example, {})


def test_nothing_here_is_ever_live(answers):
    loud = [one for one in answers if one["object"] not in SILENT]

    assert loud
    assert all(one["livemode"] is False for one in loud)


def test_no_answer_holds_what_is_the_stand_ins_own(answers):
    assert [name for one in answers for name in one if name.startswith("_")] == []


def test_an_answer_is_parsed_into_the_librarys_own_classes(stub, client):
    charge = give(stub, client)
    entry = client.v1.balance_transactions.retrieve(
        str(charge.balance_transaction), {"expand": ["source.payment_intent"]}
    )

    assert isinstance(entry, stripe.BalanceTransaction)
    assert isinstance(entry.source, stripe.Charge)
    assert isinstance(entry.source.payment_intent, stripe.PaymentIntent)
    assert entry.last_response.headers["stripe-version"] == API_VERSION
    assert entry.last_response.request_id.startswith("req_")
