"""From the name of any object at the processor to the books: each kind by its own way, which ends at a payment, plan or payout."""

from collections.abc import Callable
from typing import Any, Final

from broadsheet.donations.card import subscribing
from broadsheet.donations.card.errors import UnknownThereError
from broadsheet.donations.card.payouts import settle
from broadsheet.donations.card.resolving import (
    Noting,
    follow_payment,
    follow_session,
    follow_subscription,
    nothing_to_note,
)
from broadsheet.donations.card.talking import Thing, ask


def follow(kind: str, ref: str, note_done: Noting = nothing_to_note) -> None:
    """Bring the books to what the processor says of one object now.

    Args:
        kind: what it is, by the processor's word: `payment_intent`, `charge`, `invoice`.
        note_done: called once that is done: for a payment, in the very transaction that writes it down.

    Errors:
        CardError: the processor is away, or it is nothing of ours.
        BooksError: what it says does not fit what we know.
    """
    if kind == "payment_intent":
        follow_payment(ref, note_done)
        return
    _WAYS[kind](ref)
    note_done()


def _invoice(ref: str) -> None:
    invoice = ask(lambda client: client.v1.invoices.retrieve(ref, {"expand": ["payments"]}))
    plan = subscribing.plan_named_by(invoice)
    if plan:
        subscribing.follow_plan(plan, invoice)
    for payment in subscribing.payments_by(invoice):
        follow_payment(payment)


def _charge(ref: str) -> None:
    _payment_of(ask(lambda client: client.v1.charges.retrieve(ref)))


def _refund(ref: str) -> None:
    _payment_of(ask(lambda client: client.v1.refunds.retrieve(ref)))


def _dispute(ref: str) -> None:
    _payment_of(ask(lambda client: client.v1.disputes.retrieve(ref)))


def _payment_of(thing: Thing) -> None:
    if not thing.get("payment_intent"):
        raise UnknownThereError("It is of no payment that could be a gift.")
    follow_payment(str(thing["payment_intent"]))


_WAYS: Final[dict[str, Callable[[str], Any]]] = {
    "checkout.session": follow_session,
    "charge": _charge,
    "refund": _refund,
    "dispute": _dispute,
    "invoice": _invoice,
    "subscription": follow_subscription,
    "payout": settle,
}
