"""Checkout Sessions: what a paper asks for, before anybody pays."""

from urllib.parse import urlsplit

from broadsheet.devtools.paystub import asked, payments
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.clock import DAY, MINUTE
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.prices import read_price
from broadsheet.devtools.paystub.telling import tell

LONGEST_TEXT = 1200
MOST_ITEMS = 100
SHORTEST = 30 * MINUTE
SUBMITS = ("auto", "book", "donate", "pay", "subscribe")
PLACES = ("submit", "after_submit")
LOCALES = [
    "auto",
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "en-GB",
    "es",
    "es-419",
    "et",
    "fi",
    "fil",
    "fr",
    "fr-CA",
    "hr",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "lt",
    "lv",
    "ms",
    "mt",
    "nb",
    "nl",
    "pl",
    "pt",
    "pt-BR",
    "ro",
    "ru",
    "sk",
    "sl",
    "sv",
    "th",
    "tr",
    "vi",
    "zh",
    "zh-HK",
    "zh-TW",
]


def create(books: Books, params: Params) -> Thing:
    """Make a session from a call.

    Errors:
        CallRefusedError: the processor would refuse it, or the stand-in does not do it.
    """
    mode = asked.one_of(params, "mode", ["payment", "subscription"])
    refuse_of_other_mode(params, mode)
    items = read_items(books, params, mode)
    customer = read_customer(books, params)
    total = sum(one["amount_total"] for one in items)
    session = books.add(
        "checkout.session",
        "cs_test_",
        length=58,
        adaptive_pricing={"enabled": False},
        after_expiration=None,
        allow_promotion_codes=None,
        amount_subtotal=total,
        amount_total=total,
        automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
        billing_address_collection=None,
        cancel_url=read_address(params, "cancel_url") if "cancel_url" in params else None,
        client_reference_id=asked.text(params, "client_reference_id", longest=200),
        client_secret=None,
        collected_information=None,
        consent=None,
        consent_collection=None,
        currency=items[0]["currency"],
        currency_conversion=None,
        custom_fields=[],
        custom_text=read_texts(params),
        customer=customer["id"] if customer else None,
        customer_account=None,
        customer_creation=read_creation(params, mode, customer),
        customer_details=None,
        customer_email=asked.text(params, "customer_email", longest=512),
        discounts=[],
        expires_at=read_end(books, params),
        invoice=None,
        invoice_creation=None,
        livemode=False,
        locale=asked.one_of(params, "locale", LOCALES) if "locale" in params else None,
        metadata=asked.metadata(params),
        mode=mode,
        origin_context=None,
        payment_intent=None,
        payment_link=None,
        payment_method_collection="always" if mode == "subscription" else "if_required",
        payment_method_configuration_details=None,
        payment_method_options={},
        payment_method_types=read_ways(params),
        payment_status="unpaid",
        permissions=None,
        phone_number_collection={"enabled": False},
        recovered_from=None,
        redirect_on_completion=None,
        saved_payment_method_options=None,
        setup_intent=None,
        shipping_address_collection=None,
        shipping_cost=None,
        shipping_options=[],
        status="open",
        submit_type=read_submit(params, mode),
        subscription=None,
        success_url=read_address(params, "success_url"),
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        ui_mode="hosted_page",
        wallet_options=None,
        _line_items=items,
        _payment=asked.inner(params, "payment_intent_data"),
        _plan=asked.inner(params, "subscription_data"),
        # Its tries to pay: the intent at hand, and who pays.
        _intent=None,
        _customer=customer["id"] if customer else None,
    )
    session["url"] = f"{books.address}/c/pay/{session['id']}"
    books.after(session["expires_at"] - books.now(), lambda: end(books, session))
    return session


def refuse_of_other_mode(params: Params, mode: str) -> None:
    other = {"payment": "subscription_data", "subscription": "payment_intent_data"}[mode]
    if other in params:
        raise CallRefusedError(f"You can not pass `{other}` in `{mode}` mode.", param=other)
    asked.metadata(asked.inner(params, "payment_intent_data"))
    asked.metadata(asked.inner(params, "subscription_data"))


