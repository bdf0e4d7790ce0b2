"""When a donor's bank takes a payment back, and how that ends."""

from broadsheet.devtools.paystub import balance
from broadsheet.devtools.paystub.amounts import DISPUTE_FEE
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import DAY
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.telling import tell

ANSWER_WITHIN = 9 * DAY
OVER = ("won", "lost")
# What an answer to the bank says decides, as with the processor's own test cards.
WINNING, LOSING = "winning_evidence", "losing_evidence"
WORDS = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_tracking_number",
    "uncategorized_text",
]
FILES = [
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
]


def dispute(
    books: Books,
    charge: Thing,
    amount: int | None = None,
    *,
    reason: str = "fraudulent",
    withdrawn: bool = True,
) -> Thing:
    """Let a donor's bank dispute a charge.

    Args:
        amount: all that has not been refunded, where it is not given.
        withdrawn: whether the bank takes the money at once, as it does for most; else by `withdraw`.

    Errors:
        CallRefusedError: nothing was taken, or it is disputed already.
    """
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise CallRefusedError(f"Charge {charge['id']} cannot be disputed.", param="charge")
    due = books.now() + ANSWER_WITHIN
    made = books.add(
        "dispute",
        "dp_",
        amount=charge["amount"] - charge["amount_refunded"] if amount is None else amount,
        balance_transactions=[],
        charge=charge["id"],
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence={**dict.fromkeys(WORDS), **dict.fromkeys(FILES), "enhanced_evidence": {}},
        evidence_details={
            "due_by": due,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        is_charge_refundable=True,
        livemode=False,
        metadata={},
        payment_intent=charge["payment_intent"],
        payment_method_details={
            "card": {
                "brand": "visa",
                "case_type": "chargeback",
                "network": "visa",
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        reason=reason,
        status="needs_response",
    )
    charge["disputed"] = True
    tell(books, "charge.dispute.created", made)
    if withdrawn:
        withdraw(books, made)
    books.after(ANSWER_WITHIN, lambda: lose_unanswered(books, made))
    return made


def withdraw(books: Books, made: Thing) -> None:
    """Let the bank take the money, and the processor its fee for that.

    Errors:
        CallRefusedError: it has, or the dispute is over.
    """
    if made["balance_transactions"] or made["status"] in OVER:
        raise over(made)
    entry = balance.enter(
        books, made, kind="adjustment", amount=-made["amount"], fee=DISPUTE_FEE, category="dispute",
        description=f"Chargeback withdrawal for {made['charge']}", at_once=True,
    )  # fmt: skip
    made["balance_transactions"].append(entry)
    made["is_charge_refundable"] = False
    tell(books, "charge.dispute.funds_withdrawn", made)


def answer(books: Books, made: Thing, words: dict[str, str], *, submit: bool) -> None:
    """Answer the bank; certain words decide it at once.

    Errors:
        CallRefusedError: the dispute is over.
    """
    if made["status"] in OVER:
        raise over(made)
    made["evidence"].update(words)
    details = made["evidence_details"]
    details["has_evidence"] = any(made["evidence"][name] for name in WORDS)
    if submit:
        details["submission_count"] += 1
        details["submission_method"] = "manual"
        made["status"] = "under_review"
    tell(books, "charge.dispute.updated", made)
    said = made["evidence"]["uncategorized_text"]
    if submit and said == WINNING:
        win(books, made)
    elif submit and said == LOSING:
        lose(books, made)


def win(books: Books, made: Thing) -> None:
    """Let the bank give the money back; the fee it does not.

    Errors:
        CallRefusedError: the dispute is over.
    """
    if made["status"] in OVER:
        raise over(made)
    made["status"] = "won"
    if made["balance_transactions"]:
        entry = balance.enter(
            books, made, kind="adjustment", amount=made["amount"], category="dispute_reversal",
            description=f"Chargeback reversal for {made['charge']}", at_once=True,
        )  # fmt: skip
        made["balance_transactions"].append(entry)
        tell(books, "charge.dispute.funds_reinstated", made)
    tell(books, "charge.dispute.closed", made)


def lose(books: Books, made: Thing) -> None:
    """Let the bank keep the money.

    Errors:
        CallRefusedError: the dispute is over.
    """
    if made["status"] in OVER:
        raise over(made)
    if not made["balance_transactions"]:
        withdraw(books, made)
    made["status"] = "lost"
    tell(books, "charge.dispute.closed", made)


def lose_unanswered(books: Books, made: Thing) -> None:
    if made["status"] == "needs_response":
        made["evidence_details"]["past_due"] = True
        lose(books, made)


def over(made: Thing) -> CallRefusedError:
    return CallRefusedError(f"Dispute {made['id']} is {made['status']}: this cannot be done again.")
