"""Calls about sessions, payments and what becomes of them: each reads what is asked and hands it on."""

from broadsheet.devtools.paystub import asked, balance, checkout, disputes, payments, refunds
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, CallRow, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.listing import PAGING, listed, made_when, page, same
from broadsheet.devtools.paystub.showing import bought
from broadsheet.devtools.paystub.telling import tell

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
PRICE_DATA = " ".join(
    f"line_items.*.price_data.{one}"
    for one in [
        "currency",
        "unit_amount",
        "product",
        "product_data.name",
        "product_data.description",
        "product_data.metadata.*",
        "recurring.interval",
        "recurring.interval_count",
    ]
)
SESSION = (
    f"mode success_url cancel_url client_reference_id customer customer_email customer_creation expires_at locale "
    f"submit_type payment_method_types.* metadata.* custom_text.submit.message custom_text.after_submit.message "
    f"payment_intent_data.metadata.* payment_intent_data.description payment_intent_data.receipt_email "
    f"payment_intent_data.setup_future_usage subscription_data.metadata.* subscription_data.description "
    f"line_items.*.quantity {PRICE_DATA}"
)


def make_session(books: Books, params: Params) -> Thing:
    return checkout.create(books, params)


def session(books: Books, _params: Params, key: str) -> Thing:
    return books.get("checkout.session", key)


def sessions(books: Books, params: Params) -> Thing:
    names = ("payment_intent", "subscription", "customer", "status")
    found = same(books.all("checkout.session"), params, *names)
    if email := asked.inner(params, "customer_details").get("email"):
        found = [one for one in found if (one["customer_details"] or {}).get("email") == email]
    return page(found, params, "/v1/checkout/sessions")


def line_items(books: Books, params: Params, key: str) -> Thing:
    found = bought(books, session(books, params, key))
    return page(found["data"], params, found["url"])


def expire_session(books: Books, _params: Params, key: str) -> Thing:
    found = books.get("checkout.session", key)
    checkout.expire(books, found)
    return found


def intent(books: Books, _params: Params, key: str) -> Thing:
    return books.get("payment_intent", key)


def intents(books: Books, params: Params) -> Thing:
    return listed(books, "payment_intent", params, "/v1/payment_intents", "customer")


def change_intent(books: Books, params: Params, key: str) -> Thing:
    found = intent(books, params, key)
    found["metadata"] = asked.metadata(params, found["metadata"])
    if "description" in params:
        found["description"] = asked.text(params, "description")
    return found


def cancel_intent(books: Books, params: Params, key: str) -> Thing:
    found = intent(books, params, key)
    payments.cancel(books, found, asked.text(params, "cancellation_reason") or "abandoned")
    return found


def charge(books: Books, _params: Params, key: str) -> Thing:
    return books.get("charge", key)


def charges(books: Books, params: Params) -> Thing:
    return listed(books, "charge", params, "/v1/charges", "customer", "payment_intent")


def make_refund(books: Books, params: Params) -> Thing:
    if ("charge" in params) == ("payment_intent" in params):
        raise CallRefusedError(
            "One of the following params should be provided for this request: payment_intent or charge.",
            code="parameter_missing",
        )
    key = params.get("charge")
    if key is None:
        paid = books.get("payment_intent", params["payment_intent"], "payment_intent")
        key = paid["latest_charge"]
        if key is None:
            raise CallRefusedError(
                f"This PaymentIntent ({paid['id']}) does not have a successful charge to refund."
            )
    reason = asked.one_of(params, "reason", REASONS) if "reason" in params else None
    return refunds.refund(
        books,
        books.get("charge", key, "charge"),
        asked.whole(params, "amount") if "amount" in params else None,
        reason=reason,
        metadata=asked.metadata(params),
    )


def refund(books: Books, _params: Params, key: str) -> Thing:
    return books.get("refund", key)


def all_refunds(books: Books, params: Params) -> Thing:
    return listed(books, "refund", params, "/v1/refunds", "charge", "payment_intent")


def change_refund(books: Books, params: Params, key: str) -> Thing:
    found = refund(books, params, key)
    found["metadata"] = asked.metadata(params, found["metadata"])
    tell(books, "refund.updated", found)
    return found