def read_items(books: Books, params: Params, mode: str) -> list[Thing]:
    """Return what is given for, with a price for each."""
    written = asked.entries(params, "line_items")
    if not 1 <= len(written) <= MOST_ITEMS:
        raise CallRefusedError(
            "Give 1 to 100 line items.", param="line_items", code="parameter_missing"
        )
    items = []
    for place, one in enumerate(written):
        at = f"line_items[{place}]"
        if "price_data" not in one:
            raise CallRefusedError(
                f"Missing required param: {at}[price_data].",
                param=f"{at}[price_data]",
                code="parameter_missing",
            )
        price = read_price(books, asked.inner(one, "price_data"), f"{at}[price_data]")
        if (price["type"] == "recurring") != (mode == "subscription"):
            raise CallRefusedError(
                f"In `{mode}` mode the stand-in takes "
                f"{'recurring' if mode == 'subscription' else 'one-time'} prices alone.",
                param=at,
            )
        items.append(line_item(books, price, asked.whole(one, "quantity", default=1)))
    first = items[0]["price"]
    if any(
        (one["price"]["currency"], one["price"]["recurring"])
        != (first["currency"], first["recurring"])
        for one in items
    ):
        raise CallRefusedError(
            "All prices must have the same currency and interval.", param="line_items"
        )
    return items


def line_item(books: Books, price: Thing, quantity: int) -> Thing:
    if quantity < 1:
        raise CallRefusedError("The quantity is at least 1.", param="line_items")
    amount = price["unit_amount"] * quantity
    return {
        "id": books.key_of("li_"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": books.things[price["product"]]["name"],
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def read_customer(books: Books, params: Params) -> Thing | None:
    key = asked.text(params, "customer")
    if key and asked.text(params, "customer_email"):
        raise CallRefusedError(
            "You may only specify one of these parameters: customer, customer_email.",
            param="customer",
        )
    if not key:
        return None
    customer = books.get("customer", key, "customer")
    if customer.get("deleted"):
        raise CallRefusedError(
            f"No such customer: '{key}'", param="customer", code="resource_missing"
        )
    return customer


def read_creation(params: Params, mode: str, customer: Thing | None) -> str | None:
    if mode == "subscription" and "customer_creation" in params:
        raise CallRefusedError(
            "`customer_creation` can only be used in `payment` mode.", param="customer_creation"
        )
    if customer:
        return None
    default = "always" if mode == "subscription" else "if_required"
    return asked.one_of(params, "customer_creation", ["always", "if_required"], default=default)


def read_submit(params: Params, mode: str) -> str | None:
    if "submit_type" not in params:
        return None
    wanted = asked.one_of(params, "submit_type", SUBMITS)
    if mode == "subscription" and wanted not in ("auto", "subscribe"):
        raise CallRefusedError(
            f"`submit_type` {wanted} cannot be used in `subscription` mode.", param="submit_type"
        )
    return wanted


def read_ways(params: Params) -> list[str]:
    ways = asked.entries(params, "payment_method_types") or ["card", "us_bank_account"]
    for one in ways:
        if one not in ("card", "us_bank_account"):
            raise CallRefusedError(
                f"Invalid payment_method_types: the stand-in has no {one}.",
                param="payment_method_types",
            )
    return list(ways)


def read_address(params: Params, name: str) -> str:
    address = asked.needed(params, name)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise CallRefusedError("Not a valid URL", param=name, code="url_invalid")
    return address


def read_texts(params: Params) -> Thing:
    """Return what is shown beside the button and elsewhere on the page."""
    found: Thing = dict.fromkeys(
        ["after_submit", "shipping_address", "submit", "terms_of_service_acceptance"]
    )
    written = asked.inner(params, "custom_text")
    for place in PLACES:
        if message := asked.text(asked.inner(written, place), "message", longest=LONGEST_TEXT):
            found[place] = {"message": message}
    return found


def read_end(books: Books, params: Params) -> int:
    now = books.now()
    wanted = asked.whole(params, "expires_at", default=now + DAY)
    # What the paper's clock and ours differ by does not count.
    if not now + SHORTEST - MINUTE <= wanted <= now + DAY + MINUTE:
        raise CallRefusedError(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
            param="expires_at",
        )
    return wanted


def expire(books: Books, session: Thing) -> None:
    """Let nobody pay in this session any more.

    Errors:
        CallRefusedError: it is over.
    """
    if session["status"] != "open":
        raise CallRefusedError(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f"{session['status']}.",
            param="session",
        )
    session.update(status="expired", url=None)
    intent = books.things.get(session["_intent"] or "")
    if intent and intent["status"] in payments.OPEN:
        payments.cancel(books, intent)
    tell(books, "checkout.session.expired", session)


def end(books: Books, session: Thing) -> None:
    if session["status"] == "open":
        expire(books, session)
