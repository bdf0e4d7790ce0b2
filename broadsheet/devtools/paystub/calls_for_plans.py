"""Calls about plans, their invoices, and what they are made of."""

from broadsheet.devtools.paystub import asked, invoices, portal, subscriptions
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, CallRow, Thing
from broadsheet.devtools.paystub.cards import refused
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.listing import PAGING, listed, page, same

PORTAL = (
    "customer return_url locale flow_data.type flow_data.subscription_cancel.subscription "
    "flow_data.after_completion.type flow_data.after_completion.redirect.return_url"
)
CHANGE = (
    "cancel_at_period_end default_payment_method description metadata metadata.* pause_collection pause_collection.* "
    "proration_behavior items.*.id items.*.quantity items.*.price_data.currency items.*.price_data.unit_amount "
    "items.*.price_data.product items.*.price_data.recurring.interval items.*.price_data.recurring.interval_count"
)


def plan(books: Books, _params: Params, key: str) -> Thing:
    return books.get("subscription", key)


def plans(books: Books, params: Params) -> Thing:
    wanted = asked.text(params, "status")
    found = same(books.all("subscription"), params, "customer")
    if wanted in (None, "all", "ended"):
        ended = {None: [False], "all": [False, True], "ended": [True]}[wanted]
        found = [one for one in found if (one["status"] == "canceled") in ended]
    else:
        found = [one for one in found if one["status"] == wanted]
    return page(found, params, "/v1/subscriptions")


def change_plan(books: Books, params: Params, key: str) -> Thing:
    found = books.get("subscription", key)
    subscriptions.change(books, found, params)
    return found


def cancel_plan(books: Books, _params: Params, key: str) -> Thing:
    found = books.get("subscription", key)
    subscriptions.cancel_now(books, found)
    return found


def invoice(books: Books, _params: Params, key: str) -> Thing:
    return books.get("invoice", key)


def all_invoices(books: Books, params: Params) -> Thing:
    found = same(books.all("invoice"), params, "customer", "status")
    if key := asked.text(params, "subscription"):
        found = [one for one in found if invoices.plan_of_invoice(books, one)["id"] == key]
    return page(found, params, "/v1/invoices")


def pay_invoice(books: Books, params: Params, key: str) -> Thing:
    """Have an invoice paid now; a card that is refused is a `CardError`, as the processor has it."""
    found = books.get("invoice", key)
    default = invoices.plan_of_invoice(books, found)["default_payment_method"]
    method = books.get("payment_method", asked.text(params, "payment_method") or default)
    how = invoices.collect(books, found, method)
    if how == "asks":
        raise CallRefusedError(
            "The payment needs to be confirmed by the customer.",
            code="invoice_payment_intent_requires_action",
            status=402,
            kind="card_error",
        )
    if how == "declined":
        raise refused(method["_outcome"].code, method["_outcome"].decline)
    return found


def void_invoice(books: Books, _params: Params, key: str) -> Thing:
    found = books.get("invoice", key)
    invoices.void(books, found)
    return found


def invoice_payment(books: Books, _params: Params, key: str) -> Thing:
    return books.get("invoice_payment", key)


def invoice_payments(books: Books, params: Params) -> Thing:
    found = same(books.all("invoice_payment"), params, "invoice", "status")
    if key := asked.inner(params, "payment").get("payment_intent"):
        found = [one for one in found if one["payment"]["payment_intent"] == key]
    return page(found, params, "/v1/invoice_payments")


def product(books: Books, _params: Params, key: str) -> Thing:
    return books.get("product", key)


def products(books: Books, params: Params) -> Thing:
    return listed(books, "product", params, "/v1/products")


def price(books: Books, _params: Params, key: str) -> Thing:
    return books.get("price", key)


def prices(books: Books, params: Params) -> Thing:
    return listed(books, "price", params, "/v1/prices", "product", "currency", "type")


def make_portal(books: Books, params: Params) -> Thing:
    return portal.create(books, params)


ROUTES: list[CallRow] = [
    ("GET", "/v1/subscriptions", f"{PAGING} customer status", plans),
    ("GET", "/v1/subscriptions/{key}", "", plan),
    ("POST", "/v1/subscriptions/{key}", CHANGE, change_plan),
    ("DELETE", "/v1/subscriptions/{key}", "", cancel_plan),
    ("GET", "/v1/invoices", f"{PAGING} customer status subscription", all_invoices),
    ("GET", "/v1/invoices/{key}", "", invoice),
    ("POST", "/v1/invoices/{key}/pay", "payment_method", pay_invoice),
    ("POST", "/v1/invoices/{key}/void", "", void_invoice),
    (
        "GET",
        "/v1/invoice_payments",
        f"{PAGING} invoice status payment.type payment.payment_intent",
        invoice_payments,
    ),
    ("GET", "/v1/invoice_payments/{key}", "", invoice_payment),
    ("GET", "/v1/products", PAGING, products),
    ("GET", "/v1/products/{key}", "", product),
    ("GET", "/v1/prices", f"{PAGING} product currency type", prices),
    ("GET", "/v1/prices/{key}", "", price),
    ("POST", "/v1/billing_portal/sessions", PORTAL, make_portal),
]