def cancel_refund(books: Books, params: Params, key: str) -> Thing:
    found = refund(books, params, key)
    refunds.fail_refund(books, found, how="canceled")
    return found


def dispute(books: Books, _params: Params, key: str) -> Thing:
    return books.get("dispute", key)


def all_disputes(books: Books, params: Params) -> Thing:
    return listed(books, "dispute", params, "/v1/disputes", "charge", "payment_intent")


def answer_dispute(books: Books, params: Params, key: str) -> Thing:
    found = dispute(books, params, key)
    found["metadata"] = asked.metadata(params, found["metadata"])
    words = {
        name: asked.text(asked.inner(params, "evidence"), name, longest=20_000) or ""
        for name in asked.inner(params, "evidence")
    }
    disputes.answer(books, found, words, submit=asked.yes(params, "submit", default=True))
    return found


def close_dispute(books: Books, params: Params, key: str) -> Thing:
    found = dispute(books, params, key)
    disputes.lose(books, found)
    return found


def payout(books: Books, _params: Params, key: str) -> Thing:
    return books.get("payout", key)


def all_payouts(books: Books, params: Params) -> Thing:
    found = same(books.all("payout"), params, "status")
    found = [one for one in found if made_when(one, params, "arrival_date")]
    return page(found, params, "/v1/payouts")


def entry(books: Books, _params: Params, key: str) -> Thing:
    return books.get("balance_transaction", key)


def entries(books: Books, params: Params) -> Thing:
    found = same(books.all("balance_transaction"), params, "currency", "source", "type")
    if key := asked.text(params, "payout"):
        books.get("payout", key, "payout")
        found = [one for one in found if one["_payout"] == key]
    return page(found, params, "/v1/balance_transactions")


def whole_balance(books: Books, _params: Params) -> Thing:
    return balance.balance_of(books)


ROUTES: list[CallRow] = [
    ("POST", "/v1/checkout/sessions", SESSION, make_session),
    (
        "GET",
        "/v1/checkout/sessions",
        f"{PAGING} payment_intent subscription customer status customer_details.email",
        sessions,
    ),
    ("GET", "/v1/checkout/sessions/{key}", "", session),
    ("GET", "/v1/checkout/sessions/{key}/line_items", PAGING, line_items),
    ("POST", "/v1/checkout/sessions/{key}/expire", "", expire_session),
    ("GET", "/v1/payment_intents", f"{PAGING} customer", intents),
    ("GET", "/v1/payment_intents/{key}", "", intent),
    ("POST", "/v1/payment_intents/{key}", "metadata metadata.* description", change_intent),
    ("POST", "/v1/payment_intents/{key}/cancel", "cancellation_reason", cancel_intent),
    ("GET", "/v1/charges", f"{PAGING} customer payment_intent", charges),
    ("GET", "/v1/charges/{key}", "", charge),
    ("POST", "/v1/refunds", "charge payment_intent amount reason metadata.*", make_refund),
    ("GET", "/v1/refunds", f"{PAGING} charge payment_intent", all_refunds),
    ("GET", "/v1/refunds/{key}", "", refund),
    ("POST", "/v1/refunds/{key}", "metadata metadata.*", change_refund),
    ("POST", "/v1/refunds/{key}/cancel", "", cancel_refund),
    ("GET", "/v1/disputes", f"{PAGING} charge payment_intent", all_disputes),
    ("GET", "/v1/disputes/{key}", "", dispute),
    (
        "POST",
        "/v1/disputes/{key}",
        "submit metadata.* " + " ".join(f"evidence.{one}" for one in disputes.WORDS),
        answer_dispute,
    ),
    ("POST", "/v1/disputes/{key}/close", "", close_dispute),
    (
        "GET",
        "/v1/payouts",
        f"{PAGING} status arrival_date arrival_date.gt arrival_date.gte arrival_date.lt arrival_date.lte",
        all_payouts,
    ),
    ("GET", "/v1/payouts/{key}", "", payout),
    ("GET", "/v1/balance_transactions", f"{PAGING} currency payout source type", entries),
    ("GET", "/v1/balance_transactions/{key}", "", entry),
    ("GET", "/v1/balance", "", whole_balance),
]
