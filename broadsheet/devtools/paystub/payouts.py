"""What the processor pays to the paper's bank, and what of the balance each payout is made of."""

from broadsheet.devtools.paystub import balance
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import DAY, midnight_after
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.telling import tell

ARRIVES_AFTER = 1


def pay_out_daily(books: Books) -> None:
    """Pay out each midnight what is available then."""

    def at_midnight() -> None:
        if books.rules.daily_payouts:
            pay_out(books)
        pay_out_daily(books)

    books.after(midnight_after(books.now()) - books.now(), at_midnight)


def pay_out(books: Books) -> list[Thing]:
    """Pay out what is available, each currency by itself; where refunds outweigh gifts, the bank pays us."""
    made = []
    for currency in balance.currencies(books):
        entries = balance.waiting(books, currency)
        amount = sum(one["net"] for one in entries)
        # With nothing to pay, the entries wait for the next one.
        if amount:
            made.append(gather(books, currency, amount, entries))
    return made


def gather(books: Books, currency: str, amount: int, entries: list[Thing]) -> Thing:
    payout = books.add(
        "payout",
        "po_",
        amount=amount,
        application_fee=None,
        application_fee_amount=None,
        arrival_date=midnight_after(books.now() + ARRIVES_AFTER * DAY) - DAY,
        automatic=True,
        balance_transaction=None,
        currency=currency,
        description="STRIPE PAYOUT",
        destination="ba_paystub",
        failure_balance_transaction=None,
        failure_code=None,
        failure_message=None,
        livemode=False,
        metadata={},
        method="standard",
        original_payout=None,
        payout_method=None,
        reconciliation_status="in_progress",
        reversed_by=None,
        source_type="card",
        statement_descriptor=None,
        status="in_transit",
        trace_id=None,
        type="bank_account",
    )
    own = balance.enter(
        books, payout, kind="payout", amount=-amount, description="STRIPE PAYOUT", at_once=True
    )
    payout["balance_transaction"] = own["id"]
    for one in [*entries, own]:
        one["_payout"] = payout["id"]
    tell(books, "payout.created", payout)
    books.after(ARRIVES_AFTER * DAY, lambda: arrive(books, payout))
    return payout


def arrive(books: Books, payout: Thing) -> None:
    """Let a payout come to the bank.

    Errors:
        CallRefusedError: it has, or came back.
    """
    if payout["status"] != "in_transit":
        raise CallRefusedError(f"Payout {payout['id']} is {payout['status']}.")
    payout.update(status="paid", reconciliation_status="completed")
    tell(books, "payout.paid", payout)
    tell(books, "payout.reconciliation_completed", payout)


def fail_payout(books: Books, payout: Thing) -> None:
    """Let the bank send a payout back; its amount is in the next one. One that was paid can come back, too.

    Errors:
        CallRefusedError: it has come back.
    """
    if payout["status"] == "failed":
        raise CallRefusedError(f"Payout {payout['id']} is failed.")
    entry = balance.enter(
        books, payout, kind="payout_failure", amount=payout["amount"], description="PAYOUT FAILURE",
        at_once=True,
    )  # fmt: skip
    payout.update(
        status="failed",
        failure_code="account_closed",
        failure_message="The bank account has been closed.",
        failure_balance_transaction=entry["id"],
        reconciliation_status="completed",
    )
    tell(books, "payout.failed", payout)
