"""What the processor says of one payment now, in the one shape that the books take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from broadsheet.donations.books.movements import Found, FoundDispute, FoundRefund, Movement
from broadsheet.donations.card import keys
from broadsheet.donations.card.amounts import about, money_of
from broadsheet.donations.card.talking import PAGE, Thing, account, ask, walk
from broadsheet.donations.models import Dispute, Entry, Payment, Refund

_IN_FULL: Final = [
    "latest_charge.balance_transaction",
    "latest_charge.refunds.data.balance_transaction",
    "latest_charge.refunds.data.failure_balance_transaction",
]
_REFUNDS: Final = {
    "pending": Refund.State.COMING,
    "requires_action": Refund.State.COMING,
    "succeeded": Refund.State.DONE,
    "failed": Refund.State.FAILED,
    "canceled": Refund.State.CANCELLED,
}
# A bank that only asks, and asks no longer, has taken nothing.
_DISPUTES: Final = {
    "won": Dispute.State.WON,
    "warning_closed": Dispute.State.WON,
    "prevented": Dispute.State.WON,
    "lost": Dispute.State.LOST,
}
# By bank, the money is on its way for days, and can come back.
_BANK: Final = frozenset(["us_bank_account", "ach_debit", "ach_credit_transfer", "sepa_debit"])
_BANK_TOO: Final = frozenset(["acss_debit", "bacs_debit", "au_becs_debit", "customer_balance"])


@dataclass(frozen=True)
class Told:
    """One payment, as the processor tells of it.

    `was_tried`: somebody has tried to pay. `notes`: what we gave it to keep for us. `name`, `email`: of who paid.
    """

    found: Found
    was_tried: bool
    is_live: bool
    notes: dict[str, str]
    made_at: datetime
    name: str = ""
    email: str = ""


def read_payment(ref: str) -> Told:
    """Read a payment and all that became of it: refunds, disputes, each movement of money.

    Errors:
        CardError: the processor is away, or knows none.
    """
    intent = ask(lambda client: client.v1.payment_intents.retrieve(ref, {"expand": _IN_FULL}))
    charge: Thing = intent.get("latest_charge") or {}
    currency = intent["currency"]
    whose: Thing = charge.get("billing_details") or {}
    refunds, disputes = list(_refunds(charge)), list(_disputes(charge))
    return Told(
        found=Found(
            provider=keys.PROVIDER,
            account=account(),
            ref=ref,
            method=_method(charge),
            state=_state(intent, charge),
            amount=money_of(intent["amount"], currency),
            movements=tuple(_movements(charge, refunds, disputes)),
            refunds=tuple(_refund(one) for one in refunds),
            disputes=tuple(_dispute(one) for one in disputes),
        ),
        was_tried=bool(charge or intent.get("last_payment_error"))
        or intent["status"] in ("canceled", "processing"),
        is_live=bool(intent["livemode"]),
        notes=dict(intent.get("metadata") or {}),
        made_at=moment(intent["created"]),
        name=whose.get("name") or "",
        email=whose.get("email") or "",
    )


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _state(intent: Thing, charge: Thing) -> str:
    if intent["status"] == "processing":
        return Payment.State.COMING
    if intent["status"] == "succeeded":
        # The movement of a card's money may be written there a moment later than the payment.
        return Payment.State.PAID if charge.get("balance_transaction") else Payment.State.COMING
    return Payment.State.FAILED


def _method(charge: Thing) -> str:
    kind = (charge.get("payment_method_details") or {}).get("type", "card")
    if kind in _BANK or kind in _BANK_TOO:
        return Payment.Method.BANK
    return Payment.Method.CARD if kind == "card" else Payment.Method.OTHER


def _refunds(charge: Thing) -> Iterator[Thing]:
    listed: Thing = charge.get("refunds") or {"data": [], "has_more": False}
    if not listed["has_more"]:
        yield from listed["data"]
        return
    both = ["data.balance_transaction", "data.failure_balance_transaction"]
    yield from walk(
        lambda client: client.v1.refunds.list(
            {"charge": charge["id"], "limit": PAGE, "expand": both}
        )
    )


def _disputes(charge: Thing) -> Iterator[Thing]:
    if charge.get("disputed"):
        yield from walk(lambda client: client.v1.disputes.list({"charge": charge["id"]}))


def _refund(refund: Thing) -> FoundRefund:
    asked = (refund.get("metadata") or {}).get("request", "")
    return FoundRefund(
        ref=refund["id"],
        amount=money_of(refund["amount"], refund["currency"]),
        state=_REFUNDS.get(refund["status"], Refund.State.COMING),
        request=_uuid(asked),
    )


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _dispute(dispute: Thing) -> FoundDispute:
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return FoundDispute(
        ref=dispute["id"],
        amount=money_of(dispute["amount"], dispute["currency"]),
        state=_DISPUTES.get(dispute["status"], Dispute.State.OPEN),
        answer_by=moment(due) if due else None,
    )


def _movements(charge: Thing, refunds: list[Thing], disputes: list[Thing]) -> Iterator[Movement]:
    came = charge.get("balance_transaction")
    if not came or charge["status"] != "succeeded":
        return
    yield from _moved(charge, came, Entry.Kind.GIFT)
    for refund in refunds:
        went, back = refund.get("balance_transaction"), refund.get("failure_balance_transaction")
        if went:
            yield from _moved(refund, went, Entry.Kind.REFUND, (came["id"], Entry.Kind.GIFT))
        if back:
            reversed_one = (went["id"], Entry.Kind.REFUND) if went else None
            yield from _moved(refund, back, Entry.Kind.REFUND_FAILED, reversed_one)
    for dispute in disputes:
        for one in dispute["balance_transactions"]:
            kind = Entry.Kind.DISPUTE if one["amount"] < 0 else Entry.Kind.DISPUTE_WON
            yield from _moved(dispute, one, kind)


def _moved(
    thing: Thing, line: Thing, kind: str, reverses: tuple[str, str] | None = None
) -> Iterator[Movement]:
    """Give the entries of one line of the processor's account: the sum, and what it took for it.

    What was settled in another currency than it was given in is booked as it was given; the line's fee is of another
    currency then, and shows as a difference of the payout.
    """
    at = moment(line["created"])
    if line["currency"] != thing["currency"]:
        sign = -1 if line["amount"] < 0 else 1
        yield Movement(
            kind, line["id"], money_of(sign * thing["amount"], thing["currency"]), at, reverses
        )
        return
    yield Movement(kind, line["id"], money_of(line["amount"], line["currency"]), at, reverses)
    if line["fee"]:
        taken = Entry.Kind.DISPUTE_FEE if thing["object"] == "dispute" else Entry.Kind.FEE
        fee_kind = taken if line["fee"] > 0 else Entry.Kind.FEE_BACK
        yield Movement(fee_kind, line["id"], about(-line["fee"], line["currency"]), at)
