"""What the outside sees of an object: without what is ours, with what it asked to have in full, in the shape of its version."""

import copy
from collections.abc import Callable
from typing import Any

from broadsheet.devtools.paystub.books import API_VERSION, Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError

DEEPEST = 4
# The first version in which an invoice names its plan under `parent` and no longer its payment.
BASIL = "2025-03-31"


def shown(
    books: Books, thing: Thing, expand: list[str] | None = None, version: str = API_VERSION
) -> Thing:
    """Return an object as it is answered.

    Args:
        expand: paths of what stands in it as a key and is wanted in full, such as `data.source`.

    Errors:
        CallRefusedError: a path leads nowhere.
    """
    found = plain(books, thing)
    for path in expand or []:
        if path.count(".") >= DEEPEST:
            raise CallRefusedError(
                "You cannot expand more than 4 levels of a property.", param="expand"
            )
        open_up(books, found, path, path)
    return as_of(books, found, version)


def plain(books: Books, value: Any) -> Any:
    """Return a copy without what is ours."""
    if isinstance(value, dict):
        found = {name: plain(books, one) for name, one in value.items() if name[:1] != "_"}
        if found.get("object") == "balance_transaction":
            found["status"] = "available" if found["available_on"] <= books.now() else "pending"
        return found
    if isinstance(value, list):
        return [plain(books, one) for one in value]
    return copy.copy(value)


def open_up(books: Books, node: Thing, path: str, whole: str) -> None:
    """Put in full what a path names; what is not there stays away."""
    name, _, rest = path.partition(".")
    kept_back = KEPT_BACK.get((node.get("object", ""), name))
    if kept_back and name not in node:
        node[name] = plain(books, kept_back(books, books.things[node["id"]]))
    elif name not in node:
        raise CallRefusedError(f"This property cannot be expanded ({whole}).", param="expand")
    value = node[name]
    if isinstance(value, str):
        if value not in books.things:
            raise CallRefusedError(f"This property cannot be expanded ({whole}).", param="expand")
        node[name] = value = plain(books, books.things[value])
    if not rest:
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            open_up(books, one, rest, whole)


def list_of(url: str, data: list[Thing], *, more: bool = False) -> Thing:
    return {"object": "list", "url": url, "has_more": more, "data": data}


def bought(_books: Books, session: Thing) -> Thing:
    return list_of(f"/v1/checkout/sessions/{session['id']}/line_items", session["_line_items"])


def payments_of(books: Books, invoice: Thing) -> Thing:
    return list_of("/v1/invoice_payments", books.all("invoice_payment", invoice=invoice["id"]))


def refunds_of(books: Books, charge: Thing) -> Thing:
    url = f"/v1/charges/{charge['id']}/refunds"
    return list_of(url, books.all("refund", charge=charge["id"]))


def plans_of(books: Books, customer: Thing) -> Thing:
    url = f"/v1/customers/{customer['id']}/subscriptions"
    plans = books.all("subscription", customer=customer["id"])
    return list_of(url, [one for one in plans if one["status"] != "canceled"])


# What is told only when asked for.
KEPT_BACK: dict[tuple[str, str], Callable[[Books, Thing], Thing]] = {
    ("checkout.session", "line_items"): bought,
    ("invoice", "payments"): payments_of,
    ("charge", "refunds"): refunds_of,
    ("customer", "subscriptions"): plans_of,
}


def as_of(books: Books, node: Any, version: str) -> Any:
    """Return what is shown in the shape that an older version had: invoices and plans before Basil."""
    if version >= BASIL:
        return node
    if isinstance(node, list):
        return [as_of(books, one, version) for one in node]
    if not isinstance(node, dict):
        return node
    found = {name: as_of(books, one, version) for name, one in node.items()}
    if found.get("object") == "invoice":
        return old_invoice(books, found)
    if found.get("object") == "subscription":
        first = found["items"]["data"][0]
        found["current_period_start"] = first.pop("current_period_start")
        found["current_period_end"] = first.pop("current_period_end")
    return found


def old_invoice(books: Books, found: Thing) -> Thing:
    details = found.pop("parent")["subscription_details"]
    found.pop("payments", None)
    payments = books.all("invoice_payment", invoice=found["id"])
    intent = payments[0]["payment"]["payment_intent"] if payments else None
    return {
        **found,
        "paid": found["status"] == "paid",
        "subscription": details["subscription"],
        "subscription_details": {"metadata": details["metadata"]},
        "payment_intent": intent,
        "charge": books.things[intent]["latest_charge"] if intent else None,
    }
