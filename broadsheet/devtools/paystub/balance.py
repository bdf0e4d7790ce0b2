"""The account's balance: every movement of money, and what of it can be paid out."""

from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import DAY

# Days after which a charge's money can be paid out.
AVAILABLE_AFTER = 2


def enter(
    books: Books,
    source: Thing,
    *,
    kind: str,
    amount: int,
    fee: int = 0,
    category: str = "",
    description: str | None = None,
    at_once: bool = False,
) -> Thing:
    """Write down one movement of money.

    Args:
        source: what it comes from: a charge, refund, dispute or payout.
        amount: in minor units, negative where it leaves the account; the fee is taken off besides.
        category: the processor's `reporting_category`, where it is not the kind.
        at_once: available now; else after some days.
    """
    fees = [
        {
            "amount": fee,
            "application": None,
            "currency": source["currency"],
            "description": "Stripe processing fees" if kind == "charge" else "Dispute fee",
            "type": "stripe_fee",
        }
    ]
    return books.add(
        "balance_transaction",
        "txn_",
        amount=amount,
        available_on=books.now() + (0 if at_once else AVAILABLE_AFTER * DAY),
        balance_type="payments",
        currency=source["currency"],
        description=description,
        exchange_rate=None,
        fee=fee,
        fee_details=fees if fee else [],
        net=amount - fee,
        reporting_category=category or kind,
        source=source["id"],
        # Looked up whenever it is shown.
        status="pending",
        type=kind,
        _payout=None,
    )


def waiting(books: Books, currency: str) -> list[Thing]:
    """Return what is available in a currency and in no payout yet."""
    return [
        one
        for one in books.all("balance_transaction", currency=currency, _payout=None)
        if one["available_on"] <= books.now()
    ]


def currencies(books: Books) -> list[str]:
    return sorted({one["currency"] for one in books.all("balance_transaction")})


def balance_of(books: Books) -> Thing:
    """Return the account's balance as the processor shows it."""
    available, pending = [], []
    for currency in currencies(books):
        entries = books.all("balance_transaction", currency=currency, _payout=None)
        ready = sum(one["net"] for one in waiting(books, currency))
        rest = sum(one["net"] for one in entries) - ready
        available.append({"amount": ready, "currency": currency, "source_types": {"card": ready}})
        pending.append({"amount": rest, "currency": currency, "source_types": {"card": rest}})
    return {
        "object": "balance",
        "available": available,
        "livemode": False,
        "pending": pending,
        "refund_and_dispute_prefunding": {"available": [], "pending": []},
    }
