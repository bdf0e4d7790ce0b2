"""Taking money: intents to pay, and the charges that are tried for them."""

from collections.abc import Callable
from typing import Any

from broadsheet.devtools.paystub import balance
from broadsheet.devtools.paystub.amounts import fee_of, words
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.cards import DEBIT_DAYS, SENTENCES, Outcome
from broadsheet.devtools.paystub.clock import DAY
from broadsheet.devtools.paystub.disputes import dispute
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.methods import billing, used
from broadsheet.devtools.paystub.telling import tell

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
UNPROVEN = "payment_intent_authentication_failure"


def make_intent(
    books: Books,
    amount: int,
    currency: str,
    *,
    then: Callable[[str], None],
    page: str,
    customer: str | None = None,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
    receipt_email: str | None = None,
    for_later: bool = False,
) -> Thing:
    """Make what one payment is tried with.

    Args:
        then: told how each try ended: `succeeded`, `processing`, `asks` or `declined`.
        page: where the one who pays goes on, on the stand-in.
        for_later: what is paid with is kept for renewals.
    """
    intent = books.add(
        "payment_intent",
        "pi_",
        amount=amount,
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        application=None,
        application_fee_amount=None,
        automatic_payment_methods=None,
        canceled_at=None,
        cancellation_reason=None,
        capture_method="automatic_async",
        confirmation_method="automatic",
        currency=currency,
        customer=customer,
        customer_account=None,
        description=description,
        last_payment_error=None,
        latest_charge=None,
        livemode=False,
        metadata=metadata or {},
        next_action=None,
        on_behalf_of=None,
        payment_method=None,
        payment_method_options={"card": {"request_three_d_secure": "automatic"}},
        payment_method_types=["card", "us_bank_account"],
        payment_record=None,
        processing=None,
        receipt_email=receipt_email,
        review=None,
        setup_future_usage="off_session" if for_later else None,
        shipping=None,
        source=None,
        statement_descriptor=None,
        statement_descriptor_suffix=None,
        status="requires_payment_method",
        transfer_data=None,
        transfer_group=None,
        _then=then,
        _page=page,
    )
    intent["client_secret"] = f"{intent['id']}_secret_{books.key_of('', 25)}"
    tell(books, "payment_intent.created", intent)
    return intent


def attempt(books: Books, intent: Thing, method: Thing, *, absent: bool = False) -> str:
    """Try to take the money of an intent; return how it went: `succeeded`, `processing`, `asks` or `declined`.

    Args:
        absent: the one who pays is not there: it is a renewal.

    Errors:
        CallRefusedError: the intent is over, or on its way.
    """
    if intent["status"] not in OPEN:
        raise unexpected(intent)
    intent["payment_method"] = method["id"]
    intent["next_action"] = None
    outcome: Outcome = method["_outcome"]
    wanted = outcome.later if absent else outcome.first
    if method["type"] == "us_bank_account":
        return debit(books, intent, method)
    if wanted == "asks":
        return ask_for_proof(books, intent)
    if wanted == "declined":
        return decline(books, intent, method, outcome.code, outcome.decline)
    return succeed(books, intent, add_charge(books, intent, method))


def unexpected(intent: Thing) -> CallRefusedError:
    return CallRefusedError(
        f"This PaymentIntent's status is {intent['status']}, so that this cannot be done with it.",
        code="payment_intent_unexpected_state",
    )


def add_charge(books: Books, intent: Thing, method: Thing) -> Thing:
    """Write down one try to take the money, not yet decided."""
    kind = method["type"]
    whose = method["billing_details"]
    charge = books.add(
        "charge",
        "ch_" if kind == "card" else "py_",
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        application=None,
        application_fee=None,
        application_fee_amount=None,
        balance_transaction=None,
        billing_details=billing(whose["email"], whose["name"]),
        calculated_statement_descriptor="PAYSTUB TEST" if kind == "card" else None,
        captured=False,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        failure_balance_transaction=None,
        failure_code=None,
        failure_message=None,
        fraud_details={},
        livemode=False,
        metadata=dict(intent["metadata"]),
        on_behalf_of=None,
        outcome=None,
        paid=False,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=used(method),
        radar_options={},
        receipt_email=intent["receipt_email"],
        receipt_number=None,
        receipt_url=None,
        refunded=False,
        review=None,
        shipping=None,
        source=None,
        source_transfer=None,
        statement_descriptor=None,
        statement_descriptor_suffix=None,
        status="pending",
        transfer=None,
        transfer_data=None,
        transfer_group=None,
    )
    intent["latest_charge"] = charge["id"]
    return charge


def succeed(books: Books, intent: Thing, charge: Thing) -> str:
    """Let a charge succeed: the money comes to the balance."""
    charge.update(amount_captured=charge["amount"], captured=True, paid=True, status="succeeded")
    charge["outcome"] = verdict("approved_by_network", "authorized", "Payment complete.")
    method = books.things[charge["payment_method"]]
    kind = "charge" if method["type"] == "card" else "payment"
    fee = fee_of(charge["amount"])
    entry = balance.enter(
        books, charge, kind=kind, amount=charge["amount"], fee=fee, category="charge",
        description=charge["description"],
    )  # fmt: skip
    charge["balance_transaction"] = entry["id"]
    intent.update(
        amount_received=intent["amount"],
        last_payment_error=None,
        next_action=None,
        processing=None,
        status="succeeded",
    )
    tell(books, "charge.succeeded", charge)
    tell(books, "payment_intent.succeeded", intent)
    return ended(books, intent, "succeeded", charge)


