"""Calls about customers, what they pay with, and the account itself."""

from broadsheet.devtools.paystub import asked, methods, subscriptions
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, CallRow, Thing
from broadsheet.devtools.paystub.errors import missing
from broadsheet.devtools.paystub.listing import PAGING, listed, page, same
from broadsheet.devtools.paystub.telling import tell

WORDS = ("email", "name", "phone", "description")
CUSTOMER = "email name phone description metadata metadata.*"


def make_customer(books: Books, params: Params) -> Thing:
    words = {name: asked.text(params, name, longest=512) for name in WORDS}
    return methods.add_customer(
        books,
        email=words["email"],
        name=words["name"],
        phone=words["phone"],
        description=words["description"],
        metadata=asked.metadata(params),
    )


def customer(books: Books, _params: Params, key: str) -> Thing:
    return books.get("customer", key)


def customers(books: Books, params: Params) -> Thing:
    found = [one for one in books.all("customer") if not one.get("deleted")]
    return page(same(found, params, "email"), params, "/v1/customers")


def change_customer(books: Books, params: Params, key: str) -> Thing:
    found = living(books, key)
    for name in WORDS:
        if name in params:
            found[name] = asked.text(params, name, longest=512)
    if "metadata" in params:
        found["metadata"] = asked.metadata(params, found["metadata"])
    wanted = asked.inner(params, "invoice_settings").get("default_payment_method")
    if wanted:
        method = books.get("payment_method", wanted)
        found["invoice_settings"]["default_payment_method"] = method["id"]
    tell(books, "customer.updated", found)
    return found


def living(books: Books, key: str) -> Thing:
    found = books.get("customer", key)
    if found.get("deleted"):
        raise missing("customer", key)
    return found


def delete_customer(books: Books, _params: Params, key: str) -> Thing:
    """Forget a customer: her plans end, her payments stay."""
    found = living(books, key)
    for plan in books.all("subscription", customer=key):
        if plan["status"] != "canceled":
            subscriptions.cancel_now(books, plan)
    tell(books, "customer.deleted", found)
    gone = {"id": key, "object": "customer", "deleted": True, "_told": None}
    found.clear()
    found.update(gone)
    return found


def method(books: Books, _params: Params, key: str) -> Thing:
    return books.get("payment_method", key)


def methods_of(books: Books, params: Params, key: str) -> Thing:
    living(books, key)
    found = books.all("payment_method", customer=key)
    return page(same(found, params, "type"), params, f"/v1/customers/{key}/payment_methods")


def all_methods(books: Books, params: Params) -> Thing:
    return listed(books, "payment_method", params, "/v1/payment_methods", "customer", "type")


def account(books: Books, _params: Params, key: str = "") -> Thing:
    if key and key != books.account:
        raise missing("account", key)
    return {
        "id": books.account,
        "object": "account",
        "business_profile": {"name": "Paystub, TEST", "url": None},
        "business_type": "company",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": "US",
        "created": 0,
        "default_currency": "usd",
        "details_submitted": True,
        "email": None,
        "metadata": {},
        "payouts_enabled": True,
        "settings": None,
        "type": "standard",
    }


ROUTES: list[CallRow] = [
    ("POST", "/v1/customers", CUSTOMER, make_customer),
    ("GET", "/v1/customers", f"{PAGING} email", customers),
    ("GET", "/v1/customers/{key}", "", customer),
    (
        "POST",
        "/v1/customers/{key}",
        f"{CUSTOMER} invoice_settings.default_payment_method",
        change_customer,
    ),
    ("DELETE", "/v1/customers/{key}", "", delete_customer),
    ("GET", "/v1/customers/{key}/payment_methods", f"{PAGING} type", methods_of),
    ("GET", "/v1/payment_methods", f"{PAGING} customer type", all_methods),
    ("GET", "/v1/payment_methods/{key}", "", method),
    ("GET", "/v1/account", "", account),
    ("GET", "/v1/accounts/{key}", "", account),
]
