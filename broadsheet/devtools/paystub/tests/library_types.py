"""Whether an answer is as the library's own types say, field by field."""

import typing
from decimal import Decimal
from typing import Any

import stripe
import stripe.billing_portal
import stripe.checkout

CLASSES: dict[str, Any] = {
    one.OBJECT_NAME: one
    for one in (
        stripe.Account,
        stripe.Balance,
        stripe.BalanceTransaction,
        stripe.Charge,
        stripe.Customer,
        stripe.Dispute,
        stripe.Event,
        stripe.Invoice,
        stripe.InvoicePayment,
        stripe.LineItem,
        stripe.PaymentIntent,
        stripe.PaymentMethod,
        stripe.Payout,
        stripe.Plan,
        stripe.Price,
        stripe.Product,
        stripe.Refund,
        stripe.Subscription,
        stripe.SubscriptionItem,
        stripe.WebhookEndpoint,
        stripe.billing_portal.Session,
        stripe.checkout.Session,
    )
}
# It shares its name with what a session was for, and is told from it by what it belongs to.
LINES = {"line_item": stripe.InvoiceLineItem}
PLAIN = {int: int, str: str, bool: bool, float: (int, float), Decimal: str}


def faults(value: Any, kind: Any, at: str) -> list[str]:
    """Return what of an answer is not as a type says, each with where it stands."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind in PLAIN:
        good = isinstance(value, PLAIN[kind]) and not (kind is int and isinstance(value, bool))
        return [] if good else [f"{at}: {value!r} is no {kind.__name__}"]
    if origin is typing.Union:
        return union_faults(value, inner, at)
    if origin is typing.Literal:
        return [] if value in inner else [f"{at}: {value!r} is none of {inner}"]
    if origin is list:
        listed = enumerate(value) if isinstance(value, list) else [("", None)]
        return [one for place, each in listed for one in faults(each, inner[0], f"{at}.{place}")]
    if isinstance(value, dict) and value.get("object") == "list":
        return [one for each in value["data"] for one in object_faults(each, None, at)]
    if isinstance(value, dict):
        return object_faults(value, kind, at)
    return [f"{at}: {value!r} is no object"]


def union_faults(value: Any, choices: tuple[Any, ...], at: str) -> list[str]:
    if value is None:
        return [] if type(None) in choices else [f"{at}: is null"]
    words = [word for one in choices for word in typing.get_args(one) if isinstance(word, str)]
    if isinstance(value, str) and str in choices:
        return [] if not words or value in words else [f"{at}: {value!r} is none of {words}"]
    tried = [faults(value, one, at) for one in choices if one is not type(None)]
    return min(tried, key=len)


def object_faults(value: dict[str, Any], kind: Any, at: str) -> list[str]:
    """Compare an object's fields with those of its class: none missing, none invented, each of its type."""
    named = value["object"] if isinstance(value.get("object"), str) else ""
    kind = CLASSES.get(named) or LINES.get(named) or kind
    if "UntypedStripeObject" in str(kind):
        return []
    if not hasattr(kind, "__annotations__"):
        return [f"{at}: nobody knows {named or kind}"]
    fields = {name: one for name, one in kind.__annotations__.items() if name[0].islower()}
    lost = [
        f"{at}.{name}: missing" for name in fields if needed(fields[name]) and name not in value
    ]
    made_up = [f"{at}.{name}: invented" for name in value if name not in fields]
    return [
        *lost,
        *made_up,
        *(
            one
            for name in fields
            if name in value
            for one in faults(value[name], fields[name], f"{at}.{name}")
        ),
    ]


def needed(kind: Any) -> bool:
    return type(None) not in typing.get_args(kind)