def verdict(network: str, kind: str, message: str, reason: str | None = None) -> Thing:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network,
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": message,
        "type": kind,
    }


def decline(
    books: Books,
    intent: Thing,
    method: Thing,
    code: str,
    decline_code: str,
    charge: Thing | None = None,
) -> str:
    """Let a charge fail, and the intent wait for something else to pay with."""
    message = SENTENCES.get(decline_code) or SENTENCES[code]
    failed = charge or add_charge(books, intent, method)
    failed.update(status="failed", failure_code=code, failure_message=message)
    failed["outcome"] = verdict("declined_by_network", "issuer_declined", message, decline_code)
    error: dict[str, Any] = {
        "charge": failed["id"],
        "code": code,
        "decline_code": decline_code,
        "message": message,
        "payment_method": method_shown(method),
        "type": "card_error",
    }
    back_to_the_beginning(intent, error)
    tell(books, "charge.failed", failed)
    tell(books, "payment_intent.payment_failed", intent)
    return ended(books, intent, "declined")


def method_shown(method: Thing) -> Thing:
    return {name: value for name, value in method.items() if name[:1] != "_"}


def back_to_the_beginning(intent: Thing, error: Thing) -> None:
    intent.update(
        last_payment_error=error,
        next_action=None,
        payment_method=None,
        processing=None,
        status="requires_payment_method",
    )


def ended(books: Books, intent: Thing, how: str, charge: Thing | None = None) -> str:
    """Tell whoever wanted the money how the try ended; a card made for it is disputed at once."""
    intent["_then"](how)
    if charge and books.things[charge["payment_method"]]["_outcome"].disputed:
        dispute(books, charge)
    return how


def ask_for_proof(books: Books, intent: Thing) -> str:
    """Let her bank ask for 3-D Secure."""
    intent["status"] = "requires_action"
    intent["next_action"] = {
        "redirect_to_url": {"return_url": None, "url": f"{books.address}/secure/{intent['id']}"},
        "type": "redirect_to_url",
    }
    tell(books, "payment_intent.requires_action", intent)
    return ended(books, intent, "asks")


def prove(books: Books, intent: Thing, *, passed: bool) -> str:
    """Answer what 3-D Secure asked.

    Errors:
        CallRefusedError: it asked nothing.
    """
    if intent["status"] != "requires_action":
        raise unexpected(intent)
    method = books.things[intent["payment_method"]]
    if passed:
        return succeed(books, intent, add_charge(books, intent, method))
    error = {
        "code": UNPROVEN,
        "message": SENTENCES[UNPROVEN],
        "payment_method": method_shown(method),
        "type": "invalid_request_error",
    }
    back_to_the_beginning(intent, error)
    tell(books, "payment_intent.payment_failed", intent)
    return ended(books, intent, "declined")


def debit(books: Books, intent: Thing, method: Thing) -> str:
    """Begin a bank debit, which is decided some days later, or sooner by `settle`."""
    add_charge(books, intent, method)
    intent["status"] = "processing"
    tell(books, "charge.pending", books.things[intent["latest_charge"]])
    tell(books, "payment_intent.processing", intent)
    passes = method["_outcome"].first == "succeeds"
    number = intent["latest_charge"]

    def decide() -> None:
        if intent["status"] == "processing" and intent["latest_charge"] == number:
            settle(books, intent, passed=passes)

    books.after(DEBIT_DAYS * DAY, decide)
    return ended(books, intent, "processing")


def settle(books: Books, intent: Thing, *, passed: bool) -> str:
    """Let a bank debit come in, or come back unpaid.

    Errors:
        CallRefusedError: none is on its way.
    """
    if intent["status"] != "processing":
        raise unexpected(intent)
    charge = books.things[intent["latest_charge"]]
    if passed:
        return succeed(books, intent, charge)
    method = books.things[charge["payment_method"]]
    return decline(books, intent, method, method["_outcome"].code, "insufficient_funds", charge)


def cancel(books: Books, intent: Thing, reason: str = "abandoned") -> None:
    """Give an intent up.

    Errors:
        CallRefusedError: it is over, or on its way.
    """
    if intent["status"] not in OPEN:
        raise unexpected(intent)
    intent.update(
        status="canceled", canceled_at=books.now(), cancellation_reason=reason, next_action=None
    )
    tell(books, "payment_intent.canceled", intent)


def take_elsewhere(
    books: Books, amount: int, currency: str, method: Thing, *, description: str | None
) -> Thing:
    """Take a payment that the paper did not ask for, as its owner may on the processor's own screens."""
    intent = make_intent(
        books,
        amount,
        currency,
        then=lambda _how: None,
        page="/",
        description=description or f"Taken by hand, {words(amount, currency)}",
    )
    attempt(books, intent, method)
    return intent
