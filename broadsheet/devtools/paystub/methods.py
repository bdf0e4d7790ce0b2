"""What is paid with: cards and bank accounts, and the customers that they belong to."""

from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.cards import ACCOUNTS, Card, Outcome, refused
from broadsheet.devtools.paystub.telling import tell

NO_ADDRESS = {
    "city": None,
    "country": None,
    "line1": None,
    "line2": None,
    "postal_code": None,
    "state": None,
}


def billing(email: str | None, name: str | None) -> Thing:
    return {
        "address": dict(NO_ADDRESS),
        "email": email,
        "name": name,
        "phone": None,
        "tax_id": None,
    }


def add_card(
    books: Books, card: Card, *, email: str | None = None, name: str | None = None
) -> Thing:
    """Keep a card as a payment method."""
    return add_method(
        books,
        "card",
        {
            "brand": card.outcome.brand,
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "pass",
            },
            "country": "US",
            "display_brand": card.outcome.brand,
            "exp_month": card.month,
            "exp_year": card.year,
            "fingerprint": books.key_of("", 16),
            "funding": "credit",
            "generated_from": None,
            "last4": card.last4,
            "networks": {"available": [card.outcome.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        billing(email, name),
        card.outcome,
    )


def add_account(
    books: Books, number: str, *, email: str | None = None, name: str | None = None
) -> Thing:
    """Keep a bank account that is debited.

    Errors:
        CallRefusedError: it is none of the test numbers.
    """
    if number.strip() not in ACCOUNTS:
        raise refused("incorrect_number")
    ends = ACCOUNTS[number.strip()]
    return add_method(
        books,
        "us_bank_account",
        {
            "account_holder_type": "individual",
            "account_type": "checking",
            "bank_name": "STRIPE TEST BANK",
            "financial_connections_account": None,
            "fingerprint": books.key_of("", 16),
            "last4": number.strip()[-4:],
            "networks": {"preferred": "ach", "supported": ["ach"]},
            "routing_number": "110000000",
            "status_details": None,
        },
        billing(email, name),
        Outcome(ends, ends, code="payment_method_provider_decline"),
    )


def add_method(books: Books, kind: str, details: Thing, whose: Thing, outcome: Outcome) -> Thing:
    by_kind: Thing = {kind: details}
    return books.add(
        "payment_method",
        "pm_",
        allow_redisplay="unspecified",
        billing_details=whose,
        customer=None,
        customer_account=None,
        livemode=False,
        metadata={},
        type=kind,
        _outcome=outcome,
        **by_kind,
    )


def attach(books: Books, method: Thing, customer: Thing) -> None:
    """Let a customer pay with this from now on."""
    if method["customer"] == customer["id"]:
        return
    method["customer"] = customer["id"]
    tell(books, "payment_method.attached", method)


# What a charge does not say of what it was paid with.
OF_METHODS_ALONE = (
    "display_brand",
    "generated_from",
    "networks",
    "three_d_secure_usage",
    "financial_connections_account",
    "status_details",
)


def used(method: Thing) -> Thing:
    """Return what a charge says of what it was paid with."""
    kind = method["type"]
    said = {name: one for name, one in method[kind].items() if name not in OF_METHODS_ALONE}
    if kind == "card":
        said |= {"network": said["brand"], "three_d_secure": None}
    return {kind: said, "type": kind}


def add_customer(
    books: Books,
    *,
    email: str | None,
    name: str | None = None,
    phone: str | None = None,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
) -> Thing:
    customer = books.add(
        "customer",
        "cus_",
        length=14,
        address=None,
        balance=0,
        currency=None,
        customer_account=None,
        default_source=None,
        delinquent=False,
        description=description,
        discount=None,
        email=email,
        invoice_prefix=books.key_of("", 8).upper(),
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        livemode=False,
        metadata=metadata or {},
        name=name,
        next_invoice_sequence=1,
        phone=phone,
        preferred_locales=[],
        shipping=None,
        tax_exempt="none",
        test_clock=None,
    )
    tell(books, "customer.created", customer)
    return customer


def use_from_now_on(books: Books, customer: Thing, method: Thing) -> None:
    """Let a customer's plans be paid with this; as the portal does when a card is changed."""
    attach(books, method, customer)
    customer["invoice_settings"]["default_payment_method"] = method["id"]
    tell(books, "customer.updated", customer)
    for plan in books.all("subscription", customer=customer["id"]):
        if plan["status"] != "canceled":
            plan["default_payment_method"] = method["id"]
            tell(books, "customer.subscription.updated", plan)


def replace_by_network(books: Books, method: Thing) -> None:
    """Let the card's network put a new card in the place of one that has run out."""
    card = method["card"]
    card["exp_year"] += 4
    card["last4"] = f"{(int(card['last4']) + 1) % 10_000:04}"
    tell(books, "payment_method.automatically_updated", method)
