"""Giving money back: at once, after a while, or in vain."""

from broadsheet.devtools.paystub import balance
from broadsheet.devtools.paystub.amounts import words
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import DAY
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.telling import tell

# Days until the bank has taken the money of a refunded debit.
BANK_DAYS = 5
AT_WORK = ("pending", "requires_action")


def refund(
    books: Books,
    charge: Thing,
    amount: int | None = None,
    *,
    reason: str | None = None,
    metadata: dict[str, str] | None = None,
    waits: bool | None = None,
) -> Thing:
    """Give back all that is left of a charge, or a part of it; two equal parts are two refunds.

    Args:
        waits: whether it stays `pending` until somebody says how it ended; else as the account's rules have it.

    Errors:
        CallRefusedError: nothing was taken, the donor's bank has it back already, or more is asked than is left.
    """
    given = allowed(books, charge, amount)
    is_bank = charge["payment_method_details"]["type"] != "card"
    pending = is_bank or (books.rules.refunds_wait if waits is None else waits)
    made = books.add(
        "refund",
        "re_" if not is_bank else "pyr_",
        amount=given,
        balance_transaction=None,
        charge=charge["id"],
        currency=charge["currency"],
        customer=charge["customer"],
        customer_account=None,
        destination_details={"type": charge["payment_method_details"]["type"]},
        failure_balance_transaction=None,
        metadata=metadata or {},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        pending_reason="processing" if pending else None,
        reason=reason,
        receipt_number=None,
        source_transfer_reversal=None,
        status="pending" if pending else "succeeded",
        transfer_reversal=None,
    )
    kind = "payment_refund" if is_bank else "refund"
    entry = balance.enter(
        books, made, kind=kind, amount=-given, category="refund",
        description="REFUND FOR CHARGE", at_once=True,
    )  # fmt: skip
    made["balance_transaction"] = entry["id"]
    count_given_back(charge, given)
    tell(books, "refund.created", made)
    tell(books, "charge.refunded", charge)
    if is_bank:
        books.after(BANK_DAYS * DAY, lambda: settle_refund(books, made))
    return made


def allowed(books: Books, charge: Thing, amount: int | None) -> int:
    """Return how much is given back."""
    if charge["status"] != "succeeded":
        raise CallRefusedError(
            f"Charge {charge['id']} does not have a successful charge to refund.", param="charge"
        )
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise CallRefusedError(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    for one in books.all("dispute", charge=charge["id"]):
        if not one["is_charge_refundable"] and one["status"] != "won":
            raise CallRefusedError(
                f"Charge {charge['id']} has been charged back; cannot issue a refund.",
                code="charge_disputed",
            )
    given = left if amount is None else amount
    if given < 1:
        raise CallRefusedError(
            "Invalid positive integer", param="amount", code="parameter_invalid_integer"
        )
    if given > left:
        raise CallRefusedError(
            f"Refund amount ({words(given, charge['currency'])}) is greater than unrefunded amount on charge "
            f"({words(left, charge['currency'])})",
            param="amount",
        )
    return given


def count_given_back(charge: Thing, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]


def settle_refund(books: Books, made: Thing) -> None:
    """Let a waiting refund arrive.

    Errors:
        CallRefusedError: it waits for nothing.
    """
    if made["status"] not in AT_WORK:
        raise CallRefusedError(f"Refund {made['id']} is {made['status']}.")
    made.update(status="succeeded", pending_reason=None)
    tell(books, "refund.updated", made)
    tell(books, "charge.refund.updated", made)


def fail_refund(books: Books, made: Thing, *, how: str = "failed") -> None:
    """Let a refund come back: the account has the money again. One that had succeeded can, too.

    Args:
        how: `failed`, or `canceled` before it was done.

    Errors:
        CallRefusedError: it has come back already, or can no longer be cancelled.
    """
    still = (*AT_WORK, "succeeded") if how == "failed" else AT_WORK
    if made["status"] not in still:
        raise CallRefusedError(f"Refund {made['id']} is {made['status']}.")
    charge = books.things[made["charge"]]
    entry = balance.enter(
        books, made, kind="refund_failure", amount=made["amount"], category="refund_failure",
        description="REFUND FAILURE", at_once=True,
    )  # fmt: skip
    made.update(status=how, pending_reason=None, failure_balance_transaction=entry["id"])
    if how == "failed":
        made["failure_reason"] = "lost_or_stolen_card"
    count_given_back(charge, -made["amount"])
    if how == "failed":
        tell(books, "refund.failed", made)
    tell(books, "refund.updated", made)
    tell(books, "charge.refund.updated", made)
    tell(books, "charge.updated", charge)
